"""How much of what a careful reader finds in articles the workbench finds too: scores, and the misses themselves.

A reader's findings are *gold*: one JSON file an article, with its text, the role of each stretch, the actors' and places' spans,
the times, the quotes and the story. Scores follow the literature: share of characters in the right class for roles, B-cubed for
actors (Bagga and Baldwin 1998), places right within 161 km (Gritta et al. 2018), TIMEX3 values (TempEval-3), overlap for quotes.
"""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.corpus import Corpus

#: A place counts as right up to here, kilometres.
NEAR_KM = 161.0
#: The same for countries and seas, which have no one point.
AREA_KM = 1500.0
TASKS = ("roles", "headlines", "actors", "names", "places", "times", "quotes", "stories")
_EARTH_KM = 6371.0088
_PEOPLE = re.compile(r"(ans?|ians?|ish|ese|ench)$")  # the gold leaves open whether "Libyan" is a place
_FINDING = ["task", "file", "start", "end", "text", "gold", "found", "right"]


def read_gold(folder: str | Path) -> list[dict]:
    """The gold of a folder, one dict an article, in order of their names.

    Raises
    ------
    FileNotFoundError
        If the folder holds none.
    """
    files = sorted(Path(folder).glob("*.json"))
    if not files:
        raise FileNotFoundError(f"no gold (*.json) in {str(folder)!r}")
    return [json.loads(path.read_text(encoding="utf8")) for path in files]


def dated(corpus: Corpus, gold: list[dict]) -> Corpus:
    """The corpus with the true dates of publication put in, to score what is read from "Wednesday" apart from dating a page."""
    pairs = _pairs(corpus, gold)
    true = pd.Series({document_id: pd.Timestamp(one["date_published_true"]) for document_id, one, _ in pairs}, dtype=schema.TIME)
    documents = corpus.documents
    dates = documents["document_id"].map(true)
    known = dates.notna()
    return corpus.replace(documents=documents.assign(
        date_published=dates.where(known, documents["date_published"]), date_basis=documents["date_basis"].mask(known, "analyst"),
        date_confidence=documents["date_confidence"].mask(known, 1.0)))


def findings(corpus: Corpus, gold: list[dict]) -> pd.DataFrame:
    """Each thing that a reader finds, or that was found and should not be, beside what the workbench says of it.

    Parameters
    ----------
    corpus
        An annotated corpus that holds the articles; others are left out of account.
    gold
        What :func:`read_gold` gives.

    Returns
    -------
    DataFrame
        task, file, start, end, text, gold, found, right. ``start`` is missing in rows about a whole article. A row whose
        ``gold`` is missing was found and should not have been.
    """
    rows: list[dict] = []
    for document_id, one, offset in _pairs(corpus, gold):
        tables = {name: corpus.table(name)[lambda f, d=document_id: f["document_id"] == d] for name in
                  ("segments", "mentions", "toponyms", "times", "quotes")}
        document = corpus.documents.set_index("document_id").loc[document_id]
        for task, made in (
            ("roles", _roles(one, tables["segments"], offset)), ("headlines", _headline(one, document)),
            ("names", _names(one, tables["mentions"], corpus.table("entities"), offset)),
            ("places", _places(one, tables["toponyms"], corpus.table("places"), offset)),
            ("times", _times(one, tables["times"], offset)), ("quotes", _quotes(one, tables["quotes"], corpus.table("entities"), offset)),
        ):
            rows += [{"task": task, "file": one["file"], **row} for row in made]
    frame = pd.DataFrame(rows, columns=_FINDING)
    return frame.astype({"start": "Int64", "end": "Int64", "right": "bool"})


def score(corpus: Corpus, gold: list[dict]) -> pd.DataFrame:
    """One row a task: its score from 0 to 1, what it counts, and how many things it was measured on.

    Roles: characters whose class (headline, caption, body, other) is right. Names, places, times, quotes: F1, a thing being right
    when it overlaps and means the same. Actors, stories: B-cubed F1 of who is the same as whom.

    Raises
    ------
    ValueError
        If the corpus holds none of the gold's articles.
    """
    pairs = _pairs(corpus, gold)
    if not pairs:
        raise ValueError(f"none of the {len(gold)} articles of the gold is in the corpus; was it read from their folder?")
    frame = findings(corpus, gold)
    made = [("articles", len(pairs) / len(gold), "share of the gold's that are in the corpus", len(gold))]
    for task, measure in (("roles", "share of characters"), ("headlines", "share exact")):
        part = frame[frame["task"] == task]
        weight = (part["end"] - part["start"]).astype(float) if task == "roles" else pd.Series(1.0, part.index)
        made.append((task, weight[part["right"]].sum() / max(weight.sum(), 1.0), measure, len(part)))
    made.append(("actors", *_b_cubed(*_clusters(corpus, gold))))
    for task in ("names", "places", "times", "quotes"):
        part = frame[frame["task"] == task]
        wanted, got, right = int(part["gold"].notna().sum()), int(part["found"].notna().sum()), int(part["right"].sum())
        if wanted:
            made.append((task, 2 * right / (wanted + got) if right else 0.0, "F1", wanted))
    if "stories" in corpus:
        story = corpus.stories.set_index("document_id")["story_id"]
        made.append(("stories", *_b_cubed([one["story"] for _, one, _ in pairs], [story.get(d) for d, _, _ in pairs])))
    return pd.DataFrame(made, columns=["task", "score", "measure", "things"]).set_index("task")


