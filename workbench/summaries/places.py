"""Counts over places."""

import numpy as np
import pandas as pd

from workbench.summaries import largest

COLUMNS = ["name", "latitude", "longitude", "country_code", "feature_class"]


def places(index, mask: np.ndarray | None, *, by: str = "mentions", chosen: np.ndarray | None = None, limit: int | None = None
           ) -> tuple[pd.DataFrame, int]:
    """The places that articles name, with counts, and how many names were not placed.

    Only names that mean the place itself are counted ("in Moscow"), not an institution by its name ("Moscow said").

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all): those that pass every filter but the places.
    by
        What is counted: mentions, articles or stories.
    chosen
        Codes of places that are given even where their count is not among the largest.
    limit
        Give the so many largest; ``frame.attrs["total"]`` says how many there are.

    Returns
    -------
    places, unplaced
        places: place_id, name, latitude, longitude (degrees), country_code, feature_class, count; the largest first.
        unplaced: number of names of places in these articles for which no place was found.
    """
    relation = index.places
    counts = relation.counts(mask, by, index.story)
    at = largest(counts, np.flatnonzero(counts > 0), limit)
    if chosen is not None and len(chosen):
        at = np.concatenate([at, chosen[~np.isin(chosen, at) & (counts[chosen] > 0)]])
    made = index.table("places").set_index("place_id").loc[relation.ids[at], COLUMNS].reset_index()
    made["count"] = counts[at].astype(np.int64)
    made.attrs["total"] = int((counts > 0).sum())
    return made, int(index.unplaced.sum() if mask is None else index.unplaced[mask].sum())
