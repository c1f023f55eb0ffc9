"""What decisions say: in words, and as claims that two analysts' decisions can contradict each other in."""


def contradictions(decisions: list[dict]) -> list[tuple[dict, dict, str]]:
    """Pairs of decisions of different creators with different values for one thing, and which thing."""
    said: dict[tuple, list[tuple[dict, object]]] = {}
    found: dict[tuple[str, str], tuple[dict, dict, str]] = {}
    for decision in decisions:
        try:
            claimed = _claims(decision)
        except (KeyError, TypeError, IndexError, AttributeError):  # a line somebody wrote by hand: it is said when applied
            continue
        for key, value in claimed:
            for other, before in said.get(key, ()):
                if before != value and other.get("creator") != decision.get("creator"):
                    found.setdefault((other["id"], decision["id"]), (other, decision, " ".join(map(str, key))))
            said.setdefault(key, []).append((decision, value))
    return list(found.values())


def _claims(decision: dict) -> list[tuple[tuple, object]]:
    """What a decision claims, as (about what, value): two claims about one thing with different values contradict."""
    body, action = decision["body"], decision["body"].get("action")
    entity = body.get("entity", {}).get("id")
    targets = decision.get("target", [])
    targets = targets if isinstance(targets, list) else [targets]
    words = [("words", t["source"]["id"], t["selector"][0].get("start"), t["selector"][1].get("exact"))
             for t in targets if isinstance(t, dict) and len(t.get("selector", [])) == 2]
    if action == "merge":
        ids = [e["id"] for e in body["entities"]]
        pairs = [(("same", *sorted((a, _name(b)))), True) for a in ids for b in body["entities"] if a != b["id"]]
        return pairs + [(("actor", i), True) for i in ids] + ([(("name of", body["into"]["id"]), body["name"])] if body.get("name") else [])
    if action == "split":
        return [(("same", *sorted((entity, name.casefold()))), False) for name in body["names"]] + [(("actor", entity), True)] + [
            (key, body["name"]) for key in words]
    if action == "rename":
        return [(("name of", entity), body["name"]), (("actor", entity), True)]
    if action == "retype":
        if entity:
            return [(("kind of", entity), body["label"]), (("actor", entity), True)]
        return [(("kind", *key), body["label"]) for key in words]
    if action == "reject":
        return [(("actor", entity), False)] if entity else [(key, None) for key in words]
    if action in ("reassign", "add"):
        return [(key, entity) for key in words]
    if action == "set_date":
        return [(("date of", targets[0]["source"]["id"]), body.get("date"))]
    if action == "move_place":
        place = body["place"]["place_id"]
        return [(("place of", body["from"]["place_id"]), place)] if "from" in body else [(("place", *key), place) for key in words]
    return []


def _name(entity: dict) -> str:
    return str(entity.get("name", "")).casefold()


def in_words(decision: dict, decisions: list[dict]) -> str:
    """A decision as a sentence; ``decisions`` are those that an undo may speak of."""
    body, action = decision["body"], decision["body"].get("action")
    targets = decision.get("target", [])
    targets = targets if isinstance(targets, list) else [targets]
    quotes = ", ".join(f"“{t['selector'][1]['exact']}”" for t in targets if isinstance(t, dict) and len(t.get("selector", [])) == 2)
    name = body.get("entity", {}).get("name", "")
    if action == "merge":
        return f"{', '.join(e['name'] for e in body['entities'])} are one: {body.get('name') or body['into']['name']}"
    if action == "split":
        return f"{', '.join(body['names']) or quotes} is not {name} but {body['name']}"
    if action == "rename":
        return f"{name} is called {body['name']}"
    if action == "retype":
        return f"{name or quotes} is a {body['label']}"
    if action == "reject":
        return f"{name or quotes} is no actor" if name else f"{quotes} is no name"
    if action == "reassign":
        return f"{quotes} means {name}"
    if action == "add":
        return f"{quotes} is a {body['label']}: {name}"
    if action == "set_date":
        return f"published {body.get('date') or 'on an unknown date'}"
    if action == "move_place":
        return f"{body.get('from', {}).get('name') or quotes} is {body['place'].get('name', body['place']['place_id'])}"
    if action == "undo":
        undone = next((d for d in decisions if d["id"] == body.get("decision")), None)
        return f"took back: {in_words(undone, decisions)}" if undone else f"took back {body.get('decision')}"
    return ""
