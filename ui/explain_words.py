"""What the parts of an explanation are called, in the terminal and on the page."""

from __future__ import annotations

from retrieval.explain import CHANNEL_LABELS
from retrieval.result import Verdict
from retrieval.understand import Intent

INTENTS = {
    Intent.RULE: "问规定",
    Intent.PRECEDENT: "问以往怎么处理",
    Intent.PRACTICE: "问做法",
    Intent.OPEN: "未限定",
}
VERDICTS = {Verdict.ANSWERABLE: "可以作答", Verdict.PARTLY: "部分相关", Verdict.REFUSED: "不作答复"}
SIGNALS = {
    "peak": "最近语义",
    "meant": "换用规范用语后的最近语义",
    "term": "最强规范用语",
    "chars": "单字匹配",
    "coverage": "词语覆盖",
    "covered": "词语基本全在",
    "unseen": "库中未见的词",
    "foreign": "所问事项的文件未收录",
    "strange": "结果中没有所问事项",
    "named": "点名了文件",
    "rule": "问规定",
    "precedent": "问先例",
    "practice": "问做法",
}
BROUGHT = {**CHANNEL_LABELS, "peak": "语义", "meant": "规范用语语义", "bridge": "规范用语", "exact": "条号直接查得"}
