"""The pictures and tables of a corpus without widgets: what a notebook, a script or a report shows."""

from typing import TYPE_CHECKING

import pandas as pd

from workbench.corpus import Corpus
from workbench.selection import Selection
from workbench.summaries import index_of
from workbench.summaries import places as _places
from workbench.summaries import texts as _texts
from workbench.summaries import timeline as _timeline

if TYPE_CHECKING:
    import folium
    import plotly.graph_objects as go

#: Places of a still map that open their sentences: the most named.
SAID = 200


def timeline(corpus: Corpus, view: Selection | None = None, *, frequency: str | None = None) -> "go.Figure":
    """How often actors are named over time.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view. The chosen actors are drawn, or the five most named.
    frequency
        day, week, month or year; by default what fits the corpus' stretch of time.

    Returns
    -------
    plotly.graph_objects.Figure
        With the articles without a date in a bin of their own.
    """
    from workbench.figures.timeline import timeline as draw

    view = Selection() if view is None else view
    counts, undated, frequency = _timeline.timeline(index_of(corpus), view.mask(corpus), view.codes(corpus, "actor"), by=view.by,
                                                    frequency=frequency)
    by = "articles" if view.by == "mentions" and (counts["entity_id"] == _timeline.ARTICLES).any() else view.by
    return draw(counts, undated[undated["count"] > 0], frequency=frequency, by=by)


def place_map(corpus: Corpus, view: Selection | None = None, *, height: int = 420, compare: tuple[str, str] | None = None,
              associative: bool = False) -> "folium.Map":
    """The places that articles name, sized by how often; a pin opens its first sentences and why it is this place.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view. With a clause on places, only these are drawn.
    height
        Pixels.
    compare
        Names or identifiers of two actors: the left half of each mark counts in articles that name the first, the right half in
        those that name the second.
    associative
        Draw names, too, that stand for an institution or a people ("Moscow said"), not for the place ("in Moscow").
    """
    from workbench.figures.place_map import place_map as draw

    view = Selection() if view is None else view
    index, chosen, mask = index_of(corpus), view.codes(corpus, "place"), view.mask(corpus)
    found, unplaced = _places.places(index, mask, by=view.by, associative=associative)
    if chosen is not None:
        found = found[found["place_id"].isin(index.places.ids[chosen])].reset_index(drop=True)
    names = None
    if compare is not None:
        actors = [Selection().where(actor=name).codes(corpus, "actor") for name in compare]
        names = tuple(str(index.actors.names[codes[0]]) for codes in actors)
        found = found.assign(**_places.sides(index, mask, found["place_id"], actors, by=view.by, associative=associative))
        found = found[found["first"] + found["second"] > 0].reset_index(drop=True)
    frames, frequency = _places.periods(index, mask, {place: [place] for place in found["place_id"]}, by=view.by,
                                         associative=associative)
    said = _places.examples(index, mask, found["place_id"].head(SAID), associative=associative)
    return draw(found, unplaced=unplaced, height=height, by=view.by, compare=names, frames=frames, frequency=frequency, sentences=said,
                associative=found.attrs["associative"])


def body_text(corpus: Corpus) -> pd.Series:
    """The article body of each document, document_id -> text: segments labelled body and subhead, in order, a line each."""
    return _texts.body_text(corpus["documents"], corpus.table("segments"))
