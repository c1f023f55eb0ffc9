"""Linked filtering at a million and ten million names: what one click costs, against plain ways to do it.

    python tests/benchmarks/bench_linked_filtering.py [--names 1000000 10000000] [--rounds 12] [--json FILE]

Synthetic news after Zipf: 12 names an article (8 of actors, 4 of places), 50,000 actors, 20,000 places, 200 publishers, 20
years. A click gives what the explorer shows: for the other views' filters, the 20 largest actors, places and publishers, and
the months of the chosen actors (or the five largest). The engines run in turns, round after round, and every number of every
answer must be equal, ties broken by name. Publishers are counted by articles.
"""

import argparse
import json
import time

import numpy as np
import pandas as pd

from workbench.summaries import UNDATED, Index, Relation, largest
from workbench.summaries.brush import Brush
from workbench.summaries.facets import facet
from workbench.summaries.timeline import timeline

ACTORS, PLACES, PUBLISHERS, YEARS = 50_000, 20_000, 200, 20
START = np.datetime64("2005-01-01", "D").astype(np.int64)


def zipf(rng: np.random.Generator, size: int, things: int) -> np.ndarray:
    """Codes of things, the frequency falling with the rank; the ranks are shuffled."""
    weight = 1 / np.arange(1, things + 1)
    found = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(size)).clip(0, things - 1)
    return rng.permutation(things).astype(np.int32)[found]


