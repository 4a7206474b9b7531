"""The knowledge base: identity of sources, searching, several threads and processes, models."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from kb.errors import BusyError, KnowledgeBaseError, ModelError, ModelMismatchError
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Group, Passage, PassageKind, Source, Span
from kb.tokens import tokenize
from tests.kb.agreement import assert_stores_agree, seen
from tests.kb.conftest import Opener
from tests.kb.sample import DIMENSION, HashEmbedder, notice, regulation

ROOT = Path(__file__).parents[2]


def test_adding_again_changes_nothing(kb: KnowledgeBase) -> None:
    """The same file under the same origin is reported as unchanged."""
    source, original = regulation()
    first = kb.add(source, original)
    assert first.action == "added"
    assert first.passages == len(source.passages)
    again = kb.add(source, original)
    assert again == first._replace(action="unchanged")
    assert_stores_agree(kb, [source])


def test_a_changed_file_replaces(kb: KnowledgeBase) -> None:
    """New content under a known origin becomes a new generation of the same source; the old one is gone."""
    old, new = regulation(5), regulation(7)
    first = kb.add(*old)
    second = kb.add(*new)
    assert (second.action, second.source_id) == ("replaced", first.source_id)
    assert second.generation > first.generation
    assert_stores_agree(kb, [new[0]])


def test_a_corrected_parse_replaces(kb: KnowledgeBase) -> None:
    """The same bytes with another parse (a user's correction, a better parser) replace the stored one."""
    source, original = notice()
    kb.add(source, original)
    [document] = source.documents
    corrected = source.with_documents(
        (
            Document(
                part=document.part,
                kind=document.kind,
                kind_reason="人工更正",
                title="更正后的题名",
                span=document.span,
                problems=document.problems,
                passages=document.passages,
            ),
        )
    )
    assert kb.add(corrected, original).action == "replaced"
    assert_stores_agree(kb, [corrected])


def test_known_content_elsewhere_is_not_stored_twice(kb: KnowledgeBase) -> None:
    """The same bytes under another origin are unchanged; the outcome names the document that holds them."""
    first = kb.add(*regulation(origin="/甲/规定.md"))
    source, original = regulation(origin="/乙/副本.md")
    second = kb.add(source, original)
    assert (second.action, second.source_id, second.doc) == ("unchanged", first.source_id, "青岚市勤务规定.md")
    assert len(kb.catalog.sources()) == 1


def test_same_name_elsewhere_is_another_source(kb: KnowledgeBase) -> None:
    """Other content with the same base name from another folder is a second source."""
    one, two = regulation(3, origin="/甲/规定.md"), regulation(4, origin="/乙/规定.md")
    assert kb.add(*one).source_id != kb.add(*two).source_id
    assert_stores_agree(kb, [one[0], two[0]])


def test_removing(kb: KnowledgeBase) -> None:
    """A removed source is gone from all stores; its original stays while another source has it too."""
    kept, gone = regulation(), notice()
    kb.add(*kept)
    kb.add(*gone)
    outcome = kb.remove(gone[0].doc)
    assert outcome.doc == gone[0].doc
    assert_stores_agree(kb, [kept[0]])
    assert kb.add(*gone).action == "added"


def test_an_original_is_kept_while_someone_needs_it(kb: KnowledgeBase) -> None:
    """Two origins that came to hold the same bytes share one original, removed with the last of them."""
    a, b = regulation(3, origin="/甲/规定.md"), regulation(4, origin="/乙/规定.md")
    b_as_a = regulation(4, origin="/甲/规定.md")
    kb.add(*a)
    kb.add(*b)
    assert kb.add(*b_as_a).action == "replaced"
    kb.remove("/乙/规定.md")
    assert_stores_agree(kb, [b_as_a[0]])
    assert kb.originals.read(b_as_a[0].sha256) == b_as_a[1]


def test_contradictory_sources_are_refused(kb: KnowledgeBase) -> None:
    """A wrong hash, overlapping passages or doubled part numbers never reach the stores."""
    source, original = regulation()
    with pytest.raises(ValueError, match="sha256"):
        kb.add(source, original + b".")
    [document] = source.documents
    with pytest.raises(ValueError, match="part number"):
        kb.add(source.with_documents((document, document)), original)
    outside = Passage(PassageKind.PRACTICE, Span(0, len(source.text) + 1), "外")
    wrong = Document(0, DocumentKind.PRACTICE, "", "外", Span(0, 1), passages=(outside,))
    with pytest.raises(ValueError, match="leaves the text"):
        kb.add(source.with_documents((wrong,)), original)
    assert_stores_agree(kb, [])


def test_dense_search(kb: KnowledgeBase) -> None:
    """The most similar passage comes first, with its cosine similarity; groups are apart."""
    embedder = HashEmbedder()
    kb.add(*regulation())
    outcome = kb.add(*notice())
    [unit] = [p for p in kb.catalog.of_source(outcome.source_id) if p.locator == "2."]
    vector = embedder.encode_queries([f"青岚市整改通报 › 值班脱岗\n{unit.text}"])[0]
    hits = kb.dense(Group.PRECEDENT, vector, 3)
    assert len(hits) == 3
    assert hits[0].key == unit.key
    assert hits[0].score == pytest.approx(1.0, abs=1e-4)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(kb.dense(Group.PRECEDENT, vector, 100)) == 6
    assert {hit.key.source for hit in kb.dense(Group.ARTICLE, vector, 100)}.isdisjoint({outcome.source_id})
    assert kb.dense(Group.PRACTICE, vector, 5) == []
    with pytest.raises(ModelMismatchError, match="xunjian reembed"):
        kb.dense(Group.ARTICLE, vector[:-1], 5)


def test_a_long_passage_is_found_by_its_best_window(kb: KnowledgeBase) -> None:
    """A passage longer than the model reads has several vectors; it stands once in a result, with the window."""
    text = "甲乙丙丁" * 60 + "处置突发警情" + "戊己庚辛" * 60
    original = text.encode()
    passage = Passage(PassageKind.PRACTICE, Span(0, len(text)), "一")
    document = Document(0, DocumentKind.PRACTICE, "", "做法", Span(0, len(text)), passages=(passage,))
    source = Source("做法.txt", "/做法.txt", kb.originals.put(original), text, (document,))
    kb.add(source, original)
    hits = kb.dense(Group.PRACTICE, HashEmbedder().encode_queries(["处置突发警情"])[0], 5)
    assert len(hits) == 1
    assert hits[0].part == 1
    assert len(kb.lexical(Group.PRACTICE, {"警情": 1.0}, 5)) == 1
    assert_stores_agree(kb, [source])


def test_lexical_search(kb: KnowledgeBase) -> None:
    """Any of the weighted terms finds; weights and boosts decide the order; no terms find nothing."""
    outcome = kb.add(*notice())
    kb.add(*regulation())

    def found(terms: dict[str, float], **boosts: dict[str, float]) -> list[str]:
        hits = kb.lexical(Group.PRECEDENT, terms, 10, **boosts)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        passages = kb.passages(hit.key for hit in hits)
        return [passages[hit.key].locator for hit in hits]

    assert found({"清点": 1.0}) == ["1.一是"]
    assert found({"清点": 0.1, "督察": 9.0})[0] == "2.一是"
    assert found({"清点": 9.0, "督察": 0.1})[0] == "1.一是"
    assert set(found({"台账": 1.0})) == {"1.", "1.一是", "1.二是"}
    assert set(found({"台账": 1.0}, boosts={"body": 1.0, "title": 0.5})) == {"1.", "1.一是"}
    assert found({"通报": 1.0}, boosts={"body": 1.0, "heading": 1.0}) == ["2.一是"]
    assert len(found({"通报": 1.0})) == 6
    assert found({"无此词": 1.0}) == found({}) == found({"台账": 0.0}) == []
    assert kb.lexical(Group.PRECEDENT, {"台账": 1.0}, 0) == []
    assert {hit.key.source for hit in kb.lexical(Group.PRECEDENT, {"装备": 1.0}, 10)} == {outcome.source_id}


def test_an_article_is_found_by_its_label(kb: KnowledgeBase) -> None:
    """Naming an article brings it to the top, whatever the spelling."""
    kb.add(*regulation(30))
    for query in ("第十二条", "第12条", "12条"):
        [best] = kb.lexical(Group.ARTICLE, dict.fromkeys(tokenize(query), 1.0), 1)
        assert kb.passages([best.key])[best.key].locator == "第十二条"


def test_retired_generations_do_not_crowd_out(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result is full even while many better hits belong to generations on their way out."""
    kb.add(*regulation(40))
    monkeypatch.setattr(kb._protocol, "_sweep", lambda _task: None)
    kb.add(*regulation(41))
    vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
    for hits in (kb.dense(Group.ARTICLE, vector, 30), kb.lexical(Group.ARTICLE, {"装备": 1.0}, 30)):
        assert len(hits) == len({hit.key for hit in hits}) == 30
    seen(kb)


def test_progress_counts_windows(kb: KnowledgeBase) -> None:
    """Progress is told the windows done and all windows."""
    told: list[tuple[int, int]] = []
    kb.add(*regulation(5), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


# -- models --------------------------------------------------------------------------------------------------------


def test_another_model_is_a_clear_error(open_kb: Opener) -> None:
    """With another model than the stored one, adding and embedding questions fail with the command that helps."""
    open_kb().add(*regulation())
    other = open_kb(HashEmbedder("test/other@1"))
    with pytest.raises(ModelMismatchError, match="xunjian reembed"):
        _ = other.embedder
    with pytest.raises(ModelMismatchError, match="test/pairs@1"):
        other.add(*notice())
    assert other.lexical(Group.ARTICLE, {"装备": 1.0}, 3)


def test_reembedding(open_kb: Opener) -> None:
    """All vectors are made anew by the other model, of another dimension; a reader open all the time follows."""
    kb = open_kb()
    kb.add(*regulation())
    kb.add(*notice())
    reader = open_kb()
    seen(reader)
    embedder = HashEmbedder("test/other@1", dimension=32, max_characters=80)
    other = open_kb(embedder)
    told: list[tuple[int, int]] = []
    count = other.reembed(lambda done, total: told.append((done, total)))
    assert told[-1] == (count, count)
    assert other.embedder is embedder
    vector = embedder.encode_queries(["装备"])[0]
    for opened in (other, reader):
        assert len(opened.dense(Group.ARTICLE, vector, 10)) == 5
    with pytest.raises(ModelMismatchError):
        _ = reader.embedder
    report = other.verify()
    assert report.found == 0
    assert report.vectors == count


def test_interrupted_reembedding(open_kb: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted, the old vectors stay in use; a second run makes only what is missing."""
    kb = open_kb()
    kb.add(*regulation())
    kb.add(*notice())
    monkeypatch.setattr("kb.reembed.CHUNK", 2)
    other = open_kb(HashEmbedder("test/other@1"))

    def interrupt(done: int, _total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        other.reembed(interrupt)
    assert_stores_agree(kb, [regulation()[0], notice()[0]])
    seen(kb)
    embedder = HashEmbedder("test/other@1")
    assert open_kb(embedder).reembed() == 11
    assert embedder.encoded == 7
    assert_stores_agree(open_kb(embedder), [regulation()[0], notice()[0]])


def test_without_a_model_reading_goes_on(open_kb: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the model cannot be created, lexical search, reading and removing still work; adding says why."""
    open_kb().add(*regulation())
    kb = open_kb()
    kb._given = None

    def missing(_settings: object) -> None:
        msg = "没有模型"
        raise ModelError(msg)

    monkeypatch.setattr("kb.embedding.factory.create_embedder", missing)
    assert kb.lexical(Group.ARTICLE, {"装备": 1.0}, 3)
    with pytest.raises(ModelError):
        kb.add(*notice())
    kb.remove("青岚市勤务规定")
    assert kb.catalog.sources() == []


# -- threads and processes -----------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_gives_up(open_kb: Opener, tmp_path: Path) -> None:
    """While another process holds the write lock, writing ends in BusyError and reading works."""
    kb = open_kb(lock_timeout=0.1)
    kb.add(*regulation())
    with FileLock(tmp_path / "home" / "write.lock"):
        with pytest.raises(BusyError, match="另一个程序"):
            kb.add(*notice())
        assert seen(kb)
        reader = open_kb(lock_timeout=0.1)
        assert len(seen(reader)) == 1


def test_threads(kb: KnowledgeBase) -> None:
    """Several threads add, replace and search at once; every reader sees whole sources, nothing is lost."""
    kb.add(*notice())
    errors: list[BaseException] = []
    final = [regulation(6, name=f"青岚市规定{number}") for number in range(3)]

    def work(action: object) -> None:
        try:
            for step in range(2):
                action(step)  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must show it
            errors.append(error)

    def search(_step: int) -> None:
        vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
        for _ in range(10):
            hits = [*kb.dense(Group.ARTICLE, vector, 20), *kb.lexical(Group.ARTICLE, {"装备": 1.0}, 20)]
            for key, passage in kb.passages(hit.key for hit in hits).items():
                assert passage.text.startswith(passage.locator), key

    def adder(number: int) -> object:
        return lambda step: kb.add(*regulation(5 + step, name=f"青岚市规定{number}"))

    threads = [threading.Thread(target=work, args=(action,)) for action in (*map(adder, range(3)), search, search)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert_stores_agree(kb, [notice()[0], *(source for source, _ in final)])


CHILD = """
import sys
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder, regulation
with KnowledgeBase(Settings(), HashEmbedder()) as kb:
    for number in range(int(sys.argv[1]), int(sys.argv[2])):
        kb.add(*regulation(20, name=f"青岚市规定{number}", extra="另。"))
"""


@pytest.mark.slow
def test_writers_in_several_processes(open_kb: Opener, tmp_path: Path) -> None:
    """Two processes that write in turns while a third reads lose nothing, and the reader follows without reopening."""
    kb = open_kb()
    kb.add(*notice())
    environment = os.environ | {"XUNJIAN_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(first), str(first + 4)], env=environment) for first in (0, 4)
    ]
    while any(child.poll() is None for child in children):
        seen_now = len(kb.catalog.sources())
        vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
        kb.dense(Group.ARTICLE, vector, 10)
        assert len(kb.catalog.sources()) >= seen_now
    assert [child.returncode for child in children] == [0, 0]
    expected = [regulation(20, name=f"青岚市规定{number}", extra="另。")[0] for number in range(8)]
    assert seen(kb).keys() == {source.origin for source in [notice()[0], *expected]}
    vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
    assert len(kb.dense(Group.ARTICLE, vector, 1000)) == 160
    assert len(kb.lexical(Group.ARTICLE, {"装备": 1.0}, 1000)) == 160
    assert_stores_agree(kb, [notice()[0], *expected])
    assert_stores_agree(open_kb(), [notice()[0], *expected])


@pytest.mark.slow
def test_two_open_knowledge_bases_take_turns(open_kb: Opener) -> None:
    """Writers that stay open and write alternately never lose a vector.

    Two Chroma clients do, once they hold more than the 1,000 rows at which Chroma writes its index to disk.
    """
    one, two = open_kb(), open_kb()
    expected = []
    for number in range(16):
        source, original = regulation(100, name=f"青岚市规定{number}")
        (one, two)[number % 2].add(source, original)
        expected.append(source)
    for kb in (one, two, open_kb()):
        vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]
        assert len(kb.dense(Group.ARTICLE, vector, 2000)) == 1600
    assert_stores_agree(kb, expected)


def test_a_reader_follows_a_writer(open_kb: Opener) -> None:
    """A reader that stays open sees additions, replacements and removals at once, in both kinds of search."""
    writer, reader = open_kb(), open_kb()
    assert seen(reader) == {}
    vector = HashEmbedder().encode_queries(["值班人员检查装备"])[0]

    def counts() -> tuple[int, int]:
        seen(reader)
        found = reader.dense(Group.ARTICLE, vector, 99), reader.lexical(Group.ARTICLE, {"装备": 1.0}, 99)
        return len(found[0]), len(found[1])

    assert counts() == (0, 0)
    writer.add(*regulation(5))
    assert counts() == (5, 5)
    writer.add(*regulation(8))
    assert counts() == (8, 8)
    writer.remove("青岚市勤务规定")
    assert counts() == (0, 0)


def test_a_folder_that_cannot_be_made_is_named(open_kb: Opener, tmp_path: Path) -> None:
    """A data folder in the way of a file is reported with its place."""
    (tmp_path / "home").write_text("")
    with pytest.raises(KnowledgeBaseError, match="home"):
        open_kb()


def test_an_empty_knowledge_base_answers(kb: KnowledgeBase) -> None:
    """Nothing is found in an empty knowledge base, without an error and without opening Chroma."""
    assert kb.dense(Group.ARTICLE, np.zeros(DIMENSION, dtype=np.float32), 5) == []
    assert kb.lexical(Group.ARTICLE, {"装备": 1.0}, 5) == []
    assert kb.passages([]) == {}
    assert kb.catalog.sources() == kb.catalog.regulations() == kb.catalog.problems() == []
    assert kb.verify().found == 0
