"""The words that tell time: classes of words, each word with its value. A word may stand in several classes."""

from functools import cache

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen").split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
             "sixteenth seventeenth eighteenth nineteenth").split()
_UNITS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "NI", "week": "W", "weekend": "WE", "fortnight": "2W",
          "month": "M", "quarter": "Q", "semester": "6M", "year": "Y", "decade": "E", "century": "C", "millennium": "L"}
_PLURALS = {"seconds": "TS", "minutes": "TM", "mins": "TM", "hours": "TH", "hrs": "TH", "days": "D", "nights": "NI", "weeks": "W",
            "weekends": "WE", "fortnights": "2W",
            "months": "M", "quarters": "Q", "years": "Y", "yrs": "Y", "decades": "E", "centuries": "C",
            "millennia": "L", "millenniums": "L"}


def words(text: str, value: object = None) -> dict[str, object]:
    """The words of a line, each with the value given, or with itself."""
    return {word: word if value is None else value for word in text.split()}


#: class -> word -> what it means there.
CLASSES: dict[str, dict[str, object]] = {
    "MONTH": {**{m: k for k, m in enumerate(MONTHS, 1)}, **{m[:3] + dot: k for k, m in enumerate(MONTHS, 1) for dot in ("", ".")},
              "sept": 9, "sept.": 9, "june.": 6, "july.": 7},
    "WEEKDAY": {**{d: k for k, d in enumerate(WEEKDAYS, 1)}, **{d[:3] + dot: k for k, d in enumerate(WEEKDAYS, 1) for dot in ("", ".")},
                **{w + dot: k for w, k in (("tues", 2), ("weds", 3), ("thur", 4), ("thurs", 4)) for dot in ("", ".")}},
    "WEEKDAYS": {d + "s": k for k, d in enumerate(WEEKDAYS, 1)},
    "SEASON": {"spring": "SP", "springtime": "SP", "summer": "SU", "summertime": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
               "wintertime": "WI"},
    "SEASONS": {"springs": "SP", "summers": "SU", "autumns": "FA", "falls": "FA", "winters": "WI"},
    "UNIT": _UNITS,
    "UNITS": _PLURALS,
    "PART": {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "noon": "T12:00", "midnight": "T24:00",
             "dawn": "MO", "dusk": "EV", "noontime": "MI", "lunchtime": "MI", "daytime": "DT", "overnight": "NI"},
    "PARTS": {"mornings": "MO", "afternoons": "AF", "evenings": "EV", "nights": "NI"},
    "MERIDIEM": {"am": 0, "a.m.": 0, "a.m": 0, "pm": 12, "p.m.": 12, "p.m": 12},
    "ZONE": words("gmt utc est edt cst cdt mst mdt pst pdt bst cet cest msk ist et pt ct local"),
    "ORDINAL": {**{w: k for k, w in enumerate(_ORDINALS, 1)},
                **{w[:-1] + "ieth": k * 10 for k, w in enumerate(_TENS, 2)}, "last": -1, "final": -1},
    "SMALL": {w: k for k, w in enumerate(_SMALL)},
    "TENS": {w: k * 10 for k, w in enumerate(_TENS, 2)},
    "TENSPLURAL": {w[:-1] + "ies": k * 10 for k, w in enumerate(_TENS, 2)},
    "HUNDRED": {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000},
    "DOZEN": {"dozen": 12},
    "AND": words("and"),
    "A": words("a an"),
    "THE": words("the its their his her our"),
    "LAST": {"last": -1, "previous": -1, "prior": -1, "past": -1, "preceding": -1},
    "NEXT": {"next": 1, "coming": 1, "upcoming": 1, "following": 1, "ensuing": 1},
    "THIS": {"this": 0, "current": 0, "same": 0},
    "FEW": words("several few some many numerous countless recent dozens hundreds thousands scores"),
    "EARLY": {"early": "START", "mid": "MID", "late": "END", "mid-": "MID"},
    "EDGE": {"beginning": "START", "start": "START", "middle": "MID", "end": "END", "close": "END", "outset": "START", "onset": "START"},
}

#: Words for a number that nobody counted.
VAGUE = {"couple": 2}


@cache
def alphabet() -> tuple[dict[str, str], dict[str, str]]:
    """One character for each word, and for each class the characters of its words.

    Returns
    -------
    (letters, classes)
        ``letters``: word -> its character, from the private use area of Unicode. ``classes``: class -> characters.
    """
    known = sorted({word for members in CLASSES.values() for word in members})
    letters = {word: chr(0xE100 + k) for k, word in enumerate(known)}
    return letters, {name: "".join(letters[word] for word in members) for name, members in CLASSES.items()}
