"""RSS and Atom files: one item, one article, read as a stream."""

from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST

_ITEMS = ("item", "entry")
_FIELDS = {"title": "headline", "link": "url", "pubDate": "date_published", "published": "date_published", "date": "date_published",
           "updated": "date_modified", "modified": "date_modified", "creator": "byline", "category": "section"}


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The items as articles: their full content where the feed has it, else the summary.

    Entities are not expanded and nothing is fetched, whatever the file declares.

    Raises
    ------
    ValueError
        If the file is no feed.
    """
    from lxml import etree

    publisher, found, source = None, False, {}
    try:
        for event, element in etree.iterparse(stream, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
                                              huge_tree=False, recover=True):
            if not isinstance(element.tag, str):
                continue
            tag = etree.QName(element).localname
            if event == "start":
                source = {"item": element} if tag in _ITEMS and not source else source
                continue
            if tag in _ITEMS and source.get("item") is element:
                found, source = True, {}
                yield {**_item(element), **({"publisher": publisher} if publisher else {})}
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif tag == "title" and not source and not publisher and _heads_feed(element):
                publisher = " ".join((element.text or "").split()) or None
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not a feed: {error}") from error
    if not found:
        raise ValueError("XML without items: neither RSS nor Atom")


def _heads_feed(element) -> bool:
    """Whether a title is the feed's own."""
    parent = element.getparent()
    return parent is not None and isinstance(parent.tag, str) and parent.tag.rsplit("}", 1)[-1] in ("channel", "feed")


def _item(element) -> dict:
    """One article from an item."""
    from lxml import etree

    made: dict = {}
    texts: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = etree.QName(child).localname
        words = ("".join(child.itertext()) if len(child) else child.text or "")[:LONGEST].strip()
        if tag in ("encoded", "content", "description", "summary"):
            texts.setdefault(tag, words)
        elif tag == "author":
            named = next((one.text for one in child if isinstance(one.tag, str) and etree.QName(one).localname == "name"), None)
            made.setdefault("byline", (named or words).strip())
        elif tag == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                made.setdefault("url", child.get("href"))
        elif tag == "guid" and words.startswith("http"):
            made.setdefault("url", words)
        elif tag in _FIELDS and words:
            made.setdefault(_FIELDS[tag], " ".join(words.split()))
    content = next((texts[tag] for tag in ("encoded", "content", "description", "summary") if texts.get(tag)), "")
    return {**made, "fragment": content}
