"""The network for everyday questions: the graph of the model with the branches of the adapter beside its layers.

It reads the same file of weights, which is mapped into memory once for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from kb.embedding.adapter import Branch
from kb.embedding.graph import LINEAR


def save_question_graph(base: Path, target: Path, branches: Mapping[str, Branch]) -> None:
    """Write ``target`` beside the graph ``base``, with branches by the name of the weights they change (``l6.q``).  A
    layer without one stays as it is.
    """
    make: Any = helper
    model = onnx.load(base, load_external_data=False)
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        nodes.append(node)
        prefix, _, kind = node.name.rpartition(".")
        branch = _stacked([branches.get(f"{prefix}.{part}") for part in LINEAR.get(kind, ())])
        if branch is None:
            continue
        name = node.name
        node.output[0] = f"{name}.plain"
        for part, array in (("down", branch.down), ("up", branch.up)):
            model.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), f"{name}.{part}"))
        nodes += [
            make.make_node("MatMul", [node.input[0], f"{name}.down"], [f"{name}.low"]),
            make.make_node("MatMul", [f"{name}.low", f"{name}.up"], [f"{name}.change"]),
            make.make_node("Add", [f"{name}.plain", f"{name}.change"], [name]),
        ]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save_model(model, target)


def _stacked(branches: list[Branch | None]) -> Branch | None:
    """One branch for layers that the graph stacks into one; each of them must have a branch."""
    found = [branch for branch in branches if branch is not None]
    if not found or len(found) < len(branches):
        return None
    ranks = np.cumsum([0, *(branch.down.shape[1] for branch in found)])
    columns = np.cumsum([0, *(branch.up.shape[1] for branch in found)])
    up = np.zeros((ranks[-1], columns[-1]), np.float32)
    for number, branch in enumerate(found):
        up[ranks[number] : ranks[number + 1], columns[number] : columns[number + 1]] = branch.up
    return Branch(np.concatenate([branch.down for branch in found], axis=1), up)
