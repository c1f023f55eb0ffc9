"""Rules for what is counted from the day of writing, or from what was spoken of before."""

from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule


def _shift(hit: Hit) -> int:
    return next(hit.value("shift", cls) for cls in ("LAST", "NEXT", "THIS") if hit.value("shift", cls) is not None)


def _fixed(value: str, label: str = "DATE"):
    return lambda hit: Meaning("fixed", label=label, value=value)


def _day(amount: int, part: str | None = None):
    return lambda hit: Meaning("offset", label="TIME" if part or hit.has("part") else "DATE", unit="D", amount=amount,
                               part=part or hit.value("part", "PART"))


def _unit(hit: Hit) -> Meaning | None:
    """"last week", "next year", "this month", "this year's third quarter"."""
    unit = hit.value("unit", "UNIT")
    shift = _shift(hit)
    if unit == "NI":
        return Meaning("offset", label="TIME", unit="D", amount=-1 if shift < 0 else 0, part="NI")
    if unit in ("TS", "TM", "TH"):
        return None
    if unit == "D":
        return Meaning("fixed", value="PRESENT_REF") if shift == 0 else Meaning("offset", unit="D", amount=shift, then=True)
    mod = hit.value("mod", "EARLY") or hit.value("mod", "EDGE")
    then = hit.word("shift") in ("following", "previous", "preceding", "same", "ensuing")
    return Meaning("unit", unit=unit, shift=shift, mod=mod, then=then)


def _offset(sign: int, then: bool = False):
    def build(hit: Hit) -> Meaning | None:
        unit = hit.value("unit", "UNIT") or hit.value("unit", "UNITS")
        if hit.has("vague"):
            return Meaning("fixed", value="PAST_REF" if sign < 0 else "FUTURE_REF")
        amount = hit.number("amount")
        return Meaning("offset", label="TIME" if unit in ("TS", "TM", "TH") else "DATE", unit=unit, amount=sign * amount, then=then)
    return build


def _part(hit: Hit) -> Meaning | None:
    part = hit.value("part", "PART")
    amount = {"last": -1}.get(hit.word("shift"), 0)
    return Meaning("offset", label="TIME", unit="D", amount=amount, part=part)


_N = "(?P<amount>NUM|A|couple)"

RULES = [
    Rule("today", "today", _day(0), 0.9),
    Rule("yesterday", "yesterday (?P<part>PART)?", _day(-1), 0.97),
    Rule("tomorrow", "tomorrow (?P<part>PART)?", _day(1), 0.97),
    Rule("tonight", "tonight", _day(0, "NI"), 0.9),
    Rule("part of day", "(?:later|earlier)? (?P<shift>this|last) (?P<part>PART)", _part, 0.9),
    Rule("unit", "(?:(?P<mod>EARLY)|earlier|later|THE EDGE of)? THE? (?P<shift>LAST|NEXT|THIS) (?P<unit>UNIT)", _unit, 0.9),
    Rule("offset ago", f"{_N} (?P<unit>UNIT|UNITS) (?:ago)", _offset(-1), 0.9),
    Rule("offset earlier", f"{_N} (?P<unit>UNIT|UNITS) (?:earlier|before|previously)", _offset(-1, True), 0.8),
    Rule("offset later", f"{_N} (?P<unit>UNIT|UNITS) (?:later|after|afterwards|hence)", _offset(1, True), 0.8),
    Rule("offset vague", "(?P<vague>FEW) (?P<unit>UNITS) ago", _offset(-1), 0.85),
    Rule("now", "(?:right|until|till)? (?:now|currently|presently|nowadays)", _fixed("PRESENT_REF"), 0.8),
    Rule("past", "(?:recently|lately|formerly)", _fixed("PAST_REF"), 0.8),
    Rule("future", "(?:soon)", _fixed("FUTURE_REF"), 0.7),
]
