"""``xunjian ask --model`` and ``xunjian model test`` against a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import cli
from ingest.pipeline import ingest_paths
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.llm.server import FakeServer, faithful
from tests.assistant.llm.test_rewrite import NOTICE

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "涉案财物管理混乱，其他单位怎么整改的"
LETTER = (
    "我在基层所队工作多年，反映几件事，想了解其他单位的做法。"
    "一是涉案财物管理混乱，暂扣的款项长期不退，其他单位是怎么整改的？"
    "二是值班脱岗漏岗，夜间经常找不到人，其他单位又是怎么整改的？"
)

Configure = Callable[[str], None]


def call(*arguments: str) -> Result:
    """One call of the command line."""
    return CliRunner().invoke(cli.app, arguments, catch_exceptions=False)


@pytest.fixture
def configure(
    tmp_path: Path, embedder: Embedder, model_dir: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> Configure:
    """A small knowledge base on the command line; the two variables are set for a behaviour of the server."""
    server.text = faithful
    path = tmp_path / "白鹭市公安局整改通报.md"
    path.write_text(NOTICE.format(order=""), encoding="utf-8")
    with KnowledgeBase(Settings(home=tmp_path / "kb", library_on_first_start=False), embedder) as kb:
        assert not ingest_paths(kb, [path]).failed
    monkeypatch.setenv("XUNJIAN_HOME", str(tmp_path / "kb"))
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(model_dir))
    monkeypatch.setenv("XUNJIAN_LIBRARY_ON_FIRST_START", "false")

    def configure(behaviour: str) -> None:
        monkeypatch.setenv("XUNJIAN_LLM_BASE_URL", server.address(behaviour))
        monkeypatch.setenv("XUNJIAN_LLM_MODEL", "m")

    return configure


def asked(*options: str, question: str = QUESTION) -> Any:
    """The object that a call prints."""
    outcome = call("ask", "--json", *options, question)
    assert outcome.exit_code == 0
    return json.loads(outcome.stdout)


def test_two_variables_suffice(configure: Configure) -> None:
    """With the two variables set, people read the checked rewriting above the quotes."""
    configure("ok")
    outcome = call("ask", QUESTION)
    assert outcome.exit_code == 0
    assert outcome.stdout.index("【大模型改写】") < outcome.stdout.index("【出处】")
    assert "98%" not in outcome.stdout
    assert "已删去1句" in outcome.stdout


def test_no_model_keeps_to_the_quotes(configure: Configure, server: FakeServer) -> None:
    """``--no-model`` asks nobody."""
    configure("ok")
    assert "大模型" not in call("ask", "--no-model", QUESTION).stdout
    assert not server.requests


def test_programs_get_a_rewriting_only_when_they_ask(configure: Configure, server: FakeServer) -> None:
    """JSON holds ``rewritten`` with ``--model`` and is the same as ever without."""
    configure("ok")
    plain = asked()
    assert "rewritten" not in plain
    assert not server.requests
    rich = asked("--model")
    rewritten = rich.pop("rewritten")
    assert rich == plain
    assert set(rewritten) == {"text", "sentences", "verified", "dropped", "notice"}
    assert rewritten["dropped"] == 1
    assert rewritten["verified"] == sum(sentence["verified"] for sentence in rewritten["sentences"])
    cited = {n for sentence in rewritten["sentences"] for n in sentence["citations"]}
    assert cited <= {citation["n"] for citation in rich["citations"]}


def test_fault_leaves_the_answer_and_the_status(configure: Configure) -> None:
    """A service that refuses changes neither the quotes nor the exit status; the reason is printed."""
    configure("code-401")
    outcome = call("ask", QUESTION)
    assert outcome.exit_code == 0
    assert "XUNJIAN_LLM_API_KEY" in outcome.stdout
    assert "【出处】" in outcome.stdout


def test_failed_model_is_not_asked_again(configure: Configure, server: FakeServer) -> None:
    """Of a letter with several matters, only the first waits for a model that fails."""
    configure("code-401")
    result = asked("--model", question=LETTER)
    assert len(result["parts"]) == 2
    assert all(part["rewritten"]["notice"] for part in result["parts"])
    assert server.hits["code-401"] == 1


def test_model_without_settings_names_them(configure: Configure) -> None:
    """``--model`` without an endpoint answers from the sources and names the two variables."""
    assert "XUNJIAN_LLM_BASE_URL" in asked("--model")["rewritten"]["notice"]


def test_model_test(configure: Configure) -> None:
    """``xunjian model test`` says whether the model answers; the status tells scripts."""
    configure("ok")
    assert call("model", "test").exit_code == 0
    outcome = json.loads(call("model", "test", "--json").stdout)
    assert outcome["ok"] is True
    assert outcome["models"] == ["m", "other"]
    configure("code-404")
    failed = call("model", "test")
    assert failed.exit_code == 1
    assert "404" in failed.stdout


def test_plain_ask_loads_no_client_library(configure: Configure) -> None:
    """Without a configured model neither LlamaIndex nor the OpenAI client is loaded."""
    code = (
        "import sys, cli\n"
        "from typer.testing import CliRunner\n"
        f"outcome = CliRunner().invoke(cli.app, ['ask', {QUESTION!r}])\n"
        "assert outcome.exit_code == 0, outcome\n"
        "names = ('llama_index', 'openai', 'assistant.llm.adapter')\n"
        "loaded = [name for name in sys.modules if name.startswith(names)]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
