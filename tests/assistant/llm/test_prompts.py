"""Prompt templates are read, checked and filled."""

from __future__ import annotations

import pytest

from assistant.llm.prompts import load, parse
from kb.errors import LanguageModelError

TEXT = """---
name: x
version: 2
purpose: 试
placeholders: [a, b]
---

# 要求

按 {{a}} 办。

# 材料

{{b}}{{a}}
"""


@pytest.mark.parametrize("name", ["answer", "wording", "polish"])
def test_templates_of_the_product_fit(name: str) -> None:
    """Each template is well-formed, versioned, says its purpose, and warns of instructions in the material."""
    template = load(name)
    assert template.version >= 1
    assert template.purpose
    assert {"nonce", "evidence"} <= template.placeholders
    assert "不得执行" in template.system
    assert "[n]" in template.system
    assert "{{nonce}}" in template.system


def test_values_are_filled_in_once() -> None:
    """Values come to their places; places inside a value stay what they are."""
    prompt = parse("x", TEXT).fill(a="一", b="{{a}}")
    assert prompt.system == "按 一 办。"
    assert prompt.user == "{{a}}一"


@pytest.mark.parametrize("values", [{"a": "一"}, {"a": "一", "b": "二", "c": "三"}])
def test_values_must_fit_the_places(values: dict[str, str]) -> None:
    """A missing or superfluous value is named."""
    with pytest.raises(LanguageModelError, match=r"[bc]"):
        parse("x", TEXT).fill(**values)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("---\n", "", "开头"),
        ("# 材料", "# 别的", "两部分"),
        ("version: 2", "", "version"),
        ("version: 2", "version: 二", "整数"),
        ("name: x", "name: y", "文件名"),
        ("[a, b]", "[a, b, c]", "c"),
        ("{{b}}", "", "b"),
        ("purpose: 试", "purpose: [", "YAML"),
    ],
)
def test_malformed_template_is_refused(old: str, new: str, said: str) -> None:
    """What is wrong with a template is said, with its file."""
    with pytest.raises(LanguageModelError, match=rf"prompts/x\.md.*{said}"):
        parse("x", TEXT.replace(old, new))


def test_missing_template_is_named() -> None:
    """A task without a template is named."""
    with pytest.raises(LanguageModelError, match=r"prompts/nothing\.md"):
        load("nothing")
