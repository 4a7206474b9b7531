"""The pipeline with a real knowledge base: what is taken in, what is not, and why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.bundled import first_start, library_files
from ingest.cleaning import CleanText
from ingest.inputs import unpack
from ingest.pipeline import Progress, ingest_inputs, ingest_paths
from ingest.readers import RawText
from ingest.revision import outdated
from kb.errors import BusyError, KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase
from kb.model import Source
from kb.settings import Settings
from tests.ingest.readers.builders import PARAGRAPH, zip_bytes
from tests.kb.sample import HashEmbedder

NOTICE = f"""关于巡察整改情况的通报
{PARAGRAPH}。
一、整改情况
1.关于学习不深入问题的整改。
一是{PARAGRAPH}。
二是健全制度{PARAGRAPH}。
"""


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base with a small embedder."""
    with KnowledgeBase(Settings(), HashEmbedder()) as opened:
        yield opened


def write(folder: Path, name: str, text: str = NOTICE) -> Path:
    """A text file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def docs(entries: tuple[object, ...]) -> list[str]:
    """The base names in a list of the summary."""
    return [entry.doc for entry in entries]  # type: ignore[attr-defined]


def test_files_are_added_replaced_and_left_alone(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A new file is added, the same bytes are not read again, changed bytes make a new generation."""
    path = write(tmp_path, "甲.txt")
    assert docs(ingest_paths(kb, [path]).added) == ["甲.txt"]
    assert docs(ingest_paths(kb, [path]).unchanged) == ["甲.txt"]
    write(tmp_path, "甲.txt", NOTICE.replace("不深入", "不到位"))
    assert docs(ingest_paths(kb, [path]).replaced) == ["甲.txt"]
    assert len(kb.catalog.sources()) == 1


def test_unchanged_files_are_not_parsed(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash decides before any reader is called, unless reading anew is asked for."""
    path = write(tmp_path, "甲.txt")
    ingest_paths(kb, [path])
    calls: list[str] = []
    real = pipeline.build_source

    def counted(payload: pipeline.Payload, *args: object, **options: object) -> object:
        calls.append(payload.name)
        return real(payload, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build_source", counted)
    ingest_paths(kb, [path])
    assert calls == []
    ingest_paths(kb, [path], force=True)
    assert calls == ["甲.txt"]


def test_one_bad_file_does_not_stop_the_batch(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Each failure is listed with its file and a reason of its own; the good files are in."""
    folder = tmp_path / "资料"
    write(folder, "好.txt")
    write(folder, "空.txt", "")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "~$锁.docx").write_bytes(b"x")
    (folder / "影像.mp4").write_bytes(b"x")
    (folder / "公文.ofd").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with (folder / "大.txt").open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)  # sparse: takes no room on the disk
    summary = ingest_paths(kb, [folder, folder / "没有.txt"])
    assert docs(summary.added) == ["好.txt"]
    reasons = {failure.doc: failure.reason for failure in summary.failed}
    assert set(reasons) == {"空.txt", "坏.pdf", "坏.docx", "大.txt", "没有.txt", "公文.ofd"}
    assert len(set(reasons.values())) == 6
    assert "OFD" in reasons["公文.ofd"]
    assert "500 MB" in reasons["大.txt"]
    assert [Path(path).name for path in summary.ignored] == ["影像.mp4"]


