"""Training documents of the line role model: texts cut into units, each with the role that the gold gives it.

Gold comes from two collections of scraped articles (see the benchmark's README): pages with their body, title, authors and
captions, and pages in five plain-text renderings with their body. Texts of other collections, which hold no furniture, teach
the model to leave pasted text alone. No text leaves this script; weights do.
"""

import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from workbench.knowledge.segments import words as line_words
from workbench.knowledge.segments.cutting import units
from workbench.readers import html

_WORD = re.compile(r"\w+")
PLAIN = ("names/wikigold", "names/ieer", "names/worldwide", "actors/meantime", "actors/news_fair", "actors/newswcl50", "actors/ecbplus",
         "places/lgl", "places/tr-news", "places/gwn", "places/geovirus", "times/te3_platinum", "times/timebank", "times/aquaint")
FOLDS = 5
#: Kinds of texts that are there in several forms as it is.
UNAUGMENTED = ("plain", *(f"page {name}" for name in ("html-text", "inscriptis", "beautifulsoup", "markdown")))
#: The number of a link in Markdown, behind its words.
_MARK = re.compile(r"(?<=\])\[\d+\]")


def rows(path: Path) -> list[dict]:
    """The objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def fold_of(group: str) -> int:
    """Fold of a publisher: all its pages are trained on or tested on together."""
    return zlib.crc32(group.encode()) % FOLDS


def site(url: str) -> str:
    """Publisher of an address, for :func:`fold_of`."""
    return "s:" + re.sub(r"^\w+://(?:www\.)?", "", url or "").split("/")[0]


def documents(data: Path) -> list[dict]:
    """Training texts: text, url, kind, fold, units, words (a unit), body (share of a unit that is body), roles."""
    made = [*_scraped(data), *_pages(data), *_plain(data)]
    for one in made:
        _labelled(one)
    return [one for one in made if len(one["units"])]


def _labelled(one: dict) -> None:
    if "units" not in one:
        one["units"] = np.array(units(one["text"]), dtype=np.int64).reshape(-1, 2)
    one["words"] = np.array([len(_WORD.findall(one["text"][a:b])) for a, b in one["units"]])
    if "body" not in one:
        one["body"] = shares(one["text"], one["units"], one["gold"]) if one["gold"] else np.ones(len(one["units"]))


def _scraped(data: Path) -> Iterator[dict]:
    gold = {row["id"]: row["articleBody"] for row in rows(data / "text/scraped_gold.jsonl.gz")}
    for row in rows(data / "text/scraped_input.jsonl.gz"):
        yield {"id": row["id"], "kind": row["variant"], "fold": fold_of(site(row["url"])), "text": row["text"], "url": row["url"],
               "gold": gold[row["id"]]}


def _pages(data: Path) -> Iterator[dict]:
    for row in rows(data / "text/pages_gold.jsonl.gz"):
        source = html.unicode(gzip.decompress((data / "text/pages" / row["id"]).read_bytes()))
        text = "\n".join(line for line, _, _ in html.visible(html.parsed(source)))
        if not text.strip():
            continue
        base = {"id": row["id"], "url": row["url"], "fold": fold_of("p:" + row["pub"]), "gold": f"{row['summary'] or ''}\n{row['body']}",
                "title": row["title"], "authors": row["authors"] or [], "captions": [c for c in row["captions"] or [] if c]}
        yield {**base, "kind": "page", "text": text}
        yield {**base, "kind": "page run on", "text": re.sub(r"\s+", " ", text)}
        for name, rendered in _renderings(source).items():
            yield {**base, "kind": f"page {name}", "text": rendered}


def _renderings(source: str) -> dict[str, str]:
    """A page as other programs make text of it: with indented lists, with all on few lines, and its likely article as Markdown."""
    import bs4
    import html2text_rs
    import html_text
    import inscriptis
    import readability

    made = {"html-text": lambda: html_text.extract_text(source), "inscriptis": lambda: inscriptis.get_text(source),
            "beautifulsoup": lambda: bs4.BeautifulSoup(source, "lxml").get_text(" ", strip=True),
            "markdown": lambda: html2text_rs.text_markdown(readability.Document(source).summary(), width=80)}
    texts = {}
    for name, render in made.items():
        try:
            texts[name] = render()
        except Exception as error:  # any of them may stumble over a page of the open web
            print(f"{name}: {error!r}"[:200])
    return {name: text for name, text in texts.items() if len(text.split()) > 50}


def _plain(data: Path) -> Iterator[dict]:
    for name in PLAIN:
        chosen = sorted(rows(data / f"{name}.jsonl.gz"), key=lambda row: zlib.crc32(row["id"].encode()))[:60]
        for row in chosen:
            yield {"id": name + row["id"], "kind": "plain", "fold": fold_of(row["id"]), "text": row["text"], "url": row.get("url"),
                   "gold": None}


def shares(text: str, spans: np.ndarray, gold: str) -> np.ndarray:
    """Share of each unit's words that stand in the gold body.

    Units of six words and more by four-word shingles; shorter ones stand in the body if the gold has them beside the words of
    a neighbouring unit. Where a page has its article twice, the copy counts that has more of it in one piece.
    """
    want = _WORD.findall(gold)
    left = Counter(tuple(want[k:k + 4]) for k in range(len(want) - 3))
    whole = f" {' '.join(want)} "
    found = [_WORD.findall(_MARK.sub("", text[a:b])) for a, b in spans]
    made = np.array([np.mean(_hit(words, left)) if len(words) >= 6 else 0.0 for words in found])
    for block in sorted(_blocks(made > 0.5), key=lambda block: -sum(len(found[k]) * made[k] for k in block)):
        for k in block:
            if len(found[k]) >= 6:
                made[k] = np.mean(_hit(found[k], left, taken=True))
    long = np.flatnonzero(made > 0.5)
    if not len(long):
        return made
    for k in range(max(0, long[0] - 3), min(len(found), long[-1] + 4)):
        words = found[k]
        if not 0 < len(words) < 6 or f" {' '.join(words)} " not in whole:
            continue
        after = next((found[j][:2] for j in range(k + 1, min(k + 4, len(found))) if made[j] > 0.5), None)
        before = next((found[j][-2:] for j in range(k - 1, max(k - 4, -1), -1) if made[j] > 0.5), None)
        line = " ".join(words)
        joined = (after and f" {line} {' '.join(after)} " in whole) or (before and f" {' '.join(before)} {line} " in whole)
        made[k] = bool(joined or len(words) >= 3)
    return made


def _hit(words: list[str], left: Counter, taken: bool = False) -> np.ndarray:
    """Which words stand in four-word shingles that are left; where ``taken``, these are used up."""
    hit = np.zeros(len(words), dtype=bool)
    for i in range(len(words) - 3):
        shingle = tuple(words[i:i + 4])
        if left.get(shingle, 0) > 0:
            hit[i:i + 4] = True
            if taken:
                left[shingle] -= 1
    return hit


def _blocks(body: np.ndarray) -> list[list[int]]:
    """Units of the body, split where more than three others stand between."""
    made: list[list[int]] = []
    for k in np.flatnonzero(body).tolist():
        if made and k - made[-1][-1] <= 4:
            made[-1].append(k)
        else:
            made.append([k])
    return made


def roles(one: dict, role: str) -> np.ndarray:
    """Whether each unit of a page has the role "headline", "byline" or "caption"."""
    lines = [" ".join(_WORD.findall(one["text"][a:b])).casefold() for a, b in one["units"]]
    body = np.flatnonzero(one["body"] > 0.5)
    last = body[-1] if len(body) else len(lines)
    if role == "headline":
        title = " ".join(_WORD.findall(one["title"])).casefold()
        return np.array([k < last and (line == title or (len(line) > 20 and line in title and len(line) > 0.6 * len(title)))
                         for k, line in enumerate(lines)])
    if role == "byline":
        names = [" ".join(_WORD.findall(name)).casefold() for name in one["authors"]]
        return np.array([len(line.split()) <= 16 and any(name and name in line for name in names) for line in lines])
    whole = " ".join(" ".join(_WORD.findall(caption)).casefold() for caption in one["captions"])
    return np.array([len(line) > 15 and line in whole and one["body"][k] < 0.5 for k, line in enumerate(lines)])


def augmented(docs: list[dict], seed: int = 7) -> list[dict]:
    """One more document from each with furniture: its body cut short, or changed for another's of the same kind and fold."""
    rng, made = random.Random(seed), []
    pool: dict[tuple, list[dict]] = {}
    for one in docs:
        if one["kind"] not in UNAUGMENTED and (one["body"] > 0.5).sum() >= 3:
            pool.setdefault((one["kind"], one["fold"]), []).append(one)
    for (kind, fold), several in pool.items():
        for one in several:
            body = np.flatnonzero(one["body"] > 0.5)
            if rng.random() < 0.5:
                size = max(1, int(len(body) * rng.uniform(0.08, 0.6)))
                first = rng.randint(0, len(body) - size)
                kept = set(body[first:first + size].tolist())
                text, flags = _rebuilt(one, [k in kept or share <= 0.5 for k, share in enumerate(one["body"])])
                url = one["url"]
            else:
                other = rng.choice(several)
                if other is one:
                    continue
                keep = [not body[0] <= k <= body[-1] for k in range(len(one["units"]))]
                text, flags = _rebuilt(one, keep, body[0], other)
                url = other["url"]
            new = {"id": one["id"], "kind": kind + "+", "fold": fold, "text": text, "url": url, "gold": ""}
            new["units"] = np.array(units(text), dtype=np.int64).reshape(-1, 2)
            new["body"] = np.array([flags[a:b].mean() for a, b in new["units"]])
            _labelled(new)
            if len(new["units"]):
                made.append(new)
    return made


