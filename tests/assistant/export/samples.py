"""Fictional papers, and a look into the files made of them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

from lxml import etree

from assistant.anchor import Anchor
from assistant.drafting.model import Column, ColumnKind, Draft, DraftKind, Head, Row, Table
from kb.model import Provenance, Validity

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}

#: Fifty characters with one comma inside: no line of 28 begins with a mark in any of three in a row.
SENTENCE = "经核查有关单位对涉案财物登记保管移交处置均建立了专门台账，每月由分管领导组织人员逐件逐项核对登记一次。"

NOTES = {
    1: Anchor(
        "s",
        3,
        0,
        "青岚市整改通报.txt",
        "青岚市整改通报",
        "二(二)7.一是",
        "清点装备14件，完善“一物一档”台账，" + "逐件核对" * 20,
        1204,
        1302,
        2,
        "二(二)7.",
        Provenance.FICTIONAL,
    ),
    2: Anchor(
        "t",
        1,
        0,
        "青岚市勤务规定.md",
        "青岚市勤务规定",
        "第三条",
        "按规程检查装备。",
        44,
        52,
        None,
        None,
        Provenance.DIGEST,
        Validity.AMENDED,
    ),
}

HEAD = Head(
    issuer="青岚市公安局",
    doc_number="青公督[2026]03号",
    secrecy="机密★1年",
    urgency="特急",
    signer="张某",
    addressee="各分局:",
    day=date(2026, 11, 22),
    copies="市委巡察办",
    printer="青岚市公安局办公室",
    contact="联系人：李某",
)

NARROW = Table(
    "问题清单",
    (Column("序号", ColumnKind.NUMBER, 3), Column("问题", width=14), Column("时限", ColumnKind.DATE, 8)),
    (Row(("1", "台账不清", "2026-12-31"), (1,)), Row(("2", "值班脱岗", "长期坚持"), (1,))),
)
WIDE = Table(
    "整改台账",
    (
        Column("序号", ColumnKind.NUMBER, 3),
        Column("问题", width=16),
        Column("措施", width=24),
        Column("状态", ColumnKind.STATUS, 5),
    ),
    (Row(("1", "台账不清[2]", "逐件核对", "正在整改")),),
)


def paper(body: str = "", **changes: Any) -> Draft:
    """A draft with that body; ``changes`` are fields of the draft."""
    fields: dict[str, Any] = {"title": "关于装备管理问题的通报", "notes": NOTES, **changes}
    return Draft(DraftKind.NOTICE, fields.pop("title"), body, **fields)


def full() -> Draft:
    """A paper with everything on it."""
    body = f"一、总体要求\n（一）强化学习。{SENTENCE}[1]\n1.完善制度。{SENTENCE}[9]\n（1）核对\n{SENTENCE}[2]"
    return paper(body, head=HEAD, tables=(NARROW, WIDE))


def part(package: bytes, name: str) -> Any:
    """A part of an office file as XML."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return etree.fromstring(opened.read(name))


def names(package: bytes) -> list[str]:
    """The parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.namelist()


def styled(document: Any, style: str) -> list[Any]:
    """The paragraphs in a style."""
    return list(document.xpath(f".//w:p[w:pPr/w:pStyle/@w:val='{style}']", namespaces=NS))


def words(node: Any) -> str:
    """The words of an element."""
    return "".join(node.xpath(".//w:t/text()", namespaces=NS))
