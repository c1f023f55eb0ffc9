"""Workers that die, that run out of memory, and that were started elsewhere; parts that are damaged."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tiny_annotators import CAPITALS, DIES_ONCE, GREEDY

import workbench as wb
from workbench import engine, store

HERE = os.path.dirname(__file__)


def corpus_of(count):
    texts = [f"Word{n} stands here." for n in range(count)]
    return wb.read(pd.DataFrame({"document_id": [f"d{n:04d}" for n in range(count)], "text": texts}))


@pytest.mark.parametrize("on", ["processes", "dask"])
def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost_or_doubled(tmp_path, monkeypatch, on):
    monkeypatch.setenv("TINY_FLAG", str(tmp_path / "died"))
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([HERE, os.environ.get("PYTHONPATH", "")]))
    folder = wb.save(corpus_of(120), tmp_path / "c", part_size=10)
    engine.run_parts(DIES_ONCE, folder, {}, on=on, progress=False)
    back = wb.load(folder)
    assert Path(tmp_path / "died").exists()
    assert len(back.mentions) == back.mentions["document_id"].nunique() == 120
    assert back.table("problems").empty


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is bounded on Linux only")
def test_a_block_that_does_not_fit_a_workers_memory_is_tried_by_halves():
    """The annotator takes 8 MB a document: 256 documents do not fit into the bound, sixteen do."""
    made = engine.run(GREEDY, corpus_of(256), {}, on="processes", progress=False, memory=900 << 20)
    assert len(made.mentions) == 256 and made.table("problems").empty


def test_a_damaged_part_is_named_and_the_rest_is_kept(tmp_path):
    folder = wb.save(corpus_of(30), tmp_path / "c", part_size=10)
    hurt = next((folder / "documents").glob("part-00001-*"))
    whole = hurt.read_bytes()
    flipped = bytearray(whole)
    for place in range(200, len(flipped) - 200, 97):
        flipped[place] ^= 0xFF
    hurt.write_bytes(bytes(flipped))
    with pytest.raises(store.StoreError, match="part-00001.*is damaged"):
        engine.run_parts(CAPITALS, folder, {}, progress=False)
    hurt.write_bytes(whole)
    engine.run_parts(CAPITALS, folder, {}, progress=False)
    assert len(wb.load(folder).mentions) == 30


@pytest.fixture
def elsewhere(tmp_path):
    """A scheduler and two workers, started as commands of their own on the loopback interface."""
    told = tmp_path / "scheduler.json"
    path = os.pathsep.join([HERE, str(Path(wb.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    start = [sys.executable, "-m", "dask"]
    common = ["--scheduler-file", str(told), "--no-dashboard"]
    commands = [[*start, "scheduler", "--host", "127.0.0.1", "--port", "0", *common]]
    commands += [[*start, "worker", "--nthreads", "1", "--local-directory", str(tmp_path / f"w{k}"), "--host", "127.0.0.1", *common]
                 for k in range(2)]
    running = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
               for command in commands]
    yield told
    for process in reversed(running):
        process.terminate()
    for process in running:
        process.wait(timeout=60)


def test_a_scheduler_and_workers_started_elsewhere_do_the_work(tmp_path, elsewhere):
    from distributed import Client

    corpus = corpus_of(60)
    folder = wb.save(corpus, tmp_path / "c", part_size=10)
    with Client(scheduler_file=str(elsewhere), timeout=120) as client:
        client.wait_for_workers(2, timeout=120)
        engine.run_parts(CAPITALS, folder, {}, on=client, progress=False)
        addresses, scheduler = set(client.scheduler_info(n_workers=-1)["workers"]), client.scheduler.address
    pd.testing.assert_frame_equal(engine.run(CAPITALS, corpus, {}, on=scheduler, progress=False).mentions, wb.load(folder).mentions)
    assert len(addresses) == 2 and all("127.0.0.1" in address for address in addresses)
    pd.testing.assert_frame_equal(wb.load(folder).mentions, engine.run(CAPITALS, corpus, {}, progress=False).mentions)
