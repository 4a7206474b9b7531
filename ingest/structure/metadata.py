"""Issuer, numbers and dates of regulations; unit, inspectors, period and totals of notices."""

from __future__ import annotations

import re
from datetime import date

from ingest.structure.dates import find_dates, first_date, make_date, month_end, number
from ingest.structure.lines import Line
from ingest.structure.titles import Head
from kb.model import Counts, Meta, Span
from kb.numerals import CHARACTERS

_N = rf"[{CHARACTERS}]"
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
_UNIT_TITLE = re.compile(
    r"^(?:中共|中国共产党)?(?P<u>.{2,40}?)(?:党委|党组|党总支|党支部|委员会|党工委)?(?:关于|巡[察视]整改|落实|对.{2,10}巡)"
)
_INSPECTED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,14}?(?:第?[一二三四五六七八九十\d]+)?(?:巡[察视]|督[察查])组)\s*(?:于[^,。]{4,40})?对\s*(?P<unit>[^,。;]{2,40}?)(?:党委|党组|党总支|党支部|党工委|领导班子)?(?:开展|进行|实施)了?(?P<how>[^,。;]{0,30})(?:巡[察视]|督[察查]|检查)"
)
_INSPECTOR = re.compile(
    r"(?P<who>(?:中共|中央|省|市|县|区|旗|州|自治区)?[\u4e00-\u9fff]{0,10}第?[一二三四五六七八九十\d]+(?:轮)?(?:巡[察视]|督[察查])组)"
)
_TYPES = ("提级交叉", "机动", "回头看", "提级", "常规", "专项", "交叉", "异地", "联动")
_PERIOD = re.compile(
    rf"(?P<y>(?:19|20)\d\d|二[〇零]{_N}{{2}})\s*年\s*(?P<m>{_N}{{1,3}})\s*月\s*(?P<d>{_N}{{1,3}})?\s*日?\s*(?:至|到|-|—|–|~|起至)+\s*(?:(?P<y2>(?:19|20)\d\d|二[〇零]{_N}{{2}})\s*年\s*)?(?P<m2>{_N}{{1,3}})\s*月\s*(?:(?P<d2>{_N}{{1,3}})\s*[日号])?"
)
_FEEDBACK = re.compile(
    rf"(?:(?P<y>(?:19|20)\d\d|二[〇零]{_N}{{2}})\s*年\s*)?(?P<m>{_N}{{1,3}})\s*月\s*(?P<d>{_N}{{1,3}})\s*日[^。;]{{0,60}}?(?:反馈|通报了|下发了)"
)
_ORIGIN = re.compile(r"(?:原文见|来源|载于|刊于|转自)\s*[:]?\s*(?P<w>[^。;,\n]{4,60})")
_COUNT = rf"(?P<n>{_N}{{1,4}})\s*(?:余|多)?"


def regulation_meta(folded: str, lines: list[Line], head: Head, span: Span, doc_name: str) -> Meta:
    """Numbers and dates printed in the head, in the last articles and in the file name (``…(2011-08-31)``).

    The last line of issuing decides ``issued``; dates of amendments are collected in order.  Validity is left open.
    """
    issued: date | None = None
    adopted: date | None = None
    effective: date | None = None
    whole: date | None = None
    revised: list[date] = []
    header = lines[: head.count]
    chunks = [piece for line in header for piece in _events(line.text)]
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
    begins = None
    for begins in _EFFECT_TEXT.finditer(tail):
        pass
    version = max((day for day in (issued, *revised) if day), default=None) or adopted or _name_date(doc_name)
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


def _events(line: str) -> list[str]:
    """The events told in one line of the head: a bracketed line tells them all, one date after the other."""
    starts = [found.span.start for found in find_dates(line)]
    if len(starts) < 2:  # noqa: PLR2004 - nothing to divide
        return [line]
    return [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]


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


