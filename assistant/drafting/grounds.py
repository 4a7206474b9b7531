"""Which articles found for a question may stand as bases in a paper.

An answer shows what is near, for its reader to judge; a paper that cites a wrong article is wrong.  So an article
must govern the matter and name it, or be cited by the very precedent; where none does, the paper leaves a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.precedents import Shown
from assistant.select import body_span
from assistant.shelf import Shelf
from assistant.understood import CERTAIN, read
from kb.model import DocumentKind, StoredPassage
from kb.phrases import normal
from kb.taxonomy import TypeInfo
from kb.text import fold
from retrieval.names import RegulationNames, bare_title
from retrieval.references import find_references
from retrieval.result import SearchResult

#: A term meant by the question names the matter even in a text that its type does not list, when it is this long:
#: 人民警察不得少于二人 can mean nothing else, 饮酒 and 停车 stand in rules for everybody.
_PLAIN = 4

#: A short word of a type names the matter only when the question says or means it: a matter of escapes is not one of
#: suicides, though both are accidents in custody.
_SHORT = 2

#: The place that a regulation is made for: 看守所条例, 拘留所条例.
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:所|监狱)(?=条例|法|规定|办法|规则|细则|规范|管理)")

#: The lead of a list of conditions under which something else is allowed or demanded: what its items name is not what
#: the article is about (遇有下列情形之一的，不得使用武器).
_CONDITIONS = re.compile(r"情形之一[^：:。]*(?:可以|不得|应当|必须)[^：:。]*[：:]")

#: An annex tells how a kind of case is dealt with, not what is demanded of those who deal with it.
_ANNEX = re.compile(r"附件|附录|附表")


class Grounds:
    """Judges articles for one question."""

    def __init__(self, shelf: Shelf, result: SearchResult, shown: Sequence[Shown]) -> None:
        self._shelf = shelf
        self._core = result.query.core
        self._shown = shown
        own = [found.code for found in shelf.taxonomy.assign(self._core, "")]
        codes = own or read(shelf, result, [(item.hit, item.info) for item in shown]).types
        self._types = [shelf.taxonomy.types[code] for code in codes if code in shelf.taxonomy.types]

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Titles that govern a matter of some type."""
        return frozenset(bare_title(title) for one in self._shelf.taxonomy.types.values() for title in one.regulations)

    @cached_property
    def _meant(self) -> tuple[str, ...]:
        """Official terms that are certainly meant."""
        return tuple(normal(one.meant) for one in self._shelf.lexicon.expand(self._core) if one.weight >= CERTAIN)

    def fits(self, article: StoredPassage) -> bool:
        """Whether the article governs the matter and names it: a text listed for a type of the matter (or for none at
        all, as local rules are) with an official term of that type, or one with a long term that the question means.
        """
        title = bare_title(article.title)
        if not self._in_place(title):
            return False
        words = normal(self._subject_of(article))
        if any(len(term) >= _PLAIN and term in words for term in self._meant) and not _ANNEX.match(article.locator):
            return True
        for kind in self._types:
            governs = title in map(bare_title, kind.regulations) or title not in self._listed
            if governs and any(phrase in words for phrase in self._naming(kind)):
                return True
        return False

    def _naming(self, kind: TypeInfo) -> Iterator[str]:
        """The terms of a type that name the matter in an article."""
        asked = normal(self._core)
        for phrase in map(normal, (kind.name, *kind.words)):
            if len(phrase) > _SHORT or phrase in asked or phrase in self._meant:
                yield phrase

    def cited(self) -> Iterator[StoredPassage]:
        """Articles that the precedents cite for the matter: the citing line or the article names it."""
        catalog = self._shelf.catalog
        names = RegulationNames(catalog.regulations(), self._shelf.lexicon.documents())
        for item in self._shown:
            of_case = item.info.kind is DocumentKind.CASE
            for passage in catalog.of_source(item.info.source_id):
                if passage.problem != item.info.problem.locator and not (of_case and passage.part == item.info.part):
                    continue
                for reference in find_references(fold(passage.text), names)[0]:
                    for version in [one for title in reference.titles[:1] for one in names.versions(title)][:1]:
                        found = catalog.article(version.source_id, version.part, reference.number, reference.sub)
                        if found is not None and self._names_matter(f"{passage.text}\n{found.text}"):
                            yield found

    def _names_matter(self, text: str) -> bool:
        words = normal(text)
        return any(phrase in words for kind in self._types for phrase in self._naming(kind))

    def _in_place(self, title: str) -> bool:
        """Whether the matter is one of the place the regulation is made for, where it is made for one."""
        place = _PLACE.search(title.removeprefix("中华人民共和国").removeprefix("公安机关"))
        if place is None:
            return True
        name = place.group()
        about = [
            self._core,
            *(item.info.unit or "" for item in self._shown),
            *(p for t in self._types for p in t.words),
        ]
        return any(name in words for words in about)

    @staticmethod
    def _subject_of(article: StoredPassage) -> str:
        """The words of the article; only the lead where its items are conditions of something else."""
        body = body_span(article)
        text = article.text[body.start - article.span.start :]
        lead = _CONDITIONS.search(text)
        return text[: lead.end()] if lead else text
