"""Two actors, publishers or periods side by side: how much, where, in which words, and what was said."""

import pathlib

import anywidget
import pandas as pd
import traitlets

from workbench.selection import WORDS, Clause, Selection
from workbench.summaries import index_of
from workbench.summaries.facets import facet
from workbench.views import compare as compared
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
KINDS = {"actor": "two actors", "publisher": "two publishers", "date": "two periods"}
#: How many actors or publishers there are to choose from.
MOST = 40
#: Places, and quotes of each side, that are shown.
PLACES, QUOTES = 8, 4


class ComparePane(anywidget.AnyWidget):
    """Two sides. Messages sent: ``{"type": "what", "value"}``, ``{"type": "side", "side", "value"}``, ``{"type": "cell", "value"}``.

    Attributes
    ----------
    what, kinds
        What is compared, and value and name of what can be.
    options, sides
        value and name of what a side can be; the values of each of the two, of a period its first and last day.
    tables
        title, columns and rows of cells: text, and maybe title and ask, which is sent when the cell is pressed.
    both
        Of each side: name, words (text, counts, width of the bar) and quotes (text, who).
    warning, note
        Where few articles stand behind a side; how the words were found.
    """

    _esm = script("compare_pane")
    _css = _HERE / "compare_pane.css"
    what = traitlets.Unicode("actor").tag(sync=True)
    kinds = traitlets.List(traitlets.Dict()).tag(sync=True)
    options = traitlets.List(traitlets.Dict()).tag(sync=True)
    sides = traitlets.List(traitlets.List()).tag(sync=True)
    tables = traitlets.List(traitlets.Dict()).tag(sync=True)
    both = traitlets.List(traitlets.Dict()).tag(sync=True)
    warning = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return f"Comparison of {KINDS[self.what]}: {' and '.join(side['name'] for side in self.both) or 'nothing yet'}"


