"""How names are written: titles, particles, initials, legal forms. Pure functions on tokens of folded names."""

import csv
import re
from functools import cache
from importlib import resources

#: Titles and offices that stand before a name; the longest news agencies' house styles abbreviate them.
TITLES = frozenset((
    "mr mrs ms miss mx dr doctor prof professor sir dame lord lady madam madame mme mlle monsieur herr frau signor signora senor "
    "senora president vice prime minister premier chancellor secretary senator sen representative rep congressman congresswoman "
    "governor gov mayor ambassador envoy speaker chairman chairwoman chair chief director commissioner deputy acting former ex late "
    "king queen prince princess crown duke duchess emir emperor empress sultan sheikh shaikh sheik imam ayatollah mullah pope "
    "cardinal archbishop bishop father sister brother rev reverend rabbi pastor general gen lieutenant lt colonel col major maj "
    "captain capt commander cmdr admiral adm marshal field brigadier brig sergeant sgt corporal cpl private officer detective judge "
    "justice attorney lawyer coach field-marshal spokesman spokeswoman spokesperson candidate leader boss ceo founder actor actress "
    "singer comedian st saint hon honourable first foreign defence defense interior finance opposition lawmaker rebel strongman "
    "dictator warlord democrat republican police constable inspector superintendent sheriff councillor councilman councilwoman "
    "comrade chairperson editor author writer engineer economist analyst academic researcher activist journalist reporter columnist "
    "presidential democratic"
).split())
#: A title that tells a person's gender.
GENDER = {**dict.fromkeys("mr sir lord king prince duke emperor emir sultan father brother herr monsieur signor senor pope congressman "
                          "chairman spokesman actor councilman".split(), "m"),
          **dict.fromkeys("mrs ms miss dame lady queen princess duchess empress sister frau madame mme mlle signora senora "
                          "congresswoman chairwoman spokeswoman actress councilwoman".split(), "f")}
#: Small words inside a surname, which writers join, split, or leave out.
PARTICLES = frozenset((
    "al el ul as ash ad an ar at az bin ibn ben bint abu van von der den ter ten de del della dello di da dos das do du la le los las"
).split())
#: Those that may stand first in a surname; Ben, Abu, An and others are given names there.
_LEADING_PARTICLES = PARTICLES - {"ben", "abu", "an", "at", "as", "ad", "do", "ten", "den"}
SUFFIXES = frozenset("jr sr junior senior ii iii iv md phd esq mp".split())
#: Endings of a company's name that its short form leaves out.
COMPANY_ENDINGS = frozenset((
    "inc incorporated corp corporation co company ltd limited llc llp plc sa ag se nv gmbh spa ab asa oyj holdings group usa com"
).split())
_SMALL = frozenset("of the and for in on to de la du des et and a an at".split())


def untitled(tokens: list[str]) -> tuple[list[str], str]:
    """A folded person's name without leading titles and trailing suffixes, and the gender that a title tells ('' for none)."""
    gender, first = "", 0
    while first < len(tokens) - 1 and tokens[first] in TITLES:
        gender = GENDER.get(tokens[first], gender)
        first += 1
    last = len(tokens)
    while last - first > 1 and tokens[last - 1] in SUFFIXES - {"ii", "iii", "iv"}:
        last -= 1
    return tokens[first:last], gender


def core(tokens: list[str]) -> list[str]:
    """The tokens of a person's name that carry it: without particles, and numbers of kings stay.

    Examples
    --------
    >>> core("fayez al sarraj".split()), core(["al", "sarraj"]), core("ben affleck".split())
    (['fayez', 'sarraj'], ['sarraj'], ['ben', 'affleck'])
    """
    kept = [t for k, t in enumerate(tokens) if not (t in PARTICLES if k else t in _LEADING_PARTICLES)]
    return kept or tokens


def initials(tokens: list[str]) -> str:
    """The acronym that an organisation's name would have: first letters of its words, small words left out."""
    return "".join(t[0] for t in tokens if t not in _SMALL)


def lettered(tokens: list[str]) -> list[str]:
    """The tokens with letters that stand alone joined: "u s navy" is "us navy", "h p" is "hp"."""
    joined: list[str] = []
    alone = False
    for token in tokens:
        if alone and len(token) == 1:
            joined[-1] += token
        else:
            joined.append(token)
        alone = len(token) == 1
    return joined


def company(tokens: list[str]) -> list[str]:
    """The tokens of an organisation's name without its legal form; at least one stays."""
    last = len(tokens)
    while last > 1 and tokens[last - 1] in COMPANY_ENDINGS:
        last -= 1
    return tokens[:last]


_TITLE_BEFORE = re.compile(r"([A-Za-z]+)\.?\s+$")


def title_gender(before: str) -> str:
    """The gender that a title right before a name tells: "f", "m" or ''; ``before`` is the text that ends where the name starts."""
    match = _TITLE_BEFORE.search(before)
    return GENDER.get(match[1].lower(), "") if match else ""


@cache
def _genders() -> dict[str, str]:
    with (resources.files("workbench.knowledge") / "given_names.csv").open(encoding="utf8") as lines:
        return {name: row["gender"] for row in csv.DictReader(lines) for name in row["names"].split()}


def given_gender(name: str) -> str:
    """The gender of most bearers of a folded given name: "f", "m", or '' where it is not known or is both."""
    return _genders().get(name, "")
