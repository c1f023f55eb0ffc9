"""Full-text search: words, "phrases", AND OR NOT, begin*, or a /regular expression/, over the words of articles alone.

What stands around an article (newsletters, related stories) is not searched where segments tell it apart. Case and accents
do not matter. The index is SQLite's FTS5, in memory, made when something is first looked for.
"""

import re
import sqlite3
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

import numpy as np
import pandas as pd

from workbench import schema

#: Stands between two segments in the index, so that no phrase is found across them.
_BREAK = " qzsegmentqz "
_TOKENS = re.compile(r'\s*(?:(?P<phrase>"[^"]*"\*?|“[^”]*”\*?)|(?P<paren>[()])|(?P<word>[^\s()"“”]+))')
_WORD = re.compile(r"[^\W_]+")


class SearchError(ValueError):
    """A question that cannot be read: says what is wrong and what to write."""


@dataclass(frozen=True)
class Term:
    """Words in a row; ``prefix`` where the last one is only a beginning."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def fts(self) -> str:
        """The term in the language of FTS5."""
        return '"' + " ".join(self.words) + '"' + ("*" if self.prefix else "")

    @cached_property
    def pattern(self) -> re.Pattern:
        """Finds the term in folded text, from where its first word begins."""
        between, tail = r"[\W_]+", r"[^\W_]*" if self.prefix else ""
        return re.compile(between.join(map(re.escape, self.words)) + tail + r"(?![^\W_])")


@dataclass(frozen=True)
class Query:
    """A question that was read: ``fts`` for the index, ``terms`` that are looked for, or a regular expression."""

    fts: str = ""
    terms: tuple[Term, ...] = ()
    regex: re.Pattern | None = field(default=None, compare=False)


@cache
def _folded(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare[0] if bare else character


def fold(text: str) -> str:
    """The text in lower case without accents, each character in its place.

    >>> fold("Élan vital, İZMİR")
    'elan vital, izmir'
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


def parse(text: str) -> Query:
    """Read a question.

    Words must all stand in an article; OR and NOT (in capitals), brackets, "phrases" and begin* mean what they say; a text
    between slashes is a regular expression.

    Raises
    ------
    SearchError
        If it cannot be read; says what to write instead.
    """
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        try:
            return Query(regex=re.compile(text[1:-1], re.IGNORECASE))
        except re.error as error:
            raise SearchError(f"the regular expression {text} cannot be read: {error}") from None
    tokens, terms = _tokens(text), []
    made, rest = _either(tokens, terms, True)
    if rest:
        raise SearchError(f"a bracket is closed that was not opened in {text!r}")
    if not made:
        raise SearchError(f"{text!r} holds no word to look for")
    return Query(made, tuple(dict.fromkeys(terms)))


def _tokens(text: str) -> list[str | Term]:
    if text.count('"') % 2:
        raise SearchError(f'a phrase is opened with " but not closed in {text!r}')
    made = []
    for match in _TOKENS.finditer(text):
        token = match["phrase"] or match["paren"] or match["word"]
        if token in ("(", ")", "AND", "OR", "NOT"):
            made.append(token)
            continue
        words = tuple(_WORD.findall(fold(token)))
        if words:
            made.append(Term(words, token.endswith("*")))
    return made


def _either(tokens: list, terms: list, wanted: bool) -> tuple[str, list]:
    left, rest = _all(tokens, terms, wanted)
    while rest and rest[0] == "OR":
        right, rest = _all(rest[1:], terms, wanted)
        if not left or not right:
            raise SearchError("OR needs words on both sides")
        left = f"({left} OR {right})"
    return left, rest


def _all(tokens: list, terms: list, wanted: bool) -> tuple[str, list]:
    made, rest = "", tokens
    while rest and rest[0] not in (")", "OR"):
        join = "AND"
        if rest[0] in ("AND", "NOT"):
            join, rest = rest[0], rest[1:]
            if rest[:1] == ["NOT"]:
                join, rest = "NOT", rest[1:]
            if not made:
                why = ": all articles but some cannot be asked for" if join == "NOT" else ""
                raise SearchError(f"{join} needs words before it{why}")
        part, rest = _one(rest, terms, wanted and join != "NOT")
        if not part:
            raise SearchError(f"{join} needs words after it")
        made = f"({made} {join} {part})" if made else part
    return made, rest


def _one(tokens: list, terms: list, wanted: bool) -> tuple[str, list]:
    if not tokens or tokens[0] in (")", "OR", "AND", "NOT"):
        return "", tokens
    if tokens[0] == "(":
        made, rest = _either(tokens[1:], terms, wanted)
        if not rest:
            raise SearchError("a bracket is opened but not closed")
        if not made:
            raise SearchError("brackets hold no word to look for")
        return made, rest[1:]
    if wanted:
        terms.append(tokens[0])
    return tokens[0].fts, tokens[1:]


