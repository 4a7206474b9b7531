"""Which precedent carries a drill: one that tells what happened goes before one that only judges.

A drill needs something to look into.  A typical case tells a story, a notice may say what its checks found; a notice
that names only a general problem and what was done about it leaves the scene to the trainer, who is asked first.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from assistant.drills.casework import casework
from assistant.drills.material import Material, material, of_type
from kb.catalog import ProblemInfo
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Provenance
from kb.taxonomy import Taxonomy


class Fit(StrEnum):
    """How much of a scene a precedent gives."""

    STORY = "有完整情节"
    FACTS = "写明了查出的具体情况"
    GENERAL = "只有总体判断"
    UNANSWERED = "只有问题，没有写明措施"
    BARE = "没有情节也没有素材"
    NONE = "没有写明措施的先例"


#: What the precedent does not tell is the trainer's own here: he is asked first.
ON_REQUEST = (Fit.GENERAL, Fit.UNANSWERED)


class Prospect(NamedTuple):
    """What a type offers before a drill is built: ``fit`` of the precedents to be drawn from, how many are ``held``
    and how many ``fitting``; ``docs`` are where the held ones stand.
    """

    code: str
    fit: Fit
    held: int
    fitting: int
    docs: tuple[str, ...]

    @property
    def is_offered(self) -> bool:
        """Whether a drill is built only when the trainer says so."""
        return self.fit in ON_REQUEST

    @property
    def advice(self) -> str:
        """What to tell a trainer, in Chinese; empty where a precedent fits."""
        if not self.held:
            return (
                f"资料库中没有“{self.code}”类的先例，无法生成演练。"
                "请先在“资料”中收录写有该类问题的巡察整改通报、反馈意见或典型案例，或另选问题类型。"
            )
        if self.fit is Fit.BARE:
            return (
                f"“{self.code}”类的先例（{'、'.join(self.docs)}）没有写明情节，程序也没有这一类型的情景素材，编不成可用的演练。"
                "请收录写明情节的典型案例、通报后再生成，或另选问题类型。"
            )
        if self.fit is Fit.NONE:
            return (
                f"“{self.code}”类的先例（{'、'.join(self.docs)}）没有写明整改措施，参考要点无从引用。"
                "请收录该类问题的整改情况通报或典型案例后再生成演练。"
            )
        if self.fit is Fit.UNANSWERED:
            return (
                f"“{self.code}”类的先例（{'、'.join(self.docs)}）只反馈了问题，没有写明怎样整改、怎样处理。"
                "仍要生成的，情景、要点和措施由程序按问题类型的常见情形拟写，标“教员自拟”，要点之下只有反馈的问题，没有先例的做法；"
                "也可以先收录该类问题的整改情况通报或典型案例再生成。"
            )
        if self.fit is Fit.GENERAL:
            return (
                f"“{self.code}”类的 {self.held} 个先例只有总体判断和整改措施，没有写明谁做了什么、查出了什么。"
                "仍要生成的，情景和部分要点由程序按问题类型的常见情形拟写，标“教员自拟”，先例的做法列在要点之下；"
                "也可以另选类型，或收录写明情节的典型案例、通报后再生成。"
            )
        return ""


#: A drill needs at least so many measures of its problem, or there is nothing to compare an answer with.
FEWEST_MEASURES = 2

#: Fewer signs make no scene: there is nothing to weigh up.
FEWEST_SIGNS = 3

#: So many problems that a source names and that can be told as clues stand for what checks found.
_FEWEST_NAMED = 2

#: Precedents of at least this share of the richest one's richness are drawn from; below it a drill is thin.
GOOD_SHARE = 0.6

#: Of precedents that tell as much, real documents before digests before fiction.
_TRUST = {Provenance.ORIGINAL: 3.0, Provenance.DIGEST: 1.0, Provenance.FICTIONAL: 0.0}

#: How sure the type is counts like so many facts at most.
_TYPE_WEIGHT = 6.0


def fit(one: Material) -> Fit:
    """How much of a scene a precedent gives."""
    is_answered = len(one.measures) + len(one.disposals) >= FEWEST_MEASURES
    if one.tells_a_story and is_answered:
        return Fit.STORY
    known = casework(one.code)
    if len(known.scenic) < FEWEST_SIGNS:
        return Fit.BARE if is_answered else Fit.NONE
    if not is_answered:  # what only touches the type in passing is no precedent of it
        return Fit.UNANSWERED if _is_main(one.info, one.code) else Fit.NONE
    named = {sign for fact in (*one.issues, *one.implied) for sign in known.signs_of(fact.text)[:1]}
    return Fit.FACTS if one.findings or len(named) >= _FEWEST_NAMED else Fit.GENERAL


def prospects(kb: KnowledgeBase, codes: Iterable[str], taxonomy: Taxonomy) -> tuple[Prospect, ...]:
    """What each type offers; to be looked at before building, since a general one needs the trainer's word."""
    return tuple(_prospect(code, _taken_apart(kb, code, taxonomy)) for code in codes)


