"""The sentences behind a view as a CSV table, with a second file that says what it is (W3C, CSV on the Web)."""

import csv
import json

from workbench.corpus import Corpus
from workbench.summaries import evidence, index_of

#: column -> type in CSV on the Web, meaning
COLUMNS = {
    "document_id": ("string", "the article"), "publisher": ("string", "the outlet"),
    "date_published": ("datetime", "wall-clock time at the publisher; empty where the article is undated"),
    "headline": ("string", "the article's headline, or its first words"), "sentence": ("string", "the sentence"),
    "sentence_start": ("integer", "its first code point in the article"), "start": ("integer", "first code point of the words meant"),
    "end": ("integer", "one past their last"), "text": ("string", "the words meant"),
    "kind": ("string", "actor, place, quote, or hit: searched words"), "name": ("string", "what they stand for"),
    "reason": ("string", "why"), "score": ("number", "how sure, 0 to 1"),
}


def table(corpus: Corpus, origin: dict, view=None) -> str:
    """The rows of evidence of a view, or all mentions of actors and places of a corpus."""
    if view is None:
        rows = evidence.evidence(index_of(corpus), None, {"actor": None, "place": None})
    else:
        rows = view.evidence(corpus, strict=False)
    return rows[list(COLUMNS)].to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S", quoting=csv.QUOTE_MINIMAL, lineterminator="\n")


def beside(name: str, origin: dict) -> dict[str, str]:
    """The file that describes the table."""
    columns = [{"name": column, "titles": column, "datatype": kind, "dc:description": meaning}
               for column, (kind, meaning) in COLUMNS.items()]
    told = {"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}], "url": name, "tableSchema": {"columns": columns},
            "dc:creator": origin["creator"], "dc:date": origin["created"], "workbench:provenance": origin}
    return {f"{name}-metadata.json": json.dumps(told, ensure_ascii=False, indent=1)}
