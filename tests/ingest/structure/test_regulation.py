"""Regulations in the layouts of their issuers; every regulation here is made up."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure import parse
from kb.model import Document, DocumentKind, Passage, PassageKind, Provenance

PARTY = """中国共产党青岚市委员会巡察工作细则

（2019年3月4日青岚市委常委会会议审议批准　2019年3月8日青岚市委发布　2023年5月6日青岚市委常委会会议修订　2023年5月10日
青岚市委发布）

第一章　总　则

第一条　为了规范巡察工作，制定本细则。

第二条　巡察工作应当遵循下列原则：

（一）坚持实事求是；

（二）坚持依规依纪依法。

第二章　机构和
人员

第三条　市委成立巡察工作领导小组。

领导小组组长由市委书记担任。

第三章　附　则

第四条　本细则自2023年6月1日起施行。2019年3月8日发布的《中国共产党青岚市委员会巡察工作办法》同时废止。
"""

STATE = """中华人民共和国国务院令
第999号
《河湖守护条例》已经2020年1月2日国务院第88次常务会议通过，现予公布，自2020年7月1日起施行。
河湖守护条例
目　录
第一章 总则
第二章 守护措施
第一节 日常巡护
第二节 应急处置
第三章 附则
第一章 总则
第一条 为了守护河湖，制定本条例。
第二条 本条例所称河湖，包括河流、湖泊、水库。
第二章 守护措施
第一节 日常巡护
第三条 河湖守护机构应当每日巡护。违反
第二条规定的，不予登记；依照本条例
第四条第一款的规定处理。
第二节 应急处置
第四条 发生险情的，应当立即报告。
前款规定的报告，可以口头提出。
第四条之一 夜间发生险情的，依照第四条
办理。
第三章 附则
第五条 本条例自2020年7月1日起施行。
附件：1.河湖名录
2.巡护记录表
"""

RULE = """望澜省公安机关涉案车辆保管规定
望公规〔2022〕7号

第一条 为规范涉案车辆保管,制定本规定。
第二条 办案单位应当在24小时内移交车辆,并做到:(一)拍照;(二)登记;(三)封存。逾期的:
1.说明理由;
2.报负责人批准。
第三条 本规定由省公安厅负责解释,自印发之日起施行。

望澜省公安厅
2022年4月5日
"""

LOCAL = """霁山市养犬管理条例

2010年5月6日 霁山市第三届人民代表大会常务委员会第八次会议通过

2010年7月8日 望澜省第十届人民代表大会常务委员会第九次会议批准

2021年9月1日 霁山市人民代表大会常务委员会公告第5号公布

2021年10月1日 施行

第一条 为了加强养犬管理，制定本条例。

第二条 公安机关是养犬管理的主管部门。

第一章 登记

第三条 养犬应当登记。第四条 登记费由市人民政府规定。

第二章 处罚

第五条 项目负责人违反规定的，予以警告。

第七条 本条例自公布之日起施行。
"""

DECISION = """霁山市人民代表大会常务委员会关于延长消防整治期限的决定

2021年9月1日 霁山市第四届人民代表大会常务委员会第六次会议通过

为了巩固消防整治成果，霁山市第四届人民代表大会常务委员会第六次会议决定：

一、将消防整治期限延长六个月。

二、整治期间适用原有规定。

