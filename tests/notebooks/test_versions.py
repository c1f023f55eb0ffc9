"""Student's and teacher's versions come from one source; solutions pass; a student's cuts do not break the rest."""

import ast
import copy
import re
from pathlib import Path

import nbformat
import pytest

from workbench import lesson
from workbench.classroom import main, rules, run, versions

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SOURCES = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if not path.stem.endswith(("-student", "-teacher"))]
TASKS = [(path, k, cell) for path in SOURCES for k, cell in enumerate(rules.load(path)["cells"], 1) if versions.TASK in rules.tags(cell)]
SHIPMENT = next(path for path in SOURCES if path.name.startswith("08"))


@pytest.mark.parametrize(("path", "k", "cell"), TASKS, ids=lambda value: getattr(value, "name", None) or str(value)[:9])
def test_each_task_is_blank_and_its_solution_passes(path, k, cell):
    text = rules.source(cell)
    number = re.search(r'wb\.lesson\.check\("([\d-]+)", answer\)', text)[1]
    assert text.startswith("answer = ...\n")
    solution = ast.parse(cell["metadata"]["solution"]).body[0]
    assert lesson.check(number, ast.literal_eval(solution.value)).right
    said = "".join(rules.source(c) for c in rules.load(path)["cells"] if c["cell_type"] == "markdown")
    assert f"**Task {number}.**" in said


def test_every_packaged_task_is_asked_once():
    asked = [re.search(r'check\("([\d-]+)"', rules.source(cell))[1] for _, _, cell in TASKS]
    assert sorted(asked) == sorted(lesson._packaged())


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A folder as a student has it: the notebooks' folder with the case, without the repository around it."""
    folder = tmp_path_factory.mktemp("room") / "notebooks"
    folder.mkdir()
    (folder / "cases").symlink_to(NOTEBOOKS / "cases")
    (folder / SHIPMENT.name).write_text(SHIPMENT.read_text(encoding="utf8"), encoding="utf8")
    return folder


def test_the_teachers_version_solves_everything(room):
    assert main(["teacher", str(room / SHIPMENT.name)]) == 0
    made = run.run(room / f"{SHIPMENT.stem}-teacher.ipynb")
    said = [line for output in outputs(made) if re.match(r"\d\d-\d [✓·]", line := output.get("data", {}).get("text/plain", ""))]
    assert len(said) == 7 and all("✓" in line for line in said)


def test_the_students_version_runs_blank_cut_and_split(room):
    assert main(["student", str(room / SHIPMENT.name)]) == 0
    path = room / f"{SHIPMENT.stem}-student.ipynb"
    assert '"solution"' not in path.read_text(encoding="utf8") and "Brack Haulage" not in path.read_text(encoding="utf8")
    notebook = nbformat.read(path, as_version=4)
    tasks = [k for k, cell in enumerate(notebook.cells) if versions.TASK in cell.metadata.get("tags", [])]
    del notebook.cells[tasks[2]]
    first = notebook.cells[tasks[0]]
    top, bottom = first.source.split("\n")
    second = copy.deepcopy(first)
    first.source, second.source, second["id"] = top, bottom, "split"
    notebook.cells.insert(tasks[0] + 1, second)
    nbformat.write(notebook, path)
    said = [output["data"]["text/plain"] for output in outputs(run.run(path)) if "data" in output]
    assert sum("Nothing here yet" in line for line in said) == 6


def test_a_task_without_a_solution_is_named():
    broken = {"cells": [{"cell_type": "code", "metadata": {"tags": ["task"]}, "source": "answer = ...\ncheck()"}]}
    with pytest.raises(ValueError, match="cell 1 is a task, but has no solution"):
        versions.teacher(broken)
    broken["cells"][0] |= {"metadata": {"tags": ["task"], "solution": "answer = 1"}, "source": "check()"}
    with pytest.raises(ValueError, match="no line that ends"):
        versions.teacher(broken)


def test_what_is_for_the_teacher_leaves_the_students_version():
    notebook = {"cells": [{"cell_type": "markdown", "metadata": {"tags": ["teacher"]}, "source": "Spoiler."},
                          {"cell_type": "code", "metadata": {"tags": ["task"], "solution": "answer = 1"}, "source": "answer = ..."}]}
    made = versions.student(notebook)
    assert [cell["source"] for cell in made["cells"]] == ["answer = ..."] and "solution" not in made["cells"][0]["metadata"]
    assert len(notebook["cells"]) == 2
