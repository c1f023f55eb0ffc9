"""The words beside a reporting verb that say who spoke: a name, a pronoun or a noun, with the entity where it is a resolved name."""

import re

import numpy as np

_PRONOUN = re.compile(r"\b(?:he|she|they|it|we|I|who|He|She|They|It|We)\b")
_NOUN = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Aa]nother|[Ss]ome|[Ss]everal|[Mm]any) [\w-]+(?: [\w-]+){0,3}"
                   r"|\b[A-Z][\w'’.-]+"
                   r"(?: [A-Z][\w'’.-]+)*|\b[a-z]+(?:ers|ors|ists|ials|ents|ants|ts|es|ns|man|woman|men|women|er|or|ist|ial)\b")
_PREPOSITION = re.compile(r"\b(?:on|in|at|to|for|of|with|by|from|against|about|after|before|like|under|over|than|near|into)\s+(?:the\s+)?$",
                          re.I)

Spans = list[tuple[int, int]]


class Subjects:
    """Looks for subjects in one article.

    Parameters
    ----------
    text
        The article.
    starts, ends, ids
        The actors named in it, in order: offsets and entity_id.
    """

    def __init__(self, text: str, starts: np.ndarray, ends: np.ndarray, ids: np.ndarray):
        self.text, self.starts, self.ends, self.ids = text, starts, ends, ids

    def beside(self, cue: re.Match, start: int, end: int, pairs: Spans, bounds: Spans) -> tuple[tuple[int, int] | None, object]:
        """The name, pronoun or noun that stands as subject beside the verb ``cue`` of the paragraph ``text[start:end]``.

        ``pairs`` are the words between quotation marks, ``bounds`` the sentences.
        """
        left, right = next(((s, e) for s, e in bounds if s <= cue.start() < e), (start, end))
        left = max([left, *(b + 1 for _, b in pairs if b <= cue.start())])
        right = min([right, *(a - 1 for a, _ in pairs if a >= cue.end())])
        if cue[0].lower() == "according to":
            return self.first(cue.end(), right)
        before = self.text[left:cue.start()]
        if re.search(r"\b(?:and|but|then)\s+(?:\w+ly\s+|has\s+|have\s+|had\s+|also\s+)*$", before) or (
                cue[0].lower().endswith("ing") and re.search(r"[,—–]\s*$", before)):
            found = self._subject(left, cue.start())
            if found[0]:
                return found
        found = self._nearest(max(left, cue.start() - 150), cue.start())
        if found[0] is None:
            found = self.first(cue.end(), min(right, cue.end() + 60))
        return found

    def _subject(self, left: int, right: int) -> tuple[tuple[int, int] | None, object]:
        """The first name or pronoun of the sentence that no preposition stands before: the subject of verbs joined to the first."""
        pronoun = next((m.span() for m in _PRONOUN.finditer(self.text, left, right) if m[0].lower() not in ("it", "who")), None)
        for k in range(len(self.starts)):
            if left <= self.starts[k] and self.ends[k] <= right and not _PREPOSITION.search(self.text[left:self.starts[k]]):
                if pronoun and pronoun[0] < self.starts[k]:
                    break
                return (int(self.starts[k]), int(self.ends[k])), self.ids[k]
        return pronoun, None

    def first(self, left: int, right: int) -> tuple[tuple[int, int] | None, object]:
        """The first name, or the pronoun or noun that stands well before it."""
        names = [k for k in range(len(self.starts)) if left <= self.starts[k] and self.ends[k] <= right]
        found = _PRONOUN.search(self.text, left, right), _NOUN.search(self.text, left, right)
        match = min(filter(None, found), key=lambda m: m.start(), default=None)
        if names and (match is None or self.starts[names[0]] <= match.end() + 30):
            return (int(self.starts[names[0]]), int(self.ends[names[0]])), self.ids[names[0]]
        return (match.span(), None) if match else (None, None)

    def _nearest(self, left: int, right: int) -> tuple[tuple[int, int] | None, object]:
        """The subject before a verb: of "Keller, a lawyer in Bern, said" it is Keller; of "the lawyer Anna Keller said" too."""
        said = self.text[left:right]
        pronoun = [m for m in _PRONOUN.finditer(said) if len(said[m.end():].split()) <= 3]
        if pronoun and pronoun[-1][0] != "who":
            return (left + pronoun[-1].start(), left + pronoun[-1].end()), None
        names = [k for k in range(len(self.starts)) if left <= self.starts[k] and self.ends[k] <= right]
        if not names:
            nouns = list(_NOUN.finditer(said))
            return ((left + nouns[-1].start(), left + nouns[-1].end()), None) if nouns else (None, None)
        subjects = [k for k in names if not _PREPOSITION.search(self.text[left:self.starts[k]])]
        names = subjects or names
        chosen = names[-1]
        if "," in self.text[self.ends[chosen]:right]:
            # what stands between commas describes the name before them
            for k in reversed(names[:-1]):
                if re.match(r"['’s]*\s*(?:\([^)]*\))?\s*,", self.text[self.ends[k]:right]):
                    chosen = k
        return (int(self.starts[chosen]), int(self.ends[chosen])), self.ids[chosen]
