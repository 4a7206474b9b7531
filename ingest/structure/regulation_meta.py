"""Issuer, numbers and dates of regulations."""

from __future__ import annotations

import re
from datetime import date

from ingest.structure.dates import find_dates, first_date
from ingest.structure.lines import Line
from ingest.structure.notice_meta import signed_on
from ingest.structure.titles import Head
from kb.model import Meta, Span

_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,16}\s*[〔\[(]\s*(?:19|20)\d\d\s*[〕\])]\s*(?:第\s*)?\d+\s*号")
_ORDER = re.compile(r"(?:主席令|国务院令|令|公告)\s*第?\s*(?P<n>[\d一二三四五六七八九十百〇零]+)\s*号")
_REVISED = re.compile(r"修订|修正|修改")
_AMENDED = re.compile(r"修正|修改")
_ISSUED = re.compile(r"公布|发布|印发|颁布")
_ADOPTED = re.compile(r"通过|批准|审议")
_EFFECTIVE = re.compile(r"施行|实施|生效")
_EFFECT_TEXT = re.compile(
    r"自\s*(?P<d>(?:19|20|[一二])[^,。;]{3,16}日)\s*起(?:正式)?(?:施行|实施|执行|生效)|(?P<pub>自(?:公布|发布|印发|颁布|下发)之日起(?:施行|实施|执行|生效)?)"
)
_BODIES = re.compile(
    r"中共中央(?:办公厅)?(?:、国务院(?:办公厅)?)?|国务院(?:办公厅)?|全国人民代表大会(?:常务委员会)?|第.{1,4}届全国人民代表大会(?:常务委员会)?"
    r"|最高人民法院|最高人民检察院|中央(?:纪委|军委|政法委|组织部)[\u4e00-\u9fff]{0,8}|公安部|司法部|[\u4e00-\u9fff]{1,10}部(?=令|公告|发布|公布|部长|部务)"
    r"|[\u4e00-\u9fff]{2,12}(?:省|市|自治区|自治州|县|区)(?:第.{1,4}届)?人民(?:代表大会(?:常务委员会)?|政府)|[\u4e00-\u9fff]{2,14}(?:公安厅|公安局|委员会|总局|总署|纪委|监委|厅|局)"
)


def regulation_meta(folded: str, lines: list[Line], head: Head, span: Span, doc_name: str) -> Meta:
    """Numbers and dates printed in the head, in the last articles and in the file name (``…(2011-08-31)``).

    The last line of issuing decides ``issued``; dates of amendments are collected in order.  Validity is left open.
    """
    issued: date | None = None
    adopted: date | None = None
    effective: date | None = None
    whole: date | None = None
    revised: list[date] = []
    header = lines[: head.size]
    chunks = [piece for line in _logical(header) for piece in _events(line)]
    for chunk in chunks:
        day = first_date(chunk)
        if day is None:
            continue
        if _REVISED.search(chunk):
            revised.append(day)
        if not _AMENDED.search(chunk) and not _EFFECTIVE.search(chunk):
            # 自公布之日起施行 speaks of the last text published as a whole; a decision of amendment has its own day.
            whole = day
        if _ISSUED.search(chunk) and not re.search(r"的决定》|修改决定", chunk):
            issued = day
        elif _EFFECTIVE.search(chunk) and not _REVISED.search(chunk) and not _ADOPTED.search(chunk):
            effective = day
        elif _ADOPTED.search(chunk):
            adopted = day
    text = "\n".join(line.text for line in header)
    tail = folded[max(span.start, span.end - 3000) : span.end]
    begins = next(reversed(list(_EFFECT_TEXT.finditer(tail))), None)
    version = (
        max((day for day in (issued, *revised) if day), default=None)
        or adopted
        or _name_date(doc_name)
        or _signature([*header, *lines[head.size :][-_SIGNATURE_LINES:]])
    )
    if effective is None and begins:
        effective = first_date(begins["d"]) if begins["d"] else whole or version
    numbers = [match.group() for match in _DOC_NUMBER.finditer(text)]
    orders = [match["n"] for match in _ORDER.finditer(text)]
    doc_number = numbers[-1] if numbers else (f"令第{orders[-1]}号" if orders else None)
    return Meta(
        issuer=_issuer(header),
        doc_number=re.sub(r"\s", "", doc_number) if doc_number else None,
        issued=version,
        revised=tuple(dict.fromkeys(revised)),
        effective=effective,
    )


def _logical(header: list[Line]) -> list[str]:
    """The lines of the head, those of one bracket joined."""
    joined: list[str] = []
    depth = 0
    for line in header:
        if depth > 0:
            joined[-1] += line.text
        else:
            joined.append(line.text)
        depth += line.text.count("(") - line.text.count(")")
    return joined


def _events(line: str) -> list[str]:
    """The events told in one line of the head: a bracketed line tells them all, one date after the other."""
    starts = [found.span.start for found in find_dates(line)]
    if len(starts) < 2:  # noqa: PLR2004 - nothing to divide
        return [line]
    return [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]


# Local rules bear their date under the last article; contact, copies and the printing office may stand below it.
_SIGNATURE_LINES = 4


def _signature(body: list[Line]) -> date | None:
    """The day a rule whose head tells of no event is signed on, or bears alone under its title."""
    return next((day for line in reversed(body) if (day := signed_on(line.text))), None)


def _name_date(doc_name: str) -> date | None:
    """The date in a file name: ``督察条例(2011-08-31).md``."""
    return first_date(doc_name)


def _issuer(header: list[Line]) -> str | None:
    """The body named in the last line of the head that tells of issuing, else of adoption."""
    for pattern in (_ISSUED, _ADOPTED, re.compile("令|修订|修正")):
        for line in reversed(header):
            match = _BODIES.search(re.sub(r"^.*?日", "", line.text)) if pattern.search(line.text) else None
            if match:
                return re.sub(r"^中华人民共和国", "", re.sub(r"^第.{1,4}届", "", match.group()))
    return None
