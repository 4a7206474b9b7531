"""The styles, the font table and the settings of a Word file.

Everything a paragraph looks like stands in a style with a Chinese name, so that the exported paper can be edited and
restyled; paragraphs themselves carry next to nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from assistant.export.layout import (
    CHARACTER,
    CHARACTER_SPACING,
    FALLBACKS,
    LINE,
    SIZE_BODY,
    SIZE_NOTE,
    SIZE_SMALL,
    SIZE_TITLE,
    Font,
    mm,
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: A colour of the standard: the letterhead and its rule are red.
_RED = "FF0000"


class Style(NamedTuple):
    """A paragraph style; lengths in twips, ``size`` in half points, ``first``, ``left`` and ``right`` in characters.

    ``line`` is the exact pitch of the lines (0: as in Normal; negative: as high as the font needs).
    """

    id: str
    name: str
    font: Font | None = None
    size: int = 0
    first: float = 0
    left: float = 0
    right: float = 0
    align: str = ""
    line: int = 0
    outline: int | None = None
    keep_next: bool = False
    colour: str = ""
    extra: str = ""
    based: str = "Normal"


#: Line pitch of the 版记: 14 points of type with the 7/8 of leading that the standard gives to body text.
_PRINT_LINE = 525

#: Rules of the 版记 are 0.35 mm (first and last) and 0.25 mm thick (7.4.1).  Rules are lines of that height,
#: filled: a border adds to the height of its paragraph, and LibreOffice leaves frames whose paragraphs have borders in
#: the text.
_THICK, _THIN = mm(0.35), mm(0.25)
_BLACK = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'

#: The red rule stands 4 mm below the 发文字号 (7.2.8); the standard leaves its weight open, papers show 2 points.
RULE_GAP, RULE_WEIGHT = mm(4), 40
_RED_FILL = f'<w:shd w:val="clear" w:color="auto" w:fill="{_RED}"/>'

#: Size of words in tables: 小四, which leaves a table of six columns readable.
SIZE_CELL = 24

#: The row of a table is as high as its words with a third of leading.
CELL_LINE = 320

STYLES = (
    Style("BodyText", "公文正文", first=2),
    Style("Heading1", "heading 1", Font.BLACK, first=2, outline=0, keep_next=True),
    Style("Heading2", "heading 2", Font.KAI, first=2, outline=1, keep_next=True),
    Style("Heading3", "heading 3", Font.FANG, first=2, outline=2, keep_next=True),
    Style("Heading4", "heading 4", Font.FANG, first=2, outline=3, keep_next=True),
    Style("Title", "Title", Font.TITLE, SIZE_TITLE, align="center", keep_next=True),
    Style("Secrecy", "密级和紧急程度", Font.BLACK, align="left"),
    Style("Letterhead", "发文机关标志", Font.TITLE, align="center", line=2 * LINE, colour=_RED),
    Style("DocNumber", "发文字号", align="center"),
    Style("RuleGap", "分隔线间距", align="left", line=RULE_GAP),
    Style("RedRule", "红色分隔线", align="left", line=RULE_WEIGHT, extra=_RED_FILL),
    Style("Addressee", "主送机关", align="left"),
    Style("Blank", "空行", align="left"),
    Style("AttachmentNote", "附件说明", align="left"),
    Style("Signature", "发文机关署名", align="right"),
    Style("Day", "成文日期", align="right"),
    Style("Contact", "附注", left=2, align="left"),
    Style("Attachment", "附件标识", Font.BLACK, align="left", keep_next=True),
    Style("Cell", "表格文字", size=SIZE_CELL, align="left", line=CELL_LINE),
    Style("CellHead", "表头", Font.BLACK, align="center", based="Cell"),
    Style("Joint", "分节", align="left", line=20),
    Style("Print", "版记", size=SIZE_SMALL, left=1, right=1, line=_PRINT_LINE, align="left"),
    Style("PrintThick", "版记粗线", line=_THICK, extra=_BLACK),
    Style("PrintThin", "版记细线", line=_THIN, extra=_BLACK),
    Style("FooterOdd", "单页码", Font.SONG, SIZE_SMALL, right=1, align="right", line=-1),
    Style("FooterEven", "双页码", Font.SONG, SIZE_SMALL, left=1, align="left", line=-1),
    Style("FootnoteText", "footnote text", Font.SONG, SIZE_NOTE, align="left", line=-1),
)  # fmt: skip

#: Character styles: headings that run in, the name of the signer, numbers of footnotes.
_CHARACTERS = (
    ("RunIn1", "段首一级标题", Font.BLACK, ""),
    ("RunIn2", "段首二级标题", Font.KAI, ""),
    ("SignerName", "签发人姓名", Font.KAI, ""),
    ("FootnoteReference", "footnote reference", None, '<w:vertAlign w:val="superscript"/>'),
)


def _fonts(font: Font | None) -> str:
    if font is None:
        return ""
    return f'<w:rFonts w:ascii="{font.value}" w:hAnsi="{font.value}" w:eastAsia="{font.value}" w:cs="{font.value}"/>'


def _custom(name: str) -> str:
    """Word knows the English names itself; ours are Chinese."""
    return "" if name.isascii() else ' w:customStyle="1"'


def _style(style: Style) -> str:
    spacing = ""
    if style.line:
        rule = 'w:line="240" w:lineRule="auto"' if style.line < 0 else f'w:line="{style.line}" w:lineRule="exact"'
        spacing = f"<w:spacing {rule}/>"
    sides = (("left", style.left), ("right", style.right), ("firstLine", style.first))
    indents = "".join(f' w:{side}Chars="{n * 100:.0f}" w:{side}="{n * CHARACTER:.0f}"' for side, n in sides if n)
    paragraph = (
        ("<w:keepNext/>" if style.keep_next else "")
        + style.extra
        + spacing
        + (f"<w:ind{indents}/>" if indents else "")
        + (f'<w:jc w:val="{style.align}"/>' if style.align else "")
        + ("" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>')
    )
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else ""
    spacing_reset = '<w:spacing w:val="0"/>' if style.size else ""  # only the 16 points of the body are too wide
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    following = '<w:next w:val="BodyText"/>' if style.outline is not None else ""
    return (
        f'<w:style w:type="paragraph"{_custom(style.name)} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based}"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{_fonts(style.font)}{colour}{spacing_reset}{size}</w:rPr></w:style>"
    )


def styles_xml() -> bytes:
    """``word/styles.xml``."""
    characters = "".join(
        f'<w:style w:type="character"{_custom(name)} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"<w:rPr>{_fonts(font)}{extra}</w:rPr></w:style>"
        for identity, name, font, extra in _CHARACTERS
    )
    size = f'<w:sz w:val="{SIZE_BODY}"/><w:szCs w:val="{SIZE_BODY}"/>'
    return (
        # The size stands in the defaults too: LibreOffice reckons the pitch of the character grid from there.
        f"{_HEADER}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(Font.FANG)}{size}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        # No space between Chinese and digits, no widow control: both would break the grid of 22 lines × 28.
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{_fonts(Font.FANG)}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:val="{CHARACTER_SPACING}"/>{size}</w:rPr></w:style>'
        + "".join(_style(style) for style in STYLES)
        + characters
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>'
    ).encode()


def fonts_xml() -> bytes:
    """``word/fontTable.xml``: what may stand in for a font that is not installed."""
    fonts = "".join(
        f'<w:font w:name="{font.value}"><w:altName w:val="{",".join(fallback.names)}"/>'
        f'<w:panose1 w:val="{fallback.panose}"/><w:charset w:val="86"/><w:family w:val="{fallback.family}"/>'
        f'<w:pitch w:val="{fallback.pitch}"/></w:font>'
        for font, fallback in FALLBACKS.items()
    )
    return f"{_HEADER}<w:fonts {_W}>{fonts}</w:fonts>".encode()


def settings_xml(*, footnotes: bool) -> bytes:
    """``word/settings.xml``: different footers on odd and even pages, punctuation as wide as it is."""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if footnotes else ""
    return (
        f'{_HEADER}<w:settings {_W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'{separators}<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    ).encode()
