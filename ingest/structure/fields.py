"""Labels that divide the text of a problem, such as ``整改措施：``, ``责任单位：``, ``正在深化整改的内容及时限：``.

A label is known by its words, not by a list of exact phrases; the same words head the columns of ledgers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ingest.structure.lines import line_start
from kb.model import Span


class Role(StrEnum):
    """What stands behind a label."""

    MEASURE = "measure"
    PENDING = "pending"
    STATUS = "status"
    DEADLINE = "deadline"
    LEADER = "leader"
    UNIT = "unit"
    PROBLEM = "problem"
    GOAL = "goal"
    COMMENT = "comment"
    CATEGORY = "category"
    NUMBER = "number"
    OTHER = "other"


# First match wins: from specific to general.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.PENDING,
        re.compile(
            r"^(?:下一?步|后续|今后|接下来)|(?:深化|继续|持续|推进|尚需|仍需)整改的?(?:内容|事项|工作|措施)|未完成(?:事项|内容|的?原因|部分)|整改计划|工作打算|长期整改|(?:仍|还|尚)?(?:需|持续|长期|继续)(?:长期|持续)?(?:坚持|推进|巩固|深化|落实|跟进)的?(?:内容|事项|工作|措施)"
            r"|(?:督办|整改|办理|交办)(?:要求|意见|建议)$"
        ),
    ),
    (
        Role.LEADER,
        re.compile(
            r"(?:责任|分管|牵头|包案|包保|督办|挂牌|主管|主要)(?:局|所|县|市|区)?(?:领导|负责人)|责任人|负责人|责任领导|整改责任人"
        ),
    ),
    (
        Role.UNIT,
        re.compile(
            r"(?:责任|牵头|承办|主办|配合|协办|整改|落实|涉及|承担|实施)(?:整改|责任|落实)?(?:单位|部门|支队|科室|党组织|主体)|责任主体|牵头(?!领导)"
        ),
    ),
    (
        Role.DEADLINE,
        re.compile(r"时限|期限|办结(?:时间|日期)|完成(?:时间|日期|节点)|整改(?:时间|节点)|截止(?:时间|日期)"),
    ),
    (
        Role.STATUS,
        re.compile(
            r"(?<!措施及)(?<!措施和)(?<!措施与)完成(?:情况|状态|与否)|整改状态|整改进度|是否(?:完成|销号|办结)|(?:办理|办结|销号|目前)(?:情况|状态|进度)?$|^状态$|^进度$|^销号"
        ),
    ),
    (Role.GOAL, re.compile(r"目标|预期成效|标准要求")),
    (Role.COMMENT, re.compile(r"^(?:案例|案件|典型)?(?:警示|启示|点评|评析|意义|教训|剖析|提示|反思)$")),
    (
        Role.MEASURE,
        re.compile(
            r"整改(?:落实|工作|完成|推进|具体|主要)?(?:措施|情况|进展|成效|结果|举措|做法|过程|内容)|(?:整改|落实|具体|主要|工作|采取的?|应对|防范)(?:措施|举措|做法)|措施|成效|整改(?:落实)?$|落实情况|进展情况|^(?:目前|最新|当前)?进展$|处理(?:结果|情况|与整改)|追责问责(?:情况)?|处置(?:情况|结果)|办理(?:结果|进展)|^问责情况$|^整改任务$|^我们(?:改|办|做)$"
        ),
    ),
    (Role.CATEGORY, re.compile(r"(?:问题)?(?:类别|类型|归类|分类|分组|方面)$")),
    (
        Role.PROBLEM,
        re.compile(
            r"问题|不足|短板|案情|表现|督办事项|^事项$|^(?:您|你|群众|企业)(?:说|反映|吐槽)$|反馈内容|(?:举报|投诉|信访|反映|来信|来电|交办)(?:内容|事项|诉求)"
        ),
    ),
    (Role.NUMBER, re.compile(r"^(?:序号|编号|项次|No\.?)$", re.IGNORECASE)),
)
_QUOTES = '“”"「」『』《》'
# A label in front of a colon: short, no clause marks; the brackets 【】 and () around it belong to it.
# A bar without blanks does for the colon (成效｜…); with blanks it parts the cells of a table.
_LABEL = re.compile(
    r"[【\[(]?\s*(?P<w>[^\s,。;:!?“”\"《》()【】\[\]|、]{2,18}(?:[、与及和][^\s,。;:!?“”\"《》()【】\[\]|、]{2,12})?)\s*[】\])]?\s*"
    r"(?::|(?<! )\|(?! ))\s*"
)
# 整改成效——…: some use a dash for the colon.
_DASHED = re.compile(r"(?P<w>[^\s,。;:!?“”\"《》()【】\[\]|、—-]{2,12})\s*[—－-]{1,2}\s*(?=[^\s—－-])")
_BRACKETED = re.compile(r"[【\[]\s*(?P<w>[^【】\[\]\s,。]{2,16})\s*[】\]]\s*:?\s*")
# (整改措施)一是…: round brackets make a label only at the beginning of a line.
_PARENTHESISED = re.compile(r"\(\s*(?P<w>[^()\s,。:]{2,12})\s*\)\s*:?\s*")
_INLINE_SAFE = (Role.LEADER, Role.UNIT, Role.DEADLINE, Role.STATUS)


_HEADS_LINE = (Role.MEASURE, Role.PENDING, Role.STATUS, Role.PROBLEM, Role.GOAL)


class Field(NamedTuple):
    """A label, where it begins, and the range of what stands behind it (up to the next label)."""

    role: Role
    label: str
    start: int
    content: Span


def role_of(label: str) -> Role:
    """The role of a label or column head; ``OTHER`` where its words are not known."""
    bare = re.sub(r"[\s*#()]", "", label)
    return next((role for role, pattern in _ROLES if pattern.search(bare)), Role.OTHER)


def find_fields(folded: str, start: int, end: int, heading_end: int) -> list[Field]:
    """The labelled stretches of ``folded[start:end]`` in order.

    At a line start, or right behind the heading (``heading_end``), every label of known role counts; inside a line
    only labels of responsibility, time and status and those that speak of 整改, after a sentence end or blank.
    """
    marks = sorted(_marks(folded, start, end, heading_end))
    fields: list[Field] = []
    seen = start
    for at, (begin, behind, role, word) in enumerate(marks):
        if begin < seen:
            continue
        seen = behind
        stop = next((other[0] for other in marks[at + 1 :] if other[0] >= behind), end)
        fields.append(Field(role, word, begin, Span(behind, max(behind, stop))))
    return fields


def _marks(folded: str, start: int, end: int, heading_end: int) -> Iterator[tuple[int, int, Role, str]]:
    """The labels in ``folded[start:end]``: where each begins and ends, its role and words."""
    for pattern in (_LABEL, _BRACKETED, _DASHED):
        for match in pattern.finditer(folded, start, end):
            role = role_of(match["w"])
            if role in (Role.OTHER, Role.NUMBER, Role.CATEGORY):
                continue
            at = match.end() - len(match.group().lstrip())
            # (三)整改时限:… — the number belongs to the label.
            number = _NUMBER_BEFORE.search(folded, folded.rfind("\n", 0, at) + 1, at)
            if number and number.start() >= start and role in _HEADS_LINE:
                yield number.start(), match.end(), role, match["w"]
            elif at in (start, heading_end) or _divides(folded, at, role, match["w"], start):
                yield at, match.end(), role, match["w"]
    for match in _PARENTHESISED.finditer(folded, start, end):
        at = match.start()
        if role_of(match["w"]) in _HEADS_LINE and (at == heading_end or _opens_line(folded, at)):
            yield at, match.end(), role_of(match["w"]), match["w"]
    for line in re.finditer(r"[^\n]+", folded[start:end]):
        # A label alone on its line needs no colon; it may be numbered.
        word = _NUMBERED.sub("", line.group().strip().strip("*【】[]"))
        if 3 < len(word) <= 12 and _ALONE.fullmatch(word):  # noqa: PLR2004 - 整改措施 to 整改落实进展情况
            at = start + line.start() + len(line.group()) - len(line.group().lstrip())
            yield at, start + line.end(), role_of(word), word


_NUMBER_BEFORE = re.compile(r"(?<![^\n])[ \t]*\(?[一二三四五六七八九十\d]{1,2}[.、)]\s*\Z")
_NUMBERED = re.compile(r"^\(?[一二三四五六七八九十\d]{1,2}[.、)]\s*")
_ALONE = re.compile(
    r"(?:整改(?:落实|完成|工作)?(?:措施|情况|进展|进展情况|成效|结果|结果及成效)|下一?步(?:整改)?(?:措施|打算|计划|工作)|存在问题|主要问题)"
)


def opens_with_label(text: str) -> bool:
    """Whether a text begins with a label of what was done or came of it."""
    fields = find_fields(text, 0, len(text), 0)[:1]
    return bool(fields) and fields[0].start == 0 and fields[0].role in (Role.MEASURE, Role.STATUS)


# ☆ 办理结果:… has a sign in front of its label.
_SIGN_BEFORE = re.compile(r"[★☆●○◎■□◆◇▲△▶▷►※➢◉·•▪✔✓☑✅]\s*\Z")


def _opens_line(folded: str, at: int) -> bool:
    """Whether a line begins at a place, a sign in front of it disregarded."""
    sign = _SIGN_BEFORE.search(folded, max(0, at - 4), at)
    return line_start(folded, sign.start() if sign else at)


def _divides(folded: str, at: int, role: Role, word: str, start: int) -> bool:
    """Whether a label at a place behind ``start`` divides the text."""
    if _opens_line(folded, at):
        return True
    back = at - 1
    blank = False
    while back >= start and folded[back].isspace():
        back -= 1
        blank = True
    before = folded[back] if back >= start else "。"
    if role in _INLINE_SAFE:
        return before in "。;,!?()|、" or blank
    if before == ",":
        return word.startswith("整改")
    return "整改" in word and (before in "。;!?|" or (blank and before in ')”"题'))
