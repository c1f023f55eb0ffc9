"""Word documents: exports of news databases with several articles, or one article a document."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST
from workbench.readers.exports import nexis

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The articles of an export, or the document as one article.

    Raises
    ------
    ValueError
        If the file is no Word document.
    """
    from lxml import etree

    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("word/document.xml") as inner:
            raw = inner.read(LONGEST + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"not a Word document: {error}") from error
    if len(raw) > LONGEST:
        raise ValueError(f"a Word document of more than {LONGEST >> 20} MB")
    try:
        tree = etree.fromstring(raw, parser=etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"a damaged Word document: {error}") from error
    paragraphs = [text for paragraph in tree.iter(f"{_W}p") for text in _lines(paragraph)]
    if nexis.is_export(paragraphs):
        yield from nexis.articles(paragraphs)
    else:
        yield {"text": "\n".join(paragraphs)}


def _lines(paragraph) -> list[str]:
    """The paragraph's lines: a break inside it starts a new one."""
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parts.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
    return "".join(parts).split("\n")
