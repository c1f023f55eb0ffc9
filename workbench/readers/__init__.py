"""Files to documents: ``read`` takes what an analyst has and loses nothing; what cannot be read is said in ``problems``.

A reader is one module with one function, ``records(path) -> iterator of dicts``, each dict an article with ``text`` and any
other column of ``documents``; ``markup``, where given, is a list of span dicts on that text. It raises ``ValueError`` with a
plain sentence where the file is not what its name says.
"""

import glob
import hashlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd

from workbench import registry, schema
from workbench.corpus import Corpus

#: ending of a file's name -> module of this room that reads it.
READERS = {".txt": "text", ".text": "text", ".md": "text"}


def read(source: object, *, progress: bool = True) -> Corpus:
    """Read news articles into a Corpus.

    Parameters
    ----------
    source
        A file, a folder (read with its subfolders), a glob, a list of these, or a DataFrame with a ``text`` column and any
        other column of ``documents``; ``document_id`` is kept when given.
    progress
        Whether to show a progress bar for many files.

    Returns
    -------
    Corpus
        Tables ``documents`` and ``problems`` (source_path, reason, detail): a file that cannot be read is said there and
        never stops the rest.

    Raises
    ------
    FileNotFoundError
        If a path does not exist; names it.
    TypeError
        If the source is none of these.
    """
    if isinstance(source, pd.DataFrame):
        if "text" not in source:
            raise KeyError(f"a DataFrame needs a column 'text'; it has {', '.join(map(str, source.columns))}")
        return _corpus(source.to_dict("records"), [])
    problems: list[dict] = []
    return _corpus(_records(_files(source), problems, progress), problems)


def _files(source: object) -> list[tuple[Path, str]]:
    """Each file with the name it is known by: its path relative to the folder given."""
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        if path.is_dir():
            found = (p for p in sorted(path.rglob("*")) if p.is_file())
            return [(p, p.relative_to(path).as_posix()) for p in found if not _hidden(p.relative_to(path))]
        if path.exists():
            return [(path, path.name)]
        matches = sorted(Path(p) for p in glob.glob(str(path), recursive=True))
        if not matches:
            raise FileNotFoundError(f"no file or folder {str(source)!r} (looked in {Path.cwd()})")
        return [file for match in matches for file in _files(match)]
    if isinstance(source, Iterable):
        return [file for one in source for file in _files(one)]
    raise TypeError(f"read takes a file, folder, glob, list of these or DataFrame, not {type(source).__name__}")


def _hidden(relative: Path) -> bool:
    return any(part.startswith((".", "__")) for part in relative.parts) or relative.name.lower() == "readme.md"


def _records(files: list[tuple[Path, str]], problems: list[dict], progress: bool) -> Iterator[dict]:
    if progress and len(files) > 200:
        from tqdm.auto import tqdm

        files = tqdm(files, desc="reading", unit=" files")
    for path, name in files:
        try:
            suffix = registry.choose(READERS, path.suffix.lower(), "reader for")
            for record in import_module(f"workbench.readers.{READERS[suffix]}").records(path):
                yield {"source_path": name, **record}
        except KeyError as error:
            problems.append({"source_path": name, "reason": "unknown kind of file", "detail": error.args[0]})
        except (ValueError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            problems.append({"source_path": name, "reason": reason, "detail": f"{type(error).__name__} while reading"})


def _corpus(records: Iterable[dict], problems: list[dict]) -> Corpus:
    documents, seen, markup = [], {}, []
    for record in records:
        text = record.get("text")
        name = record.get("source_path") or f"row {len(documents)}"
        if not isinstance(text, str) or not text.strip():
            problems.append({"source_path": name, "reason": "no text", "detail": "the article is empty or its text is missing"})
            continue
        document = _document(record)
        first = seen.setdefault(document["document_id"], name)
        if first is not name:
            problems.append({"source_path": name, "reason": f"the same article as {first}", "detail": "read once"})
            continue
        documents.append(document)
        markup += [{"document_id": document["document_id"], **span} for span in record.get("markup", ())]
    tables = {"documents": schema.conform("documents", pd.DataFrame(documents)) if documents else schema.empty("documents"),
              "problems": schema.conform("problems", pd.DataFrame(problems)) if problems else schema.empty("problems")}
    if markup:
        tables["markup"] = schema.spans("markup", tables["documents"], markup)
    return Corpus(tables)


def _document(record: dict) -> dict:
    text = record["text"]
    given = {key: value for key, value in record.items() if key in schema.TABLES["documents"].names and not _missing(value)}
    date = pd.to_datetime(given.get("date_published"), errors="coerce")
    date = date.tz_localize(None) if date is not None and date is not pd.NaT and date.tzinfo else date
    dated = date is not None and not pd.isna(date)
    identity = "\x1f".join([text, str(given.get("url", "")), str(given.get("publisher", ""))])
    return {
        "document_id": hashlib.sha256(identity.encode("utf8", "replace")).hexdigest()[:16],
        "date_basis": "metadata" if dated else "none",
        "date_confidence": 1.0 if dated else 0.0,
        **given,
        "date_published": date if dated else pd.NaT,
        "text_sha256": hashlib.sha256(text.encode("utf8", "replace")).hexdigest(),
    }


def _missing(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
