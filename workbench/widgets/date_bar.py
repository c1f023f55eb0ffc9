"""When the open article was printed, why that is thought, and a calendar to put it right."""

from collections.abc import Callable

import ipywidgets
import pandas as pd

from workbench.figures.date_note import date_note
from workbench.summaries import index_of


def date_bar(corpus, selection, decide: Callable) -> ipywidgets.VBox:
    """The date of the open article with its evidence; a date set here is a decision that is kept, and its weekdays become days.

    Parameters
    ----------
    decide
        Called with ``"set_date"``, the document's id and the day, or None for undated.
    """
    index, note = index_of(corpus), ipywidgets.HTML()
    picker = ipywidgets.DatePicker(description="Printed on", style={"description_width": "auto"})
    button = ipywidgets.Button(description="Set date", tooltip="Keep this as the article's date; an empty one makes it undated")
    box = ipywidgets.VBox([note, ipywidgets.HBox([picker, button]).add_class("wb-dates")]).add_class("wb-date-bar")

    def show(_=None) -> None:
        at = index.positions([selection.opened])[0] if selection.opened else -1
        box.layout.display = None if at >= 0 else "none"
        if at < 0:
            return
        row, evidence = corpus["documents"].iloc[index.order[at]], corpus.table("date_evidence")
        note.value = date_note(row["date_published"], row["date_basis"], row["date_confidence"],
                               evidence[evidence["document_id"] == row["document_id"]])
        picker.value = None if pd.isna(row["date_published"]) else row["date_published"].date()

    def keep(_) -> None:
        if selection.opened:
            decide("set_date", selection.opened, picker.value and picker.value.isoformat())

    button.on_click(keep)
    selection.observe(show, names=["opened"])
    show()
    return box
