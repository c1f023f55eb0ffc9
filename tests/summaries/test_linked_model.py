"""Every view of every selection, held against plain filters of the tables."""

import re

import numpy as np
import pandas as pd
import pytest
from explorer_worlds import chance_corpus

from workbench import schema
from workbench.selection import Clause, Selection
from workbench.summaries import index_of
from workbench.summaries.facets import facet
from workbench.summaries.places import places
from workbench.summaries.timeline import timeline

#: Random selections that are checked, in all.
STEPS = 2000
#: What is searched -> whether a text answers, and what stands for a hit: plain regular expressions.
QUESTIONS = {
    "oil": (lambda t: "oil" in t, r"\boil\b"),
    "oil OR envoy": (lambda t: "oil" in t or "envoy" in t, r"\b(oil|envoy)\b"),
    "oil AND talks": (lambda t: "oil" in t and "talks" in t, r"\b(oil|talks)\b"),
    "talks NOT (oil OR tripoli)": (lambda t: "talks" in t and "oil" not in t and "tripoli" not in t, r"\btalks\b"),
    '"khalifa haftar"': (lambda t: "khalifa haftar" in t, r"\bkhalifa haftar\b"),
    "cease*": (lambda t: "cease" in t, r"\bcease\w*"),
    "/en.oy|o.l/": (lambda t: re.search("en.oy|o.l", t), "en.oy|o.l"),
}


class Plain:
    """What the views should show, from the tables alone, row by row where that is plainest."""

    def __init__(self, corpus):
        documents = corpus.documents.assign(day=corpus.documents["date_published"].dt.normalize())
        self.documents = documents.set_index("document_id")
        self.story = corpus.stories.set_index("document_id")["story_id"]
        literal = corpus.toponyms[corpus.toponyms["label"] == "literal"]
        acting = corpus.mentions[~corpus.mentions["span_id"].isin(literal["mention_id"])]
        self.actors = acting.drop(columns="label").merge(corpus.entities[["entity_id", "name", "label"]], on="entity_id").rename(
            columns={"entity_id": "thing"})
        self.places = literal.merge(corpus.places[["place_id", "name"]], on="place_id").rename(columns={"place_id": "thing"})
        self.unplaced = literal[literal["place_id"].isna()]
        self.texts = self.documents["text"].str.lower()
        self.hits = {question: pd.DataFrame([(d, question, m.start()) for d, t in self.texts.items() if answers(t)
                                             for m in re.finditer(pattern, t)], columns=["document_id", "thing", "start"])
                     for question, (answers, pattern) in QUESTIONS.items()}

    def passing(self, view, leave_out=None):
        kept = set(self.documents.index)
        for clause in view.clauses:
            if clause.source == leave_out:
                continue
            if clause.source == "actor":
                kept &= set(self.actors.loc[self.actors["thing"].isin(clause.value), "document_id"])
            elif clause.source == "place":
                kept &= set(self.places.loc[self.places["thing"].isin(clause.value), "document_id"])
            elif clause.source == "text":
                kept &= {d for d, t in self.texts.items() if QUESTIONS[clause.value][0](t)}
            elif clause.source == "story":
                kept &= set(self.story.index[self.story.isin(clause.value)])
            elif clause.source == "date" and clause.op == "in":
                kept &= set(self.documents.index[self.documents["day"].isna()])
            elif clause.source == "date":
                begin, end = (pd.Timestamp(d) if d else None for d in clause.value)
                day = self.documents["day"]
                kept &= set(self.documents.index[day.notna() & ((day >= begin) if begin else True) & ((day <= end) if end else True)])
            else:
                kept &= set(self.documents.index[self.documents[clause.column].isin(clause.value)])
        return kept

    def rows(self, kind, ids, things=None):
        rows = self.actors if kind == "actor" else self.places
        rows = rows[rows["document_id"].isin(ids)]
        if things is not None:
            return rows[rows["thing"].isin(things)]
        return rows[rows["label"].isin(schema.ACTOR_LABELS)] if kind == "actor" else rows

    def evidence(self, view):
        """All rows of the kinds that are chosen, whatever the articles; mentions of actors where none are."""
        every, parts = set(self.documents.index), []
        for kind in ("actor", "place"):
            if view.clause(kind):
                parts.append(self.rows(kind, every, view.clause(kind).value))
        if view.clause("text"):
            parts.append(self.hits[view.clause("text").value])
        return pd.concat(parts or [self.rows("actor", every)])

    def count(self, rows, by):
        """Number of rows by thing: of mentions, or different articles or stories."""
        return self.units(rows, by).drop_duplicates(["thing", "unit"])["thing"].value_counts()

    def units(self, rows, by):
        """The rows with what counts as one: the mention, its article, or its story."""
        documents = rows["document_id"]
        return rows.assign(unit={"mentions": rows.index, "articles": documents, "stories": documents.map(self.story)}[by])


