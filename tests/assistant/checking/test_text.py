"""The judgement of texts with citation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.check import FaultKind
from assistant.checking.text import best, check_text, cited, kept, summary
from assistant.phrases import HUMAN_REVIEW
from tests.assistant.checking.cases import DONE, NOTICE

EVIDENCE = {1: NOTICE, 2: DONE}
RIGHT = "清退暂扣款46.5万元"
WRONG = "清退暂扣款99万元"


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("甲[3]。乙[4]。", [(3,), (4,)]),
        ("甲。[3]乙。[4]", [(3,), (4,)]),
        ("甲[^3]。", [(3,)]),
        ("甲。[^3] 乙", [(3,), ()]),
        ("甲[1][2]。", [(1, 2)]),
        ("甲[1,2]。", [(1, 2)]),
        ("甲[1、2]。", [(1, 2)]),
        ("甲[1-3]。", [(1, 2, 3)]),
        ("甲【1】。", [(1,)]),
        ("甲［１］。", [(1,)]),
        ("甲。”[2]乙。", [(2,), ()]),
        ("甲[1]乙[2]，丙[1]。", [(1, 2)]),
        ("甲。\n[2]\n乙。", [(2,), ()]),
        ("甲〔2024〕3号。", [()]),
        ("甲[注]。", [()]),
    ],
)
def test_marks(text: str, notes: list[tuple[int, ...]]) -> None:
    """A mark belongs to the sentence it stands in or directly behind, in every usual form."""
    assert [numbers for _, numbers in cited(text)] == notes


def test_document_numbers_stay() -> None:
    """The year of a document number is part of the sentence and no citation."""
    assert cited("根据青公〔2024〕3号文件。") == [("根据青公〔2024〕3号文件。", ())]


def test_sentences_are_judged_by_what_they_cite() -> None:
    """Each sentence is checked against its own evidence; unknown numbers and missing marks are faults of their own."""
    checked = check_text(f"{RIGHT}[2]。{WRONG}[2]。{RIGHT}[1]。{RIGHT}[7]。{RIGHT}。{HUMAN_REVIEW}", EVIDENCE)
    assert [item.finding.supported for item in checked] == [True, False, False, False, False, True]
    assert checked[1].finding.faults[0].kind is FaultKind.FIGURE
    assert checked[3].finding.faults[0].kind is FaultKind.MISSING
    assert checked[4].finding.faults[0].kind is FaultKind.UNCITED
    assert checked[5].fixed
    assert summary(checked) == (6, 1, 1, 3, 1)


def test_missing_number_beside_a_known_one() -> None:
    """A sentence supported by one citation still fails for another that does not exist."""
    (item,) = check_text(f"{RIGHT}[2][9]。", EVIDENCE)
    assert [fault.kind for fault in item.finding.faults] == [FaultKind.MISSING]


def test_kept_holds_only_what_is_supported() -> None:
    """What is kept are the supported sentences and fixed phrases, with their marks before the full stop."""
    checked = check_text(f"{RIGHT}。[2]{WRONG}[2]。{HUMAN_REVIEW}", EVIDENCE)
    assert kept(checked) == f"{RIGHT}[2]。{HUMAN_REVIEW}"


def test_caller_decides_what_is_fixed() -> None:
    """Other fixed phrases can be named by the caller."""
    assert check_text("综上。", {}, fixed=lambda sentence: sentence == "综上。")[0].fixed


def test_best_draft() -> None:
    """The draft with more verified text wins, then the one that uses more of the evidence, then the first."""
    both = f"{RIGHT}[2]。下发《整改提示函》18份[1]。"
    assert best([f"{WRONG}[2]。", f"{RIGHT}[2]。", ""], EVIDENCE) == 1
    assert best([f"{RIGHT}[2]。", both], EVIDENCE) == 1
    assert best([both, both], EVIDENCE) == 0
    with pytest.raises(ValueError, match="no drafts"):
        best([], EVIDENCE)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("甲乙12[]【】^,，。；”\n -1"), max_size=40))
def test_no_letter_is_lost(text: str) -> None:
    """Any text can be checked; the numbers add up and no sentence is counted twice."""
    checked = check_text(text, EVIDENCE)
    counts = summary(checked)
    assert counts.total == counts.verified + counts.fixed + counts.failed + counts.uncited
    assert sum(item.text.count("甲") for item in checked) == text.count("甲")
