"""Web pages: the visible text line by line, with what the page's markup says about each line."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from workbench.knowledge.segments import features as line_features
from workbench.knowledge.segments import model as segment_model
from workbench.knowledge.segments import pages as page_features
from workbench.knowledge.segments.cues import cues
from workbench.readers import LONGEST, repaired
from workbench.readers.exports import factiva, nexis
from workbench.readers.pages import metadata, programs
from workbench.readers.pages.visible import fragment, parsed, unicode, visible

__all__ = ["evidence", "fragment", "heard", "page", "parsed", "records", "unicode", "visible"]

_SUBHEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
#: What exports of news databases, and few other pages, hold, in small letters.
_EXPORT = (b"articleparagraph", b"end of document")


#: Unsettled words, as a share of the likely body's, above which trafilatura is heard as well. Chosen on the folds.
UNSURE = 0.3
#: A page of fewer visible characters whose programs hold an article of more shows it only when they run.
_FEW, _MANY = 250, 600


@dataclass
class Evidence:
    """A page taken apart.

    Attributes
    ----------
    text
        Its visible text.
    spans
        Offsets of the lines, ``int64[n, 2]``.
    tags
        Of the element of each line's first word, and of those that hold it.
    features
        What markup and extractors say about each line, ``float32[n, d]``; the first column is trafilatura's vote, -1 unheard.
    tree, objects, heads
        The page, its articles in JSON-LD, its first-level headings.
    """

    text: str
    spans: np.ndarray
    tags: list[frozenset[str]]
    features: np.ndarray
    tree: object
    objects: list[dict]
    heads: list[str]

    @property
    def lines(self) -> list[str]:
        """The visible lines."""
        return [self.text[start:end] for start, end in self.spans.tolist()]


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The page as one article: text, metadata and markup.

    Raises
    ------
    ValueError
        If the file holds no page.
    """
    raw = stream.read(LONGEST + 1)
    html, low = unicode(raw), raw.lower()
    if any(mark in low for mark in _EXPORT):
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


def page(html: str, url: str | None = None) -> dict:
    """A page's visible text, its metadata, and ``markup``: the role of each line.

    The role comes from a vote: a model hears the page's tags and class names, its links, its JSON-LD, an extractor
    (resiliparse), and what the line itself says; where it stays unsure, a second extractor (trafilatura), too. Of a page that
    shows nothing until its programs run, the text is taken from their data; ``annotator`` says so.

    Raises
    ------
    ValueError
        If there is no text to see.
    """
    found, annotator = evidence(html), "html/vote"
    held = programs.article(found.tree, metadata.body(found.objects)) if len(found.text) < _FEW else None
    if held and len(held) > _MANY:
        html, annotator = programs.shown(found.tree, held), "html/program"
        found = evidence(html)
    if not len(found.spans):
        raise ValueError("a page without visible text")
    described = metadata.metadata(found.tree, found.objects, None, found.heads)
    shape = line_features.shapes(found.text, found.spans, segment_model.words(), url or described.get("url"))
    words = np.array([len(line.split()) for line in found.lines])
    features = np.concatenate([found.features.T, shape.T]).T  # in memory as the model takes it
    body = segment_model.chance("page", features)
    guessed = None
    if (words * body * (1 - body)).sum() > UNSURE * (words * body).sum():
        guessed = heard(found, html)
        features[:, 0] = found.features[:, 0]
        body = segment_model.chance("page", features)
    elif not ("byline" in described and "date_published" in described and "publisher" in described):
        guessed = _stated(found.tree, url, dated="date_published" in described)
    if guessed is not None:
        described = metadata.metadata(found.tree, found.objects, guessed, found.heads)
    if url:
        described["url"] = url
        described["origins"]["url"] = "given with the page"
    first = int(np.argmax(np.append(body, 1) > 0.5))
    chance = {"body": body, "headline": segment_model.chance("page_headline", features, range(min(first + 1, len(body)))),
              **{role: segment_model.chance(f"page_{role}", features) for role in ("byline", "caption")}}
    return {"text": found.text, **described, "markup": _markup(found, chance, first, described.get("headline"), annotator)}


