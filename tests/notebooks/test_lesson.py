"""A lesson's answers: right ones pass, all others get a hint, and nothing makes a traceback."""

import doctest
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench import lesson
from workbench.classroom import main

ROOT = Path(__file__).resolve().parents[2]
PLAIN = json.loads((ROOT / "tests" / "golden" / "tasks.json").read_text(encoding="utf8"))
PACKAGED = json.loads((ROOT / "workbench" / "knowledge" / "tasks.json").read_text(encoding="utf8"))
OWN = {
    "1": {"kind": "number", "answers": [4], "hint": "Count the quays.", "near": {"5": "One is a lighthouse."}},
    "2": {"kind": "name", "answers": ["Ada Ray", "Ray"], "hint": "She is a pilot."},
    "3": {"kind": "date", "answers": ["2021-01-02"], "hint": "It was a Saturday."},
    "4": {"kind": "set", "answers": ["Oran", "Béjaïa"], "hint": "Two ports.", "near": {"Algiers": "Not that one."}},
}


def test_the_packaged_tasks_are_made_from_the_plain_ones():
    assert lesson.load(PLAIN) == PACKAGED, "run python -m workbench.classroom hide tests/golden/tasks.json"


@pytest.mark.parametrize("number", PLAIN)
def test_solutions_pass_and_blanks_do_not(number):
    task = PLAIN[number]
    for answer in [task["answers"]] if task["kind"] == "set" else task["answers"]:
        assert wb.lesson.check(number, answer).right
    for blank in (..., None, "", "...", " ", [], float("nan"), pd.NaT, pd.Series(dtype="str")):
        verdict = wb.lesson.check(number, blank)
        assert not verdict.right and "Nothing here yet" in verdict.said


@pytest.mark.parametrize("number", PLAIN)
def test_nearly_right_answers_are_met_with_their_hint(number):
    for wrong, hint in PLAIN[number].get("near", {}).items():
        verdict = wb.lesson.check(number, wrong)
        assert not verdict.right and verdict.said.endswith(hint)


@pytest.mark.parametrize("number", PLAIN)
def test_the_packaged_file_does_not_give_the_answer_away(number):
    task = PACKAGED[number]
    said = " ".join([task["hint"], task["praise"]]).lower()
    for answer in PLAIN[number]["answers"]:
        assert not re.search(rf"\b{re.escape(str(answer).lower())}\b", said)


@pytest.mark.parametrize(("task", "answer"), [
    ("1", 4.0), ("1", "4"), ("1", [4]), ("1", np.int64(4)), ("1", pd.Series([4])), ("1", pd.DataFrame({"n": [4]})),
    ("2", "ada ray"), ("2", "Mrs Ray"), ("2", " ADA  RAY "), ("2", pd.Series(["Ada Ray"])),
    ("3", "2 January 2021"), ("3", pd.Timestamp("2021-01-02 13:00")), ("3", np.datetime64("2021-01-02")),
    ("3", "2.1.2021"), ("3", "02. 01. 2021"), ("4", "Oran and Béjaïa"), ("4", "Béjaïa, Oran"),
    ("4", ["oran", "Bejaia"]), ("4", {"Oran", "Béjaïa"}), ("4", pd.Index(["Béjaïa", "Oran"])), ("4", ["Oran", "Oran", "Bejaia"]),
])
def test_an_answer_may_be_written_in_many_ways(task, answer):
    assert lesson.check(task, answer, tasks=OWN).right


@pytest.mark.parametrize(("task", "answer", "said"), [
    ("1", 5, "One is a lighthouse."), ("1", 7, "Not yet. Count the quays."), ("1", "four", "One number, in digits"),
    ("2", "the pilot Ada Ray", "write it alone"), ("2", "Eve Rayburn", "Not yet."), ("4", ["Oran", "y" * 9999], "…"),
    ("1", True, "could not read"), ("1", [1, 2, 3], "not 3"), ("2", 7, "One name"), ("3", "long ago", "One day"),
    ("4", ["Oran"], "1 of 2 are there. Two ports."), ("4", ["Oran", "Algiers"], "Does 'Algiers' belong here? Not that one."),
    ("4", "Oran", "1 of 2"), ("9", 1, "there are 1, 2, 3, 4"),
])
def test_a_wrong_answer_gets_a_hint(task, answer, said):
    verdict = lesson.check(task, answer, tasks=OWN)
    assert not verdict.right and said in verdict.said


class Hostile:
    def __str__(self):
        raise RuntimeError("no")

    __iter__ = __eq__ = __str__
    __hash__ = None


@pytest.mark.parametrize("answer", [Hostile(), [Hostile()], object, lambda: 1, b"\xff", range(10), {"a": Hostile()}, 1 + 2j, 10**400])
@pytest.mark.parametrize("task", OWN)
def test_no_object_at_all_makes_a_traceback(task, answer):
    assert not lesson.check(task, answer, tasks=OWN).right


@pytest.mark.parametrize("answer", ["x" * 10**7, "9" * 10**6, itertools.count(), range(10**9), pd.DataFrame({"a": range(10**5)})],
                         ids=["text", "digits", "endless", "range", "frame"])
@pytest.mark.parametrize("task", OWN)
def test_what_is_far_too_much_is_answered_in_a_line(task, answer):
    verdict = lesson.check(task, answer, tasks=OWN)
    assert not verdict.right and len(verdict.said) < 300


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(), lambda x: st.lists(x, max_size=3)))
def test_no_value_makes_a_traceback(answer):
    for task in OWN:
        assert isinstance(lesson.check(task, answer, tasks=OWN).said, str)


@pytest.mark.parametrize(("tasks", "said"), [
    ({"1": {"kind": "poem", "answers": [1], "hint": ""}}, "task 1: its kind"), ({"1": {"kind": "number", "answers": [1]}}, "needs a hint"),
    ({"1": {"kind": "number", "hint": ""}}, "and answers"),
])
def test_a_teachers_mistake_is_named(tasks, said):
    with pytest.raises(ValueError, match=said):
        lesson.check("1", 1, tasks=tasks)


def test_a_teachers_file_and_its_hidden_form_do_the_same(tmp_path, capsys):
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(OWN), encoding="utf8")
    assert lesson.check("4", ["Oran", "Béjaïa"], tasks=path).right
    assert main(["hide", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Oran" not in printed
    assert lesson.check("4", ["Oran", "Béjaïa"], tasks=json.loads(printed)).right
    path.write_text("{", encoding="utf8")
    with pytest.raises(ValueError, match="not JSON"):
        lesson.check("1", 4, tasks=path)


def test_the_examples_run():
    assert doctest.testmod(lesson).failed == 0
