"""Vocabulary files: what is read, what is refused, and what the messages name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import SettingsError
from kb.vocabulary import VocabularyFile


def write(folder: Path, text: str) -> Path:
    """A vocabulary file with the given text."""
    path = folder / "words.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_scalars_stay_text(tmp_path: Path) -> None:
    """Numbers, dates and yes/no words are not turned into other types."""
    content = VocabularyFile(write(tmp_path, "a: [110, no, 2024-01-01, 0.5]\n")).content
    assert content == {"a": ["110", "no", "2024-01-01", "0.5"]}


def test_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    """A file with nothing but comments holds nothing."""
    assert VocabularyFile(write(tmp_path, "# 空\n")).content == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a: 1\nb: 2\na: 3\n", ["第 3 行", "'a'", "重复"]),
        ("a:\n  - x: 1\n    x: 2\n", ["第 3 行", "'x'"]),
        ("a: [1, 2\nb: 3\n", ["不是有效的 YAML", "第 2 行"]),
        ("- a\n- b\n", ["顶层"]),
        ("a: b: c\n", ["不是有效的 YAML"]),
    ],
)
def test_bad_files_are_refused_with_their_line(tmp_path: Path, text: str, named: list[str]) -> None:
    """Broken YAML, doubled keys and lists at the top are errors that name file and line."""
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        VocabularyFile(path)
    assert [part for part in [str(path), *named] if part not in str(caught.value)] == []


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A file in another encoding is an error of the settings, not a crash."""
    path = tmp_path / "words.yaml"
    path.write_bytes("说: 词".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"words\.yaml"):
        VocabularyFile(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is named with the reason."""
    with pytest.raises(SettingsError, match="读不到词表文件"):
        VocabularyFile(tmp_path / "none.yaml")


def test_faults_name_the_line_of_the_deepest_existing_node(tmp_path: Path) -> None:
    """A fault at a place names its line, or that of the last part of the place that exists."""
    file = VocabularyFile(write(tmp_path, "a:\n  - b: x\n  - c:\n      d: y\n"))
    assert "第 4 行" in str(file.fault(["a", 1, "c", "d"], "不对"))
    assert "第 3 行" in str(file.fault(["a", 1, "c", "none"], "不对"))
    assert "第 2 项" in str(file.fault(["a", 1], "不对"))


@pytest.mark.parametrize(("text", "call"), [("a: x", "mapping"), ("a: {x: 1}", "items"), ("a: [x]", "word")])
def test_wrong_shapes_are_refused(tmp_path: Path, text: str, call: str) -> None:
    """A node of another shape than asked for is a fault that shows what stands there."""
    file = VocabularyFile(write(tmp_path, text))
    with pytest.raises(SettingsError, match="第 1 行"):
        getattr(file, call)(file.content["a"], ["a"])


def test_unknown_keys_are_refused(tmp_path: Path) -> None:
    """A misspelt key is named together with the keys that exist."""
    file = VocabularyFile(write(tmp_path, "sya: [x]\n"))
    with pytest.raises(SettingsError, match=r"sya.*say、mean"):
        file.keys(file.content, ("say", "mean"), [])


def test_cache_gives_the_same_content_and_follows_the_file(tmp_path: Path) -> None:
    """The parsed form is kept under the hash of the file: same content again, new content after a change."""
    cache = tmp_path / "cache"
    path = write(tmp_path, "a: [1, x]\n")
    first = VocabularyFile(path, cache).content
    (kept,) = cache.glob("*.json")
    kept.write_text('{"a": ["from the cache"]}', encoding="utf-8")
    assert VocabularyFile(path, cache).content == {"a": ["from the cache"]}
    path.write_text("a: [2]\n", encoding="utf-8")
    assert first == {"a": ["1", "x"]}
    assert VocabularyFile(path, cache).content == {"a": ["2"]}
    assert len(list(cache.glob("*.json"))) == 1


@pytest.mark.parametrize("damage", ["", "{", "[]", "null"])
def test_damaged_cache_is_ignored(tmp_path: Path, damage: str) -> None:
    """A cached form that is no mapping is read anew from the file."""
    path = write(tmp_path, "a: x\n")
    VocabularyFile(path, tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(damage, encoding="utf-8")
    assert VocabularyFile(path, tmp_path).content == {"a": "x"}


def test_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Where the cache folder cannot be made, the file is read all the same."""
    path = write(tmp_path, "a: x\n")
    assert VocabularyFile(path, path / "below a file").content == {"a": "x"}
