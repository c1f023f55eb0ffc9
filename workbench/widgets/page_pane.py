"""Sentences and the open article, as safe HTML that one can click."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.figures.article import article as draw_article
from workbench.figures.evidence import evidence as draw_evidence
from workbench.selection import KINDS as ROWS
from workbench.summaries import index_of
from workbench.summaries.highlights import highlights
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
#: How many sentences are shown at a time.
MOST = 40
#: kind of evidence -> what it is called.
NAMES = {"actor": "Actors", "place": "Places", "hit": "Words found", "pair": "Together", "time": "Statements",
         "quote": "Quotes", "unplaced": "Not placed"}


class PagePane(anywidget.AnyWidget):
    """HTML that was made safe in ``figures``. Messages sent: ``{"type": "open", "document", "start"}``, kind, page, close.

    Attributes
    ----------
    html
        Made by ``figures`` alone, which escapes all words of articles.
    label
        Name of the region.
    kinds, kind
        kind, name and total of the rows that can be shown apart, and which are shown.
    total, first, step
        How many rows there are in all, the number of the first that is shown, and how many are shown at a time.
    closes
        Whether there is something to go back to.
    """

    _esm = script("page_pane")
    _css = "\n".join(path.read_text(encoding="utf8") for path in (_HERE.parent / "figures" / "text.css", _HERE / "page_pane.css"))
    html = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    head = traitlets.Unicode().tag(sync=True)
    kinds = traitlets.List(traitlets.Dict()).tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    first = traitlets.Int().tag(sync=True)
    step = traitlets.Int(MOST).tag(sync=True)
    closes = traitlets.Bool(False).tag(sync=True)

    def __repr__(self) -> str:
        return f"{self.label}: {self.total:,}"


def evidence(corpus, selection) -> PagePane:
    """The sentences behind what is shown, page by page; a click opens the article there."""
    widget, seen = PagePane(label="Sentences"), []

    def ask(_, message: dict, __) -> None:
        if message.get("type") == "kind" and message.get("value") in ("", *ROWS):
            selection.kind = message["value"] or None
        elif message.get("type") == "page":
            show(first=max(0, int(message.get("value", 0))))
        else:
            _open(selection, message)

    def changed(_) -> None:
        if seen != [selection.clauses, selection.by, selection.kind]:  # one step may change several
            show()

    def show(_=None, *, first: int = 0) -> None:
        seen[:] = [selection.clauses, selection.by, selection.kind]
        rows = selection.evidence(corpus, of=selection.kind, limit=MOST, skip=first, strict=False)
        with widget.hold_sync():
            widget.total, widget.first, widget.kind = rows.attrs["total"], first, selection.kind or ""
            widget.kinds = _kinds(selection.totals(corpus, strict=False), selection.kind, widget.total)
            widget.html = draw_evidence(rows, total=widget.total, skipped=first)

    widget.on_msg(ask)
    selection.observe(changed, names=["clauses", "by", "kind"])
    show()
    return widget


def _kinds(totals: dict[str, int], kind: str | None, total: int) -> list[dict]:
    """The kinds of rows to choose from: those that are chosen, all of them together, and what else is looked at."""
    every = [{"kind": "", "name": "All" if len(totals) > 1 else NAMES[next(iter(totals))], "total": sum(totals.values())}]
    every += [{"kind": name, "name": NAMES[name], "total": n} for name, n in totals.items()] if len(totals) > 1 else []
    if kind and (kind not in totals):
        every.append({"kind": kind, "name": NAMES[kind], "total": total})
    if kind and len(totals) == 1 and kind in totals:
        every[0]["kind"] = kind
    return every


def article(corpus, selection) -> PagePane:
    """The open article with the names, places and times in it highlighted."""
    index, widget = index_of(corpus), PagePane(label="Open article", closes=True)

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
