"""Changing settings: which file they stand in, what overrides them, and how they are written.

The file keeps its comments, its order and the entries of others.  It is written beside itself and then put in place,
so that a power cut leaves either the old one or the new one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.errors import SettingsError, cause
from kb.settings import CONFIG_NAME, Settings

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


class Origin(StrEnum):
    """Where a setting comes from; the first of these that has it wins."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


class Value(NamedTuple):
    """A setting as it holds now; ``variable`` is the environment variable that would override it."""

    name: str
    value: Any
    origin: Origin
    variable: str


def config_file(settings: Settings) -> Path:
    """The file the settings are read from: that of the working folder where there is one, else that of the data folder
    (which need not exist yet).
    """
    near = Path.cwd() / CONFIG_NAME
    return near if near.is_file() else settings.home / CONFIG_NAME


def values(settings: Settings) -> dict[str, Value]:
    """All settings with their origins.  A faulty file counts as empty here; reading the settings names the fault."""
    try:
        written: Mapping[str, Any] = _read(config_file(settings))
    except SettingsError:
        written = {}
    environment = {name.upper() for name in os.environ}  # pydantic takes them in any case
    found = {}
    for name in Settings.model_fields:
        variable = f"XUNJIAN_{name.upper()}"
        origin = Origin.ENVIRONMENT if variable in environment else Origin.FILE if name in written else Origin.DEFAULT
        found[name] = Value(name, getattr(settings, name), origin, variable)
    return found


def save(path: Path, changes: Mapping[str, str | float | bool | None]) -> None:
    """Write settings into a file; None takes one out, so that its default holds.

    Raises ``SettingsError`` where the file is no TOML, a value does not fit, or the folder cannot be written to.
    """
    unknown = changes.keys() - Settings.model_fields.keys()
    if unknown:
        msg = f"没有这样的设置项：{'、'.join(sorted(unknown))}。"
        raise SettingsError(msg)
    document = _read(path)
    _check(changes)
    for name, value in changes.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    _write(path, document.as_string())


def _check(changes: Mapping[str, str | float | bool | None]) -> None:
    from pydantic import ValidationError  # noqa: PLC0415 - loaded by the settings already

    try:
        Settings(**{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        faults = {str(fault["loc"][0]): str(fault.get("input")) for fault in error.errors()}
        said = "；".join(
            f"{Settings.model_fields[name].description}的值“{value}”"
            for name, value in faults.items()
            if name in changes
        )
        if not said:
            return  # something else is wrong; that is said where the settings are read
        msg = f"{said}不合要求，没有保存。请改正后重试。"
        raise SettingsError(msg) from error


def _read(path: Path) -> TOMLDocument:
    import tomlkit  # noqa: PLC0415 - only the settings page needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, UnicodeDecodeError) as error:
        why = cause(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        msg = f"设置文件 {path} 无法读取（{why}）。请检查后重试。"
        raise SettingsError(msg) from error
    except TOMLKitError as error:
        msg = f"设置文件 {path} 不是有效的 TOML（{error}）。请改正后重试，原文件没有改动。"
        raise SettingsError(msg) from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Readable for its owner alone, as mkstemp makes it: the file can hold a key.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        msg = f"设置无法写入 {path}（{cause(error)}）。请检查文件夹的权限和磁盘空间。"
        raise SettingsError(msg) from error
