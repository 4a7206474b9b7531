"""The command line as its contract promises it: JSON, batches, exact citations, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from eval.questions import load
from kb.errors import XunjianError
from kb.knowledge_base import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "002_61ad4dd016c693e7.txt"

HIT = {"rank", "kind", "doc", "title", "locator", "text", "score", "problem", "also"}


class Outcome:
    """Exit status and output of one call."""

    def __init__(self, arguments: list[str]) -> None:
        result = CliRunner().invoke(cli.app, arguments)
        error = result.exception
        self.error = str(error) if isinstance(error, XunjianError) else ""
        if error is not None and not isinstance(error, XunjianError | SystemExit):
            raise error
        self.code = error.exit_code if isinstance(error, XunjianError) else result.exit_code
        self.text = result.stdout

    @property
    def json(self) -> Any:
        """The one object that was printed."""
        return json.loads(self.text)


@pytest.fixture
def stocked(corpus_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> KnowledgeBase:
    """The command line looks at the ingested corpus."""
    monkeypatch.setenv("XUNJIAN_HOME", str(corpus_kb.settings.home))
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(corpus_kb.settings.onnx_dir))
    return corpus_kb


@pytest.fixture
def fresh(home: Path, model_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command line looks at an empty data folder and loads no library by itself."""
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(model_dir))
    monkeypatch.setenv("XUNJIAN_LIBRARY_ON_FIRST_START", "false")
    return home


@pytest.mark.corpus
class TestAsk:
    """``xunjian ask`` and ``xunjian search`` over the real documents."""

    @pytest.mark.parametrize(
        ("question", "doc", "locator"),
        [
            ("督察条例第十二条规定了什么", "公安机关督察条例(2011-08-31).md", "第十二条"),
            ("禁闭最长多少天", "公安机关督察条例(2011-08-31).md", "第十二条"),
            ("涉案财物多年没处理，别的地方怎么整改的", NOTICE, "二(二)7."),
            ("警车违停没人管", NOTICE, "二(一)4."),
            ("民警酒后闹事有没有专门规定", NOTICE, "二(一)4."),
        ],
    )
    def test_right_source_among_the_first(self, stocked: KnowledgeBase, question: str, doc: str, locator: str) -> None:
        """The source that answers is among the first citations."""
        outcome = Outcome(["ask", "--json", question])
        assert 0 == outcome.code
        first = [(c["doc"], c["locator"]) for c in outcome.json["citations"][:8]]
        assert any(doc == cited and place.startswith(locator) for cited, place in first), first

    def test_out_of_domain_is_refused(self, stocked: KnowledgeBase) -> None:
        """A question the library knows nothing of is refused with exit status 1 and no citation."""
        outcome = Outcome(["ask", "--json", "房产税怎么交"])
        assert 1 == outcome.code
        assert outcome.json["refused"] is True
        assert [] == outcome.json["citations"]

    def test_missing_article_is_said_to_be_missing(self, stocked: KnowledgeBase) -> None:
        """An article number beyond the end is refused and named."""
        outcome = Outcome(["ask", "--json", "督察条例第四十条"])
        assert 1 == outcome.code
        assert "第四十条" in outcome.json["reason"]

    def test_json_follows_the_contract(self, stocked: KnowledgeBase) -> None:
        """Hits carry all fields of the contract, groups hold ten, a problem stands once."""
        result = Outcome(["search", "--json", "执法办案中心有安全隐患"]).json
        assert {"id", "query", "refused", "reason", "hits", "groups"} <= set(result)
        for hits in (result["hits"], *result["groups"].values()):
            assert all(set(hit) >= HIT for hit in hits)
            assert list(range(1, len(hits) + 1)) == [hit["rank"] for hit in hits]
        assert all(len(hits) >= 10 for hits in result["groups"].values())
        problems = [(hit["doc"], hit["problem"] or hit["locator"]) for hit in result["groups"]["precedent"]]
        assert len(set(problems)) == len(problems)
        assert all(len(hit["also"]) <= 3 for hit in result["groups"]["precedent"])

    def test_batch_answers_in_order(self, stocked: KnowledgeBase, tmp_path: Path) -> None:
        """A batch prints one object a line in the order asked, refusals included, and ends with status 0."""
        batch = tmp_path / "batch.jsonl"
        questions = [("b", "禁闭最长多少天"), ("a", "房产税怎么交"), ("c", "警车违停没人管")]
        lines = [json.dumps({"id": i, "query": q}, ensure_ascii=False) for i, q in questions]
        batch.write_text("\n".join(lines), encoding="utf-8")
        outcome = Outcome(["search", "--batch", str(batch)])
        assert 0 == outcome.code
        assert ["b", "a", "c"] == [json.loads(line)["id"] for line in outcome.text.splitlines()]

    def test_fifty_questions_cite_exact_places(self, stocked: KnowledgeBase, tmp_path: Path) -> None:
        """For every citation of fifty answers, the shown text at [start, end) is the quote, byte for byte."""
        asked = [question for question in load() if question.set == "fifty"]
        assert 50 == len(asked)
        batch = tmp_path / "fifty.jsonl"
        lines = [json.dumps({"id": q.id, "query": q.query}, ensure_ascii=False) for q in asked]
        batch.write_text("\n".join(lines), encoding="utf-8")
        answers = [json.loads(line) for line in Outcome(["ask", "--batch", str(batch)]).text.splitlines()]
        texts: dict[str, str] = {}
        checked = 0
        for answer in answers:
            numbers = {citation["n"] for citation in answer["citations"]}
            for citation in answer["citations"]:
                doc = citation["doc"]
                texts.setdefault(doc, Outcome(["show", doc, "--text"]).text)
                assert texts[doc][citation["start"] : citation["end"]] == citation["quote"]
                checked += 1
            for sentence in answer["answer"]["sentences"]:
                assert set(sentence["citations"]) <= numbers
        assert checked > 100


