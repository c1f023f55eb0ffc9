"""Teaches the sense of past and future: ``python -m workbench.build.tense BENCH_DATA`` writes ``knowledge/timex/tense.csv``.

Examples teach themselves: an expression that says its own direction ("last week", "two days ago", "tomorrow"), or a day and month
in an article whose date is known, shows which words stand near the past and near the future. Only words and their weights are kept.
"""

import csv
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.build.linear import logistic
from workbench.knowledge.timex import grammar, lexer, tense
from workbench.knowledge.timex.resolve import resolve
from workbench.sentences import hard_wrapped

OUT = Path(__file__).resolve().parent.parent / "knowledge" / "timex" / "tense.csv"
#: file -> (field of the text, field of the date, documents at most). The sets of gold times are not among them.
SOURCES = {
    "bulk/reuters21578": ("text", "pub_date", None), "quotes/polnear": ("text", "pub_date", None),
    "actors/news_fair": ("text", "date_published", None),
    "names/worldwide": ("text", None, None), "places/lgl": ("text", "date", None), "places/tr-news": ("text", "date", None),
    "places/gwn": ("text", None, None), "places/geovirus": ("text", None, None), "text/scraped_gold": ("articleBody", None, None),
    "actors/meantime": ("text", "date_published", None), "actors/ecbplus": ("text", None, None),
}
#: Words seen in fewer sources, or less often, are left out: they would be topics, not tense.
LEAST_SOURCES, LEAST = 3, 8


def examples(folder: Path):
    """(source, features, whether in the future) of each expression that says its own direction."""
    for name, (field, dated, most) in SOURCES.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            documents = [json.loads(line) for line in lines]
        random.Random(7).shuffle(documents)
        for document in documents[:most]:
            text = document[field] or ""
            published = pd.to_datetime(document.get(dated) if dated else None, errors="coerce")
            now = None if pd.isna(published) else published.date()
            yield from ((name, *example) for example in _of(text, now))


def _of(text: str, now: date | None):
    wrapped = hard_wrapped(text)
    lexed = lexer.lex(text, 0, len(text), grammar.letters(), wrapped)
    place = {start: k for k, start in enumerate(lexed.starts)}
    found = grammar.find(text, wrapped=wrapped)
    readings = resolve(found, now or date(2000, 1, 15))
    for expression, reading in zip(found, readings, strict=True):
        ahead = _direction(expression.meaning, reading, now)
        if ahead is None:
            continue
        i = place[expression.start]
        j = i + 1
        while j < len(lexed.ends) and lexed.ends[j - 1] < expression.end:
            j += 1
        yield tense.features(lexed, i, j), ahead


def _direction(meaning, reading, now: date | None) -> bool | None:
    if meaning.op in ("unit", "span") and meaning.shift and not meaning.then and meaning.unit != "C":
        return meaning.shift > 0
    if meaning.op == "offset" and meaning.amount and not meaning.then and meaning.period is None:
        return meaning.amount > 0
    if meaning.op == "calendar" and now and meaning.month and reading.date_from:
        if meaning.day and meaning.year is None:
            away = (reading.date_from - now).days
            return away > 0 if 0 < abs(away) <= 90 else None
        if meaning.year:
            if reading.date_from > now:
                return True
            if reading.date_to < now and (now - reading.date_to).days < 400:
                return False
    return None


def main(folder: Path) -> None:
    found = list(examples(folder))
    per_source = Counter(source for source, *_ in found)
    sources = defaultdict(set)
    for source, seen, _ in found:
        for feature in seen:
            sources[feature].add(source)
    rows = [[f for f in set(seen) if len(sources[f]) >= LEAST_SOURCES] + [""] for _, seen, _ in found]
    target = np.array([ahead for *_, ahead in found])
    weight = np.array([min(1.0, 1500 / per_source[source]) for source, *_ in found])
    held = np.random.default_rng(3).random(len(rows)) < 0.2
    for penalty in (0.5, 1.0, 2.0):
        taught = [r for r, h in zip(rows, held, strict=True) if not h]
        trial = logistic(taught, target[~held], penalty=penalty, least=LEAST, weight=weight[~held])
        guess = np.array([sum(trial.get(f, 0.0) for f in r) > 0 for r, h in zip(rows, held, strict=True) if h])
        right, past = np.mean(guess == target[held]), np.mean(~target[held])
        print(f"penalty {penalty}: {right:.3f} right of {held.sum()} held out; always past {past:.3f}")
    fitted = logistic(rows, target, penalty=1.0, least=LEAST, weight=weight)
    kept = {f: w for f, w in sorted(fitted.items()) if abs(w) >= 0.1 or not f}
    with OUT.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows((f, f"{w:.2f}") for f, w in kept.items())
    print(f"{len(found)} examples, {int(target.sum())} in the future, of {dict(per_source)}; {len(kept)} weights")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
