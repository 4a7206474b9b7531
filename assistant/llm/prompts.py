"""Reads the prompt templates of ``prompts/`` and fills them in.

A template is Markdown with a head (``name``, ``version``, ``purpose``, ``placeholders``) and two parts: ``# 要求``
becomes the instructions, ``# 材料`` the message with the material.  ``{{name}}`` marks a place to fill.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from assistant.llm.adapter import Prompt
from kb.errors import LanguageModelError

_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_PARTS = re.compile(r"\A\s*# 要求\n(?P<system>.*?)^# 材料\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)
_PLACE = re.compile(r"\{\{(?P<name>[^{}]*)\}\}")
_FIELDS = ("name", "version", "purpose", "placeholders")


class Template(NamedTuple):
    """A checked template."""

    name: str
    version: int
    purpose: str
    placeholders: frozenset[str]
    system: str
    user: str

    def fill(self, **values: str) -> Prompt:
        """The prompt.  What is filled in is not searched for places again.

        Raises ``LanguageModelError`` naming the values that are missing or have no place.
        """
        wrong = self.placeholders.symmetric_difference(values)
        if wrong:
            msg = f"提示词 prompts/{self.name}.md 的占位符与给出的值不一致：{'、'.join(sorted(wrong))}。请改正后重试。"
            raise LanguageModelError(msg)

        def place(match: re.Match[str]) -> str:
            return values[match["name"]]

        return Prompt(_PLACE.sub(place, self.system), _PLACE.sub(place, self.user))


@cache
def load(name: str) -> Template:
    """The template of a task (``answer``, ``wording``, ``polish``); raises ``LanguageModelError`` where it is missing
    or malformed.
    """
    try:
        text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError, UnicodeDecodeError) as error:
        msg = f"读不到提示词 prompts/{name}.md：{error}。请重新安装。"
        raise LanguageModelError(msg) from error
    return parse(name, text)


def parse(name: str, text: str) -> Template:
    """A template from its text; raises ``LanguageModelError`` saying what is wrong with it."""
    parted = _HEAD.match(text.replace("\r\n", "\n"))
    parts = _PARTS.match(parted["body"]) if parted else None
    if parted is None or parts is None:
        raise _malformed(name, "应有以 --- 围起的开头，以及“# 要求”“# 材料”两部分")
    try:
        head = yaml.safe_load(parted["head"])
    except yaml.YAMLError as error:
        raise _malformed(name, f"开头不是有效的 YAML（{error}）") from error
    if not isinstance(head, dict) or any(field not in head for field in _FIELDS):
        raise _malformed(name, f"开头应有 {'、'.join(_FIELDS)}")
    if head["name"] != name or not isinstance(head["version"], int) or not isinstance(head["placeholders"], list):
        raise _malformed(name, "name 应与文件名相同，version 应为整数，placeholders 应为列表")
    found = {match["name"] for match in _PLACE.finditer(parted["body"])}
    declared = frozenset(map(str, head["placeholders"]))
    if found != declared:
        raise _malformed(name, f"正文与开头的占位符不一致：{'、'.join(sorted(found ^ declared))}")
    system, user = parts["system"].strip(), parts["user"].strip()
    return Template(name, head["version"], str(head["purpose"]), declared, system, user)


def _malformed(name: str, reason: str) -> LanguageModelError:
    return LanguageModelError(f"提示词 prompts/{name}.md 不合要求：{reason}。请改正后重试。")