本决定自公布之日起施行。
"""


def one(text: str, name: str = "甲.txt") -> Document:
    """The only document of a text."""
    (document,) = parse(text, name)
    return document


def words(text: str, document: Document, locator: str) -> str:
    """The text of a passage."""
    span = place(document, locator).span
    return text[span.start : span.end]


def place(document: Document, locator: str) -> Passage:
    """A passage by its locator."""
    return next(passage for passage in document.passages if passage.locator == locator)


def chapters(document: Document) -> list[tuple[str, int, str, str]]:
    """Chapters as plain tuples."""
    return [(c.title, c.level, c.first, c.last) for c in document.chapters]


def test_party_regulation() -> None:
    """A bracketed line of approvals in two lines, spaced chapter titles and a title broken over lines are read."""
    document = one(PARTY)
    assert (document.kind, document.title) == (DocumentKind.REGULATION, "中国共产党青岚市委员会巡察工作细则")
    assert chapters(document) == [
        ("第一章 总 则", 1, "第一条", "第二条"),
        ("第二章 机构和 人员", 1, "第三条", "第三条"),
        ("第三章 附 则", 1, "第四条", "第四条"),
    ]
    assert (date(2023, 5, 10), date(2023, 6, 1)) == (document.meta.issued, document.meta.effective)
    assert (date(2023, 5, 6),) == document.meta.revised
    assert document.warnings == ()


def test_paragraphs_and_items() -> None:
    """款 and 项 of an article are placed, the label belongs to the passage but not to the first paragraph."""
    document = one(PARTY)
    second, third = document.articles[1], document.articles[2]
    assert [PARTY[a:b] for a, b in second.items] == ["（一）坚持实事求是；", "（二）坚持依规依纪依法。"]
    assert len(second.paragraphs) == 1
    assert PARTY[slice(*second.paragraphs[0])].startswith("巡察工作应当")
    assert [PARTY[a:b] for a, b in third.paragraphs] == ["市委成立巡察工作领导小组。", "领导小组组长由市委书记担任。"]
    assert words(PARTY, document, "第三条").startswith("第三条")


def test_state_council_order() -> None:
    """Contents are no text, references at wrapped line starts no articles, 之一 is one, attachments end the last."""
    document = one(STATE)
    assert document.title == "河湖守护条例"
    labels = ["第一条", "第二条", "第三条", "第四条", "第四条之一", "第五条"]
    assert labels == [article.label for article in document.articles]
    assert (document.articles[4].number, document.articles[4].sub) == (4, 1)
    assert words(STATE, document, "第三条").endswith("的规定处理。")
    assert words(STATE, document, "第四条之一").endswith("办理。")
    assert words(STATE, document, "第五条").endswith("起施行。")
    assert ("第一节 日常巡护", 2, "第三条", "第三条") in chapters(document)
    assert ("第二章 守护措施", 1, "第三条", "第四条之一") in chapters(document)
    assert place(document, "第四条").path == ("第二章 守护措施", "第二节 应急处置")
    assert PassageKind.STRUCTURE is place(document, "目录").kind
    assert document.warnings == ()


def test_wrapped_lines_are_one_paragraph() -> None:
    """A line that ends in mid-sentence goes on in the next: the article has one 款."""
    third = one(STATE).articles[2]
    assert len(third.paragraphs) == 1
    assert len(one(STATE).articles[3].paragraphs) == 2


def test_ministry_rule() -> None:
    """Half-width punctuation, items inside a line, 目 below them, a number under the title and a signature."""
    document = one(RULE)
    assert [article.label for article in document.articles] == ["第一条", "第二条", "第三条"]
    second = document.articles[1]
    assert [RULE[a:b] for a, b in second.items][:2] == ["(一)拍照;", "(二)登记;"]
    assert len(second.items) == 3
    assert document.meta.doc_number == "望公规〔2022〕7号"
    assert words(RULE, document, "第三条").endswith("起施行。")
    assert PassageKind.STRUCTURE is place(document, "落款").kind


def test_local_regulation() -> None:
    """Articles before the first chapter, one glued to the line above, 项目 behind a label, and a reported gap."""
    document = one(LOCAL)
    assert [article.number for article in document.articles] == [1, 2, 3, 4, 5, 7]
    assert words(LOCAL, document, "第三条") == "第三条 养犬应当登记。"
    assert document.articles[0].chapter == ()
    assert document.articles[3].chapter == ("第一章 登记",)
    assert len(document.warnings) == 1
    assert "第六条" in document.warnings[0]
    meta = document.meta
    assert (date(2021, 9, 1), date(2021, 10, 1)) == (meta.issued, meta.effective)
    assert "公告第5号" in LOCAL
    assert meta.doc_number == "令第5号"


def test_decision_without_articles() -> None:
    """A decision numbered 一、二、 is a regulation whose points are found as articles are."""
    document = one(DECISION)
    assert DocumentKind.REGULATION is document.kind
    kinds = {passage.locator: passage.kind for passage in document.passages}
    assert (kinds["一"], kinds["二"]) == (PassageKind.ARTICLE, PassageKind.ARTICLE)


def test_two_regulations_in_one_file() -> None:
    """Where the articles begin anew under a title of their own, a second document begins."""
    first, second = parse(RULE + "\n" + PARTY, "汇编.txt")
    assert (first.title, second.title) == ("望澜省公安机关涉案车辆保管规定", "中国共产党青岚市委员会巡察工作细则")
    assert (first.part, second.part) == (1, 2)
    assert first.passages[1].locator == "第1件第一条"


@pytest.mark.parametrize(
    ("sentence", "hit"),
    [
        ("坚持共产X领导。", True),
        ("犯□嫌疑人。", True),
        ("坚持*中央集中统一领导。", True),
        ("在D的领导下开展工作。", True),
        ("公X机关应当登记。", True),
        ("身高低于1\ue0104米的儿童。", True),
        ("由××人民法院办理。", False),
        ("向X公司及其代理人追缴。", False),
        ("XX公安局应当登记。", False),
        ("税额=销售额×税率。", False),
        ("使用X射线装置。", False),
    ],
)
def test_masked_signs(sentence: str, hit: bool) -> None:  # noqa: FBT001 - a table of cases
    """Signs that hide a character are reported, formulas, forms and terms are not."""
    text = f"甲条例\n第一条 {sentence}\n第二条 乙。\n第三条 丙。"
    assert hit == bool(one(text).warnings)


def test_reference_at_a_wrapped_line() -> None:
    """Of two equal labels the one that stands apart is the article, the one glued to its sentence a reference."""
    text = "甲条例\n第一条 甲。\n第二条 依照\n第三条办理的，不另行通知。\n第三条 乙。\n第四条 丙。"
    document = one(text)
    assert [article.number for article in document.articles] == [1, 2, 3, 4]
    assert words(text, document, "第三条") == "第三条 乙。"
    behind = "甲条例\n第一条 甲。\n第二条 乙。\n第三条 丙，不依照\n第三条办理的，无效。\n第四条 丁。"
    assert words(behind, one(behind), "第三条").startswith("第三条 丙")


def test_repeated_article() -> None:
    """An article printed twice stays inside the one before it and is reported."""
    document = one("甲条例\n第一条 甲。\n第二条 乙。\n第二条 乙。\n第三条 丙。")
    assert [article.number for article in document.articles] == [1, 2, 3]
    assert any("第二条" in warning for warning in document.warnings)


def test_excerpt() -> None:
    """A text that begins with a later article says so instead of listing everything before it."""
    document = one("甲法（节选）\n第二十条 甲。\n第二十一条 乙。\n第二十二条 丙。", "甲法.txt")
    if document.kind is DocumentKind.REGULATION:
        assert len(document.warnings) == 1
        assert "第二十条" in document.warnings[0]


def test_provenance() -> None:
    """摘编 and 示例（虚构） in title or note decide how far the words may be relied upon."""
    note = "\n> 说明：本文件是摘编，不是条文原文。\n\n第一条 甲。\n第二条 乙。\n第三条 丙。"
    assert Provenance.DIGEST is one("甲条例" + note).provenance
    assert Provenance.FICTIONAL is one("示例（虚构）甲条例\n第一条 甲。\n第二条 乙。\n第三条 丙。").provenance
    assert Provenance.ORIGINAL is one("甲条例\n第一条 摘编应当注明。\n第二条 乙。\n第三条 丙。").provenance
