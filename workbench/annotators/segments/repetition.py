"""Lines that a publisher repeats: furniture, whatever they look like.

Lines are compared by a hash of publisher and words, so that what a part of the corpus tells of its lines is a small table.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.annotators.segments.lines import FURNITURE, Line, key

#: Stories in which a line must stand where neither the publisher is known nor the pages show furniture of their own.
FOREIGN = 4
#: Lines in more articles than this make no story: they are furniture, whatever else they are, and would make pairs without end.
COMMON = 50


def told(documents: pd.DataFrame, pages: list[list[Line]], hashes: np.ndarray) -> dict[str, pd.DataFrame]:
    """What these pages tell of their lines: ``pages`` (home, furnished, prose words) and ``lines`` (page, line, words, prose)."""
    homes = _homes(documents)
    words = np.array([line.words for page in pages for line in page], dtype=np.int32)
    labelled = np.array([line.label != "" for page in pages for line in page], dtype=bool)
    lines = pd.DataFrame({"page": np.repeat(np.arange(len(pages), dtype=np.int32), [len(page) for page in pages]), "line": hashes,
                          "words": words, "prose": ~labelled & (words >= 14)})
    lines = lines.drop_duplicates(["page", "line"], ignore_index=True)
    prose = lines[lines["prose"]].groupby("page")["words"].sum().reindex(range(len(pages)), fill_value=0)
    return {"lines": lines, "pages": pd.DataFrame({
        "home": pd.util.hash_array(np.array(homes, dtype=object), categorize=False) * np.array([home != "" for home in homes], np.uint64),
        "furnished": np.array([any(line.label in FURNITURE for line in page) for page in pages], dtype=bool),
        "prose": prose.to_numpy(dtype="int32")})}


def furniture(summaries: Iterable[dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Lines that a publisher repeats in two or more stories: their hashes, and whether they stand wherever one looks.

    Copies of one story count once. Where the publisher is not known, a short line must stand in three stories, and pages without any
    furniture of their own count only for lines that stand in four.
    """
    nothing = pd.DataFrame({"line": np.empty(0, np.uint64), "always": np.empty(0, bool)})
    every, once, sizes = [np.empty(0, np.uint64)], [], []
    for summary in summaries:
        every.append(summary["lines"]["line"].to_numpy())
        once.append(summary["pages"])
        sizes.append(len(summary["pages"]))
    values, counts = np.unique(np.concatenate(every), return_counts=True)
    repeated = values[counts > 1]
    if not len(repeated):
        return nothing
    pages = pd.concat(once, ignore_index=True)
    offsets = np.cumsum([0, *sizes])
    shared = pd.concat([summary["lines"][np.isin(summary["lines"]["line"], repeated)].assign(page=lambda rows, at=at: rows["page"] + at)
                        for at, summary in zip(offsets, summaries, strict=False)], ignore_index=True)
    story = _stories(shared, pages["prose"].to_numpy())
    home = pages["home"].to_numpy()[shared["page"]]
    shared = shared.assign(home=home, story=story[shared["page"]])
    shared["of_furnished"] = shared["story"].where(pages["furnished"].to_numpy()[shared["page"]])
    count = shared.groupby("line", sort=False).agg(
        home=("home", "first"), stories=("story", "nunique"), furnished=("of_furnished", "nunique"), words=("words", "max")).reset_index()
    known = count["home"] != 0
    among = count["furnished"].where(~known, count["stories"])
    enough = ((among >= 2) & (known | (count["words"] >= 4) | (among >= 3))) | (count["stories"] >= FOREIGN)
    # A background paragraph returns in some stories; what stands in a quarter of them all is no news.
    always = enough & (count["stories"] >= np.maximum(6, 0.25 * count["home"].map(pages["home"].value_counts())))
    return count.assign(always=always).loc[enough, ["line", "always"]].sort_values("line", ignore_index=True)


def mark(pages: list[list[Line]], hashes: np.ndarray, repeated: pd.DataFrame) -> None:
    """Make furniture of the lines that :func:`furniture` found; a run of shared prose without a word of it is shared news."""
    if repeated.empty:
        return
    always = dict(zip(repeated["line"].tolist(), repeated["always"].tolist(), strict=True))
    told_of, at = hashes.tolist(), 0
    for page in pages:
        own, at = told_of[at:at + len(page)], at + len(page)
        run: list[tuple[Line, int]] = []
        for line, number in [*zip(page, own, strict=True), (None, -1)]:
            if line is not None and number in always:
                run.append((line, number))
                continue
            prose = [one for one, its in run if not one.label and one.words >= 14 and not always[its]]
            if len(prose) < 2 or any(one.label in FURNITURE for one, _ in run):
                for one, _ in run:
                    if one.label not in (*FURNITURE, "byline", "published", "dateline"):
                        one.become("promo" if one.words >= 5 else "nav", 0.95, "repetition")
            run = []


def _homes(documents: pd.DataFrame) -> list[str]:
    hosts = documents["url"].str.extract(r"^\w+://(?:www\.)?([^/:?#]+)", expand=False)
    return documents["publisher"].fillna(hosts).fillna("").tolist()


def hashed(documents: pd.DataFrame, pages: list[list[Line]]) -> np.ndarray:
    """A hash of publisher and words for every line of the pages, one page after another: what :func:`told` and :func:`mark` compare."""
    said = [f"{home}\x1f{key(line.text)}" for home, page in zip(_homes(documents), pages, strict=True) for line in page]
    return pd.util.hash_array(np.array(said, dtype=object), categorize=False) if said else np.empty(0, np.uint64)


def _stories(shared: pd.DataFrame, total: np.ndarray) -> np.ndarray:
    """The number of each page's story: pages whose prose is three quarters the same are one."""
    prose = shared[shared["prose"]]
    prose = prose[prose.groupby("line")["page"].transform("size") <= COMMON]
    pairs = prose.merge(prose[["line", "page"]], on="line")
    pairs = pairs[pairs["page_x"] < pairs["page_y"]].groupby(["page_x", "page_y"], as_index=False)["words"].sum()
    least = np.minimum(total[pairs["page_x"]], total[pairs["page_y"]])
    parent = np.arange(len(total))
    for a, b in pairs.loc[(pairs["words"] > 0.75 * least).to_numpy(), ["page_x", "page_y"]].itertuples(index=False):
        one, other = _root(parent, a), _root(parent, b)
        parent[max(one, other)] = min(one, other)
    return np.array([_root(parent, k) for k in range(len(parent))])


def _root(parent: np.ndarray, k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return int(k)
