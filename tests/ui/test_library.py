"""What 资料 and 设置 hand to the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from assistant.desk import Desk
from assistant.library.job import Snapshot
from assistant.library.versions import versions
from ingest.bundled import ingest_library
from ingest.corrections import Wishes, correct_document
from ingest.coverage import Listed, State
from ingest.integrity import integrity
from ingest.pipeline import Ingested, IngestSummary, Progress
from kb.errors import BusyError
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind
from kb.settings import Settings
from tests.kb.sample import HashEmbedder
from ui.components import coverage, library, queue, understood
from ui.components.health import last_check, verify
from ui.components.queue import Chosen
from ui.components.understood import Shown
from ui.pages.settings import _plain


def shown(desk: Desk, kind: DocumentKind) -> Shown:
    """A bundled document of a kind as the page loads it."""
    sources = desk.kb.catalog.sources()
    info = next(source for source in sources if source.documents[0].kind is kind)
    source = desk.kb.catalog.load(info.source_id)
    document = source.documents[0]
    regulation = kind is DocumentKind.REGULATION
    return Shown(
        info,
        source,
        document,
        versions(sources, info.documents[0]) if regulation else (),
        integrity(source, document) if regulation else None,
        (),
    )


def test_every_document_is_listed_under_its_filters(desk: Desk) -> None:
    """The numbers beside the filters are the rows they leave; ids lead back to documents."""
    sources = desk.kb.catalog.sources()
    view = library.view(sources)
    assert len(view["rows"]) == sum(len(source.documents) for source in sources)
    for group in view["kinds"]:
        assert group["number"] == sum(group["value"] in row["groups"] for row in view["rows"])
    known = {(source.source_id, document.part) for source in sources for document in source.documents}
    assert {library.parsed(row["id"]) for row in view["rows"]} == known


@pytest.mark.parametrize("kind", [DocumentKind.REGULATION, DocumentKind.NOTICE, DocumentKind.CASE])
def test_every_part_of_a_document_opens_its_words(desk: Desk, kind: DocumentKind) -> None:
    """Each part of the tree that can be clicked leads to a passage that begins before it and to its own words."""
    one = shown(desk, kind)
    places = understood.places(one)
    view = understood.view(one, back=False)
    tree = next(section for section in view["sections"] if section["key"] == "tree")["tree"]
    opened = [node["open"] for node in _every(tree) if node["open"]]
    assert opened
    for name in opened:
        place = places[name]
        assert place.quote is not None
        assert place.seq is not None
        assert one.source.passages[place.seq].span.start <= place.quote.start


def _every(nodes: list[understood.NodeView]) -> list[understood.NodeView]:
    return [found for node in nodes for found in (node, *_every(node["nodes"]))]


def test_a_regulation_shows_integrity_and_versions(desk: Desk) -> None:
    """Regulations have both sections, other kinds have neither."""
    keys = {
        kind: {section["key"] for section in understood.view(shown(desk, kind), back=False)["sections"]}
        for kind in (DocumentKind.REGULATION, DocumentKind.NOTICE)
    }
    assert {"integrity", "versions"} <= keys[DocumentKind.REGULATION]
    assert not {"integrity", "versions"} & keys[DocumentKind.NOTICE]


def test_a_batch_shows_what_is_done_in_work_and_to_come() -> None:
    """States follow the order of the files; the share goes by time once there is something to judge by."""
    now = Snapshot(("甲.txt", "乙.txt", "丙.txt"), Progress(1, 3, "乙.txt", 30, 10.0, 9.0))
    view = queue.running_view(now)
    assert [row["state"]["text"] for row in view["rows"]] == ["已处理", "处理中", "等待"]
    assert view["share"] == pytest.approx(0.25)
    assert "大约还要 9 秒" in view["note"]
    assert queue.running_view(Snapshot(("甲.txt",)))["share"] == 0.0


def test_files_that_can_hardly_be_read_are_marked_before() -> None:
    """A name that no reader knows is marked; the others are not."""
    rows = queue.chosen_view([Chosen("1", "图纸.dwg", 9), Chosen("2", "通报.DOCX", 9), Chosen("3", "包.zip", 9)])[
        "rows"
    ]
    assert [row["state"]["text"] for row in rows] == ["可能不支持", "待收录", "待收录"]


def test_the_account_leads_to_what_was_taken_in() -> None:
    """Documents that are in the library can be opened from the account; one removed since cannot."""
    summary = IngestSummary(added=(Ingested("甲.txt", "", "s1", 1, 2), Ingested("乙.txt", "", "s2", 1, 2)))
    rows = queue.account_view(summary, {"s1": "s1#0"})["rows"]
    assert [row["go"] for row in rows] == ["s1#0", ""]


def test_the_list_of_official_documents_under_each_filter() -> None:
    """Each filter counts what it shows; empty ones are left out; what holds a document can be opened."""
    listed = [
        Listed("甲条例", "", "", State.MISSING, (), ()),
        Listed("乙条例", "", "", State.DIGEST, ("乙.md",), ()),
        Listed("丙条例", "", "", State.HELD, ("丙.md",), ()),
    ]
    view = coverage.view(listed, coverage.WANTING, {"乙.md": "s2#0"})
    assert {state["label"]: state["number"] for state in view["states"]} == {
        "全部": 3,
        "还缺正式文本": 2,
        "已收录": 1,
        "仅有摘编": 1,
        "未收录": 1,
    }
    assert [row["title"] for row in view["rows"]] == ["《甲条例》", "《乙条例》"]
    assert [held["id"] for held in view["rows"][1]["held"]] == ["s2#0"]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("没有配置大模型：请设置环境变量 XUNJIAN_LLM_MODEL。", "还没有填写接口地址和模型名称。"),
        (
            "请检查 XUNJIAN_LLM_BASE_URL（通常以 /v1 结尾）和 XUNJIAN_LLM_MODEL。",
            "请检查“接口地址”（通常以 /v1 结尾）和“模型名称”。",
        ),
    ],
)
def test_messages_speak_of_fields(message: str, said: str) -> None:
    """Messages about the model name the fields of the page, not environment variables."""
    assert _plain(message) == said


def test_somebody_else_writing_is_said_plainly(tmp_path: Path) -> None:
    """A check, a removal and a correction while another program writes end with a sentence, and nothing is changed."""
    settings = Settings(home=tmp_path / "home", lock_timeout=0.1)
    with KnowledgeBase(settings, HashEmbedder()) as kb:
        assert not ingest_library(kb).failed
        info = next(one for one in kb.catalog.sources() if one.documents[0].kind is DocumentKind.CASE)
        with FileLock(settings.home / "write.lock"):
            verify(kb)
            check = last_check(kb)
            assert check is not None
            assert not check.ok
            assert "正在写入" in check.lines[0]
            with pytest.raises(BusyError, match="请稍后重试"):
                correct_document(kb, info.source_id, Wishes(title="值班饮酒"))
            with pytest.raises(BusyError, match="请稍后重试"):
                kb.remove(info.source_id)
        verify(kb)
        check = last_check(kb)
        assert check is not None
        assert check.ok
        assert kb.catalog.source(info.source_id).documents[0].title == info.documents[0].title
