"""One article: recognise names of places, resolve them together, say why."""

import json
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.toponyms.recognise import Word, grams, words
from workbench.knowledge.gazetteer import ADMIN1, CITY, COUNTRY, MAIN, REGION, Gazetteer, abbreviations, demonyms, read_table
from workbench.knowledge.gazetteer import rank as placerank
from workbench.knowledge.gazetteer.spelling import fold

_QUALIFIES = re.compile(r",? ?\(?")
_BEFORE = set("in at near from to outside around into inside across throughout toward towards leaving visiting via".split())
_HEADS = set((
    "times post herald tribune gazette journal news daily star observer mirror telegraph guardian chronicle examiner conference summit "
    "university college institute school hospital bank club united fc street avenue road boulevard lane drive agreement accord treaty "
    "accords protocol declaration marathon open cup prize festival biennale airlines airways railway exchange review magazine "
    "city united town rovers wanderers athletic albion hotspur press blues"
).split())
_HEADS -= {"city", "town"}
_SAYS = set("says said denies denied announces announced warns warned accuses accused insists insisted backs backed wants wanted rejects "
            "rejected condemns condemned claims claimed agrees agreed refuses refused calls called hopes voted has'".split())


@dataclass
class Name:
    """A stretch of text that names a place: offsets, the tokens it spans, and what it may mean."""

    start: int
    end: int
    first: int
    last: int
    key: str
    row: int = -1
    demonym: bool = False
    qualifier: int = -1
    mention: str | None = None
    sure: float = 0.8


