"""From the words of the street to the language of documents: turns the vector of a question.

The embedding model puts 东西先拿走 nearer to other talk than to 先行登记保存.  What everyday and official wording of a
matter differ by is much alike from matter to matter, so a linear map of low rank, added to the vector of a
question, brings it nearer to what answers it.  It also takes away what all texts share, so cosines to it are small: .05
on average where they were .86.  Fitted by ``python -m eval.fit_register`` on questions about statutes and on invented
passages, none of which stands in the evaluation corpus.  It reads vectors of one embedding model only; those of another
one are left as they are.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("register.npz")

#: The model whose vectors the map turns; its quantised and its full form differ by less than .005 in cosine.
MODEL = "multilingual-e5-small"


class Turn(NamedTuple):
    """The map ``v + (v @ down) @ up``: ``down`` is ``[dimension, rank]``, ``up`` ``[rank, dimension]``."""

    down: NDArray[np.float32]
    up: NDArray[np.float32]

    def of(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors ``[..., dimension]`` turned, of length 1."""
        turned = vectors + vectors @ self.down @ self.up
        return np.asarray(turned / np.linalg.norm(turned, axis=-1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=1)
def turn() -> Turn:
    """The fitted map."""
    with np.load(FILE) as stored:
        return Turn(stored["down"].astype(np.float32), stored["up"].astype(np.float32))


def official(vector: NDArray[np.float32], model_id: str) -> NDArray[np.float32]:
    """The unit vector of a question turned towards official wording; as it is where the map cannot read the vectors of
    ``model_id``.
    """
    fitted = turn()
    if MODEL not in model_id or len(vector) != len(fitted.down):
        return vector
    return fitted.of(vector)
