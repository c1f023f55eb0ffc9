"""A corpus as a folder of Parquet parts: written so that a kill at any moment leaves the folder as before or as after.

``manifest.json`` names every file with its rows and hash. A part holds the same run of documents in every table, sorted by
date; authorities (entities, places) and problems are one file each; ``index/`` says in which row groups of which parts an actor
or a place stands. Any Parquet reader reads the folder::

    SELECT * FROM 'my_corpus/mentions/*.parquet'
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.corpus import Corpus
from workbench.store import files, lookup
from workbench.store.files import MANIFEST, SCHEMA_VERSION, StoreError

__all__ = ["MANIFEST", "PART", "SCHEMA_VERSION", "StoreError",
           "describe", "is_corpus", "load", "load_part", "publish", "put", "save", "tables", "verify"]

PART = 10_000  # documents a part: some tens of megabytes of text, which any laptop reads at once


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
    manifest["indexes"] = lookup.write_indexes(folder, manifest)
    files.commit(folder, manifest)
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
    folder = Path(folder).expanduser()
    manifest = files.manifest_of(folder)
    clauses = list(getattr(where, "clauses", where) or [])
    chosen = lookup.matching(folder, manifest, clauses) if clauses else None
    tables: dict[str, list[pd.DataFrame]] = {name: [schema.empty(name)] for name in _tables(manifest)}
    for part in manifest["parts"]:
        if chosen is None or part["part"] in chosen:
            for name, file in part["files"].items():
                tables[name].append(_rows(folder, file, None if chosen is None else chosen[part["part"]]))
    for name, file in manifest["whole"].items():
        tables[name].append(files.frame_of(files.read(folder, file)))
    return Corpus({name: pd.concat(frames[1:], ignore_index=True) if frames[1:] else frames[0] for name, frames in tables.items()})


def load_part(folder: Path, manifest: dict, number: int, names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Some tables of one part, and authorities whole; a table that the corpus does not have is empty."""
    part = manifest["parts"][number]
    entries = {**part["files"], **manifest["whole"]}
    return {name: files.frame_of(files.read(folder, entries[name])) if name in entries else schema.empty(name) for name in names}


def put(folder: Path, number: int, tables: dict[str, pd.DataFrame], documents: pd.Series) -> dict[str, dict]:
    """Write tables of one part beside what stands; they count once the manifest names them. Returns their entries."""
    return files.write_part(folder, number, tables, documents)


def publish(folder: Path, manifest: dict, *, final: bool = True) -> None:
    """Let what was put in: every part for itself while work goes on, with new indexes when it is final."""
    manifest["written"] = _now()
    if final:
        manifest["indexes"] = lookup.write_indexes(folder, manifest)
    files.commit(folder, manifest, sweep=final)


def describe(folder: str | Path) -> str:
    """What a saved corpus holds, told from its manifest alone."""
    manifest = files.manifest_of(Path(folder).expanduser())
    rows = {name: manifest["whole"][name]["rows"] if name in manifest["whole"] else
            sum(part["files"][name]["rows"] for part in manifest["parts"] if name in part["files"]) for name in _tables(manifest)}
    return (f"{manifest['documents']:,} articles in {len(manifest['parts'])} part{'s' * (len(manifest['parts']) != 1)}\n"
            "tables: " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))


def tables(folder: str | Path) -> list[str]:
    """Names of the tables that a saved corpus has."""
    return _tables(files.manifest_of(Path(folder).expanduser()))


def is_corpus(folder: object) -> bool:
    """Whether the folder holds a saved corpus."""
    return isinstance(folder, (str, Path)) and (Path(folder).expanduser() / MANIFEST).is_file()


def verify(folder: str | Path) -> pd.DataFrame:
    """Each file of a saved corpus with its state: ``whole``, ``absent`` or ``changed`` against the manifest's hash."""
    folder = Path(folder).expanduser()
    rows = []
    for file in files.files_of(files.manifest_of(folder)):
        path = folder / file["path"]
        state = "absent" if not path.exists() else "whole" if files.hash_of(path) == file["sha256"] else "changed"
        rows.append({"path": file["path"], "rows": file["rows"], "state": state})
    return pd.DataFrame(rows, columns=["path", "rows", "state"])


def _rows(folder: Path, file: dict, chosen: lookup.Chosen | None) -> pd.DataFrame:
    if chosen is None:
        return files.frame_of(files.read(folder, file))
    return files.frame_of(files.read(folder, file, groups=chosen.groups, filters=chosen.filter()))


def _tables(manifest: dict) -> list[str]:
    named = {name for part in manifest["parts"] for name in part["files"]} | set(manifest["whole"])
    return [name for name in schema.TABLES if name in named]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
