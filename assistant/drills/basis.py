"""The articles that carry a drill; only those in force.

First those the precedent itself names, then those a trainer would look for (``casework.yaml`` points at them by some of
their words), then those found by search.  A wrong article is worse than none, so a found one must speak of the matter:
it holds phrases of the problem type, shares words with the problem, and its regulation governs the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from assistant.anchor import Anchor, of_passage
from assistant.desk import Desk
from assistant.drills.casework import Pointer, casework
from assistant.drills.material import Material
from assistant.select import body_span
from kb.catalog import RegulationInfo
from kb.model import Group, PassageKind, Span, StoredPassage, Validity
from kb.taxonomy import Taxonomy
from kb.text import fold
from kb.tokens import pairs
from retrieval.names import bare_title, short_forms
from retrieval.quantities import quantities
from retrieval.references import find_references


class Basis(NamedTuple):
    """An article with the words that matter; ``figures`` as printed in them."""

    label: str
    text: str
    anchor: Anchor
    figures: tuple[str, ...]


#: Search is asked where fewer articles are known otherwise.
_FEWEST = 2


#: Hits looked at per question: the right article stands among the first five for .90 of the questions.
_DEPTH = 8

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

#: … and this share of the problem's own pairs of characters must stand in it.  Of 59 articles found for the 50
#: problems and types of the corpus and the bundled library, 20 of the 31 above it bore on the matter, 6 of the 28
#: below.
_COMMON = 0.1

#: The lead of an enumeration says nothing without its items, the last item covers everything.
_NO_ITEM = re.compile(r"[：:]\s*$|^\s*[（(][一二三四五六七八九十]+[)）]\s*其他")

#: A lead with its items is quoted up to this length.
_WITH_ITEMS = 200

#: A line of more than this is cut to its sentence.
_LINE = 90

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

#: A quoted article of more than this is cut to its decisive sentence or item; it must be read in a model answer, and
#: trainers skip half a page of law.
_LONG = 120


def articles(desk: Desk, material: Material, taxonomy: Taxonomy, limit: int, *, sanction: bool = False) -> list[Basis]:
    """Up to ``limit`` articles in force for a precedent, best first; ``sanction`` asks for those on consequences.

    Articles the precedent names and those pointed at come in turn; search is asked only where they give too few.
    """
    case = casework(material.code)
    pointed = list(_pointed(desk, (*case.basis, *case.general) if sanction else case.basis, sanction=sanction))
    known = {basis.label: basis for basis in pointed}
    matter = "，".join(fact.text for fact in (*material.story, *material.issues, *material.implied))
    named = [
        known.get(_label(passage)) or _basis(passage, line)
        for passage, line in _named(desk, material)
        if bool(_SANCTION.search(passage.text)) is sanction
    ]
    found: dict[Anchor, Basis] = {}
    for pair in zip_longest(pointed, named):
        found.update((basis.anchor, basis) for basis in pair if basis and basis.anchor not in found)
    if len(found) < _FEWEST and not case.basis:
        labels = {basis.label for basis in found.values()}
        for passage in _searched(desk, material, taxonomy, sanction=sanction):
            if _label(passage) not in labels:
                basis = _basis(passage, matter)
                found[basis.anchor] = basis
        found |= {basis.anchor: basis for basis in _pointed(desk, case.general, sanction=sanction)}
    return list(found.values())[:limit]


def held(desk: Desk, titles: Iterable[str]) -> dict[str, bool]:
    """Whether each regulation stands in the knowledge base, in any version."""
    return {title: bool(_versions(desk, title)) for title in titles}


def _versions(desk: Desk, title: str) -> list[RegulationInfo]:
    """The versions held of a regulation, by its title or that without 中华人民共和国 and the like; no guesses."""
    desk.retriever.understand("")  # brings the names up to date
    names = desk.retriever.names
    bare = bare_title(title)
    found = [one for one in names.resolve(bare) if bare in short_forms(one) or one in short_forms(bare)]
    return [version for one in found[:1] for version in names.versions(one)]


def _pointed(desk: Desk, pointers: Iterable[Pointer], *, sanction: bool) -> Iterator[Basis]:
    """The articles pointed at: the line or sentence with the words; for ``sanction`` what follows from it."""
    for pointer in pointers:
        passage = _holder(desk, pointer)
        if passage is None or (pointer.consequence and not sanction):
            continue
        is_lead = sanction and not pointer.consequence
        for span in _leads(passage, pointer.words) if is_lead else [_stretch(passage, pointer.words)]:
            anchor = of_passage(passage, span)
            yield Basis(_label(passage), anchor.quote, anchor, _figures(anchor.quote))


def _holder(desk: Desk, pointer: Pointer) -> StoredPassage | None:
    """The article in force that holds the words of a pointer."""
    for version in _versions(desk, pointer.regulation):
        for one in desk.kb.catalog.of_source(version.source_id):
            is_article = one.part == version.part and one.kind is PassageKind.ARTICLE
            if is_article and one.validity is Validity.IN_FORCE and pointer.words in one.text:
                return one
    return None


def _stretch(passage: StoredPassage, words: str) -> Span:
    """The line, or the sentence of a long line, that holds the words."""
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :]
    at = text.index(words)
    return _around(text, at, body.start)


def _around(text: str, at: int, base: int) -> Span:
    """The line at an offset, cut to its sentence where it is long; in offsets of the document from ``base``."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    end = len(text) if end < 0 else end
    if end - start > _LINE:
        start = max(start, text.rfind("。", 0, at) + 1)
        stop = text.find("。", at)
        end = min(end, stop + 1) if stop >= 0 else end
    words = text[start:end]
    return Span(base + start + len(words) - len(words.lstrip()), base + start + len(words.rstrip()))


