"""A report: one HTML file with timeline, map, tables and sentences, that opens with no network."""

import json

from workbench.corpus import Corpus
from workbench.summaries import articles, evidence, index_of, places, timeline

SENTENCES = 500  # shown; the rest is counted


def report(corpus: Corpus, origin: dict, view=None) -> str:
    """When, where and by whom, with the sentences, and at the end who made it, when, from what and under which filters."""
    from workbench.figures.evidence import evidence as sentences_of
    from workbench.figures.place_map import map_summary, place_map
    from workbench.figures.report import report as page
    from workbench.figures.timeline import timeline as draw
    from workbench.figures.timeline import timeline_summary

    index = index_of(corpus)
    chosen, by = (None, "mentions") if view is None else (view.codes(corpus, "actor", strict=False), view.by)
    counts, undated, frequency = timeline.timeline(index, None, chosen, by=by)
    drawn = "articles" if by == "mentions" and (counts["entity_id"] == timeline.ARTICLES).any() else by
    undated = undated[undated["count"] > 0]
    named, unplaced = places.places(index, None, by=by)
    if view is None:
        rows = evidence.evidence(index, None, {"actor": None, "place": None}, limit=SENTENCES)
    else:
        rows = view.evidence(corpus, limit=SENTENCES, strict=False)
    told = {key: json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value for key, value in origin.items()}
    sections = [
        {"title": "What this is", "text": _words(origin, view)},
        {"title": "When", "figure": draw(counts, undated, frequency=frequency, by=drawn), "table": counts[counts["count"] > 0],
         "summary": timeline_summary(counts, undated, frequency, by=drawn)},
        {"title": "Where", "map": place_map(named, unplaced=unplaced, by=by),
         "summary": map_summary(named, unplaced, by=by), "table": named},
        {"title": "Articles", "table": articles.articles(index, None).drop(columns=["story_id"])},
        {"title": "Sentences", "html": sentences_of(rows, total=rows.attrs["total"])},
    ]
    return page(f"{origin['articles']:,} article{'s' * (origin['articles'] != 1)}: who, when and where", sections, told)


def _words(origin: dict, view) -> str:
    """The view in words."""
    asked = "; ".join(map(str, view.clauses)) if view is not None else ""
    filters = f"chosen by: {asked}" if asked else "all of the corpus"
    counted = f", counted by {view.by}" if view is not None else ""
    return (f"{origin['articles']:,} article{'s' * (origin['articles'] != 1)}, {filters}{counted}. "
            "Every number is counted from the sentences at the end; what is not known is said to be undated or not placed.")
