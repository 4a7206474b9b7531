"""The default engine: multilingual-e5-small in int8 through onnxruntime, without torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kb.embedding import manifest as manifests
from kb.embedding.base import Vectors, normalised, printable
from kb.embedding.manifest import MODEL, TOKENIZER
from kb.embedding.windows import Windower
from kb.errors import ModelError
from kb.model import Span

INPUTS = ("input_ids", "attention_mask")
# The model was trained with these in front of its inputs.
QUERY = "query: "
PASSAGE = "passage: "
# Tokens per batch, padding included.
_BATCH_TOKENS = 2048
# onnxruntime's severity 3: its warnings about devices mean nothing to users.
_ERRORS_ONLY = 3


class _Row(NamedTuple):
    """One model input: the tokens of a text or of one of its windows; ``owner`` is the position of the text."""

    owner: int
    ids: list[int]


class OnnxEmbedder:
    """See :class:`kb.embedding.base.Embedder`.

    ``threads`` 0 leaves the number to onnxruntime (one per physical core).  Raises ``ModelError`` when the folder is
    not a whole model; it is read at once, so that a fault shows here and not in the middle of work.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        manifest = manifests.check(folder)
        self.model_id = manifest.model_id
        self.dimension = manifest.dimension
        self.max_tokens = manifest.max_tokens
        self._tokenizer: Any
        self._session: Any
        try:
            self._tokenizer = _load_tokenizer(folder / TOKENIZER)
            self._session = _load_session(folder / MODEL, threads)
        except Exception as error:  # both libraries raise their own bare exceptions
            msg = f"内置向量模型无法载入（{folder}）：{error}。请重新构建：xunjian model build"
            raise ModelError(msg) from error
        self._pad = self._tokenizer.token_to_id("<pad>")
        self._windowers = {prefix: self._windower(prefix) for prefix in (QUERY, PASSAGE)}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See the protocol."""
        return self._encode(QUERY, texts, None)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See the protocol."""
        return self._encode(PASSAGE, texts, progress)

    def windows(self, text: str, context: str = "") -> list[Span]:
        """See the protocol."""
        return self._windowers[PASSAGE].windows(text, context)

    def fit_context(self, context: str) -> str:
        """See the protocol."""
        return self._windowers[PASSAGE].fit_context(context)

    def count_tokens(self, text: str) -> int:
        """Tokens of a passage, prefix and special tokens included."""
        return len(self._ids(PASSAGE + text))

    def _encode(self, prefix: str, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        rows = self._rows(prefix, [printable(text) for text in texts])
        total = np.zeros((len(texts), self.dimension), np.float32)
        left = Counter(row.owner for row in rows)
        done = 0
        for batch in _batches(rows):
            for row, vector in zip(batch, self._run(batch), strict=True):
                total[row.owner] += len(row.ids) * vector
                left[row.owner] -= 1
                done += left[row.owner] == 0
            if progress:
                progress(done)
        return normalised(total)

    def _rows(self, prefix: str, texts: Sequence[str]) -> list[_Row]:
        rows = []
        encodings = self._tokenizer.encode_batch_fast([prefix + text for text in texts])
        for owner, (text, encoding) in enumerate(zip(texts, encodings, strict=True)):
            if len(encoding.ids) <= self.max_tokens:
                rows.append(_Row(owner, encoding.ids))
            else:
                spans = self._windowers[prefix].windows(text)
                rows += [_Row(owner, self._ids(prefix + text[span.start : span.end])) for span in spans]
        return rows

    def _windower(self, prefix: str) -> Windower:
        return Windower(self._token_ends, lambda text: len(self._ids(prefix + text)), self.max_tokens)

    def _run(self, batch: Sequence[_Row]) -> Vectors:
        ids = np.full((len(batch), max(len(row.ids) for row in batch)), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(batch):
            ids[number, : len(row.ids)] = row.ids
            mask[number, : len(row.ids)] = 1
        vectors: Vectors = self._session.run(None, dict(zip(INPUTS, (ids, mask), strict=True)))[0]
        return vectors

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids

    def _token_ends(self, text: str) -> list[int]:
        return [end for _, end in self._tokenizer.encode(text, add_special_tokens=False).offsets]


def _batches(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of like length together, so that little is padding; the longest first, so that memory is claimed once."""
    batches: list[list[_Row]] = []
    room = 0
    for row in sorted(rows, key=lambda row: len(row.ids), reverse=True):
        if room <= 0:
            batches.append([])
            room = max(1, _BATCH_TOKENS // len(row.ids))
        batches[-1].append(row)
        room -= 1
    return batches


def _load_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415 - loaded when an engine is

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _load_session(path: Path, threads: int) -> Any:
    import onnxruntime  # noqa: PLC0415 - loaded when an engine is

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
