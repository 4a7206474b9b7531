"""How a question stands to what it says: put up for confirmation, taken for granted, told as an event, or asked."""

from __future__ import annotations

import re
from typing import NamedTuple

#: A statement put up for confirmation, or one whose place is asked for.
_TAG = re.compile(
    r"对吧|是吧|行吧|成吧|可以吧|够吧|没错|没记错|没写错|没反吧|没问题吧|吧[?？。]?$|是不是|是吗|对吗|对不对?[?？。]?$|行不行"
    r"|是不[?？]?$|不是说|按规定|规定的?是|(?:依据|根据)(?:是?第|是?哪|在哪)|第几条|出处|原文|理解|没毛病"
    r"|这么(?:说|答|做|算|讲|写|报|准备|回)|我(?:说|讲|记|算)|没(?:记|说|看|理解|弄|算)[混错反]|核一下|看对"
)
#: Heard, remembered, or taken for granted: 听说, 我记得, 为什么只能….
_HEARSAY = re.compile(
    r"听说|据说|说是|我记得|印象|好像|都这么|老师[讲说]|同事|一直(?:这么|是)|规矩|传|不都是|既然|凭什么|为什么|为啥|怪不得|难怪"
    r"|看来"
)
#: Citing the rule itself.
_CITES = re.compile(
    r"条例|规定|规范|法(?!院|官|制|律援)[^，。]{0,12}(?:说|写|要求|允许|规定|是)|第[\d一二三四五六七八九十百]+条|里写|上写"
    r"|按[^，。]{2,16}(?:法|条例|规定)|硬性|硬杠杠|标准|制度"
)

#: Words of the frame say nothing about the matter.
FRAME = re.compile(
    r"对吧|是吧|行吧|没错|没记错|没问题|没毛病|是不是|是吗|对吗|对不对|听说|据说|我记得|请?问?依据.{0,4}条?|条例第几条|第几条"
    r"|请?给?出处.{0,2}|帮我.*|引用它?|这个理解|[规条]定?[例范]?里有|吧[?？。]?$|吗[?？。]?$|按规定|我这么|这样处理|没理解错"
    r"|为什么|为啥|凭什么|怪不得|难怪"
)

#: A clause that asks: a warning about it would contradict what nobody said.  The tags of confirmation do not ask.
_ASKS = re.compile(
    r"多少|多久|多长|几[天日个年条次级人种名小]|哪[些个里种位儿条]|谁|什么(?!都)|怎么|怎样|如何|是否|能不能|可不可以|可否"
    r"|要不要|该不该|有没有|够不够|用不用|需不需要|算不算|吗|呢[?？]?$|么[?？]?$|咋|合不合"
)
_CONFIRMS = re.compile(r"对吗|是吗|是吧|对不对|是不是")

#: What happened: 今天第六天, 老王停了四十五天.
_TOLD = re.compile(
    r"今天|昨天|前天|刚|现在|目前|已经|上回|这回|那天|当时|都过去|了(?!算|结|解|吧|断|得)|还剩|过去|上个月|正好"
)
_PERSON = re.compile(
    r"我(?!国|省)|他|她|咱|老[\u4e00-\u9fff](?!师|百|年|人|弱|龄|旧|早)|小[\u4e00-\u9fff](?!时|学|额|组)|有个|有人|家属|表弟|侄女"
    r"|大爷|俩人"
)

#: Words of a rule around a figure or an act.
_RULE = re.compile(
    r"最[长短多少高低晚迟]|[以之]内|以[上下]|超过|不少于|至少|起码|起步|顶多|至多|封顶|到顶|上限|必须|应当|要求|规定|才|只要|只能"
    r"|就[行成可够]|就能|就得|就算|得(?!了|到|知|上)|不用|不需要|可以|不违规|合规|够|为止|期限|一般|通常|每|一律|作数|算|要(?!不)"
    r"|不超|为限|延"
)

_CLAUSE = re.compile(r"[^，,。；;？?！!\s—…]+[，,。；;？?！!\s—…]*")


class Stated(NamedTuple):
    """A clause of a question with its place."""

    text: str
    start: int
    end: int


def clauses(question: str) -> list[Stated]:
    """The clauses of a question in order."""
    return [Stated(match.group(), *match.span()) for match in _CLAUSE.finditer(question)]


def clause_at(question: str, place: int) -> Stated:
    """The clause at a place, the whole question where there is none."""
    whole = Stated(question, 0, len(question))
    return next((clause for clause in clauses(question) if clause.start <= place < clause.end), whole)


def asks(clause: Stated) -> bool:
    """Whether a clause asks instead of stating."""
    return bool(_ASKS.search(_CONFIRMS.sub("", clause.text)))


def stance(question: str, clause: Stated) -> dict[str, float]:
    """The signs of a clause, each 0 or 1."""
    return {
        "tag": float(bool(_TAG.search(question))),
        "hearsay": float(bool(_HEARSAY.search(question))),
        "cites": float(bool(_CITES.search(question))),
        "asks": float(asks(clause)),
        "told": float(bool(_TOLD.search(clause.text))),
        "person": float(bool(_PERSON.search(clause.text))),
        "rule": float(bool(_RULE.search(clause.text))),
    }
