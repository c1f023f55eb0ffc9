"""Web pages: the visible text line by line, with what the page's markup says about each line."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from workbench.knowledge.segments import features as line_features
from workbench.knowledge.segments import model as segment_model
from workbench.knowledge.segments import pages as page_features
from workbench.knowledge.segments.cues import says
from workbench.readers import LONGEST, decode, repaired
from workbench.readers.exports import factiva, nexis
from workbench.readers.pages import metadata

_SKIP = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head", "object", "canvas", "select", "datalist", "math"))
_BLOCK = frozenset((
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option optgroup p pre section summary table tbody td tfoot th "
    "thead tr ul button input textarea amp-img"
).split())
_PARAGRAPH = frozenset("p h1 h2 h3 h4 h5 h6 blockquote table ul ol figure article section pre".split())
_SUBHEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+)""")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
#: What exports of news databases, and few other pages, hold.
_EXPORT = re.compile(r"articleParagraph|End of Document", re.IGNORECASE)


@dataclass
class Evidence:
    """A page taken apart.

    Attributes
    ----------
    text
        Its visible text.
    spans
        Offsets of the lines, ``int64[n, 2]``.
    elements
        The element of each line's first word.
    features
        What markup and extractors say about each line, ``float32[n, d]``.
    described
        Columns of ``documents`` that the page states.
    """

    text: str
    spans: np.ndarray
    elements: list
    features: np.ndarray
    described: dict = field(default_factory=dict)


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The page as one article: text, metadata and markup.

    Raises
    ------
    ValueError
        If the file holds no page.
    """
    html = unicode(stream.read(LONGEST + 1))
    if _EXPORT.search(html):
        tree = parsed(html)
        found = factiva.found(tree)
        if found:
            yield from factiva.articles(found)
            return
        paragraphs = [line for line, _, _ in visible(tree) if line]
        if nexis.is_export(paragraphs):
            yield from nexis.articles(paragraphs)
            return
    yield page(html)


def fragment(html: str) -> str:
    """The visible text of a piece of HTML, or of plain text, as it is."""
    if not re.search(r"<[a-z!/][^>]{0,500}>|&[a-z#0-9]{2,8};", html, re.IGNORECASE):
        return html
    return "\n".join(line for line, _, _ in visible(parsed(f"<div>{html}</div>")))


def page(html: str, url: str | None = None) -> dict:
    """A page's visible text, its metadata, and ``markup``: the role of each line.

    The role comes from a vote: a model hears the page's tags and class names, its links, its JSON-LD, two extractors
    (trafilatura, resiliparse), and what the line itself says.

    Raises
    ------
    ValueError
        If there is no text to see.
    """
    found = evidence(html, url)
    if not len(found.spans):
        raise ValueError("a page without visible text")
    described = {**found.described, **({"url": url} if url else {})}
    shape = line_features.shapes(found.text, found.spans, segment_model.words(), described.get("url"))
    features = np.concatenate([found.features, shape], axis=1)
    chance = {role: segment_model.chance(role, features) for role in ("page", "page_headline", "page_byline", "page_caption")}
    return {"text": found.text, **described, "markup": _markup(found, chance, described.get("headline"))}


def evidence(html: str, url: str | None = None) -> Evidence:
    """Take a page apart: visible lines, what is said about each, and what the page says about its article."""
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = parsed(html)
    lines = visible(tree)
    text = "\n".join(line for line, _, _ in lines)
    if repaired(text) != text:
        return evidence(repaired(html), url)
    spans, start = [], 0
    for line, _, _ in lines:
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    kept = [(line, element, links) for line, element, links in lines if line]
    if not kept:
        return Evidence(text, np.zeros((0, 2), dtype=np.int64), [], np.zeros((0, 0), dtype=np.float32))
    objects = metadata.articles(tree)
    options = {"url": url, "with_metadata": True, "include_comments": False, "include_tables": True, "fast": True}
    guessed = _quietly(trafilatura.bare_extraction, html, **options)
    plain = _quietly(extract_plain_text, html, main_content=True, list_bullets=False, comments=False, post_meta=False)
    strings = [line for line, _, _ in kept]
    words = np.array([len(re.findall(r"\w+", line)) for line in strings])
    votes = [page_features.kept(strings, one) for one in (getattr(guessed, "text", None), plain, metadata.body(objects))]
    linked = np.array([links for *_, links in kept], dtype=np.float32)
    structure = page_features.structure([element for _, element, _ in kept], linked, words)
    heads = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    described = metadata.metadata(tree, objects, guessed, [head for head in heads if head])
    features = np.concatenate([np.stack(votes, axis=1), structure], axis=1).astype(np.float32)
    return Evidence(text, np.array(spans, dtype=np.int64), [element for _, element, _ in kept], features, described)


def _quietly(function, *args, **options):
    """What an extractor finds, or None where it trips over a page."""
    try:
        return function(*args, **options)
    except Exception:  # an extractor's own defects on broken pages must not lose the page
        return None


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
    return decode(raw, repair=False)


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


def visible(tree) -> list[tuple[str, object, float]]:
    """Lines of the page as a browser would break them: (text, element of its first word, share of it that is links).

    Blank lines stand between paragraphs. White space is folded, as browsers do; no-break spaces are kept.
    """
    lines: list[tuple[str, object, float]] = []
    parts: list[str] = []
    first: list = []
    linked = inside = 0

    def flush(gap: bool = False):
        nonlocal linked
        line = _SPACE.sub(" ", "".join(parts)).strip()
        parts.clear()
        if line:
            lines.append((line, first[0], min(1.0, linked / len(line))))
        first.clear()
        linked = 0
        if gap and lines and lines[-1][0]:
            lines.append(("", None, 0.0))

    def add(text, element):
        nonlocal linked
        if text:
            if not first and text.strip():
                first.append(element)
            parts.append(text)
            if inside:
                linked += len(_SPACE.sub(" ", text).strip())

    # An explicit stack: pages nest deeper than Python recurses.
    stack = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if closing:
            if tag in _BLOCK:
                flush(tag in _PARAGRAPH)
            inside -= tag == "a"
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
        inside += tag == "a"
        add(element.text, element)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    flush()
    while lines and not lines[-1][0]:
        lines.pop()
    return lines


def _markup(found: Evidence, chance: dict[str, np.ndarray], headline: str | None) -> list[dict]:
    """Spans of the lines that the vote gives a role; the rest is furniture, told apart by what lines say of themselves."""
    lines = [found.text[start:end] for start, end in found.spans]
    body = chance["page"] > 0.5
    first = int(np.argmax(body)) if body.any() else len(lines)
    title = _key(headline or "")
    heads = [k for k in range(min(len(lines), first + 1)) if title and _key(lines[k]) == title]
    made = []
    for k, line in enumerate(lines):
        tags = {element.tag for element in (found.elements[k], *found.elements[k].iterancestors())}
        score = float(max(chance["page"][k], 1 - chance["page"][k]))
        if (heads and k == heads[-1]) or (not heads and k <= first and chance["page_headline"][k] > 0.5):
            label, score = "headline", float(chance["page_headline"][k])
        elif body[k]:
            marked = tags & _SUBHEADS or (tags & {"strong", "b"} and line[-1:] not in ".!?…\"”»。")
            label = "subhead" if marked and len(line.split()) <= 14 and k + 1 < len(lines) else "body"
        elif chance["page_byline"][k] > 0.5:
            label, score = "byline", float(chance["page_byline"][k])
        elif chance["page_caption"][k] > 0.5 or "figcaption" in tags:
            label, score = "caption", max(0.5, float(chance["page_caption"][k]))
        elif "time" in tags and len(line) < 60 and any(map(str.isdigit, line)):
            label = "published"
        else:
            label = next((cue for cue in ("related", "comment", "nav", "published", "promo") if len(line) < 200 and says(cue, line)), None)
            label = label or ("nav" if len(line.split()) < 8 else "related")
        start, end = found.spans[k]
        made.append({"start": int(start), "end": int(end), "label": label, "score": score, "annotator": "html/vote"})
    return made


def _key(line: str) -> str:
    return re.sub(r"\W+", "", line).casefold()
