"""Letters are taken apart into the matters they raise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Desk
from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from retrieval.engine import Retriever
from retrieval.letters import LONG, split
from tests.retrieval.library import FIRST_NOTICE, SECOND_NOTICE

GREETING = "领导好，我是青岚市一名退休民警，退下来以后一直关心单位的事，今天专门写信反映几件事，请抽空看一看。"
CAR = "单位的公车周末开去钓鱼，没有人登记，也没有人管"
MEAL = "食堂买菜一直找同一家，价格比市场上贵了不少"
MONEY = "扣下的钱好几年了还没有退给人家"


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        (f"{GREETING}一是{CAR}。二是{MEAL}。三是{MONEY}。请问别处怎么改的？", ["一是", "二是", "三是"]),
        (f"{GREETING}头一件，{CAR}。第二件，{MEAL}。我老了，只想问问怎么改。", ["头一件", "第二件"]),
        (f"{GREETING}\n1.{CAR}；\n2.{MEAL}。", ["1.", "2."]),
        (f"{GREETING}\n一、{CAR}\n二、{MEAL}\n此致", ["一、", "二、"]),
        (f"{GREETING}一头是{CAR}；另一头是{MEAL}。", ["一头", "另一头"]),
        (f"{GREETING}{CAR}，这样行吗？{MEAL}，这事归谁管？", ["领导好", "食堂"]),
        (f"{GREETING}{CAR}。另外，{MEAL}。", ["领导好", "另外"]),
    ],
)
def test_matters_are_told_apart(text: str, starts: list[str]) -> None:
    """Each matter is a part of its own, in order, however it is marked."""
    parts = split(text)
    assert len(starts) == len(parts)
    assert all(part.startswith(start) for start, part in zip(starts, parts, strict=True))


def test_close_of_the_letter_is_no_matter() -> None:
    """What asks about all matters together is left out of the last one."""
    last = split(f"{GREETING}一是{CAR}。二是{MEAL}。请问这两样别处怎么改的？")[-1]
    assert last.endswith("不少。")


@pytest.mark.parametrize(
    "text",
    [
        "一是公车私用，二是食堂采购，怎么改？",
        f"{GREETING}{CAR}，已经好几年了，反映过也没有用，这样下去影响很坏。",
        f"{GREETING}二是{CAR}。三是{MEAL}",
        f"我住在东桥，{CAR}，门口的人说不知道。我去问过两次？没有人理我。另外，那辆车上个月还撞了人，{MONEY}，怎么会这样？谢谢。",
    ],
)
def test_one_matter_stays_whole(text: str) -> None:
    """Short texts and letters about one thing are not taken apart."""
    assert (text,) == split(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "检查一个所，涉案财物没有登记，同时民警打牌赌钱，还有食堂账目对不上，请分别给出依据",
            (
                "检查一个所，涉案财物没有登记，请给出依据",
                "民警打牌赌钱，请给出依据",
                "食堂账目对不上，请给出依据",
            ),
        ),
        ("涉案财物没有登记；另外，值班室夜里没有人；怎么整改，逐一说明", None),
        ("涉案财物没有登记，同时食堂账目对不上，请给出依据", None),
        ("值班室夜里没有人，请分别给出依据", None),
    ],
)
def test_each_of_several_matters_of_a_sentence(text: str, parts: tuple[str, ...] | None) -> None:
    """One sentence is taken apart where it asks about each of its matters, and what it asks stands behind each."""
    found = split(text)
    if parts is not None:
        assert found == parts
    elif "逐一" in text:
        assert len(found) > 1
    else:
        assert found == (text,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "来信说三件事：一是值班室夜里没有人；二是食堂账目对不上；三是警车乱停。分别怎么处理",
            ("一是值班室夜里没有人，怎么处理", "二是食堂账目对不上，怎么处理", "三是警车乱停，怎么处理"),
        ),
        ("1.枪库没人值守 2.警服外借，怎么定性", ("1.枪库没人值守，怎么定性", "2.警服外借，怎么定性")),
        ("第一件，食堂账目对不上；第二件，辅警开店。", ("第一件，食堂账目对不上", "第二件，辅警开店")),
        ("方案要写一、整改目标；二、整改措施，对吗", ("方案要写一、整改目标；二、整改措施，对吗",)),
        ("1.5万元保证金没退，2.3万元暂扣款没退，怎么办", ("1.5万元保证金没退，2.3万元暂扣款没退，怎么办",)),
    ],
)
def test_numbered_matters_of_a_short_text(text: str, parts: tuple[str, ...]) -> None:
    """A short text that numbers its matters is taken apart, and what it asks at its end stands behind each of them."""
    assert split(text) == parts


@given(st.text(alphabet="一二三是第件、，。？\n1.2其另外还有车钱x ", min_size=LONG, max_size=200))
def test_parts_are_pieces_in_order(text: str) -> None:
    """Whatever is written, the parts are pieces of it, in order and apart."""
    at = 0
    for part in split(text):
        at = text.index(part, at) + len(part)
    assert split(text)


def test_each_matter_has_its_answer(small_kb: KnowledgeBase, retriever: Retriever) -> None:
    """The replies to a letter stand on the precedent of their own matter."""
    replies = Desk(small_kb, retriever).ask_letter(f"{GREETING}一是{CAR}。二是{MEAL}。")
    first = [reply.result.groups[Group.PRECEDENT][0].passage for reply in replies]
    assert [(FIRST_NOTICE, "一(二)3."), (SECOND_NOTICE, "一(一)2.")] == [(p.doc, p.problem) for p in first]
