"""Comparing the stores and repairing them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.catalog import codec, writer
from kb.catalog import schema as t
from kb.errors import KnowledgeBaseError, ModelMismatchError
from kb.knowledge_base import KnowledgeBase
from kb.lexical import Entry
from kb.model import Group
from kb.prepare import embed, owner_id, vector_id, window_counts, windows_of
from kb.units import Fields
from tests.kb.agreement import assert_stores_agree, seen
from tests.kb.conftest import Opener
from tests.kb.sample import HashEmbedder, notice, regulation

LAW, LAW_BYTES = regulation(5)
PAPER, PAPER_BYTES = notice()
BOTH = [LAW, PAPER]


@pytest.fixture
def filled(kb: KnowledgeBase) -> KnowledgeBase:
    """A knowledge base with a regulation and a notice."""
    kb.add(LAW, LAW_BYTES)
    kb.add(PAPER, PAPER_BYTES)
    return kb


def law_id(kb: KnowledgeBase) -> tuple[str, int]:
    """Id and generation of the regulation."""
    info = kb.catalog.resolve(LAW.doc)
    return info.source_id, info.generation


def test_all_is_well(filled: KnowledgeBase) -> None:
    """Without differences the report counts what was compared and says so in one line."""
    report = filled.verify()
    assert (report.sources, report.passages, report.vectors, report.found) == (2, 14, 11, 0)
    assert report.ok
    assert len(report.lines) == 1
    assert "一致" in report.lines[0]
    assert report.as_json()["ok"] is True


def test_missing_and_extra_vectors(filled: KnowledgeBase) -> None:
    """Vanished vectors are made again, stray ones deleted; without repair they are only counted."""
    source_id, generation = law_id(filled)
    epoch = filled.catalog.state().epoch
    filled._vectors.delete(Group.ARTICLE, epoch, [f"{source_id}:{generation}:3", f"{source_id}:{generation}:5"])
    stray = HashEmbedder().encode_passages(["多余", "多余的"])
    filled._vectors.put(Group.PRECEDENT, epoch, ["0123456789:77:1", f"{source_id}:{generation}:2.1"], stray)
    for repair in (False, True):
        report = filled.verify(repair=repair)
        assert (report.missing_vectors, report.extra_vectors) == (2, 2)
        assert report.ok is repair
        assert len(report.lines) == 3
    assert_stores_agree(filled, BOTH)
    assert filled.verify().found == 0


@pytest.mark.slow
def test_vectors_lost_by_a_careless_second_client(filled: KnowledgeBase, open_kb: Opener) -> None:
    """Vectors that are listed but cannot be read (two clients wrote at once) are found and restored."""
    big, original = regulation(2000, name="青岚市大规定")
    embedder = HashEmbedder()
    windows = windows_of(big, embedder)
    vectors = embed(windows, embedder)
    filled.originals.put(original)
    with filled._engine.begin() as connection:
        counts = window_counts(big, windows)
        source_id, generation = writer.stage(connection, big, counts, codec.fingerprint(big))
        writer.activate(connection, source_id, generation)
    ids = [vector_id(source_id, generation, window.seq, window.part) for window in windows]
    other = open_kb()
    epoch = filled.catalog.state().epoch
    clients = [kb._vectors._collection(Group.ARTICLE, epoch) for kb in (filled, other)]
    for start in range(0, len(ids), 50):
        clients[start // 50 % 2].upsert(ids=ids[start : start + 50], embeddings=vectors[start : start + 50])
    kb = open_kb()
    lost = kb._vectors.missing(Group.ARTICLE, epoch, ids)
    assert lost, "Chroma has become safe for two clients: the stores can be made simpler"
    assert set(lost) < set(ids) <= kb._vectors.ids(Group.ARTICLE, epoch)
    assert kb.verify().missing_vectors >= len(lost)
    assert_stores_agree(kb, [*BOTH, big])


def test_missing_extra_and_doubled_rows(filled: KnowledgeBase) -> None:
    """The word index gets back what it lacks and loses what is stray or doubled."""
    source_id, generation = law_id(filled)
    owner = owner_id(source_id, generation)
    entry = Entry(f"{source_id}:{generation}:3", Fields("装备", "", "", "装 备", "装备"))
    filled._lexical.put(Group.ARTICLE, owner, [entry, entry, Entry(f"{source_id}:{generation}:99", entry.fields)])
    filled._lexical.put(Group.PRECEDENT, "0123456789:77", [Entry("0123456789:77:1", entry.fields)])
    for repair in (False, True):
        report = filled.verify(repair=repair)
        assert (report.missing_rows, report.extra_rows) == (4, 3)
    assert_stores_agree(filled, BOTH)


@pytest.mark.parametrize("store", ["chroma", "lexical"])
@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_a_whole_projection_is_rebuilt(
    filled: KnowledgeBase, open_kb: Opener, tmp_path: Path, store: str, damage: str
) -> None:
    """A projection whose folder is deleted or unreadable is rebuilt from the catalog."""
    filled.close()
    folder = tmp_path / "home" / store
    if damage == "gone":
        shutil.rmtree(folder)
    else:
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(b"garbage" * 100)
    kb = open_kb()
    if damage == "garbage":
        with pytest.raises(KnowledgeBaseError, match="xunjian verify"):
            kb.verify(repair=False)
    report = kb.verify()
    assert report.ok
    assert (report.missing_vectors, report.missing_rows) == ((11, 0) if store == "chroma" else (0, 11))
    assert_stores_agree(kb, BOTH)
    assert len(seen(kb)) == 2


@pytest.mark.parametrize(("folder", "way"), [("chroma", "dense"), ("chroma", "windows"), ("lexical", "lexical")])
def test_a_lost_index_is_no_empty_library(filled: KnowledgeBase, open_kb: Opener, folder: str, way: str) -> None:
    """A search in an index that is gone says so and how to rebuild it; after ``verify`` it finds again."""
    filled.close()
    shutil.rmtree(filled.settings.home / folder)
    kb = open_kb()
    vector = HashEmbedder().encode_queries(["巡查"])[0]
    search = {
        "dense": lambda: kb.dense(Group.ARTICLE, vector, 3),
        "windows": lambda: kb.windows(Group.ARTICLE, vector, 3),
        "lexical": lambda: kb.lexical(Group.PRECEDENT, {"台账": 1.0}, 3),
    }[way]
    with pytest.raises(KnowledgeBaseError, match="xunjian verify"):
        search()
    assert kb.dense(Group.PRACTICE, vector, 3) == []  # there is nothing of this kind
    assert kb.lexical(Group.PRACTICE, {"台账": 1.0}, 3) == []
    assert kb.verify().ok
    assert search()


def test_originals(filled: KnowledgeBase) -> None:
    """A lost or altered original is named and cannot be repaired; a stray one is removed."""
    filled.originals.put(b"stray")
    filled.originals.remove(LAW.sha256)
    filled.originals.path(PAPER.sha256).write_bytes(b"altered")
    report = filled.verify()
    assert report.missing_originals == (LAW.doc, PAPER.doc)
    assert report.extra_originals == 1
    assert not report.ok
    assert any(LAW.doc in line and "重新收录" in line for line in report.lines)
    with pytest.raises(KnowledgeBaseError, match="重新收录"):
        filled.originals.read(LAW.sha256)
    with pytest.raises(KnowledgeBaseError, match="改动"):
        filled.originals.read(PAPER.sha256)


def test_an_altered_text_is_named(filled: KnowledgeBase) -> None:
    """A stored text that is not what was stored is named: every citation into it would be wrong."""
    source_id, _ = law_id(filled)
    with filled._engine.begin() as connection:
        connection.execute(
            t.generations.update()
            .where(t.generations.c.source_id == source_id)
            .values(text=LAW.text.replace("检查", "查看"))
        )
    report = filled.verify()
    assert report.damaged_texts == (LAW.doc,)
    assert not report.ok


def test_unfinished_changes_are_reported(filled: KnowledgeBase, open_kb: Opener) -> None:
    """Without repair an unfinished change is counted and left, its rows not taken for stray; with repair finished."""
    new, new_bytes = regulation(6)

    def checkpoint(step: str) -> None:
        if step == "lexical":
            raise KeyboardInterrupt

    filled._protocol.checkpoint = checkpoint
    with pytest.raises(KeyboardInterrupt):
        filled.add(new, new_bytes)
    report = filled.verify(repair=False)
    assert (report.found, report.unfinished) == (1, 1)
    filled._protocol.checkpoint = lambda _step: None
    assert filled.verify().unfinished == 1
    assert_stores_agree(filled, [new, PAPER])


def test_a_changed_recipe_is_noticed(filled: KnowledgeBase, open_kb: Opener) -> None:
    """Projections made by another version of the recipe take no additions until verify has made them anew."""
    with filled._engine.begin() as connection:
        writer.set_fact(connection, t.FACT_UNITS, 0)
        writer.touch(connection)
    kb = open_kb()
    with pytest.raises(KnowledgeBaseError, match="xunjian verify"):
        kb.add(*regulation(6))
    assert not kb.verify(repair=False).ok
    report = kb.verify()
    assert report.reindexed
    assert report.ok
    assert_stores_agree(kb, BOTH)
    assert kb.verify().found == 0
    assert kb.add(*regulation(6)).action == "replaced"


def test_repair_needs_the_model_of_the_vectors(filled: KnowledgeBase, open_kb: Opener) -> None:
    """Missing vectors are never made by another model than the rest."""
    source_id, generation = law_id(filled)
    filled._vectors.delete(Group.ARTICLE, filled.catalog.state().epoch, [f"{source_id}:{generation}:3"])
    with pytest.raises(ModelMismatchError, match="xunjian reembed"):
        open_kb(HashEmbedder("test/other@1")).verify()
    assert filled.verify().missing_vectors == 1


def test_leftovers_of_an_abandoned_reembedding_are_removed(filled: KnowledgeBase, open_kb: Opener) -> None:
    """Collections of an epoch that was never switched to do not stay for ever."""

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_kb(HashEmbedder("test/other@1")).reembed(interrupt)
    kb = open_kb()
    kb.verify()
    names = {collection.name for collection in kb._vectors._client().list_collections()}
    epoch = kb.catalog.state().epoch
    assert names == {f"article-{epoch}", f"precedent-{epoch}"}
    with kb._engine.connect() as connection:
        assert not connection.execute(sa.select(t.facts.c.value).where(t.facts.c.key == t.FACT_PLAN)).scalar()
