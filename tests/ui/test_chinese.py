"""Help, wrong use and interruption on the command line: in Chinese, with the next step."""

from __future__ import annotations

import re
import socket
import sys
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

import cli
from kb.errors import XunjianError
from ui.commands.chinese import columns, filled
from ui.serve import check_port


def commands() -> list[tuple[str, ...]]:
    """All commands, groups with theirs."""
    group = get_command(cli.app)
    assert isinstance(group, TyperGroup)
    names: list[tuple[str, ...]] = [()]
    for name, one in group.commands.items():
        names.append((name,))
        names += [(name, inner) for inner in one.commands] if isinstance(one, TyperGroup) else []
    return names


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit status of a call as from a shell."""
    monkeypatch.setattr(sys, "argv", ["xunjian", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_is_chinese(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help of every command holds no English sentence and fits on the terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    assert run(monkeypatch, *command, "--help") == 0
    text = capsys.readouterr().out
    assert re.match(r"用法：.*xunjian", text)
    assert "显示本说明" in text
    for word in ("Usage", "Options", "Arguments", "Commands", "Show", "default", "required", "COMMAND", "ARGS"):
        assert word not in text
    assert max(columns(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show"], "缺少参数：资料"),
        (["ask", "--nix"], "没有选项 --nix"),
        (["ask", "--unit"], "--unit 后面要写一个值"),
        (["ask", "--limit", "很多", "饮酒"], "1 到 100 的整数"),
        (["ui", "--port", "甲"], "须为整数"),
        (["show", "甲", "乙"], "多出了参数：乙"),
        (["chakan"], "没有命令 chakan。可用的命令：search"),
        (["draft", "督办单", "--day", "明天"], "2025-01-31"),
        (["ui", "--port", "99999"], "端口 99999 无法使用"),
    ],
)
def test_wrong_use_is_told_in_chinese(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong use ends with status 2 and says in Chinese what is wrong."""
    assert run(monkeypatch, *arguments) == 2
    text = capsys.readouterr().err
    assert said in text
    assert not re.search(r"[A-Z][a-z]+ [a-z]+|Usage|Error|Missing|Invalid", text)


def test_without_a_command_the_help_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bare name lists the commands and is no error."""
    assert run(monkeypatch) == 2
    text = capsys.readouterr().err
    assert text.startswith("用法：")
    assert "错误" not in text


def test_interruption_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """Ctrl-C in a command says that nothing is lost, with the status shells expect."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "open_kb", interrupted)
    assert run(monkeypatch, "list") == 130
    assert "已中断；已收录的资料不受影响" in capsys.readouterr().err


def test_a_missing_path_is_told_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path, model_dir: Path
) -> None:
    """A path that is not there is named without the system's English words."""
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(model_dir))
    assert run(monkeypatch, "ingest", "没有这个文件.docx") == 3
    text = capsys.readouterr().out
    assert "没有这个文件.docx" in text
    assert "No such" not in text


def test_a_port_in_use_is_told() -> None:
    """A taken port names the address to try and another port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(XunjianError, match=rf"{port} 已被占用.*--port {port + 1 if port < 65535 else port - 1}"):
            check_port(port)
    check_port(port)


def test_lines_are_filled_by_width() -> None:
    """No line is too wide, none begins with a mark, words of letters stay whole, nothing is lost."""
    text = "核对目录库、向量库，词库和原件是否一致，必要时运行 xunjian verify 修复（不会丢失资料）。"
    for width in range(14, 60):
        lines = list(filled(text, width, "  "))
        assert max(map(columns, lines)) <= width + 2  # a mark behind the last character
        assert not any(line.strip()[0] in "，。、）" for line in lines)
        assert any("xunjian" in line for line in lines)
        assert "".join(line.replace(" ", "") for line in lines) == text.replace(" ", "")
