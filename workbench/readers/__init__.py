"""Files to documents: ``read`` takes what an analyst has and loses nothing; what cannot be read is said in ``problems``.

A reader is one module with one function, ``records(stream, name) -> iterator of dicts``, each dict an article with ``text`` and
any other column of ``documents`` under one of its usual names; ``markup``, where given, is a list of span dicts on that text; a
dict with ``problem`` says what could not be read inside the file. It raises ``ValueError`` with a plain sentence where the file
is not what its name says.
"""

import glob
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from workbench import registry, schema
from workbench.corpus import Corpus

#: Bytes of one article, one line or one JSON value that are held in memory; what is longer is refused.
LONGEST = 1 << 28
#: ending of a file's name -> module of this room that reads it; ".gz" after any of them is unpacked on the way.
READERS = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "records", ".tsv": "records", ".json": "records", ".jsonl": "records", ".ndjson": "records", ".parquet": "records",
}
#: first bytes of a file -> the ending it should have had.
MAGIC = ((b"PAR1", ".parquet"), (b"<!doctype html", ".html"), (b"<html", ".html"))
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
    "document_id": ("documentid",),
    "source_path": ("sourcepath",),
}


def read(source: object, *, columns: Mapping[str, str] | None = None, progress: bool = True, into: str | Path | None = None) -> Corpus:
    """Read news articles into a Corpus.

    Parameters
    ----------
    source
        A file, a folder (read with its subfolders), a glob, a list of these, or a DataFrame with a ``text`` column and any
        other column of ``documents``; ``document_id`` is kept when given.
    columns
        For tables: name of a column there -> column of ``documents``, as in ``DataFrame.rename``. Usual names (title, body,
        content, pubDate, og:title ...) need no mapping.
    progress
        Whether to show a progress bar for many files.
    into
        A folder to write Parquet parts into, for sources larger than memory.

    Returns
    -------
    Corpus
        Tables ``documents`` and ``problems`` (source_path, reason, detail): a file that cannot be read is said there and
        never stops the rest.

    Raises
    ------
    FileNotFoundError
        If a path does not exist; names it.
    TypeError
        If the source is none of these.
    KeyError
        If a DataFrame has no text, or ``columns`` maps to a column that documents do not have.
    """
    names = _mapping(columns)
    problems: list[dict] = []
    if isinstance(source, pd.DataFrame):
        if "text" not in map(names, source.columns):
            raise KeyError(f"a DataFrame needs a column 'text'; it has {', '.join(map(str, source.columns)) or 'none'}")
        rows = (dict(zip(source.columns, row, strict=True)) for row in source.itertuples(index=False, name=None))
        return _corpus((_renamed(row, names) for row in rows), problems)
    files = _files(source)
    if not files:
        problems.append({"source_path": str(source), "reason": "no files to read", "detail": "the folder is empty"})
    return _corpus(_records(files, problems, names, progress), problems)


def decode(raw: bytes) -> str:
    """Bytes to text, whatever their encoding, with line ends made ``\\n``; mojibake is repaired only where there is some.

    UTF-8 first (a page that is valid UTF-8 is UTF-8), then what charset-normalizer finds. ftfy undoes text that was decoded
    wrongly before it was saved; nothing else in it is touched.

    Raises
    ------
    ValueError
        If the bytes are no text.
    """
    if len(raw) > LONGEST:
        raise ValueError(f"more than {LONGEST >> 20} MB in one article")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and (b"\x00" in raw[:4096] or _controls(raw[:4096]) > 0.1):
        raise ValueError("binary data, not text")
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000]).best()
        text = raw.decode(best.encoding if best else "cp1252", "replace")
    if not text.isascii():
        import ftfy

        if ftfy.is_bad(text):
            repaired = ftfy.fix_encoding(text)
            text = text if ftfy.is_bad(repaired) and len(repaired) >= len(text) else repaired
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _controls(raw: bytes) -> float:
    """Share of bytes that no text holds."""
    return sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in raw) / max(1, len(raw))


def _mapping(columns: Mapping[str, str] | None):
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
        return key if key in known or key in ("markup", "problem") else aliases.get(re.sub(r"[\W_]+", "", key).lower(), key)

    return name


def _renamed(record: Mapping, names) -> dict:
    """The record under our names; where several columns mean one of ours, its own name wins, then the first that is not empty."""
    made: dict = {}
    for theirs, value in record.items():
        ours = names(theirs)
        if ours == theirs or (ours not in record and _missing(made.get(ours))):
            made[ours] = value
    return made


def _files(source: object) -> list[tuple[Path, str]]:
    """Each file with the name it is known by: its path relative to the folder given."""
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        if path.is_dir():
            found = (p for p in sorted(path.rglob("*")) if p.is_file() or p.is_symlink())
            return [(p, p.relative_to(path).as_posix()) for p in found if not _hidden(p.relative_to(path))]
        if path.exists():
            return [(path, path.name)]
        matches = sorted(Path(p) for p in glob.glob(str(path), recursive=True))
        if not matches:
            raise FileNotFoundError(f"no file or folder {str(source)!r} (looked in {Path.cwd()})")
        return [file for match in matches for file in _files(match)]
    if isinstance(source, Iterable):
        return [file for one in source for file in _files(one)]
    raise TypeError(f"read takes a file, folder, glob, list of these or DataFrame, not {type(source).__name__}")


