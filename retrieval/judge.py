"""Decides before composing whether the evidence suffices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retrieval.result import Verdict
from retrieval.signals import answerable, calibration
from retrieval.subjects import Governing
from retrieval.topic import probe

NOT_FOUND = "资料库中没有找到能够回答这一问题的依据，不作答复。"
OUTSIDE = "这一问题看来不属于法规、巡察督察和公安业务的范围，资料库中没有依据，不作答复。"
PARTLY = "找到的资料与问题部分相关，请核对是否切题。"


#: Documents named in a refusal: the one that governs the matter, and one more.
_NAMED = 2


class Judgement(NamedTuple):
    """The verdict with its probability and the reason in Chinese."""

    verdict: Verdict
    confidence: float
    reason: str


def governed(documents: Sequence[Governing], *, refused: bool) -> str:
    """Which documents govern the matter that was asked about and are not held."""
    names = "".join(f"《{document.title}》" for document in documents[:_NAMED])
    end = "不作答复。请先收录其正式文本。" if refused else "以下资料只是相近，请核对是否切题。"
    return f"这一问题一般由{names}规定，资料库未收录，{end}"


def off_topic(values: Mapping[str, float]) -> bool:
    """Whether a question is about nothing of the field and no passage holds nearly all of its words."""
    return values["outside"] > probe().refuse and not values["covered"]


def judge(values: Mapping[str, float]) -> Judgement:
    """The verdict on searched evidence by its signals (exact look-ups are certain and never come here).

    Two gates: what is about nothing of the field is refused, unless a passage holds nearly all of its words; of the
    rest, what the evidence does not answer.
    """
    fitted = calibration()
    confidence = answerable(values)
    if off_topic(values):
        return Judgement(Verdict.REFUSED, min(confidence, 1 - values["outside"]), OUTSIDE)
    if confidence < fitted.refuse:
        return Judgement(Verdict.REFUSED, confidence, NOT_FOUND)
    if confidence < fitted.partly:
        return Judgement(Verdict.PARTLY, confidence, PARTLY)
    return Judgement(Verdict.ANSWERABLE, confidence, "")
