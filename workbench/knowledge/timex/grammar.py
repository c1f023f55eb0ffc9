"""The grammar of time: finds the expressions of a text, by rules over words, the longest first."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources

from workbench.knowledge.timex import lexer, lexicon, patterns, rules_calendar, rules_period, rules_quantity, rules_relative
from workbench.knowledge.timex.meaning import Expression, Meaning
from workbench.knowledge.timex.tense import tense

RULES: tuple[patterns.Rule, ...] = (*rules_calendar.RULES, *rules_period.RULES, *rules_relative.RULES, *rules_quantity.RULES)


@cache
def letters() -> dict[str, str]:
    """Word -> its character: the words of the lexicon and the plain words of the rules."""
    made = dict(lexicon.alphabet()[0])
    for word in sorted({word for rule in RULES for word in patterns.literals(rule.pattern)}):
        made.setdefault(word, chr(0xE100 + len(made)))
    return made


@cache
def compiled() -> tuple:
    """(rule, its regular expression, what a text must hold for it), in the order of the rules."""
    known = letters()
    return tuple((rule, patterns.compiled(rule.pattern, known), patterns.needed(rule.pattern, known)) for rule in RULES)


@cache
def waking() -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    """Character -> numbers of the rules that it may wake, and the numbers of the rules that any text wakes.

    A rule is filed under the set, among those it needs, with the fewest everyday words in it.
    """
    everyday = {letters()[word] for word in "the a an of in to and on at for or his her its their".split()}
    by: dict[str, list[int]] = {}
    always = []
    for number, (_, _, needs) in enumerate(compiled()):
        if needs:
            for char in min(needs, key=lambda chars: (len(chars & everyday), len(chars))):
                by.setdefault(char, []).append(number)
        else:
            always.append(number)
    return {char: tuple(numbers) for char, numbers in by.items()}, tuple(always)


@cache
def scores() -> dict[str, float]:
    """Rule -> how often it was right where it was measured (``workbench/build/time_scores.py``)."""
    with resources.files("workbench.knowledge.timex").joinpath("scores.csv").open(encoding="utf8") as file:
        return {row["rule"]: float(row["score"]) for row in csv.DictReader(file)}


def find(text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False) -> list[Expression]:
    """The expressions of time in ``text[start:end]``, in order, none overlapping.

    Parameters
    ----------
    wrapped
        Whether single line breaks fall inside sentences, as in wire copy.
    """
    lexed = lexer.lex(text, start, len(text) if end is None else end, letters(), wrapped)
    found, present = [], set(lexed.shape)
    by, always = waking()
    rules = compiled()
    for order in {*always, *(number for char in present if char in by for number in by[char])}:
        rule, pattern, needs = rules[order]
        if any(present.isdisjoint(chars) for chars in needs):
            continue
        for match in pattern.finditer(lexed.shape):
            if match.end() > match.start():
                meaning = rule.build(patterns.Hit(lexed, match))
                if meaning is not None:
                    found.append((match.start(), match.end(), order, rule, meaning))
    measured = scores()
    return [Expression(lexed.starts[i], lexed.ends[j - 1], meaning, rule.name, measured.get(rule.name, rule.score), tense(lexed, i, j))
            for i, j, _, rule, meaning in _longest(found)]


def with_dates(found: Iterable[Expression], dates: Iterable[tuple[int, int, date, float]]) -> list[Expression]:
    """Expressions, and full dates as other languages write them, (start, end, day, how sure); where both stand, the longer is kept.

    So "le 24 avril 2019" is a day, of which English reads the year alone.
    """
    found, more = list(found), []
    for start, end, day, score in dates:
        over = [one for one in found if one.start < end and start < one.end]
        if all(one.end - one.start < end - start for one in over):
            found = [one for one in found if one not in over]
            meaning = Meaning("calendar", year=day.year, month=day.month, day=day.day, unit="M")
            more.append(Expression(start, end, meaning, "full date", score))
    return sorted((*found, *more), key=lambda one: one.start)


def stretches(text: str, places: Iterable[tuple[int, int]], *, wrapped: bool = True) -> list[tuple[int, int]]:
    """Places to read, with the lines of one hard-wrapped paragraph joined, since an expression may run over a line's end.

    Parameters
    ----------
    places
        (start, end) of lines or paragraphs, in order.
    wrapped
        Whether the text is hard-wrapped at all.
    """
    made: list[tuple[int, int]] = []
    for start, end in places:
        if wrapped and made and text[made[-1][1]:start].strip() == "" and text.count("\n", made[-1][1], start) < 2:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _longest(found: Iterable[tuple]) -> list[tuple]:
    """The longest finds that do not overlap, earlier rules first among equals; in order of place."""
    kept, taken = [], set()
    for item in sorted(found, key=lambda f: (f[0] - f[1], f[2], f[0])):
        places = range(item[0], item[1])
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(item)
    return sorted(kept, key=lambda f: f[0])
