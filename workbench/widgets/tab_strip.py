"""Tabs with numbers on them, that show one of several panes."""

import pathlib

import anywidget
import ipywidgets
import traitlets

_HERE = pathlib.Path(__file__).parent


class TabStrip(anywidget.AnyWidget):
    """A row of tabs.

    Attributes
    ----------
    names
        What stands on each tab.
    active
        Index of the chosen one.
    label
        Name of the row.
    """

    _esm = _HERE / "tab_strip.js"
    _css = _HERE / "tab_strip.css"
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    active = traitlets.Int(0).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return self.names[self.active] if self.names else "no tabs"


def tabs(strip: TabStrip, panes: list[ipywidgets.Widget]) -> ipywidgets.VBox:
    """The strip above its panes, of which only the active one is shown."""

    def show(_=None) -> None:
        for k, pane in enumerate(panes):
            pane.layout.display = None if k == strip.active else "none"

    strip.observe(show, names=["active"])
    show()
    box = ipywidgets.VBox([strip, *panes])
    box.add_class("wb-tabs")
    return box
