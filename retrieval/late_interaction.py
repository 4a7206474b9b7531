"""Reads the best candidates once more, word by word: how near does each word of the question come to one of theirs?

Late interaction (ColBERT, Khattab & Zaharia 2020), without training: the mean over the tokens of the question, read by
the network for everyday words, of the cosine to the nearest token of the passage.  One vector for a whole passage has
to stand for all it says; its tokens do not.  They are computed when they are needed and the last ones used are kept:
stored for all passages they would take a hundred times the room of the vectors.

Measured on development and tuning questions, the weight 0 → .4 (first, first five): precedents 82.0 → 83.6 and 98.4 as
before (244), articles 63.9 → 66.3 and 86.1 → 87.3 (496), practice 69.2 → 73.1 and 92.9 → 93.6 (156).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.embedding.base import Embedder, Vectors
from kb.model import StoredPassage
from retrieval.rank import Ranked, standardised

#: Read again in each group: eight to twenty do as well, and each takes some 12 ms of one processor.
DEPTH = 10
#: In standard deviations among those read; from .2 to .6 first and first five are as good or better in all groups.
WEIGHT = 0.4
#: Fewer have no order.
_SEVERAL = 2
#: Passages kept, 100 KB each.
_KEPT = 400

#: The name of the value among the features of a hit.
TOKENS = "tokens"


class LateInteraction:
    """Keeps the tokens of the passages read last; safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], NDArray[np.float16]] = OrderedDict()

    def reread(self, ranked: Sequence[Ranked], question: Vectors | None, embedder: Embedder) -> list[Ranked]:
        """The candidates by score, the first ``DEPTH`` with what their tokens add; those behind them count as the
        farthest of these.  ``question`` are its tokens; the candidates stay as they are where there are none.
        """
        read = ranked[:DEPTH]
        if len(read) < _SEVERAL or question is None or not len(question):
            return list(ranked)
        near = [_near(question, tokens) for tokens in self._tokens([r.passage for r in read], embedder)]
        standard = standardised(near)
        if not any(standard):
            return list(ranked)
        behind = len(ranked) - len(read)
        near += [min(near)] * behind
        standard += [min(standard)] * behind
        moved = [
            r._replace(score=r.score + WEIGHT * z, features={**r.features, TOKENS: z, f"raw_{TOKENS}": value})
            for r, z, value in zip(ranked, standard, near, strict=True)
        ]
        return sorted(moved, key=lambda r: -r.score)

    def _tokens(self, passages: Sequence[StoredPassage], embedder: Embedder) -> list[NDArray[np.float32]]:
        keys = [(embedder.model_id, passage.text) for passage in passages]
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            fresh = embedder.passage_tokens([text for _, text in missing])
            known |= {key: one.astype(np.float16) for key, one in zip(missing, fresh, strict=True)}
        with self._lock:
            for key in keys:
                self._kept[key] = known[key]
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [known[key].astype(np.float32) for key in keys]


def _near(question: Vectors, passage: NDArray[np.float32]) -> float:
    """The mean cosine of the question's tokens to their nearest one; 0 for a passage without words."""
    return float((question @ passage.T).max(axis=1).mean()) if len(passage) else 0.0
