"""What an article's words tell of the day it was written: clues, each with the place where it stands."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.knowledge import timex
from workbench.knowledge.dating import names
from workbench.knowledge.timex import calendar

#: What stands before the day of a dateline, "NAIROBI, Kenya (AP)", and what closes it.
_PLACE = re.compile(r"[\s(\[]*(?:[A-ZÀ-Þ][\w.'’/-]*[ ,./-]*(?:\((?:[A-Z][\w.]*[ /]?)+\)\s*[,–—-]?\s*)?){1,8}$")
_CLOSE = re.compile(r"\s*(?:\d{4})?\s*,?\s*(?:\([^)]{2,40}\)|[-–—_:/]|\w{2,12}\s*[-–—])")
_DATELINE_REACH = 80
#: A date with so few characters beside it, so near the top, is printed there as the article's own; at the foot stand corrections.
_BESIDE, _HEAD = 24, 400
_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>19[89]\d|20[0-4]\d)(?P<sep>[/_.-]?)"
    r"(?P<month>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P=sep)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Clue:
    """One piece of evidence.

    Attributes
    ----------
    kind
        ``printed`` (a full date on a line of its own), ``dateline``, ``full date``, ``day``, ``weekday``, ``month``, ``year``,
        ``address``; ``office``, ``since`` or ``event`` for a name that stands for a time.
    start, end
        Where it stands in the text; None for an address.
    ahead
        Whether its sentence speaks of it as to come.
    year, month, day, weekday
        What it names; weekday 1 is Monday.
    date_from, date_to
        The days it names.
    spans
        The days that a name allows, from and to, None where open.
    """

    kind: str
    start: int | None
    end: int | None
    ahead: bool = False
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    spans: tuple[tuple[date | None, date | None], ...] = ()


def clues(text: str, stretches: Sequence[tuple[int, int]], *, wrapped: bool = False, named: tuple[names.Named, ...] | None = None,
          dates: Callable[[str], list] | None = None) -> list[Clue]:
    """The clues in some stretches of a text, in order of place.

    Parameters
    ----------
    stretches
        The article's own words: (start, end) of each paragraph. Furniture must not be among them.
    wrapped
        Whether single line breaks fall inside sentences.
    named
        Names that stand for a time; those of the package by default.
    dates
        Finds full dates of other languages in a paragraph: (start, end, day, how sure) of each.
    """
    made = []
    for start, end in stretches:
        found = timex.find(text, start, end, wrapped=wrapped)
        if dates is not None:
            found = timex.with_dates(found, ((start + a, start + b, day, sure) for a, b, day, sure in dates(text[start:end])))
        for expression in found:
            clue = _of(expression, text, start, end, stretches[0][0])
            if clue is not None:
                made.append(clue)
    return made + names.found(text, stretches, Clue, named)


def in_dateline(text: str, start: int, expression: timex.Expression) -> bool:
    """Whether a month and day stand in the date line of a report, "NAIROBI, Kenya, March 3 (AP) -", at the head of a paragraph.

    Parameters
    ----------
    start
        Where the paragraph begins.
    """
    if expression.start - start >= _DATELINE_REACH or not (expression.meaning.month and expression.meaning.day):
        return False
    return bool(_PLACE.match(text[start:expression.start])) and bool(_CLOSE.match(text, expression.end))


def _of(expression: timex.Expression, text: str, start: int, stop: int, head: int) -> Clue | None:
    m, ahead = expression.meaning, expression.tense > 0.5
    place = (expression.start, expression.end)
    if m.op != "calendar" or m.shift is not None:
        return None
    if m.month and m.day:
        line = in_dateline(text, start, expression)
        alone = m.year and start < head + _HEAD and len(text[start:stop].strip()) - (place[1] - place[0]) <= _BESIDE and not ahead
        kind = "printed" if alone else "dateline" if line else "full date" if m.year else "day"
        try:
            whole = date(m.year, m.month, m.day) if m.year else None
        except ValueError:
            return None
        return Clue(kind, *place, ahead, m.year, m.month, m.day, m.weekday, whole, whole)
    if m.year:
        span = calendar.bounds(f"{m.year:04d}" + (f"-{m.month:02d}" if m.month else ""))
        return Clue("year", *place, ahead, m.year, m.month, None, None, *span)
    if m.month:
        return Clue("month", *place, ahead, None, m.month)
    if m.weekday:
        return Clue("weekday", *place, ahead, weekday=m.weekday)
    return None


def of_address(url: str | None) -> Clue | None:
    """The day that an article's address names: ``/2019/04/24/``, ``/2019/apr/24/``, ``20190424``."""
    if not isinstance(url, str):
        return None
    for match in _ADDRESS.finditer(url):
        month = match["month"].lower()
        number = int(month) if month.isdigit() else "jan feb mar apr may jun jul aug sep oct nov dec".split().index(month) + 1
        if not match["sep"] and len(match["month"]) < 2:
            continue
        try:
            day = date(int(match["year"]), number, int(match["day"]))
        except ValueError:
            continue
        return Clue("address", None, None, date_from=day, date_to=day)
    return None

