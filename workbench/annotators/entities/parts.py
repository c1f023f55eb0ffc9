"""Resolution over parts of a corpus: each pass makes a small summary of every part, and combines what the parts tell.

First which names are one kind of thing in the corpus; then where these stand unseen; then the units, resolved across the corpus;
then what the entities are called; at last what several articles say that people are.
"""

from collections.abc import Iterable

import pandas as pd

from workbench import schema
from workbench.annotators.entities import again, bodies, listed, resolve, units
from workbench.annotators.entities import roles as by_role
from workbench.annotators.entities.known import Known, known
from workbench.knowledge import actors

Tables = dict[str, pd.DataFrame]


def of_others(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions that other annotators found: what an earlier run put in is found anew, and a second run gives the rows of the first."""
    return mentions[~mentions["annotator"].str.startswith("entities/", na=False)].reset_index(drop=True)


def stretches(texts: dict[str, str], segments: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The stretches of each text that belong to the article; the whole text where nothing is known of its segments."""
    article = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
    made = schema.by_document(article, "start", "end")
    unknown = texts.keys() - set(segments["document_id"])
    return made | {document_id: [(0, len(text))] for document_id, text in texts.items() if document_id in unknown}


def with_missed(documents: pd.DataFrame, mentions: pd.DataFrame, missed: pd.DataFrame) -> pd.DataFrame:
    """The mentions that other annotators found, with those that were missed in their places."""
    return schema.spans("mentions", documents, pd.concat([mentions, missed])) if len(missed) else mentions


def named(documents: pd.DataFrame, mentions: pd.DataFrame, by: Known) -> pd.DataFrame:
    """What :func:`units.named` says of the mentions."""
    return units.named(mentions, schema.texts_of(documents), set(by.names["key"]))


def with_entities(mentions: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The mentions with what :func:`units.told` says of each."""
    return schema.conform("mentions", mentions.assign(**{c: told[c].to_numpy() for c in ("entity_id", "reason", "alternatives")}))


def resolved_here(documents: pd.DataFrame, mentions: pd.DataFrame, across: Tables, by: Known) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The part's mentions and the entities that they mean, from what the passes told."""
    mentions = with_missed(documents, mentions, across["missed"])
    told = units.told(named(documents, mentions, by), across["units"], across["rivals"])
    made = across["entities"]
    return with_entities(mentions, told), made[made["entity_id"].isin(told["entity_id"])].reset_index(drop=True)


def names_of(found: pd.DataFrame, made: pd.DataFrame) -> dict[str, list[tuple[int, int, str, str]]]:
    """The resolved names of each document, in order: (start, end, label of the entity, entity_id)."""
    rows = found[found["entity_id"].notna()]
    rows = rows.assign(label=rows["entity_id"].map(made.set_index("entity_id")["label"]))
    return {document_id: sorted(some) for document_id, some in schema.by_document(rows, "start", "end", "label", "entity_id").items()}


def lands_of(made: pd.DataFrame, countries: dict[str, str]) -> dict[str, str]:
    """Countries, and the peoples among the entities, with the country of each."""
    peoples = {entity_id: countries[actors.fold(name)] for entity_id, name, label in zip(
        made["entity_id"], made["name"], made["label"], strict=True) if label == "NORP" and actors.fold(name) in countries}
    return {**{entity: entity for entity in countries.values()}, **peoples}


# ---- the passes: what a part tells, and what is made of it --------------------------------------------------------------
def kinds(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *, across: Tables, **options) -> Tables:
    """How often names are found as what."""
    return {"kinds": again.kinds(of_others(mentions))}


def one_kind(summaries: Iterable[Tables], *, across: Tables, **options) -> Tables:
    """Names that are one kind."""
    return {"kinds": again.one_kind(summary["kinds"] for summary in summaries)}


def unseen(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *, across: Tables, **options) -> Tables:
    """Where such names stand unseen."""
    texts = schema.texts_of(documents)
    return {"missed": again.hits(texts, of_others(mentions), stretches(texts, segments), across["kinds"])}


def trusted(summaries: Iterable[Tables], *, across: Tables, **options) -> Tables:
    """Those of them that are names here, too."""
    return {"missed": again.trusted((summary["missed"] for summary in summaries), across["kinds"])}


def counted(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *, across: Tables, authority=(), **options) -> Tables:
    """The units of the part, and acronyms in brackets."""
    rows = named(documents, with_missed(documents, of_others(mentions), across["missed"]), known(authority))
    return {"units": units.counted(rows), "brackets": bodies.bracketed(rows, schema.texts_of(documents))}


def resolved(summaries: Iterable[Tables], *, across: Tables, authority=(), **options) -> Tables:
    """Who is meant by each unit."""
    counts, brackets = [], []
    for summary in summaries:
        counts.append(summary["units"])
        brackets.append(summary["brackets"])
    return resolve.resolved(_joined(counts), _joined(brackets), known(authority))


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """One table of the parts' tables, which are let go of: else a corpus's names would be in memory twice."""
    made = pd.concat(tables, ignore_index=True)
    tables.clear()
    return made


def forms(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *, across: Tables, authority=(), **options) -> Tables:
    """What the entities are called in the part."""
    mentions = with_missed(documents, of_others(mentions), across["missed"])
    return listed.forms(mentions["text"], units.told(named(documents, mentions, known(authority)), across["units"], across["rivals"]))


def entities(summaries: Iterable[Tables], *, across: Tables, authority=(), **options) -> Tables:
    """The table of entities."""
    return {"entities": listed.table(summaries, known(authority).table)}


def said(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *, across: Tables, authority=(), roles: bool = True,
         **options) -> Tables:
    """What the part says that people are: "the Libyan commander"."""
    if not roles:
        return {"roles": by_role.said({})}
    by = known(authority)
    found, made = resolved_here(documents, of_others(mentions), across, by)
    return {"roles": by_role.said(by_role.learnt(schema.texts_of(documents), names_of(found, made), lands_of(made, by.countries)))}


def common(summaries: Iterable[Tables], *, across: Tables, **options) -> Tables:
    """What several articles say that people are."""
    return {"roles": by_role.common(summary["roles"] for summary in summaries)}
