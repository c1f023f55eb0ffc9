"""What was said, and who said it: quotations, the verb that reports them, and the speaker beside that verb.

The parts are named as in the literature on attribution (source, cue, content; Pareti 2015). Rules in three steps: quotation
marks are paired within a paragraph; each pair is a direct quote or a fragment of a reported clause; the nearest reporting verb
gives the speaker. Words between marks that nobody is said to have said (titles, irony) are no quotes.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.quotes import speakers
from workbench.annotators.quotes.subjects import Subjects
from workbench.knowledge import reporting_verbs
from workbench.sentences import sentences

_SMALL = frozenset("a an the of in on and for to with at by de la from".split())
_OPEN, _CLOSE = "“„«", "”»"
_MARK = re.compile(r"[\"“”„«»]|``|''")
_STOP = re.compile(r"[.!?,…—–-]$")
#: What ends a reported clause after its quoted words.
_TURN = re.compile(r"\s*[,;:—–]\s")
#: A work's title follows these; it is no quote.
_TITLE_BEFORE = re.compile(r"(?:['’]s|s['’]|\b(?:titled|entitled|called the|show|series|film|movie|book|song|album|novel|play|"
                           r"program|programme|"
                           r"documentary|podcast|newspaper|website|column|magazine|group|known as|nicknamed|on|in|of))\s*$", re.I)


@dataclass(eq=False)
class _Quote:
    """A quotation under way: offsets of the words between the marks, and what was found about them."""

    start: int
    end: int
    label: str = ""
    cue: tuple[int, int] | None = None
    speaker: tuple[int, int] | None = None
    entity: object = None
    why: str = ""
    by_description: bool = False


def quotes(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Quotations with their speakers.

    Parameters
    ----------
    documents, segments, mentions, entities
        The tables; ``entities`` only so that mentions have been resolved, ``mentions.entity_id`` is what is read.

    Returns
    -------
    DataFrame
        One row a quotation. ``direct``: the words between the marks; where the speaker stands in the middle of it, one row
        from the first mark to the last, its cue and speaker inside. ``mixed``: a reported clause that holds quoted words.
    """
    labels = schema.ACTOR_LABELS
    people = mentions[mentions["label"].isin(labels)].sort_values(["document_id", "start"])
    columns = (people["start"].to_numpy(), people["end"].to_numpy(), people["entity_id"].to_numpy(object),
               (people["label"] == "PERSON").to_numpy())
    named = {d: tuple(column[at] for column in columns) for d, at in people.groupby("document_id").indices.items()}
    texts = schema.texts_of(documents)
    read = segments[segments["label"].isin(("body", "subhead", "caption", "headline"))]
    nobody = (np.empty(0, int), np.empty(0, int), np.empty(0, object), np.empty(0, bool))
    rows = []
    for document_id, paragraphs in schema.by_document(read, "start", "end").items():
        found: list[_Quote] = []
        finder = _Finder(texts[document_id], *named.get(document_id, nobody))
        for start, end in paragraphs:
            found += finder.paragraph(start, end)
        rows += [_row(document_id, quote) for quote in dict.fromkeys(found)]
    return schema.spans("quotes", documents, rows)


def _row(document_id: str, quote: _Quote) -> dict:
    speaker, cue = quote.speaker or (pd.NA, pd.NA), quote.cue or (pd.NA, pd.NA)
    known = isinstance(quote.entity, str)
    return {"document_id": document_id, "start": quote.start, "end": quote.end, "label": quote.label,
            "score": 0.7 if quote.by_description else 0.9 if known else 0.75 if quote.speaker else 0.5,
            "annotator": f"quotes/{quote.why}{'+described' * quote.by_description}",
            "speaker_start": speaker[0], "speaker_end": speaker[1], "speaker_entity_id": quote.entity if known else None,
            "cue_start": cue[0], "cue_end": cue[1]}


