"""What a web page says about its article: schema.org JSON-LD, meta tags, and what trafilatura and htmldate make of the rest."""

import html
import json
import re

_DEEPEST = 8
_ARTICLES = ("Article", "Posting", "Report")
_TITLES = {"og:title": 1.0, "twitter:title": 0.5, "dc.title": 0.5, "parsely-title": 0.5, "sailthru.title": 0.5}
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_HOST = re.compile(r"[\w-]+\.(?:de|com|net|org|at|ch|co\.\w+|fr|it|es)", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:by|von|par|por|di|av|af|door|from)\s+", re.IGNORECASE)


def articles(tree) -> list[dict]:
    """Objects of the page's JSON-LD whose type is an article, outermost first."""
    found: list[dict] = []

    def walk(value, depth):
        if depth > _DEEPEST:
            return
        if isinstance(value, dict):
            kinds = value.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and any(name in kind for name in _ARTICLES) for kind in kinds):
                found.append(value)
            for inner in value.values():
                walk(inner, depth + 1)
        elif isinstance(value, list):
            for inner in value[:50]:
                walk(inner, depth + 1)

    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            try:
                walk(json.loads(script.text, strict=False), 0)
            except (ValueError, RecursionError):
                continue
    return found


def body(objects: list[dict]) -> str | None:
    """The longest articleBody of the page's JSON-LD, without tags."""
    texts = [one["articleBody"] for one in objects if isinstance(one.get("articleBody"), str)]
    text = max(texts, key=len, default=None)
    return re.sub(r"<[^>]{0,300}>", "\n", html.unescape(text)) if text else None


def metadata(tree, objects: list[dict], guessed, heads: list[str]) -> dict:
    """Columns of ``documents`` that the page states.

    Parameters
    ----------
    tree
        The page.
    objects
        What :func:`articles` found.
    guessed
        trafilatura's document, or None.
    heads
        Texts of the page's first-level headings, in order.
    """
    first = objects[0] if objects else {}
    meta = _meta(tree)
    publisher = _text(first.get("publisher")) or meta.get("og:site_name") or getattr(guessed, "sitename", None)
    if publisher and re.match(r"https?://|@", publisher):
        publisher = getattr(guessed, "sitename", None)
    names = _names(first.get("author"))
    if not names or {name.casefold() for name in names} <= {str(publisher).casefold()}:
        names = _names((getattr(guessed, "author", None) or "").split(";")) or names
    language = _text(first.get("inLanguage")) or tree.getroottree().getroot().get("lang")
    found = {
        "headline": _headline(tree, first, meta, getattr(guessed, "title", None), heads, publisher),
        "byline": "; ".join(names) or None,
        "publisher": publisher,
        "date_published": _day(first.get("datePublished"), meta.get("article:published_time"), getattr(guessed, "date", None)),
        "date_modified": _day(first.get("dateModified"), meta.get("article:modified_time")),
        "section": _text(first.get("articleSection")) or meta.get("article:section"),
        "url": _text(first.get("url")) or meta.get("og:url") or getattr(guessed, "url", None),
        "in_language": language[:2].lower() if re.match(r"[A-Za-z]{2}\b", language or "") else None,
    }
    if not str(found["url"] or "").startswith("http"):
        found["url"] = None
    return {key: value for key, value in found.items() if value}


def _meta(tree) -> dict[str, str]:
    """Meta tags by property or name, lower case, the first of each."""
    made: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            made.setdefault(name, content)
    return made


def _text(value) -> str | None:
    """A JSON-LD value as text: the first of a list, the name of an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _day(*values) -> str | None:
    """The first value that is an ISO 8601 date or time."""
    return next((text for text in map(_text, values) if text and re.match(r"\d{4}-\d\d-\d\d", text)), None)


def _names(value) -> list[str]:
    """Authors' names, each once: no addresses, no web pages."""
    values = value if isinstance(value, list) else [value]
    made: list[str] = []
    for one in values:
        name = _text(one.get("name") if isinstance(one, dict) else one)
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            made += [inner for inner in _names(one["name"]) if inner not in made]
            continue
        name = _PREFIX.sub("", re.sub(r"\s*\S+@\S+|https?://\S+", "", name or "")).strip(" ,;")
        if name and len(name) < 120 and name not in made:
            made.append(name)
    return made


def _headline(tree, first: dict, meta: dict[str, str], guessed: str | None, heads: list[str], publisher: str | None) -> str | None:
    """The title that most of JSON-LD, meta tags, title and headings agree on; among equals what the page shows as its heading."""
    title = tree.find(".//title")
    said = [(_text(first.get("headline")), 1.0), (guessed, 0.6), *((meta.get(name), weight) for name, weight in _TITLES.items()),
            (title.text_content() if title is not None else None, 0.7)]
    said += [(head, 1.3 if k == 0 else 1.0) for k, head in enumerate(heads[:3])]
    votes: dict[str, float] = {}
    shown: dict[str, str] = {}
    for text, weight in said:
        text = _bare(" ".join(html.unescape(text or "").split()), publisher, [" ".join(head.split()) for head in heads])
        if len(text) < 3 or text.casefold() == str(publisher).casefold():
            continue
        key = re.sub(r"\W+", "", text).casefold()
        votes[key] = votes.get(key, 0) + weight
        if key not in shown or text in heads:
            shown[key] = text
    return shown[max(votes, key=lambda key: votes[key])] if votes else None


def _bare(title: str, publisher: str | None, heads: list[str]) -> str:
    """A title without the names of site and section behind it."""
    for head in heads:
        if len(head) > 15 and title.startswith(head):
            return head
    parts = _SEPARATOR.split(title)
    known = re.sub(r"\W+", "", publisher or "").casefold()
    while len(parts) > 1:
        last = re.sub(r"\W+", "", parts[-1]).casefold()
        if not last or (known and (last in known or known in last)) or _HOST.fullmatch(parts[-1].strip()):
            title = title[:title.rindex(parts[-1])].rstrip(" |–—·•»:-")
            parts.pop()
        else:
            break
    return title
