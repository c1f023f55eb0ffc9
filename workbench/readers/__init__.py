"""Files to documents: ``read`` takes what an analyst has and loses nothing; what cannot be read is said in ``problems``.

A reader is one module with one function, ``records(stream, name) -> iterator of dicts``, each dict an article with ``text`` and
any other column of ``documents`` under one of its usual names. ``markup``, where given, is a list of span dicts on that text;
``origins`` says who states which column. A dict with ``problem`` says what could not be read inside the file; one with ``member``
and ``stream`` is a file in the file; one with ``page`` or ``fragment`` holds HTML to be read as a page or a piece of one. A reader
raises ``ValueError`` with a plain sentence where the file is not what its name says.
"""

import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from workbench import schema
from workbench.corpus import Corpus
from workbench.readers.intake import opening, shaping
from workbench.readers.intake.decoding import LONGEST, decode, repaired
from workbench.readers.intake.opening import READERS

__all__ = ["LONGEST", "READERS", "decode", "read", "repaired"]

#: Documents, and letters of text, held in memory at once when reading into a folder.
PART, PART_LETTERS = 10_000, 1 << 25


def read(
    source: object, *, columns: Mapping[str, str] | None = None, progress: bool = True, into: str | Path | None = None,
) -> Corpus | Path:
    """Read news articles into a Corpus.

    Parameters
    ----------
    source
        A file, a folder (read with its subfolders), a glob, a list of these, or a DataFrame with a ``text`` column and any
        other column of ``documents``; ``document_id`` is kept when given. Files: .txt, .md, .html, .mhtml, .csv, .tsv, .json,
        .jsonl, .parquet, RSS and Atom, .warc, .docx and .html exports of Nexis and Factiva, .zip and .tar of these, and .gz of each.
    columns
        For tables: name of a column there -> column of ``documents``, as in ``DataFrame.rename``. Usual names (title, body,
        content, pubDate, og:title ...) need no mapping.
    progress
        Whether to show a progress bar for many files.
    into
        A folder, or a URL that fsspec knows, to write Parquet parts into, for sources larger than memory: never more than one part is held.

    Returns
    -------
    Corpus or pathlib.Path
        Tables ``documents`` and ``problems`` (source_path, reason, detail): a file that cannot be read is said there and
        never stops the rest. With ``into``, the folder, for ``load`` and ``annotate``.

    Raises
    ------
    FileNotFoundError
        If a path does not exist; names it.
    TypeError
        If the source is none of these.
    KeyError
        If a DataFrame has no text, or ``columns`` maps to a column that documents do not have.
    """
    names = shaping.naming(columns)
    problems: list[dict] = []
    if isinstance(source, pd.DataFrame):
        if not {"text", "page"} & set(map(names, source.columns)):
            raise KeyError(f"a DataFrame needs a column 'text'; it has {', '.join(map(str, source.columns)) or 'none'}")
        rows = (dict(zip(source.columns, row, strict=True)) for row in source.itertuples(index=False, name=None))
        found: Iterator[dict] = (shaping.renamed(row, names) for row in rows)
    else:
        files = _files(source)
        if not files:
            problems.append({"source_path": str(source), "reason": "no files to read", "detail": "the folder is empty"})
        found = (shaping.renamed(record, names) for record in _records(files, problems, progress))
    found = (record for one in found for record in opening.seen(one, problems))
    return _corpus(found, problems) if into is None else _parts(found, problems, into)


def _files(source: object) -> list[tuple[Path, str]]:
    """Each file with the name it is known by: its path relative to the folder given."""
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        if path.is_dir():
            return [(path / name, name) for name in _inside(str(path))]
        if path.exists():
            return [(path, path.name)]
        matches = sorted(Path(p) for p in glob.glob(str(path), recursive=True))
        if not matches:
            raise FileNotFoundError(f"no file or folder {str(source)!r} (looked in {Path.cwd()})")
        return [file for match in matches for file in _files(match)]
    if isinstance(source, Iterable):
        return [file for one in source for file in _files(one)]
    raise TypeError(f"read takes a file, folder, glob, list of these or DataFrame, not {type(source).__name__}")


def _inside(folder: str) -> list[str]:
    """The files in a folder and in those in it, by their path from it, folder by folder in alphabetical order."""
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not opening.hidden(name)]
        below = os.path.relpath(here, folder).replace(os.sep, "/")
        # links to folders are not gone into, the reader says so; pipes and sockets are no files
        names = [name for name in names + folders if os.path.isfile(at := os.path.join(here, name)) or os.path.islink(at)]
        found += names if below == "." else [f"{below}/{name}" for name in names]
    return sorted((name for name in found if not opening.hidden(name)), key=lambda name: name.split("/"))


