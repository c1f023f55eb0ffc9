"""Annotating a folder part by part gives what annotating in memory gives, and a kill loses only the part under way."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tiny_annotators import CAPITALS, PLACES, SHARED, SLOWLY

import workbench as wb
from workbench import engine, schema, store


def corpus_of(count, poison=None):
    texts = [f"{'Poison' if n == poison else 'Word'}{n} {'x' * (n % 5)} stands here." for n in range(count)]
    dates = [None if n % 4 == 0 else f"2019-{1 + n % 12:02d}-01" for n in range(count)]
    return wb.read(pd.DataFrame({"document_id": [f"d{n:04d}" for n in range(count)], "text": texts, "date_published": dates}))


def same(table, one, other):
    key = schema.TABLES[table].key
    assert_frame_equal(*(frame.sort_values(key, ignore_index=True) for frame in (one, other)))


@pytest.mark.parametrize("on", ["here", "processes", "dask"])
def test_a_folder_is_annotated_as_memory_is(tmp_path, on):
    corpus = corpus_of(100)
    folder = wb.save(corpus, tmp_path / "c", part_size=17)
    for step in (CAPITALS, PLACES):
        corpus = engine.run(step, corpus, {}, progress=False)
        engine.run_parts(step, folder, {}, on=on, progress=False)
    back = wb.load(folder)
    for table in ("mentions", "toponyms", "places"):
        same(table, corpus[table], back[table])
    assert (store.verify(folder)["state"] == "whole").all()
    assert "places 3" in store.describe(folder)


def test_what_is_done_is_not_done_again_until_its_input_or_options_change(tmp_path, monkeypatch):
    monkeypatch.setenv("TINY_LOG", str(tmp_path / "log"))
    folder = wb.save(corpus_of(40), tmp_path / "c", part_size=10)
    calls = lambda: len((tmp_path / "log").read_text().splitlines())  # noqa: E731
    engine.run_parts(SLOWLY, folder, {}, progress=False)
    assert calls() == 4
    engine.run_parts(SLOWLY, folder, {}, progress=False)
    assert calls() == 4
    wb.save(wb.load(folder), folder, part_size=20)
    engine.run_parts(SLOWLY, folder, {}, progress=False)
    assert calls() == 6


def test_the_manifest_tells_the_annotators_and_their_options(tmp_path):
    folder = wb.save(corpus_of(4), tmp_path / "c")
    engine.run_parts(CAPITALS, folder, {"mark": "tiny/9"}, progress=False)
    told = store.files.manifest_of(folder)["annotators"]["mentions"]
    assert told == {"function": "tiny_annotators:capitals", "options": {"mark": "tiny/9"}, "workbench": wb.__version__}


def test_a_failing_document_is_told_and_the_rest_is_kept(tmp_path):
    folder = wb.save(corpus_of(30, poison=7), tmp_path / "c", part_size=10)
    engine.run_parts(CAPITALS, folder, {}, progress=False)
    back = wb.load(folder)
    assert len(back.mentions) == 29
    assert back.problems["source_path"].tolist() == ["d0007"]


@pytest.mark.parametrize(("on", "part_size", "block"), [("here", 7, 3), ("here", 100, 100), ("processes", 40, 11)])
def test_what_looks_across_documents_gives_the_same_rows_in_any_cut(tmp_path, on, part_size, block):
    texts = [f"Word{n % 4} stands here, {n}." for n in range(60)]
    corpus = wb.read(pd.DataFrame({"document_id": [f"d{n:04d}" for n in range(60)], "text": texts}))
    expected = [1 / 15] * 60
    step = replace(SHARED, block=block)
    assert engine.run(step, corpus, {}, on=on, progress=False).mentions["score"].tolist() == expected
    folder = wb.save(corpus, tmp_path / "c", part_size=part_size)
    engine.run_parts(step, folder, {}, on=on, progress=False)
    assert wb.load(folder).mentions["score"].tolist() == expected
    assert (store.verify(folder)["state"] == "whole").all()
    assert not list(folder.glob("across/*.parquet")), "what passes wrote is swept away"


def test_a_document_that_fails_in_a_pass_is_told_once_and_counts_nowhere(tmp_path):
    corpus = corpus_of(30, poison=7)
    made = engine.run(SHARED, corpus, {}, progress=False)
    folder = wb.save(corpus, tmp_path / "c", part_size=10)
    engine.run_parts(SHARED, folder, {}, progress=False)
    for found in (made, wb.load(folder)):
        assert found.problems["source_path"].tolist() == ["d0007"]
        assert len(found.mentions) == 29


def test_a_step_whose_table_another_made_anew_is_done_again(tmp_path, monkeypatch):
    monkeypatch.setenv("TINY_LOG", str(tmp_path / "log"))
    folder = wb.save(corpus_of(20), tmp_path / "c", part_size=10)
    for step in (SLOWLY, CAPITALS, SLOWLY):
        engine.run_parts(step, folder, {}, progress=False)
    assert len((tmp_path / "log").read_text().splitlines()) == 4
    assert wb.load(folder).mentions["annotator"].unique().tolist() == ["tiny/1"]


ANNOTATE = ("import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path; from tiny_annotators import SLOWLY; from workbench import engine\n"
            "print('go', flush=True); engine.run_parts(SLOWLY, Path(sys.argv[2]), {}, progress=False)")


def test_a_killed_run_goes_on_where_it_stopped_and_doubles_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("TINY_LOG", str(tmp_path / "log"))
    folder = wb.save(corpus_of(400), tmp_path / "c", part_size=10)
    choose, killed = random.Random(3), 0
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", ANNOTATE, os.path.dirname(__file__), str(folder)], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(choose.uniform(0, 0.4))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        wb.load(folder)
    engine.run_parts(SLOWLY, folder, {}, progress=False)
    back = wb.load(folder)
    assert killed
    assert len(back.mentions) == back.mentions["document_id"].nunique() == 400
    calls = len((tmp_path / "log").read_text().splitlines())
    assert 40 <= calls <= 40 + killed, "a part was done again though it had been done"
    assert (store.verify(folder)["state"] == "whole").all()


def test_row_groups_stay_in_step_where_a_group_has_no_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(store.files, "GROUP", 2)
    corpus = corpus_of(12)
    rows = [{"document_id": f"d{n:04d}", "start": 0, "end": 4, "label": "ORG", "score": 1.0, "annotator": "t/1", "entity_id": f"e{n}"}
            for n in (0, 5, 11)]
    corpus = corpus.replace(mentions=schema.spans("mentions", corpus.documents, rows))
    folder = wb.save(corpus, tmp_path / "c", part_size=7)

    class Clause:
        table, column, op = "mentions", "entity_id", "in"

    for n in (0, 5, 11):
        Clause.value = (f"e{n}",)
        got = wb.load(folder, where=[Clause()])
        assert got.documents["document_id"].tolist() == got.mentions["document_id"].tolist() == [f"d{n:04d}"]
