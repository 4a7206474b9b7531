"""Chooses the name of a shortcoming: as the user states it, as the sources name it, or as a title has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import rjieba

from assistant.answer import MeasureKind
from assistant.measure_kinds import classify
from assistant.measures import source_units
from assistant.precedents import Shown
from assistant.shelf import Holdings
from assistant.understood import Understood
from assistant.wording import blanks, facts
from assistant.wording.findings import (
    FAULT,
    OFFENCE,
    Finding,
    details,
    is_fault,
    predicate_of,
    predicates,
    terms,
    title,
    wrong,
)
from kb.model import Span, StoredPassage
from kb.text import fold
from kb.tokens import tokenize
from retrieval.bridge import GRAMMAR
from retrieval.terms import STOP
from retrieval.understand import Query

#: Shortcomings named in one wording: more read like a list of everything that can go wrong.
NAMED = 2

#: A shortcoming of the sources is taken for the one asked about when half of its pairs of characters are said (see
#: :class:`Likeness`).  On the development questions .4 still took 办案程序不规范 for whatever an 办案单位 does.
ALIKE = 0.5

#: The best precedent is the one meant when its score is so many times that of the next.
MARGIN = 1.1

#: What standing in the passage found counts, and a rank among the precedents costs.
_NEAR = 0.3

#: Nouns of a predicate that can be said of any matter; 制度 and 基础 of a title are those of its own matter.
_OF_ANYTHING = frozenset(("", "管理"))

#: Words of every second passage, which tell nothing.
_GENERAL_WORDS = "民警 公安 公安局 公安机关 派出所 单位 部门 工作 领导 干部 巡察 整改 管理 群众 人员 分局 怎么 整治"

_GENERAL = frozenset(_GENERAL_WORDS.split())

#: A noun that a fault can be said of does not begin with an act.
_NOT_OBJECT = re.compile(
    r"^(?:严格|加强|强化|深入|推进|推动|建立|健全|完善|开展|落实|打击|防止|及时|按照|不得|依法|控制|提供|组织|应当|可以|严禁|禁止|接受"
    r"|主动|进行|实行|坚持|要求|严控|从严|压实|提升|提高|督促|杜绝|构建|打造|夯实|优化|深化|细化|聚焦|紧盯|倾斜|对|由|在|经)"
)

#: People, crimes and firms are what a unit deals with, not what its work is about.
_NOT_WORK = re.compile(r"(?:责任人|公司|人员|人士|书记|警察|民警|嫌疑人|案件|对象|单位|部门|机构|机关|场所)$")

#: What somebody did is a fault by itself; nothing can be wrong with it.
_DEED = re.compile(
    r"(?:饮酒|喝酒|赌博|吸毒|嫖娼|斗殴|打架|打人|骂人|殴打|受贿|索贿|贪污|酒驾|醉驾|[脱离空睡]岗|旷工|迟到|早退)$"
)

_NO_MATTER = (FAULT, OFFENCE, _NOT_WORK, _DEED)

_CLAUSES = re.compile(r"[^，,；;、]+")

_OBJECT_LENGTHS = range(2, 11)

#: A term of two characters (报案, 体检) names an act rather than a matter in which something can be wrong.
_MATTER_LENGTHS = range(3, 11)

#: Stands where nobody has said what is wrong.
WRONG = "【问题表现】"


class Choice(NamedTuple):
    """A shortcoming for the wordings: words, where they stand, and which of them stem from the user."""

    text: str
    passage: StoredPassage
    span: Span
    pattern: str
    yours: tuple[Span, ...] = ()


class Likeness:
    """How much a shortcoming speaks of what the question asks about."""

    def __init__(self, query: Query, understood: Understood) -> None:
        text = fold("\n".join((query.core, *(term for term, _ in understood.official))))
        self._pairs = _pairs(text)
        self._words = {token for token in tokenize(text) if len(token) > 1 and token not in STOP}
        terms = (*understood.official, *understood.nearly)
        self._terms = [fold(term) for term, _ in terms]
        self._faults = [fold(term) for term, _ in terms if is_fault(term)]

    def __call__(self, text: str) -> float:
        """The share of its pairs of characters that are said, whole words counted once more; 1 more where it holds an
        official term for the fault that was said.
        """
        folded = fold(text)
        pairs = _pairs(folded)
        words = {token for token in tokenize(folded) if len(token) > 1} & self._words
        share = (len(words) + len(pairs & self._pairs)) / max(len(pairs), 1)
        return share + any(term in folded for term in self._faults)

    def speaks(self, text: str) -> bool:
        """Whether a passage holds a telling word of the question or an official term read into it."""
        folded = fold(text)
        told = {word for word in self._words - _GENERAL if word in folded}
        return bool(told) or any(term in folded for term in self._terms)

    def words(self, text: str) -> int:
        """How many different words of the question a text holds."""
        return len({token for token in tokenize(fold(text)) if len(token) > 1} & self._words)


def _pairs(text: str) -> set[str]:
    kept = [char if char.isalnum() and char not in GRAMMAR else " " for char in text]
    return {f"{left}{right}" for left, right in pairwise(kept) if " " not in (left, right)}


def said_in(holdings: Holdings, query: Query, shown: Sequence[Shown]) -> list[Choice]:
    """What the user states the way titles do, each with the title of the library whose form it has: the same words say
    what is wrong, or else the title of the best precedent.
    """
    choices = []
    for clause in facts.stated(query.folded):
        same = next((found for found in predicates(holdings) if found.wrong == wrong(clause)), None)
        model = same.finding if same else next(title(holdings, shown[0].info), None)
        if model:
            pattern = f"〔对象〕{same.wrong}" if same else "〔问题〕"
            choices.append(Choice(clause, model.passage, model.span, pattern, (Span(0, len(clause)),)))
    return choices


def own_matter(holdings: Holdings, query: Query, understood: Understood, shown: Sequence[Shown]) -> Choice | None:
    """The official name of a matter of the question, with a predicate of the library that says what the user says is
    wrong with it.
    """
    keys = {item.info.source_id for item in shown}
    for said, matter in understood.readings:
        fits = len(matter) in _OBJECT_LENGTHS and not any(rule.search(matter) for rule in _NO_MATTER)
        fits = fits and not _NOT_OBJECT.match(matter)
        fitting = facts.fitting(query.folded, said, predicates(holdings)) if fits and _is_noun(matter) else []
        # 标准化规范化不规范 would say the same twice.
        fitting = [found for found in fitting if found.wrong.removeprefix("不") not in matter]
        if fitting:
            best = next((found for found in fitting if found.finding.info.source_id in keys), fitting[0])
            of = best.of if best.of in _OF_ANYTHING and not matter.endswith(best.of) else ""
            span = Span(0, len(matter))
            return Choice(f"{matter}{of}{best.wrong}", best.finding.passage, best.finding.span, best.pattern, (span,))
    return None


def named_in(holdings: Holdings, like: Likeness, understood: Understood, shown: Sequence[Shown]) -> list[Choice]:
    """Shortcomings that the precedents name and the question means, best first; those of one list stand together.
    Figures of the source become blanks.
    """
    found: list[tuple[float, Finding]] = []
    for rank, item in enumerate(shown[:NAMED]):
        for finding in details(item.info, holdings.passages(item.info)):
            near = finding.passage.key == item.hit.passage.key
            score = like(finding.text)
            if score >= ALIKE:
                found.append((score + (_NEAR if near else 0.0) - _NEAR * rank, finding))
    # A term that says the fault by itself (庸懒散) names it as well as the sources do, a little less readily.
    meant = [term for term, _ in (*understood.official, *understood.nearly) if is_fault(term)]
    # 推迟晋升 is what was done to somebody, not what was wrong.
    meant = [term for term in meant if not _NOT_OBJECT.match(term) and classify(term) is not MeasureKind.ACCOUNTABILITY]
    found += [(1.0 - _NEAR, finding) for finding in terms(shown[0].info, shown[0].hit.passage, meant)]
    found.sort(key=lambda pair: (-pair[0], str(pair[1].passage.key), pair[1].span))
    picked: list[Choice] = []
    for _, finding in found:
        together = not picked or finding.passage.key == picked[0].passage.key
        apart = all(finding.text not in other.text and other.text not in finding.text for other in picked)
        form = blanks.emptied(finding.text, source_units(finding.info), blanks.UNIT)
        if together and apart and form and len(picked) < NAMED:
            picked.append(Choice(form, finding.passage, finding.span, "〔问题〕"))
    return picked


def printed_in(holdings: Holdings, like: Likeness, understood: Understood, shown: Sequence[Shown]) -> Choice | None:
    """The title of the best precedent as printed, where the question is about what that title is about: its words are
    said, or its first type is that of the question and of the passage found, and no other precedent is as close.
    """
    best = shown[0]
    finding = next(title(holdings, best.info), None)
    about = understood.central and ahead(shown) and like.speaks(best.hit.passage.text)
    alike = any(like(clause) >= ALIKE for clause in _CLAUSES.findall(best.info.problem.title))
    if finding is None or not (alike or about):
        return None
    return as_printed(holdings, best, finding)


def ahead(shown: Sequence[Shown]) -> bool:
    """Whether the best precedent is clearly the one meant."""
    return all(shown[0].hit.score >= MARGIN * other.hit.score for other in shown[1:])


def as_printed(holdings: Holdings, best: Shown, finding: Finding) -> Choice:
    """The whole title of a precedent."""
    span = best.info.problem.title_span
    predicate = predicate_of(finding)
    return Choice(
        holdings.text(best.info, span).strip(), finding.passage, span, predicate.pattern if predicate else "〔问题〕"
    )


def matter_of(understood: Understood, best: Shown) -> Choice | None:
    """The official name of what the question is about, where it stands in the best passage, with a blank for what is
    wrong with it.
    """
    names = [term for term, _ in understood.official if not _NOT_OBJECT.match(term) and _is_noun(term)]
    fitting = [
        name for name in names if len(name) in _MATTER_LENGTHS and not any(rule.search(name) for rule in _NO_MATTER)
    ]
    passage = best.hit.passage
    found = next(
        (one for one in terms(best.info, passage, fitting) if not _names_document(passage, one.span.start)), None
    )
    if found is None:
        return None
    text = f"{found.text}{WRONG}"
    return Choice(text, found.passage, found.span, "〔对象〕〔问题表现〕", (Span(0, len(found.text)),))


def _names_document(passage: StoredPassage, at: int) -> bool:
    """Whether a place stands in the name of a document (《…》), of which nothing can be wrong here."""
    before = passage.text[: at - passage.span.start]
    return before.rfind("《") > before.rfind("》")


def _is_noun(term: str) -> bool:
    tags = rjieba.tag(term)
    return bool(tags) and tags[-1][1].startswith(("n", "vn")) and not any(char in term for char in "“”、，《》")
