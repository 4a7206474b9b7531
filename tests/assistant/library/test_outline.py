"""How documents were understood, and what cleaning did to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.library.cleaning import pages, personal, rules
from assistant.library.outline import Node, counts, outline, stated
from ingest.inputs import Payload
from ingest.pipeline import build_source
from kb.model import Counts, Edit, Page, PersonalDatum, Source, Span, Status

REGULATION = """云阙市公安局巡逻防控管理办法
第一章　总则
第一条　为规范巡逻防控，制定本办法。
第二条　巡逻分为：
（一）步巡；
（二）车巡。
第二章　附则
第三条　本办法自2024年1月1日起施行。
"""

NOTICE = """# 云阙市公安局关于巡察反馈问题整改情况的通报

一、整改进展情况

1．针对“装备台账不全”问题

整改措施：

（1）补登装备台账64条。

（2）制定装备管理办法。

责任单位：警务保障室

完成时限：2025年6月30日

整改状态：正在整改

后续整改：2025年9月30日前完成全部装备编号。

2．针对“值班脱岗”问题

整改措施：

（1）每周抽查值班2次。

责任单位：指挥中心

完成时限：2025年5月31日

整改状态：已完成
"""


def built(text: str, name: str) -> Source:
    """A document read by the product itself."""
    return build_source(Payload(text.encode(), name), f"upload:{name}")


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    """All nodes of a tree."""
    for node in nodes:
        yield node
        yield from every(node.children)


def test_chapters_hold_their_articles() -> None:
    """A regulation is chapters with the range of their articles; each article leads to its own words."""
    source = built(REGULATION, "办法.txt")
    (document,) = source.documents
    tree = outline(source, document)
    assert [(len(node.children), node.note) for node in tree] == [(2, "第一条至第二条，2 条"), (1, "第三条，1 条")]
    articles = [child for node in tree for child in node.children]
    assert [source.slice(node.span)[:3] for node in articles if node.span] == ["第一条", "第二条", "第三条"]
    assert "2 项" in articles[1].note
    assert counts(document)[:2] == ("2 章", "3 条")


def test_problems_hold_measures_and_what_is_pending() -> None:
    """A notice is sections with problems, each with its state, deadline, measures and pending work with its limit."""
    source = built(NOTICE, "通报.md")
    (document,) = source.documents
    (section,) = outline(source, document)
    first, second = section.children
    assert (first.status, second.status) == (Status.IN_PROGRESS, Status.COMPLETED)
    assert "时限 2025-06-30" in first.note
    assert "警务保障室" in first.note
    assert len(first.children) == 3
    assert first.children[-1].text.startswith("后续")
    assert "2025-09-30" in first.children[-1].note
    said = counts(document)
    assert {"2 个问题", "3 项措施", "1 项后续整改", "已完成 1", "正在整改 1"} <= set(said)


@pytest.mark.parametrize(("text", "name"), [(REGULATION, "办法.txt"), (NOTICE, "通报.md")])
def test_every_part_leads_into_its_document(text: str, name: str) -> None:
    """No node stands outside its document."""
    source = built(text, name)
    for document in source.documents:
        for node in every(outline(source, document)):
            if node.span:
                assert document.span.start <= node.span.start < node.span.end <= document.span.end


def test_totals_stated_by_a_notice_are_compared() -> None:
    """Totals that agree are said to agree, others are named with what was found; nothing stated says nothing."""
    (document,) = built(NOTICE, "通报.md").documents
    assert stated(document) == ""
    for problems, word in ((2, "一致"), (9, "9 个问题，拆出 2 个问题")):
        claimed = replace(document, meta=replace(document.meta, counts=Counts(problems=problems)))
        assert word in stated(claimed)


def test_real_documents_have_an_outline(corpus: Path) -> None:
    """Every file of the corpus becomes a tree whose leaves are as many as its articles, or problems' parts."""
    for path in sorted(corpus.rglob("*.*")):
        source = build_source(Payload(path.read_bytes(), path.name), str(path))
        for document in source.documents:
            nodes = list(every(outline(source, document)))
            if document.articles:
                assert sum(not node.children for node in nodes) == len(document.articles)
            elif document.problems:
                parts = sum(1 + len(one.measures) + len(one.pending) for one in document.problems)
                assert sum(node.span is not None for node in nodes) == parts
            else:
                assert nodes


def test_repairs_are_grouped_with_doubtful_ones_first() -> None:
    """Rules with doubt come first; within a rule doubtful repairs do; a removed telephone number is not shown."""
    source = replace(
        built(NOTICE, "通报.md"),
        cleaning=(
            *(Edit("页码", at, f"- {at} -", "") for at in range(20)),
            Edit("页脚", 3, "联系电话：13912345678", ""),
            Edit("乱码修复", 5, "锟斤", "", certain=True),
            Edit("乱码修复", 9, "□\n", "", certain=False),
        ),
    )
    found = rules(source)
    assert [(rule.name, rule.times, rule.suspected) for rule in found] == [
        ("乱码修复", 2, 1),
        ("页码", 20, 0),
        ("页脚", 1, 0),
    ]
    assert [one.certain for one in found[0].examples] == [False, True]
    assert len(found[1].examples) < 20
    assert "↵" in found[0].examples[0].before
    assert "13912345678" not in str(found)


def test_personal_data_is_counted_by_kind() -> None:
    """Kinds and numbers, the most frequent first."""
    source = replace(
        built(NOTICE, "通报.md"),
        personal=(
            PersonalDatum("手机号", Span(0, 1)),
            PersonalDatum("住址", Span(2, 3)),
            PersonalDatum("住址", Span(4, 5)),
        ),
    )
    assert personal(source) == (("住址", 2), ("手机号", 1))


def test_pages_tell_how_well_they_were_read() -> None:
    """Mean confidence over recognised pages, bad pages by number; nothing for originals without pages."""
    source = built(NOTICE, "通报.md")
    assert pages(source) is None
    found = pages(replace(source, pages=(Page(1, Span(0, 5)), Page(2, Span(5, 9), 0.9), Page(3, Span(9, 12), 0.5))))
    assert found is not None
    assert (found.number, found.recognised, found.low) == (3, 2, (3,))
    assert found.confidence == pytest.approx(0.7)
