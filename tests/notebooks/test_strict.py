"""Two runs of a notebook show the same in every cell: nbval strict, with the sanitising file of at most five rules."""

import shutil
from pathlib import Path

import pytest

from workbench.classroom import rules, run, verify

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb") if not path.stem.endswith(("-student", "-teacher")))


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """The notebooks in a folder of their own, beside what they read."""
    folder = tmp_path_factory.mktemp("strict")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("my_*", "*.html"))
    for beside in ("seeds", "tests"):
        (folder / beside).symlink_to(ROOT / beside)
    return folder / "notebooks"


@pytest.mark.parametrize("name", SOURCES)
def test_every_cell_shows_the_same_twice(room, name):
    path = room / name
    run.write(run.run(path), path)
    code = [k for k, cell in enumerate(rules.load(path)["cells"], 1) if cell["cell_type"] == "code"]
    assert verify.failures(path, code, strict=True) == []


def test_the_sanitising_file_stays_short():
    rules_file = (ROOT / "workbench" / "classroom" / "sanitize.txt").read_text(encoding="utf8")
    assert 0 < rules_file.count("regex:") <= 5
