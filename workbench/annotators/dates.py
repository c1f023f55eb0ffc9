"""When an undated article was written: from its address, from its words, and from dated articles that share rare names with it.

All evidence is shown in ``date_evidence``, each piece with its place in the text, the days it speaks for and a reason. A date is put
into ``documents`` only where the address says it or nine chances in ten lie on one day and its neighbours; everything else stays
an interval. Furniture is no evidence: only the article's own words are read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from workbench import schema, sentences
from workbench.knowledge import timex
from workbench.knowledge.date_lines import full_dates
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


def dates(documents: pd.DataFrame, segments: pd.DataFrame, *, between: tuple | None = None, events: object = None,
          across: dict[str, pd.DataFrame] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Dates of the undated articles where the evidence is strong, and all the evidence.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Articles that have a date keep it.
    between
        First and last day that the articles can be from, where the analyst knows: ``("1987-01-01", "1987-12-31")``.
    events
        Dated names of the user's own, beside those of the package: a CSV file, a DataFrame or rows with ``pattern kind from to what``.
        "Marran Boat Fair,event,2019-05-10,2019-05-12,the fair of 2019" says that who writes of the fair may write then; ``kind`` is
        office, since or event (see ``knowledge.dating.names``).
    across
        What :func:`company` and :func:`beside` found in all of a corpus of which these documents are a part; None where they are all.

    Returns
    -------
    (documents, date_evidence)
        ``date_basis`` is "url" or "inferred" where a date was filled in, ``date_confidence`` the chance that it is right within a day.
    """
    first, last = (pd.Timestamp(day).date() for day in between) if between else (chances.FIRST, chances.LAST)
    named = names.packaged() if events is None else (*names.packaged(), *names.load(events))
    undated = np.flatnonzero(documents["date_published"].isna())
    if not len(undated):
        return documents, schema.empty("date_evidence")
    if across is None:
        across = company([days(documents, segments)])
        across |= beside([names_of(documents, segments, across=across)], across=across)
    near, times = _near(across["near"]), _times(across["company"])
    stretches = _stretches(documents.iloc[undated], segments)
    found: dict[str, list] = {"date_published": [], "date_basis": [], "date_confidence": []}
    rows: list[dict] = []
    for k in undated:
        document = documents.iloc[k]
        text = document["text"]
        told = clues.clues(text, stretches.get(document["document_id"], []), wrapped=sentences.hard_wrapped(text), named=named,
                           dates=_reader(document["in_language"]))
        address = clues.of_address(document["url"])
        telling = [*chances.telling([*told, *([address] if address else [])]), *near.get(document["document_id"], [])]
        around = times.get(document["publisher"], times.get(""))
        if telling and around:
            telling.append(("company", around, 1.0))
        claim, evidence = _judge(telling, text, first, last, dated_window=between is not None)
        rows += ({"document_id": document["document_id"], **row} for row in evidence)
        for column, value in zip(found, claim, strict=True):
            found[column].append(value)
    return _filled(documents, undated, found), _table(rows)


def _reader(language: object) -> Callable | None:
    """What finds full dates in a paragraph of another language than English, None for English."""
    if not isinstance(language, str) or language == "en":
        return None
    return lambda text: [(start, end, day.date(), sure) for start, end, day, sure in full_dates(text, language)]


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
    texts = schema.texts_of(documents)
    made = {}
    for key, part in read.groupby("document_id", sort=False):
        places = list(zip(part["start"], part["end"], strict=True))
        made[key] = timex.stretches(texts[key], places, wrapped=sentences.hard_wrapped(texts[key]))
    return made


# ---- what other articles tell -----------------------------------------------------------------------------------------
def days(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict | None = None, **options) -> dict[str, pd.DataFrame]:
    """What a part of a corpus tells first: ``days`` (publisher, articles, first, last) of the dated articles of each publisher, and of
    them all (""); ``articles`` and how many of them are ``undated``."""
    dated = documents[documents["date_published"].notna()]
    named = pd.concat([dated.assign(publisher=""), dated[dated["publisher"].fillna("") != ""]])
    found = named.groupby("publisher")["date_published"].agg(articles="size", first="min", last="max").reset_index()
    return {"days": found, "size": pd.DataFrame({"articles": [len(documents)], "undated": [len(documents) - len(dated)]})}


