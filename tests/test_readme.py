"""What the README shows is run, and what it links to is there."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf8")


def test_the_tour_runs_as_it_is_printed(tmp_path, monkeypatch):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)
    assert blocks
    world: dict = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), world)
    assert len(world["corpus"].documents) > 15
    shown = world["view"].evidence(world["corpus"])
    assert len(shown)
    assert len(world["wb"].load("my_corpus", where=world["view"]).documents) < len(world["corpus"].documents)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists(), f"README.md links to {target}"


def test_the_commands_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    for command in set(re.findall(r"(?:`|^)make (\w+)", README, re.M)):
        assert re.search(rf"^(?:[a-z]+ )*{command}(?: [a-z]+)*:", makefile, re.M), f"README.md names `make {command}`"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
