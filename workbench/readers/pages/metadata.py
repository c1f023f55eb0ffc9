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
    """Columns of ``documents`` that the page states, and ``origins``: who states each.

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
    told = {"publisher": _first(("JSON-LD publisher", _text(first.get("publisher"))), ("meta og:site_name", meta.get("og:site_name")),
                                ("trafilatura", getattr(guessed, "sitename", None)))}
    if told["publisher"] and re.match(r"https?://|@", told["publisher"][1]):
        told["publisher"] = _first(("trafilatura", getattr(guessed, "sitename", None)))
    publisher = told["publisher"][1] if told["publisher"] else None
    names, source = _names(first.get("author")), "JSON-LD author"
    if not names or {name.casefold() for name in names} <= {str(publisher).casefold()}:
        others = _names((getattr(guessed, "author", None) or "").split(";"))
        names, source = (others, "trafilatura") if others else (names, source)
    told["byline"] = _first((source, "; ".join(names)))
    told["headline"] = _headline(tree, first, meta, getattr(guessed, "title", None), heads, publisher)
    told["date_published"] = _first(("JSON-LD datePublished", _day(first.get("datePublished"))),
                                    ("meta article:published_time", _day(meta.get("article:published_time"))),
                                    ("htmldate", _day(getattr(guessed, "date", None))))
    told["date_modified"] = _first(("JSON-LD dateModified", _day(first.get("dateModified"))),
                                   ("meta article:modified_time", _day(meta.get("article:modified_time"))))
    told["section"] = _first(("JSON-LD articleSection", _text(first.get("articleSection"))),
                             ("meta article:section", meta.get("article:section")))
    told["url"] = _first(("JSON-LD url", _text(first.get("url"))), ("meta og:url", meta.get("og:url")),
                         ("trafilatura", getattr(guessed, "url", None)))
    if told["url"] and not told["url"][1].startswith("http"):
        told["url"] = None
    language = _text(first.get("inLanguage")) or tree.getroottree().getroot().get("lang")
    found = {column: one[1] for column, one in told.items() if one}
    if re.match(r"[A-Za-z]{2}\b", language or ""):
        found["in_language"] = language[:2].lower()
    return {**found, "origins": {column: one[0] for column, one in told.items() if one}}


def _first(*told: tuple[str, str | None]) -> tuple[str, str] | None:
    """The first (origin, value) that has a value."""
    return next((one for one in told if one[1]), None)


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


def _headline(tree, first: dict, meta: dict[str, str], guessed: str | None, heads: list[str], publisher: str | None):
    """(who says so, the title that most of JSON-LD, meta tags, title and headings agree on), or None.

    Among equals, what the page shows as its heading.
    """
    title = tree.find(".//title")
    said = [("JSON-LD headline", _text(first.get("headline")), 1.0), ("trafilatura", guessed, 0.6),
            *((f"meta {name}", meta.get(name), weight) for name, weight in _TITLES.items()),
            ("title", "".join(title.itertext()) if title is not None else None, 0.7)]
    said += [("h1", head, 1.3 if k == 0 else 1.0) for k, head in enumerate(heads[:3])]
    votes: dict[str, float] = {}
    shown: dict[str, str] = {}
    origins: dict[str, list[str]] = {}
    for origin, text, weight in said:
        text = _bare(" ".join(html.unescape(text or "").split()), publisher, [" ".join(head.split()) for head in heads])
        if len(text) < 3 or text.casefold() == str(publisher).casefold():
            continue
        key = re.sub(r"\W+", "", text).casefold()
        votes[key] = votes.get(key, 0) + weight
        origins.setdefault(key, []).append(origin)
        if key not in shown or text in heads:
            shown[key] = text
    best = max(votes, key=votes.__getitem__, default=None)
    return None if best is None else (", ".join(origins[best]), shown[best])


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
