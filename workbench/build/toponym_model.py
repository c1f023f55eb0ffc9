"""Learns the weights for names of places, and measures them by cross-validation over documents.

Run as ``python -m workbench.build.toponym_model FOLDER [--write]`` where FOLDER holds gold-labelled news as JSON lines (``lgl``,
``tr-news``, ``gwn``, ``geovirus``, see ``toponym_gold``). Only weights leave it. The figures printed are those of documents that the
weights which read them have not seen.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.annotators.toponyms import literal as meaning
from workbench.annotators.toponyms.document import Read, Reader, evidence
from workbench.annotators.toponyms.judge import choose, reconsider, score
from workbench.annotators.toponyms.outlets import outlet_of
from workbench.build.linear import logistic, softmax_choice
from workbench.build.toponym_companies import companies
from workbench.build.toponym_gold import Document, load, place_of, targets
from workbench.knowledge.gazetteer import HERE, gazetteer
from workbench.knowledge.gazetteer import rank as ranking

LITERAL = {"Literal", "Coercion", "Mixed", "Embedded_Literal", "Literal_Modifier"}
NEAR_KM = 161.0
THRESHOLD = -0.9
#: How much a document counts that is read without mentions, against one with them.
BARE_WEIGHT = 0.4
#: How much a made-up company of names counts against one gold name.
COMPANY_WEIGHT = 0.25
_EMPTY = {"recognise": {}, "again": {}, "rank": {"alone": {}, "both": {}}, "literal": {}, "threshold": THRESHOLD}


class Trainer:
    """Learns from documents; the candidates of all of them are found once and their features kept.

    Behind the n documents stands each once more without mentions, so that names of places are found where no names annotator
    has been, too: document k + n is document k so.
    """

    def __init__(self, documents: list[Document]):
        self.count = len(documents)
        self.documents = documents = [*documents, *(replace(d, mentions=[]) for d in documents)]
        self.gazette = gazetteer()
        reader = Reader(self.gazette, learned=_EMPTY)
        self.names = reader.recogniser.find(documents)
        first = ("own=", "same=", "times=", "person", "has=", "in=", "gpe=")
        for names in self.names:
            for name in names:
                name.features = [f for f in name.features if not f.startswith(first)]
        self.base = [[name.features for name in names] for names in self.names]
        self.targets = [targets(d, names) for d, names in zip(documents, self.names, strict=True)]

    def fit_names(self, some: Sequence[int], features: Mapping[int, list[list[str]]]) -> dict[str, float]:
        """Weights of the recogniser from the documents numbered."""
        rows = [(f, y, BARE_WEIGHT if k >= self.count else 1.0) for k in some
                for f, y in zip(features[k], self.targets[k], strict=True) if y == y]
        return logistic([f for f, _, _ in rows], np.array([y for _, y, _ in rows]), penalty=2.0, weight=np.array([w for _, _, w in rows]))

    def score(self, some: Sequence[int], features: Mapping[int, list[list[str]]], weights: Mapping[str, float]) -> None:
        """Give the names of documents their features and scores."""
        for k in some:
            for name, own in zip(self.names[k], features[k], strict=True):
                name.features, name.qualifier = own, -1
            score(self.names[k], weights)

    def second(self, some: Sequence[int]) -> dict[int, list[list[str]]]:
        """Features of the second pass, from the scores that the names have."""
        found = {}
        for k in some:
            for name, own in zip(self.names[k], self.base[k], strict=True):
                name.features = list(own)
            reconsider(self.names[k], self.documents[k].text, self.documents[k].mentions)
            found[k] = [name.features for name in self.names[k]]
        return found

    def train(self, some: Sequence[int], folds: int = 4) -> dict:
        """All weights, from the documents numbered."""
        base, originals = dict(enumerate(self.base)), list(some)
        some = originals + [k + self.count for k in originals]
        parts = [[k for j, k in enumerate(originals) if j % folds == f] for f in range(folds)]
        parts = [part + [k + self.count for k in part] for part in parts]
        for part in parts:
            self.score(part, base, self.fit_names([k for k in some if k not in set(part)], base))
        again = self.second(some)
        for part in parts:
            self.score(part, again, self.fit_names([k for k in some if k not in set(part)], again))
        learned = {"recognise": self.fit_names(some, base), "again": self.fit_names(some, again), "threshold": THRESHOLD}
        reader = Reader(self.gazette, learned={**_EMPTY, **learned})
        reads = {k: reader.gather(self.documents[k].text, choose(self.names[k], THRESHOLD)) for k in originals
                 if choose(self.names[k], THRESHOLD)}
        learned["rank"] = self.fit_rank(reads)
        learned["calibrate"] = self.fit_sure(reads, learned["rank"])
        learned["literal"] = self.fit_literal(originals)
        return learned

    def right(self, k: int, read: Read) -> tuple[np.ndarray, np.ndarray]:
        """Which candidates of an article's names are right, shape (c,), and how many gold mentions each group has, shape (n,)."""
        gazette, c = self.gazette, read.candidates
        point = np.full((len(read.keys), 2), np.nan)
        weight = np.zeros(len(read.keys))
        for name, group in zip(read.names, read.index, strict=True):
            place = place_of(self.documents[k], name)
            if place is not None:
                point[group] = place["lat"], place["lon"]
                weight[group] += 1
        away = ranking.kilometres(gazette.latitude[c.row], gazette.longitude[c.row], point[c.name, 0], point[c.name, 1])
        return away <= NEAR_KM, weight

    def fit_rank(self, reads: Mapping[int, Read]) -> dict[str, dict[str, float]]:
        """Weights of both passes of the ranker."""
        rights, weights, offset, group, bases = [], [], 0, [], {}
        for k, read in reads.items():
            right, weight = self.right(k, read)
            rights.append(right)
            weights.append(weight)
            group.append(read.candidates.name + offset)
            offset += len(read.keys)
            bases[k] = ranking.alone(self.gazette, read.candidates, [self.documents[k].home])
        reads = dict(reads)
        for read, right in companies(self.gazette):
            k = -1 - len(reads)
            reads[k], bases[k] = read, ranking.alone(self.gazette, read.candidates, [ranking.Home()])
            rights.append(right)
            weights.append(np.full(len(read.keys), COMPANY_WEIGHT) * (np.arange(len(read.keys)) == 0))
            group.append(read.candidates.name + offset)
            offset += len(read.keys)
        right, weight, group = np.concatenate(rights), np.concatenate(weights), np.concatenate(group)
        first = softmax_choice(np.vstack(list(bases.values())), group, right, weight, penalty=0.5)
        learned = {"alone": dict(zip(ranking.ALONE, first.round(4).tolist(), strict=True)), "both": {}}
        chance = {k: ranking.prior(bases[k], read.candidates, learned) for k, read in reads.items()}
        for _ in range(3):
            full = {k: np.hstack([bases[k], ranking.together(self.gazette, read.candidates, chance[k], read.named[None])])
                    for k, read in reads.items()}
            both = softmax_choice(np.vstack(list(full.values())), group, right, weight, penalty=0.5)
            chance = {k: ranking.softmax(full[k] @ both, read.candidates.name, len(read.keys)) for k, read in reads.items()}
        learned["both"] = dict(zip(ranking.ALONE + ranking.TOGETHER, both.round(4).tolist(), strict=True))
        return learned

    def fit_sure(self, reads: Mapping[int, Read], weights: Mapping) -> dict[str, float]:
        """Weights that make the score the share of rows that are right."""
        rows, y = [], []
        for k, read in reads.items():
            c = read.candidates
            chance = ranking.rank(self.gazette, c, read.named[None], [self.documents[k].home], weights)
            right, _ = self.right(k, read)
            target = targets(self.documents[k], read.names)
            for name, group, known in zip(read.names, read.index, target, strict=True):
                left, end = np.searchsorted(c.name, [group, group + 1])
                if left == end or known != known:
                    continue
                order = left + np.argsort(-chance[left:end], kind="stable")
                second = float(chance[order[1]]) if end - left > 1 else 0.0
                rows.append(list(evidence(name.score, float(chance[order[0]]), second).values()))
                y.append(bool(known) and bool(right[order[0]]))
        x, y = np.array(rows), np.array(y, dtype=float)
        w = np.zeros(x.shape[1])
        for _ in range(30):
            p = 1 / (1 + np.exp(-x @ w))
            w += np.linalg.solve((x.T * (p * (1 - p))) @ x + 0.1 * np.eye(len(w)), x.T @ (y - p) - 0.1 * w)
        return dict(zip(evidence(0, 0.5, 0), w.round(4).tolist(), strict=True))

    def fit_literal(self, some: Sequence[int]) -> dict[str, float]:
        """Weights that tell literal names from associative ones, from the one set that says."""
        rows, y = [], []
        for k in some:
            for name in self.names[k]:
                place = place_of(self.documents[k], name)
                if place is not None and place.get("type") and not name.demonym and name.score > THRESHOLD:
                    rows.append(meaning.features(self.documents[k].text, name))
                    y.append(place["type"] in LITERAL)
        return logistic(rows, np.array(y, dtype=float), penalty=1.5, least=2) if rows else {}


