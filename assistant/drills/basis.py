"""The articles that carry a drill: named by the precedent itself, or found by search; only those in force.

A wrong article is worse than none, so a found article must speak of the matter: it holds phrases of the problem type,
and where the taxonomy names the regulations of a type, those come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.anchor import Anchor, of_passage
from assistant.desk import Desk
from assistant.drills.material import Material
from assistant.select import body_span, decisive
from kb.model import Group, PassageKind, Span, StoredPassage, Validity
from kb.taxonomy import Taxonomy
from kb.text import fold
from kb.tokens import pairs
from retrieval.names import bare_title
from retrieval.quantities import quantities
from retrieval.references import find_references
from retrieval.terms import weighted_terms


class Basis(NamedTuple):
    """An article with the words that matter; ``figures`` as printed in them, ``score`` for order only."""

    label: str
    text: str
    anchor: Anchor
    figures: tuple[str, ...]
    score: float


#: Hits looked at per question: the right article stands among the first five for .90 of the questions.
_DEPTH = 8

#: An article named by the precedent itself outranks any that was searched.
_NAMED = 10.0

#: Only regulations that the taxonomy names for the type are taken, and those on discipline for consequences; the former
#: count like two phrases more.
_GOVERNING = 2.0

#: A found article must hold a whole phrase of the type (two short ones); search alone brings neighbours (a rule on
#: duty in detention houses for duty at a police station).
_LEAST = 1.0

#: … and so many points in all: below it, of the articles found for 24 problems, half did not bear on the matter.
#: Regulations on discipline name acts in few words and need less.
_ENOUGH, _ENOUGH_DISCIPLINE = 3.3, 2.9

#: What the words of the problem that an article holds count at most.
_SAME_WORDS = 4.0

#: Phrases of two characters are parts of other words.
_SHORT = 2

#: Aims, definitions, final provisions: true of everything, basis of nothing.
_GENERAL = re.compile(r"制定本|本(?:法|条例|规定|办法|规范)(?:所称|自|由|适用)|的含义是|解释权|同时废止")

_SANCTION = re.compile(
    r"处分|记过|撤职|开除|停止执行职务|禁闭|承担赔偿责任|责令改正|严肃处理|依法追究|问责|批评教育|诫勉|责令作出检查"
)
#: Regulations on discipline apply to every type.
_DISCIPLINE = re.compile(r"处分|督察|监察法|纪律")
_LISTED_BASIS = re.compile(r"依据")

#: A quoted article of more than this is cut to its decisive sentence or item; it must be read in a model answer.
_LONG = 320


def articles(desk: Desk, material: Material, taxonomy: Taxonomy, limit: int, *, sanction: bool = False) -> list[Basis]:
    """Up to ``limit`` articles in force for a precedent, best first; ``sanction`` asks for those on consequences."""
    words = _wording(material, taxonomy, sanction=sanction)
    found: dict[str, Basis] = {}
    candidates = [*_named(desk, material), *_searched(desk, material, taxonomy, words, sanction=sanction)]
    for passage, score in candidates:
        if bool(_SANCTION.search(passage.text)) is not sanction and (sanction or score < _NAMED):
            continue
        basis = _basis(desk, passage, words[0], score)
        if basis.label not in found or found[basis.label].score < score:
            found[basis.label] = basis
    return sorted(found.values(), key=lambda basis: (-basis.score, basis.label))[:limit]


def _wording(material: Material, taxonomy: Taxonomy, *, sanction: bool) -> list[str]:
    """The questions asked for a precedent."""
    info = taxonomy.types.get(material.code)
    issues = [fact.text for fact in (*material.issues, *material.implied)][:3]
    title = material.info.problem.title if material.frame else "，".join(issues)[:120]
    phrases = " ".join(info.phrases[:6]) if info else material.code.replace("/", " ")
    asked = [f"{title} {phrases}", f"{info.definition if info else phrases}应当怎么规定", *issues]
    return [f"{question} 处分 责任 后果" for question in asked[:2]] if sanction else asked


def _named(desk: Desk, material: Material) -> Iterable[tuple[StoredPassage, float]]:
    """The articles that a typical case lists as its basis, in its order."""
    retriever = desk.retriever
    retriever.understand("")  # brings the names up to date
    order = 0
    for passage in desk.kb.catalog.of_source(material.info.source_id):
        is_listed = passage.part == material.info.part and any(_LISTED_BASIS.search(part) for part in passage.path)
        if not is_listed or material.frame is not None:
            continue
        references, _ = find_references(fold(passage.text), retriever.names)
        for reference in references:
            for regulation in (one for title in reference.titles[:1] for one in retriever.names.versions(title)):
                held = desk.kb.catalog.article(regulation.source_id, regulation.part, reference.number, reference.sub)
                if held is not None and held.validity is Validity.IN_FORCE:
                    order += 1
                    yield held, 2 * _NAMED - order / 100
                    break


def _searched(
    desk: Desk, material: Material, taxonomy: Taxonomy, questions: list[str], *, sanction: bool
) -> Iterable[tuple[StoredPassage, float]]:
    info = taxonomy.types.get(material.code)
    governing = {bare_title(title) for title in info.regulations} if info else set()
    phrases = info.phrases if info else tuple(material.code.split("/"))
    matter = "，".join(fact.text for fact in (*material.issues, *material.implied))
    for question in questions:
        for rank, hit in enumerate(desk.search(question, limit=_DEPTH).groups.get(Group.ARTICLE, ())):
            passage = hit.passage
            text = fold(passage.text)
            is_governing = bare_title(passage.title) in governing
            is_fit = is_governing or (sanction and _DISCIPLINE.search(passage.title))
            is_usable = passage.kind is PassageKind.ARTICLE and passage.validity is Validity.IN_FORCE
            if not is_usable or not is_fit or (_GENERAL.search(text) and not sanction):
                continue
            said = [phrase for phrase in phrases if phrase in text]
            said = [one for one in said if not any(one != other and one in other for other in said)]
            points = sum(0.5 if len(phrase) <= _SHORT else 1.0 for phrase in said)
            if points >= _LEAST:
                score = points + _GOVERNING * is_governing + _SAME_WORDS * _shared(matter, text) - rank / _DEPTH
                if score >= (_ENOUGH_DISCIPLINE if _DISCIPLINE.search(passage.title) else _ENOUGH):
                    yield passage, min(score, _NAMED - 1)


def _shared(matter: str, text: str) -> float:
    """The share of the problem's pairs of characters that an article holds."""
    wanted = set(pairs(matter))
    return len(wanted & set(pairs(text))) / max(len(wanted), 1)


