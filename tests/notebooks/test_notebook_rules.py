"""Every notebook keeps the rules, and each rule is noticed when it is broken."""

import copy
import json
import re
from pathlib import Path

import nbformat
import pytest

from workbench.classroom import main, rules, run

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FILES = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if not path.stem.endswith(("-student", "-teacher"))
               and ".ipynb_checkpoints" not in path.parts)


def cell(kind, source, *tags, **more):
    made = {"cell_type": kind, "metadata": {"tags": list(tags)} if tags else {}, "source": source}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {}) | more


def text_output(text="4\n"):
    return {"output_type": "stream", "name": "stdout", "text": text}


def good():
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": kernel}, "cells": [
        cell("markdown", "# How many ports?\n\nYou will be able to count ports."),
        cell("code", "import math"), cell("markdown", "Settings."), cell("code", "PORTS = 4", "parameters"),
        cell("markdown", "Count."), cell("code", "print(PORTS)", rules.PROOF, execution_count=3, outputs=[text_output()]),
    ]}


def written(folder, notebook, name="12-how-many-ports.ipynb"):
    path = folder / name
    path.write_text(json.dumps(notebook), encoding="utf8")
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_notebook_keeps_the_rules(path):
    assert rules.broken(path) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_file_is_small_and_says_nothing_of_a_machine(path):
    text = path.read_text(encoding="utf8")
    assert len(text.encode()) < 60_000
    assert not re.search(r"(^|[\s\"'(=])/(home|work|root|tmp|Users)/", text)
    assert not re.search(r"https?://(localhost|127\.|10\.|192\.168\.)", text)
    assert "widget-view" not in text and "application/vnd.plotly" not in text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_there_is_a_proof_for_what_the_notebook_claims(path):
    assert sum(rules.PROOF in rules.tags(c) for c in rules.load(path)["cells"]) >= 3


def test_a_good_notebook_is_praised(tmp_path):
    assert rules.broken(written(tmp_path, good())) == []


def test_the_name_has_a_number_and_words(tmp_path):
    assert "should be like" in rules.broken(written(tmp_path, good(), "Untitled.ipynb"))[0]



@pytest.mark.parametrize(("number", "fields", "said"), [
    (0, {"source": "# Ports\n\nYou will be able to count."}, "title that is a question"),
    (0, {"source": "# How many ports?"}, "will be able to"),
    (1, {"source": "x = 1"}, "should hold the imports"),
    (3, {"metadata": {}}, "tag `parameters`"),
    (3, {"source": "import os\nPORTS = 4"}, "imports belong"),
    (5, {"source": "def count():\n    return 4"}, "no `def`"),
    (5, {"source": "class Port: pass"}, "no `def`"),
    (5, {"source": "\n".join(f"a{k} = {k}" for k in range(16))}, "16 lines of code"),
    (5, {"source": "!ls"}, "shell commands"),
    (5, {"source": "%timeit 1"}, "shell commands"),
    (5, {"source": "print("}, "Python cannot read"),
    (5, {"source": "open('/home/ada/ports.txt')"}, "your own machine"),
    (5, {"source": "open('C:\\\\ports.txt')"}, "your own machine"),
    (5, {"metadata": {}}, "its output is saved"),
    (5, {"outputs": []}, "proves nothing"),
    (5, {"execution_count": None}, "would not be compared"),
    (5, {"outputs": [{"output_type": "display_data", "data": {"image/png": "x"}, "metadata": {}}]}, "differs from machine"),
    (5, {"outputs": [{"output_type": "stream", "name": "stderr", "text": "warning"}]}, "not stderr"),
    (4, {"cell_type": "code", "source": "x = 2", "execution_count": None, "outputs": []}, "code follows code"),
])
def test_each_broken_rule_is_noticed(tmp_path, number, fields, said):
    notebook = copy.deepcopy(good())
    notebook["cells"][number] |= fields
    assert any(said in line for line in rules.broken(written(tmp_path, notebook)))


