"""The fixed phrases of answers: all words that are not quoted.

Slots take names, locators, states and dates from the catalog and nothing else.  ``is_fixed`` recognises every sentence
made here, so that a check can prove that an answer holds only quotes and fixed phrases.
"""

from __future__ import annotations

import re

from kb.model import Status, StoredPassage, Validity
from kb.text import fold
from retrieval.lookup import no_such_article as no_such_article  # noqa: PLC0414 - part of the fixed phrases
from retrieval.lookup import not_held as not_held  # noqa: PLC0414 - likewise

NO_EVIDENCE = "资料库中没有找到能够回答这一问题的依据，不作答复。"
NEAR_MISSES = "内容相近、但不足以作为依据的资料："
ADVICE = "可换用更具体的说法重新提问，或先把相关文件收录进资料库。"
PRECEDENTS = "同类问题的处理情况如下，均为原文。"
ARTICLES = "涉及的条款如下，均为原文。"
PRACTICES = "相关工作做法如下，均为原文。"
HUMAN_REVIEW = "以上内容摘自资料库原文，使用前请对照原件复核。"
DIGEST = "标注“摘编”的内容为资料摘编，引用时以正式文本为准。"
FICTIONAL = "标注“示例（虚构）”的内容为虚构示例，不得作为真实先例引用。"
ONE_SOURCE = "目前只有一份资料涉及这一问题，尚无其他来源可以印证。"

_FIXED = {
    NO_EVIDENCE,
    NEAR_MISSES,
    ADVICE,
    PRECEDENTS,
    ARTICLES,
    PRACTICES,
    HUMAN_REVIEW,
    DIGEST,
    FICTIONAL,
    ONE_SOURCE,
}

_TEMPLATES = [
    re.compile(pattern)
    for pattern in (
        r"《[^《》]+(?:《[^《》]+》[^《》]*)*》(?:（(?:[^（）]|（[^（）]*）)+）){0,2}\S{0,40}：",
        r"《[^《》]+(?:《[^《》]+》[^《》]*)*》(?:（(?:[^（）]|（[^（）]*）)+）)?\S{0,40}“.+”问题（[^（）]+）：",
        r"· 《.+》\S{0,40}",
        r"资料库中没有收录《.+》，无法核对其条款。",
        r"《.+》没有第.+条，该文件共有\d+条。",
    )
]


def is_fixed(sentence: str) -> bool:
    """Whether a sentence is one of the fixed phrases, slots included."""
    return sentence in _FIXED or any(pattern.fullmatch(sentence) for pattern in _TEMPLATES)


def named(passage: StoredPassage) -> str:
    """《title》 with its badge: ``《公安机关督察条例》（摘编）``."""
    badge = passage.provenance.label
    labelled = fold(badge) in fold(passage.title)
    validity = passage.validity.value if passage.validity in (Validity.AMENDED, Validity.REPEALED) else ""
    notes = "，".join(note for note in ("" if labelled else badge, validity) if note)
    return f"《{passage.title}》" + (f"（{notes}）" if notes else "")


def place(passage: StoredPassage) -> str:
    """Lead to a quoted article or text: ``《公安机关督察条例》第十二条：``."""
    return f"{named(passage)}{passage.locator}："


def problem_lead(passage: StoredPassage, title: str, status: Status) -> str:
    """Lead to what was done about a problem: source, number, title as printed and state."""
    return f"{named(passage)}{passage.problem or passage.locator}“{title}”问题（{status.label}）："


def case_lead(passage: StoredPassage, status: Status) -> str:
    """Lead to what was done in a typical case, which is named by its document."""
    return f"{named(passage)}（{status.label}）："


def near_miss(passage: StoredPassage) -> str:
    """A source that is close but not evidence, by title and place."""
    return f"· 《{passage.title}》{passage.locator}"
