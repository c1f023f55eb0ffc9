"""Rules for what is counted from the day of writing, or from what was spoken of before; and words for past, present and future."""

from workbench.knowledge.timex import lexer
from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule
from workbench.knowledge.timex.units import length

_CLOCK_UNITS = ("TS", "TM", "TH")
_SUPERLATIVE = frozenset((
    "first worst best highest lowest biggest largest smallest deadliest fastest slowest strongest weakest time").split())
_DURING = ("for", "during", "in", "through", "throughout", "within")
_THEN = ("following", "previous", "preceding", "same", "ensuing", "prior", "that")


def _fixed(value: str):
    return lambda hit: Meaning("fixed", value=value)


def _day(amount: int, part: str | None = None):
    def build(hit: Hit) -> Meaning:
        said = part or hit.value("part", "PART")
        if hit.written(0) == "Today" and (hit.shape_before() == "O" or hit.shape_after() == "O" and hit.before() not in (".", "", '"')):
            return None  # USA Today
        return Meaning("offset", label="TIME" if said else "DATE", unit="D", amount=amount, part=said)
    return build


def _unit(hit: Hit) -> Meaning | None:
    """"last week", "next year", "this month", "the following day", "the end of the year"."""
    unit, word = hit.value("unit", "UNIT"), hit.word("shift")
    shift, then = hit.shift() or 0, word in _THEN
    if unit in _CLOCK_UNITS or word == "same" and unit == "NI":
        return None
    if unit == "NI":
        return Meaning("offset", label="TIME", unit="D", amount=shift, part="NI", then=then)
    if unit == "D":
        if word == "current":
            return Meaning("fixed", value="PRESENT_REF")
        return Meaning("offset", unit="D", amount=shift, then=then or shift != 0)
    if word in ("next", "coming") and hit.before() in ("over", "within") and unit in ("W", "M", "Y"):  # from now on, so long
        return Meaning("span", label="DURATION", value=length(unit, 1), unit=unit, amount=1, shift=1)
    if unit in ("E", "C") and word in ("past", "next", "coming", "following"):  # "over the next decade": so long, counted from now
        return None
    if hit.after() == "of" and unit in ("W", "WE", "M") and shift:  # "the last week of the campaign"
        return None
    if word in ("coming", "upcoming") and unit == "WE":
        shift = 0
    if word == "past" and unit in ("W", "M", "Y"):
        return Meaning("unit", unit=unit, shift=-1, period="rolling")
    side = {"earlier": "BEFORE", "later": "AFTER"}.get(hit.word("side")) if shift == 0 and not then else None
    return Meaning("unit", unit=unit, shift=shift, mod=hit.mod() or side or _ended(hit), then=then)


def _ended(hit: Hit) -> str | None:
    """"the quarter ended Sept. 30": which one it was is said next."""
    return "ENDED" if hit.after() in ("ended", "ending") else None


def _the_unit(hit: Hit) -> Meaning | None:
    """"the year", "the quarter", "the weekend": this one, or the one spoken of."""
    unit, before = hit.value("unit", "UNIT"), hit.before()
    mod = hit.mod() or {"earlier": "BEFORE", "later": "AFTER"}.get(hit.word("side"))
    if unit in ("WE", "Q"):
        if hit.after() in ("of", "final") and unit == "Q" or hit.shape_after() == "O" and hit.after() != "":
            return None
        return Meaning("unit", unit=unit, mod=mod or _ended(hit))
    if unit not in ("W", "M", "Y", "D", "E", "C") or unit == "D":
        return None
    if mod or hit.has("full") or hit.after() in ("ended", "ending", "ends") \
            or before in _DURING and hit.after() not in ("of", "to", "that", "when", "since"):
        return Meaning("unit", unit=unit, shift=None if unit == "Y" else 0, mod=mod or _ended(hit), period="year" if unit == "Y" else None)
    return None


def _year_end(hit: Hit) -> Meaning:
    return Meaning("unit", unit="Y", shift=hit.shift() or 0, mod="END")


def _beside(hit: Hit) -> Meaning | None:
    """"the day after Sunday's vote", "the week before she left"; alone, "the day after", it counts from what was spoken of."""
    unit, sign = hit.value("unit", "UNIT"), {"after": 1, "before": -1}[hit.after()]
    if hit.after(1) in (",", ".", ""):
        return Meaning("offset", unit=unit, amount=sign, then=True)
    return Meaning("beside", unit=unit, amount=1, shift=sign)


