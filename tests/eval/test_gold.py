"""Finding the place of a gold answer by its anchor."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.corpus import parsed
from eval.gold import Corpus, Extent, Folded, faults, resolve, same_locator, scored
from eval.questions import TUNING, Expect, Gold, Question, load
from kb.model import Document, DocumentKind, Group, Passage, PassageKind, Source, Span

TEXT = "一是建立台账。\n二是 建立\n台账制度。\n三是落实责任，从严处理。"


def source() -> Source:
    """A source of three measures, the third a section of its own kind, and a heading that is not searched."""
    cuts = [0, TEXT.index("二是"), TEXT.index("三是"), len(TEXT)]
    spans = [Span(start, end) for start, end in pairwise(cuts)]
    kinds = [PassageKind.MEASURE, PassageKind.PENDING, PassageKind.PRACTICE]
    passages = tuple(
        Passage(kind, span, locator, problem=problem)
        for kind, span, locator, problem in zip(
            kinds, spans, ["一1.一是", "一1.后续二是", "二(二)"], ["一1.", "一1.", None], strict=True
        )
    )
    document = Document(0, DocumentKind.NOTICE, "", "云泽市公安局通报", Span(0, len(TEXT)), passages=passages)
    return Source("通报.md", "通报.md", "0" * 64, TEXT, (document,))


def question(*gold: Gold, group: Group = Group.PRECEDENT) -> Question:
    """A question with the given gold."""
    return Question("t1", "set", "问", group, "plain", gold, Expect.ANSWER)


def gold(locator: str, anchor: str, doc: str = "通报.md") -> Gold:
    """A full answer."""
    return Gold(doc, locator, anchor, 2, 0)


def test_the_anchor_decides_across_blanks_and_line_ends() -> None:
    """A stretch that begins in the middle of a line and runs over its end is found, with its true offsets."""
    places, found = resolve(Corpus([source()]), question(gold("一1.二是", "是建立台账制度")))
    assert not found
    assert (places[0].seq, places[0].passage.locator) == (1, "一1.后续二是")
    span = places[0].anchor.span
    assert TEXT[span.start : span.end] == "是 建立\n台账制度"


def test_the_problem_of_a_place_is_all_its_passages() -> None:
    """Any passage of the problem names it; outside problems only the passage does."""
    places, _ = resolve(Corpus([source()]), question(gold("一1.一是", "一是建立台账"), gold("二(二)", "三是落实责任")))
    assert [len(place.problem) for place in places] == [2, 0]
    assert places[0].problem_id == "通报.md#一1."
    assert places[1].problem_id == places[1].id == "通报.md#2"


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (gold("一1.一是", "没有这句话的"), "锚文不在清洗后的正文中"),
        (gold("一1.一是", "台账。二是建立"), "锚文跨越两个段落"),
        (gold("一1.一是", "三是落实责任"), "定位不一致"),
        (gold("一1.一是", "一是建立台账", "别的.md"), "语料中没有这份文件"),
    ],
)
def test_every_disagreement_is_reported(wanted: Gold, what: str) -> None:
    """The check says what does not agree."""
    assert [fault.what for fault in resolve(Corpus([source()]), question(wanted))[1]] == [what]


def test_a_locator_that_disagrees_does_not_move_the_place() -> None:
    """The anchor's place is used all the same."""
    places, _ = resolve(Corpus([source()]), question(gold("一1.一是", "三是落实责任")))
    assert places[0].passage.locator == "二(二)"


def test_gold_of_another_kind_is_dropped_in_the_list_of_a_group() -> None:
    """It counts in the merged list, and in the group only where nothing else is left (and is missed there)."""
    corpus = Corpus([source()])
    measure, section = gold("一1.一是", "一是建立台账"), gold("二(二)", "三是落实责任")
    both = resolve(corpus, question(measure, section))[0]
    assert [place.seq for place in scored(both, Group.PRECEDENT)] == [0]
    assert [place.seq for place in scored(both, None)] == [0, 2]
    assert [place.seq for place in scored(both, Group.ARTICLE)] == [0, 2]
    assert [fault.what for fault in faults(corpus, [question(section)])] == ["标准答案归入了别的类别"]


@pytest.mark.parametrize(
    ("written", "actual", "same"),
    [
        ("二(二)7.二是", "二(二)7.后续二是", True),
        ("一.二是", "一二是", True),
        ("三（二）", "三(二)二是", True),
        ("三(二)二是", "三(二)(2)", True),
        ("第三篇六", "第三篇六(2)", True),
        ("第六十七条", "第六十七条之一", False),
        ("第十条", "第十二条", False),
        ("5.1", "3.4(4)", False),
    ],
)
def test_locators_agree_when_they_name_one_place(written: str, actual: str, *, same: bool) -> None:
    """Marks and the fineness of the cut do not matter outside articles."""
    assert same_locator(written, actual) is same


def test_scripts_and_inserted_pinyin_do_not_matter() -> None:
    """An anchor in traditional characters with pinyin finds the clean text, and keeps its offsets."""
    found = Folded("他说：权限说明如下").find(Folded("權(quán)限說(shuō)明"))
    assert found == [Span(3, 7)]


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_every_stretch_finds_itself(text: str, start: int, length: int) -> None:
    """Whatever the text, a stretch of it is found at its place (its blanks aside)."""
    stretch = text[start : start + length]
    wanted = Folded(stretch)
    whole = Folded(text)
    if wanted.text and wanted.text in whole.text:
        assert any(Folded(text[span.start : span.end]).text == wanted.text for span in whole.find(wanted))


def test_extents_hold_and_touch() -> None:
    """Holding is whole, touching is one shared character; other files never match."""
    wide, inner, beside = Extent("a", Span(0, 9)), Extent("a", Span(2, 5)), Extent("a", Span(9, 12))
    assert wide.holds(inner)
    assert not inner.holds(wide)
    assert wide.touches(inner)
    assert not wide.touches(beside)
    assert not wide.holds(Extent("b", Span(2, 5)))


#: Disagreements that are no faults of the gold: the sections of a notice before and after its problems are filed as
#: ways of working, their askers look for precedents (they are scored as missed).
KNOWN = {"f034", "p182", "p183", "p184"}


@pytest.mark.corpus
@pytest.mark.slow
def test_all_gold_stands_in_the_corpus(corpus: Path) -> None:
    """Every anchor is found once, inside one searched passage, under the locator its author gave."""
    questions = [*load(), *load(TUNING)]
    found = [fault for fault in faults(parsed(corpus), questions) if fault.question not in KNOWN]
    assert [f"{f.question} {f.gold.doc} {f.gold.locator} {f.what} {f.found}" for f in found] == []
