"""Run notebooks as CI does, with nbval, and say in plain words what went wrong in which cell."""

import os
import re
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

_COLORS = re.compile(r"\x1b\[[0-9;]*m|#x1B\[[0-9;]*m")
_DIFFERS = "Cell outputs differ"


def failures(notebook: Path, code_cells: list[int], *, strict: bool = False) -> list[str]:
    """What fails when a notebook is run: one sentence for each cell.

    Parameters
    ----------
    notebook
        The file.
    code_cells
        The number, counted from 1 over all cells, of each code cell.
    strict
        Whether every cell that kept an output is compared, and not the proofs alone.

    Raises
    ------
    RuntimeError
        If nbval itself could not run.
    """
    with tempfile.TemporaryDirectory() as folder, resources.as_file(resources.files("workbench.classroom") / "sanitize.txt") as rules:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval" if strict else "--nbval-lax",
                   "--nbval-sanitize-with", str(rules), "--nbval-cell-timeout", "120", "--rootdir", folder, "--junitxml", str(report),
                   str(notebook.resolve())]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}, check=False)
        if not report.exists():
            raise RuntimeError(f"nbval could not run {notebook.name}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
        cases = list(ElementTree.parse(report).iter("testcase"))
    said = []
    for case in cases:
        problem = case.find("failure") if case.find("failure") is not None else case.find("error")
        if problem is not None:
            number = re.fullmatch(r"Cell (\d+)", case.get("name", ""))
            where = f"cell {code_cells[int(number[1])]}" if number else case.get("name")
            said.append(f"{where}: {_in_words(_COLORS.sub('', problem.text or problem.get('message') or ''))}")
    return said


def _in_words(text: str) -> str:
    if _DIFFERS in text:
        kept = [line.strip()[1:].strip() for line in text.splitlines() if re.match(r"\s*\+ ", line)]
        now = [line.strip()[1:].strip() for line in text.splitlines() if re.match(r"\s*- ", line)]
        what = f" Kept was {_short(kept)}; now it is {_short(now)}." if kept or now else ""
        return f"its result is not the one kept in the notebook any more.{what} If the new one is right, refresh the notebook."
    if "NoSuchKernel" in text:
        return "it cannot be run: the notebook's kernel is not installed here."
    if "Timeout" in text:
        return "it takes longer than two minutes; a lesson cannot wait so long."
    error = re.findall(r"^(\w*(?:Error|Exception|Interrupt|Exit|Warning)\b.*)$", text, re.M)
    if error and error[-1].startswith("NameError"):
        return f"it stops with {error[-1]}. Was a cell above left out or changed?"
    return f"it stops with {error[-1]}" if error else text.strip().splitlines()[-1]


def _short(lines: list[str]) -> str:
    return repr(" / ".join(lines)[:120]) if lines else "nothing"
