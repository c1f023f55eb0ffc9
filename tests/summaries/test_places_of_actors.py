"""Places by month, by actor, in sentences, and the names without a place: against plain pandas."""

import pandas as pd
import pytest
from explorer_worlds import chance_corpus

from workbench.corpus import Corpus
from workbench.summaries import index_of
from workbench.summaries.places import MOST_MONTHS, examples, periods, places, sides, unplaced

CORPORA = [chance_corpus(seed) for seed in range(4)]


@pytest.fixture(params=CORPORA, ids=range(len(CORPORA)))
def corpus(request):
    return request.param


def rows_of(corpus, label="literal") -> pd.DataFrame:
    """Names of places with their articles' dates and stories."""
    rows = corpus.toponyms[corpus.toponyms["label"].isin([label] if label else ["literal", "associative"])]
    return rows.merge(corpus.documents[["document_id", "date_published"]], on="document_id").merge(corpus.stories, on="document_id")


def marks(found) -> dict[str, list[str]]:
    return {place: [place] for place in found["place_id"]}


@pytest.mark.parametrize("by, unit", [("mentions", "span_id"), ("articles", "document_id"), ("stories", "story_id")])
def test_months_add_up_to_what_pandas_counts(corpus, by, unit):
    found, _ = places(index_of(corpus), None, by=by)
    got, frequency = periods(index_of(corpus), None, marks(found), by=by)
    rows = rows_of(corpus).dropna(subset=["place_id", "date_published"])
    month = rows["date_published"].dt.to_period("M").dt.start_time
    expected = rows.groupby(["place_id", month])[unit].nunique()
    assert frequency == "month" and got.set_index(["place_id", "period"])["count"].to_dict() == expected.to_dict()


def test_places_put_together_are_played_together_and_long_times_in_years(corpus):
    found, _ = places(index_of(corpus), None)
    together, _ = periods(index_of(corpus), None, {"cell:1": found["place_id"].tolist()})
    apart, _ = periods(index_of(corpus), None, marks(found))
    assert together.set_index("period")["count"].to_dict() == apart.groupby("period")["count"].sum().to_dict()
    old = corpus["documents"].copy()
    first = old["date_published"].idxmin()
    old.loc[first, "date_published"] -= pd.DateOffset(months=MOST_MONTHS + 20)
    years, frequency = periods(index_of(Corpus({**corpus, "documents": old})), None, marks(found))
    assert frequency == "year" and (years["period"].dt.day_of_year == 1).all() and years["count"].sum() == apart["count"].sum()


def test_nothing_is_played_where_nothing_is_dated(corpus):
    undated = corpus["documents"].assign(date_published=pd.Series(pd.NaT, index=corpus["documents"].index, dtype="datetime64[us]"))
    index = index_of(Corpus({**corpus, "documents": undated}))
    assert periods(index, None, marks(places(index, None)[0]))[0].empty and periods(index, None, {})[0].empty


def test_two_actors_places_are_those_of_the_articles_that_name_them(corpus):
    index = index_of(corpus)
    found, _ = places(index, None)
    both = [index.actors.ids.get_indexer(pd.Index([actor])) for actor in ("haftar", "serraj")]
    got = sides(index, None, found["place_id"], both).set_index(found["place_id"])
    for side, actor in (("first", "haftar"), ("second", "serraj")):
        literal = corpus.toponyms[corpus.toponyms["label"] == "literal"]["mention_id"]
        named = corpus.mentions[(corpus.mentions["entity_id"] == actor) & ~corpus.mentions["span_id"].isin(literal)]
        rows = rows_of(corpus)
        rows = rows[rows["document_id"].isin(named["document_id"])]
        assert got[side].to_dict() == rows["place_id"].value_counts().reindex(found["place_id"], fill_value=0).to_dict()


def test_names_that_mean_an_institution_count_only_when_asked_for(corpus):
    index = index_of(corpus)
    literal, _ = places(index, None)
    every, _ = places(index, None, associative=True)
    assert literal.set_index("place_id")["count"].to_dict() == rows_of(corpus)["place_id"].value_counts().to_dict()
    assert every.set_index("place_id")["count"].to_dict() == rows_of(corpus, None)["place_id"].value_counts().to_dict()
    assert literal.attrs["associative"] == (corpus.toponyms["label"] == "associative").sum() and every.attrs["associative"] == 0


def test_a_place_is_as_sure_as_its_names(corpus):
    rows = corpus.toponyms.assign(score=[(k % 10) / 10 for k in range(len(corpus.toponyms))])
    found, _ = places(index_of(Corpus({**corpus, "toponyms": rows})), None)
    expected = rows[rows["label"] == "literal"].groupby("place_id")["score"].mean()
    assert found.set_index("place_id")["score"].to_dict() == pytest.approx(expected.to_dict(), abs=0.001)


def test_names_without_a_place_are_listed_and_their_number_is_the_one_on_the_maps_edge(corpus):
    index = index_of(corpus)
    listed = unplaced(index, None)
    assert listed["count"].sum() == places(index, None)[1] and listed["count"].is_monotonic_decreasing
    mask = index.day >= 0
    assert unplaced(index, mask)["count"].sum() == places(index, mask)[1]


def test_examples_hold_the_name_and_its_reason(corpus):
    index = index_of(corpus)
    found, _ = places(index, None)
    said = examples(index, None, found["place_id"], each=2)
    names = corpus.places.set_index("place_id")["name"]
    assert [s[a:b] for s, a, b in zip(said["sentence"], said["start"], said["end"], strict=True)] == names[said["place_id"]].tolist()
    assert said.groupby("place_id").size().to_dict() == found.set_index("place_id")["count"].clip(upper=2).to_dict()
    assert (said["reason"] == "by chance").all()
    assert all(corpus.documents["text"].str.contains(sentence, regex=False).any() for sentence in said["sentence"])
    assert examples(index, None, []).empty
