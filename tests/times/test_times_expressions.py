"""Our own list of expressions with their values, on articles published on Wednesday, 24 April 2019; and what is no time at all."""

import csv
from datetime import date
from pathlib import Path

import pytest

from workbench.knowledge import timex

PUBLISHED = date(2019, 4, 24)
with (Path(__file__).parent / "expressions.csv").open(encoding="utf8") as file:
    EXPRESSIONS = list(csv.DictReader(file, delimiter="|"))


def readings(sentence, published=PUBLISHED):
    found = timex.find(sentence)
    return [(sentence[e.start:e.end], r.value, str(r.date_from or ""), str(r.date_to or ""))
            for e, r in zip(found, timex.resolve(found, published), strict=True)]


def test_there_are_150_of_them():
    assert len(EXPRESSIONS) >= 150


@pytest.mark.parametrize("case", EXPRESSIONS, ids=lambda c: c["sentence"])
def test_expression(case):
    seen = readings(case["sentence"])
    text, value, first, last = next((r for r in seen if case["expression"] in r[0] or r[0] in case["expression"]), (None,) * 4)
    assert (value, first, last) == (case["value"], case["from"], case["to"]), seen
    assert text.lower().strip(" ,.") in (case["expression"].lower(), "a " + case["expression"].lower(), "the " + case["expression"].lower(),
                                         "in " + case["expression"].lower()), seen


@pytest.mark.parametrize("sentence", [
    "The police counted 2000 people in the square.",
    "The shell weighs 1950 pounds.",
    "Flight 1945 was late.",
    "She is 27 years old.",
    "The 63-year-old potter was fined.",
    "Aged 41, he gave up the sea.",
    "They may march if the weather holds.",
    "Mrs May spoke and Jan Vesely listened.",
    "June Carter sang.",
    "Prices fall when rivers rise, and wheels fall off.",
    "He took second place, and third was a surprise.",
    "The sun set and the children sat down.",
    "Three-quarters of the farms were sold.",
    "See https://news.example/2019/04/24/harbour.html for more.",
    "The score was 3:15 to the visitors, said nobody.",
    "Room 1812 is at the end of the corridor.",
    "He bought 1,998 sheep and 2.5 acres.",
    "The company posted $1998 in sales.",
    "A man in his 30s and a woman in her late 60s were saved.",
    "He reads USA Today aloud.",
    "The money went to Future 45, a fund.",
    "The sheriff shrugged off crisis-hit May's decision.",
])
def test_no_time_at_all(sentence):
    assert readings(sentence) == []


def test_a_quarter_report_compares_with_the_quarter_a_year_before():
    seen = readings("Third-quarter profit fell. A year earlier the yard earned more. In the nine months it lost a ship.")
    assert [value for _, value, *_ in seen] == ["2018-Q3", "2017-Q3", "P9M"]


def test_what_follows_refers_to_what_was_spoken_of():
    seen = readings("The port closed in May 1995 and reopened the following year. On 3 June 1997 it burned; the next day it rained.")
    assert [value for _, value, *_ in seen] == ["1995-05", "1996", "1997-06-03", "1997-06-04"]


def test_a_day_after_something_vague_is_not_made_up():
    assert ("the next day", "XXXX-XX-XX", "", "") in readings("The port burned in 1995, and the next day it rained.")


@pytest.mark.parametrize(("sentence", "value"), [
    ("The ferry sank on Wednesday.", "XXXX-WXX-3"), ("It sank in early April.", "XXXX-04"), ("It sank on 3 May.", "XXXX-05-03"),
    ("It sank yesterday.", "XXXX-XX-XX"), ("It sank last week.", "XXXX-WXX"), ("It sank last month.", "XXXX-XX"),
    ("It sank last year.", "XXXX"),
    ("It sank in the third quarter.", "XXXX-Q3"), ("It sank last summer.", "XXXX-SU"), ("It sank two days ago.", "XXXX-XX-XX"),
    ("It sank at Christmas.", "XXXX-12-25"), ("It sank in May 1995.", "1995-05"),
])
def test_without_a_date_what_depends_on_it_stays_symbolic(sentence, value):
    assert [r[1] for r in readings(sentence, None)] == [value]
