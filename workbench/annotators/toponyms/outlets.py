"""Where each outlet is at home, from the places its articles name: a local paper's "Springfield" is the one next door."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.toponyms.recognise import grams, words
from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, Gazetteer, gazetteer, read_table
from workbench.knowledge.gazetteer.lexicon import VETO_AFTER, ordinary
from workbench.knowledge.gazetteer.rank import Home, kilometres, within
from workbench.knowledge.gazetteer.spelling import fold

#: Articles of an outlet that are looked at, and names among them.
MOST_ARTICLES, MOST_NAMES, MOST_PLACES = 60, 60, 15
_REACH_KM = 60.0
_GENERIC = ("com", "org", "net", "info", "edu", "gov", "tv", "eu", "co", "me", "io", "news")
_DOMAIN = {"uk": "GB", "ge": "GE"}


def outlets(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict[str, pd.DataFrame] | None = None,
            homes: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """A row for each outlet whose home could be told: by the user, from the packaged table, or from the places its articles name.

    An outlet is what ``outlet_of`` calls it. It looks across documents: ``across`` is what :func:`told` made of what all parts of a
    corpus name, None where the documents are all.

    Parameters
    ----------
    homes
        The user's own knowledge, read first: a frame or CSV with outlet (host or publisher), latitude and longitude; an outlet's home
        is the city nearest to there.
    """
    if documents.empty:
        return schema.empty("outlets")
    found = told([names_of(documents, segments)])["homes"] if across is None else across["homes"]
    if homes is not None:
        mine = by_user(homes)
        found = pd.concat([mine, found[~found["outlet"].isin(mine["outlet"])]]).sort_values("outlet", ignore_index=True)
    return schema.conform("outlets", found[found["outlet"].isin(outlet_of(documents))])


def by_user(homes: str | Path | pd.DataFrame) -> pd.DataFrame:
    """The homes that a user tells, as rows of ``outlets``.

    Raises
    ------
    ValueError
        If a column is absent, or a coordinate is none.
    """
    gazette, frame = gazetteer(), homes if isinstance(homes, pd.DataFrame) else pd.read_csv(homes)
    lacking = {"outlet", "latitude", "longitude"} - set(frame.columns)
    if lacking:
        raise ValueError(f"homes of outlets need the columns outlet, latitude, longitude; lacking {', '.join(sorted(lacking))}")
    cities, rows = np.flatnonzero(gazette.kind == CITY), []
    for outlet, latitude, longitude in frame[["outlet", "latitude", "longitude"]].itertuples(index=False):
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValueError(f"homes of outlets: {outlet!r} must have degrees of latitude and longitude, not {latitude!r}, {longitude!r}")
        away = kilometres(gazette.latitude[cities], gazette.longitude[cities], latitude, longitude)
        rows.append(_row(gazette, re.sub(r"^www\.", "", str(outlet)).casefold(), int(cities[np.argmin(away)]), 1.0, "told by you"))
    return schema.conform("outlets", pd.DataFrame(rows)) if rows else schema.empty("outlets")


def _row(gazette: Gazetteer, outlet: str, row: int, sure: float, why: str) -> dict:
    return {"outlet": outlet, "place_id": gazette.place_id(row), "latitude": float(gazette.latitude[row]),
            "longitude": float(gazette.longitude[row]), "country_code": str(gazette.country_codes[gazette.country[row]]),
            "score": round(sure, 4), "reason": f"{gazette.name(row)}: {why}"}


def names_of(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict | None = None, homes: object = None
             ) -> dict[str, pd.DataFrame]:
    """What a part of a corpus tells: ``articles`` (outlet, article) of each outlet, a few, and the ``names`` (outlet, article, key) in
    them; of outlets whose home is known, one article without its names."""
    known = packaged(gazetteer())
    outlet = pd.Series(outlet_of(documents), dtype=schema.STRING)
    articles = _few(pd.DataFrame({"outlet": outlet, "article": documents["document_id"].to_numpy()})[outlet.ne("")])
    articles = articles[~articles["outlet"].isin(known) | ~articles.duplicated("outlet")]
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS) & segments["document_id"].isin(articles["article"])]
    stretches = schema.by_document(read, "start", "end")
    texts = schema.texts_of(documents)
    rows = [(outlet, article, key) for outlet, article in articles.itertuples(index=False) if outlet not in known
            for key in sorted(named(texts[article], stretches.get(article, [])))]
    return {"articles": articles, "names": pd.DataFrame(rows, columns=["outlet", "article", "key"], dtype=schema.STRING)}


def told(summaries: Iterable[dict[str, pd.DataFrame]], *, across: dict | None = None, homes: object = None) -> dict[str, pd.DataFrame]:
    """The homes of a corpus's outlets, from what its parts tell."""
    gazette = gazetteer()
    known = packaged(gazette)
    articles = _few(pd.concat([summary["articles"] for summary in summaries], ignore_index=True))
    names = pd.concat([summary["names"] for summary in summaries], ignore_index=True)
    names = names[names["article"].isin(articles["article"])]
    seen: dict[str, list[Counter]] = {outlet: [] for outlet in sorted(articles["outlet"].unique()) if outlet not in known}
    for (outlet, _), keys in names.groupby(["outlet", "article"])["key"]:
        seen[outlet].append(Counter(keys))
    common = Counter(key for some in seen.values() for key in set().union(*some))
    rows = []
    for outlet in sorted(articles["outlet"].unique()):
        row, sure, why = known.get(outlet, (-1, 0.0, ""))
        if row < 0:
            row, sure, why = infer(gazette, outlet, seen[outlet], common, len(seen))
        if row >= 0 and sure > 0.05:
            rows.append(_row(gazette, outlet, row, sure, why))
    return {"homes": schema.conform("outlets", pd.DataFrame(rows)) if rows else schema.empty("outlets")}


