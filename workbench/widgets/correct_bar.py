"""Put names right where they are seen: merge, split, rename, not an actor, undo."""

import pathlib
from collections.abc import Callable

import anywidget
import numpy as np
import traitlets

from workbench import corrections
from workbench.summaries import index_of

_HERE = pathlib.Path(__file__).parent
#: Decisions that the log shows.
_LINES = 50


class CorrectBar(anywidget.AnyWidget):
    """Buttons for the chosen actors, and the log of corrections.

    Messages sent: ``{"type": "merge" | "rename" | "split" | "reject" | "undo", "text"}``; for "undo", ``text`` is the id of a line of
    the log, or empty for the last decision made here.

    Attributes
    ----------
    chosen
        Names of the chosen actors.
    spellings
        How the one chosen actor is spelt in the texts, the most frequent first.
    done
        How many decisions can be taken back.
    said
        What happened last.
    log
        Decisions of the file, the newest first: ``{"id", "what", "who", "state"}``. ``id`` is what an undo must name: an undone
        decision comes back when its undo is undone.
    """

    _esm = _HERE / "correct_bar.js"
    _css = _HERE / "correct_bar.css"
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True)
    spellings = traitlets.List(traitlets.Unicode()).tag(sync=True)
    done = traitlets.Int().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    log = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __repr__(self) -> str:
        return f"Corrections: {self.done} made, {len(self.log)} in the log"


def lines(decisions: list[dict], states: dict[str, str]) -> list[dict]:
    """The log of decisions, the newest first, for :class:`CorrectBar`; at most :data:`_LINES`.

    Parameters
    ----------
    decisions
        As they stand in the file, undos among them.
    states
        id of a decision -> what became of it, as :func:`workbench.corrections.log` says.
    """
    backs = {d["body"].get("decision"): d["id"] for d in decisions if d["body"].get("action") == "undo" and states.get(d["id"]) != "undone"}
    found = corrections.log(decisions)
    found = found[found["action"] != "undo"].iloc[::-1].head(_LINES)
    return [{"id": backs.get(row.id, row.id), "what": row.what, "who": f"{row.creator}, {row.created[:10]}",
             "state": states.get(row.id, "")} for row in found.itertuples(index=False)]


def correct_bar(corpus, selection, decide: Callable, done: int = 0, said: str = "", log: list[dict] | None = None) -> CorrectBar:
    """Buttons that make decisions about the chosen actors.

    Parameters
    ----------
    corpus, selection
        What is shown, and what of it is chosen.
    decide
        Called with the name of an action of :mod:`workbench.corrections` and its arguments; it keeps the decision and shows the
        corrected corpus.
    done, said, log
        How many decisions were made here and can be taken back, what happened last, and the lines of the log (see :func:`lines`).
    """
    index, widget = index_of(corpus), CorrectBar(done=done, said=said, log=log or [])

    def chosen() -> list[str]:
        """Identifiers, the most named first: a merger keeps that one's name."""
        codes = selection.codes(corpus, "actor", strict=False)
        if codes is None:
            return []
        number = index.actors.counts(None, "mentions", index.story)[codes]
        return list(map(str, index.actors.ids[codes[np.argsort(-number, kind="stable")]]))

    def ask(_, message: dict, __) -> None:
        kind, text, ids = message.get("type"), str(message.get("text") or "").strip(), chosen()
        try:
            if kind == "undo" and any(line["id"] == text for line in widget.log):
                decide("undo", text)
            elif kind == "undo" and not text and widget.done:
                decide("undo")
            elif kind == "merge" and len(ids) > 1:
                decide("merge", ids)
            elif kind == "rename" and len(ids) == 1 and text:
                decide("rename", ids[0], text)
            elif kind == "split" and len(ids) == 1 and text in widget.spellings:
                decide("split", ids[0], [text])
            elif kind == "reject" and ids and kind in corrections.ACTIONS:
                for entity_id in ids:
                    decide("reject", entity_id)
        except (LookupError, ValueError, OSError) as error:
            widget.said = f"Not done: {error.args[-1] if error.args else error}"

    def show(_=None) -> None:
        codes = selection.codes(corpus, "actor", strict=False)
        codes = () if codes is None else codes
        with widget.hold_sync():
            widget.chosen = [str(index.actors.names[code]) for code in codes]
            widget.spellings = []
            if len(codes) == 1:
                mentions = corpus["mentions"]
                spelt = mentions.loc[mentions["entity_id"] == index.actors.ids[codes[0]], "text"].value_counts()
                widget.spellings = list(map(str, spelt.index[:30]))

    widget.on_msg(ask)
    selection.observe(show, names=["clauses"])
    show()
    return widget
