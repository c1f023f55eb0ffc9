"""Articles: recognise the names of places in each, resolve them together, say why."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.toponyms.judge import Name, choose, probability
from workbench.annotators.toponyms.literal import literal
from workbench.annotators.toponyms.recognise import Recogniser
from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, REGION, Gazetteer, model
from workbench.knowledge.gazetteer import rank as ranking
from workbench.knowledge.gazetteer.rank import CONTAINER, PART, Candidates, Home

#: A city this near to the middle of a division of its name, and this large, is what news means by the name.
SEAT_KM, SEAT_PEOPLE = 60, 50_000
#: What sits in New York City, far from the middle of its state.
METROPOLIS_KM = 400
_METROPOLIS = re.compile(r"\b(?:Security Council|United Nations|U\.N\.|UN (?:chief|experts|envoy|Secretary)|Wall Street|Manhattan|Brooklyn|"
                         r"Broadway)(?!\w)")
#: Candidates times names that are looked at together, some 5 MB of each kind of evidence.
_COMPARED = 200_000
_BESIDE = re.compile(r",? ?\(|, ?|\.?, | in | in the |, in | - ")
_HINTS = {"county": ADMIN2, "parish": ADMIN2, "district": ADMIN2, "province": ADMIN1, "state": ADMIN1, "governorate": ADMIN1,
          "oblast": ADMIN1, "region": ADMIN1, "city": CITY, "town": CITY, "village": CITY, "suburb": CITY, "township": CITY}
_KINDS = {COUNTRY: "country", ADMIN1: "division", ADMIN2: "division", REGION: "region"}
_OF = re.compile(r"\b(\w+) of (?:the )?$", re.IGNORECASE)
_NEXT = re.compile(r"[ ,]{1,2}(\w+)")


@dataclass(frozen=True)
class Article:
    """What is read of one article: its text, (start, end) of the stretches that are its own words, (start, end, label, span_id) of the
    names found in it, its publisher, and where that is at home."""

    text: str
    stretches: list[tuple[int, int]]
    mentions: list[tuple[int, int, str, str]]
    outlet: str
    home: Home


@dataclass(frozen=True)
class Read:
    """The names of one article and what they may mean, before the choice among candidates.

    ``index`` says which group of equal names each name belongs to; ``keys`` are the groups: (folded name, fixed row, qualifier).
    """

    names: list[Name]
    index: list[int]
    keys: list[tuple[str, int, int]]
    candidates: Candidates
    named: np.ndarray

    @cached_property
    def bounds(self) -> list[int]:
        """Where the candidates of each group begin; one entry more than there are groups."""
        return np.searchsorted(self.candidates.name, np.arange(len(self.keys) + 1)).tolist()

    @cached_property
    def likely(self) -> list[list[int]]:
        """The rows of the first two candidates of each group."""
        rows = self.candidates.row.tolist()
        return [rows[left:min(left + 2, right)] for left, right in pairwise(self.bounds)]


class Reader:
    """Reads articles with one gazetteer and one model; holds nothing about the articles it has read."""

    def __init__(self, gazette: Gazetteer, own: pd.DataFrame | None = None, learned: Mapping | None = None):
        self.gazette, self.own = gazette, own
        self.learned = learned = model() if learned is None else learned
        rows = {} if own is None else {name: k for k, names in enumerate(own["names"]) for name in names}
        self.recogniser = Recogniser(gazette, learned["recognise"], learned["again"], rows)

    def read(self, articles: Sequence[Article]) -> list[list[dict]]:
        """Rows of ``toponyms`` for each article, each row with the gazetteer rows it refers to under ``rows``."""
        found = self.recogniser.find(articles)
        reads = [self.gather(article.text, choose(names, self.learned["threshold"]))
                 for article, names in zip(articles, found, strict=True)]
        homes = [article.home for article in articles]
        # as many together as memory allows: each candidate is compared with the likely ones of its article
        compared = np.cumsum([len(read.candidates.row) * len(read.keys) for read in reads])
        parts = np.split(np.arange(len(reads)), np.flatnonzero(np.diff(compared // _COMPARED)) + 1)
        chances = [chance for part in parts for chance in self.chances(reads[part[0]:part[-1] + 1], homes[part[0]:part[-1] + 1])]
        return [self.rows(*one) for one in zip(articles, reads, chances, strict=True)]

    def chances(self, reads: Sequence[Read], homes: Sequence[Home]) -> list[np.ndarray]:
        """The chance of each candidate of some articles."""
        c, named = ranking.joined([read.candidates for read in reads]), np.stack([read.named for read in reads])
        chance = ranking.rank(self.gazette, c, named, homes, self.learned["rank"])
        return np.split(chance, np.cumsum([len(read.candidates.row) for read in reads])[:-1])

    def gather(self, text: str, names: list[Name]) -> Read:
        """Equal names grouped, and the candidates of each group."""
        gazette = self.gazette
        hints = []
        for k, one in enumerate(names):
            hints.append(self.hint(text, one))
            if k + 1 < len(names) and not one.demonym:
                two = names[k + 1]
                if not two.demonym and _BESIDE.fullmatch(text[one.end:two.start]):
                    one.qualifier = self.container(two)
        groups: dict[tuple[str, int, int], int] = {}
        index = [groups.setdefault((n.key if n.row == -1 else "", n.row, n.qualifier), len(groups)) for n in names]
        keys = list(groups)
        count = np.bincount(np.array(index, int), minlength=len(keys))
        hint = np.full(len(keys), -1)
        for k, said in zip(index, hints, strict=True):
            hint[k] = max(hint[k], said)
        qualifier = np.array([q for _, _, q in keys], int)
        c = ranking.gather(gazette, [key for key, _, _ in keys], [row for _, row, _ in keys], count, qualifier, hint)
        named = np.zeros(len(gazette.country_codes))
        only = np.bincount(c.name, minlength=len(keys))[c.name] == 1
        sure = (gazette.kind[c.row] == COUNTRY) & (only | (c.how != CONTAINER))
        np.add.at(named, gazette.country[c.row[sure]], count[c.name[sure]])
        return Read(names, index, keys, c, named)

    def container(self, name: Name) -> int:
        """The largest country or division that a name may mean, -1 where it means none."""
        if name.row >= 0:
            return name.row if self.gazette.kind[name.row] <= ADMIN2 else -1
        _, rows, _ = self.gazette.find([name.key], folded=True)
        kinds = self.gazette.kind[rows]
        for wanted in (COUNTRY, ADMIN1, ADMIN2):
            some = rows[kinds == wanted]
            if len(some) and (wanted < ADMIN2 or len(some) <= 3):
                return int(some[np.argmax(self.gazette.population[some])])
        return -1

    def hint(self, text: str, name: Name) -> int:
        """What kind of place the words beside a name say it is, -1 where they say none."""
        before = _OF.search(text, max(0, name.start - 20), name.start)
        after = _NEXT.match(text, name.end, name.end + 14)
        return max(_HINTS.get(before[1].casefold(), -1) if before else -1, _HINTS.get(after[1], -1) if after else -1)

    def rows(self, article: Article, read: Read, chance: np.ndarray) -> list[dict]:
        """Rows of ``toponyms``: each name with the best of its candidates, whose chances are given."""
        reach = METROPOLIS_KM if _METROPOLIS.search(article.text) else SEAT_KM
        answers = [self.answer(k, read, chance, article.home, reach) for k in range(len(read.keys))]
        rows = []
        for name, k in zip(read.names, read.index, strict=True):
            chosen = answers[k]
            sure = self.sure(name, chosen)
            rows.append({
                "start": name.start, "end": name.end, "label": literal(article.text, name, self.learned["literal"]),
                "score": round(sure, 4), "annotator": f"toponyms/{chosen['how']}", "mention_id": name.mention,
                "place_id": chosen["place_id"], "reason": chosen["reason"], "alternatives": chosen["alternatives"],
                "demonym": name.demonym, "rows": chosen["rows"]})
        return rows

    def sure(self, name: Name, chosen: dict) -> float:
        """The chance that the row is right: a name of a place, and that place; calibrated by ``build.toponym_model``."""
        weights = self.learned.get("calibrate")
        if not weights or chosen["place_id"] is None:
            return probability(name.score) * chosen["score"]
        return probability(sum(weights[f] * v for f, v in evidence(name.score, chosen["score"], chosen["second"]).items()))

    def answer(self, k: int, read: Read, chance: np.ndarray, home: Home, reach: float) -> dict:
        """What a group of equal names means, with a reason in words and the runners-up."""
        gazette, c, key = self.gazette, read.candidates, read.keys[k]
        if key[1] <= -2:
            own = self.own.iloc[-2 - key[1]]
            return {"place_id": own["place_id"], "score": 1.0, "second": 0.0, "how": "own places", "rows": [key[1]], "alternatives": "[]",
                    "reason": f"{own['name']}: from your own places"}
        left, right = read.bounds[k:k + 2]
        if left == right:
            return {"place_id": None, "score": 0.5, "second": 0.0, "how": "unresolved", "rows": [], "alternatives": "[]",
                    "reason": "no place of this name in the gazetteer"}
        order = left + np.argsort(-chance[left:right], kind="stable")
        order = self.city_first(order, read, k, reach)
        best, rest = int(c.row[order[0]]), [int(o) for o in order[1:4] if c.how[o] != CONTAINER]
        why = self.why(int(order[0]), read, int((c.how[left:right] != CONTAINER).sum()), home)
        runner = f"; runner-up {self.other(int(c.row[rest[0]]), best)}" if rest else ""
        others = [{"place_id": gazette.place_id(row), "name": gazette.name(row), "score": round(float(share), 4)}
                  for row, share in zip(c.row[rest].tolist(), chance[rest].tolist(), strict=True)]
        how = "container" if c.how[order[0]] == CONTAINER else "ranker" if rest else "gazetteer"
        second = float(chance[order[1]]) if right - left > 1 else 0.0
        return {"place_id": gazette.place_id(best), "score": float(chance[order[0]]), "second": second, "how": how,
                "rows": [best], "reason": f"{gazette.name(best)}: {why}{runner}",
                "alternatives": json.dumps(others, ensure_ascii=False)}

    def other(self, row: int, best: int) -> str:
        """A runner-up's name, with what it is where it bears the best one's: "the country Georgia", "the division La Paz, Bolivia"."""
        gazette, kind = self.gazette, _KINDS.get(int(self.gazette.kind[row]))
        return f"the {kind} {gazette.name(row)}" if kind and gazette.names[row] == gazette.names[best] else gazette.name(row)

    def city_first(self, order: np.ndarray, read: Read, k: int, reach: float) -> np.ndarray:
        """The order with the city first where the best is the division around it that bears its name.

        News means the city ("in Geneva") unless it says the division ("canton of", "province"), and the two lie together.
        """
        gazette, c = self.gazette, read.candidates
        best = int(c.row[order[0]])
        if gazette.kind[best] in (COUNTRY, CITY) or gazette.feature_class[best] != "A" or c.hint[k] in (ADMIN1, ADMIN2):
            return order
        row = c.row[order]
        away = ranking.kilometres(gazette.latitude[row], gazette.longitude[row], gazette.latitude[best], gazette.longitude[best])
        namesake = ((gazette.kind[row] == CITY) & (gazette.country[row] == gazette.country[best]) & (away < reach)
                    & (c.how[order] < PART) & (gazette.population[row] >= SEAT_PEOPLE))
        if not namesake.any():
            return order
        seat = order[np.flatnonzero(namesake)[np.argmax(gazette.population[row[namesake]])]]
        return np.concatenate([[seat], order[order != seat]])

    def why(self, best: int, read: Read, candidates: int, home: Home) -> str:
        """The strongest evidence for a candidate, in words."""
        gazette, c = self.gazette, read.candidates
        row, key = int(c.row[best]), read.keys[int(c.name[best])]
        country = gazette.of_country[gazette.country[row]]
        if c.how[best] == CONTAINER:
            return "named beside it; the place itself is not in the gazetteer"
        if c.how[best] == PART:
            return "it bears part of the name; the whole is not in the gazetteer"
        if key[1] >= 0:
            return "what the word stands for"
        if key[2] >= 0 and bool(ranking.within(gazette, np.array([row]), np.array([key[2]]))[0]):
            return f"{gazette.names[key[2]]} stands beside it"
        if candidates == 1:
            return "the only place of this name that is known here"
        state = int(gazette.admin1[row])
        if gazette.kind[row] not in (COUNTRY, REGION):
            states = sum(int(c.count[n]) for n, (name, _, _) in enumerate(read.keys) if name != key[0] and state in read.likely[n])
            if states and state >= 0 and gazette.kind[row] != ADMIN1:
                return f"with {gazette.names[state]} named {times(states)}"
            if country >= 0 and read.named[gazette.country[row]] > 0:
                return f"with {gazette.names[country]} named {times(int(read.named[gazette.country[row]]))}"
        if home.sure > 0 and gazette.kind[row] != COUNTRY:
            away = float(ranking.kilometres(gazette.latitude[row], gazette.longitude[row], home.latitude, home.longitude))
            if away < 150:
                return f"{away:.0f} km from where the outlet is at home"
        if gazette.kind[row] == CITY and gazette.population[row] > 0:
            return f"the best known of {candidates} ({gazette.population[row]:,} people)"
        return f"the best known of {candidates} places of this name"

    def places(self, rows: list[int]) -> pd.DataFrame:
        """The ``places`` table of what was used."""
        table = self.gazette.places(r for r in rows if r >= 0)
        own = sorted({-2 - r for r in rows if r <= -2})
        if not own:
            return table
        mine = schema.conform("places", self.own.iloc[own])
        return schema.conform("places", pd.concat([table, mine]).drop_duplicates("place_id").sort_values("place_id"))


def times(number: int) -> str:
    """A count in words: "once", "5 times"."""
    return "once" if number == 1 else f"{number} times"


def evidence(recognised: float, first: float, second: float) -> dict[str, float]:
    """What the score is calibrated on: log-odds of being a name, chance of the best candidate, lead over the second."""
    recognised, first = max(-6.0, min(6.0, recognised)), min(max(first, 1e-4), 1 - 1e-4)
    both = probability(recognised) * first
    return {"one": 1.0, "recognised": recognised, "chosen": float(np.log(first / (1 - first))), "both": both, "lead": first - second}
