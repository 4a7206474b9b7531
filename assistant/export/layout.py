"""The measures of GB/T 9704-2012 that a Word file needs.

Lengths are in twips (1/20 point), the unit of WordprocessingML, unless a name says otherwise.  The type area is
156 mm × 225 mm on A4 with 37 mm above and 28 mm on the left; it holds 22 lines of 28 characters.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


def mm(length: float) -> int:
    """Millimetres in twips: 1440 twips are 25.4 mm."""
    return round(length * 1440 / 25.4)


class Margins(NamedTuple):
    """White around the type area, and the distance of the page number from the lower edge of the paper."""

    top: int
    right: int
    bottom: int
    left: int
    footer: int


#: A4.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838

LINES, CHARACTERS = 22, 28

# The rest of the paper is 210 - 156 - 28 = 26 mm on the right and 297 - 225 - 37 = 35 mm below.  The dash beside the
# page number stands 7 mm below the type area (7.5): half a line of 14 pt, 3.2 mm, is left to the edge of the footer.
PORTRAIT = Margins(mm(37), mm(26), mm(35), mm(28), mm(35 - 7 - 3.2))

# A sheet lying on its side is bound at its head (7.6): the paper is turned clockwise, its left edge becomes the top.
LANDSCAPE = Margins(mm(28), mm(37), mm(26), mm(35), mm(26 - 7 - 3.2))

TEXT_WIDTH = PAGE_WIDTH - PORTRAIT.left - PORTRAIT.right
TEXT_HEIGHT = PAGE_HEIGHT - PORTRAIT.top - PORTRAIT.bottom
LANDSCAPE_WIDTH = PAGE_HEIGHT - LANDSCAPE.left - LANDSCAPE.right
LANDSCAPE_HEIGHT = PAGE_WIDTH - LANDSCAPE.top - LANDSCAPE.bottom

#: Pitch of the lines: 579 twips, 28.95 points.
LINE = TEXT_HEIGHT // LINES

#: Sizes in half points.
SIZE_TITLE, SIZE_BODY, SIZE_SMALL, SIZE_NOTE = 44, 32, 28, 18

#: Twenty-eight characters of 16 points are 158 mm wide; the grid draws each of them 0.2 points closer.  Unit 1/4096
#: point, relative to the size of the style Normal; rounded down, so that the twenty-eighth still fits.
CHARACTER_SPACE = int((TEXT_WIDTH / CHARACTERS - SIZE_BODY * 10) / 20 * 4096) - 1

#: The same without a grid, in twips.  LibreOffice gives a character of 16 points two cells of a grid of 15.8, so the
#: file declares the grid but its words carry this spacing and do not snap to it; justified lines are as wide as the
#: type area in every program.  One twip closer than the division asks: LibreOffice narrows the type area to 28 whole
#: cells and takes the last character of a line at its full width (measured: 27 characters at -5, 28 at -6).
CHARACTER_SPACING = (TEXT_WIDTH - CHARACTERS * SIZE_BODY * 10) // CHARACTERS - 1

#: Pitch of the characters: 315 twips.
CHARACTER = TEXT_WIDTH // CHARACTERS

#: Characters of the title that fit on a line: 442 points of 21.8.
TITLE_CHARACTERS = 20


class Font(StrEnum):
    """The four typefaces of official papers, and the one of page numbers and footnotes, by the names that Windows and
    WPS know them under; :data:`FALLBACKS` says what stands in for them.
    """

    TITLE = "方正小标宋简体"
    BLACK = "黑体"
    KAI = "楷体_GB2312"
    FANG = "仿宋_GB2312"
    SONG = "宋体"


class Fallback(NamedTuple):
    """What the font table says of a font: other names of it, its family and its build (PANOSE)."""

    names: tuple[str, ...]
    family: str
    pitch: str
    panose: str


FALLBACKS = {
    Font.TITLE: Fallback(("小标宋", "宋体"), "auto", "default", "02010601030101010101"),
    Font.BLACK: Fallback(("SimHei",), "modern", "fixed", "02010609060101010101"),
    Font.KAI: Fallback(("楷体", "KaiTi"), "modern", "fixed", "02010609060101010101"),
    Font.FANG: Fallback(("仿宋", "FangSong"), "modern", "fixed", "02010609060101010101"),
    Font.SONG: Fallback(("SimSun",), "auto", "default", "02010600030101010101"),
}

#: What users are told about fonts and pages of exported papers.
EXPORT_NOTES = (
    "导出的 Word 文件按 GB/T 9704-2012 排版：A4 纸，上白边 37 毫米、左白边 28 毫米，每页 22 行、每行 28 字。"
    "文件中写明的字体是：标题和发文机关标志用方正小标宋简体，正文用仿宋_GB2312，一级标题用黑体，二级标题用楷体_GB2312，"
    "页码和脚注用宋体。本机没有仿宋_GB2312、楷体_GB2312 时，Word 和 WPS 会改用系统自带的仿宋、楷体，字形略有差别；"
    "没有方正小标宋简体时会改用宋体，标题会显得偏细，正式印发前请在装有该字体的电脑上打开核对，或安装后重新打开。"
    "缺少字体不影响版心、行数和每行字数：行距为固定值，字距由文档网格决定。"
    "含脚注的页面，脚注占用版心，正文行数相应减少。标黄并注“〔未核实〕”的句子没有通过引文核对，印发前须逐句处理并删去标记；"
    "标青的【】是待填写的内容；标绿的是改换后的单位名称，脚注写明原名。"
    "版记排在最后一页的底部；双面印刷时如最后一页为单数页，请在版记之前插入空白页。"
)
