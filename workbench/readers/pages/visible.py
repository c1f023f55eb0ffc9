"""A page's visible text, line by line, as a browser would break it."""

import re

from workbench.readers import decode

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
#: What React streams to a page it hides until a script has put it into its place: no script runs here.
_STREAMED = re.compile(r"S:\w+$")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def fragment(html: str) -> str:
    """The visible text of a piece of HTML, or of plain text, as it is."""
    if not re.search(r"<[a-z!/][^>]{0,500}>|&[a-z#0-9]{2,8};", html, re.IGNORECASE):
        return html
    return "\n".join(line for line, _, _ in visible(parsed(f"<div>{html}</div>")))


def unicode(raw: bytes) -> str:
    """The page's characters: UTF-8 where it is valid, else the encoding that the page declares, else what is guessed."""
    return decode(raw, repair=False, declared=_declared)


def _declared(raw: bytes) -> str | None:
    found = _CHARSET.search(raw[:4096]) or _XML_CHARSET.search(raw[:200])
    return found[1].decode("ascii") if found else None


def parsed(html: str):
    """The page's tree.

    Raises
    ------
    ValueError
        If there is no element in it.
    """
    from lxml import etree

    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html).replace("\x00", "")
    try:
        tree = etree.fromstring(html, etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise ValueError(f"not a web page: {error}") from error
    if tree is None:
        raise ValueError("not a web page: there is no element in it")
    return tree


def visible(tree) -> list[tuple[str, object, float]]:
    """Lines of the page as a browser would break them: (text, element of its first word, share of it that is links).

    Blank lines stand between paragraphs. White space is folded, as browsers do; no-break spaces are kept.
    """
    from lxml import etree

    lines: list[tuple[str, object, float]] = []
    parts: list[str] = []
    first = skipped = None
    linked = inside = 0

    def flush():
        nonlocal first, linked
        line = _SPACE.sub(" ", "".join(parts)).strip()
        if line:
            lines.append((line, first, min(1.0, linked / len(line))))
        parts.clear()
        first, linked = None, 0

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if parts and (tag in _BLOCK or tag == "br"):
            flush()
        if event == "start":
            if tag in _SKIP or _hides(element):
                walk.skip_subtree()
                skipped = element
                continue
            inside += tag == "a"
            text = element.text
        else:
            inside -= tag == "a" and element is not skipped
            text = element.tail
        if tag in _PARAGRAPH and lines and lines[-1][0] and element is not skipped:
            lines.append(("", None, 0.0))
        if text and (parts or not text.isspace()):
            if not parts:
                first = element if event == "start" else element.getparent()
            parts.append(text)
            if inside:
                linked += len(_SPACE.sub(" ", text).strip())
    if parts:
        flush()
    while lines and not lines[-1][0]:
        lines.pop()
    return lines


def _hides(element) -> bool:
    """Whether a browser would not show the element."""
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return True
    return element.get("hidden") is not None and not _STREAMED.match(element.get("id") or "")
