"""Feasts that news dates by: on which day of a year they fall. Facts of the calendar; those of one country are that country's."""

from datetime import date, timedelta


def _fixed(month: int, day: int):
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int):
    """The nth weekday (1 is Monday) of a month; the last one for -1."""
    def day(year: int) -> date:
        if nth > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return day


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, in Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _easter(days: int):
    return lambda year: easter(year) + timedelta(days=days)


#: name -> function of the year.
DAYS = {
    "new year": _fixed(1, 1), "epiphany": _fixed(1, 6), "australia day": _fixed(1, 26), "valentine": _fixed(2, 14),
    "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1), "juneteenth": _fixed(6, 19), "canada day": _fixed(7, 1), "independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14), "halloween": _fixed(10, 31), "guy fawkes": _fixed(11, 5), "veterans day": _fixed(11, 11),
    "christmas eve": _fixed(12, 24), "christmas": _fixed(12, 25), "boxing day": _fixed(12, 26), "new year's eve": _fixed(12, 31),
    "king day": _nth(1, 1, 3), "presidents day": _nth(2, 1, 3), "memorial day": _nth(5, 1, -1), "labor day": _nth(9, 1, 1),
    "columbus day": _nth(10, 1, 2), "thanksgiving": _nth(11, 4, 4),
    "ash wednesday": _easter(-46), "palm sunday": _easter(-7), "good friday": _easter(-2), "easter": easter, "easter monday": _easter(1),
    "pentecost": _easter(49),
}
