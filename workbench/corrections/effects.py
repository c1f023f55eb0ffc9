"""What each decision does to the state of a corpus (see ``state.py``), one small function a kind."""

import re

import pandas as pd


def slug(name: str) -> str:
    """The name as part of an identifier."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"


def effect(state, decision: dict, spots: list[tuple | None]) -> str | None:
    """Apply one decision; what was not found, in words, where it is an orphan."""
    body, action = decision["body"], decision["body"]["action"]
    given = body.get("entity")
    if spots and all(spot is None for spot in spots):
        return "its words or its article are gone, or stand in several places"
    spots = [spot for spot in spots if spot]
    if action == "merge":
        resolved = list(dict.fromkeys(filter(None, (state.resolve(e) for e in body["entities"]))))
        if not resolved:
            return "the corpus has none of its entities"
        into = state.resolve(body["into"]) or body["into"]["id"]
        state.merge(into, [e for e in resolved if e != into], body["into"], body.get("name"))
        return None
    entity = None
    if given and action in ("split", "rename") or (given and action in ("retype", "reject") and not spots):
        entity = state.resolve(given)
        if entity is None and action == "reject":
            return None  # nothing is left that could be no actor
        if entity is None:
            return f"the corpus has no entity {given.get('name')}"
    if action == "rename":
        state.rename(entity, body["name"])
    elif action == "split":
        return _split(state, decision, entity, spots)
    elif action == "retype" and entity:
        state.entity(entity).update(label=body["label"], origin="analyst")
        state.label(state.rows(entity), body["label"])
    elif action == "reject" and entity:
        state.dropped[state.rows(entity)] = True
    elif action == "set_date":
        state.dates[spots[0][0]] = pd.Timestamp(body["date"]) if body.get("date") else pd.NaT
    elif action == "move_place":
        _move_place(state, decision, spots)
    else:
        _mention_effect(state, decision, spots[0])
    return None


def _split(state, decision: dict, entity: str, spots: list[tuple]) -> str | None:
    body = decision["body"]
    wanted = {_bare(name) for name in body["names"]}
    rows = state.rows(entity)
    leaving = [k for k, text in zip(rows.tolist(), state.texts(rows), strict=True) if _bare(text) in wanted] if wanted else []
    leaving += [k for k in (state.mention(*spot[:3]) for spot in spots) if k is not None]
    new = {"id": f"{body['label'].lower()}:{slug(body['name'])}", "name": body["name"], "label": body["label"]}
    there = new["id"] if new["id"] in state.row or new["id"] in state.made else state.named(body["name"], body["label"], aliases=False)
    if there == entity or (there is None and new["id"] == entity):
        new["id"] += "~" + decision["id"][-6:]
        there = new["id"]
    if not leaving:
        done = there in state.row or there in state.made
        return None if done else f"no mention of {body['entity']['name']} reads {', '.join(body['names'])}"
    state.forward.pop(there or new["id"], None)  # it was merged before, and is one of its own again
    state.move(leaving, there or new["id"], new)
    record = state.entity(entity)
    record["aliases"] = [alias for alias in record["aliases"] if _bare(alias) not in wanted]
    if body["label"] != record["label"]:
        state.label(leaving, body["label"])
    return None


def _bare(name: str) -> str:
    return name.strip().casefold().removesuffix("'s").removesuffix("’s")


def _move_place(state, decision: dict, spots: list[tuple]) -> None:
    body, place = decision["body"], decision["body"]["place"]
    reason = f"moved by {decision.get('creator')}"
    state.places.append(place)
    if spots:
        state.toponyms.append(("words", {"document_id": spots[0][0], "start": spots[0][1], "end": spots[0][2], "reason": reason},
                               place["place_id"]))
    else:
        state.toponyms.append(("place", {"place_id": body["from"]["place_id"], "reason": reason}, place["place_id"]))


def _mention_effect(state, decision: dict, spot: tuple) -> None:
    """What a decision does to one mention: reject, retype, reassign, add."""
    body, action = decision["body"], decision["body"]["action"]
    document_id, start, end, _ = spot
    row = state.mention(document_id, start, end)
    if action == "reject":
        if row is not None:
            state.dropped[row] = True
            state.unpinned.add(f"{document_id}#char={state.span(row)[0]},{state.span(row)[1]}")
        return
    target = decision["target"] if isinstance(decision["target"], dict) else decision["target"][0]
    exact = target["selector"][1]["exact"]
    label = body.get("label") or body["entity"]["label"]
    if action == "add" or row is None:
        row = state.add(document_id, start, end, exact, label)
    if action == "retype":
        given = {"id": f"{label.lower()}:{slug(exact)}", "name": exact, "label": label}
        state.move([row], state.resolve(given) or given["id"], given)
    else:
        state.move([row], state.resolve(body["entity"]) or body["entity"]["id"], body["entity"])
    if action != "reassign":
        state.label([row], label)
