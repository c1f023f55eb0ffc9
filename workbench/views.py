"""The pictures and tables of a corpus without widgets: what a notebook, a script or a report shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.corpus import Corpus
from workbench.search import fold, text_index
from workbench.selection import Selection
from workbench.summaries import UNDATED, index_of
from workbench.summaries import places as _places
from workbench.summaries import statements as _statements
from workbench.summaries import texts as _texts
from workbench.summaries import timeline as _timeline
from workbench.summaries import words as _words
from workbench.summaries.evidence import evidence, times

if TYPE_CHECKING:
    import folium
    import plotly.graph_objects as go

#: Places of a still map that open their sentences: the most named.
SAID = 200
#: Articles of each side whose words are read at most, evenly spread over time.
READ = 4000
#: Below so many articles on a side, what sets it apart may be chance.
FEW = 10
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
    rows = evidence(index, None, {}, [times(index, np.column_stack([said.doc[at], said.row[at]])[np.argsort(at)])])
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


@dataclass(frozen=True)
class Comparison:
    """Two selections side by side.

    Attributes
    ----------
    names
        What the sides are called.
    facts
        what, first, second: how much there is of each; opens: the rows behind it, as :meth:`Selection.read` names them.
    places
        place_id, name, first, second: how often each names a place.
    words
        word, score, first, second: what sets the sides apart, in standard errors of a log-odds ratio, below zero for the first;
        how often each side says the word.
    quotes
        What was said, a frame of evidence for each side: by the chosen actors, or by anybody.
    warning, note
        Where few articles stand behind a side; how the words were found.
    """

    names: tuple[str, str]
    facts: pd.DataFrame
    places: pd.DataFrame
    words: pd.DataFrame
    quotes: tuple[pd.DataFrame, pd.DataFrame]
    warning: str
    note: str

    def figure(self) -> "go.Figure":
        """The words that set the sides apart, as a figure."""
        from workbench.figures.comparison import comparison

        return comparison(self.words, self.names)

    def __repr__(self) -> str:
        from workbench.figures.comparison import comparison_summary

        many = self.facts.set_index("what").loc["articles", ["first", "second"]]
        return comparison_summary(self.words, self.names, (int(many["first"]), int(many["second"])))


def compare(corpus: Corpus, first: Selection, second: Selection, *, names: tuple[str, str] = ("first", "second")) -> Comparison:
    """What two selections have, and what sets them apart: articles, names, places, words and quotes.

    Parameters
    ----------
    corpus
        The corpus.
    first, second
        What is compared: the articles that pass each, and in them the rows that its clauses choose.
    names
        What the sides are called.
    """
    index, sides = index_of(corpus), (first, second)
    masks = [side.mask(corpus, strict=False) for side in sides]
    masks = [np.ones(len(index), bool) if mask is None else mask for mask in masks]
    facts = [("articles", "articles", *(int(mask.sum()) for mask in masks)),
             ("undated articles", "", *(int(mask[:index.undated].sum()) for mask in masks))]
    if len(corpus.table("stories")):
        facts.append(("stories", "", *(len(np.unique(index.story[mask])) for mask in masks)))
    unit = {"mentions": "mentions", "articles": "mentions, one an article", "stories": "mentions, one a story"}[first.by]
    facts.append((unit, "actor", *(side.evidence(corpus, of="actor", limit=0, strict=False).attrs["total"] for side in sides)))
    quotes = tuple(side.evidence(corpus, of="quote", limit=20, strict=False) for side in sides)
    facts.append(("quotes", "quote", *(rows.attrs["total"] for rows in quotes)))
    few = [f"only {n:,} article{'s' * (n != 1)} for {name}" for n, name in zip(facts[0][2:], names, strict=True) if n < FEW]
    words, note = _apart(corpus, index, sides, masks, names)
    return Comparison(
        tuple(names), pd.DataFrame(facts, columns=["what", "opens", "first", "second"]), _where(index, masks, first.by),
        words, quotes, f"Be careful: {' and '.join(few)}." if few else "", note)


def _where(index, masks: list[np.ndarray], by: str) -> pd.DataFrame:
    """The places of both sides, the most named first."""
    counts = np.column_stack([index.places.counts(mask, by, index.story) for mask in masks])
    at = np.flatnonzero(counts.sum(axis=1))
    at = at[np.lexsort([at, -counts[at].max(axis=1)])]
    return pd.DataFrame({"place_id": pd.Series(index.places.ids[at], dtype="str"), "name": pd.Series(index.places.names[at], dtype="str"),
                         "first": counts[at, 0], "second": counts[at, 1]})


def _apart(corpus: Corpus, index, sides: tuple[Selection, Selection], masks: list[np.ndarray],
           names: tuple[str, str]) -> tuple[pd.DataFrame, str]:
    """The words that set the sides apart, with how often each says them; and how they were found."""
    texts, read, counted = text_index(corpus), [], []
    for mask in masks:
        inside = index.order[np.flatnonzero(mask)]
        read.append(inside[np.linspace(0, len(inside) - 1, READ).astype(int)] if len(inside) > READ else inside)
    for rows in read[::-1]:  # the second first: words of both sides are known when the first is counted
        texts.words(rows)
    for rows in read:
        words, times, articles = texts.words(rows)
        counted.append((times, articles))
    own = set(" ".join(map(fold, names)).split())
    found = _words.distinctive(counted[0][0], counted[1][0], words, left_out=own)
    whole = sides[0].by == "mentions" and max(map(len, read)) < READ
    shown = {name: counted[k][0][found["code"]] for k, name in enumerate(("first", "second"))} if whole else {
        name: [Selection(*(c for c in side.clauses if c.source != "text"), by=side.by).where(text=word).totals(corpus, strict=False)["hit"]
               for word in found["word"]] for name, side in zip(("first", "second"), sides, strict=True)}
    asked = [side.clause("text") for side in sides]
    note = "Numbers: how often each side says the word."
    if max(int(mask.sum()) for mask in masks) > READ:
        note = f"Found in {READ:,} articles of each side; numbers are of all."
    if any(asked):
        note += " A click looks for the word in place of what was searched."
    return found[["word", "score"]].assign(**shown), note
