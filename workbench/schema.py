"""Every table and column of the workbench, declared once.

Validation, empty frames, Parquet types and the README's data dictionary all come from :data:`TABLES`. Offsets are Python
code points, end-exclusive, into ``documents.text``. Dates are wall-clock times where the article was published, without a
time zone: a newspaper's "Wednesday" is its reader's Wednesday.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

STRING = "str"  # pandas 3 string dtype, missing is NaN
INTEGER = "int64"
MAYBE_INTEGER = "Int64"
NUMBER = "float64"
TIME = "datetime64[us]"
FLAG = "bool"

SEGMENT_LABELS = (
    "headline", "kicker", "byline", "dateline", "published", "caption", "body", "subhead", "promo", "nav", "related", "comment",
)
#: Roles whose words belong to the article: names, places, times and quotes are read from these alone.
ARTICLE_LABELS = ("headline", "kicker", "dateline", "caption", "body", "subhead")
#: Roles that make up the article's body, see ``summaries.texts.body_text``.
BODY_LABELS = ("body", "subhead")
MENTION_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT")
ACTOR_LABELS = ("PERSON", "ORG", "GPE", "NORP")
TIME_LABELS = ("DATE", "TIME", "DURATION", "SET")
QUOTE_LABELS = ("direct", "indirect", "mixed")
DATE_BASES = ("metadata", "url", "header", "inferred", "analyst", "none")
EVIDENCE_KINDS = ("conclusion", "address", "printed", "dateline", "full date", "day", "dated weekday", "weekday", "month", "month of year",
                  "year", "year of two", "year of many", "office", "since", "event", "neighbour",
                  "company")
ENTITY_ORIGINS = ("authority", "corpus", "analyst")
#: Columns of documents that somebody states, and of which ``provenance`` says who.
STATED = ("headline", "byline", "publisher", "url", "date_published", "date_modified", "section")


@dataclass(frozen=True)
class Column:
    """One column: its name, pandas dtype, meaning and the term of the field that it stands for."""

    name: str
    dtype: str
    meaning: str
    term: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its key and columns, in order. ``spans`` tables point at ``documents.text[start:end]``."""

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]
    spans: bool = False
    unique_key: bool = True

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]


def _span(name: str, meaning: str, labels: tuple[str, ...], *more: Column, said: str = "the words") -> Table:
    head = (
        Column("span_id", STRING, "document_id and offsets, as a text fragment", "oa:Annotation", required=True),
        Column("document_id", STRING, "the article", "oa:hasSource", required=True),
        Column("start", INTEGER, "first code point", "oa:start", required=True),
        Column("end", INTEGER, "one past the last code point", "oa:end", required=True),
        Column("text", STRING, said, "oa:exact", required=True),
        Column("label", STRING, "kind: " + ", ".join(labels), "oa:tagging", allowed=labels, required=True),
        Column("score", NUMBER, "how sure, 0 to 1", "", required=True),
        Column("annotator", STRING, "what decided it: annotator and rule or model", "dcterms:creator", required=True),
    )
    return Table(name, "span_id", meaning, head + more, spans=True)


