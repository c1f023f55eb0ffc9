"""Rules for parts of years and days that news counts by: quarters, halves, seasons, holidays, clock times."""

from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule
from workbench.knowledge.timex.rules_calendar import valid

_WITHIN = set("in of by during since until till into through throughout before after from to for late early".split())
_AT = set("at by until till from around about before after since between".split())
_MOVING = set("of in from to for on off into down back".split())


def _period(hit: Hit) -> Meaning | None:
    """Quarters and halves of a year that is named, shifted ("this year's third quarter") or left open."""
    kind = "H" if hit.has("half") else "Q"
    nth = hit.whole("nth") if hit.has("nth") else None
    if nth == -1 and kind == "Q":
        return Meaning("unit", unit="Q", shift=-1)
    if nth is None or not 1 <= nth <= (4 if kind == "Q" else 2):
        return None
    if kind == "H" and not hit.has("year") and not hit.has("shift") and not hit.has("whole"):
        return None
    shift = hit.shift() if hit.has("shift") else 0 if hit.has("whole") else None
    ended = "ENDED" if hit.after() in ("ended", "ending") else None
    return Meaning("calendar", period=f"{kind}{nth}", year=hit.whole("year"), shift=shift, unit="Y", mod=hit.mod() or ended)


def _another_quarter(hit: Hit) -> Meaning | None:
    """The first of "the first and second quarters"."""
    nth = hit.whole("nth")
    return Meaning("calendar", period=f"Q{nth}", year=hit.whole("year"), unit="Y") if nth and 1 <= nth <= 4 else None


def _quarter_short(hit: Hit) -> Meaning | None:
    nth = int(hit.word("q")[1:]) if hit.word("q")[1:].isdigit() else 0
    return Meaning("calendar", period=f"Q{nth}", year=hit.whole("year"), unit="Y") if 1 <= nth <= 4 else None


def _season(hit: Hit) -> Meaning | None:
    season, year, shift = hit.value("season", "SEASON"), hit.whole("year"), hit.shift()
    if year is None and shift is None and not hit.has("mod"):
        word, before, after = hit.word("season"), hit.before(), hit.after()
        if before not in _WITHIN and not (hit.has("the") and word not in ("fall", "spring")):
            return None
        if word in ("fall", "spring") and (after in _MOVING or hit.shape_after() in "duix"):
            return None
        if word in ("fall", "spring") and not hit.has("the") and before not in ("in", "of", "by", "during", "since", "until"):
            return None
    return Meaning("calendar", period=season, year=year, shift=shift, unit="Y", mod=hit.mod())


def _shifted_season(hit: Hit) -> Meaning:
    return Meaning("calendar", period=hit.value("season", "SEASON"), shift=hit.shift(), unit="YS", mod=hit.mod())


