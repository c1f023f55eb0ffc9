"""The table of entities: each that a mention means, with its preferred name, its label and every form seen."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench import schema
from workbench.knowledge import actors


def forms(texts: pd.Series, found: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """How often each entity of a part is called what (``forms``: entity_id, text, count, size) and is which ``kinds`` of thing.

    Parameters
    ----------
    texts, found
        The mentions' texts, and what :func:`units.told` made of them.
    """
    rows = found[["entity_id", "kind", "size"]].assign(text=texts.to_numpy())
    rows = rows[rows["entity_id"].notna()]
    return {"forms": rows.groupby(["entity_id", "text"]).agg(count=("size", "size"), size=("size", "max")).reset_index(),
            "kinds": rows.groupby(["entity_id", "kind"]).size().rename("count").reset_index()}


def table(summaries: Iterable[dict[str, pd.DataFrame]], known: pd.DataFrame) -> pd.DataFrame:
    """The entities that mentions mean, from what :func:`forms` made of each part of the corpus."""
    summaries = list(summaries)
    forms = pd.concat([s["forms"] for s in summaries]).groupby(["entity_id", "text"]).agg(
        count=("count", "sum"), size=("size", "max")).reset_index()
    forms["name"] = [actors.unpossessed(text) for text in forms["text"]]
    # The preferred form: a full name before a short one, then the most frequent, then the first in the alphabet.
    forms["full"] = forms["size"].clip(upper=2)
    forms = forms.sort_values(["entity_id", "full", "count", "name"], ascending=[True, False, False, True], kind="stable")
    counted = pd.concat([s["kinds"] for s in summaries]).groupby(["entity_id", "kind"])["count"].sum().reset_index()
    counted = counted.sort_values(["count", "kind"], ascending=[False, True]).drop_duplicates("entity_id")
    made = forms.groupby("entity_id", sort=True)["name"].agg(list).rename("forms").reset_index()
    listed = made["entity_id"].isin(known["entity_id"])
    official = known.set_index("entity_id").reindex(made["entity_id"])
    made["name"] = np.where(listed, official["name"].to_numpy(), made["forms"].str[0])
    mostly = counted.set_index("entity_id")["kind"].reindex(made["entity_id"])
    made["label"] = np.where(listed, official["label"].to_numpy(), mostly.to_numpy())
    made["wikidata_id"] = pd.Series(np.where(listed, official["wikidata_id"].to_numpy(), ""), dtype="str").replace("", None)
    given = official["aliases"].fillna("").to_numpy()
    made["aliases"] = ["|".join(dict.fromkeys(f.replace("|", "/") for f in [*forms, *more.split("|")] if f and f != name))
                       for forms, more, name in zip(made["forms"], given, made["name"], strict=True)]
    made["origin"] = np.where(listed, "authority", "corpus")
    return schema.conform("entities", made)
