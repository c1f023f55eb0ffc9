"""What has been done already in a saved corpus, told from its manifest."""

import hashlib
import json
from collections.abc import Mapping
from itertools import takewhile

from workbench import __version__


def mark(step, options: Mapping, parts: list[dict], manifest: dict, across: Mapping | None = None) -> str:
    """What a result depends on: the annotator, its options, and the very bytes of the tables that it needs."""
    names = (*step.needs, *step.optional)
    inputs = [_input(step, {**manifest["whole"], **part["files"]}.get(name, {})) for part in parts for name in names]
    told = [file["sha256"] for _, file in sorted((across or {}).items())]
    said = json.dumps([__version__, step.path, sorted(options.items()), inputs, told], default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def told(step, options: Mapping) -> dict:
    """What a manifest says of an annotator: the function, its options, and the version of the workbench."""
    return {"function": step.path, "options": json.loads(json.dumps(dict(options), default=str)), "workbench": __version__}


def _input(step, file: dict) -> str | None:
    """The bytes of a table as the annotator found it: of one that it has replaced since, those from before."""
    return dict(file.get("made", ())).get(step.name, file.get("sha256"))


def signed(step, made: dict[str, dict], files: dict[str, dict]) -> dict[str, dict]:
    """The entries of what was made, each with the annotators that have had a hand in it and the bytes that each of them found."""
    signed = {}
    for name, file in made.items():
        hands = files.get(name, {}).get("made", []) if name in (*step.needs, *step.optional) else []
        before = takewhile(lambda hand: hand[0] != step.name, hands)
        signed[name] = file | {"made": [*before, [step.name, _input(step, files.get(name, {}))]]}
    return signed


def stands(step, part: dict) -> bool:
    """Whether what the annotator made of a part is still there, and was not made anew by another since."""
    return all(step.name in dict(part["files"][name].get("made", ())) for name in step.makes if name in part["files"])
