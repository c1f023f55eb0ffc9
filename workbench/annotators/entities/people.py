"""People: spellings of one full name made one, and single names given to the bearer that the document, or the corpus, has."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.knowledge import name_forms, spellings

#: Least sureness for two full names to be one person, and how much surer than any other person's.
SURE, MARGIN = 0.75, 0.08
_MEMBERS = 8  # names of a person that a new name is compared with


def authority(names: Iterable[tuple[str, str]]) -> tuple[list[str], list[list[tuple[str, ...]]], dict[str, tuple[int, ...]]]:
    """The people of an authority, made ready for :func:`cluster`: their ids, their full names, and who is met in which block.

    Parameters
    ----------
    names
        (folded name, entity_id) of people; a name that two of them have tells neither.
    """
    owners: dict[tuple[str, ...], set[str]] = {}
    for key, entity_id in names:
        core = tuple(name_forms.core(key.split()))
        if len(core) > 1:
            owners.setdefault(core, set()).add(entity_id)
    of: dict[str, int] = {}
    members: list[list[tuple[str, ...]]] = []
    index: dict[str, dict[int, None]] = {}
    for core, ids in owners.items():
        if len(ids) == 1:
            person = of.setdefault(next(iter(ids)), len(members))
            if person == len(members):
                members.append([])
            members[person].append(core)
            for block in spellings.blocks(core):
                index.setdefault(block, {})[person] = None
    return list(of), members, {block: tuple(people) for block, people in index.items()}


def cluster(names: Iterable[tuple[str, ...]], known: tuple) -> dict[tuple[str, ...], tuple]:
    """Full names to people: a name joins the person whose names it can be, if there is one and no other comes near.

    Parameters
    ----------
    names
        Tokens of full names (two and more), the most frequent first: a person's first name decides.
    known
        What :func:`authority` made; it is not changed.

    Returns
    -------
    dict
        name -> (entity_id or None, the person's first name, sureness, reason, runner-up or None). A runner-up is
        (first name, entity_id or None, sureness, reason) of somebody whom the name could be, too.
    """
    known_ids, known_members, known_index = known
    ids: list[str | None] = list(known_ids)
    members = list(known_members)
    index: dict[str, list[int]] = {}
    made: dict[tuple[str, ...], tuple] = {}
    for tokens in names:
        blocks = spellings.blocks(tokens)
        near = sorted({person for block in blocks for person in (*known_index.get(block, ()), *index.get(block, ()))})
        scored = [(*score, person) for person in near if (score := _likest(tokens, members[person]))]
        scored.sort(key=lambda s: (-s[0], s[2]))
        if scored and scored[0][0] >= SURE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= MARGIN):
            sure, why, person = scored[0]
            members[person] = [*members[person], tokens]
            other = scored[1] if len(scored) > 1 else None
        else:
            person, sure, why, other = len(ids), 1.0, "its own name", scored[0] if scored else None
            ids.append(None)
            members.append([tokens])
        for block in blocks:
            if person not in index.setdefault(block, []):
                index[block].append(person)
        runner = (members[other[2]][0], ids[other[2]], other[0], other[1]) if other else None
        made[tokens] = (ids[person], members[person][0], sure, why, runner)
    return made


def _likest(tokens: tuple[str, ...], names: list[tuple[str, ...]]) -> tuple[float, str] | None:
    """The best that speaks for it, unless one of the person's names speaks against it."""
    best = None
    for name in names[:_MEMBERS]:
        if spellings.contradict(tokens, name):
            return None
        score = spellings.same_person(tokens, name)
        if score and (best is None or score[0] > best[0]):
            best = score
    return best


def bearers(units: pd.DataFrame) -> pd.DataFrame:
    """Who could be meant by a single name, by document: the surname (rank 0), a given name (1), a name between (2).

    Returns
    -------
    DataFrame
        document_id, token, rank, entity_id, first (where the person's full name stands first), gender, foreign.
    """
    people = units[(units["label"] == "PERSON") & (units["size"] > 1) & units["entity_id"].notna()]
    frame = people[["document_id", "entity_id", "first", "gender"]].reset_index(drop=True)
    tokens = people["core"].tolist()
    frame["foreign"] = [spellings.foreign(t) for t in tokens]
    parts = [frame.assign(token=[t[-1] for t in tokens], rank=0), frame.assign(token=[t[0] for t in tokens], rank=1)]
    long = np.array([len(t) > 2 for t in tokens], dtype=bool)
    parts.append(frame[long].assign(token=[t[1] for t in tokens if len(t) > 2], rank=2))
    return pd.concat(parts, ignore_index=True).drop_duplicates(["document_id", "token", "rank", "entity_id"], ignore_index=True)


def in_document(shorts: pd.DataFrame, able: pd.DataFrame) -> pd.DataFrame:
    """The people of the document that each single name could be: those of the best rank, and of the gender that a title tells.

    Parameters
    ----------
    shorts
        unit, document_id, token, gender.
    able
        What :func:`bearers` made.

    Returns
    -------
    DataFrame
        unit, entity_id_of, first, rank; several rows where several people could be meant.
    """
    exact = shorts.merge(able.rename(columns={"entity_id": "entity_id_of", "gender": "gender_of"}), on=["document_id", "token"])
    rest = shorts[~shorts["unit"].isin(exact["unit"])]
    spelt = rest.merge(able[able["foreign"] & (able["rank"] == 0)].rename(
        columns={"entity_id": "entity_id_of", "gender": "gender_of", "token": "surname"}), on="document_id")
    spelt = spelt[[spellings.sounds_alike(a, b) for a, b in zip(spelt["token"], spelt["surname"], strict=True)]].assign(rank=3)
    found = pd.concat([exact, spelt], ignore_index=True)
    found = found[found["rank"] == found.groupby("unit")["rank"].transform("min")]
    fits = (found["gender"] == "") | (found["gender_of"] == "") | (found["gender"] == found["gender_of"])
    return found[fits | ~fits.groupby(found["unit"]).transform("any")].drop_duplicates(["unit", "entity_id_of"])
