"""Articles of a Factiva export in HTML: each a ``div`` of class "article" with a headline, lines about it, and paragraphs."""

import re
from collections.abc import Iterator

from workbench.knowledge.date_lines import full_dates

_WORDS = re.compile(r"^[\d,.]+ (?:words|mots|Wörter|palabras|parole)$")
_NUMBER = re.compile(r"^(?:Document|Dokument) [A-Z0-9]{10,}$")


def found(tree) -> list:
    """The elements that hold the articles; none where the page is no Factiva export."""
    return [element for element in tree.iter("div")
            if "article" in (element.get("class") or "").split() and any(_is_paragraph(p) for p in element.iter("p"))]


def articles(elements: list) -> Iterator[dict]:
    """One article from each element."""
    for element in elements:
        paragraphs = [_text(p) for p in element.iter("p") if _is_paragraph(p)]
        heads = [one for one in element.iter() if isinstance(one.tag, str) and "headline" in (one.get("class") or "").lower()]
        title = next((_text(one) for one in heads if _text(one)), None)
        byline = next((_text(one) for one in element.iter("div") if (one.get("class") or "") == "author"), None)
        lines = [_text(one) for one in element.iter("div")
                 if one is not element and not one.get("class") and not any(True for _ in one.iter("p", "div", "span") if _ is not one)]
        dated = next((k for k, line in enumerate(lines) if len(line) < 60 and full_dates(line)), None)
        made = {"headline": title, "byline": re.sub(r"^by\s+", "", byline or "", flags=re.IGNORECASE) or None,
                "text": "\n\n".join([*([title] if title else []), *paragraphs])}
        if dated is not None:
            made["date_published"] = full_dates(lines[dated])[0][2]
            # The line after the date, or after the time that may follow it, names the source.
            made["publisher"] = next((line for line in lines[dated + 1:] if line and not re.fullmatch(r"[\d:. ]+", line)
                                      and not _WORDS.match(line) and not _NUMBER.match(line)), None)
        if paragraphs:
            yield made


def _is_paragraph(element) -> bool:
    return "articleparagraph" in (element.get("class") or "").lower()


def _text(element) -> str:
    return " ".join("".join(element.itertext()).split())
