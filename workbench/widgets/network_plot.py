"""Who is named with whom, as a widget: press an actor to choose it, a line for the sentences that name both."""

import pathlib

import anywidget
import ipywidgets
import traitlets

from workbench.figures.network import KINDS, layout, network_summary
from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.network import network as count
from workbench.widgets import FigureNote, script

_HERE = pathlib.Path(__file__).parent
#: What is drawn at most: the most named actors, and the pairs most often named together.
MOST, EDGES = 25, 120
#: Edges in the table beside it.
ROWS = 100


class NetworkPlot(anywidget.AnyWidget):
    """Actors and lines between them. Messages sent: ``{"type": "actor", "value"}``, ``{"type": "pair", "value": [one, two]}``.

    Attributes
    ----------
    nodes
        id, name, kind, count, x, y (-1 to 1), chosen.
    edges
        source, target, count, chosen.
    unit
        What the edges count.
    label
        Name of the plot, with what it shows in words.
    """

    _esm = script("network_plot")
    _css = _HERE / "network_plot.css"
    nodes = traitlets.List(traitlets.Dict()).tag(sync=True)
    edges = traitlets.List(traitlets.Dict()).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return self.label


def network(corpus, selection) -> ipywidgets.VBox:
    """The network of the most named actors, made when it is looked at; positions are worked out once, for the whole corpus, and stay."""
    index, plot, note, state = index_of(corpus), NetworkPlot(), FigureNote(label="Network"), {"places": None, "fresh": False}
    unit = ipywidgets.Dropdown(options=index.together_in, description="Named in the same", style={"description_width": "auto"})
    box = ipywidgets.VBox([unit.add_class("wb-unit"), plot, note]).add_class("wb-view").add_class("wb-network")

    def counted() -> str:
        return f"{unit.value}s" if selection.by == "mentions" else selection.by

    def ask(clause: Clause) -> None:
        if selection.clause(clause.source) == clause:
            selection.without(clause.source)
        else:
            selection.read(clause.source, clause)

    def pair(source: str, target: str) -> None:
        ask(Clause("pair", *WORDS["actor"], "together", (source, target, unit.value)))

    def pressed(_, message: dict, __) -> None:
        if message.get("type") == "actor":
            ask(Clause("actor", *WORDS["actor"], "in", (str(message["value"]),)))
        elif message.get("type") in ("pair", "cell"):
            pair(*map(str, message["value"]))

    def show() -> None:
        state["fresh"] = True
        codes = selection.codes(corpus, "actor", strict=False)
        # a pair leaves its own clause out: what else there is to choose stays to be seen
        nodes, edges = count(index, selection.mask(corpus, "pair", strict=False), by=selection.by, chosen=codes, most=MOST, unit=unit.value)
        places = positions(nodes, edges, codes)
        chosen = () if codes is None else set(index.actors.ids[codes])
        together = next((set(c.value[:2]) for c in selection.clauses if c.op == "together"), None)
        names = dict(zip(nodes["entity_id"], nodes["name"], strict=True))
        summary = network_summary(nodes, edges, by=counted(), most=3)
        with plot.hold_sync():
            plot.nodes = [{"id": row.entity_id, "name": row.name, "kind": KINDS.get(row.label, KINDS[""])[0], "count": int(row.count),
                           "x": float(places.at[row.entity_id, "x"]), "y": float(places.at[row.entity_id, "y"]),
                           "chosen": row.entity_id in chosen} for row in nodes.itertuples(index=False)]
            plot.edges = [{"source": e.source, "target": e.target, "count": int(e.count), "chosen": {e.source, e.target} == together}
                          for e in edges.head(EDGES).itertuples(index=False)]
            plot.unit, plot.label = counted(), f"Network: {summary}"
        with note.hold_sync():
            note.columns = ["actor", "named with", counted()]
            note.rows = [[{"text": names[e.source]}, {"text": names[e.target]}, {"text": f"{e.count:,}", "value": [e.source, e.target]}]
                         for e in edges.head(ROWS).itertuples(index=False)]
            more = f" The {EDGES} most frequent pairs are drawn." if len(edges) > EDGES else ""
            note.summary = summary + more

    def positions(nodes, edges, codes):
        """Where each actor stands; only actors that were never drawn before have it all laid out anew."""
        if state["places"] is None or not set(nodes["entity_id"]) <= set(state["places"].index):
            every = count(index, None, by=selection.by, chosen=codes, most=MOST, unit=unit.value)
            known = every if set(nodes["entity_id"]) <= set(every[0]["entity_id"]) else (nodes, edges)
            state["places"] = layout(*known).set_index("entity_id")
        return state["places"]

    def look(_=None) -> None:
        if box.layout.display != "none" and not state["fresh"]:
            show()

    def stale(_) -> None:
        state["fresh"] = False
        look()

    plot.on_msg(pressed)
    note.on_msg(pressed)
    unit.observe(stale, names=["value"])
    box.layout.observe(look, names=["display"])
    selection.observe(stale, names=["clauses", "by"])
    return box
