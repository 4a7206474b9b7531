"""What makes the network read everyday questions as official wording: low-rank changes of its linear layers.

LoRA (Hu et al. 2021): to ``x @ W`` is added ``x @ down @ up``, with few columns between.  Fitted by
``python -m eval.fit_adapter``; only questions are read so, passages and their vectors stay as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.embedding.wheel import file_sha256

FILE = Path(__file__).with_name("adapter.npz")

#: The entry that names the data file whose network is changed, by hash.
_DATA = "data"


class Branch(NamedTuple):
    """``x @ down @ up``: ``down`` is ``[inputs, rank]``, ``up`` ``[rank, outputs]``."""

    down: NDArray[np.float32]
    up: NDArray[np.float32]


class Adapter(NamedTuple):
    """``branches`` by the name of the layer's weights (``l6.q``); ``data`` is the hash of the model file they are made
    for, ``identity`` that of the adapter itself.
    """

    branches: dict[str, Branch]
    data: str
    identity: str


def load_adapter(path: Path = FILE) -> Adapter:
    """The fitted changes."""
    with np.load(path) as stored:
        names = sorted(name.removesuffix(".down") for name in stored.files if name.endswith(".down"))
        branches = {
            name: Branch(stored[f"{name}.down"].astype(np.float32), stored[f"{name}.up"].astype(np.float32))
            for name in names
        }
        return Adapter(branches, str(stored[_DATA]), file_sha256(path))


def save_adapter(branches: dict[str, Branch], data: str, path: Path = FILE) -> None:
    """Store them in half precision: what is rounded is a thousandth of the change."""
    arrays = {_DATA: np.array(data)}
    for name, branch in branches.items():
        arrays |= {f"{name}.down": branch.down.astype(np.float16), f"{name}.up": branch.up.astype(np.float16)}
    np.savez(path, **arrays)  # type: ignore[arg-type] # no array is named as one of its options