def _whole_lines(passage: StoredPassage, span: Span) -> Span:
    """The span cut back to the end of a line or sentence, where it was cut in the middle of one."""
    text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
    if span.end == passage.span.end or text.endswith(("。", "；", ";")):
        return span
    ends = [match.end() for match in re.finditer(r"[。；;]", text)]
    return Span(span.start, span.start + ends[-1]) if ends else span


def _basis(desk: Desk, passage: StoredPassage, question: str, score: float) -> Basis:
    body = body_span(passage)
    spans = [body]
    if body.end - body.start > _LONG:
        terms = weighted_terms(desk.retriever.understand(question))
        last = decisive(passage, terms, limit=1)[-1]
        text = passage.text[last.start - passage.span.start : last.end - passage.span.start]
        # The lead of an enumeration says nothing without its items.
        spans = [Span(last.start, min(body.end, last.start + _LONG))] if text.rstrip().endswith(("：", ":")) else [last]
        spans = [_whole_lines(passage, spans[0])]
    anchor = of_passage(passage, spans[0])
    label = f"《{bare_title(passage.title)}》{passage.locator}"
    figures = tuple(dict.fromkeys(quantity.text for quantity in quantities(anchor.quote) if quantity.kind != "学历"))
    return Basis(label, anchor.quote, anchor, figures[:4], score)
