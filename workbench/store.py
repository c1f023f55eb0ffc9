"""A corpus as a folder of Parquet parts: written so that a kill at any moment leaves the folder as before or as after.

``manifest.json`` names every file with its rows and hash. A part holds the same run of documents in every table, sorted by
date; authorities (entities, places) and problems are one file each. New files are written beside the old ones, the manifest is
replaced in one step, then what it no longer names is removed. Any Parquet reader reads the folder::

    SELECT * FROM 'my_corpus/mentions/*.parquet'
"""

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from workbench import schema
from workbench.corpus import Corpus

#: Grows when a table's columns change in a way that old folders must be told of.
SCHEMA_VERSION = 1
PART = 10_000  # documents a part: some tens of megabytes of text, which any laptop reads at once
MANIFEST = "manifest.json"


class StoreError(ValueError):
    """A folder that is no corpus, was written by another version, or is damaged: says which file, and what to do."""


def save(corpus: Corpus, folder: str | Path, *, part_size: int = PART) -> Path:
    """Write a corpus to a folder of Parquet files.

    Parameters
    ----------
    corpus
        Any corpus.
    folder
        Made where it does not exist. A corpus that stands there is replaced in one step.
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
    folder = Path(folder).expanduser()
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists() and not _only_leftovers(folder):
        raise StoreError(f"{folder} is not empty and holds no corpus; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    documents = corpus.documents.sort_values("date_published", kind="stable", na_position="last")
    part_of = pd.Series(range(len(documents)), index=documents["document_id"]) // part_size
    files = []
    for name, frame in corpus.items():
        if "document_id" not in frame:
            files.append(_write(frame, folder, name, None))
            continue
        parts = frame["document_id"].map(part_of)
        ordered = frame.loc[documents.index] if name == "documents" else frame
        for part, rows in ordered.groupby(parts, sort=True):
            files.append(_write(rows, folder, name, int(part)))
        if not len(frame):
            files.append(_write(frame, folder, name, 0))
    _commit(folder, {"schema_version": SCHEMA_VERSION, "written": datetime.now(UTC).isoformat(timespec="seconds"),
                     "documents": len(documents), "tables": list(corpus), "files": files})
    return folder


def load(folder: str | Path, *, where: object = None) -> Corpus:
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
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as parquet

    folder = Path(folder).expanduser()
    manifest = _manifest(folder)
    clauses = list(getattr(where, "clauses", where) or [])
    chosen = _matching(folder, manifest, clauses) if clauses else None
    wanted = pa.array(sorted(chosen or ()), pa.large_string())
    tables = {}
    for name in manifest["tables"]:
        with_documents = "document_id" in schema.declared(name).names
        filters = pc.field("document_id").isin(wanted) if chosen is not None and with_documents else None
        frames = []
        for file in manifest["files"]:
            if file["table"] != name:
                continue
            path = folder / file["path"]
            try:
                frames.append(parquet.read_table(path, filters=filters, page_checksum_verification=True).to_pandas(types_mapper=_types))
            except Exception as error:  # pyarrow raises OSError, ArrowInvalid and others for one and the same cause
                state = "is absent" if not path.exists() else "is damaged"
                raise StoreError(f"{path} {state} ({error}); restore it, or read and annotate the articles again") from error
        frame = pd.concat(frames, ignore_index=True) if frames else schema.empty(name)
        tables[name] = frame
    return Corpus(tables)


def is_corpus(folder: object) -> bool:
    """Whether the folder holds a saved corpus."""
    return isinstance(folder, (str, Path)) and (Path(folder).expanduser() / MANIFEST).is_file()


def verify(folder: str | Path) -> pd.DataFrame:
    """Each file of a saved corpus with its state: ``whole``, ``absent`` or ``changed`` against the manifest's hash."""
    folder = Path(folder).expanduser()
    rows = []
    for file in _manifest(folder)["files"]:
        path = folder / file["path"]
        state = "absent" if not path.exists() else "whole" if _hash(path) == file["sha256"] else "changed"
        rows.append({"path": file["path"], "rows": file["rows"], "state": state})
    return pd.DataFrame(rows, columns=["path", "rows", "state"])


