"""TIMEX3 values and the days they cover: pure calendar arithmetic, no text.

Values follow ISO 8601 as TIMEX3 uses it (Pustejovsky et al. 2003, TimeML 1.2.1): ``1998``, ``1998-02``, ``1998-02-13``,
``1998-W07``, ``1998-W07-WE``, ``1998-Q1``, ``1998-H1``, ``1998-SU``, ``199`` (a decade), ``19`` (a century), each day or
hour with a part of day (``T14:30``, ``TMO``). Days are naive, intervals inclusive.
"""

import re
from datetime import date, timedelta

#: first and last month of a season of the northern half of the earth; a winter runs into the next year.
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
SEASON_ORDER = ("SP", "SU", "FA", "WI")
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?:(?P<end>WE)|(?P<weekday>[1-7])))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:T.*)?$")
_MONTHS = re.compile(r"\d{4}-\d\d$")


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if (year, month) < (9999, 12) else date(9999, 12, 31)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"{months} months from {day} is no year of the calendar")
    return date(year, month + 1, min(day.day, last_day(year, month + 1).day))


def monday(day: date) -> date:
    """The first day of its ISO week."""
    return day - timedelta(days=day.weekday())


def week_value(day: date) -> str:
    """The ISO week of a day, ``2019-W17``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def season_of(day: date) -> tuple[int, str]:
    """Year and code of the season that a day lies in; January and February belong to the winter of the year before."""
    if day.month < 3:
        return day.year - 1, "WI"
    return day.year, SEASON_ORDER[(day.month - 3) // 3]


def bounds(value: str | None, mod: str | None = None) -> tuple[date, date] | None:
    """First and last day of a value, or None where it names no interval (a reference, a duration, an unknown year).

    Parameters
    ----------
    value
        A TIMEX3 value.
    mod
        ``START``, ``MID`` or ``END`` narrows to a third: of a month its days 1-10, 11-20, 21 and on, of a decade its years 0-3, 4-6, 7-9.
    """
    span = _bounds(value or "")
    if span is None or mod is None:
        return span
    first, last = span
    if len(value) == 3:
        years = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}[mod]
        return first.replace(year=first.year + years[0]), last.replace(year=first.year + years[1])
    if _MONTHS.match(value):
        cuts = (first + timedelta(days=9), first + timedelta(days=19))
    else:
        days = (last - first).days + 1
        if days < 3:
            return span
        cuts = (first + timedelta(days=round(days / 3) - 1), first + timedelta(days=round(days * 2 / 3) - 1))
    return {"START": (first, cuts[0]), "MID": (cuts[0] + timedelta(days=1), cuts[1]), "END": (cuts[1] + timedelta(days=1), last)}[mod]


def _bounds(value: str) -> tuple[date, date] | None:
    try:
        if value.isdigit() and len(value) in (2, 3):
            unit = 10 ** (4 - len(value))
            return date(max(1, int(value) * unit), 1, 1), date(int(value) * unit + unit - 1, 12, 31)
        match = _VALUE.match(value)
        if match is None:
            return None
        year = int(match["year"])
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return day, day
        if match["month"]:
            return date(year, int(match["month"]), 1), last_day(year, int(match["month"]))
        if match["week"]:
            first = date.fromisocalendar(year, int(match["week"]), int(match["weekday"] or 1))
            if match["weekday"]:
                return first, first
            return (first + timedelta(days=5) if match["end"] else first), first + timedelta(days=6)
        if match["quarter"] or match["half"]:
            months = 3 if match["quarter"] else 6
            end = int(match["quarter"] or match["half"]) * months
            return date(year, end - months + 1, 1), last_day(year, end)
        if match["season"]:
            start, end = SEASONS[match["season"]]
            return date(year, start, 1), last_day(year + (end < start), end)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, OverflowError):
        return None
