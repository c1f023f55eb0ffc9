"""Writes a names model as a small ONNX graph: int8 weights, one window at a time, as ``workbench.annotators.mentions`` runs it.

    python -m workbench.build.names_onnx --model lean.npz --out workbench/knowledge/names/names.onnx

``--model``: what ``workbench.build.names_lean`` writes. Weights are int8, with a scale for each output column and steps up to 64:
processors without VNNI add two products of an 8-bit activation and a weight in 16 bits, where 2 x 255 x 64 fits and 2 x 255 x 100 does
not. With more steps the same article would have other names on another machine (measured: logits .17 apart in the mean; with 64 it is
.016, at the same f1). Activations are quantized as they come. One window goes through at a time, so that what else is being read never
changes a number. Everything that depends on a word's letters alone is worked out beforehand and looked up there.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from workbench.knowledge import names_model

_FUSED = "com.microsoft"
_STEPS = 64  # of 127, see above
_HEAD = 32  # numbers in one head of attention


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

    def split(self, x: str) -> tuple[str, str]:
        """The pieces of words that may be names, and the others."""
        self.nodes.append(helper.make_node("Split", [x, "parts_in"], [f"{x}.kept", f"{x}.others"], axis=1))
        return f"{x}.kept", f"{x}.others"

    def table(self, name: str, weight: np.ndarray, index: str) -> str:
        """Rows of an int8 table, looked up and scaled."""
        values, scale = quantized(weight.T)
        rows = self.node("Gather", [self.constant(f"{name}.int8", values.T), index], f"{name}.rows")
        scales = self.node("Gather", [self.constant(f"{name}.scale", scale[:, None]), index], f"{name}.scales")
        return self.node("Mul", [self.node("Cast", [rows], f"{name}.float", to=TensorProto.FLOAT), scales], f"{name}.found")

    def dense(self, name: str, x: str, weights: Mapping[str, np.ndarray]) -> str:
        """A dense layer on int8 weights."""
        values, scale = quantized(weights[name])
        return self.node("DynamicQuantizeMatMul", [x, self.constant(f"{name}.int8", values), self.constant(f"{name}.scale", scale), "",
                                                   self.constant(f"{name}.bias", weights[f"{name}.bias"])], f"{name}.out", _FUSED)

    def between(self, up: str, down: str, x: str, weights: Mapping[str, np.ndarray]) -> str:
        """Two dense layers with GELU between them."""
        return self.dense(down, self.node("Gelu", [self.dense(up, x, weights)], f"{up}.gelu", _FUSED), weights)

    def norm(self, name: str, x: str, weights: Mapping[str, np.ndarray]) -> str:
        """Layer normalization, which onnxruntime does several times as fast apart as in one with the addition before it."""
        gain, bias = (self.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in "gb")
        return self.node("LayerNormalization", [x, gain, bias], f"{name}.out", axis=-1, epsilon=1e-12)


def build(weights: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """The graph, from weights by the names of :mod:`workbench.build.names_weights`.

    Its inputs are those of :func:`workbench.knowledge.names_model.inputs`, its output ``logits``, 1 x words x states. ``features`` are
    that function's numbers of shape, context and memory together; ``letters`` the rows of what the shapes before, of and after a word
    and its memory add to its logits.
    """
    g = Graph()
    x = g.node("Add", [g.table("pieces", weights["pieces"], "pieces_in"), g.table("features", weights["features"], "features_in")], "told")
    x = g.node("Add", [x, g.node("Gather", [g.constant("places", weights["places"]), "places_in"], "placed")], "embedded")
    x = g.node("Unsqueeze", [x, g.constant("axis", np.array([0], np.int64))], "window")
    x = g.norm("n", x, weights)
    layers = sum(name.endswith(".qkv") for name in weights)
    whole = sum(name.endswith(".thin_up") for name in weights)
    for k in range(layers):
        x = _layer(g, k, whole, weights, x)
    x = g.node("Gather", [x, "first_in"], "words", axis=1)
    said = g.node("ReduceSum", [g.node("Gather", [g.constant("letters", weights["letters"]), "letters_in"], "letters.rows"),
                                g.constant("third", np.array([1], np.int64))], "letters.sum", keepdims=0)
    plain = g.node("MatMul", [x, g.constant("head.weight", weights["head.weight"])], "head.out")
    g.node("Add", [g.node("Add", [plain, g.constant("head.bias", weights["head.bias"])], "head.biased"), said], "logits")
    numbers = {"pieces_in": ["length"], "features_in": ["length"], "places_in": ["length"], "parts_in": [2], "first_in": ["words"],
               "letters_in": ["words", 4]}
    graph = helper.make_graph(
        g.nodes, "names", [helper.make_tensor_value_info(name, TensorProto.INT64, dims) for name, dims in numbers.items()],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "words", names_model.STATES])], g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)], ir_version=8,
                             producer_name="news-workbench")


def _layer(g: Graph, k: int, whole: int, weights: Mapping[str, np.ndarray], x: str) -> str:
    values, scale = quantized(weights[f"{k}.qkv"])
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [f"{k}.u8", f"{k}.u8.scale", f"{k}.u8.zero"]))
    seen = g.node("QAttention", [f"{k}.u8", g.constant(f"{k}.qkv.int8", values), g.constant(f"{k}.qkv.bias", weights[f"{k}.qkv.bias"]),
                                 f"{k}.u8.scale", g.constant(f"{k}.qkv.scale", scale), "", f"{k}.u8.zero"],
                  f"{k}.seen", _FUSED, num_heads=values.shape[1] // (3 * _HEAD))
    if k == whole:
        seen, x = g.split(seen)[0], g.split(x)[0]
    x = g.norm(f"{k}.mn", g.node("Add", [g.dense(f"{k}.mix", seen, weights), x], f"{k}.mixed"), weights)
    if k < whole:
        kept, others = g.split(x)
        fed = g.node("Concat", [g.between(f"{k}.up", f"{k}.down", kept, weights),
                                g.between(f"{k}.thin_up", f"{k}.thin_down", others, weights)], f"{k}.fed", axis=1)
    else:
        fed = g.between(f"{k}.up", f"{k}.down", x, weights)
    return g.norm(f"{k}.n", g.node("Add", [fed, x], f"{k}.sum"), weights)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with np.load(args.model) as weights:
        onnx.save(build(dict(weights)), args.out)
    print(f"{args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
