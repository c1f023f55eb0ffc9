"""Articles of pages that show nothing until a program of theirs runs: the text stands in the program's data.

Sites built as programs send an article as data, a string of HTML or one string a paragraph, and draw it in the browser. Saved without
a browser, such a page has no visible text; its data have all of it.
"""

import html
import json
import re
from collections.abc import Iterator

from workbench.readers.pages.visible import parsed

#: A string of a program, as JSON and JavaScript write it. One that is not closed is gone through once, too, so that none is twice.
_STRING = re.compile(r'"((?:[^"\\\n]|\\[\s\S]?)*)("?)')
_DATA = re.compile(r'[\[{]"|":')
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_STOP = re.compile(r"""[.!?…。？！]["'”’»)\]]*\s*$""")
#: Characters of the shortest string that may be a paragraph; fewer in scripts that do not part words.
_LONG, _DENSE = 80, 30
#: And of the shortest that may be the headline.
_HEAD = 12
#: Data within data within data: Next.js writes JSON in a string in a program.
_DEEPEST = 3
#: Characters of a page's programs that are looked through.
_MOST = 4_000_000


def article(tree, stated: str | None) -> str | None:
    """HTML of the article that the page's programs hold, with its headline where they name it; or None.

    The longest string that is HTML with paragraphs; where there is none, what is ``stated``, the articleBody of its JSON-LD, line by
    line; where there is none either, all strings that are sentences, each a paragraph. The headline is the longest string with which
    the page's title begins, before the names of section and site.
    """
    programs = [script.text[:_MOST] for script in tree.iter("script") if script.text and "ld+json" not in (script.get("type") or "")]
    found = [text for program in programs for text in _strings(program)]
    long = [text for text in found if len(text) >= (_LONG if text.isascii() else _DENSE)]
    told = max((text for text in long if _PARAGRAPH.search(text)), key=len, default=None)
    if told is None:
        sentences = stated.split("\n") if stated else dict.fromkeys(
            text for text in long if "<" not in text and "{" not in text and _STOP.search(text))
        told = "".join(f"<p>{html.escape(text)}</p>" for text in sentences)
    title = tree.findtext(".//title", "").strip()
    head = max((text for text in found if title.startswith(text)), key=lambda text: (text != title, len(text)), default=None)
    return (f"<h1>{html.escape(head)}</h1>" if head else "") + told if told else None


def _strings(program: str, depth: int = 0) -> Iterator[str]:
    """Strings of a program that are long enough for a headline, those in data within strings too."""
    for match in _STRING.finditer(program):
        if len(match[1]) < _HEAD or not match[2]:
            continue
        try:
            text = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        text = text.encode("utf8", "replace").decode()  # half of a surrogate pair is no character
        if depth < _DEEPEST and _DATA.search(text) and not text.lstrip().startswith("<"):
            yield from _strings(text, depth + 1)
        else:
            yield text


def shown(tree, article: str) -> str:
    """The page's HTML with the article in its body, for a reader of pages that show theirs."""
    from lxml import etree

    body = tree.find(".//body")
    (tree if body is None else body).extend(parsed(f"<article>{article}</article>").iter("article"))
    return etree.tostring(tree, encoding="unicode", method="html")
