"""Put names right where they are seen: merge, split, rename, not an actor, undo."""

import pathlib
from collections.abc import Callable

import anywidget
import numpy as np
import traitlets

from workbench import corrections
from workbench.summaries import index_of

_HERE = pathlib.Path(__file__).parent


class CorrectBar(anywidget.AnyWidget):
    """Buttons for the chosen actors. Messages sent: ``{"type": "merge" | "rename" | "split" | "reject" | "undo", "text"}``.

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
    """

    _esm = _HERE / "correct_bar.js"
    _css = _HERE / "correct_bar.css"
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True)
    spellings = traitlets.List(traitlets.Unicode()).tag(sync=True)
    done = traitlets.Int().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return f"Corrections: {self.done} made"


def correct_bar(corpus, selection, decide: Callable, done: int = 0, said: str = "") -> CorrectBar:
    """Buttons that make decisions about the chosen actors.

    Parameters
    ----------
    corpus, selection
        What is shown, and what of it is chosen.
    decide
        Called with the name of an action of :mod:`workbench.corrections` and its arguments; it keeps the decision and shows the
        corrected corpus.
    done, said
        How many decisions can be taken back, and what happened last.
    """
    index, widget = index_of(corpus), CorrectBar(done=done, said=said)

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
            if kind == "undo" and widget.done:
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
