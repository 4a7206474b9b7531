"""The pages as LibreOffice lays them out: lines, characters, white, order of the pages."""

from __future__ import annotations

import io
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader

from assistant.drafting.model import Draft, Head, Row
from assistant.export.excel import to_xlsx
from assistant.export.word import to_docx
from ingest.readers.office import soffice
from tests.assistant.export.samples import NARROW, NOTES, SENTENCE, WIDE, full, paper
from tests.conftest import missing

MM = 72 / 25.4


class Glyphs(NamedTuple):
    """Words set at one place of a page: points from the upper left corner to the left end of their base line."""

    x: float
    y: float
    text: str


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes PDF pages of office files; all of a test at once, each start of LibreOffice takes seconds."""
    program = soffice()
    if program is None:
        missing("office", "LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(data: bytes, suffix: str) -> PdfReader:
        folder = tmp_path_factory.mktemp("paper")
        source = folder / f"paper.{suffix}"
        source.write_bytes(data)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                source,
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return PdfReader(io.BytesIO(Path(folder, "paper.pdf").read_bytes()))

    return convert


def lines(page: Any) -> list[list[Glyphs]]:
    """The lines of a page from above, each from the left."""
    height = float(page.mediabox.height)
    found: dict[int, list[Glyphs]] = defaultdict(list)

    def visit(text: str, matrix: list[float], place: list[float], _font: object, _size: float) -> None:
        x = place[4] * matrix[0] + matrix[4]
        y = height - (place[5] * matrix[3] + matrix[5])
        if text.strip():
            found[round(y)].append(Glyphs(x, y, text.strip()))

    page.extract_text(visitor_text=visit)
    return [sorted(found[at]) for at in sorted(found)]


def said(line: list[Glyphs]) -> str:
    """The words of a line."""
    return "".join(piece.text for piece in line).replace("\n", "")


def test_a_page_holds_22_lines_of_28_characters(pages: Any) -> None:
    """Full pages of running text: 22 lines, and 28 characters in every line that ends with no mark of punctuation."""
    reader = pages(to_docx(paper(SENTENCE * 40, title="")), "docx")
    assert 4 == len(reader.pages)  # 40 × 51 characters and the indent are 73 lines
    for page in reader.pages[1:3]:
        *body, number = lines(page)
        assert 22 == len(body)
        lengths = [len(said(line)) for line in body]
        assert set(lengths) <= {27, 28, 29}  # a mark that may begin no line hangs, or takes a character with it
        assert 28 == max(set(lengths), key=lengths.count)
        pitch = (body[-1][0].y - body[0][0].y) / 21
        assert 28.95 == pytest.approx(pitch, abs=0.05)
        assert {28} == {round(line[0].x / MM) for line in body}
        assert number[0].text.startswith("—")


def test_the_text_keeps_to_its_white(pages: Any) -> None:
    """The first line begins 37 mm below the edge, the last ends 35 mm above it, the number stands below by 7 mm."""
    page = pages(to_docx(paper(SENTENCE * 40, title="")), "docx").pages[1]
    height = float(page.mediabox.height)
    *body, number = lines(page)
    assert 37 * MM < body[0][0].y < 37 * MM + 28.95
    assert height - 35 * MM - 28.95 < body[-1][0].y < height - 35 * MM
    assert height - 35 * MM + 7 * MM < number[0].y < height - 35 * MM + 7 * MM + 14


def test_the_letterhead_keeps_the_text_on_the_grid(pages: Any) -> None:
    """Below letterhead and rule the lines stand where those of a page without them stand, down to the last."""
    head = Head(issuer="青岚市公安局", doc_number="青公督〔2026〕3号", addressee="各分局")
    reader = pages(to_docx(paper(SENTENCE * 40, head=head)), "docx")
    first, second = (lines(page)[:-1] for page in reader.pages[:2])
    below = [line[0].y for line in first if line[0].y > 450]
    assert len(below) > 8
    assert below == pytest.approx([line[0].y for line in second][-len(below) :], abs=0.3)


def test_numbers_stand_outside(pages: Any) -> None:
    """Odd pages have their number on the right, even ones on the left, one character in."""
    odd, even = pages(to_docx(paper(SENTENCE * 20, title="")), "docx").pages[:2]
    middle = float(odd.mediabox.width) / 2
    assert lines(odd)[-1][0].x > middle
    assert 28 * MM + 14 < lines(even)[-1][0].x < 28 * MM + 18


def test_the_whole_paper_comes_in_order(pages: Any) -> None:
    """Letterhead on the first page, attachments on pages of their own, the wide one on its side, 版记 at the foot."""
    long = WIDE._replace(rows=tuple(Row((str(at), SENTENCE, SENTENCE, "正在整改")) for at in range(1, 12)))
    draft = full()
    reader = pages(to_docx(Draft(draft.kind, draft.title, draft.body, draft.head, (NARROW, long), NOTES)), "docx")
    texts = ["".join(said(line) for line in lines(page)) for page in reader.pages]
    assert texts[0].index("青公督〔2026〕3号") < texts[0].index("通报") < texts[0].index("各分局：")
    first = next(at for at, text in enumerate(texts) if text.startswith("附件1"))
    second = next(at for at, text in enumerate(texts) if text.startswith("附件2"))
    assert 0 < first < second < len(texts) - 2
    turned = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert [at >= second for at in range(len(texts) - 1)] == turned[:-1]
    assert all("序号" in text for text in texts[second:-1])  # the heading row is repeated
    assert not turned[-1]
    last = lines(reader.pages[-1])
    height = float(reader.pages[-1].mediabox.height)
    printed = next(line for line in last if "印发" in said(line))
    assert height - 35 * MM - 26 < printed[0].y < height - 35 * MM
    assert "抄送：市委巡察办。" in texts[-1]


def test_footnotes_stand_at_the_foot_of_their_page(pages: Any) -> None:
    """The note of a sentence is on the same page, below the text."""
    (page,) = pages(to_docx(paper(f"{SENTENCE}[2]")), "docx").pages
    found = lines(page)
    note = next(line for line in found if "勤务规定" in said(line))
    assert note[0].y > float(page.mediabox.height) * 0.8


def test_a_workbook_prints_on_landscape_pages(pages: Any) -> None:
    """One sheet, one page; the words are there."""
    reader = pages(to_xlsx([NARROW], NOTES, title="整改方案"), "xlsx")
    assert 2 == len(reader.pages)
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)
    assert "2026年12月31日" in "".join(said(line) for line in lines(reader.pages[0]))
