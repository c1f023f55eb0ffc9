"""Rules for how long and how often: durations and sets."""

from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule


def amount_text(value: float) -> str:
    """A count as TIMEX3 writes it: whole where it is."""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def period(unit: str, amount: float | None) -> str:
    """The TIMEX3 value of a length of time: ``P3D``, ``PT4H``, ``PXY`` where nobody counted; decades and centuries in years."""
    if unit in ("2W", "6M"):
        amount, unit = (None if amount is None else amount * int(unit[0])), unit[1]
    if amount is not None and unit in ("E", "C", "L"):
        amount, unit = amount * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    if amount is not None and unit == "Y" and amount == 0.5:
        amount, unit = 6, "M"
    count = "X" if amount is None else amount_text(amount)
    if unit in ("TS", "TM", "TH"):
        return f"PT{count}{unit[1]}"
    return f"P{count}{ {'NI': 'D', 'WE': 'WE'}.get(unit, unit)}"


def _duration(hit: Hit) -> Meaning | None:
    unit = hit.value("unit", "UNIT") or hit.value("unit", "UNITS")
    amount = None if hit.has("vague") else hit.number("amount")
    return Meaning("duration", label="DURATION", value=period(unit, amount), unit=unit, amount=amount)


def _span(hit: Hit) -> Meaning | None:
    unit = hit.value("unit", "UNITS") or hit.value("unit", "UNIT")
    shift = hit.value("shift", "LAST") or hit.value("shift", "NEXT")
    if not shift:
        return None
    amount = None if hit.has("vague") else hit.number("amount")
    return Meaning("span", label="DURATION", value=period(unit, amount), unit=unit, amount=amount, shift=shift)


def _each(hit: Hit) -> Meaning | None:
    if hit.has("weekday"):
        day = hit.value("weekday", "WEEKDAY") or hit.value("weekday", "WEEKDAYS")
        part = hit.value("part", "PART") or hit.value("part", "PARTS")
        return Meaning("set", label="SET", value=f"XXXX-WXX-{day}" + (f"T{part}" if part else ""))
    if hit.has("month"):
        return Meaning("set", label="SET", value=f"XXXX-{hit.value('month', 'MONTH'):02d}")
    if hit.has("season"):
        return Meaning("set", label="SET", value=f"XXXX-{hit.value('season', 'SEASON')}")
    return Meaning("set", label="SET", value=period(hit.value("unit", "UNIT"), 1))


RULES = [
    Rule("duration", "(?:(?:more|less) than|about|nearly|almost|around|some|at least)? (?P<amount>NUM|A) more? (?P<unit>UNIT|UNITS)",
         _duration, 0.85),
    Rule("vague duration", "(?:several|A few|few|many) (?P<unit>UNITS)(?P<vague>)", _duration, 0.8),
    Rule("span", "THE? (?P<shift>LAST|NEXT) (?P<amount>NUM) (?P<unit>UNIT|UNITS)", _span, 0.88),
    Rule("vague span", "THE (?P<shift>LAST|NEXT) (?P<vague>FEW) (?P<unit>UNITS)", _span, 0.85),
    Rule("each", "(?:each|every) (?:(?P<weekday>WEEKDAY)|(?P<month>MONTH)|(?P<season>SEASON)|(?P<unit>UNIT)) (?P<part>PART)?", _each, 0.85),
    Rule("weekdays", "on (?P<weekday>WEEKDAYS)", _each, 0.85),
]
