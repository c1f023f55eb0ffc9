"""Articles and evidence as HTML: every character stays, none of it runs, marks may overlap."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.figures import escape, plot_text, script_json, style
from workbench.figures.article import article
from workbench.figures.evidence import evidence

KINDS = ("actor", "place", "time", "quote", "event", "hit")
ALLOWED = {"div", "p", "mark", "details", "summary", "h3", "span", "ol", "li", "cite", "time"}
#: What belongs to the page, not to the text.
OWN = {"wb-key", "wb-tag"}


class Reader(HTMLParser):
    """The text of a page as a browser would show it, without what the page adds, and its tags and attributes."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes, self.stack = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        names = set((dict(attributes).get("class") or "").split())
        self.stack.append((tag, bool(names & OWN) or tag == "summary"))

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1][0] == tag, f"{tag} closes {self.stack[-1:]}"
        self.stack.pop()

    def handle_data(self, data):
        if not any(own for _, own in self.stack):
            self.text.append(data)


def frame(rows, columns):
    return pd.DataFrame(rows, columns=columns).astype({"start": "int64", "end": "int64"})


def read(text, segments=(), highlights=(), focus=None):
    page = article(text, frame(list(segments), ["start", "end", "label"]),
                   frame(list(highlights), ["start", "end", "kind", "title", "entity_id"]), focus=focus)
    return page, Reader(page)


TEXTS = st.text(st.sampled_from(list("ab <>&\"'`$\\{}\n\u00a0é😀/=")) | st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, data=st.data())
def test_every_character_stands_in_order_whatever_the_spans(text, data):
    span = st.tuples(st.integers(-3, 70), st.integers(-3, 70))
    segments = data.draw(st.lists(st.tuples(span, st.sampled_from(["body", "promo", "headline", "caption", "nav", "strange"])), max_size=5))
    marks = data.draw(st.lists(st.tuples(span, st.sampled_from(KINDS), TEXTS), max_size=6))
    focus = data.draw(st.none() | span)
    page, seen = read(text, [(s, e, label) for (s, e), label in segments], [(s, e, k, t, t) for (s, e), k, t in marks], focus)
    assert "".join(seen.text).replace(" ", "") == text.replace(" ", "")
    assert set(seen.tags) <= ALLOWED and not seen.stack
    assert not [name for name, _ in seen.attributes if name.startswith("on")]


def test_overlapping_marks_carry_every_kind_and_say_all():
    marks = [(0, 17, "actor", "Ana Alder", "e1"), (8, 25, "quote", "", "")]
    page, seen = read("General Ana Alder said so", highlights=marks, focus=(8, 11))
    classes = [dict(seen.attributes[k:k + 1]).get("class") for k in range(len(seen.attributes))]
    assert [c for c in classes if c and ("wb-actor" in c or "wb-quote" in c)][2:] == [
        "wb-actor", "wb-actor wb-quote wb-focus wb-both", "wb-actor wb-quote wb-both", "wb-quote"]
    assert page.count('id="focus"') == 1 and 'title="actor: Ana Alder; quote"' in page and 'data-entity="e1"' in page


def test_furniture_is_folded_and_labelled_but_opened_where_the_focus_is():
    segments = [(0, 5, "headline"), (6, 10, "body"), (11, 15, "promo"), (16, 20, "promo")]
    page, _ = read("Title text give more", segments)
    assert page.count("<details") == 1 and "not part of the article" in page and "<details class=\"wb-furniture\" open>" not in page
    assert "open>" in read("Title text give more", segments, focus=(12, 14))[0]


ROW = {"document_id": "d1", "publisher": "The Port <Daily>", "date_published": pd.NaT, "headline": None,
       "sentence": "In Port Alder, \"all\" is well.",
       "sentence_start": 100, "start": 103, "end": 113, "text": "Port Alder", "kind": "place", "name": "Port Alder",
       "reason": "only one", "score": 0.91}


def test_evidence_marks_the_words_and_says_what_is_not_known():
    page = evidence(pd.DataFrame([ROW]), total=3)
    assert '<mark class="wb-place">Port Alder</mark>' in page and "undated" in page and "no headline" in page and "score 0.91" in page
    assert "3 sentences, the first 1 shown" in page and "The Port &lt;Daily&gt;" in page
    dated = evidence(pd.DataFrame([ROW | {"date_published": pd.Timestamp("2019-04-05"), "score": float("nan")}]), total=1)
    assert '<time datetime="2019-04-05">5 Apr 2019</time>' in dated and "score" not in dated and "1 sentence<" in dated
    assert "Choose a bar" in evidence(pd.DataFrame([ROW]).iloc[:0], total=0)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_evidence_never_runs(words, name, start, end):
    row = ROW | dict.fromkeys(["publisher", "headline", "name", "reason", "document_id", "kind", "text"], name)
    seen = Reader(evidence(pd.DataFrame([row | {"sentence": words, "sentence_start": 0, "start": start, "end": end}]), total=1))
    assert set(seen.tags) <= ALLOWED and words.replace(" ", "") in "".join(seen.text).replace(" ", "")


@pytest.mark.parametrize("text", ["<b>", "${x}", "`", "\\", "{{x}}", "'\"&"])
def test_escapes_leave_nothing_that_html_or_a_template_reads(text):
    assert not set("<>`$\\{}'\"") & set(escape(text))
    assert not {"<", "$", "{"} & set(plot_text(text))
    assert "<" not in script_json({"k": text}) and "{{" not in script_json({"k": text})


def test_script_json_reads_back_and_cannot_open_a_template_block():
    import json

    for value in (["{{ 7*7 }}", "{% raw %}", "{# x #}", "{{{", "</script>", "\u2028"], {"a": {"b": {"{%": "{"}}}):
        text = script_json(value)
        assert json.loads(text) == value and not any(block in text for block in ("{{", "{%", "{#", "</"))


def test_missing_values_are_empty_words():
    assert escape(None) == escape(float("nan")) == plot_text(None) == ""
    assert "wb-article" in style()
