"""The gazetteer: names to places, packaged as columns (GeoNames, CC BY 4.0; countries, states and regions written by us).

A name is looked up by a 64-bit key of its folded form (see ``spelling``) in a sorted column, so that loading costs no more
than reading arrays. A row number is a place; a place's identifier is ``gn:<GeoNames id>`` or ``wb:<our own name for it>``.
"""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.knowledge.gazetteer.spelling import fold, keys

HERE = Path(__file__).parent
COUNTRY, ADMIN1, ADMIN2, CITY, REGION = range(5)
#: How a name is a place's: its main name, another one, an abbreviation.
MAIN, OTHER, SHORT = range(3)
_CLASS = np.array(["A", "A", "A", "P", "L"])


class Names(Sequence):
    """Names kept as the bytes they came in, each read when it is asked for: a quarter of a million strings would be 20 MB."""

    def __init__(self, lines: np.ndarray):
        self._bytes = lines.tobytes()
        ends = np.flatnonzero(lines == ord("\n"))
        self._start = np.concatenate([[0], ends + 1, [len(lines) + 1]]).astype("int32")

    def __len__(self) -> int:
        return len(self._start) - 1

    def __getitem__(self, row: int) -> str:
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self._bytes[self._start[row]:self._start[row + 1] - 1].decode("utf8")


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Places as columns, all of length n, and the names that lead to them, of length m.

    Attributes
    ----------
    id, kind, latitude, longitude, population, country, admin1, admin2
        Shape (n,). ``kind`` is COUNTRY, ADMIN1, ADMIN2, CITY or REGION; ``country`` indexes ``country_codes``; ``admin1`` and
        ``admin2`` are rows, -1 where there is none; coordinates are degrees, WGS 84.
    fame
        Shape (n,): 32 times the decimal logarithm of one and the number of names that a city has in all languages.
    extent
        Shape (number of countries and divisions, 4): least and greatest latitude, least and greatest longitude; their rows come first.
    feature_class
        Shape (n,): GeoNames' letter.
    key, key_row, key_how
        Shape (m,): sorted keys of names, the place each leads to, and how (MAIN, OTHER, SHORT).
    """

    id: np.ndarray
    kind: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    population: np.ndarray
    country: np.ndarray
    country_codes: np.ndarray
    admin1: np.ndarray
    admin2: np.ndarray
    capital: np.ndarray
    fame: np.ndarray
    feature_class: np.ndarray
    extent: np.ndarray
    names: Sequence[str]
    key: np.ndarray
    key_row: np.ndarray
    key_how: np.ndarray
    own_ids: tuple[str, ...] = field(default=())

    def find(self, names: Sequence[str], *, folded: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Places that bear the names.

        Parameters
        ----------
        names
            As written.
        folded
            Whether the names are folded already.

        Returns
        -------
        tuple
            Index into ``names``, row of the place, and how the name is the place's; all of the same length, main names and
            populous places first for each name.
        """
        wanted = keys(names if folded else [fold(name) for name in names])
        left, right = np.searchsorted(self.key, wanted, "left"), np.searchsorted(self.key, wanted, "right")
        count = right - left
        which = np.repeat(np.arange(len(wanted)), count)
        at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(left, count)
        return which, self.key_row[at], self.key_how[at]

    @cached_property
    def of_country(self) -> np.ndarray:
        """Shape (number of country codes,): the row of each country, -1 where a code has none."""
        rows = np.full(len(self.country_codes), -1, dtype="int32")
        found = np.flatnonzero(self.kind == COUNTRY)
        rows[self.country[found]] = found
        return rows

    def place_id(self, row: int) -> str:
        """The identifier of a place."""
        number = int(self.id[row])
        return f"gn:{number}" if number > 0 else f"wb:{self.own_ids[-number - 1]}"

    def name(self, row: int) -> str:
        """The place with what it lies in: "Tripoli, Libya", "Moscow, Idaho", "Libya"."""
        kind, code = self.kind[row], self.country_codes[self.country[row]]
        if kind in (COUNTRY, REGION):
            return self.names[row]
        if code == "US" and kind != ADMIN1 and self.admin1[row] >= 0:
            return f"{self.names[row]}, {self.names[self.admin1[row]]}"
        country = self.of_country[self.country[row]]
        return f"{self.names[row]}, {self.names[country]}" if country >= 0 else self.names[row]

    def places(self, rows: Iterable[int]) -> pd.DataFrame:
        """The rows as a ``places`` table, sorted by identifier, each once."""
        rows = np.array(sorted(set(map(int, rows))), dtype="int64")
        if not len(rows):
            return schema.empty("places")
        admin1 = self.admin1[rows]
        population = self.population[rows].astype(float)
        extent = np.full((len(rows), 4), np.nan)
        extent[rows < len(self.extent)] = self.extent[rows[rows < len(self.extent)]].astype(float).round(4)
        frame = pd.DataFrame({
            "place_id": [self.place_id(r) for r in rows], "name": [self.names[r] for r in rows],
            "latitude": self.latitude[rows].astype(float).round(5), "longitude": self.longitude[rows].astype(float).round(5),
            "country_code": pd.Series(self.country_codes[self.country[rows]]).replace("", None),
            "admin1": [self.names[a] if a >= 0 else None for a in admin1],
            "feature_class": self.feature_class[rows].astype(str), "population": np.where(population > 0, population, np.nan),
            "min_latitude": extent[:, 0], "max_latitude": extent[:, 1], "min_longitude": extent[:, 2], "max_longitude": extent[:, 3],
        })
        return schema.conform("places", frame.sort_values("place_id", kind="stable").drop_duplicates("place_id"))


