"""Sorts rectification measures by what they do."""

from __future__ import annotations

import re

from assistant.answer import MeasureKind
from kb.text import sentences

#: Words that decide, tried on the leading sentence first: it names the measure (``一是强化政治学习。``).
_CUES = (
    (MeasureKind.ACCOUNTABILITY, r"问责|追责|追究|处分|诫勉|约谈|批评教育|通报批评|立案|查处|惩处|惩戒|移交|移送"),
    (MeasureKind.RULES, r"制度|规定|办法|细则|规范|机制|清单|流程|标准|意见|方案|修订|出台|制定|印发|完善"),
    (MeasureKind.CAMPAIGN, r"专项|整治|清理|清查|排查|攻坚|行动|清退|处置|自查|严打|打击"),
    (MeasureKind.TRAINING, r"教育|培训|学习|宣讲|轮训|练兵|党课|警示|宣传|谈心|谈话"),
    (MeasureKind.INSPECTION, r"监督|检查|督察|督导|督查|巡查|考核|考评|评查|审计|抽查|暗访|通报|预警"),
    (MeasureKind.TECHNOLOGY, r"系统|平台|信息化|智慧|智能|大数据|数据|模型|科技|APP|视频"),
    (MeasureKind.SERVICE, r"服务|窗口|公开|便民|惠民|群众|审批|热线|回访"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _CUES)

#: The leading sentence names the measure, so its words count this many times those of the rest.
_LEAD_WEIGHT = 4


def classify(text: str) -> MeasureKind:
    """The kind a measure's words speak for most; ``OTHER`` when none of the cue words occurs."""
    spans = sentences(text)
    lead = text[spans[0].start : spans[0].end] if spans else text
    scores = {
        kind: _LEAD_WEIGHT * len(set(pattern.findall(lead))) + len(set(pattern.findall(text)))
        for kind, pattern in _COMPILED
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else MeasureKind.OTHER
