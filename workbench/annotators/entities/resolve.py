"""Units to actors, across the corpus: each step is guarded by kind, and gives its reason and its runner-up."""

from collections import Counter

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.entities import bodies, people
from workbench.annotators.entities.known import Known
from workbench.annotators.entities.units import alternatives
from workbench.knowledge import actors, name_forms

#: Label -> group of labels that annotators confuse and that may share an entity.
GROUPS = {"PERSON": "person", "ORG": "body", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people", "EVENT": "event"}


def resolved(counts: pd.DataFrame, brackets: pd.DataFrame, known: Known) -> dict[str, pd.DataFrame]:
    """Who is meant by the units of a corpus.

    Parameters
    ----------
    counts
        What :func:`units.counted` made of the parts of the corpus.
    brackets
        What :func:`bodies.bracketed` made of them.

    Returns
    -------
    dict of DataFrame
        ``units``: document_id, key, label, size (its words), entity_id, reason, alternatives. ``rivals``: document_id, key, entity_id_of
        for each person of the document that a single name could mean, where they are several. ``genders``: entity_id, gender of the
        people of whom the corpus tells one.
    """
    # In an order of their own, so that the order of the corpus decides nothing.
    units = _units(counts.sort_values(["document_id", "first", "key", "label"], ignore_index=True))
    del counts  # else a corpus's names would be in memory twice
    pairs = _numbered(units, brackets)
    _by_authority(units, known.names, known.nations)
    _by_full_name(units, known.persons, known.apart)
    _by_body(units, pairs, known.countries, known.organisations)
    rivals = _by_single_name(units)
    gendered = units[units["label"].eq("PERSON") & units["gender"].ne("") & units["entity_id"].notna()]
    genders = gendered.groupby("entity_id")["gender"].agg(["min", "max"])
    genders = genders.loc[genders["min"] == genders["max"], "min"].rename("gender").reset_index()
    return {"units": units[["document_id", "key", "label", "size", "entity_id", "reason", "alternatives"]], "rivals": rivals,
            "genders": genders}


def _units(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each (document, key), with one label."""
    units = rows.groupby(["document_id", "key"], sort=False).agg(
        first=("first", "min"), capitals=("capitals", "max"), gender=("gender", "max")).reset_index()
    units["label"] = _one_kind(rows, units)
    # Each name's words once, however many documents have it: at a million units the words take more memory than all else.
    words = {key: tuple(key.split()) for key in units["key"].unique()}
    persons = {key: tuple(name_forms.core(list(words[key]))) for key in units.loc[units["label"] == "PERSON", "key"].unique()}
    units["core"] = [(persons if label == "PERSON" else words)[key] for key, label in zip(units["key"], units["label"], strict=True)]
    units["size"] = units["core"].map(len)
    given = units["label"].eq("PERSON") & (units["size"] > 1) & units["gender"].eq("")
    units.loc[given, "gender"] = [name_forms.given_gender(core[0]) for core in units.loc[given, "core"]]
    for column in ("entity_id", "reason", "alternatives"):
        units[column] = pd.Series(np.nan, index=units.index, dtype="str")
    return units


def _one_kind(rows: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """One name, one kind: the kind that the name mostly has in the corpus, but a surname of the document's people is a person's."""
    order = {label: k for k, label in enumerate(schema.MENTION_LABELS)}
    votes = rows.groupby(["key", "label"], sort=False)["count"].sum().rename("anywhere").reset_index()
    votes["order"] = votes["label"].map(order)
    votes = votes.sort_values(["anywhere", "order"], ascending=[False, True], kind="stable")
    most = votes.drop_duplicates("key").set_index("key")["label"]
    kind = units["key"].map(most)
    people = rows[(rows["label"] == "PERSON") & rows["key"].str.contains(" ")]
    parts = pd.concat([people["document_id"] + "\x1f" + people["key"].str.rsplit(" ", n=1).str[-1],
                       people["document_id"] + "\x1f" + people["key"].str.split(" ", n=1).str[0]])
    persons = rows.loc[rows["label"] == "PERSON", "document_id"] + "\x1f" + rows.loc[rows["label"] == "PERSON", "key"]
    here = units["document_id"] + "\x1f" + units["key"]
    return kind.where(~(here.isin(persons) & here.isin(parts)), "PERSON")


def _say(units: pd.DataFrame, rows, entity_id, reason, label=None) -> None:
    units.loc[rows, "entity_id"] = entity_id
    units.loc[rows, "reason"] = reason
    if label is not None:
        units.loc[rows, "label"] = label


def _own(units: pd.DataFrame) -> pd.Series:
    return units["label"].str.lower() + ":" + units["key"].str.replace(" ", "-")


def _numbered(units: pd.DataFrame, brackets: pd.DataFrame) -> list[tuple[int, int]]:
    """The pairs of :func:`bodies.bracketed` as numbers of units."""
    place = units[["document_id", "key"]].reset_index(names="unit")
    for column in ("short", "long"):
        brackets = brackets.merge(place.rename(columns={"key": column, "unit": f"{column}_unit"}), on=["document_id", column])
    return list(zip(brackets["short_unit"], brackets["long_unit"], strict=True))


def _by_authority(units: pd.DataFrame, names: pd.DataFrame, nations: dict[str, str]) -> None:
    """Names that the authority has: a name of several of its actors goes to the one of the same kind, if there is one."""
    names = names[["key", "entity_id", "label"]].drop_duplicates(["key", "entity_id"])
    names = names.rename(columns={"entity_id": "known_id", "label": "known_label"})
    found = units[["key", "label", "capitals"]].reset_index(names="unit").merge(names, on="key")
    same = found["label"].map(GROUPS) == found["known_label"].map(GROUPS)
    person, known_person = found["label"] == "PERSON", found["known_label"] == "PERSON"
    doubtful = ~found["key"].str.contains(" ") & (found["key"].isin(actors.AMBIGUOUS) | (found["key"].str.len() < 4))
    found = found[same | ((person | known_person) & ~doubtful) | (~person & ~known_person & (~doubtful | found["capitals"]))]
    found = found.assign(same=same)
    best = found[found["same"] == found.groupby("unit")["same"].transform("max")]
    best = best[best.groupby("unit")["known_id"].transform("nunique") == 1].drop_duplicates("unit").set_index("unit")
    _say(units, best.index, best["known_id"], "a name that the authority has", best["known_label"])
    # A nationality is a people, and it is linked to its country: the mention keeps its label, the entity is the country.
    linked = units["entity_id"].map(nations)
    _say(units, linked.dropna().index, linked.dropna(), "a nationality, linked to its country")


def _by_full_name(units: pd.DataFrame, known: tuple, apart: set[tuple[str, str]]) -> None:
    """People named in full: their spellings across the corpus made one."""
    full = units[(units["label"] == "PERSON") & (units["size"] > 1) & units["entity_id"].isna()]
    counts = Counter(full["core"])
    ordered = sorted(counts, key=lambda core: (-counts[core], core))
    made = people.cluster(ordered, known)
    said = {core: _person(core, *made[core], apart) for core in ordered}
    for column, place in (("entity_id", 0), ("reason", 1), ("alternatives", 2)):
        units.loc[full.index, column] = pd.Series([said[core][place] for core in full["core"]], index=full.index, dtype="str")


def _person(core: tuple[str, ...], entity_id: str | None, head: tuple[str, ...], sure: float, why: str, runner: tuple | None,
            apart: set[tuple[str, str]]) -> tuple[str, str, str | None]:
    """entity_id, reason and alternatives of a full name; what the authority says is never the same stays apart."""
    if entity_id is not None and (entity_id, " ".join(core)) in apart:
        return "person:" + "-".join(core), "the authority says it is somebody else", alternatives([(entity_id, " ".join(head), sure, why)])
    own = entity_id or "person:" + "-".join(head)
    reason = why if head == core else f"{why}: {' '.join(head).title()}"
    rival = None if runner is None else alternatives(
        [(runner[1] or "person:" + "-".join(runner[0]), " ".join(runner[0]).title(), *runner[2:])])
    return own, reason, rival


def _by_body(units: pd.DataFrame, brackets: list[tuple[int, int]], countries: dict[str, str], known: dict[str, str]) -> None:
    """Organisations, places, peoples and events: spellings, acronyms, short names."""
    keys = bodies.keyed(units, countries)
    body = units["label"].eq("ORG") & units["entity_id"].isna()
    hit = body & keys.isin(known) & (units["size"] > 1)
    _say(units, hit[hit].index, keys[hit].map(known), "a spelling of a name that the authority has")
    state = body & keys.str.fullmatch(r"@\S+ (?:government|administration)")
    _say(units, state[state].index, keys[state].str.extract(r"^@(\S+)", expand=False), "a country's government stands for the country")
    acronym = (units["size"] == 1) & units["capitals"] & (units["key"].str.len() < 7) & units["label"].isin(bodies.LABELS)
    full = units["entity_id"].isna() & units["label"].ne("PERSON") & ~acronym & units["key"].ne("")
    # Of the spellings that share a key, the most frequent one names the entity.
    open_ = units[full].assign(shared=keys[full], group=units.loc[full, "label"].replace({"FAC": "ORG", "LOC": "GPE"}))
    heads = open_.groupby(["group", "shared", "key", "label"]).size().rename("count").reset_index()
    heads = heads.sort_values(["count", "key", "label"], ascending=[False, True, True], kind="stable").drop_duplicates(["group", "shared"])
    head = open_[["group", "shared"]].merge(heads, on=["group", "shared"], how="left").set_index(open_.index)
    _say(units, open_.index, _own(head), "its own name")
    _by_bracket(units, brackets)
    settled = units.index.isin([short for short, _ in brackets])
    weak = units["label"].isin(["ORG", "FAC"]) & units["reason"].eq("its own name") & ~settled
    for table, words in ((bodies.acronyms(units, units["entity_id"].isna() & acronym), "acronym of"),
                         (bodies.short_names(units, weak | (units["entity_id"].isna() & acronym), keys), "short for")):
        table = table.set_index("unit")
        _turn(units, table)
        _say(units, table.index, table["entity_id"], words + " " + table["name"].str.title() + table["rank"].map(
            {0: ", named in the document", 1: ", the only one in the corpus"}), table["label"])
    rest = units["entity_id"].isna() & units["label"].ne("PERSON") & units["key"].ne("")
    _say(units, rest[rest].index, _own(units[rest]), "its own name")


def _by_bracket(units: pd.DataFrame, brackets: list[tuple[int, int]]) -> None:
    """Acronyms in brackets, each after the name that it stands for, which may have got its entity from a bracket before."""
    ids, labels = units["entity_id"].to_numpy(object, copy=True), units["label"].to_numpy(object, copy=True)
    after: dict[int, int] = {}
    for short, long in brackets:
        if labels[long] != "PERSON" and pd.notna(ids[long]):
            ids[short], labels[short], after[short] = ids[long], labels[long], long
    rows = list(after)
    names = units.loc[list(after.values()), "key"].str.title()
    _say(units, rows, ids[rows], ("acronym in brackets after " + names).to_numpy(), labels[rows])


def _turn(units: pd.DataFrame, table: pd.DataFrame) -> None:
    """Where the shorter name is the more frequent one, it names the entity: "T-Mobile" and not "T-Mobile Facilities News"."""
    own = units.loc[table.index, "entity_id"]
    short = pd.DataFrame({"own": own, "long": table["entity_id"]})[own.notna() & ~table["entity_id"].str.startswith("wb:")]
    counts = units["entity_id"].value_counts()
    once = short.drop_duplicates()
    once = once[~once.duplicated("own", keep=False) & ~once.duplicated("long", keep=False)]
    better = once[counts.reindex(once["own"]).to_numpy() > counts.reindex(once["long"]).fillna(0).to_numpy()]
    renamed = dict(zip(better["long"], better["own"], strict=True))
    for rows in (units, table):  # pandas' replace looks through all rows once for each name
        long = rows["entity_id"].isin(renamed)
        rows.loc[long, "entity_id"] = rows.loc[long, "entity_id"].map(renamed)


def _by_single_name(units: pd.DataFrame) -> pd.DataFrame:
    """A person's single name: by the document, then by the corpus. Returns who its mentions could mean where that is told one by one."""
    able = people.bearers(units)
    mistaken = units["label"].eq("ORG") & units["reason"].eq("its own name")  # a surname that was taken for something else
    single = (units["size"] == 1) & (units["label"].eq("PERSON") | mistaken)
    shorts = units.loc[single, ["document_id", "gender", "entity_id", "core"]].reset_index(names="unit")
    shorts["token"] = [core[0] for core in shorts["core"]]
    here = people.in_document(shorts[["unit", "document_id", "token", "gender", "entity_id"]], able)
    here = here[~(here["rank"].gt(0) & units.loc[here["unit"], "label"].eq("ORG").to_numpy())]
    # The authority's bearer of a surname stays the one where the document names that person, too, or the other one only later.
    later = here["entity_id"].notna() & (here.groupby("unit")["first"].transform("min") > here["unit"].map(units["first"]))
    kept = here.loc[(here["entity_id"] == here["entity_id_of"]) | later, "unit"]
    here = here[~here["unit"].isin(kept)]
    several = here.groupby("unit")["entity_id_of"].transform("nunique")
    only = here[several == 1].set_index("unit")
    _say(units, only.index, only["entity_id_of"], only["rank"].map(
        {0: "surname of a person of the document", 1: "given name of a person of the document", 2: "name of a person of the document",
         3: "spelling of the surname of a person of the document"}), "PERSON")
    open_ = single & units["entity_id"].isna() & units["label"].eq("PERSON") & units["key"].ne("") & ~units.index.isin(here["unit"])
    last = able[able["rank"] == 0].drop_duplicates(["token", "entity_id"])
    bearers: dict[str, list[str]] = {}
    for token, entity_id in zip(last["token"], last["entity_id"], strict=True):
        bearers.setdefault(token, []).append(entity_id)
    token = pd.Series([core[0] for core in units.loc[open_, "core"]], index=units.index[open_], dtype="str")
    count = np.array([len(bearers.get(t, ())) for t in token], dtype=int)
    one = token[count == 1]
    _say(units, one.index, [bearers[t][0] for t in one], "surname that one person of the corpus has")
    none = token[count == 0]
    _say(units, none.index, _own(units.loc[none.index]), "its own name")
    many = token[count > 1]
    units.loc[many.index, "reason"] = "surname that several people of the corpus have"
    units.loc[many.index, "alternatives"] = pd.Series(
        [alternatives([(e, None, round(1 / len(bearers[t]), 2)) for e in sorted(bearers[t])]) for t in many], index=many.index, dtype="str")
    rivals = here[several > 1]
    units.loc[rivals["unit"].unique(), "label"] = "PERSON"
    return units[["document_id", "key"]].merge(rivals.set_index("unit")["entity_id_of"], left_index=True, right_index=True)
