#!/usr/bin/env python3
"""Fuzz the readers with atheris (libFuzzer): no crash, no hang, no memory beyond a bound, whatever a file holds.

usage: pip install atheris; python tests/benchmarks/fuzz_readers.py CORPUS [libFuzzer options, as -max_total_time=600]

An input's first byte chooses the file's ending, the rest is the file. The first inputs are the small sound files of
``tests/readers/test_read_fuzz.py``, one of each kind; what libFuzzer finds is kept in CORPUS. An input fails where reading raises,
takes more than 20 seconds, lets the process grow beyond 2 GB, or makes tables that break their declaration. Such an input belongs
among the odd shapes of that test.
"""

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "readers")]

with atheris.instrument_imports(include=["workbench.readers"]):
    from test_read_fuzz import FILES

    import workbench as wb
    from workbench import schema
    from workbench.readers import archives, docx, feed, html, mhtml, records, text, warc  # noqa: F401  each reader is instrumented

NAMES = sorted(FILES)
FOLDER = Path(tempfile.mkdtemp())


def one(data: bytes) -> None:
    """Read one file."""
    if not data:
        return
    path = FOLDER / NAMES[data[0] % len(NAMES)]
    path.write_bytes(data[1:])
    corpus = wb.read(path, progress=False)
    for table in corpus:
        schema.check(table, corpus[table])
    corpus.check_spans()
    assert len(corpus.documents) + len(corpus.problems) >= 1, "neither read nor said why not"


def main() -> None:
    """The command line."""
    kept = Path(sys.argv[1])
    kept.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (kept / f"sound-{name}").write_bytes(bytes([number]) + FILES[name])
    atheris.Setup([sys.argv[0], str(kept), "-timeout=20", "-rss_limit_mb=2048", "-max_len=20000", *sys.argv[2:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