def choose(
    kb: KnowledgeBase,
    code: str,
    taxonomy: Taxonomy,
    rng: random.Random,
    taken: set[tuple[str, str]],
    *,
    general: bool,
) -> Material:
    """A precedent of a type, drawn among the good ones; those in ``taken`` (source, locator) only if there is no other.

    Raises ``NotFoundError`` with the advice of :class:`Prospect` where there is none, or only general ones and
    ``general`` was not allowed.
    """
    made = _taken_apart(kb, code, taxonomy)
    prospect = _prospect(code, made)
    if prospect.advice and not (general and prospect.is_offered):
        raise NotFoundError(prospect.advice)
    carrying = [one for one in made if fit(one) not in (Fit.NONE, Fit.BARE)]
    fresh = [one for one in carrying if _key(one) not in taken] or carrying
    best = min(_tier(one) for one in fresh)
    drawn = [one for one in fresh if _tier(one) == best]
    scores = [one.richness + _TRUST[one.info.provenance] + _TYPE_WEIGHT * _sure(one.info, code) for one in drawn]
    good = [one for one, score in zip(drawn, scores, strict=True) if score >= GOOD_SHARE * max(scores)]
    return rng.choice(good)


def _taken_apart(kb: KnowledgeBase, code: str, taxonomy: Taxonomy) -> list[Material]:
    info = taxonomy.types.get(code)
    phrases = info.phrases if info else ()
    return [
        of_type(material(kb, problem, code), phrases, main=_is_main(problem, code))
        for problem in kb.catalog.problems(type_code=code)
    ]


def _prospect(code: str, made: list[Material]) -> Prospect:
    fits = [fit(one) for one in made]
    best = next((one for one in Fit if one in fits), Fit.NONE)
    fitting = sum(one in (Fit.STORY, Fit.FACTS) for one in fits)
    return Prospect(code, best, len(made), fitting, tuple(dict.fromkeys(one.info.doc for one in made)))


def _tier(one: Material) -> tuple[int, bool]:
    """Unanswered ones last, general ones before them; first those whose main matter is the type."""
    found = fit(one)
    return (ON_REQUEST.index(found) + 1 if found in ON_REQUEST else 0), not _is_main(one.info, one.code)


def _is_main(info: ProblemInfo, code: str) -> bool:
    """Whether a type is the first of a problem; a class of types is where one of its types is."""
    types = info.problem.types
    return bool(types) and max(types, key=lambda one: one.score).code.startswith(code)


def _key(one: Material) -> tuple[str, str]:
    return one.info.source_id, one.info.problem.locator


def _sure(info: ProblemInfo, code: str) -> float:
    return max((found.score for found in info.problem.types if found.code.startswith(code)), default=0.0)
