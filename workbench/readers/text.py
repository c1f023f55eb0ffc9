"""Plain text files: one file, one article."""

from collections.abc import Iterator
from pathlib import Path


def records(path: Path) -> Iterator[dict]:
    """The file as one article.

    Raises
    ------
    ValueError
        If the file holds binary data.
    """
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise ValueError("binary data, not text")
    yield {"text": raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")}