def predict(documents: Sequence[Document], learned: Mapping) -> dict[str, pd.DataFrame]:
    """Rows of each document, with coordinates, as the weights read it."""
    gazette = gazetteer()
    reader = Reader(gazette, learned=learned)
    found = {}
    for d, rows in zip(documents, reader.read(documents), strict=True):
        frame = pd.DataFrame(rows, columns=["start", "end", "label", "score", "annotator", "place_id", "reason", "alternatives", "demonym",
                                            "rows"])
        frame["row"] = [r[0] if r else -1 for r in frame["rows"]]
        frame["latitude"] = np.where(frame["row"] >= 0, gazette.latitude[frame["row"].to_numpy(dtype=int)], np.nan)
        frame["longitude"] = np.where(frame["row"] >= 0, gazette.longitude[frame["row"].to_numpy(dtype=int)], np.nan)
        found[d.key] = frame
    return found


def folds(documents: Sequence[Document], by: str = "documents", number: int = 5) -> np.ndarray:
    """The fold of each document, shape (n,): at random, or all of an outlet or of a data set in one fold.

    ``by`` is "documents", "outlets" or "sets". Articles of one outlet name the same towns, and those of one data set follow one
    guideline: what holds across these holds for news that nobody has seen.
    """
    if by == "documents":
        return np.random.default_rng(0).permutation(len(documents)) % number
    groups = [d.part if by == "sets" else outlet_of(pd.DataFrame([d.gold]).rename(columns={"source": "publisher"}))[0] or d.key
              for d in documents]
    names, group = np.unique(groups, return_inverse=True)
    return group if by == "sets" else (np.random.default_rng(0).permutation(len(names)) % number)[group]


def cross_validate(trainer: Trainer, fold: np.ndarray) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Rows of every document, read by weights learned without its fold; and the same where no names annotator has been."""
    found, bare = {}, {}
    for f in np.unique(fold):
        learned = trainer.train(np.flatnonzero(fold != f).tolist())
        some = np.flatnonzero(fold == f)
        found.update(predict([trainer.documents[k] for k in some], learned))
        bare.update(predict([trainer.documents[k + trainer.count] for k in some], learned))
    return found, bare


def main() -> None:
    """Cross-validate, print, and write the weights learned from all documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for segments and mentions between runs")
    parser.add_argument("--write", action="store_true", help="learn from all documents and pack the weights")
    parser.add_argument("--out", type=Path, default=HERE / "toponym_model.json")
    args = parser.parse_args()
    trainer = Trainer(load(args.folder, args.cache))
    learned = trainer.train(range(trainer.count))
    if args.write:
        args.out.write_text(json.dumps(learned, indent=0, sort_keys=True), encoding="utf8")
        print(f"{args.out.name}: {args.out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