@pytest.mark.corpus
class TestLibrary:
    """``list``, ``show``, ``verify`` over the real documents."""

    def test_list_names_every_file(self, stocked: KnowledgeBase, corpus: Path) -> None:
        """Each file of the corpus is listed."""
        listed = {document["doc"] for document in Outcome(["list", "--json"]).json["documents"]}
        assert {path.name for path in corpus.rglob("*") if path.is_file()} == listed

    def test_show_regulation(self, stocked: KnowledgeBase) -> None:
        """A regulation is shown with its dates, validity and every article."""
        shown = Outcome(["show", "公安机关督察条例(2011-08-31).md", "--json"]).json
        assert [f"{n}" for n in range(1, 19)] == [str(article["no"]) for article in shown["articles"]]
        assert ("2011-08-31", "2011-10-01", "现行有效") == tuple(
            shown["meta"][name] for name in ("issued", "effective", "validity")
        )
        assert [] == shown["chapters"]

    def test_show_notice(self, stocked: KnowledgeBase) -> None:
        """A notice is shown with what it says of itself and its problems by status."""
        shown = Outcome(["show", NOTICE, "--json"]).json
        assert {"aspects": 5, "categories": 14, "problems": 40, "measures": 113} == shown["meta"]["counts"]
        states = [problem["status"] for problem in shown["problems"]]
        assert ["completed"] * 6 + ["in_progress"] * 8 == states

    def test_unknown_document(self, stocked: KnowledgeBase) -> None:
        """A name that nothing has ends with status 1 and names the nearest."""
        outcome = Outcome(["show", "督察条例"])
        assert 1 == outcome.code
        assert "督察条例" in outcome.error

    def test_superseded_versions_are_linked(self, stocked: KnowledgeBase) -> None:
        """The older of two versions is marked as amended and names the newer."""
        shown = Outcome(["show", "监察法(2018-03-20).md", "--json"]).json
        assert "已被修订" == shown["meta"]["validity"]
        assert "2024" in shown["meta"]["superseded_by"]


