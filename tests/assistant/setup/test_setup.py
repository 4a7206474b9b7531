"""Settings written and overridden, what the data folder holds, word lists of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.setup import config
from assistant.setup.config import Origin, config_file, save, values
from assistant.setup.storage import holdings, parts, readable
from assistant.setup.vocabularies import Vocabulary, conditions
from ingest.bundled import ingest_library
from kb.errors import SettingsError
from kb.knowledge_base import KnowledgeBase
from kb.settings import CONFIG_NAME, Settings, load_settings
from kb.taxonomy import load_taxonomy
from tests.kb.sample import HashEmbedder

WRITTEN = """# 本单位的设置
threads = 2   # 办公电脑
other = "别人的"

[own]
key = 1
"""


@pytest.fixture
def office(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty data folder, with no file in the working folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    home.mkdir()
    return load_settings()


def test_saving_keeps_what_others_wrote(office: Settings) -> None:
    """Comments, order and unknown entries stay; the new values are read back; None takes one out again."""
    path = config_file(office)
    path.write_text(WRITTEN, encoding="utf-8")
    save(path, {"llm_model": "qwen", "threads": 4, "llm_timeout": 30.0})
    text = path.read_text(encoding="utf-8")
    assert "# 本单位的设置" in text
    assert "# 办公电脑" in text
    assert 'other = "别人的"' in text
    fresh = load_settings()
    assert (fresh.llm_model, fresh.threads, fresh.llm_timeout) == ("qwen", 4, 30.0)
    save(path, {"llm_model": None})
    assert load_settings().llm_model == ""
    assert [entry.name for entry in path.parent.iterdir()] == [CONFIG_NAME]


def test_the_first_save_makes_the_file(office: Settings) -> None:
    """Without a file there is one afterwards, readable for its owner alone, for it can hold a key."""
    save(config_file(office), {"llm_api_key": "sk-1"})
    assert load_settings().llm_api_key == "sk-1"
    assert config_file(office).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("written", "wanted", "said"),
    [
        ("a = [", {"llm_model": "qwen"}, "TOML"),
        ("", {"llm_timeout": -1.0}, "单次调用总时限"),
        ("", {"no_such": "x"}, "no_such"),
    ],
)
def test_what_cannot_be_saved_changes_nothing(
    office: Settings, written: str, wanted: dict[str, str | float], said: str
) -> None:
    """A faulty file, a value out of range and an unknown name are named, and the file stays byte for byte."""
    path = config_file(office)
    path.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        save(path, wanted)
    assert path.read_text(encoding="utf-8") == written


def test_a_crash_leaves_the_old_file(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the new file is whole the old one stands, and nothing is left lying about."""
    path = config_file(office)
    path.write_text(WRITTEN, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(config.os, "fsync", full)
    with pytest.raises(SettingsError, match="无法写入"):
        save(path, {"llm_model": "qwen"})
    assert path.read_text(encoding="utf-8") == WRITTEN
    assert [entry.name for entry in path.parent.iterdir()] == [CONFIG_NAME]


def test_what_overrides_what(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins over the file, the file over the defaults."""
    save(config_file(office), {"llm_model": "qwen", "llm_base_url": "http://127.0.0.1/v1"})
    monkeypatch.setenv("XUNJIAN_LLM_MODEL", "other")
    known = values(load_settings())
    assert (known["llm_model"].value, known["llm_model"].origin) == ("other", Origin.ENVIRONMENT)
    assert known["llm_model"].variable == "XUNJIAN_LLM_MODEL"
    assert known["llm_base_url"].origin is Origin.FILE
    assert known["llm_timeout"].origin is Origin.DEFAULT


def test_a_file_in_the_working_folder_is_the_one_in_force(office: Settings) -> None:
    """Where the working folder has a file, that one is read and so that one is written."""
    assert config_file(office) == office.home / CONFIG_NAME
    near = Path.cwd() / CONFIG_NAME
    near.write_text("", encoding="utf-8")
    save(config_file(office), {"llm_model": "qwen"})
    assert config_file(office) == near
    assert load_settings().llm_model == "qwen"


def test_the_parts_of_the_folder_add_up(tmp_path: Path) -> None:
    """Every byte of the data folder is in one part; the counts are those of the catalog and of the check."""
    settings = Settings(home=tmp_path / "home", model_dir=None)
    with KnowledgeBase(settings, HashEmbedder()) as kb:
        assert not ingest_library(kb).failed
        held = holdings(kb)
        report = kb.verify()
    assert (held.files, held.passages, held.vectors) == (report.sources, report.passages, report.vectors)
    assert held.problems
    found = parts(settings)
    assert {"目录库", "向量", "词语索引", "原件"} <= {part.name for part in found}
    assert sum(part.size for part in found) == sum(
        path.stat().st_size for path in settings.home.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 字节"), (1023, "1023 字节"), (2048, "2 KB"), (3_565_158, "3.4 MB"), (2**41, "2.0 TB")]
)
def test_sizes_for_people(size: int, said: str) -> None:
    """Bytes and kB without tenths, above with one."""
    assert readable(size) == said


def test_the_examples_of_word_lists_are_accepted(office: Settings) -> None:
    """The examples shown are files of the right form that add something; without files nothing is added."""
    assert [(one.there, one.own, one.fault) for one in conditions(office)] == [(False, 0, "")] * 2
    for vocabulary in Vocabulary:
        (office.home / vocabulary.value).write_text(vocabulary.example, encoding="utf-8")
    for condition in conditions(office):
        assert condition.there
        assert condition.own > 0, condition.fault
    assert "执法办案/无人机管理" in load_taxonomy(office).types


def test_a_faulty_word_list_is_named_with_its_line(office: Settings) -> None:
    """The fault of a file is said, with the line, and does not stop the page."""
    (office.home / Vocabulary.TAXONOMY.value).write_text("types:\n  甲: [乙]\n", encoding="utf-8")
    (fault,) = [one.fault for one in conditions(office) if one.vocabulary is Vocabulary.TAXONOMY]
    assert "第 2 行" in fault
