"""Plain text and Markdown files: one file, one article."""

from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST, decode


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The file as one article.

    Parameters
    ----------
    stream
        The file's bytes.
    name
        Its name, for messages.

    Raises
    ------
    ValueError
        If the file holds binary data.
    """
    yield {"text": decode(stream.read(LONGEST + 1))}
