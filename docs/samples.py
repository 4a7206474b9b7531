"""Makes the three sample papers of ``docs/samples.md`` from the evaluation corpus, with pages as pictures.

    python docs/samples.py [folder]

Writes .docx (and .xlsx where there are lists) into the folder, ``out/samples`` by default.  With LibreOffice and
pdftoppm on the machine the pages are rendered too, and the pages shown in ``docs/samples.md`` are laid side by side in
``sample-*.png``, to be copied to ``docs/images``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from assistant.basket import Basket
from assistant.desk import Desk
from assistant.drafting.check import verify_draft
from assistant.drafting.collect import joined
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import DraftKind
from assistant.drafting.naming import named_article, named_problem
from assistant.rendering import Format, render
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, ROOT, prepared
from kb.settings import load_settings

_NOTICE = "中共无锡市公安局委员会关于巡察整改情况的通报"
_CASES = "公安机关办理行政案件程序规定"

#: Enough to read the text, small enough for a page of documentation.
_RESOLUTION = "63"

#: Pages in a row, pixels between them, and colours: a third of the size of full colour.
_ROW, _GAP, _COLOURS = 4, 8, 128


class Sample(NamedTuple):
    """A paper to be made: what it is about, what it is made of and which of its pages are shown; none means all."""

    name: str
    kind: DraftKind
    facts: DraftFacts
    problems: tuple[str, ...]
    articles: tuple[str, ...]
    shown: tuple[int, ...] = ()


SAMPLES = (
    Sample(
        "plan",
        DraftKind.PLAN,
        DraftFacts(unit="无锡市公安局", issuer="样例，非正式文件", day=date(2021, 11, 30)),
        (f"{_NOTICE}#二(二)7.", f"{_NOTICE}#二(二)8."),
        (f"{_CASES}#第一百八十七条", f"{_CASES}#第一百八十九条"),
        shown=(1, 2, 5, 6, 7, 8, 9, 10),  # the lists are the last ones
    ),
    Sample(
        "special",
        DraftKind.SPECIAL,
        DraftFacts(
            issuer="雾岭县公安局督察大队（虚构）",
            addressee="县公安局党委",
            problem="执法办案管理不规范",
            day=date(2026, 3, 5),
        ),
        (f"{_NOTICE}#二(二)5.", f"{_NOTICE}#二(二)6.", f"{_NOTICE}#二(二)7."),
        ("督察条例#第四条", f"{_CASES}#第一百八十七条", f"{_CASES}#第一百八十九条"),
        shown=(1, 2, 3, 4, 9, 10, 11, 13),
    ),
    Sample(
        "supervision",
        DraftKind.SUPERVISION,
        DraftFacts(
            unit="雾岭县公安局城关派出所（虚构）",
            issuer="雾岭县公安局督察大队（虚构）",
            addressee="城关派出所",
            doc_number="雾公督〔2026〕3号",
            problem="涉案财物管理不规范",
            description="2026年2月现场督察发现，3起案件的扣押物品超期未处理，保管室没有专人看管。",
            day=date(2026, 3, 5),
            due="2026年4月30日",
            assisting="县公安局法制大队",
        ),
        (f"{_NOTICE}#二(二)7.六是", f"{_NOTICE}#二(二)7.七是"),
        (f"{_CASES}#第一百八十七条", f"{_CASES}#第一百八十八条"),
    ),
)


def make(desk: Desk, folder: Path) -> Iterable[tuple[Sample, Path]]:
    """Write the samples; gives each with its Word file."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        items = [named_problem(desk, name) for name in sample.problems]
        items += [named_article(desk, name) for name in sample.articles]
        paper = draft(desk.kb, sample.kind, joined(Basket(), items), sample.facts)
        check = verify_draft(desk.kb, paper)
        formats = (Format.DOCX, Format.XLSX) if paper.tables else (Format.DOCX,)
        for target in formats:
            (folder / f"{sample.name}.{target.value}").write_bytes(render(paper, check, target))
        counts = "，".join(f"{state.label}{count}" for state, count in check.counts.items() if count)
        print(f"{paper.title}：{counts}")  # noqa: T201 - a script
        yield sample, folder / f"{sample.name}.docx"


def pictures(sample: Sample, file: Path) -> None:
    """Render the pages, where the programs for it are installed, and lay those that are shown side by side."""
    office, pages = shutil.which("soffice"), shutil.which("pdftoppm")
    if not office or not pages:
        print("没有 LibreOffice 或 pdftoppm，不生成页面图片。")  # noqa: T201 - a script
        return
    for old in file.parent.glob(f"{sample.name}-*.png"):
        old.unlink()  # of a longer paper
    convert = [office, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(convert, check=True, capture_output=True)  # noqa: S603 - programs found on this machine
    page = file.with_suffix("")
    subprocess.run(  # noqa: S603 - likewise
        [pages, "-r", _RESOLUTION, "-png", str(file.with_suffix(".pdf")), str(page)], check=True
    )
    made = sorted(file.parent.glob(f"{sample.name}-*.png"))
    shown = [made[number - 1] for number in sample.shown] if sample.shown else made
    laid_out([Image.open(one) for one in shown]).save(file.parent / f"sample-{sample.name}.png", optimize=True)


def laid_out(pages: Sequence[Image.Image]) -> Image.Image:
    """The pages in rows of equal columns; those across are made as wide as those upright."""
    width = min(page.width for page in pages)
    pages = [page.resize((width, page.height * width // page.width)) for page in pages]
    rows = [pages[at : at + _ROW] for at in range(0, len(pages), _ROW)]
    heights = [max(page.height for page in row) for row in rows]
    columns = min(_ROW, len(pages))
    size = (columns * (width + _GAP) - _GAP, sum(heights) + _GAP * (len(rows) - 1))
    sheet = Image.new("RGB", size, "#969696")
    for row, top in zip(
        rows, accumulate(heights, lambda total, height: total + height + _GAP, initial=0), strict=False
    ):
        for column, page in enumerate(row):
            sheet.paste(page, (column * (width + _GAP), top))
    return sheet.quantize(_COLOURS)


def main() -> None:
    """Make the samples in the folder named on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "samples"
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=print) as ready:
        for sample, file in make(Desk(ready.kb), folder):
            pictures(sample, file)


if __name__ == "__main__":
    main()
