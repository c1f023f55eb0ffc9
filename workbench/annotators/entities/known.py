"""The authority, made ready for the steps of resolution."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workbench.annotators.entities import bodies, people
from workbench.knowledge import actors


class Known(NamedTuple):
    """What an authority says: its table, its names, who is never whom, people, countries, organisations by the key of their
    spellings, and nationalities."""

    table: pd.DataFrame
    names: pd.DataFrame
    apart: set[tuple[str, str]]
    persons: tuple
    countries: dict[str, str]
    organisations: dict[str, str]
    nations: dict[str, str]


def known(authority: str | Path | Iterable[str | Path] = ()) -> Known:
    """The packaged authority with the user's own files before it; kept as long as the files stay as they are."""
    paths = [authority] if isinstance(authority, (str, Path)) else list(authority)
    return _prepared(tuple((str(path), Path(path).stat().st_mtime_ns if Path(path).exists() else 0) for path in paths))


@lru_cache(maxsize=4)
def _prepared(paths: tuple[tuple[str, int], ...]) -> Known:
    table = actors.load(*(path for path, _ in paths))
    names, countries = actors.names(table), actors.countries(table)
    person, body = names[names["label"] == "PERSON"], names[names["label"] == "ORG"].drop_duplicates("key")
    return Known(table, names, actors.never(table), people.authority(zip(person["key"], person["entity_id"], strict=True)), countries,
                 dict(zip(bodies.keyed(body, countries), body["entity_id"], strict=True)), actors.nations(table))
