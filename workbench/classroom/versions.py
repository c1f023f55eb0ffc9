"""A student's and a teacher's version of a notebook, from one source.

In the source a task's cell is tagged ``task`` and blank (``answer = ...``); its solution is kept in the cell's metadata, where a
reader does not see it. The student's version has no solutions; the teacher's has them in place. Cells tagged ``teacher`` stand in
the teacher's version alone.
"""

import copy

#: Tag of a cell with a task.
TASK = "task"
#: Tag of a cell that only a teacher sees.
TEACHER = "teacher"


def _tags(cell: dict) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def student(notebook: dict) -> dict:
    """The notebook without its solutions and without what is for the teacher."""
    made = copy.deepcopy(notebook)
    made["cells"] = [cell for cell in made["cells"] if TEACHER not in _tags(cell)]
    for cell in made["cells"]:
        cell["metadata"].pop("solution", None)
    return made


def teacher(notebook: dict) -> dict:
    """The notebook with the solutions in place of the blanks.

    Raises
    ------
    ValueError
        If a task has no solution, or no line that is blank; names the cell.
    """
    made = copy.deepcopy(notebook)
    for k, cell in enumerate(made["cells"], 1):
        if TASK not in _tags(cell):
            continue
        lines = "".join(cell["source"]).splitlines()
        blank = [n for n, line in enumerate(lines) if line.rstrip().endswith("= ...")]
        solution = cell["metadata"].get("solution")
        if not solution or not blank:
            raise ValueError(f"cell {k} is a task, but has no {'solution' if blank else 'line that ends with = ...'}")
        lines[blank[0]] = solution
        cell["source"] = "\n".join(lines)
    return made