_TABLES = (
    Table("documents", "document_id", "one row an article, its text as it came", (
        Column("document_id", STRING, "derived from content, or given", "schema:identifier", required=True),
        Column("source_path", STRING, "the file it was read from, relative to the folder given", "dcterms:source"),
        Column("url", STRING, "the article's address", "schema:url"),
        Column("publisher", STRING, "the outlet", "schema:publisher"),
        Column("headline", STRING, "", "schema:headline"),
        Column("byline", STRING, "authors' names, joined by '; '", "schema:author"),
        Column("date_published", TIME, "wall-clock time at the publisher; missing where unknown", "schema:datePublished"),
        Column("date_modified", TIME, "wall-clock time at the publisher", "schema:dateModified"),
        Column("date_basis", STRING, "where date_published comes from: " + ", ".join(DATE_BASES), "", allowed=DATE_BASES, required=True),
        Column("date_confidence", NUMBER, "how sure date_published is, 0 to 1; 0 where there is none", "", required=True),
        Column("in_language", STRING, "ISO 639-1 code", "schema:inLanguage"),
        Column("section", STRING, "the publisher's section", "schema:articleSection"),
        Column("text", STRING, "the text as it came, never altered", "schema:text", required=True),
        Column("text_sha256", STRING, "SHA-256 of the text in UTF-8, hexadecimal", "", required=True),
    )),
    _span("markup", "what a page's own markup says about its lines (made by readers of HTML)", SEGMENT_LABELS),
    Table("provenance", "provenance_id", "where each piece of an article's metadata came from", (
        Column("provenance_id", STRING, "document_id and column", required=True),
        Column("document_id", STRING, "the article", "prov:entity", required=True),
        Column("column", STRING, "column of documents: " + ", ".join(STATED), allowed=STATED, required=True),
        Column("origin", STRING, "who states it: a column, the page's JSON-LD or meta tags, the feed, a line of the text ...",
               "prov:wasDerivedFrom", required=True),
        Column("start", MAYBE_INTEGER, "first code point of the words in the text; missing where they do not stand there", "oa:start"),
        Column("end", MAYBE_INTEGER, "one past the last", "oa:end"),
        Column("text", STRING, "the words", "oa:exact"),
    )),
    _span("segments", "the role of each stretch of text", SEGMENT_LABELS),
    _span("mentions", "names in the article's words", MENTION_LABELS,
          Column("entity_id", STRING, "the actor or thing meant; missing where unresolved", "nif:taIdentRef"),
          Column("reason", STRING, "why this actor, in words"),
          Column("alternatives", STRING, "where doubtful, up to three runners-up as JSON: [{entity_id, name, score, reason}]")),
    _span("toponyms", "names of places", ("literal", "associative"),
          Column("mention_id", STRING, "span_id of the mention, where one stands behind it"),
          Column("place_id", STRING, "the place meant; missing where unresolved", "gn:geonamesID"),
          Column("reason", STRING, "why this place, in words"),
          Column("alternatives", STRING, "up to three runners-up as JSON: [{place_id, name, score}]")),
    _span("times", "time expressions", TIME_LABELS,
          Column("value", STRING, "TIMEX3 value", "timex3:value"),
          Column("date_from", TIME, "first day meant; missing where unresolved", "owl-time:hasBeginning"),
          Column("date_to", TIME, "last day meant, inclusive", "owl-time:hasEnd")),
    _span("quotes", "what was said, and who said it", QUOTE_LABELS,
          Column("speaker_start", MAYBE_INTEGER, "first code point of the speaker's mention"),
          Column("speaker_end", MAYBE_INTEGER, "one past its last"),
          Column("speaker_entity_id", STRING, "the speaker, where resolved"),
          Column("cue_start", MAYBE_INTEGER, "first code point of the verb of saying"),
          Column("cue_end", MAYBE_INTEGER, "one past its last"), said="the words said"),
    Table("date_evidence", "evidence_id", "what tells when an undated article was written, and what all of it together allows", (
        Column("evidence_id", STRING, "document_id, kind and number", required=True),
        Column("document_id", STRING, "the article", required=True),
        Column("kind", STRING, "kind of clue: " + ", ".join(EVIDENCE_KINDS), allowed=EVIDENCE_KINDS, required=True),
        Column("start", MAYBE_INTEGER, "first code point of the words; missing where they are not in the text", "oa:start"),
        Column("end", MAYBE_INTEGER, "one past the last", "oa:end"),
        Column("text", STRING, "the words", "oa:exact"),
        Column("date_from", TIME, "first day that it names or allows; of a conclusion, of the interval of 90 %"),
        Column("date_to", TIME, "last such day, inclusive"),
        Column("weight", NUMBER, "how much it speaks for the likeliest day, in powers of ten; of a conclusion, how sure that is",
               required=True),
        Column("reason", STRING, "what it tells, in words", required=True),
    )),
    Table("stories", "document_id", "near-duplicates and wire copies share a story", (
        Column("document_id", STRING, "the article", required=True),
        Column("story_id", STRING, "document_id of the story's lead", required=True),
        Column("is_lead", FLAG, "whether this article leads its story", required=True),
    )),
    Table("problems", "source_path", "what could not be read or annotated", (
        Column("source_path", STRING, "the file, or the document_id", "dcterms:source", required=True),
        Column("reason", STRING, "what was wrong, in words", required=True),
        Column("detail", STRING, "what was found, and what to do"),
    ), unique_key=False),
    Table("entities", "entity_id", "actors and things named: the authority of this corpus", (
        Column("entity_id", STRING, "the authority's id, or derived from name and label", "skos:Concept", required=True),
        Column("name", STRING, "preferred name", "skos:prefLabel", required=True),
        Column("label", STRING, "kind: " + ", ".join(MENTION_LABELS), allowed=MENTION_LABELS, required=True),
        Column("aliases", STRING, "other names seen or known, joined by '|'", "skos:altLabel"),
        Column("wikidata_id", STRING, "", "wd:Q"),
        Column("origin", STRING, "who says so: " + ", ".join(ENTITY_ORIGINS), allowed=ENTITY_ORIGINS, required=True),
    )),
    Table("outlets", "outlet", "where each outlet is at home, so that a local paper's Springfield is the one next door", (
        Column("outlet", STRING, "the host of the articles' address, or else the publisher, in small letters", required=True),
        Column("place_id", STRING, "the city it is at home in", "gn:geonamesID"),
        Column("latitude", NUMBER, "degrees north, WGS 84", "wgs84:lat"),
        Column("longitude", NUMBER, "degrees east, WGS 84", "wgs84:long"),
        Column("country_code", STRING, "ISO 3166-1 alpha-2", "gn:countryCode"),
        Column("score", NUMBER, "how sure, 0 to 1", required=True),
        Column("reason", STRING, "why this place, in words"),
    )),
    Table("places", "place_id", "the places that toponyms point at", (
        Column("place_id", STRING, "gn:<GeoNames id> or wb:<our own>", "gn:Feature", required=True),
        Column("name", STRING, "", "gn:name", required=True),
        Column("latitude", NUMBER, "degrees north, WGS 84", "wgs84:lat", required=True),
        Column("longitude", NUMBER, "degrees east, WGS 84", "wgs84:long", required=True),
        Column("country_code", STRING, "ISO 3166-1 alpha-2", "gn:countryCode"),
        Column("admin1", STRING, "name of the first-order division", "gn:parentADM1"),
        Column("feature_class", STRING, "GeoNames class: A area, P settlement, H water, L region, S spot, T relief", "gn:featureClass"),
        Column("population", NUMBER, "people", "gn:population"),
        Column("min_latitude", NUMBER, "extent, degrees"),
        Column("max_latitude", NUMBER, "extent, degrees"),
        Column("min_longitude", NUMBER, "extent, degrees"),
        Column("max_longitude", NUMBER, "extent, degrees"),
    )),
)

