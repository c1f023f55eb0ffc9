"""What the text says about its article: headline, byline, publisher and date, where they really stand there."""

import re

import pandas as pd

from workbench import schema
from workbench.annotators.segments.lines import FURNITURE, Line
from workbench.knowledge.date_lines import full_dates

_OUTLET = r"(?P<name>(?:[Tt]he )?[A-ZÀ-Þ][\w&.'’-]*(?: (?:of|and|&|the|de|la|el|di|der|die|des|for|[A-ZÀ-Þ][\w&'’-]*))*)"
_PUBLISHER = tuple(re.compile(form) for form in (
    rf"^(?:Please )?(?:[Ss]upport|[Ss]tand with) {_OUTLET}\s*[!.:]?$", rf"^A (?:[Mm]essage|[Ww]ord) [Ff]rom {_OUTLET}\s*:?$",
    rf"(?:©|\(c\)|\(C\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?[,\s]*(?:by )?{_OUTLET}",
    rf"^By supporting {_OUTLET},", rf"(?:journalists|editors|newsroom|team|readers|friends) (?:of|at) {_OUTLET}[,.!:]",
    rf"[Ss]ubscribe to {_OUTLET}(?:\s*[!.]|\s+(?:today|now|newsletter))?$", rf"[Ff]ollow {_OUTLET} on ",
    rf"analysis and more from {_OUTLET}\.",
    rf"^(?=[A-Z]\S+ [A-Z]){_OUTLET} (?:\([A-Z]{{2,6}}\) )?"
    r"(?:is|has been|costs|relies|depends|needs|believes|runs|does not)\b",
))
#: Credits and makers of pictures that follow a copyright sign, too.
_NOT_OUTLETS = re.compile(r"^(?:Us|Our|The|All Rights Reserved|Independent|Quality|Local|Free|Journalism|Newsletters?|Here)$", re.I)


def described(documents: pd.DataFrame, pages: list[list[Line]]) -> pd.DataFrame:
    """The documents with headline, publisher, byline and date filled from their lines where missing."""
    made = documents.copy()
    fill: dict[str, list] = {"headline": [], "publisher": [], "byline": []}
    dates = []
    for language, page in zip(documents["in_language"], pages, strict=True):
        fill["headline"].append(next((line.text for line in page if line.label == "headline"), None))
        fill["publisher"].append(_publisher(page))
        fill["byline"].append(next((_names(line.text) for line in page if line.label == "byline"), None))
        dates.append(_dated(page, language if isinstance(language, str) else None))
    for column, values in fill.items():
        made[column] = made[column].fillna(pd.Series(values, index=made.index, dtype=schema.STRING))
    found = pd.DataFrame(dates, index=made.index, columns=["date", "sure"])
    news = made["date_published"].isna() & found["date"].notna()
    made.loc[news, "date_published"] = pd.to_datetime(found.loc[news, "date"]).astype(schema.TIME)
    made.loc[news, "date_basis"] = "header"
    made.loc[news, "date_confidence"] = found.loc[news, "sure"].astype(schema.NUMBER)
    return made


def _publisher(page: list[Line]) -> str | None:
    """The outlet that most of the furniture's lines name."""
    votes: dict[str, int] = {}
    for line in page:
        if line.label in FURNITURE:
            for form in _PUBLISHER:
                for match in form.finditer(line.text):
                    name = match["name"].rstrip(".' ’")
                    if not _NOT_OUTLETS.match(name):
                        votes[name] = votes.get(name, 0) + 1
    return max(votes, key=lambda name: (votes[name], -list(votes).index(name))) if votes else None


def _names(line: str) -> str:
    """Authors' names from a byline, joined by '; '."""
    line = re.sub(r"^(?:by|von|par|por|di|da|door|af|av|\w+ by|author|reporter|autor(?:in)?)s?\s*:?\s+", "", line, flags=re.I)
    line = re.split(r"\s[|•·–—-]\s|\s(?:in|for|at)\s|\d", line)[0]
    names = re.split(r",\s*(?:and\s+)?|\s+(?:and|und|et|y|&)\s+", line)
    kept = [name.strip(" .,") for name in names if 1 < len(name.split()) <= 5]
    return "; ".join(kept[:1] if kept and len(names) > 1 and not re.search(r"\band\b|&|\bund\b", line) else kept) or None


def _dated(page: list[Line], language: str | None) -> tuple:
    """The date of the header's date line: published before updated, and only where it stands above or right below the body."""
    for line in page:
        if line.label == "published":
            hits = full_dates(line.text, language)
            if hits:
                updated = re.match(r"(?:last )?(?:updated|modified|aktualisiert)", line.text, re.I)
                return hits[0][2], hits[0][3] * (0.6 if updated else 0.9)
    return pd.NaT, 0.0
