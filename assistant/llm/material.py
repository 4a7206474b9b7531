"""What a model gets to read: verified evidence as data, so wrapped that nothing in it can pass for an instruction.

Three walls stand one behind the other: the material is JSON between delimiters with a random mark that no document
can know; marks of chat formats, invisible characters and our delimiters are taken out of it; passages that speak to a
language model are withheld altogether.  None of them is relied upon: what the model writes is checked sentence by
sentence against the evidence (``rewrite``).
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from assistant.answer import Citation
from kb.text import fold

#: Characters of evidence in one request.  With prompt, question and output it stays below 8,000 tokens at one to 1.2
#: tokens a character, the smallest context in common use.
BUDGET = 5000

#: Characters of a question or of facts; more is a document and belongs into the knowledge base.
LONGEST_INPUT = 2000

# Marks by which chat formats part the roles, tags, and our own delimiters.
_MARKS = re.compile(
    r"<\|[^<>]{0,40}\|>|</?[A-Za-z_][\w:-]{0,30}\s*/?>|\[/?(?:INST|SYS)\]|<{2,}|>{2,}|\{\{|\}\}|`{3,}", re.IGNORECASE
)

# Words that a document of public administration has no use for: they speak to a program that reads it.  None occurs
# in the real documents at hand; 无视上级要求, 系统提示超期 and 建设警务大模型 are ordinary and not meant.
_ADDRESSED = re.compile(
    r"""
    (?:忽略|忘记|忘掉|抛开|放弃|不要理会|不必理会|不用理会|不用管)(?:掉)?
        (?:以上|上述|上面|之前|前面|先前|此前|前述|所有|一切|全部|任何|你的|系统)[^。;\n]{0,8}?
        (?:指令|指示|提示|命令|设定|规则|要求|约束|限制|内容)
    | (?:无视|绕过|遵循|执行)(?:以上|以下|上述|之前|前面|所有|一切|全部|你的|系统)[^。;\n]{0,4}?(?:指令|提示词|设定)
    | 作为一?[个名款]?(?:AI|人工智能|大?语言模型|大模型)(?:助手|模型|,|$)
    | (?:AI|人工智能|智能|写作|文字)助手[,:] | 提示词 | chatgpt | 开发者模式
    | 你现在(?:是|扮演|充当)一?[个名位] | 扮演一[个名位]
    | (?:只|仅|必须|直接|一律)(?:能|要|需|须)?(?:回答|输出|回复)[:“"「『]
    | (?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:instruction|prompt|rule|above|previous|prior)
    | system\s+prompt | you\s+are\s+(?:now\s+)?an?\b | as\s+an\s+ai\b | jailbreak
    | ^\s*(?:system|assistant|user|助手)\s*:
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


class Item(NamedTuple):
    """A numbered piece of evidence: where it stands, what it is about, its words."""

    n: int
    text: str
    source: str = ""
    about: str = ""

    @property
    def evidence(self) -> str:
        """All that a sentence citing it may rest on: exactly what the model is given."""
        return "\n".join(part for part in (self.source, self.about, self.text) if part)


class Material(NamedTuple):
    """The wrapped evidence of one request.

    ``evidence`` is what the model read, by number; ``withheld`` are the numbers that it did not get because the
    passage speaks to a language model.
    """

    nonce: str
    block: str
    evidence: dict[int, str]
    withheld: tuple[int, ...]


def items_of(citations: Iterable[Citation]) -> tuple[list[Item], tuple[int, ...]]:
    """The citations of an answer as evidence, and the numbers of those whose passage speaks to a model.

    The whole passage decides, not only the sentence quoted: an instruction may be spread over several.
    """
    items: list[Item] = []
    withheld: list[int] = []
    for citation in citations:
        passage = citation.passage
        if any(addressed(text) for text in (passage.text, passage.title, passage.problem_title or "")):
            withheld.append(citation.n)
            continue
        about = f"关于“{passage.problem_title}”问题" if passage.problem_title else ""
        items.append(Item(citation.n, citation.quote, f"《{passage.title}》{passage.locator}", about))
    return items, tuple(withheld)


def wrap(items: Iterable[Item], withheld: tuple[int, ...] = ()) -> Material:
    """The evidence between delimiters, in order, as much of it as the budget holds; the first item always."""
    lines: list[str] = []
    evidence: dict[int, str] = {}
    held = list(withheld)
    left = BUDGET
    for item in items:
        if addressed(item.evidence):
            held.append(item.n)
            continue
        safe = Item(item.n, *(clean(part) for part in item[1:]))
        if len(safe.evidence) > left:
            if lines:
                continue
            safe = safe._replace(text=safe.text[: max(0, left - len(safe.source) - len(safe.about))])
        left -= len(safe.evidence)
        evidence[item.n] = safe.evidence
        named = {"编号": safe.n, "出处": safe.source, "事项": safe.about, "原文": safe.text}
        lines.append(json.dumps({key: value for key, value in named.items() if value != ""}, ensure_ascii=False))
    return Material(secrets.token_hex(8), "\n".join(lines), evidence, tuple(held))


def addressed(text: str) -> bool:
    """Whether a text contains words meant for a language model that reads it."""
    folded = fold(_visible(text))
    return bool(_ADDRESSED.search(folded) or _ADDRESSED.search(re.sub(r"(?<=[\u4e00-\u9fff])\s+", "", folded)))


def clean(text: str) -> str:
    """A text without invisible characters, marks of chat formats and delimiters, on one line."""
    text = _visible(text)
    while (cleaned := " ".join(_MARKS.sub("", text).split())) != text:  # taking out a mark may leave another
        text = cleaned
    return text


def _visible(text: str) -> str:
    return "".join(
        char if not unicodedata.category(char).startswith("C") else " " if char.isspace() else "" for char in text
    )
