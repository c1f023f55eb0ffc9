"""Mentions to actors: who is meant by each name, within the document first, then across the corpus.

The work is done on *names*, not on mentions: mentions that share document, folded name and kind are one unit, and a unit is
resolved once. Steps, each guarded by kind: the authority; full names; acronyms; short names (a surname, a given name, a
company without its legal form) by the document, then by the corpus. A short name that several people of the corpus could
bear, none of them in its document, stays without an entity.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.knowledge import actors, name_forms

#: Label -> group of labels that annotators confuse and that may share an entity.
GROUPS = {"PERSON": "person", "ORG": "body", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people", "EVENT": "event"}


def entities(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *,
             authority: str | Path | Iterable[str | Path] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who is meant: the table ``entities`` and ``mentions`` with ``entity_id`` filled.

    Parameters
    ----------
    documents, segments, mentions
        The tables.
    authority
        CSV files of the user's own actors, see :func:`workbench.knowledge.actors.load`; they win over the packaged ones.

    Returns
    -------
    tuple of DataFrame
        ``entities`` (those that a mention means) and ``mentions``. The entity_id of an actor that no authority knows is
        made of its label and folded name ("person:jane-doe").
    """
    paths = [authority] if isinstance(authority, (str, Path)) else list(authority)
    known = actors.load(*paths)
    if mentions.empty:
        return schema.empty("entities"), mentions.assign(entity_id=pd.Series(dtype="str"))
    names = actors.names(known if paths else None)
    surfaces = _surfaces(mentions, set(names["key"]))
    units, unit_of = _units(mentions, surfaces)
    units = _by_authority(units, names)
    units = _by_full_name(units)
    units = _by_acronym(units, mentions, unit_of, documents)
    units = _by_short_name(units)
    found = mentions.assign(entity_id=units["entity_id"].to_numpy()[unit_of])
    return _table(found, units, unit_of, known), found


def _surfaces(mentions: pd.DataFrame, official: set[str]) -> pd.DataFrame:
    """Each distinct (text, label) of the mentions with its key, the gender that a title tells, and whether it has capitals.

    A title stays in the key where the authority knows the name with it ("Pope Francis").
    """
    distinct = mentions[["text", "label"]].drop_duplicates(ignore_index=True)
    rows = []
    for text, label in zip(distinct["text"], distinct["label"], strict=True):
        tokens, gender = actors.fold(text).split(), ""
        if label == "PERSON":
            bare, gender = name_forms.untitled(tokens)
            tokens = tokens if " ".join(tokens) in official else bare
        elif label == "ORG":
            tokens = name_forms.company(tokens)
        rows.append((" ".join(tokens), gender, sum(c.isupper() for c in text) >= 2))
    distinct[["key", "gender", "capitals"]] = pd.DataFrame(rows, columns=["key", "gender", "capitals"])
    return distinct


