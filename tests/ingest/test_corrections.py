"""Corrections by the user on real files: what is said to be wrong, and what a correction outlives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.corrections import Wishes, clear_corrections, correct_document
from ingest.pipeline import ingest_paths
from ingest.validity import relink
from kb.errors import NotFoundError, XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Provenance, Validity
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

RULE = (
    "# 云泽县巡防办法\n\n2015年3月1日 公布\n\n第一条 为了规范巡防，制定本办法。\n\n"
    "第二条 每班一人。\n\n第三条 本办法自公布之日起施行。\n"
)
NEWER = RULE.replace("2015", "2022").replace("一人", "两人")
NOTICE = """云泽县公安局关于巡察整改情况的通报

一、反馈问题整改情况

1.关于“值班备勤流于形式”问题的整改。

一是修订值班规定。二是每周检查一次。

2.关于“装备账目不清”问题的整改。

一是清点装备。二是建立台账。
"""


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base with a small embedder."""
    with KnowledgeBase(Settings(), HashEmbedder()) as opened:
        yield opened


def take(kb: KnowledgeBase, path: Path, text: str, *, force: bool = False) -> str:
    """Write and ingest a file; what became of it."""
    path.write_text(text, encoding="utf-8")
    summary = ingest_paths(kb, [path], force=force)
    return next(name for name in ("added", "replaced", "unchanged", "failed") if getattr(summary, name))


def stored(kb: KnowledgeBase, name: str) -> Document:
    """The only document of a source."""
    [document] = kb.catalog.load(kb.catalog.resolve(name).source_id).documents
    return document


