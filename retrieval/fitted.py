"""Which vectors can be read by numbers that were fitted on vectors."""

from __future__ import annotations

from kb.embedding.base import Vectors

#: The model they were fitted on; its quantised and its full form differ by less than .005 in cosine.
MODEL = "multilingual-e5-small"


def readable(vector: Vectors, model_id: str, size: int) -> bool:
    """Whether a vector is one of ``MODEL`` and has the ``size`` components that the numbers were fitted on."""
    return MODEL in model_id and len(vector) == size