def evidence(html: str, repair: bool = True) -> Evidence:
    """Take a page apart: visible lines, and what is said about each; trafilatura is not heard yet."""
    from resiliparse.extract.html2text import extract_plain_text

    tree = parsed(html)
    lines = visible(tree)
    text = "\n".join(line for line, _, _ in lines)
    if repair and repaired(text) != text:
        return evidence(repaired(html), repair=False)
    spans, start = [], 0
    for line, _, _ in lines:
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    objects = metadata.articles(tree)
    heads = [" ".join("".join(element.itertext()).split()) for element in tree.iter("h1")]
    kept = [(line, element, links) for line, element, links in lines if line]
    found = Evidence(text, np.array(spans, dtype=np.int64).reshape(-1, 2), [], np.zeros((0, 0), dtype=np.float32), tree, objects,
                     [head for head in heads if head])
    if kept:
        plain = _quietly(extract_plain_text, html, main_content=True, list_bullets=False, comments=False, post_meta=False)
        tokens = page_features.tokens(text, found.spans[:, 0])
        words = np.bincount(tokens.owner, minlength=len(kept))
        votes = [page_features.kept(tokens, one) for one in (None, plain, metadata.body(objects))]
        elements, links = [element for _, element, _ in kept], np.array([links for *_, links in kept], dtype=np.float32)
        structure, found.tags = page_features.structure(elements, links, words)
        found.features = np.concatenate([np.stack(votes, axis=1), structure], axis=1).astype(np.float32)
    return found


def heard(found: Evidence, html: str):
    """What trafilatura makes of the page, or None; its vote is put into the features."""
    import trafilatura

    _silent()
    guessed = _quietly(trafilatura.bare_extraction, html, with_metadata=True, include_comments=False, include_tables=True, fast=True)
    found.features[:, 0] = page_features.kept(page_features.tokens(found.text, found.spans[:, 0]), getattr(guessed, "text", None))
    return guessed


def _stated(tree, url: str | None, dated: bool):
    """What trafilatura and htmldate find of author, date and outlet where the page's own data are silent, or None.

    They search all of the page's source for dates, many times over. So styles and programs, most of it, are left out, but for data
    that name the date of publication; any other date in a program is no article's. Where the date is known the search is short. The
    tree is left without them.
    """
    import trafilatura
    from lxml import etree

    _silent()
    for element in tree.iter("script", "style"):
        if "json" not in element.get("type", "").lower() and "datePublished" not in (element.text or ""):
            element.text = None
    return _quietly(trafilatura.extract_metadata, etree.tostring(tree, encoding="unicode", method="html"), default_url=url,
                    extensive=not dated)


def _silent() -> None:
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _quietly(function, *args, **options):
    """What an extractor finds, or None where it trips over a page."""
    try:
        return function(*args, **options)
    except Exception:  # an extractor's own defects on broken pages must not lose the page
        return None


def _markup(found: Evidence, chance: dict[str, np.ndarray], first: int, headline: str | None, annotator: str) -> list[dict]:
    """Spans of the lines that the vote gives a role; the rest is furniture, told apart by what lines say of themselves.

    ``first`` is the number of the first line of the body, as many as there are lines without any.
    """
    lines, spans = found.lines, found.spans.tolist()
    sure, body = np.maximum(chance["body"], 1 - chance["body"]).tolist(), (chance["body"] > 0.5).tolist()
    headlike, byline, caption = (chance[role].tolist() for role in ("headline", "byline", "caption"))
    title = _key(headline or "")
    heads = [k for k in range(min(len(lines), first + 1)) if title and _key(lines[k]) == title]
    made = []
    for k, (line, tags) in enumerate(zip(lines, found.tags, strict=True)):
        score = sure[k]
        if (heads and k == heads[-1]) or (not heads and k <= first and headlike[k] > 0.5):
            label, score = "headline", headlike[k]
        elif body[k]:
            marked = tags & _SUBHEADS or (tags & {"strong", "b"} and line[-1:] not in ".!?…\"”»。")
            label = "subhead" if marked and len(line.split()) <= 14 and k + 1 < len(lines) else "body"
        elif byline[k] > 0.5:
            label, score = "byline", byline[k]
        elif caption[k] > 0.5 or "figcaption" in tags:
            label, score = "caption", max(0.5, caption[k])
        elif "time" in tags and len(line) < 60 and any(map(str.isdigit, line)):
            label = "published"
        else:
            given = cues(line) if len(line) < 200 else ()
            label = next((cue for cue in ("related", "comment", "nav", "published", "promo") if cue in given), None) if given else None
            label = label or ("nav" if len(line.split()) < 8 else "related")
        start, end = spans[k]
        made.append({"start": start, "end": end, "label": label, "score": score, "annotator": annotator})
    return made


def _key(line: str) -> str:
    return re.sub(r"\W+", "", line).casefold()
