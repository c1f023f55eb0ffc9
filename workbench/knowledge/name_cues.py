"""What belongs to a name and what only stands beside it: titles before, possessives after, a full stop that is part of it."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

#: Words before a person's name that are no part of it.
TITLES = frozenset((
    "president vice-president premier prime minister chancellor king queen prince princess sheikh sultan emir pope cardinal archbishop "
    "bishop father sister rabbi imam ayatollah reverend pastor rev mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness "
    "count countess judge justice attorney lawyer advocate gen general lt lieutenant col colonel maj major capt captain cmdr commander adm "
    "admiral sgt sergeant cpl corporal pvt private brig brigadier marshal officer detective inspector superintendent constable sheriff "
    "sen senator rep representative congressman congresswoman councillor councilman councilwoman alderman gov governor mayor ambassador "
    "secretary spokesman spokeswoman spokesperson chairman chairwoman chief director coach manager hon honourable honorable "
    "comrade deputy former foreign defence defense m mme mlle messrs herr frau señor señora signor"
).split())
_POSSESSIVE = re.compile(r"(?:['’`´]s|(?<=[sxz])['’`´])$", re.IGNORECASE)
_LOOSE = re.compile(r"(?:\s+(?:of|and|the|in|for|at|on|to|from|by|with))+$")
_EDGE = " \t\n\r\u00a0\"“”„‟«»'‘’`´,;:!?()[]{}*_|–—-"
#: Abbreviations that keep their full stop: "Corp.", "Calif.", "Jr.".
_STOPPED = re.compile(
    r"(?:\b(?:Corp|Inc|Ltd|Co|CORP|INC|LTD|Bros|Jr|Sr|St|Plc|Cos|Assn|Calif|Conn|Del|Fla|Ill|Ind|Kan|Ky|Md|Mass|Mich|Minn|Mo|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|"
    r"Wash|Wis|Wyo|Ariz|Ark|Ala|Colo|Ga|La|Miss|Mont|Dak|Ont|Que)|(?:\b[A-Z]\.)+[A-Z])$")

#: A picture's credit up to the outlet that it was taken for: "Photo: Jane Doe / " .
_CREDIT = re.compile(r"\b(?:photo(?:graph)?|picture|image|foto)\s?: ?[^\n/|]{2,40} [/|] $", re.IGNORECASE)
#: A dateline: "TRIPOLI, Libya, March 31 (Valletta Wire) - ", with a day or an agency or both.
_WORDS = r"[A-Z][^\W\d_]*\.?(?:[ '’-](?:[A-Z][^\W\d_]*\.?|al|da|de|del|des|di|do|du|el|en|la|le|los|of|sur|the)\b\.?){0,4}"
_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(rf"^[ \t]*(?P<place>{_WORDS})(?:, {_WORDS})?(?P<day>, {_MONTH} \d{{1,2}}\b)?"
                       r"(?: ?\((?P<agency>[A-Z][^()\n]{1,40})\))? ?[-–—]{1,2} ", re.MULTILINE)


def dateline_names(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, class) of the place that each dateline in the text begins with, and of the agency in it."""
    for line in _DATELINE.finditer(text):
        if line["day"] or line["agency"]:
            yield *line.span("place"), "LOC"
            if line["agency"]:
                yield *line.span("agency"), "ORG"


def is_credit(text: str, start: int) -> bool:
    """Whether the name that starts here only says for whom a picture was taken: "Photo: Jane Doe / Courier"."""
    return _CREDIT.search(text, max(0, start - 60), start) is not None


@cache
def _possessive_names() -> frozenset[str]:
    """Names of organisations that are possessives themselves, in small letters: "macy's"."""
    listed = (resources.files("workbench.knowledge") / "names" / "organisations.txt").read_text(encoding="utf8").replace("\n", "|")
    return frozenset(name.lower() for name in listed.split("|") if name.endswith("'s"))


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """The name's own offsets: without a leading "the", titles before a person, quotation marks and brackets, "'s" at its end.

    The "'s" stays where it is part of an organisation's name ("Macy's"). The full stop of an abbreviation at the name's end is
    taken in. Where nothing is left, start equals end.
    """
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        if text[end - 1] == ")" and "(" in text[start:end]:
            break
        end -= 1
    loose = _LOOSE.search(text, start, end)
    if loose and loose.start() > start:
        end = loose.start()
    if text[start:start + 4].lower() in ("the ", "the\n", "the\u00a0"):
        start += 4
    possessive = _POSSESSIVE.search(text, start, end)
    if possessive and possessive.start() > start:
        end = possessive.start()
    if label == "PERSON":
        start = _after_titles(text, start, end)
    if label == "ORG" and text[end:end + 2].lower() in ("'s", "’s") and text[start:end].lower() + "'s" in _possessive_names():
        return start, end + 2
    if text[end:end + 1] == "." and _STOPPED.search(text, start, end):
        end += 1
    elif text[end - 1:end] == "." and not _STOPPED.search(text, start, end - 1):
        end -= 1
    return start, max(start, end)


