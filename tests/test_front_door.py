"""The front door: light to open, clear when misused; the command line does what the functions do."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workbench as wb
from workbench import corpus, schema
from workbench.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


def test_importing_loads_nothing_heavy_and_leaves_no_trace():
    code = ("import sys, workbench; print(sorted({'pandas', 'numpy', 'plotly', 'folium', 'spacy', 'onnxruntime', 'ipywidgets', 'pyarrow'}"
            " & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=os.sep, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


@pytest.mark.parametrize("name", [n for n in wb.__all__ if n != "__version__"])
def test_every_name_at_the_door_opens_and_is_documented(name):
    assert getattr(wb, name).__doc__


def test_an_unknown_name_lists_the_known():
    with pytest.raises(AttributeError, match="annotate"):
        wb.anotate  # noqa: B018


def test_a_corpus_says_what_is_not_there_yet(tmp_path):
    (tmp_path / "a.txt").write_text("Hello from Tripoli.")
    made = wb.read(tmp_path)
    with pytest.raises(AttributeError, match="wb.annotate"):
        made.mentions  # noqa: B018
    with pytest.raises(AttributeError, match="not 'mention'"):
        made.mention  # noqa: B018
    assert made.table("mentions").empty


def test_the_command_line_reads_annotates_and_shows(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Anna Keller spoke in Tripoli, Libya, on Wednesday. She left for Moscow later.")
    (tmp_path / "in" / "b.txt").write_bytes(b"\x00\x01\x02\x00binary")
    out = str(tmp_path / "out")
    assert main(["read", str(tmp_path / "in"), out]) == 0
    assert "not read: b.txt" in capsys.readouterr().out
    assert main(["annotate", out, "segments"]) == 0
    assert main(["show", out]) == 0
    assert "segments" in capsys.readouterr().out
    assert main(["show", str(tmp_path / "nowhere")]) == 2
    assert "no corpus in" in capsys.readouterr().err
    assert main(["annotate", out, "segment"]) == 2
    assert "there are segments" in capsys.readouterr().err


def test_docstrings_are_true():
    for module in (corpus, schema):
        assert doctest.testmod(module).failed == 0


def test_the_readme_holds_the_data_dictionary():
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    told = re.search(r"<!-- dictionary -->\n(.*?)<!-- /dictionary -->", readme, re.S)
    assert told, "README.md has no data dictionary between its marks"
    assert told[1].strip() == schema.dictionary().strip(), "run `python -m workbench dictionary` and put it between the marks in README.md"
