"""The timeline as a widget: click a bar or brush over it."""

import ipywidgets
import pandas as pd

from workbench.figures.timeline import timeline_parts, timeline_summary
from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.statements import chosen, statements
from workbench.summaries.timeline import ARTICLES, happened, unit
from workbench.summaries.timeline import timeline as count
from workbench.widgets import FigureNote, figure_widget, redraw

#: Bars, one actor's upon the other's, up to so many periods; lines beyond.
BARS = 150


#: Actors where none are chosen, and in a heat map.
MOST, HEAT = 5, 20
#: What each control offers: words -> value.
OFFERED = {
    "when": {"printed": "printed", "happened": "happened"},
    "frequency": {"auto": "", "day": "day", "week": "week", "month": "month", "year": "year"},
    "style": {"auto": "auto", "lines": "lines", "bars": "bars", "a row each": "multiples", "heat map": "heat"},
}
#: What happened lies in dated statements, what was printed in articles: the clause that a click or a brush makes.
_CLAUSES = {"printed": "date", "happened": "happened"}


def timeline(corpus, selection) -> ipywidgets.VBox:
    """The timeline of the chosen actors, or of the most named: a FigureWidget that is updated in place, with words and a table.

    By the day of printing or by the days that dated statements speak of. A click on a bar, point or number of the table chooses its
    actor and its period; a brush over the figure sets the dates.
    """
    index, note, (controls, state) = index_of(corpus), FigureNote(label="Timeline"), _controls(corpus)

    def ask(entity_id: str, first: str, last: str) -> None:
        word = _CLAUSES[state["when"].value]
        date = Clause(word, *WORDS[word], "between", (first, last)) if first else Clause(word, *WORDS[word], "in", "undated")
        if entity_id == ARTICLES:
            selection.read("time" if word == "happened" else "articles", date)
        else:
            selection.read("time" if word == "happened" else "actor", date, Clause("actor", *WORDS["actor"], "in", entity_id))

    def clicked(trace, points, _) -> None:
        if points.point_inds:
            place = points.point_inds[0]
            ask(*map(str, trace.customdata[place[0]][place[1]] if isinstance(place, (list, tuple)) else trace.customdata[place]))

    def brushed(trace, points, selector) -> None:
        across = getattr(selector, "xrange", None)
        if not across:
            return
        happened = state["when"].value == "happened"
        if trace.xaxis == "x2":
            selection.where(**({"happened": "undated"} if happened else {"undated": True}))
            return
        first, last = (day.date().isoformat() for day in sorted(pd.Timestamp(str(day)) for day in across))
        selection.where(**({"happened": (first, last)} if happened else {"after": first, "before": last}))

    def cell(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            ask(*map(str, message["value"]))

    def picture():
        when, style, share = state["when"].value, state["style"].value, state["share"].value and state["when"].value == "printed"
        counted = _counted(index, corpus, selection, when=when, frequency=state["frequency"].value or None, share=share,
                           most=HEAT if style == "heat" else MOST)
        counts, undated, spans, frequency, outside = counted
        undated = undated[undated["count"] > 0]
        by = unit(counts, undated, selection.by, when=when, share=share)
        if style == "auto":
            style = "bars" if counts["period"].nunique() <= BARS and not share else "lines"
        parts = timeline_parts(counts, undated, frequency=frequency, by=by, style=style, spans=spans, outside=outside)
        _fit(parts, counts, undated, style, share)
        dated = parts["layout"]["xaxis"]["visible"]  # where nothing is, a band has no place
        parts["layout"] |= {"shapes": _chosen(selection.clause(_CLAUSES[when])) if dated else [], "selections": []}
        words = timeline_summary(counts, undated, frequency, by=by)
        if spans is not None and len(spans):
            words += f" {spans['count'].sum():,} vaguer than a {frequency}, drawn below as long as they are."
        return parts, words, table(parts["data"], share=share)

    def show(_=None) -> None:
        state["share"].disabled = state["when"].value == "happened"
        with note.hold_sync():
            parts, note.summary, (note.columns, note.rows) = picture()
        redraw(widget, parts)

    parts, note.summary, (note.columns, note.rows) = picture()
    widget = figure_widget(parts)
    widget._config = {"displaylogo": False, "responsive": True, "displayModeBar": False}
    for trace in widget.data:
        trace.on_click(clicked)
        if trace.type != "heatmap":
            trace.on_selection(brushed)
    note.on_msg(cell)
    selection.observe(show, names=["clauses", "by"])
    for control in state.values():
        control.observe(show, names=["value"])
    box = ipywidgets.VBox([controls, widget, note])
    box.add_class("wb-view").add_class("wb-timeline")
    return box


def _controls(corpus) -> tuple[ipywidgets.HBox, dict[str, ipywidgets.Widget]]:
    """What is drawn, by which unit and how: a row of controls, and each by its name."""
    made = {name: ipywidgets.Dropdown(options=list(offered.items()), description=words, style={"description_width": "auto"})
            for (name, offered), words in zip(OFFERED.items(), ("When", "Each", "As"), strict=True)}
    made["share"] = ipywidgets.Checkbox(description="share", indent=False, tooltip="Draw the share of all articles printed in each period")
    if corpus.table("times").empty:
        made["when"].disabled = True
        made["when"].tooltip = "No times were read in these articles."
    return ipywidgets.HBox(list(made.values())).add_class("wb-controls"), made


def _counted(index, corpus, selection, *, when: str, frequency: str | None, share: bool, most: int) -> tuple:
    """Counts, undated, spans, frequency, outside: of what is chosen, but for the dates themselves."""
    actors = selection.codes(corpus, "actor", strict=False)
    if when == "printed":
        mask = selection.mask(corpus, "date", strict=False)
        shared = {"share": True, "share_of": selection.mask(corpus, "date", "actor", strict=False)} if share else {"behind": True}
        counts, undated, frequency = count(index, mask, actors, by=selection.by, frequency=frequency, most=most, **shared)
        return counts, undated, None, frequency, (0, 0)
    said = statements(index)
    at = chosen(said, selection.mask(corpus, "happened", strict=False), actors)
    return happened(index, said, at, actors, by=selection.by, frequency=frequency, most=most)


def _fit(parts: dict, counts: pd.DataFrame, undated: pd.DataFrame, style: str, share: bool) -> None:
    """Make the most of a low and narrow place, and whole numbers of an axis with few."""
    layout, highest = parts["layout"], counts.groupby("period")["count"].sum().max() if len(counts) else 0
    rows = counts["entity_id"].nunique()
    layout["height"] = {"heat": max(260, 90 + 18 * rows), "multiples": max(260, 60 + 60 * rows)}.get(style, 260)
    layout["margin"] |= {"b": 40}
    layout["legend"] |= {"font": {"size": 11}, "itemwidth": 30, "tracegroupgap": 0}
    layout["xaxis"] |= {"automargin": False, "domain": [0, 0.86 if len(undated) else 1]}
    layout["xaxis2"] |= {"automargin": False, "domain": [0.91, 1]}
    if style == "bars" and highest >= 6:  # bars upon each other are higher than each alone
        layout["yaxis"].pop("dtick", None)
    if style == "bars" and not share:  # shares do not add up: an article may name several
        layout["barmode"] = "stack"
        for trace in parts["data"]:
            if trace["type"] == "bar":
                trace["offsetgroup"] = "all"
    if not highest and not len(undated):
        for axis in [name for name in layout if name.startswith("yaxis")]:
            layout[axis]["range"] = [0, 1]


def _chosen(clause) -> list[dict]:
    """A band behind the chosen days."""
    if clause is None or clause.op != "between":
        return []
    begin, end = clause.value
    band = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 1, "color": "#0072b2", "dash": "dot"},
            "fillcolor": "#0072b2", "opacity": 0.12, "layer": "below"}
    return [band | {"x0": begin or "1600-01-01", "x1": (pd.Timestamp(end or "2399-12-31") + pd.Timedelta(days=1)).date().isoformat()}]


