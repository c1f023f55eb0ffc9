"""A report: one HTML file with timeline, map, tables and sentences, that opens with no network."""

import json

from workbench.corpus import Corpus
from workbench.summaries import articles, evidence, index_of, places, timeline

SENTENCES = 500  # shown; the rest is counted


def report(corpus: Corpus, origin: dict) -> str:
    """When, where and by whom, with the sentences, and at the end who made it, when, from what and under which filters."""
    from workbench.figures.evidence import evidence as sentences_of
    from workbench.figures.place_map import map_summary, place_map
    from workbench.figures.report import report as page
    from workbench.figures.timeline import timeline as draw
    from workbench.figures.timeline import timeline_summary

    index = index_of(corpus)
    counts, undated, frequency = timeline.timeline(index, None)
    by = "articles" if (counts["entity_id"] == timeline.ARTICLES).any() else "mentions"
    undated = undated[undated["count"] > 0]
    named, unplaced = places.places(index, None)
    rows = evidence.evidence(index, None, {"actor": None, "place": None}, limit=SENTENCES)
    told = {key: json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value for key, value in origin.items()}
    sections = [
        {"title": "When", "figure": draw(counts, undated, frequency=frequency, by=by), "table": counts[counts["count"] > 0],
         "summary": timeline_summary(counts, undated, frequency, by=by)},
        {"title": "Where", "map": place_map(named, unplaced=unplaced), "summary": map_summary(named, unplaced), "table": named},
        {"title": "Articles", "table": articles.articles(index, None, None, None)},
        {"title": "Sentences", "html": sentences_of(rows, total=rows.attrs["total"])},
    ]
    return page(f"{origin['articles']:,} article{'s' * (origin['articles'] != 1)}: who, when and where", sections, told)
