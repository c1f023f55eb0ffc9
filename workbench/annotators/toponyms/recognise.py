"""Which stretches of an article may name a place, before asking which place."""

import re
from dataclasses import dataclass

from workbench.knowledge.gazetteer.spelling import fold

WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W\d_]+(?:['’ʼ][^\W\d_]{2,})?")
_DOTTED = {"st", "ste", "mt", "ft", "pt"}
_GAP = re.compile(r"\.?[ \u00a0]|[-–]|\n|\. ")
_INNER = set("of de la las los le les du des del da do dos di el al and the upon on sur in am an der den e y under over".split())
_MOST_WORDS = 6


@dataclass(frozen=True)
class Word:
    """A word of the text with its offsets."""

    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()


def words(text: str, start: int, end: int) -> list[Word]:
    """Words of ``text[start:end]`` with offsets into the whole; possessive 's is not part of a word."""
    found = []
    for match in WORD.finditer(text, start, end):
        word = match.group()
        if word[-2:] in ("'s", "’s"):
            word = word[:-2]
        found.append(Word(match.start(), match.start() + len(word), word))
    return found


def grams(text: str, tokens: list[Word], dotted: frozenset[str] = frozenset()) -> list[tuple[int, int, int, int]]:
    """Runs of words that may be a name: (first token, last token, start, end), starting and ending with a capital letter.

    ``dotted`` are abbreviations whose full stop belongs to the name ("Calif.").
    """
    found = []
    for i, first in enumerate(tokens):
        if not first.capital:
            continue
        for j in range(i, min(len(tokens), i + _MOST_WORDS)):
            word = tokens[j]
            if j > i:
                gap = text[tokens[j - 1].end:word.start]
                if not _GAP.fullmatch(gap) or ("." in gap and tokens[j - 1].text.casefold() not in _DOTTED):
                    break
            if not word.capital:
                if word.text.casefold() not in _INNER:
                    break
                continue
            end = word.end
            if text[end:end + 1] == "." and text[word.start:end + 1] in dotted:
                found.append((i, j, first.start, end + 1))
            found.append((i, j, first.start, end))
    return found


def key(name: str) -> str:
    """The folded name by which mentions of a document are grouped."""
    return fold(name)
