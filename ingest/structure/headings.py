"""How headings of problems are worded, and what their words say about status."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.model import Status

_OPEN = '“"「『‘'
_CLOSE = {"“": "”", '"': '"', "「": "」", "『": "』", "‘": "’"}
_LEAD = re.compile(
    r"^\s*(?:\*{2})?(?:关于|针对|对于|对照|对|围绕|在|就)?\s*(?:巡[察视](?:组)?)?(?:反馈|指出|提出)?(?:指出)?的?\s*"
)
# What follows the quoted name of a problem.
_AFTER = re.compile(
    r"^\s*(?:等)?\s*(?:\d+个)?(?:的)?\s*(?:几个|具体|突出|主要|有关|方面)?(?:的)?\s*(?:问题|方面|情况|整改|[。,;:(]|$)"
)
# 对审计发现问题整改不到位, 上轮巡察反馈问题整改有反弹: that it was not put right is the problem.
_AMISS = r"[^,。;:]{0,6}(?:不|未|没有|反弹|滞后|缓慢|迟缓|拖延|流于|走过场|敷衍|差距|短板|打折扣|打了折扣)"
_NAMED = re.compile(
    r"^(?:\*{2})?(?:关于|针对|对于?|对照)\s*(?:巡[察视]组?)?(?:反馈|指出|提出)?(?:指出)?的?\s*(?P<t>[^。]{4,110}?)\s*(?:等)?(?:方面)?(?:的)?(?:具体|突出)?问题(?:的|,|。|;|:|\s|\(|$|整改(?!"
    + _AMISS
    + r")|进行|方面)"
)
# … which may speak of problems itself: 针对审计指出问题整改不彻底的问题.
_NAMED_WHOLE = re.compile(
    r"^(?:\*{2})?(?:关于|针对|对于?|对照)\s*(?:巡[察视]组?)?(?:反馈|指出|提出)?(?:指出)?的?\s*(?P<t>[^。“”\"]{4,110})的问题(?:的?整改(?:落实|进展|完成)?(?:情况)?)?[。:;,]?\s*$"
)
_ASPECT = re.compile(
    r"^\s*(?:在|聚焦|关于|围绕|针对).{2,60}(?:方面|上)(?:的?问题|的?整改)?(?:情况)?[。:]?$|方面(?:的?(?:问题|整改)(?:情况)?)?[。:]?$"
)
_TAGGED = re.compile(
    r"^\s*(?:[【\[]?(?:反馈|具体|存在|巡[察视](?:反馈)?|整改)?的?问题(?:表现|描述|内容)?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[】\]]?\s*[:、.]"
    r"|[(【\[](?:反馈|具体|存在|主要|巡[察视](?:反馈)?)?的?问题\s*\d{0,3}[)】\]]"
    r"|(?:巡[察视]|督[察查]|检查|审计)?(?:组|反馈|意见)?(?:指出|反映)(?:的问题)?:)\s*(?P<t>.+)$"
)
_TAIL = re.compile(r"(?:的)?问题(?:的?整改(?:落实|进展|完成)?(?:情况)?)?$")
# 突出问题, 两个问题 are no names.
_SHORTEST = 3
_PAREN_TAIL = re.compile(r"\s*[(【\[][^()【】\[\]]{1,60}[)】\]]\s*$")

_STATUS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (Status.NOT_STARTED, re.compile(r"(?:尚未|未|没有)(?:整改)?(?:启动|开展|开始|完成整改|完成|整改到位|销号)")),
    (
        Status.LONG_TERM,
        re.compile(
            r"(?:已|基本)?完成(?:整改)?[,、]?(?:并|需|且|仍需|但需|要)?(?:需)?(?:长期坚持|持续(?:推进|坚持|巩固)|长期推进)|长期(?:坚持|整改|推进)|(?<!正在)(?<!正)持续整改|需要?长期"
        ),
    ),
    (Status.BASICALLY_COMPLETED, re.compile(r"基本(?:完成|整改到位|整改完成)|阶段性(?:完成|整改到位)|部分完成")),
    (
        Status.IN_PROGRESS,
        re.compile(
            r"(?:正在|正|仍在|持续|继续|加快)(?:深入|深化|抓紧|有序|积极|加紧)?(?:推进|整改|进行|办理|落实)|推进中|整改中|进行中|办理中|未整改完毕|未办结"
        ),
    ),
    (
        Status.COMPLETED,
        re.compile(
            r"(?:已|已经|全部|均已|全面)(?:按[期时]|全部|如期|基本)?(?:整改)?(?:完成|办结|销号|到位|整改到位|整改完毕|完毕)|已[于在][^,。;]{2,16}(?:完成|办结|销号|到位|完毕)|整改(?:已)?(?:完成|完毕|到位)|已整改|^完成(?:整改)?$|^办结$|^是$|^已销号"
        ),
    ),
)


class Titled(NamedTuple):
    """The name of a problem inside its heading: range relative to the heading text, and how sure the wording is."""

    start: int
    end: int
    named: bool


def problem_title(heading: str) -> Titled:
    """Where the name of the problem stands in the text of a heading (behind its number).

    Between the outermost quotation marks where the heading names it in quotes; between 关于 and 问题 where not;
    otherwise the whole heading without a remark in brackets at its end.
    """
    tagged = _TAGGED.match(heading)
    base = tagged.start("t") if tagged else 0
    text = heading[base:]
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    if text[at : at + 1] in _CLOSE and text[at : at + 1]:
        close = closing_quote(text, at)
        if (
            close is not None
            and _AFTER.match(text[close + 1 :])
            and (at or tagged or "问题" in text[close:] or "整改" in text[close:])
        ):
            return Titled(base + at + 1, base + at + 1 + len(text[at + 1 : close].rstrip("。;")), named=True)
    named = _NAMED_WHOLE.match(text) or _NAMED.match(text)
    if named:
        return Titled(base + named.start("t"), base + named.end("t"), named=True)
    body = _PAREN_TAIL.sub("", text.rstrip("。;:, \t")).rstrip("。;:, \t")
    tail = _TAIL.search(body)
    # 内务卫生较差的问题 is named without the last words, unless hardly anything would be left.
    end = tail.start() if tail and tail.start() > _SHORTEST else len(body)
    return Titled(base, base + end, named=bool(tagged) or (tail is not None and tail.start() > _SHORTEST))


def closing_quote(text: str, at: int) -> int | None:
    """Where the quotation that opens at ``at`` closes; adjoining ones (``“甲”“乙”``, ``“甲”、“乙”``) count as one."""
    opening = text[at]
    closing = _CLOSE[opening]
    depth = 0
    end: int | None = None
    index = at
    while index < len(text):
        char = text[index]
        if opening == closing:
            if char == opening:
                depth = 1 - depth
        elif char == opening:
            depth += 1
        elif char == closing:
            depth -= 1
        if char == closing and depth == 0:
            end = index
            follow = re.match(rf"[、和及与]?(?={opening})", text[index + 1 :])
            if not follow:
                return end
            index += follow.end()
        index += 1
    return end


def names_problem(heading: str) -> bool:
    """Whether a heading is worded as that of one problem."""
    titled = problem_title(heading)
    return titled.named and not is_aspect(heading)


def is_aspect(heading: str) -> bool:
    """Whether a heading names a field of problems (``在“…”方面``) rather than one problem."""
    bare = _PAREN_TAIL.sub("", heading).strip()
    if not _ASPECT.search(bare):
        return False
    # 聚焦群众身边不正之风方面 is the frame of inspection, 学习不够深入方面 is a problem.
    return bare.startswith(("聚焦", "围绕")) or not re.search(
        r"(?:不|缺|差|弱|少|松|软|乱|失|未|没|欠|虚)[^“”\"]{0,14}方面", bare
    )


def status_of(text: str) -> Status | None:
    """The status a phrase states; None where it states none."""
    return next((status for status, pattern in _STATUS if pattern.search(text)), None)
