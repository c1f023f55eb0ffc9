"""Units of time: how long they are, what they are called in TIMEX3, and how to count by them.

Codes: ``D W M Q Y E C L`` for day to millennium, ``TH TM TS`` for the clock, ``NI`` night, ``WE`` week-end, ``2W`` fortnight, ``6M`` half.
"""

from datetime import date, timedelta

from workbench.knowledge.timex import calendar

_MONTHS = {"M": 1, "Q": 3, "6M": 6, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_DAYS = {"D": 1, "NI": 1, "W": 7, "2W": 14, "WE": 7}
#: What is known of a point without a date to count from.
SYMBOLS = {"W": "XXXX-WXX", "2W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "6M": "XXXX-HX", "Y": "XXXX",
           "E": "XXX", "C": "XX"}


def point(unit: str, day: date) -> str:
    """The value of the unit that a day lies in: ``2019-W17``, ``2019-04``, ``2019-Q2``."""
    if unit in ("W", "2W"):
        return calendar.week_value(day)
    if unit == "WE":
        return calendar.week_value(day) + "-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "6M":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    digits = {"Y": 4, "E": 3, "C": 2, "L": 1}.get(unit)
    return f"{day.year:04d}"[:digits] if digits else day.isoformat()


def moved(day: date, unit: str, amount: float) -> date:
    """The day so many units on; months keep the day of the month where they can."""
    if unit in _MONTHS:
        return calendar.add_months(day, round(amount * _MONTHS[unit]))
    return day + timedelta(days=round(amount * _DAYS.get(unit, 0)))



def length(unit: str, amount: float | None) -> str:
    """The TIMEX3 value of a length of time: ``P3D``, ``PT4H``, ``PXY`` where nobody counted; decades and centuries in years."""
    if unit in ("2W", "6M"):
        amount, unit = (None if amount is None else amount * int(unit[0])), unit[1]
    if amount is not None and unit in ("E", "C", "L"):
        amount, unit = amount * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    if amount is not None and not float(amount).is_integer():
        for whole, part, per in (("Y", "M", 12), ("TH", "TM", 60), ("D", "TH", 24), ("W", "D", 7)):
            if unit == whole and float(amount * per).is_integer() and amount < 3:
                amount, unit = amount * per, part
                break
    count = "X" if amount is None else str(int(amount)) if float(amount).is_integer() else f"{amount:g}"
    if unit in ("TS", "TM", "TH"):
        return f"PT{count}{unit[1]}"
    return f"P{count}{ {'NI': 'D'}.get(unit, unit)}"
