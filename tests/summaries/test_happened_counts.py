"""What happened when: dated statements by chance, held against plain loops over sentences; every number opens as many sentences."""

import numpy as np
import pandas as pd
import pytest
from explorer_worlds import chance_corpus, dated_corpus

import workbench as wb
from workbench import schema
from workbench.selection import Selection
from workbench.sentences import sentences
from workbench.summaries import index_of
from workbench.summaries.statements import chosen, foremost, in_order, statements
from workbench.summaries.timeline import happened

UNITS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}


def plain(corpus, ids):
    """(row of the times table, article, first, last, actors of its sentence) of each dated statement in some articles."""
    literal = set(corpus.toponyms.loc[corpus.toponyms["label"] == "literal", "mention_id"].dropna())
    acting = set(corpus.entities.loc[corpus.entities["label"].isin(schema.ACTOR_LABELS), "entity_id"])
    mentions = corpus.mentions[corpus.mentions["entity_id"].isin(acting) & ~corpus.mentions["span_id"].isin(literal)]
    for document in corpus.documents[corpus.documents["document_id"].isin(ids)].itertuples():
        for row in corpus.times[corpus.times["document_id"] == document.document_id].itertuples():
            if row.label == "SET" or row.annotator == "times/date line":
                continue
            left, right = next((a, b) for a, b in sentences(document.text) if a <= row.start < b)
            here = mentions[(mentions["document_id"] == document.document_id) & mentions["start"].between(left, right - 1)]
            yield row.Index, document.document_id, row.date_from, row.date_to, set(here["entity_id"])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("by", ["mentions", "articles", "stories"])
def test_counts_spans_and_undated_are_what_plain_loops_give(seed, by):
    corpus = dated_corpus(seed)
    rng, index, story = np.random.default_rng(seed), index_of(corpus), corpus.stories.set_index("document_id")["story_id"]
    said = statements(index)
    for frequency in UNITS:
        view = Selection(by=by)
        if rng.random() < 0.5:
            view.where(publisher="Desert Courier")
        at = chosen(said, view.mask(corpus))
        counts, undated, spans, _, outside = happened(index, said, at, by=by, frequency=frequency, most=20)
        expected = {"sharp": {}, "vague": {}, "late": {}}
        for row, document, first, last, actors in plain(corpus, view.document_ids(corpus)):
            unit = {"mentions": row, "articles": document, "stories": story[document]}[by]
            for actor in actors:
                if pd.isna(first):
                    expected["late"].setdefault(actor, set()).add(unit)
                elif first.to_period(UNITS[frequency]) == last.to_period(UNITS[frequency]):
                    period = first.to_period(UNITS[frequency]).start_time
                    expected["sharp"].setdefault((actor, period), set()).add(unit)
                else:
                    expected["vague"].setdefault((actor, first, last), set()).add(unit)
        expected = {kind: {key: len(units) for key, units in some.items()} for kind, some in expected.items()}
        shown = counts[counts["count"] > 0]
        assert {(r.entity_id, r.period): r.count for r in shown.itertuples()} == expected["sharp"]
        assert {(r.entity_id, r.date_from, r.date_to): r.count for r in spans.itertuples()} == expected["vague"]
        assert undated[undated["count"] > 0].set_index("entity_id")["count"].to_dict() == expected["late"]
        assert outside == (0, 0)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("by", ["mentions", "articles", "stories"])
def test_a_bar_opens_as_many_sentences_as_it_counts(seed, by):
    corpus = dated_corpus(seed)
    index = index_of(corpus)
    said = statements(index)
    counts, undated, *_ = happened(index, said, chosen(said, None), by=by, frequency="month", most=3)
    for row in counts[counts["count"] > 0].itertuples():
        view = Selection(by=by).where(actor=row.entity_id, happened=(row.period, row.period + pd.offsets.MonthEnd(0)))
        rows = view.evidence(corpus)
        assert len(rows) == rows.attrs["total"] == row.count
        assert set(rows["kind"]) == {"time"} and set(rows["text"]) <= {"talks", "oil"}
    for row in undated.itertuples():
        if row.count:
            assert len(Selection(by=by).where(actor=row.entity_id, happened="undated").evidence(corpus)) == row.count


def test_a_few_far_days_do_not_stretch_the_picture_and_are_counted():
    corpus = dated_corpus(1, articles=60)
    times = corpus.times.copy()
    at = times.index[times["date_from"].notna() & (times["annotator"] == "times/test")][:2]
    times.loc[at, ["date_from", "date_to"]] = [[pd.Timestamp("1368-01-01"), pd.Timestamp("1368-12-31")],
                                              [pd.Timestamp("2090-01-01"), pd.Timestamp("2090-01-01")]]
    corpus = corpus.replace(times=times)
    index = index_of(corpus)
    said = statements(index)
    counts, _, _, frequency, outside = happened(index, said, chosen(said, None), most=20)
    assert frequency == "month" and counts["period"].min().year == 2019 and counts["period"].max().year == 2020
    assert max(outside) == 1


def test_the_list_is_in_order_and_names_who_is_meant():
    corpus = dated_corpus(2)
    rows = wb.event_list(corpus, Selection().where(actor="Khalifa Haftar"))
    dated = rows["date_from"].dropna()
    assert dated.is_monotonic_increasing and rows["date_from"].isna().to_numpy()[len(dated):].all() and len(dated)
    assert rows["name"].str.startswith("Khalifa Haftar").all()
    assert all(row.text in row.sentence and "Haftar" in row.sentence for row in rows.itertuples())
    assert len(wb.event_list(corpus, limit=3)) == 3 and wb.event_list(corpus, limit=3).attrs["total"] == len(wb.event_list(corpus))


def test_the_picture_shows_the_days_that_most_articles_tell_of_and_says_how_many_more_there_are():
    corpus = dated_corpus(3)
    said = statements(index_of(corpus))
    best = foremost(said, chosen(said, None), 5)
    assert len(best) == 5 and (in_order(said, best) == best).all()
    figure = wb.event_plot(corpus, most=5)
    assert sum(len(trace.y) for trace in figure.data) == 5
    rows = wb.event_list(corpus)
    known = rows["date_from"].notna().sum()
    assert figure.layout.annotations[-1].text == f"{known - 5:,} more; {len(rows) - known} without a resolved date"


def test_a_selection_of_what_happened_is_kept_as_code_and_as_json():
    view = Selection().where(happened=("2019-04-01", None))
    assert view.code() == "wb.Selection().where(happened=('2019-04-01', None))"
    assert Selection.from_json(view.to_json()).clauses == view.clauses == Selection().where(happened=("2019-04-01", None)).clauses
    assert Selection().where(happened="undated").code() == "wb.Selection().where(happened='undated')"
    corpus = dated_corpus(4)
    times = corpus.times[(corpus.times["label"] != "SET") & (corpus.times["annotator"] != "times/date line")]
    assert set(view.document_ids(corpus)) == set(times.loc[times["date_from"] >= "2019-04-01", "document_id"])


def test_nothing_dated_is_an_empty_picture_not_an_error():
    corpus = chance_corpus(5)
    assert "Nothing dated" in wb.timeline(corpus, when="happened").layout.annotations[0].text
    assert wb.event_list(corpus).empty and "No dated statement" in wb.event_plot(corpus).layout.annotations[0].text
    with pytest.raises(ValueError, match="printed, happened"):
        wb.timeline(corpus, when="written")
    with pytest.raises(ValueError, match="share"):
        wb.timeline(corpus, when="happened", share=True)
