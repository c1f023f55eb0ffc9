"""What is saved comes back the same; a kill at any moment loses nothing; damage is said."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import workbench as wb
from workbench import schema, store


@dataclass
class Clause:
    table: str
    column: str
    op: str
    value: object


def small(count=50, word="Tripoli"):
    frame = pd.DataFrame({"document_id": [f"d{n:04d}" for n in range(count)], "text": [f"In {word} {n}." for n in range(count)],
                          "publisher": [f"Paper {n % 3}" for n in range(count)],
                          "date_published": [None if n % 5 == 0 else f"2019-04-{1 + n % 28:02d}" for n in range(count)]})
    corpus = wb.read(frame)
    rows = [{"document_id": f"d{n:04d}", "start": 3, "end": 3 + len(word), "label": "GPE", "score": 0.9, "annotator": "t/1",
             "entity_id": f"e{n % 7}"} for n in range(count)]
    return corpus.replace(mentions=schema.spans("mentions", corpus.documents, rows), times=schema.empty("times"))


def same(one, other):
    assert list(one) == list(other)
    for name in one:
        key = schema.TABLES[name].key
        if schema.TABLES[name].unique_key:
            assert_frame_equal(*(c[name].sort_values(key, ignore_index=True) for c in (one, other)))


@pytest.mark.parametrize("part_size", [7, 10_000])
def test_a_corpus_comes_back_as_it_was(tmp_path, part_size):
    corpus = small()
    wb.save(corpus, tmp_path / "c", part_size=part_size)
    back = wb.load(tmp_path / "c")
    same(corpus, back)
    back.check_spans()
    assert (store.verify(tmp_path / "c")["state"] == "whole").all()


def test_parts_hold_the_same_documents_in_every_table_and_are_sorted_by_date(tmp_path):
    wb.save(small(), tmp_path / "c", part_size=7)
    ids = [set(pd.read_parquet(next((tmp_path / "c" / t).glob("part-00003-*")))["document_id"]) for t in ("documents", "mentions")]
    assert ids[0] == ids[1]
    dates = wb.load(tmp_path / "c").documents["date_published"]
    assert dates.dropna().is_monotonic_increasing
    assert dates.isna().to_numpy().tolist() == sorted(dates.isna())


@pytest.mark.parametrize(("clauses", "expected"), [
    ([Clause("mentions", "entity_id", "in", ["e3"])], lambda n: n % 7 == 3),
    ([Clause("documents", "publisher", "in", ["Paper 1"]), Clause("mentions", "entity_id", "in", ["e1", "e2"])],
     lambda n: n % 3 == 1 and n % 7 in (1, 2)),
    ([Clause("documents", "date_published", "between", ("2019-04-03", "2019-04-05"))], lambda n: n % 5 and 2 <= n % 28 <= 4),
    ([Clause("documents", "date_published", "between", (None, "2019-04-05"))], lambda n: n % 5 and n % 28 <= 4),
    ([Clause("documents", "text", "contains", "tripoli 1")], lambda n: str(n).startswith("1")),
    ([Clause("mentions", "entity_id", "in", ["nobody"])], lambda n: False),
])
def test_clauses_choose_documents_with_all_their_rows(tmp_path, clauses, expected):
    wb.save(small(), tmp_path / "c", part_size=7)
    got = wb.load(tmp_path / "c", where=clauses)
    assert sorted(got.documents["document_id"]) == [f"d{n:04d}" for n in range(50) if expected(n)]
    assert set(got.mentions["document_id"]) == set(got.documents["document_id"])


def test_columns_are_zstd_and_actors_are_coded_by_a_dictionary(tmp_path):
    import pyarrow.parquet as parquet

    wb.save(small(), tmp_path / "c")
    group = parquet.ParquetFile(next((tmp_path / "c" / "mentions").glob("*.parquet"))).metadata.row_group(0)
    columns = {group.column(k).path_in_schema: group.column(k) for k in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert "RLE_DICTIONARY" in columns["entity_id"].encodings


def test_duckdb_reads_the_folder_without_us(tmp_path):
    import duckdb

    wb.save(small(), tmp_path / "c", part_size=7)
    counted = duckdb.sql(f"select entity_id, count(*) n from '{tmp_path}/c/mentions/*.parquet' group by 1 order by 1").df()
    assert counted["n"].sum() == 50


def test_saving_again_replaces_in_one_step_and_leaves_no_old_file(tmp_path):
    wb.save(small(), tmp_path / "c", part_size=7)
    wb.save(small(word="Moscow"), tmp_path / "c", part_size=20)
    same(wb.load(tmp_path / "c"), small(word="Moscow"))
    named = {f["path"] for f in store.files.files_of(json.loads((tmp_path / "c" / "manifest.json").read_text()))}
    assert {p.relative_to(tmp_path / "c").as_posix() for p in (tmp_path / "c").rglob("*.parquet")} == named


SAVE_OVER = "import sys; sys.path.insert(0, sys.argv[1]); from test_store import *; print('go', flush=True)\n" \
            "while True: wb.save(small(400, 'Moscow'), sys.argv[2], part_size=9); wb.save(small(400), sys.argv[2], part_size=11)"


def test_a_kill_at_a_random_moment_leaves_one_whole_corpus(tmp_path):
    wb.save(small(400), tmp_path / "c", part_size=11)
    choose = random.Random(7)
    for _ in range(20):
        here = os.path.dirname(__file__)
        process = subprocess.Popen([sys.executable, "-c", SAVE_OVER, here, str(tmp_path / "c")], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(choose.uniform(0.01, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        back = wb.load(tmp_path / "c")
        assert len(back.documents) == len(back.mentions) == 400
        assert back.mentions["text"].nunique() == 1
        assert (store.verify(tmp_path / "c")["state"] == "whole").all()


def test_damage_and_absence_name_the_file(tmp_path):
    wb.save(small(), tmp_path / "c", part_size=7)
    hurt = next((tmp_path / "c" / "mentions").glob("part-00002-*"))
    raw = bytearray(hurt.read_bytes())
    raw[len(raw) // 2:] = os.urandom(len(raw) - len(raw) // 2)
    hurt.write_bytes(bytes(raw))
    with pytest.raises(store.StoreError, match="part-00002.*is damaged"):
        wb.load(tmp_path / "c")
    assert store.verify(tmp_path / "c").query("state == 'changed'")["path"].str.contains("part-00002").all()
    hurt.unlink()
    with pytest.raises(store.StoreError, match="part-00002.*is absent"):
        wb.load(tmp_path / "c")


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(store.StoreError, match="holds no corpus"):
        wb.save(small(), tmp_path)
    with pytest.raises(FileNotFoundError, match="no corpus in"):
        wb.load(tmp_path)


def test_another_version_is_said(tmp_path):
    wb.save(small(), tmp_path / "c")
    path = tmp_path / "c" / "manifest.json"
    path.write_text(path.read_text().replace('"schema_version": 2', '"schema_version": 99'))
    with pytest.raises(store.StoreError, match="a newer version"):
        wb.load(tmp_path / "c")
