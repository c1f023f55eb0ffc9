"""The file of decisions: one JSON line each, appended and synced; reading forgives a torn line and a messy merge."""

import json
import os
from collections.abc import Iterable
from pathlib import Path


def append(path: str | Path, decision: dict) -> dict:
    """Write one decision to the end of a file, synced to the disk before returning.

    A line that a crash left unfinished is closed first, so that it can spoil nothing but itself.

    Parameters
    ----------
    path
        A file of JSON lines; made, with its folders, when absent.
    decision
        What :mod:`workbench.corrections` made.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(decision, ensure_ascii=False, separators=(", ", ": ")).encode("utf8", "surrogatepass") + b"\n"
    with open(path, "a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return decision


def read(path: str | Path, problems: list[dict] | None = None) -> list[dict]:
    """The decisions of a file, in its order, each once.

    Parameters
    ----------
    path
        A file of JSON lines. A file that does not exist holds no decision yet.
    problems
        Where given, a row of ``problems`` is added for each line that is no decision: torn by a crash, or a mark that a
        merge in git left.
    """
    path, found = Path(path), {}
    if not path.exists():
        return []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            decision = json.loads(line.decode("utf8", "surrogatepass"))
            if not isinstance(decision, dict) or not isinstance(decision.get("body"), dict) or not isinstance(decision.get("id"), str):
                raise ValueError("not a decision")
            found.setdefault(decision["id"], decision)
        except ValueError as error:
            if problems is not None:
                problems.append({"source_path": path.name, "reason": f"line {number} is no correction",
                                 "detail": f"{error}; the other lines are read"})
    return list(found.values())


def gather(source: object, problems: list[dict] | None = None) -> list[dict]:
    """Decisions of a path, of several paths, or of a list of decisions: each once, the oldest first.

    Raises
    ------
    TypeError
        If the source is none of these.
    """
    if isinstance(source, (str, Path)):
        found = read(source, problems)
    elif isinstance(source, dict):
        found = [source]
    elif isinstance(source, Iterable):
        found = [decision for one in source for decision in ([one] if isinstance(one, dict) else gather(one, problems))]
    else:
        raise TypeError(f"corrections are a path, a list of paths or a list of decisions, not {type(source).__name__}")
    once = {decision["id"]: decision for decision in found}
    return sorted(once.values(), key=lambda d: d.get("created") or "")  # stable: of one moment, the order given


def undone(decisions: list[dict]) -> set[str]:
    """Identifiers of the decisions that an undo took back; an undo can itself be undone, which brings the decision back."""
    dead: set[str] = set()
    # From the newest to the oldest: whether an undo holds is settled by what came after it.
    for decision in reversed(decisions):
        if decision["body"].get("action") == "undo" and decision["id"] not in dead:
            dead.add(decision["body"].get("decision", ""))
    return dead
