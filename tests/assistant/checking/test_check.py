"""The judgement of single sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.checking.check import FaultKind, check_sentence
from kb.text import sentences
from tests.assistant.checking.cases import ALTERED, DONE, NOTICE, ONGOING, PENDING, RULE, SUPPORTED, Case

PASSAGES = (NOTICE, PENDING, RULE, DONE, ONGOING)


@pytest.mark.parametrize("case", SUPPORTED, ids=lambda case: case.name)
def test_faithful_sentences_are_supported(case: Case) -> None:
    """A condensed, reordered or reworded sentence that changes nothing is supported."""
    assert check_sentence(case.sentence, [case.passage]).faults == ()


@pytest.mark.parametrize("case", ALTERED, ids=lambda case: case.name)
def test_altered_sentences_have_a_fault_of_their_kind(case: Case) -> None:
    """A sentence that changes what its passage says has a fault that tells what was changed."""
    kinds = {fault.kind for fault in check_sentence(case.sentence, [case.passage]).faults}
    assert kinds & set(case.faults)


def test_detail_names_the_offending_words() -> None:
    """A fault is told in Chinese with the words that are wrong."""
    (fault,) = check_sentence("对3名所队领导、37名民警进行责任追究。", [NOTICE]).faults
    assert fault.detail == "数字“37名”在引文中没有"


def test_union_of_passages_supports() -> None:
    """A sentence that merges two passages is supported by both together and by neither alone."""
    merged = "清退暂扣款46.5万元，并对27名民警进行责任追究。"
    assert check_sentence(merged, [DONE, NOTICE]).supported
    assert not check_sentence(merged, [DONE]).supported
    assert not check_sentence(merged, [NOTICE]).supported


def test_citation_of_another_passage_fails() -> None:
    """A true sentence cited to a passage on another matter is unsupported."""
    for case in SUPPORTED:
        for other in PASSAGES:
            if other[:20] != case.passage[:20]:
                assert not check_sentence(case.sentence, [other]).supported, case.name


def test_score_falls_with_each_fault() -> None:
    """Of two drafts the one with fewer faults scores higher."""
    right = check_sentence("清退暂扣款46.5万元。", [DONE])
    wrong = check_sentence("清退暂扣款47.5万元。", [DONE])
    worse = check_sentence("将清退暂扣款47.5万元，群众满意度显著提升。", [DONE])
    assert right.score > wrong.score > worse.score


def test_no_passage_is_uncited() -> None:
    """A sentence with nothing to compare with is uncited; blank passages are nothing."""
    for passages in ([], ["", " \n。"]):
        assert [fault.kind for fault in check_sentence("已完成整改。", passages).faults] == [FaultKind.UNCITED]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage[:6])
def test_printed_sentences_are_supported(passage: str) -> None:
    """Every sentence of a passage is supported by it, in whatever width, and without its numbering."""
    wide = str.maketrans("0123456789，；", "０１２３４５６７８９,;")
    for span in sentences(passage):
        sentence = passage[span.start : span.end]
        for form in (sentence, sentence.translate(wide), re.sub(r"^.{1,2}是", "", sentence)):
            assert check_sentence(form, [passage]).faults == ()


@given(st.data())
def test_changed_figures_in_printed_sentences_are_faults(data: st.DataObject) -> None:
    """A figure of a printed sentence replaced by one that the passage does not hold is a fault."""
    passage = data.draw(st.sampled_from(PASSAGES))
    figures = list(re.finditer(r"(?<![\d.])\d+(?![\d.年月])", passage))
    if not figures:
        return
    at = data.draw(st.sampled_from(figures))
    other = str(data.draw(st.integers(1, 9999).filter(lambda n: str(n) not in passage)))
    span = next(span for span in sentences(passage) if span.start <= at.start() < span.end)
    altered = passage[span.start : at.start()] + other + passage[at.end() : span.end]
    assert not check_sentence(altered, [passage]).supported


_WORDS = st.lists(
    st.sampled_from(
        [
            *"一二十百第条年月日前不得应当可以已将《》“”（）()%.,，。；：:12345",
            "3名",
            "2021年",
            "6月7日",
            "百分之",
            "三成",
            "五分之一",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), _WORDS), st.lists(st.one_of(st.text(max_size=60), _WORDS), max_size=3))
@example("《值班规定》", ["民警按照值班规定值班。"])  # nothing is left of a sentence without its titles
@example("民警应当执行《值班规定》，《请销假规定》。", ["《值班规定》"])
def test_never_raises(sentence: str, passages: list[str]) -> None:
    """Any text can be checked against any texts, and the score is a share."""
    finding = check_sentence(sentence, passages)
    assert 0.0 <= finding.score <= 1.0
    assert finding.supported == (not finding.faults)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(min_size=1, max_size=80), _WORDS))
def test_any_sentence_is_supported_by_itself(text: str) -> None:
    """Every sentence of any text is supported by that text."""
    for span in sentences(text):
        assert check_sentence(text[span.start : span.end], [text]).supported
