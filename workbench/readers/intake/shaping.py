"""Records as the world writes them to rows of ``documents``: names of columns, dates, languages, identifiers."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from threading import Thread

import pandas as pd

from workbench import schema

#: column of documents -> names under which the world keeps it, compared without case and punctuation.
ALIASES = {
    "text": ("text", "body", "content", "articlebody", "fulltext", "articletext", "maintext", "bodytext", "storytext", "plaintext"),
    "headline": ("headline", "title", "ogtitle", "articletitle", "hl", "hed"),
    "byline": ("byline", "author", "authors", "creator", "dccreator", "articleauthor", "by"),
    "publisher": ("publisher", "source", "sourcename", "outlet", "site", "sitename", "ogsitename", "publication", "newspaper", "media",
                  "publishername", "medianame"),
    "date_published": ("datepublished", "date", "published", "pubdate", "publisheddate", "publishdate", "publishedat", "publicationdate",
                       "articlepublishedtime", "datetime", "timestamp", "publishtime", "pubtime", "dcdate"),
    "date_modified": ("datemodified", "modified", "updated", "updatedat", "articlemodifiedtime", "lastmodified", "lastupdated"),
    "url": ("url", "link", "href", "permalink", "ogurl", "canonical", "canonicalurl", "sourceurl", "articleurl", "webpage", "weburl"),
    "in_language": ("inlanguage", "language", "lang", "languagecode"),
    "section": ("section", "articlesection", "category", "desk", "sectionname"),
    "page": ("html", "rawhtml", "pagesource", "htmlcontent", "contenthtml", "bodyhtml"),
    "document_id": ("documentid",),
    "source_path": ("sourcepath",),
}

#: Words that only English runs on, in prose and in tables of results and dividends; where every twentieth word is one of them, and
#: there are several, nothing else is meant.
_ENGLISH = frozenset((
    "the and of said with from that its have would which were been this their company year "
    "by vs two three four six seven eight nine month months quarter first second third fourth net loss profit sales shares pay payable "
    "prior january february march june july october sources received").split())

#: Letters that are too few to tell a language by.
_TOO_FEW = 40
#: A date, or a date with a time, as ISO 8601 writes it in full.
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?")

#: reader -> how ``provenance`` calls what it reads.
_READERS = {"html": "the page", "mhtml": "the saved page", "warc": "the archive's record", "feed": "the feed's item", "docx": "the export",
            "archives": "the archive"}
#: What a record may hold besides columns of documents.
_ASIDE = ("markup", "problem", "member", "stream", "page", "fragment", "origins", "origin")


def naming(columns: Mapping[str, str] | None) -> Callable[[object], str]:
    """A function from a column's name to the column of documents it stands for, or itself."""
    known = schema.TABLES["documents"].names
    given = dict(columns or {})
    for theirs, ours in given.items():
        if ours not in known:
            raise KeyError(f"columns maps {theirs!r} to {ours!r}, which is no column of documents; there are {', '.join(known)}")
    aliases = {alias: ours for ours, all_aliases in ALIASES.items() for alias in all_aliases}

    @cache
    def name(theirs: object) -> str:
        key = str(theirs)
        if key in given:
            return given[key]
        return key if key in known or key in _ASIDE else aliases.get(re.sub(r"[\W_]+", "", key).lower(), key)

    return name


def renamed(record: Mapping, names) -> dict:
    """The record under our names; where several columns mean one of ours, its own name wins, then the first that is not empty."""
    made: dict = {}
    origins = dict(record.get("origins") or {})
    for theirs, value in record.items():
        ours = names(theirs)
        if ours == theirs or (ours not in record and missing(made.get(ours))):
            made[ours] = value
            if ours in schema.STATED and ours not in origins and record.get("origin", "records") == "records":
                origins[ours] = f"column {theirs}"
    return {**made, "origins": origins}


def provenance(record: Mapping, document: Mapping) -> list[dict]:
    """Rows of ``provenance`` for a document: who states what it has."""
    origins, reader = record.get("origins") or {}, _READERS.get(str(record.get("origin")), "given")
    return [{"provenance_id": f"{document['document_id']}#{column}", "document_id": document["document_id"], "column": column,
             "origin": origins.get(column, reader)} for column in schema.STATED if not missing(document.get(column))]


def wordless(articles: int, columns: list[str]) -> str:
    """What to do about articles without text."""
    if "text" in columns:
        return "the text is empty" if articles == 1 else f"the text is empty in {articles:,} articles"
    return f"{articles:,} row{'s' * (articles != 1)} without text; columns are {', '.join(columns)}: say columns={{'...': 'text'}}"


