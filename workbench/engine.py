"""Runs one annotator over a corpus: here, in processes, or on Dask. It knows functions and tables, no annotator by name."""

from collections.abc import Mapping

import pandas as pd

from workbench.corpus import Corpus


def call(step, tables: Mapping[str, pd.DataFrame], options: Mapping) -> dict[str, pd.DataFrame]:
    """Call an annotator's function on its tables: name of table -> frame made."""
    made = step.load()(*(tables[name] for name in (*step.needs, *step.optional)), **options)
    made = (made,) if isinstance(made, pd.DataFrame) else made
    return dict(zip(step.makes, made, strict=True))


def run(step, corpus: Corpus, options: Mapping, *, on: object = "here", progress: bool = True) -> Corpus:
    """The corpus with what the annotator makes put in."""
    tables = {name: corpus.table(name) for name in (*step.needs, *step.optional)}
    return corpus.replace(**call(step, tables, options))
