"""Web archives: each archived page of a WARC file is one article, read as a stream."""

from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST

_PAGES = ("text/html", "application/xhtml+xml")


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The archived pages, each handed on as a page with its address; other records are passed over.

    Raises
    ------
    ValueError
        If the file is no WARC file.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    seen = False
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            seen = True
            address = record.headers.get("WARC-Target-URI")
            status = record.http_headers.status_code if record.http_headers is not None else None
            if status != 200 or not (record.http_content_type or "").lower().startswith(_PAGES):
                continue
            raw = record.reader.read(LONGEST + 1)
            if len(raw) > LONGEST:
                yield {"problem": f"{address}: a page of more than {LONGEST >> 20} MB"}
            else:
                yield {"page": raw, "url": address}
    except (RuntimeError, UnicodeError) as error:
        raise ValueError(f"not a WARC file: {error}") from error
    if not seen:
        raise ValueError("a WARC file without responses")