def table(traces: list[dict], *, share: bool = False) -> tuple[list[str], list[list]]:
    """A timeline's traces as a table: a row a period with something in it, a column an actor; numbers carry what a click asks."""
    cells: dict[str, dict[str, dict]] = {}
    names: dict[str, None] = {}
    for name, number, custom in _points(traces):
        names.setdefault(name)
        if number:
            text = f"{number:.1%}" if share else f"{number:,.0f}"
            cells.setdefault(custom[1] or "undated", {})[name] = {"text": text, "value": list(custom)}
    periods = sorted(cells)[-200:]
    return ["from", *names], [[{"text": period}, *(cells[period].get(name, {"text": ""}) for name in names)] for period in periods]


def _points(traces: list[dict]):
    """(actor, number, customdata) of each point that is drawn, but for vague dates."""
    for trace in traces:
        if not trace["visible"] or trace.get("orientation") == "h":
            continue
        if trace["type"] == "heatmap":
            for name, numbers, customs in reversed(list(zip(trace["y"], trace["z"], trace["customdata"], strict=True))):
                yield from ((name, number, custom) for number, custom in zip(numbers, customs, strict=True))
        else:
            yield from ((trace["name"], number, custom) for number, custom in zip(trace["y"], trace["customdata"], strict=True))
