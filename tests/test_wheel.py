"""The built wheel works on a folder of text files, away from the repository: its data files travel inside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
USE = """
import sys, workbench as wb
print(wb.__file__)
view = wb.Selection()
corpus = wb.annotate(wb.read(sys.argv[1]), progress=False)
print(corpus)
assert (corpus.toponyms["text"] == "Tripoli").any() and corpus.toponyms["place_id"].notna().any()
assert "Leaflet" in wb.place_map(corpus, view).get_root().render()
assert len(view.evidence(corpus))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # built from a copy: a build leaves folders beside what it builds
    source = folder / "source"
    subprocess.run(["git", "-C", str(ROOT), "checkout-index", "--all", f"--prefix={source}/"], check=True)
    for command in (["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)],
                    ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder / "site")]):
        wheels = [str(p) for p in folder.glob("*.whl")]
        done = subprocess.run([sys.executable, *command, *wheels], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_works_elsewhere(installed, tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Harbour opens in Tripoli\n\nAnna Keller said on Wednesday that the port of Tripoli, Libya, "
                                             "would open in early April. The Libyan National Army did not comment.\n")
    done = subprocess.run([sys.executable, "-c", USE, str(tmp_path / "news")], capture_output=True, text=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(installed / "site")})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed / "site"))
    assert "1 article" in done.stdout


def test_the_wheel_carries_no_test_and_no_large_surprise(installed):
    inside = [p.relative_to(installed / "site") for p in (installed / "site").rglob("*") if p.is_file()]
    assert {p.parts[0] for p in inside if "dist-info" not in p.parts[0] and p.parts[0] != "bin"} == {"workbench"}
    assert next(installed.glob("*.whl")).stat().st_size < 50_000_000
