"""The same rows wherever the work is done; one bad document never takes the rest with it."""

from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tiny_annotators import CAPITALS

import workbench as wb
from workbench import engine


def corpus_of(texts):
    return wb.read(pd.DataFrame({"text": texts}))


@pytest.fixture(scope="module")
def thousand():
    return corpus_of([f"Word{n} of article {n}." for n in range(1000)])


@pytest.fixture(scope="module")
def here(thousand):
    return engine.run(CAPITALS, thousand, {}).mentions


@pytest.mark.parametrize("on", ["processes", "dask"])
def test_the_same_rows_in_the_same_order_on_every_engine(thousand, here, on):
    assert_frame_equal(engine.run(CAPITALS, thousand, {}, on=on, progress=False).mentions, here)


def test_a_client_of_ones_own_is_used(thousand, here):
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        assert_frame_equal(engine.run(CAPITALS, thousand, {}, on=client, progress=False).mentions, here)


def test_blocks_change_nothing(thousand, here):
    assert_frame_equal(engine.run(replace(CAPITALS, block=7), thousand, {}, progress=False).mentions, here)


def test_a_failing_document_goes_to_problems_with_its_traceback_and_the_rest_goes_on():
    corpus = corpus_of([f"Word{n} here." for n in range(300)] + ["Poison here."])
    made = engine.run(CAPITALS, corpus, {}, progress=False)
    assert len(made.mentions) == 300
    assert made.problems["source_path"].tolist() == corpus.documents["document_id"].tail(1).tolist()
    assert "this text is bad" in made.problems["reason"].item()
    assert "Traceback" in made.problems["detail"].item()
    assert "1 article not fully annotated" in repr(made) and "not read" not in repr(made)


def test_an_error_on_every_document_is_the_programmers_and_is_raised():
    with pytest.raises(TypeError, match="no_such_option"):
        engine.run(CAPITALS, corpus_of(["One.", "Two."]), {"no_such_option": 1})


def test_an_error_on_every_document_in_a_pass_is_raised_as_what_it_was(monkeypatch):
    def shingles(documents, segments, *, across=None):
        raise ArithmeticError(f"nothing of {len(documents)}")
    monkeypatch.setattr("workbench.annotators.stories.shingles", shingles)
    with pytest.raises(ArithmeticError, match="nothing of 1"):
        wb.annotate(corpus_of(["One.", "Two."]), "stories", progress=False)


def test_a_worker_that_dies_is_retried_and_then_told_of(monkeypatch):
    monkeypatch.setenv("TINY_MAY_DIE", "1")
    with pytest.raises(RuntimeError, match="a worker process died 3 times"):
        engine.run(CAPITALS, corpus_of(["Kill this.", "Two."]), {}, on="processes", progress=False)


def test_an_unknown_engine_lists_the_known():
    with pytest.raises(ValueError, match="here, processes, dask"):
        engine.run(CAPITALS, corpus_of(["One."]), {}, on="spark")


def test_no_documents_no_rows():
    assert engine.run(CAPITALS, corpus_of([]), {}).mentions.empty
