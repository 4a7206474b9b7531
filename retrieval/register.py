"""From the words of the street to the language of documents: turns the vector of a question.

The embedding model puts 东西先拿走 nearer to other talk than to 先行登记保存.  What everyday and official wording of a
matter differ by is much alike from matter to matter, so a linear map of low rank, added to the vector of a
question, brings it nearer to what answers it.  What the network for everyday words reads (``Embedder.encode_everyday``)
is added to the vector first: the sum finds more than either.  The map also takes away what all texts share, so cosines
to it are small: .05 on average where they were .86.  Fitted by ``python -m eval.fit_register`` on questions about
statutes and on invented passages, none of which stands in the evaluation corpus.  It reads vectors of one embedding
model only; those of another one are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kb.embedding.base import Vectors, normalised
from retrieval.fitted import readable

FILE = Path(__file__).with_name("register.npz")


class Turn(NamedTuple):
    """The map ``v + (v @ down) @ up``: ``down`` is ``[dimension, rank]``, ``up`` ``[rank, dimension]``."""

    down: Vectors
    up: Vectors

    def of(self, vectors: Vectors) -> Vectors:
        """Unit vectors ``[..., dimension]`` turned, of length 1."""
        return normalised(vectors + vectors @ self.down @ self.up)


@lru_cache(maxsize=1)
def turn() -> Turn:
    """The fitted map."""
    with np.load(FILE) as stored:
        return Turn(stored["down"].astype(np.float32), stored["up"].astype(np.float32))


def official(vector: Vectors, everyday: Callable[[], Vectors], model_id: str) -> Vectors:
    """The unit vector of a question turned towards official wording; as it is where the map cannot read the vectors of
    ``model_id``.  ``everyday`` reads the question by the network for everyday words, and is only called where they can
    be read.
    """
    fitted = turn()
    if not readable(vector, model_id, len(fitted.down)):
        return vector
    return fitted.of(normalised(vector + everyday()))
