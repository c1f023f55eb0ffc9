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


def place_map(corpus: Corpus, view: Selection | None = None, *, height: int = 420) -> "folium.Map":
    """The places that articles name, sized by how often.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view. With a clause on places, only these are drawn.
    height
        Pixels.
    """
    from workbench.figures.place_map import place_map as draw

    view = Selection() if view is None else view
    index, chosen = index_of(corpus), view.codes(corpus, "place")
    found, unplaced = _places.places(index, view.mask(corpus), by=view.by)
    if chosen is not None:
        found = found[found["place_id"].isin(index.places.ids[chosen])]
    return draw(found, unplaced=unplaced, height=height, by=view.by)


def body_text(corpus: Corpus) -> pd.Series:
    """The article body of each document, document_id -> text: segments labelled body and subhead, in order, a line each."""
    return _texts.body_text(corpus["documents"], corpus.table("segments"))
