"""The one mutable state: which clauses hold, how things are counted, which article is open, what is read."""

import hashlib
import json

import numpy as np
import pandas as pd
import traitlets

from workbench.selection import clauses as written
from workbench.selection import rows
from workbench.selection.clauses import OPS, TOGETHER, UNDATED, UNITS, WORDS, Clause, in_order
from workbench.selection.masks import codes_of, days_of, hits_of, mask_of, pair_of
from workbench.selection.rows import KINDS
from workbench.summaries import index_of
from workbench.summaries.articles import articles as articles_of
from workbench.summaries.evidence import amounts, evidence, total
from workbench.summaries.statements import chosen as statements_chosen
from workbench.summaries.statements import statements

__all__ = ["KINDS", "OPS", "TOGETHER", "UNDATED", "UNITS", "WORDS", "Clause", "Selection", "mask_of"]

#: What there is to read.
READINGS = ("sentences", "articles", "context", "article")


class Selection(traitlets.HasTraits):
    """What is chosen: clauses, the unit of counting and the open article. Widgets follow it; code and clicks change it.

    Examples
    --------
    >>> view = Selection()
    >>> view.where(actor="Khalifa Haftar", after="2019-04-01", before="2019-06-30")
    Selection: actor Khalifa Haftar; date from 2019-04-01 to 2019-06-30
    >>> view.without("actor")
    Selection: date from 2019-04-01 to 2019-06-30
    >>> view.back()
    Selection: actor Khalifa Haftar; date from 2019-04-01 to 2019-06-30
    >>> view.clear()
    Selection: everything
    """

    clauses = traitlets.Tuple(help="the clauses, one of each source, sorted by source")
    by = traitlets.Enum(UNITS, default_value="mentions", help="what is counted: mentions, articles or stories")
    opened = traitlets.Unicode(None, allow_none=True, help="document_id of the open article")
    place_in_text = traitlets.Int(None, allow_none=True, help="code point in the open article to look at")
    kind = traitlets.Enum((None, *KINDS), default_value=None, allow_none=True, help="the rows that are read; None for those of all clauses")
    reading = traitlets.Enum(READINGS, default_value="sentences", help="what is read: sentences, articles, words in context or an article")
    past = traitlets.Int(0, help="number of steps that back() can take")
    future = traitlets.Int(0, help="number of steps that forward() can take")

    def __init__(self, *clauses: Clause, **traits):
        super().__init__(**traits)
        self._history, self._at = [], 0
        if clauses:
            self.clauses = clauses
        self._history = [(self.clauses, self.by)]
        self.observe(self._remember, names=["clauses", "by"])

    @traitlets.validate("clauses")
    def _one_of_each_source(self, proposal) -> tuple:
        for clause in proposal["value"]:
            if not isinstance(clause, Clause):
                raise traitlets.TraitError(f"clauses are Clause objects, not {type(clause).__name__}")
        return in_order(proposal["value"])

    def _remember(self, change) -> None:
        state = (self.clauses, self.by)
        if state != self._history[self._at]:
            self._history = [*self._history[:self._at + 1], state][-200:]
            self._step(len(self._history) - 1)

    def _step(self, to: int) -> "Selection":
        self._at = to
        with self.hold_trait_notifications():
            self.clauses, self.by = self._history[to]
            self.past, self.future = to, len(self._history) - 1 - to
        return self

    def back(self) -> "Selection":
        """Take the last step back; nothing happens at the beginning."""
        self.kind = None
        return self._step(max(self._at - 1, 0))

    def forward(self) -> "Selection":
        """Take again the step that back() took."""
        self.kind = None
        return self._step(min(self._at + 1, len(self._history) - 1))

    def where(self, *clauses: Clause, after=None, before=None, undated: bool = False, happened: tuple | str | None = None,
              by: str | None = None, **words) -> "Selection":
        """Add clauses; one of the same source is replaced. Returns the selection itself.

        Parameters
        ----------
        clauses
            Any :class:`Clause`.
        after, before
            First and last day, inclusive; articles without a date are left out by either.
        undated
            Only articles without a date.
        happened
            First and last day, None for open: articles with a dated statement whose days all lie between them. "undated": with one
            whose days are not known.
        by
            What to count: "mentions", "articles" or "stories".
        words
            actor, place, country, publisher, language, section, story, article or speaker: a value or a list of them, any of
            which will do; names or identifiers. text: words to search, as workbench.search reads them. None takes the clause away.

        Raises
        ------
        TypeError
            If a word is not known; lists those that are.
        """
        made = {c.source: c for c in (*self.clauses, *clauses)}
        for word, value in words.items():
            if word not in WORDS or word == "date":
                known = ", ".join(w for w in WORDS if w not in ("date", "happened"))
                raise TypeError(f"where takes {known}, after, before, undated, happened, by; not {word!r}")
            made.pop(word, None)
            if value is not None and (isinstance(value, str) or not hasattr(value, "__len__") or len(value)):
                made[word] = Clause(word, *WORDS[word], "contains" if word == "text" else "in", value)
        if after is not None or before is not None:
            made["date"] = Clause("date", *WORDS["date"], "between", (after, before))
        if undated:
            made["date"] = Clause("date", *WORDS["date"], "in", UNDATED)
        if happened is not None:
            made["happened"] = Clause("happened", *WORDS["happened"], "in" if isinstance(happened, str) else "between", happened)
        with self.hold_trait_notifications():
            self.clauses = in_order(made.values())
            self.by = by or self.by
            self.kind = None
        return self

    def without(self, *sources: str) -> "Selection":
        """Take the clauses of these sources away."""
        with self.hold_trait_notifications():
            self.clauses = tuple(c for c in self.clauses if c.source not in sources)
            self.kind = None
        return self

    def clear(self) -> "Selection":
        """Take all clauses away and close the article; the unit of counting stays."""
        with self.hold_trait_notifications():
            self.clauses = ()
            self.opened = self.place_in_text = self.kind = None
            self.reading = "articles" if self.reading == "article" else self.reading
        return self

    def open(self, document_id: str | None, place: int | None = None) -> "Selection":
        """Open an article, at a code point of its text, and read it; None closes it."""
        with self.hold_trait_notifications():
            self.opened, self.place_in_text = document_id, place
            self.reading = "article" if document_id else "sentences" if self.reading == "article" else self.reading
        return self

    def read(self, what: str, *clauses: Clause) -> "Selection":
        """Show the rows behind a number: "articles", or the sentences of one of :data:`KINDS`; with what they are chosen by."""
        with self.hold_trait_notifications():
            if clauses:
                self.where(*clauses)
            self.kind = None if what in READINGS else what
            self.reading = what if what in READINGS else "sentences"
        return self

    def clause(self, source: str) -> Clause | None:
        """The clause of a source, if there is one."""
        return next((c for c in self.clauses if c.source == source), None)

    def mask(self, corpus, *leave_out: str | None, strict: bool = True) -> np.ndarray | None:
        """Which articles pass, in the order of the corpus' index, the clauses of some sources left out; None where all do.

        Not strict, a clause that means nothing in this corpus selects nothing.

        Raises
        ------
        LookupError
            If a clause names an actor or place that the corpus does not know.
        """
        try:
            masks = [mask_of(corpus, clause) for clause in self.clauses if clause.source not in leave_out]
        except (LookupError, ValueError):
            if strict:
                raise
            return np.zeros(len(index_of(corpus)), bool)
        return np.logical_and.reduce(masks) if masks else None

    def documents(self, corpus) -> pd.DataFrame:
        """The rows of ``corpus.documents`` that pass, in their order."""
        mask, index = self.mask(corpus), index_of(corpus)
        return corpus["documents"].iloc[np.sort(index.order if mask is None else index.order[mask])]

    def document_ids(self, corpus) -> list[str]:
        """Identifiers of the articles that pass, in the order of ``corpus.documents``."""
        return self.documents(corpus)["document_id"].tolist()

    def apply(self, corpus):
        """The corpus of the articles that pass: a Corpus with their rows of every table."""
        return corpus.part(self.documents(corpus)["document_id"])

    def articles(self, corpus, *, limit: int | None = None, skip: int = 0, strict: bool = True) -> pd.DataFrame:
        """The articles that pass, oldest first and undated last, each with the number of rows of evidence in it.

        Counted by stories, one article stands for its story.
        """
        return articles_of(index_of(corpus), self.mask(corpus, strict=strict), self.amounts(corpus, strict=strict), by=self.by, limit=limit,
                           skip=skip)

    def evidence(self, corpus, *, of: str | None = None, limit: int | None = None, skip: int = 0, strict: bool = True,
                 whole: bool = True) -> pd.DataFrame:
        """The sentences behind what is shown.

        Parameters
        ----------
        of
            "actor": mentions of the chosen actors, or of all. "place": names of the chosen places, or of all. "hit": the words
            that were searched. "pair": the sentences that name two actors together. "time": dated statements, those that name a
            chosen actor and lie within the chosen days. "quote": what the chosen actors said, or
            all. "unplaced": names of places for which none was found. None: those that are chosen; with none chosen, mentions
            of all actors.
        limit, skip
            Give so many rows only, after leaving out so many; ``frame.attrs["total"]`` says how many there are.
        strict
            Whether a clause that means nothing in this corpus raises, or selects nothing.
        whole
            Whether to give the sentences; without, they are left empty, which is faster.

        Returns
        -------
        DataFrame
            document_id, publisher, date_published, headline, sentence, sentence_start, start, end, text, kind, name, reason,
            score; one row a mention, or the first of each article or story when these are counted.
        """
        chosen, others = rows.wanted(self, corpus, of, strict)
        return evidence(index_of(corpus), self.mask(corpus, strict=strict), chosen, others, by=self.by, limit=limit, skip=skip,
                        whole=whole)

    def totals(self, corpus, *, strict: bool = True) -> dict[str, int]:
        """How many rows of evidence of each kind there are, of the kinds that are chosen: what :meth:`evidence` opens."""
        index, mask = index_of(corpus), self.mask(corpus, strict=strict)
        return {kind: total(index, mask, *rows.wanted(self, corpus, kind, strict), by=self.by) for kind in self.kinds()}

    def kinds(self) -> list[str]:
        """Kinds of evidence that the clauses choose; mentions of actors where they choose none."""
        return rows.kinds(self)

    def statements(self, corpus, *, strict: bool = True) -> np.ndarray:
        """The dated statements that are chosen: article of the corpus' index and row of the times table, (n, 2), in order."""
        made = statements(index_of(corpus))
        at = statements_chosen(made, self.mask(corpus, strict=strict), self.codes(corpus, "actor", strict=strict), self.days())
        return np.column_stack([made.doc[at], made.row[at]])

    def days(self) -> tuple[int | None, int | None] | None:
        """First and last day since 1970 of what happened, as chosen; None where nothing is."""
        clause = self.clause("happened")
        return None if clause is None or (clause.table, clause.column) != WORDS["happened"] else days_of(clause)

    def amounts(self, corpus, *, strict: bool = True) -> np.ndarray:
        """How many rows of evidence each article of the corpus' index has, counted by mentions, whatever else is chosen."""
        return amounts(index_of(corpus), *rows.wanted(self, corpus, None, strict))

    def pair(self, corpus, *, strict: bool = True) -> tuple[np.ndarray, str] | None:
        """Where the two actors of a clause "together" are named together, and what they are called; None without one."""
        clause = next((c for c in self.clauses if c.op == "together"), None)
        if clause is None:
            return None
        try:
            return pair_of(corpus, clause)
        except LookupError:
            if strict:
                raise
            return np.empty(0, np.int64), ""

    def hits(self, corpus, *, strict: bool = True) -> np.ndarray | None:
        """Where the searched words stand: article of the corpus' index, start, end, (n, 3); None where none are searched."""
        clause = self.clause("text")
        if clause is None or clause.op != "contains":
            return None
        try:
            return hits_of(corpus, clause)
        except ValueError:
            if strict:
                raise
            return np.empty((0, 3), np.int64)

    def codes(self, corpus, source: str, *, strict: bool = True) -> np.ndarray | None:
        """Codes of the chosen actors, places or speakers in the corpus' index; None where none are chosen."""
        clause = self.clause(source)
        if clause is None or clause.op != "in" or (clause.table, clause.column) != WORDS[source]:
            return None
        try:
            return codes_of(corpus, clause)
        except LookupError:
            if strict:
                raise
            return np.empty(0, np.int64)

    def fingerprint(self, corpus) -> str:
        """A hash of the set of articles that pass: the same on every machine for the same articles."""
        return hashlib.sha256("\n".join(sorted(self.documents(corpus)["document_id"])).encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """The selection as a small JSON text; :meth:`from_json` reads it."""
        return written.to_json(self.clauses, by=self.by, opened=self.opened)

    @classmethod
    def from_json(cls, text: str) -> "Selection":
        """A selection from its JSON text.

        Raises
        ------
        ValueError
            If it is none, or holds a clause that cannot be.
        """
        try:
            state = written.from_json(text)
            return cls(*state["clauses"], by=state["by"], opened=state.get("opened"))
        except (KeyError, TypeError, AttributeError, traitlets.TraitError, json.JSONDecodeError) as error:
            raise ValueError(f"not the JSON of a selection: {error}") from error

    def code(self) -> str:
        """The Python that makes this selection."""
        return written.code(self.clauses, self.by)

    def __repr__(self) -> str:
        said = "; ".join(map(str, self.clauses)) or "everything"
        return f"Selection: {said}" + (f"; counted by {self.by}" if self.by != "mentions" else "")
