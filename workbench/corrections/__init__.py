"""The analyst's decisions, as data: each is one JSON line that an undo takes back and no later run of an annotator loses.

A decision is made by one of the functions of :data:`ACTIONS`, kept by :func:`append` and put to work by :func:`apply`. It has
the form of the W3C Web Annotation model: a body that says what was decided, a target that says of what (words by position and
by quote, with the text's hash; an entity or place by its identifier and name), creator, time and motivation.
"""

from pathlib import Path

import pandas as pd

from workbench.corpus import Corpus
from workbench.corrections import anchors, claims, decisions, ledger
from workbench.corrections.decisions import ACTIONS, add, merge, move_place, reassign, reject, rename, retype, set_date, split, undo
from workbench.corrections.effects import effect
from workbench.corrections.ledger import append, read
from workbench.corrections.state import State

__all__ = ["ACTIONS", "add", "append", "apply", "conflicts", "correct", "log", "merge", "move_place", "read", "reassign", "reject",
           "rename", "retype", "review", "set_date", "split", "undo"]


def correct(corpus: Corpus, action: str, *arguments: object, path: str | Path = "corrections.jsonl", **options: object) -> dict:
    """Make a decision and append it to a file, synced to the disk.

    Parameters
    ----------
    action
        One of :data:`ACTIONS`; the other arguments are those of the function of that name, without the corpus.
    path
        The file of decisions.

    Returns
    -------
    dict
        The decision, as it stands on the line written. ``wb.annotate(corpus, corrections=path)`` and :func:`apply` use it.

    Examples
    --------
    ``wb.correct(corpus, "merge", ["person:h-ifter", "wb:khalifa-haftar"], creator="me")``
    """
    if action not in ACTIONS:
        raise KeyError(f"no correction {action!r}; there are {', '.join(ACTIONS)}")
    made = undo(*arguments, **options) if action == "undo" else getattr(decisions, action)(corpus, *arguments, **options)
    return append(path, made)


def conflicts(corrections: object) -> list[tuple[dict, dict, str]]:
    """Pairs of decisions of different creators that contradict each other, and about what; undone ones are left out."""
    decisions = ledger.gather(corrections)
    dead = ledger.undone(decisions)
    return claims.contradictions([decision for decision in decisions if decision["id"] not in dead])


def apply(corpus: Corpus, corrections: object) -> Corpus:
    """A corpus with the decisions put to work, the oldest first; the corpus given is not changed.

    Parameters
    ----------
    corpus
        The corpus as annotated.
    corrections
        A path, a list of paths (several analysts' files), a decision or a list of decisions.

    Returns
    -------
    Corpus
        Orphans (their words are gone or stand in several places) and contradictions of two analysts are not applied and
        stand in ``problems``.
    """
    return review(corpus, corrections)[0]


def log(corrections: object, corpus: Corpus | None = None) -> pd.DataFrame:
    """The decisions as a table, the newest last, for reading.

    Parameters
    ----------
    corrections
        As for :func:`apply`.
    corpus
        Where given, ``state`` says what became of each: applied, re-anchored, orphan, conflict or undone; else only undone.

    Returns
    -------
    DataFrame
        id, created, creator, action, what (in words), state.
    """
    known = ledger.gather(corrections)
    states = review(corpus, known)[1] if corpus is not None else {}
    dead = ledger.undone(known)
    rows = [{"id": d["id"], "created": d.get("created", ""), "creator": d.get("creator", ""), "action": d["body"].get("action", ""),
             "what": claims.in_words(d, known), "state": states.get(d["id"], "undone" if d["id"] in dead else "")} for d in known]
    return pd.DataFrame(rows, columns=["id", "created", "creator", "action", "what", "state"]).astype("str")


def review(corpus: Corpus, corrections: object) -> tuple[Corpus, dict[str, str]]:
    """The corrected corpus of :func:`apply`, and for each decision's id what became of it, as in :func:`log`."""
    problems: list[dict] = []
    known = ledger.gather(corrections, problems)
    dead = ledger.undone(known)
    states = {d["id"]: "undone" if d["id"] in dead else "applied" for d in known}
    for one, other, about in claims.contradictions([d for d in known if d["id"] not in dead]):
        states[one["id"]] = states[other["id"]] = "conflict"
        problems.append({"source_path": "corrections", "reason": f"two analysts contradict each other ({about}); neither is applied",
                         "detail": "; ".join(f"{d.get('creator')}: {claims.in_words(d, known)}" for d in (one, other))
                                   + "; undo one of them"})
    active = [d for d in known if states[d["id"]] == "applied" and d["body"].get("action") in ACTIONS and d["body"]["action"] != "undo"]
    if not active and not problems:
        return corpus, states
    found = _find(corpus, active)
    documents = {spot[0] for spots in found.values() for spot in spots if spot}
    state = State(corpus, len(active) + sum(len(s) for s in found.values()), documents)
    for decision in active:
        spots = found.get(decision["id"], [])
        try:
            lost = effect(state, decision, spots)
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # a line somebody wrote by hand
            lost = f"it cannot be understood: {type(error).__name__} {error}"
        if lost:
            states[decision["id"]] = "orphan"
            problems.append({"source_path": "corrections", "reason": f"a correction is an orphan: {lost}",
                             "detail": f"{decision.get('creator')}, {decision.get('created')}: {claims.in_words(decision, known)}"})
        elif any(spot and spot[3] == "quote" for spot in spots):
            states[decision["id"]] = "re-anchored"
    return state.finish(problems), states


def _find(corpus: Corpus, active: list[dict]) -> dict[str, list[tuple | None]]:
    """For each decision about words or documents, where each of its targets stands now: (document_id, start, end, how) or None."""
    wanted = {d["id"]: [t for t in (d["target"] if isinstance(d.get("target"), list) else [d.get("target")])
                        if isinstance(t, dict) and "source" in t] for d in active}
    wanted = {key: targets for key, targets in wanted.items() if targets}
    if not wanted:
        return {}
    documents = corpus.documents
    number = {i: k for k, i in enumerate(documents["document_id"])}
    others: dict[str, dict[str, int]] = {}

    def row(source: dict) -> int | None:
        identifier = source["id"].removeprefix("urn:workbench:document:")
        if identifier in number:
            return number[identifier]
        for column in ("url", "source_path"):  # the text changed, and with it the identifier made of it
            if column not in others:
                once = documents[column].dropna().drop_duplicates(keep=False)
                others[column] = dict(zip(once, once.index, strict=True))
            if source.get(column) in others[column]:
                return others[column][source[column]]
        return None

    prints: dict[int, str] = {}
    found = {}
    for key, targets in wanted.items():
        spots: list[tuple | None] = []
        for target in targets:
            k = row(target["source"])
            if k is None:
                spots.append(None)
                continue
            document_id = documents["document_id"].iat[k]
            if "selector" not in target:
                spots.append((document_id, 0, 0, "document"))
                continue
            text = documents["text"].iat[k]
            if k not in prints:
                prints[k] = decisions.fingerprint(text)
            place = anchors.locate(text, prints[k], target["selector"], target.get("state", {}).get("sha256"))
            spots.append(None if place is None else (document_id, *place))
        found[key] = spots
    return found
