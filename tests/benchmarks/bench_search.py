"""Full-text search against SQLite's own time for the same question: what reading the question and mapping the rows adds.

    python tests/benchmarks/bench_search.py [--articles 100000 1000000] [--words 60]

Synthetic articles with words after Zipf. Each question is asked of the workbench, ranked by bm25 and cut to the best 100, and of
FTS5 directly, in turns; the answers must be the same rows in the same order. ``first page`` is what the explorer does with a new
question: the articles that answer, and how often the words stand in them.
"""

import argparse
import time

import numpy as np
import pandas as pd

from workbench import schema
from workbench.search import TextIndex, parse

VOCABULARY, BEST = 30_000, 100


def index_of(articles: int, words: int, seed: int = 0) -> TextIndex:
    rng, weight = np.random.default_rng(seed), 1 / np.arange(3, VOCABULARY + 3)
    vocabulary = np.array([f"w{chr(97 + k % 26)}{k}" for k in range(VOCABULARY)])
    edges = np.cumsum(weight) / weight.sum()
    texts = []
    for begin in range(0, articles, 20_000):
        many = min(20_000, articles - begin)
        drawn = vocabulary[np.searchsorted(edges, rng.random((many, words))).clip(0, VOCABULARY - 1)]
        texts += [" ".join(row) for row in drawn]
    documents = pd.DataFrame({"document_id": [f"d{k}" for k in range(articles)], "text": pd.Series(texts, dtype="str")})
    return TextIndex(documents, schema.empty("segments"))


def questions() -> dict[str, list[str]]:
    word = [f"w{chr(97 + k % 26)}{k}" for k in range(VOCABULARY)]
    return {
        "a frequent word": [word[k] for k in range(5, 25)], "a rare word": [word[k] for k in range(20_000, 20_020)],
        "two words": [f"{word[k]} {word[k + 40]}" for k in range(20, 40)],
        "a phrase": [f'"{word[k]} {word[k + 1]}"' for k in range(1, 21)],
        "OR and NOT": [f"({word[k]} OR {word[k + 300]}) NOT {word[k + 2]}" for k in range(200, 220)],
        "a beginning": [f"w{chr(97 + k)}1{k % 10}*" for k in range(20)],
    }


def measured(articles: int, words: int) -> str:
    index = index_of(articles, words)
    begin = time.perf_counter()
    table = index._table
    built = time.perf_counter() - begin
    sql = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?"
    lines = [f"{articles:,} articles of {words} words, indexed in {built:.0f} s; milliseconds, p50 (p90)", "",
             "| question | SQLite | workbench | ratio of p90 | first page, explorer |", "|---|---|---|---|---|"]
    every = {"SQLite": [], "workbench": []}
    for name, asked in questions().items():
        wall = {"SQLite": [], "workbench": [], "page": []}
        for question in asked:
            fts = parse(question).fts
            for turn in range(4):
                order = ("SQLite", "workbench") if turn % 2 else ("workbench", "SQLite")
                found = {}
                for who in order:
                    begin = time.perf_counter()
                    if who == "SQLite":
                        found[who] = [row for row, in table.execute(sql, (fts, BEST))]
                    else:
                        found[who] = index.best(question, limit=BEST)
                    wall[who].append(1000 * (time.perf_counter() - begin))
                assert list(found["workbench"]) == found["SQLite"], question
            begin = time.perf_counter()
            index.matches(question)
            index.hits(question)
            wall["page"].append(1000 * (time.perf_counter() - begin))
        for who in every:
            every[who] += wall[who]
        p = {who: (np.quantile(times, 0.5), np.quantile(times, 0.9)) for who, times in wall.items()}
        lines.append(f"| {name} | " + " | ".join(f"{p[who][0]:.2f} ({p[who][1]:.2f})" for who in ("SQLite", "workbench"))
                     + f" | {p['workbench'][1] / p['SQLite'][1]:.2f} | {p['page'][0]:.0f} ({p['page'][1]:.0f}) |")
    whole = {who: np.quantile(times, 0.9) for who, times in every.items()}
    return "\n".join([*lines, "", f"All questions: p90 {whole['workbench']:.1f} ms against SQLite's {whole['SQLite']:.1f}, "
                      f"{whole['workbench'] / whole['SQLite']:.2f} times."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--words", type=int, default=60)
    arguments = parser.parse_args()
    print("\n\n".join(measured(many, arguments.words) for many in arguments.articles))


if __name__ == "__main__":
    main()
