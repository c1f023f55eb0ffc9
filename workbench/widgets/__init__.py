"""Controls that follow one Selection: what a user does goes up as a clause, what they see comes down as a small table.

Each view is a function of a corpus and a selection with three parts: ask (an event becomes a clause), show (the state
becomes a picture) and layout. Views do not know each other.
"""

from pathlib import Path

_HERE = Path(__file__).parent


def script(name: str) -> str:
    """The script of a widget, after what the scripts share."""
    return "\n".join((_HERE / f"{part}.js").read_text(encoding="utf8") for part in ("shared", name))


from workbench.widgets.figure_note import FigureNote  # noqa: E402  (the sibling uses script)
from workbench.widgets.figure_update import figure_widget, redraw, send_plotly  # noqa: E402

__all__ = ["FigureNote", "figure_widget", "redraw", "script", "send_plotly"]
