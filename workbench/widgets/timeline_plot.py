"""The timeline as a widget: click a bar or brush over it."""

import copy

import ipywidgets
import pandas as pd

from workbench.figures.timeline import timeline as draw
from workbench.figures.timeline import timeline_summary
from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.timeline import ARTICLES
from workbench.summaries.timeline import timeline as count
from workbench.widgets import FigureNote

#: Bars, one actor's upon the other's, up to so many periods; lines beyond.
BARS = 150


def timeline(corpus, selection) -> ipywidgets.VBox:
    """The timeline of the chosen actors, or of the most named: a FigureWidget that is updated in place, with words and a table.

    A click on a bar, point or number of the table chooses its actor and its period; a brush over the figure sets the dates.
    """
    from plotly.graph_objects import FigureWidget

    index, note = index_of(corpus), FigureNote(label="Timeline")

    def ask(entity_id: str, first: str, last: str) -> None:
        date = Clause("date", *WORDS["date"], "between", (first, last)) if first else Clause("date", *WORDS["date"], "in", "undated")
        actor = () if entity_id == ARTICLES else (Clause("actor", *WORDS["actor"], "in", entity_id),)
        selection.where(date, *actor)

    def clicked(trace, points, _) -> None:
        if points.point_inds:
            place = points.point_inds[0]
            ask(*map(str, trace.customdata[place[0]][place[1]] if isinstance(place, (list, tuple)) else trace.customdata[place]))

    def brushed(trace, points, selector) -> None:
        across = getattr(selector, "xrange", None)
        if not across:
            return
        if trace.xaxis == "x2":
            selection.where(undated=True)
            return
        first, last = sorted(pd.Timestamp(str(day)) for day in across)
        selection.where(after=first.date().isoformat(), before=last.date().isoformat())

    def cell(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            ask(*map(str, message["value"]))

    def picture():
        counts, undated, frequency = count(index, selection.mask(corpus, "date", strict=False),
                                           selection.codes(corpus, "actor", strict=False), by=selection.by)
        undated = undated[undated["count"] > 0]
        by = "articles" if selection.by == "mentions" and (counts["entity_id"] == ARTICLES).any() else selection.by
        style = "bars" if counts["period"].nunique() <= BARS else "lines"
        figure = draw(counts, undated, frequency=frequency, by=by, style=style)
        _fit(figure, counts, undated)
        figure.update_layout(shapes=_chosen(selection.clause("date")), selections=[])
        figure.update_traces(offsetgroup="all", selector={"type": "bar"})
        return figure, timeline_summary(counts, undated, frequency, by=by), table(figure)

    def show(_=None) -> None:
        figure, note.summary, (note.columns, note.rows) = picture()
        refresh(widget, figure)

    figure, note.summary, (note.columns, note.rows) = picture()
    widget = FigureWidget(figure)
    widget._config = {"displaylogo": False, "responsive": True, "displayModeBar": False}
    for trace in widget.data:
        trace.on_click(clicked)
        if trace.type != "heatmap":
            trace.on_selection(brushed)
    note.on_msg(cell)
    selection.observe(show, names=["clauses", "by"])
    box = ipywidgets.VBox([widget, note])
    box.add_class("wb-view").add_class("wb-timeline")
    return box


def _fit(figure, counts: pd.DataFrame, undated: pd.DataFrame) -> None:
    """Make the most of a low and narrow place, and whole numbers of an axis with few."""
    highest = counts.groupby("period")["count"].sum().max() if len(counts) else 0
    figure.update_layout(height=260, barmode="stack", margin={"b": 40}, legend={"font": {"size": 11}, "itemwidth": 30, "tracegroupgap": 0},
                         xaxis={"automargin": False, "domain": [0, 0.86 if len(undated) else 1]},
                         xaxis2={"automargin": False, "domain": [0.91, 1]}, yaxis={"dtick": 1 if highest < 6 else None})
    if not highest and not len(undated):
        figure.update_yaxes(range=[0, 1])


def _chosen(clause) -> list[dict]:
    """A band behind the chosen days."""
    if clause is None or clause.op != "between":
        return []
    begin, end = clause.value
    band = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 1, "color": "#0072b2", "dash": "dot"},
            "fillcolor": "#0072b2", "opacity": 0.12, "layer": "below"}
    return [band | {"x0": begin or "1600-01-01", "x1": (pd.Timestamp(end or "2399-12-31") + pd.Timedelta(days=1)).date().isoformat()}]


def table(figure) -> tuple[list[str], list[list]]:
    """A timeline figure as a table: a row a period with something in it, a column an actor; numbers carry what a click asks."""
    traces = [trace for trace in figure.data if trace.visible and trace.type != "heatmap" and trace.customdata is not None]
    names = list(dict.fromkeys(trace.name for trace in traces))
    cells: dict[str, dict[str, dict]] = {}
    for trace in traces:
        for number, custom in zip(trace.y, trace.customdata, strict=True):
            if number:
                cells.setdefault(custom[1] or "undated", {})[trace.name] = {"text": f"{number:,.0f}", "value": list(custom)}
    periods = sorted(cells)[-200:]
    return ["from", *names], [[{"text": period}, *(cells[period].get(name, {"text": ""}) for name in names)] for period in periods]


def refresh(widget, figure) -> None:
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
