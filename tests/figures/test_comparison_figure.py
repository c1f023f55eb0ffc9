"""Two sides beside each other, and words in their context."""

import json

import pandas as pd

from workbench.figures.comparison import ROWS, comparison, comparison_summary, facts
from workbench.figures.concordance import concordance

WORDS = pd.DataFrame({"word": ["port", "<b>oil</b>", "vote", "army"], "score": [-4.0, -2.5, 3.0, 1.0],
                      "first": [9, 5, 0, 1], "second": [1, 0, 6, 3]})


def test_words_stand_on_their_side_strongest_on_top():
    first, second = comparison(WORDS, ("Ana", "Bo")).data
    assert [c[0] for c in first.customdata] == ["port", "<b>oil</b>"] and [c[0] for c in second.customdata] == ["vote", "army"]
    assert first.y[0] == second.y[0] == 0 and first.hovertext[0] == "port: 9 against 1" and first.text[1] == "&lt;b&gt;oil&lt;/b&gt;"
    json.dumps(comparison(WORDS, ("Ana", "Bo")).to_plotly_json()["data"])


def test_many_words_are_cut_and_none_is_said():
    many = pd.DataFrame({"word": [f"w{k:03}" for k in range(100)], "score": [k - 50.5 for k in range(100)]})
    assert [len(t.x) for t in comparison(many, ("a", "b")).data] == [ROWS, ROWS]
    assert comparison(many, ("a", "b")).data[0].text[0] == "w000" and comparison(many, ("a", "b")).data[1].text[0] == "w099"
    empty = comparison(WORDS.iloc[:0], ("a", "b"))
    assert len(empty.data) == 2 and "No word" in empty.layout.annotations[0].text


def test_the_summary_warns_where_few_articles_stand_behind_a_side():
    said = comparison_summary(WORDS, ("Ana", "Bo"), (40, 1))
    assert said == "Words that set apart. Ana: port, <b>oil</b>; Bo: vote, army. Be careful: only 1 article for Bo."
    assert "Be careful" not in comparison_summary(WORDS, ("Ana", "Bo"), (40, 30))


def test_numbers_of_two_sides_are_a_safe_table():
    page = facts(pd.DataFrame({"what": ["articles", "first named"], "first": [1200, "<i>"], "second": [3, None]}), ("Ana <x>", "Bo"))
    assert '<td class="wb-number">1,200</td>' in page and "&lt;i&gt;" in page and "Ana &lt;x&gt;" in page and page.count("<tr>") == 3


def test_a_concordance_keeps_words_as_words():
    rows = pd.DataFrame({"document_id": ["d1"], "start": [3], "end": [6], "left": ["In  a\n<b>"], "words": ["oil"], "right": ["${x} port"],
                         "publisher": [None], "date_published": [pd.NaT]})
    page = concordance(rows, total=7)
    assert "In a &lt;b&gt;" in page and "${x}" not in page and "undated" in page and "7 hits, the first 1 shown" in page
    assert 'data-document="d1" data-start="3" data-end="6"' in page
    assert "No hit" in concordance(rows.iloc[:0], total=0)
