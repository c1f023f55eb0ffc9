"""Parquet files of a corpus and the manifest that names them: written beside the old ones, and let in by one replacement.

A part is a run of documents. In every table of a part, row group *k* holds the rows of the same :data:`GROUP` documents, so that
a reader who knows where a name stands reads these groups alone. A folder is a ``Path`` or a remote place with its methods.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema

#: Grows when tables or the manifest change in a way that old folders must be told of.
SCHEMA_VERSION = 2
MANIFEST = "manifest.json"
GROUP = 50  # documents a row group, the least that is read: an actor in a thousand of a million articles stands in one group of twenty


class StoreError(ValueError):
    """A folder that is no corpus, was written by another version, or is damaged: says which file, and what to do."""


def manifest_of(folder: Path) -> dict:
    """The manifest of a saved corpus.

    Raises
    ------
    FileNotFoundError
        If there is none.
    StoreError
        If another version wrote it, or it cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise FileNotFoundError(f"no corpus in {folder}: it has no {MANIFEST}; wb.save(corpus, folder) makes one, wb.read reads articles")
    try:
        manifest = json.loads(path.read_text(encoding="utf8"))
        version = manifest["schema_version"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged ({error!r}); restore it, or read and annotate the articles again") from error
    if version != SCHEMA_VERSION:
        later = "a newer" if version > SCHEMA_VERSION else "an older"
        advice = "update the workbench" if version > SCHEMA_VERSION else "load it with the version that wrote it"
        raise StoreError(f"{folder} was written by {later} version (schema {version}; this one reads {SCHEMA_VERSION}); "
                         f"{advice}, or read and annotate the articles again")
    return manifest


def commit(folder: Path, manifest: dict, *, sweep: bool = True) -> None:
    """Let the manifest's files in, in one step; then sweep away what it does not name, unless others are still writing."""
    told = json.dumps(manifest, indent=1).encode()
    if not isinstance(folder, Path):
        folder.system.pipe_file((folder / MANIFEST).path, told)
    else:
        fresh = folder / f"{MANIFEST}.writing"
        with _room_for(fresh), open(fresh, "wb") as out:
            out.write(told)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, folder / MANIFEST)
    if not sweep:
        return
    kept = {file["path"] for file in files_of(manifest)}
    for old in [*folder.rglob("*.parquet"), *folder.rglob("*.writing")]:
        if len(old.relative_to(folder).parts) <= 2 and old.relative_to(folder).as_posix() not in kept:
            old.unlink(missing_ok=True)


@contextmanager
def _room_for(fresh: Path) -> Iterator[None]:
    """Say plainly that the disk is full, and leave no half of a file on it."""
    try:
        yield
    except OSError as error:
        fresh.unlink(missing_ok=True)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreError(f"no space is left for {fresh.parent}; what stood there before still does. Free some, and do the same again: "
                         "annotating goes on where it stopped") from error


def files_of(manifest: dict) -> Iterator[dict]:
    """Every file that the manifest names: path, rows, sha256."""
    for part in manifest["parts"]:
        yield from part["files"].values()
        yield from part.get("pending", {}).values()
    yield from manifest["whole"].values()
    yield from manifest["indexes"].values()


def write(folder: Path, name: str, frame: pd.DataFrame, groups: np.ndarray | None = None, *, rows_a_group: int | None = None) -> dict:
    """Write a frame to ``name-<hash>.parquet``; returns the file's entry for the manifest.

    Parameters
    ----------
    groups
        The row group of each row, ascending from 0; None for groups of ``rows_a_group`` rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    table = pa.Table.from_pandas(frame, preserve_index=False)
    remote = not isinstance(folder, Path)
    here = Path(tempfile.mkdtemp()) if remote else folder
    (here / name).parent.mkdir(parents=True, exist_ok=True)
    fresh = here / f"{name}.{os.getpid()}.writing"
    bounds = [0, len(frame)] if groups is None else np.searchsorted(groups, np.arange(groups.max(initial=0) + 2)).tolist()
    with _room_for(fresh), parquet.ParquetWriter(fresh, table.schema, compression="zstd", write_page_checksum=True) as out:
        for start, end in zip(bounds, bounds[1:], strict=False):
            # a group without rows is written, too: it keeps its number
            out.write_table(table.slice(start, end - start), row_group_size=rows_a_group if groups is None else max(1, end - start))
    digest = hash_of(fresh)
    # the name holds the hash: an old file of the same part stays untouched until the manifest lets go of it
    path = f"{name}-{digest[:12]}.parquet"
    if remote:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        folder.system.put_file(str(fresh), (folder / path).path)
        shutil.rmtree(here)
    else:
        os.replace(fresh, folder / path)
    return {"path": path, "rows": len(frame), "sha256": digest}


def read(folder: Path, file: dict, *, columns: list[str] | None = None, groups: list[int] | None = None, filters=None):
    """A file of the manifest as a pyarrow Table: some columns, some row groups, some rows.

    Raises
    ------
    StoreError
        If the file is absent or damaged.
    """
    import pyarrow.parquet as parquet

    path = folder / file["path"]
    try:
        source = path if isinstance(path, Path) else path.open("rb")
        if groups is None:
            return parquet.read_table(source, columns=columns, filters=filters, page_checksum_verification=True, partitioning=None)
        with parquet.ParquetFile(source, page_checksum_verification=True) as opened:
            table = opened.read_row_groups([g for g in groups if g < opened.num_row_groups], columns=columns)
        return table if filters is None else table.filter(filters)
    except Exception as error:  # pyarrow raises OSError, ArrowInvalid and others for one and the same cause
        state = "is absent" if not path.exists() else "is damaged"
        raise StoreError(f"{path} {state} ({error}); restore it, or read and annotate the articles again") from error


def frame_of(table) -> pd.DataFrame:
    """A pyarrow Table as a frame with the types of the schema: strings are pandas strings, missing is NaN."""
    import pyarrow as pa

    strings = {pa.string(): pd.StringDtype(na_value=np.nan), pa.large_string(): pd.StringDtype(na_value=np.nan)}
    return table.to_pandas(types_mapper=strings.get)


def write_part(folder: Path, number: int, tables: dict[str, pd.DataFrame], documents: pd.Series) -> dict[str, dict]:
    """Write tables of one part, each with the same documents in the same row groups; table -> file entry.

    Parameters
    ----------
    documents
        document_id of the part's documents, in their order.
    """
    place = pd.Series(np.arange(len(documents)), index=documents.to_numpy())
    made = {}
    for name, frame in tables.items():
        places = frame["document_id"].map(place).to_numpy()
        order = np.argsort(places, kind="stable")
        made[name] = write(folder, f"{name}/part-{number:05d}", frame.iloc[order], places[order] // GROUP)
    return made


def hash_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(told: list[str]) -> str:
    """One short hash of several."""
    return hashlib.sha256("".join(told).encode()).hexdigest()[:16]


def only_leftovers(folder: Path) -> bool:
    """Whether the folder holds nothing but what a save that was killed before its first manifest left behind."""
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return all(n.endswith(".writing") or n.endswith(".parquet") and n.split("/")[0].split("-")[0] in {*schema.TABLES, "index", "across"}
               for n in names)