def _few(articles: pd.DataFrame) -> pd.DataFrame:
    """The first articles of each outlet by their identifiers, whatever order they come in."""
    return articles.sort_values(["outlet", "article"]).groupby("outlet").head(MOST_ARTICLES)


def outlet_of(documents: pd.DataFrame) -> list[str]:
    """The outlet of each document: the host of its address where it has one, else its publisher, else an empty string."""
    nothing = [""] * len(documents)
    hosts = [urlsplit(url).hostname or "" if isinstance(url, str) else "" for url in documents.get("url", nothing)]
    names = [name if isinstance(name, str) else "" for name in documents.get("publisher", nothing)]
    return [(re.sub(r"^www\.", "", host) or name).casefold() for host, name in zip(hosts, names, strict=True)]


def packaged(gazette: Gazetteer) -> dict[str, tuple[int, float, str]]:
    """Outlets whose home we know: host -> row of the place, how sure, and why."""
    lines = read_table("outlets")
    which, rows, _ = gazette.find([line["place"] for line in lines])
    best: dict[str, int] = {}
    for k, row in zip(which, rows, strict=True):
        line = lines[k]
        state = gazette.names[gazette.admin1[row]] if gazette.admin1[row] >= 0 else ""
        fits = gazette.country_codes[gazette.country[row]] == line["country_code"] and (not line["admin1"] or line["admin1"] == state)
        if fits and gazette.kind[row] == CITY:
            held = best.setdefault(line["host"], int(row))
            if gazette.population[row] > gazette.population[held]:
                best[line["host"]] = int(row)
    return {host: (row, 1.0, "known outlet") for host, row in best.items()}


def named(text: str, stretches: Iterable[tuple[int, int]]) -> Counter:
    """Folded runs of capitalised words of an article, each once a place where it stands, teams and papers left out."""
    found: Counter = Counter()
    plain = ordinary()
    for start, end in stretches:
        tokens = words(text, start, end)
        for i, j, left, right in grams(text, tokens, frozenset()):
            after = tokens[j + 1] if j + 1 < len(tokens) else None
            if after is not None and after.capital and after.lower in VETO_AFTER and after.start - right == 1:
                continue
            if i and tokens[i - 1].capital and tokens[i].start - tokens[i - 1].end == 1:
                continue
            key = fold(text[left:right])
            if len(key) > 3 and plain.get(key, 0) < 2:
                found[key] += 1
    return found