def _records(files: list[tuple[Path, str]], problems: list[dict], progress: bool) -> Iterator[dict]:
    if progress and len(files) > 200:
        from tqdm.auto import tqdm

        files = tqdm(files, desc="reading", unit=" files")
    for path, name in files:
        yield from opening.records(path, name, problems)


def _sifted(records: Iterable[dict], problems: list[dict]) -> Iterator[tuple[dict, list[dict], list[dict]]]:
    """(document, markup, provenance) of each record that is an article and was not read before; the rest goes to ``problems``."""
    seen: dict[str, tuple[str, str]] = {}
    wordless: dict[str, list] = {}
    for number, record in enumerate(records):
        name = str(record.get("source_path") or f"row {number}")
        text = record.get("text")
        if record.get("problem"):
            problems.append({"source_path": name, "reason": record["problem"], "detail": "the rest of the file was read"})
            continue
        if not isinstance(text, str) or not text.strip():
            wordless.setdefault(name, [0, sorted(set(map(str, record)) - {"source_path", "origin", "origins"})])[0] += 1
            continue
        document = shaping.document(record)
        if document["document_id"] in seen:
            first, digest = seen[document["document_id"]]
            same = digest == document["text_sha256"]
            reason = f"the same article as {first}" if same else f"document_id {document['document_id']!r} stands at {first} already"
            detail = "read once" if same else "give each article an id of its own"
            problems.append({"source_path": name, "reason": reason, "detail": detail})
            continue
        seen[document["document_id"]] = name, document["text_sha256"]
        markup = [{"document_id": document["document_id"], **span} for span in record.get("markup") or ()]
        yield document, markup, shaping.provenance(record, document)
    problems += [{"source_path": name, "reason": "no text", "detail": shaping.wordless(*there)} for name, there in wordless.items()]


def _tables(batch: list[tuple[dict, list[dict], list[dict]]]) -> dict[str, pd.DataFrame]:
    """Tables ``documents``, ``provenance`` and, where there is some, ``markup`` of sifted records."""
    shaping.tell_languages([document for document, *_ in batch])
    documents = schema.conform("documents", pd.DataFrame([document for document, *_ in batch])) if batch else schema.empty("documents")
    spans = [span for _, several, _ in batch for span in several]
    stated = pd.DataFrame([row for *_, rows in batch for row in rows])
    return {"documents": documents, "provenance": schema.conform("provenance", stated),
            **({"markup": schema.spans("markup", documents, spans)} if spans else {})}


def _problems(problems: list[dict]) -> pd.DataFrame:
    return schema.conform("problems", pd.DataFrame(problems)) if problems else schema.empty("problems")


def _corpus(records: Iterable[dict], problems: list[dict]) -> Corpus:
    tables = _tables(list(_sifted(records, problems)))
    return Corpus({**tables, "problems": _problems(problems)})


def _batch(sifted: Iterator[tuple[dict, list[dict], list[dict]]]) -> list[tuple[dict, list[dict], list[dict]]]:
    """The next documents, as many as go into one part."""
    batch, letters = [], 0
    while len(batch) < PART and letters < PART_LETTERS and (one := next(sifted, None)):
        batch.append(one)
        letters += len(one[0]["text"])
    return batch


def _parts(records: Iterable[dict], problems: list[dict], into: str | Path) -> Path:
    """Write the documents to a folder of Parquet parts, one part in memory at a time."""
    from workbench import store
    from workbench.store import files

    folder = store.save(Corpus({"documents": schema.empty("documents")}), into)
    manifest = files.manifest_of(folder)
    manifest |= {"parts": [], "documents": 0}
    sifted = _sifted(records, problems)
    while batch := _batch(sifted):
        tables = {"markup": schema.empty("markup"), **_tables(batch)}
        number, ids = len(manifest["parts"]), tables["documents"]["document_id"]
        manifest["parts"].append({"part": number, "documents": len(ids), "files": store.put(folder, number, tables, ids), "done": {}})
        manifest["documents"] += len(ids)
    manifest["whole"] = {"problems": files.write(folder, "problems", _problems(problems))}
    manifest["written"] = datetime.now(UTC).isoformat(timespec="seconds")
    if manifest["parts"]:
        store.publish(folder, manifest)
    else:
        store.save(Corpus({"documents": schema.empty("documents"), "problems": _problems(problems)}), folder)
    return folder
