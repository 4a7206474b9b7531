"""Decides before composing whether the evidence suffices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from retrieval.result import Verdict
from retrieval.signals import answerable, calibration

NOT_FOUND = "资料库中没有找到能够回答这一问题的依据，不作答复。"
PARTLY = "找到的资料与问题部分相关，请核对是否切题。"


class Judgement(NamedTuple):
    """The verdict with its probability and the reason in Chinese."""

    verdict: Verdict
    confidence: float
    reason: str


def judge(values: Mapping[str, float]) -> Judgement:
    """The verdict on searched evidence by its signals (exact look-ups are certain and never come here)."""
    fitted = calibration()
    confidence = answerable(values)
    if confidence < fitted.refuse:
        return Judgement(Verdict.REFUSED, confidence, NOT_FOUND)
    if confidence < fitted.partly:
        return Judgement(Verdict.PARTLY, confidence, PARTLY)
    return Judgement(Verdict.ANSWERABLE, confidence, "")