def act(rng, view, plain):
    """One thing that a user might do, in code."""
    entities, place_ids = plain.actors["thing"].unique(), plain.places["thing"].unique()
    what = rng.integers(12)
    if what == 0:
        view.where(actor=list(rng.choice(entities, rng.integers(1, 4))))
    elif what == 1:
        view.where(place=list(rng.choice(place_ids, rng.integers(1, 3))))
    elif what == 2:
        days = sorted(pd.Timestamp("2019-01-01") + pd.Timedelta(days=int(d)) for d in rng.integers(-50, 950, 2))
        view.where(after=days[0] if rng.random() < 0.8 else None, before=days[1])
    elif what == 3:
        view.where(publisher=list(rng.choice(["The Harbour Gazette", "Desert Courier", "Daily Anchor"], rng.integers(1, 3))))
    elif what == 4:
        view.where(language=str(rng.choice(["en", "fr"])))
    elif what == 5:
        view.where(by=str(rng.choice(["mentions", "articles", "stories"])))
    elif what == 6 and view.clauses:
        view.without(view.clauses[rng.integers(len(view.clauses))].source)
    elif what == 7:
        view.back() if rng.random() < 0.6 else view.forward()
    elif what == 8:
        view.where(undated=True)
    elif what == 9:
        view.where(text=str(rng.choice(list(QUESTIONS))))
    elif what == 10:
        view.where(story=list(rng.choice(plain.story.unique(), rng.integers(1, 9))))
    elif rng.random() < 0.3:
        view.clear()


