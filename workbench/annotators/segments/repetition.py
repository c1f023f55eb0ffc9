"""Lines that a publisher repeats: furniture, whatever they look like."""

import numpy as np
import pandas as pd

from workbench.annotators.segments.lines import FURNITURE, Line, key

#: Stories in which a line must stand where neither the publisher is known nor the pages show furniture of their own.
FOREIGN = 4


def repeated(documents: pd.DataFrame, pages: list[list[Line]]) -> None:
    """Lines that a publisher repeats in two or more stories are furniture.

    Copies of one story count once, and a run of shared prose without a word of furniture in it is a shared paragraph of the
    news. Where the publisher is not known, a short line must stand in three stories, and pages without any furniture of their
    own count only for lines that stand in four.
    """
    if len(pages) < 2:
        return
    hosts = documents["url"].str.extract(r"^\w+://(?:www\.)?([^/:?#]+)", expand=False)
    homes = documents["publisher"].fillna(hosts).fillna("").tolist()
    furnished = [any(line.label in FURNITURE for line in page) for page in pages]
    rows = [(home, d, key(line.text), line.words, line.label)
            for d, (home, page) in enumerate(zip(homes, pages, strict=True)) for line in page]
    frame = pd.DataFrame(rows, columns=["home", "document", "key", "words", "label"])
    seen = frame.drop_duplicates(["home", "document", "key"])
    shared = seen[seen.groupby(["home", "key"])["document"].transform("size") > 1]
    if shared.empty:
        return
    story = _stories(seen, shared)
    some = shared["document"].map(dict(enumerate(furnished)))
    count = shared.assign(story=shared["document"].map(story), of_furnished=shared["document"].map(story).where(some)).groupby(
        ["home", "key"], sort=False).agg(stories=("story", "nunique"), furnished=("of_furnished", "nunique"), words=("words", "first")
                                         ).reset_index()
    known = count["home"] != ""
    among = count["furnished"].where(~known, count["stories"])
    enough = ((among >= 2) & (known | (count["words"] >= 4) | (among >= 3))) | (count["stories"] >= FOREIGN)
    furniture = set(zip(count.loc[enough, "home"], count.loc[enough, "key"], strict=True))
    # A background paragraph returns in some stories; what stands in a quarter of them all is no news.
    everywhere = enough & (count["stories"] >= np.maximum(6, 0.25 * count["home"].map(pd.Series(homes).value_counts())))
    always = set(zip(count.loc[everywhere, "home"], count.loc[everywhere, "key"], strict=True))
    for home, page in zip(homes, pages, strict=True):
        run: list[Line] = []
        for line in [*page, None]:
            if line is not None and (home, key(line.text)) in furniture:
                run.append(line)
                continue
            prose = [one for one in run if not one.label and one.words >= 14 and (home, key(one.text)) not in always]
            if len(prose) < 2 or any(one.label in FURNITURE for one in run):
                for one in run:
                    if one.label not in (*FURNITURE, "byline", "published", "dateline"):
                        one.become("promo" if one.words >= 5 else "nav", 0.95, "repetition")
            run = []


def _stories(seen: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """document -> number of its story: articles whose prose is three quarters the same are one."""
    prose = shared[(shared["label"] == "") & (shared["words"] >= 14)]
    total = seen.loc[(seen["label"] == "") & (seen["words"] >= 14)].groupby("document")["words"].sum()
    # Lines in very many articles are furniture, whatever else they are; they would make pairs without end.
    prose = prose[prose.groupby(["home", "key"])["document"].transform("size") <= 50]
    pairs = prose.merge(prose, on=["home", "key"])
    pairs = pairs[pairs["document_x"] < pairs["document_y"]].groupby(["document_x", "document_y"])["words_x"].sum()
    story = {document: document for document in seen["document"].unique()}
    for (a, b), words in pairs.items():
        if words > 0.75 * min(total[a], total[b]):
            one, other = story[a], story[b]
            story = {document: min(one, other) if s in (one, other) else s for document, s in story.items()} if one != other else story
    return pd.Series(story)
