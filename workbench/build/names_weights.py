"""A names model as plain weights, and its way through a batch of windows: what :mod:`workbench.build.names_lean` cuts and teaches.

Weights are named as in the graph that ``names_onnx`` writes: "pieces", "features", "places" and "letters" are tables, "0.qkv", "0.mix",
"0.up", "0.down" (and "0.thin_up", "0.thin_down" for words that can be no part of a name) dense layers, in x out, each with its ".bias".
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional

from workbench.build.names_model import HEADS, LAYERS, WIDTH
from workbench.knowledge import names_model
from workbench.sentences import sentences

HEAD = WIDTH // HEADS  # numbers in one head of attention
_SIZE = 16  # windows in one step
Weights = dict[str, torch.Tensor]


def folded(paths: Sequence[Path]) -> Weights:
    """The mean of trained models' weights, with all that depends on a word's letters alone worked out into tables."""
    states = [torch.load(path, weights_only=True) for path in paths]
    w = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
    told = w["shape.weight"][:, None, None] + w["context.weight"][None, :, None] + w["memory.weight"][None, None]
    head, wide = w["head.weight"], w["shape_again.weight"].shape[1]
    letters = [w["shape_again.weight"] @ head[:, WIDTH + k * wide:WIDTH + (k + 1) * wide].T for k in range(3)]
    nothing = torch.zeros(1, len(head))
    made = {"pieces": w["pieces.weight"], "features": told.reshape(-1, WIDTH),
            "places": w["positions.weight"][:names_model.WINDOW + 2] + w["kinds.weight"][0],
            "n.g": w["embedded_norm.weight"], "n.b": w["embedded_norm.bias"],
            "head.weight": head[:, :WIDTH].T, "head.bias": w["head.bias"],
            "letters": torch.cat([*(part for one in letters for part in (one, nothing)),
                                  w["memory_again.weight"] @ head[:, WIDTH + 3 * wide:].T])}
    for k in range(LAYERS):
        mine = {name.removeprefix(f"layers.{k}."): value for name, value in w.items() if name.startswith(f"layers.{k}.")}
        for end, name in ((".weight", ""), (".bias", ".bias")):
            made[f"{k}.qkv{name}"] = torch.cat([mine[f"{part}{end}"] for part in ("query", "key", "value")]).T
            made |= {f"{k}.{part}{name}": mine[f"{part}{end}"].T for part in ("mix", "up", "down")}
        for old, new in (("mix_norm", "mn"), ("norm", "n")):
            made |= {f"{k}.{new}.g": mine[f"{old}.weight"], f"{k}.{new}.b": mine[f"{old}.bias"]}
    return {name: value.contiguous() for name, value in made.items()}


def unpacked(path: Path) -> Weights:
    """The weights of a full model in a graph that ``names_onnx`` wrote, from their int8 values."""
    found = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    wide = {name.removesuffix(".int8"): value * found[name.replace(".int8", ".scale")] for name, value in found.items()
            if name.endswith(".int8")}
    plain = {name: value for name, value in found.items() if value.dtype == np.float32 and not name.endswith(".scale")}
    if any("thin" in name for name in wide):
        raise ValueError(f"{path} is lean already: it no longer holds what the full model knew")
    return {name: torch.from_numpy(value.copy()) for name, value in (wide | plain).items()}


def inputs(texts: Sequence[str]) -> list[dict[str, np.ndarray]]:
    """The model's inputs for all windows of some articles in which a word may be a name."""
    found = []
    for text in texts:
        document = names_model.words(text, sentences(text))
        asked = np.flatnonzero(names_model.may_be_names(document))
        for left, right in names_model.windows(document):
            some = asked[np.searchsorted(asked, left):np.searchsorted(asked, right)]
            if len(some):
                found.append(names_model.inputs(document, left, right, some))
    return found


def batch(windows: Sequence[dict[str, np.ndarray]], letters: torch.Tensor) -> dict[str, torch.Tensor]:
    """Windows padded to the longest: pieces, features and places, and which are of words asked for (``kept``), others, and first pieces.

    ``letters``, the table of what letters add to logits, becomes what those of the words asked for add, words x states.
    """
    length = max(len(w["pieces_in"]) for w in windows)
    made = {name: torch.zeros(len(windows), length, dtype=torch.long) for name in ("pieces", "features", "places")}
    made |= {name: torch.zeros(len(windows), length, dtype=torch.bool) for name in ("kept", "others", "first")}
    for row, w in enumerate(windows):
        count, more = w["parts_in"].tolist()
        for name in ("pieces", "features", "places"):
            made[name][row, :count + more] = torch.from_numpy(w[f"{name}_in"])
        made["kept"][row, :count] = made["others"][row, count:count + more] = True
        made["first"][row, torch.from_numpy(w["first_in"])] = True
    made["letters"] = torch.cat([letters[torch.from_numpy(w["letters_in"])].sum(1) for w in windows])
    return made


