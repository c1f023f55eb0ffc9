"""The line that says what is chosen and how much it is, with the way back; views to keep, and files of other formats."""

import pathlib
from mimetypes import guess_type

import anywidget
import numpy as np
import traitlets

from workbench import exports
from workbench.selection import UNITS, Selection
from workbench.summaries import index_of
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
TITLES = {"actor": "Actor", "place": "Place", "date": "Date", "publisher": "Publisher", "text": "Text", "language": "Language",
          "section": "Section", "story": "Story", "article": "Article", "country": "Country", "speaker": "Speaker", "pair": "Together",
          "happened": "Happened"}
#: With more articles, or more bytes, a file is made in code and not handed through the browser.
MOST_ARTICLES, MOST_BYTES = 20_000, 100_000_000


class StatusBar(anywidget.AnyWidget):
    """Chips of the clauses, counts, and buttons.

    Messages sent: ``{"type": "remove", "source"}``, back, forward, clear, ``{"type": "by", "value"}``, ``{"type": "fact", "value"}``,
    code, ``{"type": "load", "text"}``, ``{"type": "export", "ending"}``. Messages taken: code, said, and files with their bytes.

    Attributes
    ----------
    chips
        source, title, text of each clause.
    facts
        text and maybe opens, title: what is counted, in words, and what a click on it opens.
    notice
        What went wrong or is left out, in words.
    view
        The selection's JSON.
    formats
        ending and words of each format of files.
    """

    _esm = script("status_bar")
    _css = _HERE / "status_bar.css"
    chips = traitlets.List(traitlets.Dict()).tag(sync=True)
    facts = traitlets.List(traitlets.Dict()).tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)
    by = traitlets.Unicode("mentions").tag(sync=True)
    units = traitlets.List(traitlets.Unicode()).tag(sync=True)
    formats = traitlets.List(traitlets.Dict()).tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    past = traitlets.Int().tag(sync=True)
    future = traitlets.Int().tag(sync=True)

    def __repr__(self) -> str:
        return " · ".join(fact["text"] for fact in self.facts)


def status(corpus, selection) -> StatusBar:
    """What is chosen and how much it is: chips to take away, back and forward, the unit of counting, the facts, and files."""
    widget = StatusBar(units=[u for u in UNITS if u != "stories" or len(corpus.table("stories"))],
                       formats=[{"ending": ending, "words": words} for ending, (_, words) in exports.FORMATS.items()])

    def ask(_, message: dict, __) -> None:
        kind, value = message.get("type"), message.get("value")
        if kind == "remove":
            selection.without(str(message.get("source")))
        elif kind in ("back", "forward", "clear"):
            getattr(selection, kind)()
        elif kind == "by" and value in UNITS:
            selection.where(by=value)
        elif kind == "fact" and value in ("articles", "unplaced"):
            selection.read(value)
        elif kind == "fact" and value == "undated":
            selection.where(undated=True).read("articles")
        elif kind == "code":
            number = len(selection.documents(corpus))
            code = f"view = {selection.code()}\nwb.explorer(corpus, view)"
            said = f"{number:,} article{'s' * (number != 1)}; their set is {selection.fingerprint(corpus)} on every machine."
            widget.send({"type": "code", "code": f"{code}  # {said}", "said": said})
        elif kind == "load":
            load(str(message.get("text")))
        elif kind == "export" and message.get("ending") in exports.FORMATS:
            export(message["ending"])

    def load(text: str) -> None:
        try:
            kept = Selection.from_json(text)
        except ValueError as error:
            widget.send({"type": "said", "said": f"Not opened: {error.args[0]}."})
            return
        with selection.hold_trait_notifications():
            selection.clauses, selection.by, selection.kind = kept.clauses, kept.by, None

    def export(ending: str) -> None:
        number = len(selection.documents(corpus))
        by_hand = f'exports.export(corpus, "view{ending}", view=view) from workbench writes it'
        if number > MOST_ARTICLES:
            widget.send({"type": "said", "said": f"{number:,} articles are too many to hand through a browser: {by_hand}."})
            return
        made = exports.make(corpus, f"view{ending}", view=selection)
        size = sum(map(len, made.values()))
        if size > MOST_BYTES:
            widget.send({"type": "said", "said": f"{size / 1e6:,.0f} MB are too much to hand through a browser: {by_hand}."})
            return
        told = [{"name": name, "type": guess_type(name)[0] or "application/octet-stream"} for name in made]
        widget.send({"type": "files", "files": told, "said": f"{' and '.join(made)}: {number:,} articles, {size / 1e3:,.0f} kB."},
                    list(made.values()))

    def show(_=None) -> None:
        with widget.hold_sync():
            widget.chips = [{"source": c.source, "title": TITLES.get(c.source, c.source), "text": words(corpus, selection, c)}
                            for c in selection.clauses]
            widget.facts, widget.notice = facts(corpus, selection)
            widget.by, widget.past, widget.future = selection.by, selection.past, selection.future
            widget.view = selection.to_json()

    widget.on_msg(ask)
    selection.observe(show, names=["clauses", "by", "past", "future"])
    show()
    return widget


