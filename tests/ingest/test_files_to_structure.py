"""From a real file to the structure of a notice: automatic numbering of Word, and a scanned page."""

from __future__ import annotations

import importlib.util
import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.inputs import Payload
from ingest.pipeline import build_source
from kb.model import DocumentKind, Source, Status
from tests.conftest import missing
from tests.ingest.readers.builders import add_numbered, numbered_word, word_bytes

#: Debian's package fonts-noto-cjk.
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")

#: A4 at 150 dots an inch, the usual resolution of office scanners.
PAGE = (1240, 1754)


def problems(source: Source) -> list[tuple[str, Status, int]]:
    """Title, status and number of measures of each problem."""
    return [
        (problem.title, problem.status, len(problem.measures))
        for document in source.documents
        for problem in document.problems
    ]


def test_word_notice_with_automatic_numbering() -> None:
    """A Word notice whose numbers exist only as list formats is parsed like one with typed numbers."""
    word = numbered_word([("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", "")])
    word.add_paragraph("中共云泽市公安局委员会关于巡察整改进展情况的通报")
    word.add_paragraph(
        "根据市委统一部署，2023年3月1日至4月30日，市委第三巡察组对市公安局党委开展了常规巡察，"
        "2023年6月5日反馈了巡察意见。现将整改进展情况予以公布。"
    )
    add_numbered(word, 0, "组织整改情况")
    word.add_paragraph("市公安局党委高度重视，专题研究部署。")
    add_numbered(word, 0, "反馈问题整改情况")
    add_numbered(word, 1, "已完成整改的问题")
    add_numbered(word, 2, "关于“值班备勤制度落实不到位”问题的整改。")
    word.add_paragraph("整改情况：一是修订值班备勤规定。二是开展夜间抽查12次，通报问题3个。")
    add_numbered(word, 1, "正在整改的问题")
    add_numbered(word, 2, "关于“警用车辆管理混乱”问题的整改。")
    word.add_paragraph(
        "整改情况：一是清理闲置车辆8辆。二是安装定位终端。下一步措施及时限：2023年12月底前完成车辆公示。"
    )
    data = word_bytes(word)
    source = build_source(Payload(data, "通报.docx"), "通报.docx")
    assert [DocumentKind.NOTICE] == [document.kind for document in source.documents]
    assert [
        ("值班备勤制度落实不到位", Status.COMPLETED, 2),
        ("警用车辆管理混乱", Status.IN_PROGRESS, 2),
    ] == problems(source)
    meta = source.documents[0].meta
    assert (date(2023, 3, 1), date(2023, 4, 30), date(2023, 6, 5)) == (
        meta.period_start,
        meta.period_end,
        meta.feedback_date,
    )


def scanned(lines: list[str]) -> bytes:
    """A page as a scanner delivers it: one grey picture in a PDF, no text layer."""
    page = Image.new("L", PAGE, 250)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 32)
    for number, line in enumerate(lines):
        pen.text((120, 120 + number * 62), line, fill=20, font=font)
    stream = io.BytesIO()
    page.save(stream, format="PDF", resolution=150)
    return stream.getvalue()


@pytest.mark.slow
def test_scanned_notice() -> None:
    """A scanned notice is recognised and parsed; its confidence is kept with the page."""
    if importlib.util.find_spec("rapidocr_onnxruntime") is None:
        missing("ocr", "the optional OCR engine is not installed")
    if not FONT.is_file():
        missing("ocr", f"no Chinese font at {FONT}")
    source = build_source(
        Payload(
            scanned(
                [
                    "星汀区公安分局关于巡察整改情况的通报",
                    "一、组织整改情况",
                    "分局党委专题研究，制定整改方案。",
                    "二、反馈问题整改情况",
                    "（一）已完成整改的问题",
                    "1.关于“台账登记不规范”问题的整改。",
                    "整改情况：一是统一登记表样。二是逐月核对台账。",
                    "（二）正在整改的问题",
                    "1.关于“接待群众不热情”问题的整改。",
                    "整改情况：一是开展礼仪培训。二是设置意见箱。",
                ]
            ),
            "扫描件.pdf",
        ),
        "扫描件.pdf",
    )
    assert [1] == [page.number for page in source.pages]
    confidence = source.pages[0].confidence
    assert confidence is not None
    assert confidence > 0.8
    assert [("台账登记不规范", Status.COMPLETED, 2), ("接待群众不热情", Status.IN_PROGRESS, 2)] == problems(source)
