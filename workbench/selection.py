"""The one mutable state: which clauses hold, how things are counted, which article is open."""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import traitlets

from workbench import schema
from workbench.search import text_index
from workbench.summaries import UNDATED as UNKNOWN
from workbench.summaries import index_of
from workbench.summaries.articles import articles as articles_of
from workbench.summaries.evidence import evidence as rows_of
from workbench.summaries.network import together
from workbench.summaries.statements import chosen as statements_chosen
from workbench.summaries.statements import statements

OPS = ("in", "between", "contains", "together")
UNITS = ("mentions", "articles", "stories")
#: word of :meth:`Selection.where` -> the table and column that it asks.
WORDS = {
    "actor": ("mentions", "entity_id"), "place": ("toponyms", "place_id"), "country": ("places", "country_code"),
    "publisher": ("documents", "publisher"), "language": ("documents", "in_language"), "section": ("documents", "section"),
    "story": ("stories", "story_id"), "article": ("documents", "document_id"), "speaker": ("quotes", "speaker_entity_id"),
    "text": ("documents", "text"), "date": ("documents", "date_published"), "happened": ("times", "date_from"),
}
#: value of a date's clause for the articles without one.
UNDATED = "undated"
#: columns that hold identifiers of an authority, where a name may stand for the identifier.
_NAMED = {("mentions", "entity_id"): "entities", ("toponyms", "place_id"): "places", ("quotes", "speaker_entity_id"): "entities"}


