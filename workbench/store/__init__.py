"""A corpus as a folder of Parquet parts: written so that a kill at any moment leaves the folder as before or as after.

``manifest.json`` names every file with its rows and hash. A part holds the same run of documents in every table, sorted by
date; authorities (entities, places) and problems are one file each; ``index/`` says in which row groups of which parts an actor
or a place stands. Any Parquet reader reads the folder::

    SELECT * FROM 'my_corpus/mentions/*.parquet'
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.corpus import Corpus
from workbench.store import files
from workbench.store.files import MANIFEST, SCHEMA_VERSION, StoreError
from workbench.store.places import Remote, place

__all__ = ["MANIFEST", "PART", "SCHEMA_VERSION", "StoreError",
           "describe", "is_corpus", "load", "load_part", "place", "publish", "put", "save", "tables", "verify"]

PART = 10_000  # documents a part: some tens of megabytes of text, which any laptop reads at once

#: (table, column) that have an index: value -> parts and row groups in which it stands.
INDEXED = (("mentions", "entity_id"), ("toponyms", "place_id"))


@dataclass
class _Chosen:
    """Documents of one part, and the row groups that they stand in (None: all)."""

    documents: set[str]
    groups: list[int] | None

    def filter(self):
        """As a pyarrow expression."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.field("document_id").isin(pa.array(sorted(self.documents), pa.large_string()))


