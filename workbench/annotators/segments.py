"""What is article and what is page furniture: every line of every document gets one role.

Rules see what lines say (:mod:`workbench.knowledge.line_cues`) and where they stand; the corpus pass sees lines that a
publisher repeats in other stories. Text without furniture, as people paste it, stays article to the last line.
"""

import re
from dataclasses import dataclass

import pandas as pd

from workbench import schema
from workbench.knowledge.date_lines import full_dates
from workbench.knowledge.line_cues import pattern, says
from workbench.sentences import hard_wrapped

_STOP = re.compile(r"""[.!?…。？！]["'”’»)\]]*$""")
_QUOTED = re.compile(r"[\"“„«].{0,600}?[\"”“»]")
_FURNITURE = ("promo", "nav", "related", "comment")


@dataclass
class _Line:
    """One line, or paragraph of hard-wrapped text, under way to its role."""

    start: int
    end: int
    text: str
    words: int
    label: str = ""
    score: float = 0.0
    why: str = "rules"

    def become(self, label: str, score: float, why: str = "rules") -> None:
        self.label, self.score, self.why = label, score, why


def segments(documents: pd.DataFrame, markup: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The role of every line, and the documents with what their text says about them filled in.

    Parameters
    ----------
    documents
        The documents table.
    markup
        What pages' own markup says about their lines; may be empty.

    Returns
    -------
    (segments, documents)
        Segments are trimmed, do not overlap and cover all but white space. Headline, publisher, byline and date_published
        (``date_basis`` "header") are filled where they are missing and the text states them.
    """
    marks = {document_id: list(zip(group["start"], group["end"], group["label"], group["score"], strict=True))
             for document_id, group in markup.groupby("document_id", sort=False)}
    pages = [_lines(text) for text in documents["text"]]
    for page in pages:
        for line in page:
            _cue(line)
    _repeated(documents, pages)
    for document_id, page in zip(documents["document_id"], pages, strict=True):
        if document_id in marks:
            _marked(page, marks[document_id])
        else:
            _roles(page)
    rows = [{"document_id": document_id, "start": line.start, "end": line.end, "label": line.label, "score": line.score,
             "annotator": f"segments/{line.why}"}
            for document_id, page in zip(documents["document_id"], pages, strict=True) for line in page]
    return schema.spans("segments", documents, rows), _described(documents, pages)


def _lines(text: str) -> list[_Line]:
    """Lines that are not blank; in hard-wrapped text the paragraphs, which blank or indented lines part."""
    wrapped = hard_wrapped(text)
    lines, start = [], 0
    for raw in text.split("\n"):
        words = raw.split()
        if words:
            left = start + len(raw) - len(raw.lstrip())
            line = _Line(left, start + len(raw.rstrip()), raw.strip(), len(words))
            if wrapped and lines and text[lines[-1].end:left].count("\n") == 1 and left - start < 2 and len(lines[-1].text) > 30:
                line = _Line(lines[-1].start, line.end, text[lines.pop().start:line.end], 0)
                line.words = len(line.text.split())
            lines.append(line)
        start += len(raw) + 1
    return lines


def _roles(lines: list[_Line]) -> None:
    """Roles of a page without markup: what no rule claims is body, or a subhead."""
    _header(lines)
    _appeals(lines)
    _lists(lines)
    for k, line in enumerate(lines):
        if not line.label:
            short = line.words <= 12 and not _STOP.search(line.text) and 0 < k < len(lines) - 1
            follows = short and lines[k + 1].label in ("", "body") and lines[k + 1].words > line.words
            line.become("subhead", 0.6) if follows else line.become("body", 0.9 if line.words >= 12 else 0.7)


def _cue(line: _Line) -> None:
    """The role that the line's own words betray, if any."""
    prose = line.words > 25
    for label in ("related", "comment", "nav", "published", "byline", "promo", "caption", "dateline"):
        if not says(label, line.text) or (prose and label != "caption"):
            continue
        if label == "promo" and line.words > 12:
            continue
        if label == "caption" and line.words > 60:
            continue
        line.become(label, 0.9)
        return


def _appealing(text: str) -> int:
    """How often the reader is spoken to outside quotation marks."""
    return len(pattern("appeal").findall(_QUOTED.sub(" ", text)))


def _is_prose(line: _Line) -> bool:
    return not line.label and (line.words >= 14 or (line.words >= 6 and bool(_STOP.search(line.text))))


def _header(lines: list[_Line]) -> None:
    """Headline, kicker and caption: unmarked lines before the first line of prose."""
    first = next((k for k, line in enumerate(lines) if _is_prose(line) and (_STOP.search(line.text) or line.words > 30)), None)
    if first is None:
        return
    open_lines = [line for line in lines[:first] if not line.label]
    if not open_lines:
        return
    headline = max(open_lines, key=lambda line: (min(line.words, 5), -line.start))
    headline.become("headline", 0.85)
    for line in open_lines:
        if line.start < headline.start:
            line.become("kicker" if line.words <= 4 else "nav", 0.5)
        elif line.start > headline.start:
            line.become("caption" if line.words > 4 and not _STOP.search(line.text) else "subhead", 0.6)


def _appeals(lines: list[_Line]) -> None:
    """Appeals to the reader are prose: after a promo line, paragraphs that speak to the reader are promo too."""
    inside = False
    furnished = any(line.label in _FURNITURE for line in lines)
    for line in lines:
        if line.label in _FURNITURE:
            inside = True
        elif not line.label and furnished and says("promo", line.text) and _appealing(line.text) >= 2:
            line.become("promo", 0.7)
            inside = True
        elif not line.label and inside:
            if _appealing(line.text) >= 2 or (_appealing(line.text) and says("promo", line.text)):
                line.become("promo", 0.8)
            elif line.words >= 8:
                inside = False


def _lists(lines: list[_Line]) -> None:
    """What stands under the head of a list of stories or of comments, below the article."""
    prose = [line.words if _is_prose(line) else 0 for line in lines]
    inside = ""
    for k, line in enumerate(lines):
        if line.label in ("related", "comment") and sum(prose[k:]) < sum(prose[:k]) / 2:
            inside = line.label
        elif inside and line.why == "repetition":
            line.become(inside, 0.8, "repetition")
        elif line.label:
            inside = inside if line.label in ("caption", "published", "byline") else ""
        elif inside == "comment" or (inside == "related" and line.words <= 14 and not line.text.endswith(".")):
            line.become(inside, 0.7)
        else:
            inside = ""


def _marked(lines: list[_Line], marks: list[tuple]) -> None:
    """Roles from the page's markup; what no extractor kept is not the article."""
    at = {start: (label, score) for start, _, label, score in marks}
    for line in lines:
        if line.start in at:
            if not (line.label in ("byline", "published") and at[line.start][0] == "body"):
                line.become(*at[line.start], "markup")
        elif not line.label or line.label in ("caption", "dateline"):
            line.become("nav" if line.words < 8 else "related", 0.6, "markup")
    head = [line for line in lines if line.label == "headline"]
    body = next((line.start for line in lines if line.label == "body"), None)
    for line in head[:-1] if body is None else head:
        chosen = max((h for h in head if body is None or h.start < body), key=lambda h: (h.words > 2, h.start), default=head[0])
        if line is not chosen:
            line.become("nav", 0.6, "markup")


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _repeated(documents: pd.DataFrame, pages: list[list[_Line]]) -> None:
    """Lines that a publisher repeats in two or more stories are furniture.

    Copies of one story count once, and a run of shared prose without a word of furniture in it is a shared paragraph of the
    news. Where the publisher is not known, a short line must stand in three stories, and only pages with some furniture count.
    """
    if len(pages) < 2:
        return
    hosts = documents["url"].str.extract(r"^\w+://(?:www\.)?([^/:?#]+)", expand=False)
    homes = documents["publisher"].fillna(hosts).fillna("").tolist()
    furnished = [any(line.label in _FURNITURE for line in page) for page in pages]
    rows = [(home, d, _key(line.text), line.words, line.label)
            for d, (home, page) in enumerate(zip(homes, pages, strict=True)) if home or furnished[d] for line in page]
    frame = pd.DataFrame(rows, columns=["home", "document", "key", "words", "label"])
    seen = frame.drop_duplicates(["home", "document", "key"])
    shared = seen[seen.groupby(["home", "key"])["document"].transform("size") > 1]
    if shared.empty:
        return
    story = _stories(seen, shared)
    count = shared.assign(story=shared["document"].map(story)).groupby(["home", "key"], sort=False).agg(
        stories=("story", "nunique"), words=("words", "first")).reset_index()
    known = count["home"] != ""
    enough = (count["stories"] >= 2) & (known | (count["words"] >= 4) | (count["stories"] >= 3))
    furniture = set(zip(count.loc[enough, "home"], count.loc[enough, "key"], strict=True))
    for home, page, some in zip(homes, pages, furnished, strict=True):
        if not home and not some:
            continue
        run: list[_Line] = []
        for line in [*page, None]:
            if line is not None and (home, _key(line.text)) in furniture:
                run.append(line)
                continue
            prose = [one for one in run if not one.label and one.words >= 14]
            if len(prose) < 2 or any(one.label in _FURNITURE for one in run):
                for one in run:
                    if one.label not in (*_FURNITURE, "byline", "published", "dateline"):
                        one.become("promo" if one.words >= 5 else "nav", 0.95, "repetition")
            run = []


def _stories(seen: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """document -> number of its story: articles whose prose is three quarters the same are one."""
    prose = shared[(shared["label"] == "") & (shared["words"] >= 14)]
    total = seen.loc[(seen["label"] == "") & (seen["words"] >= 14)].groupby("document")["words"].sum()
    # Lines in very many articles are furniture, whatever else they are; they would make pairs without end.
    prose = prose[prose.groupby(["home", "key"])["document"].transform("size") <= 50]
    pairs = prose.merge(prose, on=["home", "key"])
    pairs = pairs[pairs["document_x"] < pairs["document_y"]].groupby(["document_x", "document_y"])["words_x"].sum()
    story = {document: document for document in seen["document"].unique()}
    for (a, b), words in pairs.items():
        if words > 0.75 * min(total[a], total[b]):
            one, other = story[a], story[b]
            story = {document: min(one, other) if s in (one, other) else s for document, s in story.items()} if one != other else story
    return pd.Series(story)


_OUTLET = r"(?P<name>(?:[Tt]he )?[A-ZÀ-Þ][\w&.'’-]*(?: (?:of|and|&|the|de|la|el|di|der|die|des|for|[A-ZÀ-Þ][\w&'’-]*))*)"
_PUBLISHER = tuple(re.compile(form) for form in (
    rf"^(?:Please )?(?:[Ss]upport|[Ss]tand with) {_OUTLET}\s*[!.:]?$", rf"^A (?:[Mm]essage|[Ww]ord) [Ff]rom {_OUTLET}\s*:?$",
    rf"(?:©|\(c\)|\(C\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?[,\s]*(?:by )?{_OUTLET}",
    rf"^By supporting {_OUTLET},", rf"(?:journalists|editors|newsroom|team|readers|friends) (?:of|at) {_OUTLET}[,.!:]",
    rf"[Ss]ubscribe to {_OUTLET}(?:\s*[!.]|\s+(?:today|now|newsletter))?$", rf"[Ff]ollow {_OUTLET} on ",
    rf"analysis and more from {_OUTLET}\.", rf"^(?=The [A-Z]){_OUTLET} (?:is|has been|costs|relies|depends|needs|believes|runs)\b",
))
#: Credits and makers of pictures that follow a copyright sign, too.
_NOT_OUTLETS = re.compile(r"^(?:Us|Our|The|All Rights Reserved|Independent|Quality|Local|Free|Journalism|Newsletters?|Here)$", re.I)


def _described(documents: pd.DataFrame, pages: list[list[_Line]]) -> pd.DataFrame:
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


def _publisher(page: list[_Line]) -> str | None:
    """The outlet that most of the furniture's lines name."""
    votes: dict[str, int] = {}
    for line in page:
        if line.label in _FURNITURE:
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


def _dated(page: list[_Line], language: str | None) -> tuple:
    """The date of the header's date line: published before updated, and only where it stands above or right below the body."""
    for line in page:
        if line.label == "published":
            hits = full_dates(line.text, language)
            if hits:
                updated = re.match(r"(?:last )?(?:updated|modified|aktualisiert)", line.text, re.I)
                return hits[0][2], hits[0][3] * (0.6 if updated else 0.9)
    return pd.NaT, 0.0