def misses(corpus: Corpus, gold: list[dict], task: str) -> pd.DataFrame:
    """What a task gets wrong, each with its file and words.

    Raises
    ------
    KeyError
        If there is no such task.
    """
    if task not in TASKS:
        raise KeyError(f"no task {task!r}; there are {', '.join(TASKS)}")
    frame = findings(corpus, gold)
    return frame[(frame["task"] == task) & ~frame["right"]].drop(columns=["task", "right"]).reset_index(drop=True)


def _pairs(corpus: Corpus, gold: list[dict]) -> list[tuple[str, dict, dict[int, int]]]:
    """(document_id, gold, offset of each gold segment's start in the document's text), by the words of the gold's article."""
    by_file = dict(iter(corpus.documents.groupby("source_path")))
    made = []
    for one in gold:
        for row in by_file.get(one["file"], corpus.documents.iloc[:0]).itertuples():
            offset = _align(one, row.text)
            if offset is not None:
                made.append((row.document_id, one, offset))
                break
    return made


def _align(one: dict, text: str) -> dict[int, int] | None:
    """Where each segment of the gold stands in a text: how far it is shifted. None if its headline or body is not there."""
    if one["text"] == text:
        return {s["start"]: 0 for s in one["segments"]}
    shift, at = {}, 0
    for segment in one["segments"]:
        words = one["text"][segment["start"]:segment["end"]]
        match = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, at)
        if match and match.end() - match.start() == len(words):
            shift[segment["start"]] = match.start() - segment["start"]
            at = match.end()
        elif segment["role"] in schema.BODY_LABELS:
            return None
    return shift


def _moved(spans, one: dict, offset: dict[int, int]):
    """Gold spans at their place in the document; those in segments that the document lacks are left out."""
    for span in spans:
        home = next((s for s in one["segments"] if s["start"] <= span[0] < s["end"]), None)
        if home is not None and home["start"] in offset:
            yield span[0] + offset[home["start"]], span[1] + offset[home["start"]]


def _class(role: str | None) -> str:
    return role if role in ("headline", "caption") else "body" if role in schema.BODY_LABELS else "other"


def _roles(one, segments, offset):
    for segment in one["segments"]:
        for start, end in _moved([(segment["start"], segment["end"])], one, offset):
            said = [(r.label, max(r.start, start), min(r.end, end)) for r in segments.itertuples() if r.start < end and start < r.end]
            for label, left, right in said or [(None, start, end)]:
                want, text = _class(segment["role"]), one["text"][left - offset[segment["start"]]:right - offset[segment["start"]]]
                yield {"start": left, "end": right, "text": text, "gold": want, "found": _class(label), "right": _class(label) == want}


def _headline(one, document):
    found = document["headline"] if isinstance(document["headline"], str) else None
    yield {"text": one["headline"], "gold": one["headline"], "found": found, "right": found == one["headline"]}


def _match(wanted: list[tuple], got: list[tuple]):
    """Pairs of overlapping spans, the largest share first, each span once; then those without a partner, with None for it."""
    shares = sorted((-(min(w[1], g[1]) - max(w[0], g[0])) / max(w[1] - w[0], g[1] - g[0]), i, j)
                    for i, w in enumerate(wanted) for j, g in enumerate(got) if min(w[1], g[1]) > max(w[0], g[0]))
    left, right = set(range(len(wanted))), set(range(len(got)))
    for _, i, j in shares:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            yield wanted[i], got[j]
    yield from ((wanted[i], None) for i in sorted(left))
    yield from ((None, got[j]) for j in sorted(right))


def _names(one, mentions, entities, offset):
    """Actors of the gold by preferred name; other mentions are neutral unless the gold says that they are no names."""
    name = entities.set_index("entity_id")["name"]
    wanted = [(*span, actor) for actor, spans in one["actors"].items() for span in _moved(spans, one, offset)]
    never = list(_moved(one["never_a_name"], one, offset))
    got = [(r.start, r.end, name.get(r.entity_id), r.text) for r in mentions.itertuples()]
    for want, found in _match(wanted, got):
        if want is not None:
            said = found and (found[2] or f"{found[3]} (nobody known)")
            yield {"start": want[0], "end": want[1], "text": one["text"][slice(*_back(want, one, offset))], "gold": want[2], "found": said,
                   "right": said is not None and _same_name(said, want[2])}
        elif found[2] in one["actors"] and any(min(found[1], e) > max(found[0], s) for s, e in never):
            yield {"start": found[0], "end": found[1], "text": found[3], "gold": None, "found": found[2], "right": False}


def _same_name(a: str, b: str) -> bool:
    def fold(name):
        return re.sub(r"^the |\(.*\)|[^a-z]", "", name.lower().replace("defense", "defence"))

    return fold(a) == fold(b)


