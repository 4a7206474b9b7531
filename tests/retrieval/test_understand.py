"""What is read out of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lexicon import load_lexicon
from retrieval.names import RegulationNames
from retrieval.terms import weighted_terms
from retrieval.understand import Intent, Query, understand
from tests.retrieval.regulations import LIBRARY

NAMES = RegulationNames(LIBRARY, {})
LEXICON = load_lexicon()


def read(text: str) -> Query:
    """The question as understood."""
    return understand(text, NAMES, LEXICON)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("督察条例第十二条", Intent.RULE),
        ("禁闭最长多少天", Intent.RULE),
        ("涉案财物多年没处理，别的地方怎么整改的", Intent.PRECEDENT),
        ("基层巡防有什么好做法", Intent.PRACTICE),
        ("警车违停", Intent.OPEN),
        ("督察人员可以当场采取哪些措施", Intent.RULE),
        ("监察机关可以采取哪些强制措施", Intent.RULE),
        ("不予收押的情形", Intent.RULE),
        ("公车管理混乱可以采取哪些措施", Intent.OPEN),
        ("公车管理混乱可以采取哪些整改措施", Intent.PRECEDENT),
        ("采购不规范有哪些措施", Intent.PRECEDENT),
        ("无主的东西公告几个月归国家", Intent.RULE),
        ("扣的钱挂账好几个月没人管", Intent.OPEN),
        ("督察长是不是由副局长担任", Intent.RULE),
        ("看守所收押怀孕妇女行不行", Intent.RULE),
        ("这么整改行不行", Intent.PRECEDENT),
    ],
)
def test_intent_follows_the_form(text: str, intent: Intent) -> None:
    """The form of a question tells what kind of evidence it asks for."""
    assert intent is read(text).intent


def test_frame_is_taken_off() -> None:
    """Politeness is no part of what is searched."""
    query = read("请问警车违停没人管有没有规定？")
    assert "警车违停" in query.core
    assert not {"请问", "有没有规定"} & {word for word in ("请问", "有没有规定") if word in query.core}


def test_what_kind_of_document_is_asked_for_is_no_matter() -> None:
    """Which notices tell of something is the frame; what they tell of is searched."""
    assert "通报" not in read("2022年以来有哪些通报讲食堂采购").core
    assert "食堂采购" in read("2022年以来有哪些通报讲食堂采购").core


def test_traditional_characters_and_widths() -> None:
    """Traditional and full-width characters are read like simplified and plain ones."""
    assert read("督察条例第12条").references == read("督察條例第１２條").references


def test_function_words_carry_nothing() -> None:
    """Only content words are searched, unless there is nothing else."""
    assert not {"的", "怎么办"} & set(weighted_terms(read("暂扣的钱怎么办")))
    assert weighted_terms(read("怎么办"))


@given(st.text(max_size=80))
def test_any_text_is_understood(text: str) -> None:
    """No text breaks the reading, and the core is empty only for blank text."""
    query = read(text)
    assert text == query.text
    assert bool(query.core) == bool(query.folded)
