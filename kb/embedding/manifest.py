"""The folder of the built model: what is in it, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from kb.embedding.wheel import file_sha256
from kb.errors import ModelError

MANIFEST = "manifest.json"
MODEL = "model.onnx"
WEIGHTS = "model.bin"
QUESTION = "question.onnx"
VOCABULARY = "vocabulary.json"
_FILES = (MODEL, WEIGHTS, QUESTION, VOCABULARY)
# Raised whenever the graph or the tokenizer changes so that vectors of before and after must not be mixed.
RECIPE = 2
# Raised whenever the files change so that vectors stay comparable: the model is built anew, nothing is embedded anew.
LAYOUT = 2
_NAME = "onnx/multilingual-e5-small-int8"


class File(NamedTuple):
    """Size in bytes and hash of one file of the model."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """What ``manifest.json`` says.  ``identity`` hashes recipe and weights: it is the same wherever the same model was
    built, so that a knowledge base can be carried to another machine.  ``adapter`` hashes what changes the network for
    everyday questions, ``layout`` tells what the files hold; stored vectors depend on neither.
    """

    identity: str
    dimension: int
    max_tokens: int
    files: dict[str, File]
    origin: dict[str, Any]
    adapter: str
    layout: int = LAYOUT

    @property
    def model_id(self) -> str:
        """The name recorded with the vectors."""
        return f"{_NAME}@{self.identity[:8]}"


def identity_of(data_sha256: str) -> str:
    """Identity of the model that this recipe builds from a data file."""
    return hashlib.sha256(f"{_NAME} {RECIPE} {data_sha256}".encode()).hexdigest()


def describe(
    folder: Path, *, data_sha256: str, dimension: int, max_tokens: int, origin: dict[str, Any], adapter: str
) -> Manifest:
    """The manifest of the files in a folder."""
    files = {name: File((folder / name).stat().st_size, file_sha256(folder / name)) for name in _FILES}
    return Manifest(identity_of(data_sha256), dimension, max_tokens, files, origin, adapter)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Store the manifest; its presence says that the folder is complete."""
    content = manifest._asdict() | {"files": {name: file._asdict() for name, file in manifest.files.items()}}
    (folder / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def check(folder: Path, *, full: bool = False) -> Manifest:
    """The manifest of a model folder whose files have the sizes (``full``: also the hashes) it states.

    Raises ``ModelError`` naming the file that is missing or differs, and the command that builds the model.
    """
    if not (folder / MANIFEST).is_file():
        msg = f"内置向量模型尚未构建（{folder} 中没有 {MANIFEST}）。请执行：xunjian model build"
        raise ModelError(msg)
    manifest = _read(folder)
    for name, file in manifest.files.items():
        fault = _fault(folder / name, file, full=full)
        if fault:
            raise _damaged(folder, f"{name} {fault}")
    return manifest


def _fault(path: Path, file: File, *, full: bool) -> str:
    if not path.is_file():
        return "缺失"
    if (size := path.stat().st_size) != file.size:
        return f"为 {size} 字节，应为 {file.size} 字节"
    if full and file_sha256(path) != file.sha256:
        return "内容与清单中的校验和不符"
    return ""


def _read(folder: Path) -> Manifest:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {
            name: File(int(content["files"][name]["size"]), str(content["files"][name]["sha256"])) for name in _FILES
        }
        manifest = Manifest(
            str(content["identity"]),
            int(content["dimension"]),
            int(content["max_tokens"]),
            files,
            dict(content["origin"]),
            str(content["adapter"]),
            int(content["layout"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, f"{MANIFEST} 无法读取（{error}）") from error
    return manifest


def _damaged(folder: Path, what: str) -> ModelError:
    return ModelError(f"内置向量模型已损坏：{folder} 中的 {what}。请重新构建：xunjian model build")