def test_long_notebooks_saved_widgets_and_strange_kernels_are_noticed(tmp_path):
    notebook = good()
    long = "\n".join(f"b{j} = 0" for j in range(14))
    notebook["cells"] += [cell("markdown", "More."), cell("code", long)] * 9
    notebook["metadata"] = {"widgets": {"state": {}}, "kernelspec": {"name": "conda-env-mine"}}
    said = " ".join(rules.broken(written(tmp_path, notebook)))
    assert "129 lines" in said and "widget state" in said and "python3" in said


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', "\x00\xff"])
def test_what_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "01-x.ipynb"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(ValueError, match="01-x.ipynb is not a notebook"):
        rules.load(path)


def test_check_says_it_in_words_and_by_its_status(tmp_path, capsys):
    written(tmp_path, good())
    assert main(["check", str(tmp_path)]) == 0
    assert "keeps the rules, and every cell runs" in capsys.readouterr().out
    broken = good()
    broken["cells"][5]["outputs"] = [text_output("5\n")]
    broken["cells"] += [cell("markdown", "Quays."), cell("code", "QUAYS"), cell("markdown", "Share."), cell("code", "1 / 0")]
    written(tmp_path, broken, "13-what-is-there.ipynb")
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "cell 6 (print(PORTS)): its result is not the one kept in the notebook any more. Kept was '5'; now it is '4'." in said
    assert "cell 8 (QUAYS): it stops with NameError: name 'QUAYS' is not defined. Was a cell above left out or changed?" in said
    assert "cell 10 (1 / 0): it stops with ZeroDivisionError: division by zero" in said
    assert "Traceback" not in said and "\x1b" not in said
    assert "2 notebooks, 1 of them need a look" in said
    assert main(["check", str(tmp_path / "absent")]) == 2


def test_check_goes_on_after_a_file_that_is_no_notebook(tmp_path, capsys):
    (tmp_path / "01-what-is-this.ipynb").write_text("{ not json", encoding="utf8")
    strange = good()
    strange["metadata"]["kernelspec"]["name"] = "no-such-kernel"
    strange["cells"][5] |= {"source": "for x in [1, 2]\n    print(x)", "outputs": []}
    written(tmp_path, strange, "02-is-it-read.ipynb")
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "01-what-is-this.ipynb is not a notebook" in said and "its kernel should be the one called python3" in said
    assert "the notebook's kernel is not installed here" in said
    assert said.count("cell 6 (for x in [1, 2]): ") == 1


def test_refresh_keeps_the_proofs_and_takes_the_rest_out(tmp_path, capsys):
    notebook = good()
    notebook["cells"][5] |= {"outputs": [], "execution_count": None}
    notebook["cells"][3]["source"] = "PORTS = 7\nPORTS"
    path = written(tmp_path, notebook)
    assert main(["refresh", str(path)]) == 0
    made = rules.load(path)["cells"]
    assert "".join(made[5]["outputs"][0]["text"]).strip() == "7"
    assert made[3]["outputs"] == [] and made[3]["execution_count"] is None
    assert rules.broken(path) == []
    before = path.read_text(encoding="utf8")
    assert main(["refresh", str(path)]) == 0
    assert path.read_text(encoding="utf8") == before


def test_refresh_tells_of_a_cell_that_fails_and_leaves_the_file(tmp_path, capsys):
    notebook = good()
    notebook["cells"][5]["source"] = "print(HARBOURS)"
    path = written(tmp_path, notebook)
    before = path.read_text(encoding="utf8")
    assert main(["refresh", str(path)]) == 1
    assert "NameError" in capsys.readouterr().err
    assert path.read_text(encoding="utf8") == before


def test_a_stream_that_came_in_pieces_is_kept_as_one():
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1); print(2)", metadata={"tags": [rules.PROOF]}, outputs=[
        nbformat.v4.new_output("stream", name="stdout", text="1\n"), nbformat.v4.new_output("stream", name="stdout", text="2\n")])])
    assert [output["text"] for output in run.clean(made, rules.PROOF).cells[0].outputs] == ["1\n2\n"]
