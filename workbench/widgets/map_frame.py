"""The map one can click: a sandboxed frame that is rendered once, takes marks as messages and sends clicks back."""

import pathlib

import anywidget
import ipywidgets
import traitlets

from workbench.figures.place_map import map_page, map_summary, on_grid, records, steps
from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.places import periods, sides, unplaced
from workbench.summaries.places import places as places_of
from workbench.widgets import FigureNote

#: Lines of the tables beside the map.
ROWS = 200
_HERE = pathlib.Path(__file__).parent


def _rows(places: list[dict], _) -> dict:
    """Marks as the browser gets them: each key once, not with every mark."""
    keys = list(dict.fromkeys(key for place in places for key in place))
    return {"keys": keys, "rows": [[place.get(key) for key in keys] for place in places]}


def _steps(frames: list[dict], _) -> dict:
    """Periods as the browser gets them: label, first and last day, then place and count in turns; each place's id stands once."""
    ids = {place: k for k, place in enumerate(dict.fromkeys(place for frame in frames for place in frame["counts"]))}
    return {"ids": list(ids), "steps": [[frame["label"], frame["first"], frame["last"], *(
        part for place, count in frame["counts"].items() for part in (ids[place], count))] for frame in frames]}


class MapFrame(anywidget.AnyWidget):
    """A map of places that says what is clicked.

    The page in the frame is drawn once, so that zoom and position stay when marks change. The frame has no access to
    JupyterLab (``sandbox="allow-scripts"``): only messages of plain values go in and out.

    Attributes
    ----------
    places
        Marks, from ``figures.place_map.records``: place_id, name, latitude, longitude, kind ("city" where it is not said), count and
        maybe where, label.
    unplaced
        How many names could not be placed, said on the map's edge.
    note
        What else to say there, such as that places are put together.
    selected
        place_id of the chosen marks.
    by
        What the counts count: mentions, articles or stories.
    compare
        Names of two actors, where the marks' ``parts`` are the counts of each; empty otherwise.
    frames
        Periods to play through, from ``figures.place_map.steps``; empty for none.
    clicked
        The last click: ``{"place_id": ..., "count": running number}``; the empty place_id stands for the unplaced.
    period
        The days of the period that is played, ``{"first": ISO date, "last": ISO date}``, both empty for all.
    summary
        The map in words, read where the map is not seen.
    fit
        Raise it by one to show all marks again.
    height
        Pixels.
    """

    _esm = _HERE / "map_frame.js"
    _css = _HERE / "map_frame.css"
    page = traitlets.Unicode().tag(sync=True)
    places = traitlets.List(traitlets.Dict()).tag(sync=True, to_json=_rows)
    unplaced = traitlets.Int(0).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    by = traitlets.Unicode("mentions").tag(sync=True)
    compare = traitlets.List(traitlets.Unicode()).tag(sync=True)
    frames = traitlets.List(traitlets.Dict()).tag(sync=True, to_json=_steps)
    period = traitlets.Dict().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)
    summary = traitlets.Unicode("").tag(sync=True)
    title = traitlets.Unicode("Map of the places named").tag(sync=True)
    fit = traitlets.Int(0).tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)

    @traitlets.default("page")
    def _page(self) -> str:
        return map_page(self.title)

    def __repr__(self) -> str:
        return f"MapFrame of {len(self.places):,} places, {self.unplaced:,} unplaced"


