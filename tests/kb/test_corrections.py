"""Corrections by the user: applied to what is stored, remembered by origin, indexed anew only where needed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from kb.catalog import codec
from kb.catalog import schema as t
from kb.corrections import Correction, Field, Place, corrected, forced_kinds
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Group, Provenance, Source, Span, Validity
from tests.kb.agreement import assert_stores_agree
from tests.kb.conftest import Opener
from tests.kb.sample import HashEmbedder, notice, regulation

TITLE = Correction(Place(0, Field.TITLE), ("白石县勤务规定",), "青岚市勤务规定")
VALIDITY = Correction(Place(0, Field.VALIDITY), ("已废止",), "青岚市勤务规定")
TYPES = Correction(Place(0, Field.TYPES, "2."), ("执法办案/受立案", "后勤保障/装备管理"), "值班脱岗")


def test_validity_and_provenance_are_changed_in_place(kb: KnowledgeBase) -> None:
    """What is not indexed is changed in the catalog alone: same generation, no vector made."""
    source, original = regulation()
    added = kb.add(source, original)
    made = kb.embedder.encoded  # type: ignore[attr-defined]
    digest = Correction(Place(0, Field.PROVENANCE), ("digest",), source.documents[0].title)
    outcome = kb.correct(source.doc, [VALIDITY, digest], reparse=lambda _, found: corrected(source, found))
    assert (outcome.generation, outcome.reindexed, outcome.embedded) == (added.generation, False, 0)
    assert made == kb.embedder.encoded  # type: ignore[attr-defined]
    [document] = kb.catalog.load(added.source_id).documents
    assert (document.meta.validity, document.meta.validity_manual) == (Validity.REPEALED, True)
    assert document.provenance is Provenance.DIGEST
    article = kb.catalog.article(added.source_id, 0, 3)
    assert article is not None
    assert (article.validity, article.provenance) == (Validity.REPEALED, Provenance.DIGEST)
    assert_stores_agree(kb, [corrected(source, [VALIDITY, digest])])


def test_types_are_changed_in_place(kb: KnowledgeBase) -> None:
    """The types of one problem become those decided, marked as manual; other problems keep theirs."""
    source, original = notice()
    added = kb.add(source, original)
    outcome = kb.correct(source.doc, [TYPES], reparse=lambda _, found: corrected(source, found))
    assert not outcome.reindexed
    types = {info.problem.locator: info.problem.types for info in kb.catalog.problems(source_id=added.source_id)}
    assert [(kind.code, kind.manual) for kind in types["2."]] == [(code, True) for code in TYPES.value]
    assert types["1."] == source.documents[0].problems[0].types
    assert ["2."] == [info.problem.locator for info in kb.catalog.problems(type_code="执法办案")]


def test_a_title_is_indexed_anew_with_the_vectors_that_still_hold(kb: KnowledgeBase) -> None:
    """A title stands before every passage: those are embedded anew, their sentences are not."""
    source, original = notice(extra="三是逐级压实工作责任。")
    added = kb.add(source, original)
    vectors = len(kb._vectors.ids(Group.PRECEDENT, 1))
    title = Correction(Place(0, Field.TITLE), ("白石县整改通报",), source.documents[0].title)
    outcome = kb.correct(source.doc, [title], reparse=lambda _, found: corrected(source, found))
    assert outcome.reindexed
    assert outcome.generation > added.generation
    assert 6 == outcome.embedded < vectors
    assert_stores_agree(kb, [corrected(source, [title])])
    query = HashEmbedder().encode_passages(["三是逐级压实工作责任。"])[0]
    assert kb.dense(Group.PRECEDENT, query, 1)[0].score == pytest.approx(1, abs=1e-3)
    assert kb.catalog.resolve("白石县整改通报").source_id == added.source_id


def test_another_parse_is_indexed_anew(kb: KnowledgeBase) -> None:
    """Where the decision changes the passages, the source gets a new generation with them."""
    source, original = notice()
    kb.add(source, original)
    [document] = source.documents
    plain = source.with_documents(
        (replace(document, kind=DocumentKind.PRACTICE, problems=(), passages=document.passages[:1]),)
    )
    kind = Correction(Place(0, Field.KIND), ("practice",), document.title)
    outcome = kb.correct(source.doc, [kind], reparse=lambda _, found: corrected(plain, found))
    assert outcome.reindexed
    assert_stores_agree(kb, [plain])


def test_corrections_are_remembered_by_origin(open_kb: Opener) -> None:
    """They are there after reopening and after removal, and the audit trail says what was decided and by whom."""
    kb = open_kb()
    source, original = regulation()
    kb.add(source, original)
    kb.correct(source.doc, [VALIDITY], reparse=lambda _, found: corrected(source, found))
    assert kb.corrections(source.origin) == (VALIDITY,)
    assert kb.corrections("/别处") == ()
    entry = next(entry for entry in kb.catalog.audit() if entry.action == "correct")
    assert "已废止" in entry.detail
    assert "操作人" in entry.detail
    kb.remove(source.doc)
    assert open_kb().corrections(source.origin) == (VALIDITY,)


def test_verify_keeps_corrections(kb: KnowledgeBase) -> None:
    """Comparing and repairing the stores finds nothing wrong with a corrected source and changes nothing of it."""
    source, original = regulation()
    kb.add(source, original)
    kb.correct(source.doc, [VALIDITY, TITLE], reparse=lambda _, found: corrected(source, found))
    before = kb.catalog.load(kb.catalog.resolve("白石县勤务规定").source_id)
    report = kb.verify()
    assert report.found == 0, report.lines
    assert kb.catalog.load(kb.catalog.resolve("白石县勤务规定").source_id) == before


def test_the_same_file_again_is_unchanged(kb: KnowledgeBase) -> None:
    """A parse with the corrections applied is known as what is stored, also after a change in place."""
    source, original = regulation()
    kb.add(source, original)
    kb.correct(source.doc, [VALIDITY], reparse=lambda _, found: corrected(source, found))
    assert kb.add(corrected(source, [VALIDITY]), original).action == "unchanged"


def test_taking_back(kb: KnowledgeBase) -> None:
    """A correction taken back leaves the document as parsed, the others in force."""
    source, original = regulation()
    kb.add(source, original)
    kb.correct(source.doc, [VALIDITY, TITLE], reparse=lambda _, found: corrected(source, found))
    outcome = kb.correct(source.doc, [], clear=[TITLE.place], reparse=lambda _, found: corrected(source, found))
    assert outcome.corrections == (VALIDITY,)
    [document] = kb.catalog.load(outcome.source_id).documents
    assert (document.title, document.meta.validity) == ("青岚市勤务规定", Validity.REPEALED)


def test_a_judged_validity_outlives_other_corrections(kb: KnowledgeBase) -> None:
    """What was judged over the whole library stays while a title is corrected."""
    source, original = regulation()
    added = kb.add(source, original)
    judged = replace(source.documents[0].meta, validity=Validity.AMENDED, validity_reason="有较新文本")
    kb.set_metas({(added.source_id, 0): judged})
    kb.correct(source.doc, [TITLE], reparse=lambda _, found: corrected(source, found))
    assert kb.catalog.load(added.source_id).documents[0].meta == judged


def test_a_crash_leaves_both_or_neither(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing stops at the staging, no correction is remembered; what is remembered is also applied."""
    source, original = regulation()
    kb.add(source, original)
    monkeypatch.setattr(kb._protocol, "checkpoint", _crash_at("original"))
    with pytest.raises(RuntimeError):
        kb.correct(source.doc, [TITLE], reparse=lambda _, found: corrected(source, found))
    assert kb.corrections(source.origin) == ()
    monkeypatch.setattr(kb._protocol, "checkpoint", _crash_at("staged"))
    with pytest.raises(RuntimeError):
        kb.correct(source.doc, [TITLE], reparse=lambda _, found: corrected(source, found))
    monkeypatch.setattr(kb._protocol, "checkpoint", lambda _: None)
    kb.verify()
    assert kb.corrections(source.origin) == (TITLE,)
    assert_stores_agree(kb, [corrected(source, [TITLE])])


