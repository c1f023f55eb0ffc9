"""Writes a trained names model as a small ONNX graph: int8 weights, one window at a time, as ``workbench.annotators.mentions`` runs it.

    python -m workbench.build.names_onnx --model a.pt [--model b.pt ...] --out workbench/knowledge/names/names.onnx
    python -m workbench.build.names_onnx --renew old.onnx --out workbench/knowledge/names/names.onnx

Several models are averaged, weight by weight. Weights are int8, with a scale for each output column and steps up to 64: processors
without VNNI add two products of an 8-bit activation and a weight in 16 bits, where 2 x 255 x 64 fits and 2 x 255 x 100 does not. With
more steps the same article would have other names on another machine (measured: logits .17 apart in the mean; with 64 it is .016,
at the same f1). Activations are quantized as they come. One window goes through at a time, so that what else is being read never
changes a number. Everything that depends on a word's letters alone is worked out here and looked up there.

Three fifths of a window's pieces can be no part of a name. They leave once the fourth layer has looked at them, and the layers above
see only the pieces of words that may be (after PoWER-BERT, Goyal et al. 2020, which chooses by attention whom to drop); the two pieces
of the frame stay, since heads that find nothing turn to them. Without training anew that leaves 99 % of names as they were, in three
quarters of the time (leaving after the third layer: 98.7 %, in two thirds; with the first piece of each word alone: 97 %).
``--renew`` does so to an older file.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from workbench.build.names_model import HEADS, LAYERS, WIDTH
from workbench.knowledge import names_model

_FUSED = "com.microsoft"
_STEPS = 64  # of 127, see above
#: Layers that all pieces go through; in the next one they are still looked at, and then those leave that can be no part of a name.
WHOLE = 3


def averaged(paths: list[Path]) -> dict[str, np.ndarray]:
    """The mean of models' weights: name -> array."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {name: np.mean([state[name].float().numpy() for state in states], axis=0, dtype=np.float32) for name in states[0]}


def quantized(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 values and the scale of each last-axis column."""
    scale = ((np.abs(weight).max(0) + 1e-12) / _STEPS).astype(np.float32)
    return np.round(weight / scale).astype(np.int8), scale


class Graph:
    """Nodes and constants, gathered one after another."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        """A constant of the graph; returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes) -> str:
        """One operation with one output; returns the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def table(self, name: str, weight: np.ndarray, index: str) -> str:
        """Rows of an int8 table, looked up and scaled."""
        values, scale = quantized(weight.T)
        rows = self.node("Gather", [self.constant(f"{name}.int8", values.T), index], f"{name}.rows")
        scales = self.node("Gather", [self.constant(f"{name}.scale", scale[:, None]), index], f"{name}.scales")
        return self.node("Mul", [self.node("Cast", [rows], f"{name}.float", to=TensorProto.FLOAT), scales], f"{name}.found")

    def dense(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """A dense layer on int8 weights."""
        values, scale = quantized(weight.T)
        return self.node("DynamicQuantizeMatMul", [x, self.constant(f"{name}.int8", values), self.constant(f"{name}.scale", scale), "",
                                                   self.constant(f"{name}.bias", bias)], f"{name}.out", _FUSED)

    def norm(self, name: str, x: str, gain: np.ndarray, bias: np.ndarray) -> str:
        """Layer normalization, which onnxruntime does several times as fast apart as in one with the addition before it."""
        return self.node("LayerNormalization", [x, self.constant(f"{name}.g", gain), self.constant(f"{name}.b", bias)], f"{name}.out",
                         axis=-1, epsilon=1e-12)


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The graph: pieces, features (length), kept, first (words), letters (words x 4) -> logits, 1 x words x states.

    ``features`` are :func:`workbench.knowledge.names_model.inputs`'s numbers of shape, context and memory together; ``letters`` the
    rows of what the shapes before, of and after a word and its memory add to its logits.
    """
    g = Graph()
    shapes, contexts, memories = len(names_model.SHAPES), names_model.CONTEXTS, names_model.MEMORIES
    told = (weights["shape.weight"][:, None, None] + weights["context.weight"][None, :, None] + weights["memory.weight"][None, None])
    x = g.node("Add", [g.table("pieces", weights["pieces.weight"], "pieces_in"),
                       g.table("features", told.reshape(shapes * contexts * memories, WIDTH), "features_in")], "told")
    length = g.node("Shape", ["pieces_in"], "length")
    places = weights["positions.weight"][:names_model.WINDOW + 2] + weights["kinds.weight"][0]
    zero, axis = g.constant("zero", np.array([0], np.int64)), g.constant("axis", np.array([0], np.int64))
    x = g.node("Add", [x, g.node("Slice", [g.constant("places", places), zero, length, axis], "placed")], "embedded")
    x = g.node("Unsqueeze", [x, axis], "window")
    x = g.norm("n", x, weights["embedded_norm.weight"], weights["embedded_norm.bias"])
    for k in range(LAYERS):
        x = _layer(g, k, {name.removeprefix(f"layers.{k}."): w for name, w in weights.items() if name.startswith(f"layers.{k}.")}, x)
    x = g.node("Gather", [x, "first_in"], "words", axis=1)
    head = weights["head.weight"]
    letters, wide = weights["shape_again.weight"], weights["shape_again.weight"].shape[1]
    nothing = np.zeros((1, len(head)), np.float32)
    parts = [np.vstack([letters @ head[:, WIDTH + k * wide:WIDTH + (k + 1) * wide].T, nothing]) for k in range(3)]
    table = np.vstack([*parts, weights["memory_again.weight"] @ head[:, WIDTH + 3 * wide:].T])
    said = g.node("ReduceSum", [g.node("Gather", [g.constant("letters", table), "letters_in"], "letters.rows"),
                                g.constant("third", np.array([1], np.int64))], "letters.sum", keepdims=0)
    plain = g.node("MatMul", [x, g.constant("head.weight", head[:, :WIDTH].T)], "head.out")
    g.node("Add", [g.node("Add", [plain, g.constant("head.bias", weights["head.bias"])], "head.biased"), said], "logits")
    numbers = {"pieces_in": ["length"], "features_in": ["length"], "kept_in": ["kept"], "first_in": ["words"], "letters_in": ["words", 4]}
    graph = helper.make_graph(
        g.nodes, "names", [helper.make_tensor_value_info(name, TensorProto.INT64, dims) for name, dims in numbers.items()],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "words", names_model.STATES])], g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)], ir_version=8,
                             producer_name="news-workbench")


