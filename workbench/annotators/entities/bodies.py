"""Organisations and other names that are no person's: spellings made one, acronyms, and short names within the document."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.knowledge import body_names, name_forms

#: How many times as many documents must have the more frequent of two longer names for a short one to mean it.
_FAR = 4
LABELS = ("ORG", "GPE", "LOC", "FAC")
_OFFERED = ["document_id", "entity_id", "label", "key"]


def keyed(units: pd.DataFrame, countries: Mapping[str, str]) -> pd.Series:
    """The key that spellings of one organisation, building or island share; other labels keep their own."""
    distinct = units.loc[units["label"].isin(["ORG", "FAC"]), "key"].drop_duplicates()
    keys = dict(zip(distinct, (body_names.body_key(tuple(key.split()), countries) for key in distinct), strict=True))
    place = units["key"].str.replace(r"^island of | islands?$", "", regex=True)
    return units["key"].map(keys).where(units["label"].isin(["ORG", "FAC"]), place.where(units["label"].isin(["GPE", "LOC"]), units["key"]))


def bracketed(rows: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Keys of an acronym and of the name that it stands for as in "Libyan National Army (LNA)": document_id, short, long.

    Parameters
    ----------
    rows
        What :func:`units.named` made.
    texts
        document_id -> text.
    """
    order = rows[["document_id", "start", "end", "key"]].sort_values(["document_id", "start"], kind="stable")
    after = order.shift(-1)
    near = (after["document_id"] == order["document_id"]) & (after["start"] - order["end"]).isin([2, 3])
    pairs = order[near].assign(next_key=after.loc[near, "key"], until=after.loc[near, "start"].astype("int64"))
    found = [(document_id, short, long) for document_id, end, until, long, short in zip(
        pairs["document_id"], pairs["end"], pairs["until"], pairs["key"], pairs["next_key"], strict=True)
        if texts[document_id][end:until].strip(" ") == "(" and _is_acronym_of(short, long)]
    return pd.DataFrame(found, columns=["document_id", "short", "long"], dtype="str").drop_duplicates(ignore_index=True)


def _is_acronym_of(short: str, long: str) -> bool:
    """Whether the one has the other's initials, or most of them in order."""
    letters = name_forms.initials(name_forms.company(long.split()))
    whole = "".join(token[0] for token in long.split())
    short = short.replace(" ", "")
    return " " in long and (short in (letters, whole) or (len(short) > 2 and _in_order(short, long.replace(" ", "")) and short[0] == long[0]
                                                          and len(set(short) & set(letters)) >= len(set(short)) - 1))


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def acronyms(units: pd.DataFrame, open_: pd.Series) -> pd.DataFrame:
    """For each open unit, the one name with its initials in the document (rank 0), or else in the corpus (rank 1).

    Returns
    -------
    DataFrame
        unit, entity_id, label, rank, name.
    """
    bodies = units.loc[units["entity_id"].notna() & units["label"].isin(LABELS) & (units["size"] > 1), _OFFERED]
    initials = {key: name_forms.initials(key.split()) for key in bodies["key"].unique()}
    spelt = bodies.assign(token=bodies["key"].map(initials))
    spelt = spelt[spelt["token"].str.len() > 1]
    wanted = units.loc[open_, ["document_id", "key"]].rename(columns={"key": "token"}).reset_index(names="unit")
    return _nearest(wanted, spelt[spelt["token"].isin(wanted["token"])], _often(spelt), lambda token: token.str.len() > 2)


def short_names(units: pd.DataFrame, open_: pd.Series, keys: pd.Series) -> pd.DataFrame:
    """For each open unit, the one longer name in the document that starts or ends with it, or else in the corpus.

    A name that only puts a country before the short one comes before the others. Across the corpus no word that only says a
    kind ("Council") is taken for the one longer name.
    """
    bodies = units.loc[units["entity_id"].notna() & units["label"].isin(["ORG", "FAC"]) & (units["size"] > 1), _OFFERED]
    wanted = units.loc[open_, ["document_id", "key"]].rename(columns={"key": "token"}).reset_index(names="unit")
    # Of a name's parts only those that some unit asks for: a corpus has many times as many.
    asked = set(wanted["token"])
    shorter = {key: [part for part in body_names.shorter(tuple(key.split())) if part in asked] for key in bodies["key"].unique()}
    parts = bodies[np.array([bool(shorter[key]) for key in bodies["key"]], dtype=bool)]
    parts = parts.assign(bare=keys[parts.index].str.extract(r"^@\S+ (.+)", expand=False).fillna(""), token=parts["key"].map(shorter))
    return _nearest(wanted, parts.explode("token").astype({"token": "str"}), _often(bodies),
                    lambda token: [words not in body_names.GENERIC for words in token])


def _often(offered: pd.DataFrame) -> pd.Series:
    """In how many documents each entity is offered."""
    return offered[["document_id", "entity_id"]].drop_duplicates()["entity_id"].value_counts()


def _nearest(wanted: pd.DataFrame, offered: pd.DataFrame, often: pd.Series, anywhere) -> pd.DataFrame:
    columns = ["unit", "entity_id", "label", "rank", "name"]
    near = wanted.merge(offered, on=["document_id", "token"])
    rest = wanted[~wanted["unit"].isin(near["unit"])]
    # What a name means in the corpus is asked once for each name, however many documents have it.
    tokens = rest[["token"]].drop_duplicates()
    tokens = tokens[np.array(anywhere(tokens["token"]), dtype=bool)]
    far = _one_meant(tokens.merge(offered.drop_duplicates(["token", "entity_id"]), on="token"), "token", often)
    found = [_one_meant(near, "unit", often).assign(rank=0), rest[["unit", "token"]].merge(far, on="token").assign(rank=1)]
    return pd.concat(found, ignore_index=True).rename(columns={"key": "name"})[columns]


def _one_meant(found: pd.DataFrame, of: str, often: pd.Series) -> pd.DataFrame:
    """The one longer name of each unit or token; none where several could be meant."""
    if "bare" in found:
        national = found["bare"] == found["token"]
        found = found[national | ~national.groupby(found[of]).transform("any")]
    # Of several longer names one is meant where the corpus has it far more often: "Air Force" is hardly "Air Force for Acquisition".
    found = found.assign(often=found["entity_id"].map(often))
    most = found.groupby(of)["often"].transform("max")
    found = found[(found["often"] == most) | (found["often"] * _FAR > most)]
    found = found[found.groupby(of)["entity_id"].transform("nunique") == 1]
    return found.drop_duplicates(of)
