"""Mentions to actors: who is meant by each name, within the document first, then across the corpus.

The work is done on *names*, not on mentions: mentions that share document and folded name are one unit, and a unit is resolved
once. Steps, each guarded by kind: the authority; full names, whose spellings are made one across the corpus; acronyms; short
names (a surname, a company without half of its name) by the document, then by the corpus. A single name that several people
of its document could bear goes, mention by mention, to the one named last, with the others kept as alternatives; one that
several people of the corpus could bear, none of them in its document, stays without an entity.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.entities import again, bodies, body_roles, people, pronouns
from workbench.annotators.entities import roles as others
from workbench.knowledge import actors, name_forms

#: Label -> group of labels that annotators confuse and that may share an entity.
GROUPS = {"PERSON": "person", "ORG": "body", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people", "EVENT": "event"}


def entities(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *,
             authority: str | Path | Iterable[str | Path] = (), roles: bool = True,
             pronouns: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who is meant: the table ``entities`` and ``mentions`` with ``entity_id`` filled.

    Parameters
    ----------
    documents, segments, mentions
        The tables.
    authority
        CSV files of the user's own actors, see :func:`workbench.knowledge.actors.load`; they win over the packaged ones.
    roles
        Whether words like "the Libyan commander" become mentions of the person of whom the document says so before; their
        ``annotator`` is "entities/role". A country's government ("the Russian government") is the country ("entities/government").
    pronouns
        Whether he, she, his and her become mentions where one person can be meant; their ``annotator`` is "entities/pronoun".

    Returns
    -------
    tuple of DataFrame
        ``entities`` (those that a mention means) and ``mentions``, with ``reason`` in words, and ``alternatives`` where it was
        doubtful. The entity_id of an actor that no authority knows is made of its label and folded name ("person:jane-doe").
    """
    paths = [authority] if isinstance(authority, (str, Path)) else list(authority)
    known = actors.load(*paths)
    # What an earlier run put in is found anew, so that a second run gives the rows of the first.
    mentions = mentions[~mentions["annotator"].str.startswith("entities/", na=False)].reset_index(drop=True)
    if mentions.empty:
        return schema.empty("entities"), schema.conform("mentions", mentions)
    names, apart, persons, countries, organisations, nations = _prepared(known) if paths else _packaged()
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    stretches = _stretches(texts, segments)
    missed = again.missed(texts, mentions, stretches)
    mentions = schema.spans("mentions", documents, pd.concat([mentions, missed])) if len(missed) else mentions
    units, unit_of = _units(mentions, _surfaces(mentions, set(names["key"])), texts)
    _by_authority(units, names, nations)
    _by_full_name(units, persons, apart)
    _by_body(units, mentions, unit_of, texts, countries, organisations)
    chosen = _by_single_name(units, mentions, unit_of)
    found = mentions.assign(entity_id=units["entity_id"].to_numpy()[unit_of], reason=units["reason"].to_numpy()[unit_of],
                            alternatives=units["alternatives"].to_numpy()[unit_of])
    for column in ("entity_id", "reason", "alternatives"):
        found.loc[chosen.index, column] = chosen[column]
    found = schema.conform("mentions", found)
    made = _table(found, units["label"].to_numpy()[unit_of], units["size"].to_numpy()[unit_of], known)
    if roles or pronouns:
        found = _with_others(documents, stretches, found, made, units, countries, texts, roles, pronouns)
        absent = set(found["entity_id"].dropna()) - set(made["entity_id"])
        if absent:  # a government whose country is not named otherwise
            made = pd.concat([made, _of_authority(known[known["entity_id"].isin(absent)])]).sort_values("entity_id", ignore_index=True)
    return made, found


def _of_authority(known: pd.DataFrame) -> pd.DataFrame:
    return schema.conform("entities", known.assign(origin="authority", wikidata_id=known["wikidata_id"].replace("", None)))


