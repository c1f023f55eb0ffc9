"""A concordance: each key word in its line, sorted by what stands next to it."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.summaries.concordance import ORDERS
from workbench.summaries.concordance import concordance as lines_of
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
#: How many lines are shown at a time.
MOST = 100
#: How many are sorted, the oldest.
SORTED = 20_000


class ConcordanceLines(anywidget.AnyWidget):
    """Key words in context. Messages sent: ``{"type": "open", "document", "start"}`` and ``{"type": "order", "value"}``, page.

    Attributes
    ----------
    rows
        document, start, date, publisher, left, word, right.
    order
        date, left, word or right.
    total, first, step
        How many lines there are in all, the number of the first that is shown, and how many are shown at a time.
    note
        What else is to be said of them.
    """

    _esm = script("concordance")
    _css = _HERE / "concordance.css"
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    orders = traitlets.List(traitlets.Unicode(), list(ORDERS)).tag(sync=True)
    order = traitlets.Unicode("date").tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    first = traitlets.Int().tag(sync=True)
    step = traitlets.Int(MOST).tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)

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
        elif message.get("type") == "page":
            show(first=max(0, int(message.get("value", 0))))

    def stale(_=None) -> None:
        state["fresh"] = False
        if widget.layout.display != "none":
            show()

    def show(_=None, *, first: int = 0) -> None:
        by_date = widget.order == "date"
        rows = selection.evidence(corpus, of=selection.kind, limit=MOST if by_date else SORTED, skip=first if by_date else 0, strict=False,
                                  whole=False)
        lines = lines_of(corpus["documents"], rows, order=widget.order).iloc[0 if by_date else first:][:MOST]
        with widget.hold_sync():
            widget.total, widget.first = rows.attrs["total"], first
            widget.note = f", the oldest {SORTED:,} sorted" if not by_date and widget.total > SORTED else ""
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
    selection.observe(stale, names=["clauses", "by", "kind"])
    return widget
