"""A corpus behind a URL: saved, annotated and loaded as in a folder."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import workbench as wb
from workbench import store

TEXTS = [f"Khalifa Haftar went to Moscow, {n} said." for n in range(30)]


@pytest.fixture
def url():
    import fsspec

    yield "memory://news/corpus"
    system = fsspec.filesystem("memory")
    if system.exists("/news"):
        system.rm("/news", recursive=True)


def corpus():
    return wb.read(pd.DataFrame({"document_id": [f"d{n:02d}" for n in range(30)], "text": TEXTS,
                                 "date_published": [f"2019-04-{1 + n % 28:02d}" for n in range(30)]}))


def test_a_corpus_behind_a_url_is_saved_annotated_and_loaded(url, tmp_path):
    there = wb.save(corpus(), url, part_size=7)
    here = wb.save(corpus(), tmp_path / "c", part_size=7)
    for folder in (url, here):
        wb.annotate(folder, quality="fast", progress=False)
    assert str(there) == "memory:///news/corpus"
    for table in ("documents", "mentions", "toponyms", "entities", "places"):
        assert_frame_equal(wb.load(url)[table], wb.load(here)[table])
    assert (store.verify(url)["state"] == "whole").all()
    entity = wb.load(here).mentions["entity_id"].iloc[0]
    got = wb.load(url, where=[type("Clause", (), {"table": "mentions", "column": "entity_id", "op": "in", "value": (entity,)})])
    assert len(got.documents) == 30
    assert store.is_corpus(url) and "30 articles in 5 parts" in store.describe(url)


def test_reading_streams_into_a_url(url):
    assert len(wb.load(wb.read(pd.DataFrame({"text": TEXTS}), into=url)).documents) == 30


def test_no_corpus_behind_a_url_is_said(url):
    with pytest.raises(FileNotFoundError, match="no corpus in memory"):
        wb.load(url)


def test_a_place_of_this_machine_is_a_path(tmp_path):
    assert store.place(f"file://{tmp_path}") == store.place(str(tmp_path)) == tmp_path
