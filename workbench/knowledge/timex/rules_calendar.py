"""Rules for what stands in the calendar: dates, months, weekdays, years, quarters, seasons, decades, centuries, clock times."""

import re
from datetime import date

from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule

#: Words after which a bare "May" or "March" is the month.
_BEFORE_MONTH = set((
    "in of since until till by through during before after from between and to last next this early late mid past for around about the "
    "each every or than per on ending ended was is as until late-"
).split())
#: Nouns that make four digits before them a count, and words before which they are a name.
_COUNTED = set((
    "people persons men women children troops soldiers officers workers employees jobs members students residents families homes houses "
    "units copies shares miles kilometers kilometres metres meters feet yards acres hectares tons tonnes pounds kilograms kg lbs km mph "
    "rpm calories watts megawatts volts dollars euros marks francs yen pesos rubles rupees cents points votes seats delegates refugees "
    "dead deaths casualties injured cases cars vehicles barrels bushels gallons liters litres bpd series block times degrees "
    "square cubic rooms pages words years days hours minutes months weeks mln bln pct percent per dlrs stg civilians migrants protesters "
    "demonstrators hp cc mm cm ft sq others more inmates prisoners inches rounds megahertz mhz"
).split())
_NAMED = set((
    "no. no nos room flight route highway interstate page section article chapter model boeing windows office act bill level apartment "
    "suite box mig rs pc version area zip code resolution number bus train channel unit approximately"
).split())
_YEAR_BEFORE = set((
    "in since of by from until till to before after during through between and early late mid the fiscal around about circa for summer "
    "spring autumn fall winter year back or than at on - – ( , late-"
).split())
_ZONE = r"(?:ZONE)?"


def _year(hit: Hit, group: str = "year") -> int | None:
    value = hit.number(group)
    return None if value is None else int(value)


def _mod(hit: Hit) -> str | None:
    return hit.value("mod", "EARLY") or hit.value("mod", "EDGE")