def words(corpus, selection, clause) -> str:
    """A clause's value in words: names in place of identifiers."""
    if clause.op == "contains":
        return clause.value
    if clause.op == "together":
        found = selection.pair(corpus, strict=False)
        names = found[1] if found and found[1] else " with ".join(clause.value[:2])
        return f"{names}, in one {clause.value[2]}"
    if clause.op == "between":
        begin, end = clause.value
        return f"{begin} to {end}" if begin and end else f"from {begin}" if begin else f"to {end}"
    values = list(map(str, clause.value))
    if clause.source == "story":
        codes, names = index_of(corpus).column("story")[1].get_indexer(values), index_of(corpus).story_names
        values = [f"“{names[code]}”" if code >= 0 else value for code, value in zip(codes, values, strict=True)]
    if clause.source in ("actor", "place", "speaker"):
        codes = selection.codes(corpus, clause.source, strict=False)
        relation = index_of(corpus).places if clause.source == "place" else index_of(corpus).actors
        values = list(map(str, relation.names[codes])) if codes is not None and len(codes) else values
    return " or ".join(values[:3]) + (f" or {len(values) - 3} more" if len(values) > 3 else "")


def facts(corpus, selection) -> tuple[list[dict], str]:
    """Numbers of what is chosen, in words, and what is left out or wrong."""
    index = index_of(corpus)
    try:
        mask, notice = selection.mask(corpus), ""
    except (LookupError, ValueError) as error:
        mask, notice = np.zeros(len(index), bool), f"{error.args[0]}."
    passing = len(index) if mask is None else int(mask.sum())
    undated = index.undated if mask is None else int(mask[:index.undated].sum())
    unplaced = int(index.unplaced.sum() if mask is None else index.unplaced[mask].sum())
    articles = f"{passing:,} article{'s' * (passing != 1)}" if passing == len(index) else f"{passing:,} of {len(index):,} articles"
    left_out = 0
    dates = selection.clause("date")
    if dates is not None and dates.op == "between" and not notice:
        others = selection.mask(corpus, "date")
        left_out = index.undated if others is None else int(others[:index.undated].sum())
    if left_out:
        notice = f"{left_out:,} undated article{'s are' if left_out != 1 else ' is'} left out by the dates."
    elif not passing and not notice:
        notice = "No article passes all filters: take one away, or go back." if len(index) else "This corpus holds no articles."
    made = [{"text": articles, "opens": "articles", "title": "List the articles"}, {"text": f"{undated:,} undated"},
            {"text": f"{unplaced:,} name{'s' * (unplaced != 1)} unplaced"}]
    if undated:
        made[1] |= {"opens": "undated", "title": "Only the articles without a date"}
    if unplaced:
        made[2] |= {"opens": "unplaced", "title": "Read the names of places that were not found in the gazetteer"}
    return made, notice