def notice_meta(folded: str, lines: list[Line], head: Head, span: Span) -> Meta:
    """Unit, inspectors, period, dates and totals of a notice or feedback."""
    text = folded[span.start : span.end]
    opening = "\n".join(line.text for line in lines[: head.count + 12])[:2500]
    start, stop = _period(opening)
    inspected = _INSPECTED.search(opening)
    inspector = _INSPECTOR.search(opening)
    kind = next(
        (
            word
            for word in _TYPES
            if re.search(rf"{word}[”\"]?(?:交叉|政治|综合)?(?:巡[察视]|督[察查]|检查)|[“\"]{word}[”\"]", opening)
        ),
        None,
    )
    published = _published(lines, head)
    return Meta(
        doc_number=_first(_DOC_NUMBER, opening),
        issued=published,
        unit=_unit(head.title, inspected, lines),
        inspector=_inspector(inspected, inspector),
        inspection_type=kind,
        period_start=start,
        period_end=stop,
        feedback_date=_feedback(opening, stop or start, published),
        published=published,
        region=_region(head.title, text),
        origin_note=_origin(head.notes),
        counts=_counts(text),
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    """The first match without blanks."""
    match = pattern.search(text)
    return re.sub(r"\s", "", match.group()) if match else None


def _period(opening: str) -> tuple[date | None, date | None]:
    """First and last day of the inspection; months without days count from the first to the last day."""
    match = _PERIOD.search(opening)
    if not match:
        return None, None
    values = {name: number(part) for name, part in match.groupdict().items() if part}
    year, month = values.get("y"), values.get("m")
    if not year or not month:
        return None, None
    start = make_date(year, month, values.get("d") or 1)
    last_year, last_month = values.get("y2") or year, values.get("m2")
    if not last_month:
        return start, None
    last_day = values.get("d2")
    stop = make_date(last_year, last_month, last_day) if last_day else month_end(last_year, last_month)
    return start, stop


def _feedback(opening: str, after: date | None, published: date | None) -> date | None:
    """The day of the feedback; a missing year is that of the inspection, or the next where the day lies before it."""
    for match in _FEEDBACK.finditer(opening):
        month, day = number(match["m"]), number(match["d"])
        if not month or not day:
            continue
        if match["y"]:
            year = number(match["y"])
            return make_date(year, month, day) if year else None
        base = after or published
        if base is None:
            return None
        found = make_date(base.year, month, day)
        return make_date(base.year + 1, month, day) if found and after and found < after else found
    return None


def _published(lines: list[Line], head: Head) -> date | None:
    """The date under the signature, else a date line in the head."""
    for line in (*reversed(lines[-6:]), *lines[: head.count]):
        if len(line.text) <= 24:  # noqa: PLR2004 - a date line, spaced digits included
            day = first_date(line.text)
            if day:
                return day
    for line in lines[: head.count]:
        if re.search(r"时间|日期|发布", line.text) and (day := first_date(line.text)):
            return day
    return None


def _unit(title: str, inspected: re.Match[str] | None, lines: list[Line]) -> str | None:
    """The unit: named in the title in front of 关于, else as the object of the inspection, else in the signature."""
    bare = re.sub(r"^示例\s*\(虚构\)\s*|^\(虚构\)\s*", "", title)
    match = _UNIT_TITLE.match(bare)
    if (
        match
        and re.search(r"[局厅部院会委处队所站区县市镇乡街道校公司中心]$", match["u"])
        and not match["u"].startswith("关于")
    ):
        return match["u"]
    if inspected:
        return inspected["unit"].strip()
    for line in reversed(lines[-4:]):
        signed = re.fullmatch(r"(?:中共)?([\u4e00-\u9fff]{2,30}?)(?:党委|党组|委员会)?", line.text.strip())
        if signed and re.search(r"[局厅部院队所]$", signed[1]):
            return signed[1]
    return None


def _inspector(inspected: re.Match[str] | None, named: re.Match[str] | None) -> str | None:
    """The inspecting body without the words in front of it."""
    raw = named["who"] if named else inspected["who"] if inspected else None
    if raw is None:
        return None
    return re.sub(r"^.*?(?:统一部署|部署|安排|派出|由|日起?|月|组织|近日|期间|[,。])(?=.)", "", raw)


_REGION = re.compile(r"(?P<r>[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|地区|盟|县|区|旗))(?=[\u4e00-\u9fff])")


def _region(title: str, text: str) -> str | None:
    """The place in the name of the unit."""
    bare = re.sub(r"^.*?\(虚构\)|^(?:中共|关于)", "", title)
    match = _REGION.match(bare) or _REGION.search(text[:400])
    if not match:
        return None
    return re.sub(r"^(?:中共|中国共产党|根据|按照)", "", match["r"])


def _origin(notes: str) -> str | None:
    """Where a note says the original stands."""
    match = _ORIGIN.search(notes)
    return match["w"] if match else (notes.strip() or None)


def _counts(text: str) -> Counts:
    """The totals the document states, nearest to the word 反馈 or 措施."""
    joined = re.search(
        rf"(?:(?P<a>{_N}{{1,4}})\s*个?(?:大)?方面)?[,、的共及和\s]{{0,4}}(?:(?P<c>{_N}{{1,4}})\s*个?(?:大)?(?:类别|类|条|大项))?[,、的共及和\s]{{0,4}}(?P<p>{_N}{{1,4}})\s*[个项条](?:具体|主要|突出|反馈|细化)?的?问题",
        text,
    )
    measures = re.search(
        rf"(?P<m>{_N}{{1,4}})\s*[项条个](?:具体)?的?(?:整改)?(?:工作|落实|具体)?(?:整改)?措施|措施\s*(?P<m2>{_N}{{1,4}})\s*[项条个]",
        text,
    )
    value = measures and (measures["m"] or measures["m2"])
    return Counts(
        aspects=_value(joined["a"]) if joined else None,
        categories=_value(joined["c"]) if joined else None,
        problems=_value(joined["p"]) if joined else None,
        measures=_value(value) if value else None,
    )


def _value(text: str | None) -> int | None:
    """A printed number, None where there is none."""
    return number(text) if text else None