def save(corpus: Corpus, folder: str | Path | Remote, *, part_size: int = PART) -> Path | Remote:
    """Write a corpus to a folder of Parquet files.

    Parameters
    ----------
    corpus
        Any corpus.
    folder
        A path, or a URL that fsspec knows ("s3://bucket/corpus"). Made where it does not exist. A corpus that stands there is replaced in
        one step.
    part_size
        Documents a part.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    StoreError
        If the folder holds other files than a corpus: they are left alone.
    """
    folder = place(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists() and not files.only_leftovers(folder):
        raise StoreError(f"{folder} is not empty and holds no corpus; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    documents = corpus.documents.sort_values("date_published", kind="stable", na_position="last", ignore_index=True)
    part_of = pd.Series(np.arange(len(documents)) // part_size, index=documents["document_id"])
    split = {name: dict(list(frame.groupby(frame["document_id"].map(part_of).to_numpy())))
             for name, frame in [*corpus.items(), ("documents", documents)] if "document_id" in frame}
    parts = []
    for number in range(max(1, -(-len(documents) // part_size))):
        ids = documents["document_id"].iloc[number * part_size:(number + 1) * part_size]
        tables = {name: frames.get(number, schema.empty(name)) for name, frames in split.items()}
        parts.append({"part": number, "documents": len(ids), "files": files.write_part(folder, number, tables, ids), "done": {}})
    whole = {name: files.write(folder, name, frame) for name, frame in corpus.items() if "document_id" not in frame}
    manifest = {"schema_version": SCHEMA_VERSION, "written": _now(), "documents": len(documents), "parts": parts, "whole": whole,
                "indexes": {}}
    manifest["indexes"] = _write_indexes(folder, manifest)
    files.commit(folder, manifest)
    return folder


def load(folder: str | Path | Remote, *, where: object = None) -> Corpus:
    """Read a corpus back.

    Parameters
    ----------
    folder
        What :func:`save` wrote.
    where
        A ``Selection`` or an iterable of clauses: only the documents that satisfy all of them are read, with their rows.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no corpus in it.
    StoreError
        If another version wrote it, or a file is absent or damaged.
    """
    folder = place(folder)
    manifest = files.manifest_of(folder)
    clauses = list(getattr(where, "clauses", where) or [])
    chosen = _matching(folder, manifest, clauses) if clauses else None
    tables: dict[str, list[pd.DataFrame]] = {name: [schema.empty(name)] for name in _tables(manifest)}
    for part in manifest["parts"]:
        if chosen is None or part["part"] in chosen:
            for name, file in part["files"].items():
                tables[name].append(_rows(folder, file, None if chosen is None else chosen[part["part"]]))
    for name, file in manifest["whole"].items():
        tables[name].append(files.frame_of(files.read(folder, file)))
    return Corpus({name: pd.concat(frames[1:], ignore_index=True) if frames[1:] else frames[0] for name, frames in tables.items()})


def load_part(folder: Path | Remote, manifest: dict, number: int, names: tuple[str, ...], *, columns: list[str] | None = None
              ) -> dict[str, pd.DataFrame]:
    """Some tables of one part, or some columns of theirs, and authorities whole; a table that the corpus does not have is empty."""
    part = manifest["parts"][number]
    entries = {**part["files"], **manifest["whole"]}
    return {name: files.frame_of(files.read(folder, entries[name], columns=columns)) if name in entries else schema.empty(name)
            for name in names}


def put(folder: Path | Remote, number: int, tables: dict[str, pd.DataFrame], documents: pd.Series) -> dict[str, dict]:
    """Write tables of one part beside what stands; they count once the manifest names them. Returns their entries."""
    return files.write_part(folder, number, tables, documents)


def publish(folder: Path | Remote, manifest: dict, *, final: bool = True) -> None:
    """Let what was put in: every part for itself while work goes on, with new indexes when it is final."""
    manifest["written"] = _now()
    if final:
        manifest["indexes"] = _write_indexes(folder, manifest)
    files.commit(folder, manifest, sweep=final)


def describe(folder: str | Path | Remote) -> str:
    """What a saved corpus holds, told from its manifest alone."""
    manifest = files.manifest_of(place(folder))
    rows = {name: manifest["whole"][name]["rows"] if name in manifest["whole"] else
            sum(part["files"][name]["rows"] for part in manifest["parts"] if name in part["files"]) for name in _tables(manifest)}
    return (f"{manifest['documents']:,} articles in {len(manifest['parts'])} part{'s' * (len(manifest['parts']) != 1)}\n"
            "tables: " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))


def tables(folder: str | Path | Remote) -> list[str]:
    """Names of the tables that a saved corpus has."""
    return _tables(files.manifest_of(place(folder)))


def is_corpus(folder: object) -> bool:
    """Whether the folder holds a saved corpus."""
    return isinstance(folder, (str, Path, Remote)) and (place(folder) / MANIFEST).is_file()


def verify(folder: str | Path | Remote) -> pd.DataFrame:
    """Each file of a saved corpus with its state: ``whole``, ``absent`` or ``changed`` against the manifest's hash."""
    folder = place(folder)
    rows = []
    for file in files.files_of(files.manifest_of(folder)):
        path = folder / file["path"]
        state = "absent" if not path.exists() else "whole" if files.hash_of(path) == file["sha256"] else "changed"
        rows.append({"path": file["path"], "rows": file["rows"], "state": state})
    return pd.DataFrame(rows, columns=["path", "rows", "state"])


def _rows(folder: Path | Remote, file: dict, chosen: _Chosen | None) -> pd.DataFrame:
    if chosen is None:
        return files.frame_of(files.read(folder, file))
    return files.frame_of(files.read(folder, file, groups=chosen.groups, filters=chosen.filter()))


def _tables(manifest: dict) -> list[str]:
    named = {name for part in manifest["parts"] for name in part["files"]} | set(manifest["whole"])
    return [name for name in schema.TABLES if name in named]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_indexes(folder: Path | Remote, manifest: dict) -> dict[str, dict]:
    """Write the indexes of the tables that the manifest has; ``table.column`` -> file entry."""
    made = {}
    for table, column in INDEXED:
        name, parts = f"{table}.{column}", [part for part in manifest["parts"] if table in part["files"]]
        of = files.digest([part["files"][one]["sha256"] for part in parts for one in ("documents", table)])
        if manifest["indexes"].get(name, {}).get("of") == of:
            made[name] = manifest["indexes"][name]
        elif parts:
            rows = [_places_of(folder, part, table, column) for part in parts]
            frame = pd.concat(rows, ignore_index=True).sort_values(["value", "part", "group"], ignore_index=True)
            made[name] = files.write(folder, f"index/{name}", frame, rows_a_group=20_000) | {"of": of}
    return made


def _places_of(folder: Path | Remote, part: dict, table: str, column: str) -> pd.DataFrame:
    rows = files.frame_of(files.read(folder, part["files"][table], columns=["document_id", column])).dropna()
    ids = files.frame_of(files.read(folder, part["files"]["documents"], columns=["document_id"]))["document_id"]
    group = rows["document_id"].map(pd.Series(np.arange(len(ids)) // files.GROUP, index=ids.to_numpy()))
    frame = pd.DataFrame({"value": rows[column], "part": np.int32(part["part"]), "group": group.astype("int32")})
    return frame.drop_duplicates()


def _matching(folder: Path | Remote, manifest: dict, clauses: list) -> dict[int, _Chosen]:
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
            found = _documents_of(folder, part, clause, groups)
            documents = found if documents is None else documents & found
            if not documents:
                break
        if documents:
            chosen[part["part"]] = _Chosen(documents, groups)
    return chosen


def _documents_of(folder: Path | Remote, part: dict, clause, groups: list[int] | None) -> set[str]:
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
