"""One thing asked of the articles, as a value that can be compared, kept and sent."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar

import pandas as pd

from workbench import schema

OPS = ("in", "between", "contains", "together")
UNITS = ("mentions", "articles", "stories")
#: Where two actors can be named together, the closest first.
TOGETHER = ("sentence", "paragraph", "article")
#: value of a date's clause for the articles without one
UNDATED = "undated"
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
    UNDATED: ClassVar[str] = UNDATED

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


def in_order(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """One clause of each source, the last given, sorted by source."""
    return tuple(sorted({c.source: c for c in clauses}.values(), key=lambda c: c.source))


def to_json(clauses: Iterable[Clause], **state) -> str:
    """The clauses, and what else is given, as a small JSON text; :func:`from_json` reads it."""
    return json.dumps({"workbench_view": 1, **state, "clauses": [asdict(c) for c in clauses]}, ensure_ascii=False)


def from_json(text: str) -> dict:
    """What :func:`to_json` was given, ``clauses`` among it.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError
        If it is none, or holds a clause that cannot be.
    """
    state = json.loads(text)
    if state.get("workbench_view") != 1:
        raise ValueError(f"workbench_view is {state.get('workbench_view')!r}, known is 1")
    clauses = [Clause(**{**c, "value": c["value"] if isinstance(c["value"], str) else tuple(c["value"])}) for c in state["clauses"]]
    return state | {"clauses": clauses}


def code(clauses: Iterable[Clause], by: str) -> str:
    """The Python that makes a selection of these clauses, counted so."""
    words = []
    for clause in clauses:
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
    if by != "mentions":
        words.append(f"by={by!r}")
    return f"wb.Selection().where({', '.join(words)})" if words else "wb.Selection()"