def _layer(g: Graph, k: int, w: dict[str, np.ndarray], x: str) -> str:
    values, scale = quantized(np.concatenate([w[f"{part}.weight"] for part in ("query", "key", "value")]).T)
    bias = np.concatenate([w[f"{part}.bias"] for part in ("query", "key", "value")])
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [f"{k}.u8", f"{k}.u8.scale", f"{k}.u8.zero"]))
    seen = g.node("QAttention", [f"{k}.u8", g.constant(f"{k}.qkv.int8", values), g.constant(f"{k}.qkv.bias", bias), f"{k}.u8.scale",
                                 g.constant(f"{k}.qkv.scale", scale), "", f"{k}.u8.zero"], f"{k}.seen", _FUSED, num_heads=HEADS)
    if k == WHOLE:
        seen, x = (g.node("Gather", [all_of, "kept_in"], f"{all_of}.kept", axis=1) for all_of in (seen, x))
    mixed = g.dense(f"{k}.mix", seen, w["mix.weight"], w["mix.bias"])
    x = g.norm(f"{k}.mn", g.node("Add", [mixed, x], f"{k}.mixed"), w["mix_norm.weight"], w["mix_norm.bias"])
    up = g.node("Gelu", [g.dense(f"{k}.up", x, w["up.weight"], w["up.bias"])], f"{k}.gelu", _FUSED)
    down = g.dense(f"{k}.down", up, w["down.weight"], w["down.bias"])
    return g.norm(f"{k}.n", g.node("Add", [down, x], f"{k}.sum"), w["norm.weight"], w["norm.bias"])


def renewed(path: Path) -> onnx.ModelProto:
    """A graph in which all pieces went through all layers, as :func:`build` writes it now; the weights are the same."""
    model, g = onnx.load(path), Graph()
    if any(given.name == "kept_in" for given in model.graph.input):
        raise ValueError(f"{path} is as build writes it already: pieces leave it half way")
    for node in model.graph.node:
        g.nodes.append(node)
        if node.output[0] == f"{WHOLE}.seen":
            before = f"{WHOLE - 1}.n.out"
            for name in (node.output[0], before):
                g.node("Gather", [name, "kept_in"], f"{name}.kept", axis=1)
        elif node.output[0] in (f"{WHOLE}.mix.out", f"{WHOLE}.mixed"):
            for k, name in enumerate(node.input):
                node.input[k] = f"{name}.kept" if name in (f"{WHOLE}.seen", before) else name
    del model.graph.node[:]
    model.graph.node.extend(g.nodes)
    model.graph.input.append(helper.make_tensor_value_info("kept_in", TensorProto.INT64, ["kept"]))
    return model


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model", type=Path, action="append")
    source.add_argument("--renew", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    made = renewed(args.renew) if args.renew else build(averaged(args.model))
    onnx.save(made, args.out)
    print(f"{args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
