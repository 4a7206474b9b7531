"""The articles that carry a drill; only those in force.

First those a trainer would look for (``casework.yaml`` points at them by some of their words and says to what they
apply), then those the precedent itself names, then those found by search.  A wrong article is worse than none, so a
found one must speak of the matter: it holds phrases of the problem type, shares words with the problem, and its
regulation governs the type.  What is quoted can be read out: a paragraph, or an item with the head it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.desk import Desk
from assistant.drills.casework import Pointer
from assistant.drills.material import Material
from assistant.drills.quoting import Basis, quoted
from assistant.drills.scenario import SEVERE, Scene, Told
from assistant.select import body_span
from kb.catalog import RegulationInfo
from kb.model import Group, PassageKind, StoredPassage, Validity
from kb.taxonomy import Taxonomy
from kb.text import fold
from kb.tokens import pairs
from retrieval.names import bare_title, short_forms
from retrieval.references import find_references

#: Hits looked at per question: the right article stands among the first five for .90 of the questions.
_DEPTH = 8

#: A found article must hold a whole phrase of the type (two short ones); search alone brings neighbours (a rule on
#: duty in detention houses for duty at a police station).
_LEAST = 1.0

#: … and so many points in all: below it, of the articles found for 24 problems, half did not bear on the matter.
#: Regulations on discipline name acts in few words and need less.
_ENOUGH, _ENOUGH_DISCIPLINE = 1.3, 0.9

#: What the words of the problem that an article holds count at most.
_SAME_WORDS = 4.0

#: … and this share of the problem's own pairs of characters must stand in it.  Of 59 articles found for the 50
#: problems and types of the corpus and the bundled library, 20 of the 31 above it bore on the matter, 6 of the 28
#: below.
COMMON = 0.1

#: The lead of an enumeration says nothing without its items, the last item covers everything.
_NO_ITEM = re.compile(r"[：:]\s*$|^\s*[（(][一二三四五六七八九十]+[)）]\s*其他")

#: What those do who check is violated by nobody who is checked.
_CHECKING = re.compile(r"(?:督察机构|督察人员|监察机关|巡察组)")

#: Rules for those who check alone, and rules on what whoever was called to account may do about it.
_OF_CHECKERS, _APPEAL = re.compile(r"督察条例"), re.compile(r"申诉|复核决定|陈述和申辩")

#: Phrases of two characters are parts of other words.
_SHORT = 2

#: Aims, definitions, final provisions: true of everything, basis of nothing.
_GENERAL = re.compile(r"制定本|本(?:法|条例|规定|办法|规范)(?:所称|自|由|适用)|的含义是|解释权|同时废止")

_SANCTION = re.compile(r"处分|记过|撤职|开除|停止执行职务|禁闭|严肃处理|问责|批评教育|诫勉|责令作出检查")


_DISCIPLINE = re.compile(r"处分|督察|监察法|纪律")
_LISTED_BASIS = re.compile(r"依据")


def listed(desk: Desk, material: Material) -> list[Basis]:
    """The articles in force that a typical case names as its basis and that forbid or require something, in its order.

    What those do who check, and what only lays down sanctions, is left out.
    """
    named = (quoted(passage, _best(passage, line)) for passage, line in _named(desk, material))
    return _once(basis for basis in named if basis and not is_sanction(basis) and not _CHECKING.match(basis.text))


def found_by_search(desk: Desk, material: Material, taxonomy: Taxonomy) -> list[Basis]:
    """The articles in force that search finds for a precedent and that speak of its matter, best first."""
    words = "，".join(fact.text for fact in (*material.story, *material.issues, *material.implied))
    searched = (quoted(one, _best(one, words)) for one in _searched(desk, material, taxonomy))
    return _once(basis for basis in searched if basis)


def sanctions(
    desk: Desk, told: Told, found: Scene, disposals: str, *, but: Iterable[Basis] = (), checks: bool
) -> list[Basis]:
    """The articles in force that allow the ``disposals`` proposed for the acts of a scene, best first, without those
    in ``but``.

    A mild disposal (批评教育) rests on the article that allows it, never on one that lays down sanctions; those need a
    sanction proposed, and name the very acts it is proposed for.  What those do who check is no basis of a
    group that does not check (``checks``).
    """
    known, material, matter = told.known, told.material, found.matter
    pointers = [one for one in known.basis if one.consequence and one.is_fit(matter + disposals)]
    rules: list[Basis] = []
    if SEVERE.search(disposals):
        acts = [
            one
            for one in (*known.basis, *known.general)
            if not one.consequence and one.fits and one.is_fit(found.grave)
        ]
        rules += [basis for basis in pointed(desk, acts) if is_sanction(basis)][:1]
        named = (quoted(passage, _best(passage, line)) for passage, line in _named(desk, material))
        rules += [basis for basis in named if basis and is_sanction(basis)]
    rules += pointed(desk, [one for one in known.light if one.is_fit(disposals)])
    rules += pointed(desk, pointers)
    taken = {basis.label for basis in but}
    kept = [basis for basis in _once(rules) if basis.label not in taken]
    kept = [basis for basis in kept if not _APPEAL.search(basis.text)]
    return kept if checks else [basis for basis in kept if not _OF_CHECKERS.search(basis.label)]


def _once(found: Iterable[Basis]) -> list[Basis]:
    """Every article once: two rows with the same number cannot be told apart on a sheet of marks.  Annexes are long and
    may come again.
    """
    kept: dict[str, Basis] = {}
    for basis in found:
        kept.setdefault(basis.label if basis.label.endswith("条") else basis.text, basis)
    return list(kept.values())


def is_sanction(basis: Basis) -> bool:
    """Whether an article lays down sanctions or other disposals."""
    return bool(_SANCTION.search(basis.text))


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


def pointed(desk: Desk, pointers: Iterable[Pointer]) -> Iterator[Basis]:
    """The articles pointed at, as far as they are held and can be quoted."""
    for pointer in pointers:
        passage = _holder(desk, pointer)
        basis = quoted(passage, pointer.words) if passage else None
        if basis:
            yield basis


def _holder(desk: Desk, pointer: Pointer) -> StoredPassage | None:
    """The article in force that holds the words of a pointer."""
    for version in _versions(desk, pointer.regulation):
        for one in desk.kb.catalog.of_source(version.source_id):
            is_article = one.part == version.part and one.kind is PassageKind.ARTICLE
            if is_article and one.validity is Validity.IN_FORCE and pointer.words in one.text:
                return one
    return None


def _wording(material: Material, taxonomy: Taxonomy) -> list[str]:
    """The questions asked for a precedent."""
    info = taxonomy.types.get(material.code)
    issues = [fact.text for fact in (*material.issues, *material.implied)][:3]
    title = material.info.problem.title if material.frame else "，".join(issues)[:120]
    phrases = " ".join(info.phrases[:6]) if info else material.code.replace("/", " ")
    return [f"{title} {phrases}", f"{info.definition if info else phrases}应当怎么规定", *issues]


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


def _searched(desk: Desk, material: Material, taxonomy: Taxonomy) -> list[StoredPassage]:
    """Articles found by search that speak of the matter, best first."""
    info = taxonomy.types.get(material.code)
    governing = {bare_title(title) for title in info.regulations} if info else set()
    phrases = info.phrases if info else tuple(material.code.split("/"))
    matter = "，".join(fact.text for fact in (*material.issues, *material.implied))
    scores: dict[StoredPassage, float] = {}
    for question in _wording(material, taxonomy):
        for rank, hit in enumerate(desk.search(question, limit=_DEPTH).groups.get(Group.ARTICLE, ())):
            passage = hit.passage
            text = fold(passage.text)
            is_governing = bare_title(passage.title) in governing
            is_usable = passage.kind is PassageKind.ARTICLE and passage.validity is Validity.IN_FORCE
            if not (is_usable and is_governing) or _SANCTION.search(text) or _GENERAL.search(text):
                continue
            said = [phrase for phrase in phrases if phrase in text]
            said = [one for one in said if not any(one != other and one in other for other in said)]
            points = sum(0.5 if len(phrase) <= _SHORT else 1.0 for phrase in said)
            shared = _shared(matter, text)
            if points >= _LEAST and shared >= COMMON:
                score = points + _SAME_WORDS * shared - rank / _DEPTH
                if score >= (_ENOUGH_DISCIPLINE if _DISCIPLINE.search(passage.title) else _ENOUGH):
                    scores[passage] = max(score, scores.get(passage, 0.0))
    return sorted(scores, key=lambda one: (-scores[one], one.key))


def _shared(matter: str, text: str) -> float:
    """The share of the problem's pairs of characters that an article holds."""
    wanted = set(pairs(matter))
    return len(wanted & set(pairs(text))) / max(len(wanted), 1)


def _best(passage: StoredPassage, matter: str) -> str:
    """The clause of an article that shares most with the matter; leads and last items say nothing by themselves."""
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :]
    wanted = set(pairs(fold(matter)))
    lines = [match[0].strip() for match in re.finditer(r"[^。；;\n]+[。；;]?", text) if match[0].strip()]
    telling = [line for line in lines if not _NO_ITEM.search(line)] or lines
    return max(telling, key=lambda line: len(wanted & set(pairs(fold(line)))), default="")
