"""Answers to a lesson's tasks, checked without spoiling them: a hint for what is blank, partly right or wrong, never a traceback.

The packaged tasks hold no answers, only their digests, so that looking into the file does not give them away; a teacher's own
tasks may say them in plain words (see ``notebooks/README.md``).
"""

import hashlib
import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path

import pandas as pd

KINDS = ("number", "name", "date", "set")
_ASKED = {"number": "One number, in digits,", "name": "One name, in quotation marks,", "date": "One day, like \"2023-03-04\",",
          "set": "A list, like [\"this\", \"that\"],"}
#: More things than any task asks for, and more letters than any answer has: what goes beyond is not read.
_MANY, _LONG = 100, 500
_BLANK = "Nothing here yet: write your answer in place of the three dots and run the cell again."


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer; ``right`` says whether it is right."""

    task: str
    right: bool
    said: str

    def __repr__(self) -> str:
        return f"{self.task} {'✓' if self.right else '·'} {self.said}"


def check(task: str, answer: object = ..., *, tasks: str | Path | Mapping | None = None) -> Verdict:
    """Say whether an answer is right, and if not, what to look at.

    Parameters
    ----------
    task
        The task's number, like ``"08-3"``.
    answer
        What the student found: a number, a name, a day or a list, as the task asks; a pandas value or column does as well.
    tasks
        A teacher's own tasks, a JSON file or a dict; the packaged ones where none are given.

    Returns
    -------
    Verdict
        It shows itself as one line of text.

    Raises
    ------
    FileNotFoundError, ValueError
        If the teacher's own tasks are absent or broken; never for an answer.

    Examples
    --------
    >>> own = {"1": {"kind": "number", "answers": [4], "hint": "Count the quays.", "near": {"5": "You counted the lighthouse."}}}
    >>> check("1", 4, tasks=own)
    1 ✓ Right.
    >>> check("1", 5, tasks=own)
    1 · You counted the lighthouse.
    >>> check("1", ..., tasks=own)
    1 · Nothing here yet: write your answer in place of the three dots and run the cell again.
    """
    known = _packaged() if tasks is None else load(tasks)
    task = str(task)
    if task not in known:
        near = [name for name in known if name.split("-")[0] == task.split("-")[0]] or list(known)
        return Verdict(task, False, f"There is no task of this number; there are {', '.join(near)}.")
    asked = known[task]
    try:
        given = _plain(answer)
        if _is_blank(given):
            return Verdict(task, False, _BLANK)
        return _of_set(task, asked, given) if asked["kind"] == "set" else _of_one(task, asked, given)
    except Exception:  # an answer can be any object at all, and a lesson goes on
        return Verdict(task, False, f"{_ASKED[asked['kind']]} is asked for here; I could not read this answer. {asked['hint']}")


def load(tasks: str | Path | Mapping) -> dict[str, dict]:
    """A teacher's tasks: number -> kind, hint, and answers in plain words or as digests.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If a task lacks its kind, hint or answers; names the task.
    """
    if not isinstance(tasks, Mapping):
        try:
            tasks = json.loads(Path(tasks).read_text(encoding="utf8"))
        except json.JSONDecodeError as error:
            raise ValueError(f"{tasks} is not JSON: {error}") from error
    made = {}
    for number, task in tasks.items():
        if not isinstance(task, Mapping) or task.get("kind") not in KINDS:
            raise ValueError(f"task {number}: its kind must be one of {', '.join(KINDS)}")
        if "hint" not in task or not ("answers" in task or "digests" in task):
            raise ValueError(f"task {number}: it needs a hint and answers")
        made[str(number)] = hidden(str(number), task)
    return made


def hidden(number: str, task: Mapping) -> dict:
    """A task with digests in place of its answers; one that has digests stays as it is."""
    kind = task["kind"]
    one = "name" if kind == "set" else kind
    digests = list(task.get("digests", [])) + [_digest(number, _normal(one, a)) for a in task.get("answers", [])]
    near = {key if re.fullmatch(r"[0-9a-f]{16}", key) else _digest(number, _normal(one, key)): hint
            for key, hint in task.get("near", {}).items()}
    return {"kind": kind, "digests": digests, "near": near, "hint": task["hint"], "praise": task.get("praise", "Right.")}


@cache
def _packaged() -> dict[str, dict]:
    return load(json.loads((resources.files("workbench") / "knowledge" / "tasks.json").read_text(encoding="utf8")))


def _digest(number: str, words: str) -> str:
    return hashlib.sha256(f"{number}|{words}".encode()).hexdigest()[:16]


def _plain(answer: object) -> object:
    """A pandas or numpy value as Python has it: one value from a table of one, a list from a column."""
    if isinstance(answer, pd.DataFrame):
        answer = answer.to_numpy().ravel()
    if isinstance(answer, (pd.Series, pd.Index)) or type(answer).__module__ == "numpy":
        answer = answer.tolist()
    if isinstance(answer, str):
        return answer[:_LONG]
    if isinstance(answer, Iterable) and not isinstance(answer, bytes):
        answer = list(islice(answer, _MANY))
        answer = answer[0] if len(answer) == 1 else answer
    return answer


def _is_blank(answer: object) -> bool:
    if answer is None or answer is ... or isinstance(answer, float) and answer != answer or answer is pd.NaT:
        return True
    return isinstance(answer, str) and not answer.strip(" .?…_") or isinstance(answer, list) and not any(not _is_blank(a) for a in answer)


def _normal(kind: str, answer: object) -> str:
    """The form in which two answers that mean the same are the same.

    Raises
    ------
    ValueError, TypeError
        If the answer is of another kind.
    """
    if kind == "number":
        if isinstance(answer, bool):
            raise TypeError("a yes or no is no number")
        return f"{float(str(answer).strip().rstrip('%')):.2f}"
    if kind == "date":
        day_first = bool(re.fullmatch(r"\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\s*", str(answer)))  # as most of Europe writes
        return pd.to_datetime(str(answer), dayfirst=day_first).date().isoformat()
    if not isinstance(answer, str):
        raise TypeError("a name is a text")
    letters = unicodedata.normalize("NFKD", answer).encode("ascii", "ignore").decode().lower()
    return " ".join(word for word in re.findall(r"[a-z0-9]+", letters) if word not in ("the", "a", "an", "mr", "mrs", "ms"))


def _of_one(task: str, asked: dict, given: object) -> Verdict:
    if isinstance(given, list):
        return Verdict(task, False, f"{_ASKED[asked['kind']]} is asked for here, not {len(given)}. {asked['hint']}")
    found = _digest(task, _normal(asked["kind"], given))
    if found in asked["digests"]:
        return Verdict(task, True, asked["praise"])
    if found not in asked["near"] and asked["kind"] == "name" and _holds(task, asked, given):
        return Verdict(task, False, "The name is in there: write it alone, without other words.")
    return Verdict(task, False, asked["near"].get(found, f"Not yet. {asked['hint']}"))


def _holds(task: str, asked: dict, given: str) -> bool:
    """Whether some words of an answer, side by side, are the name asked for."""
    words = _normal("name", given).split()[:12]
    return any(_digest(task, " ".join(words[i:j])) in asked["digests"] for i in range(len(words)) for j in range(i + 1, len(words) + 1))


def _of_set(task: str, asked: dict, given: object) -> Verdict:
    if isinstance(given, str) and _digest(task, _normal("name", given)) not in asked["digests"]:
        given = re.split(r"[,;]|\band\b", given)
    words = [str(word)[:_LONG].strip() for word in (given if isinstance(given, list) else [given]) if not _is_blank(word)]
    found = {_digest(task, _normal("name", word)): word for word in words}
    right = [digest for digest in found if digest in asked["digests"]]
    wrong = [word for digest, word in found.items() if digest not in asked["digests"]]
    if not wrong and len(right) == len(asked["digests"]):
        return Verdict(task, True, asked["praise"])
    said = f"{len(right)} of {len(asked['digests'])} are there."
    if wrong:
        said += f" Does {textwrap.shorten(wrong[0], 60, placeholder=' …')!r} belong here?"
    hint = next((asked["near"][digest] for digest in found if digest in asked["near"]), asked["hint"])
    return Verdict(task, False, f"{said} {hint}")
