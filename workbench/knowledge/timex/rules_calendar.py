"""Rules for what stands in the calendar: days, months, weekdays, years, decades, centuries, and ranges of them."""

import re
from datetime import date

from workbench.knowledge.timex import lexer, lexicon
from workbench.knowledge.timex import words_around as around
from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule


def valid(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; without a year, whether some year has it."""
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _label(part: str | None) -> str:
    return "TIME" if part else "DATE"


def _iso(hit: Hit) -> Meaning | None:
    found = hit.number("iso").upper().replace(" ", "T").rstrip("Z")
    year, month, day = (int(x) for x in found[:10].split("-"))
    part = found[11:16] or None
    return Meaning("calendar", label=_label(part), year=year, month=month, day=day, part=part) if valid(year, month, day) else None


def _slashed(hit: Hit) -> Meaning | None:
    """24.04.2019 and 24-04-2019 are the 24th; of 04/05/2019 the month comes first, as American papers write."""
    a, b, year = (int(x) for x in re.split("[/.-]", hit.word("slashed")))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    month, day = (b, a) if a > 12 or "/" not in hit.word("slashed") else (a, b)
    right = 1000 <= year < 3000 and 1 <= month <= 12 and valid(year, month, day)
    return Meaning("calendar", year=year, month=month, day=day) if right else None


def _date(hit: Hit) -> Meaning | None:
    """Month with day, year or both."""
    month, year = hit.value("month", "MONTH"), hit.whole("year")
    day = hit.whole("day")
    if day is not None and not (1 <= day <= 31 and valid(year, month, day)):
        return None
    year = _year_ahead(hit) if year is None and day is not None else year
    if year is None and day is not None and (hit.after() in around.COUNTED or hit.shape_after() == "-" and hit.has("dotted")):
        return None
    part = hit.value("part", "PART")
    return Meaning("calendar", label=_label(part), year=year, month=month, day=day, part=part, mod=hit.mod(),
                   weekday=hit.value("weekday", "WEEKDAY") if year is None else None, unit="M")


def _year_ahead(hit: Hit) -> int | None:
    """The year that several days share: "April 24, 25 and 26, 2019"."""
    lexed, k = hit.lexed, hit.match.end()
    between = lexer.SHAPES["DAY"] + lexer.COMMA + lexicon.alphabet()[0]["and"]
    while k < len(lexed.words) and k - hit.match.end() <= 6 and lexed.shape[k] in between:
        k += 1
    told = hit.match.end() + 2 <= k < len(lexed.words) and lexed.shape[k] == lexer.YEAR and lexed.shape[k - 1] == lexer.COMMA
    return lexed.values[k] if told and lexed.shape[k - 2] in lexer.SHAPES["DAY"] else None


def _month(hit: Hit) -> Meaning | None:
    month = hit.value("month", "MONTH")
    if not hit.has("mod") and not hit.has("shift") and around.month_is_a_word(hit):
        return None
    return Meaning("calendar", month=month, mod=hit.mod(), shift=hit.shift(), unit="M")


def _shifted_date(hit: Hit) -> Meaning | None:
    """"March last year", "June of next year"."""
    return Meaning("calendar", month=hit.value("month", "MONTH"), mod=hit.mod(), shift=hit.shift(), unit="Y")


def _weekday(hit: Hit) -> Meaning | None:
    part = hit.value("part", "PART")
    if hit.after() in ("and", "or") and hit.shape_after(1) in lexer.charset("WEEKDAY") and hit.shape_after(2) in lexer.charset("PARTS") \
            and hit.shape_after(2):  # "Monday and Tuesday nights"
        part = lexicon.CLASSES["PARTS"][hit.after(2)]
        return Meaning("set", label="SET", value=f"XXXX-WXX-{hit.value('weekday', 'WEEKDAY')}T{part}")
    return Meaning("calendar", label=_label(part), weekday=hit.value("weekday", "WEEKDAY"), part=part, shift=hit.shift(), unit="D")


def _part_of_weekday(hit: Hit) -> Meaning:
    """"dawn on Thursday", "the night of Friday", "the early hours of Monday"."""
    part = hit.value("part", "PART") or "MO"
    return Meaning("calendar", label="TIME", weekday=hit.value("weekday", "WEEKDAY"), part=part, shift=hit.shift(), unit="D")


def _weekday_of_week(hit: Hit) -> Meaning:
    """"Friday of last week", "Monday next week"."""
    return Meaning("calendar", weekday=hit.value("weekday", "WEEKDAY"), shift=hit.shift(), unit="W")


def _week_of(hit: Hit) -> Meaning | None:
    """"the week of March 4": the week that the day lies in."""
    month, day, year = hit.value("month", "MONTH"), hit.whole("day"), hit.whole("year")
    if not valid(year, month, day):
        return None
    return Meaning("week of", unit=hit.value("unit", "UNIT"), first=Meaning("calendar", year=year, month=month, day=day, unit="M"))


def _weekday_range(hit: Hit) -> Meaning:
    """"Wednesday through Sunday": the first is the last such day before the second."""
    return Meaning("range", first=Meaning("calendar", weekday=hit.value("weekday", "WEEKDAY"), unit="D"),
                   last=Meaning("calendar", weekday=hit.value("weekday2", "WEEKDAY"), unit="D"))


def _attacks(hit: Hit) -> Meaning | None:
    """"the Sept. 11 attacks" need no year."""
    if hit.whole("day") != 11:
        return None
    return Meaning("calendar", year=2001, month=9, day=11)


def _part_of_month(hit: Hit) -> Meaning | None:
    """"the last week of October"."""
    nth = hit.whole("nth")
    mod = "END" if nth in (-1, 4, 5) else "START" if nth == 1 else "MID"
    return Meaning("calendar", month=hit.value("month", "MONTH"), year=hit.whole("year"), mod=mod, unit="M")


def _week_after(hit: Hit) -> Meaning:
    """"a week from Monday", "Friday week"."""
    return Meaning("calendar", weekday=hit.value("weekday", "WEEKDAY"), shift=2, unit="D")


def _year(hit: Hit) -> Meaning | None:
    year = hit.whole("year")
    if not hit.has("mod") and not hit.has("said") and around.year_is_a_number(hit, year):
        return None
    return Meaning("calendar", year=year, mod=hit.mod()) if 1000 <= year <= 2099 else None


def _decade(hit: Hit) -> Meaning | None:
    tens, short = hit.value("tens", "TENSPLURAL"), len(hit.word("decade") or "") < 5
    said = {hit.before(), *hit.lexed.words[hit.match.start():hit.match.end()]}
    if short and not said.isdisjoint(("his", "her", "their", "my", "our")):  # how old somebody is
        return None
    value = f"19{tens // 10}" if tens else hit.number("decade")
    if short and not (hit.has("the") or hit.has("mod")):  # "temperatures in the 60s", "a man in his 30s"
        return None
    return Meaning("fixed", value=value, mod=hit.mod())


def _century(hit: Hit) -> Meaning | None:
    nth = hit.whole("nth")
    return Meaning("fixed", value=f"{nth - 1:02d}", mod=hit.mod()) if nth and 1 <= nth <= 30 else None


def _day_range(hit: Hit) -> Meaning | None:
    """"May 5-7", "from 5 to 7 May", "May 30 to June 2"."""
    month, year = hit.value("month", "MONTH"), hit.whole("year")
    last_month = hit.value("month2", "MONTH") or month
    first, last = hit.whole("day"), hit.whole("day2")
    joined = hit.lexed.words[hit.match.start():hit.match.end()]
    if "and" in joined and "between" not in joined and hit.before() != "between":  # "April 24 and 28" are two days
        return None
    if not (valid(year, month, first) and valid(year, last_month, last)) or (month, first) >= (last_month, last):
        return None
    return Meaning("range", first=Meaning("calendar", year=year, month=month, day=first, unit="M"),
                   last=Meaning("calendar", year=year, month=last_month, day=last, unit="M"))


def _another_day(hit: Hit) -> Meaning | None:
    """The 25 of "April 24 and 25", and the 5 of "5 and 7 May": its month stands at the other one."""
    lexed, step = hit.lexed, 1 if hit.has("first") else -1
    k = hit.match.end() + 1 if step > 0 else hit.match.start() - 2
    between = lexer.SHAPES["DAY"] + lexer.COMMA + lexicon.alphabet()[0]["and"]
    while 0 <= k < len(lexed.words) and abs(k - hit.match.start()) <= 6 and lexed.shape[k] in between:
        k += step
    month = lexicon.CLASSES["MONTH"].get(lexed.words[k]) if 0 <= k < len(lexed.words) else None
    day, year = hit.whole("day"), hit.whole("year") or _year_ahead(hit)
    if month is None or not valid(year, month, day) or hit.shape_after() in lexer.charset("MONTH") or hit.after() in around.COUNTED:
        return None
    return Meaning("calendar", year=year, month=month, day=day, unit="M")


def _month_range(hit: Hit) -> Meaning | None:
    month, last = hit.value("month", "MONTH"), hit.value("month2", "MONTH")
    year = hit.whole("year")
    return Meaning("range", first=Meaning("calendar", year=year if year is None or month <= last else year - 1, month=month, unit="M"),
                   last=Meaning("calendar", year=year, month=last, unit="M"))


def _year_range(hit: Hit) -> Meaning | None:
    first, last = hit.whole("year"), hit.whole("year2")
    if last < 100:
        last += first // 100 * 100
    if not (1500 <= first < last <= 2099) or hit.after() in around.COUNTED:
        return None
    return Meaning("range", first=Meaning("calendar", year=first), last=Meaning("calendar", year=last))


def _day_of_month(hit: Hit) -> Meaning | None:
    if hit.shape_after() not in (".", ",", "", "¶"):
        return None
    return Meaning("calendar", day=hit.whole("day"), unit="M") if 1 <= hit.whole("day") <= 31 else None


_W = "(?:(?P<weekday>WEEKDAY) COMMA?)?"
_MOD = "(?:THE? (?:(?P<mod>EARLY) (?:in|part of|days of|half of)?|(?P<mod>EDGE) of) THE?)"
_YEAR = "(?:COMMA|of|in)? THE? (?P<year>YEAR)"
_TO = "(?:to|DASH|through|until|and)"

RULES = [
    Rule("iso date", "(?P<iso>ISO)", _iso, 0.99),
    Rule("slashed date", "(?P<slashed>SLASHED)", _slashed, 0.85),
    Rule("month day year", f"{_W} (?P<month>MONTH) (?P<day>DAY) COMMA? (?P<year>YEAR) (?P<part>PART)?", _date, 0.99),
    Rule("day month year", f"{_W} THE? (?P<day>DAY) of? (?P<month>MONTH) COMMA? (?P<year>YEAR) (?P<part>PART)?", _date, 0.99),
    Rule("month year", f"{_MOD}? (?P<month>MONTH) {_YEAR}", _date, 0.96),
    Rule("eleventh of September", "(?:sept.|september|sep) (?P<day>DAY) (?= attack | attacks | terrorist | terror | terrorists | "
         "hijackers | commission | memorial | victims)", _attacks, 0.9),
    Rule("month day", f"(?:EARLY|earlier|later)? {_W} (?P<month>MONTH) THE? (?P<day>DAY) (?P<part>PART)?", _date, 0.93),
    Rule("day month", f"{_W} THE? (?P<day>DAY) of? (?P<month>MONTH) (?P<part>PART)?", _date, 0.93),
    Rule("day range", f"(?P<month>MONTH) (?P<day>DAY) {_TO} (?P<month2>MONTH)? (?P<day2>DAY) (?:COMMA? (?P<year>YYYY))?", _day_range, 0.9),
    Rule("day range", f"(?:from|between)? THE? (?P<day>DAY) {_TO} THE? (?P<day2>DAY) of? (?P<month>MONTH) (?:COMMA? (?P<year>YYYY))?",
         _day_range, 0.9),
    Rule("another day", "(?<= MONTH DAY and) (?P<day>DAY) (?:COMMA (?P<year>YYYY))?", _another_day, 0.85),
    Rule("another day", "(?<= DAY COMMA DAY and) (?P<day>DAY) (?:COMMA (?P<year>YYYY))?", _another_day, 0.85),
    Rule("another day", "(?<= MONTH DAY COMMA) (?P<day>DAY) (?= (?:COMMA DAY)? COMMA? and DAY)", _another_day, 0.85),
    Rule("another day", "(?P<first>(?P<day>DAY)) (?= and DAY of? MONTH)", _another_day, 0.85),
    Rule("month range", "(?P<month>MONTH) (?:to|through|DASH) (?P<month2>MONTH) (?! DAY)", _month_range, 0.8),
    Rule("month range", "(?P<month>MONTH) (?:to|through|DASH|SLASH|AND|or)? (?P<month2>MONTH) COMMA? (?P<year>YYYY)", _month_range, 0.85),
    Rule("year range", "(?:from|between)? (?P<year>YYYY) (?:DASH|SLASH) (?P<year2>YEAR|INT)", _year_range, 0.85),
    Rule("month", f"{_MOD}? (?:(?P<shift>LAST|NEXT|THIS) (?P<mod>EARLY)?)? (?P<month>MONTH)", _month, 0.88),
    Rule("month, year shifted", f"{_MOD}? (?P<month>MONTH) (?:of|in)? (?P<shift>LAST|NEXT|THIS) year", _shifted_date, 0.92),
    Rule("weekday", "(?:earlier|later|EARLY on?)? (?P<shift>LAST|NEXT|THIS)? (?P<weekday>WEEKDAY) (?:EARLY? (?P<part>PART))?",
         _weekday, 0.9),
    Rule("part of weekday", "(?:(?:THE? EARLY?) (?P<part>PART)|THE early hours) (?:on|of) (?P<shift>LAST|NEXT|THIS)? (?P<weekday>WEEKDAY)",
         _part_of_weekday, 0.85),
    Rule("weekday, a week on", "(?P<weekday>WEEKDAY) week (?= DOT | COMMA)", _week_after, 0.8),
    Rule("weekday of week", "(?:EARLY on?)? (?P<weekday>WEEKDAY) of? (?P<shift>LAST|NEXT|THIS) week", _weekday_of_week, 0.9),
    Rule("week of", "THE (?P<unit>week|weekend) (?:of|beginning|starting|ending) (?P<month>MONTH) (?P<day>DAY) (?:COMMA? (?P<year>YYYY))?",
         _week_of, 0.85),
    Rule("weekday range", "(?:from|between)? (?P<weekday>WEEKDAY) (?:to|through|until|DASH) (?P<weekday2>WEEKDAY)",
         _weekday_range, 0.8),
    Rule("part of month", "THE (?P<nth>ORDINAL|NTH) (?:week|weekend|weeks|days) (?:of|in) (?P<month>MONTH) (?:COMMA? (?P<year>YYYY))?",
         _part_of_month, 0.85),
    Rule("weekday, a week on", "(?:A week from (?P<weekday>WEEKDAY))", _week_after, 0.8),
    Rule("year", f"{_MOD}? (?P<said>fiscal|calendar|THE year|season)? (?P<year>YEAR)", _year, 0.9),
    Rule("decade", "(?:(?P<the>THE)? (?P<mod>EARLY|EDGE) (?:of|in|part|to EARLY)? of?)? (?P<the>THE)? (?P<decade>DECADE)", _decade, 0.95),
    Rule("decade in words", "(?P<the>the) (?P<mod>EARLY)? (?P<tens>TENSPLURAL)", _decade, 0.7),
    Rule("century", f"{_MOD}? THE? (?P<nth>ORDINAL|NTH) century", _century, 0.95),
    Rule("day of month", "(?:on) the (?P<day>NTH)", _day_of_month, 0.7),
]
