"""A list of values with counts: tick to choose, type to find."""

import pathlib

import anywidget
import traitlets

from workbench.selection import WORDS, Clause
from workbench.summaries import index_of
from workbench.summaries.facets import facet as facet_of
from workbench.widgets import script

_HERE = pathlib.Path(__file__).parent
#: How many values are listed beside the chosen ones.
MOST = 20
KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "country or place", "NORP": "people", "LOC": "region",
         "FAC": "site", "EVENT": "event"}
LANGUAGES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "ar": "Arabic", "ru": "Russian", "it": "Italian",
             "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "uk": "Ukrainian", "tr": "Turkish", "zh": "Chinese", "ja": "Japanese"}


class FacetList(anywidget.AnyWidget):
    """Values with counts. Messages sent: ``{"type": "toggle", "value"}``, ``{"type": "open", "value"}``, ``{"type": "find", "text"}``.

    Attributes
    ----------
    items
        value, name, kind, count, chosen: in the order in which they are listed.
    total
        How many values there are in all; ``found`` of them hold what was typed.
    unit
        What the counts count.
    unfolded
        Whether the list is unfolded at first.
    """

    _esm = script("facet_list")
    _css = _HERE / "facet_list.css"
    title = traitlets.Unicode().tag(sync=True)
    items = traitlets.List(traitlets.Dict()).tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    found = traitlets.Int().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    finder = traitlets.Bool(True).tag(sync=True)
    unfolded = traitlets.Bool(True).tag(sync=True)
    empty = traitlets.Unicode("Nothing here.").tag(sync=True)

    def __repr__(self) -> str:
        return f"{self.title}: {self.total:,} values; " + ", ".join(f"{i['name']} {i['count']:,}" for i in self.items[:3])


def facet(corpus, selection, word: str, title: str, *, unfolded: bool = True) -> FacetList:
    """A facet of the corpus: its values with counts given all the other filters.

    Parameters
    ----------
    corpus, selection
        What is shown, and the state that is followed and changed.
    word
        actor, place, publisher, language, section, story: a word of ``Selection.where``.
    title
        Heading.
    unfolded
        Whether the list is unfolded at first.
    """
    index, (table, column) = index_of(corpus), WORDS[word]
    named = word in ("actor", "place")
    name = word if named or word == "story" else column
    typed = {"text": ""}
    widget = FacetList(title=title, unfolded=unfolded)
    counted = bool(len(index.actors.code) or len(index.places.code))  # without names, only articles can be counted

    def chosen() -> tuple[str, ...]:
        clause = selection.clause(word)
        if clause is None:
            return ()
        if word in ("actor", "place"):
            codes = selection.codes(corpus, word, strict=False)
            relation = index.actors if word == "actor" else index.places
            return () if codes is None else tuple(relation.ids[codes])
        return clause.value

    def ask(_, message: dict, __) -> None:
        if message.get("type") == "find":
            typed["text"] = str(message.get("text", ""))[:200]
            show()
        elif message.get("type") == "toggle":
            values = set(chosen()) ^ {str(message.get("value"))}
            if values:
                selection.where(Clause(word, table, column, "in", tuple(values)))
            else:
                selection.without(word)
        elif message.get("type") == "open":
            rows = word if named else "sentences" if widget.unit == "mentions" else "articles"
            selection.read(rows, Clause(word, table, column, "in", (str(message.get("value")),)))

    def show(_=None) -> None:
        amounts = selection.amounts(corpus, strict=False) if selection.by == "mentions" and counted and not named else None
        rows = facet_of(index, name, selection.mask(corpus, word, strict=False), by=selection.by, chosen=chosen(), find=typed["text"],
                        limit=MOST, amounts=amounts)
        rows["label"] = rows["label"].map(KINDS).fillna("") if word == "actor" else ""
        if word == "language":
            rows["name"] = rows["name"].map(LANGUAGES).fillna(rows["name"])
        with widget.hold_sync():
            values, names, kinds, counts, ticks = (rows[column].tolist() for column in ("value", "name", "label", "count", "chosen"))
            widget.items = [{"value": value, "name": name, "kind": kind, "count": count, "chosen": tick}
                            for value, name, kind, count, tick in zip(values, names, kinds, counts, ticks, strict=True)]
            widget.total, widget.found = rows.attrs["total"], rows.attrs["found"]
            widget.unit = "articles" if selection.by == "mentions" and not named and not counted else selection.by
            widget.empty = _empty(corpus, word, typed["text"])

    widget.on_msg(ask)
    selection.observe(show, names=["clauses", "by"])
    show()
    return widget


def _empty(corpus, word: str, typed: str) -> str:
    if typed:
        return f"No name holds “{typed}” in what is chosen."
    if word in ("actor", "place") and not len(corpus.table("entities" if word == "actor" else "places")):
        return "No names yet: wb.annotate(corpus) finds them."
    return "Nothing in what is chosen. Take a filter away."