def _leads(passage: StoredPassage, words: str) -> Iterator[Span]:
    """What follows for whoever did it: the lead of an enumeration with its items up to the one that holds the words,
    where they are not many, then the lead alone; nothing where the lead says no consequence.
    """
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :].rstrip()
    end = min((at + 1 for mark in "：:" if (at := text.find(mark)) >= 0), default=len(text))
    if _SANCTION.search(text[:end]):
        item = _stretch(passage, words).end
        yield from (Span(body.start, body.start + one) for one in (item - body.start, end) if one <= _WITH_ITEMS)


def _label(passage: StoredPassage) -> str:
    return f"《{bare_title(passage.title)}》{passage.locator}"


def _figures(text: str) -> tuple[str, ...]:
    """Quantities as printed; dates of study and the like are none."""
    found = dict.fromkeys(quantity.text for quantity in quantities(text) if quantity.kind != "学历")
    return tuple(found)[:4]


def _wording(material: Material, taxonomy: Taxonomy, *, sanction: bool) -> list[str]:
    """The questions asked for a precedent."""
    info = taxonomy.types.get(material.code)
    issues = [fact.text for fact in (*material.issues, *material.implied)][:3]
    title = material.info.problem.title if material.frame else "，".join(issues)[:120]
    phrases = " ".join(info.phrases[:6]) if info else material.code.replace("/", " ")
    asked = [f"{title} {phrases}", f"{info.definition if info else phrases}应当怎么规定", *issues]
    return [f"{question} 处分 责任 后果" for question in asked[:2]] if sanction else asked


def _named(desk: Desk, material: Material) -> Iterator[tuple[StoredPassage, str]]:
    """The articles that a typical case lists as its basis, in its order, each with the line that names it."""
    retriever = desk.retriever
    retriever.understand("")  # brings the names up to date
    for passage in desk.kb.catalog.of_source(material.info.source_id):
        is_listed = passage.part == material.info.part and any(_LISTED_BASIS.search(part) for part in passage.path)
        if not is_listed or not material.is_case:
            continue
        references, _ = find_references(fold(passage.text), retriever.names)
        for reference in references:
            for regulation in (one for title in reference.titles[:1] for one in retriever.names.versions(title)):
                article = desk.kb.catalog.article(
                    regulation.source_id, regulation.part, reference.number, reference.sub
                )
                if article is not None and article.validity is Validity.IN_FORCE:
                    yield article, passage.text
                    break


def _searched(desk: Desk, material: Material, taxonomy: Taxonomy, *, sanction: bool) -> list[StoredPassage]:
    """Articles found by search that speak of the matter, best first."""
    info = taxonomy.types.get(material.code)
    governing = {bare_title(title) for title in info.regulations} if info else set()
    phrases = info.phrases if info else tuple(material.code.split("/"))
    matter = "，".join(fact.text for fact in (*material.issues, *material.implied))
    scores: dict[StoredPassage, float] = {}
    for question in _wording(material, taxonomy, sanction=sanction):
        for rank, hit in enumerate(desk.search(question, limit=_DEPTH).groups.get(Group.ARTICLE, ())):
            passage = hit.passage
            text = fold(passage.text)
            is_governing = bare_title(passage.title) in governing
            is_fit = is_governing or (sanction and _DISCIPLINE.search(passage.title))
            is_usable = passage.kind is PassageKind.ARTICLE and passage.validity is Validity.IN_FORCE
            is_of_kind = bool(_SANCTION.search(text)) is sanction
            if not (is_usable and is_fit and is_of_kind) or (_GENERAL.search(text) and not sanction):
                continue
            said = [phrase for phrase in phrases if phrase in text]
            said = [one for one in said if not any(one != other and one in other for other in said)]
            points = sum(0.5 if len(phrase) <= _SHORT else 1.0 for phrase in said)
            shared = _shared(matter, text)
            if points >= _LEAST and shared >= _COMMON:
                score = points + _GOVERNING * is_governing + _SAME_WORDS * shared - rank / _DEPTH
                if score >= (_ENOUGH_DISCIPLINE if _DISCIPLINE.search(passage.title) else _ENOUGH):
                    scores[passage] = max(score, scores.get(passage, 0.0))
    return sorted(scores, key=lambda one: (-scores[one], one.key))


def _shared(matter: str, text: str) -> float:
    """The share of the problem's pairs of characters that an article holds."""
    wanted = set(pairs(matter))
    return len(wanted & set(pairs(text))) / max(len(wanted), 1)


def _basis(passage: StoredPassage, matter: str) -> Basis:
    """An article; of a long one the line or sentence that shares most with the matter."""
    body = body_span(passage)
    span = body
    if body.end - body.start > _LONG:
        text = passage.text[body.start - passage.span.start :]
        wanted = set(pairs(fold(matter)))
        lines = [match for match in re.finditer(r"[^。；;\n]+[。；;]?", text) if not _NO_ITEM.search(match[0])]
        best = max(lines, key=lambda line: len(wanted & set(pairs(fold(line[0])))), default=None)
        span = _around(text, best.start() + len(best[0]) - len(best[0].lstrip()), body.start) if best else body
    anchor = of_passage(passage, span)
    return Basis(_label(passage), anchor.quote, anchor, _figures(anchor.quote))
