"""``xunjian draft`` and ``xunjian export``: material by name, files by suffix, errors that say what to do."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from assistant.basket import add
from assistant.desk import Desk
from assistant.drafting.naming import named_problem
from assistant.drafting.store import load_drafts
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.drafting.library import NOTICE, OTHER, RULE, stocked
from tests.test_cli import Outcome

FACTS = ["--unit", "石泉县公安局", "--issuer", "石泉县公安局督察大队", "--day", "2026-03-05", "--due", "2026年12月31日"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Path:
    """The data folder of the small drafting library."""
    folder = tmp_path_factory.mktemp("commands")
    with stocked(folder, embedder) as kb:
        add(kb.works, [named_problem(Desk(kb), f"{OTHER}#一1.")])
        return kb.settings.home


@pytest.fixture
def used(library: Path, model_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command line looks at that library."""
    monkeypatch.setenv("XUNJIAN_HOME", str(library))
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(model_dir))
    return library


def test_to_the_terminal(used: Path) -> None:
    """Without files the paper is printed with its places and the result of the check."""
    outcome = Outcome(["draft", "工作提示", "--article", f"{RULE}#第三条", "--problem", f"{NOTICE}#一2.", *FACTS])
    assert 0 == outcome.code
    assert "第三条规定：" in outcome.text
    assert f"[1] {NOTICE}" in outcome.text
    assert "逐句核对：" in outcome.text


def test_all_formats_and_back(used: Path, tmp_path: Path) -> None:
    """One call writes every format; the JSON can be edited and exported, and what does not hold is marked."""
    files = [tmp_path / f"方案.{suffix}" for suffix in ("docx", "xlsx", "txt", "json")]
    arguments = ["draft", "整改方案", "--problem", f"{NOTICE}#一1.", "--about", "涉案财物管理混乱", *FACTS]
    outcome = Outcome([*arguments, *(part for file in files for part in ("--out", str(file)))])
    assert 0 == outcome.code
    assert "word/document.xml" in zipfile.ZipFile(files[0]).namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(files[1]).namelist()
    assert "〔未核实〕" not in files[2].read_text(encoding="utf-8")
    stored = json.loads(files[3].read_text(encoding="utf-8"))
    stored["body"] = stored["body"].replace("《涉案财物出入库办法》", "《涉案财物报废办法》") + "\n我局已全面完成整改。"
    files[3].write_text(json.dumps(stored), encoding="utf-8")
    exported = Outcome(["export", str(files[3]), "--out", str(files[2]), "--json"]).json
    assert (1, 1) == (exported["check"]["counts"]["own"], exported["check"]["counts"]["unverified"])
    assert 2 == files[2].read_text(encoding="utf-8").count("〔未核实〕")


def test_saved_and_exported(used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A saved draft is exported by the beginning of its id, named after its title."""
    monkeypatch.chdir(tmp_path)
    saved = Outcome(["draft", "专报", "--basket", "--save", "--json", *FACTS]).json
    (identifier,) = saved["saved"]
    outcome = Outcome(["export", identifier[:8], "--to", "txt", "--json"])
    assert saved["drafts"][0]["title"] == Path(outcome.json["file"]).stem
    assert "霞屿市公安局" in Path(outcome.json["file"]).read_text(encoding="utf-8")


def test_one_matter_a_sheet(used: Path, tmp_path: Path) -> None:
    """Two problems give two numbered files."""
    names = ["--problem", f"{NOTICE}#一1.", "--problem", f"{NOTICE}#一2."]
    outcome = Outcome(["draft", "督办单", *names, "--out", str(tmp_path / "单.docx")])
    assert 0 == outcome.code
    assert ["单-1.docx", "单-2.docx"] == sorted(file.name for file in tmp_path.iterdir())


def test_from_a_question(used: Path) -> None:
    """The evidence of a question becomes material; a question without evidence ends with status 1."""
    drafted = Outcome(["draft", "专报", "--from-question", "涉案财物管理混乱怎么整改", "--json"]).json["drafts"][0]
    assert {NOTICE, OTHER} & {note["doc"] for note in drafted["notes"].values()}
    assert 1 == Outcome(["draft", "专报", "--from-question", "红烧肉怎么做"]).code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["draft", "决定", "--problem", f"{NOTICE}#一1."], "可以起草"),
        (["draft", "整改方案"], "用法"),
        (["draft", "整改方案", "--problem", NOTICE], "没有写明位置"),
        (["draft", "整改方案", "--problem", f"{NOTICE}#一1.", "--out", "方案.wps"], ".docx"),
        (["draft", "工作提示", "--article", f"{RULE}#第三条", "--out", "提示.xlsx"], "没有清单"),
        (["draft", "工作提示", "--article", f"{RULE}#第三条", "--out", "无此目录/提示.txt"], "无法写入"),
        (["export", "无此文稿"], "文稿"),
        (["export", "无此文稿.json"], "不存在"),
        (["export", "无此文稿", "--to", "wps"], ".docx"),
    ],
)
def test_wrong_use(
    used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """Wrong calls end with a Chinese message that names the value or the way out, and write nothing."""
    monkeypatch.chdir(tmp_path)
    outcome = Outcome(arguments)
    assert outcome.code in {1, 2}
    assert said in outcome.error
    assert [] == list(tmp_path.iterdir())


def test_a_draft_survives_the_command(used: Path) -> None:
    """Saving from the command line leaves a work that the workplace lists."""
    before = len(_titles(used))
    Outcome(["draft", "巡察报告问题段落", "--problem", f"{NOTICE}#一1.", "--save"])
    assert before + 1 == len(_titles(used))


def _titles(home: Path) -> list[str]:
    with KnowledgeBase(Settings(home=home)) as kb:
        return [stored.draft.title for stored in load_drafts(kb.works)]


@pytest.mark.parametrize("last", ["清单.xlsx", "无此目录/提示.txt", "提示.docx"])
def test_all_files_or_none(used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str) -> None:
    """Where one of several files cannot be written (no lists, no folder, named twice), none is."""
    monkeypatch.chdir(tmp_path)
    outcome = Outcome(["draft", "工作提示", "--article", f"{RULE}#第三条", "--out", "提示.docx", "--out", last])
    assert 2 == outcome.code
    assert "已写入" not in outcome.text
    assert [] == list(tmp_path.iterdir())


def test_short_notes_for_sending(used: Path, tmp_path: Path) -> None:
    """Short notes name the document and the item, neither file nor offsets; an unknown style is refused."""
    file = tmp_path / "提示.txt"
    arguments = ["draft", "工作提示", "--article", f"{RULE}#第三条", "--out", str(file), "--notes"]
    assert 0 == Outcome([*arguments, "short"]).code
    assert "[1] 《岚川市值班管理办法》第三条。" in file.read_text(encoding="utf-8")
    assert RULE not in file.read_text(encoding="utf-8")
    assert "full" in Outcome([*arguments, "long"]).error


def test_one_sheet_for_a_question(used: Path) -> None:
    """A question is one matter, whatever was found for it; its words name it."""
    drafts = Outcome(["draft", "督办单", "--from-question", "值班脱岗怎么整改", "--unit", "甲派出所", "--json"]).json[
        "drafts"
    ]
    assert ["关于“值班脱岗”问题的督办单"] == [one["title"] for one in drafts]
