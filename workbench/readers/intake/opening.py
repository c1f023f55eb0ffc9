"""Files to records: what a file is by its content first and its name second, and what it holds, archives in archives included."""

import gzip
import io
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from workbench import registry

#: ending of a file's name -> module of readers that reads it; ".gz" after any of them is unpacked on the way.
READERS = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml",
    ".csv": "records", ".tsv": "records", ".json": "records", ".jsonl": "records", ".ndjson": "records", ".parquet": "records",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".warc": "warc", ".docx": "docx", ".zip": "archives", ".tar": "archives",
}
#: Archives in archives in archives: as deep as this.
DEEPEST = 3
#: Bytes that a gzip file may unpack to, for each byte of it and in any case.
_GROWTH, _FREE = 400, 1 << 26
_HEAD = 4096


def records(path: Path, name: str, problems: list[dict]) -> Iterator[dict]:
    """The records of a file, each with ``source_path``; what cannot be read is added to ``problems``.

    Parameters
    ----------
    path
        The file.
    name
        What it is called in ``documents`` and ``problems``.
    """
    before, some = len(problems), False
    for record in _guarded(lambda: _file(path, name, problems), name, problems):
        some = True
        yield record
    if not some and len(problems) == before:
        problems.append({"source_path": name, "reason": "no articles in it", "detail": "the file was read, and nothing was found"})


def hidden(name: str) -> bool:
    """Whether a file is not meant to be read: hidden ones, READMEs, what macOS leaves in archives."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return any(part.startswith((".", "__")) for part in parts) or [part.lower() for part in parts[-1:]] == ["readme.md"]


def _guarded(make: Callable[[], Iterator[dict]], name: str, problems: list[dict]) -> Iterator[dict]:
    """The records, until one trips: then the file's problem is noted, and what was read stays."""
    try:
        yield from make()
    except _Unknown as error:
        problems.append({"source_path": name, "reason": "unknown kind of file", "detail": str(error)})
    except (ValueError, OSError, EOFError, zlib.error, MemoryError, RecursionError, zipfile.BadZipFile, tarfile.TarError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.append({"source_path": name, "reason": reason or "could not be read", "detail": f"{type(error).__name__} while reading"})


def _file(path: Path, name: str, problems: list[dict]) -> Iterator[dict]:
    with open(path, "rb") as stream:
        yield from _opened(stream, name, path.name, problems, os.fstat(stream.fileno()).st_size, 0)


def _opened(stream: BinaryIO, name: str, kind: str, problems: list[dict], size: int, depth: int) -> Iterator[dict]:
    """The records of an open stream, ``name`` in messages, read as its content or the ending of ``kind`` says."""
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(stream)
    head = stream.peek(_HEAD)[:_HEAD]
    if not head:
        raise ValueError("the file is empty")
    if head.startswith(b"\x1f\x8b"):
        if depth > DEEPEST:
            raise ValueError(f"packed more than {DEEPEST} times over")
        inner = kind[:-3] if kind.lower().endswith(".gz") else f"{kind[:-4]}.tar" if kind.lower().endswith(".tgz") else kind
        with gzip.open(stream) as unpacked:
            most = max(_FREE, _GROWTH * size)
            yield from _opened(io.BufferedReader(_Bounded(unpacked, most)), name, inner, problems, most, depth + 1)
        return
    suffix = Path(kind).suffix.lower()
    ending = _sniffed(head, suffix)
    try:
        chosen = registry.choose(READERS, ending or suffix or ".txt", "reader for")
    except KeyError as error:
        raise _Unknown(error.args[0]) from None
    reader = import_module(f"workbench.readers.{READERS[chosen]}")
    for record in reader.records(stream, kind if ending is None else f"{kind}{ending}"):
        if "member" in record:
            member = "/".join(part for part in re.split(r"[/\\]", record["member"]) if part not in ("", ".", ".."))
            if hidden(member):
                continue
            inner = f"{name}/{member}"
            if depth >= DEEPEST:
                problems.append({"source_path": inner, "reason": f"packed more than {DEEPEST} times over", "detail": "unpack it"})
                continue
            yield from _guarded(lambda r=record, n=inner: _opened(r["stream"], n, n, problems, size, depth + 1), inner, problems)
        else:
            yield {"source_path": name, "origin": READERS[chosen], **record}


def seen(record: dict, problems: list[dict]) -> Iterator[dict]:
    """The record; where it holds a web page, or a fragment of one, and no text, with the text that a reader of it sees."""
    page, fragment = record.pop("page", None), record.pop("fragment", None)
    if isinstance(record.get("text"), str) or not (isinstance(page, (str, bytes)) or isinstance(fragment, str)):
        yield record
        return
    html = import_module("workbench.readers.html")

    def made() -> Iterator[dict]:
        if isinstance(fragment, str):
            yield {**record, "text": html.fragment(fragment)}
            return
        found = html.page(html.unicode(page) if isinstance(page, bytes) else page, record.get("url"))
        own = {key: value for key, value in record.items() if isinstance(value, (str, list)) and value}
        # What the record gives goes before what its page states.
        origins = {key: value for key, value in found.pop("origins").items() if key not in own}
        yield {**found, **own, "origins": {**origins, **record.get("origins", {})}}

    yield from _guarded(made, str(record.get("source_path") or "a row"), problems)


class _Unknown(ValueError):
    """A file that no reader reads."""


def _sniffed(head: bytes, suffix: str) -> str | None:
    """The ending that the file should have had, where its first bytes are plain about it."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%PDF"):
        raise ValueError("a PDF: export its text first")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("an old Word or Excel file: save it as .docx or .csv first")
    if head.startswith(b"PAR1"):
        return ".parquet"
    if head.startswith(b"PK\x03\x04"):
        return ".docx" if suffix == ".docx" or b"word/" in head else ".zip"
    if head[257:262] == b"ustar":
        return ".tar"
    if head.startswith(b"WARC/"):
        return ".warc"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith(b"<?xml") and suffix not in (".html", ".htm", ".xhtml"):
        return ".html" if b"<html" in start else ".rss"
    if start.startswith((b"<rss", b"<feed")):
        return ".rss"
    saved = start.startswith((b"mime-version:", b"from: <saved by", b"from: \"saved by")) or b"snapshot-content-location:" in start
    if saved and b"multipart" in start:
        return ".mhtml"
    return None


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: BinaryIO, most: int):
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer) -> int:
        raw = self._stream.read(len(buffer))
        self._left -= len(raw)
        if self._left < 0:
            raise ValueError("it grows beyond all measure when unpacked: refused")
        buffer[: len(raw)] = raw
        return len(raw)
