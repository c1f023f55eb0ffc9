"""For people who teach with notebooks: rules, runs and handouts, behind ``python -m workbench.classroom``."""

import argparse
import json
import sys
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
    """Say which of our rules notebooks break; returns how many break one."""
    from workbench.classroom import rules

    failed = 0
    for path in notebooks(paths):
        said = rules.broken(path)
        failed += bool(said)
        print(f"{path.name}: " + ("keeps the rules" if not said else "\n  ".join(["breaks rules", *said])))
    return failed


def hide(paths: list[str]) -> int:
    """Print a file of tasks with digests in place of the answers, so that a class may have it."""
    from workbench import lesson

    made = {number: task for path in paths for number, task in lesson.load(path).items()}
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


#: What can be asked for.
COMMANDS = {"refresh": refresh, "check": check, "hide": hide}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m workbench.classroom", description="Notebooks for a class.")
    parser.add_argument("command", choices=list(COMMANDS))
    parser.add_argument("paths", nargs="+", help="notebooks or folders of them")
    args = parser.parse_args(arguments)
    try:
        return int(bool(COMMANDS[args.command](args.paths)))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
