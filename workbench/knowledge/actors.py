"""The authority of actors: people, organisations, countries and peoples that the workbench knows, and those a user adds."""

import re
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from workbench import schema

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "&": " and "})
_QUOTES = re.compile("['’‘ʼʿʾ`´\"“”.]+")
_GAPS = re.compile(r"[^\w]+|_+")
_POSSESSIVE = re.compile(r"(?<=\w)['’](?:s|S)?$|(?<=[A-Z]{2}\.)['’]s$")
COLUMNS = ("entity_id", "name", "label", "aliases", "not_aliases", "wikidata_id", "note")
#: Names that are also ordinary words, given names or places: a name only where an annotator found one there.
AMBIGUOUS = frozenset((
    "apple alphabet amazon meta shell total nike uber emirates solidarity wagner bloomberg sputnik spiegel senate congress fed "
    "council amnesty oracle chad jordan georgia turkey brit pole dane turk finn scot swiss polish xi mao hillary pence dell intel "
    "citi delta rt ria ira eta cis oas sco ice sec hor noc car au hp ge gm ap who dea mod ikhwan shabaab duma reagan blair churchill "
    "thatcher abbas nasser english welsh christian democratic democrat republican catholic guardian prc wbg disney ford renault "
    "samsung nokia central african"
).split())


def unpossessed(name: str) -> str:
    """The name without a possessive ending: "Haftar's" -> "Haftar"."""
    return _POSSESSIVE.sub("", name.strip())


def fold(name: str) -> str:
    """The name as a key: lower case, no accents, points or apostrophes, single spaces; the article and possessive are left out.

    Examples
    --------
    >>> fold("The U.S."), fold("Recep Tayyip Erdoğan's"), fold("Kheiri Al-Tamimi")
    ('us', 'recep tayyip erdogan', 'kheiri al tamimi')
    """
    text = unicodedata.normalize("NFKD", unpossessed(name).casefold().translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _GAPS.sub(" ", _QUOTES.sub("", text)).strip()
    return text[4:] if text.startswith("the ") and len(text) > 4 else text


def load(*paths: str | Path) -> pd.DataFrame:
    """The authority as a frame of :data:`COLUMNS`: the packaged actors, and those of the user's CSV files.

    Parameters
    ----------
    paths
        CSV files in UTF-8 with at least the columns ``entity_id`` (or ``id``) and ``name``. Several aliases are joined by ``|``. A
        row whose entity_id the packaged authority has replaces it; a user's name or alias wins over a packaged one.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    ValueError
        If a file lacks ``entity_id`` or ``name``, or a label is not one of ``schema.MENTION_LABELS``.
    """
    own = [_read(Path(path)) for path in paths]
    frame = pd.concat([*own, _packaged()], ignore_index=True) if own else _packaged()
    return frame.drop_duplicates("entity_id", ignore_index=True)


@cache
def _packaged() -> pd.DataFrame:
    with resources.as_file(resources.files("workbench.knowledge") / "actors.csv") as path:
        return _read(path)


def _read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if "entity_id" not in frame:
        frame = frame.rename(columns={"id": "entity_id"})
    lacking = {"entity_id", "name"} - set(frame.columns)
    if lacking:
        raise ValueError(f"{path.name} lacks the column {sorted(lacking)[0]!r}; an authority has {', '.join(COLUMNS)}")
    frame = frame.reindex(columns=list(COLUMNS), fill_value="")
    frame["label"] = frame["label"].where(frame["label"] != "", "PERSON")
    strange = set(frame["label"]) - set(schema.MENTION_LABELS)
    if strange:
        raise ValueError(f"{path.name} has the label {sorted(strange)[0]!r}; allowed are {', '.join(schema.MENTION_LABELS)}")
    return frame[(frame["entity_id"] != "") & (frame["name"] != "")].reset_index(drop=True)


def names(authority: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every name of the authority, one row each.

    Returns
    -------
    DataFrame
        name (as written), key (folded), entity_id, label, preferred (whether it is the preferred name), certain (whether the
        string alone is enough to find this actor in running text, compared case-sensitively).
    """
    return _packaged_names().copy() if authority is None else _names(authority)


@cache
def _packaged_names() -> pd.DataFrame:
    return _names(_packaged())


def _names(authority: pd.DataFrame) -> pd.DataFrame:
    preferred = authority[["name", "entity_id", "label"]].assign(preferred=True)
    others = authority.assign(name=authority["aliases"].str.split("|"))[["name", "entity_id", "label"]].explode("name")
    frame = pd.concat([preferred, others.assign(preferred=False)], ignore_index=True)
    frame = frame[frame["name"].fillna("") != ""].drop_duplicates(["name", "entity_id"])
    # A gloss in brackets tells two bearers of a name apart for the reader; the text has the bare name.
    frame["name"] = frame["name"].str.replace(r"\s*\([^)]*\)$", "", regex=True)
    frame.insert(1, "key", [fold(name) for name in frame["name"]])
    single = ~frame["key"].str.contains(" ")
    shared = frame.groupby("key")["entity_id"].transform("nunique") > 1
    short = (frame["key"].str.len() < 3) & ~frame["name"].isin(["US", "U.S.", "UK", "U.K.", "UN", "U.N.", "EU", "E.U."])
    frame["certain"] = ~(single & (frame["key"].isin(AMBIGUOUS) | short)) & ~shared
    return frame.reset_index(drop=True)


def never(authority: pd.DataFrame | None = None) -> set[tuple[str, str]]:
    """Pairs (entity_id, folded name) that the authority says are never the same."""
    authority = load() if authority is None else authority
    return {(row.entity_id, fold(name)) for row in authority[authority["not_aliases"] != ""].itertuples()
            for name in row.not_aliases.split("|")}


def nations(authority: pd.DataFrame | None = None) -> dict[str, str]:
    """entity_id of a nationality ("wb:russian") -> entity_id of its country ("wb:russia"); the authority's note says it."""
    authority = load() if authority is None else authority
    of = authority["note"].str.extract(r"^nationality of (\S+)", expand=False)
    return dict(zip(authority.loc[of.notna(), "entity_id"], of.dropna(), strict=True))


def countries(authority: pd.DataFrame | None = None) -> dict[str, str]:
    """Folded name of a country or of its people ("russia", "russian", "russians") -> entity_id of the country."""
    known = names(authority)
    authority = load() if authority is None else authority
    of = nations(authority)
    found = {row.key: of[row.entity_id] for row in known[known["label"] == "NORP"].itertuples() if row.entity_id in of}
    own = set(authority.loc[(authority["label"] == "GPE") & (authority["note"] == "country"), "entity_id"])
    return found | {row.key: row.entity_id for row in known[known["entity_id"].isin(own)].itertuples()}
