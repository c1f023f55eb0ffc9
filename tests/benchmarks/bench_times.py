#!/usr/bin/env python3
"""Times: how fast they are read, how fast undated articles are dated, how fast timelines are drawn.

The texts are the seed articles. Beside our grammar stand, in the same run, spaCy's names model whose DATE and TIME spans dateparser
reads, and dateparser's own search. All run on one core; seconds are of processor time. How *right* they are stands in the README; how
right the dates of articles are, in ``dating.py``. Timelines are drawn of synthetic tables, ``--articles`` of them, with 12 mentions and
3 dated statements each over ten years.
"""

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from workbench import schema
from workbench.annotators.dates import dates
from workbench.annotators.times import retime, times
from workbench.corpus import Corpus
from workbench.selection import Selection
from workbench.summaries import index_of
from workbench.summaries.statements import statements

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ACTORS = 2000


def timed(function, rounds: int = 3) -> float:
    """Least seconds of processor time of some rounds: other work on the machine counts little."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        function()
        best = min(best, time.process_time() - started)
    return best


def named(documents: pd.DataFrame) -> list[tuple[str, pd.Timestamp]]:
    """DATE and TIME spans of spaCy's small model, each with the day of writing."""
    from workbench.annotators.mentions.by_spacy import _language

    days = documents["date_published"].fillna(pd.Timestamp("2019-04-24"))
    return [(span.text, day) for text, day in zip(documents["text"], days, strict=True)
            for span in _language()(text).ents if span.label_ in ("DATE", "TIME")]