@dataclass(frozen=True)
class Clause:
    """One thing asked of the articles.

    Attributes
    ----------
    source
        Who asks: the view or word. A selection holds one clause of each source, and a view leaves its own out.
    table, column
        Where to look. On a table of spans it selects the articles that have such a span; on ``entities`` or ``places``, the
        articles that name such an entity or place.
    op
        "in": the value is one of these. "between": from and to, inclusive, None for open. "contains": the text holds these words.
        "together": these two actors are named in one sentence.
    value
        A tuple for "in", "between" and "together", a string for "contains".

    Raises
    ------
    ValueError
        If there is no such table, column or op, or the value does not fit the op.
    """

    source: str
    table: str
    column: str
    op: str
    value: tuple | str

    def __post_init__(self):
        if self.column not in schema.declared(self.table).names:
            raise ValueError(f"{self.table} has no column {self.column!r}; it has {', '.join(schema.declared(self.table).names)}")
        if self.op not in OPS:
            raise ValueError(f"no op {self.op!r}; there are {', '.join(OPS)}")
        if self.op == "contains":
            if not isinstance(self.value, str) or not self.value.strip():
                raise ValueError(f"contains takes some words, not {self.value!r}")
            return
        value = (self.value,) if isinstance(self.value, str) or not hasattr(self.value, "__iter__") else tuple(self.value)
        if self.op == "in":
            if not value:
                raise ValueError(f"in takes one value or more; to drop the clause use without({self.source!r})")
            value = tuple(sorted(set(value), key=str))
        elif self.op == "together":
            if len(set(value)) != 2 or (self.table, self.column) != WORDS["actor"]:
                raise ValueError(f"together takes mentions.entity_id and two different actors, not {value!r}")
            value = tuple(sorted(value))
        elif len(value) != 2 or value == (None, None):
            raise ValueError(f"between takes (from, to), one of them may be None, not {value!r}")
        elif schema.declared(self.table).columns[schema.declared(self.table).names.index(self.column)].dtype == schema.TIME:
            value = tuple(None if v is None or pd.isna(v) else pd.Timestamp(v).date().isoformat() for v in value)
        if self.op == "between" and None not in value and value[0] > value[1]:
            raise ValueError(f"between takes the earlier first: {value[0]} comes after {value[1]}")
        object.__setattr__(self, "value", value)

    def __str__(self) -> str:
        if self.op == "in":
            return f"{self.source} {' or '.join(map(str, self.value))}"
        if self.op == "contains":
            return f"{self.source} {self.value!r}"
        if self.op == "together":
            return f"{self.source} {self.value[0]} with {self.value[1]}"
        begin, end = self.value
        return self.source + (f" from {begin}" if begin is not None else "") + (f" to {end}" if end is not None else "")


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
        return _in_order(proposal["value"])

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
        return self._step(max(self._at - 1, 0))

    def forward(self) -> "Selection":
        """Take again the step that back() took."""
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
            self.clauses = _in_order(made.values())
            self.by = by or self.by
        return self

    def without(self, *sources: str) -> "Selection":
        """Take the clauses of these sources away."""
        self.clauses = tuple(c for c in self.clauses if c.source not in sources)
        return self

    def clear(self) -> "Selection":
        """Take all clauses away and close the article; the unit of counting stays."""
        with self.hold_trait_notifications():
            self.clauses = ()
            self.opened = self.place_in_text = None
        return self

    def open(self, document_id: str | None, place: int | None = None) -> "Selection":
        """Open an article, at a code point of its text; None closes it."""
        with self.hold_trait_notifications():
            self.opened, self.place_in_text = document_id, place
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

    def articles(self, corpus, *, limit: int | None = None, strict: bool = True) -> pd.DataFrame:
        """The articles that pass, oldest first and undated last, each with the number of rows of evidence in it."""
        index = index_of(corpus)
        chosen = [self.codes(corpus, word, strict=strict) for word in ("actor", "place")]
        return articles_of(index, self.mask(corpus, strict=strict), *chosen, self.hits(corpus, strict=strict), limit=limit)

    def evidence(self, corpus, *, of: str | None = None, limit: int | None = None, strict: bool = True,
                 whole: bool = True) -> pd.DataFrame:
        """The sentences behind what is shown.

        Parameters
        ----------
        of
            "actor": mentions of the chosen actors, or of all. "place": names of the chosen places, or of all. "hit": the words
            that were searched. "pair": the sentences that name two actors together. "time": dated statements, those that name a
            chosen actor and lie within the chosen days. None: those that are chosen; with none chosen, mentions of all actors.
        limit
            Give the first rows only; ``frame.attrs["total"]`` says how many there are.
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
        chosen = {kind: self.codes(corpus, kind, strict=strict) for kind in ("actor", "place")}
        hits = self.hits(corpus, strict=strict)
        pair = self.pair(corpus, strict=strict)
        every = (*chosen.items(), ("hit", hits), ("pair", pair))
        timed = of == "time" or of is None and self.clause("happened") is not None
        kinds = [of] if of else [kind for kind, codes in every if codes is not None and not (timed and kind == "actor")] or ["actor"]
        said = self.statements(corpus, strict=strict) if timed else None
        wanted = {kind: chosen[kind] for kind in kinds if kind in chosen and not (timed and kind == "actor")}
        return rows_of(index_of(corpus), self.mask(corpus, strict=strict), wanted, hits=hits if "hit" in kinds else None,
                       pair=pair if "pair" in kinds else None, said=said, by=self.by, limit=limit, whole=whole)

    def statements(self, corpus, *, strict: bool = True) -> np.ndarray:
        """The dated statements that are chosen: article of the corpus' index and row of the times table, (n, 2), in order."""
        made = statements(index_of(corpus))
        at = statements_chosen(made, self.mask(corpus, strict=strict), self.codes(corpus, "actor", strict=strict), self.days())
        return np.column_stack([made.doc[at], made.row[at]])

    def days(self) -> tuple[int | None, int | None] | None:
        """First and last day since 1970 of what happened, as chosen; None where nothing is."""
        clause = self.clause("happened")
        if clause is None or (clause.table, clause.column) != WORDS["happened"]:
            return None
        if clause.op == "in":
            return UNKNOWN, UNKNOWN
        return tuple(None if day is None else int(np.datetime64(day, "D").astype(np.int64)) for day in clause.value)

    def pair(self, corpus, *, strict: bool = True) -> tuple[np.ndarray, str] | None:
        """Where the two actors of a clause "together" are named together, and what they are called; None without one."""
        clause = next((c for c in self.clauses if c.op == "together"), None)
        if clause is None:
            return None
        index = index_of(corpus)
        try:
            codes = index.actors.ids.get_indexer(pd.Index(_resolve(corpus, clause)))
        except LookupError:
            if strict:
                raise
            codes = np.array([-1])
        if len(codes) != 2 or (codes < 0).any():
            return np.empty(0, np.int64), ""
        return together(index, *codes)[0], " with ".join(map(str, index.actors.names[codes]))

    def hits(self, corpus, *, strict: bool = True) -> np.ndarray | None:
        """Where the searched words stand: article of the corpus' index, start, end, (n, 3); None where none are searched."""
        clause = self.clause("text")
        if clause is None or clause.op != "contains":
            return None
        try:
            found = text_index(corpus).hits(clause.value)
        except ValueError:
            if strict:
                raise
            return np.empty((0, 3), np.int64)
        return np.column_stack([index_of(corpus).places_of_rows[found[:, 0]], found[:, 1:]])

    def codes(self, corpus, source: str, *, strict: bool = True) -> np.ndarray | None:
        """Codes of the chosen actors or places in the corpus' index; None where none are chosen."""
        clause = self.clause(source)
        if clause is None or clause.op != "in" or (clause.table, clause.column) != WORDS[source]:
            return None
        relation = index_of(corpus).actors if source == "actor" else index_of(corpus).places
        try:
            found = relation.ids.get_indexer(pd.Index(_resolve(corpus, clause)))
        except LookupError:
            if strict:
                raise
            found = np.empty(0, np.int64)
        return np.sort(found[found >= 0])

    def fingerprint(self, corpus) -> str:
        """A hash of the set of articles that pass: the same on every machine for the same articles."""
        return hashlib.sha256("\n".join(sorted(self.documents(corpus)["document_id"])).encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """The selection as a small JSON text; :meth:`from_json` reads it."""
        return json.dumps({"workbench_view": 1, "by": self.by, "clauses": [asdict(c) for c in self.clauses], "opened": self.opened},
                          ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Selection":
        """A selection from its JSON text.

        Raises
        ------
        ValueError
            If it is none, or holds a clause that cannot be.
        """
        try:
            state = json.loads(text)
            if state.get("workbench_view") != 1:
                raise ValueError(f"workbench_view is {state.get('workbench_view')!r}, known is 1")
            clauses = [Clause(**{**c, "value": c["value"] if isinstance(c["value"], str) else tuple(c["value"])}) for c in state["clauses"]]
            return cls(*clauses, by=state["by"], opened=state.get("opened"))
        except (KeyError, TypeError, AttributeError, traitlets.TraitError, json.JSONDecodeError) as error:
            raise ValueError(f"not the JSON of a selection: {error}") from error

    def code(self) -> str:
        """The Python that makes this selection."""
        words = []
        for clause in self.clauses:
            if (clause.table, clause.column) == WORDS.get(clause.source) and clause.op != "together":
                if clause.source == "date" and clause.value == (UNDATED,):
                    words.append("undated=True")
                elif clause.source == "date" and clause.op == "between":
                    words += [f"{name}={day!r}" for name, day in zip(("after", "before"), clause.value, strict=True) if day]
                elif clause.source == "happened":
                    words.append(f"happened={clause.value if clause.op == 'between' else UNDATED!r}")
                else:
                    value = clause.value if isinstance(clause.value, str) else list(clause.value)
                    value = value[0] if isinstance(value, list) and len(value) == 1 else value
                    words.append(f"{clause.source}={value!r}")
            else:
                words.insert(0, f"wb.{clause!r}")
        if self.by != "mentions":
            words.append(f"by={self.by!r}")
        return f"wb.Selection().where({', '.join(words)})" if words else "wb.Selection()"

    def __repr__(self) -> str:
        said = "; ".join(map(str, self.clauses)) or "everything"
        return f"Selection: {said}" + (f"; counted by {self.by}" if self.by != "mentions" else "")


def _in_order(clauses) -> tuple[Clause, ...]:
    """One clause of each source, the last given, sorted by source."""
    return tuple(sorted({c.source: c for c in clauses}.values(), key=lambda c: c.source))


def _resolve(corpus, clause: Clause) -> list[str]:
    """The identifiers that a clause's values stand for: identifiers, or names or aliases in any case.

    Raises
    ------
    LookupError
        If a value is neither; names the nearest.
    """
    authority = corpus.table(_NAMED[clause.table, clause.column])
    ids, made = authority.iloc[:, 0], []
    for value in clause.value:
        if (ids == value).any():
            made.append(value)
            continue
        wanted = str(value).casefold()
        named = authority["name"].str.casefold() == wanted
        if not named.any() and "aliases" in authority:
            named = ("|" + authority["aliases"].fillna("").str.casefold() + "|").str.contains(f"|{wanted}|", regex=False)
        if not named.any():
            import difflib

            near = difflib.get_close_matches(str(value), authority["name"].tolist(), 3, 0.5)
            raise LookupError(f"no {clause.source} {value!r} in this corpus" + (f"; near: {', '.join(near)}" if near else ""))
        made += ids[named].tolist()
    return made


def mask_of(corpus, clause: Clause) -> np.ndarray:
    """Which articles a clause selects, in the order of the corpus' index."""
    index = index_of(corpus)
    key = (clause.table, clause.column, clause.op, clause.value)
    if key not in index.masks:
        if len(index.masks) >= 64:
            index.masks.pop(next(iter(index.masks)))
        index.masks[key] = _find(corpus, index, clause)
    return index.masks[key]


def _find(corpus, index, clause: Clause) -> np.ndarray:
    if clause.table == "documents":
        return _find_documents(corpus, index, clause)
    if (clause.table, clause.column) == WORDS["happened"]:
        made = statements(index)
        mask = np.zeros(len(index), bool)
        mask[made.doc[statements_chosen(made, None, None, Selection(clause).days())]] = True
        return mask
    if clause.op == "together":
        pair = Selection(clause).pair(corpus)
        mask = np.zeros(len(index), bool)
        mask[index.actors.doc[pair[0]]] = True
        return mask
    if (clause.table, clause.column) in _NAMED and clause.op == "in":
        wanted = pd.Index(_resolve(corpus, clause))
        if clause.table != "quotes":
            relation = index.actors if clause.table == "mentions" else index.places
            codes = relation.ids.get_indexer(wanted)
            return relation.having(codes[codes >= 0])
        frame = corpus.table("quotes")
        rows = frame[frame["speaker_entity_id"].isin(wanted)]
    elif clause.table in ("entities", "places"):
        frame = corpus.table(clause.table)
        relation = index.actors if clause.table == "entities" else index.places
        codes = relation.ids.get_indexer(frame.loc[_holds(frame[clause.column], clause), frame.columns[0]])
        return relation.having(codes[codes >= 0])
    else:
        frame = corpus.table(clause.table)
        rows = frame[_holds(frame[clause.column], clause)]
    if "document_id" not in rows:
        raise LookupError(f"{clause.table} says nothing about single articles, so a clause on it selects none")
    mask, found = np.zeros(len(index), bool), index.positions(rows["document_id"].unique())
    mask[found[found >= 0]] = True
    return mask


def _find_documents(corpus, index, clause: Clause) -> np.ndarray:
    if clause.column == "date_published" and clause.op == "between":
        begin, end = (None if d is None else int(np.datetime64(d, "D").astype(np.int64)) for d in clause.value)
        mask = np.zeros(len(index), bool)
        left = index.undated if begin is None else np.searchsorted(index.day, begin, side="left")
        mask[left:len(index) if end is None else np.searchsorted(index.day, end, side="right")] = True
        return mask
    if clause.column == "date_published" and clause.op == "in":
        dated = {int(np.datetime64(day, "D").astype(np.int64)) for day in clause.value if day != UNDATED}
        mask = np.isin(index.day, list(dated))
        mask[:index.undated] = UNDATED in clause.value
        return mask
    if clause.column == "text" and clause.op == "contains":
        return text_index(corpus).matches(clause.value)[index.order]
    if clause.column == "document_id" and clause.op == "in":
        mask, found = np.zeros(len(index), bool), index.positions(clause.value)
        mask[found[found >= 0]] = True
        return mask
    if clause.op == "in" and clause.column in ("publisher", "in_language", "section", "date_basis"):
        codes, values = index.column(clause.column)
        wanted = np.zeros(len(values) + 1, bool)
        found = values.get_indexer(pd.Index(clause.value))
        wanted[found[found >= 0]] = True
        return wanted[codes]
    documents = corpus["documents"]
    return _holds(documents[clause.column], clause).to_numpy()[index.order]


def _holds(values: pd.Series, clause: Clause) -> pd.Series:
    if clause.op == "in":
        return values.isin(clause.value)
    if clause.op == "contains":
        return values.astype("str").str.contains(clause.value, case=False, regex=False, na=False)
    begin, end = clause.value
    if str(values.dtype) == schema.TIME:
        begin, end = begin and pd.Timestamp(begin), end and pd.Timestamp(end) + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    held = values.notna()
    if begin is not None:
        held &= values >= begin
    if end is not None:
        held &= values <= end
    return held.fillna(False).astype(bool)
