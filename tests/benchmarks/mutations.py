#!/usr/bin/env python3
"""Plants twenty faults, one after the other, in a copy of the package, and asks whether a notebook's proof or a gold score notices.

usage: python tests/benchmarks/mutations.py [name of a fault ...]      exits 1 if a fault goes unnoticed or cannot be planted
A fault is one edit: a number of a summary, a row of the gazetteer, an alias, a rule. Takes about ten minutes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ("01", "03", "04", "06", "05", "02")
#: name -> file of the package, what stands there (a regular expression), what is put in its place.
FAULTS = {
    "summary: one mention too many of each place": ("summaries/places.py", r"counts = relation\.counts\(mask, by, index\.story\)",
                                                    "counts = relation.counts(mask, by, index.story) + 1"),
    "summary: a timeline loses its first rows": ("summaries/timeline.py", r"counts\[:, 1:\]\.ravel\(\)", "(counts[:, 1:] // 2).ravel()"),
    "summary: undated bar halved": ("summaries/timeline.py", r'"count": counts\[:, 0\]\}', '"count": counts[:, 0] // 2}'),
    "summary: evidence gives the sentence after": (
        "summaries/evidence.py", r'rows\["start"\]\.to_numpy\(\), rows\["end"\]\.to_numpy\(\)\)',
        'rows["start"].to_numpy() + 150, rows["end"].to_numpy() + 150)'),
    "selection: dates off by a month": ("selection/masks.py", r'np\.searchsorted\(index\.day, end, side="right"\)',
                                        'np.searchsorted(index.day, end - 30, side="right")'),
    "alias: Hifter is Sarraj": ("knowledge/actors.csv", r"(wb:fayez-al-sarraj,Fayez al-Sarraj,PERSON,)",
                                r"\1Haftar|Khalifa Haftar|Hifter|"),
    "alias: Shoigu is Lavrov": ("knowledge/actors.csv", r"(?ms)^(wb:sergei-lavrov,Sergei Lavrov,PERSON,)(.*?)^wb:sergei-shoigu,[^\n]*\n",
                                r"\1Sergei Shoigu|Sergey Shoigu|Shoigu|\2"),
    "alias: Haftar's name is spoilt": ("knowledge/actors.csv", r"wb:khalifa-haftar,Khalifa Haftar,", "wb:khalifa-haftar,Khalifa Hafter,"),
    "gazetteer: Benghazi is renamed": ("knowledge/gazetteer/__init__.py", r"self\._bytes = lines\.tobytes\(\)",
                                       r'self._bytes = lines.tobytes().replace(b"\\nBenghazi\\n", b"\\nBengasis\\n")'),
    "gazetteer: Tripoli of Libya is renamed": ("knowledge/gazetteer/__init__.py", r"self\._bytes = lines\.tobytes\(\)",
                                               r'self._bytes = lines.tobytes().replace(b"\\nTripoli\\n", b"\\nTripoly\\n")'),
    "gazetteer: everything moves three degrees": ("knowledge/gazetteer/__init__.py", r"(?m)^    kind = columns\[\"kind\"\]$",
                                                  '    kind = columns["kind"]\n    columns["latitude"] = columns["latitude"] + 3'),
    "places: people are pins": ("summaries/index.py", r'rows\[rows\["label"\] == "literal"\]', "rows"),
    "places: newsletters are read": ("schema.py", r'ARTICLE_LABELS = \(', 'ARTICLE_LABELS = ("promo", "nav", "related", '),
    "segments: captions are furniture": ("schema.py", r'"dateline", "caption", "body"', '"dateline", "body"'),
    "times: Wednesday is Thursday": ("knowledge/timex/lexicon.py", r'"tuesday", "wednesday", "thursday"',
                                     '"tuesday", "thursday", "wednesday"'),
    "times: early is late": ("knowledge/timex/lexicon.py", r'"early": "START"', '"early": "END"'),
    "times: a date by hand changes nothing": ("pipeline.py", r"if changed\.empty:", "if True:"),
    "stories: nearly everything is a copy": ("annotators/stories.py", r"(?m)^COPY = 0\.5$", "COPY = 0.005"),
    "stories: nothing is a copy": ("annotators/stories.py", r"(?m)^COPY = 0\.5$", "COPY = 2.0"),
    "corrections: a merger is not applied": ("corrections/__init__.py", r'd\["body"\]\.get\("action"\) in ACTIONS',
                                             'd["body"].get("action") in {"set_date", "move_place"}'),
}
_PROOFS = r"""
import ast, contextlib, io, json, os, sys
from pathlib import Path
def shown(value):
    # as a kernel shows it: a wide frame is broken at 80 letters
    if type(value).__name__ != "DataFrame":
        return repr(value)
    from pandas.io.formats.format import get_dataframe_repr_params
    return value.to_string(**get_dataframe_repr_params() | {"line_width": 80, "max_cols": 20})