def _matching(folder: Path, manifest: dict, clauses: Iterable) -> set[str]:
    """Documents that satisfy every clause, reading only the columns that the clauses name."""
    import pyarrow.parquet as parquet

    chosen = None
    for clause in clauses:
        column = schema.declared(clause.table).names
        if clause.column not in column:
            raise KeyError(f"{clause.table} has no column {clause.column!r}; it has {', '.join(column)}")
        found = set()
        for file in manifest["files"]:
            if file["table"] == clause.table:
                wanted = list(dict.fromkeys(["document_id", clause.column]))
                rows = parquet.read_table(folder / file["path"], columns=wanted, filters=_filter(clause))
                if clause.op == "contains":
                    values = rows.column(clause.column).to_pandas()
                    rows = rows.filter(values.str.contains(str(clause.value), case=False, regex=False).fillna(False).to_numpy())
                found.update(rows.column("document_id").to_pylist())
        chosen = found if chosen is None else chosen & found
    return chosen or set()


def _filter(clause) -> list[tuple] | None:
    if clause.op == "in":
        return [(clause.column, "in", list(clause.value))]
    if clause.op == "between":
        low, high = clause.value
        bounds = [(clause.column, ">=", low), (clause.column, "<=", high)]
        dated = any(c.name == clause.column and c.dtype == schema.TIME for c in schema.declared(clause.table).columns)
        return [(c, op, pd.Timestamp(value) if dated else value) for c, op, value in bounds if value is not None] or None
    return None


def _types(arrow_type):
    import pyarrow as pa

    return pd.StringDtype(na_value=float("nan")) if pa.types.is_string(arrow_type) or pa.types.is_large_string(arrow_type) else None


def _write(frame: pd.DataFrame, folder: Path, table: str, part: int | None) -> dict:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    made = pa.Table.from_pandas(frame, preserve_index=False)
    whole = folder / f"{table}.writing"
    parquet.write_table(made, whole, compression="zstd", write_page_checksum=True)
    digest = _hash(whole)
    # the name holds the hash: an old file of the same part stays untouched until the manifest lets go of it
    name = f"{table}-{digest[:12]}.parquet" if part is None else f"{table}/part-{part:05d}-{digest[:12]}.parquet"
    (folder / name).parent.mkdir(exist_ok=True)
    os.replace(whole, folder / name)
    return {"table": table, "part": part, "path": name, "rows": len(frame), "sha256": digest}


def _commit(folder: Path, manifest: dict) -> None:
    fresh = folder / f"{MANIFEST}.writing"
    with open(fresh, "w", encoding="utf8") as out:
        json.dump(manifest, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, folder / MANIFEST)
    kept = {file["path"] for file in manifest["files"]}
    for old in [*folder.glob("*.parquet"), *folder.glob("*/part-*.parquet"), *folder.glob("*.writing")]:
        if old.relative_to(folder).as_posix() not in kept:
            old.unlink()


def _only_leftovers(folder: Path) -> bool:
    """Whether the folder holds nothing but what a save that was killed before its first manifest left behind."""
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return all(f.endswith(".writing") or f.split("/")[0].split("-")[0] in schema.TABLES for f in files)


def _manifest(folder: Path) -> dict:
    if not (folder / MANIFEST).is_file():
        raise FileNotFoundError(f"no corpus in {folder}: it has no {MANIFEST}; wb.save(corpus, folder) makes one, wb.read reads articles")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    version = manifest.get("schema_version")
    if version != SCHEMA_VERSION:
        later = "a newer" if isinstance(version, int) and version > SCHEMA_VERSION else "another"
        raise StoreError(f"{folder} was written by {later} version (schema {version}; this one reads {SCHEMA_VERSION}); "
                         "update the workbench, or read and annotate the articles again")
    return manifest


def _hash(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
