"""What an expression of time means before it is known when it was written: plain data that a date can be put to later."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """The reading of one expression, free of any calendar date that it does not name itself.

    Attributes
    ----------
    op
        How to resolve it: ``calendar`` (a named point, missing fields from the anchor), ``unit`` (the unit ``shift`` away),
        ``offset`` (``amount`` units from now or then), ``within`` (so long from now, or so long), ``span`` (the last or next
        ``amount`` units), ``beside`` (the unit before or after what is said next), ``week of`` (the week of a day), ``focus`` (the
        period that a report is about, or the one a year before), ``holiday``, ``duration``, ``set``, ``fixed`` (the value as it is),
        ``range``.
    label
        DATE, TIME, DURATION or SET.
    value
        What is known of the TIMEX3 value; the whole of it for ``duration``, ``set`` and ``fixed``.
    year, month, day, weekday, period
        Named fields; ``weekday`` 1 is Monday; ``period`` is a part of a year: ``Q3``, ``H1``, ``SU`` (of an offset, ``compare``:
        "a year earlier" compares with the period spoken of).
    part
        Part of day or clock time, as it stands after ``T``.
    mod
        ``START``, ``MID`` or ``END``: a fuzzy third; ``BEFORE`` or ``AFTER``: up to, or from, the day of writing; ``ENDED``: its end is
        said next.
    unit, amount
        ISO unit (``D W M Q Y E C L``, ``TH TM TS`` for the clock, ``WE`` for week-ends), and how many.
    shift
        -1 last, 0 this, +1 next; None where the expression does not say.
    then
        Whether it counts from what was spoken of before and not from the day of writing.
    first, last
        The ends of a ``range``.
    """

    op: str
    label: str = "DATE"
    value: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    period: str | None = None
    part: str | None = None
    mod: str | None = None
    unit: str | None = None
    amount: float | None = None
    shift: int | None = None
    then: bool = False
    first: "Meaning | None" = None
    last: "Meaning | None" = None


@dataclass(frozen=True)
class Expression:
    """An expression of time in a text: its place, what it means, which rule read it, and which way its sentence looks.

    Attributes
    ----------
    tense
        Log-odds that the words around speak of what is to come, in natural units; below zero is the past.
    """

    start: int
    end: int
    meaning: Meaning
    rule: str
    score: float
    tense: float = 0.0


@dataclass(frozen=True)
class Reading:
    """An expression resolved: label, TIMEX3 value and, where known, first and last day (``datetime.date``, inclusive)."""

    label: str
    value: str
    date_from: object
    date_to: object