for start in sys.argv[1:]:
    path = next(p for p in sorted(Path().glob(start + "-*.ipynb")) if not p.stem.endswith(("-student", "-teacher")))
    space = {}
    for k, cell in enumerate(json.loads(path.read_text(encoding="utf8"))["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        tree, out, last = ast.parse("".join(cell["source"])), io.StringIO(), None
        try:
            with contextlib.redirect_stdout(out):
                ends = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
                exec(compile(ast.Module(tree.body[:-1] if ends else tree.body, []), "cell", "exec"), space)
                last = eval(compile(ast.Expression(ends.value), "cell", "eval"), space) if ends else None
        except Exception as error:
            print(f"{path.name} cell {k}: {type(error).__name__} {error}"[:160]); sys.exit(1)
        if "nbval-check-output" not in cell["metadata"].get("tags", []):
            continue
        kept = "".join("".join(o.get("text", o.get("data", {}).get("text/plain", ""))) for o in cell["outputs"])
        now = out.getvalue() + ("" if last is None else shown(last))
        if kept.split() != now.split():
            print(f"{path.name} cell {k}"); sys.exit(1)
"""


def noticed(package: Path) -> str | None:
    """What notices that something is wrong with a copy of the package; None where nothing does."""
    room = package.parent
    there = os.environ | {"PYTHONPATH": str(room), "OMP_NUM_THREADS": "1"}
    proofs = subprocess.run([sys.executable, "-W", "ignore", "-c", _PROOFS, *NOTEBOOKS], cwd=room / "notebooks", env=there,
                            capture_output=True, text=True, check=False)
    if proofs.returncode:
        return (proofs.stdout.strip() or proofs.stderr.strip()).splitlines()[-1]
    gold = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/seeds/test_gold_scores.py"],
                          cwd=room, env=there, capture_output=True, text=True, check=False)
    return next((line for line in gold.stdout.splitlines() if line.startswith("FAILED")), "gold") if gold.returncode else None


def main() -> int:
    """Plant each fault; returns 1 if one goes unnoticed."""
    wanted, bad = sys.argv[1:] or list(FAULTS), 0
    for name in ["nothing at all", *wanted]:
        with tempfile.TemporaryDirectory() as folder:
            room = Path(folder)
            for part in ("workbench", "notebooks", "seeds", "tests", "pyproject.toml"):
                if (ROOT / part).is_dir():
                    shutil.copytree(ROOT / part, room / part, ignore=shutil.ignore_patterns("__pycache__", "artefacts"))
                else:
                    shutil.copy(ROOT / part, room / part)
            if name in FAULTS:
                file, old, new = FAULTS[name]
                path = room / "workbench" / file
                text, many = re.subn(old, new, path.read_text(encoding="utf8"))
                if not many:
                    bad += 1
                    print(f"{name}: cannot be planted, {file} has changed", flush=True)
                    continue
                path.write_text(text, encoding="utf8")
            seen = noticed(room / "workbench")
            wrong = (seen is None) == (name in FAULTS)
            bad += wrong
            print(f"{name}: {'NOT NOTICED' if seen is None else seen}{' (!)' if wrong else ''}", flush=True)
    print(f"{len(wanted)} faults, {bad} wrong")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
