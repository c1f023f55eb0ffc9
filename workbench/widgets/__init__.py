"""Controls that follow one Selection: what a user does goes up as a clause, what they see comes down as a small table.

Each view is a function of a corpus and a selection with three parts: ask (an event becomes a clause), show (the state
becomes a picture) and layout. Views do not know each other.
"""

from workbench.widgets.figure_note import FigureNote
from workbench.widgets.figure_update import redraw

__all__ = ["FigureNote", "redraw"]