#: name -> Table, in the order in which tables are made.
TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
SPAN_TABLES = tuple(table.name for table in _TABLES if table.spans)


class SchemaError(ValueError):
    """A table that breaks its declaration: says which table, which column, what was found and what is allowed."""


def declared(table: str) -> Table:
    """The declaration of a table.

    Raises
    ------
    SchemaError
        If there is no such table; the message lists those there are.
    """
    if table not in TABLES:
        raise SchemaError(f"no table {table!r}; there are {', '.join(TABLES)}")
    return TABLES[table]


def empty(table: str) -> pd.DataFrame:
    """A frame of the table's columns and types with zero rows."""
    return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in declared(table).columns})


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's columns, in order and typed; absent columns are filled as missing, others dropped.

    Raises
    ------
    SchemaError
        If a column cannot be converted.
    """
    made = {}
    for column in declared(table).columns:
        values = frame[column.name] if column.name in frame else pd.Series([pd.NA] * len(frame), index=frame.index, dtype="object")
        try:
            if column.dtype in (STRING, NUMBER) and values.dtype == "object":
                values = values.where(values.notna(), None)
                made[column.name] = pd.to_numeric(values) if column.dtype == NUMBER else values.astype(STRING)
            if column.dtype == TIME:
                made[column.name] = pd.to_datetime(values).astype(TIME)
            made[column.name] = made.get(column.name, values).astype(column.dtype)
        except (ValueError, TypeError) as error:
            raise SchemaError(f"{table}.{column.name} must be {column.dtype}: {error}") from error
    return pd.DataFrame(made, index=frame.index).reset_index(drop=True)


def check(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame itself, if it keeps the table's declaration.

    Raises
    ------
    SchemaError
        If a column is absent, extra or of another type; a required value is missing; a label is not allowed; or a key
        stands twice.
    """
    declaration = declared(table)
    if list(frame.columns) != declaration.names:
        raise SchemaError(f"{table} has columns {list(frame.columns)}; declared are {declaration.names}")
    for column in declaration.columns:
        values = frame[column.name]
        if str(values.dtype) != column.dtype:
            raise SchemaError(f"{table}.{column.name} is {values.dtype}; declared is {column.dtype}")
        if column.required and values.isna().any():
            raise SchemaError(f"{table}.{column.name} is missing in {int(values.isna().sum())} of {len(frame)} rows; it is required")
        if column.allowed:
            strange = set(values.dropna().unique()) - set(column.allowed)
            if strange:
                raise SchemaError(f"{table}.{column.name} holds {sorted(strange)}; allowed are {', '.join(column.allowed)}")
    if declaration.unique_key and frame[declaration.key].duplicated().any():
        twice = frame.loc[frame[declaration.key].duplicated(), declaration.key].head(3).tolist()
        raise SchemaError(f"{table}.{declaration.key} must be unique; twice or more: {twice}")
    return frame


