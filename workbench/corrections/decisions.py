"""Making decisions: each function says one, in the form of the W3C Web Annotation model, and changes nothing."""

import getpass
import hashlib
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime

import pandas as pd

from workbench import schema
from workbench.corpus import Corpus

#: action -> motivation of the Web Annotation model.
ACTIONS = {"merge": "linking", "split": "editing", "rename": "editing", "retype": "classifying", "reject": "moderating",
           "reassign": "identifying", "add": "tagging", "set_date": "editing", "move_place": "identifying", "undo": "replying"}
#: Characters of context kept on either side of the words.
CONTEXT = 140
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:workbench:"}]
_ENTITY, _DOCUMENT, _PLACE = "urn:workbench:entity:", "urn:workbench:document:", "urn:workbench:place:"


def merge(corpus: Corpus, entity_ids: Iterable[str], name: str | None = None, *, creator: str | None = None) -> dict:
    """These entities are one. It keeps the identifier of the first that the authority knows, else of the first.

    Raises
    ------
    KeyError
        If the corpus has no such entity.
    ValueError
        If fewer than two are given.
    """
    given = [_entity(corpus, entity_id) for entity_id in dict.fromkeys(entity_ids)]
    if len(given) < 2:
        raise ValueError(f"merge takes two entities or more, got {len(given)}")
    origin = corpus.entities.set_index("entity_id")["origin"]
    into = next((e for e in given if origin[e["id"]] == "authority"), given[0])
    return _decision("merge", [_ENTITY + e["id"] for e in given], {"into": into, "entities": given, "name": name}, creator)


def split(corpus: Corpus, entity_id: str, names: Iterable[str] | None = None, *, mentions: Iterable[str] | None = None,
          name: str | None = None, label: str | None = None, creator: str | None = None) -> dict:
    """Some mentions of an entity are somebody else.

    Parameters
    ----------
    names
        The forms that leave, as they stand in the text, all mentions of each.
    mentions
        Or the span_ids of single mentions that leave.
    name
        Preferred name of the new entity; the first form when not given. An entity of that name and label takes them in.
    label
        Label of the new entity; the old one's when not given.

    Raises
    ------
    ValueError
        If neither names nor mentions are given.
    """
    given, names = _entity(corpus, entity_id), [] if names is None else list(names)
    targets = [_words(corpus, span_id) for span_id in ([] if mentions is None else mentions)]
    if not names and not targets:
        raise ValueError("split needs the names or the mentions that leave the entity")
    name = name or (names[0] if names else targets[0]["selector"][1]["exact"])
    body = {"entity": given, "names": names, "name": name, "label": _label(label or given["label"])}
    return _decision("split", [_ENTITY + entity_id, *targets], body, creator)


def rename(corpus: Corpus, entity_id: str, name: str, *, creator: str | None = None) -> dict:
    """The entity's preferred name is this; the old one stays as an alias."""
    if not name.strip():
        raise ValueError("a name must not be empty")
    return _decision("rename", [_ENTITY + entity_id], {"entity": _entity(corpus, entity_id), "name": name.strip()}, creator)


def retype(corpus: Corpus, target: str, label: str, *, creator: str | None = None) -> dict:
    """An entity (by entity_id) or a single mention (by span_id) is of another kind."""
    body = {"label": _label(label)}
    if _is_mention(corpus, target):
        return _decision("retype", [_words(corpus, target)], body, creator)
    return _decision("retype", [_ENTITY + target], {"entity": _entity(corpus, target), **body}, creator)


def reject(corpus: Corpus, target: str, *, creator: str | None = None) -> dict:
    """A mention (by span_id) is no name; or an entity (by entity_id) is no actor, and none of its mentions is one."""
    if _is_mention(corpus, target):
        return _decision("reject", [_words(corpus, target)], {}, creator)
    return _decision("reject", [_ENTITY + target], {"entity": _entity(corpus, target)}, creator)


def reassign(corpus: Corpus, span_id: str, entity_id: str | None = None, *, name: str | None = None, label: str | None = None,
             creator: str | None = None) -> dict:
    """A mention means another entity: one of the corpus, or a new one with a name and label."""
    meant = _meant(corpus, entity_id, name, label or _mention(corpus, span_id)["label"])
    return _decision("reassign", [_words(corpus, span_id)], {"entity": meant}, creator)


def add(corpus: Corpus, document_id: str, start: int, end: int, label: str, entity_id: str | None = None, *, name: str | None = None,
        creator: str | None = None) -> dict:
    """There is a mention at these words; it means an entity of the corpus, or a new one called ``name`` or as the words say."""
    words = _stretch(corpus, document_id, start, end)
    exact = words["selector"][1]["exact"]
    if not exact.strip():
        raise ValueError(f"no words stand at {start} to {end} of {document_id}")
    return _decision("add", [words], {"label": _label(label), "entity": _meant(corpus, entity_id, name or exact, label)}, creator)


def set_date(corpus: Corpus, document_id: str, date: object, *, creator: str | None = None) -> dict:
    """The article was published on this date; None: its date is not known."""
    when = None if date is None else pd.Timestamp(date).isoformat()
    return _decision("set_date", [_document(corpus, document_id)], {"date": when}, creator)


