"""Articles of a Nexis export, from its paragraphs in order: DOCX and HTML exports have the same ones."""

import re
from collections.abc import Iterable, Iterator

from workbench.knowledge.date_lines import full_dates

_END = re.compile(r"^End of Document$", re.IGNORECASE)
_FIELD = re.compile(r"^(Byline|Section|Length|Dateline|Highlight|Load-Date|Language|Publication-Type|Subject|Industry|Geographic|"
                    r"Person|Organization|Company|Graphic|Correction|URL|Copyright|Ticker|Journal Code)\s*:\s*(.*)$", re.IGNORECASE)
_FRONT = re.compile(r"^(?:User Name|Date and Time|Job Number|Documents? \(\d+\)|Client/Matter|Search (?:Terms|Type)|Narrowed by|"
                    r"Content Type|\d+\.)\b", re.IGNORECASE)


def is_export(paragraphs: Iterable[str]) -> bool:
    """Whether the paragraphs are those of a Nexis export."""
    lines = list(paragraphs)
    return any(_END.match(line) for line in lines) and any(line.strip() == "Body" or _FIELD.match(line) for line in lines)


def articles(paragraphs: Iterable[str]) -> Iterator[dict]:
    """The articles: each ends with "End of Document"; title, publisher and date stand above its fields, the text below "Body"."""
    block: list[str] = []
    for line in paragraphs:
        line = line.strip()
        if _END.match(line):
            made = _article(block)
            if made:
                yield made
            block = []
        elif line:
            block.append(line)


def _article(block: list[str]) -> dict | None:
    fields: dict[str, str] = {}
    head: list[str] = []
    body: list[str] = []
    part = head
    for line in block:
        field = _FIELD.match(line)
        if line in ("Body", "Full Text"):
            part = body
        elif line in ("Classification", "Notes", "Bibliography") and body:
            part = []
        elif field:
            if field[1].lower() in ("load-date", "language") and body:
                part = []
            fields.setdefault(field[1].lower(), field[2].strip())
        else:
            part.append(line)
    if not body:
        return None
    # What stands before the last article's list of contents is the export's own front matter.
    head = [line for line in head if not _FRONT.match(line)]
    dated = next((k for k, line in enumerate(head) if full_dates(line)), None)
    title = next(iter(head), None) if dated is None or dated < 2 else head[max(0, dated - 2)]
    made = {"text": "\n\n".join([*([title] if title else []), *body]), "headline": title, "section": fields.get("section"),
            "byline": re.sub(r"^by\s+", "", fields.get("byline", ""), flags=re.IGNORECASE) or None, "url": fields.get("url")}
    if dated is not None:
        made["date_published"] = full_dates(head[dated])[0][2]
        made["publisher"] = head[dated - 1] if dated else None
    return made
