"""What must hold for every date of publication and every text: tried on many, by hypothesis."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.knowledge import timex
from workbench.knowledge.timex import calendar, lexicon

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
WORDS = sorted({word for members in lexicon.CLASSES.values() for word in members})
SENTENCES = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from([w.title() for w in WORDS]), st.integers(0, 2100).map(str),
                               st.sampled_from(["of", "to", "-", ",", "and", "ago", "(", "1990s", "5th", "10:30", "'98", "\n", "/", "from",
                                                "between", "every", "week", "in", "on", "the", "said", "will",
                                                "ended", "before", "after", "or", "10.30 pm", "nights"])), max_size=12).map(" ".join)


def resolved(text, published):
    return timex.resolve(timex.find(text), published)


@settings(max_examples=400, deadline=None)
@given(SENTENCES, DAYS)
def test_an_interval_is_never_reversed_and_spans_lie_in_the_text(text, published):
    found = timex.find(text)
    for expression, reading in zip(found, timex.resolve(found, published), strict=True):
        assert 0 <= expression.start < expression.end <= len(text)
        assert (reading.date_from is None) == (reading.date_to is None)
        assert reading.date_from is None or reading.date_from <= reading.date_to, (text[expression.start:expression.end], reading)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_any_text_can_be_read_without_a_date(text):
    for reading in timex.resolve(timex.find(text), None):
        assert reading.value


@settings(max_examples=200, deadline=None)
@given(DAYS, st.sampled_from(lexicon.WEEKDAYS), st.sampled_from(["The ferry sank on {}.", "The ferry will sail on {}.", "It sank last {}.",
                                                                "It sails next {}."]))
def test_a_week_on_wednesday_is_a_week_on(published, weekday, sentence):
    text = sentence.format(weekday.title())
    [one], [two] = resolved(text, published), resolved(text, published + timedelta(days=7))
    assert two.date_from - one.date_from == timedelta(days=7)
    assert one.date_from.isoweekday() == lexicon.WEEKDAYS.index(weekday) + 1
    assert abs((one.date_from - published).days) <= 7


@settings(max_examples=200, deadline=None)
@given(DAYS, DAYS, DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%A, %B %d, %Y", "%Y-%m-%d", "the %dth of %B %Y", "%b. %d, %Y"]))
def test_an_explicit_full_date_does_not_depend_on_the_publication_date(day, first, second, form):
    text = f"The treaty was signed on {day.strftime(form)} in the port."
    one, two = resolved(text, first), resolved(text, second)
    assert one == two == resolved(text, None)
    assert one[0].value == day.isoformat()


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]))
def test_so_long_ago_is_before_and_from_now_is_after(published, amount, unit):
    [ago] = resolved(f"It began {amount} {unit}s ago.", published)
    [ahead] = resolved(f"It ends {amount} {unit}s from now.", published)
    if ago.date_from:
        assert ago.date_from < published
    if ahead.date_to:
        assert ahead.date_to > published


@settings(max_examples=300, deadline=None)
@given(DAYS, st.sampled_from(["D", "W", "M", "Q", "Y", "6M", "WE", "E", "C"]))
def test_the_value_of_a_unit_covers_the_day_it_was_made_from(day, unit):
    from workbench.knowledge.timex.units import point

    first, last = calendar.bounds(point(unit, day))
    assert first <= day <= last or unit == "WE"
    for mod in ("START", "MID", "END"):
        begin, end = calendar.bounds(point(unit, day), mod)
        assert first <= begin <= end <= last


@pytest.mark.parametrize("year", [1961, 2000, 2019, 2024, 2038])
def test_easter_falls_on_a_sunday_in_spring(year):
    from workbench.knowledge.timex.holidays import easter

    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
