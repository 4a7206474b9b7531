"""The default engine: multilingual-e5-small in int8 through onnxruntime, without torch.

Every text is run on its own.  Activations are quantised with one scale for the whole input of a layer, so in a batch
the vector of a text would depend on its neighbours (measured: cosine .997 between the same text alone and among eight
others).  Alone it is reproducible and closest to the fp32 network, and no slower: 12.7 against 11.8 passages of 300
characters a CPU-second, 79 against 92 of 40 characters.

Threads work on different texts rather than share one: sharing costs up to half of the CPU time in waiting for each
other (12.7 against 6.3 passages a CPU-second with two threads).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.embedding import manifest as manifests
from kb.embedding.base import Vectors, normalised
from kb.embedding.manifest import MODEL, QUESTION, VOCABULARY
from kb.embedding.tokenizer import UnigramTokenizer, load_vocabulary
from kb.embedding.windows import Windower
from kb.errors import ModelError
from kb.model import Span

INPUT = "input_ids"
OUTPUT = "sentence_embedding"
#: The last layer, one vector a token.
TOKENS = "token_embeddings"
# The model was trained with these in front of its inputs.
QUERY = "query: "
PASSAGE = "passage: "
# onnxruntime's severity 3: its warnings about devices mean nothing to users.
_ERRORS_ONLY = 3


class _Row(NamedTuple):
    """One model input: the tokens of a text or of one of its windows; ``owner`` is the position of the text."""

    owner: int
    ids: list[int]


class OnnxEmbedder:
    """See :class:`kb.embedding.base.Embedder`.

    ``threads`` is the number of texts worked on at a time, 0 for one per processor.  Raises ``ModelError`` when the
    folder is not a whole model; it is read at once, so that a fault shows here and not in the middle of work.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        manifest = manifests.check(folder)
        self.model_id = manifest.model_id
        self.dimension = manifest.dimension
        self.max_tokens = manifest.max_tokens
        self._threads = threads or os.cpu_count() or 1
        self._session: Any
        self._question: Any
        try:
            self._tokenizer = UnigramTokenizer(load_vocabulary(folder / VOCABULARY))
            self._session = _load_session(folder / MODEL)
            self._question = _load_session(folder / QUESTION)
        except Exception as error:  # onnxruntime raises bare exceptions of its own
            msg = f"内置向量模型无法载入（{folder}）：{error}。请重新构建：xunjian model build"
            raise ModelError(msg) from error
        self._windowers = {prefix: self._windower(prefix) for prefix in (QUERY, PASSAGE)}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See the protocol."""
        return self._encode(self._session, QUERY, texts, None)

    def encode_everyday(self, texts: Sequence[str]) -> Vectors:
        """See the protocol."""
        return self._encode(self._question, QUERY, texts, None)

    def question_tokens(self, text: str) -> Vectors:
        """See the protocol."""
        (found,) = self._tokens(self._question, QUERY, [text])
        return found

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See the protocol."""
        return self._tokens(self._session, PASSAGE, texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See the protocol."""
        return self._encode(self._session, PASSAGE, texts, progress)

    def windows(self, text: str, context: str = "") -> list[Span]:
        """See the protocol."""
        return self._windowers[PASSAGE].windows(text, context)

    def fit_context(self, context: str) -> str:
        """See the protocol."""
        return self._windowers[PASSAGE].fit_context(context)

    def count_tokens(self, text: str) -> int:
        """Tokens of a passage, prefix and special tokens included."""
        return len(self._tokenizer.encode(PASSAGE + text))

    def _encode(
        self, session: Any, prefix: str, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        rows = self._rows(prefix, texts)
        total = np.zeros((len(texts), self.dimension), np.float32)
        left = Counter(row.owner for row in rows)
        done = 0
        for row, vector in zip(rows, self._run_all(session, rows), strict=True):
            total[row.owner] += len(row.ids) * vector
            left[row.owner] -= 1
            if left[row.owner] == 0:
                done += 1
                if progress:
                    progress(done)
        return normalised(total)

    def _tokens(self, session: Any, prefix: str, texts: Sequence[str]) -> list[Vectors]:
        """Without the tokens of the prefix and of the ends, of which every text has the same."""
        rows = self._rows(prefix, texts)
        ahead = len(self._tokenizer.encode(prefix)) - 1
        found: list[list[Vectors]] = [[] for _ in texts]
        for row, vectors in zip(rows, self._run_all(session, rows, TOKENS), strict=True):
            found[row.owner].append(vectors[ahead:-1])
        none = np.zeros((0, self.dimension), np.float32)
        return [normalised(np.concatenate([none, *parts])) for parts in found]

    def _rows(self, prefix: str, texts: Sequence[str]) -> list[_Row]:
        rows = []
        for owner, text in enumerate(texts):
            ids = self._tokenizer.encode(prefix + text)
            if len(ids) <= self.max_tokens:
                rows.append(_Row(owner, ids))
            else:
                spans = self._windowers[prefix].windows(text)
                pieces = (self._tokenizer.encode(prefix + text[span.start : span.end]) for span in spans)
                rows += [_Row(owner, piece) for piece in pieces]
        return rows

    def _run_all(self, session: Any, rows: Sequence[_Row], output: str = OUTPUT) -> Iterator[NDArray[np.float32]]:
        """This output for each of the rows, in order."""
        run = partial(_run, session, output)
        if min(self._threads, len(rows)) <= 1:
            yield from map(run, rows)
            return
        pool = ThreadPoolExecutor(self._threads)
        try:
            yield from pool.map(run, rows)
        finally:  # Ctrl-C must not wait for all the rest
            pool.shutdown(cancel_futures=True)

    def _windower(self, prefix: str) -> Windower:
        return Windower(
            lambda text: self._tokenizer.split(text).ends,
            lambda text: len(self._tokenizer.encode(prefix + text)),
            self.max_tokens,
        )


def _run(session: Any, output: str, row: _Row) -> NDArray[np.float32]:
    found: NDArray[np.float32] = session.run([output], {INPUT: np.array([row.ids], np.int64)})[0][0]
    return found


def _load_session(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415 - loaded when an engine is

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
