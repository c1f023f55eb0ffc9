"""Dated statements in order, as a widget: press a mark, or a row of the table, to read its sentence."""

import ipywidgets

from workbench.figures.events import dates
from workbench.views import event_list, event_plot
from workbench.widgets import FigureNote, figure_widget, redraw

#: Statements drawn, characters of their sentences, and rows of the table beside them.
MOST, WORDS, ROWS = 25, 42, 200


def events(corpus, selection) -> ipywidgets.VBox:
    """What happened when, as the articles say it: the days that most articles tell of. It is drawn when it is first looked at."""
    note, state = FigureNote(label="Events"), {"figure": None, "fresh": False}
    box = ipywidgets.VBox([note]).add_class("wb-view").add_class("wb-events-plot")

    def clicked(trace, points, _) -> None:
        if points.point_inds:
            document, start, *_ = trace.customdata[points.point_inds[0]]
            selection.open(str(document), int(start))

    def cell(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            document, start = message["value"]
            selection.open(str(document), int(start))

    def show() -> None:
        rows = event_list(corpus, selection, limit=ROWS, strict=False)
        figure = event_plot(corpus, selection, most=MOST, words=WORDS, strict=False)
        if state["figure"] is None:
            state["figure"] = figure_widget(figure)
            state["figure"]._config = {"displaylogo": False, "responsive": True, "displayModeBar": False}
            for trace in state["figure"].data:
                trace.on_click(clicked)
            box.children = [state["figure"], note]
        else:
            redraw(state["figure"], figure.to_plotly_json())
        total = rows.attrs["total"]
        with note.hold_sync():
            note.columns = ["date", "statement", "said as", "whom it names"]
            note.rows = [[{"text": when}, {"text": row.sentence, "value": [row.document_id, int(row.start)]}, {"text": row.text},
                          {"text": row.name if isinstance(row.name, str) else ""}]
                         for when, row in zip(dates(rows), rows.itertuples(index=False), strict=True)]
            note.summary = (f"{total:,} dated statement{'s' * (total != 1)}; drawn are those of the days that most articles tell of."
                            if total else "No dated statement here. Clear a filter to see more.")
        state["fresh"] = True

    def look(_=None) -> None:
        if box.layout.display != "none" and not state["fresh"]:
            show()

    def stale(_) -> None:
        state["fresh"] = False
        if state["figure"] is not None:
            look()

    note.on_msg(cell)
    box.layout.observe(look, names=["display"])
    selection.observe(stale, names=["clauses", "by"])
    return box
