"""The packaged base map, and the way it is made."""

import json

import numpy as np
import pytest

from workbench.build import base_map as build
from workbench.knowledge import base_map


@pytest.fixture(scope="module")
def world():
    return json.loads(base_map.world())["features"]


def rings(feature):
    return [np.array(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon]


def test_land_is_whole_small_and_never_striped(world):
    assert len(base_map.world()) < 350_000
    land = [f for f in world if f["properties"]["kind"] in ("country", "disputed")]
    assert len(land) > 220
    for feature in land:
        for ring in rings(feature):
            assert (ring[0] == ring[-1]).all() and len(ring) >= 4
            assert np.abs(ring[:, 0]).max() <= 180
            assert np.abs(np.diff(ring[:, 0])).max() < 181 or feature["properties"]["name"] == "Antarctica"


def test_places_of_the_world_are_in_their_countries(world):
    def at(longitude, latitude):
        return sorted(f["properties"]["name"] for f in world if f["properties"]["kind"] in ("country", "disputed")
                      and any(build.holds(ring, (longitude, latitude)) for ring in rings(f)))

    assert at(13.2, 32.5) == ["Libya"] and at(37.6, 55.7) == ["Russia"] and at(-172, 66.2) == ["Russia"] and at(178.0, 67.0) == ["Russia"]
    assert at(34.2, 45.2) == ["Crimea"] and at(33.6, 35.35) == ["Northern Cyprus"] and at(45.5, 9.6) == ["Somaliland"]
    assert at(-13.0, 25.0) == ["Western Sahara"] and at(-30.0, 30.0) == [] and at(0.0, -80.0) == ["Antarctica"]


def test_what_is_disputed_is_drawn_as_disputed(world):
    disputed = {f["properties"]["name"] for f in world if f["properties"]["kind"] == "disputed"}
    assert {"Crimea", "Northern Cyprus", "Somaliland", "Western Sahara", "Kosovo", "Palestinian territories"} <= disputed
    lines = {f["properties"]["kind"]: f["geometry"]["coordinates"] for f in world if "name" not in f["properties"]}

    def near(kind, longitude, latitude):
        return any(np.hypot(*(np.array(line) - [longitude, latitude]).T).min() < 1 for line in lines[kind])

    assert near("disputed-border", 75.8, 34.5) and near("border", 71.0, 28.0)  # India and Pakistan: Kashmir, and further south
    assert near("disputed-border", 35.8, 33.0) and near("disputed-border", 33.9, 46.1)  # Golan Heights, Crimea's neck


def test_points_that_matter_least_are_dropped_first():
    line = np.array([[0, 0], [1, 0.01], [2, 0], [3, 2], [4, 0]], dtype=float)
    assert build.simplify(line, 0.1).tolist() == [[0, 0], [2, 0], [3, 2], [4, 0]]
    ring = np.array([[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]])
    assert len(build.simplify(ring, 1)) == 4


def test_rings_across_the_antimeridian_are_cut_in_two():
    ring = build.unroll(np.array([[170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]], dtype=float))
    east, west = sorted((piece[:, 0].min(), piece[:, 0].max()) for piece in build.cut(ring))[::-1]
    assert east == (170, 180) and west == (-180, -170)


def test_leaflet_comes_without_addresses():
    script, sheet = base_map.leaflet()
    assert "L.map" in script or "Leaflet" in script
    assert "url(" not in sheet and "sourceMappingURL" not in script and "</script" not in script
    assert "jQuery" in base_map.jquery()


def test_a_countrys_name_stands_in_the_country(world):
    for feature in world:
        told = feature["properties"]
        if told["kind"] == "country" and told["wide"]:
            assert any(build.holds(ring, tuple(told["at"])) for ring in rings(feature)), told["name"]
    wide = {f["properties"]["name"]: f["properties"]["wide"] for f in world if f["properties"].get("wide")}
    assert wide["Russia"] > 60 > wide["United States"] > 20 > wide["Libya"] > 5 > wide["Malta"]
