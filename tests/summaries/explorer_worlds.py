"""Small corpora for tests of the explorer: made by hand and by chance."""

import re

import numpy as np
import pandas as pd

from workbench import schema
from workbench.corpus import Corpus

ENTITIES = [
    ("haftar", "Khalifa Haftar", "PERSON", "Haftar|Field Marshal Haftar"),
    ("serraj", "Fayez al-Serraj", "PERSON", "Serraj"),
    ("gna", "Government of National Accord", "ORG", "GNA"),
    ("russia", "Russia", "GPE", "Moscow"),
    ("arabs", "Arabs", "NORP", ""),
    ("nile", "Nile", "LOC", ""),
    ("un", "United Nations", "ORG", "UN"),
]
PLACES = [
    ("gn:1", "Tripoli", 32.9, 13.2, "LY", "P"),
    ("gn:2", "Moscow", 55.8, 37.6, "RU", "P"),
    ("gn:3", "Libya", 27.0, 17.0, "LY", "A"),
    ("gn:4", "Tripoli", 34.4, 35.8, "LB", "P"),
]
PUBLISHERS = ["The Harbour Gazette", "Desert Courier", "Daily Anchor", None]


def chance_corpus(seed: int, articles: int = 60) -> Corpus:
    """A corpus made by chance: names, places, dates and stories with all the gaps that real ones have."""
    rng = np.random.default_rng(seed)
    documents, mentions, toponyms, segments, stories = [], [], [], [], []
    for k in range(articles):
        words, at, document_id = [], 0, f"d{k:04d}"
        for _ in range(int(rng.integers(0, 9))):
            sentence = []
            for _ in range(int(rng.integers(1, 4))):
                kind = rng.integers(3)
                begin = at + sum(len(w) + 1 for w in sentence)
                if kind == 0:
                    entity = ENTITIES[min(int(rng.zipf(1.5)) - 1, len(ENTITIES) - 1)]
                    sentence.append(entity[1])
                    mentions.append(
                        {
                            "document_id": document_id,
                            "start": begin,
                            "end": begin + len(entity[1]),
                            "label": entity[2],
                            "score": 0.9,
                            "annotator": "test/chance",
                            "entity_id": entity[0] if rng.random() < 0.9 else None,
                        }
                    )
                elif kind == 1:
                    place = PLACES[min(int(rng.zipf(1.5)) - 1, len(PLACES) - 1)]
                    sentence.append(place[1])
                    span = {"document_id": document_id, "start": begin, "end": begin + len(place[1]), "annotator": "test/chance"}
                    toponyms.append({**span, "label": "literal" if rng.random() < 0.8 else "associative", "score": 0.8,
                                     "reason": "by chance", "place_id": place[0] if rng.random() < 0.8 else None})
                    if place[1] == "Moscow":  # a name that may mean the place or those who rule there
                        mentions.append({**span, "label": "GPE", "score": 0.9, "entity_id": "russia"})
                        toponyms[-1]["mention_id"] = f"{document_id}#char={begin},{span['end']}"
                else:
                    sentence.append(str(rng.choice(["oil", "ceasefire", "talks", "envoy"])))
            words.append(" ".join(sentence) + ".")
            at += len(words[-1]) + 1
        text = " ".join(words) or "Nothing."
        dated = rng.random() < 0.85
        documents.append(
            {
                "document_id": document_id,
                "publisher": PUBLISHERS[rng.integers(4)],
                "headline": f"Article {k}" if rng.random() < 0.9 else None,
                "text": text,
                "date_basis": "metadata" if dated else "none",
                "date_confidence": float(dated),
                "text_sha256": "",
                "date_published": pd.Timestamp("2019-01-01") + pd.Timedelta(days=int(rng.integers(0, 900)), hours=int(rng.integers(24)))
                if dated
                else pd.NaT,
                "in_language": str(rng.choice(["en", "fr"])),
            }
        )
        segments.append(
            {"document_id": document_id, "start": 0, "end": len(text), "label": "body", "score": 1.0, "annotator": "test/chance"}
        )
        lead = f"d{int(rng.integers(k + 1)):04d}" if rng.random() < 0.3 else document_id
        stories.append({"document_id": document_id, "story_id": lead, "is_lead": lead == document_id})
    frame = schema.conform("documents", pd.DataFrame(documents))
    spans = {"segments": segments, "mentions": mentions, "toponyms": toponyms}
    tables = {
        name: schema.spans(name, frame, pd.DataFrame(rows).drop_duplicates(["document_id", "start", "end"]) if rows else rows)
        for name, rows in spans.items()
    }
    entities = pd.DataFrame([dict(zip(("entity_id", "name", "label", "aliases"), e, strict=True), origin="authority") for e in ENTITIES])
    places = pd.DataFrame(
        [dict(zip(("place_id", "name", "latitude", "longitude", "country_code", "feature_class"), p, strict=True)) for p in PLACES]
    )
    return Corpus({"documents": frame, **tables, "stories": pd.DataFrame(stories), "entities": entities, "places": places})


def dated_corpus(seed, articles=40):
    """A corpus by chance whose words "talks" and "oil" are expressions of time: days, longer stretches, or days not known."""
    rng, corpus = np.random.default_rng(seed), chance_corpus(seed, articles)
    rows = []
    for document in corpus.documents.itertuples():
        for match in re.finditer(r"\b(?:talks|oil)\b", document.text):
            kind, first = rng.integers(4), pd.Timestamp("2019-01-01") + pd.Timedelta(days=int(rng.integers(0, 500)))
            last = first + pd.Timedelta(days=int(rng.integers(0, 60)) if kind == 1 else 0)
            known = kind < 2
            rows.append({"document_id": document.document_id, "start": match.start(), "end": match.end(), "score": 0.9,
                         "label": ["DATE", "DATE", "DATE", "SET"][kind], "value": f"{first:%Y-%m-%d}" if known else "XXXX-WXX-3",
                         "annotator": "times/date line" if rng.random() < 0.1 else "times/test",
                         "date_from": first if known else pd.NaT, "date_to": last if known else pd.NaT})
    return corpus.replace(times=schema.spans("times", corpus.documents, pd.DataFrame(rows)))
