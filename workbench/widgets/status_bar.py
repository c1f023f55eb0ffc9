"""The line that says what is chosen and how much it is, with the way back."""

import pathlib

import anywidget
import numpy as np
import traitlets

from workbench.selection import UNITS
from workbench.summaries import index_of

_HERE = pathlib.Path(__file__).parent
TITLES = {"actor": "Actor", "place": "Place", "date": "Date", "publisher": "Publisher", "text": "Text", "language": "Language",
          "section": "Section", "story": "Story", "article": "Article", "country": "Country", "speaker": "Speaker", "pair": "Together",
          "happened": "Happened"}


class StatusBar(anywidget.AnyWidget):
    """Chips of the clauses, counts, and buttons. Messages sent: ``{"type": "remove", "source"}``, back, forward, clear, by.

    Attributes
    ----------
    chips
        source, title, text of each clause.
    facts
        What is counted, in words, one fact each.
    notice
        What went wrong or is left out, in words.
    code, view
        The Python that makes this selection, and its JSON.
    """

    _esm = _HERE / "status_bar.js"
    _css = _HERE / "status_bar.css"
    chips = traitlets.List(traitlets.Dict()).tag(sync=True)
    facts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)
    by = traitlets.Unicode("mentions").tag(sync=True)
    units = traitlets.List(traitlets.Unicode()).tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    past = traitlets.Int().tag(sync=True)
    future = traitlets.Int().tag(sync=True)

    def __repr__(self) -> str:
        return " · ".join(self.facts)


def status(corpus, selection) -> StatusBar:
    """What is chosen and how much it is: chips to take away, back and forward, the unit of counting, the facts."""
    widget = StatusBar(units=[u for u in UNITS if u != "stories" or len(corpus.table("stories"))])

    def ask(_, message: dict, __) -> None:
        kind = message.get("type")
        if kind == "remove":
            selection.without(str(message.get("source")))
        elif kind in ("back", "forward", "clear"):
            getattr(selection, kind)()
        elif kind == "by" and message.get("value") in UNITS:
            selection.where(by=message["value"])

    def show(_=None) -> None:
        with widget.hold_sync():
            widget.chips = [{"source": c.source, "title": TITLES.get(c.source, c.source), "text": words(corpus, selection, c)}
                            for c in selection.clauses]
            widget.facts, widget.notice = facts(corpus, selection)
            widget.by, widget.past, widget.future = selection.by, selection.past, selection.future
            widget.code, widget.view = selection.code(), selection.to_json()

    widget.on_msg(ask)
    selection.observe(show, names=["clauses", "by", "past", "future"])
    show()
    return widget


def words(corpus, selection, clause) -> str:
    """A clause's value in words: names in place of identifiers."""
    if clause.op == "contains":
        return clause.value
    if clause.op == "together":
        found = selection.pair(corpus, strict=False)
        return found[1] if found and found[1] else " with ".join(clause.value)
    if clause.op == "between":
        begin, end = clause.value
        return f"{begin} to {end}" if begin and end else f"from {begin}" if begin else f"to {end}"
    values = list(map(str, clause.value))
    if clause.source in ("actor", "place"):
        codes = selection.codes(corpus, clause.source, strict=False)
        relation = index_of(corpus).actors if clause.source == "actor" else index_of(corpus).places
        values = list(map(str, relation.names[codes])) if codes is not None and len(codes) else values
    return " or ".join(values[:3]) + (f" or {len(values) - 3} more" if len(values) > 3 else "")


def facts(corpus, selection) -> tuple[list[str], str]:
    """Numbers of what is chosen, in words, and what is left out or wrong."""
    index = index_of(corpus)
    try:
        mask, notice = selection.mask(corpus), ""
    except (LookupError, ValueError) as error:
        mask, notice = np.zeros(len(index), bool), f"{error.args[0]}."
    passing = len(index) if mask is None else int(mask.sum())
    undated = index.undated if mask is None else int(mask[:index.undated].sum())
    unplaced = int(index.unplaced.sum() if mask is None else index.unplaced[mask].sum())
    articles = f"{passing:,} article{'s' * (passing != 1)}" if passing == len(index) else f"{passing:,} of {len(index):,} articles"
    left_out = 0
    dates = selection.clause("date")
    if dates is not None and dates.op == "between" and not notice:
        others = selection.mask(corpus, "date")
        left_out = index.undated if others is None else int(others[:index.undated].sum())
    if left_out:
        notice = f"{left_out:,} undated article{'s are' if left_out != 1 else ' is'} left out by the dates."
    elif not passing and not notice:
        notice = "No article passes all filters: take one away, or go back." if len(index) else "This corpus holds no articles."
    return [articles, f"{undated:,} undated", f"{unplaced:,} name{'s' * (unplaced != 1)} unplaced"], notice
