"""The network keeps its places, its traces and its counts."""

import json

import numpy as np
import pandas as pd
import pytest

from workbench.figures.network import KINDS, WIDTHS, layout, network, network_summary


def world(n=30, seed=4):
    chance = np.random.default_rng(seed)
    nodes = pd.DataFrame({"entity_id": [f"e{i}" for i in range(n)], "name": [f"Name <i>{i}</i>" for i in range(n)],
                          "label": chance.choice(["PERSON", "ORG", "EVENT"], n), "count": chance.integers(1, 50, n)})
    pairs = [(f"e{i}", f"e{j}", int(chance.integers(1, 9))) for i in range(n) for j in range(i) if chance.random() < 0.1]
    return nodes, pd.DataFrame(pairs, columns=["source", "target", "count"])


def test_positions_depend_on_the_rows_not_on_their_order():
    nodes, edges = world()
    first = layout(nodes, edges).set_index("entity_id").sort_index()
    again = layout(nodes.sample(frac=1, random_state=1), edges.sample(frac=1, random_state=2)).set_index("entity_id").sort_index()
    pd.testing.assert_frame_equal(first, again)
    assert first.abs().max().max() <= 1 and not first.duplicated().any()


def test_those_named_together_stand_nearer_than_others():
    nodes = pd.DataFrame({"entity_id": list("abcdef")})
    edges = pd.DataFrame([("a", "b", 9), ("b", "c", 9), ("a", "c", 9), ("d", "e", 9), ("e", "f", 9), ("d", "f", 9), ("c", "d", 1)],
                         columns=["source", "target", "count"])
    at = layout(nodes, edges).set_index("entity_id")[["x", "y"]]
    gap = lambda one, two: float(np.hypot(*(at.loc[one] - at.loc[two])))  # noqa: E731
    assert max(gap("a", "b"), gap("a", "c"), gap("d", "e")) < min(gap("a", "e"), gap("a", "f"), gap("b", "f"))


def test_every_edge_and_node_is_drawn_once_in_traces_that_stay():
    nodes, edges = world()
    figure = network(nodes, edges, layout(nodes, edges), chosen=("e3",))
    assert len(figure.data) == len(WIDTHS) + 1 + len(KINDS)
    drawn = [tuple(c) for c in figure.data[len(WIDTHS)].customdata]
    assert sorted(drawn) == sorted(edges.itertuples(index=False, name=None))
    assert sum(len(t.x) // 3 for t in figure.data[:len(WIDTHS)]) == len(edges)
    assert sorted(c[0] for t in figure.data[len(WIDTHS) + 1:] for c in t.customdata) == sorted(nodes["entity_id"])
    json.dumps(figure.to_plotly_json())
    assert "<i>" not in figure.to_json()


def test_actors_without_a_position_or_any_at_all():
    nodes, edges = world()
    some = network(nodes, edges, layout(nodes, edges).iloc[:5])
    assert sum(len(t.customdata) for t in some.data[len(WIDTHS) + 1:]) == 5
    none = network(nodes.iloc[:0], edges.iloc[:0], layout(nodes.iloc[:0], edges.iloc[:0]))
    assert len(none.data) == len(some.data) and "No two actors" in none.layout.annotations[0].text


def test_the_summary_names_the_strongest_pairs():
    nodes = pd.DataFrame({"entity_id": ["a", "b", "c"], "name": ["Ana", "Bo", "Cy"], "label": "PERSON", "count": 3})
    edges = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "count": [2, 5]})
    assert network_summary(nodes, edges) == "3 actors, 2 pairs; most often together: Ana and Cy (5 sentences); Ana and Bo (2 sentences)."
    assert network_summary(nodes, edges.iloc[:0]) == "3 actors; no two are named together."


@pytest.mark.browser
def test_the_network_draws_offline(page, tmp_path, artefact):
    nodes, edges = world()
    network(nodes, edges, layout(nodes, edges)).write_html(tmp_path / "n.html")
    page.goto((tmp_path / "n.html").as_uri())
    page.wait_for_selector(".scatterlayer .trace")
    page.screenshot(path=artefact / "network.png")
    assert page.trouble == []
