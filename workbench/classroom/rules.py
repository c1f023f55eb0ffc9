"""The rules that a notebook of ours keeps, and in plain words which of them one breaks."""

import ast
import json
import re
from pathlib import Path

#: Tag of a cell whose output is kept in the file and compared on every run.
PROOF = "nbval-check-output"
#: Tag of a cell that stands in the teacher's version only.
TEACHER = "teacher"
CODE_LINES, CELL_LINES = 120, 15
_NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*\.ipynb")
_MACHINE = re.compile(r"/(home|Users|root|tmp|mnt|media|Volumes)/|~|[A-Za-z]:[\\/]")
#: Kinds of output that are the same on every machine, so that a proof may keep them.
_STEADY = {"text/plain", "text/html", "text/markdown"}


def load(path: str | Path) -> dict:
    """A notebook as plain dicts.

    Raises
    ------
    ValueError
        If the file is no notebook.
    """
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a notebook: {error}") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError(f"{path} is not a notebook: it has no cells")
    return notebook


def source(cell: dict) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def tags(cell: dict) -> set[str]:
    """The tags of a cell."""
    return set(cell.get("metadata", {}).get("tags", ()))


def lines_of_code(cell: dict) -> int:
    """Lines of a code cell that say something: neither blank nor a comment."""
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in source(cell).splitlines())


def broken(path: str | Path) -> list[str]:
    """The rules that a notebook breaks, each in a sentence that says which cell and what to do.

    The rules: the title is a question; the next text cell says what the reader will be able to do; imports come first, then one
    cell of parameters; no ``def`` or ``class``; at most 120 lines of code, 15 a cell; no shell commands; text before code; the outputs
    of proof cells are kept, all others are taken out; no widget state is saved.
    """
    notebook, path = load(path), Path(path)
    cells, said = notebook["cells"], []
    code = [(k, cell) for k, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    if not _NAME.fullmatch(path.name):
        said.append(f"the file's name should be like 12-who-was-there.ipynb, not {path.name}")
    said += _opening(cells)
    total = sum(lines_of_code(cell) for _, cell in code)
    if total > CODE_LINES:
        said.append(f"it has {total} lines of code; at most {CODE_LINES} keep a lesson short: move work into functions of the package")
    for k, cell in code:
        said += [f"cell {k}: {what}" for what in _code(cell)]
    for (k, cell), (_, following) in zip(code, code[1:], strict=False):
        if cells.index(following) == cells.index(cell) + 1 and TEACHER not in tags(following) and PROOF not in tags(following):
            said.append(f"cell {k + 1}: code follows code; put a sentence of text between them that says why")
    if notebook.get("metadata", {}).get("widgets"):
        said.append("it carries saved widget state; run `python -m workbench.classroom refresh` on it")
    if notebook.get("metadata", {}).get("kernelspec", {}).get("name") != "python3":
        said.append("its kernel should be the one called python3, which everybody has")
    return said


def _opening(cells: list[dict]) -> list[str]:
    said = []
    first = source(cells[0]) if cells and cells[0]["cell_type"] == "markdown" else ""
    title = first.strip().splitlines()[0] if first.strip() else ""
    if not title.startswith("# ") or not title.rstrip().endswith("?"):
        said.append("cell 1: start with a title that is a question, like `# Who did what?`")
    if "you will be able to" not in first.lower():
        said.append("cell 1: say what the reader will be able to do afterwards (`You will be able to ...`)")
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if not code or "import " not in source(code[0]):
        return [*said, "the first code cell should hold the imports"]
    late = [k for k, cell in enumerate(code) if k and re.search(r"^\s*(import|from)\s", source(cell), re.M)]
    if late:
        said.append("imports belong into the first code cell, all of them")
    parameters = [k for k, cell in enumerate(code) if "parameters" in tags(cell)]
    if parameters != [1]:
        said.append("the second code cell, and it alone, should hold the parameters and carry the tag `parameters`")
    return said


def _code(cell: dict) -> list[str]:
    said, text = [], source(cell)
    if lines_of_code(cell) > CELL_LINES:
        said.append(f"{lines_of_code(cell)} lines of code; at most {CELL_LINES} fit one thought")
    plain = re.sub(r"^(\s*)[!%].*$", r"\1pass", text, flags=re.M)
    if plain != text:
        said.append("shell commands and % magics do not run everywhere; leave them out")
    try:
        nodes = list(ast.walk(ast.parse(plain)))
    except SyntaxError as error:
        return [*said, f"Python cannot read line {error.lineno}: {error.msg}"]
    if any(isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) for n in nodes):
        said.append("no `def` or `class` in a notebook: a function belongs into the package, with a test")
    if any(isinstance(n, ast.Constant) and isinstance(n.value, str) and _MACHINE.match(n.value) for n in nodes):
        said.append("a path of your own machine; others do not have it: use a path beside the notebook")
    proof = PROOF in tags(cell)
    outputs = cell.get("outputs", [])
    if outputs and not proof:
        said.append("its output is saved; run `python -m workbench.classroom refresh` to take it out, or tag the cell as a proof")
    if proof and not outputs:
        said.append("a proof without an output proves nothing; run `python -m workbench.classroom refresh`")
    elif proof and cell.get("execution_count") is None:
        said.append("its output is kept but its number is not, so that it would not be compared; run the refresh")
    for output in outputs:
        if output.get("output_type") not in ("execute_result", "display_data", "stream") or output.get("name") == "stderr":
            said.append(f"a proof should keep text or a table, not {output.get('name') or output.get('output_type')}")
        elif set(output.get("data", ())) - _STEADY:
            said.append("a picture or widget differs from machine to machine; let the proof be a number or a table")
    return said
