#!/usr/bin/env python3
"""Reading pages and telling article from furniture, against trafilatura; and wire copies among ten thousand articles.

Speed is counted in documents a second of processor time, on one core, in one process after a warm-up: web pages from files, and
the same pages as plain text, both through ``wb.read`` and the segments annotator. The pages are the benchmark's, where it lies
beside this checkout, else the seed articles with furniture of our own around them.

Copies are planted: of each of some articles a half, a quarter, an edited version, or the whole with a local intro, among articles
that share no more than a background paragraph. ``bench_text.py 2000`` takes another number of articles.
"""

import gzip
import html
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

import workbench as wb
from workbench.annotators.segments import segments
from workbench.annotators.stories import stories

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT.parent / "shared" / "bench" / "data" / "text" / "pages"
ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
#: Asks for the model of languages, so that it is loaded before the clock starts.
FOREIGN = "Der Rat der Stadt hat am Dienstag nach langer Debatte beschlossen, die alte Brücke im kommenden Jahr neu zu bauen."
KINDS = ("half", "quarter", "edited", "local intro")


def of_seeds(folder: Path) -> list[Path]:
    """The seed articles as web pages with menus, teasers, comments and a footer around them."""
    made = []
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    titles = [seed.read_text(encoding="utf8").split("\n", 1)[0] for seed in seeds]
    for k, seed in enumerate(seeds):
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in seed.read_text(encoding="utf8").split("\n")[1:] if line.strip())
        menu = "".join(f'<li class="nav-item"><a href="/{n}">Section {n}</a></li>' for n in range(60))
        teasers = "".join(f'<div class="teaser card"><a href="/t{n}"><h3>{html.escape(title)}</h3></a><p>A story from our desk about '
                          f'what happened next, number {n}.</p></div>' for n, title in enumerate(titles[:40]))
        script = "<script>var data = {" + ", ".join(f'"key{n}": "{n * 7919}"' for n in range(6000)) + "};</script>"
        path = folder / f"{k:03d}.html"
        path.write_text(f"<!DOCTYPE html><html lang='en'><head><title>{html.escape(titles[k])}</title>{script}</head><body><nav><ul>{menu}"
                        f"</ul></nav><main><article><h1>{html.escape(titles[k])}</h1>{paragraphs}</article></main><aside>{teasers}</aside>"
                        f"<footer><a href='/c'>Contact us</a><p>Subscribe to our newsletter.</p></footer>{script}</body></html>",
                        encoding="utf8")
        made.append(path)
    return made


def rate(work, count: int) -> float:
    """Documents a second of processor time."""
    started = time.process_time()
    work()
    return count / (time.process_time() - started)


def speed() -> None:
    """The table of speeds."""
    import trafilatura

    from workbench.readers import html as reader

    with tempfile.TemporaryDirectory() as folder:
        files = sorted(PAGES.iterdir()) if PAGES.exists() else of_seeds(Path(folder))
        raw = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files]
        texts = ["\n".join(line for line, _, _ in reader.visible(reader.parsed(reader.unicode(one)))) for one in raw]
        frame = pd.DataFrame({"text": texts})

        def read(source):
            return wb.annotate(wb.read(source, progress=False), "segments", progress=False)

        read(files[:3])
        read(pd.concat([frame.head(3), pd.DataFrame({"text": [FOREIGN]})]))
        trafilatura.extract(raw[0])
        theirs = rate(lambda: [trafilatura.extract(one) for one in raw], len(raw))
        pages, plain = rate(lambda: read(files), len(files)), rate(lambda: read(frame), len(frame))
    told = "pages of the benchmark" if PAGES.exists() else "seed articles as pages"
    print(f"Speed on {len(files)} {told}, {sum(map(len, raw)) / len(raw) / 1000:.0f} kB and {sum(map(len, texts)) / len(raw) / 1000:.1f} "
          "thousand letters of visible text each:\n")
    print("| one core | documents a second | times trafilatura |\n|---|---|---|")
    for name, value in (("trafilatura.extract, from memory", theirs), ("wb.read and segments, HTML files", pages),
                        ("wb.read and segments, the same as text", plain)):
        print(f"| {name} | {value:.0f} | {value / theirs:.2f} |")


