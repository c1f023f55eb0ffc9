"""A kernel that is killed in the middle of saving loses at most the line that it was writing."""

import signal
import subprocess
import sys
import time

import pytest

from workbench import corrections
from workbench.corrections import ledger

WRITER = """
import sys
from workbench import corrections
number = int(sys.argv[2])
while True:
    corrections.append(sys.argv[1], {"id": f"urn:line:{number}", "body": {"action": "rename", "name": "x" * (number * 7919 % 60_000)}})
    print(number, flush=True)
    number += 1
"""


def killed(path, first: int, after: float) -> list[int]:
    """Numbers that a writer said were kept, starting with ``first``, until it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first)], stdout=subprocess.PIPE, text=True)
    said = [int(writer.stdout.readline())]
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    said += [int(line) for line in writer.stdout.read().split("\n") if line]
    assert writer.wait() == -signal.SIGKILL
    return said


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_loses_at_most_the_line_being_written(tmp_path):
    path, said = tmp_path / "corrections.jsonl", []
    for round_ in range(4):
        said += killed(path, 10**6 * round_, 0.03 * (round_ + 1))
    problems: list[dict] = []
    kept = {d["id"] for d in corrections.read(path)}
    assert {f"urn:line:{number}" for number in said} <= kept, "what was said to be kept is kept"
    assert len(kept) - len(said) <= 4, "beside it at most one line a kill, written and not yet said"
    ledger.read(path, problems)
    assert len(problems) <= 4, "at most one torn line a kill, and it spoils no other"


@pytest.mark.parametrize("cut", [1, 2, 40, 99])
def test_a_line_cut_anywhere_spoils_no_other(tmp_path, cut):
    path = tmp_path / "corrections.jsonl"
    decisions = [{"id": f"urn:line:{k}", "body": {"action": "rename", "name": "é" * 60}} for k in range(3)]
    corrections.append(path, decisions[0])
    whole = path.read_bytes()
    corrections.append(path, decisions[1])
    path.write_bytes(whole + path.read_bytes()[len(whole):][:-cut])  # what a crash left of the second line
    corrections.append(path, decisions[2])
    read = [d["id"] for d in corrections.read(path)]
    assert read == ["urn:line:0", *(["urn:line:1"] if cut == 1 else []), "urn:line:2"]
