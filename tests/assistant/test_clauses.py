"""The wholes of a text that may be quoted: sentences to their full stop, lists with head and items."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.clauses import clauses


def parts(text: str) -> list[str]:
    """The words of the clauses."""
    return [text[clause.span.start : clause.span.end] for clause in clauses(text)]


def test_a_semicolon_ends_no_sentence() -> None:
    """A case and the graver case behind the semicolon are one sentence, the next 款 is another."""
    text = "擅自动用哨所物资的，予以提醒；情节严重的，予以调离。屡次动用的，加重处理。\n\n哨所应当公示物资清单。"
    assert parts(text) == [
        "擅自动用哨所物资的，予以提醒；情节严重的，予以调离。",
        "屡次动用的，加重处理。",
        "哨所应当公示物资清单。",
    ]


LISTED = (
    "哨长主持日常工作。值守人员有下列情形之一的，予以提醒；情节较重的，予以调离：\n\n"
    "(一)迟到的。当日补岗的，不计；\n\n(二)有下列行为之一的：\n1.饮茶误事；\n2.私用哨具；\n\n(三)其他情形。\n\n"
    "前款第二项所称误事，由哨长认定。"
)


def test_a_list_is_its_whole_head_and_its_items() -> None:
    """The head begins with its sentence, points inside an item belong to it, the 款 behind is no part of the list."""
    found = clauses(LISTED)
    assert [clause.head is not None for clause in found] == [False, True, False]
    listed = found[1]
    assert listed.head is not None
    assert LISTED[slice(*listed.head)] == "值守人员有下列情形之一的，予以提醒；情节较重的，予以调离："
    items = [LISTED[slice(*item)] for item in listed.items]
    assert items == [
        "(一)迟到的。当日补岗的，不计；",
        "(二)有下列行为之一的：\n1.饮茶误事；\n2.私用哨具；",
        "(三)其他情形。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "有下列情形之一的，应当报告：（一）漏水；（二）断电；（三）其他。报告由哨长签字。",
        "有下列情形之一的，应当报告：\n1. 漏水；\n2. 断电；\n3. 其他。\n报告由哨长签字。",
        "有下列情形之一的，应当报告：\n一、漏水；\n二、断电；\n三、其他。\n报告由哨长签字。",
        "有下列情形之一的，应当报告：\n①漏水；\n②断电；\n③其他。\n报告由哨长签字。",
    ],
)
def test_forms_of_lists(text: str) -> None:
    """Lists set on one line, with figures, with 一、 and with circled figures are recognised."""
    listed, behind = clauses(text)
    assert len(listed.items) == 3
    assert text[slice(*behind.span)] == "报告由哨长签字。"


def test_two_lists_stay_apart() -> None:
    """The numbers of a second list do not continue the first one, even where they fit."""
    text = "甲类包括：\n(一)灯；\n(二)绳。\n乙类包括：\n(一)旗；\n(二)鼓；\n(三)哨。"
    assert [len(clause.items) for clause in clauses(text)] == [2, 3]


def test_references_to_items_are_no_items() -> None:
    """（二） inside a sentence names an item of another article and begins none."""
    text = "有下列情形之一的，应当补报：\n（一）第四条第（二）项所列物资；\n（二）灯具。"
    (listed,) = clauses(text)
    assert [text[slice(*item)] for item in listed.items] == ["（一）第四条第（二）项所列物资；", "（二）灯具。"]


def test_a_colon_is_no_end() -> None:
    """A line that ends with a colon goes on in the next one."""
    text = "本办法用语的含义：\n哨具，是指值守所用的器具。\n哨所按级别设置。"
    assert parts(text) == ["本办法用语的含义：\n哨具，是指值守所用的器具。", "哨所按级别设置。"]


def test_chains_of_acts_are_cut() -> None:
    """A sentence longer than allowed is cut at its semicolons."""
    text = "清点灯具三十件；修补哨具十二件；更换旗绳五根。"
    assert len(clauses(text)) == 1
    assert len(clauses(text, longest=10)) == 3


@given(st.text(alphabet="一二三四（）()：:；;。\n 甲乙丙1234.、①②但", max_size=120))
def test_clauses_partition_any_text(text: str) -> None:
    """Clauses are in order and apart, hold every non-blank character, and items lie behind their head."""
    found = clauses(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert (
        "".join(text[slice(*clause.span)] for clause in found).split()
        == "".join(text[slice(*clause.span)] for clause in found).split()
    )
    covered = {at for clause in found for at in range(*clause.span)}
    assert all(at in covered for at, character in enumerate(text) if not character.isspace())
    for clause in found:
        if clause.head is not None:
            assert clause.items
            places = [clause.head, *clause.items]
            assert all(a.end <= b.start for a, b in pairwise(places))
            assert (places[0].start, places[-1].end) == (clause.span.start, clause.span.end)