def sentence(rng: np.random.Generator, words: list[str]) -> str:
    """A sentence like no other, with the small words that all have."""
    picked = rng.choice(words, 9)
    return (f"The {picked[0]} of {picked[1]} {picked[2]} the {picked[3]} in {picked[4]} on {picked[5]}, and {picked[6]} said that the "
            f"{picked[7]} was a {picked[8]}.")


def planted(count: int, seed: int = 5) -> pd.DataFrame:
    """Articles (document_id, text, kind, original): a fifth of them copies, the others their own, with background shared by some."""
    rng = np.random.default_rng(seed)
    syllables = ["ba", "do", "ka", "li", "mo", "ne", "pu", "ra", "si", "ta", "ve", "zo"]
    words = ["".join(rng.choice(syllables, rng.integers(2, 5))) for _ in range(6000)]
    background = [" ".join(sentence(rng, words) for _ in range(3)) for _ in range(count // 20)]
    copies = count // 5
    whole = []
    for _ in range(count - copies):
        lines = [sentence(rng, words) for _ in range(int(rng.integers(16, 36)))]
        lines.insert(int(rng.integers(4, len(lines))), background[rng.integers(len(background))])
        whole.append(lines)
    rows = [{"document_id": f"o{k}", "text": "\n\n".join(lines), "kind": "", "original": f"o{k}"} for k, lines in enumerate(whole)]
    for k in range(copies):
        lines, kind = whole[k], KINDS[k % 4]
        if kind == "half":
            lines = lines[:len(lines) // 2]
        elif kind == "quarter":
            first = int(rng.integers(0, len(lines) - len(lines) // 4))
            lines = lines[first:first + len(lines) // 4]
        elif kind == "edited":
            lines = [" ".join(word if rng.random() > 0.06 else str(rng.choice(words)) for word in line.split()) for line in lines]
        else:
            lines = [sentence(rng, words) for _ in range(4)] + lines
        rows.append({"document_id": f"c{k}", "text": "\n\n".join(lines), "kind": kind, "original": f"o{k}"})
    return pd.DataFrame(rows)


def copies() -> None:
    """The table of wire copies."""
    rows = planted(ARTICLES)
    corpus = wb.read(rows[["document_id", "text"]], progress=False)
    started = time.process_time()
    made, documents, _ = segments(corpus.documents, corpus.table("markup"), corpus.table("provenance"))
    between = time.process_time()
    found = stories(documents, made).set_index("document_id")["story_id"]
    seconds = time.process_time() - between
    rows["story"] = rows["document_id"].map(found)
    original = rows.set_index("document_id")["story"]
    rows["found"] = rows["story"] == rows["original"].map(original)
    size = rows.groupby("story")["document_id"].transform("size")
    true = rows.groupby(["story", "original"])["document_id"].transform("size")
    pairs, right = float((size - 1).sum()), float((true - 1).sum())
    exact = rows.groupby(rows["text"].map(hash))["document_id"].transform("size")
    print(f"\nWire copies among {len(rows):,} articles, {rows['kind'].ne('').sum():,} of them planted; stories made in {seconds:.0f} s, "
          f"segments before them in {between - started:.0f} s of one core:\n")
    print("| | half | quarter | edited | local intro | precision of pairs |\n|---|---|---|---|---|---|")
    recall = [rows.loc[rows["kind"] == kind, "found"].mean() for kind in KINDS]
    print(f"| stories, recall | {' | '.join(f'{value:.3f}' for value in recall)} | {right / max(1.0, pairs):.4f} |")
    same = [(exact[rows["kind"] == kind] > 1).mean() for kind in KINDS]
    print(f"| identical texts only | {' | '.join(f'{value:.3f}' for value in same)} | 1.0000 |")


if __name__ == "__main__":
    speed()
    copies()