def _valid(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _iso(hit: Hit) -> Meaning | None:
    found = hit.word("iso").upper().replace(" ", "T").rstrip("Z")
    year, month, day = (int(x) for x in found[:10].split("-"))
    if not _valid(year, month, day):
        return None
    return Meaning("calendar", label="TIME" if "T" in found else "DATE", year=year, month=month, day=day, part=found[11:] or None)


def _slashed(hit: Hit) -> Meaning | None:
    a, b, year = (int(x) for x in re.split("[/.]", hit.word("slashed")))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    day_first = a > 12 or "." in hit.word("slashed")
    day, month = (a, b) if day_first else (b, a)
    if month > 12:
        day, month = month, day
    return Meaning("calendar", year=year, month=month, day=day) if _valid(year, month, day) and 1000 <= year < 3000 else None


def _date(hit: Hit) -> Meaning | None:
    """Any of weekday, day, month, year; "March 5", "5th of March 1990", "March '90", "Friday, March 5"."""
    month = hit.value("month", "MONTH")
    day = int(hit.number("day")) if hit.has("day") else None
    year = _year(hit)
    if day is not None and not (1 <= day <= 31 and _valid(year, month, day)):
        return None
    if day is None and year is None and hit.word("month") in ("may", "march") and not hit.has("mod"):
        if hit.before() not in _BEFORE_MONTH or (hit.before() == "the" and hit.word("month") == "march"):
            return None
        if hit.word("month") == "march" and hit.after() in ("to", "on", "against", "through", "by", "in") and hit.before() in ("to", "and"):
            return None
    if day is None and year is None and hit.word("month") in ("april", "may", "june", "august", "jan", "august") and _person(hit):
        return None
    part = hit.value("part", "PART")
    return Meaning("calendar", label="TIME" if part else "DATE", year=year, month=month, day=day,
                   mod=_mod(hit),
                   weekday=hit.value("weekday", "WEEKDAY") if day and year is None else None, part=part,
                   shift=_shift(hit), unit="M")


def _person(hit: Hit) -> bool:
    """Whether a month is a person's name: "June Allyson", "Mrs. May"."""
    before = hit.text_before()
    named = bool(before[:1].isupper()) and before.lower() not in _BEFORE_MONTH
    following = hit.shape_after() == "O" and hit.before() not in _BEFORE_MONTH
    return (named and hit.shape_before() == "O") or following


def _shift(hit: Hit) -> int | None:
    for cls in ("LAST", "NEXT", "THIS"):
        if hit.value("shift", cls) is not None:
            return hit.value("shift", cls)
    return None


def _weekday(hit: Hit) -> Meaning:
    part = hit.value("part", "PART") or hit.value("part", "PARTS")
    return Meaning("calendar", label="TIME" if part else "DATE", weekday=hit.value("weekday", "WEEKDAY"), part=part,
                   shift=_shift(hit), unit="D")


def _bare_year(hit: Hit) -> Meaning | None:
    year, before, after = _year(hit), hit.before(), hit.after()
    if hit.word("year")[0] in "'’‘`":
        if before not in _YEAR_BEFORE:
            return None
    elif after in _COUNTED or before in _NAMED:
        return None
    elif not 1900 <= year <= 2049:
        if not (1000 <= year < 2100 and before in ("in", "since", "from", "of", "until", "after", "before", "by", "(", "to", "during")):
            return None
    elif after == "-" or before == "-":
        span = hit.lexed.shape[max(0, hit.match.start() - 2):hit.match.start()]
        if before == "-" and span[:1] not in ("y", "k") and span[:1] in ("d", "i", "u"):
            return None
    if year > 2049:
        return None
    return Meaning("calendar", year=year, mod=_mod(hit))


def _decade(hit: Hit) -> Meaning:
    tens = hit.value("tens", "TENSPLURAL")
    value = f"19{tens // 10}" if tens else hit.number("decade")
    return Meaning("fixed", value=value, mod=_mod(hit))


def _century(hit: Hit) -> Meaning | None:
    nth = int(hit.number("nth"))
    if nth == -1:
        return Meaning("unit", unit="C", shift=-1)
    return Meaning("fixed", value=f"{nth - 1:02d}", mod=_mod(hit)) if 1 <= nth <= 30 else None


def _period(hit: Hit) -> Meaning | None:
    """Quarters and halves of a year, with a year named, shifted or left open."""
    kind = "H" if hit.has("half") else "Q"
    nth = int(hit.number("nth")) if hit.has("nth") else None
    if nth is not None and nth < 0:
        return Meaning("unit", unit="Q", shift=-1) if kind == "Q" else None
    if nth is not None and not 1 <= nth <= (4 if kind == "Q" else 2):
        return None
    return Meaning("calendar", period=f"{kind}{nth}", year=_year(hit), shift=_shift(hit), unit="Y")


def _season(hit: Hit) -> Meaning | None:
    season, year, shift = hit.value("season", "SEASON"), _year(hit), _shift(hit)
    fall = hit.word("season") in ("fall", "spring")
    if year is None and shift is None:
        before, within = hit.before(), ("in", "of", "by", "during", "since", "until", "into", "through")
        if before not in (*within, "every", "each") and not hit.has("the") and not hit.has("mod"):
            return None
        if fall and (hit.after() in ("of", "in", "from", "to", "for") or hit.has("the") and before not in (*within, "for")):
            return None
    return Meaning("calendar", period=season, year=year, shift=shift, unit="Y", mod=hit.value("mod", "EARLY"))


def _clock(hit: Hit) -> Meaning | None:
    """"5 p.m. EST Nov. 9", "15:25 BST on Wednesday", "10 o'clock"."""
    hour, minute = hit.word("clock").split(":")[:2] if hit.has("clock") else (str(int(hit.number("hour"))), "")
    hour = int(hour)
    if hit.has("meridiem"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + hit.value("meridiem", "MERIDIEM")
    if hour > 24 or (minute and int(minute) > 59):
        return None
    clock = f"{hour:02d}" + (f":{minute}" if minute else ":00")
    return _at(hit, clock)


def _at(hit: Hit, clock: str) -> Meaning | None:
    month = hit.value("month", "MONTH")
    day = int(hit.number("day")) if hit.has("day") else None
    if day is not None and not _valid(None, month, day):
        return None
    return Meaning("calendar", label="TIME", month=month, day=day, weekday=hit.value("weekday", "WEEKDAY"), part=clock, unit="D",
                   year=_year(hit))


_W = "(?:(?P<weekday>WEEKDAY) COMMA?)?"
_MOD = "(?:THE? (?:(?P<mod>EARLY) (?:in|part of|days of|(?:this|last|next) )?|(?P<mod>EDGE) of))"
_EARLY = "(?:THE? (?P<mod>EARLY|EDGE) (?:of|in|part of)? THE?)"
_YEAR_TAIL = "(?: (?:COMMA|of|in)? THE? (?P<year>YEAR))"
_ON = "(?:(?:on|COMMA)? (?:(?P<weekday>WEEKDAY) COMMA?)? (?:(?P<month>MONTH) (?P<day>DAY) (?:COMMA (?P<year>YYYY))?)?)"

RULES = [
    Rule("iso date", "(?P<iso>ISO)", _iso, 0.99),
    Rule("slashed date", "(?P<slashed>SLASHED)", _slashed, 0.8),
    Rule("month day year", f"{_W} (?P<month>MONTH) (?P<day>DAY) COMMA? (?P<year>YEAR) (?P<part>PART)?", _date, 0.98),
    Rule("day month year", f"{_W} THE? (?P<day>DAY) of? (?P<month>MONTH) COMMA? (?P<year>YEAR) (?P<part>PART)?", _date, 0.98),
    Rule("month year", f"{_EARLY}? (?P<month>MONTH) {_YEAR_TAIL}", _date, 0.95),
    Rule("month day", f"{_W} (?P<month>MONTH) (?P<day>DAY) (?P<part>PART)?", _date, 0.93),
    Rule("day month", f"{_W} THE? (?P<day>DAY) of? (?P<month>MONTH) (?P<part>PART)?", _date, 0.93),
    Rule("month", f"{_EARLY}? (?P<shift>LAST|NEXT|THIS)? (?P<month>MONTH)", _date, 0.88),
    Rule("weekday", "(?P<shift>LAST|NEXT|THIS)? (?P<weekday>WEEKDAY) (?P<part>PART|PARTS)?", _weekday, 0.9),
    Rule("year", f"{_EARLY}? (?:fiscal|calendar|year)? (?P<year>YEAR)", _bare_year, 0.9),
    Rule("decade", f"{_EARLY}? THE? (?P<decade>DECADE)", _decade, 0.95),
    Rule("decade in words", "THE (?P<mod>EARLY)? (?P<tens>TENSPLURAL)", _decade, 0.7),
    Rule("century", f"{_EARLY}? THE? (?P<nth>ORDINAL|NTH) (?P<unit>century)", _century, 0.95),
    Rule("quarter", "THE? fiscal? (?P<nth>ORDINAL|NTH) (?:quarter) (?:(?:of|in|COMMA)? THE? fiscal? (?P<year>YEAR))?", _period, 0.9),
    Rule("year quarter", "THE? fiscal? (?P<year>YEAR) POSS? fiscal? (?P<nth>ORDINAL|NTH) quarter", _period, 0.92),
    Rule("half", "THE? fiscal? (?P<nth>ORDINAL|NTH) (?P<half>half) of THE? fiscal? (?P<year>YEAR)", _period, 0.9),
    Rule("season", "(?P<the>THE)? (?P<mod>EARLY)? (?P<shift>LAST|NEXT|THIS)? (?P<season>SEASON) (?: (?:COMMA|of)? (?P<year>YEAR))?",
         _season, 0.85),
    Rule("clock", f"(?P<clock>CLOCK) (?P<meridiem>MERIDIEM)? ZONE* {_ON}", _clock, 0.85),
    Rule("hour", f"(?P<hour>CARDINAL|SMALL) (?P<meridiem>MERIDIEM) ZONE* {_ON}", _clock, 0.9),
]
