"""Tables of articles: csv, tsv, json, jsonl and parquet, one row an article, read as a stream."""

import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST, decode

#: Rows of Parquet held in memory at once.
BATCH = 1_000


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The rows, as dicts under the file's own column names.

    Raises
    ------
    ValueError
        If the file is not what its name says, naming the line.
    """
    kind = name.lower().rsplit(".", 1)[-1]
    if kind == "parquet":
        yield from _parquet(stream)
    elif kind in ("csv", "tsv"):
        yield from _delimited(stream, "\t" if kind == "tsv" else None)
    else:
        yield from _json(stream, name)


def _parquet(stream: BinaryIO) -> Iterator[dict]:
    import pyarrow
    from pyarrow import parquet

    try:
        for batch in parquet.ParquetFile(stream).iter_batches(BATCH):
            yield from batch.to_pylist()
    except pyarrow.ArrowException as error:
        raise ValueError(f"not a Parquet file: {error}") from error


def _delimited(stream: BinaryIO, delimiter: str | None) -> Iterator[dict]:
    csv.field_size_limit(LONGEST)
    head = stream.peek(65536)[:65536] if hasattr(stream, "peek") else b""
    encoding = _encoding(head)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    if delimiter is None:
        first = head.decode(encoding, "replace").split("\n", 1)[0]
        delimiter = max(",;\t|", key=first.count)
    try:
        for row in csv.DictReader((line.replace("\0", "") for line in lines), delimiter=delimiter):
            yield {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        raise ValueError(f"not a table of delimited columns: {error}") from error
    finally:
        lines.detach()


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # The cut may fall into a character: up to three bytes are left out.
        head[: max(0, len(head) - 3)].decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 6:
            return "utf-8-sig"
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    return best.encoding if best else "cp1252"


def _json(stream: BinaryIO, name: str) -> Iterator[dict]:
    """JSON lines as a stream; one JSON value (an article, a list of them, or an object that holds such a list) whole."""
    lines = _lines(stream)
    first = next((line for line in lines if line.strip()), b"")
    try:
        value = json.loads(decode(first)) if first.strip() else None
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and (name.lower().endswith(("jsonl", "ndjson")) or not _lists(value)):
        following = next((line for line in lines if line.strip()), None)
        yield value
        number = 1
        while following is not None:
            number += 1
            yield _row(following, number)
            following = next((line for line in lines if line.strip()), None)
        return
    whole = first + stream.read(LONGEST + 1)
    if len(whole) > LONGEST:
        raise ValueError(f"one JSON value of more than {LONGEST >> 20} MB: write it as JSON lines, one article a line")
    try:
        value = json.loads(decode(whole))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    rows = value if isinstance(value, list) else next(iter(_lists(value)), [value]) if isinstance(value, dict) else []
    if not rows:
        raise ValueError("JSON without articles: neither an object, nor lines of objects, nor a list of objects")
    yield from (row if isinstance(row, dict) else {"text": None} for row in rows)


def _row(line: bytes, number: int) -> dict:
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        return {"problem": f"line {number} is not JSON: {error}"}
    return value if isinstance(value, dict) else {"problem": f"line {number} holds no object"}


def _lists(value: dict) -> list[list]:
    """Lists of objects that an object holds, as API answers do: {"articles": [...]}."""
    return [inner for inner in value.values() if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner)]


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LONGEST):
        yield line
