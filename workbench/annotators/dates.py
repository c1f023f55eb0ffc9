"""When an undated article was written: from its address, from its words, and from dated articles that share rare names with it.

All evidence is shown in ``date_evidence``, each piece with its place in the text, the days it speaks for and a reason. A date is put
into ``documents`` only where the address says it or nine chances in ten lie on one day and its neighbours; everything else stays
an interval. Furniture is no evidence: only the article's own words are read.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from workbench import schema, sentences
from workbench.knowledge import timex
from workbench.knowledge.dating import chances, clues, names, neighbours

#: A date from the chances of days is claimed from here on.
CLAIM = 0.9
#: So many dated articles tell what time the undated ones beside them are from, give or take so many days.
ENOUGH, MARGIN = 12, 31
#: An interval of more days than this tells nothing and is not shown.
WIDEST = 20 * 366
#: How sure a date in the address is; on the development halves it was right within a day as often.
ADDRESS = 0.97
_READ = (*schema.ARTICLE_LABELS, "published")
_REASONS = {
    "printed": "a full date printed on a line of its own", "dateline": "the date line of the report",
    "full date": "the latest full date named as past",
    "day": "a day named without its year", "dated weekday": "a day with its weekday, which only some years have", "weekday": "a weekday",
    "month": "a month named without its year", "month of year": "the latest month of a year named as past",
    "year": "a year named",
    "year of two": "the latest of two recent years", "year of many": "the latest of several recent years",
    "office": "an office held in these days",
    "since": "a name not in use before", "event": "an event held in these days", "neighbour": "a dated article that shares rare names",
    "company": "the time of the dated articles that it came with", "address": "the date in the article's address",
}


def dates(documents: pd.DataFrame, segments: pd.DataFrame, *, between: tuple | None = None, events: object = None
          ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Dates of the undated articles where the evidence is strong, and all the evidence.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Articles that have a date keep it.
    between
        First and last day that the articles can be from, where the analyst knows: ``("1987-01-01", "1987-12-31")``.
    events
        Dated names of the user's own, a DataFrame or rows with ``pattern kind from to what`` (see ``knowledge.dating.names``), beside
        those of the package.

    Returns
    -------
    (documents, date_evidence)
        ``date_basis`` is "url" or "inferred" where a date was filled in, ``date_confidence`` the chance that it is right within a day.
    """
    first, last = (pd.Timestamp(day).date() for day in between) if between else (chances.FIRST, chances.LAST)
    named = names.packaged() if events is None else (*names.packaged(), *names.rows(pd.DataFrame(events).to_dict("records")))
    undated = np.flatnonzero(documents["date_published"].isna())
    if not len(undated):
        return documents, schema.empty("date_evidence")
    near, company = _neighbours(documents, segments, undated), _company(documents)
    stretches = _stretches(documents.iloc[undated], segments)
    found: dict[str, list] = {"date_published": [], "date_basis": [], "date_confidence": []}
    rows: list[dict] = []
    for k in undated:
        document = documents.iloc[k]
        text = document["text"]
        told = clues.clues(text, stretches.get(document["document_id"], []), wrapped=sentences.hard_wrapped(text), named=named)
        address = clues.of_address(document["url"])
        telling = [*chances.telling([*told, *([address] if address else [])]), *near.get(k, [])]
        beside = company.get(document["publisher"], company.get(None))
        if telling and beside:
            telling.append(("company", beside, 1.0))
        claim, evidence = _judge(telling, text, first, last, dated_window=between is not None)
        rows += ({"document_id": document["document_id"], **row} for row in evidence)
        for column, value in zip(found, claim, strict=True):
            found[column].append(value)
    return _filled(documents, undated, found), _table(rows)


def _judge(telling: list, text: str, first: date, last: date, *, dated_window: bool) -> tuple[tuple, list[dict]]:
    """What is claimed, as (date, basis, confidence), and the rows of evidence."""
    address = next((clue for kind, clue, _ in telling if kind == "address"), None)
    telling = [one for one in telling if one[0] != "address"]
    evidence = []
    if address is not None:
        evidence.append(_row("address", address, "", ADDRESS, _REASONS["address"]))
        beside = clues.Clue("conclusion", None, None, date_from=address.date_from - timedelta(days=1),
                            date_to=address.date_to + timedelta(days=1))
        evidence.append(_row("conclusion", beside, "", ADDRESS, "its address says so; such dates are right within a day"))
    if not telling:
        return ((address.date_from, "url", ADDRESS) if address else (None, "none", 0.0)), evidence
    days = chances.window(first, last)
    logs = [weight * chances.log_chance(kind, clue, days) for kind, clue, weight in telling]
    chance = np.exp(sum(logs) - sum(logs).max())
    concluded = chances.conclude(chance / chance.sum(), first)
    best = (concluded.day - first).days
    for (kind, clue, _), log in zip(telling, logs, strict=True):
        weight = float(log[best] - np.log(np.exp(log - log.max()).mean()) - log.max()) / np.log(10)
        evidence.append(_row(kind, clue, text, weight, _REASONS[kind]))
    if address is not None:
        return (address.date_from, "url", ADDRESS), evidence
    if not dated_window and not any(kind in chances.TELL_YEARS for kind, *_ in telling):
        return (None, "none", 0.0), evidence
    claimed = concluded.confidence >= CLAIM
    if (concluded.date_to - concluded.date_from).days > WIDEST:
        return (None, "none", 0.0), evidence
    span = (f"nine chances in ten lie from {concluded.date_from} to {concluded.date_to}; most likely {concluded.day} and the days beside "
            f"it ({concluded.confidence:.2f})")
    evidence.append({"kind": "conclusion", "start": None, "end": None, "text": None, "date_from": concluded.date_from,
                     "date_to": concluded.date_to, "weight": concluded.confidence, "reason": span})
    return (concluded.day, "inferred", concluded.confidence) if claimed else (None, "none", 0.0), evidence