def company(summaries: Iterable[dict[str, pd.DataFrame]], *, across: dict | None = None, **options) -> dict[str, pd.DataFrame]:
    """The time that the dated articles of each publisher, and of the corpus (""), are from, where there are enough."""
    found = pd.concat([summary["days"] for summary in summaries], ignore_index=True).groupby("publisher").agg(
        articles=("articles", "sum"), first=("first", "min"), last=("last", "max")).reset_index()
    size = pd.concat([summary["size"] for summary in summaries], ignore_index=True).sum()
    return {"company": found[found["articles"] >= ENOUGH], "size": size.to_frame().T.assign(dated=int(size["articles"] - size["undated"]))}


def names_of(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict[str, pd.DataFrame], **options) -> dict[str, pd.DataFrame]:
    """What a part of a corpus tells next, where some of it is dated and some is not: ``names`` (article, day, name) in its articles."""
    columns = {"article": schema.STRING, "day": schema.TIME, "name": "uint64"}
    size = across["size"].iloc[0]
    if not size["undated"] or not size["dated"]:
        return {"names": pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in columns.items()})}
    read = _stretches(documents, segments)
    told = documents[["document_id", "text", "date_published"]].itertuples(index=False)
    rows = [(document_id, day, name) for document_id, text, day in told
            for name in neighbours.names_in(" . ".join(text[a:b] for a, b in read.get(document_id, [])))]
    frame = pd.DataFrame(rows, columns=list(columns))
    names = pd.util.hash_array(frame["name"].to_numpy(dtype=object), categorize=False) if rows else []
    return {"names": frame.assign(name=names).astype(columns)}


def beside(summaries: Iterable[dict[str, pd.DataFrame]], *, across: dict[str, pd.DataFrame], **options) -> dict[str, pd.DataFrame]:
    """For each undated document the days of the dated ones that share rare names: ``near`` (document_id, day, weight)."""
    count: pd.Series = pd.Series(dtype="int64")
    for summary in summaries:
        count = count.add(summary["names"]["name"].value_counts(), fill_value=0)
    most = neighbours.most(int(across["size"]["articles"].iloc[0]))
    rare = count.index[(count >= 2) & (count <= most)].to_numpy(dtype="uint64")
    kept = [summary["names"][np.isin(summary["names"]["name"], rare)] for summary in summaries]
    frame = pd.concat(kept, ignore_index=True).sort_values("article", kind="stable")
    groups = list(frame.groupby("article", sort=True))
    days = [group["day"].iloc[0] for _, group in groups]
    names = [frozenset(group["name"].tolist()) for _, group in groups]
    wanted, known = ([k for k, day in enumerate(days) if pd.isna(day) == undated] for undated in (True, False))
    rows = [(groups[k][0], days[other], 1 / len(found)) for k, found in neighbours.nearest(names, wanted, known).items()
            for other, _ in found]
    near = pd.DataFrame(rows, columns=["document_id", "day", "weight"])
    return {"near": near.astype({"document_id": schema.STRING, "day": schema.TIME, "weight": "float64"})}


def _times(found: pd.DataFrame) -> dict[str, clues.Clue]:
    margin = pd.Timedelta(days=MARGIN)
    return {publisher: clues.Clue("company", None, None, spans=(((first - margin).date(), (last + margin).date()),))
            for publisher, first, last in found[["publisher", "first", "last"]].itertuples(index=False)}


def _near(found: pd.DataFrame) -> dict[str, list[tuple[str, clues.Clue, float]]]:
    made: dict[str, list] = {}
    for document_id, day, weight in found[["document_id", "day", "weight"]].itertuples(index=False):
        made.setdefault(document_id, []).append(("neighbour", clues.Clue("neighbour", None, None, date_from=day.date(), date_to=day.date()),
                                                 weight))
    return made
