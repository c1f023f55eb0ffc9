"""Units: the names of each document, each once. Mentions that share document and folded name are one unit, and resolved once."""

import json

import pandas as pd

from workbench.knowledge import actors, name_forms


def named(mentions: pd.DataFrame, texts: dict[str, str], official: set[str]) -> pd.DataFrame:
    """What each mention is called: document_id, text, label, start, end, key, the gender that a title tells, whether it has capitals."""
    rows = mentions[["document_id", "text", "label", "start", "end"]].merge(_surfaces(mentions, official), on=["text", "label"], how="left")
    single = rows["label"].eq("PERSON") & ~rows["key"].str.contains(" ") & rows["gender"].eq("")
    rows.loc[single, "gender"] = [name_forms.title_gender(texts[d][max(0, s - 14):s])
                                  for d, s in zip(rows.loc[single, "document_id"], rows.loc[single, "start"], strict=True)]
    return rows


def _surfaces(mentions: pd.DataFrame, official: set[str]) -> pd.DataFrame:
    """Each distinct (text, label) of the mentions with its key, the gender that a title tells, and whether it has capitals.

    A title stays in the key where the authority knows the name with it ("Pope Francis").
    """
    distinct = mentions[["text", "label"]].drop_duplicates(ignore_index=True)
    rows: list[tuple[str, str, bool]] = []
    for text, label in zip(distinct["text"], distinct["label"], strict=True):
        tokens, gender = actors.fold(text).split(), ""
        if label == "PERSON":
            bare, gender = name_forms.untitled(tokens)
            tokens = tokens if " ".join(tokens) in official else bare
        else:
            tokens = name_forms.lettered(tokens)
            if label == "ORG" and " ".join(tokens) not in official:
                tokens = name_forms.company(tokens)
        rows.append((" ".join(tokens), gender, sum(c.isupper() for c in text) >= 2))
    distinct[["key", "gender", "capitals"]] = pd.DataFrame(rows, columns=["key", "gender", "capitals"])
    return distinct


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """How often each document has each name as each kind: document_id, key, label, count, first, capitals, gender."""
    return rows.groupby(["document_id", "key", "label"], sort=False).agg(
        count=("start", "size"), first=("start", "min"), capitals=("capitals", "max"), gender=("gender", "max")).reset_index()


def told(rows: pd.DataFrame, units: pd.DataFrame, rivals: pd.DataFrame) -> pd.DataFrame:
    """For each mention what its unit means: entity_id, reason, alternatives, kind (the unit's label), size.

    Parameters
    ----------
    rows
        What :func:`named` made.
    units, rivals
        What :func:`resolve.resolved` made.
    """
    found = rows[["document_id", "key", "start"]].merge(units.rename(columns={"label": "kind"}), on=["document_id", "key"], how="left")
    chosen = _last_named(found, rivals)
    for column in chosen:
        found.loc[chosen.index, column] = chosen[column]
    return found


def _last_named(found: pd.DataFrame, rivals: pd.DataFrame) -> pd.DataFrame:
    """Mentions of a single name with several bearers in the document: each means the one named in full last."""
    columns = ["entity_id", "reason", "alternatives"]
    spots = found[["document_id", "key", "start"]].reset_index(names="row")
    asked = spots.merge(rivals, on=["document_id", "key"])
    if asked.empty:
        return pd.DataFrame(columns=columns)
    named = found.loc[found["size"] > 1, ["document_id", "start", "entity_id"]].rename(columns={"entity_id": "entity_id_of"})
    pairs = asked.merge(named, on=["document_id", "entity_id_of"], suffixes=("", "_of"))
    gap = pairs["start"] - pairs["start_of"]
    pairs["gap"] = gap.where(gap >= 0, 10**7 - gap)  # one named only after it comes behind all that were named before
    pairs = pairs.sort_values(["row", "gap", "entity_id_of"], kind="stable").drop_duplicates(["row", "entity_id_of"])
    best = pairs.drop_duplicates("row").set_index("row")
    others = pairs[pairs.duplicated("row")].groupby("row")["entity_id_of"].agg(lambda ids: alternatives([(e, None, 0.3) for e in ids]))
    return pd.DataFrame({"entity_id": best["entity_id_of"], "reason": "surname of the person named last before it; others share it",
                         "alternatives": others.reindex(best.index)}, index=best.index)[columns]


def alternatives(rows: list[tuple]) -> str | None:
    """Others who could be meant, as JSON, at most three of (entity_id, name, score, reason)."""
    keys = ("entity_id", "name", "score", "reason")
    return json.dumps([dict(zip(keys, row, strict=False)) for row in rows[:3]], ensure_ascii=False) if rows else None
