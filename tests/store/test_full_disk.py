"""A disk that is full: what was saved before stays whole, and the error says what to do."""

import random
import shutil
import subprocess

import pandas as pd
import pytest

import workbench as wb
from workbench import store


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte; skipped, with a word, where this user may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True)
    if not done or done.returncode:
        pytest.skip(f"a small file system cannot be mounted here ({done.stderr.strip() if done else 'there is no mount command'})")
    yield place
    subprocess.run(["umount", place], check=True)


def corpus_of(count, letters):
    chance = random.Random(1)
    texts = ["".join(chance.choices("abcdefghij klmnopqrst", k=letters)) for _ in range(count)]
    return wb.read(pd.DataFrame({"document_id": [f"d{n:03d}" for n in range(count)], "text": texts}))


def test_a_full_disk_is_said_and_loses_nothing(small_disk):
    folder = wb.save(corpus_of(20, 500), small_disk / "c")
    with pytest.raises(store.StoreError, match="no space is left"):
        wb.save(corpus_of(400, 5000), folder)
    assert len(wb.load(folder).documents) == 20
    assert (store.verify(folder)["state"] == "whole").all()
    assert not list(folder.rglob("*.writing"))
    wb.save(corpus_of(30, 500), folder)  # there is room for this again
    assert len(wb.load(folder).documents) == 30


def test_annotating_goes_on_when_there_is_room_again(small_disk):
    folder = wb.save(corpus_of(40, 2000), small_disk / "c", part_size=10)
    filler = small_disk / "filler"
    with pytest.raises(OSError), open(filler, "wb", buffering=0) as out:
        while True:
            out.write(b"x" * 4096)
    with pytest.raises(store.StoreError, match="no space is left"):
        wb.annotate(folder, quality="fast", progress=False)
    assert len(wb.load(folder).documents) == 40
    filler.unlink()
    wb.annotate(folder, quality="fast", progress=False)
    assert wb.load(folder).segments["document_id"].nunique() == 40