def document(record: dict) -> dict:
    text = record["text"] = _sound(record["text"])
    given = {key: value for key, value in record.items() if key in schema.TABLES["documents"].names and not missing(value)}
    for column in schema.TABLES["documents"].columns:
        if column.name in given and column.dtype == schema.STRING and column.name != "text":
            given[column.name] = _words(given[column.name])
    given = {key: value for key, value in given.items() if not missing(value)}
    date, modified = _date(given.get("date_published")), _date(given.get("date_modified"))
    identity = "\x1f".join([text, str(given.get("url", "")), str(given.get("publisher", ""))])
    dated = date is not pd.NaT
    made = {
        "document_id": hashlib.sha256(identity.encode("utf8", "replace")).hexdigest()[:16],
        "in_language": "en" if "in_language" not in given and _english(text) else None,
        "date_basis": "metadata",
        "date_confidence": 1.0,
        **given,
        "date_published": date,
        "date_modified": modified,
        "text_sha256": hashlib.sha256(text.encode("utf8", "replace")).hexdigest(),
    }
    if made["date_basis"] not in schema.DATE_BASES:
        made["date_basis"] = "metadata"
    if not isinstance(made["date_confidence"], (int, float)):
        made["date_confidence"] = 1.0
    return made if dated else {**made, "date_basis": "none", "date_confidence": 0.0}


def _sound(text: str) -> str:
    """Text that UTF-8 can hold: lone halves of surrogate pairs, which JSON may carry, become the replacement character."""
    try:
        text.encode("utf8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _words(value: object) -> str:
    """A given value as text: lists (of authors, of {name: ...}) are joined by '; '."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or "; ".join(map(str, value.values()))
    if not isinstance(value, str) and isinstance(value, Iterable):
        value = "; ".join(_words(one) for one in value)
    return _sound(str(value))


def _date(value: object) -> pd.Timestamp:
    """A given date as wall-clock time at the publisher; NaT where there is none that pandas understands."""
    if missing(value) or isinstance(value, (bool, Mapping, list, tuple)):
        return pd.NaT
    try:
        if isinstance(value, (int, float, str)):
            value = str(value).strip()
            if _ISO.fullmatch(value):  # what most files have, told in a hundredth of the time
                date = datetime.fromisoformat(value)
            elif re.fullmatch(r"\d{9,13}(\.\d+)?", value):  # seconds or milliseconds since 1970
                date = pd.Timestamp(float(value), unit="s" if float(value) < 1e11 else "ms")
            else:  # a bare year is no date
                date = pd.NaT if re.fullmatch(r"-?[\d.]{1,7}", value) else pd.to_datetime(value, errors="coerce")
        else:
            date = pd.to_datetime(value, errors="coerce")
        date = pd.Timestamp(date)
        if date is pd.NaT or not 1600 < date.year < 2200:
            return pd.NaT
        return date.tz_localize(None).as_unit("us")
    except (ValueError, TypeError, OverflowError):
        return pd.NaT


def tell_languages(documents: list[dict]) -> None:
    """Fill ``in_language`` where it is missing: ISO 639 code by py3langid, None where there are too few letters to tell."""
    unknown = [(document, _piece(document["text"])) for document in documents if missing(document["in_language"])]
    unknown = [(document, piece) for document, piece in unknown if _long_enough(piece)]
    if unknown:
        _loading().join()
        import py3langid

        for document, piece in unknown:
            # Twice as many letters gave the same on all pages tried, in twice the time. "zxx": nothing that is a language.
            found = py3langid.classify(piece[:600])[0]
            document["in_language"] = None if found == "zxx" else found


def _piece(text: str) -> str:
    """The part of a text that its language is told by: menus stand above articles, often in other words than theirs."""
    start = len(text) // 3 if len(text) > 3000 else 0
    return text[start:start + 1200]


def _english(text: str) -> bool:
    """Whether a text is plainly English; where it is not, the model that tells languages begins to load."""
    piece = _piece(text)
    words = piece.lower().split()
    english = [word for word in words if word in _ENGLISH]
    if len(words) >= 20 and len(english) * 20 >= len(words) and len(set(english)) >= 3:
        return True
    if _long_enough(piece):
        _loading()
    return False


def _long_enough(piece: str) -> bool:
    return sum(map(str.isalpha, piece)) >= _TOO_FEW


@cache
def _loading() -> Thread:
    """py3langid's model being unpacked, half a second of work that leaves the interpreter to others."""
    def load() -> None:
        import py3langid

        py3langid.classify("")

    thread = Thread(target=load, daemon=True)
    thread.start()
    return thread


def missing(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
