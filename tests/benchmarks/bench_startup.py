#!/usr/bin/env python3
"""What one waits for in a fresh interpreter: ``import workbench``, the first widget, and the first view of a folder of text files.

Each is measured in processes of their own, five times; the least is told, and beside it the processor's time. The widget is the explorer on
the annotated articles of ``seeds/``, loaded from a folder that was saved before. The text files are Reuters-21578's articles and, beyond
9,516, articles made of their sentences. ``bench_startup.py 10000`` takes another number of files.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from texts import recombined, reuters

import workbench as wb

ROOT = Path(__file__).resolve().parents[2]
FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
TIMED = """
import json, sys, time
wall, core = time.perf_counter(), time.process_time()
{work}
print(json.dumps([time.perf_counter() - wall, time.process_time() - core]))
"""
IMPORT = "import workbench"
PANDAS = "import pandas"
WIDGET = "import workbench as wb\nwb.explorer(wb.load(sys.argv[1]))"
VIEW = ("import workbench as wb\n"
        "corpus = wb.annotate(wb.read(sys.argv[1], progress=False), quality='fast', progress=False)\nwb.explorer(corpus)")


def least(work: str, argument: str = "", times: int = 5) -> tuple[float, float]:
    """Least seconds and least seconds of the processor."""
    told = [json.loads(subprocess.run([sys.executable, "-c", TIMED.format(work=work), argument], capture_output=True, text=True, check=True,
                                      cwd=ROOT).stdout.strip().splitlines()[-1]) for _ in range(times)]
    return min(wall for wall, _ in told), min(core for _, core in told)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        saved = wb.save(wb.annotate(wb.read(ROOT / "seeds", progress=False), progress=False), Path(folder) / "seeds")
        texts = reuters(FILES)["text"].tolist()
        texts += recombined(FILES - len(texts))["text"].tolist() if len(texts) < FILES else []
        files = Path(folder) / "files"
        files.mkdir()
        for number, text in enumerate(texts):
            (files / f"{number:06d}.txt").write_text(text, encoding="utf8")
        print("| in a fresh interpreter | seconds | of the processor |\n|---|---|---|")
        for name, work, argument, times in (
                ("`import workbench`", IMPORT, "", 5), ("`import pandas`, for comparison", PANDAS, "", 5),
                ("first widget: load the saved seeds and open the explorer", WIDGET, str(saved), 5),
                (f"first view of {FILES:,} text files: read, annotate fast, open the explorer", VIEW, str(files), 2)):
            wall, core = least(work, argument, times)
            print(f"| {name} | {wall:.2f} | {core:.2f} |")


if __name__ == "__main__":
    main()
