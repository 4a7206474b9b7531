"""Regulations told by the number of their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.catalog import RegulationInfo
from kb.lexicon import load_lexicon
from kb.model import Validity
from retrieval.names import RegulationNames
from retrieval.orders import Orders
from retrieval.understand import Intent, understand
from tests.retrieval.regulations import regulation


def issued(title: str, issuer: str, number: str) -> RegulationInfo:
    """A regulation with the number of its order."""
    plain = regulation(title, issued=date(2012, 1, 1), validity=Validity.IN_FORCE)
    return plain._replace(meta=replace(plain.meta, issuer=issuer, doc_number=number))


COUNCIL = issued("青岚值班条例", "国务院", "令第149号")
MINISTRY = issued("备勤程序规定", "公安部", "令第149号")
LAW = issued("青岚来访法", "全国人民代表大会常务委员会", "令第二十六号")
HELD = [COUNCIL, MINISTRY, LAW]
ORDERS = Orders(HELD)


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("请问国务院令第149号怎么说", "国务院令第149号", [COUNCIL]),
        ("公安部令149号第三条", "公安部令149号", [MINISTRY]),
        ("公安部第149号令对备勤怎么规定", "公安部第149号令", [MINISTRY]),
        ("中华人民共和国主席令第26号", "主席令第26号", [LAW]),
        ("149号令怎么说", "149号令", [COUNCIL, MINISTRY]),
        ("国务院令第999号怎么说", "国务院令第999号", []),
    ],
)
def test_the_organ_counts_where_it_is_told(text: str, words: str, meant: list[RegulationInfo]) -> None:
    """An order is found in the ways it is written; one of another organ with the same number is not meant."""
    (order,) = ORDERS.find(text)
    assert order.words == words
    assert text[order.start : order.end] == words
    assert list(order.regulations) == meant


@pytest.mark.parametrize("text", ["县政府令第149号", "第3号令怎么说", "下了149道命令", "令人149号", "令第一百二号"])
def test_what_is_no_order_that_is_held(text: str) -> None:
    """Other organs' orders, numbers that are not held and numbers of other things are not taken for one."""
    assert ORDERS.find(text) == []


def test_an_order_is_a_name() -> None:
    """An order by its number names the regulation: its article is looked up, and one not held is told as not held."""
    names = RegulationNames(HELD, {})
    cited = understand("公安部令第149号第三条是什么", names, load_lexicon())
    (reference,) = cited.references
    assert reference.titles == ("备勤程序规定",)
    assert (reference.number, cited.intent) == (3, Intent.RULE)
    assert understand("国务院令第149号对值班怎么说", names, load_lexicon()).titles == ("青岚值班条例",)
    (unknown,) = understand("国务院令第999号怎么说", names, load_lexicon()).names
    assert (unknown.name, unknown.titles) == ("国务院令第999号", ())