def place_map(corpus, selection, *, height: int = 340) -> ipywidgets.VBox:
    """The map of the places named, in words and as a table, too; a click on a mark chooses its place, another one lets it go.

    While months are played, a click chooses the place and the month. Where two actors are chosen, their places can be compared.
    The names without a place are a table of their own: a click on one searches for it.
    """
    index, cells, state = index_of(corpus), {}, {"fresh": False}
    frame, note, loose = MapFrame(height=height), FigureNote(label="Places"), FigureNote(label="Names without a place")
    compare = ipywidgets.Checkbox(description="Compare the places of the two actors", indent=False, layout={"width": "auto"})

    def chosen() -> list[str]:
        codes = selection.codes(corpus, "place", strict=False)
        return [] if codes is None else list(map(str, index.places.ids[codes]))

    def ask(*places: str, first: str = "", last: str = "") -> None:
        date = (Clause("date", *WORDS["date"], "between", (first, last)),) if first else ()
        if set(chosen()) == set(places) and not date:
            selection.without("place")
        else:
            selection.read("place", Clause("place", *WORDS["place"], "in", places), *date)

    def clicked(change) -> None:
        place = (change["new"] or {}).get("place_id")
        if place:
            ask(*cells.get(place, [place]), **frame.period)
        elif change["new"]:
            loose.unfolded = True
            selection.read("unplaced")

    def cell(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            ask(str(message["value"]))

    def search(_, message: dict, __) -> None:
        if message.get("type") == "cell":
            selection.where(text='"' + str(message["value"]).replace('"', " ") + '"')

    def two() -> list:
        codes = selection.codes(corpus, "actor", strict=False)
        return [] if codes is None or len(codes) != 2 else [codes[:1], codes[1:]]

    def look(_=None) -> None:
        if box.layout.display != "none" and not state["fresh"]:
            show()

    def stale(_) -> None:
        state["fresh"] = False
        look()

    def show(_=None) -> None:
        state["fresh"] = True
        mask, actors = selection.mask(corpus, "place", strict=False), two()
        found, missing = places_of(index, mask, by=selection.by)
        compare.layout.display = "" if actors else "none"
        names = [str(index.actors.names[code[0]]) for code in actors] if compare.value else []
        if names:
            found = found.assign(**sides(index, mask, found["place_id"], actors, by=selection.by))
        shown, words = on_grid(found)
        cells.clear()
        cells.update(zip(shown["place_id"], shown.get("members", shown["place_id"].map(lambda place: [place])), strict=True))
        frames, frequency = periods(index, mask, cells, by=selection.by, most=max(500, 4000 - 4 * len(cells)))
        said = map_summary(found, missing, by=selection.by, associative=found.attrs["associative"])
        with frame.hold_sync():
            frame.places, frame.unplaced, frame.note, frame.by = slim(records(shown)), missing, words, selection.by
            frame.compare, frame.frames = names, steps(frames, frequency)
            frame.selected, frame.summary = chosen(), said
        with note.hold_sync():
            note.columns = ["place", "country", *(names or [selection.by])]
            note.rows = table(found.head(ROWS), ["first", "second"] if names else ["count"])
        with loose.hold_sync():
            loose.columns = ["name", "mentions"]
            loose.rows = [[{"text": row.text, "value": row.text}, {"text": f"{row.count:,}"}]
                          for row in unplaced(index, mask, limit=ROWS).itertuples(index=False)] if missing else []

    frame.observe(clicked, names=["clicked"])
    note.on_msg(cell)
    loose.on_msg(search)
    compare.observe(show, names=["value"])
    box = ipywidgets.VBox([compare, frame, note, loose]).add_class("wb-view").add_class("wb-map")
    box.layout.observe(look, names=["display"])
    selection.observe(stale, names=["clauses", "by"])
    show()
    return box


def slim(marks: list[dict]) -> list[dict]:
    """Marks without what the page takes for granted or does not show: a thousand of them are a click's message."""
    return [{key: value for key, value in mark.items() if key != "where" and (key, value) != ("kind", "city")} for mark in marks]


def table(found, numbers: list[str]) -> list[list[dict]]:
    """Places as rows of a :class:`FigureNote`: a button with the name, the country, and columns of numbers."""
    return [[{"text": str(row["name"]), "value": row["place_id"]}, {"text": row["country_code"]},
             *({"text": f"{row[number]:,}"} for number in numbers)]
            for row in found.assign(country_code=found["country_code"].fillna("")).to_dict("records")]
