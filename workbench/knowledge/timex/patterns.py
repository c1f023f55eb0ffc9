"""Patterns over words: how the rules of the grammar are written, and how they become regular expressions.

A pattern is a regular expression whose atoms are classes of words in capitals (``MONTH``, ``DAY``), plain words in small
letters (``ago``) and the usual signs, with white space between for reading: ``"(?P<month>MONTH) (?P<day>DAY) (?! of)"``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.knowledge.timex import lexer, lexicon
from workbench.knowledge.timex.meaning import Meaning

_ATOM = re.compile(r"(?P<group>\(\?P<\w+>|\(\?<?[=!:])|(?P<cls>[A-Z]{2,}|A\b)|(?P<word>[a-z][a-z.']*)|(?P<sign>\S)|\s+")


class Hit:
    """Where a pattern matched: its words by group."""

    __slots__ = ("lexed", "match")

    def __init__(self, lexed: lexer.Lexed, match: re.Match):
        self.lexed, self.match = lexed, match

    def has(self, group: str) -> bool:
        """Whether the group took part; a group that the pattern does not know did not."""
        return self.place(group) >= 0

    def place(self, group: str) -> int:
        """The group's first word by number, -1 where it took no part."""
        known = self.match.re.groupindex
        while group in known:
            k = self.match.start(group)
            if k >= 0:
                return k
            group += "_"
        return -1

    def word(self, group: str) -> str | None:
        """The group's first word, in lower case."""
        k = self.place(group)
        return self.lexed.words[k] if k >= 0 else None

    def value(self, group: str, cls: str):
        """What the group's word means in a class of words."""
        word = self.word(group)
        return None if word is None else lexicon.CLASSES[cls].get(word)

    def number(self, group: str) -> float | None:
        """The number that the group stands for: figures, number words, an ordinal, or "a"."""
        k = self.place(group)
        if k < 0:
            return None
        word, value = self.lexed.words[k], self.lexed.values[k]
        return value if value is not None else lexicon.CLASSES["ORDINAL"].get(word, lexicon.VAGUE.get(word, 1))

    def whole(self, group: str) -> int | None:
        """The number that the group stands for, as an int."""
        value = self.number(group)
        return None if value is None else int(value)

    def mod(self) -> str | None:
        """Which third the group ``mod`` narrows to."""
        return self.value("mod", "EARLY") or self.value("mod", "EDGE")

    def shift(self) -> int | None:
        """Whether the group ``shift`` says last (-1), this (0) or next (1)."""
        return next((v for cls in ("LAST", "NEXT", "THIS") if (v := self.value("shift", cls)) is not None), None)

    def before(self, back: int = 1) -> str:
        """The word so many places before the match, or an empty text."""
        k = self.match.start() - back
        return self.lexed.words[k] if k >= 0 else ""

    def after(self, on: int = 0) -> str:
        """The word so many places after the match."""
        k = self.match.end() + on
        return self.lexed.words[k] if k < len(self.lexed.words) else ""

    def within_sentence(self, wanted: frozenset[str], reach: int = 12) -> bool:
        """Whether one of these words stands before the match, in its sentence."""
        for k in range(self.match.start() - 1, max(-1, self.match.start() - reach - 1), -1):
            if self.lexed.words[k] in (".", ";", "!", "?") or self.lexed.shape[k] == lexer.BREAK:
                return False
            if self.lexed.words[k] in wanted:
                return True
        return False

    def shape_after(self, on: int = 0) -> str:
        """The character of the word so many places after the match."""
        k = self.match.end() + on
        return self.lexed.shape[k:k + 1]

    def shape_before(self, back: int = 1) -> str:
        """The character of the word so many places before the match."""
        k = self.match.start() - back
        return self.lexed.shape[k] if k >= 0 else ""

    def written(self, on: int) -> str:
        """A word of the match, as it was written."""
        k = self.match.start() + on
        return self.lexed.text[self.lexed.starts[k]:self.lexed.ends[k]]

    def written_before(self) -> str:
        """The word before, as it was written."""
        k = self.match.start() - 1
        return self.lexed.text[self.lexed.starts[k]:self.lexed.ends[k]] if k >= 0 else ""


@dataclass(frozen=True)
class Rule:
    """A pattern, its name, what it makes of a hit (None: not a time after all), and how often it may be right where nobody measured."""

    name: str
    pattern: str
    build: Callable[[Hit], Meaning | None]
    score: float = 0.9


def literals(pattern: str) -> set[str]:
    """The plain words of a pattern."""
    return {m["word"] for m in _ATOM.finditer(pattern) if m["word"]}


def needed(pattern: str, letters: dict[str, str]) -> list[frozenset[str]]:
    """Sets of characters of which a text must hold one each for the pattern to match at all: its atoms that are not optional.

    Most texts lack most words, so this spares most searches.
    """
    atoms = list(_ATOM.finditer(pattern))
    atoms = [atom for atom in atoms if atom.group().strip()]
    found: list[tuple[list[int], frozenset[str]]] = []
    optional, open_groups, names = set(), [], 0
    for k, atom in enumerate(atoms):
        sign, after = atom["sign"], atoms[k + 1]["sign"] if k + 1 < len(atoms) else None
        if atom["group"] or sign == "(":
            names += 1
            open_groups.append(names)
            if atom["group"] and not atom["group"].startswith("(?P"):
                optional |= {names} if atom["group"] != "(?:" else set()
        elif sign == ")":
            group = open_groups.pop()
            optional |= {group} if after in ("?", "*") else set()
        elif sign == "|":
            optional.add(open_groups[-1] if open_groups else 0)
        elif not sign and after not in ("?", "*"):
            found.append(([0, *open_groups], frozenset(lexer.charset(atom["cls"]) if atom["cls"] else letters[atom["word"]])))
    return [chars for groups, chars in found if optional.isdisjoint(groups)]


def compiled(pattern: str, letters: dict[str, str]) -> re.Pattern:
    """The regular expression over characters of words.

    A group may stand twice in a pattern, which ``re`` does not allow: the second is called ``name_``, the third ``name__``.
    """
    made, groups = [], set()
    for atom in _ATOM.finditer(pattern):
        if (atom["group"] or "").startswith("(?P<"):
            name = atom["group"][4:-1]
            while name in groups:
                name += "_"
            groups.add(name)
            made.append(f"(?P<{name}>")
        elif atom["cls"]:
            made.append("[" + re.escape(lexer.charset(atom["cls"])) + "]")
        elif atom["word"]:
            made.append(re.escape(letters[atom["word"]]))
        elif atom.group().strip():
            made.append(atom.group())
    return re.compile("".join(made))
