"""Who is named with whom: a plotly Figure on positions that are worked out once and stay."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.figures import MARKERS, PALETTE, graph_objects, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Kind of actor -> its place in the palette and its marker; traces of nodes are in this order.
KINDS = {"PERSON": ("person", 0), "ORG": ("organisation", 1), "GPE": ("country, city", 2), "NORP": ("group", 3), "": ("other", 7)}
#: Widths of edges in pixels: each edge is drawn in one of these, so that the number of traces does not grow.
WIDTHS = (0.8, 1.8, 3.5, 6.0)
#: Nodes with a name beside them.
NAMED = 30


def layout(nodes: pd.DataFrame, edges: pd.DataFrame, *, rounds: int = 200) -> pd.DataFrame:
    """A position for each actor, near those it is named with. The same input gives the same positions.

    Forces after Fruchterman and Reingold (1991) with weights by the logarithm of counts, from a start that depends on the
    identifiers alone, so that more rows in another order change nothing.

    Parameters
    ----------
    nodes
        Column entity_id.
    edges
        Columns source, target (entity_id), count.
    rounds
        Steps of the simulation: 60 nodes take under 0.1 s, 200 about half a second.

    Returns
    -------
    pandas.DataFrame
        Columns entity_id, x, y (-1 to 1), in the order of ``nodes``.
    """
    ids = pd.Index(sorted(nodes["entity_id"].unique()))
    n = len(ids)
    if not n:
        return pd.DataFrame({"entity_id": pd.Series(dtype="str"), "x": pd.Series(dtype="float64"), "y": pd.Series(dtype="float64")})
    # A sunflower: evenly spread, no two alike, nothing drawn by chance.
    turn = np.arange(n) * np.pi * (3 - np.sqrt(5))
    at = np.sqrt((np.arange(n) + 0.5) / n)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    source, target = ids.get_indexer(edges["source"]), ids.get_indexer(edges["target"])
    known = (source >= 0) & (target >= 0) & (source != target)
    weights = np.zeros((n, n))
    np.add.at(weights, (source[known], target[known]), edges["count"].to_numpy()[known])
    weights = np.log1p(weights + weights.T)
    weights /= weights.max() or 1
    ideal = 1.6 / np.sqrt(n)
    for k in range(rounds):
        gap = at[:, None] - at[None]
        distance = np.maximum(np.sqrt((gap**2).sum(-1)), 1e-3)
        push = ideal**2 / distance**2
        pull = weights * distance / ideal
        move = ((push - pull)[..., None] * gap / distance[..., None] * ideal).sum(1) - 0.15 * at  # held together towards the middle
        length = np.maximum(np.sqrt((move**2).sum(-1, keepdims=True)), 1e-9)
        at = at + move / length * np.minimum(length, 0.2 * (1 - k / rounds))
    at = at - at.mean(0)
    at = at / np.maximum(np.abs(at).max(0), 1e-9)
    return pd.DataFrame({"entity_id": ids, "x": at[:, 0].round(4), "y": at[:, 1].round(4)}).set_index("entity_id").loc[
        nodes["entity_id"]].reset_index()


def network(nodes: pd.DataFrame, edges: pd.DataFrame, positions: pd.DataFrame, *, chosen: tuple[str, ...] = (), title: str = "",
            by: str = "sentences") -> "go.Figure":
    """The network of actors.

    Parameters
    ----------
    nodes
        Columns entity_id, name, label (kind), count.
    edges
        Columns source, target, count.
    positions
        From :func:`layout`; may hold more actors than are shown, so that those that stay keep their place.
    chosen
        Actors to stress.
    title
        Words above the figure.
    by
        In what two actors stand together, for the words: sentences, paragraphs or articles.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces, always in this order: edges by :data:`WIDTHS`, middles of edges (to point at and click; ``customdata`` [source, target,
        count]), nodes by :data:`KINDS` (``customdata`` [entity_id, "", count]).
    """
    go = graph_objects()

    place = positions.drop_duplicates("entity_id").set_index("entity_id")[["x", "y"]]
    nodes = nodes[nodes["entity_id"].isin(place.index)].sort_values(["count", "name"], ascending=[False, True], kind="stable")
    nodes = nodes.join(place, on="entity_id")
    shown = nodes.set_index("entity_id")
    edges = edges[edges["source"].isin(shown.index) & edges["target"].isin(shown.index)]
    edges = edges.sort_values(["count", "source", "target"], ascending=[False, True, True], kind="stable").reset_index(drop=True)
    traces = [*_edges(edges, shown), _middles(edges, shown, by), *_nodes(nodes, set(chosen))]
    return go.Figure(data=traces, layout=_layout(title, len(nodes)))


def _edges(edges: pd.DataFrame, shown: pd.DataFrame) -> list[dict]:
    top = edges["count"].max() if len(edges) else 1
    level = np.minimum((np.sqrt(edges["count"] / top) * len(WIDTHS)).astype(int), len(WIDTHS) - 1)
    made = []
    for k, width in enumerate(WIDTHS):
        part = edges[level == k]
        ends = np.full((len(part), 3, 2), np.nan)
        ends[:, 0] = shown.loc[part["source"], ["x", "y"]].to_numpy()
        ends[:, 1] = shown.loc[part["target"], ["x", "y"]].to_numpy()
        x, y = ([None if v != v else v for v in ends[..., axis].ravel().tolist()] for axis in (0, 1))
        made.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "showlegend": False, "name": "",
                     "line": {"width": width, "color": "rgba(120,120,120,0.45)"}})
    return made


def _middles(edges: pd.DataFrame, shown: pd.DataFrame, by: str) -> dict:
    one, two = shown.loc[edges["source"]], shown.loc[edges["target"]]
    middle = (one[["x", "y"]].to_numpy() + two[["x", "y"]].to_numpy()) / 2
    words = [f"{plot_text(a)} and {plot_text(b)}: {n:,} {by}" for a, b, n in zip(one["name"], two["name"], edges["count"], strict=True)]
    return {"type": "scatter", "mode": "markers", "x": middle[:, 0].tolist(), "y": middle[:, 1].tolist(), "text": words, "name": "",
            "hovertemplate": "%{text}<extra></extra>", "showlegend": False,
            "customdata": edges[["source", "target", "count"]].to_numpy().tolist(),
            "marker": {"size": 5, "color": "rgba(120,120,120,0.5)", "symbol": "circle"}}


def _nodes(nodes: pd.DataFrame, chosen: set[str]) -> list[dict]:
    top = nodes["count"].max() if len(nodes) else 1
    size = 9 + 27 * np.sqrt(nodes["count"] / max(top, 1))
    named = set(nodes["entity_id"].head(NAMED)) | chosen
    kinds = nodes["label"].where(nodes["label"].isin(list(KINDS)), "")
    made = []
    for label, (word, slot) in KINDS.items():
        part = nodes[kinds == label]
        names = [plot_text(name) for name in part["name"]]
        stressed = [entity_id in chosen for entity_id in part["entity_id"]]
        made.append({
            "type": "scatter", "mode": "markers+text", "name": word, "visible": bool(len(part)),
            "x": part["x"].tolist(), "y": part["y"].tolist(),
            "text": [name if entity_id in named else "" for entity_id, name in zip(part["entity_id"], names, strict=True)],
            "hovertext": [f"{name}: {count:,}" for name, count in zip(names, part["count"], strict=True)], "hoverinfo": "text",
            "textposition": "top center", "customdata": [[e, "", int(c)] for e, c in zip(part["entity_id"], part["count"], strict=True)],
            "marker": {"size": size[part.index].round(1).tolist(), "symbol": MARKERS[slot], "color": PALETTE[slot], "opacity": 0.9,
                       "line": {"width": [4 if s else 1 for s in stressed], "color": ["#111" if s else "#fff" for s in stressed]}}})
    return made


def _layout(title: str, nodes: int) -> dict:
    hidden = {"visible": False, "range": [-1.2, 1.2], "fixedrange": False}
    made = {"title": {"text": plot_text(title)}, "xaxis": hidden, "yaxis": hidden | {"scaleanchor": None}, "hovermode": "closest",
            "dragmode": "pan", "height": 460, "margin": {"l": 8, "r": 8, "t": 40 if title else 8, "b": 8}, "uirevision": "network",
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"size": 12, "color": "#767676"},
            "legend": {"orientation": "h", "y": 0, "x": 0}, "clickmode": "event", "annotations": []}
    if not nodes:
        made["annotations"].append({"text": "No two actors are named together here", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5,
                                    "showarrow": False})
    return made


def network_summary(nodes: pd.DataFrame, edges: pd.DataFrame, *, by: str = "sentences", most: int = 5) -> str:
    """What the network shows, in words: how many, and the pairs that are named together most."""
    if edges.empty:
        return f"{len(nodes):,} actor{'s' * (len(nodes) != 1)}; no two are named together."
    names = nodes.drop_duplicates("entity_id").set_index("entity_id")["name"]
    top = edges.sort_values(["count", "source", "target"], ascending=[False, True, True], kind="stable").head(most)
    rows = zip(top["source"], top["target"], top["count"], strict=True)
    pairs = "; ".join(f"{names.get(a, a)} and {names.get(b, b)} ({n:,} {by})" for a, b, n in rows)
    return f"{len(nodes):,} actors, {len(edges):,} pair{'s' * (len(edges) != 1)}; most often together: {pairs}."
