"""Do the three stores agree?  Asked without the product's own ``verify``."""

from __future__ import annotations

import sqlalchemy as sa

from kb.catalog import schema as t
from kb.knowledge_base import KnowledgeBase
from kb.model import Group, Source
from kb.prepare import vector_id, window_counts, windows_of
from tests.kb.sample import HashEmbedder


def assert_stores_agree(kb: KnowledgeBase, expected: list[Source]) -> None:
    """The stores hold exactly those sources: catalog, vectors, word index and originals, and nothing is under way."""
    kb._fresh()  # as every search begins: drop what another process has made stale
    infos = kb.catalog.sources()
    assert sorted(info.origin for info in infos) == sorted(source.origin for source in expected)
    vectors: dict[Group, set[str]] = {group: set() for group in Group}
    keys: dict[Group, set[str]] = {group: set() for group in Group}
    for info in infos:
        source = kb.catalog.load(info.source_id)
        assert source in expected
        windows = windows_of(source, HashEmbedder())
        stored = kb.catalog.of_source(info.source_id)
        assert len(stored) == len(source.passages)
        for window in windows:
            vectors[window.group].add(vector_id(info.source_id, info.generation, window.seq, window.part))
            keys[window.group].add(vector_id(info.source_id, info.generation, window.seq, 0))
        with kb._engine.connect() as connection:
            counts = connection.execute(
                sa.select(t.passages.c.windows)
                .where(t.passages.c.source_id == info.source_id)
                .order_by(t.passages.c.seq)
            ).scalars()
            assert list(counts) == window_counts(source, windows)
    epoch = kb.catalog.state().epoch
    for group in Group:
        held = kb._vectors.ids(group, epoch) if epoch else set()
        assert held == vectors[group], group
        assert kb._vectors.missing(group, epoch, sorted(held)) == []
        assert dict(kb._lexical.keys(group)) == dict.fromkeys(keys[group], 1), group
    assert sorted(kb.originals.hashes()) == sorted({source.sha256 for source in expected})
    with kb._engine.connect() as connection:
        assert connection.execute(sa.select(t.outbox)).all() == []
        states = connection.execute(sa.select(t.generations.c.state)).scalars()
        assert set(states) <= {t.ACTIVE}
        assert len(connection.execute(sa.select(t.sources)).all()) == len(expected)


def seen(kb: KnowledgeBase) -> dict[str, Source]:
    """What a reader gets to see, by origin; every hit of every search must belong to it."""
    sources = {info.source_id: kb.catalog.load(info.source_id) for info in kb.catalog.sources()}
    generations = {info.source_id: info.generation for info in kb.catalog.sources()}
    query = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
    for group in Group:
        hits = [*kb.dense(group, query, 50), *kb.lexical(group, {"装备": 1.0, "值班": 1.0}, 50)]
        for hit in hits:
            assert generations[hit.key.source] == hit.key.generation
        passages = kb.passages(hit.key for hit in hits)
        for key, passage in passages.items():
            assert passage.text == sources[key.source].slice(passage.span)
        assert len(passages) == len({hit.key for hit in hits})
    return {source.origin: source for source in sources.values()}
