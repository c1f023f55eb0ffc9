"""Mentions to actors: who is meant by each name, within the document first, then across the corpus.

The work is done on *names*, not on mentions: mentions that share document and folded name are one unit, and a unit is resolved
once. Steps, each guarded by kind: the authority; full names, whose spellings are made one across the corpus; acronyms; short
names (a surname, a company without half of its name) by the document, then by the corpus. A single name that several people
of its document could bear goes, mention by mention, to the one named last, with the others kept as alternatives; one that
several people of the corpus could bear, none of them in its document, stays without an entity.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench import schema
from workbench.annotators.entities import again, bodies, body_roles, listed, parts, resolve, units
from workbench.annotators.entities import pronouns as by_pronoun
from workbench.annotators.entities import roles as others
from workbench.annotators.entities.known import known


def entities(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, *,
             authority: str | Path | Iterable[str | Path] = (), roles: bool = True, pronouns: bool = True,
             across: dict[str, pd.DataFrame] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    across
        What the passes of ``parts`` told of a corpus of which these documents are a part; None where they are all.

    Returns
    -------
    tuple of DataFrame
        ``entities`` (those that a mention means) and ``mentions``, with ``reason`` in words, and ``alternatives`` where it was
        doubtful. The entity_id of an actor that no authority knows is made of its label and folded name ("person:jane-doe").
    """
    by, texts, found = known(authority), schema.texts_of(documents), parts.of_others(mentions)
    if found.empty and not (across and len(across["missed"])):
        return schema.empty("entities"), schema.conform("mentions", found)
    stretches = parts.stretches(texts, segments)
    if across is None:  # the passes, one after another, on what is here
        kinds = again.one_kind([again.kinds(found)])
        found = parts.with_missed(documents, found, again.trusted([again.hits(texts, found, stretches, kinds)], kinds))
        rows = parts.named(documents, found, by)
        across = resolve.resolved(units.counted(rows), bodies.bracketed(rows, texts), by)
        told = units.told(rows, across["units"], across["rivals"])
        made = listed.table([listed.forms(found["text"], told)], by.table)
        found = parts.with_entities(found, told)
    else:
        found, made = parts.resolved_here(documents, found, across, by)
    names, rows = parts.names_of(found, made), []
    if roles:
        lands = parts.lands_of(made, by.countries)
        learnt = others.learnt(texts, names, lands)
        common = across["roles"] if "roles" in across else others.common([others.said(learnt)])
        rows += others.found(texts, names, stretches, lands, learnt, common)
        rows += [(d, *row) for d, some in names.items() for row in body_roles.found(texts[d], some, stretches.get(d, []))]
    if pronouns:
        genders = dict(zip(across["genders"]["entity_id"], across["genders"]["gender"], strict=True))
        rows += [(d, *row) for d, some in names.items() for row in by_pronoun.found(texts[d], some, stretches.get(d, []), genders)]
    if rows:
        columns = ["document_id", "start", "end", "entity_id", "label", "score", "annotator", "reason"]
        found = schema.spans("mentions", documents, pd.concat([found, pd.DataFrame(rows, columns=columns)]))
    absent = set(found["entity_id"].dropna()) - set(made["entity_id"])
    if absent:  # a government whose country is not named otherwise
        states = by.table[by.table["entity_id"].isin(absent)]
        states = schema.conform("entities", states.assign(origin="authority", wikidata_id=states["wikidata_id"].replace("", None)))
        made = pd.concat([made, states]).sort_values("entity_id", ignore_index=True)
    return made, found
