"""Tests with a browser must have it to themselves: two JupyterLabs at once slow each other until a test's patience ends."""

import subprocess
import sys
from pathlib import Path

TESTS = """
import pytest
@pytest.mark.browser
@pytest.mark.parametrize("n", range(4))
def test_it(n, worker_id):
    print("ran on", worker_id)
"""


def test_all_tests_with_a_browser_run_on_one_worker(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    (tmp_path / "conftest.py").write_text((Path(__file__).parent / "conftest.py").read_text())
    for name in "abc":
        (tmp_path / f"test_{name}.py").write_text(TESTS)
    options = "-n 2 --dist loadgroup --no-loadscope-reorder -rP".split()
    run = subprocess.run([sys.executable, "-m", "pytest", *options], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    workers = [line for line in run.stdout.splitlines() if line.startswith("ran on")]
    assert len(workers) == 12 and len(set(workers)) == 1, run.stdout + run.stderr