def _stretches(texts: dict[str, str], segments: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The stretches of each text that belong to the article; the whole text where nothing is known of its segments."""
    article = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
    stretches: dict[str, list[tuple[int, int]]] = {}
    for document_id, start, end in zip(article["document_id"], article["start"], article["end"], strict=True):
        stretches.setdefault(document_id, []).append((start, end))
    unknown = texts.keys() - set(segments["document_id"])
    return stretches | {document_id: [(0, len(text))] for document_id, text in texts.items() if document_id in unknown}


def _with_others(documents: pd.DataFrame, stretches: dict[str, list[tuple[int, int]]], found: pd.DataFrame, made: pd.DataFrame,
                 units: pd.DataFrame, countries: dict[str, str], texts: dict[str, str], with_roles: bool,
                 with_pronouns: bool) -> pd.DataFrame:
    """The mentions and, in their places, those by role and pronoun."""
    named = found.loc[found["entity_id"].notna(), ["document_id", "start", "end", "entity_id"]]
    named.insert(3, "label", named["entity_id"].map(made.set_index("entity_id")["label"]))
    names = {document_id: sorted(zip(*(part[column] for column in named.columns[1:]), strict=True))
             for document_id, part in named.groupby("document_id", sort=False)}
    rows: list[tuple] = []
    if with_roles:
        lands = {**{entity: entity for entity in countries.values()}, **{row: countries[key] for row, key in _peoples(made, countries)}}
        rows += others.found(texts, names, stretches, lands)
        rows += [(d, *row) for d, part in names.items() for row in body_roles.found(texts[d], part, stretches.get(d, []))]
    if with_pronouns:
        told = units[units["label"].eq("PERSON") & units["gender"].ne("") & units["entity_id"].notna()]
        genders = told.groupby("entity_id")["gender"].agg(lambda g: g.iloc[0] if g.nunique() == 1 else "").to_dict()
        rows += [(d, *row) for d, part in names.items() for row in pronouns.found(texts[d], part, stretches.get(d, []), genders)]
    columns = ["document_id", "start", "end", "entity_id", "label", "score", "annotator", "reason"]
    return schema.spans("mentions", documents, pd.concat([found, pd.DataFrame(rows, columns=columns)])) if rows else found


def _peoples(made: pd.DataFrame, countries: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Peoples of the corpus with the name by which the authority knows their country."""
    for entity_id, name, label in zip(made["entity_id"], made["name"], made["label"], strict=True):
        if label == "NORP" and actors.fold(name) in countries:
            yield entity_id, actors.fold(name)


@cache
def _packaged() -> tuple:
    return _prepared(actors.load())


def _prepared(known: pd.DataFrame) -> tuple:
    """What the steps need of an authority: names, who is never whom, people, countries, and organisations by the key of their spellings."""
    names, countries = actors.names(known), actors.countries(known)
    person, body = names[names["label"] == "PERSON"], names[names["label"] == "ORG"].drop_duplicates("key")
    return (names, actors.never(known), people.authority(zip(person["key"], person["entity_id"], strict=True)), countries,
            dict(zip(bodies.keyed(body, countries), body["entity_id"], strict=True)), actors.nations(known))


# ---- units ------------------------------------------------------------------------------------------------------------
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
        else:
            tokens = name_forms.lettered(tokens)
            if label == "ORG" and " ".join(tokens) not in official:
                tokens = name_forms.company(tokens)
        rows.append((" ".join(tokens), gender, sum(c.isupper() for c in text) >= 2))
    distinct[["key", "gender", "capitals"]] = pd.DataFrame(rows, columns=["key", "gender", "capitals"])
    return distinct


def _units(mentions: pd.DataFrame, surfaces: pd.DataFrame, texts: dict[str, str]) -> tuple[pd.DataFrame, np.ndarray]:
    """One row for each (document, key), with one label; and each mention's row number."""
    rows = mentions[["document_id", "text", "label", "start"]].merge(surfaces, on=["text", "label"], how="left")
    single = rows["label"].eq("PERSON") & ~rows["key"].str.contains(" ") & rows["gender"].eq("")
    rows.loc[single, "gender"] = [name_forms.title_gender(texts[d][max(0, s - 14):s])
                                  for d, s in zip(rows.loc[single, "document_id"], rows.loc[single, "start"], strict=True)]
    numbers = rows.groupby(["document_id", "key"], sort=False).ngroup().to_numpy()
    units = rows.groupby(["document_id", "key"], sort=False).agg(
        first=("start", "min"), capitals=("capitals", "max"), gender=("gender", "max")).reset_index()
    units["label"] = _one_kind(rows, units)
    tokens = [tuple(key.split()) for key in units["key"]]
    units["core"] = [tuple(name_forms.core(list(t))) if label == "PERSON" else t for t, label in zip(tokens, units["label"], strict=True)]
    units["size"] = units["core"].map(len)
    given = units["label"].eq("PERSON") & (units["size"] > 1) & units["gender"].eq("")
    units.loc[given, "gender"] = [name_forms.given_gender(core[0]) for core in units.loc[given, "core"]]
    for column in ("entity_id", "reason", "alternatives"):
        units[column] = pd.Series(np.nan, index=units.index, dtype="str")
    return units, numbers


def _one_kind(rows: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """One name, one kind: the kind that the name mostly has in the corpus, but a surname of the document's people is a person's."""
    order = {label: k for k, label in enumerate(schema.MENTION_LABELS)}
    votes = rows.groupby(["key", "label"], sort=False).size().rename("anywhere").reset_index()
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


# ---- steps ------------------------------------------------------------------------------------------------------------
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
        return "person:" + "-".join(core), "the authority says it is somebody else", _others([(entity_id, " ".join(head), sure, why)])
    own = entity_id or "person:" + "-".join(head)
    reason = why if head == core else f"{why}: {' '.join(head).title()}"
    rival = None if runner is None else _others([(runner[1] or "person:" + "-".join(runner[0]), " ".join(runner[0]).title(), *runner[2:])])
    return own, reason, rival


def _others(rows: list[tuple]) -> str | None:
    """Alternatives as JSON, at most three."""
    keys = ("entity_id", "name", "score", "reason")
    return json.dumps([dict(zip(keys, row, strict=False)) for row in rows[:3]], ensure_ascii=False) if rows else None


def _by_body(units: pd.DataFrame, mentions: pd.DataFrame, unit_of: np.ndarray, texts: dict[str, str], countries: dict[str, str],
             known: dict[str, str]) -> None:
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
    brackets = bodies.bracketed(units, mentions, unit_of, texts)
    for short, long in brackets:
        if units.at[long, "label"] != "PERSON" and pd.notna(units.at[long, "entity_id"]):
            _say(units, short, units.at[long, "entity_id"], f"acronym in brackets after {units.at[long, 'key'].title()}",
                 units.at[long, "label"])
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


def _turn(units: pd.DataFrame, table: pd.DataFrame) -> None:
    """Where the shorter name is the more frequent one, it names the entity: "T-Mobile" and not "T-Mobile Facilities News"."""
    own = units.loc[table.index, "entity_id"]
    short = pd.DataFrame({"own": own, "long": table["entity_id"]})[own.notna() & ~table["entity_id"].str.startswith("wb:")]
    counts = units["entity_id"].value_counts()
    once = short.drop_duplicates()
    once = once[~once.duplicated("own", keep=False) & ~once.duplicated("long", keep=False)]
    better = once[counts.reindex(once["own"]).to_numpy() > counts.reindex(once["long"]).fillna(0).to_numpy()]
    renamed = dict(zip(better["long"], better["own"], strict=True))
    units["entity_id"] = units["entity_id"].replace(renamed)
    table["entity_id"] = table["entity_id"].replace(renamed)


def _by_single_name(units: pd.DataFrame, mentions: pd.DataFrame, unit_of: np.ndarray) -> pd.DataFrame:
    """A person's single name: by the document, then by the corpus. Returns the mentions decided one by one."""
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
        [_others([(e, None, round(1 / len(bearers[t]), 2)) for e in sorted(bearers[t])]) for t in many], index=many.index, dtype="str")
    return _last_named(units, mentions, unit_of, here[several > 1])


def _last_named(units: pd.DataFrame, mentions: pd.DataFrame, unit_of: np.ndarray, rivals: pd.DataFrame) -> pd.DataFrame:
    """Mentions of a single name with several bearers in the document: each means the one named in full last."""
    columns = ["entity_id", "reason", "alternatives"]
    if rivals.empty:
        return pd.DataFrame(columns=columns)
    units.loc[rivals["unit"].unique(), "label"] = "PERSON"
    spots = mentions[["document_id", "start"]].assign(unit=unit_of)
    asked = spots[spots["unit"].isin(rivals["unit"])].reset_index(names="row")
    named = spots[units["size"].gt(1).to_numpy()[unit_of]]
    named = named.assign(entity_id_of=units["entity_id"].to_numpy()[named["unit"]])[["document_id", "start", "entity_id_of"]]
    pairs = asked.merge(rivals[["unit", "entity_id_of"]], on="unit").merge(named, on=["document_id", "entity_id_of"], suffixes=("", "_of"))
    gap = pairs["start"] - pairs["start_of"]
    pairs["gap"] = gap.where(gap >= 0, 10**7 - gap)  # one named only after it comes behind all that were named before
    pairs = pairs.sort_values(["row", "gap", "entity_id_of"], kind="stable").drop_duplicates(["row", "entity_id_of"])
    best = pairs.drop_duplicates("row").set_index("row")
    others = pairs[pairs.duplicated("row")].groupby("row")["entity_id_of"].agg(lambda ids: _others([(e, None, 0.3) for e in ids]))
    return pd.DataFrame({"entity_id": best["entity_id_of"], "reason": "surname of the person named last before it; others share it",
                         "alternatives": others.reindex(best.index)}, index=best.index)[columns]


# ---- the table --------------------------------------------------------------------------------------------------------
def _table(found: pd.DataFrame, kinds: np.ndarray, sizes: np.ndarray, known: pd.DataFrame) -> pd.DataFrame:
    """The entities that mentions mean: preferred name, label, every form seen."""
    rows = found[["entity_id", "text", "start"]].assign(kind=kinds, size=sizes)
    rows = rows[rows["entity_id"].notna()]
    forms = rows.groupby(["entity_id", "text"]).agg(count=("start", "size"), size=("size", "max")).reset_index()
    forms["name"] = [actors.unpossessed(text) for text in forms["text"]]
    # The preferred form: a full name before a short one, then the most frequent, then the first in the alphabet.
    forms["full"] = forms["size"].clip(upper=2)
    forms = forms.sort_values(["entity_id", "full", "count", "name"], ascending=[True, False, False, True], kind="stable")
    counted = rows.groupby(["entity_id", "kind"]).size().rename("count").reset_index()
    counted = counted.sort_values(["count", "kind"], ascending=[False, True]).drop_duplicates("entity_id")
    made = forms.groupby("entity_id", sort=True)["name"].agg(list).rename("forms").reset_index()
    listed = made["entity_id"].isin(known["entity_id"])
    official = known.set_index("entity_id").reindex(made["entity_id"])
    made["name"] = np.where(listed, official["name"].to_numpy(), made["forms"].str[0])
    mostly = counted.set_index("entity_id")["kind"].reindex(made["entity_id"])
    made["label"] = np.where(listed, official["label"].to_numpy(), mostly.to_numpy())
    made["wikidata_id"] = pd.Series(np.where(listed, official["wikidata_id"].to_numpy(), ""), dtype="str").replace("", None)
    given = official["aliases"].fillna("").to_numpy()
    made["aliases"] = ["|".join(dict.fromkeys(f.replace("|", "/") for f in [*forms, *more.split("|")] if f and f != name))
                       for forms, more, name in zip(made["forms"], given, made["name"], strict=True)]
    made["origin"] = np.where(listed, "authority", "corpus")
    return schema.conform("entities", made)
