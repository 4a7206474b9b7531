"""The retriever: understand → look up → search each kind → rank → judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.knowledge_base import KnowledgeBase
from kb.lexicon import Lexicon, load_lexicon
from kb.model import Group
from kb.sources import listed_sources
from retrieval.applicability import inapplicable
from retrieval.bridge import Bridges
from retrieval.candidates import Asked, Candidate, asks_dates, gather, rarities
from retrieval.judge import Judgement, governed, judge
from retrieval.late_interaction import LateInteraction
from retrieval.letters import LONG
from retrieval.limits import Holdings, Limits, ReadLimits
from retrieval.locality import home
from retrieval.lookup import Lookups, look_up
from retrieval.merge import merge
from retrieval.names import RegulationNames, bare_title
from retrieval.nearness import of_bridges
from retrieval.pinyin import Pinyin
from retrieval.premise import check
from retrieval.rank import ELSEWHERE, fuse, is_named, most_ahead, rolled_up, single, weights_for
from retrieval.register import official
from retrieval.result import Hit, SearchResult, Verdict
from retrieval.signals import kinds, signals
from retrieval.subjects import Governing, holding, subjects
from retrieval.terms import weighted_terms
from retrieval.topic import outside
from retrieval.understand import Query, understand
from retrieval.unstated import STATED, Unstated, unstated
from retrieval.versions import Versions, edition_unheld

#: Official terms put behind the question for its second vector, and the certainty they need: more of them, or less
#: certain ones, draw the vector away from what was asked.
MEANT = 6
MEANT_LEAST = 0.4

#: Articles whose figures and permissions are held against the question.
PREMISE_DEPTH = 3


class _Limited(NamedTuple):
    """Candidates within limits, the limits that hold, and what to tell about them."""

    candidates: dict[Group, list[Candidate]]
    limits: Limits
    warnings: tuple[str, ...]


class Retriever:
    """Searches one knowledge base.

    Holds what is worth keeping between questions (names, versions, lexicon) and notices when the knowledge base
    changes.  Safe to share between threads.
    """

    def __init__(self, kb: KnowledgeBase, lexicon: Lexicon | None = None) -> None:
        self.kb = kb
        self.lexicon = lexicon or load_lexicon(kb.settings)
        self.bridges = Bridges(self.lexicon)
        self.nearness = of_bridges(self.bridges, kb.settings)
        self._pinyin = Pinyin(_words(self.lexicon))
        self._interaction = LateInteraction()
        self._stamp: int | None = None
        self._refresh()

    def _refresh(self) -> None:
        stamp = self.kb.catalog.state().revision
        if stamp != self._stamp:
            regulations = self.kb.catalog.regulations()
            self.names = RegulationNames(regulations, {**_library_aliases(), **self.lexicon.documents()})
            self.versions = Versions(regulations)
            self.holdings = Holdings(self.kb.catalog)
            self._home = home((*self.holdings.units, *self.holdings.regions))
            self._held = holding(regulation.title for regulation in regulations)
            self._stamp = stamp

    def understand(self, text: str) -> Query:
        """The question as the retriever reads it."""
        self._refresh()
        return understand(text, self.names, self.lexicon, self._pinyin)

    def search(self, text: str, *, limit: int = 10, limits: Limits | None = None, unit: str = "") -> SearchResult:
        """Ranked evidence for a question: up to ``limit`` hits per group, at least one group non-empty unless the
        knowledge base is empty or the limits leave nothing.

        ``limits`` given are kept; without them those that the question names plainly are tried, and dropped with a
        warning where they leave no precedent.  ``unit`` is the user's own, whose local regulations apply.
        """
        query = self.understand(text)
        excluded = self.versions.excluded(query, self.names)
        lookups = look_up(self.kb, query.references, self.names, excluded)
        asked = self.asked(query, (unit, *_places(limits))) if query.core else None
        found = self._limited(self._gather(asked, excluded), _unnamed(query), limits)
        ranked = self._ranked(found.candidates, query, asked)
        groups = {group: _with_exact(lookups, group, hits, limit) for group, hits in ranked.items()}
        foreign = self._foreign(query)
        missing = unstated(query.folded, groups, asked.bridges) if asked else STATED
        values = self._signals(query, asked, groups, foreign, missing)
        judgement = self._judge(values, lookups, found.limits, foreign, missing)
        cited = groups[Group.ARTICLE][:PREMISE_DEPTH]
        warnings = [
            *found.warnings,
            *self._editions(query, cited),
            *_warnings(query, lookups, groups, asked.here if asked else ()),
        ]
        if asked is not None:
            warnings += [premise.warning for premise in check(query.folded, cited, asked.bridges, asked.rarity)]
        return SearchResult(
            query=query,
            verdict=judgement.verdict,
            confidence=judgement.confidence,
            reason=judgement.reason,
            groups=groups,
            merged=merge(kinds(values) if values else {}, groups, limit),
            warnings=tuple(dict.fromkeys(warnings)),
            signals=values,
            limits=found.limits,
            lacking=judgement.lacking,
        )

    def asked(self, query: Query, here: Iterable[str] = ()) -> Asked:
        """The question as the channels need it; ``query.core`` must not be empty.  ``here`` are units and regions whose
        local regulations apply.
        """
        terms = weighted_terms(query)
        embedder = self.kb.embedder
        vector = embedder.encode_queries([query.core])[0]
        bridges = self.bridges.find(query.core, self.nearness.of(vector, embedder))
        added = " ".join(bridge.term for bridge in bridges[:MEANT] if bridge.weight >= MEANT_LEAST)
        meant = embedder.encode_queries([f"{query.core} {added}"])[0] if added else vector
        titles = frozenset(query.titles)
        rarity, ceiling = rarities(self.kb, terms)
        told = (query.folded, *titles, *here, *self._home)
        turned = official(vector, lambda: embedder.encode_everyday([query.core])[0], embedder.model_id)
        dates = bool(titles) and asks_dates(query.folded)
        return Asked(query.core, vector, turned, meant, terms, rarity, bridges, titles, ceiling, told, dates)

    def candidates(self, query: Query) -> dict[Group, list[Candidate]]:
        """All candidates by group with their channel values, unordered; evaluation fits the weights on them."""
        asked = self.asked(query) if query.core else None
        return self._gather(asked, self.versions.excluded(query, self.names))

    def _gather(self, asked: Asked | None, excluded: set[tuple[str, int]]) -> dict[Group, list[Candidate]]:
        if asked is None:
            return {group: [] for group in Group}
        return {
            group: [
                candidate
                for candidate in gather(self.kb, group, asked)
                if (candidate.passage.key.source, candidate.passage.part) not in excluded
            ]
            for group in Group
        }

    def _limited(self, gathered: Mapping[Group, list[Candidate]], question: str, given: Limits | None) -> _Limited:
        """The candidates within the limits; limits that were only read from the question give way to an empty list."""
        read = self.holdings.read(question) if given is None else ReadLimits(given)
        wanted, told = read.limits, list(read.told)
        if wanted == Limits():
            return _Limited(dict(gathered), wanted, tuple(told))
        kept = {
            group: [one for one in candidates if self.holdings.admits(wanted, one.passage)]
            for group, candidates in gathered.items()
        }
        if given is None and not kept[Group.PRECEDENT]:
            told.append(f"资料库中没有“{wanted.label}”范围内的先例，以下为全部资料中的结果。")
            return _Limited(dict(gathered), Limits(), tuple(told))
        return _Limited(kept, wanted, tuple(told))

    def _foreign(self, query: Query) -> tuple[Governing, ...]:
        """The documents that govern what a question is about and are not held.

        A question that names a held regulation is about that; a letter touches too many matters to be about one.
        """
        if query.references or any(match.titles for match in query.names) or len(query.folded) > LONG:
            return ()
        return subjects().missing(query.folded, self._held)

    def _signals(
        self,
        query: Query,
        asked: Asked | None,
        groups: Mapping[Group, tuple[Hit, ...]],
        foreign: Sequence[Governing],
        missing: Unstated,
    ) -> dict[str, float]:
        if asked is None:
            return {}
        far = outside(asked.vector, self.kb.embedder.model_id)
        phrases = [governing.phrase for governing in foreign]
        return signals(query, asked, groups, foreign=phrases, outside=far, unstated=missing.degree)

    def _editions(self, query: Query, cited: Sequence[Hit]) -> list[str]:
        """What must be known of the editions where the law of an earlier time is, or may be, asked for."""
        unheld = self.versions.unheld(query, self.names)
        documents = [(hit.passage.key.source, hit.passage.part) for hit in cited]
        told = [*(edition_unheld(title, query) for title in unheld), *self.versions.later(query, documents, unheld)]
        return [*told, *(self.versions.earlier(query, documents[0], self.names) if documents else ())]

    def _ranked(
        self, gathered: Mapping[Group, list[Candidate]], query: Query, asked: Asked | None
    ) -> dict[Group, list[Hit]]:
        ranked: dict[Group, list[Hit]] = {}
        embedder = self.kb.embedder
        tokens = embedder.question_tokens(query.core) if asked else None
        for group, candidates in gathered.items():
            weights = weights_for(group, named=is_named(candidates))
            ahead = most_ahead(group, asked.ceiling if asked else 0.0)
            fused = fuse(candidates, weights, old=query.prefers_old, ahead=ahead)
            fused = self._interaction.reread(fused, tokens, embedder)
            ranked[group] = rolled_up(fused, weights) if group is Group.PRECEDENT else single(fused)
        return ranked

    @staticmethod
    def _judge(
        values: Mapping[str, float], lookups: Lookups, limits: Limits, foreign: Sequence[Governing], missing: Unstated
    ) -> Judgement:
        if lookups.hits:
            return Judgement(Verdict.ANSWERABLE, 1.0, "")
        if lookups.missing:
            return Judgement(Verdict.REFUSED, 0.0, "".join(lookups.missing))
        if not values:
            return Judgement(Verdict.REFUSED, 0.0, "没有读到问题内容，请输入要查询的问题。")
        judgement = judge(values, missing.name)
        if judgement.verdict is not Verdict.ANSWERABLE and foreign:
            return judgement._replace(reason=governed(foreign, refused=judgement.verdict is Verdict.REFUSED))
        if judgement.verdict is Verdict.REFUSED and limits != Limits():
            return judgement._replace(
                reason=f"在所限范围（{limits.label}）内没有找到能够回答这一问题的依据，不作答复。"
            )
        return judgement


def _places(limits: Limits | None) -> frozenset[str]:
    """The units and regions a user has limited the search to: he asks for there."""
    return limits.units | limits.regions if limits else frozenset()


def _words(lexicon: Lexicon) -> Iterator[str]:
    """The words pinyin is read by: official terms first, they win where an everyday word sounds the same."""
    for entry in lexicon.entries:
        yield from (term.meant for term in entry.terms)
    for entry in lexicon.entries:
        yield from entry.said


def _unnamed(query: Query) -> str:
    """The question with the names of regulations blanked: 青岚市…条例 asks for no unit of 青岚市."""
    text = query.folded
    for match in query.names:
        text = text[: match.start] + " " * (match.end - match.start) + text[match.end :]
    for reference in query.references:
        text = text[: reference.start] + " " * (reference.end - reference.start) + text[reference.end :]
    return text


def _with_exact(lookups: Lookups, group: Group, hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Looked-up articles in front of the searched ones, none twice."""
    exact = list(lookups.hits) if group is Group.ARTICLE else []
    known = {hit.passage.key for hit in exact}
    return tuple([*exact, *(hit for hit in hits if hit.passage.key not in known)][:limit])


def _warnings(
    query: Query, lookups: Lookups, groups: Mapping[Group, tuple[Hit, ...]], here: Sequence[str]
) -> list[str]:
    unknown = [match.name for match in query.names if not match.titles and not match.generic]
    warnings = [*lookups.missing, *(f"资料库中没有收录《{name}》。" for name in unknown)]
    for hit in groups.get(Group.ARTICLE, ())[:PREMISE_DEPTH]:
        passage = hit.passage
        if passage.validity.is_superseded:
            warnings.append(f"《{passage.title}》{passage.validity.value}，仅供了解当时规定，不能作为现行依据。")
        if ELSEWHERE in hit.features:
            warnings.append(f"《{passage.title}》{inapplicable(bare_title(passage.title), here)}。")
    return warnings


def _library_aliases() -> dict[str, str]:
    """Short names of official documents from the bundled source list."""
    return {short: entry["title"] for entry in listed_sources() for short in entry.get("short") or []}
