#!/usr/bin/env python3
"""Runs every benchmark of this folder and writes what they print to RESULTS.md, with the machine described.

A benchmark is a script ``bench_NAME.py`` that prints Markdown on standard output. Ratios are taken within one run, against a
named alternative. ``run.py NAME ...`` runs some only and leaves the other results as they were.
"""

import os
import platform
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else float("nan")
    return f"{os.cpu_count()} cores ({processor()}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def processor() -> str:
    """Its kind, and whether it has instructions for products of 8-bit numbers (VNNI), of which the names model is made."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf8")
    except OSError:
        return platform.machine()
    model = re.search(r"^model name\s*: (.+)$", told, re.M)
    return ", ".join([platform.machine(), *([model[1]] if model else []), "VNNI" if "_vnni" in told else "no VNNI"])


def main(names: list[str]) -> int:
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    if unknown := set(names) - set(known):
        print(f"no benchmark {sorted(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    old = RESULTS.read_text(encoding="utf8") if RESULTS.exists() else ""
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", old, re.S | re.M))
    failed = 0
    for name in names or known:
        print(f"{name} ...", file=sys.stderr, flush=True)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, str(known[name])], capture_output=True, text=True)
        if done.returncode:
            failed += 1
            print(done.stderr[-2000:], file=sys.stderr)
            continue
        sections[name] = (f"\n{date.today()}, {machine()}, {time.perf_counter() - started:.0f} s in all.\n\n{done.stdout.strip()}\n\n")
    told = "".join(f"## {name}\n{sections[name]}" for name in sorted(set(sections) & set(known)))
    RESULTS.write_text(f"# Measured\n\nBy `make bench`; what each figure means stands in the script of its name.\n\n{told}".rstrip() + "\n",
                       encoding="utf8", newline="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
