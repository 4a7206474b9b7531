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


#: From here on what is found does not state the form of answer that is asked for, and that is told: 7 % of the
#: answerable questions that ask for a form (0.8 % of all), 48 % of the others (development and tuning questions).
_TOLD = 0.8

#: Documents named in a refusal: the one that governs the matter, and one more.
_NAMED = 2


class Judgement(NamedTuple):
    """The verdict with its probability and the reason in Chinese; ``lacking`` is the form of answer that is asked for
    and that nothing found states, empty where none is.
    """

    verdict: Verdict
    confidence: float
    reason: str
    lacking: str = ""


def governed(documents: Sequence[Governing], *, refused: bool) -> str:
    """Which documents govern the matter that was asked about and are not held."""
    names = "".join(f"《{document.title}》" for document in documents[:_NAMED])
    end = "不作答复。请先收录其正式文本。" if refused else "以下资料只是相近，请核对是否切题。"
    return f"这一问题一般由{names}规定，资料库未收录，{end}"


def lacking(name: str, *, refused: bool) -> str:
    """What form of answer is asked for (期限, 金额 …) and stands nowhere in what was found."""
    if refused:
        return f"资料库中有相近的资料，但没有写明所问的{name}，不作答复。"
    return f"找到的资料没有写明所问的{name}，请核对是否切题。"


def off_topic(values: Mapping[str, float]) -> bool:
    """Whether a question is about nothing of the field and no passage holds nearly all of its words."""
    return values["outside"] > probe().refuse and not values["covered"]


def judge(values: Mapping[str, float], missing: str = "") -> Judgement:
    """The verdict on searched evidence by its signals (exact look-ups are certain and never come here).

    Two gates: what is about nothing of the field is refused, unless a passage holds nearly all of its words; of the
    rest, what the evidence does not answer.  ``missing`` is the form of answer that ``values["unstated"]`` is about.
    """
    fitted = calibration()
    confidence = answerable(values)
    if off_topic(values):
        return Judgement(Verdict.REFUSED, min(confidence, 1 - values["outside"]), OUTSIDE)
    told = missing if values["unstated"] > _TOLD else ""
    if confidence < fitted.refuse:
        return Judgement(Verdict.REFUSED, confidence, lacking(told, refused=True) if told else NOT_FOUND, told)
    if told:
        return Judgement(Verdict.PARTLY, confidence, lacking(told, refused=False), told)
    if confidence < fitted.partly:
        return Judgement(Verdict.PARTLY, confidence, PARTLY)
    return Judgement(Verdict.ANSWERABLE, confidence, "")
