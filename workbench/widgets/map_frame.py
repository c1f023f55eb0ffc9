"""The map one can click: a sandboxed frame that is rendered once, takes marks as messages and sends clicks back."""

import pathlib

import anywidget
import traitlets

_HERE = pathlib.Path(__file__).parent


class MapFrame(anywidget.AnyWidget):
    """A map of places that says what is clicked.

    The page in the frame is drawn once, so that zoom and position stay when marks change. The frame has no access to
    JupyterLab (``sandbox="allow-scripts"``): only messages of plain values go in and out.

    Attributes
    ----------
    places
        Marks, from ``figures.place_map.records``: place_id, name, latitude, longitude, kind, count and maybe where, label.
    unplaced
        How many names could not be placed, said on the map's edge.
    note
        What else to say there, such as that places are put together.
    selected
        place_id of the chosen marks.
    by
        What the counts count: mentions, articles or stories.
    compare
        Names of two actors, where the marks' ``parts`` are the counts of each; empty otherwise.
    frames
        Periods to play through, from ``figures.place_map.steps``; empty for none.
    clicked
        The last click: ``{"place_id": ..., "count": running number}``; the empty place_id stands for the unplaced.
    period
        The days of the period that is played, ``{"first": ISO date, "last": ISO date}``, both empty for all.
    summary
        The map in words, read where the map is not seen.
    fit
        Raise it by one to show all marks again.
    height
        Pixels.
    """

    _esm = _HERE / "map_frame.js"
    _css = _HERE / "map_frame.css"
    page = traitlets.Unicode().tag(sync=True)
    places = traitlets.List(traitlets.Dict()).tag(sync=True)
    unplaced = traitlets.Int(0).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    by = traitlets.Unicode("mentions").tag(sync=True)
    compare = traitlets.List(traitlets.Unicode()).tag(sync=True)
    frames = traitlets.List(traitlets.Dict()).tag(sync=True)
    period = traitlets.Dict().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)
    summary = traitlets.Unicode("").tag(sync=True)
    title = traitlets.Unicode("Map of the places named").tag(sync=True)
    fit = traitlets.Int(0).tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)

    @traitlets.default("page")
    def _page(self) -> str:
        from workbench.figures.place_map import map_page

        return map_page(self.title)

    def __repr__(self) -> str:
        return f"MapFrame of {len(self.places):,} places, {self.unplaced:,} unplaced"
