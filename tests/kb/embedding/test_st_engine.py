"""The sentence-transformers engine: what it says when parts are missing, and agreement with the ONNX engine."""

from __future__ import annotations

import importlib.util
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import st_engine
from kb.embedding.base import window_inputs
from kb.embedding.export import export_sentence_transformers
from kb.embedding.factory import create_embedder
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.embedding.st_engine import SentenceTransformersEmbedder, prompts_of
from kb.embedding.wheel import read_model_data
from kb.errors import ModelError
from kb.settings import Settings
from tests.conftest import missing

UNITS = ("东湖分局", "西山县公安局", "南桥派出所", "北苑看守所", "中城交警大队")
FINDINGS = ("涉案财物台账不全", "接警后出警迟缓", "询问笔录没有签名", "公务用车登记缺漏", "在押人员体检不及时")
MEASURES = ("修订管理办法并组织培训", "对责任人批评教育", "逐案核查并补正手续", "每月抽查一次，结果通报全局")
PASSAGES = [
    f"{unit}存在{finding}的问题。" + f"一是{measure}；" * (1 + len(finding + measure) % 7)
    for unit, finding, measure in product(UNITS, FINDINGS, MEASURES)
]


def test_a_models_own_prompts_come_first() -> None:
    """Prompts stated in the model's folder win over what its name suggests."""
    assert prompts_of("my-e5", {"query": "Q: ", "document": "D: "}) == ("Q: ", "D: ")


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-large", "query: ", "passage: "),
        ("BAAI/bge-large-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("BAAI/bge-m3", "", ""),
        ("shibing624/text2vec-base-chinese", "", ""),
    ],
)
def test_known_families_have_their_prompts(name: str, query: str, passage: str) -> None:
    """Empty prompts in the configuration count as none stated."""
    assert prompts_of(name, {"query": "", "document": ""}) == (query, passage)


def test_a_folder_is_named_by_its_last_part(tmp_path: Path) -> None:
    """Prompts go by the model's own name, not by the folders above it."""
    folder = tmp_path / "e5" / "text2vec"
    folder.mkdir(parents=True)
    assert prompts_of(str(folder), {}) == ("", "")


def test_the_engine_needs_a_model_name() -> None:
    """Choosing the engine without a model names the setting to set."""
    with pytest.raises(ModelError, match="XUNJIAN_EMBEDDING_MODEL"):
        create_embedder(Settings(embedding="sentence-transformers", embedding_model=""))


def test_a_missing_package_is_answered_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sentence-transformers the error gives the pip command and the offline guide."""
    monkeypatch.setattr(st_engine.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError) as caught:
        SentenceTransformersEmbedder("BAAI/bge-m3")
    for part in ('pip install "xunjian[st]"', "BAAI/bge-m3", "docs/offline.md"):
        assert part in str(caught.value)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model as a sentence-transformers folder."""
    if importlib.util.find_spec("sentence_transformers") is None:
        missing("st", "sentence-transformers is not installed")
    folder = tmp_path_factory.mktemp("st") / "multilingual-e5-small"
    export_sentence_transformers(read_model_data(Settings().model_wheel), folder)
    return folder


@pytest.fixture(scope="module")
def engine(exported: Path) -> SentenceTransformersEmbedder:
    """The optional engine with the same weights in float32."""
    return SentenceTransformersEmbedder(str(exported), threads=1)


@pytest.mark.st
def test_both_engines_agree(engine: SentenceTransformersEmbedder, embedder: OnnxEmbedder) -> None:
    """On 100 passages and as questions, the int8 vectors are within cosine .99 of the float32 ones, which know no
    reading of everyday words.
    """
    assert len(PASSAGES) == 100
    for mine, theirs in (
        (embedder.encode_passages(PASSAGES), engine.encode_passages(PASSAGES)),
        (embedder.encode_queries(PASSAGES), engine.encode_queries(PASSAGES)),
        (engine.encode_queries(PASSAGES), engine.encode_everyday(PASSAGES)),
    ):
        assert theirs.dtype == np.float32
        assert (mine * theirs).sum(axis=1).min() >= 0.99


@pytest.mark.st
def test_both_engines_cut_alike(engine: SentenceTransformersEmbedder, embedder: OnnxEmbedder) -> None:
    """Same tokenizer, same windows; and long texts are embedded whole by both."""
    text, context = "".join(PASSAGES[:30]), "二、整改情况"
    assert engine.max_tokens == embedder.max_tokens
    assert window_inputs(engine, text, context) == window_inputs(embedder, text, context)
    seen: list[int] = []
    vectors = engine.encode_passages([text, "短"], seen.append)
    assert (vectors * embedder.encode_passages([text, "短"])).sum(axis=1).min() >= 0.99
    assert seen == [2]
    assert engine.encode_passages([]).shape == (0, embedder.dimension)
    assert engine.windows("a\ud800") == embedder.windows("a\ud800") == [(0, 2)]


@pytest.mark.st
def test_other_weights_have_another_id(engine: SentenceTransformersEmbedder, exported: Path, tmp_path: Path) -> None:
    """A tuned model in a folder of the same name is told from the one it was made of."""
    tuned = tmp_path / exported.name
    tuned.mkdir()
    content = bytearray((exported / "model.safetensors").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8] = b"\0" * 8
    (tuned / "model.safetensors").write_bytes(content)
    assert engine.model_id == f"sentence-transformers/{exported.name}{st_engine._fingerprint(exported)}"
    assert st_engine._fingerprint(tuned) != st_engine._fingerprint(exported)


@pytest.mark.st
def test_a_model_that_is_not_there_is_named(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is neither folder nor cached gives the name and what to do offline."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="no-such-model") as caught:
        SentenceTransformersEmbedder("nobody/no-such-model")
    assert "不联网" in str(caught.value)
