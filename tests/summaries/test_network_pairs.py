"""Who is named with whom, against a plain count; every edge opens as many sentences as it says."""

import itertools

import numpy as np
import pytest
from explorer_worlds import chance_corpus

from workbench.selection import Clause, Selection
from workbench.sentences import sentences
from workbench.summaries import index_of
from workbench.summaries.network import network


def plain(corpus, ids, by):
    """Edges by looking at every sentence."""
    literal = corpus.toponyms[corpus.toponyms["label"] == "literal"]
    acting = corpus.mentions[~corpus.mentions["span_id"].isin(literal["mention_id"])].dropna(subset="entity_id")
    acting = acting[acting["entity_id"].isin(corpus.entities.loc[corpus.entities["label"] != "LOC", "entity_id"])]
    story, found = corpus.stories.set_index("document_id")["story_id"], {}
    for document in corpus.documents[corpus.documents["document_id"].isin(ids)].itertuples():
        rows = acting[acting["document_id"] == document.document_id]
        for k, (a, b) in enumerate(sentences(document.text)):
            named = sorted(set(rows.loc[(rows["start"] >= a) & (rows["start"] < b), "entity_id"]))
            unit = {"mentions": (document.document_id, k), "articles": document.document_id, "stories": story[document.document_id]}[by]
            for pair in itertools.combinations(named, 2):
                found.setdefault(pair, set()).add(unit)
    return {pair: len(units) for pair, units in found.items()}


@pytest.mark.parametrize("by", ["mentions", "articles", "stories"])
@pytest.mark.parametrize("words", [{}, {"publisher": "Daily Anchor"}, {"place": "gn:1", "after": "2019-06-01"}])
def test_edges_are_what_a_reader_counts_and_open_as_many_sentences(by, words):
    corpus = chance_corpus(11, articles=120)
    view = Selection().where(by=by, **words)
    nodes, edges = network(index_of(corpus), view.mask(corpus), by=by)
    expected = plain(corpus, set(view.document_ids(corpus)), by)
    assert {tuple(sorted((e.source, e.target))): e.count for e in edges.itertuples()} == expected and len(edges) > 3
    assert edges["count"].is_monotonic_decreasing and set(edges["source"]) | set(edges["target"]) <= set(nodes["entity_id"])
    for edge in edges.itertuples():
        pair = Selection(*view.clauses, by=by).where(Clause("pair", "mentions", "entity_id", "together", (edge.source, edge.target)))
        rows = pair.evidence(corpus, of="pair")
        assert len(rows) == rows.attrs["total"] == edge.count
        assert all(name in sentence for name, sentence in zip(rows["text"], rows["sentence"], strict=True))


def test_a_pair_is_two_actors():
    with pytest.raises(ValueError, match="two different actors"):
        Clause("pair", "mentions", "entity_id", "together", ("a", "a"))
    with pytest.raises(ValueError, match="two different actors"):
        Clause("pair", "documents", "publisher", "together", ("a", "b"))


def test_a_pair_by_name_and_as_code():
    corpus = chance_corpus(11)
    view = Selection().where(Clause("pair", "mentions", "entity_id", "together", ("Khalifa Haftar", "United Nations")))
    ids = np.sort(view.document_ids(corpus))
    again = Selection.from_json(view.to_json())
    assert list(np.sort(again.document_ids(corpus))) == list(ids) and "together" in view.code()
