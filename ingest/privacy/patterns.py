"""Personal data with a form of its own: numbers, plates, mailboxes, addresses.

All patterns run over the width-folded text (same length as the original).  Each has one group ``value`` (what is
masked); where the form alone is ambiguous, a label in front is part of the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[-\s]?"
_NUMERAL = "0-9一二三四五六七八九十〇零"


class Found(NamedTuple):
    """A piece of personal data: its kind and range; ``keep`` leading characters stay readable."""

    start: int
    end: int
    kind: str
    keep: int = 1


class _Rule(NamedTuple):
    kind: str
    pattern: re.Pattern[str]
    accept: Callable[[str], bool] | None = None


def _luhn(value: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812); keeps case numbers and amounts out."""
    digits = [int(char) for char in re.sub(r"\D", "", value)]
    doubled = [digit if index % 2 == 0 else sum(divmod(2 * digit, 10)) for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


_RULES = (
    # GB 11643: six digits of region, date of birth, three of sequence, check sign; fifteen digits before 1999.
    _Rule(
        "身份证号",
        re.compile(
            rf"(?<!\d)(?P<value>[1-9]\d{{5}}{_GAP}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_GAP}"
            r"\d{3}[\dXx])(?![\dA-Za-z])"
        ),
    ),
    _Rule(
        "身份证号",
        re.compile(r"(?<!\d)(?P<value>[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"),
    ),
    _Rule("身份证号", re.compile(r"身份证(?:件)?(?:号码?|编号)?[:\s为是]{0,3}(?P<value>[0-9Xx]{6,18})(?![0-9])")),
    _Rule(
        "手机号", re.compile(rf"(?<!\d)(?<!\d\.)(?P<value>(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}})(?!\d)")
    ),
    _Rule(
        "固定电话",
        re.compile(
            r"(?<![\d.-])(?P<value>(?:\+?86[-\s]?)?\(?0\d{2,3}\)?[-—–\s]{0,2}[1-9]\d{6,7}(?:[-转]\d{1,6})?)(?!\d)"
        ),
    ),
    _Rule("固定电话", re.compile(r"(?<!\d)(?P<value>[48]00[-\s]?\d{3,4}[-\s]?\d{3,4})(?!\d)")),
    _Rule(
        "固定电话",
        re.compile(
            r"(?:电话|传真|热线|座机|号码|手机|联系方式|拨打)(?:号码?|为|是|[:\s()])*(?P<value>\d{3,4}[-\s]\d{4}|\d{7,12})(?!\d)"
        ),
    ),
    _Rule("银行卡号", re.compile(r"(?<![\w.])(?P<value>[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,7})(?!\d)"), _luhn),
    _Rule(
        "银行卡号",
        re.compile(
            r"(?:[卡账帐]号|账户|银行卡|储蓄卡|信用卡)(?:号码?|为|是|尾号|[:\s])*(?P<value>\d(?:[ -]?\d){5,24})(?!\d)"
        ),
    ),
    # GA 36: province, letter, five signs (six for new energy); the last may be a word of use.
    _Rule(
        "车牌号",
        re.compile(
            rf"(?P<value>[{_PROVINCES}][A-HJ-NP-Z][·•.\-\s]?(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])"
            r"(?![A-Za-z0-9])"
        ),
    ),
    _Rule(
        "微信号",
        re.compile(
            r"(?:微信|wechat|weixin|\bVX)(?:号|群|账号|[:\s为是])*(?P<value>[A-Za-z][\w-]{5,19}|\d{5,12})(?![\w@])",
            re.IGNORECASE,
        ),
    ),
    _Rule("QQ号", re.compile(r"QQ(?:号码?|群|[:\s为是])*(?P<value>\d{5,12})(?!\d)", re.IGNORECASE)),
    _Rule("警号", re.compile(r"警号(?:为|是|[:\s])*(?P<value>[A-Z]?\d{5,8})(?!\d)")),
    _Rule("护照号", re.compile(r"(?:护照|通行证)(?:号码?|为|是|[:\s])*(?P<value>[A-Z]{1,2}\d{7,9})(?!\d)")),
)
_MAIL = re.compile(r"(?<![\w.+-])(?P<value>[\w.+-]*[\w+-])(?=@[\w-]+(?:\.[\w-]+)+)", re.ASCII)

_HOUSE = rf"(?:[{_NUMERAL}A-Za-z]{{1,6}}(?:号楼|栋|幢|座|弄|单元|室|号|房|户|组|队|楼|层)[-之]?)"
_STREET = "(?:路|街|巷|道|弄|里|村|庄|屯|寨|小区|花园|新村|家园|公寓|苑|社区|胡同)"
# An address of a home: named as one, or a street with a building and a flat in it.
_HOMES = (
    re.compile(
        r"(?:家庭住址|家庭地址|现住址|现住地|户籍所在地|户籍地址?|户口所在地|居住地址?|住址|暂住地?|现住|家住|住所地?|租住)"
        rf"(?:为|是|在|于|[:\s])*(?P<value>[\u4e00-\u9fffA-Za-z0-9]{{2,30}}?{_HOUSE}+)"
    ),
    re.compile(
        rf"(?:[居租现]?住[在于]?)?(?P<value>[\u4e00-\u9fff]{{2,6}}{_STREET}(?:[{_NUMERAL}]{{1,6}}号)?[\u4e00-\u9fff]{{0,8}}"
        rf"[{_NUMERAL}A-Za-z]{{1,4}}(?:号楼|栋|幢|座|单元)(?:{_HOUSE}|[0-9]{{3,4}}|-)+)"
    ),
)
# What a contact block prints besides telephone numbers; the words stay, the figures go.
_CONTACT = re.compile(r"(?:邮政信箱|通信地址|通讯地址|联系地址|来信地址|邮寄地址|邮政编码|邮编|信箱)[^;；。\n]{0,60}")
_CONTACT_FIGURE = re.compile(r"\d+")


def numbers(folded: str) -> Iterator[Found]:
    """Numbers, plates and accounts in width-folded text."""
    for rule in _RULES:
        for match in rule.pattern.finditer(folded):
            if rule.accept is None or rule.accept(match["value"]):
                yield Found(*match.span("value"), rule.kind)
    for match in _MAIL.finditer(folded):
        start, end = match.span("value")
        yield Found(start, end, "电子邮箱", keep=1 if end - start > 1 else 0)


def addresses(folded: str) -> Iterator[Found]:
    """Homes, and the figures of postal addresses in contact blocks."""
    labelled, bare = ([match.span("value") for match in pattern.finditer(folded)] for pattern in _HOMES)
    bare = [span for span in bare if not any(span[0] < other[1] and other[0] < span[1] for other in labelled)]
    for start, end in (*labelled, *bare):
        yield Found(start, end, "住址", keep=0)
    for match in _CONTACT.finditer(folded):
        for figure in _CONTACT_FIGURE.finditer(match[0]):
            yield Found(match.start() + figure.start(), match.start() + figure.end(), "联系地址", keep=0)