def slug(name: str) -> str:
    """Our identifier for a place of our own tables: its folded name with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def read_table(name: str) -> list[dict[str, str]]:
    """A hand-written table of this folder as a list of dicts; ``|`` parts several names in a field."""
    with open(HERE / f"{name}.csv", encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def gazetteer(path: Path | str | None = None) -> Gazetteer:
    """The packaged gazetteer, or one that ``build.gazetteer`` made of a user's own GeoNames dump; loaded once (about 0.2 s)."""
    with np.load(path or HERE / "gazetteer.npz", allow_pickle=False) as packed:
        columns = {name: packed[name] for name in packed.files}
    kind = columns["kind"]
    capital = np.zeros(len(kind), dtype=bool)
    capital[columns["capital"]] = True
    feature = _CLASS[kind]
    own = columns["feature_class"].astype(str)
    names = Names(columns.pop("name"))
    own_ids = tuple(slug(names[row]) for row in np.flatnonzero(columns["id"] < 0))
    return Gazetteer(**{**columns, "capital": capital, "names": names, "own_ids": own_ids,
                        "feature_class": np.where(kind == REGION, own, feature)})


@cache
def model() -> dict:
    """The packaged weights for names of places, learned by ``build.toponym_model``."""
    return json.loads((HERE / "toponym_model.json").read_text(encoding="utf8"))


def place_kind(name: str) -> str | None:
    """What kind of place bears a name: "GPE" (country, division, city), "LOC" (region, sea, mountain ...) or None."""
    _, rows, how = gazetteer().find([name])
    if not len(rows):
        return None
    kinds = gazetteer().kind[rows]
    if (kinds == REGION).any() and not (kinds <= ADMIN1).any():
        return "LOC"
    return "GPE"


def is_place_name(name: str, *, population: int = 0) -> bool:
    """Whether a country, division, region, or a city of at least so many people bears the name."""
    gazette = gazetteer()
    _, rows, _ = gazette.find([name])
    return bool(((gazette.kind[rows] != CITY) | (gazette.population[rows] >= population)).any())


@cache
def demonyms(gazette: Gazetteer) -> dict[str, int]:
    """Word for people or things of a country or US state -> row of the place: "Libyan" -> Libya."""
    rows = {code: row for code, row in zip(gazette.country_codes, gazette.of_country, strict=True) if row >= 0}
    found = {word: int(rows[line["code"]]) for line in read_table("countries") for word in line["demonyms"].split("|") if word}
    lines = [(line["name"], "US", line["demonyms"]) for line in read_table("us_states")]
    lines += [(line["name"], line["country_code"], line["demonyms"]) for table in ("divisions", "regions") for line in read_table(table)]
    lines = [line for line in lines if line[2]]
    which, at, how = gazette.find([name for name, _, _ in lines])
    for k, row, by in zip(which, at, how, strict=True):
        _, code, words = lines[k]
        if by == MAIN and gazette.kind[row] in (ADMIN1, REGION) and (not code or gazette.country_codes[gazette.country[row]] == code):
            for word in words.split("|"):
                found.setdefault(word, int(row))
    return found


@cache
def abbreviations(gazette: Gazetteer) -> dict[str, int]:
    """Abbreviation as written -> row of the place: "U.S.", "Calif.", "TX", "NYC"."""
    found: dict[str, int] = {}
    lines = [(word, line["name"], "US", "admin1") for line in read_table("us_states")
             for word in (line["code"], *line["abbreviations"].split("|")) if word and line["code"] != "DC"]
    lines += [(line["text"], line["name"], line["country_code"], line["kind"]) for line in read_table("abbreviations")]
    kinds = {"country": COUNTRY, "admin1": ADMIN1, "city": CITY, "region": REGION}
    which, rows, _ = gazette.find([name for _, name, _, _ in lines])
    for k, row in zip(which, rows, strict=True):
        word, _, code, kind = lines[k]
        if gazette.kind[row] == kinds[kind] and gazette.country_codes[gazette.country[row]] in (code, ""):
            held = found.setdefault(word, int(row))
            if gazette.population[row] > gazette.population[held]:
                found[word] = int(row)
    return found


def own_places(source: str | Path | pd.DataFrame) -> pd.DataFrame:
    """A user's own places as a ``places`` table with a further column ``names``, the folded names of each.

    Raises
    ------
    ValueError
        If a column name, latitude or longitude is absent or a coordinate is none.
    """
    frame = source.copy() if isinstance(source, pd.DataFrame) else pd.read_csv(source)
    lacking = {"name", "latitude", "longitude"} - set(frame.columns)
    if lacking:
        raise ValueError(f"own places need the columns name, latitude, longitude; lacking {', '.join(sorted(lacking))}")
    frame["name"] = frame["name"].astype("str")
    for column, most in (("latitude", 90), ("longitude", 180)):
        frame[column] = pd.to_numeric(frame[column], errors="coerce")
        wrong = frame[column].isna() | frame[column].abs().gt(most)
        if wrong.any():
            raise ValueError(f"own places: {column} of {frame.loc[wrong, 'name'].iloc[0]!r} must be a number from -{most} to {most}")
    given = frame["place_id"] if "place_id" in frame else pd.Series(None, index=frame.index, dtype="str")
    frame["place_id"] = given.fillna("wb:" + frame["name"].map(slug))
    aliases = frame["aliases"].fillna("").astype("str") if "aliases" in frame else pd.Series("", index=frame.index)
    frame["names"] = [[fold(n) for n in [name, *other.split("|")] if n] for name, other in zip(frame["name"], aliases, strict=True)]
    return schema.conform("places", frame.drop(columns="names")).assign(names=frame["names"].to_numpy())
