"""What is known of the types holds together: every scene can be found in, confirmed and disposed of."""

from __future__ import annotations

import re

import pytest
import yaml

from assistant.drills import casework as rooms
from assistant.drills.casework import Casework, Pointer, casework
from assistant.drills.precedents import FEWEST_SIGNS
from kb.taxonomy import load_taxonomy

CODES = tuple(yaml.safe_load(rooms._FILE.read_text(encoding="utf-8"))["types"])

_PERSON = re.compile(
    r"(枪管员[甲乙]|保管员|民警|辅警|所长|局长|大队长|中队长|中队领导|领导|教导员|负责人|内勤|法制员|查验员|考试员|成员|委员|书记|记录人|承办人|管理员|"
    r"出纳|会计|组长|科长|人员|驾驶人|审批人|验收人|经办人|信息员|主任|责任人)$"
)


@pytest.mark.parametrize("code", CODES)
def test_every_type_makes_a_scene(code: str) -> None:
    """It is one of the taxonomy, with enough signs; each has what is seen, what it is, who did it, what follows."""
    known = casework(code)
    assert code in load_taxonomy().types
    assert len(known.scenic) >= FEWEST_SIGNS
    assert sum(bool(sign.disposals) for sign in known.scenic) >= 2
    for sign in known.scenic:
        assert sign.finding not in sign.fact
        assert sign.finding not in sign.clue
        assert all(row.startswith("对") for row in sign.disposals)


@pytest.mark.parametrize("code", CODES)
def test_disposals_meet_those_in_the_facts_once(code: str) -> None:
    """Whom a disposal meets stands in what the inquiry confirmed or in what was seen; nobody is met twice."""
    known = casework(code)
    told = "".join(sign.clue + sign.fact for sign in known.scenic)
    met = [row.partition("：")[0].removeprefix("对") for sign in known.scenic for row in sign.disposals]
    assert len(set(met)) == len(met)
    for who in met:
        person = _PERSON.search(who)
        assert person, who
        assert person[1] in told or person[1] == "人员", who


@pytest.mark.parametrize("code", CODES)
def test_what_happens_last_asks_for_three_things(code: str) -> None:
    """The type's own turn, or a common one, has three points; facts that are no problem are there to choose from."""
    known = casework(code)
    turns = [*([known.turn] if known.turn else []), *known.turns]
    assert all(len(turn.points) == 3 for turn in turns)
    assert len(known.harmless) >= 2
    assert len(known.measures) >= 3


def test_types_end_differently() -> None:
    """Each type has a turn that goes on from its own scene, and the common ones stories fall back on differ by type."""
    known = [casework(code) for code in CODES]
    own = [one.turn.told for one in known if one.turn]
    assert len(own) == len(CODES)
    assert len(set(own)) == len(own)
    assert len({one.turns[0].told for one in known}) > 3


@pytest.mark.parametrize("code", CODES)
def test_every_type_has_measures_for_its_own_problems(code: str) -> None:
    """Measures and the key for telling acts apart are written for the type, not those that say nothing of the case."""
    known, common = casework(code), casework("")
    assert known.measures != common.measures
    assert known.nature != common.nature


def test_no_measure_asks_to_fill_in_records_afterwards() -> None:
    """What was not recorded is noted as missing: filling it in would be making it up."""
    fills = re.compile(r"补填|补录|补记|补齐登记|补正登记")
    for code in CODES:
        known = casework(code)
        texts = [*known.measures, *(row for sign in known.scenic for row in sign.disposals)]
        texts += [point for turn in known.turns for point in turn.points]
        assert not [text for text in texts if fills.search(text) and not re.search("不得|禁止|没有核实", text)], code


def test_an_article_is_cited_only_where_its_words_fall() -> None:
    """A pointer with a pattern fits what holds it, one without fits everything."""
    pointer = Pointer("某法", "应当", fits="代签|冒签")
    assert pointer.is_fit("签名由他人代签")
    assert not pointer.is_fit("没有签名")
    assert Pointer("某法", "应当").is_fit("")


def test_a_type_that_is_not_in_the_file_has_no_scene() -> None:
    """Only what serves every type is known of it."""
    known: Casework = casework("没有/这一类")
    assert not known.scenic
    assert known.evidence
    assert known.turns
