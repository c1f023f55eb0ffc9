"""A concordance: each key word in its line, sorted by what stands next to it."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.summaries.concordance import ORDERS
from workbench.summaries.concordance import concordance as lines_of

_HERE = pathlib.Path(__file__).parent
#: How many lines are shown.
MOST = 100
#: How many are sorted, the oldest.
SORTED = 20_000


class ConcordanceLines(anywidget.AnyWidget):
    """Key words in context. Messages sent: ``{"type": "open", "document", "start"}`` and ``{"type": "order", "value"}``.

    Attributes
    ----------
    rows
        document, start, date, publisher, left, word, right.
    order
        date, left, word or right.
    total
        How many lines there are in all.
    """

    _esm = _HERE / "concordance.js"
    _css = _HERE / "concordance.css"
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    orders = traitlets.List(traitlets.Unicode(), list(ORDERS)).tag(sync=True)
    order = traitlets.Unicode("date").tag(sync=True)
    total = traitlets.Int().tag(sync=True)

    def __repr__(self) -> str:
        return f"Concordance of {self.total:,} lines, by {self.order}"


def concordance(corpus, selection) -> ConcordanceLines:
    """The words behind what is shown, each in its line: what was searched, or the chosen names. It is made when looked at."""
    widget, state = ConcordanceLines(), {"fresh": False}

    def ask(_, message: dict, __) -> None:
        if message.get("type") == "open":
            selection.open(str(message.get("document")), int(message.get("start")))
        elif message.get("type") == "order" and message.get("value") in ORDERS:
            widget.order = message["value"]
            show()

    def stale(_=None) -> None:
        state["fresh"] = False
        if widget.layout.display != "none":
            show()

    def show(_=None) -> None:
        rows = selection.evidence(corpus, limit=SORTED if widget.order != "date" else MOST, strict=False, whole=False)
        lines = lines_of(corpus["documents"], rows, order=widget.order, limit=MOST)
        with widget.hold_sync():
            widget.total = rows.attrs["total"]
            widget.rows = [
                {"document": row.document_id, "start": int(row.start), "left": row.left, "word": row.word, "right": row.right,
                 "date": "undated" if pd.isna(row.date_published) else f"{row.date_published:%-d %b %Y}",
                 "publisher": "" if pd.isna(row.publisher) else str(row.publisher)} for row in lines.itertuples(index=False)]
        state["fresh"] = True

    def turned(_) -> None:
        if widget.layout.display != "none" and not state["fresh"]:
            show()

    widget.on_msg(ask)
    widget.layout.observe(turned, names=["display"])
    selection.observe(stale, names=["clauses", "by"])
    return widget
