"""A corpus, or the part of it that a view shows, as a file of another format. Each says who made it, when, from what.

Every writer is a function ``writer(corpus, origin) -> str``; :func:`export` chooses it by the file's ending.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pandas as pd

from workbench.corpus import Corpus

#: ending -> module:function of this room, what it holds
FORMATS = {
    ".geojson": ("workbench.exports.geojson:geojson", "places with counts"),
    ".kml": ("workbench.exports.kml:kml", "places with counts, for Google Earth"),
    ".gexf": ("workbench.exports.gexf:gexf", "actors named in the same article, for Gephi"),
    ".bib": ("workbench.exports.bibliography:bibtex", "the articles, for LaTeX and Zotero"),
    ".csl.json": ("workbench.exports.bibliography:csl_json", "the articles, for citation managers"),
    ".jsonld": ("workbench.exports.web_annotation:web_annotation", "every annotation, in the W3C model"),
    ".html": ("workbench.exports.report:report", "a report with timeline, map and sentences that opens offline"),
    ".zip": ("workbench.exports.package:package", "every table as CSV, a Frictionless data package"),
}


def export(corpus: Corpus, path: str | Path, *, filters: Iterable = (), creator: str | None = None) -> Path:
    """Write a corpus to a file whose ending names the format.

    Parameters
    ----------
    corpus
        All of it is written: pass ``corpus.part(view.document_ids(corpus))`` for what a view shows.
    path
        Ends in one of :data:`FORMATS`. An existing file is replaced.
    filters
        What was filtered by, as JSON-ready clauses: told in the file.
    creator
        Who made it; the name of the computer's user when not given.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    ValueError
        If the ending is of no known format; the message lists them.
    """
    path = Path(path).expanduser()
    ending = next((e for e in FORMATS if path.name.lower().endswith(e)), None)
    if ending is None:
        raise ValueError(f"{path.name} names no format; known are " + ", ".join(f"{e} ({what})" for e, (_, what) in FORMATS.items()))
    module, function = FORMATS[ending][0].split(":")
    made = getattr(import_module(module), function)(corpus, provenance(corpus, filters, creator))
    fresh = path.with_name(path.name + ".writing")
    if isinstance(made, bytes):
        fresh.write_bytes(made)
    else:
        fresh.write_text(made, encoding="utf8", newline="\n")
    os.replace(fresh, path)
    return path


def provenance(corpus: Corpus, filters: Iterable = (), creator: str | None = None) -> dict:
    """Who made an export, when, with what, from which articles and under which filters."""
    from workbench import __version__

    if creator is None:
        import getpass

        try:
            creator = getpass.getuser()
        except (OSError, KeyError):  # no such user in some containers
            creator = "unknown"
    return {
        "creator": creator,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "generator": f"news-workbench {__version__}",
        "articles": len(corpus.documents),
        "corpus_sha256": digest(corpus),
        "filters": list(filters),
        "attribution": "Places: GeoNames, CC BY 4.0",
    }


def digest(corpus: Corpus) -> str:
    """A hash of which articles the corpus holds, the same on every machine and in any order."""
    documents = corpus.documents
    lines = sorted((documents["document_id"] + " " + documents["text_sha256"]).tolist())
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()


def places_named(corpus: Corpus) -> pd.DataFrame:
    """The places of the corpus that literal toponyms name, the most named first, with columns mentions and articles."""
    toponyms = corpus.table("toponyms")
    literal = toponyms[(toponyms["label"] == "literal") & toponyms["place_id"].notna()]
    counts = literal.groupby("place_id")["document_id"].agg(mentions="size", articles="nunique").reset_index()
    return corpus.table("places").merge(counts, on="place_id").sort_values(["mentions", "place_id"], ascending=[False, True],
                                                                           ignore_index=True)


def xml_text(value: object) -> str:
    """A string that XML 1.0 can hold: control characters, which it cannot, are left out; missing is empty."""
    text = value if isinstance(value, str) else "" if value is None or pd.isna(value) else str(value)
    return "".join(c for c in text if c in "\t\n\r" or c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
