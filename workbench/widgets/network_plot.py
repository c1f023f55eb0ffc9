"""Who is named with whom, as a widget: click an actor, or the middle of an edge for the sentences that name both."""

import ipywidgets

from workbench.figures.network import layout
from workbench.figures.network import network as draw
from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.network import network as count
from workbench.widgets import FigureNote, redraw

#: What is drawn at most: the most named actors.
MOST = 25
#: Edges in the table beside it.
ROWS = 100


def network(corpus, selection) -> ipywidgets.VBox:
    """The network of the most named actors; its positions are worked out once, for the whole corpus, and stay.

    It is made when it is first looked at: each figure costs the browser some megabytes.
    """
    index, note, state = index_of(corpus), FigureNote(label="Network"), {"figure": None, "places": None, "fresh": False}
    box = ipywidgets.VBox([note]).add_class("wb-view").add_class("wb-network")

    def ask(clause: Clause) -> None:
        selection.without(clause.source) if selection.clause(clause.source) == clause else selection.where(clause)

    def pair(source: str, target: str) -> None:
        ask(Clause("pair", *WORDS["actor"], "together", (source, target)))

    def clicked(trace, points, _) -> None:
        if points.point_inds:
            first, second, _ = trace.customdata[points.point_inds[0]]
            pair(str(first), str(second)) if second else ask(Clause("actor", *WORDS["actor"], "in", str(first)))

    def cell(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            pair(*map(str, message["value"]))

    def show() -> None:
        from plotly.graph_objects import FigureWidget

        chosen = selection.codes(corpus, "actor", strict=False)
        # an edge, and an actor, leaves its own clause out: what else there is to choose stays to be seen
        mask = selection.mask(corpus, "pair", strict=False)
        nodes, edges = count(index, mask, by=selection.by, chosen=chosen, most=MOST)
        if state["places"] is None or not set(nodes["entity_id"]) <= set(state["places"]["entity_id"]):
            every = count(index, None, by=selection.by, chosen=chosen, most=MOST)
            known = every if set(nodes["entity_id"]) <= set(every[0]["entity_id"]) else (nodes, edges)
            state["places"] = layout(*known)
        figure = draw(nodes, edges, state["places"], by=_unit(selection.by),
                      chosen=() if chosen is None else tuple(map(str, index.actors.ids[chosen])))
        figure.update_layout(height=380)
        if state["figure"] is None:
            state["figure"] = FigureWidget(figure)
            state["figure"]._config = {"displaylogo": False, "responsive": True, "displayModeBar": False}
            for trace in state["figure"].data:
                trace.on_click(clicked)
            box.children = [state["figure"], note]
        else:
            redraw(state["figure"], figure)
        names = dict(zip(nodes["entity_id"], nodes["name"], strict=True))
        with note.hold_sync():
            note.columns = ["actor", "named with", _unit(selection.by)]
            note.rows = [[{"text": names[e.source]}, {"text": names[e.target]}, {"text": f"{e.count:,}", "value": [e.source, e.target]}]
                         for e in edges.head(ROWS).itertuples(index=False)]
            note.summary = _words(nodes, edges, names, selection.by)
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


def _unit(by: str) -> str:
    return "sentences" if by == "mentions" else by


def _words(nodes, edges, names: dict, by: str) -> str:
    if edges.empty:
        return "No two actors are named together here."
    most = "; ".join(f"{names[e.source]} and {names[e.target]} ({e.count:,})" for e in edges.head(3).itertuples(index=False))
    return f"{len(nodes):,} actors, {len(edges):,} pairs named together. In most {_unit(by)}: {most}."
