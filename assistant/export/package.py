"""Putting a Word file together from its parts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from assistant.export.footnotes import Footnotes
from assistant.export.safe import core_properties, repacked
from assistant.export.styles import fonts_xml, settings_xml, styles_xml
from assistant.export.wordml import Element, element, field, paragraph, run


def word_package(
    content: Sequence[Element],
    last_section: Callable[[Sequence[Element]], Element],
    footnotes: Footnotes,
    *,
    title: str,
    creator: str,
    day: date | None,
) -> bytes:
    """The file with that content.

    ``last_section`` makes the properties of the last section from references to footers (none if an earlier section
    has them).  ``creator`` and ``day`` are the only things told about who made the file and when.
    """
    document: Any = Document()
    main = document.part
    package = main.package
    # The template of the library brings a thumbnail, a theme, styles and its own name: only the frame is used.
    for owner in (main, package):
        for identity, relation in list(owner.rels.items()):
            if relation.reltype not in {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}:
                del owner.rels[identity]

    def add(name: str, content_type: str, relation: str, blob: bytes) -> str:
        part = Part(PackURI(f"/word/{name}.xml"), content_type, blob, package)
        identity: str = main.relate_to(part, relation)
        return identity

    add("styles", CT.WML_STYLES, RT.STYLES, styles_xml())
    add("settings", CT.WML_SETTINGS, RT.SETTINGS, settings_xml(footnotes=bool(len(footnotes))))
    add("fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, fonts_xml())
    if len(footnotes):
        add("footnotes", CT.WML_FOOTNOTES, RT.FOOTNOTES, footnotes.xml())
    footers = []
    for name, kind, style in (("footer1", "default", "FooterOdd"), ("footer2", "even", "FooterEven")):
        footer = element("ftr", paragraph(style, [run("— "), field("PAGE"), run(" —")]))
        blob = etree.tostring(footer, xml_declaration=True, encoding="UTF-8", standalone=True)
        reference = element("footerReference", type=kind)
        reference.set(qn("r:id"), add(name, CT.WML_FOOTER, RT.FOOTER, blob))
        footers.append(reference)

    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.extend(content)
    sections = list(body.iter(qn("w:sectPr")))
    if sections:  # later sections take over what the first one refers to
        for at, reference in enumerate(footers):
            sections[0].insert(at, reference)
        footers = []
    body.append(last_section(footers))
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue(), {"docProps/core.xml": core_properties(title, creator, day)})
