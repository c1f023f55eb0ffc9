"""Sentences and the open article, as safe HTML that one can click."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.figures.article import article as draw_article
from workbench.figures.evidence import evidence as draw_evidence
from workbench.summaries import index_of
from workbench.summaries.highlights import highlights

_HERE = pathlib.Path(__file__).parent
#: How many sentences are shown.
MOST = 60


class PagePane(anywidget.AnyWidget):
    """HTML that was made safe in ``figures``. Message sent: ``{"type": "open", "document", "start"}``; ``{"type": "close"}``.

    Attributes
    ----------
    html
        Made by ``figures`` alone, which escapes all words of articles.
    label
        Name of the region.
    """

    _esm = _HERE / "page_pane.js"
    _css = "\n".join(path.read_text(encoding="utf8") for path in (_HERE.parent / "figures" / "text.css", _HERE / "page_pane.css"))
    html = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    head = traitlets.Unicode().tag(sync=True)
    total = traitlets.Int().tag(sync=True)

    def __repr__(self) -> str:
        return f"{self.label}: {self.total:,}"


def evidence(corpus, selection) -> PagePane:
    """The sentences behind what is shown; a click opens the article there."""
    widget = PagePane(label="Sentences")

    def show(_=None) -> None:
        rows = selection.evidence(corpus, limit=MOST, strict=False)
        with widget.hold_sync():
            widget.total = rows.attrs["total"]
            widget.html = draw_evidence(rows, total=widget.total)

    widget.on_msg(lambda _, message, __: _open(selection, message))
    selection.observe(show, names=["clauses", "by"])
    show()
    return widget


def article(corpus, selection) -> PagePane:
    """The open article with the names, places and times in it highlighted."""
    index, widget = index_of(corpus), PagePane(label="Open article")

    def show(_=None) -> None:
        found = index.positions([selection.opened])[0] if selection.opened else -1
        if found < 0:
            with widget.hold_sync():
                widget.html, widget.total, widget.head = "", 0, "No article is open. Choose one in the list, or a sentence."
            return
        row = corpus["documents"].iloc[index.order[found]]
        marks = highlights(corpus, row["document_id"], selection.hits(corpus, strict=False), found)
        at = selection.place_in_text
        end = int(marks.loc[marks["start"] == at, "end"].max()) if at is not None and (marks["start"] == at).any() else None
        date = "undated" if pd.isna(row["date_published"]) else f"{row['date_published']:%-d %B %Y}"
        known = [str(part) for part in (row["publisher"], date, row["byline"]) if not pd.isna(part)]
        with widget.hold_sync():
            widget.head, widget.total = " · ".join(known), 1
            widget.html = draw_article(row["text"], _of(corpus, "segments", row["document_id"]), marks,
                                       focus=None if at is None or end is None else (at, end))

    widget.on_msg(lambda _, message, __: _open(selection, message))
    selection.observe(show, names=["opened", "place_in_text"])
    show()
    return widget


def _open(selection, message: dict) -> None:
    if message.get("type") == "open":
        selection.open(str(message.get("document")), int(message.get("start")))
    elif message.get("type") == "close":
        selection.open(None)


def _of(corpus, table: str, document_id: str) -> pd.DataFrame:
    frame = corpus.table(table)
    return frame[frame["document_id"] == document_id]