def test_a_validity_outlives_everything(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Judging anew, verifying, reading the file again and a new version of the file leave a decided validity alone."""
    path = tmp_path / "巡防办法.md"
    take(kb, path, RULE)
    outcome = correct_document(kb, path.name, Wishes(validity="已废止"))
    assert not outcome.reindexed
    for happens in (
        lambda: relink(kb, date(2030, 1, 1)),
        kb.verify,
        lambda: take(kb, path, RULE, force=True),
        lambda: take(kb, path, RULE.replace("一人", "三人")),
        lambda: (kb.remove(path.name), take(kb, path, RULE)),
    ):
        happens()
        meta = stored(kb, path.name).meta
        assert (meta.validity, meta.validity_manual) == (Validity.REPEALED, True)
        assert "人工认定" in meta.validity_reason
        assert "现行有效" in meta.validity_reason


def test_reading_again_finds_a_corrected_file_unchanged(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A correction is part of what the file is read as: reading it again makes no new generation."""
    path = tmp_path / "通报.txt"
    take(kb, path, NOTICE)
    correct_document(kb, path.name, Wishes(title="云泽整改通报", problem="1", types=("执法办案/受案立案",)))
    assert "unchanged" == take(kb, path, NOTICE, force=True)


def test_in_force_against_the_newer_text(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A text said to be in force is not replaced by a newer one; taken back, it is judged again."""
    old, new = tmp_path / "旧.md", tmp_path / "新.md"
    take(kb, old, RULE)
    take(kb, new, NEWER)
    assert stored(kb, old.name).meta.validity is Validity.AMENDED
    correct_document(kb, old.name, Wishes(validity="现行有效"))
    meta = stored(kb, old.name).meta
    assert (meta.validity, meta.superseded_by) == (Validity.IN_FORCE, None)
    clear_corrections(kb, old.name)
    meta = stored(kb, old.name).meta
    assert meta.validity is Validity.AMENDED
    assert not meta.validity_manual
    assert "2022" in (meta.superseded_by or "")


def test_a_kind_is_parsed_as_decided(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Another kind means another structure, now and in the next version; the reason tells both judgements."""
    path = tmp_path / "通报.txt"
    take(kb, path, NOTICE)
    assert len(stored(kb, path.name).problems) == 2
    outcome = correct_document(kb, path.name, Wishes(kind="工作文章"))
    assert outcome.reindexed
    document = stored(kb, path.name)
    assert (document.kind, document.problems) == (DocumentKind.PRACTICE, ())
    assert "人工更正" in document.kind_reason
    assert "整改通报" in document.kind_reason
    assert "replaced" == take(kb, path, NOTICE + "\n三、下一步打算\n\n继续努力。\n")
    assert stored(kb, path.name).kind is DocumentKind.PRACTICE
    clear_corrections(kb, path.name)
    assert stored(kb, path.name).kind is DocumentKind.NOTICE
    assert len(stored(kb, path.name).problems) == 2


def test_types_stay_with_their_problem(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Decided types follow the problem into a version in which it has another number."""
    path = tmp_path / "通报.txt"
    take(kb, path, NOTICE)
    correct_document(kb, path.name, Wishes(problem="装备账目不清", types=("财务内控/国有资产",)))
    take(kb, path, NOTICE.replace("2.关于“装备", "3.关于“装备").replace("一是清点", "一是认真清点"))
    decided = {
        problem.title: problem.types[0].code
        for problem in stored(kb, path.name).problems
        if problem.types and problem.types[0].manual
    }
    assert {"装备账目不清": "财务内控/国有资产"} == decided


def test_provenance(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A text can be marked as a digest and as official again."""
    path = tmp_path / "巡防办法.md"
    take(kb, path, RULE)
    correct_document(kb, path.name, Wishes(provenance="摘编"))
    assert stored(kb, path.name).provenance is Provenance.DIGEST
    correct_document(kb, path.name, Wishes(provenance="正式文本"))
    assert stored(kb, path.name).provenance is Provenance.ORIGINAL


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        (Wishes(kind="红头文件"), ("红头文件", "整改通报", "法规制度")),
        (Wishes(validity="有效"), ("有效", "现行有效", "已废止")),
        (Wishes(provenance="正版"), ("正版", "正式文本", "摘编")),
        (Wishes(title="  "), ("标题不可用",)),
        (Wishes(validity="已废止"), ("整改通报", "--kind 法规制度")),
        (Wishes(problem="9", types=("执法办案/受案立案",)), ("'9'", "值班备勤流于形式")),
        (Wishes(problem="1", types=("执法办案/不存在",)), ("执法办案/不存在", "执法办案/涉案财物")),
        (Wishes(problem="1", types=("办案",)), ("'办案'", "执法办案", "作风纪律")),
        (Wishes(problem="1"), ("--type",)),
        (Wishes(types=("执法办案/受案立案",)), ("--problem",)),
    ],
)
def test_what_is_not_allowed_is_named(
    kb: KnowledgeBase, tmp_path: Path, wishes: Wishes, named: tuple[str, ...]
) -> None:
    """A wrong value is repeated together with what is allowed, and nothing is changed."""
    path = tmp_path / "通报.txt"
    take(kb, path, NOTICE)
    before = stored(kb, path.name)
    with pytest.raises(XunjianError) as caught:
        correct_document(kb, path.name, wishes)
    assert all(words in str(caught.value) for words in named), str(caught.value)
    assert stored(kb, path.name) == before
    assert not kb.corrections(kb.catalog.resolve(path.name).origin)


def test_parts_of_a_compilation(kb: KnowledgeBase, tmp_path: Path) -> None:
    """One piece of a compilation is corrected by its number; without one the pieces are named."""
    path = tmp_path / "汇编.txt"
    pieces = "".join(f"第{n}篇：云泽县{n}号工作{n}\n\n{'认真履行职责，落实各项工作要求。' * 12}\n\n" for n in "一二三")
    take(kb, path, pieces)
    source = kb.catalog.load(kb.catalog.resolve(path.name).source_id)
    assert len(source.documents) == 3
    with pytest.raises(XunjianError, match="--part"):
        correct_document(kb, path.name, Wishes(kind="典型案例"))
    with pytest.raises(NotFoundError, match="第 7 篇"):
        correct_document(kb, path.name, Wishes(kind="典型案例"), part=7)
    correct_document(kb, path.name, Wishes(kind="典型案例"), part=2)
    kinds = [document.kind for document in kb.catalog.load(source_id_of(kb, path)).documents]
    assert [kind is DocumentKind.CASE for kind in kinds] == [False, True, False]


def source_id_of(kb: KnowledgeBase, path: Path) -> str:
    """The id of a file."""
    return kb.catalog.resolve(path.name).source_id


def test_taking_back_what_is_not_there(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Clearing without corrections is said to be without effect."""
    path = tmp_path / "通报.txt"
    take(kb, path, NOTICE)
    with pytest.raises(NotFoundError, match="没有人工更正"):
        clear_corrections(kb, path.name)
    correct_document(kb, path.name, Wishes(title="通报"))
    with pytest.raises(NotFoundError, match="标题：通报"):
        clear_corrections(kb, path.name, problem="1")
