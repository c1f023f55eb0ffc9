"""Which of many regular expressions a line can match at all: by words that a match must hold, found all in one pass.

Most lines hold none of the words that any form needs, so that nearly no form has to be tried (the prefilter of RE2's
``FilteredRE2``). Words are read off the parsed expressions.
"""

import re
from collections.abc import Sequence

#: Stands for "some digit" among the literals.
_DIGIT = "\\d"
_SOME_DIGIT = re.compile(r"\d")
#: More characters than this in a class say too little.
_CLASS = 12


class Sieve:
    """Numbers of the forms that a line may match; forms that need nothing in particular are always among them.

    Parameters
    ----------
    forms
        Regular expressions, to be matched without case.
    """

    def __init__(self, forms: Sequence[str]):
        from ahocorasick_rs import AhoCorasick, MatchKind

        parsed = [_parsed(form) for form in forms]
        starts = [_first(items)[0] if form.startswith("^") and items else None for form, items in zip(forms, parsed, strict=True)]
        self._starts = {char: frozenset(k for k, first in enumerate(starts) if first is None or char in first)
                        for char in set().union(*filter(None, starts))}
        self._starts[""] = frozenset(k for k, first in enumerate(starts) if first is None)  # of any other character
        of: dict[str, list[int]] = {}
        always = []
        for number, items in enumerate(parsed):
            words = _best(items) if items else None
            # Where the first character tells much already, short words would only be found everywhere.
            if words and (starts[number] is None or min(map(len, words)) > 2):
                for word in words:
                    of.setdefault(word, []).append(number)
            else:
                always.append(number)
        digits = of.pop(_DIGIT, [])
        # What to try where no word is found, without digits and with them, by the first character.
        self._wordless = {char: tuple(sorted(allowed.intersection(some)) for some in (always, [*always, *digits]))
                          for char, allowed in self._starts.items()}
        self._numbers = list(of.values())
        self._found = AhoCorasick(list(of), matchkind=MatchKind.Standard)

    def possible(self, line: str) -> Sequence[int]:
        """Numbers of the forms to try, in order."""
        low = line.lower()
        first = low[:1] if low[:1] in self._starts else ""
        wordless = self._wordless[first][_SOME_DIGIT.search(low) is not None]
        hits = self._found.find_matches_as_indexes(low, overlapping=True)
        if not hits:
            return wordless
        allowed = self._starts[first]
        return sorted({*wordless, *(number for word, _, _ in hits for number in self._numbers[word] if number in allowed)})


def needed(form: str) -> frozenset[str] | None:
    """Words, in small letters, one of which is in every match; None where the form needs none in particular."""
    items = _parsed(form)
    return _best(items) if items else None


def _parsed(form: str):
    """The form taken apart, or None on a Python that cannot: then every form is tried."""
    try:
        from re import _parser as parser
    except ImportError:
        return None
    return parser.parse(form, re.IGNORECASE)


def _first(items) -> tuple[frozenset[str] | None, bool]:
    """Characters that a match can start with, None where it may be any; and whether the parts may match nothing."""
    made: frozenset[str] = frozenset()
    for operation, value in items:
        name = str(operation)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        chars, empty = None, False
        if name == "LITERAL":
            chars = frozenset(chr(value).lower())
        elif name == "IN":
            chars = _class(value)
        elif name == "SUBPATTERN":
            chars, empty = _first(value[3])
        elif name == "BRANCH":
            parts = [_first(part) for part in value[1]]
            chars = None if any(part is None for part, _ in parts) else frozenset().union(*(part for part, _ in parts))
            empty = any(may for _, may in parts)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            chars, empty = _first(value[2])
            empty = empty or value[0] == 0
        if chars is None or _DIGIT in chars:
            return None, False
        made |= chars
        if not empty:
            return made, False
    return made, True


def _best(items) -> frozenset[str] | None:
    """The most telling of the sets of words that the parts of a sequence need."""
    sets: list[frozenset[str]] = []
    run = ""
    for operation, value in [*items, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        if run:
            sets.append(frozenset((run,)))
            run = ""
        found = None
        if name == "BRANCH":
            parts = [_best(part) for part in value[1]]
            found = frozenset().union(*parts) if all(parts) else None
        elif name == "SUBPATTERN":
            found = _best(value[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
            found = _best(value[2])
        elif name == "IN":
            found = _class(value)
        if found:
            sets.append(found)
    return max(sets, key=lambda words: (min(map(len, words)) > 2, min(map(len, words)), -len(words)), default=None)


def _class(value) -> frozenset[str] | None:
    """The characters of a small class."""
    made: set[str] = set()
    for operation, what in value:
        if str(operation) == "LITERAL":
            made.add(chr(what).lower())
        elif str(operation) == "CATEGORY" and str(what) == "CATEGORY_DIGIT":
            made.add(_DIGIT)
        else:
            return None
    return frozenset(made) if 0 < len(made) <= _CLASS else None