def move_place(corpus: Corpus, target: str, *, place_id: str | None = None, name: str | None = None, latitude: float | None = None,
               longitude: float | None = None, country_code: str | None = None, creator: str | None = None) -> dict:
    """A toponym (by span_id), or every toponym of a place (by place_id), stands for this place.

    Parameters
    ----------
    place_id
        A place of the corpus. Otherwise ``name``, ``latitude`` and ``longitude`` (degrees, WGS 84) say which place.

    Raises
    ------
    ValueError
        If neither a known place nor coordinates in range are given.
    """
    places = corpus.table("places").set_index("place_id")
    if place_id is not None and place_id in places.index:
        row = places.loc[place_id].astype("object")
        place = {"place_id": place_id, **{k: v for k, v in row.items() if not pd.isna(v)}}
    elif latitude is not None and longitude is not None and -90 <= latitude <= 90 and -180 <= longitude <= 180:
        name = name or (places.at[target, "name"] if target in places.index else _toponym(corpus, target)["text"])
        own = place_id or f"wb:{_slug(name)}@{latitude:.4f},{longitude:.4f}"
        place = {"place_id": own, "name": name, "latitude": float(latitude), "longitude": float(longitude)}
        place |= {"country_code": country_code} if country_code else {}
    else:
        raise ValueError(f"no place {place_id!r} in the corpus; give one of its places, "
                         "or latitude (-90 to 90) and longitude (-180 to 180)")
    if target in places.index:
        return _decision("move_place", [_PLACE + target], {"place": place, "from": {"place_id": target, "name": places.at[target, "name"]}},
                         creator)
    row = _toponym(corpus, target)
    return _decision("move_place", [_stretch(corpus, row["document_id"], row["start"], row["end"])], {"place": place}, creator)


def undo(decision: dict | str, *, creator: str | None = None) -> dict:
    """A decision is taken back; undoing the undo brings it back."""
    identifier = decision if isinstance(decision, str) else decision["id"]
    return _decision("undo", [identifier], {"decision": identifier}, creator)


def _decision(action: str, targets: list, body: dict, creator: str | None) -> dict:
    if creator is None:
        try:
            creator = getpass.getuser()
        except (OSError, KeyError):
            creator = "analyst"
    return _identify({
        "@context": _CONTEXT, "type": "Annotation", "motivation": ACTIONS[action], "creator": creator,
        "created": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "body": {"type": "Correction", "action": action, **{k: v for k, v in body.items() if v is not None or k == "date"}},
        "target": targets[0] if len(targets) == 1 else targets})


def _entity(corpus: Corpus, entity_id: str) -> dict:
    entities = corpus.table("entities")
    row = entities[entities["entity_id"] == entity_id]
    if row.empty:
        raise KeyError(f"no entity {entity_id!r} in the corpus; corpus.entities has {len(entities)}")
    return {"id": entity_id, "name": row["name"].iloc[0], "label": row["label"].iloc[0]}


def _meant(corpus: Corpus, entity_id: str | None, name: str | None, label: str) -> dict:
    if entity_id is not None:
        return _entity(corpus, entity_id)
    if not name:
        raise ValueError("say which entity is meant: an entity_id of the corpus, or the name of a new one")
    return {"id": f"{_label(label).lower()}:{_slug(name)}", "name": name, "label": label}


def _label(label: str) -> str:
    if label not in schema.MENTION_LABELS:
        raise ValueError(f"no label {label!r}; there are {', '.join(schema.MENTION_LABELS)}")
    return label


def _is_mention(corpus: Corpus, target: str) -> bool:
    return "#char=" in target and bool((corpus.table("mentions")["span_id"] == target).any())


def _mention(corpus: Corpus, span_id: str) -> dict:
    return _row(corpus, "mentions", span_id)


def _toponym(corpus: Corpus, span_id: str) -> dict:
    return _row(corpus, "toponyms", span_id)


def _row(corpus: Corpus, table: str, span_id: str) -> dict:
    row = corpus.table(table)
    row = row[row["span_id"] == span_id]
    if row.empty:
        raise KeyError(f"no span {span_id!r} in {table}")
    return row.iloc[0].to_dict()


def _words(corpus: Corpus, span_id: str) -> dict:
    row = _mention(corpus, span_id)
    return _stretch(corpus, row["document_id"], row["start"], row["end"])


def _stretch(corpus: Corpus, document_id: str, start: int, end: int) -> dict:
    row = _document_row(corpus, document_id)
    if not 0 <= start < end <= len(row["text"]):
        raise ValueError(f"no words at {start} to {end}: the text of {document_id} has {len(row['text'])} characters")
    return {**_document(corpus, document_id), "selector": _selectors(row["text"], start, end)}


def _document(corpus: Corpus, document_id: str) -> dict:
    row = _document_row(corpus, document_id)
    source = {"id": _DOCUMENT + document_id} | {key: row[key] for key in ("url", "source_path") if isinstance(row[key], str)}
    return {"type": "SpecificResource", "source": source, "state": {"type": "TextState", "sha256": fingerprint(row["text"])}}


def _document_row(corpus: Corpus, document_id: str) -> dict:
    row = corpus.documents[corpus.documents["document_id"] == document_id]
    if row.empty:
        raise KeyError(f"no document {document_id!r} in the corpus of {len(corpus.documents)}")
    return row.iloc[0].to_dict()


def _identify(decision: dict) -> dict:
    """The decision with its ``id``, a hash of everything else in it."""
    rest = {key: value for key, value in decision.items() if key != "id"}
    digest = hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode("utf8", "surrogatepass")).hexdigest()
    return {"@context": rest.get("@context"), "id": f"urn:sha256:{digest[:32]}", **rest}


def _selectors(text: str, start: int, end: int) -> list[dict]:
    """Position and quote selectors of the Web Annotation model for ``text[start:end]``."""
    return [{"type": "TextPositionSelector", "start": int(start), "end": int(end)},
            {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - CONTEXT):start],
             "suffix": text[end:end + CONTEXT]}]


def fingerprint(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf8", "replace")).hexdigest()


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"