def _row(kind: str, clue: clues.Clue, text: str, weight: float, reason: str) -> dict:
    said = None if clue.start is None else text[clue.start:clue.end]
    spans = clue.spans or ((clue.date_from, clue.date_to),)
    open_start, open_end = any(a is None for a, _ in spans), any(b is None for _, b in spans)
    return {"kind": kind, "start": clue.start, "end": clue.end, "text": said, "weight": weight, "reason": reason,
            "date_from": None if open_start else min(a for a, _ in spans), "date_to": None if open_end else max(b for _, b in spans)}


def _table(rows: Sequence[dict]) -> pd.DataFrame:
    if not rows:
        return schema.empty("date_evidence")
    frame = pd.DataFrame(list(rows))
    for column in ("date_from", "date_to"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("start", "end"):
        frame[column] = frame[column].astype(schema.MAYBE_INTEGER)
    nth = frame.groupby(["document_id", "kind"]).cumcount().astype(schema.STRING)
    frame["evidence_id"] = frame["document_id"].astype(schema.STRING) + "#" + frame["kind"] + nth
    return schema.conform("date_evidence", frame)


def _filled(documents: pd.DataFrame, undated: np.ndarray, found: dict[str, list]) -> pd.DataFrame:
    made = documents.copy()
    claims = pd.DataFrame(found, index=documents.index[undated])
    claims = claims[claims["date_published"].notna()]
    made.loc[claims.index, "date_published"] = pd.to_datetime(claims["date_published"]).astype(schema.TIME)
    made.loc[claims.index, "date_basis"] = claims["date_basis"].astype(schema.STRING)
    made.loc[claims.index, "date_confidence"] = claims["date_confidence"].astype(schema.NUMBER)
    return made


def _stretches(documents: pd.DataFrame, segments: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The article's own words of each document, by paragraph."""
    read = segments[segments["label"].isin(_READ) & segments["document_id"].isin(documents["document_id"])]
    read = read.sort_values(["document_id", "start"], kind="stable")
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    made = {}
    for key, part in read.groupby("document_id", sort=False):
        places = list(zip(part["start"], part["end"], strict=True))
        made[key] = timex.stretches(texts[key], places, wrapped=sentences.hard_wrapped(texts[key]))
    return made


def _company(documents: pd.DataFrame) -> dict[str | None, clues.Clue]:
    """The time that the dated articles of each publisher, and of the corpus (None), are from, where there are enough."""
    dated = documents[documents["date_published"].notna()]
    groups = [(None, dated["date_published"]), *dated.groupby("publisher")["date_published"]]
    margin = pd.Timedelta(days=MARGIN)
    return {name: clues.Clue("company", None, None, spans=(((days.min() - margin).date(), (days.max() + margin).date()),))
            for name, days in groups if len(days) >= ENOUGH}


def _neighbours(documents: pd.DataFrame, segments: pd.DataFrame, undated: np.ndarray) -> dict[int, list[tuple[str, clues.Clue, float]]]:
    """For each undated document the dated ones that share rare names, as clues."""
    known = np.flatnonzero(documents["date_published"].notna())
    if not len(known):
        return {}
    read = _stretches(documents, segments)
    texts = [" . ".join(document.text[a:b] for a, b in read.get(document.document_id, []))
             for document in documents[["document_id", "text"]].itertuples(index=False)]
    days = documents["date_published"]
    made = {}
    for k, best in neighbours.nearest(neighbours.rare_names(texts), undated.tolist(), known.tolist()).items():
        found = [days.iloc[other].date() for other, _ in best]
        some = [clues.Clue("neighbour", None, None, date_from=day, date_to=day) for day in found]
        made[k] = [("neighbour", clue, 1 / len(some)) for clue in some]
    return made
