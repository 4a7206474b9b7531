"""The network as an ONNX graph in int8, written without torch.

There is no attention mask: texts are run one at a time, see :mod:`kb.embedding.onnx_engine`.

Linear layers are ``DynamicQuantizeMatMul``: weights in int8 with one scale per output, activations quantised as they
come.  Weights use 7 of the 8 bits, because processors without VNNI add pairs of products in 16 bits, which full-range
weights can overflow; measured over 100 passages the cosine to the fp32 network is the same either way (mean .997).
The embedding table stays in the 4 bits it comes in (48 of 72 MB); everything else is float32.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kb.embedding.onnx_engine import INPUT, OUTPUT, TOKENS
from kb.embedding.weights import BLOCK, Weights

_CONTRIB = "com.microsoft"
# int4 tensors need opset 21 and IR version 10; onnxruntime reads both since 1.20.
_OPSET = 21
_IR_VERSION = 10
_WEIGHT_MAX = 63
# Bytes; smaller constants (axes, shapes) are needed while the graph is optimised.
_LEAST_EXTERNAL = 1024

#: The linear layers of the graph and the weights they are made of; several are stacked into one.
LINEAR = {"qkv": ("q", "k", "v"), "out": ("ao",), "inner": ("fi",), "outer": ("fo",)}


def save_graph(weights: Weights, path: Path, data_name: str) -> None:
    """Write the graph, its constants in a file beside it.

    onnxruntime maps that file into memory instead of copying it: loaded in 0.07 instead of 0.22 s, 28 instead of
    101 MB resident (189 at the peak), and shared between processes.
    """
    onnx.save_model(
        build_graph(weights), path, save_as_external_data=True, location=data_name, size_threshold=_LEAST_EXTERNAL
    )
    # onnx lets only the owner read that file; several accounts may share a model.
    shutil.copymode(path, path.with_name(data_name))


def build_graph(weights: Weights) -> onnx.ModelProto:
    """From ``input_ids``, int64 ``[batch, seq]`` without padding, to vectors ``[batch, hidden]`` of unit length, and to
    those of the tokens ``[batch, seq, hidden]``.
    """
    return _Builder(weights).model()


class _Builder:
    """Collects nodes and constants; every method that adds a node returns the name of its output."""

    def __init__(self, weights: Weights) -> None:
        self.helper: Any = helper
        self.from_array = numpy_helper.from_array
        self.types: Any = TensorProto
        self.weights = weights
        self.shape = weights.shape
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        shape, helper, types = self.shape, self.helper, self.types
        x = self.embeddings()
        for layer in range(shape.layers):
            x = self.layer(f"l{layer}.", x)
        self.node("Identity", [x], TOKENS)
        self.pool(x)
        inputs = [helper.make_tensor_value_info(INPUT, types.INT64, ["batch", "seq"])]
        outputs = [
            helper.make_tensor_value_info(OUTPUT, types.FLOAT, ["batch", shape.hidden]),
            helper.make_tensor_value_info(TOKENS, types.FLOAT, ["batch", "seq", shape.hidden]),
        ]
        graph = helper.make_graph(self.nodes, "e5", inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        return model

    def embeddings(self) -> str:
        """Word + position + type embeddings, normalised."""
        shape = self.shape
        self.packed_table("emb.word", shape.vocabulary, shape.hidden)
        words = self.node(
            "GatherBlockQuantized",
            ["emb.word", INPUT, "emb.word.scale"],
            "emb.gather",
            _CONTRIB,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        # Every token is of the first type, so its vector is added to the positions once and for all.
        table = self.weights.floats("emb.pos", shape.positions, shape.hidden)
        types = self.weights.floats("emb.type", shape.types, shape.hidden)
        places = self.constant("emb.pos", table + types[0])
        dims = self.node("Shape", [INPUT], "dims")
        length = self.node("Slice", [dims, self.index("one", 1), self.index("two", 2)], "length")
        positions = self.node("Slice", [places, self.index("zero", 0), length], "positions")
        total = self.node("Add", [words, positions], "emb.sum")
        norm = self.norm_constants("emb.ln")
        return self.node("LayerNormalization", [total, *norm], "emb", axis=-1, epsilon=shape.epsilon)

    def layer(self, prefix: str, x: str) -> str:
        """One transformer layer: attention, then feed-forward, each added and normalised."""
        shape = self.shape
        projected = self.linear(x, prefix, "qkv", shape.hidden, shape.hidden)
        parts = [prefix + name for name in ("Q", "K", "V")]
        split = self.helper.make_node("Split", [projected], parts, axis=-1, num_outputs=3, name=prefix + "split")
        self.nodes.append(split)
        attention = self.node("MultiHeadAttention", parts, prefix + "attention", _CONTRIB, num_heads=shape.heads)
        y = self.linear(attention, prefix, "out", shape.hidden, shape.hidden)
        x = self.add_and_norm(y, x, prefix + "aln")
        y = self.linear(x, prefix, "inner", shape.feed_forward, shape.hidden)
        y = self.node("Gelu", [y], prefix + "gelu", _CONTRIB)
        y = self.linear(y, prefix, "outer", shape.hidden, shape.feed_forward)
        return self.add_and_norm(y, x, prefix + "oln")

    def pool(self, x: str) -> None:
        """Mean over the tokens, at unit length."""
        mean = self.node("ReduceMean", [x, self.index("seq.axis", 1)], "mean", keepdims=0)
        self.node("LpNormalization", [mean], OUTPUT, axis=-1, p=2)

    def linear(self, x: str, prefix: str, kind: str, rows: int, columns: int) -> str:
        """``x @ W.T + b`` in int8, with the weights of ``LINEAR``."""
        names, out = [prefix + name for name in LINEAR[kind]], prefix + kind
        matrix = np.concatenate([self.weights.matrix(name + ".w", rows, columns) for name in names])
        bias = np.concatenate([self.weights.floats(name + ".b", rows) for name in names])
        largest = np.abs(matrix).max(axis=1)
        scale = np.where(largest > 0, largest / _WEIGHT_MAX, 1).astype(np.float32)
        rounded = np.rint(matrix / scale[:, None]).astype(np.int8)
        inputs = [
            x,
            self.constant(out + ".w", rounded.T),
            self.constant(out + ".scale", scale),
            "",  # zero point: 0
            self.constant(out + ".b", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, out, _CONTRIB)

    def add_and_norm(self, y: str, x: str, name: str) -> str:
        inputs = [y, x, *self.norm_constants(name)]
        return self.node("SkipLayerNormalization", inputs, name, _CONTRIB, epsilon=self.shape.epsilon)

    def norm_constants(self, name: str) -> list[str]:
        hidden = self.shape.hidden
        return [self.constant(name + part, self.weights.floats(name + part, hidden)) for part in (".w", ".b")]

    def packed_table(self, name: str, rows: int, columns: int) -> None:
        """The table as signed int4 (its values are unsigned around 8), two to a byte, and its scales."""
        values, scales = self.weights.quantised(name, rows, columns)
        signed = values ^ 8
        tensor = self.types(name=name, data_type=self.types.INT4, dims=[rows, columns])
        tensor.raw_data = (signed[:, 0::2] | (signed[:, 1::2] << 4)).tobytes()
        self.constants.append(tensor)
        self.constant(name + ".scale", scales)

    def index(self, name: str, value: int) -> str:
        return self.constant("index." + name, np.array([value], np.int64))

    def constant(self, name: str, array: NDArray[Any]) -> str:
        self.constants.append(self.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(self.helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name