def compare(corpus, selection) -> ComparePane:
    """What sets two sides apart, given all the other filters; each number opens what is behind it. Made when it is looked at."""
    index, widget, state = index_of(corpus), ComparePane(kinds=[{"value": v, "name": n} for v, n in KINDS.items()]), {"fresh": False}
    asked: dict[str, list] = {}  # what was chosen for each side, by what is compared

    def clause(values: list) -> Clause | None:
        word = widget.what
        if word == "date":
            first, last = (day or None for day in (values + ["", ""])[:2])
            return Clause("date", *WORDS["date"], "between", (first, last)) if first or last else None
        return Clause(word, *WORDS[word], "in", (values[0],)) if values else None

    def ask(_, message: dict, __) -> None:
        kind, value = message.get("type"), message.get("value")
        if kind == "what" and value in KINDS:
            widget.what = value
            show()
        elif kind == "side" and message.get("side") in (0, 1) and isinstance(value, list):
            sides = [list(side) for side in widget.sides]
            sides[message["side"]] = [str(part) for part in value]
            try:
                clause(sides[message["side"]])
            except ValueError as error:
                widget.warning = f"{error.args[0]}."
                return
            asked[widget.what] = sides
            show()
        elif kind == "cell":
            opened(*value)

    def opened(what: str, side, value=None) -> None:
        """A number was pressed: choose its side, and read what is behind it."""
        if what == "open":
            selection.open(str(side), int(value))
            return
        more = {"place": "place", "hit": "text"}.get(what)
        chosen = [clause(widget.sides[int(side)])]
        if more == "place":
            chosen.append(Clause("place", *WORDS["place"], "in", (str(value),)))
        elif more == "text":
            chosen.append(Clause("text", *WORDS["text"], "contains", str(value)))
        selection.read(what, *chosen)

    def options() -> list[dict]:
        if widget.what == "date":
            return []
        word = widget.what
        chosen = selection.clause(word)
        codes = selection.codes(corpus, "actor", strict=False) if word == "actor" else None
        ids = () if chosen is None else tuple(index.actors.ids[codes]) if codes is not None else chosen.value
        known = tuple(side[0] for side in asked.get(word, []) if side)
        rows = facet(index, word, selection.mask(corpus, word, strict=False), by=selection.by, chosen=(*ids, *known), limit=MOST)
        return [{"value": row.value, "name": f"{row.name} ({row.count:,})", "chosen": row.value in ids}
                for row in rows.drop_duplicates("value").itertuples(index=False)]

    def sides(found: list[dict]) -> list[list]:
        """Those asked for; else the two that are chosen, or the two largest; of periods, the earlier and the later half."""
        if widget.what in asked:
            return asked[widget.what]
        if widget.what != "date":
            first = sorted(found, key=lambda option: not option["chosen"])[:2]
            return [[option["value"]] for option in first] if len(first) == 2 else []
        mask = selection.mask(corpus, "date", strict=False)
        days = index.day[index.undated:] if mask is None else index.day[index.undated:][mask[index.undated:]]
        if not len(days) or days[0] == days[-1]:
            return []
        first, middle, last = (pd.Timestamp(int(day), unit="D") for day in (days[0], max(days[len(days) // 2], days[0] + 1), days[-1]))
        return [[f"{a:%Y-%m-%d}", f"{b:%Y-%m-%d}"] for a, b in ((first, middle - pd.Timedelta(days=1)), (middle, last))]

    def show(_=None) -> None:
        state["fresh"] = True
        found = options()
        chosen = sides(found)
        clauses = [clause(side) for side in chosen]
        with widget.hold_sync():
            widget.options = [{"value": option["value"], "name": option["name"]} for option in found]
            widget.sides = chosen
            if len(clauses) < 2 or None in clauses:
                widget.tables, widget.both, widget.note = [], [], ""
                widget.warning = "There are not two to compare in what is chosen: take a filter away."
                return
            others = [c for c in selection.clauses if c.source != widget.what]
            names = [_name(index, c) for c in clauses]
            made = compared(corpus, *(Selection(*others, c, by=selection.by) for c in clauses), names=names)
            widget.warning, widget.note = made.warning, made.note
            widget.tables, widget.both = _tables(made, names, widget.what), _both(made, names)

    def look(_=None) -> None:
        if widget.layout.display != "none" and not state["fresh"]:
            show()

    def stale(_) -> None:
        state["fresh"] = False
        look()

    widget.on_msg(ask)
    widget.layout.observe(look, names=["display"])
    selection.observe(stale, names=["clauses", "by"])
    return widget


def _name(index, clause: Clause) -> str:
    if clause.op == "between":
        return " to ".join(day or "…" for day in clause.value)
    if clause.source == "actor":
        code = index.actors.ids.get_indexer(clause.value[:1])[0]
        return str(index.actors.names[code]) if code >= 0 else clause.value[0]
    return clause.value[0]


def _tables(made, names: list[str], what: str) -> list[dict]:
    def cell(number: int, kind: str, side: int, title: str, value: str | None = None) -> dict:
        told = {"text": f"{number:,}"}
        return told | {"ask": [kind, side, value], "title": f"{title}, {names[side]}"} if number else told

    facts = [[{"text": row.what}, *(cell(n, row.opens, k, row.what) for k, n in enumerate((row.first, row.second)))]
             for row in made.facts.itertuples(index=False)]
    places = [[{"text": row.name}, *(cell(n, "place", k, row.name, row.place_id) for k, n in enumerate((row.first, row.second)))]
              for row in made.places.head(PLACES).itertuples(index=False)]
    tables = [{"title": "How much", "columns": ["", *names], "rows": facts}]
    return tables + ([{"title": "Where", "columns": ["", *names], "rows": places}] if places else [])


def _both(made, names: list[str]) -> list[dict]:
    """Words and quotes of each side."""
    both, top = [], max(made.words["score"].abs().max() if len(made.words) else 0, 1e-9)
    for side, name in enumerate(names):
        rows = made.words[made.words["score"] < 0] if side == 0 else made.words[made.words["score"] > 0]
        words = [{"text": row.word, "ask": ["hit", side, row.word], "width": round(100 * abs(row.score) / top),
                  "counts": f"{(row.first, row.second)[side]:,} : {(row.second, row.first)[side]:,}",
                  "title": f"{(row.first, row.second)[side]:,} here, {(row.second, row.first)[side]:,} there"}
                 for row in rows.itertuples(index=False)]
        quotes = [{"text": f"“{_short(row.text)}”", "who": f"{row.name}, {_day(row.date_published)}", "title": "Open the article here",
                   "ask": ["open", row.document_id, int(row.start)]} for row in made.quotes[side].head(QUOTES).itertuples(index=False)]
        both.append({"name": name, "words": words, "quotes": quotes})
    return both


def _short(text: str, most: int = 180) -> str:
    text = " ".join(text.strip("\"“”'").split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _day(date) -> str:
    return "undated" if pd.isna(date) else f"{date:%-d %b %Y}"
