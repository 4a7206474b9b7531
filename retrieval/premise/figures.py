"""Figures of a question against figures of the same kind in the articles."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.tokens import tokenize
from retrieval.bridge import Bridge
from retrieval.premise.difference import Difference, Kind, Premise
from retrieval.premise.matter import Clause, Ground, Matter
from retrieval.premise.stance import FRAME, clause_at, stance
from retrieval.quantities import Quantity, quantities
from retrieval.terms import STOP

_UPPER_BEFORE = re.compile(
    r"(?:最[长多高晚迟大]|不超过|不得超过|不得?[多大高]于|顶多|至多|上限|只能|只|延长[到至]|能到|就到|以)\D{0,5}$"
)
_LOWER_BEFORE = re.compile(r"(?:最[短少低小]|至少|起码|不得?[少低小]于|已?满|超过|未满|不满|低于|得)\D{0,4}$")
_UPPER_AFTER = re.compile(r"^.{0,3}?(?:以内|之内|内|以下|及以下|为限|到顶|封顶|到头|就[行成可够]|为止)")
_LOWER_AFTER = re.compile(r"^.{0,3}?(?:以上|起步|起(?!来)|打底|及以上|以外|开外|才)")
_CLAUSE_MARK = re.compile(r"[，,。；;：:]")
#: Characters before and after a figure in which its limit is said.
_BEFORE, _AFTER = 9, 6

#: An extension has a term of its own.
_EXTENDS = re.compile(r"再?延长|再延|延期|延到|延至|加刑|合并")
#: A sum of other figures is set by no article.
_DERIVED = re.compile(r"加起来|一共|总共|合计|共计")
#: A figure of what happened or of who it is: 停了四十五天, 今年都过去十五天, 七十三岁大爷.
_PAST = re.compile(r"(?:了|已经|目前|现在|今天|过去|才|刚|刚满|满了)\s*$")
_PAST_AFTER = re.compile(r"^多?(?:了(?!吧|吗|对|，对)|没超|没到|大爷|的?(?:孩子|学生|老人))")

#: A time for which something lasts (停90天, 扣留一个月) is no term in which something is done (自收到之日起5日内).
_LASTS = re.compile(r"(?:停|(?<!机)关|拘|扣|押|留|禁闭|盘问|查封|冻结|停职|停止执行职务)(?:到|够|满|上|个)?$")
_DONE_IN = re.compile(r"自[^,，。;；]{0,20}起|(?:收到|接到|受理)[^,，。;；]{0,12}(?:之[日时]起|[之以]?后)")

#: Kinds that no article limits: 三级走完 against 一级.
_UNCOMPARED = frozenset({"级"})

#: Which of several figures of a sentence is meant: one with the same limit rather than the opposite one, the extension
#: where an extension is spoken of, and rather not one more than nine times as large.
_SAME_LIMIT, _OTHER_LIMIT, _OTHER_TERM, _FAR_OFF = 1.15, 0.85, 0.75, 0.85
_FAR = 2.2

#: A figure that agrees counts as close from this share of the best one against.
_CLOSE = 0.8

#: A ratio of figures above e⁴ says no more than that.
_RATIO = 4.0
#: Keeps quotients finite.
_LITTLE = 0.01


class _Bound(NamedTuple):
    """Whether a figure is the most or the least allowed."""

    upper: bool
    lower: bool


class _Set(NamedTuple):
    """A figure that an article sets."""

    quantity: Quantity
    bound: _Bound
    clause: Clause
    extends: bool
    done_in: bool


class _Rated(NamedTuple):
    """How far the clause of a figure treats the matter."""

    share: float
    set: _Set


def differences(question: str, ground: Ground, bridges: Sequence[Bridge]) -> Iterator[Difference]:
    """For each figure of the question the one most about the matter that differs."""
    stated = quantities(question)
    known = _all_set(ground) if stated else []
    for quantity in stated:
        if quantity.kind in _UNCOMPARED or _past(question, quantity):
            continue
        claim = clause_at(question, quantity.start)
        limits, extends = _bound(question, quantity), bool(_EXTENDS.search(claim.text))
        lasts = bool(_LASTS.search(question[: quantity.start]))
        matter = Matter(question, quantity.start, quantity.end, bridges, ground)
        alike = [one for one in known if one.quantity.kind == quantity.kind and not (lasts and one.done_in)]
        rated = sorted(
            (
                _Rated(matter.about(one.clause) * _fit(quantity, limits, one, extends=extends), one)
                for one in _of_subject(claim.text, quantity, alike)
            ),
            key=lambda item: -item.share,
        )
        against = [item for item in rated if item.set.quantity.value != quantity.value]
        if not against or _DERIVED.search(claim.text):
            continue
        first = against[0]
        # A clause that sets a range has two figures: the question's own words tell which end it states.
        ends = [item.set for item in against if item.share == first.share and item.set.clause == first.set.clause]
        pick = (min if limits.lower else max)(ends, key=lambda one: one.quantity.value)
        signs = stance(question, claim)
        within = _satisfied(quantity, ends)
        free = signs["told"] or signs["person"] or not signs["rule"]
        if within and free and not (limits.upper or limits.lower):
            continue  # 四个人 where three or more are wanted
        article = ground.articles[pick.clause.rank]
        yield Difference(
            Kind.FIGURE,
            Premise(quantity.text, pick.quantity.text, article.passage),
            quantity.start,
            signs
            | _agreement(quantity, rated, first.share, pick)
            | _kinship(quantity, limits, pick, extends=extends)
            | {
                "share": first.share,
                "covered": matter.covered(pick.clause.segment),
                "rank": float(article.rank),
                "behind": article.behind,
                "named": float(article.named),
                "satisfied": float(within),
                "situation": float(bool((signs["told"] or signs["person"]) and not (limits.upper or limits.lower))),
                "sibling": float(_sibling(question, quantity, stated, rated, pick)),
                "lead": first.share
                - max((i.share for i in against if i.set.clause.rank != pick.clause.rank), default=0.0),
            },
        )


def _of_subject(claim: str, quantity: Quantity, sets: Sequence[_Set]) -> Sequence[_Set]:
    """The figures whose sentences hold a word of the claim, where there are any: 禁闭最多15天 is held against the limit
    of 禁闭 and not against that of what stands beside it in the same article.
    """
    said = FRAME.sub(" ", claim.replace(quantity.text, " "))
    words = {word for word in tokenize(said) if len(word) > 1 and word not in STOP}
    held = [one for one in sets if any(word in one.clause.segment for word in words)]
    return held or sets


def _agreement(quantity: Quantity, rated: Sequence[_Rated], share: float, pick: _Set) -> dict[str, float]:
    """How near to the matter the figure stands that agrees with the question."""
    agreeing = [item for item in rated if item.set.quantity.value == quantity.value]
    own = max((item.share for item in agreeing if item.set.clause.rank == pick.clause.rank), default=0.0)
    anywhere = max((item.share for item in agreeing), default=0.0)
    return {
        "margin_article": share - own,
        "margin": share - anywhere,
        "agrees_article": float(own > 0),
        "agrees": float(anywhere > 0),
        "agrees_close": float(anywhere > _CLOSE * share),
        "agree_ratio": min(anywhere / (share + _LITTLE), 2.0),
    }


def _kinship(quantity: Quantity, limits: _Bound, pick: _Set, *, extends: bool) -> dict[str, float]:
    """How alike the two figures are in what they limit."""
    other = (limits.upper and pick.bound.lower and not pick.bound.upper) or (
        limits.lower and pick.bound.upper and not pick.bound.lower
    )
    return {
        "same_bound": float((limits.upper and pick.bound.upper) or (limits.lower and pick.bound.lower)),
        "other_bound": float(other),
        "bounded": float(limits.upper or limits.lower),
        "extends": float(pick.extends != extends),
        "ratio": 1.0 if quantity.kind == "学历" else min(_ratio(quantity, pick.quantity), _RATIO),
        "is_time": float(quantity.kind == "time"),
        "is_times": float(quantity.kind == "次"),
    }


def _all_set(ground: Ground) -> list[_Set]:
    return [
        _Set(
            quantity,
            _bound(clause.text, quantity),
            clause,
            bool(_EXTENDS.search(clause.text[: quantity.start])),
            bool(_DONE_IN.search(clause.text[: quantity.start])),
        )
        for clause in ground.clauses
        for quantity in quantities(clause.text)
    ]


def _bound(text: str, quantity: Quantity) -> _Bound:
    before = _CLAUSE_MARK.split(text[max(0, quantity.start - _BEFORE) : quantity.start])[-1]
    after = _CLAUSE_MARK.split(text[quantity.end : quantity.end + _AFTER])[0]
    upper, lower = bool(_UPPER_AFTER.search(after)), bool(_LOWER_AFTER.search(after))
    return _Bound(
        upper or (bool(_UPPER_BEFORE.search(before)) and not lower),
        lower or (bool(_LOWER_BEFORE.search(before)) and not upper),
    )


def _past(question: str, quantity: Quantity) -> bool:
    return bool(_PAST.search(question[: quantity.start]) or _PAST_AFTER.search(question[quantity.end :]))


def _fit(quantity: Quantity, limits: _Bound, one: _Set, *, extends: bool) -> float:
    """How well a figure of an article fits as the counterpart, apart from the matter."""
    value = 1.0
    if limits.upper != limits.lower and one.bound.upper != one.bound.lower:
        value *= _SAME_LIMIT if limits.upper == one.bound.upper else _OTHER_LIMIT
    if extends != one.extends:
        value *= _OTHER_TERM
    if quantity.kind == "time" and _ratio(quantity, one.quantity) > _FAR:
        value *= _FAR_OFF
    return value


def _ratio(left: Quantity, right: Quantity) -> float:
    return abs(math.log(max(left.value, _LITTLE) / max(right.value, _LITTLE)))


def _satisfied(quantity: Quantity, ends: Sequence[_Set]) -> bool:
    """Whether a figure lies within what a clause sets."""
    lowest = [one.quantity.value for one in ends if one.bound.lower]
    highest = [one.quantity.value for one in ends if one.bound.upper]
    return bool(lowest or highest) and all(
        (quantity.value >= max(lowest, default=quantity.value), quantity.value <= min(highest, default=quantity.value))
    )


def _sibling(
    question: str, quantity: Quantity, stated: Sequence[Quantity], rated: Sequence[_Rated], pick: _Set
) -> bool:
    """Whether another figure that the question states agrees with the same article."""
    others = {
        other.value
        for other in stated
        if other.kind == quantity.kind and other.value != quantity.value and not _past(question, other)
    }
    return any(item.set.quantity.value in others for item in rated if item.set.clause.rank == pick.clause.rank)
