#!/usr/bin/env python3
"""What memory it takes to read one large file into a folder: JSON lines, and a WARC of web pages, 600 MB each.

Each is read in a process of its own, whose peak is told; beside it stands what the same takes for a file of 6 MB, imports and parsers
counted. Articles are made of sentences of Reuters-21578, seven to a record; the web pages hold one article each and 300 kB of script,
a made-up statement over and over. ``bench_reading.py 100`` takes another number of MB.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from texts import recombined

MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 600
READ = """
import json, resource, sys, time
import workbench as wb
from workbench.store import files
started = time.perf_counter()
folder = wb.read(sys.argv[1], into=sys.argv[2], progress=False)
seconds, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([files.manifest_of(folder)["documents"], seconds, peak]))
"""
_RECORD = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
           "WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
           "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n")


def articles(texts: list[str], size: int) -> Iterator[tuple[int, str]]:
    """Numbered articles without end, each of so many of the texts, no two alike."""
    chance, number = np.random.default_rng(1), 0
    while True:
        yield number, f"Report number {number}\n\n" + "\n\n".join(texts[k] for k in chance.integers(0, len(texts), size))
        number += 1


def write_jsonl(path: Path, texts: list[str], size: int) -> int:
    """Articles written until the file holds so many bytes; their number."""
    with path.open("wb") as out:
        for number, text in articles(texts, 7):
            record = {"title": f"Report number {number}", "url": f"https://news.example/{number}", "text": text}
            out.write(json.dumps(record).encode() + b"\n")
            if out.tell() >= size:
                return number + 1


def write_warc(path: Path, texts: list[str], size: int) -> int:
    """The same as pages of a web archive."""
    script = "<script>" + "var shown = 1; " * 20_000 + "</script>"
    with path.open("wb") as out:
        for number, text in articles(texts, 1):
            body = "".join(f"<p>{line}</p>" for line in text.replace("&", "&amp;").replace("<", "&lt;").split("\n") if line)
            page = f"<html><head><title>Report number {number}</title>{script}</head><body><article>{body}</article></body></html>".encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            out.write(_RECORD.format(number=number, length=len(answer)).encode() + answer + b"\r\n\r\n")
            if out.tell() >= size:
                return number + 1


def main() -> None:
    texts = recombined(5_000)["text"].tolist()
    print("| file | MB | articles written | read | seconds | peak memory, MB |\n|---|---|---|---|---|---|")
    for name, write in (("JSON lines", write_jsonl), ("WARC", write_warc)):
        for megabytes in (MEGABYTES // 100, MEGABYTES):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / {"JSON lines": "export.jsonl", "WARC": "crawl.warc"}[name]
                written = write(path, texts, megabytes << 20)
                done = subprocess.run([sys.executable, "-c", READ, str(path), str(Path(folder) / "read")], capture_output=True, text=True,
                                      check=True, cwd=Path(__file__).resolve().parents[2])
            read, seconds, peak = json.loads(done.stdout.strip().splitlines()[-1])
            print(f"| {name} | {megabytes:,} | {written:,} | {read:,} | {seconds:.0f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