def check(corpus, plain, view, evidence):
    index, by = index_of(corpus), view.by
    ids = plain.passing(view)
    assert set(view.documents(corpus)["document_id"]) == ids
    chosen = {kind: (view.clause(kind).value if view.clause(kind) else None) for kind in ("actor", "place")}

    for kind in ("actor", "place"):
        others = plain.passing(view, kind)
        found = facet(index, kind, view.mask(corpus, kind), by=by, chosen=chosen[kind] or (), limit=None)
        counts = plain.count(plain.rows(kind, others), by)
        shown = found[found["count"] > 0].set_index("value")["count"]
        listed = shown[shown.index.isin(counts.index)]
        assert listed.sort_index().to_dict() == counts.sort_index().to_dict()
        # the number shown is the number of rows that open: for each thing alone ...
        if evidence and len(listed):
            thing = listed.index[-1]
            alone = Selection(*[c for c in view.clauses if c.source != kind], by=by).where(**{kind: thing})
            assert len(alone.evidence(corpus, of=kind)) == shown[thing]
        # ... and for those that are chosen together
        rows = plain.rows(kind, ids, chosen[kind])
        assert not evidence or len(view.evidence(corpus, of=kind)) == plain.count(rows, by).sum()
    asked = view.clause("text")
    if asked:
        rows = plain.hits[asked.value][plain.hits[asked.value]["document_id"].isin(ids)]
        assert view.totals(corpus)["hit"] == plain.count(rows, by).sum()
        assert not evidence or len(view.evidence(corpus, of="hit")) == view.totals(corpus)["hit"]
    if evidence:
        assert len(view.evidence(corpus)) == sum(view.totals(corpus).values())
        assert len(view.evidence(corpus, of="unplaced")) == plain.unplaced["document_id"].isin(ids).sum()

    drawn, unplaced = places(index, view.mask(corpus, "place"), by=by)
    others = plain.passing(view, "place")
    assert drawn.set_index("place_id")["count"].to_dict() == plain.count(plain.rows("place", others), by).to_dict()
    assert unplaced == plain.unplaced["document_id"].isin(others).sum()

    told = plain.evidence(view)
    pages = plain.documents.assign(story=plain.story, amount=told["document_id"].value_counts()).fillna({"amount": 0})
    for word, column in (("publisher", "publisher"), ("language", "in_language"), ("story", "story")):
        here = pages.loc[sorted(plain.passing(view, word))].groupby(column)
        expected = {"mentions": here["amount"].sum(), "articles": here.size(), "stories": here["story"].nunique()}[by]
        found = facet(index, column, view.mask(corpus, word), by=by, limit=None, amounts=view.amounts(corpus))
        shown = found.set_index("value")["count"]
        assert shown.sort_index().to_dict() == expected[expected > 0].sort_index().to_dict()
        if evidence and len(found):  # what opens: sentences, or articles, or one article a story
            alone = Selection(*view.clauses, by=by).where(**{word: found["value"].iloc[-1]})
            opened = alone.evidence(corpus) if by == "mentions" else alone.articles(corpus)
            assert len(opened) == found["count"].iloc[-1]

    others = plain.passing(view, "date")
    counts, undated, frequency = timeline(index, view.mask(corpus, "date"), view.codes(corpus, "actor"), by=by)
    drawn = list(dict.fromkeys(counts["entity_id"]))
    if chosen["actor"]:
        assert set(drawn) == set(chosen["actor"])
    rows = plain.rows("actor", others, drawn)
    rows = rows.assign(period=plain.documents["day"].reindex(rows["document_id"]).dt.to_period("M").dt.start_time.to_numpy())
    assert frequency == "month"
    expected = plain.units(rows, by).drop_duplicates(["thing", "period", "unit"]).value_counts(["thing", "period"]).to_dict()
    shown = counts[counts["count"] > 0]
    assert {(r.entity_id, r.period): r.count for r in shown.itertuples()} == expected
    late = plain.count(rows[rows["period"].isna()], by)
    assert undated[undated["count"] > 0].set_index("entity_id")["count"].to_dict() == late.to_dict()

    listed = view.articles(corpus)
    told = told[told["document_id"].isin(ids)]
    if by == "stories":
        assert set(listed["document_id"].map(plain.story)) == set(plain.story[sorted(ids)]) and listed["story_id"].is_unique
        assert listed["copies"].sum() + len(listed) == len(ids)
    else:
        assert set(listed["document_id"]) == ids and len(listed) == len(ids)
        assert (listed["count"].to_numpy() == listed["document_id"].map(told["document_id"].value_counts()).fillna(0).to_numpy()).all()
    assert listed["count"].sum() == len(told)
    dates = listed["date_published"]
    assert dates.dropna().dt.normalize().is_monotonic_increasing and not dates[dates.isna().cummax()].notna().any()


@pytest.mark.parametrize("seed", range(20))
def test_every_view_of_random_actions_is_what_plain_filters_give(seed):
    rng = np.random.default_rng(seed)
    corpus = chance_corpus(seed, articles=40)
    plain, view = Plain(corpus), Selection()
    for step in range(STEPS // 20):
        act(rng, view, plain)
        check(corpus, plain, view, evidence=step % 10 == 0)


def test_any_order_of_clauses_gives_the_same_state():
    rng, corpus = np.random.default_rng(5), chance_corpus(5)
    clauses = [Clause("actor", "mentions", "entity_id", "in", ("haftar", "un")), Clause("place", "toponyms", "place_id", "in", "gn:1"),
               Clause("date", "documents", "date_published", "between", ("2019-02-01", None)),
               Clause("publisher", "documents", "publisher", "in", ("Daily Anchor", "Desert Courier"))]
    first = Selection(*clauses)
    for _ in range(20):
        view = Selection()
        for k in rng.permutation(4):
            view.where(clauses[k])
        assert view.clauses == first.clauses and view.fingerprint(corpus) == first.fingerprint(corpus)
        assert view.evidence(corpus).equals(first.evidence(corpus))