def _back(span, one, offset):
    shift = next(offset[s["start"]] for s in one["segments"]
                 if s["start"] in offset and s["start"] <= span[0] - offset[s["start"]] < s["end"])
    return span[0] - shift, span[1] - shift


def _places(one, toponyms, places, offset):
    """Places of the gold; a pin on anything else counts as wrong."""
    where = places.set_index("place_id")[["name", "latitude", "longitude"]]
    wanted = [(*span, name, place) for name, place in one["places"].items() for span in _moved(place["spans"], one, offset)]
    got = [(r.start, r.end, r.place_id, r.text) for r in toponyms.itertuples() if r.place_id in where.index and r.label == "literal"
           or any(r.start < w[1] and w[0] < r.end for w in wanted)]
    for want, found in _match(wanted, got):
        row = {"start": (want or found)[0], "end": (want or found)[1], "gold": want and want[2], "found": None, "right": False}
        row["text"] = found[3] if want is None else one["text"][slice(*_back(want, one, offset))]
        if found is not None:
            at = where.loc[found[2]] if found[2] in where.index else None
            row["found"] = found[3] if at is None else f"{at['name']} ({at['latitude']:.1f}, {at['longitude']:.1f})"
            if want is not None and at is not None:
                far = _kilometres(want[3]["latitude"], want[3]["longitude"], at["latitude"], at["longitude"])
                row["right"] = far <= (AREA_KM if want[3].get("area") else NEAR_KM)
        if want is not None or not _PEOPLE.search(row["text"]):
            yield row


def _kilometres(a: float, b: float, c: float, d: float) -> float:
    a, b, c, d = np.radians([a, b, c, d])
    return float(2 * _EARTH_KM * np.arcsin(np.sqrt(np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2)))


def _times(one, times, offset):
    by_span = {tuple(t["span"]): t for t in one["times_given_the_true_date"]}
    wanted = [(*moved, by_span[span]) for span in by_span for moved in _moved([span], one, offset)]
    got = [(r.start, r.end, r.value, r.text, r.date_from, r.date_to) for r in times.itertuples()]
    for want, found in _match(wanted, got):
        value = want and want[2]["value"]
        right = want is not None and found is not None and (found[2] == value or _same_days(want[2], found))
        text = one["text"][slice(*want[2]["span"])] if want is not None else found[3]
        yield {"start": (want or found)[0], "end": (want or found)[1], "text": text, "gold": value,
               "found": found and (found[2] if isinstance(found[2], str) else "no value"), "right": right}


def _same_days(want: dict, found: tuple) -> bool:
    """Whether an anchored expression ("five days after ...") was read as the day that it comes to, where the gold tells that day."""
    days = [str(day)[:10] for day in found[4:6]]
    return want["label"] == "DURATION" and want["date_from"] is not None and days == [want["date_from"], want["date_to"]]


def _quotes(one, quotes, entities, offset):
    """A quote that "said X" cuts in two may be found as one or as two."""
    name = entities.set_index("entity_id")["name"]
    wanted = [(*moved, q["speaker_actor"]) for q in one["quotes"] for moved in _moved([tuple(q["content"])], one, offset)]
    got = [(r.start, r.end, name.get(r.speaker_entity_id, "nobody known"), r.text) for r in quotes.itertuples() if r.label != "indirect"]
    for want in wanted:
        found = next((g for g in got if min(want[1], g[1]) - max(want[0], g[0]) > (want[1] - want[0]) / 2), None)
        yield {"start": want[0], "end": want[1], "text": one["text"][slice(*_back(want, one, offset))], "gold": want[2],
               "found": found and found[2], "right": found is not None and _same_name(found[2], want[2])}
    for found in got:
        if not any(min(want[1], found[1]) > max(want[0], found[0]) for want in wanted):
            yield {"start": found[0], "end": found[1], "text": found[3], "gold": None, "found": found[2], "right": False}


def _clusters(corpus, gold):
    """Gold actor and found entity of each gold mention of an actor, one list each; a mention that was missed is alone."""
    wanted, got = [], []
    for document_id, one, offset in _pairs(corpus, gold):
        mentions = corpus.table("mentions")
        mentions = mentions[mentions["document_id"] == document_id]
        for actor, spans in one["actors"].items():
            for start, end in _moved(spans, one, offset):
                here = mentions[(mentions["start"] < end) & (mentions["end"] > start)]
                wanted.append(actor)
                known = here["entity_id"].dropna()
                got.append(known.iloc[0] if len(known) else f"{document_id} {start}")
    return wanted, got


def _b_cubed(wanted: list, got: list) -> tuple[float, str, int]:
    """B-cubed F1 of two clusterings of the same things."""
    frame = pd.DataFrame({"wanted": wanted, "got": got})
    both = frame.groupby(["wanted", "got"])["got"].transform("size")
    precision = (both / frame.groupby("got")["got"].transform("size")).mean()
    recall = (both / frame.groupby("wanted")["wanted"].transform("size")).mean()
    return (2 * precision * recall / (precision + recall) if len(frame) else 0.0), "B-cubed F1", len(frame)
