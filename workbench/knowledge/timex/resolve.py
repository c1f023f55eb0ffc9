"""From meanings to days: puts a date of publication to what was read, or leaves it symbolic where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from workbench.knowledge.timex import calendar, holidays, which
from workbench.knowledge.timex.meaning import Expression, Meaning, Reading
from workbench.knowledge.timex.units import SYMBOLS, length, moved, point

_CLOCK_UNITS = ("TS", "TM", "TH")
Span = tuple[date, date] | None


@dataclass
class Context:
    """What a reader knows at one place of the text.

    Attributes
    ----------
    now
        The day of writing, if known.
    then
        The value of the point last spoken of.
    focus
        The quarter that the text reports on, once one was named.
    """

    now: date | None
    then: str | None = None
    focus: str | None = None
    seen: list[str] = field(default_factory=list)


def resolve(expressions: Sequence[Expression], published: date | None) -> list[Reading]:
    """Label, value and days of each expression of a document, in order.

    Parameters
    ----------
    published
        The day of writing; None leaves what depends on it symbolic (``XXXX-WXX-3``) and without days.
    """
    context, made = Context(published), []
    for expression in expressions:
        meaning = _joined(expressions, len(made), made)
        try:
            value, span = _OPS[meaning.op](meaning, context, expression.tense)
        except (OverflowError, ValueError):
            value, span = "XXXX", None
        label = "DATE" if meaning.op == "within" and not value.startswith("P") else "DURATION" if meaning.op == "within" else meaning.label
        if span is None:
            span = _sided(calendar.bounds(value, meaning.mod if meaning.mod in ("START", "MID", "END") else None), meaning, context)
        _remember(context, meaning, label, value, span)
        made.append(Reading(label, value, *(span or (None, None))))
    return _anchored(expressions, made)


def _joined(expressions: Sequence[Expression], k: int, made: Sequence[Reading]) -> Meaning:
    """The meaning of an expression; a weekday right after another ("next Tuesday and Wednesday") is the next one after it."""
    meaning = expressions[k].meaning
    if k and meaning.op == "calendar" and meaning.weekday and not meaning.month and meaning.shift is None:
        before = expressions[k - 1].meaning
        if before.op == "calendar" and before.weekday and made[-1].date_from and expressions[k].start - expressions[k - 1].end <= 5:
            on = (meaning.weekday - made[-1].date_from.isoweekday()) % 7
            if 1 <= on <= 3:
                day = made[-1].date_from + timedelta(days=on)
                return replace(meaning, year=day.year, month=day.month, day=day.day)
    return meaning


def _sided(span: Span, meaning: Meaning, context: Context) -> Span:
    """"Earlier this year" ends today, "later this year" begins today."""
    if span and context.now and span[0] <= context.now <= span[1]:
        if meaning.mod == "BEFORE":
            return span[0], context.now
        if meaning.mod == "AFTER":
            return context.now, span[1]
    return span


def _remember(context: Context, meaning: Meaning, label: str, value: str, span: Span) -> None:
    if label not in ("DATE", "TIME") or meaning.period == "compare" or meaning.op == "focus" and meaning.shift == -1:
        return
    if span is not None:
        context.then = value.split("T")[0].split("/")[-1]
    if meaning.op == "calendar" and (meaning.period or "")[:1] == "Q":
        context.focus = value if span is not None and context.now and span[0] <= context.now else context.focus


def _anchored(expressions: Sequence[Expression], made: list[Reading]) -> list[Reading]:
    """Lengths that count from an expression right after them ("two days after Monday's vote") get the day that they lead to."""
    for k in range(len(made) - 1):
        meaning, nearby = expressions[k].meaning, expressions[k + 1].start - expressions[k].end
        if nearby <= 20 and made[k + 1].date_to and meaning.mod == "ENDED":
            made[k] = _ended(meaning, made[k], made[k + 1])
            continue
        counted = meaning.op in ("duration", "beside") and meaning.shift and meaning.amount and meaning.unit not in _CLOCK_UNITS
        if counted and nearby <= 16 and made[k + 1].date_from:
            try:
                ends = [moved(day, meaning.unit, meaning.shift * meaning.amount) for day in (made[k + 1].date_from, made[k + 1].date_to)]
            except (OverflowError, ValueError):
                continue
            made[k] = replace(made[k], date_from=ends[0], date_to=ends[1])
            if meaning.op == "beside":
                value = point(meaning.unit, ends[0])
                made[k] = Reading("DATE", value, *calendar.bounds(value))
    return made


def _ended(meaning: Meaning, reading: Reading, end: Reading) -> Reading:
    """A quarter, or another period, that is said to end at a day: "the quarter ended Sept. 30"; a fiscal one keeps its name."""
    unit = (meaning.period or "")[:1] if meaning.op == "calendar" else meaning.unit
    unit = {"H": "6M"}.get(unit, unit)
    if unit not in ("W", "M", "Q", "6M", "Y"):
        return reading
    begin = moved(end.date_to + timedelta(days=1), unit, -1)
    return replace(reading, value=reading.value if meaning.op == "calendar" else point(unit, end.date_to), date_from=begin,
                   date_to=end.date_to)


def _part(m: Meaning) -> str:
    return f"T{m.part.removeprefix('T')}" if m.part else ""


def _calendar(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    if m.year is not None:
        return _named(m, m.year), None
    now = context.now
    if now is None:
        return _symbolic(m), None
    if m.month and m.day:
        return _named(m, which.year_of_day(m, now, tense)), None
    if m.month:
        return _named(m, now.year + m.shift if m.unit == "Y" and m.shift is not None else which.year_of_month(m, now, tense)), None
    if m.period:
        return _named(m, now.year + (m.shift or 0) if m.unit == "YS" else which.year_of_period(m, now, tense)), None
    if m.weekday:
        return which.weekday(m, now, tense).isoformat() + _part(m), None
    if m.day:
        return f"{now.year:04d}-{now.month:02d}-{m.day:02d}", None
    then = calendar.bounds(context.then) if context.then else None
    return (then[0] if then and then[0] == then[1] else now).isoformat() + _part(m), None


def _named(m: Meaning, year: int) -> str:
    tail = f"-{m.period}" if m.period else "" if m.month is None else f"-{m.month:02d}" + ("" if m.day is None else f"-{m.day:02d}")
    return f"{year:04d}{tail}{_part(m)}"


def _symbolic(m: Meaning) -> str:
    if m.month:
        return f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "") + _part(m)
    if m.period:
        return f"XXXX-{m.period}"
    if m.weekday:
        return f"XXXX-WXX-{m.weekday}{_part(m)}"
    return f"XXXX-XX-{m.day:02d}" if m.day else f"XXXX-XX-XX{_part(m)}"


def _range(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    last, _ = _OPS[m.last.op](m.last, context, tense)
    end = calendar.bounds(last)
    first = m.first
    if end and first.weekday is not None:
        begin = end[0] - timedelta(days=(m.last.weekday - first.weekday) % 7 or 7)
        return f"{begin.isoformat()}/{last}", (begin, end[1])
    if end and first.year is None and first.month is not None:
        year = end[1].year - ((first.month, first.day or 1) > (m.last.month, m.last.day or 31))
        first = replace(first, year=year)
    value, _ = _OPS[first.op](first, context, tense)
    begin = calendar.bounds(value)
    return f"{value}/{last}", (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def _week_of(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    value, _ = _calendar(m.first, context, tense)
    span = calendar.bounds(value)
    return (SYMBOLS[m.unit], None) if span is None else (point(m.unit, span[0]), None)


def _holiday(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    day, now = holidays.DAYS[m.value], context.now
    if m.year is not None:
        return day(m.year).isoformat(), None
    if now is None:
        return (f"XXXX-{day(2001):%m-%d}" if day(2001).strftime("%m-%d") == day(2002).strftime("%m-%d") else "XXXX-XX-XX"), None
    if m.shift:
        years = (now.year - 1, now.year, now.year + 1)
        found = [d for d in map(day, years) if (d - now).days * m.shift > 0]
        return (min if m.shift > 0 else max)(found).isoformat(), None
    near = min((day(y) for y in (now.year - 1, now.year, now.year + 1)),
               key=lambda d: abs((d - now).days) - 75 * max(-1.0, min(1.0, tense / 2)) * (1 if d > now else -1))
    return near.isoformat(), None


#: Days beyond which a point is too coarse to count such units from it: "the next day" after "in 1995" names no day.
_COARSE = {"D": 1, "NI": 1, "W": 7, "2W": 7, "WE": 7, "M": 31, "Q": 92, "6M": 184, "Y": 366}


def _base(m: Meaning, context: Context) -> date | None:
    """The day to count from: that of writing, or the one spoken of, None where that is not known well enough."""
    if not m.then:
        return context.now
    span = calendar.bounds(context.then) if context.then else None
    if span is None:
        return context.now
    if (span[1] - span[0]).days >= _COARSE.get(m.unit, 4000):
        return context.now if m.part else None
    return span[0]


def _unit(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    base = _base(m, context)
    if base is None:
        return SYMBOLS.get(m.unit, "XXXX-XX-XX"), None
    if m.period == "rolling":
        return point(m.unit, moved(base, m.unit, m.shift)), (moved(base, m.unit, m.shift), base)
    shift = m.shift
    if m.unit == "Q" and shift is None:
        return context.focus or point("Q", base), None
    if m.unit == "Y" and m.period == "year" and context.focus:
        return context.focus[:4], None
    if m.unit == "WE" and not m.then:  # on a Monday "the weekend" is the one just over, unless the sentence looks ahead
        shift = (0 if base.isoweekday() >= 6 or tense > 0 or base.isoweekday() == 5 else -1) if shift is None else shift
    return point(m.unit, moved(calendar.monday(base) if m.unit in ("W", "WE") else base, m.unit, shift or 0)), None


def _offset(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    if m.period == "compare":
        if context.then and "Q" in context.then and context.now:
            return _year_before(context.then), None
        base = context.now
    else:
        base = _base(m, context)
    if base is None:
        return SYMBOLS.get(m.unit, "XXXX-XX-XX") + _part(m), None
    if m.unit in _CLOCK_UNITS:
        return base.isoformat() + "TXX:XX", None
    day = moved(base, m.unit, m.amount)
    unit = "D" if m.period == "day" or m.unit in ("W", "2W", "NI", "WE") else m.unit
    if unit in ("E", "C", "L"):
        unit = "Y"
    return point(unit, day) + _part(m), None


def _year_before(value: str) -> str:
    return f"{int(value[:4]) - 1:04d}{value[4:]}"


def _within(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    if tense <= 0.5 or m.unit in _CLOCK_UNITS:
        return length(m.unit, m.amount), None
    return _offset(replace(m, op="offset"), context, tense)


def _focus(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    value = context.focus
    if value is None:
        if context.now is None:
            return "XXXX-QX" if m.unit == "Q" else "XXXX", None
        value = point("Q", moved(context.now, "Q", -1)) if m.unit == "Q" else f"{context.now.year:04d}"
    if m.year is not None:
        return f"{m.year:04d}{value[4:]}", None
    return _year_before(value) if m.shift == -1 else value, None


def _span(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    now = context.now
    if now is None or m.amount is None or m.unit in _CLOCK_UNITS:
        return m.value, None
    other = moved(now, m.unit, m.shift * m.amount)
    return m.value, (min(now, other), max(now, other))


def _beside(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    return {"D": "XXXX-XX-XX"}.get(m.unit, SYMBOLS.get(m.unit, "XXXX")), None


def _as_said(m: Meaning, context: Context, tense: float) -> tuple[str, Span]:
    return m.value, None


_OPS = {"calendar": _calendar, "unit": _unit, "offset": _offset, "within": _within, "focus": _focus, "span": _span, "range": _range,
        "week of": _week_of, "beside": _beside, "holiday": _holiday, "duration": _as_said, "set": _as_said, "fixed": _as_said}
