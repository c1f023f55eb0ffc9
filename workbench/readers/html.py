"""Web pages: the visible text line by line, with what the page's markup says about each line."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST, decode

_SKIP = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head", "object", "canvas", "select", "datalist", "math"))
_BLOCK = frozenset((
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option optgroup p pre section summary table tbody td tfoot th "
    "thead tr ul button input textarea amp-img"
).split())
_PARAGRAPH = frozenset("p h1 h2 h3 h4 h5 h6 blockquote table ul ol figure article section pre".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+)""")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
#: Elements nested deeper than this are read as text of their ancestor.
_DEEPEST = 200


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The page as one article: text, metadata and markup.

    Raises
    ------
    ValueError
        If the file holds no page.
    """
    yield page(stream.read(LONGEST + 1))


def page(raw: bytes, url: str | None = None) -> dict:
    """A page's visible text, its metadata, and ``markup``: the role of each line as the extractors and tags see it."""
    html = unicode(raw)
    tree = parsed(html)
    lines = visible(tree)
    text = "\n".join(line for line, _ in lines)
    if not text.strip():
        raise ValueError("a page without visible text")
    found = _metadata(html, url)
    return {"text": text, "url": url, **found, "markup": _markup(lines, html, found.get("headline"))}


def unicode(raw: bytes) -> str:
    """The page's characters: UTF-8 where it is valid, else the encoding that the page declares, else what is guessed."""
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            declared = _CHARSET.search(raw[:4096]) or _XML_CHARSET.search(raw[:200])
            if declared:
                try:
                    return raw.decode(declared[1].decode("ascii"), "replace")
                except LookupError:
                    pass
    return decode(raw)


def parsed(html: str):
    """The page's tree.

    Raises
    ------
    ValueError
        If there is no element in it.
    """
    from lxml import etree
    from lxml import html as parser

    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html).replace("\x00", "")
    try:
        tree = parser.document_fromstring(html, parser=parser.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise ValueError(f"not a web page: {error}") from error
    return tree


def visible(tree) -> list[tuple[str, object]]:
    """Lines of the page as a browser would break them, each with the element that its first word stands in.

    Blank lines stand between paragraphs. White space is folded, as browsers do; no-break spaces are kept.
    """
    lines: list[tuple[str, object]] = []
    parts: list[str] = []
    first: list = []

    def flush(gap: bool = False):
        line = _SPACE.sub(" ", "".join(parts)).strip()
        parts.clear()
        if line:
            lines.append((line, first[0]))
        first.clear()
        if gap and lines and lines[-1][0]:
            lines.append(("", None))

    def add(text, element):
        if text:
            if not first and text.strip():
                first.append(element)
            parts.append(text)

    # An explicit stack: pages nest deeper than Python recurses.
    stack = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if closing:
            if tag in _BLOCK:
                flush(tag in _PARAGRAPH)
            add(element.tail, element.getparent())
            continue
        if tag == "br":
            flush()
        if not tag or tag in _SKIP or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            if tag in _BLOCK:
                flush()
            add(element.tail, element.getparent())
            continue
        if tag in _BLOCK:
            flush(tag in _PARAGRAPH)
        add(element.text, element)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    flush()
    while lines and not lines[-1][0]:
        lines.pop()
    return lines


def _metadata(html: str, url: str | None) -> dict:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract_metadata(html, default_url=url)
    if found is None:
        return {}
    return {"headline": found.title, "byline": found.author, "publisher": found.sitename, "date_published": found.date,
            "url": url or found.url}


def _markup(lines: list[tuple[str, object]], html: str, headline: str | None) -> list[dict]:
    import trafilatura

    extracted = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True) or ""
    kept = {_key(line.lstrip("-|# ")) for line in extracted.split("\n")}
    whole = _key(extracted)
    spans, start = [], 0
    for line, element in lines:
        key = _key(line)
        if line:
            label = _label(key, element, key in kept or (len(key) > 20 and key in whole), _key(headline or ""))
            if label:
                spans.append({"start": start, "end": start + len(line), "label": label, "score": 0.9, "annotator": "html/trafilatura"})
        start += len(line) + 1
    return spans


def _label(key: str, element, kept: bool, headline: str) -> str | None:
    tags = {element.tag, *(ancestor.tag for ancestor in element.iterancestors())} if element is not None else set()
    if "h1" in tags or (key and key == headline):
        return "headline"
    if "figcaption" in tags:
        return "caption"
    if kept and key:
        return "subhead" if tags & {"h2", "h3", "h4", "h5", "h6"} else "body"
    return None


def _key(line: str) -> str:
    return re.sub(r"\W+", "", line).casefold()
