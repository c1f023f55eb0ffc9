"""Every fault that the mutation check plants can still be planted: otherwise the check would pass by doing nothing."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTS = runpy.run_path(str(ROOT / "tests" / "benchmarks" / "mutations.py"))["FAULTS"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_finds_its_place(name):
    file, old, new = FAULTS[name]
    text = (ROOT / "workbench" / file).read_text(encoding="utf8")
    changed, many = re.subn(old, new, text)
    assert many == 1 and changed != text, f"{file} has changed: {name!r} has {many} places in it"


def test_there_are_twenty():
    assert len(FAULTS) >= 20
