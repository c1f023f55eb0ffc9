"""For people who teach with notebooks: rules, runs and handouts, behind ``python -m workbench.classroom``."""

import argparse
import json
import os
import re
import sys
import textwrap
from functools import partial
from pathlib import Path


def notebooks(paths: list[str]) -> list[Path]:
    """The notebooks among files and folders, in order.

    Raises
    ------
    FileNotFoundError
        If a path does not exist; names it.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if not path.exists():
            raise FileNotFoundError(f"no file or folder {str(path)!r} (looked in {Path.cwd()})")
        inside = (p for p in sorted(path.rglob("*.ipynb")) if ".ipynb_checkpoints" not in p.parts)
        found += inside if path.is_dir() else [path]
    return found


def refresh(paths: list[str]) -> int:
    """Run notebooks and save them with the outputs of their proofs alone; returns how many could not be run."""
    from workbench.classroom import rules, run

    failed = 0
    for path in notebooks(paths):
        try:
            run.write(run.clean(run.run(path), rules.PROOF), path)
        except Exception as error:  # whatever a cell raises is told to the teacher, and the next notebook has its turn
            failed += 1
            print(f"{path.name}: {str(error).strip().splitlines()[-1]}\n{error}", file=sys.stderr)
        else:
            print(f"{path.name}: run, proofs kept")
    return failed


def check(paths: list[str]) -> int:
    """Do what our CI does: hold notebooks to the rules and run them; returns how many fail in either."""
    from workbench.classroom import rules, verify

    found = notebooks(paths)
    failed = 0
    for path in found:
        try:
            cells = rules.load(path)["cells"]
            said = rules.broken(path)
            code = [k for k, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
            unread = {line.split(":")[0] for line in said if "Python cannot read" in line}  # said once is enough
            said += [line for line in verify.failures(path, code) if line.split(":")[0] not in unread]
        except ValueError as error:
            cells, said = [], [str(error)]
        failed += bool(said)
        said = [_shown(line, cells) for line in said]
        print(f"{path.name}: " + ("keeps the rules, and every cell runs" if not said else "\n  ".join(["needs a look", *said])), flush=True)
    if len(found) != 1:
        print(f"{len(found)} notebooks, {failed} of them need a look" if found else "no notebooks are here")
    return failed


def _shown(line: str, cells: list[dict]) -> str:
    """A message, with the beginning of the cell that it is about: JupyterLab shows no numbers of cells."""
    from workbench.classroom import rules

    about = re.match(r"cell (\d+): ", line)
    if not about or not (words := rules.source(cells[int(about[1]) - 1]).strip()):
        return line
    first = textwrap.shorten(words.splitlines()[0], 40, placeholder=" …")
    return f"cell {about[1]} ({first}): {line[about.end():]}"


def version(paths: list[str], kind: str) -> int:
    """Write the student's or the teacher's version of notebooks, beside them; run in the case of the teacher's."""
    import nbformat

    from workbench.classroom import rules, run, versions

    for path in notebooks(paths):
        made = nbformat.from_dict(getattr(versions, kind)(rules.load(path)))
        target = path.with_name(f"{path.stem}-{kind}.ipynb")
        run.write(made, target)
        print(target)
    return 0


def page(paths: list[str], slides: bool) -> int:
    """Run notebooks and write each as one HTML file, beside it."""
    from workbench.classroom import rules, run
    from workbench.classroom.handout import handout

    for path in notebooks(paths):
        title = rules.source(rules.load(path)["cells"][0]).strip().splitlines()[0].lstrip("# ")
        target = path.with_name(f"{path.stem}{'-slides' if slides else ''}.html")
        target.write_text(handout(run.run(path), title=title, slides=slides), encoding="utf8")
        print(target)
    return 0


def app(paths: list[str]) -> int:
    """Serve a notebook with Voila, for a room of people to click in, until the process is stopped."""
    import importlib.util
    import subprocess

    if importlib.util.find_spec("voila") is None:
        print("This needs Voila: pip install voila (version 0.5.13 is known to work offline)", file=sys.stderr)
        return 2
    templates = str(Path(__file__).parent / "jupyter")
    room = os.environ | {"JUPYTER_PATH": os.pathsep.join(filter(None, [templates, os.environ.get("JUPYTER_PATH")]))}
    return subprocess.run([sys.executable, "-m", "voila", "--no-browser", "--template=offline", *paths], env=room, check=False).returncode


def hide(paths: list[str]) -> int:
    """Print a file of tasks with digests in place of the answers, so that a class may have it."""
    from workbench import lesson

    made = {number: task for path in paths for number, task in lesson.load(path).items()}
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


#: What can be asked for.
COMMANDS = {
    "check": check, "refresh": refresh, "hide": hide, "app": app,
    "student": partial(version, kind="student"), "teacher": partial(version, kind="teacher"),
    "handout": partial(page, slides=False), "slides": partial(page, slides=True),
}
_HELP = """check: hold to the rules and run, as CI does; refresh: run and keep the proofs' outputs; student, teacher: write that version;
handout, slides: run and write one HTML file; app: serve with Voila; hide: print a file of tasks without its answers"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m workbench.classroom", description="Notebooks for a class.")
    parser.add_argument("command", choices=list(COMMANDS), help=_HELP)
    parser.add_argument("paths", nargs="+", help="notebooks or folders of them; tasks for hide")
    args = parser.parse_args(arguments)
    try:
        return int(bool(COMMANDS[args.command](args.paths)))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
