"""Which documents satisfy some clauses, reading as little as may be: indexes first, then single columns."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.store import files

#: (table, column) that have an index: value -> parts and row groups in which it stands.
INDEXED = (("mentions", "entity_id"), ("toponyms", "place_id"))


@dataclass
class Chosen:
    """Documents of one part, and the row groups that they stand in (None: all)."""

    documents: set[str]
    groups: list[int] | None

    def filter(self):
        """As a pyarrow expression."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.field("document_id").isin(pa.array(sorted(self.documents), pa.large_string()))


def write_indexes(folder: Path, manifest: dict) -> dict[str, dict]:
    """Write the indexes of the tables that the manifest has; ``table.column`` -> file entry."""
    made = {}
    for table, column in INDEXED:
        rows = [_places_of(folder, part, table, column) for part in manifest["parts"] if table in part["files"]]
        if rows:
            frame = pd.concat(rows, ignore_index=True).sort_values(["value", "part", "group"], ignore_index=True)
            made[f"{table}.{column}"] = files.write(folder, f"index/{table}.{column}", frame, rows_a_group=20_000)
    return made


def _places_of(folder: Path, part: dict, table: str, column: str) -> pd.DataFrame:
    rows = files.frame_of(files.read(folder, part["files"][table], columns=["document_id", column])).dropna()
    ids = files.frame_of(files.read(folder, part["files"]["documents"], columns=["document_id"]))["document_id"]
    group = rows["document_id"].map(pd.Series(np.arange(len(ids)) // files.GROUP, index=ids.to_numpy()))
    frame = pd.DataFrame({"value": rows[column], "part": np.int32(part["part"]), "group": group.astype("int32")})
    return frame.drop_duplicates()


def matching(folder: Path, manifest: dict, clauses: list) -> dict[int, Chosen]:
    """Documents that satisfy every clause, by part; parts without any are left out.

    Raises
    ------
    KeyError
        If a clause names a column that its table does not have.
    """
    for clause in clauses:
        columns = schema.declared(clause.table).names
        if clause.column not in columns:
            raise KeyError(f"{clause.table} has no column {clause.column!r}; it has {', '.join(columns)}")
    where = None
    for clause in clauses:
        key = f"{clause.table}.{clause.column}"
        if clause.op == "in" and key in manifest["indexes"]:
            found = files.read(folder, manifest["indexes"][key], filters=[("value", "in", list(clause.value) or [""])])
            here = set(zip(found.column("part").to_pylist(), found.column("group").to_pylist(), strict=True))
            where = here if where is None else where & here
    chosen = {}
    for part in manifest["parts"]:
        groups = None if where is None else sorted(group for number, group in where if number == part["part"])
        if groups == []:
            continue
        documents = None
        for clause in clauses:
            found = _documents(folder, part, clause, groups)
            documents = found if documents is None else documents & found
            if not documents:
                break
        if documents:
            chosen[part["part"]] = Chosen(documents, groups)
    return chosen


def _documents(folder: Path, part: dict, clause, groups: list[int] | None) -> set[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if clause.table not in part["files"]:
        return set()
    column = pc.field(clause.column)
    test = None
    if clause.op == "in":
        test = column.isin(pa.array(list(clause.value), pa.large_string()))
    elif clause.op == "between":
        dated = next(c.dtype == schema.TIME for c in schema.declared(clause.table).columns if c.name == clause.column)
        low, high = (pa.scalar(pd.Timestamp(v), pa.timestamp("us")) if dated and v is not None else v for v in clause.value)
        tests = [*([] if low is None else [column >= low]), *([] if high is None else [column <= high])]
        test = tests[0] & tests[-1] if tests else None
    elif clause.op == "contains":
        test = pc.match_substring(column, str(clause.value), ignore_case=True)
    wanted = list(dict.fromkeys(["document_id", clause.column]))
    rows = files.read(folder, part["files"][clause.table], columns=wanted, groups=groups, filters=test)
    return set(rows.column("document_id").to_pylist())