def _hidden(relative: Path) -> bool:
    return any(part.startswith((".", "__")) for part in relative.parts) or relative.name.lower() == "readme.md"


def _records(files: list[tuple[Path, str]], problems: list[dict], names, progress: bool) -> Iterator[dict]:
    if progress and len(files) > 200:
        from tqdm.auto import tqdm

        files = tqdm(files, desc="reading", unit=" files")
    for path, name in files:
        try:
            with path.open("rb") as stream:
                for record in _opened(stream, path.name):
                    yield {"source_path": name, **_renamed(record, names)}
        except KeyError as error:
            problems.append({"source_path": name, "reason": "unknown kind of file", "detail": error.args[0]})
        except (ValueError, OSError, EOFError, zlib.error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            detail = f"{type(error).__name__} while reading"
            problems.append({"source_path": name, "reason": reason or "could not be read", "detail": detail})


def _opened(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The articles of an open file: by its content first, by its name second."""
    head = stream.peek(4096)[:4096] if hasattr(stream, "peek") else b""
    if head.startswith(b"\x1f\x8b"):
        with gzip.open(stream) as inner:
            yield from _opened(inner, name[:-3] if name.lower().endswith(".gz") else name)
        return
    if not head:
        raise ValueError("the file is empty")
    if head.startswith(b"%PDF"):
        raise ValueError("a PDF: export its text first")
    suffix = Path(name).suffix.lower()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = next((ending for magic, ending in MAGIC if start.startswith(magic.lower())), None)
    kind = registry.choose(READERS, found or suffix or ".txt", "reader for")
    yield from import_module(f"workbench.readers.{READERS[kind]}").records(stream, name if found is None else f"{name}{found}")


def _corpus(records: Iterable[dict], problems: list[dict]) -> Corpus:
    documents, seen, markup, wordless = [], {}, [], {}
    for number, record in enumerate(records):
        text = record.get("text")
        name = str(record.get("source_path") or f"row {number}")
        if record.get("problem"):
            problems.append({"source_path": name, "reason": record["problem"], "detail": "the rest of the file was read"})
            continue
        if not isinstance(text, str) or not text.strip():
            wordless.setdefault(name, [0, sorted(set(map(str, record)) - {"source_path"})])[0] += 1
            continue
        document = _document(record)
        if document["document_id"] in seen:
            first, digest = seen[document["document_id"]]
            same = digest == document["text_sha256"]
            reason = f"the same article as {first}" if same else f"document_id {document['document_id']!r} stands at {first} already"
            detail = "read once" if same else "give each article an id of its own"
            problems.append({"source_path": name, "reason": reason, "detail": detail})
            continue
        seen[document["document_id"]] = name, document["text_sha256"]
        documents.append(document)
        markup += [{"document_id": document["document_id"], **span} for span in record.get("markup") or ()]
    problems += [{"source_path": name, "reason": "no text", "detail": _wordless(*seen_there)} for name, seen_there in wordless.items()]
    tables = {"documents": schema.conform("documents", pd.DataFrame(documents)) if documents else schema.empty("documents"),
              "problems": schema.conform("problems", pd.DataFrame(problems)) if problems else schema.empty("problems")}
    if markup:
        tables["markup"] = schema.spans("markup", tables["documents"], markup)
    return Corpus(tables)


def _wordless(articles: int, columns: list[str]) -> str:
    """What to do about articles without text."""
    if "text" in columns:
        return "the text is empty" if articles == 1 else f"the text is empty in {articles:,} articles"
    return f"{articles:,} row{'s' * (articles != 1)} without text; columns are {', '.join(columns)}: say columns={{'...': 'text'}}"


def _document(record: dict) -> dict:
    text = record["text"] = _sound(record["text"])
    given = {key: value for key, value in record.items() if key in schema.TABLES["documents"].names and not _missing(value)}
    for column in schema.TABLES["documents"].columns:
        if column.name in given and column.dtype == schema.STRING and column.name != "text":
            given[column.name] = _words(given[column.name])
    given = {key: value for key, value in given.items() if not _missing(value)}
    date, modified = _date(given.get("date_published")), _date(given.get("date_modified"))
    identity = "\x1f".join([text, str(given.get("url", "")), str(given.get("publisher", ""))])
    dated = date is not pd.NaT
    made = {
        "document_id": hashlib.sha256(identity.encode("utf8", "replace")).hexdigest()[:16],
        "in_language": _language(text) if "in_language" not in given else None,
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
    if _missing(value) or isinstance(value, (bool, Mapping, list, tuple)):
        return pd.NaT
    try:
        if isinstance(value, (int, float, str)):
            value = str(value).strip()
            if re.fullmatch(r"\d{9,13}(\.\d+)?", value):  # seconds or milliseconds since 1970
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


def _language(text: str) -> str | None:
    """ISO 639-1 code by py3langid, or None where there are too few letters to tell."""
    piece = text[:3000]
    if sum(map(str.isalpha, piece)) < 40:
        return None
    import py3langid

    return py3langid.classify(piece)[0]


def _missing(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value))) or (isinstance(value, str) and not value.strip())
