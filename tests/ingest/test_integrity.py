"""The integrity panel and the comparison of the library with the list of official documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.coverage import State, coverage, coverage_lines
from ingest.inputs import Payload
from ingest.integrity import Integrity, integrity, integrity_lines
from ingest.pipeline import build_source
from kb.catalog.infos import DocumentInfo, SourceInfo
from kb.model import DocumentKind, Edit, Meta, Provenance, Validity

RULE = """云泽县巡防办法
（2015年3月1日云泽县人民政府公布）
第一章 总则
第一条 为了规范巡防，制定本办法。
第二条 每班不少于两人。
第三条 本办法自2015年5月1日起施行。
"""


def panel(text: str, origin: str = "/资料/办法.txt", *edits: Edit) -> Integrity:
    """The panel of a text that is one regulation."""
    source = replace(build_source(Payload(text.encode(), "办法.txt"), origin), cleaning=edits)
    [document] = source.documents
    assert document.kind is DocumentKind.REGULATION
    return integrity(source, document)


def test_a_sound_text() -> None:
    """A text without faults is complete, with its extent, days, and the hash of its file."""
    found = panel(RULE)
    assert found.complete
    assert (found.articles, found.first, found.last) == (3, "第一条", "第三条")
    assert (found.issued, found.effective) == (date(2015, 3, 1), date(2015, 5, 1))
    assert len(found.sha256) == 64
    assert found.listed is None


def test_gaps_and_repetitions() -> None:
    """Missing articles are named from the first article on, repeated labels once."""
    assert ("第二条",) == panel(
        RULE.replace("第二条", "第四条").replace("第三条 本", "第五条 本") + "第三条 补。"
    ).gaps[:1]
    cut = RULE.replace("第一条 为了", "第二条 为了").replace("第二条 每", "第三条 每").replace("第三条 本", "第六条 本")
    assert ("第一条", "第四条", "第五条") == panel(cut).gaps
    again = RULE.replace("第三条", "第二条 每班不少于两人。\n第三条")
    assert ("第二条",) == panel(again).repeated
    assert not panel(again).complete
    contents = RULE.replace("第一章", "目录\n第一章 总则\n第一章", 1)
    assert () == panel(contents).repeated


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("坚持X的领导。", ["遮盖"]),
        ("高度不低于1\ue0104米。", ["乱码"]),
        ("坚持＊中央集中统一领导，身高1\ue0104米。", ["遮盖", "乱码"]),
        ("由X公司承担。", []),
    ],
)
def test_doubtful_characters(words: str, kinds: list[str]) -> None:
    """Masked and garbled places are listed with their exact place and the words around."""
    text = RULE.replace("每班不少于两人。", words)
    source = build_source(Payload(text.encode(), "办法.txt"), "/资料/办法.txt")
    doubts = integrity(source, source.documents[0]).doubts
    assert kinds == [doubt.kind for doubt in doubts]
    for doubt in doubts:
        assert source.slice(doubt.span) in source.slice(source.documents[0].span)
        assert source.slice(doubt.span).strip() in doubt.words


def test_uncertain_cleaning_is_a_doubt() -> None:
    """A repair the cleaning was not sure of is listed, a certain one is not."""
    at = RULE.index("不少于")
    doubts = panel(RULE, "/办法.txt", Edit("乱码", at, "x", "不", certain=False), Edit("空白", at, " ", "")).doubts
    assert [("乱码", at)] == [(doubt.kind, doubt.span.start) for doubt in doubts]


@pytest.mark.parametrize(
    ("origin", "official"),
    [
        ("https://www.gov.cn/zhengce/1.html", True),
        ("https://gov.cn.example.com/1.html", False),
        ("https://example.com/gov.cn", False),
        ("/home/甲/办法.txt", None),
        ("C:\\资料\\办法.txt", None),
        ("library:办法.md", None),
    ],
)
def test_where_it_came_from(origin: str, official: bool | None) -> None:  # noqa: FBT001 - a table of cases
    """Only hosts on the list and their subdomains are official; nothing is said of local files."""
    assert panel(RULE, origin).official is official


def test_lines_and_json_say_the_same() -> None:
    """What is printed names the faults; JSON has all fields as plain values."""
    found = panel(RULE.replace("第二条", "第四条").replace("第三条", "第六条"))
    text = "\n".join(integrity_lines([("云泽县巡防办法", found)]))
    assert all(words in text for words in ("共 3 条", "第五条", found.sha256, "2015-05-01", "本机文件"))
    assert {"gaps", "doubts", "sha256", "official", "listed", "validity_reason"} <= set(found.as_json())
    assert "2015-03-01" == found.as_json()["issued"]


@pytest.mark.corpus
def test_real_regulations_are_complete(corpus: Path) -> None:
    """The twenty regulations of the corpus have no gap, no repetition and no doubtful character."""
    paths = sorted(path for path in corpus.rglob("*.md"))
    assert len(paths) == 20
    for path in paths:
        source = build_source(Payload(path.read_bytes(), path.name), str(path))
        found = integrity(source, source.documents[0])
        assert found.complete, (path.name, found)
        assert found.articles


LISTED = (
    {"title": "云泽县巡防办法", "issuer": "云泽县", "dates": {"issued": "2015-03-01", "revised": ["2020-01-02"]}},
    {"title": "云泽县巡防办法（2015年文本）", "dates": {"issued": "2015-03-01"}},
    {"title": "云泽县值班规定", "publish": [{"site": "example.cn", "search": "检索“值班规定”"}]},
)


def held(title: str, issued: date | None, provenance: Provenance = Provenance.ORIGINAL) -> SourceInfo:
    """A source with one regulation."""
    meta = Meta(issued=issued, validity=Validity.IN_FORCE)
    document = DocumentInfo("1", 0, DocumentKind.REGULATION, title, provenance, meta, 1, 0, 1, ())
    return SourceInfo("1", f"{title}.txt", "/甲", "0" * 64, 1, datetime(2025, 1, 1, tzinfo=UTC), (document,), ())


@pytest.mark.parametrize(
    ("source", "states"),
    [
        (held("云泽县巡防办法", date(2020, 1, 2)), [State.HELD, State.OTHER_VERSION, State.MISSING]),
        (held("云泽县巡防办法", date(2015, 3, 1)), [State.OTHER_VERSION, State.HELD, State.MISSING]),
        (held("云泽县巡防办法", date(2024, 1, 1)), [State.HELD, State.OTHER_VERSION, State.MISSING]),
        (held("云泽县值班规定", None), [State.MISSING, State.MISSING, State.HELD]),
        (held("云泽县值班规定", None, Provenance.DIGEST), [State.MISSING, State.MISSING, State.DIGEST]),
        (held("云泽县值班规定", None, Provenance.FICTIONAL), [State.MISSING] * 3),
    ],
)
def test_coverage(source: SourceInfo, states: list[State]) -> None:
    """A listed document is held by an original text of its version; other versions, digests and examples are not it."""
    assert states == [one.state for one in coverage([source], LISTED)]


def test_what_is_missing_is_printed_with_where_to_find_it() -> None:
    """Held documents can be left out; missing ones name the official site; the sum counts all."""
    lines = coverage_lines(coverage([held("云泽县巡防办法", date(2020, 1, 2))], LISTED), missing_only=True)
    assert not any(line.startswith("[已收录]") for line in lines)
    assert any("example.cn" in line for line in lines)
    assert "共 3 件" in lines[-1]


def test_the_packaged_list_can_be_compared() -> None:
    """An empty library lacks every document of the list."""
    listed = coverage([])
    assert len(listed) > 30
    assert {State.MISSING} == {one.state for one in listed}