class TestIngest:
    """``ingest``, ``remove`` and ``verify`` on a fresh data folder."""

    RULE = "# 示例县巡查办法\n\n2020年1月1日 公布\n\n第一条 为了规范巡查，制定本办法。\n\n第二条 巡查每月一次。\n"

    def test_ingest_skip_replace_remove(self, fresh: Path, tmp_path: Path) -> None:
        """A file is added once, skipped while unchanged, replaced when changed, and gone when removed."""
        file = tmp_path / "巡查办法.md"
        file.write_text(self.RULE, encoding="utf-8")
        assert ["巡查办法.md"] == [item["doc"] for item in Outcome(["ingest", "--json", str(file)]).json["added"]]
        assert ["巡查办法.md"] == Outcome(["ingest", "--json", str(file)]).json["unchanged"]
        file.write_text(self.RULE.replace("每月", "每季度"), encoding="utf-8")
        assert ["巡查办法.md"] == [item["doc"] for item in Outcome(["ingest", "--json", str(file)]).json["replaced"]]
        asked = Outcome(["ask", "--json", "巡查办法第二条"]).json
        assert any("每季度" in citation["quote"] for citation in asked["citations"])
        assert 0 == Outcome(["verify"]).code
        assert ["巡查办法.md"] == Outcome(["remove", "--json", "巡查办法.md"]).json["removed"]
        assert [] == Outcome(["list", "--json"]).json["documents"]

    def test_one_bad_file_does_not_stop_the_rest(self, fresh: Path, tmp_path: Path) -> None:
        """A broken file is named with its reason, the others are taken in, the status is 3."""
        (tmp_path / "好.md").write_text(self.RULE, encoding="utf-8")
        (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 not a document")
        outcome = Outcome(["ingest", "--json", str(tmp_path)])
        assert 3 == outcome.code
        assert ["好.md"] == [item["doc"] for item in outcome.json["added"]]
        assert "坏.docx" == outcome.json["failed"][0]["doc"]
        assert outcome.json["failed"][0]["reason"]

    def test_correct_and_clear(self, fresh: Path, tmp_path: Path) -> None:
        """A correction is reported, kept when the file changes, listed, and taken back."""
        file = tmp_path / "巡查办法.md"
        file.write_text(self.RULE, encoding="utf-8")
        Outcome(["ingest", str(file)])
        done = Outcome(["correct", file.name, "--validity", "已废止", "--title", "巡查旧办法", "--json"]).json
        assert ["title", "validity"] == sorted(one["field"] for one in done["corrections"])
        assert done["reindexed"] is True
        file.write_text(self.RULE.replace("每月", "每季度"), encoding="utf-8")
        Outcome(["ingest", str(file)])
        shown = Outcome(["show", file.name, "--json"]).json
        assert ("巡查旧办法", "已废止", True) == tuple(
            shown["meta"][name] for name in ("title", "validity", "validity_manual")
        )
        assert "已废止" in Outcome(["correct", file.name]).text
        assert [] == Outcome(["correct", file.name, "--clear", "--json"]).json["corrections"]
        assert "现行有效" == Outcome(["show", file.name, "--json"]).json["meta"]["validity"]
        assert 1 == Outcome(["correct", file.name, "--clear"]).code

    @pytest.mark.parametrize(
        ("arguments", "allowed"),
        [
            (["--kind", "公文"], "整改通报"),
            (["--validity", "失效"], "现行有效"),
            (["--provenance", "盗版"], "摘编"),
            (["--clear", "--kind", "整改通报"], "--clear"),
        ],
    )
    def test_correct_names_what_is_allowed(
        self, fresh: Path, tmp_path: Path, arguments: list[str], allowed: str
    ) -> None:
        """A value that is not known ends with status 2 and the allowed ones."""
        file = tmp_path / "巡查办法.md"
        file.write_text(self.RULE, encoding="utf-8")
        Outcome(["ingest", str(file)])
        outcome = Outcome(["correct", file.name, *arguments])
        assert 2 == outcome.code
        assert allowed in outcome.error

    def test_show_tells_the_integrity_of_regulations(self, fresh: Path, tmp_path: Path) -> None:
        """The panel stands below the tree and in the JSON of a regulation."""
        file = tmp_path / "巡查办法.md"
        file.write_text(self.RULE, encoding="utf-8")
        Outcome(["ingest", str(file)])
        panel = Outcome(["show", file.name, "--json"]).json["integrity"]
        assert (2, True, None) == (panel["articles"], panel["complete"], panel["official"])
        text = Outcome(["show", file.name]).text
        assert text.index("第二条") < text.index("完整性核对") < text.index(panel["sha256"])

    def test_coverage_of_the_listed_documents(self, fresh: Path, tmp_path: Path) -> None:
        """A listed document is missing until its text is ingested; ``--missing`` leaves it out from then on."""
        title = "公安机关督察条例"
        listed = Outcome(["coverage", "--json", "--missing"]).json["documents"]
        assert title in [one["title"] for one in listed]
        file = tmp_path / "条例.md"
        file.write_text(self.RULE.replace("示例县巡查办法", title).replace("2020年1月1日", "2011年8月31日"), "utf-8")
        Outcome(["ingest", str(file)])
        entries = {one["title"]: one for one in Outcome(["coverage", "--json"]).json["documents"]}
        assert ("held", ["条例.md"]) == (entries[title]["state"], entries[title]["docs"])
        assert title not in [one["title"] for one in Outcome(["coverage", "--json", "--missing"]).json["documents"]]

    @pytest.mark.parametrize("arguments", [["ask"], ["ask", "  "], ["ingest"]])
    def test_wrong_use(self, fresh: Path, arguments: list[str]) -> None:
        """Calls without what they need end with status 2 and say how to call."""
        outcome = Outcome(arguments)
        assert 2 == outcome.code
        assert "用法" in outcome.error

    def test_bad_batch_line_is_named(self, fresh: Path, tmp_path: Path) -> None:
        """A malformed batch line is named with its number."""
        batch = tmp_path / "batch.jsonl"
        batch.write_text('{"id": 1, "query": "问"}\n不是JSON\n', encoding="utf-8")
        outcome = Outcome(["search", "--batch", str(batch)])
        assert 2 == outcome.code
        assert "第 2 行" in outcome.error


def test_command_line_starts_without_heavy_libraries() -> None:
    """Starting the command line imports neither torch nor LlamaIndex, Streamlit, Chroma or onnxruntime."""
    heavy = ("torch", "llama_index", "streamlit", "chromadb", "onnxruntime")
    code = f"import sys, cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_every_command_is_documented() -> None:
    """Each command has a Chinese help text and stands in the user guide."""
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    for command in cli.app.registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__
        name = command.name or command.callback.__name__.replace("_", "-")
        assert f"xunjian {name}" in guide, name