def _units(mentions: pd.DataFrame, surfaces: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """One row for each (document, key, label), labels of one key in one document made one; and each mention's row number."""
    rows = mentions[["document_id", "text", "label", "start"]].merge(surfaces, on=["text", "label"], how="left")
    rows["group"] = rows["label"].map(GROUPS)
    # One name, one kind: the kind that the name mostly has in this document, then in the corpus, then by the order of labels.
    votes = rows.groupby(["document_id", "key", "label"], sort=False).size().rename("here").reset_index()
    votes["anywhere"] = votes.groupby(["key", "label"])["here"].transform("sum")
    votes["order"] = votes["label"].map({label: k for k, label in enumerate(schema.MENTION_LABELS)})
    votes = votes.sort_values(["here", "anywhere", "order"], ascending=[False, False, True], kind="stable")
    best = votes.drop_duplicates(["document_id", "key"])[["document_id", "key", "label"]].rename(columns={"label": "kind"})
    rows = rows.merge(best, on=["document_id", "key"], how="left")
    numbers = rows.groupby(["document_id", "key"], sort=False).ngroup().to_numpy()
    units = rows.groupby(["document_id", "key"], sort=False).agg(
        label=("kind", "first"), first=("start", "min"), count=("start", "size"), capitals=("capitals", "max"),
        gender=("gender", "max")).reset_index()
    tokens = [key.split() for key in units["key"]]
    units["core"] = [name_forms.core(t) if label == "PERSON" else t for t, label in zip(tokens, units["label"], strict=True)]
    units["size"] = units["core"].map(len)
    units["entity_id"] = pd.Series(np.nan, index=units.index, dtype="str")
    units["rule"] = ""
    return units, numbers


def _by_authority(units: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Names that the authority has: a name of several of its actors goes to the one of the same label, if there is one."""
    names = names[["key", "entity_id", "label"]].drop_duplicates(["key", "entity_id"])
    names = names.rename(columns={"entity_id": "known_id", "label": "known_label"})
    found = units[["document_id", "key", "label", "size", "capitals"]].reset_index(names="unit").merge(names, on="key")
    same = found["label"].map(GROUPS) == found["known_label"].map(GROUPS)
    person, known_person = found["label"] == "PERSON", found["known_label"] == "PERSON"
    single = ~found["key"].str.contains(" ")
    doubtful = single & (found["key"].isin(actors.AMBIGUOUS) | (found["key"].str.len() < 4))
    found = found[same | ((person | known_person) & ~doubtful) | (~person & ~known_person & (~doubtful | found["capitals"]))]
    found["same"] = same
    best = found[found["same"] == found.groupby("unit")["same"].transform("max")]
    best = best[best.groupby("unit")["known_id"].transform("nunique") == 1].drop_duplicates("unit").set_index("unit")
    units.loc[best.index, ["entity_id", "label", "rule"]] = best[["known_id", "known_label"]].assign(rule="authority").to_numpy()
    return units


def _by_full_name(units: pd.DataFrame) -> pd.DataFrame:
    """Names that stand for themselves: everything but a person's single name and an acronym."""
    acronym = (units["size"] == 1) & units["capitals"] & (units["key"].str.len() < 6) & units["label"].isin(["ORG", "GPE", "LOC"])
    alone = units["entity_id"].isna() & ~((units["label"] == "PERSON") & (units["size"] < 2)) & ~acronym & (units["key"] != "")
    units.loc[alone, "entity_id"] = _own_id(units[alone])
    units.loc[alone, "rule"] = "name"
    return units


def _own_id(units: pd.DataFrame) -> pd.Series:
    return units["label"].str.lower() + ":" + units["key"].str.replace(" ", "-")


def _by_acronym(units: pd.DataFrame, mentions: pd.DataFrame, unit_of: np.ndarray, documents: pd.DataFrame) -> pd.DataFrame:
    """Acronyms: "Libyan National Army (LNA)", then a name in the document with these initials, then in the corpus."""
    order = mentions.assign(unit=unit_of).sort_values(["document_id", "start"], kind="stable")
    after = order.shift(-1)
    pairs = order.assign(next_unit=after["unit"], gap=after["start"] - order["end"], next_text=after["text"])[
        (after["document_id"] == order["document_id"]) & (after["start"] - order["end"] == 2)]
    texts = documents.set_index("document_id")["text"]
    bracket = [texts[d][e:e + 2] == " (" for d, e in zip(pairs["document_id"], pairs["end"], strict=True)]
    pairs = pairs[np.array(bracket, dtype=bool)]
    for left, right in zip(pairs["unit"].astype(int), pairs["next_unit"].astype(int), strict=True):
        long, short = units.at[left, "key"], units.at[right, "key"]
        if name_forms.initials(long.split()) == short or name_forms.initials(name_forms.company(long.split())) == short:
            _copy(units, right, left, "acronym in brackets")
    open_ = units["entity_id"].isna() & (units["size"] == 1) & (units["label"] != "PERSON")
    bodies = units[units["entity_id"].notna() & units["label"].isin(["ORG", "GPE", "LOC"]) & (units["size"] > 1)]
    spelt = bodies.assign(short=[name_forms.initials(key.split()) for key in bodies["key"]])
    for keys, rule in ((["document_id", "short"], "acronym in the document"), (["short"], "acronym in the corpus")):
        only = spelt[spelt.groupby(keys)["entity_id"].transform("nunique") == 1].drop_duplicates(keys).set_index(keys)["entity_id"]
        labels = spelt.drop_duplicates(keys).set_index(keys)["label"]
        index = pd.MultiIndex.from_frame(units[["document_id", "key"]]) if len(keys) == 2 else pd.Index(units["key"])
        hit = open_ & index.isin(only.index)
        units.loc[hit, "entity_id"] = only.reindex(index[hit]).to_numpy()
        units.loc[hit, "label"] = labels.reindex(index[hit]).to_numpy()
        units.loc[hit, "rule"] = rule
        open_ &= ~hit
    units.loc[open_ & (units["key"] != ""), "entity_id"] = _own_id(units[open_ & (units["key"] != "")])
    return units


def _copy(units: pd.DataFrame, to: int, source: int, rule: str) -> None:
    units.loc[to, ["entity_id", "label", "rule"]] = [units.at[source, "entity_id"], units.at[source, "label"], rule]


def _by_short_name(units: pd.DataFrame) -> pd.DataFrame:
    """A person's single name: the one of that surname, else of that given name, in the document; then in the corpus."""
    people = units[(units["label"] == "PERSON") & (units["size"] > 1) & units["entity_id"].notna()]
    bearers = pd.concat([
        pd.DataFrame({"document_id": people["document_id"], "token": people["core"].str[-1], "entity_id": people["entity_id"], "rank": 0}),
        pd.DataFrame({"document_id": people["document_id"], "token": people["core"].str[0], "entity_id": people["entity_id"], "rank": 1}),
    ]).drop_duplicates()
    # A surname that the annotator took for something else is its bearer's all the same, if the full name stands in the document.
    taken = (units["label"] == "ORG") & (units["rule"] != "authority")
    single = (units["size"] == 1) & ((units["label"] == "PERSON") | taken)
    shorts = units[single].reset_index(names="unit")
    shorts["token"] = shorts["core"].str[0]
    here = shorts[["unit", "document_id", "token", "entity_id"]].merge(bearers, on=["document_id", "token"], suffixes=("", "_of"))
    here = here[here["rank"] == here.groupby("unit")["rank"].transform("min")]
    # The authority's bearer of a surname stays the one where the document names that person, too.
    kept = here.loc[here["entity_id"] == here["entity_id_of"], "unit"]
    here = here[~here["unit"].isin(kept)]
    several = here.groupby("unit")["entity_id_of"].transform("nunique")
    only = here[several == 1].drop_duplicates("unit").set_index("unit")["entity_id_of"]
    units.loc[only.index, "entity_id"] = only
    units.loc[only.index, ["label", "rule"]] = ["PERSON", "surname in the document"]
    units.loc[here.loc[several > 1, "unit"].unique(), ["entity_id", "rule"]] = [np.nan, "ambiguous"]
    still = units["entity_id"].isna() & (units["rule"] == "") & (units["label"] == "PERSON") & (units["key"] != "")
    last = bearers[bearers["rank"] == 0]
    only = last[last.groupby("token")["entity_id"].transform("nunique") == 1].drop_duplicates("token").set_index("token")["entity_id"]
    token = units.loc[still, "core"].str[0]
    hit = token[token.isin(only.index)]
    units.loc[hit.index, "entity_id"], units.loc[hit.index, "rule"] = only.reindex(hit).to_numpy(), "only bearer in the corpus"
    alone = token[~token.isin(last["token"])]
    units.loc[alone.index, "entity_id"], units.loc[alone.index, "rule"] = _own_id(units.loc[alone.index]), "name"
    return units


def _table(found: pd.DataFrame, units: pd.DataFrame, unit_of: np.ndarray, known: pd.DataFrame) -> pd.DataFrame:
    """The entities that mentions mean: preferred name, label, every form seen."""
    rows = found.assign(name=[actors.unpossessed(text) for text in found["text"]], kind=units["label"].to_numpy()[unit_of],
                        size=units["size"].to_numpy()[unit_of])
    rows = rows[rows["entity_id"].notna()]
    forms = rows.groupby(["entity_id", "name"]).agg(count=("start", "size"), size=("size", "max")).reset_index()
    # The preferred form: a full name before a short one, then the most frequent, then the first in the alphabet.
    forms["full"] = forms["size"].clip(upper=2)
    forms = forms.sort_values(["entity_id", "full", "count", "name"], ascending=[True, False, False, True], kind="stable")
    kinds = rows.groupby(["entity_id", "kind"]).size().rename("count").reset_index()
    kinds = kinds.sort_values(["count", "kind"], ascending=[False, True]).drop_duplicates("entity_id").set_index("entity_id")["kind"]
    made = forms.groupby("entity_id", sort=True)["name"].agg(list).rename("forms").reset_index()
    authority = known.set_index("entity_id")
    listed = made["entity_id"].isin(authority.index)
    official = authority.reindex(made["entity_id"])
    made["name"] = np.where(listed, official["name"].to_numpy(), made["forms"].str[0])
    made["label"] = np.where(listed, official["label"].to_numpy(), kinds.reindex(made["entity_id"]).to_numpy())
    made["wikidata_id"] = pd.Series(np.where(listed, official["wikidata_id"].to_numpy(), ""), dtype="str").replace("", None)
    given = official["aliases"].fillna("").to_numpy()
    made["aliases"] = ["|".join(dict.fromkeys(f.replace("|", "/") for f in [*forms, *more.split("|")] if f and f != name))
                       for forms, more, name in zip(made["forms"], given, made["name"], strict=True)]
    made["origin"] = np.where(listed, "authority", "corpus")
    return schema.conform("entities", made)
