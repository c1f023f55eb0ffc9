"""The index behind the summaries: which thing stands in which article, as integer codes.

Every relation (actors, places) is held twice: forward rows in the order of the articles, to count everything in a set of
articles, and inverted lists by thing, to find the articles that have it. Articles are kept in order of date inside, so that
a stretch of time is a slice. Strings are touched once, when the index is made.
"""

from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from workbench import schema
from workbench.sentences import sentences

#: The day of an article without a date.
UNDATED = int(np.iinfo(np.int32).min)


def gather(first: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Positions of all rows of the groups ``which``, given where each group's rows start (one more entry than groups)."""
    begin, size = first[which], first[which + 1] - first[which]
    total = int(size.sum())
    if not total:
        return np.empty(0, np.int64)
    ends = np.cumsum(size)
    return np.repeat(begin - (ends - size), size) + np.arange(total)


def largest(counts: np.ndarray, among: np.ndarray, limit: int | None) -> np.ndarray:
    """The codes among these with the largest counts, the lower code first where counts are equal."""
    if limit is not None and len(among) > 4 * limit:
        edge = np.partition(counts[among], len(among) - limit)[len(among) - limit]
        among = among[counts[among] >= edge]
    return among[np.lexsort([among, -counts[among]])][:limit]


class Relation:
    """Rows that tie an article to a thing.

    Parameters
    ----------
    ids, names, labels
        Of the things, in the order of their codes: sorted by name, so that ties of counts fall in alphabetical order.
    doc, code, row
        One entry a row, sorted by article: the article's place in the index, the thing's code, the row's place in its table.
    documents
        Number of articles.
    """

    def __init__(self, ids: pd.Index, names: np.ndarray, labels: np.ndarray, doc: np.ndarray, code: np.ndarray, row: np.ndarray,
                 documents: int):
        self.ids, self.names, self.labels = ids, names, labels
        self.doc, self.code, self.row, self.documents = doc, code, row, documents

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def first(self) -> np.ndarray:
        """Where each article's rows start."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.doc, minlength=self.documents))])

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        key, count = np.unique(self.code.astype(np.int64) * max(self.documents, 1) + self.doc, return_counts=True)
        code, doc = np.divmod(key, max(self.documents, 1))
        return np.concatenate([[0], np.cumsum(np.bincount(code, minlength=len(self)))]), doc.astype(np.int32), count.astype(np.int32)

    def articles_of(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The inverted lists of some things: (position in ``codes``, article, number of rows), one entry a pair."""
        first, doc, count = self._pairs
        pieces = [slice(first[code], first[code + 1]) for code in codes]
        which = np.repeat(np.arange(len(codes)), first[codes + 1] - first[codes])
        return which, *(np.concatenate([of[piece] for piece in pieces] or [of[:0]]) for of in (doc, count))

    def having(self, codes: np.ndarray) -> np.ndarray:
        """Which articles have at least one of these things, a boolean for each article."""
        mask = np.zeros(self.documents, bool)
        first, doc, _ = self._pairs
        for code in codes:
            mask[doc[first[code]:first[code + 1]]] = True
        return mask

    def by_period(self, codes: np.ndarray, starts: np.ndarray, mask: np.ndarray | None, *, rows: bool = True) -> np.ndarray:
        """Counts of some things in stretches of articles, (things, stretches).

        Parameters
        ----------
        starts
            The first article of each stretch; each ends where the next begins.
        mask
            A boolean for each article, None for all.
        rows
            Whether to count rows, or articles.
        """
        first, doc, count = self._pairs
        made = np.zeros((len(codes), len(starts)), np.int64)
        for k, code in enumerate(codes):
            docs = doc[first[code]:first[code + 1]]
            at = np.searchsorted(docs, starts)
            edges = np.append(at, len(docs))
            if mask is None:
                weight = self._summed[first[code]:first[code + 1] + 1] if rows else np.arange(len(docs) + 1)
            else:
                inside = mask[docs]
                weight = np.zeros(len(docs) + 1, np.int64)
                np.cumsum(inside * count[first[code]:first[code + 1]] if rows else inside, out=weight[1:])
            made[k] = np.diff(weight[edges])
        return made

    @cached_property
    def _summed(self) -> np.ndarray:
        count = self._pairs[2]
        return np.concatenate([[0], np.cumsum(count)]).astype(np.int32 if count.sum() < 2**31 else np.int64)

    @cached_property
    def _distinct(self) -> "Relation":
        key = np.unique(self.doc.astype(np.int64) * max(len(self), 1) + self.code)
        doc, code = np.divmod(key, max(len(self), 1))
        return Relation(self.ids, self.names, self.labels, doc.astype(np.int32), code.astype(np.int32), doc, self.documents)

    @cached_property
    def _everywhere(self) -> np.ndarray:
        return np.bincount(self.code, minlength=len(self))

    def _count_rows(self, mask: np.ndarray | None) -> np.ndarray:
        if mask is None:
            return self._everywhere
        inside = np.flatnonzero(mask)
        if 2 * len(inside) > self.documents:  # fewer articles outside: count those, and take them off
            return self._everywhere - np.bincount(self.code[gather(self.first, np.flatnonzero(~mask))], minlength=len(self))
        if len(inside) and inside[-1] - inside[0] + 1 == len(inside):  # a stretch of time: no need to gather
            return np.bincount(self.code[self.first[inside[0]]:self.first[inside[-1] + 1]], minlength=len(self))
        return np.bincount(self.code[gather(self.first, inside)], minlength=len(self))

    def rows_of(self, docs: np.ndarray) -> np.ndarray:
        """Positions of the forward rows of some articles."""
        return gather(self.first, docs)

    def counts(self, mask: np.ndarray | None, by: str, story: np.ndarray) -> np.ndarray:
        """How often each thing stands in the articles of the mask (None for all): in rows, articles or stories."""
        if by == "mentions":
            return self._count_rows(mask)
        if by == "articles":
            return self._distinct._count_rows(mask)
        pairs = self._distinct
        at = np.arange(len(pairs.doc)) if mask is None else gather(pairs.first, np.flatnonzero(mask))
        group, code_of_group = self._story_groups(story)
        seen = np.zeros(len(code_of_group), bool)
        seen[group[at]] = True
        return np.bincount(code_of_group[seen], minlength=len(self))

    def _story_groups(self, story: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if "_groups" not in self.__dict__:
            pairs = self._distinct
            key, group = np.unique(story[pairs.doc].astype(np.int64) * max(len(self), 1) + pairs.code, return_inverse=True)
            self.__dict__["_groups"] = (group, key % max(len(self), 1))
        return self.__dict__["_groups"]


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
        self.order = np.argsort(day, kind="stable").astype(np.int64)
        self.day = day[self.order]
        self.ids = pd.Index(documents["document_id"].to_numpy()[self.order])
        self._columns: dict[str, tuple[np.ndarray, pd.Index]] = {}

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def places_of_rows(self) -> np.ndarray:
        """Place in the index of each row of the documents table."""
        return np.argsort(self.order)

    def table(self, name: str) -> pd.DataFrame:
        """The corpus' table, or an empty one."""
        return self.tables[name] if name in self.tables else schema.empty(name)

    def positions(self, document_ids) -> np.ndarray:
        """Places in the index of document ids; -1 where there is no such article."""
        return self.ids.get_indexer(pd.Index(document_ids))

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
            self._columns[name] = (back[codes].astype(np.int32), pd.Index(np.asarray(values, dtype=object)[rank]))
        return self._columns[name]

    @cached_property
    def _stories(self) -> tuple[np.ndarray, pd.Index, np.ndarray]:
        """Codes and identifiers of stories, and their names: the headline of the lead, or of the first article there is."""
        stories = self.table("stories")
        leads = pd.Series(stories["story_id"].to_numpy(), index=stories["document_id"].to_numpy(), dtype="str")
        of_article = leads.reindex(self.ids).fillna(pd.Series(self.ids, self.ids)).to_numpy(object)
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
        known = authority[authority[authority.columns[0]].isin(rows[key].unique())]
        known = known.iloc[np.lexsort([known.iloc[:, 0].astype(str), known["name"].str.casefold()])]
        code = pd.Index(known.iloc[:, 0]).get_indexer(rows[key])
        keep = np.flatnonzero((doc >= 0) & (code >= 0))
        keep = keep[np.lexsort([rows["start"].to_numpy()[keep], doc[keep]])]
        return Relation(pd.Index(known.iloc[:, 0]), known["name"].to_numpy(), known[label].to_numpy(), doc[keep].astype(np.int32),
                        code[keep].astype(np.int32), rows["_row"].to_numpy()[keep], len(self))

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
        return np.isin(self.actors.labels.astype(str), schema.ACTOR_LABELS)

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
        documents = self.table("documents")
        rows = documents[["headline", "text"]].iloc[self.order[positions]]
        begin = rows["text"].str.slice(0, 400).str.strip().str.split("\n").str[0].str.slice(0, 100)
        return rows["headline"].where(rows["headline"].fillna("").str.strip() != "", begin).to_numpy()

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
            start = self.table("mentions")["start"].to_numpy()[relation.row]
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
    def masks(self) -> dict:
        """Masks found so far, by clause: a small memory for whoever asks."""
        return {}


@lru_cache(maxsize=4)
def index_of(corpus) -> Index:
    """The index of a corpus, made once and kept while it is in use."""
    return Index(corpus)
