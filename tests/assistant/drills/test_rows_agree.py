"""Rows of ``casework.yaml`` that answer one another, in every type: what a reader of eleven drills stumbled over."""

from __future__ import annotations

import re

import pytest
import yaml

from assistant.drills import casework as rooms
from assistant.drills.casework import Casework, Sign, casework
from kb.tokens import pairs, tokenize
from retrieval.bridge import GRAMMAR

CODES = tuple(yaml.safe_load(rooms._FILE.read_text(encoding="utf-8"))["types"])

#: Whoever is called to account, without what he is blamed for and how many they are.
_COUNTED = re.compile(r"^[一两二三四五六七八九十几]+名")

_KIND = re.compile(r"民警|辅警|[\u4e00-\u9fff]员|所长|队长|局长|负责人|领导|书记|内勤|会计|出纳|科长|主任")
_ACTED = re.compile(
    r"(?P<who>(?:民警|辅警|[^人委成动官队学党]员|所长|队长|局长|负责人|领导|书记|教导员|内勤|会计|出纳|科长|主任))\S{0,6}"
    r"(?:承认|擅自|私自|断开|删除|推了|打人|照抄|没有(?:看|查|核|登记|报告|上报|清点|到场))"
)
#: Somebody who did it at another's word, or for whom others did it, need not be called to account.
_MADE_TO = re.compile(r"让|别人|他人")

#: Forms for those who serve by contract.
_BY_CONTRACT = re.compile(r"扣减绩效|解除劳动合同")
_CONTRACTED = re.compile(r"(?:辅警|文职|雇员|工勤人员|聘用人员)$")

_MILD, _GRAVE = re.compile(r"批评教育|责令检查|谈话提醒|诫勉"), re.compile(r"处分")

#: What is not for those who check, nor for a unit on its own, to propose of persons in the middle of an inquiry.
_MEASURES_ON_PERSONS = re.compile(r"暂停其?(?:履职|职务)|停职|免职|组织部门|调整涉事")

#: A measure that another unit is to carry out, and how it is asked for.
_BY_ANOTHER = re.compile(r"由(?:上级|分局|县局|市局|大队|支队|指挥中心|信息部门)(?!\S{0,6}(?:抽|核对|查阅))")
_ASKED_FOR = re.compile(r"提请|建议|报请")
_BUREAU = re.compile(r"县公安局|分局$")


def _rows(known: Casework) -> list[str]:
    rows = [row for sign in known.scenic for row in sign.disposals]
    return [*rows, *(one.disposal for one in known.secrets if one.disposal)]


def _who(row: str) -> str:
    return _COUNTED.sub("", row.partition("：")[0].removeprefix("对").rpartition("的")[2])


def _content(text: str) -> set[str]:
    return {pair for pair in pairs(text) if not set(pair) & GRAMMAR}


def _said(sign: Sign) -> str:
    return sign.clue + sign.finding + sign.fact


@pytest.mark.parametrize("code", CODES)
def test_whoever_is_called_to_account_stands_in_that_very_sign(code: str) -> None:
    """Every word for the person is found where his deed is told: a group that keeps to the sheet can name him."""
    for sign in casework(code).scenic:
        for row in sign.disposals:
            assert not [word for word in tokenize(_who(row)) if word not in _said(sign)], (row, sign.fact)


@pytest.mark.parametrize("code", CODES)
def test_whoever_did_it_is_called_to_account(code: str) -> None:
    """A fact that tells what somebody of a kind did or owns up to has a row on one of that kind."""
    known = casework(code)
    met = [row.partition("：")[0] for row in _rows(known)]
    for sign in known.scenic:
        for clause in re.split(r"[，；。]", sign.fact):
            for match in _ACTED.finditer(clause):
                kind = _KIND.search(match["who"])
                if kind and not _MADE_TO.search(clause):
                    assert any(kind[0] in who for who in met), clause


@pytest.mark.parametrize("code", CODES)
def test_forms_fit_the_person_and_weigh_one_thing(code: str) -> None:
    """Pay and contract are for those who serve by contract; no row is mild and grave at once, or grave on a
    condition that the facts have settled.
    """
    for row in _rows(casework(code)):
        form = row.partition("：")[2]
        assert not _BY_CONTRACT.search(form) or _CONTRACTED.search(_who(row)), row
        assert not (_MILD.search(form) and _GRAVE.search(form)), row
        assert not re.search(r"造成\S+的", form), row


@pytest.mark.parametrize("code", CODES)
def test_a_measure_speaks_of_each_problem(code: str) -> None:
    """Not all measures together, one of them: whoever writes a measure for each problem finds a line for each."""
    known = casework(code)
    if known.measures == casework("").measures:
        return
    for sign in known.scenic:
        shared = max(len(_content(_said(sign)) & _content(text)) for text in known.measures)
        assert shared >= 3, sign.finding


@pytest.mark.parametrize("code", CODES)
def test_nobody_oversteps(code: str) -> None:
    """What is done first leaves measures on persons to others; a unit asks for what another one would have to do."""
    known = casework(code)
    for turn in [known.turn] if known.turn else known.turns:
        assert not [text for text in turn.points if _MEASURES_ON_PERSONS.search(text)]
    if not _BUREAU.search(known.unit):
        for text in known.measures:
            assert not _BY_ANOTHER.search(text) or _ASKED_FOR.search(text), text


#: Acts that a scene has or has not: a measure against drinking belongs to no scene in which nobody drinks.
_ACTS = re.compile("饮酒|呼气|推搡|抗拒|购物卡|收受|酒后|血样|枪支|借款|宴请")


@pytest.mark.parametrize("code", CODES)
def test_answers_are_about_this_scene(code: str) -> None:
    """Measures, evidence and the key for telling acts apart speak of no act that nobody commits in the type's scene."""
    known = casework(code)
    told = "".join(_said(sign) + "".join(sign.disposals) for sign in known.scenic)
    told += "".join(secret.text for secret in known.secrets if not secret.fits)
    for text in (*known.measures, *known.evidence, known.nature):
        assert set(_ACTS.findall(text)) <= set(_ACTS.findall(told)), text