def _offset(sign: int, then: bool = False):
    def build(hit: Hit) -> Meaning | None:
        unit = hit.value("unit", "UNIT") or hit.value("unit", "UNITS")
        if hit.has("vague"):
            return Meaning("fixed", value="PAST_REF" if sign < 0 else "FUTURE_REF")
        amount = hit.number("amount") + (0.5 if hit.has("half") else 0)
        return Meaning("offset", label="TIME" if unit in _CLOCK_UNITS else "DATE", unit=unit, amount=sign * amount, then=then,
                       period="compare" if unit == "Y" and amount == 1 and sign < 0 else None)
    return build


def _to_the_day(hit: Hit) -> Meaning:
    """"a year ago today"."""
    return Meaning("offset", unit=hit.value("unit", "UNIT") or hit.value("unit", "UNITS"), amount=-hit.number("amount"), period="day")


def _within(hit: Hit) -> Meaning | None:
    """"in five years": what is to come, if the sentence looks ahead; else how long it took, or since when it is the first."""
    unit = hit.value("unit", "UNIT") or hit.value("unit", "UNITS")
    if hit.has("time"):
        return Meaning("offset", unit=unit, amount=hit.number("amount"))
    if hit.word("amount") in ("a", "an") and unit == "WE" or hit.within_sentence(_SUPERLATIVE):
        return Meaning("duration", label="DURATION", value=length(unit, hit.number("amount")), unit=unit, amount=hit.number("amount"))
    if hit.after() in ("of", "ended", "ago", "earlier", "before", "later", "through", "to"):
        return None
    return Meaning("within", unit=unit, amount=hit.number("amount"))


def _part(hit: Hit) -> Meaning | None:
    part = hit.value("part", "PART")
    word = hit.word("shift")
    open_said = word in ("the", "that", "same")
    if open_said and (hit.before() not in ("in", "during", "late", "for", "on", "through") or hit.after() in ("of", "after")):
        return None
    return Meaning("offset", label="TIME", unit="D", amount=-1 if word == "last" else 0, part=part, then=word not in ("this", "last"))


def _current(hit: Hit) -> Meaning | None:
    """"the current talks"; neither "A Current Affair" nor "high-current"."""
    text, start = hit.lexed.text, hit.lexed.starts[hit.match.start()]
    return None if hit.written(0)[0].isupper() or text[start - 1:start] == "-" else Meaning("fixed", value="PRESENT_REF")


def _future(hit: Hit) -> Meaning | None:
    """"the future", but not the one in a name: "Future 45"."""
    last = hit.written(hit.match.end() - hit.match.start() - 1)
    return None if last[0].isupper() and hit.shape_after() in lexer.SHAPES["NUM"] + lexer.CAPITAL else Meaning("fixed", value="FUTURE_REF")


def _year_before(hit: Hit) -> Meaning:
    """"a year-earlier loss": a year before the period spoken of."""
    return Meaning("offset", unit="Y", amount=-1, period="compare", then=True)


def _compared(hit: Hit) -> Meaning:
    """"the year-ago quarter", "the corresponding period last year": the same stretch, a year before."""
    return Meaning("focus", unit="Q" if hit.word("what") in ("quarter", "quarters") else None, shift=-1)


def _latest(hit: Hit) -> Meaning:
    return Meaning("focus", unit="Q" if hit.word("what") == "quarter" else None, shift=0)


def _focus_year(hit: Hit) -> Meaning:
    return Meaning("focus", unit="Q" if hit.word("what") == "quarter" else None, year=hit.whole("year"))


_N = "(?:A? (?P<amount>couple)|(?P<amount>NUM|A))"
_ABOUT = "(?:about|around|nearly|almost|some|roughly|just|exactly|barely|only|over|(?:more|less) than)?"
_EDGE = "(?:THE? (?:(?P<mod>EARLY) (?:in|part of)|(?P<mod>EDGE) of))"
_UNITS = "(?P<unit>UNIT|UNITS)"

