"""One thing asked of the articles, as a value that can be compared, kept and sent."""

from dataclasses import dataclass

import pandas as pd

from workbench import schema

OPS = ("in", "between", "contains", "together")
UNITS = ("mentions", "articles", "stories")
#: Where two actors can be named together, the closest first.
TOGETHER = ("sentence", "paragraph", "article")
#: word of :meth:`Selection.where` -> the table and column that it asks.
WORDS = {
    "actor": ("mentions", "entity_id"), "place": ("toponyms", "place_id"), "country": ("places", "country_code"),
    "publisher": ("documents", "publisher"), "language": ("documents", "in_language"), "section": ("documents", "section"),
    "story": ("stories", "story_id"), "article": ("documents", "document_id"), "speaker": ("quotes", "speaker_entity_id"),
    "text": ("documents", "text"), "date": ("documents", "date_published"), "happened": ("times", "date_from"),
}


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
        "together": these two actors are named in one sentence; or in one paragraph or article, where that is the third value.
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
            pair, where = value[:2], value[2:] or TOGETHER[:1]
            if len(set(pair)) != 2 or len(where) != 1 or where[0] not in TOGETHER or (self.table, self.column) != WORDS["actor"]:
                raise ValueError(f"together takes mentions.entity_id, two different actors and one of {', '.join(TOGETHER)}, not {value!r}")
            value = (*sorted(pair), *where)
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
            return f"{self.source} {self.value[0]} with {self.value[1]} in one {self.value[2]}"
        begin, end = self.value
        return self.source + (f" from {begin}" if begin is not None else "") + (f" to {end}" if end is not None else "")
