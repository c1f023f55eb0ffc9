"""What the text says about its article: headline, byline, publisher and date, where they really stand there."""

import re
from functools import cache

import pandas as pd

from workbench import schema
from workbench.annotators.segments.bylines import names
from workbench.annotators.segments.lines import FURNITURE, Line
from workbench.knowledge.date_lines import full_dates
from workbench.knowledge.segments.literals import Sieve

_OUTLET = r"(?P<name>(?:[Tt]he )?[A-ZÀ-Þ][\w&.'’-]*(?: (?:of|and|&|the|de|la|el|di|der|die|des|for|[A-ZÀ-Þ][\w&'’-]*))*)"
_FORMS = (
    rf"^(?:Please )?(?:[Ss]upport|[Ss]tand with) {_OUTLET}\s*[!.:]?$", rf"^A (?:[Mm]essage|[Ww]ord) [Ff]rom {_OUTLET}\s*:?$",
    rf"(?:©|\(c\)|\(C\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?[,\s]*(?:by )?{_OUTLET}",
    rf"^By supporting {_OUTLET},", rf"(?:journalists|editors|newsroom|team|readers|friends) (?:of|at) {_OUTLET}[,.!:]",
    rf"[Ss]ubscribe to {_OUTLET}(?:\s*[!.]|\s+(?:today|now|newsletter))?$", rf"[Ff]ollow {_OUTLET} on ",
    rf"analysis and more from {_OUTLET}\.",
    rf"^(?=[A-Z]\S+ [A-Z]){_OUTLET} (?:\([A-Z]{{2,6}}\) )?"
    r"(?:is|has been|costs|relies|depends|needs|believes|runs|does not)\b",
)
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
        fill["byline"].append(_byline(page))
        dates.append(_dated(page, language if isinstance(language, str) else None))
    for column, values in fill.items():
        made[column] = made[column].fillna(pd.Series(values, index=made.index, dtype=schema.STRING))
    found = pd.DataFrame(dates, index=made.index, columns=["date", "sure"])
    news = made["date_published"].isna() & found["date"].notna()
    made.loc[news, "date_published"] = pd.to_datetime(found.loc[news, "date"]).astype(schema.TIME)
    made.loc[news, "date_basis"] = "header"
    made.loc[news, "date_confidence"] = found.loc[news, "sure"].astype(schema.NUMBER)
    return made


@cache
def _publisher_forms() -> tuple[list[re.Pattern], Sieve]:
    return [re.compile(form) for form in _FORMS], Sieve(_FORMS)


def _publisher(page: list[Line]) -> str | None:
    """The outlet that most of the furniture's lines name."""
    votes: dict[str, int] = {}
    forms, sieve = _publisher_forms()
    for line in page:
        if line.label in FURNITURE:
            for number in sieve.possible(line.text):
                for match in forms[number].finditer(line.text):
                    name = match["name"].rstrip(".' ’")
                    if not _NOT_OUTLETS.match(name):
                        votes[name] = votes.get(name, 0) + 1
    return max(votes, key=lambda name: (votes[name], -list(votes).index(name))) if votes else None


def _byline(page: list[Line]) -> str | None:
    """Authors' names of the likeliest byline that gives any, joined by '; '."""
    lines = sorted((line for line in page if line.label == "byline"), key=lambda line: -line.score)
    return next(("; ".join(found) for line in lines if (found := names(line.text))), None)


def _far(line: Line, title: int) -> bool:
    """Whether a line stands away from the headline: lists of stories are dated, too."""
    return not -400 <= line.start - title <= 1200


def _dated(page: list[Line], language: str | None) -> tuple:
    """The date of the header's date line: published before updated, and only where it stands above or right below the body."""
    title = next((line.start for line in page if line.label == "headline"), 0)
    dated = [line for line in page if line.label in ("published", "byline")]
    for line in sorted(dated, key=lambda line: (line.label == "byline" and not line.text[:1].isdigit(), _far(line, title))):
        hits = full_dates(line.text, language)
        if hits:
            updated = re.match(r"(?:last )?(?:updated|modified|aktualisiert)", line.text, re.I)
            return hits[0][2], hits[0][3] * (0.6 if updated else 0.9)
    return pd.NaT, 0.0
