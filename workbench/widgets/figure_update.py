"""A plotly figure as a widget, and another put in its place."""

from functools import cache
from pathlib import Path

from workbench.figures import graph_objects

_KEPT = {}


@cache
def _script() -> str:
    """What a figure's script is here: it waits for plotly's."""
    from plotly import __version__

    return (Path(__file__).parent / "plotly_script.js").read_text(encoding="utf8").replace("{version}", __version__)


def send_plotly() -> None:
    """Send plotly's script to the browser, 5 MB, unless this kernel has sent it already: it takes a second to be ready there."""
    import anywidget
    import traitlets

    if getattr(_KEPT.get("script"), "comm", None) is not None:  # not closed meanwhile
        return
    figure = graph_objects().FigureWidget

    class PlotlyScript(anywidget.AnyWidget):
        """plotly's script, for all figures of the page."""

        _esm = _script()
        source = traitlets.Bytes().tag(sync=True)

    _KEPT["script"] = PlotlyScript(source=str(figure._esm).encode("utf8"))


def figure_widget(figure):
    """A FigureWidget that comes to the browser whole.

    plotly opens the connection with an empty figure and sends traces and layout after it; a browser that is busy draws the
    first and never hears of the second. So the connection is opened here once the figure is complete. And plotly's script is
    sent once, not with every figure.
    """
    class FigureWidgetWhole(graph_objects().FigureWidget):
        _complete = False
        _esm = _script()

        def open(self):
            if self._complete:
                super().open()

    send_plotly()
    widget = FigureWidgetWhole(figure)
    widget._complete = True
    widget.open()
    return widget


def redraw(widget, parts: dict) -> None:
    """Put traces and layout into a FigureWidget that has the same traces: what differs, with one message to the browser.

    ``parts`` are a figure's ``data`` and ``layout`` as plain dicts; only what differs is checked by plotly.

    plotly brings ``_widget_data`` and ``_widget_layout`` up to date only when the widget itself is displayed; in a box, a
    reload of the page would draw the first state again. So they are made the same objects as the figure's own here, and
    not sent: the browser has them already.
    """
    # plotly draws bands at no number on an axis that was not to be seen a moment before: they come after it
    unseen, shapes = widget.layout.xaxis.visible is False, parts["layout"].get("shapes", ())
    with widget.batch_update():
        for old, was, now in zip(widget.data, list(widget._data), parts["data"], strict=True):
            changed = _changed(was, now)
            if changed:
                old.update(changed, overwrite=True)
            if "selectedpoints" in old:
                old.selectedpoints = None
        widget.layout.update(_changed(widget._layout_obj._props, parts["layout"]), overwrite=True)
        widget.layout.shapes, widget.layout.selections = () if unseen else shapes, ()  # an empty list is left out of the update
    if unseen and shapes:
        widget.layout.shapes = shapes
    widget._trait_values.update(_widget_data=widget._data, _widget_layout=widget._layout_obj._props)


def _changed(was: dict, now: dict) -> dict:
    """What is other than it was; None for what is no more."""
    fixed = ("type", "uid", "template", "shapes", "selections", "selectedpoints")
    return {key: now.get(key) for key in was.keys() | now.keys() if key not in fixed and was.get(key) != _told(now.get(key))}


def _told(value):
    """The value as plotly keeps it: without what is None or empty."""
    if isinstance(value, dict):
        kept = {key: _told(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part is not None} or None
    return [_told(part) for part in value] if isinstance(value, list) and value and isinstance(value[0], dict) else value
