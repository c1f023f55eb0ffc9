"""A plotly figure put in the place of another."""

import copy


def redraw(widget, figure) -> None:
    """Put a figure's traces and layout into a FigureWidget that has the same traces, with one message to the browser.

    plotly brings ``_widget_data`` and ``_widget_layout`` up to date only when the widget itself is displayed; in a box, a
    reload of the page would draw the first state again. So they are set here, from copies.
    """
    with widget.batch_update():
        for old, new in zip(widget.data, figure.data, strict=True):
            old.update({key: value for key, value in new.to_plotly_json().items() if key != "type"}, overwrite=True)
            if "selectedpoints" in old:
                old.selectedpoints = None
        widget.layout.update(figure.layout.to_plotly_json(), overwrite=True)
        widget.layout.shapes, widget.layout.selections = figure.layout.shapes, ()  # an empty list is left out of the update
    widget._widget_data = copy.deepcopy(widget._data)
    widget._widget_layout = copy.deepcopy(widget._layout_obj._props)
