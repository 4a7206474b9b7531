"""Any other embedding model through sentence-transformers (optional part ``st``)."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kb.embedding.base import Vectors, normalised
from kb.embedding.windows import Windower
from kb.errors import ModelError
from kb.model import Span

# Models that read more (bge-m3: 8,192) get windows of this size all the same: attention costs grow with the square,
# and one vector of several pages is found for none of them.
_MOST_TOKENS = 512
# Texts per call of the model; sentence-transformers sorts them by length and makes batches of 32 of them.
_CHUNK = 256
# A tuned model differs in practically every number; half a megabyte of each file is plenty to see it.
_SAMPLES = 128
_SAMPLE_BYTES = 4096
_INSTALL = 'pip install "xunjian[st]"'


class Prompts(NamedTuple):
    """What stands in front of questions and passages."""

    query: str
    passage: str


# For models whose folder states no prompts; from their model cards.  First match on the lower-cased name counts.
_KNOWN_PROMPTS = (
    ("e5", Prompts("query: ", "passage: ")),
    ("bge-m3", Prompts("", "")),
    ("bge-small-zh", Prompts("为这个句子生成表示以用于检索相关文章：", "")),
    ("bge-base-zh", Prompts("为这个句子生成表示以用于检索相关文章：", "")),
    ("bge-large-zh", Prompts("为这个句子生成表示以用于检索相关文章：", "")),
)


class SentenceTransformersEmbedder:
    """See :class:`kb.embedding.base.Embedder`.

    ``model`` is a folder, or a name that sentence-transformers finds in its cache or downloads.  ``threads`` 0 leaves
    the number to torch.  Raises ``ModelError`` when no model is named, or the package or the model is missing.
    """

    def __init__(self, model: str, threads: int = 0) -> None:
        if not model:
            msg = (
                "使用 sentence-transformers 引擎须指定模型。"
                "请把 XUNJIAN_EMBEDDING_MODEL 设为模型名称（如 BAAI/bge-m3）或模型目录。"
            )
            raise ModelError(msg)
        self._model = _load(model, threads)
        self._tokenizer = self._model.tokenizer
        self.model_id = f"sentence-transformers/{_base_name(model)}{_fingerprint(Path(model))}"
        # The method that tells it was renamed in version 6.
        self.dimension = len(self._model.encode("", show_progress_bar=False))
        self.max_tokens = min(int(self._model.max_seq_length or _MOST_TOKENS), _MOST_TOKENS)
        self.prompts = prompts_of(model, dict(self._model.prompts or {}))
        self._query = self._windower(self.prompts.query)
        self._passage = self._windower(self.prompts.passage)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See the protocol."""
        return self._encode(self.prompts.query, self._query, texts, None)

    def encode_everyday(self, texts: Sequence[str]) -> Vectors:
        """See the protocol: other models have no such network."""
        return self.encode_queries(texts)

    def question_tokens(self, text: str) -> Vectors:  # noqa: ARG002 - of the protocol
        """See the protocol: not of other models, whose tokens nothing was measured on."""
        return np.zeros((0, self.dimension), np.float32)

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See the protocol: as the question's."""
        return [self.question_tokens(text) for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See the protocol."""
        return self._encode(self.prompts.passage, self._passage, texts, progress)

    def windows(self, text: str, context: str = "") -> list[Span]:
        """See the protocol."""
        return self._passage.windows(text, context)

    def fit_context(self, context: str) -> str:
        """See the protocol."""
        return self._passage.fit_context(context)

    def _encode(
        self, prompt: str, windower: Windower, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        total = np.zeros((len(texts), self.dimension), np.float32)
        for first in range(0, len(texts), _CHUNK):
            chunk = [_printable(text) for text in texts[first : first + _CHUNK]]
            owners, words = [], []
            for owner, text in enumerate(chunk, first):
                for span in windower.windows(text) or [Span(0, 0)]:
                    owners.append(owner)
                    words.append(text[span.start : span.end])
            vectors = self._model.encode(
                words, prompt=prompt or None, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
            # A model in half precision returns vectors that are not quite of unit length.
            weights = np.array([windower.count(part) for part in words], np.float32)
            np.add.at(total, owners, normalised(vectors) * weights[:, None])
            if progress:
                progress(first + len(chunk))
        return normalised(total)

    def _windower(self, prompt: str) -> Windower:
        return Windower(
            self._token_ends, lambda text: len(self._tokenizer(prompt + _printable(text))["input_ids"]), self.max_tokens
        )

    def _token_ends(self, text: str) -> list[int]:
        encoded = self._tokenizer(_printable(text), add_special_tokens=False, return_offsets_mapping=True)
        return [end for _, end in encoded["offset_mapping"]]


def _printable(text: str) -> str:
    """The text with lone surrogates (from a mis-decoded command line) as ``?``, its length unchanged; the library
    refuses them.
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def prompts_of(model: str, configured: dict[str, str]) -> Prompts:
    """The model's own prompts where its folder states any for questions or passages, else those of its family."""
    passage = next((configured[key] for key in ("passage", "document") if configured.get(key)), "")
    if configured.get("query") or passage:
        return Prompts(configured.get("query") or "", passage)
    name = _base_name(model).lower()
    return next((prompts for part, prompts in _KNOWN_PROMPTS if part in name), Prompts("", ""))


def _base_name(model: str) -> str:
    """The name without the folders of this machine, so that a knowledge base can be carried to another."""
    path = Path(model)
    return path.resolve().name if path.is_dir() else model


def _fingerprint(folder: Path) -> str:
    """``@`` and 8 hex digits that change when a folder's weights do (tuning keeps names and sizes); empty for a name.

    Reads samples, since a hash of a model of gigabytes takes longer than loading it.
    """
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".bin"}):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size} ".encode())
        with path.open("rb") as stream:
            for number in range(_SAMPLES):
                stream.seek(size * number // _SAMPLES)
                digest.update(stream.read(_SAMPLE_BYTES))
    return f"@{digest.hexdigest()[:8]}"


def _load(model: str, threads: int) -> Any:
    if importlib.util.find_spec("sentence_transformers") is None:
        msg = (
            f"使用模型 {model} 需要 sentence-transformers，本机尚未安装。"
            f"请执行：{_INSTALL}（不联网时见 docs/offline.md）。"
        )
        raise ModelError(msg)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to load, only for this engine

    if threads:
        importlib.import_module("torch").set_num_threads(threads)
    try:
        return SentenceTransformer(model)
    except Exception as error:  # the hub client, torch and safetensors raise their own errors
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        msg = (
            f"无法载入向量模型 {model}：{reason}\n"
            "请检查名称；不联网时，请在能联网的电脑上下载整个模型目录，"
            "拷到本机后把 XUNJIAN_EMBEDDING_MODEL 设为该目录。"
        )
        raise ModelError(msg) from error
