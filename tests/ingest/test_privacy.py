"""Personal data never reaches the clean text; everything else does."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.privacy import mask
from kb.text import fold


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("身份证号320106199001011234，", "身份证号3*****************，", "身份证号"),
        ("证号32010619900101123X。", "证号3*****************。", "身份证号"),
        ("老证320106900101123。", "老证3**************。", "身份证号"),
        ("手机13812345678。", "手机1**********。", "手机号"),
        ("拨打138-1234-5678。", "拨打1************。", "手机号"),
        ("１３８１２３４５６７８", "１**********", "手机号"),
        ("电话0510-82220000转801", "电话0****************", "固定电话"),
        ("联系电话：82220000", "联系电话：8*******", "固定电话"),
        ("卡号：6222 0212 3456 7890 123", "卡号：6*** **** **** **** ***", "银行卡号"),
        ("驾驶苏B12345小车", "驾驶苏******小车", "车牌号"),
        ("驾驶苏BD12345驶入", "驾驶苏*******驶入", "车牌号"),
        ("邮箱zhang_san@example.com", "邮箱z********@example.com", "电子邮箱"),
        ("微信号：abc_12345，", "微信号：a********，", "微信号"),
        ("QQ：12345678。", "QQ：1*******。", "QQ号"),
        ("家住锦绣花园3栋2单元501室，", "家住*************，", "住址"),
        ("住人民路12号3栋201室。", "住************。", "住址"),
        ("邮政信箱：建设路58号云泽市公安局", "邮政信箱：建设路**号云泽市公安局", "联系地址"),
        ("当事人王小明于2021年", "当事人王**于2021年", "姓名"),
        ("群众张三反映", "群众张*反映", "姓名"),
        ("举报人赵丽颖向纪委", "举报人赵**向纪委", "姓名"),
        ("犯罪嫌疑人李建国盗窃", "犯罪嫌疑人李**盗窃", "姓名"),
        ("被害人欧阳锋称", "被害人欧**称", "姓名"),
        ("姓名：李娜", "姓名：李*", "姓名"),
        ("陈大文，男，汉族", "陈**，男，汉族", "姓名"),
    ],
)
def test_personal_data_is_masked_in_place(text: str, masked: str, kind: str) -> None:
    """The mask has the length of what it hides, and the list says what it was and where."""
    result = mask(text)
    assert result.text == masked
    assert [datum.kind for datum in result.personal] == [kind]
    span = result.personal[0].span
    assert "*" in result.text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "群众高度评价，居民安全感提升，群众张贴标语，村民周知。",
        "当事人和辩护人，求助人向所求助单位，被害人陈述，违法行为人应享有的权利，证人陈述。",
        "群众任意、市民常态化、学生马上、村民安居乐业、群众满意度、居民余家坝。",
        "当事人王某、村民张某某、举报人李××、驾驶人石某。",
        "拨打110、12389、12345举报；2021年3月15日至5月15日，共追缴资金1234567890.5元。",
        "依据公通字〔2021〕12号、令第159号，案件编号20210315001。",
        "管辖范围包括高浪路、建设路12号、人民广场。",
        "局长刘必权任组长，民警王五负责。",
    ],
)
def test_official_text_stays(text: str) -> None:
    """Everyday words behind roles, hotlines, dates, amounts, document numbers and officials are no personal data."""
    assert mask(text).text == text


def test_officials_are_masked_on_request() -> None:
    """With the setting, names behind an office go too; the office stays."""
    assert mask("局长刘必权任组长", officials=True).text == "局长刘**任组长"


def test_a_name_once_found_is_masked_everywhere() -> None:
    """Later mentions without a role are the same person."""
    assert mask("信访人陈大文来访。经查，陈大文反映属实。").text == "信访人陈**来访。经查，陈**反映属实。"


def test_regulations_name_nobody() -> None:
    """In a text of articles only numbers are looked for."""
    text = "\n".join(f"第{number}条 当事人王小明" for number in "一二三四五六七八九")
    assert mask(text).text == text


PHONES = st.tuples(st.sampled_from(["13", "15", "19"]), st.text("0123456789", min_size=9, max_size=9)).map("".join)
IDS = st.tuples(
    st.integers(110000, 659999).map(str),
    st.dates(dt.date(1930, 1, 1), dt.date(2025, 12, 31)).map(lambda day: f"{day:%Y%m%d}"),
    st.text("0123456789", min_size=3, max_size=3),
    st.sampled_from("0123456789Xx"),
).map("".join)
AROUND = st.text(st.sampled_from("的，。：；（）电话手机号码是为、 \n某人*一二abc"), max_size=6)


@given(
    st.lists(st.tuples(AROUND, st.one_of(PHONES, IDS), AROUND).map("".join), max_size=4).map("，".join), st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_no_number_survives(text: str, wide: bool) -> None:  # noqa: FBT001 - a parameter
    """No ID or mobile number is left, in digits of either width, and lengths never change."""
    if wide:
        text = text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    result = mask(text)
    assert len(result.text) == len(text)
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\w)", fold(result.text))
    assert mask(result.text).text == result.text


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_masking_never_raises(text: str) -> None:
    """Any text is masked to one of the same length, with line breaks in place."""
    result = mask(text)
    assert len(result.text) == len(text)
    assert [at for at, char in enumerate(text) if char == "\n"] == [
        at for at, char in enumerate(result.text) if char == "\n"
    ]


@pytest.mark.corpus
def test_corpus_has_no_false_names(corpus: Path) -> None:
    """The real documents name no private person, and none is invented."""
    for path in sorted(corpus.glob("*/*")):
        kinds = {datum.kind for datum in mask(path.read_text(encoding="utf-8")).personal}
        assert "姓名" not in kinds, path.name
        assert "住址" not in kinds, path.name


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("燕青松受到政务警告处分。", "燕**受到政务警告处分。"),
        ("法制审核员郝文清被诫勉谈话。", "法制审核员郝**被诫勉谈话。"),
        ("该单位受到通报批评。", "该单位受到通报批评。"),
        ("所长因监督缺位被约谈。", "所长因监督缺位被约谈。"),
    ],
)
def test_punished_persons(text: str, masked: str) -> None:
    """Whoever is punished is masked whatever the office; bodies and clauses in the same place are not."""
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("签发人：卓一帆", "签发人：卓**"),
        ("大队长宗怀远负总责", "大队长宗**负总责"),
        ("对责任民警简维扬、席思衡分别通报批评", "对责任民警简**、席**分别通报批评"),
        ("党委书记公羊毅三次到所", "党委书记公**三次到所"),
        ("局长司徒朗主持会议。司徒朗表示，照单全收。", "局长司**主持会议。司**表示，照单全收。"),
        ("序号 | 反馈问题 | 责任领导\n1 | 台账不全 | 康述之", "序号 | 反馈问题 | 责任领导\n1 | 台账不全 | 康**"),
    ],
)
def test_officials_on_request(text: str, masked: str) -> None:
    """Signers, heads and names in the column of those responsible are masked when officials are asked for, not else."""
    assert mask(text, officials=True).text == masked
    assert mask(text).text == text
