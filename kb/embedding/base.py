"""What every embedding engine offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.model import Span

Vectors = NDArray[np.float32]

Stage = Callable[[str, float], None]
"""Progress of a build: what is being done (Chinese) and the share of the whole in [0, 1]."""


class Embedder(Protocol):
    """Turns text into vectors of unit length; safe to call from several threads.

    ``model_id`` is recorded with the vectors: vectors of different ids must never be compared.  ``max_tokens``
    counts prefix and special tokens.
    """

    @property
    def model_id(self) -> str:
        """Engine, model and version, e.g. ``onnx/multilingual-e5-small-int8@1a2b3c4d``."""
        ...

    @property
    def dimension(self) -> int:
        """Components of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The longest input the model reads whole."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors ``[len(texts), dimension]`` of questions, L2-normalised."""
        ...

    def encode_everyday(self, texts: Sequence[str]) -> Vectors:
        """Vectors ``[len(texts), dimension]`` of questions, read so that everyday words come near the official
        ones that answer them, L2-normalised; the same as ``encode_queries`` where the engine has no network for that.
        """
        ...

    def question_tokens(self, text: str) -> Vectors:
        """Vectors ``[tokens, dimension]`` of the tokens of a question, read as by ``encode_everyday``, L2-normalised;
        no rows where the engine does not give them.
        """
        ...

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Vectors ``[tokens, dimension]`` of the tokens of each passage, L2-normalised; no rows where the engine does
        not give them.
        """
        ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Vectors ``[len(texts), dimension]`` of passages, L2-normalised.

        Nothing is cut off: the vector of a text over ``max_tokens`` is the mean of its windows' vectors, weighted
        by their tokens.  ``progress`` is told the number of texts finished so far.
        """
        ...

    def windows(self, text: str, context: str = "") -> list[Span]:
        """A partition of ``text``; every ``with_context(fit_context(context), piece)`` fits into ``max_tokens``.

        Cuts stand at sentence ends, else at clause ends, else anywhere.  No spans for an empty text.
        """
        ...

    def fit_context(self, context: str) -> str:
        """The context, shortened at its front with ``…`` where it would take more than half of the room."""
        ...


def with_context(context: str, piece: str) -> str:
    """The words that are embedded for a piece of text standing under a heading."""
    return f"{context}\n{piece}" if context else piece


class WindowInput(NamedTuple):
    """One window of a passage: its place in the text and the words to embed for it."""

    span: Span
    words: str


def window_inputs(embedder: Embedder, text: str, context: str = "") -> list[WindowInput]:
    """The windows of a text with the words to embed for each; none is over ``max_tokens``."""
    heading = embedder.fit_context(context)
    return [
        WindowInput(span, with_context(heading, text[span.start : span.end]))
        for span in embedder.windows(text, context)
    ]


def normalised(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """The vectors at unit length, as float32; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
