"""The list of articles: choose one to read it."""

import pathlib

import anywidget
import pandas as pd
import traitlets

_HERE = pathlib.Path(__file__).parent
#: How many articles are listed at first, and how many more at a time.
MOST = 50


class ArticleList(anywidget.AnyWidget):
    """Articles by date. Messages sent: ``{"type": "open", "value": document_id}`` and ``{"type": "more"}``.

    Attributes
    ----------
    items
        value, headline, publisher, date ("undated" where there is none), count.
    total
        How many articles there are in all.
    """

    _esm = _HERE / "article_list.js"
    _css = _HERE / "article_list.css"
    items = traitlets.List(traitlets.Dict()).tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)
    unit = traitlets.Unicode("mentions").tag(sync=True)

    def __repr__(self) -> str:
        return f"{self.total:,} articles"


def articles(corpus, selection) -> ArticleList:
    """The articles that pass all filters, oldest first, undated last, each with the mentions of what is chosen."""
    widget, most = ArticleList(), {"rows": MOST}

    def ask(_, message: dict, __) -> None:
        if message.get("type") == "open":
            selection.open(str(message.get("value")))
        elif message.get("type") == "more":
            most["rows"] += MOST
            show()

    def refresh(_=None) -> None:
        most["rows"] = MOST
        show()

    def show(_=None) -> None:
        rows = selection.articles(corpus, limit=most["rows"], strict=False)
        with widget.hold_sync():
            widget.items = [
                {"value": row.document_id, "headline": str(row.headline), "publisher": "" if pd.isna(row.publisher) else str(row.publisher),
                 "date": "undated" if pd.isna(row.date_published) else f"{row.date_published:%-d %b %Y}", "count": int(row.count)}
                for row in rows.itertuples(index=False)]
            widget.total, widget.opened = rows.attrs["total"], selection.opened or ""

    def mark(_=None) -> None:
        widget.opened = selection.opened or ""

    widget.on_msg(ask)
    selection.observe(refresh, names=["clauses", "by"])
    selection.observe(mark, names=["opened"])
    show()
    return widget
