"""What the product is measured against, in the same run over the same texts.

``BM25``, ``向量`` and ``等权RRF`` search the product's own passages (measures, articles, headings in front) without
understanding, lexicon, weights or versions.  ``LlamaIndex`` is what one gets elsewhere without tuning: the default
splitter over the clean texts, Chroma with default settings, the same embedding model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from eval.gold import Corpus, Extent
from eval.lists import Item, Lists
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Group, PassageKey, PassageKind, Span, StoredPassage
from kb.tokens import tokenize

#: Results fetched from a channel; every list scored is ten long.
FETCHED = 200

#: The constant of the paper that introduced reciprocal rank fusion (Cormack et al., 2009) and everybody's default.
RRF_K = 60

#: Further passages shown with a problem: as many as the product shows.
ALSO = 3

#: Texts embedded or stored at a time; Chroma takes 5,461.
_BATCH = 1000

Scores = Mapping[PassageKey, float]


class Bm25:
    """The lexical channel alone, every token of the question at weight 1."""

    name = "BM25"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def scores(self, query: str) -> dict[Group, Scores]:
        """Group → passage → score."""
        terms = dict.fromkeys(tokenize(query), 1.0)
        return {
            group: {hit.key: hit.score for hit in self._kb.lexical(group, terms, FETCHED)} if terms else {}
            for group in Group
        }

    def search(self, query: str) -> Lists:
        """The lists by descending score."""
        return _lists(self._kb, self.scores(query))


class Dense:
    """The dense channel alone, the question as typed."""

    name = "向量"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def scores(self, query: str) -> dict[Group, Scores]:
        """Group → passage → cosine."""
        vector = self._kb.embedder.encode_queries([query])[0]
        return {group: {hit.key: hit.score for hit in self._kb.dense(group, vector, FETCHED)} for group in Group}

    def search(self, query: str) -> Lists:
        """The lists by descending cosine."""
        return _lists(self._kb, self.scores(query))


class EqualRrf:
    """Reciprocal rank fusion of both channels at equal weight."""

    name = "等权RRF"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._channels = (Bm25(kb), Dense(kb))

    def search(self, query: str) -> Lists:
        """Ranks are fused within each group, and over all groups for the merged list."""
        channels = [channel.scores(query) for channel in self._channels]
        groups = {group: rrf(channel[group] for channel in channels) for group in Group}
        merged = rrf({key: s for scores in channel.values() for key, s in scores.items()} for channel in channels)
        return _lists(self._kb, groups, merged)


def rrf(lists: Iterable[Scores]) -> dict[PassageKey, float]:
    """The fused score of every passage: the sum of 1 / (``RRF_K`` + rank) over the lists that hold it."""
    fused: dict[PassageKey, float] = {}
    for scores in lists:
        for rank, key in enumerate(sorted(scores, key=lambda k: (-scores[k], str(k))), 1):
            fused[key] = fused.get(key, 0.0) + 1 / (RRF_K + rank)
    return fused


def _lists(kb: KnowledgeBase, groups: Mapping[Group, Scores], merged: Scores | None = None) -> Lists:
    if merged is None:
        merged = {key: score for scores in groups.values() for key, score in scores.items()}
    stored = kb.passages({*merged, *(key for scores in groups.values() for key in scores)})
    return Lists(
        {group: rolled_up(scores, stored) for group, scores in groups.items()},
        rolled_up(merged, stored),
    )


def rolled_up(scores: Scores, stored: Mapping[PassageKey, StoredPassage]) -> list[Item]:
    """Items by descending score; the passages of one problem make one item, as the product shows them."""
    members: dict[tuple[str, str], list[PassageKey]] = {}
    for key in sorted((key for key in scores if key in stored), key=lambda k: (-scores[k], str(k))):
        passage = stored[key]
        members.setdefault((key.source, passage.problem or f"#{key.seq}"), []).append(key)
    items = []
    for keys in members.values():
        # The bare heading ranks the problem but shows no measure; the product puts it behind them as well.
        shown = sorted(keys, key=lambda k: stored[k].kind is PassageKind.PROBLEM)[: ALSO + 1]
        items.append(
            Item(
                tuple(Extent(stored[key].doc, stored[key].span) for key in shown),
                tuple(scores[key] for key in shown),
            )
        )
    return items


class _Chunk(NamedTuple):
    """A piece of a clean text and the groups of the passages it touches."""

    extent: Extent
    text: str
    groups: frozenset[Group]


class LlamaIndexChroma:
    """LlamaIndex's ``SentenceSplitter`` and a Chroma collection, both with default settings."""

    name = "LlamaIndex+Chroma"

    def __init__(self, corpus: Corpus, embedder: Embedder) -> None:
        import chromadb  # noqa: PLC0415 - heavy, and only this baseline needs it here
        from chromadb.config import Settings as ChromaSettings  # noqa: PLC0415

        self._embedder = embedder
        self._chunks = list(_chunks(corpus))
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        self._collection: Any = client.get_or_create_collection("baseline")
        for start in range(0, len(self._chunks), _BATCH):
            part = self._chunks[start : start + _BATCH]
            self._collection.upsert(
                ids=[str(start + at) for at in range(len(part))],
                embeddings=embedder.encode_passages([chunk.text for chunk in part]),
            )

    def search(self, query: str) -> Lists:
        """Chunks by distance; the list of a group holds the chunks that touch one of its passages."""
        wanted = min(len(self._chunks), FETCHED * 5)
        answer = self._collection.query(
            query_embeddings=self._embedder.encode_queries([query]), n_results=wanted, include=["distances"]
        )
        found = [
            (self._chunks[int(identifier)], -float(distance))
            for identifier, distance in zip(answer["ids"][0], answer["distances"][0], strict=True)
        ]
        items = [(chunk, Item((chunk.extent,), (score,))) for chunk, score in found]
        return Lists(
            {group: list(islice((item for chunk, item in items if group in chunk.groups), FETCHED)) for group in Group},
            [item for _, item in items[:FETCHED]],
        )


def _chunks(corpus: Corpus) -> Iterable[_Chunk]:
    from llama_index.core import Document  # noqa: PLC0415 - two seconds to import
    from llama_index.core.node_parser import SentenceSplitter  # noqa: PLC0415

    splitter = SentenceSplitter()
    for source in corpus.sources.values():
        starts = [(passage.span, passage.kind.group) for passage in source.passages]
        for node in splitter.get_nodes_from_documents([Document(text=source.text)]):
            text = node.get_content()
            start = getattr(node, "start_char_idx", None)
            if start is None:
                continue
            span = Span(start, start + len(text))
            extent = Extent(source.doc, span)
            groups = {g for own, g in starts if g is not None and extent.touches(Extent(source.doc, own))}
            yield _Chunk(extent, text, frozenset(groups))


def baselines(
    kb: KnowledgeBase, corpus: Corpus, embedder: Embedder
) -> Sequence[Bm25 | Dense | EqualRrf | LlamaIndexChroma]:
    """All of them, in the order of the table."""
    return (Bm25(kb), Dense(kb), EqualRrf(kb), LlamaIndexChroma(corpus, embedder))
