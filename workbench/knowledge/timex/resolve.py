"""From meanings to days: puts a date of publication to what was read, or leaves it symbolic where there is none."""

from collections.abc import Iterable
from datetime import date, timedelta

from workbench.knowledge.timex import calendar
from workbench.knowledge.timex.meaning import Expression, Meaning, Reading

_MONTHS = {"M": 1, "Q": 3, "6M": 6, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_DAYS = {"D": 1, "NI": 1, "W": 7, "2W": 14, "WE": 7}


class Context:
    """What the reader knows at one place of the text: the day of writing, and the point last spoken of."""

    def __init__(self, published: date | None):
        self.published = published
        self.then: str | None = None


def resolve(expressions: Iterable[Expression], published: date | None) -> list[Reading]:
    """Value and days of each expression of a document, in order.

    Parameters
    ----------
    published
        The day of writing; None leaves what depends on it symbolic (``XXXX-WXX-3``) and without days.
    """
    context = Context(published)
    made = []
    for expression in expressions:
        value, span = read(expression.meaning, context, expression.tense)
        made.append(Reading(value, *(span or (None, None))))
    return made


def read(meaning: Meaning, context: Context, tense: float) -> tuple[str, tuple[date, date] | None]:
    """Value and days of one meaning; remembers a point of time for what refers back to it."""
    try:
        value, span = _READERS[meaning.op](meaning, context, tense)
    except OverflowError:
        return "XXXX", None
    if span is None:
        span = calendar.bounds(value, meaning.mod)
    if meaning.label in ("DATE", "TIME") and span is not None:
        context.then = value.split("T")[0]
    return value, span


def _calendar(meaning: Meaning, context: Context, tense: float):
    m, now = meaning, context.published
    part = f"T{m.part.removeprefix('T')}" if m.part else ""
    if m.year is not None:
        tail = f"-{m.period}" if m.period else "" if m.month is None else f"-{m.month:02d}" + ("" if m.day is None else f"-{m.day:02d}")
        return f"{m.year:04d}{tail}{part}", None
    if now is None:
        if m.month:
            return f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "") + part, None
        if m.period:
            return f"XXXX-{m.period}", None
        return (f"XXXX-WXX-{m.weekday}" if m.weekday else "XXXX-XX-XX") + part, None
    if m.month and m.day:
        return f"{_nearest_year(m, now, tense):04d}-{m.month:02d}-{m.day:02d}{part}", None
    if m.month:
        return f"{_year_of_month(m, now, tense):04d}-{m.month:02d}", None
    if m.period:
        return f"{_year_of_period(m, now, tense):04d}-{m.period}", None
    if m.weekday:
        return _weekday(m, now, tense).isoformat() + part, None
    then = calendar.bounds(context.then) if context.then else None
    day = then[0] if then and then[0] == then[1] else now
    return day.isoformat() + part, None


def _weekday(m: Meaning, now: date, tense: float) -> date:
    ahead = (m.weekday - now.isoweekday()) % 7
    if m.shift == 1:
        return now + timedelta(days=ahead or 7)
    if m.shift == -1:
        return now + timedelta(days=ahead - 7)
    if ahead == 0:
        return now
    return now + timedelta(days=ahead if tense > 0 else ahead - 7)


def _nearest_year(m: Meaning, now: date, tense: float) -> int:
    """The year that puts the day nearest to the day of writing, the tense breaking near ties."""
    best = None
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            day = date(year, m.month, m.day)
        except ValueError:
            continue
        if m.weekday and day.isoweekday() != m.weekday:
            continue
        cost = abs((day - now).days) - 60 * max(-1.0, min(1.0, tense)) * (1 if day > now else -1)
        if best is None or cost < best[0]:
            best = cost, year
    return best[1] if best else now.year


def _year_of_month(m: Meaning, now: date, tense: float) -> int:
    if m.shift is not None:
        if m.shift < 0:
            return now.year - (m.month >= now.month)
        if m.shift > 0:
            return now.year + (m.month <= now.month)
        return now.year
    if m.month == now.month:
        return now.year
    if tense > 0:
        return now.year + (m.month < now.month)
    return now.year - (m.month > now.month)


def _year_of_period(m: Meaning, now: date, tense: float) -> int:
    span = calendar.bounds(f"{now.year:04d}-{m.period}")
    if m.shift is not None:
        if m.shift < 0:
            return now.year - (span[1] >= now)
        return now.year + (m.shift > 0 and span[0] <= now)
    if span[0] <= now:
        return now.year
    return now.year if tense > 0 or m.period[0] == "H" else now.year - 1


def _point(unit: str, day: date) -> str:
    """The value of the unit that a day lies in."""
    if unit in ("W", "2W"):
        return calendar.week_value(day)
    if unit == "WE":
        return calendar.week_value(day) + "-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "6M":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    digits = {"Y": 4, "E": 3, "C": 2, "L": 1}.get(unit)
    return f"{day.year:04d}"[:digits] if digits else day.isoformat()


_SYMBOLS = {"W": "XXXX-WXX", "2W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "6M": "XXXX-HX", "Y": "XXXX",
            "E": "XXX", "C": "XX"}


def _moved(day: date, unit: str, amount: float) -> date:
    if unit in _MONTHS:
        return calendar.add_months(day, round(amount * _MONTHS[unit]))
    return day + timedelta(days=round(amount * _DAYS.get(unit, 0)))


def _anchor(meaning: Meaning, context: Context) -> date | None:
    if meaning.then and context.then:
        span = calendar.bounds(context.then)
        if span:
            return span[0]
    return context.published


def _unit(meaning: Meaning, context: Context, tense: float):
    base = _anchor(meaning, context)
    if base is None:
        return _SYMBOLS.get(meaning.unit, "XXXX-XX-XX"), None
    return _point(meaning.unit, _moved(base, meaning.unit, meaning.shift)), None


def _offset(meaning: Meaning, context: Context, tense: float):
    base = _anchor(meaning, context)
    unit, part = meaning.unit, f"T{meaning.part}" if meaning.part else ""
    if base is None:
        return (_SYMBOLS.get(unit, "XXXX-XX-XX")) + part, None
    if unit in ("TS", "TM", "TH"):
        return base.isoformat() + "TXX:XX", None
    unit = "D" if unit in ("W", "2W") else unit
    return _point(unit, _moved(base, meaning.unit, meaning.amount)) + part, None


def _span(meaning: Meaning, context: Context, tense: float):
    now = context.published
    if now is None or meaning.amount is None or meaning.unit in ("TS", "TM", "TH"):
        return meaning.value, None
    other = _moved(now, meaning.unit, meaning.shift * meaning.amount)
    return meaning.value, (min(now, other), max(now, other))


def _as_said(meaning: Meaning, context: Context, tense: float):
    return meaning.value, None


_READERS = {"calendar": _calendar, "unit": _unit, "offset": _offset, "span": _span, "duration": _as_said, "set": _as_said,
            "fixed": _as_said}