def _clock(hit: Hit) -> Meaning | None:
    """"5 p.m. EST Nov. 9", "15:25 BST on Wednesday", "10 o'clock", "0600 GMT"."""
    if hit.has("clock"):
        hour, minute = (int(x) for x in hit.word("clock").split(":")[:2])
        if not hit.has("meridiem") and not hit.has("zone") and hit.before() not in _AT:
            return None
        if hit.shape_after() == "u":
            return None
    elif hit.has("dotted"):
        hour, minute = (int(x) for x in f"{hit.word('dotted')}.0".split(".")[:2])
        if len(hit.word("dotted").partition(".")[2]) != 2 or not hit.word("dotted")[0].isdigit():
            return None
    elif hit.has("four"):
        if not hit.word("four").isdigit() or not 3 <= len(hit.word("four")) <= 4:
            return None
        hour, minute = divmod(int(hit.word("four")), 100)
    else:
        hour, minute = hit.whole("hour"), 0
    if hit.has("meridiem"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + hit.value("meridiem", "MERIDIEM")
    return _at(hit, f"{hour:02d}:{minute:02d}") if hour <= 24 and minute <= 59 else None


def _noon(hit: Hit) -> Meaning | None:
    return _at(hit, {"noon": "12:00", "midnight": "24:00"}[hit.word("noon")])


def _at(hit: Hit, clock: str) -> Meaning | None:
    month, day, year = hit.value("month", "MONTH"), hit.whole("day"), hit.whole("year")
    if day is not None and not valid(year, month, day):
        return None
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(hit.word("near"))
    if shift is not None:
        return Meaning("offset", label="TIME", unit="D", amount=shift, part=clock)
    return Meaning("calendar", label="TIME", month=month, day=day, year=year, weekday=hit.value("weekday", "WEEKDAY"), part=clock, unit="D")


def _holiday(name: str):
    return lambda hit: Meaning("holiday", value=name, year=hit.whole("year"), shift=hit.shift(), unit="Y")


_MOD = "(?:THE? (?:(?P<mod>EARLY) (?:in|part of)?|(?P<mod>EDGE) of))"
_DAY = "(?P<month>MONTH) (?P<day>DAY) (?:COMMA (?P<year>YYYY))?"
_ON = f"(?:(?:on|COMMA|THIS)? (?:(?P<weekday>WEEKDAY) (?:COMMA? {_DAY})?|{_DAY})|on? (?P<near>today|yesterday|tomorrow))?"
_NTH = "(?P<nth>ORDINAL|NTH)"
_OF_YEAR = "(?:(?:of|in|COMMA)? THE? fiscal? (?P<year>YEAR)|(?:of|in)? (?P<shift>LAST|NEXT|THIS) (?:fiscal)? year|of (?P<whole>the) year)"
#: pattern of a holiday -> its key in ``holidays.DAYS``.
_HOLIDAYS = {
    "christmas day?": "christmas", "christmas eve": "christmas eve", "boxing day": "boxing day", "new year POSS? day": "new year",
    "new year POSS? eve": "new year's eve", "valentine POSS? day": "valentine", "halloween": "halloween",
    "thanksgiving day?": "thanksgiving",
    "easter sunday? (?! island | monday)": "easter", "good friday": "good friday", "easter monday": "easter monday",
    "palm sunday": "palm sunday", "ash wednesday": "ash wednesday",
    "pentecost": "pentecost", "labor day": "labor day", "memorial day": "memorial day", "independence day": "independence day",
    "fourth of july": "independence day", "veterans POSS? day": "veterans day", "armistice day": "veterans day",
    "columbus day": "columbus day",
    "martin luther king jr? DOT? day": "king day", "presidents POSS? day": "presidents day", "may day": "may day",
    "bastille day": "bastille day", "anzac day": "anzac day", "australia day": "australia day", "canada day": "canada day",
    "remembrance day": "veterans day", "juneteenth": "juneteenth", "epiphany": "epiphany", "guy fawkes night": "guy fawkes",
}

RULES = [
    Rule("quarter", f"{_MOD}? THE? (?:fiscal|calendar)? {_NTH} fiscal? quarter (?:{_OF_YEAR})?", _period, 0.9),
    Rule("quarter", "THE? (?P<nth>ORDINAL) (?= (?:and|or|COMMA|to|through) ORDINAL (?:quarter|quarters))", _another_quarter, 0.85),
    Rule("quarter", f"(?<= and | or | to) {_NTH} quarters (?:of? (?P<year>YEAR))?", _another_quarter, 0.85),
    Rule("year's quarter", f"THE? (?:fiscal)? (?P<year>YEAR) POSS? fiscal? {_NTH} quarter", _period, 0.92),
    Rule("shifted year's quarter", f"(?P<shift>LAST|NEXT|THIS) year POSS fiscal? {_NTH} quarter", _period, 0.92),
    Rule("quarter in short", "(?P<q>QSHORT) (?:of|COMMA)? (?P<year>YEAR)?", _quarter_short, 0.85),
    Rule("half", f"{_MOD}? THE? (?:fiscal)? {_NTH} (?P<half>half) {_OF_YEAR}", _period, 0.9),
    Rule("year's half", f"THE? (?P<year>YEAR) POSS? {_NTH} (?P<half>half)", _period, 0.85),
    Rule("season", "(?P<the>THE)? (?:(?:(?P<mod>EARLY) in?|(?P<mod>EDGE) of) THE?)? (?P<shift>LAST|NEXT|THIS)? (?P<season>SEASON) "
         "(?:(?:COMMA|of|in)? (?P<year>YEAR))?", _season, 0.85),
    Rule("season, year shifted", "THE? (?P<mod>EARLY)? (?P<season>SEASON) of (?P<shift>LAST|NEXT|THIS) year", _shifted_season, 0.85),
    Rule("clock", f"(?P<clock>CLOCK) (?P<meridiem>MERIDIEM)? (?P<zone>ZONE)? (?:time)? {_ON}", _clock, 0.85),
    Rule("hour", f"(?P<hour>CARDINAL|WORDNUM) (?P<meridiem>MERIDIEM) ZONE? time? {_ON}", _clock, 0.9),
    Rule("hour", f"(?P<dotted>DECIMAL) (?P<meridiem>MERIDIEM) ZONE? time? {_ON}", _clock, 0.9),
    Rule("o'clock", f"(?P<hour>CARDINAL|WORDNUM) o'clock {_ON}", _clock, 0.85),
    Rule("four figures", f"(?P<four>YYYY|INT) (?P<zone>gmt|utc|hours) {_ON}", _clock, 0.85),
    Rule("noon", f"(?<=at|by|until|before|after|around|about|to|is|was) (?P<noon>noon|midnight) ZONE? {_ON}", _noon, 0.8),
    *(Rule("holiday", f"(?P<shift>LAST|NEXT|THIS)? {pattern} (?:COMMA? (?P<year>YYYY))?", _holiday(name), 0.85)
      for pattern, name in _HOLIDAYS.items()),
]
