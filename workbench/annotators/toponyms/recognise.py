"""Which stretches of an article name a place: every run of words that may be one, described by features, scored by a linear model.

The model looks at the words around a run, at what the names annotator says about it, at what the gazetteer holds under it, and,
in a second pass, at how its other occurrences in the article were judged.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.annotators.toponyms.judge import Name, reconsider, score
from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, COUNTRY, MAIN, REGION, Gazetteer, abbreviations, demonyms, read_table
from workbench.knowledge.gazetteer.lexicon import NEVER_BEFORE, VETO_AFTER, ordinary
from workbench.knowledge.gazetteer.spelling import fold

_WORD = re.compile(r"W\. ?Va(?=\.)|(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_DOTTED = {"st", "ste", "mt", "ft", "pt"}
_GAP = re.compile(r"(?:\.|['’]s)?[ \u00a0]|[-–]|\r?\n|\. ")
_INNER = frozenset("of de la las los le les du des del da do dos di el al and the upon on sur in am an der den e y under over by".split())
_MOST_WORDS = 6
_BREAK = re.compile(r"[.!?:;\"“”()\[\]\n]")


@dataclass(slots=True)
class Word:
    """A word of the text with its offsets."""

    start: int
    end: int
    text: str
    capital: bool

    @property
    def lower(self) -> str:
        return self.text.casefold()


def words(text: str, start: int, end: int) -> list[Word]:
    """Words of ``text[start:end]`` with offsets into the whole; possessive 's is not part of a word."""
    found = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        if word[-2:] in ("'s", "’s"):
            word = word[:-2]
        at = match.start()
        found.append(Word(at, at + len(word), word, word[0].isupper()))
    return found


def grams(text: str, tokens: list[Word], dotted: frozenset[str]) -> list[tuple[int, int, int, int]]:
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
                if gap != " " and (not _GAP.fullmatch(gap) or ("." in gap and tokens[j - 1].lower not in _DOTTED)):
                    break
            if not word.capital:
                if word.lower not in _INNER:
                    break
                continue
            end = word.end
            if text[end:end + 1] == "." and text[word.start:end + 1] in dotted:
                end += 1
            found.append((i, j, first.start, end))
            if text[end:end + 2] in ("'s", "’s"):
                found.append((i, j, first.start, end + 2))
    return found


