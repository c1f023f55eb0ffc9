"""Full dates as they stand in the header lines of articles: day, month and year, in several languages."""

import re
from functools import cache

import pandas as pd

#: month -> its names and abbreviations, lower case, without full stops.
MONTHS = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro styczeń stycznia leden ledna ocak januarie tammikuuta",
    2: "february feb februar februari février févr fevrier febrero febbraio febr fevereiro fev luty lutego únor února şubat feber",
    3: "march mar märz mrz maerz mars marzo maart março marts marzec marca březen března mart mär",
    4: "april apr avril avr abril abr aprile kwiecień kwietnia duben dubna nisan",
    5: "may mai mayo maggio mag mei maio maj maja květen května mayıs",
    6: "june jun juni juin junio giugno giu junho czerwiec czerwca červen června haziran",
    7: "july jul juli juillet juil julio luglio lug julho lipiec lipca červenec července temmuz",
    8: "august aug août aout agosto ago augustus sierpień sierpnia srpen srpna ağustos augusti",
    9: "september sep sept septembre septiembre settembre set setembro wrzesień września září eylül",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out październik października říjen října ekim",
    11: "november nov novembre noviembre novembro listopad listopada listopadu kasım",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia prosinec prosince aralık",
}


@cache
def _forms() -> tuple[tuple[re.Pattern, str], ...]:
    names = sorted({name for line in MONTHS.values() for name in line.split()}, key=len, reverse=True)
    month = "(?P<month>" + "|".join(names) + r")(?![^\W\d_])\.?"
    # Web pages glue what follows to the year: "April 28, 20232:23 PM".
    year = r"(?P<year>(?:19|20)\d\d)"
    return tuple((re.compile(form, re.IGNORECASE), order) for form, order in (
        (rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?[\s-]+(?:de\s+|of\s+)?{month},?[\s-]+(?:de\s+)?{year}", "named"),
        (rf"(?<![^\W\d_]){month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{year}", "named"),
        (r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)", "ymd"),
        (r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日", "ymd"),
        (rf"(?<!\d)(?P<day>\d{{1,2}})(?P<sep>[./-])\s?(?P<month>\d{{1,2}})(?P=sep)\s?{year}(?![-/\d]\d\d\d)", "dmy"),
    ))


def full_dates(line: str, language: str | None = None) -> list[tuple[int, int, pd.Timestamp, float]]:
    """Full dates in a line: (start, end, midnight of that day, how sure), in order of place.

    03/04/2019 is read month first where the language is English, with little trust, and day first elsewhere.
    """
    found = []
    for form, order in _forms():
        for match in form.finditer(line):
            if any(match.start() < end and start < match.end() for start, end, _, _ in found):
                continue
            sure = 0.95
            day, year = int(match["day"]), int(match["year"])
            if order == "named":
                month = next(m for m, names in MONTHS.items() if match["month"].lower() in names.split())
            else:
                month = int(match["month"])
                if order == "dmy" and match["sep"] != "." and language in (None, "en"):
                    if month > 12 or day <= 12:
                        day, month = month, day
                    sure = 0.95 if max(day, month) > 12 else 0.5
            try:
                found.append((match.start(), match.end(), pd.Timestamp(year, month, day), sure))
            except ValueError:
                continue
    return sorted(found, key=lambda hit: hit[0])
