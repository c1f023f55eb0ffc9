"""The index behind the summaries: which thing stands in which article, as integer codes.

Articles are kept in order of date inside, so that a stretch of time is a slice. Strings are touched once, when the index is
made.
"""

from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from workbench import schema
from workbench.sentences import sentences
from workbench.summaries import Relation, Taken

#: The day of an article without a date.
UNDATED = int(np.iinfo(np.int32).min)


class Index:
    """A corpus as integer codes. Masks are booleans, one an article, in the index's own order: by date, undated first.

    Attributes
    ----------
    order
        Row of the documents table of each article of the index.
    day
        Day of publication since 1970-01-01; :data:`UNDATED` without a date.
    story
        Code of the story; each article is its own where stories have not been found.
    """

    #: Corpora of so many articles are read sentence by sentence for who is named together, larger ones by paragraph.
    SENTENCES = 5000

    def __init__(self, tables):
        self.tables = tables
        documents = tables["documents"]
        dates = documents["date_published"].to_numpy("datetime64[D]")
        day = np.where(np.isnat(dates), UNDATED, dates.astype(np.int64)).astype(np.int32)
        self.order = np.argsort(day, kind="stable").astype(np.int32)
        self.day = day[self.order]
        self._ids = pd.Index(documents["document_id"])  # the table's own: no strings are copied
        self._columns: dict[str, tuple[np.ndarray, pd.Index]] = {}

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def places_of_rows(self) -> np.ndarray:
        """Place in the index of each row of the documents table."""
        ordered = (self.order[1:] > self.order[:-1]).all()  # then it is the same
        return self.order if ordered else np.argsort(self.order).astype(np.int32)

    def table(self, name: str) -> pd.DataFrame:
        """The corpus' table, or an empty one."""
        return self.tables[name] if name in self.tables else schema.empty(name)

    def positions(self, document_ids) -> np.ndarray:
        """Places in the index of document ids; -1 where there is no such article."""
        row = self._ids.get_indexer(pd.Index(document_ids))
        return np.where(row >= 0, self.places_of_rows[row], -1) if len(self) else row

    @property
    def undated(self) -> int:
        """Number of articles without a date: the first ones of the index."""
        return int(np.searchsorted(self.day, UNDATED, side="right"))

    @cached_property
    def story(self) -> np.ndarray:
        return self._stories[0].astype(np.int64)

    def column(self, name: str) -> tuple[np.ndarray, pd.Index]:
        """A column of documents as (codes, values); code -1 where missing; values in alphabetical order.

        "story" stands for the stories: values are identifiers, in the order of :attr:`story_names`.
        """
        if name == "story":
            return self._stories[0], self._stories[1]
        if name not in self._columns:
            codes, values = pd.factorize(self.table("documents")[name].to_numpy()[self.order], use_na_sentinel=True)
            rank = np.argsort(pd.Index(values).astype("str").str.casefold(), kind="stable")
            back = np.append(np.argsort(rank), -1)
            codes = back[codes].astype(np.min_scalar_type(-max(len(values), 1)))
            self._columns[name] = (codes, pd.Index(np.asarray(values, dtype=object)[rank]))
        return self._columns[name]

    @cached_property
    def _stories(self) -> tuple[np.ndarray, pd.Index, np.ndarray]:
        """Codes and identifiers of stories, and their names: the headline of the lead, or of the first article there is."""
        stories = self.table("stories")
        leads = pd.Series(stories["story_id"].to_numpy(), index=stories["document_id"].to_numpy(), dtype="str")
        ids = self._ids[self.order]
        of_article = leads.reindex(ids).fillna(pd.Series(ids, ids)).to_numpy(object)
        codes, ids = pd.factorize(of_article)
        lead = self.positions(ids)
        first = np.unique(codes, return_index=True)[1]
        names = self.headlines(np.where(lead >= 0, lead, first)).astype(object) if len(ids) else np.empty(0, object)
        rank = np.lexsort([ids.astype(str), pd.Series(names, dtype="str").str.casefold().to_numpy(str)])
        return np.argsort(rank)[codes].astype(np.int32), pd.Index(ids[rank], dtype=object), names[rank]

    @property
    def story_names(self) -> np.ndarray:
        """What each story is called, in the order of the values of ``column("story")``."""
        return self._stories[2]

    def _relation(self, rows: pd.DataFrame, key: str, authority: pd.DataFrame, label: str) -> Relation:
        doc = self.positions(rows["document_id"])
        ids = authority.iloc[:, 0]
        known = np.flatnonzero(ids.isin(rows[key].unique()))
        known = known[np.lexsort([ids.iloc[known].astype(str), authority["name"].iloc[known].str.casefold()])]
        ids = Taken(ids, known)
        code = ids.get_indexer(rows[key])
        keep = np.flatnonzero((doc >= 0) & (code >= 0))
        keep = keep[np.lexsort([rows["start"].to_numpy()[keep], doc[keep]])]
        return Relation(ids, Taken(authority["name"], known), authority[label].iloc[known].astype("category").array, doc[keep], code[keep],
                        rows["_row"].to_numpy()[keep], len(self))

    @cached_property
    def actors(self) -> Relation:
        """Mentions of entities, of all kinds; :attr:`can_act` says which of them are actors.

        Where a name of a place means the place itself ("in Moscow"), it is no mention of an actor ("Moscow said").
        """
        mentions = self.table("mentions")
        rows = mentions[["document_id", "entity_id", "start"]].assign(_row=np.arange(len(mentions)))
        named = self.table("toponyms")["mention_id"].to_numpy()[self._literal["_row"].to_numpy()]
        literal = np.zeros(len(mentions), bool)  # isin() of strings goes through a list, which takes seconds
        spots = pd.Index(mentions["span_id"]).get_indexer(named) if len(named) else np.zeros(0, np.int64)
        literal[spots[spots >= 0]] = True
        return self._relation(rows[(rows["entity_id"].notna() & ~literal).to_numpy()], "entity_id", self.table("entities"), "label")

    @cached_property
    def can_act(self) -> np.ndarray:
        """Which entities are persons, organisations, countries or peoples, a boolean for each code of :attr:`actors`."""
        return self.actors.labels.isin(schema.ACTOR_LABELS)

    @cached_property
    def _literal(self) -> pd.DataFrame:
        toponyms = self.table("toponyms")
        rows = toponyms[["document_id", "place_id", "start", "label"]].assign(_row=np.arange(len(toponyms)))
        return rows[rows["label"] == "literal"]

    @cached_property
    def places(self) -> Relation:
        """Names of places that mean the place itself ("in Moscow"), not an institution by its name ("Moscow said")."""
        return self._relation(self._literal[self._literal["place_id"].notna()], "place_id", self.table("places"), "feature_class")

    @cached_property
    def every_place(self) -> Relation:
        """All names of places, those too that mean an institution or a people."""
        toponyms = self.table("toponyms")
        rows = toponyms[["document_id", "place_id", "start"]].assign(_row=np.arange(len(toponyms)))
        return self._relation(rows[rows["place_id"].notna()], "place_id", self.table("places"), "feature_class")

    @cached_property
    def acting(self) -> np.ndarray:
        """Number of mentions of actors in each article."""
        return np.bincount(self.actors.doc[self.can_act[self.actors.code]], minlength=len(self))

    def _in_order(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Of rows with document_id, start and _row: their places in their table, and their articles, article by article."""
        doc = self.positions(rows["document_id"])
        keep = np.flatnonzero(doc >= 0)
        keep = keep[np.lexsort([rows["start"].to_numpy()[keep], doc[keep]])]
        return rows["_row"].to_numpy()[keep], doc[keep].astype(np.int64)

    @cached_property
    def unplaced_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Names of places for which no place was found: rows of the toponyms, and articles of the index."""
        return self._in_order(self._literal[self._literal["place_id"].isna()])

    @cached_property
    def unplaced(self) -> np.ndarray:
        """Number of names of places in each article for which no place was found."""
        return np.bincount(self.unplaced_rows[1], minlength=len(self))

    @cached_property
    def quote_rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What was said: rows of the quotes, articles of the index, and codes of the speakers, -1 where not known."""
        table = self.table("quotes")
        rows, doc = self._in_order(table[["document_id", "start"]].assign(_row=np.arange(len(table))))
        return rows, doc, self.actors.ids.get_indexer(table["speaker_entity_id"].iloc[rows])

    @cached_property
    def associative(self) -> np.ndarray:
        """Number of names in each article that stand for an institution or a people, not for the place."""
        toponyms = self.table("toponyms")
        doc = self.positions(toponyms["document_id"][toponyms["label"] == "associative"])
        return np.bincount(doc[doc >= 0], minlength=len(self))

    def headlines(self, positions: np.ndarray) -> np.ndarray:
        """Headlines of articles of the index; the first words of the text where there is none."""
        documents, rows = self.table("documents"), self.order[positions]
        told = documents["headline"].iloc[rows]
        bare = np.flatnonzero(told.fillna("").str.strip() == "")
        told = told.to_numpy(object)
        if len(bare):
            begin = documents["text"].iloc[rows[bare]].str.slice(0, 400).str.strip().str.split("\n").str[0]
            told[bare] = begin.str.slice(0, 100).to_numpy(object)
        return told

    @cached_property
    def _segments(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        segments = self.table("segments")
        doc = self.positions(segments["document_id"])
        key = (doc.astype(np.int64) << 32) + segments["start"].to_numpy()
        order = np.argsort(key, kind="stable")
        return key[order], segments["end"].to_numpy()[order], order

    def _segment_at(self, doc: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The last segment that begins at or before each span, and whether the span begins inside it."""
        key, end, _ = self._segments
        at = np.searchsorted(key, (doc.astype(np.int64) << 32) + start, side="right") - 1
        return at, (at >= 0) & (key[at] >> 32 == doc) & (end[at] > start)

    def segment_bounds(self, doc: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Start and end of the segment that each span stands in; 0 and a very large number where it stands in none."""
        key, end, _ = self._segments
        left, right = np.zeros(len(doc), np.int64), np.full(len(doc), 1 << 31)
        if not len(key):
            return left, right
        at, inside = self._segment_at(doc, start)
        left[inside], right[inside] = (key[at] & 0xFFFFFFFF)[inside], end[at][inside]
        return left, right

    def role_of(self, doc: np.ndarray, start: np.ndarray) -> np.ndarray:
        """Label of the segment that each span stands in, an empty text where it stands in none."""
        segments = self.table("segments")
        if segments.empty:
            return np.full(len(doc), "", object)
        labels = segments["label"].to_numpy(object)[self._segments[2]]
        at, inside = self._segment_at(doc, start)
        return np.where(inside, labels[at], "")

    def units(self, doc: np.ndarray, start: np.ndarray) -> np.ndarray:
        """The sentence that each span stands in, the paragraph where articles are many: article, segment, sentence, (n, 3).

        Spans are given in order of article.
        """
        left, _ = self.segment_bounds(doc, start)
        sentence = np.zeros(len(start), np.int64)
        if len(self) <= self.SENTENCES and len(doc):
            texts = self.table("documents")["text"]
            for rows in np.split(np.arange(len(doc)), np.flatnonzero(np.diff(doc)) + 1):
                text = texts.iloc[self.order[doc[rows[0]]]]
                bounds = self.sentences_of(doc[rows[0]], lambda text=text: np.array(sentences(text), np.int64).reshape(-1, 2))
                sentence[rows] = np.searchsorted(bounds[:, 0], start[rows], side="right")
        return np.column_stack([doc, left, sentence])

    @property
    def together_in(self) -> tuple[str, ...]:
        """Where actors can be named together, the closest first; many articles are not read sentence by sentence."""
        return ("sentence", "paragraph", "article") if len(self) <= self.SENTENCES else ("paragraph", "article")

    def actor_unit(self, unit: str) -> np.ndarray:
        """The sentence, paragraph or article that each forward row of :attr:`actors` stands in, as a code."""
        if unit not in self._units:
            relation = self.actors
            if unit == "article":
                return relation.doc
            start = self.table("mentions")["start"].to_numpy()[relation.row_of(np.arange(len(relation.code)))]
            where = self.units(relation.doc, start)[:, :3 if unit == "sentence" else 2]
            self._units[unit] = np.unique(where, axis=0, return_inverse=True)[1].ravel()
        return self._units[unit]

    @cached_property
    def _units(self) -> dict:
        return {}

    @cached_property
    def _sentences(self) -> dict:
        return {}

    def sentences_of(self, position: int, split) -> np.ndarray:
        """Bounds of an article's sentences, (n, 2), split when first asked for; the last 5,000 articles are kept."""
        if position not in self._sentences:
            if len(self._sentences) >= 5000:
                self._sentences.pop(next(iter(self._sentences)))
            self._sentences[position] = split()
        return self._sentences[position]

    @cached_property
    def codes(self) -> dict:
        """Codes of the things that clauses name, found so far."""
        return {}

    @cached_property
    def masks(self) -> dict:
        """Masks found so far, by clause: a small memory for whoever asks."""
        return {}


@lru_cache(maxsize=4)
def index_of(corpus) -> Index:
    """The index of a corpus, made once and kept while it is in use."""
    return Index(corpus)
