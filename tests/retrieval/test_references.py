"""Article references in all the ways people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import fold
from retrieval.names import RegulationNames
from retrieval.references import find_references
from tests.retrieval.regulations import LIBRARY

NAMES = RegulationNames(LIBRARY, {"刑诉程序规定": "公安机关办理刑事案件程序规定", "纪处条例": "中国共产党纪律处分条例"})


@pytest.mark.parametrize(
    ("text", "title", "number", "sub", "paragraph", "item"),
    [
        ("督察条例第十二条规定了什么", "公安机关督察条例", 12, 0, None, None),
        ("督察条例12条", "公安机关督察条例", 12, 0, None, None),
        ("督察条例 12 条讲啥", "公安机关督察条例", 12, 0, None, None),
        ("《公安机关督察条例》第四条第二款", "公安机关督察条例", 4, 0, 2, None),
        ("公安机关督察条例（2011年修订）第４条", "公安机关督察条例", 4, 0, None, None),
        ("刑诉程序规定第一百五十条", "公安机关办理刑事案件程序规定", 150, 0, None, None),
        ("政务处分法 39 条", "中华人民共和国公职人员政务处分法", 39, 0, None, None),
        ("治安管理处罚法第六十七条之一第（三）项", "中华人民共和国治安管理处罚法", 67, 1, None, 3),
        ("警械武器条例第9条", "中华人民共和国人民警察使用警械和武器条例", 9, 0, None, None),
        ("根据信访条例第三十条", "信访条例", 30, 0, None, None),
        ("行政案件程序规定§179", "公安机关办理行政案件程序规定", 179, 0, None, None),
        ("警械和武器条例二十一条", "中华人民共和国人民警察使用警械和武器条例", 21, 0, None, None),
        ("处分条例里的第十八条", "行政机关公务员处分条例", 18, 0, None, None),
    ],
)
def test_named_references(
    text: str, title: str, number: int, sub: int, paragraph: int | None, item: int | None
) -> None:
    """A named article is read with its regulation, number, paragraph and item."""
    references, _ = find_references(fold(text), NAMES)
    assert len(references) == 1
    reference = references[0]
    assert title == reference.titles[0]
    assert (number, sub, paragraph, item) == (
        reference.number,
        reference.sub,
        reference.paragraph,
        reference.item,
    )


def test_one_name_serves_several_numbers() -> None:
    """Numbers in a row share the name in front of them."""
    references, _ = find_references("督察条例第十条、第十二条和第14条分别讲什么", NAMES)
    assert [10, 12, 14] == [reference.number for reference in references]
    assert {"公安机关督察条例"} == {reference.titles[0] for reference in references}


def test_generic_name_is_left_open() -> None:
    """《条例》 alone names no regulation."""
    references, _ = find_references("《条例》第4条", NAMES)
    assert (None, ()) == (references[0].name, references[0].titles)


@pytest.mark.parametrize("text", ["事业单位处分条例第五条", "请问《纪律处分条例》第五条", "纪处条例第五条"])
def test_unknown_regulation_is_named(text: str) -> None:
    """A regulation that is not held keeps its name and has no titles."""
    references, _ = find_references(text, NAMES)
    assert references[0].name is not None
    assert () == references[0].titles


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("刑法第385条", "刑法"),
        ("刑法385条", "刑法"),
        ("刑法的第三百八十五条怎么说", "刑法"),
        ("刑法（2020年修正）第385条", "刑法"),
        ("刑法里面第385条", "刑法"),
        ("刑法规定的第385条", "刑法"),
        ("宪法第三十七条", "宪法"),
        ("民法典第1188条", "民法典"),
        ("民法第十条", "民法"),
        ("刑诉法第八十条", "刑诉法"),
        ("民诉法第八十条", "民诉法"),
        ("行诉法第三条", "行诉法"),
        ("党章第三条", "党章"),
        ("中国共产党章程第三条", "中国共产党章程"),
        ("监委规则第九条", "监委规则"),
        ("监察官法第九条", "监察官法"),
        ("民警受贿能判几年刑法第385条", "刑法"),
        ("请问道路交通安全法第九十一条", "道路交通安全法"),
        ("我想问一下公司法第三条", "公司法"),
        ("他触犯了刑法第385条", "刑法"),
        ("民警违反了未成年人保护法第三条", "未成年人保护法"),
        ("能不能适用国家赔偿法第三条", "国家赔偿法"),
        ("中华人民共和国刑法第385条", "中华人民共和国刑法"),
        ("刑法修正案（十一）第三条", "刑法修正案"),
        ("公务员法实施细则第三条", "公务员法实施细则"),
        ("信访工作责任制第三条", "信访工作责任制"),
        ("宪法、刑法第三条", "刑法"),
        ("公安机关执法细则第三条", "公安机关执法细则"),
        ("新刑法第三条", "新刑法"),
        ("合同法第三条", "合同法"),
        ("草原法第三条", "草原法"),
        ("看守所法第三条", "看守所法"),
        ("行政法第三条", "行政法"),
        ("公安条例第三条", "公安条例"),
        ("行政监察法第三条", "行政监察法"),
        ("请问江宁省信访条例第三条", "江宁省信访条例"),
        ("立法法第三条", "立法法"),
        ("刑法分则第三条", "刑法分则"),
    ],
)
def test_laws_not_held_are_named_however_short(text: str, name: str) -> None:
    """A law that is not held is named: its number is never looked for in another law."""
    references, _ = find_references(fold(text), NAMES)
    assert [(name, ())] == [(reference.name, reference.titles) for reference in references]


@pytest.mark.parametrize(
    "text",
    [
        "按这个办法第三条",
        "这种方法第三条怎么用",
        "公务用枪的用法第三条",
        "民警执法第三条",
        "行政执法第三条",
        "他违法第三条是什么",
        "公正司法第三条",
        "依法第三条",
        "根据规定第三条",
        "依据有关规定第三条",
        "上述规定第三条",
        "具体办法第三条",
        "你的看法第三条",
        "本法第三条",
        "该法第三条",
        "新法第三条",
        "根据通知第三条",
        "制度第三条",
        "我们单位的制度第三条",
        "相关法律第三条",
        "第三条怎么写",
        "我们国家的大法第三条",
    ],
)
def test_what_names_no_law_is_left_open(text: str) -> None:
    """办法, 执法, 违法, 本法 and the like name no law."""
    references, _ = find_references(fold(text), NAMES)
    assert [None] == [reference.name for reference in references]


def test_numbers_behind_an_unknown_law_are_its_own() -> None:
    """Numbers in a row share an unknown name as well."""
    references, _ = find_references("刑法第385条、第386条和第三百八十八条之一", NAMES)
    assert ["刑法"] * 3 == [reference.name for reference in references]


@pytest.mark.parametrize("text", ["出台了12条措施", "共收集5条线索", "这3条意见怎么落实", "一条龙服务", "第一百二条"])
def test_counts_are_no_references(text: str) -> None:
    """条 as a measure word and malformed numerals give no reference."""
    assert not find_references(text, NAMES)[0]


def test_names_without_numbers_remain() -> None:
    """A regulation named without an article is returned among the names."""
    references, names = find_references("警械和武器条例对鸣枪警告怎么规定", NAMES)
    assert not references
    assert ["中华人民共和国人民警察使用警械和武器条例"] == [title for match in names for title in match.titles[:1]]


@given(st.text(alphabet="督察条例第十二百零1２条款项之《》（）法规定，。 x", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reader, and every reference lies inside it."""
    references, names = find_references(fold(text), NAMES)
    assert all(0 <= item.start < item.end <= len(text) for item in (*references, *names))
