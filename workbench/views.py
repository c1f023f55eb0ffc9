"""The pictures and tables of a corpus without widgets: what a notebook, a script or a report shows."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.corpus import Corpus
from workbench.selection import Selection
from workbench.summaries import UNDATED, index_of
from workbench.summaries import places as _places
from workbench.summaries import statements as _statements
from workbench.summaries import texts as _texts
from workbench.summaries import timeline as _timeline
from workbench.summaries.evidence import evidence

if TYPE_CHECKING:
    import folium
    import plotly.graph_objects as go

#: Places of a still map that open their sentences: the most named.
SAID = 200


#: Actors of a heat map, unasked, and of the other styles.
HEAT, LINES = 25, 5
WHEN = ("printed", "happened")


def timeline(corpus: Corpus, view: Selection | None = None, *, when: str = "printed", frequency: str | None = None, style: str = "auto",
             share: bool = False, most: int | None = None) -> "go.Figure":
    """How often actors are named over time.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view. The chosen actors are drawn, or those named most. ``view.by`` says what is
        counted: mentions (in dated statements: statements), articles or stories.
    when
        "printed": by the day of publication. "happened": by the days that the articles speak of, of the sentences that name an actor
        and say when ("on Wednesday", "in early April"); what is vaguer than a period is drawn below as long as it is.
    frequency
        day, week, month or year; by default what fits the stretch of time.
    style
        "lines", "bars", "multiples" (a row for each actor), "heat" (actor by time, for many), or "auto".
    share
        Draw the share of all articles (stories, where ``view.by`` says so) printed in each period.
    most
        How many actors where none are chosen: by default 5, and 25 for a heat map.

    Returns
    -------
    plotly.graph_objects.Figure
        With what has no date in a bin of its own. A high point that few articles stand behind is marked.

    Raises
    ------
    ValueError
        If an option is not known, or a share of what happened is asked.

    Examples
    --------
    >>> import pandas as pd
    >>> import workbench as wb
    >>> corpus = wb.read(pd.DataFrame({"text": ["The ferry sank on Wednesday."], "date_published": ["2019-04-25"]}))
    >>> figure = wb.timeline(wb.annotate(corpus, "times"), when="happened")
    """
    from workbench.figures.timeline import timeline as draw

    view, most = Selection() if view is None else view, most or (HEAT if style == "heat" else LINES)
    index, actors = index_of(corpus), view.codes(corpus, "actor")
    if when == "printed":
        counts, undated, frequency = _timeline.timeline(
            index, view.mask(corpus), actors, by=view.by, frequency=frequency, most=most, share=share,
            share_of=view.mask(corpus, "actor") if share else None, behind=not share)
        spans, outside = None, (0, 0)
    elif when != "happened":
        raise ValueError(f"no when {when!r}; there are {', '.join(WHEN)}")
    elif share:
        raise ValueError("a share is one of articles printed: it goes with when='printed'")
    else:
        said, at = _chosen(corpus, view)
        counts, undated, spans, frequency, outside = _timeline.happened(index, said, at, actors, by=view.by, frequency=frequency, most=most)
    return draw(counts, undated[undated["count"] > 0], frequency=frequency, style=style, spans=spans, outside=outside,
                by=_timeline.unit(counts, undated, view.by, when=when, share=share))


def event_list(corpus: Corpus, view: Selection | None = None, *, limit: int | None = None, strict: bool = True) -> pd.DataFrame:
    """What happened when, as the articles say it: the dated statements in order, each with its sentence.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view. With chosen actors, the sentences that name one of them.
    limit
        The first rows only; ``frame.attrs["total"]`` says how many there are.
    strict
        Whether a clause that means nothing in this corpus raises, or selects nothing.

    Returns
    -------
    DataFrame
        date_from, date_to, value (TIMEX3), text (the expression), name (whom the sentence names, the chosen first), entity_id, sentence,
        document_id, start, end, publisher, date_published, headline, reason, score. Statements whose days are not known come last.
    """
    view, index = Selection() if view is None else view, index_of(corpus)
    said, at = _chosen(corpus, view, strict)
    made = _listed(index, said, _statements.in_order(said, at)[:limit], view.codes(corpus, "actor", strict=False))
    made.attrs["total"] = len(at)
    return made


def event_plot(corpus: Corpus, view: Selection | None = None, *, most: int = 40, words: int = 80, strict: bool = True) -> "go.Figure":
    """The same statements as a picture: a mark a day, a bar as long as a vague date; of more than ``most``, those told in most articles.

    Parameters
    ----------
    corpus, view
        The corpus, and what of it; all without a view.
    most
        How many statements are drawn; how many more there are is said above.
    words
        Characters of a sentence beside its mark.
    strict
        Whether a clause that means nothing in this corpus raises, or selects nothing.
    """
    from workbench.figures.events import events as draw

    view, index = Selection() if view is None else view, index_of(corpus)
    said, at = _chosen(corpus, view, strict)
    late = int((said.first[at] == UNDATED).sum())
    rows = _listed(index, said, _statements.foremost(said, at, most), view.codes(corpus, "actor", strict=False))
    return draw(rows, more=len(at) - late - len(rows), late=late, words=words)


def _chosen(corpus: Corpus, view: Selection, strict: bool = True) -> tuple:
    """The corpus' dated statements, and positions of those that are chosen."""
    said = _statements.statements(index_of(corpus))
    return said, _statements.chosen(said, view.mask(corpus, strict=strict), view.codes(corpus, "actor", strict=strict), view.days())


def _listed(index, said, at: np.ndarray, actors: np.ndarray | None) -> pd.DataFrame:
    """Some dated statements as rows with their sentences."""
    made = _statements.listed(index, said, at, actors)
    rows = evidence(index, None, {}, said=np.column_stack([said.doc[at], said.row[at]])[np.argsort(at)])
    return made.merge(rows.drop(columns=["name", "text", "kind"]), on=["document_id", "start"], how="left")


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