def world(names: int, seed: int = 0) -> dict:
    rng, articles = np.random.default_rng(seed), names // 12
    day = np.sort(START + rng.integers(0, YEARS * 365, articles)).astype(np.int32)
    day[: articles // 50] = UNDATED
    return {"articles": articles, "day": day, "publisher": zipf(rng, articles, PUBLISHERS),
            "actor": np.repeat(np.arange(articles, dtype=np.int32), 8), "actor_code": zipf(rng, 8 * articles, ACTORS),
            "place": np.repeat(np.arange(articles, dtype=np.int32), 4), "place_code": zipf(rng, 4 * articles, PLACES)}


def scenarios(data: dict) -> dict:
    rank = np.argsort(-np.bincount(data["actor_code"], minlength=ACTORS), kind="stable")
    places = np.argsort(-np.bincount(data["place_code"], minlength=PLACES), kind="stable")
    five = (int(START + 8 * 365), int(START + 13 * 365))
    return {"no filter": {}, "3 actors, 5 years, 10 places": {"actor": rank[[5, 40, 300]], "date": five, "place": places[10:20]},
            "one rare actor": {"actor": rank[[20_000]]}, "50 actors": {"actor": rank[10:60]}}


class Ours:
    """The index of the workbench, given codes."""

    name = "workbench"

    def __init__(self, data: dict):
        index = Index.__new__(Index)
        index.tables, index.order, index.day = {}, np.arange(data["articles"]), data["day"]
        index._ids = pd.RangeIndex(data["articles"])
        index._columns = {"publisher": (data["publisher"], pd.Index([f"p{k:06d}" for k in range(PUBLISHERS)]))}
        for name, size in (("actor", ACTORS), ("place", PLACES)):
            ids = pd.Index([f"{name[0]}{k:06d}" for k in range(size)])
            index.__dict__[f"{name}s"] = Relation(ids, ids.to_numpy(object), np.full(size, ""), data[name], data[f"{name}_code"],
                                                  np.arange(len(data[name])), data["articles"])
        index.__dict__.update(can_act=np.ones(ACTORS, bool), story=np.arange(data["articles"]))
        self.index, self.data = index, data
        self.click({})  # the unfiltered overview and the inverted lists are made once
        self.click({"actor": np.array([1]), "place": np.array([1])})

    def click(self, asked: dict) -> dict:
        index, masks = self.index, {}
        for name in ("actor", "place"):
            if name in asked:
                masks[name] = getattr(index, f"{name}s").having(asked[name])
        if "date" in asked:
            masks["date"] = np.zeros(len(index), bool)
            masks["date"][np.searchsorted(index.day, asked["date"][0]):np.searchsorted(index.day, asked["date"][1], side="right")] = True

        def others(name):
            rest = [mask for word, mask in masks.items() if word != name]
            return None if not rest else rest[0] if len(rest) == 1 else np.logical_and.reduce(rest)

        made = {name: facet(index, name, others(name), limit=20) for name in ("actor", "place", "publisher")}
        actors = np.sort(asked["actor"]) if "actor" in asked else None
        return made | {"timeline": timeline(index, others("date"), actors, frequency="month")[0]}

    @staticmethod
    def plain(answer: dict) -> dict:
        made = {name: list(zip(rows["value"], rows["count"], strict=True)) for name, rows in answer.items() if name != "timeline"}
        shown = answer["timeline"][answer["timeline"]["count"] > 0]
        return made | {"timeline": dict(zip(zip(shown["entity_id"], shown["period"], strict=True), shown["count"], strict=True))}


class Pandas:
    """Frames and filters, as one would write them; ``categories`` for strings as integers."""

    def __init__(self, data: dict, categories: bool):
        self.name = "pandas, categories" if categories else "pandas, plain"
        ids = np.arange(data["articles"]) if categories else np.char.add("d", np.arange(data["articles"]).astype(str))
        day = pd.Series(np.where(data["day"] == UNDATED, 0, data["day"]).astype("datetime64[D]").astype("datetime64[us]"))
        self.documents = pd.DataFrame({"document_id": ids, "day": day.mask(data["day"] == UNDATED)})
        self.documents["month"] = self.documents["day"].dt.to_period("M").dt.start_time
        self.documents["publisher"] = self._strings("p", data["publisher"], PUBLISHERS, categories)
        self.rows = {name: pd.DataFrame({
            "document_id": ids[data[name]], "thing": self._strings(name[0], data[f"{name}_code"], size, categories)})
            for name, size in (("actor", ACTORS), ("place", PLACES))}
        if not categories:
            self.documents["document_id"] = self.documents["document_id"].astype("str")
            self.rows = {name: rows.astype({"document_id": "str"}) for name, rows in self.rows.items()}

    @staticmethod
    def _strings(letter, codes, size, categories):
        values = pd.Categorical.from_codes(codes, [f"{letter}{k:06d}" for k in range(size)])
        return values if categories else pd.Series(values).astype("str")

    def click(self, asked: dict) -> dict:
        documents, passing = self.documents, {}
        for name in ("actor", "place"):
            if name in asked:
                rows = self.rows[name]
                having = rows.loc[rows["thing"].isin([f"{name[0]}{k:06d}" for k in asked[name]]), "document_id"]
                passing[name] = documents["document_id"].isin(having.unique())
        if "date" in asked:
            begin, end = (pd.Timestamp(int(d), unit="D") for d in asked["date"])
            passing["date"] = documents["day"].between(begin, end)

        def others(name):
            kept = pd.Series(True, index=documents.index)
            for word, mask in passing.items():
                if word != name:
                    kept &= mask
            return documents[kept]

        made = {}
        for name in ("actor", "place"):
            rows = self.rows[name]
            counts = rows.loc[rows["document_id"].isin(others(name)["document_id"]), "thing"].value_counts()
            made[name] = self._top(counts)
        made["publisher"] = self._top(others("publisher")["publisher"].value_counts())
        actors = [f"a{k:06d}" for k in asked["actor"]] if "actor" in asked else None
        kept, rows = others("date"), self.rows["actor"]
        if actors is None:
            actors = [name for name, _ in self._top(rows.loc[rows["document_id"].isin(kept["document_id"]), "thing"].value_counts())[:5]]
        rows = rows[rows["thing"].isin(actors)].merge(kept[["document_id", "month"]].dropna(), on="document_id")
        made["timeline"] = rows.groupby(["thing", "month"], observed=True).size()
        return made

    @staticmethod
    def plain(answer: dict) -> dict:
        return answer | {"timeline": answer["timeline"].to_dict()}

    @staticmethod
    def _top(counts: pd.Series) -> list:
        counts = counts[counts > 0]
        top = counts[counts >= counts.nlargest(20).min()] if len(counts) else counts
        return sorted(((str(name), int(n)) for name, n in top.items()), key=lambda pair: (-pair[1], pair[0]))[:20]


class DuckDB:
    """SQL over integer codes."""

    name = "duckdb, codes"

    def __init__(self, data: dict):
        import duckdb

        self.db = duckdb.connect()
        self.db.execute("SET threads = 1")
        tables = {"documents": pd.DataFrame({"doc": np.arange(data["articles"]), "day": data["day"], "publisher": data["publisher"]}),
                  "actor": pd.DataFrame({"doc": data["actor"], "thing": data["actor_code"]}),
                  "place": pd.DataFrame({"doc": data["place"], "thing": data["place_code"]})}
        for name, frame in tables.items():
            self.db.register("given", frame)
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        self.db.execute("CREATE TABLE months AS SELECT doc, date_trunc('month', DATE '1970-01-01' + day) AS month FROM documents "
                        f"WHERE day > {UNDATED}")

    def click(self, asked: dict) -> dict:
        def others(name):
            kept = [f"doc IN (SELECT doc FROM {word} WHERE thing IN ({', '.join(map(str, asked[word]))}))"
                    for word in ("actor", "place") if word in asked and word != name]
            if "date" in asked and name != "date":
                kept.append(f"doc IN (SELECT doc FROM documents WHERE day BETWEEN {asked['date'][0]} AND {asked['date'][1]})")
            return " AND ".join(kept) or "true"

        made = {}
        for name, column in (("actor", "thing"), ("place", "thing"), ("publisher", "publisher")):
            found = self.db.execute(f"SELECT {column}, count(*) AS n FROM {'documents' if name == 'publisher' else name} "
                                    f"WHERE {others(name)} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20").fetchall()
            made[name] = found
        actors = asked["actor"] if "actor" in asked else [row[0] for row in self.db.execute(
            f"SELECT thing, count(*) AS n FROM actor WHERE {others('date')} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 5").fetchall()]
        made["timeline"] = self.db.execute(f"SELECT thing, month, count(*) FROM actor JOIN months USING (doc) WHERE {others('date')} "
                                           f"AND thing IN ({', '.join(map(str, actors))}) GROUP BY 1, 2").fetchall()
        return made

    @staticmethod
    def plain(answer: dict) -> dict:
        made = {name: [(f"{name[0]}{k:06d}", n) for k, n in found] for name, found in answer.items() if name != "timeline"}
        return made | {"timeline": {(f"a{thing:06d}", pd.Timestamp(month)): n for thing, month, n in answer["timeline"]}}


def brush(ours: Ours, rounds: int = 200) -> dict:
    """What a step of a brush over the dates costs: the 20 largest actors and places of any stretch of days, exactly."""
    index, rng, wall = ours.index, np.random.default_rng(3), []
    begin = time.perf_counter()
    brushes = [Brush(index.actors, index.day, None), Brush(index.places, index.day, None)]
    built = time.perf_counter() - begin
    for _ in range(rounds):
        first, last = np.sort(START + rng.integers(0, YEARS * 365, 2))
        begin = time.perf_counter()
        found = [of.counts(int(first), int(last)) for of in brushes]
        tops = [largest(counts, np.flatnonzero(counts), 20) for counts in found]
        wall.append(1000 * (time.perf_counter() - begin))
    mask = np.zeros(len(index), bool)
    mask[np.searchsorted(index.day, first):np.searchsorted(index.day, last, side="right")] = True
    for of, counts, relation, top in zip(brushes, found, (index.actors, index.places), tops, strict=True):
        plain = relation.counts(mask, "mentions", index.story)
        assert (plain == counts).all() and of is not None and len(top) == 20
    return {"build_ms": 1000 * built, "median_ms": float(np.median(wall)), "p95_ms": float(np.quantile(wall, 0.95))}


def measured(names: int, rounds: int) -> dict:
    """Every engine's times on one world, in turns, every answer held against ours."""
    data = world(names)
    engines = [Ours(data), DuckDB(data), Pandas(data, categories=True), Pandas(data, categories=False)]
    asked = scenarios(data)
    wall = {engine.name: {name: [] for name in asked} for engine in engines}
    for turn in range(rounds):
        for name, question in asked.items():
            answers = {}
            for engine in engines:
                if turn >= 2 and not isinstance(engine, Ours) and turn % 4:
                    continue  # the slow ones take every fourth turn
                begin = time.perf_counter()
                answer = engine.click(question)
                wall[engine.name][name].append(1000 * (time.perf_counter() - begin))
                answers[engine.name] = engine.plain(answer)
            for other, answer in answers.items():
                for view, numbers in answers["workbench"].items():
                    assert answer[view] == numbers, f"{other} and workbench differ in {view} of {name!r}"
    return {"names": names, "articles": data["articles"], "click_ms": wall, "brush": brush(engines[0])}


def told(result: dict) -> str:
    """The times as Markdown: medians, the 95th percentile of ours, and how many times as fast ours is."""
    wall = result["click_ms"]
    lines = [f"{result['names']:,} names in {result['articles']:,} articles; milliseconds a click, median; in brackets, how many times as "
             "fast the workbench is", "", "| what is chosen | workbench (p95) | " + " | ".join(list(wall)[1:]) + " |",
             "|---|" + "---|" * len(wall)]
    for name, ours in wall["workbench"].items():
        others = [f"{np.median(times[name]):,.0f} ({np.median(times[name]) / np.median(ours):.0f}x)" for engine, times in wall.items()
                  if engine != "workbench"]
        lines.append(f"| {name} | {np.median(ours):.1f} ({np.quantile(ours, 0.95):.1f}) | {' | '.join(others)} |")
    every = np.concatenate(list(wall["workbench"].values()))
    step = result["brush"]
    return "\n".join([*lines, "", f"All clicks together: p95 {np.quantile(every, 0.95):.1f} ms. A step of a brush over the dates: median "
                      f"{step['median_ms']:.2f} ms, p95 {step['p95_ms']:.2f} ms, after {step['build_ms']:.0f} ms to make its table."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--names", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    results = [measured(names, arguments.rounds) for names in arguments.names]
    print("\n\n".join(map(told, results)))
    if arguments.json:
        with open(arguments.json, "w", encoding="utf8") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
