"""Help and wrong use of the command line in Chinese.

Typer prints both in English, and cuts Chinese text where it has no blanks; here lines are filled by the width that
characters take on the screen.
"""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

#: Where Typer keeps the errors of wrong use: inside of itself, in older versions in click.
_ERRORS: Any = sys.modules[typer.BadParameter.__module__]

#: What the parser raises for wrong use.
WrongUse: type[Exception] = _ERRORS.ClickException

#: Columns of the name of an option, those of most; longer ones get a line of their own.
_NAMES = 24

#: Longest line of help: longer ones are hard to read on a wide terminal.
_WIDTH = 100

_HELP = "显示本说明。"
_ARGUMENTS, _OPTIONS, _COMMANDS = "参数", "选项", "命令"
_PANEL = "rich_help_panel"

_NEVER_FIRST = "，。；：、！？）》”…"


class ChineseCommand(TyperCommand):
    """A command with Chinese help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what the command does, its arguments and options."""
        formatter.write("\n".join(_help(self, ctx)) + "\n")

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how to call it."""
        return usage(self, ctx)


class ChineseGroup(TyperGroup):
    """A group of commands with Chinese help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it is for, its options and commands."""
        formatter.write("\n".join(_help(self, ctx)) + "\n")

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how to call it."""
        return usage(self, ctx)


class ChineseTyper(typer.Typer):
    """A Typer application whose commands and groups have Chinese help."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=ChineseGroup, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """As Typer's."""
        return super().command(name, **{"cls": ChineseCommand, **settings})


def usage(command: Any, ctx: Any) -> str:
    """How to call a command, on one line."""
    arguments = [_placed(one) for one in command.get_params(ctx) if one.param_type_name == "argument"]
    if isinstance(command, TyperGroup):
        arguments = ["命令", "[参数]…"]
    return " ".join([f"用法：{ctx.command_path}", "[选项]", *arguments])


def wrong_use(error: Any) -> str:
    """What is wrong with a call, and where to read how it is done."""
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help
        return str(error.message).rstrip()
    lines = [f"错误：{_reason(error)}"]
    if ctx is not None:
        lines += [ctx.command.get_usage(ctx), f"运行 {ctx.command_path} --help 查看说明。"]
    return "\n".join(lines)


def _reason(error: Any) -> str:
    name, message = type(error).__name__, str(getattr(error, "message", error))
    param = getattr(error, "param", None)
    if name == "MissingParameter" and param is not None:
        return f"缺少{_ARGUMENTS if param.param_type_name == 'argument' else _OPTIONS}：{_named(param)}。"
    if name == "NoSuchOption":
        near = "、".join(sorted(error.possibilities or ()))
        return f"没有选项 {error.option_name}。" + (f"您要用的可能是 {near}。" if near else "")
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} {'后面要写一个值' if 'requires' in message else '不带值'}。"
    if name == "BadParameter" and param is not None:
        return f"{param.opts[0]} 的值无法使用{_allowed(param, message)}。"
    return _of_message(error, message)


def _of_message(error: Any, message: str) -> str:
    """Errors of no class of their own, known by how they begin."""
    if message.startswith("No such command"):
        typed = message.partition("'")[2].partition("'")[0]
        return f"没有命令 {typed}。可用的命令：{'、'.join(error.ctx.command.list_commands(error.ctx))}。"
    if message.startswith("Got unexpected extra argument"):
        extra = message.removesuffix(")").rpartition(" (")[2]
        return f"多出了参数：{extra}。含空格的内容请加引号。"
    if message.startswith("Missing command"):
        return "没有写命令。"
    return message


def _allowed(param: Any, message: str) -> str:
    """What a parameter takes, where that can be told."""
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None and high is not None:
        return f"，须为 {low} 到 {high} 的整数"
    if "integer" in message:
        return "，须为整数"
    return "，日期须写作 2025-01-31" if "formats" in message else ""


def _help(command: Any, ctx: Any) -> Iterator[str]:
    width = min(_WIDTH, shutil.get_terminal_size().columns)
    yield command.get_usage(ctx)
    if command.help:
        yield ""
        yield from filled(command.help.strip(), width, "  ")
    panels: dict[str, list[tuple[str, str]]] = {_ARGUMENTS: [], _OPTIONS: []}
    for param in command.get_params(ctx):
        if not getattr(param, "hidden", False):
            usual = _ARGUMENTS if param.param_type_name == "argument" else _OPTIONS
            panels.setdefault(getattr(param, _PANEL, None) or usual, []).append((_named(param), _meaning(param)))
    if isinstance(command, TyperGroup):
        found = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        panels[_COMMANDS] = [(name, one.help or "") for name, one in found if one is not None and not one.hidden]
    for title, rows in panels.items():
        if rows:
            yield ""
            yield f"{title}："
            for name, meaning in rows:
                yield from _row(name, meaning, width)


def _row(name: str, meaning: str, width: int) -> Iterator[str]:
    head, indent = f"  {name}", " " * (_NAMES + 4)
    lines = list(filled(meaning, width, indent)) or [""]
    gap = _NAMES + 4 - columns(head)
    if gap < 2:  # noqa: PLR2004 - two blanks between the name and its meaning
        yield head
        yield from lines
    else:
        yield (head + " " * gap + lines[0].lstrip()).rstrip()
        yield from lines[1:]


def _named(param: Any) -> str:
    """An option with all its names, an argument by what is to be written there."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name)
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if getattr(param, "is_flag", False) or param.name == "help" else f"{names} …"


def _placed(argument: Any) -> str:
    name = _named(argument) + ("…" if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _meaning(param: Any) -> str:
    if param.name == "help":
        return _HELP
    text, default = getattr(param, "help", None) or "", param.default
    if default in (None, False, True, "", (), []) or callable(default):
        return text
    return f"{text.rstrip('。')}，默认 {default}。"


def columns(text: str) -> int:
    """The columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def filled(text: str, width: int, indent: str) -> Iterator[str]:
    """The text in lines of at most ``width`` columns: cut between Chinese characters or at blanks, no mark of
    punctuation at the beginning of a line.
    """
    line = indent
    for piece in _pieces(text):
        if line != indent and columns(line + piece) > width:
            yield line.rstrip()
            line = indent + piece.lstrip()
        else:
            line += piece
    if line != indent:
        yield line.rstrip()


def _pieces(text: str) -> Sequence[str]:
    """What must not be cut: words of Latin letters, a character with the punctuation behind it."""
    pieces: list[str] = []
    for character in " ".join(text.split()):
        wide = columns(character) > 1
        joined = pieces and (
            character in _NEVER_FIRST
            or pieces[-1][-1] in "（《“"
            or (not wide and character != " " and columns(pieces[-1][-1]) == 1 and pieces[-1][-1] != " ")
        )
        if joined:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