def infer(gazette: Gazetteer, outlet: str, articles: list[Counter], common: Counter, outlets_seen: int) -> tuple[int, float, str]:
    """The place around which most of the names that an outlet uses can lie, how sure that is, and why.

    Every name votes for the neighbourhood of each place it may mean, with less weight where many outlets use it, and more
    where the outlet's own name holds it.
    """
    squeezed = re.sub(r"[^a-z]", "", outlet)
    weight: dict[str, float] = {}
    for key in sorted(set().union(*articles)):
        in_articles = sum(key in article for article in articles)
        rarity = np.log(1 + outlets_seen / common[key]) if outlets_seen > 3 else 1.0
        own = 3.0 if len(key) > 4 and key.replace(" ", "") in squeezed else 1.0
        weight[key] = np.log1p(in_articles) * rarity * own
    keys = sorted(weight, key=lambda k: (-weight[k], k))
    which, rows, _ = gazette.find(keys, folded=True)
    kind = gazette.kind[rows]
    countries = {int(gazette.country[row]) for row in rows[kind == COUNTRY]}
    states = rows[kind == ADMIN1]
    keep = (kind == CITY) | (kind == ADMIN2)
    which, rows = which[keep], rows[keep]
    place = np.arange(len(which)) - np.searchsorted(which, which)
    chosen = place < MOST_PLACES
    which, rows = which[chosen], rows[chosen]
    few = np.unique(which)[:MOST_NAMES]
    chosen = np.isin(which, few)
    which, rows = which[chosen], rows[chosen]
    if not len(rows):
        return -1, 0.0, ""
    share = np.array([weight[keys[k]] for k in which])
    near = np.exp(-kilometres(gazette.latitude[rows][:, None], gazette.longitude[rows][:, None], gazette.latitude[rows],
                              gazette.longitude[rows]) / _REACH_KM)
    starts = np.searchsorted(which, np.unique(which))
    votes = np.maximum.reduceat(near, starts, axis=1) * share[starts]
    total = votes.sum(1)
    domain = domain_country(outlet, gazette)
    held = (within(gazette, rows[:, None], states[None, :]).any(1) if len(states) else np.zeros(len(rows), bool)) * 0.35
    at = gazette.country[rows]
    total *= 1 + held + 0.15 * np.isin(at, list(countries)) + 0.6 * (at == domain) * (domain >= 0)
    total *= 1 + 0.05 * np.log10(1 + gazette.population[rows])
    best = int(np.argmax(total))
    away = near[best] < np.exp(-300 / _REACH_KM)
    rival = float(total[away].max()) if away.any() else 0.0
    sure = float(1 - rival / total[best]) if total[best] > 0 else 0.0
    spread = float((votes[best] > 0.3 * share[starts]).sum())
    city = rows[best]
    if gazette.kind[city] != CITY:
        around = np.flatnonzero((near[best] > 0.6) & (gazette.kind[rows] == CITY))
        city = rows[around[np.argmax(total[around])]] if len(around) else city
    return int(city), min(1.0, sure * 1.6) * min(1.0, spread / 3), f"{int(spread)} names of its articles lie around it"


def domain_country(outlet: str, gazette: Gazetteer) -> int:
    """Index of the country code that a host's ending says, -1 where it says none."""
    ending = outlet.rsplit(".", 1)[-1] if "." in outlet else ""
    code = _DOMAIN.get(ending, ending.upper()) if ending and ending not in _GENERIC else ""
    found = np.flatnonzero(gazette.country_codes == code) if len(code) == 2 else []
    return int(found[0]) if len(found) else -1


def homes(gazette: Gazetteer, documents: pd.DataFrame, table: pd.DataFrame | None) -> list[Home]:
    """The home of each document's outlet, from the ``outlets`` table."""
    codes = {code: k for k, code in enumerate(gazette.country_codes)}
    known: dict[str, Home] = {}
    if table is not None and len(table):
        numbers = [int(p[3:]) for p in table["place_id"].dropna() if p.startswith("gn:")]
        row_of = {f"gn:{gazette.id[row]}": int(row) for row in np.flatnonzero(np.isin(gazette.id, numbers))}
        for r in table.itertuples(index=False):
            row = row_of.get(r.place_id, -1)
            known[r.outlet] = Home(r.latitude, r.longitude, codes.get(r.country_code, -1), int(gazette.admin1[row]) if row >= 0 else -1,
                                   float(r.score), domain_country(r.outlet, gazette))
    found = []
    for outlet in outlet_of(documents):
        if outlet not in known:
            known[outlet] = Home(domain=domain_country(outlet, gazette))
        found.append(known[outlet])
    return found