def check_spans(table: str, frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The frame itself, if ``documents.text[start:end] == text`` holds in every row.

    Raises
    ------
    SchemaError
        Naming the first row that lies.
    """
    texts = documents.set_index("document_id")["text"]
    for row in frame[["span_id", "document_id", "start", "end", "text"]].itertuples(index=False):
        if row.document_id not in texts.index or texts[row.document_id][row.start:row.end] != row.text:
            raise SchemaError(f"{table}: {row.span_id} says {row.text!r}, which does not stand there")
    return frame


def spans(table: str, documents: pd.DataFrame, found: Iterable[dict] | pd.DataFrame) -> pd.DataFrame:
    """A span table from rows that hold at least document_id, start, end, label, score and annotator.

    ``span_id`` and ``text`` are filled from the documents; rows are sorted by document (in their order) and place.

    Parameters
    ----------
    table
        Name of a span table.
    documents
        The documents table that the offsets point into.
    found
        Rows as dicts or a frame; columns beyond the head are kept where declared.
    """
    frame = found.copy() if isinstance(found, pd.DataFrame) else pd.DataFrame(list(found))
    if frame.empty:
        return empty(table)
    texts = texts_of(documents)
    order = {document_id: k for k, document_id in enumerate(texts)}
    frame["text"] = [texts[d][s:e] for d, s, e in zip(*(frame[c].to_numpy(object) for c in ("document_id", "start", "end")), strict=True)]
    frame["span_id"] = span_ids(frame)
    frame = frame.assign(_order=frame["document_id"].map(order)).sort_values(["_order", "start", "end"], kind="stable")
    return conform(table, frame)


def texts_of(documents: pd.DataFrame) -> dict[str, str]:
    """document_id -> text."""
    # as objects first: pandas hands out strings of Arrow one by one, at a microsecond each
    return dict(zip(documents["document_id"].to_numpy(object), documents["text"].to_numpy(object), strict=True))


def by_document(frame: pd.DataFrame, *columns: str) -> dict[str, list[tuple]]:
    """Values of the columns in the rows of each document, in the order of the rows."""
    made: dict[str, list[tuple]] = {}
    for document_id, *values in zip(*(frame[c].to_numpy(object) for c in ("document_id", *columns)), strict=True):
        made.setdefault(document_id, []).append(tuple(values))
    return made


def span_ids(frame: pd.DataFrame) -> pd.Series:
    """Identifiers of spans from document_id, start and end, in the form of RFC 5147 text fragments."""
    return frame["document_id"].astype(STRING) + "#char=" + frame["start"].astype(STRING) + "," + frame["end"].astype(STRING)


def dictionary() -> str:
    """The data dictionary in Markdown: every table, its key, its columns."""
    lines = []
    for table in TABLES.values():
        lines += [f"### `{table.name}`", "", f"{table.meaning[:1].upper()}{table.meaning[1:]}. Key: `{table.key}`.", "",
                  "| column | type | meaning | term |", "|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.dtype} | {c.meaning} | {c.term} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)