class Reader:
    """Reads articles with one gazetteer; holds nothing about the articles it has read."""

    def __init__(self, gazette: Gazetteer, own: pd.DataFrame | None = None):
        self.gazette, self.own = gazette, own
        self.short, self.people = abbreviations(), demonyms()
        self.dotted = frozenset(word for word in self.short if word.endswith("."))
        self.states = {line["code"]: self.short["La." if line["code"] == "LA" else line["code"]] for line in read_table("us_states")}
        self.own_rows = {} if own is None else {fold(name): k for k, names in enumerate(own["names"]) for name in names}

    def read(self, text: str, stretches: list[tuple[int, int]], mentions: list[tuple[int, int, str, str]]) -> list[dict]:
        """Rows of ``toponyms`` for one article, each with the gazetteer rows it refers to under ``rows``."""
        names = []
        for start, end in stretches:
            here = [m for m in mentions if m[0] < end and m[1] > start]
            found = self.recognise(text, words(text, start, end), here)
            found += [Name(m[0], m[1], -1, -1, fold(text[m[0]:m[1]]), mention=m[3], sure=0.6) for m in here
                      if m[2] in ("GPE", "LOC") and not any(n.start < m[1] and n.end > m[0] for n in found)]
            names += sorted(found, key=lambda n: n.start)
        return self.resolve(text, names) if names else []

    def recognise(self, text: str, tokens: list[Word], mentions: list[tuple[int, int, str, str]]) -> list[Name]:
        """Names of places among the words of one segment, longest first where they overlap."""
        runs = grams(text, tokens, self.dotted)
        if not runs:
            return []
        folded = [fold(text[s:e]) for _, _, s, e in runs]
        which, rows, _ = self.gazette.find(folded)
        best: dict[int, tuple[int, int]] = {}
        for k, row in zip(which.tolist(), rows.tolist(), strict=True):
            kind, size = int(self.gazette.kind[row]), int(self.gazette.population[row])
            held = best.get(k, (9, 0))
            best[k] = (min(held[0], kind if kind != REGION else COUNTRY), max(held[1], size))
        found, taken = [], 0
        title = sum(token.capital for token in tokens) > len(tokens) / 2
        order = sorted(range(len(runs)), key=lambda k: (runs[k][2], -runs[k][3]))
        for k in order:
            i, j, start, end = runs[k]
            if start < taken:
                continue
            name = self.judge(text, tokens, runs[k], folded[k], best.get(k), mentions, title)
            if name is not None:
                found.append(name)
                taken = end
        return found

    def judge(self, text, tokens, run, key, best, mentions, title) -> Name | None:
        """The name, if these words are one here; ``title`` where most words of the segment have a capital letter."""
        i, j, start, end = run
        surface = text[start:end]
        after = tokens[j + 1] if j + 1 < len(tokens) and tokens[j + 1].start - end <= 1 else None
        before = tokens[i - 1] if i and re.fullmatch(r"[ \u00a0]+", text[tokens[i - 1].end:start]) else None
        comma = i > 0 and re.fullmatch(r", ?", text[tokens[i - 1].end:start]) is not None
        cover = [m for m in mentions if m[0] < end and m[1] > start]
        label = cover[0][2] if cover else None
        longer = cover and (cover[0][1] - cover[0][0]) > end - start + 4
        mention = cover[0][3] if cover else None
        if surface in self.people:
            return Name(start, end, i, j, key, self.people[surface], demonym=True, mention=mention, sure=0.9)
        if comma and surface in self.states and surface != "DC":
            return Name(start, end, i, j, key, self.states[surface], mention=mention, sure=0.9)
        if surface in self.short and surface not in self.states or surface == "DC":
            return Name(start, end, i, j, key, self.short[surface], mention=mention, sure=0.9)
        if key in self.own_rows:
            return Name(start, end, i, j, key, -2 - self.own_rows[key], mention=mention, sure=0.95)
        if best is None or len(key) < 3:
            return None
        kind, size = best
        head = after is not None and after.capital and after.text.casefold() in _HEADS
        if head or label in ("PERSON", "EVENT"):
            return None
        if label == "ORG" and (longer or kind > ADMIN1):
            return None
        if label in ("GPE", "LOC", "FAC"):
            return Name(start, end, i, j, key, mention=mention, sure=0.9) if not longer or text[cover[0][0]].islower() or kind <= ADMIN1 \
                or end == cover[0][1] else None
        if not title and ((before is not None and before.capital and i > 1) or (after is not None and after.capital)):
            return None if kind != COUNTRY else Name(start, end, i, j, key, mention=mention, sure=0.7)
        if kind <= ADMIN1 or size >= 300_000 or (before is not None and before.text.casefold() in _BEFORE and size >= 2_000):
            return Name(start, end, i, j, key, mention=mention, sure=0.7)
        return None

    def resolve(self, text: str, names: list[Name]) -> list[dict]:
        """Places for the names, together."""
        gazette = self.gazette
        for one, two in zip(names, names[1:], strict=False):
            beside = re.fullmatch(r", ?|,? ?\(", text[one.end:two.start])
            if beside and not two.demonym and not one.demonym:
                one.qualifier = two.row if two.row >= 0 else self.container(two.key)
        groups: dict[tuple[str, int, int], int] = {}
        index = [groups.setdefault((n.key, n.row, n.qualifier), len(groups)) for n in names]
        count = np.bincount(index, minlength=len(groups))
        keys = list(groups)
        qualifier = np.array([q for _, _, q in keys])
        c = placerank.gather(gazette, ["" if row != -1 else key for key, row, _ in keys], count, qualifier)
        fixed = [(k, row) for k, (_, row, _) in enumerate(keys) if row >= 0]
        if fixed:
            name = np.concatenate([c.name, [k for k, _ in fixed]]).astype(int)
            order = np.argsort(name, kind="stable")
            c = placerank.Candidates(name[order], np.concatenate([c.row, [r for _, r in fixed]]).astype(int)[order],
                                     np.concatenate([c.how, [MAIN] * len(fixed)])[order], count, qualifier)
        named = self.countries_named(c, keys, count)
        probability = placerank.rank(gazette, c, named) if len(c.name) else np.array([])
        answers = [self.answer(k, keys[k], c, probability, named) for k in range(len(keys))]
        rows = []
        for name, k in zip(names, index, strict=True):
            chosen = answers[k]
            rows.append({
                "start": name.start, "end": name.end, "label": "associative" if name.demonym or self.speaks(text, name) else "literal",
                "score": round(name.sure * chosen["score"], 4), "annotator": f"toponyms/{chosen['how']}", "mention_id": name.mention,
                "place_id": chosen["place_id"], "reason": chosen["reason"], "alternatives": chosen["alternatives"],
                "demonym": name.demonym, "rows": chosen["rows"]})
        return rows

    def container(self, key: str) -> int:
        """The largest country or division of a name, -1 where there is none."""
        _, rows, _ = self.gazette.find([key])
        kinds = self.gazette.kind[rows]
        rows = rows[kinds <= ADMIN1]
        return int(rows[np.argmax(self.gazette.population[rows])]) if len(rows) else -1

    def countries_named(self, c: placerank.Candidates, keys: list, count: np.ndarray) -> np.ndarray:
        """How often each country or its people is named, shape (number of country codes,)."""
        named = np.zeros(len(self.gazette.country_codes))
        unique = np.bincount(c.name, minlength=len(keys))[c.name] == 1
        sure = (self.gazette.kind[c.row] == COUNTRY) & ((self.gazette.population[c.row] > 0) | unique)
        np.add.at(named, self.gazette.country[c.row[sure]], count[c.name[sure]])
        return named

    def answer(self, k: int, key: tuple[str, int, int], c: placerank.Candidates, probability: np.ndarray, named: np.ndarray) -> dict:
        """What a name means, with a reason in words and the runners-up."""
        if key[1] <= -2:
            own = self.own.iloc[-2 - key[1]]
            return {"place_id": own["place_id"], "score": 1.0, "how": "own places", "rows": [key[1]], "alternatives": "[]",
                    "reason": f"{own['name']}: from your own places"}
        left, right = np.searchsorted(c.name, [k, k + 1])
        if left == right:
            return {"place_id": None, "score": 0.5, "how": "unresolved", "rows": [], "alternatives": "[]",
                    "reason": "no place of this name in the gazetteer"}
        order = left + np.argsort(-probability[left:right], kind="stable")
        best, rest = int(c.row[order[0]]), [int(o) for o in order[1:4]]
        gazette = self.gazette
        why = self.why(best, key, named, right - left)
        runner = f"; runner-up {gazette.name(int(c.row[rest[0]]))}" if rest else ""
        others = [{"place_id": gazette.place_id(row), "name": gazette.name(row), "score": round(float(chance), 4)}
                  for row, chance in zip(c.row[rest].tolist(), probability[rest].tolist(), strict=True)]
        return {"place_id": gazette.place_id(best), "score": float(probability[order[0]]), "how": "ranker" if rest else "gazetteer",
                "rows": [best], "reason": f"{gazette.name(best)}: {why}{runner}", "alternatives": json.dumps(others, ensure_ascii=False)}

    def why(self, row: int, key: tuple[str, int, int], named: np.ndarray, candidates: int) -> str:
        """The strongest evidence for a place, in words."""
        gazette = self.gazette
        country = gazette.of_country[gazette.country[row]]
        if key[1] >= 0:
            return "what the word stands for"
        if key[2] >= 0 and bool(placerank.within(gazette, np.array([row]), np.array([key[2]]))[0]):
            return f"the text says {gazette.names[key[2]]} beside it"
        if candidates == 1:
            return "the only place of this name that is known here"
        if gazette.kind[row] != COUNTRY and country >= 0 and named[gazette.country[row]] > 0:
            times = int(named[gazette.country[row]])
            return f"with {gazette.names[country]} named {'once' if times == 1 else f'{times} times'}"
        if gazette.kind[row] == CITY and gazette.population[row] > 0:
            return f"the best known of {candidates} ({gazette.population[row]:,} people)"
        return f"the best known of {candidates} places of this name"

    def speaks(self, text: str, name: Name) -> bool:
        """Whether a government or team speaks or acts under the name: "Moscow denies"."""
        following = re.match(r" (\w+)", text[name.end:name.end + 24])
        return following is not None and following[1] in _SAYS

    def places(self, rows: list[int]) -> pd.DataFrame:
        """The ``places`` table of what was used."""
        table = self.gazette.places(r for r in rows if r >= 0)
        own = sorted({-2 - r for r in rows if r <= -2})
        if not own:
            return table
        mine = schema.conform("places", self.own.iloc[own])
        return schema.conform("places", pd.concat([table, mine]).drop_duplicates("place_id").sort_values("place_id"))
