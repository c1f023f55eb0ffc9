#!/usr/bin/env python3
"""Memory of the index behind the widgets, an article of twelve mentions, against pandas with categoricals.

The same synthetic tables, Zipf-distributed, are held as the workbench's index, forward and inverted, and as one flat frame of a row a
mention, as one would make it to group by: article, thing and kind as categoricals, with the article's date and publisher. Arrays and
categories are counted with the strings in them; the index points into the tables, which are there anyway, for identifiers and names
and holds no copies of them. ``bench_index.py 100000`` takes another number of articles.
"""

import sys

import numpy as np
import pandas as pd

from workbench import schema
from workbench.summaries import Index, Relation, Taken

ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ACTORS, PLACES, PUBLISHERS = 50_000, 20_000, 200


def zipf(chance: np.random.Generator, size: int, things: int) -> np.ndarray:
    weight = 1 / np.arange(1, things + 1)
    return np.searchsorted(np.cumsum(weight) / weight.sum(), chance.random(size)).clip(0, things - 1)


def tables(chance: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Documents with eight mentions of actors and four of places each, in order of date."""
    ids = pd.Series([f"{k:016x}" for k in range(ARTICLES)], dtype="str")
    day = np.datetime64("2005-01-01") + np.sort(chance.integers(0, 7300, ARTICLES)).astype("timedelta64[D]")
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ids, "text": "x", "date_published": day, "date_basis": "metadata", "date_confidence": 1.0, "text_sha256": ids,
        "publisher": "Paper " + pd.Series(zipf(chance, ARTICLES, PUBLISHERS)).astype("str")}))
    made = {"documents": documents}
    for table, each, things, key, label in (("mentions", 8, ACTORS, "entity_id", "PERSON"), ("toponyms", 4, PLACES, "place_id", "literal")):
        which = np.repeat(np.arange(ARTICLES), each)
        start = np.tile(np.arange(each) * 40 + 20 * (table == "toponyms"), ARTICLES)
        named = f"{key[0]}:" + pd.Series(zipf(chance, len(which), things)).astype("str")
        rows = pd.DataFrame({"document_id": ids.to_numpy()[which], "start": start, "end": start + 6, "text": "name", "label": label,
                             "score": 1.0, "annotator": "bench/1", key: named})
        rows["span_id"] = rows["document_id"] + "#" + rows["start"].astype("str")
        made[table] = schema.conform(table, rows)
    for table, rows, key in (("entities", "mentions", "entity_id"), ("places", "toponyms", "place_id")):
        known = made[rows][key].drop_duplicates()
        made[table] = schema.conform(table, pd.DataFrame({key: known, "name": known, "label": "PERSON", "origin": "corpus", "latitude": 0.0,
                                                          "longitude": 0.0, "feature_class": "P"}))
    return made


def held(thing: object, seen: set[int]) -> int:
    """Bytes of the arrays that an object of the index holds, each counted once; strings with their letters."""
    if id(thing) in seen:
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        if thing.base is not None and isinstance(thing.base, np.ndarray):
            return held(thing.base, seen)
        return thing.nbytes + (sum(map(sys.getsizeof, thing)) if thing.dtype == object else 0)
    if isinstance(thing, pd.Index):
        return int(thing.memory_usage(deep=True))
    if isinstance(thing, pd.api.extensions.ExtensionArray):
        return int(thing.nbytes)
    if isinstance(thing, tuple):
        return sum(held(one, seen) for one in thing)
    if isinstance(thing, Taken):
        return thing._at.nbytes
    if isinstance(thing, Relation):
        return sum(held(one, seen) for one in vars(thing).values())
    return 0


def main() -> None:
    made = tables(np.random.default_rng(0))
    index = Index(made)
    index.column("publisher")
    relations = [index.actors, index.places]
    forward = sum(held(relation, set()) for relation in relations)
    for relation in relations:
        relation.counts(None, "mentions", None)
        relation.having(np.array([0]))
    seen: set[int] = set()
    parts = {"articles: order and back, day, publisher": sum(
        held(one, seen) for one in (index.order, index.places_of_rows, index.day, index._columns["publisher"][0])),
        "mentions, forward": forward}
    total = sum(held(one, seen) for one in relations)
    parts["mentions, inverted lists"] = total - forward
    ours = sum(parts.values())
    facts = made["documents"].set_index("document_id")[["date_published", "publisher"]]
    flat = pd.concat([made[table][["document_id", key, "label", "start"]].rename(columns={key: "thing"})
                      for table, key in (("mentions", "entity_id"), ("toponyms", "place_id"))], ignore_index=True)
    flat = flat.join(facts, on="document_id")
    flat = flat.astype(dict.fromkeys(("document_id", "thing", "label", "publisher"), "category"))
    theirs = int(flat.memory_usage(deep=True, index=False).sum())
    print(f"{ARTICLES:,} articles, {len(flat):,} mentions.\n\n| held as | bytes an article | times less than pandas |\n|---|---|---|")
    print(f"| one flat pandas frame, categoricals | {theirs / ARTICLES:,.0f} | 1.0 |")
    print(f"| the index | {ours / ARTICLES:,.0f} | {theirs / ours:.1f} |")
    print("\nOf the index: " + ", ".join(f"{name} {size / ARTICLES:,.0f}" for name, size in parts.items()) + " bytes an article.")


if __name__ == "__main__":
    main()