def _rebuilt(one: dict, keep: list[bool], at: int = -1, other: dict | None = None) -> tuple[str, np.ndarray]:
    """Text of the kept units, with the body of another document put before unit ``at``; and which characters are body."""
    parts, flags, place = [], [], 0
    for k, (_, b) in enumerate(one["units"]):
        if k == at and other is not None:
            inner = np.flatnonzero(other["body"] > 0.5)
            first, last = other["units"][inner[0]][0], other["units"][inner[-1]][1]
            flag = np.zeros(last - first, dtype=bool)
            for j in range(inner[0], inner[-1] + 1):
                left, right = other["units"][j]
                flag[left - first:right - first] = other["body"][j] > 0.5
            gap = " " if "run on" in one["kind"] or one["kind"] == "beautifulsoup" else "\n\n"
            parts += [gap, other["text"][first:last]]
            flags += [np.zeros(len(gap), dtype=bool), flag]
        if keep[k]:
            parts.append(one["text"][place:b])
            flags.append(np.full(b - place, one["body"][k] > 0.5))
        place = b
    return "".join(parts), np.concatenate(flags) if flags else np.zeros(0, dtype=bool)


def lexical(docs: list[dict]):
    """Sparse matrix of the word columns of all units."""
    from scipy import sparse

    columns, rows_, offset = [], [], 0
    for one in docs:
        owner, hashes, _ = line_words.words(one["text"], one["units"])
        unit, column = line_words.lexical(owner, hashes, len(one["units"]))
        rows_.append(unit + offset)
        columns.append(column)
        offset += len(one["units"])
    at, column = np.concatenate(rows_), np.concatenate(columns)
    return sparse.csr_matrix((np.ones(len(at), dtype=np.float32), (at, column)), shape=(offset, 4 << line_words.BITS))


def marked_pages(data: Path) -> list[dict]:
    """The HTML pages line by line, with what their markup and the extractors say of each line: once without trafilatura, once with."""
    made = []
    for row in rows(data / "text/pages_gold.jsonl.gz"):
        source = html.unicode(gzip.decompress((data / "text/pages" / row["id"]).read_bytes()))
        found = html.evidence(source)
        if not len(found.spans):
            continue
        one = {"id": row["id"], "kind": "markup", "fold": fold_of("p:" + row["pub"]), "text": found.text, "url": row["url"],
               "gold": f"{row['summary'] or ''}\n{row['body']}", "units": found.spans, "page": found.features.copy(),
               "title": row["title"], "authors": row["authors"] or [], "captions": [c for c in row["captions"] or [] if c]}
        _labelled(one)
        html.heard(found, source)
        made += [one, {**one, "kind": "markup heard", "page": found.features}]
    return made