class _Finder:
    """Reads one document's paragraphs in order; remembers who spoke last, for the quote that goes on in the next one."""

    def __init__(self, text: str, starts: np.ndarray, ends: np.ndarray, ids: np.ndarray, people: np.ndarray):
        self.text, self.starts, self.ends, self.ids, self.people = text, starts, ends, ids, people
        self.subjects = Subjects(text, starts, ends, ids)
        self.last: _Quote | None = None
        self.last_open = False
        self.last_end = 0
        self.before = (0, 0)
        self.spoken: list[tuple[int, int]] = []

    def paragraph(self, start: int, end: int) -> list[_Quote]:
        """The quotes of one paragraph, each with its speaker as far as one can tell."""
        found = self._read(start, end)
        if found:
            narrated = self.people & ~np.array([any(a <= s < b for a, b in self.spoken) for s in self.starts], bool)
            names = self.starts[narrated], self.ends[narrated], self.ids[narrated]
        for quote in found:
            if quote.speaker and not isinstance(quote.entity, str):
                quote.entity = speakers.meant(self.text, quote.speaker, quote.start, *names, [(start, quote.start), self.before])
                quote.by_description = quote.entity is not None
        self.before = (start, end)
        return found

    def _read(self, start: int, end: int) -> list[_Quote]:
        pairs, unclosed = _pairs(self.text, start, end)
        goes_on, self.last_open = self.last_open, unclosed
        # a quote goes on over a blank line, not over a newsletter box
        next_to = not self.text[self.last_end:start].strip()
        self.last_end = end
        self.spoken += pairs
        if not pairs:
            self.last = None
            return []
        bounds = sentences(self.text, start, end)
        # verbs of the narrator only: those inside quotation marks are part of what was said
        cues = [m for m in reporting_verbs.pattern().finditer(self.text, start, end) if not any(a <= m.start() < b for a, b in pairs)]
        found: list[_Quote] = []
        for k, (a, b) in enumerate(pairs):
            quote = self._quote(a, b, start, end, pairs, k, cues, bounds)
            if quote is None and found and found[-1].label == "direct" and self._joined(found[-1], a) and self._full(a, b, start):
                found[-1].end = b
                continue
            if quote is None and k == 0 and next_to and self.last and self.last.label == "direct" and (
                    goes_on or a - start <= 2) and a - self.last.end <= 120:
                # the next paragraph of the same speech
                self.last.end = b
                found.append(self.last)
                continue
            if quote is None:
                continue
            if found and quote.label == "direct" == found[-1].label and self._joined(found[-1], a):
                before = found[-1]
                before.end = b
                before.cue, before.speaker = before.cue or quote.cue, before.speaker or quote.speaker
                before.entity = before.entity if before.entity is not None else quote.entity
                continue
            if found and found[-1].label == "mixed" and a < found[-1].end:
                continue
            if quote.label == "mixed" and found and quote.start < found[-1].end:
                continue
            found.append(quote)
        self.last = found[-1] if found else None
        return found

    def _full(self, a: int, b: int, start: int) -> bool:
        """Whether the marks hold whole sentences, not a fragment of the narrator's."""
        said = self.text[a:b].strip().lstrip("[(….'‘ ")
        if not said or not (said[0].isupper() or said[0].isdigit() or self.text[a:a + 1] in "[(…"):
            return False
        before = self.text[start:a - 1].rstrip()
        led = not before or before[-1] in ",:.!?—–-…" or before.endswith(('."', '”', '"', "that"))
        return led and (len(said.split()) >= 4 or bool(_STOP.search(said)))

    def _joined(self, before: _Quote, a: int) -> bool:
        """Whether nothing but the speaker and the verb stand between two quotes."""
        gap = self.text[before.end:a]
        inside = bool(before.cue and before.end <= before.cue[0] < a)
        return len(gap) <= (110 if inside else 6) and "\n" not in gap

    def _quote(self, a, b, start, end, pairs, k, cues, bounds) -> _Quote | None:
        if self._full(a, b, start):
            cue = self._cue_after(a, b, end, pairs, k, cues) or self._cue_before(a, start, pairs, k, cues, bounds)
            if cue is None:
                return self._announced(a, b, start, k)
            speaker, entity = self.subjects.beside(cue, start, end, pairs, bounds)
            return _Quote(a, b, "direct", cue.span(), speaker, entity, "direct")
        return self._clause(a, b, pairs, cues, bounds, start, end)

    def _cue_after(self, a, b, end, pairs, k, cues):
        """``"...," Keller said``: the first verb after the mark, in what is left of its sentence."""
        limit = min(pairs[k + 1][0] if k + 1 < len(pairs) else end, end)
        tail = self.text[b + 1:limit]
        led_on = re.search(r"[,?!—–-]$", self.text[a:b].strip()) or tail.lstrip().startswith(",") or tail.lstrip()[:1].islower()
        if not led_on or not re.match(r"[\s\"”'’,—–-]*\s*[\w(]", tail):
            return None
        stop = re.search(r"[.!?](?:\s+[A-Z\"“]|\s*$)|[;\n]", _hide(tail))
        reach = b + 1 + (stop.start() if stop else len(tail))
        return next((m for m in cues if b < m.start() < min(reach, b + 160) and m[0].lower() not in reporting_verbs.NAMING), None)

    def _cue_before(self, a, start, pairs, k, cues, bounds):
        """``Keller said: "..."``: the last verb before the mark, in its sentence."""
        left = max((s for s, _ in bounds if s <= a), default=start)
        left = max(left, pairs[k - 1][1] + 1 if k else start)
        found = [m for m in cues if left <= m.start() and m.end() <= a]
        led = self.text[left:a - 1].rstrip()
        if not found:
            return None
        return found[-1] if led.endswith((",", ":", "that", found[-1][0])) or a - found[-1].end() < 90 else None

    def _announced(self, a, b, start, k) -> _Quote | None:
        """``Keller: "..."``, or whatever verb the colon stands after."""
        led = self.text[start:a - 1].rstrip()
        if k or not led.endswith(":"):
            return None
        speaker, entity = self.subjects.first(max(start, start + led.rfind(". ") + 1), start + len(led))
        return _Quote(a, b, "direct", None, speaker, entity, "announced")

    def _clause(self, a, b, pairs, cues, bounds, start, end) -> _Quote | None:
        """A fragment: the reported clause that holds it."""
        left, right = next(((s, e) for s, e in bounds if s <= a < e), (start, end))
        inside = [m for m in cues if left <= m.start() < right]
        before = [m for m in inside if m.end() <= a]
        after = [m for m in inside if m.start() >= b and m[0].lower() not in reporting_verbs.NAMING]
        words = self.text[a:b].split()
        if all(w[:1].isupper() or w in _SMALL for w in words) and _TITLE_BEFORE.search(self.text[left:a - 1]) and len(words) < 9:
            return None
        sure = [m for m in before if m[0].lower() not in reporting_verbs.NAMING]
        before = [m for m in before if m in sure or a - m.end() < 45]
        if before:
            cue = self._governing(before, sure, a)
            begin = cue.end() + len(self.text[cue.end():a]) - len(self.text[cue.end():a].lstrip(" ,:"))
            if cue[0].lower() == "according to" and (comma := self.text.find(", ", begin, a)) > 0:
                begin = comma + 2
            elif that := re.match(r"(?:[^\s]+\s+){0,5}?(?=that\b)", self.text[begin:a]):
                begin += that.end()
            # fragments that follow under the same verb belong to the clause
            more = [y for x, y in pairs if b < x < right and not any(cue.end() < m.start() < x for m in inside)]
            turn = _TURN.search(self.text, max([b, *more]) + 1, right)
            finish = turn.start() if turn else right
            speaker, entity = self.subjects.beside(cue, start, end, pairs, bounds)
        elif after:
            cue = after[-1]
            comma = max(self.text.rfind(",", b - 1, cue.start()), self.text.rfind("—", b - 1, cue.start()))
            if comma < 0:
                return None
            begin, finish = left, comma
            speaker, entity = self.subjects.beside(cue, start, end, pairs, bounds)
        else:
            return None
        finish -= len(self.text[begin:finish]) - len(self.text[begin:finish].rstrip(" .,;"))
        finish = max(finish, b)
        if finish == b:
            finish += 2 if self.text.startswith("''", b) else self.text[b:b + 1] in ('"', "”", "»")
        return _Quote(begin, finish, "mixed", cue.span(), speaker, entity, "mixed")

    def _governing(self, before, sure, a):
        """Which of several verbs reports the fragment: the last one, or the one whose clause the last stands in."""
        if not sure or a - before[-1].end() < 25:
            return before[-1]
        chosen = sure[-1]
        for earlier in reversed(sure[:-1]):
            if re.search(r"\b(?:and|but)\b[^,]*$|,[^,]*$", self.text[earlier.end():chosen.start()]):
                break
            chosen = earlier
        return chosen


def _hide(text: str) -> str:
    """The text with the full stops of initials and short titles made harmless, length kept."""
    return re.sub(r"\b([A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|Prof|U\.S)\.", lambda m: m[0][:-1] + "_", text)


def _pairs(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """Offsets of the words between quotation marks, and whether the last mark stays open."""
    pairs, opened = [], None
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        if mark == "``" or mark in _OPEN:
            opening = True
        elif mark == "''" or mark in _CLOSE:
            opening = False
        else:
            opening = opened is None
        if opening:
            opened = match.end()
        elif opened is not None:
            if at > opened and not text[max(0, opened - 10):opened - 1].endswith(("=", "so-called ", "So-called ")):
                pairs.append((opened, at))
            opened = None
    if opened is not None and end - opened > 1:
        pairs.append((opened, end))
    return [(a, b) for (a, b), (c, _) in pairwise([*pairs, (end + 1, end + 1)]) if c >= b], opened is not None
