"""Rules for how long and how often: durations, spans counted from now, and sets."""

from workbench.knowledge.timex import words_around as around
from workbench.knowledge.timex.meaning import Meaning
from workbench.knowledge.timex.patterns import Hit, Rule
from workbench.knowledge.timex.units import length

_FREQUENT = {"daily": "P1D", "hourly": "PT1H", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y",
             "biweekly": "P2W", "fortnightly": "P2W"}
_COUNTING = set("for in than within just only after by every least took".split())
#: "early days", "visiting hours", "summer months" are no lengths of time.
_NOT_LONG = set(("early long summer winter spring autumn fall morning evening night opening final closing dying late wee working business "
                 "visiting office peak rush off first last school old good bad dark happy holy feast election game training").split())


def _of(hit: Hit) -> str:
    return hit.value("unit", "UNIT") or hit.value("unit", "UNITS")


def _duration(hit: Hit) -> Meaning | None:
    unit, amount = _of(hit), hit.number("amount")
    word = hit.word("amount")
    if around.is_an_age(hit) or unit == "Q" and word in ("a", "an"):
        return None
    if word in ("a", "an") and not hit.has("more") and not hit.has("about") and around.is_a_rate(hit):
        return None
    if word == "one" and unit == "D" and hit.before() not in _COUNTING:
        return None
    if unit == "Q" and (hit.after() == "of" or not hit.has("more") and hit.value("unit", "UNIT")):  # three-quarters, one quarter of
        return None
    if hit.after() == "of" and hit.after(1) == "age":
        return None
    if unit == "TS" and word in ("a", "an"):
        return None
    if hit.has("half"):
        amount += 0.5
    return _lasting(hit, unit, amount)


def _lasting(hit: Hit, unit: str, amount: float | None) -> Meaning:
    """A length of time; what it counts from ("after Monday's vote") is looked up when the text is resolved."""
    side = {"after": 1, "since": 1, "following": 1, "before": -1}.get(hit.after())
    return Meaning("duration", label="DURATION", value=length(unit, amount), unit=unit, amount=amount, shift=side)


def _vague(hit: Hit) -> Meaning:
    return _lasting(hit, _of(hit), None)


def _half(hit: Hit) -> Meaning | None:
    return Meaning("duration", label="DURATION", value=length(_of(hit), 0.5), unit=_of(hit), amount=0.5)


def _plural(hit: Hit) -> Meaning | None:
    unit = _of(hit)
    if hit.before() in _NOT_LONG or hit.after() in ("ago", "old", "earlier", "later"):
        return None
    return Meaning("duration", label="DURATION", value=length(unit, None), unit=unit)


def _long(hit: Hit) -> Meaning | None:
    unit = _of(hit)
    return Meaning("duration", label="DURATION", value=length(unit, None if hit.value("unit", "UNITS") else 1), unit=unit)


def _span(hit: Hit) -> Meaning | None:
    unit, shift = _of(hit), hit.shift()
    if shift == 0:
        return None
    amount = None if hit.has("vague") else hit.number("amount")
    return Meaning("span", label="DURATION", value=length(unit, amount), unit=unit, amount=amount, shift=shift)


def _past_unit(hit: Hit) -> Meaning:
    """"the past decade", "the last century" as lengths: ten years up to now."""
    return Meaning("span", label="DURATION", value=length(_of(hit), 1), unit=_of(hit), amount=1, shift=hit.shift())


def _seasons(hit: Hit) -> Meaning:
    return Meaning("set", label="SET", value=f"XXXX-{hit.value('season', 'SEASONS')}")


def _each(hit: Hit) -> Meaning | None:
    part = hit.value("part", "PART") or hit.value("part", "PARTS")
    if hit.has("weekday"):
        day = hit.value("weekday", "WEEKDAY") or hit.value("weekday", "WEEKDAYS")
        value = f"XXXX-WXX-{day}" + (f"T{part}" if part else "")
    elif hit.has("month"):
        value = f"XXXX-{hit.value('month', 'MONTH'):02d}" + (f"-{hit.whole('day'):02d}" if hit.has("day") else "")
    elif hit.has("season"):
        value = f"XXXX-{hit.value('season', 'SEASON')}"
    elif hit.has("dayparts"):
        value = f"XXXX-XX-XXT{hit.value('dayparts', 'PART')}"
    else:
        unit = _of(hit)
        amount = hit.number("amount") if hit.has("amount") else 2 if hit.has("other") else 1
        value = "XXXX-WXX-WE" if unit == "WE" else length(unit, amount)
    return Meaning("set", label="SET", value=value)


def _frequent(hit: Hit) -> Meaning | None:
    written = hit.written(0)
    if written[:1].isupper() and (hit.shape_after() == "O" or hit.shape_before() == "O"):  # the Daily News, Newsweek Weekly
        return None
    return Meaning("set", label="SET", value=_FREQUENT[hit.word("often")])


