"""What stands in front of the body: letterhead, title, 主送机关 (GB/T 9704-2012, 7.2 and 7.3.1–7.3.2)."""

from __future__ import annotations

import re

from assistant.drafting.model import Draft, Head
from assistant.export.heading import title_lines
from assistant.export.layout import CHARACTER, CHARACTERS, LINE, TEXT_WIDTH
from assistant.export.marks import blanked
from assistant.export.safe import one_line, width
from assistant.export.styles import RULE_GAP, RULE_WEIGHT
from assistant.export.wordml import Element, element, indent, line_break, paragraph, run

#: The letterhead stands 35 mm below the upper edge of the type area (7.2.4); three lines of 10.2 mm and its leading.
_LINES_ABOVE = 3

#: Largest and smallest type of the letterhead in points.  The largest fills two lines of the grid; the smallest is that
#: of the title, beside which it must not look small.
_LARGEST, _SMALLEST = 54, 22

#: The letterhead is a little narrower than the type area.
_LETTERHEAD_SHARE = 0.95

_YEAR = re.compile(r"[\[［(（【〔](\d{4})[\]］)）】〕]")
_LEADING_ZEROS = re.compile(r"(?<=〕)(第?)0+(?=\d)")


def doc_number(typed: str) -> str:
    """A 发文字号 with hexagonal brackets and without leading zeros (7.2.5): ``青公督〔2026〕3号``."""
    return _LEADING_ZEROS.sub(r"\1", _YEAR.sub(r"〔\1〕", one_line(typed)))


def has_letterhead(head: Head) -> bool:
    """Whether the paper begins with a red letterhead: an issuer and a number are needed for it."""
    return bool(head.issuer.strip() and head.doc_number.strip())


def front(draft: Draft) -> list[Element]:
    """All paragraphs in front of the body."""
    head = draft.head
    made = [paragraph("Secrecy", words) for words in (one_line(head.secrecy), one_line(head.urgency)) if words]
    if has_letterhead(head):
        made += [paragraph("Blank") for _ in range(_LINES_ABOVE - len(made))]
        made += _letterhead(head)
    else:
        if head.signer.strip():
            made.append(paragraph("Day", _signer(head)))
        if made:
            made.append(paragraph("Blank"))
    lines = title_lines(draft.title)
    if lines:
        made.append(paragraph("Title", _lines(lines)))
    if head.doc_number.strip() and not has_letterhead(head):
        made.append(paragraph("DocNumber", blanked(doc_number(head.doc_number))))
    if made:
        made.append(paragraph("Blank"))
    if head.addressee.strip():
        made.append(paragraph("Addressee", one_line(head.addressee).rstrip(":：") + "："))
    return made


def title_elements(title: str) -> list[Element]:
    """The title of an attachment, or nothing for an empty one."""
    lines = title_lines(title)
    return [paragraph("Title", _lines(lines))] if lines else []


def _lines(lines: tuple[str, ...]) -> list[Element]:
    content: list[Element] = []
    for at, line in enumerate(lines):
        content += [line_break()] if at else []
        content += blanked(line)
    return content


def _signer(head: Head) -> list[Element]:
    return [run("签发人："), run(one_line(head.signer), "SignerName")]


def _letterhead(head: Head) -> list[Element]:
    issuer = one_line(head.issuer)
    points = min(_LARGEST, int(TEXT_WIDTH / 20 * _LETTERHEAD_SHARE / max(width(issuer), 1)))
    name = run(issuer)
    size = max(points, _SMALLEST) * 2
    name.insert(0, element("rPr", element("sz", val=size), element("szCs", val=size)))
    number = blanked(doc_number(head.doc_number))
    if (
        head.signer.strip()
    ):  # papers for a superior: the number on the left, the signer on the right, each one character in
        tab = element("tab", val="right", pos=(CHARACTERS - 1) * CHARACTER)
        line = paragraph(
            "DocNumber",
            [*number, run("\t"), *_signer(head)],
            tabs=element("tabs", tab),
            ind=indent(left=1),
            jc=element("jc", val="left"),
        )
    else:
        line = paragraph("DocNumber", number)
    # The blank line below the rule gives back what the rule and its distance take, so that the text stays on the grid.
    rest = element("spacing", line=LINE - RULE_GAP - RULE_WEIGHT, lineRule="exact")
    return [
        paragraph("Letterhead", [name]),
        paragraph("Blank"),
        paragraph("Blank"),
        line,
        paragraph("RuleGap"),
        paragraph("RedRule"),
        paragraph("Blank", spacing=rest),
        paragraph("Blank"),
    ]