class TextIndex:
    """The words of a corpus' articles, ready to be asked. Rows are those of the documents table."""

    def __init__(self, documents: pd.DataFrame, segments: pd.DataFrame):
        self.texts = documents["text"].to_numpy()
        position = pd.Series(np.arange(len(documents)), index=documents["document_id"].to_numpy())
        rows = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
        at = position.reindex(rows["document_id"]).to_numpy()
        keep = ~np.isnan(at.astype(float))
        table = np.column_stack([at[keep].astype(np.int64), rows["start"].to_numpy()[keep], rows["end"].to_numpy()[keep]])
        table = table[np.lexsort([table[:, 1], table[:, 0]])]
        told = position.reindex(segments["document_id"].unique()).dropna().to_numpy(np.int64)
        untold = np.setdiff1d(np.arange(len(documents)), told)  # not segmented: all of the text
        whole = np.column_stack([untold, np.zeros_like(untold), [len(self.texts[k]) for k in untold]]) if len(untold) else table[:0]
        table = np.concatenate([table, whole.astype(np.int64)])
        self._pieces = table[np.argsort(table[:, 0], kind="stable")]
        self._first = np.searchsorted(self._pieces[:, 0], np.arange(len(documents) + 1))
        self._known: dict[str, np.ndarray] = {}
        self._vocabulary: dict[str, int] = {}
        self._said: dict[int, np.ndarray] = {}

    def pieces(self, row: int) -> np.ndarray:
        """Start and end of each stretch of an article's own words, (n, 2)."""
        return self._pieces[self._first[row]:self._first[row + 1], 1:]

    def words(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The words of some articles, in lower case without accents: what they are, and how often each stands in how many.

        Returns
        -------
        words, times, articles
            The words known so far, and for each how often it stands in these articles, and in how many of them.
        """
        codes = self._vocabulary
        for row in rows:
            if row not in self._said:
                found = [word for a, b in self.pieces(row) for word in _WORD.findall(fold(self.texts[row][a:b]))]
                self._said[row] = np.array([codes.setdefault(word, len(codes)) for word in found], np.int32)
        size = len(codes)
        empty = np.empty(0, np.int32)
        times = np.bincount(np.concatenate([self._said[row] for row in rows] or [empty]), minlength=size)
        articles = np.bincount(np.concatenate([np.unique(self._said[row]) for row in rows] or [empty]), minlength=size)
        return np.array(list(codes), dtype=object), times, articles

    @cached_property
    def _table(self) -> sqlite3.Connection:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        made.execute("CREATE VIRTUAL TABLE articles USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')")
        made.executemany("INSERT INTO articles(rowid, words) VALUES (?, ?)", (
            (row, _BREAK.join(text[a:b] for a, b in self.pieces(row))) for row, text in enumerate(self.texts)))
        made.commit()
        return made

    def matches(self, question: str) -> np.ndarray:
        """Which articles answer the question: a boolean for each row of documents.

        Raises
        ------
        SearchError
            If it cannot be read.
        """
        query = parse(question)
        mask = np.zeros(len(self.texts), bool)
        if query.regex is not None:
            mask[self.hits(question)[:, 0]] = True
            return mask
        found = self._table.execute("SELECT rowid FROM articles WHERE articles MATCH ?", (query.fts,)).fetchall()
        mask[np.fromiter((row for row, in found), np.int64, len(found))] = True
        return mask

    def best(self, question: str, *, limit: int | None = None) -> np.ndarray:
        """The rows of documents that answer best, by FTS5's bm25, the best first; of a regular expression, those with most hits.

        Raises
        ------
        SearchError
            If it cannot be read.
        """
        query = parse(question)
        if query.regex is not None:
            rows, many = np.unique(self.hits(question)[:, 0], return_counts=True)
            return rows[np.lexsort([rows, -many])][:limit]
        found = self._table.execute("SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?",
                                    (query.fts, -1 if limit is None else limit)).fetchall()
        return np.fromiter((row for row, in found), np.int64, len(found))

    def hits(self, question: str) -> np.ndarray:
        """Where the words stand that were looked for: row of documents, start, end; (n, 3), in order.

        Words after NOT are not among them. The last sixteen questions are remembered.
        """
        if question not in self._known:
            if len(self._known) >= 16:
                self._known.pop(next(iter(self._known)))
            query = parse(question)
            rows = range(len(self.texts)) if query.regex is not None else np.flatnonzero(self.matches(question))
            found = [(row, a, b) for row in rows for a, b in self._in(row, query)]
            self._known[question] = np.array(found, np.int64).reshape(-1, 3)
        return self._known[question]

    def _in(self, row: int, query: Query) -> list[tuple[int, int]]:
        text, found = self.texts[row], set()
        folded = "" if query.regex is not None else fold(text)
        for left, right in self.pieces(row):
            if query.regex is not None:
                found.update(match.span() for match in query.regex.finditer(text, left, right) if match.end() > match.start())
                continue
            for term in query.terms:
                at = folded.find(term.words[0], left, right)
                while at >= 0:
                    if at == left or not (folded[at - 1].isalnum()):
                        match = term.pattern.match(folded, at, right)
                        if match:
                            found.add(match.span())
                    at = folded.find(term.words[0], at + 1, right)
        return sorted(found)


@lru_cache(maxsize=4)
def text_index(corpus) -> TextIndex:
    """The text index of a corpus, made once and kept while it is in use."""
    return TextIndex(corpus["documents"], corpus.table("segments"))
