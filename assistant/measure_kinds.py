"""Sorts rectification measures by what they do."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.answer import MeasureKind
from kb.text import sentences


class _Cues(NamedTuple):
    """Words of a kind: ``acts`` say what was done, ``hints`` only name the matter; both count once each."""

    kind: MeasureKind
    acts: re.Pattern[str]
    hints: re.Pattern[str]


#: A document or an institution that a rule is laid down in.
_RULE = r"(?:制度|规定|办法|细则|规范|规则|规程|机制|清单|流程|标准|意见|方案|措施|职责|规划|预案|条例|纪要|《)"

#: Tried in this order, which decides between equal scores: what was done to people says more than how it was found.
_CUES = tuple(
    _Cues(kind, re.compile(acts), re.compile(hints))
    for kind, acts, hints in (
        (
            MeasureKind.ACCOUNTABILITY,
            (
                r"问责|追责|责任追究|追究|处分|诫勉|约谈|批评教育|当场纠正|推迟晋升|扣减绩效|解除劳动合同|调离|免职|辞退|严惩"
                r"|移[交送][^,，。;；]{0,6}纪[检委]|立案审查|(?:线索|人员).{0,8}移[交送]"
            ),
            r"执纪|惩戒|惩处|违纪|一查到底|零容忍|特权",
        ),
        (
            MeasureKind.RULES,
            # The verb governs: 修订《…》, 健全…机制; a rule that is merely followed (落实…制度) is a hint.
            (
                rf"(?:修订|出台|制定|印发|制发|下发|起草|编制|编发|建立|健全|完善|优化|细化|推行|创新|重申|明确)[^,，。;；]{{0,40}}?{_RULE}"
                r"|立规|建章|明确.{0,6}标准|统一.{0,4}流程|实行[^,，。;；]{2,16}分离|双人双锁"
            ),
            r"制度|规定|办法|规则|规程|细则|机制|清单|流程|程序|规范",
        ),
        (
            MeasureKind.CAMPAIGN,
            (
                r"专项(?!考核)|整治|清理|清查|清退|清点|清零|攻坚|行动|自查|自纠|排查|倒查|起底|严打|打击|打掉|破获|集中处置|处置|复核"
                r"|全面梳理|逐[一案件车人项户库]|复查|办理[^,，。;；]{0,24}案件(?=\d)"
            ),
            r"查处|核查|梳理|治理|化解|会商|整改隐患",
        ),
        (
            MeasureKind.TRAINING,
            (
                r"培训|轮训|宣讲|练兵|党课|警示教育|廉政教育|中心组学习|政治学习|专题学习|学习教育|集中学习|宣传|谈心谈话|辅导|实训|研讨"
                r"|现身说法|教育片|帮扶"
            ),
            r"学习|教育(?!整顿|基地)|教学|警示|引导|课堂|考场",
        ),
        (
            MeasureKind.INSPECTION,
            r"(?<!检察)监督|检查|督察|督导|督查|督促|巡查|考核|考评|评查|互评|互查|审计|抽查|暗访|点名|测酒|审核|通报|预警|监控|回访|评定|比对",
            r"督办|跟踪|研判|监管|管控",
        ),
        (
            MeasureKind.TECHNOLOGY,
            r"信息化|智慧(?!力量)|智能|大数据|数据模型|模块|科技|APP|VR|自动|扫码|二维码|一[物车案人]一码|(?:研发|开发|升级|上线|启用|接入|依托|推广应用|建设).{0,20}(?:系统|平台)",
            r"系统|平台|数据|模型|视频|网上|线上",
        ),
        (
            MeasureKind.SERVICE,
            r"便民|惠民|惠企|一窗|一网|通办|简政放权|窗口|政务公开|公示|公告|公开(?!听证)|听证|告知承诺|延长.{0,6}时间",
            # Cases are handled too, and 申诉办理期间 serves nobody.
            r"服务|公开|群众|审批|热线|线上|办理(?!期间)(?![^,，。;；]{0,24}案件)",
        ),
    )
)

#: The leading sentence names the measure, so its words count this many times those of the rest.
_LEAD_WEIGHT = 4

#: An act counts this many times a hint: with 1 落实…制度 made a rule of every second measure of a real notice.
_ACT_WEIGHT = 3

#: An act within the first characters, behind an ordinal of two, is what the sentence is about and counts once more:
#: 修订《…评分标准》，加大考评力度 lays down a rule.
_BEGINNING = 14

#: Names say nothing about what is done: 防止干预司法“三个规定” lays no rule down.  The mark 《 stays.
_NAMES = re.compile(r"(?<=《)[^《》]*(?=》)|“[^“”]*”|‘[^‘’]*’")


def classify(text: str) -> MeasureKind:
    """The kind a measure's words speak for most; ``OTHER`` when none of the cue words occurs."""
    spans = sentences(text)
    lead = text[spans[0].start : spans[0].end] if spans else text
    best, most = MeasureKind.OTHER, 0
    for cues in _CUES:
        score = _LEAD_WEIGHT * _score(cues, lead) + _score(cues, text)
        if score > most:
            best, most = cues.kind, score
    return best


def _score(cues: _Cues, text: str) -> int:
    plain = _NAMES.sub("", text)
    acts = len(set(cues.acts.findall(plain))) + bool(cues.acts.search(plain[:_BEGINNING]))
    return _ACT_WEIGHT * acts + len(set(cues.hints.findall(plain)))
