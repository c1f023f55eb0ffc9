"""Articles that share rare names are often of the same days: which dated ones stand nearest to an undated one."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

#: Two or more capitalised words in a row, initials and little words of names between them.
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+(?:\s+(?:[A-Z]\.|of|de|al|bin|von|van|the)\s*)*(?:\s+[^\W\d_a-z][\w’'-]+)+")
#: Names in more articles than this, and this share of them, are not rare.
MOST, MOST_SHARE = 6, 0.01
#: ... and names in more articles than this are not rare in any corpus, however large.
MOST_EVER = 60
#: So many rare names must be shared.
LEAST = 2


def rare_names(texts: Sequence[str]) -> list[frozenset[str]]:
    """The names of each text that stand in two or more of the texts, but in few."""
    named = [names_in(text) for text in texts]
    count = Counter(name for names in named for name in names)
    return [frozenset(name for name in names if 2 <= count[name] <= most(len(texts))) for names in named]


def names_in(text: str) -> frozenset[str]:
    """Names of two words and more that stand in the text."""
    return frozenset(" ".join(m.split()) for m in _NAME.findall(text))


def most(texts: int) -> float:
    """In how many of so many texts a name may stand to be rare."""
    return min(max(MOST, MOST_SHARE * texts), MOST_EVER)


def nearest(names: Sequence[frozenset[str]], wanted: Sequence[int], known: Sequence[int],
            best: int = 3) -> dict[int, list[tuple[int, int]]]:
    """For each text wanted, the known texts that share most rare names with it: (which, how many), best first.

    Parameters
    ----------
    names
        As ``rare_names`` gives them, for all texts.
    wanted, known
        Numbers of the texts without and with a date.
    """
    holds: dict[str, list[int]] = defaultdict(list)
    for k in known:
        for name in names[k]:
            holds[name].append(k)
    made = {}
    for k in wanted:
        shared = Counter(other for name in names[k] for other in holds.get(name, ()) if other != k)
        found = [(other, n) for other, n in shared.items() if n >= LEAST]
        if found:
            made[k] = sorted(found, key=lambda b: (-b[1], b[0]))[:best]
    return made
