"""A corpus: an immutable set of tidy tables."""

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench import schema

#: In the reason of a problem: an annotator gave up on an article that had been read.
FAILED = " failed: "


class Corpus(Mapping):
    """An immutable set of tables, each a plain DataFrame, reached as attributes: ``corpus.mentions``.

    Parameters
    ----------
    tables
        name -> frame. Each is brought to its declared columns and types. ``documents`` is required.

    Examples
    --------
    >>> import pandas as pd
    >>> corpus = Corpus({"documents": pd.DataFrame({"document_id": ["a"], "text": ["Hello"], "date_basis": ["none"],
    ...                  "date_confidence": [0.0], "text_sha256": [""]})})
    >>> corpus
    1 article from 0 publishers, 1 undated
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        if "documents" not in tables:
            raise schema.SchemaError(f"a corpus needs a table documents; given were {', '.join(tables) or 'none'}")
        self._tables = {name: schema.check(name, schema.conform(name, tables[name])) for name in schema.TABLES if name in tables}
        strange = set(tables) - set(schema.TABLES)
        if strange:
            schema.declared(sorted(strange)[0])

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("_tables", {})
        if name in tables:
            return tables[name]
        if name in schema.TABLES:
            raise AttributeError(f"this corpus has no table {name!r} yet, only {', '.join(tables)}; wb.annotate(corpus) makes the rest")
        raise AttributeError(f"a corpus has tables ({', '.join(schema.TABLES)}), not {name!r}")

    def table(self, name: str) -> pd.DataFrame:
        """The table, or an empty one where the corpus has not been annotated so far."""
        return self._tables[name] if name in self._tables else schema.empty(name)

    def replace(self, **tables: pd.DataFrame) -> "Corpus":
        """A new corpus with these tables put in or replaced; unchanged tables are shared."""
        made = Corpus.__new__(Corpus)
        fresh = {name: schema.check(name, schema.conform(name, frame)) for name, frame in tables.items()}
        made._tables = {name: fresh.get(name, self._tables.get(name)) for name in schema.TABLES if name in fresh or name in self._tables}
        return made

    def revise(self, table: str, keep=None, **columns) -> "Corpus":
        """A new corpus with columns of one table replaced, or with some of its rows only.

        Cheaper than :meth:`replace` on large tables: what stays was checked before, so that only the new columns are.

        Parameters
        ----------
        table
            A table of the corpus.
        keep
            Which rows stay, as a boolean array; all when not given.
        columns
            name -> values, one for each row of the table as it was. The key cannot be replaced.
        """
        declaration, frame = schema.declared(table), self._tables[table]
        given = {c.name: c for c in declaration.columns if c.name in columns and c.name != declaration.key}
        if set(given) != set(columns):
            raise schema.SchemaError(f"{table} has no columns {sorted(set(columns) - set(given))} to revise")
        for name, column in given.items():
            values = pd.Series(columns[name], index=frame.index).astype(column.dtype)
            strange = set(values.dropna().unique()) - set(column.allowed) if column.allowed else set()
            if strange or (column.required and values.isna().any()):
                raise schema.SchemaError(f"{table}.{name} holds {sorted(strange) or 'missing values'}; it must not")
            frame = frame.assign(**{name: values})
        made = Corpus.__new__(Corpus)
        made._tables = {**self._tables, table: frame if keep is None else frame[keep].reset_index(drop=True)}
        return made

    def part(self, document_ids) -> "Corpus":
        """The corpus of some documents only: their rows of every table that has a document_id; authorities stay whole."""
        chosen = pd.Index(document_ids)
        made = Corpus.__new__(Corpus)
        made._tables = {name: frame[frame["document_id"].isin(chosen)].reset_index(drop=True) if "document_id" in frame else frame
                        for name, frame in self._tables.items()}
        return made

    def check_spans(self) -> "Corpus":
        """The corpus itself, if every span says what stands in the text."""
        for name in schema.SPAN_TABLES:
            if name in self._tables:
                schema.check_spans(name, self._tables[name], self.documents)
        return self

    def __repr__(self) -> str:
        documents, problems = self.documents, self.table("problems")
        publishers = documents["publisher"].nunique()
        head = [f"{len(documents):,} article{'s' * (len(documents) != 1)} from {publishers:,} publisher{'s' * (publishers != 1)}",
                f"{int(documents['date_published'].isna().sum()):,} undated"]
        of_annotators = problems["reason"].str.contains(FAILED, regex=False).to_numpy(bool)
        unread, failed = int((~of_annotators).sum()), problems["source_path"][of_annotators].nunique()
        if unread:
            head.append(f"{unread:,} file{'s' * (unread != 1)} not read")
        if failed:
            head.append(f"{failed:,} article{'s' * (failed != 1)} not fully annotated")
        lines = [", ".join(head)]
        aside = ("documents", "problems", "markup", "provenance")
        others = [f"{name} {len(frame):,}" for name, frame in self._tables.items() if name not in aside]
        if others:
            lines.append("tables: " + ", ".join(others))
        return "\n".join(lines)
