"""A figure in words and as a table, beside it."""

import pathlib

import anywidget
import traitlets

from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent


class FigureNote(anywidget.AnyWidget):
    """What a figure shows, in words and as a table. Message sent: ``{"type": "cell", "value"}`` of a number that is pressed.

    Attributes
    ----------
    label
        Name of the figure; given to the plot in the same view, for those who hear it.
    summary
        A sentence.
    unfolded
        Whether the table is unfolded.
    columns, rows
        Heads, and cells: ``{"text", "value"}``; a cell with a value is a button. Rows are sent only while the table is unfolded.
    """

    _esm = script("figure_note")
    _css = _HERE / "figure_note.css"
    label = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    unfolded = traitlets.Bool(False).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows = traitlets.List()
    many = traitlets.Int().tag(sync=True)
    shown = traitlets.List().tag(sync=True)

    @traitlets.observe("rows", "unfolded")
    def _rows_shown(self, _) -> None:
        self.many, self.shown = len(self.rows), self.rows if self.unfolded else []

    def __repr__(self) -> str:
        return f"{self.label}: {self.summary}"