_ABOUT = ("(?P<about>about|around|nearly|almost|some|roughly|approximately|just|exactly|barely|only|over|under|up to|at (?:least|most)|"
          "(?:more|less|fewer|longer|no more) than|another|as (?:many|long|much) as|a full|an extra|an additional|a further)?")
_N = "(?P<amount>NUM|A|couple|DOZEN)"
_UNITS = "(?P<unit>UNIT|UNITS)"
_MORE = ("(?P<more>more|additional|full|consecutive|straight|extra|further|whole|solid|long|working|business|calendar|"
         "short|other|successive|entire)?")
_FEW = "(?:several|A few|few|many|some|numerous|A couple of|dozens of|hundreds of|thousands of|A number of|countless)"

RULES = [
    Rule("duration", f"{_ABOUT} {_N} of? {_MORE} {_UNITS} POSS? (?:period|term|span|time)?", _duration, 0.85),
    Rule("duration", f"{_ABOUT} (?P<amount>NUM|A) {_MORE} {_UNITS} AND A (?P<half>half)", _duration, 0.85),
    Rule("duration", f"{_ABOUT} (?P<amount>NUM) AND A (?P<half>half) {_UNITS}", _duration, 0.85),
    Rule("duration", "(?<= between) (?P<amount>NUM) (?= and NUM (?P<unit>UNITS))", _duration, 0.85),
    Rule("more duration", f"(?:another|an additional|an extra|a further|an entire|a full|a whole|additional) (?P<amount>NUM)? {_UNITS}",
         _duration, 0.75),
    Rule("half", "half (?:of)? A (?P<unit>UNIT)", _half, 0.8),
    Rule("half", "A half (?P<unit>hour|century|decade|minute)", _half, 0.8),
    Rule("ordinal span", f"THE (?:first|final|opening|latest) (?P<amount>NUM) {_UNITS}", _duration, 0.85),
    Rule("vague duration", f"{_FEW} {_MORE} (?P<unit>UNITS)", _vague, 0.8),
    Rule("duration range", f"{_ABOUT} NUM (?:to|or|DASH) NUM (?P<unit>UNITS|UNIT)", _vague, 0.8),
    Rule("plural", "(?<=for|in|after|over|during|took|within|takes|take|lasted|last|lasts|before|despite|follows|following|spent|spend) "
         "(?P<unit>UNITS)", _plural, 0.7),
    Rule("plural", "(?<! NUM | FEW | more | the | THE) (?P<unit>UNITS) (?= of | before | after | to | if)", _plural, 0.6),
    Rule("plural", "the (?P<unit>UNITS) (?= before | after | since | leading | following | that followed | preceding | to come)",
         _plural, 0.6),
    Rule("long", "(?:A|THE)? (?:(?P<unit>UNIT|UNITS) long|(?P<unit>UNITS) old) (?= OTHER)", _long, 0.75),
    Rule("span", f"THE? (?P<shift>LAST|NEXT) {_ABOUT} (?P<amount>NUM|couple) of? {_MORE} {_UNITS}", _span, 0.9),
    Rule("vague span", "THE (?P<shift>LAST|NEXT) (?P<vague>several|few|many|some|couple of) (?P<unit>UNITS)", _span, 0.85),
    Rule("span range", "THE? (?P<shift>LAST|NEXT) NUM (?P<vague>to|or|DASH) NUM (?P<unit>UNITS)", _span, 0.85),
    Rule("past unit", "THE? (?P<shift>past|next|coming|following) (?P<unit>decade|century)", _past_unit, 0.8),
    Rule("seasons", "THE? (?:LAST|NEXT)? (?:NUM|FEW) (?P<season>SEASONS)", _seasons, 0.5),
    Rule("each", "(?:each|every) (?:(?P<weekday>WEEKDAY|WEEKDAYS) (?P<part>PART|PARTS)?|(?P<month>MONTH) (?P<day>DAY)?|(?P<season>SEASON)|"
         "(?P<dayparts>PART)|(?P<other>other)? (?P<unit>UNIT)|(?P<amount>NUM) (?P<unit>UNITS))", _each, 0.85),
    Rule("weekdays", "(?P<weekday>WEEKDAYS) (?P<part>PART|PARTS)?", _each, 0.85),
    Rule("weekdays", "(?P<weekday>WEEKDAY) (?P<part>PARTS)", _each, 0.85),
    Rule("times a unit", "(?:once|twice|(?:NUM|several|many|few) times) (?:A|every|each|per) (?P<unit>UNIT)", _each, 0.85),
    Rule("often", "(?P<often>daily|hourly|nightly|weekly|monthly|annually|yearly|biweekly|fortnightly)", _frequent, 0.65),
]
