"""What stands behind the body: 附件说明, 署名, 成文日期, 附注 and 版记 (GB/T 9704-2012, 7.3.4–7.3.6 and 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.model import Head
from assistant.export.layout import CHARACTER, CHARACTERS, SIZE_SMALL, TEXT_WIDTH
from assistant.export.marks import blanked
from assistant.export.safe import chinese_day, one_line, width
from assistant.export.wordml import Element, element, indent, paragraph, run

#: White on the right of the date, in characters (7.3.5.1).
_DAY_RIGHT = 4

#: What ends no name of an attachment.
_PUNCTUATION = "。；，、.;,"

#: Blank lines between the text and the name of the issuer: room for the seal.
_SEAL_LINES = 2


#: 成文日期 that is still to be written.
NO_DAY = "【    年  月  日】"


def attachment_note(names: Sequence[str]) -> list[Element]:
    """附件说明: one blank line below the body, two characters in, names without punctuation at their end."""
    if not names:
        return []
    bare = [one_line(name).rstrip(_PUNCTUATION) for name in names]
    if len(bare) == 1:
        single = paragraph(
            "AttachmentNote", f"附件：{bare[0]}", keep=element("keepNext"), ind=indent(left=5, hanging=3)
        )
        return [paragraph("Blank", keep=element("keepNext")), single]
    made = [paragraph("Blank", keep=element("keepNext"))]
    for number, name in enumerate(bare, 1):
        lead, hanging = ("附件：", 4) if number == 1 else ("", 1)
        shown = f"{lead}{number}.{name}"
        made.append(paragraph("AttachmentNote", shown, keep=element("keepNext"), ind=indent(left=6, hanging=hanging)))
    return made


def day_line(head: Head) -> str:
    """成文日期; a blank to be filled in where a paper with an issuer has none yet, nothing for a paper without."""
    if head.day:
        return chinese_day(head.day)
    return NO_DAY if head.issuer.strip() else ""


def signature(head: Head) -> list[Element]:
    """署名 centred above 成文日期, which stands four characters from the right; 附注 in brackets below.

    The paragraphs hold together with the one in front of them, so that no page holds a signature alone.
    """
    issuer, contact = one_line(head.issuer), one_line(head.contact)
    day = day_line(head)
    made: list[Element] = []
    if issuer or day:
        made += [paragraph("Blank", keep=element("keepNext")) for _ in range(_SEAL_LINES)]
    if issuer:
        right = max(0.0, _DAY_RIGHT + (width(day) - width(issuer)) / 2) if day else _DAY_RIGHT
        keep = {"keep": element("keepNext")} if day else {}
        made.append(paragraph("Signature", blanked(issuer), **keep, ind=indent(right=right)))
    if day:
        made.append(paragraph("Day", blanked(day), ind=indent(right=_DAY_RIGHT)))
    if contact:
        bracketed = contact if contact.startswith(("（", "(")) else f"（{contact}）"
        made.append(paragraph("Contact", bracketed))
    return made


def colophon(head: Head) -> list[Element]:
    """版记: 抄送 and the printing office with the date between rules, at the foot of the page it stands on.

    The paragraphs carry a frame; the program merges neighbours with equal frames into one.
    """
    copies, printer = one_line(head.copies), one_line(head.printer)
    lines: list[Element] = []
    if copies:
        said = copies if copies.startswith("抄送") else f"抄送：{copies}"
        said = said if said.endswith("。") else said + "。"
        hanging = 3 * SIZE_SMALL * 10  # further lines begin behind 抄送：
        side = element("ind", left=CHARACTER + hanging, right=CHARACTER, hanging=hanging)
        lines.append(paragraph("Print", said, frame=_frame(), ind=side))
    if printer:
        printed = [run(printer)]
        if head.day:
            printed += [run("\t"), run(f"{chinese_day(head.day)}印发")]
        stop = element("tab", val="right", pos=(CHARACTERS - 1) * CHARACTER)
        lines.append(paragraph("Print", printed, frame=_frame(), tabs=element("tabs", stop)))
    if not lines:
        return []
    made = [paragraph("PrintThick", frame=_frame())]
    for at, line in enumerate(lines):
        made += [paragraph("PrintThin", frame=_frame())] if at else []
        made.append(line)
    return [*made, paragraph("PrintThick", frame=_frame())]


def _frame() -> Element:
    return element(
        "framePr", w=TEXT_WIDTH, hSpace=0, wrap="around", vAnchor="margin", hAnchor="margin", xAlign="left",
        yAlign="bottom",
    )  # fmt: skip