RULES = [
    Rule("today", "(?:EARLY|earlier|later)? today", _day(0), 0.9),
    Rule("yesterday", "(?:EARLY|earlier|later)? yesterday (?P<part>PART)?", _day(-1), 0.97),
    Rule("tomorrow", "(?:EARLY|earlier|later)? tomorrow (?P<part>PART)?", _day(1), 0.97),
    Rule("tonight", "(?:EARLY|earlier|later)? tonight", _day(0, "NI"), 0.9),
    Rule("day before yesterday", "THE day before yesterday", _day(-2), 0.97),
    Rule("night before last", "THE (?P<part>night|evening) before last", _day(-2), 0.95),
    Rule("day after tomorrow", "THE day after tomorrow", _day(2), 0.97),
    Rule("part of day", "(?:EARLY|earlier|later)? (?P<shift>this|last|the|that) same? EARLY? (?P<part>PART)", _part, 0.85),
    Rule("unit", f"(?:{_EDGE}|(?P<side>earlier|later)|sometime)? in? THE? (?P<shift>LAST|NEXT|THIS|that) "
         "(?:fiscal|calendar|trading)? (?P<unit>UNIT)", _unit, 0.9),
    Rule("unit, early or late", "(?P<mod>EARLY) (?P<shift>LAST|NEXT|THIS) (?P<unit>UNIT)", _unit, 0.92),
    Rule("the unit", f"(?:{_EDGE}|(?P<side>earlier|later) in|(?P<mod>EARLY) in)? the (?P<full>fiscal|full|calendar)? (?P<unit>UNIT)",
         _the_unit, 0.75),
    Rule("the day before or after", "(?<! to | from) the (?P<unit>day|week|month|year) (?= before | after)", _beside, 0.7),
    Rule("year end", "(?:(?P<shift>LAST|NEXT|THIS) year POSS? end|year POSS? end)", _year_end, 0.85),
    Rule("offset ago", f"{_ABOUT} {_N} (?:of|AND A (?P<half>half))? {_UNITS} ago", _offset(-1), 0.92),
    Rule("offset ago, to the day", f"{_N} {_UNITS} ago (?:today|to the day)", _to_the_day, 0.9),
    Rule("offset earlier", f"{_ABOUT} {_N} of? {_UNITS} (?:earlier|previously|before (?= DOT | COMMA))", _offset(-1, True), 0.75),
    Rule("offset later", f"{_ABOUT} {_N} of? {_UNITS} (?:later|afterward|afterwards|hence)", _offset(1, True), 0.8),
    Rule("offset from now", f"{_ABOUT} {_N} of? {_UNITS} from (?:now|today)", _offset(1), 0.9),
    Rule("in so long", f"(?<=in) (?:about|around|just|another|roughly|exactly)? {_N} of? {_UNITS} (?:POSS (?P<time>time))?", _within, 0.7),
    Rule("offset vague", "(?P<vague>many|several|some|few|A few|hundreds of|thousands of)? UNITS (?P<vague2>ago)",
         _fixed("PAST_REF"), 0.85),
    Rule("offset vague", "(?:about|around|some)? NUM (?:to|or|DASH) NUM UNITS ago", _fixed("PAST_REF"), 0.8),
    Rule("recent", "(?:in|over|during)? THE? (?:recent) UNITS", _fixed("PAST_REF"), 0.8),
    Rule("coming", "(?:in|over|during)? THE? (?:coming|upcoming) UNITS", _fixed("FUTURE_REF"), 0.8),
    Rule("now", "(?:now|currently|nowadays|presently)", _fixed("PRESENT_REF"), 0.75),
    Rule("at present", "(?:at the moment|at present|at this time|at this point|these days)", _fixed("PRESENT_REF"), 0.7),
    Rule("current", "(?<! then) current (?! affairs)", _current, 0.6),
    Rule("recently", "(?:more|most|until|till)? recently", _fixed("PAST_REF"), 0.7),
    Rule("the other day", "the other (?:day|night|week)", _fixed("PAST_REF"), 0.7),
    Rule("the past", "(?:in|from|of) the past (?! UNIT | UNITS | NUM | FEW)", _fixed("PAST_REF"), 0.85),
    Rule("the future", "(?:the)? (?:near|immediate|distant|foreseeable)? future", _future, 0.75),
    Rule("a year before", "THE? year (?:earlier|ago)", _year_before, 0.8),
    Rule("compared period", "THE? year (?:ago|earlier) (?P<what>ORDINAL? quarter|period|months)", _compared, 0.85),
    Rule("compared period", "THE? (?:corresponding|same|comparable|similar) (?P<what>quarter|period) "
         "(?:(?:of|in)? last year|A year ago|A year earlier)?",
         _compared, 0.75),
    Rule("last year's period", "last year POSS (?P<what>quarter|period)", _compared, 0.85),
    Rule("quarter a year ago", "THE (?P<what>quarter) A year (?:ago|earlier)", _compared, 0.85),
    Rule("latest period", "THE (?:latest|most recent|recent) (?:fiscal)? (?P<what>quarter|period)", _latest, 0.85),
    Rule("period of year", "THE (?P<year>YYYY) (?P<what>quarter|period)", _focus_year, 0.85),
]
