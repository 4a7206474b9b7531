"""The retriever: understand → look up → search each kind → rank → judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

import kb as kb_package
from kb.knowledge_base import KnowledgeBase
from kb.lexicon import Lexicon, load_lexicon
from kb.model import Group
from retrieval.candidates import gather, rarities
from retrieval.judge import Judgement, judge
from retrieval.lookup import Lookups, look_up
from retrieval.merge import merge
from retrieval.names import RegulationNames
from retrieval.rank import WEIGHTS, fuse, rolled_up, single
from retrieval.result import Hit, SearchResult, Verdict
from retrieval.terms import weighted_terms
from retrieval.understand import Query, understand
from retrieval.versions import Versions


class Retriever:
    """Searches one knowledge base.

    Holds what is worth keeping between questions (names, versions, lexicon) and notices when the knowledge base
    changes.  Safe to share between threads.
    """

    def __init__(self, kb: KnowledgeBase, lexicon: Lexicon | None = None) -> None:
        self.kb = kb
        self.lexicon = lexicon or load_lexicon(kb.settings)
        self._stamp: int | None = None
        self._refresh()

    def _refresh(self) -> None:
        stamp = self.kb.catalog.generation_counter()
        if stamp != self._stamp:
            regulations = self.kb.catalog.regulations()
            self.names = RegulationNames(regulations, {**_library_aliases(), **self.lexicon.documents()})
            self.versions = Versions(regulations)
            self._stamp = stamp

    def understand(self, text: str) -> Query:
        """The question as the retriever reads it."""
        self._refresh()
        return understand(text, self.names, self.lexicon)

    def search(self, text: str, *, limit: int = 10) -> SearchResult:
        """Ranked evidence for a question: up to ``limit`` hits per group, at least one group non-empty unless the
        knowledge base is empty."""
        query = self.understand(text)
        excluded = self.versions.excluded(query, self.names)
        lookups = look_up(self.kb, query.references, self.names, excluded)
        ranked = self._ranked(query, excluded)
        groups = {group: _with_exact(lookups, group, hits, limit) for group, hits in ranked.items()}
        judgement = self._judge(query, lookups, groups)
        return SearchResult(
            query=query,
            verdict=judgement.verdict,
            confidence=judgement.confidence,
            reason=judgement.reason,
            groups=groups,
            merged=merge(query, groups, limit),
            warnings=tuple(_warnings(query, lookups, groups)),
        )

    def _ranked(self, query: Query, excluded: set[tuple[str, int]]) -> dict[Group, list[Hit]]:
        if not query.core:
            return dict.fromkeys(Group, [])
        texts = list(dict.fromkeys((query.core, query.expanded)))
        vectors = list(self.kb.embedder.encode_queries(texts))
        terms = weighted_terms(query)
        rarity = rarities(self.kb, terms)
        ranked: dict[Group, list[Hit]] = {}
        for group in Group:
            candidates = [
                c
                for c in gather(self.kb, group, vectors, terms, rarity)
                if (c.passage.key.source, c.passage.part) not in excluded
            ]
            fused = fuse(candidates, WEIGHTS[group])
            ranked[group] = rolled_up(fused, WEIGHTS[group]) if group is Group.PRECEDENT else single(fused)
        return ranked

    @staticmethod
    def _judge(query: Query, lookups: Lookups, groups: Mapping[Group, tuple[Hit, ...]]) -> Judgement:
        if lookups.hits:
            return Judgement(Verdict.ANSWERABLE, 1.0, "")
        if lookups.missing:
            return Judgement(Verdict.REFUSED, 0.0, "".join(lookups.missing))
        if not query.core:
            return Judgement(Verdict.REFUSED, 0.0, "没有读到问题内容，请输入要查询的问题。")
        return judge(groups)


def _with_exact(lookups: Lookups, group: Group, hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Looked-up articles in front of the searched ones, none twice."""
    exact = list(lookups.hits) if group is Group.ARTICLE else []
    known = {hit.passage.key for hit in exact}
    return tuple([*exact, *(hit for hit in hits if hit.passage.key not in known)][:limit])


def _warnings(query: Query, lookups: Lookups, groups: Mapping[Group, tuple[Hit, ...]]) -> list[str]:
    warnings = list(lookups.missing)
    warnings += [f"资料库中没有收录《{match.name}》。" for match in query.names if not match.titles and not match.generic]
    for hit in groups.get(Group.ARTICLE, ())[:3]:
        if hit.passage.validity.value in ("已被修订", "已废止"):
            warnings.append(f"《{hit.passage.title}》{hit.passage.validity.value}，仅供了解当时规定，不能作为现行依据。")
    return list(dict.fromkeys(warnings))


def _library_aliases() -> dict[str, str]:
    """Short names of official documents from the bundled source list."""
    path = Path(kb_package.__file__).parent / "library" / "sources.yaml"
    if not path.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    listed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way
    return {short: entry["title"] for entry in listed.get("documents", []) for short in entry.get("short") or []}
