"""Articles and sentences to read, without widgets: what a notebook or a handout shows."""

from workbench.corpus import Corpus
from workbench.figures.page import Page
from workbench.selection import Selection
from workbench.summaries import highlights as _highlights


def article(corpus: Corpus, which: str) -> Page:
    """One article to read: what was found in it is marked, and what is not the article is folded away.

    Parameters
    ----------
    corpus
        The corpus.
    which
        The article's ``document_id``, or its ``source_path`` where that is one article.

    Raises
    ------
    LookupError
        If there is no such article, or a file holds several; says what there is.
    """
    from workbench.figures.article import article as draw

    documents = corpus["documents"]
    found = documents[(documents["document_id"] == which) | (documents["source_path"] == which)]
    if len(found) != 1:
        ids = ", ".join(map(repr, (found if len(found) else documents)["document_id"].head(3)))
        raise LookupError(f"{len(found) or 'no'} articles are called {which!r}; ask by document_id: {ids or 'there is none'}")
    row, segments = found.iloc[0], corpus.table("segments")
    marks = _highlights.highlights(corpus, row["document_id"])
    counts = marks["kind"].value_counts(sort=False)
    read = ", ".join(f"{kind}s {counts[kind]}" for kind in dict.fromkeys(_highlights.KINDS.values()) if kind in counts)
    title = row["headline"] if isinstance(row["headline"], str) else which
    html = draw(row["text"], segments[segments["document_id"] == row["document_id"]], marks)
    return Page(html, f"Article: {title}; marked: {read or 'nothing'}")


def evidence(corpus: Corpus, view: Selection | None = None, *, of: str | None = None, limit: int = 12) -> Page:
    """The sentences behind what is shown, to read: ``view.evidence(corpus)`` gives the same as a table.

    Parameters
    ----------
    corpus, view, of
        As for :meth:`workbench.Selection.evidence`.
    limit
        How many are shown; how many there are is said.
    """
    from workbench.figures.evidence import evidence as draw

    rows = (Selection() if view is None else view).evidence(corpus, of=of, limit=limit)
    total = rows.attrs["total"]
    return Page(draw(rows, total=total), f"{total:,} sentence{'s' * (total != 1)}, {len(rows):,} shown")