def steps(windows: list[dict[str, np.ndarray]], chance: np.random.Generator) -> Iterator[list[dict[str, np.ndarray]]]:
    """Windows of like length together, without end, in another order each time."""
    windows = sorted(windows, key=lambda w: len(w["pieces_in"]))
    packs = [windows[k:k + _SIZE] for k in range(0, len(windows), _SIZE)]
    while True:
        chance.shuffle(packs)
        yield from packs


def _norm(w: Weights, name: str, x: torch.Tensor) -> torch.Tensor:
    return functional.layer_norm(x, (WIDTH,), w[f"{name}.g"], w[f"{name}.b"], 1e-12)


def _dense(w: Weights, name: str, x: torch.Tensor) -> torch.Tensor:
    return functional.linear(x, w[name].mT, w[f"{name}.bias"])


def inner(w: Weights, up: str, x: torch.Tensor) -> torch.Tensor:
    """The inner numbers of a pair of dense layers."""
    return functional.gelu(_dense(w, up, x))


class Run:
    """One batch's way through the model, with what is to be looked at on the way.

    Parameters
    ----------
    w, b
        Weights and a batch.
    whole
        The number of layers that all pieces go through.
    gates
        Part of a layer ("0.up", "0.thin_up", "0.heads") -> windows x parts, ones to multiply with, so that their gradients tell what each
        part is worth.
    watch
        Part of a layer -> what went into it and what came out, gathered here.

    Attributes
    ----------
    said
        What each layer says, windows x length x width.
    logits
        Words asked for x states.
    """

    def __init__(self, w: Weights, b: dict[str, torch.Tensor], whole: int = LAYERS, *, gates: Weights | None = None,
                 watch: dict[str, list] | None = None):
        self.w, self.gates, self.watch = w, gates or {}, watch
        kept, others = b["kept"], b["others"]
        masks = [torch.zeros(kept.shape).masked_fill(~some, -1e4)[:, None, None, :] for some in (kept | others, kept)]
        x = _norm(w, "n", w["pieces"][b["pieces"]] + w["features"][b["features"]] + w["places"][b["places"]])
        self.said = []
        for k in range(LAYERS):
            x = _norm(w, f"{k}.mn", x + self._mixed(k, x, masks[k > whole], kept | others if k < whole else kept))
            fed = torch.zeros_like(x, dtype=torch.float32)
            fed[kept] = self._fed(f"{k}.up", f"{k}.up", f"{k}.down", x, kept)
            if k < whole:
                thin = "thin_" if f"{k}.thin_up" in w else ""
                fed[others] = self._fed(f"{k}.thin_up", f"{k}.{thin}up", f"{k}.{thin}down", x, others)
            x = _norm(w, f"{k}.n", x + fed)
            self.said.append(x)
        self.logits = (x[b["first"]] @ w["head.weight"] + w["head.bias"]).float() + b["letters"]

    def _mixed(self, k: int, x: torch.Tensor, mask: torch.Tensor, seeing: torch.Tensor) -> torch.Tensor:
        w, gate = self.w, self.gates.get(f"{k}.heads")
        parts = _dense(w, f"{k}.qkv", x).chunk(3, -1)
        q, key, value = (part.unflatten(-1, (-1, HEAD)).transpose(1, 2) for part in parts)
        # written out, since torch's own is four times as slow on processors, backward
        seen = ((q @ key.mT / HEAD ** 0.5 + mask).softmax(-1).to(value.dtype) @ value).transpose(1, 2)
        seen = (seen if gate is None else seen * gate[:, None, :, None]).flatten(2)
        mixed = _dense(w, f"{k}.mix", seen)
        if self.watch is not None:
            self.watch[f"{k}.heads"].append((seen[seeing].float(), mixed[seeing].float()))
        return mixed

    def _fed(self, part: str, up: str, down: str, x: torch.Tensor, some: torch.Tensor) -> torch.Tensor:
        w, gate, x = self.w, self.gates.get(part), x[some]
        numbers = inner(w, up, x)
        if gate is not None:
            numbers = numbers * gate[some.nonzero()[:, 0]]
        made = _dense(w, down, numbers).float()
        if self.watch is not None:
            self.watch[part].append((x.float(), made))
        return made
