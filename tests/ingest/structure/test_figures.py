"""Quantities and document names in measures."""

from __future__ import annotations

import pytest

from ingest.structure.figures import find_figures, find_titles
from kb.model import Span
from kb.text import fold


@pytest.mark.parametrize(
    ("text", "value", "unit", "counts"),
    [
        ("对156名民警进行约谈", "156", "名", "民警"),
        ("下发《督察建议书》14份", "14", "份", "《督察建议书》"),
        ("群众满意率升至99.2％。", "99.2", "%", "群众满意率"),
        ("累计查处违停5.8万余起", "5.8", "万余起", "违停"),
        ("召开25次党委会", "25", "次", "党委会"),
        ("专题研讨6次", "6", "次", "专题研讨"),
        ("走访企业1,260家", "1260", "家", "企业"),
        ("追缴资金15.6万元", "15.6", "万元", "资金"),
        ("建成服务窗口８个", "8", "个", "服务窗口"),
        ("两名民警现身说法", "两", "名", "民警现身说法"),
    ],
)
def test_figure(text: str, value: str, unit: str, counts: str) -> None:
    """A quantity is read with its unit and the noun it counts as printed."""
    figure = find_figures(fold(text), Span(0, len(text)))[0]
    assert (value, unit, counts) == (figure.value, figure.unit, figure.counts)


@pytest.mark.parametrize("text", ["2021年6月7日反馈", "令第603号公布", "成立于2019年", "“1+8”系统", "A3型设备"])
def test_not_a_figure(text: str) -> None:
    """Dates, document numbers and names are no quantities."""
    assert find_figures(text, Span(0, len(text))) == ()


def test_span_of_figure() -> None:
    """The span covers value and unit, blanks between them included."""
    text = "更换软包 6 间"
    (figure,) = find_figures(text, Span(0, len(text)))
    assert text[figure.span.start : figure.span.end] == "6 间"


def test_titles() -> None:
    """Titles are taken once each, in order, as printed; marks inside marks stay, quotes around do not matter."""
    text = (
        "修订《甲办法（试行）》，落实“《乙规定》”和《关于修改〈丙法〉的决定》《丁<戊>》，"
        "重申《甲办法（试行）》，《关于《己》的通知》"
    )
    expected = ("甲办法（试行）", "乙规定", "关于修改〈丙法〉的决定", "丁<戊>", "关于《己》的通知")
    assert expected == find_titles(fold(text), text, Span(0, len(text)))
