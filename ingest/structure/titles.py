"""The head of a document: title, issuing lines, explanatory notes, and where the text proper begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.labels import read_heading, read_label
from ingest.structure.lines import Line, ends_sentence
from ingest.structure.numbering import read_mark

# How far down a title may stand: mastheads, page marks and document numbers come before it.
_LOOK = 20
# Titles longer than this do not occur in one line; notices of joint bodies reach about 70 characters.
_MAX_TITLE = 80
_SHORT_TAIL = 14
# The longest issuing lines of local regulations name three bodies and a decision on many regulations (240 characters).
_MAX_ISSUING = 260

_NORMATIVE = (
    "法|条例|规定|办法|细则|规则|规范|准则|决定|决议|解释|批复|意见|制度|规程|章程|守则|纲要|标准|指引"
    "|修正案|法典|条约|公约|议定书|试行|暂行|若干措施|禁令"
)
_WRITTEN = (
    "通报|报告|公告|公示|通知|情况|反馈|案例|总结|综述|要点|材料|汇报|讲话|方案|计划|工作|机制|做法|经验|思考|问题|路径|台账|清单|函|令|对策"
    "|公开|建议|稿|文章|范文|参考|说明"
)
_ENDING = re.compile(rf"(?:{_NORMATIVE}|{_WRITTEN})\s*(?:[((〔【<《].{{1,30}}[))〕】>》]|摘编|全文)?[》”\"]?$")
#: 法 at the end of the name of a law: 做法, 方法, 工作法, 执法, 司法 name none, 公司法 does.
LAW = r"(?<![做方作看想说手执守普立犯违依合非打])(?<!(?<!公)司)法"
_NORMATIVE_END = re.compile(rf"(?:{LAW}|{_NORMATIVE.removeprefix('法|')})\s*(?:[((].{{1,24}}[))])*\s*(?:摘编)?$")
_NOT_TITLE = re.compile(
    r"第?[A-Z]?\d+版|第[A-Z]\d+版|https?:|www\.|来源|发布时间|发布日期|时间:|作者|编辑|责编|浏览|字号|打印|分享|索引号|主题分类|目\s*录$"
    r"|附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*:?$|\W{0,3}点击(?:上方|下方)?蓝?字|内部(?:资料|文件|使用)|注意保[存密管]|相关链接|延伸阅读|[上下]一[篇条]:"
    r"|发文机[构关]|公开(?:方式|形式)|信息来源|阅读|点击|首页|今天是|说明:|【台账】|.*(?:号|號)$"
    # 您现在的位置:首页 >> 政务公开, 公安网 > 警务要闻 > 正文: where a page stands on its site.
    r"|.{0,12}(?:位置|所在(?:栏目|频道))\s*[:>]|(?:[^>»›]{1,24}\s*(?:>{1,2}|»|›)\s*){2}"
    r"|.{0,8}(?:编号|紧急程度|密级|等级|签发人|缓急|份号)\s*:|.{0,40}签发人\s*:"
)
_NUMBER_LINE = re.compile(
    r"^\S{0,24}[〔\[((]\s*(?:19|20)\d\d\s*[〕\]))]\s*(?:第\s*)?\d+\s*号$|^第?\s*\d+\s*号$|^.{0,20}令\s*(?:第?\s*\S{1,8}\s*号)?$|^(?:[(]?总?第?\s*\d{1,4}\s*期[)]?\s*)+$"
)
_DATED = re.compile(
    r"^[((\[]?\s*(?:根据\s*)?(?:(?:19|20)\d\d|[一二]\s*[〇○零九][〇○零一二三四五六七八九]{2})\s*[年.\-/]"
)
_EVENT = re.compile(r"通过|公布|发布|施行|批准|修订|修正|印发|起施行|实施|废止|备案|令|号")
_BRACKETED = re.compile(r"^\(.*\)?$")
_NOTE = re.compile(r"^[>\s]*(?:说\s*明|编者按|注|备注|提示)\s*[:]")
_DATE_ONLY = re.compile(
    r"^[((]?\s*(?:(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})\s*年\s*\S{1,3}\s*月(?:\s*\S{1,3}\s*[日号])?\s*[))]?$"
)
_ISSUER_LINE = re.compile(
    r"^(?!.*[,。;:])\S{2,30}(?:委员会|人民政府|公安[部厅局]|人民法院|检察院|国务院|办公厅|办公室|领导小组|纪委|监委|督察队|支队|大队|总队|分局|部|厅|局|院|所|站|中心|支部|党组|党委)(?:\s+\S{2,30})*$"
)


# The second line of a press headline.
_SUBTITLE = re.compile(r"[—–-]{1,3}")
_SUBTITLE_BELOW = re.compile(r"(?:[—–]{1,3}|-{2,3})[^。;]{4,60}(?<![。;:,])")
# The rest of a title whose first line could end one: …关于巡察反馈问题 / 整改情况的通报.
_ENDS_TITLE = re.compile(r"(?:的|整改|落实|情况)[\u4e00-\u9fff]{0,12}(?:通报|报告|公告|公示|通知)")
# The reader of workbooks puts the number of the row in front of it.
_ROW_NUMBER = re.compile(r"^第\s*\d+\s*行\s*\|\s*")
# （截至2025年2月28日） under the title of a ledger belongs to it.
_AS_OF = re.compile(r"\(截[至止][^()]{2,24}\)")


class Head(NamedTuple):
    """Title and its lines; ``size`` lines at the top belong to the head (title, numbers, dates, notes)."""

    title: str
    first: int
    last: int
    size: int
    notes: str


def read_head(lines: list[Line], fallback: str) -> Head:
    """The head of a document; ``fallback`` is the title of a text that has none."""
    found = _find_title(lines)
    if found is None:
        count = _issuing_lines(lines, 0)
        return Head(fallback, 0, -1, count, _notes(lines[:count]))
    first, last = found
    if last + 1 < len(lines) and _AS_OF.fullmatch(lines[last + 1].text):
        last += 1
    title = "".join(line.text for line in lines[first : last + 1])
    count = _issuing_lines(lines, last + 1)
    return Head(clean_title(title), first, last, count, _notes(lines[:count]))


def clean_title(text: str) -> str:
    """A title without markup and inner blanks of spaced type (``总　则``), marks of books around it removed."""
    text = re.sub(r"^[#>*\s]+|[*\s]+$", "", _ROW_NUMBER.sub("", text))
    if re.fullmatch(r"(?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff]", text):
        text = re.sub(r"\s+", "", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text)


def is_normative(title: str) -> bool:
    """Whether a title ends with a word for normative documents (法, 条例, 规定 …)."""
    return bool(_NORMATIVE_END.search(title))


def _find_title(lines: list[Line]) -> tuple[int, int] | None:
    """First and last line of the title."""
    top = lines[:_LOOK]
    stop = next((i for i, line in enumerate(top) if _is_body(line, i)), len(top))
    candidates = [i for i in range(stop) if _may_be_title(top[i].text) or (i == 0 and _is_barred(top))]
    if not candidates:
        return None
    ending = next((i for i in candidates if _ENDING.search(top[i].text)), None)
    if ending is not None:
        # Portals print the title in a table of particulars first; the one above the text counts.
        ending = max(i for i in candidates if top[i].text == top[ending].text)
    chosen = candidates[0] if ending is None else ending
    first = last = chosen
    # A title broken over lines: grow upwards to its beginning, downwards to its last word.
    while first - 1 in candidates and _continues(top[first - 1].text, top[first].text):
        first -= 1
    while last + 1 in candidates and (
        (not _ENDING.search(top[last].text) and len(top[last + 1].text) <= _MAX_TITLE // 2)
        or _ENDS_TITLE.fullmatch(top[last + 1].text)
    ):
        last += 1
    if ending is None:
        last = first
    if _SUBTITLE.match(top[first].text) and first - 1 in candidates:
        first -= 1
    below = [bool(_SUBTITLE_BELOW.fullmatch(line.text)) for line in top[last + 1 : last + 3]]
    if below[:1] == [True] and below != [True, True]:  # two such lines are a list
        last += 1
    return first, last


def _is_barred(top: list[Line]) -> bool:
    """Whether the first line is a headline in two parts (``警示录|一本账``) and not the heads of a table."""
    first, below = top[0].text, top[1:3]
    return (
        first.count("|") == 1 and not any("|" in line.text for line in below) and _may_be_title(first.replace("|", ""))
    )


def _is_body(line: Line, index: int) -> bool:
    """Whether a line can only stand in the body."""
    mark = read_mark(line.text)
    return (
        read_label(line, index) is not None
        or read_heading(line, index) is not None
        or (
            len(line.text) > _MAX_TITLE
            and not _NOTE.match(line.text)
            and not _DATED.match(line.text)
            and not _BRACKETED.match(line.text)
        )
        or (mark is not None and mark.number == 1 and not line.text.startswith("第"))
    )


def _may_be_title(text: str) -> bool:
    """Whether a line has the form of a title or a part of one; a row of cells has not."""
    text = _ROW_NUMBER.sub("", text)
    if "|" in text or len(text) > _MAX_TITLE or len(text) < 2 or text.endswith(("。", ";", ":", ",")):  # noqa: PLR2004 - one sign is no title
        return False
    return not (
        _NOT_TITLE.match(text)
        or is_particulars(text)
        or _NUMBER_LINE.match(text)
        or (_DATED.match(text) and _EVENT.search(text))
        or _DATE_ONLY.match(text)
        or _NOTE.match(text)
    )


def _continues(above: str, below: str) -> bool:
    """Whether a line is the beginning of the title that goes on below."""
    if _ENDING.search(above) and not below.startswith(("关于", "的")):
        return False
    return (
        below.startswith(("关于", "的", "情况", "整改", "工作", "落实", "贯彻"))
        or (below.startswith("对") and _ISSUER_LINE.match(above) is not None)
        or "关于" in above
        or len(below) <= _SHORT_TAIL
    )


def _issuing_lines(lines: list[Line], index: int) -> int:
    """Index behind the lines under a title that tell number, dates, approval and notes."""
    bracket_open = False
    while index < len(lines):
        text = lines[index].text
        if bracket_open:
            bracket_open = text.count(")") <= text.count("(")
        elif read_label(lines[index], index) or read_heading(lines[index], index):
            break
        elif _BRACKETED.match(text) and (_EVENT.search(text) or _DATED.match(text)):
            bracket_open = text.count("(") > text.count(")")
        elif not (
            _NUMBER_LINE.match(text)
            or (len(text) <= _MAX_TITLE and _PORTAL.match(text))
            or is_particulars(text)
            or (_DATED.match(text) and len(text) <= _MAX_ISSUING and not _mid_sentence(text))
            or _NOTE.match(text)
            or _DATE_ONLY.match(text)
            or _EVENT_TAIL.match(text)
        ):
            break
        index += 1
    return index


# 《关于修改…的决定》第二次修正) as the wrapped rest of an issuing line.
_EVENT_TAIL = re.compile(
    r"^(?:第\S{1,3}次)?(?:修正|修订|公布|发布|施行)[))。]?$|^.{0,60}的决定》(?:第\S{1,3}次)?修[正订][))]?$|^(?:公布|发布|施行)日期:.*$"
)


# What web pages print between title and text.
_PORTAL = re.compile(
    r"(?:日期|时间|来源|发布(?:时间|日期|机构)|信息来源|作者|编辑|责任编辑|浏览|阅读|点击|字号|字体|分享|朗读|打印|收藏|【字体|(?:信息)?索引号|[发成]文日期|公开方式|主题分类)\s*(?:[::量次数到]|$)"
    r"|原创\s|点击上方"
)


# A line of particulars has at most so many characters (date, source, reporter, editor, buttons).
_MAX_PARTICULARS = 120
_PARTICULAR = re.compile(
    r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|\d{1,2}:\d\d|来源|作者|记者|编辑|浏览|阅读量|点击[量率]?|访问(?:次数|量)|字[体号]|打印|关闭|分享|收藏|发布"
)


_SOURCE_AND_DATE = re.compile(
    r"[(]?[\u4e00-\u9fff]{2,30}\s+(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?[)]?"
)


def is_particulars(text: str) -> bool:
    """Whether a line is what web pages print under a title: a date with source, counters or buttons, no sentence."""
    if len(text) > _MAX_PARTICULARS or "。" in text or ";" in text:
        return False
    if _SOURCE_AND_DATE.fullmatch(text):
        return True
    kinds = {":" if ":" in match.group() else match.group()[:2] for match in _PARTICULAR.finditer(text)}
    return len(kinds) > 1 and re.search(r"(?:19|20)\d\d\s*[-./年]", text) is not None


def _mid_sentence(text: str) -> bool:
    """Whether a dated line is prose: several clauses and a sentence end, no word of issuing."""
    if re.search(r"巡[察视]|督[察查][组支]|整改|反馈|现将", text):
        return True
    return not _EVENT.search(text) or (ends_sentence(text) and text.count(",") > 2)  # noqa: PLR2004 - issuing lines have at most two commas


def _notes(lines: list[Line]) -> str:
    """The explanatory notes in the head."""
    return "\n".join(line.text for line in lines if _NOTE.match(line.text))


def is_signature(text: str) -> bool:
    """Whether a line at the end of a document is a signing body or a date."""
    return bool(_DATE_ONLY.match(text)) or bool(_ISSUER_LINE.match(text))