def _after_titles(text: str, start: int, end: int) -> int:
    """Where the person's name starts after its titles; the last word is always kept."""
    at = start
    while match := re.compile(r"([^\W\d_][\w-]*)\.?\s+").match(text, at, end):
        if match.end() >= end or match[1].lower() not in TITLES:
            break
        at = match.end()
    return at


#: Words that say where in a place, and are no part of its name: "southern Chile", "north Kashmir".
_COMPASS = re.compile(r"(?:(?:(?:(?:north|south)-?(?:east|west)?|east|west)(?:ern)?|"
                      r"central|upper|lower|interior|inner|outer|downtown|mid|coastal|rural|urban|mainland|greater|neighbou?ring)[\s-]+)+")
_PARTY = re.compile(r"[RDI][-–]\s?(?=[A-Z])")
#: A party and the seat that it holds, in brackets: "(BN-Ledang)".
_SEAT = re.compile(r"(?<=\()([A-Z]{2,6})[-–](?=[A-Z][a-z])")
_COMMA = re.compile(r",\s+")
#: What a company's name may go on with: ", Inc.", "Corp."
_COMPANY = re.compile(r",?\s+(?:(?:Pty|PTY|Pte|PTE|Pvt|Sdn)\b\.?\s+)?"
                      r"(?:Inc|INC|Ltd|LTD|Corp|CORP|LLC|PLC|Plc|Co|Bhd|GmbH|AG|SpA)\b\.?(?!\w)")


def split(text: str, start: int, end: int, label: str) -> list[tuple[int, int, str]]:
    """The names in what a model took for one, each (start, end, label) and trimmed.

    "Lima, Peru" is two places, "R-Calif." is a senator's state, "southern Chile" is Chile. A stretch without a capital is no name.
    """
    party = _PARTY.match(text, start, end)
    if party and end - start < 12 and label in ("PERSON", "ORG", "LOC", "FAC", "GPE"):
        start, label = party.end(), "LOC"
    seat = _SEAT.match(text, start, end) if label in ("PERSON", "ORG", "LOC", "GPE") else None
    if seat:
        return [(start, seat.end(1), "ORG"), *split(text, seat.end(), end, "LOC")]
    parts, at = [], start
    for comma in _COMMA.finditer(text, start, end) if label in ("LOC", "GPE") else ():
        parts.append((at, comma.start()))
        at = comma.end()
    found = []
    for left, right in [*parts, (at, end)]:
        compass = _COMPASS.match(text, left, right) if label in ("LOC", "GPE", "FAC") else None
        left, right = trimmed(text, compass.end() if compass else left, right, label)
        company = _COMPANY.match(text, right) if label == "ORG" else None
        right = company.end() if company else right
        if any(c.isupper() for c in text[left:right]):
            found.append((left, right, label))
    return found


_NATURE = re.compile(r"^(?:lake|mount|mt|cape|gulf|bay|strait|straits|sea|river|isle|horn|valley)\b|"
                     r"\b(?:sea|seas|ocean|oceans|river|rivers|lake|lakes|mountains?|hills?|valley|desert|peninsula|gulf|bay|strait|straits|coast|"
                     r"islands?|archipelago|plateau|basin|delta|channel|canal|forest|glacier|reef|creek|falls|peak|volcano|canyon|plains?|"
                     r"region|hemisphere|continent|earth|moon|mars|asia|africa|europe|america|americas|arctic|antarctica|atlantic|pacific|"
                     r"mediterranean|caribbean|balkans|sahel|sahara)$", re.IGNORECASE)


def is_nature(name: str) -> bool:
    """Whether a place's name says that it is no country, division or town but a sea, a river, a mountain, a continent ..."""
    return bool(_NATURE.search(name))


_BODY = re.compile(
    r"\s(?:clubs?|museum|institute|school|college|university|academy|school district|"
    r"(?<!city )(?<!town )(?<!trade )(?<!shopping )(?<!convention )cent(?:er|re))$", re.IGNORECASE)


def is_body(name: str) -> bool:
    """Whether a place's or building's name says that it is rather the organisation that sits there: a club, a museum, a school ..."""
    return bool(_BODY.search(name))
