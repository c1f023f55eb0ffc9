"""What the text says about its article: headline, byline, publisher and date, where they really stand there."""

import re
from dataclasses import dataclass
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


def described(documents: pd.DataFrame, pages: list[list[Line]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents with headline, publisher, byline and date filled from their lines where missing; and where these stand."""
    made = documents.copy()
    found: dict[str, list[_Stated | None]] = {"headline": [], "publisher": [], "byline": [], "date_published": []}
    for language, page in zip(documents["in_language"], pages, strict=True):
        found["headline"].append(next((_Stated(line.text, line, 0, len(line.text)) for line in page if line.label == "headline"), None))
        found["publisher"].append(_publisher(page))
        found["byline"].append(_byline(page))
        found["date_published"].append(_dated(page, language if isinstance(language, str) else None))
    rows = []
    for column, told in found.items():
        news = made[column].isna() & pd.Series([one is not None for one in told], index=made.index)
        if not news.any():
            continue
        chosen = [one for one, new in zip(told, news, strict=True) if new and one is not None]
        values = pd.Series([one.value for one in chosen], index=made.index[news])
        made.loc[news, column] = pd.to_datetime(values).astype(schema.TIME) if column == "date_published" else values.astype(schema.STRING)
        if column == "date_published":
            made.loc[news, "date_basis"] = "header"
            made.loc[news, "date_confidence"] = [one.score for one in chosen]
        rows += [one.row(document_id, column) for document_id, one in zip(documents.loc[news, "document_id"], chosen, strict=True)]
    return made, schema.conform("provenance", pd.DataFrame(rows)) if rows else schema.empty("provenance")


@dataclass
class _Stated:
    """What a line states, and where in the line the words stand."""

    value: object
    line: Line
    start: int
    end: int
    score: float = 1.0

    def row(self, document_id: str, column: str) -> dict:
        """A row of ``provenance``."""
        return {"provenance_id": f"{document_id}#{column}", "document_id": document_id, "column": column,
                "origin": f"text: a line that is {self.line.label}", "start": self.line.start + self.start,
                "end": self.line.start + self.end, "text": self.line.text[self.start:self.end]}


@cache
def _publisher_forms() -> tuple[list[re.Pattern], Sieve]:
    return [re.compile(form) for form in _FORMS], Sieve(_FORMS)


def _publisher(page: list[Line]) -> _Stated | None:
    """The outlet that most of the furniture's lines name."""
    votes: dict[str, int] = {}
    stated: dict[str, _Stated] = {}
    forms, sieve = _publisher_forms()
    # Every form has a word, or a sign, beside the outlet's name.
    for line in page:
        if line.label in FURNITURE and (line.words > 1 or "©" in line.text):
            for number in sieve.possible(line.text):
                for match in forms[number].finditer(line.text):
                    name = match["name"].rstrip(".' ’")
                    if not _NOT_OUTLETS.match(name):
                        votes[name] = votes.get(name, 0) + 1
                        stated.setdefault(name, _Stated(name, line, match.start("name"), match.start("name") + len(name)))
    return stated[max(votes, key=votes.__getitem__)] if votes else None


def _byline(page: list[Line]) -> _Stated | None:
    """Authors' names of the likeliest byline that gives any, joined by '; '."""
    lines = sorted((line for line in page if line.label == "byline"), key=lambda line: -line.score)
    for line in lines:
        found = names(line.text)
        if found:
            last = line.text.rfind(found[-1])
            start, end = max(0, line.text.find(found[0])), last + len(found[-1]) if last >= 0 else len(line.text)
            return _Stated("; ".join(found), line, start, max(end, start + 1))
    return None


def _far(line: Line, title: int) -> bool:
    """Whether a line stands away from the headline: lists of stories are dated, too."""
    return not -400 <= line.start - title <= 1200


def _dated(page: list[Line], language: str | None) -> _Stated | None:
    """The date of the header's date line: published before updated, and only where it stands above or right below the body."""
    title = next((line.start for line in page if line.label == "headline"), 0)
    dated = [line for line in page if line.label in ("published", "byline")]
    for line in sorted(dated, key=lambda line: (line.label == "byline" and not line.text[:1].isdigit(), _far(line, title))):
        hits = full_dates(line.text, language)
        if hits:
            updated = re.match(r"(?:last )?(?:updated|modified|aktualisiert)", line.text, re.I)
            start, end, date, sure = hits[0]
            return _Stated(date, line, start, end, sure * (0.6 if updated else 0.9))
    return None
