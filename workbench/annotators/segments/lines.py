"""Lines of a document on their way to a role, and what they say of themselves."""

import re
from dataclasses import dataclass

from workbench.knowledge.segments.cues import addressed, cues
from workbench.knowledge.segments.cutting import broken, counted, units

STOP = re.compile(r"""[.!?…。？！]["'”’»)\]]*$""")
_QUOTED = re.compile(r"[\"“„«].{0,600}?[\"”“»]")
FURNITURE = ("promo", "nav", "related", "comment")


@dataclass(slots=True)
class Line:
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


def lines_of(text: str, as_broken: bool = False) -> list[Line]:
    """Lines that are not blank; unless they stay ``as_broken``, paragraphs of hard-wrapped lines and pieces of lines that run on."""
    spans = broken(text) if as_broken else units(text)
    return [Line(start, end, text[start:end], words) for (start, end), words in zip(spans, counted(text, spans), strict=True)]


def merged(lines: list[Line], text: str) -> list[Line]:
    """Pieces of one line that got one role are one segment again."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        if last and last.label == line.label and "\n" not in text[last.end:line.start]:
            made[-1] = Line(last.start, line.end, text[last.start:line.end], last.words + line.words, line.label,
                             min(last.score, line.score), last.why)
        else:
            made.append(line)
    return made


def cue(line: Line) -> None:
    """The role that the line's own words betray, if any."""
    prose = line.words > 25
    given = cues(line.text)
    if not given:
        return
    for label in ("related", "comment", "nav", "published", "byline", "promo", "caption", "dateline"):
        if label not in given or (prose and label != "caption"):
            continue
        if label == "promo" and line.words > 12:
            continue
        if label == "caption" and line.words > 40:
            continue
        line.become(label, 0.9)
        return


def appealing(text: str) -> int:
    """How often the reader is spoken to outside quotation marks."""
    spoken = addressed(text)
    return addressed(_QUOTED.sub(" ", text)) if spoken and _QUOTED.search(text) else spoken


def is_prose(line: Line) -> bool:
    return not line.label and (line.words >= 14 or (line.words >= 6 and bool(STOP.search(line.text))))


def is_telling(line: Line) -> bool:
    """Prose that is no headline: closed by a full stop, or too long for one."""
    return is_prose(line) and (line.words > 30 or bool(STOP.search(line.text)))


def key(text: str) -> str:
    return " ".join(text.split()).casefold()
