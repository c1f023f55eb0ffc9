"""Places on a map: a folium Map that needs no network, runs nothing from a name, and is the same bytes each time."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.figures import escape, script_json
from workbench.knowledge import base_map

if TYPE_CHECKING:
    import folium

#: Above this many marks, places are put together on a grid.
MOST = 1000
#: GeoNames feature class -> kind of mark. What is not a settlement never looks like one.
KINDS = {"P": "city", "A": "area", "H": "region", "L": "region", "T": "region", "U": "region", "V": "region", "S": "site", "R": "site"}
#: Below this score a place is drawn as doubtful.
DOUBTFUL = 0.5
#: frequency -> pandas' period, how one is written
PERIODS = {"day": ("D", "%d %B %Y"), "week": ("W-SUN", "week of %d %B %Y"), "month": ("M", "%B %Y"), "year": ("Y", "%Y")}
UNITS = {"mentions": ("mention", "mentions"), "articles": ("article", "articles"), "stories": ("story", "stories")}


def place_map(places: pd.DataFrame, *, unplaced: int = 0, title: str = "Places named", height: int = 420, by: str = "mentions",
              compare: tuple[str, str] | None = None, frames: pd.DataFrame | None = None, frequency: str = "month",
              sentences: pd.DataFrame | None = None, associative: int = 0) -> "folium.Map":
    """A map of places, sized by how often they are named.

    Parameters
    ----------
    places
        Columns place_id, name, latitude, longitude (degrees, WGS 84), country_code, feature_class (GeoNames), count and, if
        wanted, ``label`` (a line more for the popup), ``score`` (how sure the place is, 0 to 1: below :data:`DOUBTFUL` it is
        drawn as doubtful), ``first`` and ``second`` (counts of two actors to compare).
    unplaced
        How many names could not be placed: said on the map's edge.
    title
        Name of the map for those who hear it.
    height
        Height in a notebook, pixels.
    by
        What ``count`` counts: mentions, articles or stories.
    compare
        Names of two actors: each mark's left half shows ``first``, its right half ``second``.
    frames
        Columns place_id, period (its first day), count: the map gets a button that plays the periods through.
    frequency
        Length of those periods: day, week, month or year.
    sentences
        Columns place_id, sentence, start, end (of the name in it), publisher, date_published, reason: what a mark opens.
    associative
        How many names are left out since they stand for an institution or a people: said in the summary.

    Returns
    -------
    folium.Map
        Cities are circles with areas in proportion to counts, countries and states diamonds at their label point, seas and
        regions triangles, sites squares. Above :data:`MOST` places they are put together on a grid, and the map says so.
    """
    shown, note = on_grid(places)
    title = title or "Places named"
    made = offline_map(title, height=height, summary=map_summary(places, unplaced, by=by, associative=associative))
    told = {"unplaced": int(unplaced), "note": note, "compare": list(compare or ()), "frames": steps(frames, frequency, shown)}
    one, many = UNITS.get(by, UNITS["mentions"])
    options = {"title": title, "credits": [escape(c) for c in base_map.CREDITS], "unit": one, "units": many}
    script = (f"const places = workbenchMap({made.get_name()}, {script_json(options)});\n"
              f"places.world({base_map.world()});\n"
              f"places.draw({script_json(records(shown, sentences))}, {script_json(told)});")
    return add_script(made, script)


def records(places: pd.DataFrame, sentences: pd.DataFrame | None = None) -> list[dict]:
    """Places as the plain dicts that a map draws, without those that have no position.

    Each has place_id, name, latitude, longitude, kind, count and, where given, where (country), label, parts (two counts),
    doubt, and said: sentences, each as before, name, after, who and why.
    """
    rows, said = [], {}
    for one in [] if sentences is None else sentences.itertuples(index=False):
        day = "undated" if pd.isna(one.date_published) else f"{one.date_published:%d %B %Y}".lstrip("0")
        who = f"{one.publisher}, {day}" if isinstance(one.publisher, str) else day
        said.setdefault(one.place_id, []).append({"before": one.sentence[:one.start], "name": one.sentence[one.start:one.end],
                                                  "after": one.sentence[one.end:], "who": who, "why": str(one.reason)})
    for row in places.to_dict("records"):
        if not (-90 <= row["latitude"] <= 90 and -180 <= row["longitude"] <= 180):
            continue
        feature = row.get("feature_class")
        kind = row.get("kind") or KINDS.get(feature if isinstance(feature, str) else "", "city")
        made = {"place_id": str(row["place_id"]), "name": str(row["name"]), "latitude": round(float(row["latitude"]), 3),
                "longitude": round(float(row["longitude"]), 3), "kind": kind, "count": int(row["count"])}
        made |= {key: str(row[source]) for key, source in (("where", "country_code"), ("label", "label"))
                 if isinstance(row.get(source), str) and row[source]}
        if "first" in row and "second" in row:
            made["parts"] = [int(row["first"]), int(row["second"])]
        if row.get("score", 1.0) < DOUBTFUL:
            made["doubt"] = True
        if row["place_id"] in said:
            made["said"] = said[row["place_id"]]
        rows.append(made)
    return rows


def steps(frames: pd.DataFrame | None, frequency: str = "month", places: pd.DataFrame | None = None) -> list[dict]:
    """Periods for the map to play through: each a dict of label, first and last day (ISO) and counts by place_id.

    Parameters
    ----------
    frames
        Columns place_id, period (its first day), count. Periods in between without any place are steps too.
    frequency
        day, week, month or year.
    places
        Cells of :func:`on_grid` that the places may have been put together in: counts then are the cells'.
    """
    if frames is None or frames.empty:
        return []
    unit, written = PERIODS[frequency]
    if places is not None and "members" in places:
        cell = {member: place for place, members in zip(places["place_id"], places["members"], strict=True) for member in members}
        frames = frames.assign(place_id=frames["place_id"].map(cell)).dropna(subset=["place_id"])
    period = frames["period"].dt.to_period(unit)
    sums = frames.groupby([period, "place_id"], sort=True)["count"].sum()
    sums = sums[sums > 0]
    if sums.empty:
        return []
    seen, grouped = sums.index.get_level_values(0), {}
    for when, place, number in zip(seen.asi8.tolist(), sums.index.get_level_values(1), sums.tolist(), strict=True):
        grouped.setdefault(when, {})[place] = int(number)
    every = pd.period_range(seen.min(), seen.max(), freq=unit)
    first, last = (np.datetime_as_string(days.to_numpy(), unit="D").tolist() for days in (every.start_time, every.end_time))
    return [{"label": label.lstrip("0"), "first": begin, "last": end, "counts": grouped.get(when, {})} for when, label, begin, end in zip(
        every.asi8.tolist(), every.start_time.strftime(written), first, last, strict=True)]


def on_grid(places: pd.DataFrame, most: int = MOST) -> tuple[pd.DataFrame, str]:
    """The places, or where they are too many, cells of a grid with their sums, and what to say of it.

    A cell stands at the count-weighted middle of its places and is named after the most named of them. Cells grow from
    a quarter of a degree until there are few enough.
    """
    if len(places) <= most:
        return places, ""
    for degrees in (0.25, 0.5, 1, 2, 4, 8, 16):
        row, column = (places["latitude"] // degrees).astype("int64"), (places["longitude"] // degrees).astype("int64")
        if len(pd.DataFrame({"row": row, "column": column}).drop_duplicates()) <= most:
            break
    frame = places.assign(row=row, column=column).sort_values(["count", "name"], ascending=[False, True], kind="stable")
    frame = frame.assign(y=frame["latitude"] * frame["count"], x=frame["longitude"] * frame["count"])
    parts = {name: (name, how) for name, how in (("first", "sum"), ("second", "sum"), ("score", "mean")) if name in frame}
    cells = frame.groupby(["row", "column"], sort=True).agg(
        name=("name", "first"), count=("count", "sum"), places=("name", "size"), y=("y", "sum"), x=("x", "sum"),
        place_id=("place_id", "first"), feature_class=("feature_class", "first"), country_code=("country_code", "first"),
        members=("place_id", list), **parts).reset_index()
    single = cells["places"] == 1
    cells = cells.assign(
        latitude=cells["y"] / cells["count"].clip(lower=1), longitude=cells["x"] / cells["count"].clip(lower=1),
        name=cells["name"].where(single, cells["name"] + " and " + (cells["places"] - 1).astype(str) + " more"),
        kind=pd.Series("", index=cells.index).where(single, "cell"),
        place_id=cells["place_id"].where(single, "cell:" + cells["row"].astype(str) + "," + cells["column"].astype(str)))
    note = f"{len(places):,} places shown together in {len(cells):,} cells of {degrees:g}°"
    return cells.drop(columns=["row", "column", "x", "y"]), note


def map_summary(places: pd.DataFrame, unplaced: int = 0, *, by: str = "mentions", most: int = 5, associative: int = 0) -> str:
    """What the map shows, in a sentence, and what it leaves out: ``associative`` names stand for those who rule at a place."""
    one, many = UNITS.get(by, ("mention", "mentions"))
    tail = f" {unplaced:,} {'name' if unplaced == 1 else 'names'} could not be placed." if unplaced else ""
    if associative:
        tail += (f" Not drawn: {associative:,} name{'s' * (associative != 1)} that stand{'s' * (associative == 1)} for a government, "
                 "an institution or a people (“Moscow said”).")
    if places.empty:
        return "No place is named here." + tail
    top = places.sort_values(["count", "name"], ascending=[False, True]).head(most)
    named = ", ".join(f"{name} ({count:,})" for name, count in zip(top["name"], top["count"], strict=True))
    total = int(places["count"].sum())
    return (f"{len(places):,} place{'s' * (len(places) != 1)} in {total:,} {one if total == 1 else many}; "
            f"{'most often' if len(places) > most else 'named'}: {named}.{tail}")


@cache
def map_page(title: str = "Places named") -> str:
    """The page inside the frame of the two-way map: the same map, empty, that draws what it is sent and says what is clicked.

    Messages, as plain objects: in, ``{workbench: "draw", places, unplaced, note, by, compare, frames, selected, theme, fit}``, each
    but the first as needed; out, ``{workbench: "ready"}``, ``{workbench: "click", place_id}`` (empty for the unplaced) and
    ``{workbench: "frame", first, last}`` (the days of the period played, empty for all). Only the window that holds the
    frame is listened to.
    """
    made = offline_map(title)
    options = {"title": title, "credits": [escape(c) for c in base_map.CREDITS], "unit": "mention", "units": "mentions"}
    script = f"""
    const units = {script_json({k: list(v) for k, v in UNITS.items()})};
    const options = {script_json(options)};
    const tell = (message) => window.parent.postMessage(message, "*");
    options.onclick = (place) => tell({{workbench: "click", place_id: place.place_id}});
    options.onframe = (days) => tell({{workbench: "frame", ...days}});
    const places = workbenchMap({made.get_name()}, options);
    places.world({base_map.world()});
    window.addEventListener("message", (event) => {{
      if (event.source !== window.parent || !event.data || event.data.workbench !== "draw") return;
      const told = event.data;
      if (told.theme) document.documentElement.dataset.theme = told.theme;
      if (units[told.by]) [options.unit, options.units] = units[told.by];
      if (told.places) places.draw(told.places, told);
      if (told.selected) places.select(told.selected);
      else if (told.fit) places.fit();
    }});
    tell({{workbench: "ready"}});
    """
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"  # nothing is fetched or sent
    header = made.get_root().header
    header.add_child(_raw(f'<meta http-equiv="Content-Security-Policy" content="{policy}">', "policy"), name="policy", index=0)
    return add_script(made, script).get_root().render()


def offline_map(title: str, *, height: int = 420, summary: str = "") -> "folium.Map":
    """A folium Map with Leaflet inside the page and no request to anywhere; a figure that shows itself in a sandbox."""
    Map, Figure, _ = _classes()
    script, style = base_map.leaflet()
    own = files("workbench.figures")
    figure = Figure(title=escape(title), width="100%", height=f"{height}px")
    made = Map(location=[25, 15], tiles=None, zoom_start=2, min_zoom=0, max_zoom=12, zoom_snap=0.25, zoom_control=True, font_size="13px")
    made._id = "1"  # folium's own are random, and the same map should be the same bytes
    made.summary = summary
    figure.add_child(made)
    for name, tag, text in (("style", "style", style + own.joinpath("map.css").read_text(encoding="utf8")),
                            ("leaflet", "script", script), ("marks", "script", own.joinpath("marks.js").read_text(encoding="utf8"))):
        figure.header.add_child(_raw(f"<{tag}>{text}</{tag}>", name), name=name)
    if summary:
        figure.html.add_child(_raw(f'<p class="wb-hidden">{escape(summary)}</p>', "summary"), name="summary")
    return made


def add_script(made: "folium.Map", script: str) -> "folium.Map":
    """The map with a script of ours run after it is made."""
    made.add_child(_classes()[2](script), name="places")
    return made


def _raw(text: str, name: str):
    from branca.element import Element

    element = Element("{% raw %}" + text.replace("{%", "{ %") + "{% endraw %}")
    element._id = name
    return element


@cache
def _classes() -> tuple[type, type, type]:
    """folium's Map without addresses of scripts; branca's Figure that shows itself in a sandboxed frame; a script on the map."""
    import re
    from html import escape as quoted

    import folium
    from branca.element import Figure, MacroElement
    from jinja2 import Template

    class OwnScript(MacroElement):
        _template = Template("{% macro script(this, kwargs) %}{{ this.text }}{% endmacro %}")

        def __init__(self, text: str):
            super().__init__()
            self._name, self._id = "Places", "1"
            self.text = "{% raw %}" + text + "{% endraw %}"  # folium reads what this makes as a template once more

    class OfflineMap(folium.Map):
        _template = folium.Map._template
        default_js: list = []
        default_css: list = []
        summary = ""

        def __repr__(self) -> str:  # the map in words, the same each time: what a notebook's test compares
            return f"Map. {self.summary}" if self.summary else "Map"

    class OfflineFigure(Figure):
        _template = Template(  # branca's own puts scripts after the body and says no language
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>{{this.title}}</title>\n{{this.header.render(**kwargs)}}\n</head>\n<body>\n'
            "{{this.html.render(**kwargs)}}\n<script>\n{{this.script.render(**kwargs)}}\n</script>\n</body>\n</html>\n")

        def render(self, **kwargs) -> str:
            strangers = [own for child in self._children.values() for own in child._children.values() if not isinstance(own, OwnScript)]
            if strangers and "jquery" not in self.header._children:  # folium's own layers: their popups need jQuery
                self.header.add_child(_raw(f"<script>{base_map.jquery()}</script>", "jquery"), name="jquery")
            page = super().render(**kwargs)
            return re.sub(r",\s*initial-scale=1.0, maximum-scale=[\d.]+,?\s*user-scalable=no", "", page, count=1)  # let people zoom

        def _repr_html_(self, **kwargs) -> str:
            return (f'<iframe srcdoc="{quoted(self.render(**kwargs))}" title="{quoted(self.title or "Map")}" sandbox="allow-scripts" '
                    f'style="width:{self.width};height:{self.height};border:none"></iframe>')

    return OfflineMap, OfflineFigure, OwnScript
