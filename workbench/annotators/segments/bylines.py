"""Authors' names out of a byline."""

import re

_BY = re.compile(r"^(?:[^\W_][\w.]*[ /]+){0,6}?(?:by|von|par|por|di|da|door|af|av)(?:\s*:)?\s+(?=\S)|^by(?=[A-Z])|"
                 r"^(?:author|reporter|correspondent|redaktion|autor(?:in)?|auteur|autore|words|texte?)(?:/\w+)?s?\s*:?\s+", re.IGNORECASE)
_NO_NAME = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b\w+\.(?:com|org|net|de|fr|co)\b\S*|https?://\S*|[\u200b\xad]|\([^)]{0,60}\)?|\[[^\]]{0,60}\]?")
#: What follows the names: a date, a place of work, a rank.
_AFTER = re.compile(r"\d|(?:published|updated|posted|veröffentlicht|aktualisiert|modified)\b|(?<=[a-zß-ÿ])(?=(?:Published|Updated|Posted))|"
                    r"\s(?:in|for|at|aus|de notre)\s", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;|•·/]|\s[–—-]\s|\s(?:and|und|et|y|e|og|och|en|with|&)\s)\s*")
_RANKS = frozenset((
    "staff writer reporter reporters correspondent correspondents editor editors columnist contributor journalist senior "
    "chief political foreign news sports business redakteur redakteurin redaktion autor autorin journaliste rédacteur "
    "journalista redattore read more follow share editorial team desk agencies agency contributing deputy associate special "
    "freelance photographer image photo getty images"
).split())
_PARTICLES = frozenset("de da di del della der den van von zu la le el al bin ibn ben dos du ter ten af av y e o'".split())


def names(line: str) -> list[str]:
    """Authors' names that a byline gives, in order; none where nothing in it looks like a name."""
    line = _NO_NAME.sub(" ", line).strip()
    by = _BY.match(line)
    rest = line[by.end():] if by else line
    rest = rest.split("@")[0]
    cut = _AFTER.search(rest)
    rest = rest[:cut.start()] if cut else rest
    found: list[str] = []
    for piece in _PARTS.split(rest):
        words = piece.strip(" .:").split()
        while words and words[-1].casefold().strip(".") in _RANKS:
            words.pop()
        while words and words[0].casefold().strip(".") in _RANKS:
            words.pop(0)
        if not words or any(word.casefold() in _RANKS for word in words):
            if found:
                break  # after a rank come no more names, but papers and places
            continue
        name = " ".join(words)
        if _is_name(words, bool(by) and not found) and name not in found:
            found.append(name)
    return found


def _is_name(words: list[str], announced: bool) -> bool:
    """Whether words look like a person's name; a single one only where a "by" announces it, or the script has no case."""
    if len(words) == 1:
        caseless = all(char.isalpha() and not char.isupper() and not char.islower() for char in words[0])
        return 2 <= len(words[0]) <= (6 if caseless else 30) and (caseless or (announced and words[0][0].isalpha()))
    capital = [word[0].isupper() or word.casefold() in _PARTICLES or word[0].lower() == word[0].upper() for word in words]
    return len(words) <= 5 and all(capital) and words[0][0].isupper() | (not words[0][0].islower()) and any(map(str.isalpha, words[-1]))