def _crash_at(wanted: str) -> object:
    def crash(step: str) -> None:
        if step == wanted:
            raise RuntimeError(step)

    return crash


def part(number: int, title: str) -> Document:
    """A document of a compilation without contents."""
    return Document(number, DocumentKind.PRACTICE, "", title, Span(0, 0))


def compilation(*titles: str) -> Source:
    """A source of several documents."""
    documents = tuple(part(number, title) for number, title in enumerate(titles, 1))
    return Source("汇编.txt", "/汇编.txt", hashlib.sha256(b"").hexdigest(), "", documents)


def test_a_document_is_known_again_by_its_title() -> None:
    """In a new version of a compilation the correction follows the title; where it is gone, a warning says so."""
    renamed = Correction(Place(2, Field.TITLE), ("丁",), "乙")
    kind = Correction(Place(2, Field.KIND), ("case",), "乙")
    assert ["甲", "丁"] == [one.title for one in corrected(compilation("甲", "乙"), [renamed]).documents]
    moved = compilation("新", "甲", "乙")
    assert ["新", "甲", "丁"] == [one.title for one in corrected(moved, [renamed]).documents]
    assert {3: DocumentKind.CASE} == forced_kinds(moved.documents, [kind])
    gone = corrected(compilation("甲", "丙"), [renamed])
    assert ["甲", "丙"] == [one.title for one in gone.documents]
    assert "找不到位置" in gone.documents[0].warnings[0]
    assert {} == forced_kinds(compilation("甲", "丙").documents, [kind])


