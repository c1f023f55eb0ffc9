"""The list of articles: choose one to read it."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.selection import WORDS, Clause
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
#: How many articles are listed at a time.
MOST = 50


class ArticleList(anywidget.AnyWidget):
    """Articles by date. Messages sent: ``{"type": "open", "value": document_id}``, ``{"type": "story", "value"}``, page.

    Attributes
    ----------
    items
        value, headline, publisher, date ("undated" where there is none), count, copies, story.
    total, first, step
        How many there are in all, the number of the first that is listed, and how many are listed at a time.
    """

    _esm = script("article_list")
    _css = _HERE / "article_list.css"
    items = traitlets.List(traitlets.Dict()).tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    first = traitlets.Int().tag(sync=True)
    step = traitlets.Int(MOST).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)

    def __repr__(self) -> str:
        return f"{self.total:,} articles"


def articles(corpus, selection) -> ArticleList:
    """The articles that pass all filters, oldest first, undated last, each with the mentions of what is chosen.

    Counted by stories, the first article of each stands for the others.
    """
    widget = ArticleList()

    def ask(_, message: dict, __) -> None:
        if message.get("type") == "open":
            selection.open(str(message.get("value")))
        elif message.get("type") == "story":
            selection.where(Clause("story", *WORDS["story"], "in", (str(message.get("value")),)), by="articles")
        elif message.get("type") == "page":
            show(first=int(message.get("value", 0)))

    def show(_=None, *, first: int = 0) -> None:
        rows = selection.articles(corpus, skip=max(first, 0), limit=MOST, strict=False)
        with widget.hold_sync():
            widget.items = [
                {"value": row.document_id, "headline": str(row.headline), "publisher": "" if pd.isna(row.publisher) else str(row.publisher),
                 "date": "undated" if pd.isna(row.date_published) else f"{row.date_published:%-d %b %Y}", "count": int(row.count),
                 "copies": int(row.copies), "story": row.story_id}
                for row in rows.itertuples(index=False)]
            widget.total, widget.first, widget.opened = rows.attrs["total"], max(first, 0), selection.opened or ""

    def mark(_=None) -> None:
        widget.opened = selection.opened or ""

    widget.on_msg(ask)
    selection.observe(show, names=["clauses", "by"])
    selection.observe(mark, names=["opened"])
    show()
    return widget
