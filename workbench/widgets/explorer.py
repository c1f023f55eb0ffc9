"""The explorer: everything there is to see of a corpus, following one Selection."""

from pathlib import Path

import ipywidgets

from workbench import corrections as decisions
from workbench.pipeline import reviewed
from workbench.selection import READINGS, Selection
from workbench.summaries import index_of
from workbench.widgets import send_plotly
from workbench.widgets.article_list import articles
from workbench.widgets.compare_pane import compare
from workbench.widgets.concordance import concordance
from workbench.widgets.correct_bar import correct_bar, lines
from workbench.widgets.date_bar import date_bar
from workbench.widgets.event_plot import events
from workbench.widgets.facet_list import facet
from workbench.widgets.map_frame import place_map
from workbench.widgets.network_plot import network
from workbench.widgets.page_pane import article, evidence
from workbench.widgets.status_bar import facts, status
from workbench.widgets.tab_strip import TabStrip, tabs
from workbench.widgets.timeline_plot import timeline
from workbench.widgets.typed import dates, search


class Explorer(ipywidgets.VBox):
    """The explorer's widget; ``corpus`` and ``selection`` are what it shows."""

    def __repr__(self) -> str:
        said, notice = facts(self.corpus, self.selection)
        return f"Explorer of {' · '.join(fact['text'] for fact in said)}. {self.selection}" + (f" {notice}" if notice else "")


class _Following:
    """A selection as the views of one explorer see it: what follows it can be let go together."""

    def __init__(self, selection: Selection):
        self._selection, self._followers = selection, []

    def __getattr__(self, name: str):
        return getattr(self._selection, name)

    def __setattr__(self, name: str, value) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            setattr(self._selection, name, value)

    def observe(self, handler, names) -> None:
        self._selection.observe(handler, names=names)
        self._followers.append((handler, names))

    def release(self) -> None:
        for handler, names in self._followers:
            self._selection.unobserve(handler, names=names)
        self._followers.clear()


def explorer(corpus, selection: Selection | None = None, *, corrections: str | Path = "corrections.jsonl") -> Explorer:
    """The linked widgets: search, dates, actors, publishers, timeline, map, articles, sentences and the open article.

    Parameters
    ----------
    corpus
        An annotated corpus; without annotations, only articles are listed and counted.
    selection
        The state to follow; a new one where none is given. It is at hand as ``.selection`` of what is returned.
    corrections
        The file to which decisions are appended when names are put right in the explorer; those that it holds already are put
        to work and can be taken back. The corrected corpus is at hand as ``.corpus``; ``wb.annotate(corpus, corrections=...)``
        puts them to work, too.
    """
    selection = Selection() if selection is None else selection
    made = Explorer().add_class("wb-explorer")
    made.selection, state = selection, {"decisions": decisions.read(corrections), "here": [], "following": None}

    def decide(action: str, *arguments) -> None:
        if action == "undo" and not arguments:
            arguments = (state["here"].pop(),)
        decision = decisions.correct(made.corpus, action, *arguments, path=corrections)
        state["decisions"].append(decision)
        if action != "undo":
            state["here"].append(decision["id"])
        if action == "merge":  # the one that stays is chosen
            selection.where(actor=decision["body"]["into"]["id"])
        elif action == "reject":  # who is no actor cannot be chosen any longer
            selection.without("actor")
        build(f"{'Taken back' if action == 'undo' else 'Done'}, and kept in {corrections}.")

    def build(said: str = "") -> None:
        shown, states = reviewed(corpus, state["decisions"]) if state["decisions"] else (corpus, {})
        state["here"] = [identifier for identifier in state["here"] if states[identifier] != "undone"]
        if state["following"]:
            state["following"].release()
        old, state["following"] = made.children, _Following(selection)
        made.corpus = shown
        made.children = _views(shown, state["following"], decide, correct_bar(
            shown, state["following"], decide, len(state["here"]), said, lines(state["decisions"], states)))
        for widget in old:
            widget.close()

    build()
    return made


def _views(corpus, selection, decide, corrector) -> list[ipywidgets.Widget]:
    """The parts of an explorer, laid out."""
    send_plotly()  # first, as the browser takes longest to make it ready
    over_time = timeline(corpus, selection)  # the first to follow a click, as the browser takes longest to draw it, too
    actors = ipywidgets.VBox([facet(corpus, selection, "actor", "Actors"), corrector])
    facets = [actors, facet(corpus, selection, "place", "Places"), facet(corpus, selection, "publisher", "Publishers")]
    for word, title, column in (("language", "Languages", "in_language"), ("section", "Sections", "section")):
        if corpus["documents"][column].nunique() > 1:
            facets.append(facet(corpus, selection, word, title, unfolded=word == "language"))
    if len(index_of(corpus).column("story")[1]) < len(corpus["documents"]):
        facets.append(facet(corpus, selection, "story", "Stories", unfolded=False))
    asked = ipywidgets.HBox([search(corpus, selection), dates(corpus, selection)])
    top = ipywidgets.VBox([asked, status(corpus, selection)])
    left = ipywidgets.VBox(facets)
    pictures = tabs(TabStrip(label="Pictures", names=["Map", "Network", "Events", "Compare"]),
                    [place_map(corpus, selection), network(corpus, selection), events(corpus, selection), compare(corpus, selection)])
    middle = ipywidgets.VBox([over_time, pictures])
    right = reading(corpus, selection, decide)
    for box, name in ((asked, "wb-asked"), (top, "wb-top"), (left, "wb-left"), (middle, "wb-middle"), (right, "wb-right")):
        box.add_class(name)
    columns = ipywidgets.HBox([left, middle, right]).add_class("wb-columns")
    return [top, columns]


def reading(corpus, selection, decide) -> ipywidgets.VBox:
    """Sentences, articles, words in context and the open article with its date, one at a time, as the selection says."""
    strip, sentences, listed = TabStrip(label="To read"), evidence(corpus, selection), articles(corpus, selection)
    lines = concordance(corpus, selection)
    opened = ipywidgets.VBox([date_bar(corpus, selection, decide), article(corpus, selection)]).add_class("wb-opened")

    def show(_=None) -> None:
        strip.names = [f"Sentences {sentences.total:,}", f"{'Stories' if selection.by == 'stories' else 'Articles'} {listed.total:,}",
                       "In context", "Article"]

    def turn(_=None) -> None:
        strip.active = READINGS.index(selection.reading)

    def chosen(change) -> None:
        selection.reading = READINGS[change["new"]]

    for pane in (sentences, listed):
        pane.observe(show, names=["total"])
    selection.observe(show, names=["by"])
    selection.observe(turn, names=["reading"])
    strip.observe(chosen, names=["active"])
    show()
    turn()
    return tabs(strip, [sentences, listed, lines, opened])