def parsed(spans: list[tuple[str, pd.Timestamp]]) -> int:
    """How many of them dateparser reads."""
    import dateparser

    return sum(dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": day.to_pydatetime()}) is not None for text, day in spans)


def by_search(documents: pd.DataFrame) -> int:
    """dateparser's own search through the whole text."""
    from dateparser.search import search_dates

    return sum(len(search_dates(text, languages=["en"]) or ()) for text in documents["text"])


def synthetic(articles: int) -> Corpus:
    """Ten years of dated articles with mentions and dated statements, one sentence a paragraph."""
    chance = np.random.default_rng(6)
    ids, each = [f"d{k:06d}" for k in range(articles)], 12
    text = " ".join(f"Word{k:03d} said so." for k in range(each))
    day = np.datetime64("2010-01-01") + np.sort(chance.integers(0, 3650, articles)).astype("timedelta64[D]")
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ids, "text": text, "date_published": day, "date_basis": "metadata", "date_confidence": 1.0, "text_sha256": ids}))
    which, start = np.repeat(np.arange(articles), each), np.tile(np.arange(each) * 16, articles)

    def spans(keep, **columns):
        made = pd.DataFrame({"document_id": np.array(ids)[which[keep]], "start": start[keep], "end": start[keep] + 7, "score": 0.9,
                             "text": "Word000", **columns})
        return made.assign(span_id=schema.span_ids(made))

    actors = np.minimum(chance.zipf(1.3, len(which)), ACTORS).astype(str)
    mentions = spans(slice(None), label="PERSON", annotator="bench/1", entity_id=actors)
    entities = pd.DataFrame({"entity_id": np.unique(actors), "label": "PERSON", "origin": "corpus"})
    entities["name"] = "Actor " + entities["entity_id"]
    keep = np.arange(len(which)) % 4 == 0
    when = (day[which[keep]] - chance.integers(0, 30, keep.sum()).astype("timedelta64[D]")).astype("datetime64[us]")
    said = spans(keep, label="DATE", annotator="times/bench", value=np.datetime_as_string(when, "D"), date_from=when, date_to=when)
    segments = pd.DataFrame({"document_id": ids, "start": 0, "end": len(text), "text": text, "label": "body", "score": 1.0,
                             "annotator": "bench/1"})
    segments = segments.assign(span_id=schema.span_ids(segments))
    return Corpus({"documents": documents, "segments": segments, "mentions": mentions, "entities": entities, "times": said})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")  # dateparser's own
    read = wb.annotate(wb.read(SEEDS, progress=False), "segments", progress=False)
    documents, segments, n = read.documents, read.segments, len(read.documents)
    table = times(documents, segments)
    ours = timed(lambda: times(documents, segments), 5)
    print(f"{n} seed articles, {documents['text'].str.len().sum() / n:,.0f} characters each; {len(table)} times found.\n")
    print("| reading times, one core | articles/s | ours is |\n|---|---|---|")
    print(f"| `times`, beyond the names model | {n / ours:,.0f} | |")
    try:
        spans = named(documents)
        found, then = timed(lambda: named(documents), 2), timed(lambda: parsed(spans), 2)
        print(f"| spaCy small model + dateparser | {n / (found + then):,.0f} | {(found + then) / ours:,.0f} x |")
        print(f"| the same, beyond the names model | {n / then:,.0f} | {then / ours:,.0f} x |")
    except ModuleNotFoundError as error:
        print(f"| spaCy small model + dateparser | not installed: {error.name} | |")
    few = documents[: max(1, n // 8)]
    try:
        searched = timed(lambda: by_search(few), 1) / len(few) * n
        print(f"| dateparser.search | {n / searched:,.1f} | {searched / ours:,.0f} x |")
    except ModuleNotFoundError as error:
        print(f"| dateparser.search | not installed: {error.name} | |")
    dated = documents.assign(date_published=documents["date_published"].fillna(pd.Timestamp("2019-04-24")).astype(schema.TIME))
    one = timed(lambda: retime(dated, segments, table, documents["document_id"][:1]), 5)
    hidden = documents.assign(date_published=pd.Series(pd.NaT, documents.index).astype(schema.TIME))
    undated = timed(lambda: dates(hidden, segments), 2)
    print(f"\nA date set on one article: its times are resolved anew in {one * 1000:,.0f} ms. Undated articles are dated at "
          f"{n / undated:,.0f} articles/s.\n")
    drawn(args.articles)


def drawn(articles: int) -> None:
    """Times of timelines of synthetic tables, first and again."""
    corpus, view = synthetic(articles), Selection()
    index = index_of(corpus)
    index.actors.counts(None, "mentions", index.story)
    first = timed(lambda: statements(index), 1)
    mentions, told = corpus.mentions, corpus.times

    def plain() -> pd.DataFrame:
        both = told.merge(mentions, on=["document_id", "start"])
        top = both["entity_id"].value_counts().index[:5]
        both = both[both["entity_id"].isin(top)]
        return both.groupby(["entity_id", both["date_from"].dt.to_period("M")]).size()

    by_pandas = timed(plain, 2)
    print(f"{articles:,} synthetic articles with {len(mentions):,} mentions and {len(told):,} dated statements; the dated statements are "
          f"found once, in {first:,.1f} s. pandas merges and counts what happened, without a picture, in {by_pandas * 1000:,.0f} ms.\n")
    print("| picture | ms | against pandas' counting alone |\n|---|---|---|")
    for words, options in {"printed, by month": {}, "printed, by day": {"frequency": "day"}, "printed, heat map": {"style": "heat"},
                           "printed, share": {"share": True}, "happened, by month": {"when": "happened"},
                           "happened, by day": {"when": "happened", "frequency": "day"},
                           "happened, heat map": {"when": "happened", "style": "heat"}}.items():
        wb.timeline(corpus, view, **options)
        took = timed(lambda options=options: wb.timeline(corpus, view, **options), 3)
        print(f"| {words} | {took * 1000:,.0f} | {by_pandas / took:,.1f} x |")
    took = timed(lambda: wb.event_plot(corpus, view), 2)
    print(f"| events | {took * 1000:,.0f} | {by_pandas / took:,.1f} x |")


if __name__ == "__main__":
    main()
