"""Which Wednesday, which March, which summer: the one that is meant, by what is said, by nearness and by tense."""

from datetime import date, timedelta

from workbench.knowledge.timex import calendar
from workbench.knowledge.timex.meaning import Meaning


def weekday(m: Meaning, now: date, tense: float) -> date:
    """The day that a weekday means: today's own name means today, else the nearness and the tense decide."""
    ahead = (m.weekday - now.isoweekday()) % 7
    if m.unit == "W":
        return calendar.monday(now) + timedelta(days=7 * m.shift + m.weekday - 1)
    if m.shift == 2:
        return now + timedelta(days=7 + (ahead or 7))
    if m.shift == 1:
        return now + timedelta(days=ahead or 7)
    if m.shift == -1:
        return now + timedelta(days=ahead - 7)
    if ahead == 0:
        return now
    tense += _ahead(ahead, 7) + (2 if m.shift == 0 else 0)
    return now + timedelta(days=ahead if tense > 0 else ahead - 7)


def _ahead(distance: int, cycle: int) -> float:
    """What nearness adds to the log-odds of the future: news of Monday that names Tuesday rarely means the one six days ago.

    Set on the development halves of TimeBank and AQUAINT, the same for weekdays (``cycle`` 7) and months (12).
    """
    return 2 - 6 * distance / cycle


def year_of_day(m: Meaning, now: date, tense: float) -> int:
    """The year that puts the day nearest to the day of writing; the tense decides where two are near."""
    best = None
    for year in range(now.year - 2, now.year + 3):
        try:
            day = date(year, m.month, m.day)
        except ValueError:
            continue
        away = (day - now).days
        cost = abs(away) - 75 * max(-1.0, min(1.0, tense / 2)) * ((away > 0) - (away < 0))
        cost += 1000 * bool(m.weekday and day.isoweekday() != m.weekday)
        if best is None or cost < best[0]:
            best = cost, year
    return best[1]


def year_of_month(m: Meaning, now: date, tense: float) -> int:
    """The year of a month without one."""
    if m.shift == -1:
        return now.year - (m.month >= now.month)
    if m.shift == 1:
        return now.year + (m.month <= now.month)
    if m.shift == 0 or m.month == now.month:
        return now.year
    if tense + _ahead((m.month - now.month) % 12, 12) > 0:
        return now.year + (m.month < now.month)
    return now.year - (m.month > now.month)


def year_of_period(m: Meaning, now: date, tense: float) -> int:
    """The year of a quarter, half or season without one."""
    span = calendar.bounds(f"{now.year:04d}-{m.period}")
    if m.shift is not None:
        if m.period[0] in "QH":
            return now.year + m.shift
        years = {year: calendar.bounds(f"{year:04d}-{m.period}") for year in range(now.year - 2, now.year + 2)}
        if m.shift < 0:  # the last one that is over
            return max(year for year, days in years.items() if days[1] < now)
        if m.shift > 0:
            return min(year for year, days in years.items() if days[0] > now)
        return next((year for year, days in years.items() if days[0] <= now <= days[1]), now.year)
    if span[0] <= now:
        return now.year + (span[1] < now and tense > 2)
    return now.year if tense > 0 else now.year - 1
