"""Lines that a publisher repeats: furniture, whatever they look like."""

import pandas as pd

from workbench.annotators.segments.lines import FURNITURE, Line, key


def repeated(documents: pd.DataFrame, pages: list[list[Line]]) -> None:
    """Lines that a publisher repeats in two or more stories are furniture.

    Copies of one story count once, and a run of shared prose without a word of furniture in it is a shared paragraph of the
    news. Where the publisher is not known, a short line must stand in three stories, and only pages with some furniture count.
    """
    if len(pages) < 2:
        return
    hosts = documents["url"].str.extract(r"^\w+://(?:www\.)?([^/:?#]+)", expand=False)
    homes = documents["publisher"].fillna(hosts).fillna("").tolist()
    furnished = [any(line.label in FURNITURE for line in page) for page in pages]
    rows = [(home, d, key(line.text), line.words, line.label)
            for d, (home, page) in enumerate(zip(homes, pages, strict=True)) if home or furnished[d] for line in page]
    frame = pd.DataFrame(rows, columns=["home", "document", "key", "words", "label"])
    seen = frame.drop_duplicates(["home", "document", "key"])
    shared = seen[seen.groupby(["home", "key"])["document"].transform("size") > 1]
    if shared.empty:
        return
    story = _stories(seen, shared)
    count = shared.assign(story=shared["document"].map(story)).groupby(["home", "key"], sort=False).agg(
        stories=("story", "nunique"), words=("words", "first")).reset_index()
    known = count["home"] != ""
    enough = (count["stories"] >= 2) & (known | (count["words"] >= 4) | (count["stories"] >= 3))
    furniture = set(zip(count.loc[enough, "home"], count.loc[enough, "key"], strict=True))
    for home, page, some in zip(homes, pages, furnished, strict=True):
        if not home and not some:
            continue
        run: list[Line] = []
        for line in [*page, None]:
            if line is not None and (home, key(line.text)) in furniture:
                run.append(line)
                continue
            prose = [one for one in run if not one.label and one.words >= 14]
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