def test_program_faults_are_reported_as_such(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of our own is a failure of that file; a busy knowledge base ends the batch."""
    monkeypatch.setattr(pipeline, "clean", lambda *_args, **_options: 1 / 0)
    assert "ZeroDivisionError" in ingest_paths(kb, [write(tmp_path, "甲.txt")]).failed[0].reason

    def busy(*_args: object, **_options: object) -> None:
        msg = "忙"
        raise BusyError(msg)

    monkeypatch.undo()
    monkeypatch.setattr(kb, "add", busy)
    with pytest.raises(BusyError):
        ingest_paths(kb, [write(tmp_path, "乙.txt", NOTICE + "附")])


def test_folders_patterns_and_archives(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Folders are read to the bottom, patterns are expanded, archives opened, each file once."""
    write(tmp_path, "年/月/甲.txt", NOTICE + "甲")
    write(tmp_path, "乙.md", NOTICE + "乙")
    inner = zip_bytes({"丁.txt": (NOTICE + "丁").encode()})
    deeper = zip_bytes({"更深.zip": zip_bytes({"戊.txt": b"x"})})
    data = zip_bytes({"通报/丙.txt": (NOTICE + "丙").encode("gbk"), "内.zip": inner, "深.zip": deeper, "图.exe": b"MZ"})
    (tmp_path / "包.zip").write_bytes(data)
    summary = ingest_paths(kb, [tmp_path, str(tmp_path / "*.md"), tmp_path / "年" / "月" / "甲.txt"])
    assert sorted(docs(summary.added)) == sorted(["甲.txt", "乙.md", "丙.txt", "丁.txt"])
    assert docs(summary.failed) == ["更深.zip"]
    origins = {info.doc: info.origin for info in kb.catalog.sources()}
    assert origins["丁.txt"].endswith("包.zip!/内.zip!/丁.txt")


def test_the_same_bytes_under_another_name_are_taken_in_once(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A copy is reported as unchanged, with the name it is known by."""
    summary = ingest_paths(kb, [write(tmp_path, "甲.txt"), write(tmp_path, "乙.txt")])
    assert (docs(summary.added), docs(summary.unchanged)) == (["甲.txt"], ["乙.txt"])
    assert len(kb.catalog.sources()) == 1


def test_force_reads_anew_what_came_from_elsewhere(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``force`` a copy in another folder replaces what an older program made of the same bytes."""
    ingest_paths(kb, [write(tmp_path, "旧/甲.txt")])
    before = kb.catalog.sources()[0]
    understood = pipeline.build_source

    def improved(*arguments: object) -> Source:
        return replace(understood(*arguments), warnings=("看得更清楚了",))  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build_source", improved)
    copy = write(tmp_path, "新/乙.txt")
    assert docs(ingest_paths(kb, [copy]).unchanged) == ["乙.txt"]
    assert docs(ingest_paths(kb, [copy], force=True).replaced) == ["甲.txt"]
    (after,) = kb.catalog.sources()
    assert (after.source_id, after.origin, after.warnings) == (before.source_id, before.origin, ("看得更清楚了",))


def test_what_an_older_program_read_is_known_and_read_anew(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources are outdated until this version has read them, whether it finds something else in them or not."""
    monkeypatch.setattr(pipeline, "parser_revision", lambda: "")  # as libraries from before it was recorded
    ingest_paths(kb, [write(tmp_path, "甲.txt")])
    monkeypatch.undo()
    assert [info.doc for info in outdated(kb)] == ["甲.txt"]
    assert docs(pipeline.reread_outdated(kb).unchanged) == ["甲.txt"]
    assert outdated(kb) == []
    assert docs(pipeline.reread_outdated(kb).unchanged) == []


def test_progress_counts_up_to_the_end(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Files never go back, the last report is complete, and the time left is known by then."""
    paths = [write(tmp_path, f"{number}.txt", NOTICE + str(number)) for number in range(3)]
    reports: list[Progress] = []
    ingest_paths(kb, paths, progress=reports.append)
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert reports[-1].done == reports[-1].total == 3
    assert reports[-1].passages > 0
    assert reports[-1].seconds_left == pytest.approx(0, abs=0.01)


def test_what_is_stored_is_clean_and_masked(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The stored text has no personal number, the list of masks and the warnings go with it, the original stays."""
    path = write(tmp_path, "甲.txt", NOTICE + "举报人手机13812345678。\ufeff")
    summary = ingest_paths(kb, [path])
    source = kb.catalog.load(summary.added[0].source_id)
    assert "13812345678" not in source.text
    assert [datum.kind for datum in source.personal] == ["手机号"]
    assert any("手机号" in remark.text for remark in summary.warnings)
    assert any(edit.rule == "不可见字符" for edit in source.cleaning)


def test_unreadable_places(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A pattern without match, a pipe and an address without permission are failures of their own."""
    names = [str(tmp_path / "*.docx"), "http://127.0.0.1:9/a.html"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道.txt")
        names.append(str(tmp_path / "管道.txt"))
    summary = ingest_paths(kb, names)
    assert len(summary.failed) == len(names)
    assert not summary.added


def test_the_library_comes_once(kb: KnowledgeBase, tmp_path: Path, home: Path) -> None:
    """Bundled documents are taken in on the first start only, so that removed ones stay removed."""
    folder = tmp_path / "library"
    write(folder, "甲.md", "# " + NOTICE)
    write(folder, "README.md", "# 说明\n不是资料")
    assert [item.origin for item in library_files(folder)] == ["library:甲.md"]
    settings = Settings()
    first = first_start(kb, settings, folder=folder)
    assert first is not None
    assert docs(first.added) == ["甲.md"]
    assert first_start(kb, settings, folder=folder) is None
    (home / "library.done").unlink()
    assert first_start(kb, Settings(library_on_first_start=False), folder=folder) is None


def test_bundled_documents_are_all_readable(kb: KnowledgeBase) -> None:
    """Every document that comes with the product goes in without failure."""
    summary = first_start(kb, Settings())
    assert summary is not None
    assert not summary.failed
    assert len(summary.added) == len(library_files())


def test_what_is_handed_over_is_unpacked(kb: KnowledgeBase) -> None:
    """Archives among files handed over are unpacked; the same archive handed over again replaces its documents; what
    is no document in it is told apart, and an archive that is none is reported.
    """
    inside = {"一/甲.txt": NOTICE.encode(), "一/图纸.dwg": b"x", "~$甲.txt": b"x"}
    found = unpack([("包.zip", zip_bytes(inside)), ("乙.txt", NOTICE.encode()), ("坏.zip", b"PK"), ("空.zip", b"")])
    assert [(item.doc, item.origin) for item in found.files] == [
        ("甲.txt", "upload:包.zip!/一/甲.txt"),
        ("乙.txt", "upload:乙.txt"),
    ]
    assert [failure.doc for failure in found.failed] == ["坏.zip", "空.zip"]
    assert len(found.ignored) == 1
    assert docs(ingest_inputs(kb, found.files).added) == ["甲.txt"]
    changed = unpack([("包.zip", zip_bytes({"一/甲.txt": NOTICE.replace("不深入", "不到位").encode()}))])
    assert docs(ingest_inputs(kb, changed.files).replaced) == ["甲.txt"]


def test_two_files_of_one_name_do_not_replace_each_other() -> None:
    """In one batch the second of two different files of a name is reported; the same file twice counts once."""
    found = unpack([("甲.txt", b"1"), ("甲.txt", b"1"), ("甲.txt", b"2")])
    assert [item.load().data for item in found.files] == [b"1"]
    assert [failure.doc for failure in found.failed] == ["甲.txt"]
    assert "改名" in found.failed[0].reason


def test_a_source_is_read_anew_from_its_original(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading anew needs no file beside the kept original: what is understood the same stays, what an upgrade
    understands differently replaces it under the same origin.
    """
    path = write(tmp_path, "甲.txt")
    (entry,) = ingest_paths(kb, [path]).added
    path.unlink()
    assert docs(pipeline.reingest(kb, entry.source_id).unchanged) == ["甲.txt"]
    cleaned = pipeline.clean

    def better(raw: RawText, *, mask_officials: bool = False) -> CleanText:
        text = cleaned(raw, mask_officials=mask_officials)
        return replace(text, text=text.text.replace("不深入", "不到位"))

    monkeypatch.setattr(pipeline, "clean", better)
    assert docs(pipeline.reingest(kb, entry.source_id).replaced) == ["甲.txt"]
    (info,) = kb.catalog.sources()
    assert (info.source_id, info.origin) == (entry.source_id, entry.origin)
    assert "不到位" in kb.catalog.text(info.source_id)


def test_a_source_without_its_original_cannot_be_read_anew(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A missing original is said, and the source stays as it is."""
    (entry,) = ingest_paths(kb, [write(tmp_path, "甲.txt")]).added
    kb.originals.remove(kb.catalog.source(entry.source_id).sha256)
    with pytest.raises(KnowledgeBaseError, match="原件"):
        pipeline.reingest(kb, entry.source_id)
    assert kb.catalog.source(entry.source_id).documents
