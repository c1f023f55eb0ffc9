"""A corpus, or the part of it that a view shows, as a file of another format. Each says who made it, when, from what.

Every writer is a function ``writer(corpus, origin, view) -> str``; :func:`export` chooses it by the file's ending.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pandas as pd

from workbench import schema
from workbench.corpus import Corpus

#: ending -> module:function of this room, what it holds
FORMATS = {
    ".csv": ("workbench.exports.table:table", "the sentences behind the view, one row each, with what describes them"),
    ".geojson": ("workbench.exports.geojson:geojson", "places with counts"),
    ".kml": ("workbench.exports.kml:kml", "places with counts, for Google Earth"),
    ".gexf": ("workbench.exports.gexf:gexf", "actors named in the same article, for Gephi"),
    ".bib": ("workbench.exports.bibliography:bibtex", "the articles, for LaTeX and Zotero"),
    ".csl.json": ("workbench.exports.bibliography:csl_json", "the articles, for citation managers"),
    ".jsonld": ("workbench.exports.web_annotation:web_annotation", "every annotation, in the W3C model"),
    ".html": ("workbench.exports.report:report", "a report with timeline, map and sentences that opens offline"),
    ".zip": ("workbench.exports.package:package", "every table as CSV, a Frictionless data package"),
}


def export(corpus: Corpus, path: str | Path, *, view=None, filters: Iterable = (), creator: str | None = None) -> Path:
    """Write a corpus, or what a view shows of it, to a file whose ending names the format.

    Parameters
    ----------
    corpus
        The articles and what was found in them.
    path
        Ends in one of :data:`FORMATS`. An existing file is replaced. A table (.csv) gets a second file beside it, which says what
        its columns mean and who made it.
    view
        A Selection: only the articles that pass are written, and its clauses are told in the file.
    filters
        What was filtered by, as JSON-ready clauses, where there is no view to say it.
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
    for name, content in make(corpus, path.name, view=view, filters=filters, creator=creator).items():
        fresh = path.with_name(f"{name}.writing")
        fresh.write_bytes(content)
        os.replace(fresh, path.with_name(name))
    return path


def make(corpus: Corpus, name: str, *, view=None, filters: Iterable = (), creator: str | None = None) -> dict[str, bytes]:
    """The files of :func:`export` in memory, name -> content; the one asked for comes first."""
    ending = next((e for e in FORMATS if name.lower().endswith(e)), None)
    if ending is None:
        raise ValueError(f"{name} names no format; known are " + ", ".join(f"{e} ({what})" for e, (_, what) in FORMATS.items()))
    if view is not None:
        corpus, filters = view.apply(corpus), [asdict(clause) for clause in view.clauses]
    origin = provenance(corpus, filters, creator)
    if view is not None:
        origin |= {"counted_by": view.by, "code": view.code()}
    module, function = FORMATS[ending][0].split(":")
    module = import_module(module)
    made = {name: getattr(module, function)(corpus, origin, view)}
    if hasattr(module, "beside"):
        made |= module.beside(name, origin)
    return {key: content if isinstance(content, bytes) else content.encode("utf8") for key, content in made.items()}


def provenance(corpus: Corpus, filters: Iterable = (), creator: str | None = None) -> dict:
    """Who made an export, when, with what, from which articles and under which filters."""
    from workbench import __version__

    if creator is None:
        import getpass

        try:
            creator = getpass.getuser()
        except (OSError, KeyError):  # no such user in some containers
            creator = "unknown"
    annotators = {name for table in schema.SPAN_TABLES for name in corpus.table(table)["annotator"].unique()}
    return {
        "creator": creator,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "generator": f"news-workbench {__version__}",
        "versions": {"python": platform.python_version(), "pandas": pd.__version__, "annotators": sorted(map(str, annotators))},
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
