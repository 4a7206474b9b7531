"""Small documents of every format, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PARAGRAPH = (
    "根据市委统一部署，市委第三巡察组对云泽市公安局党委开展了常规巡察，并反馈了巡察意见，现将巡察整改进展情况予以公布，"
    "请广大干部群众监督，共同推动整改工作落实见效，切实提高执法办案水平"
)


def word_bytes(document: WordDocument) -> bytes:
    """The saved document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def numbered_word(levels: Sequence[tuple[str, str, str]], *, restarts: Mapping[int, int] | None = None) -> WordDocument:
    """An empty document with list 77 of the levels ``(numFmt, lvlText, suff)``, and list 78 that begins anew at 1."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="{suffix}"/>'
        + (f'<w:lvlRestart w:val="{restarts[index]}"/>' if restarts and index in restarts else "")
        + f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for index, (kind, pattern, suffix) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/>{override}</w:num>'))
    return document


def add_numbered(document: WordDocument, level: int, text: str, number: int = 77) -> None:
    """A paragraph of a list."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    properties.append(parse_xml(xml))


def pdf_bytes(pages: Sequence[Sequence[tuple[float, str]]], *, size: float = 16, password: str | None = None) -> bytes:
    """A PDF with a text layer: per page lines of ``(left, text)`` from top to bottom."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - only the PDF tests need it
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - likewise
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 - likewise
    from reportlab.pdfgen import canvas  # noqa: PLC0415 - likewise

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    page = canvas.Canvas(stream, encrypt=encryption)
    for lines in pages:
        page.setFont("STSong-Light", size)
        for index, (left, text) in enumerate(lines):
            page.drawString(left, 780 - 28 * index, text)
        page.showPage()
    page.save()
    return stream.getvalue()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """An archive with UTF-8 names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()