class Recogniser:
    """Finds names of places in articles; holds the gazetteer and the weights, nothing about articles."""

    def __init__(self, gazette: Gazetteer, weights: Mapping[str, float], again: Mapping[str, float], own: Mapping[str, int]):
        self.gazette, self.weights, self.again, self.own = gazette, weights, again, own
        self.short, self.people = abbreviations(gazette), demonyms(gazette)
        self.dotted = frozenset(word for word in self.short if word.endswith("."))
        self.states = {line["code"]: self.short["La." if line["code"] == "LA" else line["code"]] for line in read_table("us_states")}
        self.ordinary = ordinary()

    def kinds(self, unique: list[str]) -> dict[str, tuple[str, bool]]:
        """For each folded name that the gazetteer has: a letter for the kind of its best known bearer, and whether by main name."""
        which, rows, how = self.gazette.find(unique, folded=True)
        if not len(which):
            return {}
        kind, people = self.gazette.kind[rows], self.gazette.population[rows]
        size = np.log10(np.maximum(people, 1)).astype(int)
        worth = np.select([kind == COUNTRY, kind == ADMIN1, kind == REGION, kind == ADMIN2], [20, 12, 11, 5.5], size) - 1.5 * (how != MAIN)
        order = np.lexsort((-worth, which))
        first = order[np.searchsorted(which[order], np.unique(which))]
        letters = {COUNTRY: "C", ADMIN1: "A", REGION: "R", ADMIN2: "D"}
        return {unique[which[k]]: (letters.get(int(kind[k]), f"P{size[k]}"), bool(how[k] == MAIN)) for k in first}

    def find(self, articles: Sequence) -> list[list[Name]]:
        """All that may name a place in each article, with features and scores of both passes; not yet chosen among overlapping ones.

        Parameters
        ----------
        articles
            ``toponyms.document.Article`` each; its outlet's own words are no place.
        """
        parts = [[(tokens, grams(article.text, tokens, self.dotted))
                  for tokens in (words(article.text, start, end) for start, end in article.stretches)] for article in articles]
        surfaces = {article.text[start:end] for article, some in zip(articles, parts, strict=True)
                    for _, runs in some for _, _, start, end in runs}
        folded = {surface: fold(surface) for surface in surfaces}
        kinds = self.kinds(sorted(set(folded.values())))
        return [self._scored(article, some, folded, kinds) for article, some in zip(articles, parts, strict=True)]

    def _scored(self, article, parts: list[tuple], folded: dict[str, str], kinds: dict) -> list[Name]:
        text, mentions = article.text, article.mentions
        spelled = [[folded[text[s:e]] for _, _, s, e in runs] for _, runs in parts]
        kinds = {key: kinds[key] for keys in spelled for key in keys if key in kinds}  # nothing of what stands in another article
        names: list[Name] = []
        for (tokens, runs), keys, (begin, end) in zip(parts, spelled, article.stretches, strict=True):
            here = [m for m in mentions if m[0] < end and m[1] > begin]
            names += self.candidates(text, tokens, runs, keys, here, kinds, bool(mentions))
        score(names, self.weights)
        reconsider(names, text, mentions)
        score(names, self.again)
        banned = fold(article.outlet)
        for name in names:
            if banned and len(name.key) < len(banned) and self.within_outlet(text, name, banned):
                name.score = -9.0
        return names

    def within_outlet(self, text: str, name: Name, outlet: str) -> bool:
        """Whether the words stand inside the publisher's own name ("The Moscow Times")."""
        around = fold(text[max(0, name.start - 24):name.end + 40])
        return outlet in around and name.key in outlet and " " in outlet

    def candidates(self, text, tokens, runs, keys, mentions, kinds, named) -> list[Name]:
        """What may name a place in one segment, each with features."""
        found, spans = [], set()
        title = sum(token.capital for token in tokens) > 0.6 * len(tokens) and len(tokens) > 3
        for (i, j, start, end), key in zip(runs, keys, strict=True):
            surface = text[start:end]
            name = Name(start, end, i, j, key)
            comma = i > 0 and text[tokens[i - 1].end:start] in (", ", ",", "., ")
            if surface in self.people:
                name.row, name.demonym, kind, main = self.people[surface], True, "N", True
            elif comma and surface in self.states and (surface != "DC" or tokens[i - 1].text != "Washington"):
                name.row, kind, main = self.states[surface], "S", True
            elif surface in self.short and (surface not in self.states or surface in ("DC", "LA")):
                name.row, kind, main = self.short[surface], "S", True
            elif key in self.own:
                name.row, kind, main = -2 - self.own[key], "C", True
            elif key in kinds and (len(key) > 3 or not surface.isupper() or len(surface) < 3):
                kind, main = kinds[key]
            else:
                continue
            self.describe(name, text, tokens, mentions, kind, main, title, kinds, named)
            found.append(name)
            spans.add((start, end))
        whole = [(n.start, n.end) for n in found if n.last - n.first > 1 and "K=C" in n.features]
        found = [n for n in found if not any(s <= n.start and n.end <= e and (s, e) != (n.start, n.end) for s, e in whole)]
        starts = [token.start for token in tokens]
        for start, end, label, identifier in mentions:
            if label not in ("GPE", "LOC", "FAC", "ORG", "PERSON"):
                continue
            if text[start:start + 4] in ("the ", "The "):
                start += 4
            if (start, end) in spans:
                continue
            first, last = bisect_left(starts, start), bisect_right(starts, end)
            inside = [k for k in range(first, last) if tokens[k].end <= end]
            if not inside or (label in ("ORG", "PERSON") and any(n.start < end and n.end > start for n in found)):
                continue
            name = Name(start, end, inside[0], inside[-1], fold(text[start:end]), known=False, mention=identifier)
            self.describe(name, text, tokens, mentions, "U", True, title, kinds, named)
            found.append(name)
        return found

    def describe(self, name: Name, text: str, tokens: list[Word], mentions, kind: str, main: bool, title: bool, kinds, named: bool) -> None:
        """Fill the features of a candidate; ``named`` is whether the names annotator found anything in the article."""
        i, j, start, end = name.first, name.last, name.start, name.end
        lead = text[tokens[i - 1].end:start] if i else ""
        tail = text[end:tokens[j + 1].start] if j + 1 < len(tokens) else ""
        before, after = (tokens[i - 1] if i else None), (tokens[j + 1] if j + 1 < len(tokens) else None)
        opens = before is None or _BREAK.search(lead) is not None
        closes = after is None or _BREAK.search(tail) is not None
        relation, label = "0", "0" if named else "none"
        for s, e, its, identifier in mentions:
            if s < end and e > start:
                if text[s:s + 4] in ("the ", "The "):
                    s += 4
                name.mention, name.label, label = identifier, its, its
                relation = "=" if (s, e) == (start, end) or (s == start and text[end:e] in ("'s", "’s", ".")) else \
                    "^" if s >= start and e <= end else "<" if s == start else ">" if e == end or text[end:e] in ("'s", "’s") else "-"
                break
        f = name.features
        wide = kind[0] if kind[0] != "P" else "P+" if kind >= "P5" else "P"
        ner = label + relation
        f += ["b", "K=" + kind, "L=" + ner, f"L={ner}K={wide}", f"N={min(j - i, 3)}", f"N={min(j - i, 3)}K={wide}"]
        if not main:
            f += ["alt", "altK=" + wide, "altL=" + ner]
        if i == j:
            share = self.ordinary.get(name.key, -1)
            f += [f"ord={share}", f"ord={share}L={ner}", f"ord={share}open={opens}", f"len={min(len(name.key), 5)}"]
        if text[start:end].isupper() and end - start > 3:
            f += ["caps", "caps" + str(title), "capsL=" + ner]
        gap = "" if lead in (" ", "\u00a0") else lead.strip() or "n"
        far = tokens[i - 2] if i > 1 and not opens else None
        then = tokens[j + 2] if j + 2 < len(tokens) and not closes else None
        left = "^" if opens else gap + before.lower
        right = "$" if closes else (("'s" if tail.startswith(("'s", "’s")) else tail.strip()) + after.lower)
        f += ["p=" + left, "n=" + right, f"p={left}K={wide}", f"n={right}K={wide}", "g=" + gap[:2], "h=" + tail.strip()[:2]]
        shape = ("C" if before is not None and before.capital else "l") if not opens else "^"
        shape_after = ("C" if after is not None and after.capital else "l") if not closes else "$"
        if title:
            shape, shape_after = "T", "T"
        f += [f"sp={shape}{gap[:1]}", f"sn={shape_after}{tail.strip()[:1]}", f"s={shape}{gap[:1]}_{shape_after}{tail.strip()[:1]}",
              f"s={shape}{gap[:1]}_{shape_after}{tail.strip()[:1]}L={ner}", f"sK={shape}{gap[:1]}_{shape_after}{tail.strip()[:1]}K={wide}"]
        if far is not None:
            f.append("p2=" + far.lower + "_" + left)
        if then is not None:
            f += ["n2=" + right + "_" + then.lower, "n2c=" + then.lower if then.capital and after.capital else "n2l"]
        if after is not None and tail in (", ", ",", " (", "., ") and self.contains(after, tokens, j + 1, text, kinds):
            f += ["q", "qK=" + wide, "qL=" + ner]
        if before is not None and lead in (", ", ",") and kind[0] in "CAS":
            f += ["isq", "isqL=" + ner]
        if not closes and shape_after == "C" and not tail.strip():
            last = j + 1
            while last + 1 < len(tokens) and tokens[last + 1].capital and text[tokens[last].end:tokens[last + 1].start] == " ":
                last += 1
            f += ["head=" + tokens[last].lower, f"head={tokens[last].lower}L={label}"]
        if not opens and before.capital and not gap:
            f.append("front=" + before.lower)
        vetoed = after is not None and not closes and after.lower in VETO_AFTER and after.capital
        if vetoed or (before is not None and not opens and before.lower in NEVER_BEFORE and before.capital):
            f.append("VETO")

    def contains(self, word: Word, tokens: list[Word], at: int, text: str, kinds) -> bool:
        """Whether a country, state or region starts at this word."""
        for more in (2, 1, 0):
            if at + more >= len(tokens):
                continue
            surface = text[word.start:tokens[at + more].end]
            if surface in self.states or surface in self.short or surface + "." in self.short:
                return True
            found = kinds.get(fold(surface))
            if found and found[0][0] in "CA":
                return True
        return False