def test_a_problem_is_known_again_by_its_title() -> None:
    """Types follow the problem when its number changes, and never go to another problem that took the number."""
    source, _ = notice()
    [document] = source.documents
    first, second = document.problems
    swapped = replace(document, problems=(replace(second, locator="1."), replace(first, locator="2.")))
    [found] = corrected(source.with_documents((swapped,)), [TYPES]).documents
    assert [bool(problem.types and problem.types[0].manual) for problem in found.problems] == [True, False]
    without = replace(document, problems=(replace(first, locator="2."),))
    [found] = corrected(source.with_documents((without,)), [TYPES]).documents
    assert found.problems[0].types == first.types
    assert found.warnings


def test_old_rows_are_read(kb: KnowledgeBase) -> None:
    """Metadata written before there were decisions is read as not decided."""
    source, original = regulation()
    added = kb.add(source, original)
    with kb._engine.begin() as connection:
        text = connection.execute(sa.select(t.documents.c.meta)).scalar_one()
        old = text.replace('"validity_manual":false,', "")
        assert old != text
        connection.execute(t.documents.update().values(meta=old))
    assert kb.catalog.load(added.source_id) == source
    assert codec.parse(codec.META, old).validity_manual is False


def test_of_two_problems_with_one_title_the_number_decides() -> None:
    """Types go to the problem of that number; when neither has it, to none."""
    source, _ = notice()
    [document] = source.documents
    first, second = document.problems
    twins = replace(document, problems=(replace(first, title=second.title), second))
    [found] = corrected(source.with_documents((twins,)), [TYPES]).documents
    assert [bool(problem.types and problem.types[0].manual) for problem in found.problems] == [False, True]
    moved = replace(twins, problems=(twins.problems[0], replace(second, locator="3.")))
    [found] = corrected(source.with_documents((moved,)), [TYPES]).documents
    assert not any(kind.manual for problem in found.problems for kind in problem.types)
    assert found.warnings
