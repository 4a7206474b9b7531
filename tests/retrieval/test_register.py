"""The map from everyday to official wording."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedding.onnx_engine import OnnxEmbedder
from retrieval.fitted import MODEL
from retrieval.register import official, turn

#: What people say, and what documents write of it.
_PAIRS = (
    ("东西先拿走，连个条子都没给", "对有关物品采取证据保全措施，应当会同当事人查点清楚，当场开列清单"),
    ("抓的人家里没人通知", "拘留后应当在二十四小时以内通知被拘留人的家属"),
    ("上头不点头就先干了", "大额支出未经集体研究、未履行审批程序即实施"),
    ("打架的案子拖了一年多没下文", "部分治安案件超过办理期限仍未作出处理决定"),
    ("公家的车周末开回老家", "公务用车管理不严，存在节假日公车私用现象"),
    ("让没编制的人单独去抓人", "警务辅助人员在无民警带领的情况下独立开展执法活动"),
    ("身上的小摄像头经常不开", "执法记录仪使用不规范，执法过程未全程录音录像"),
    ("群众打电话来没人接", "窗口服务意识不强，咨询电话长期无人应答"),
    ("钱打了白条就报了", "报销凭证不合规，以自制单据列支费用"),
    ("开会就念念文件，没人发言", "党支部组织生活质量不高，集中学习以宣读文件代替讨论"),
    ("押的人犯病了没人管", "对被监管人员突发疾病处置不及时，医疗保障不到位"),
    ("自己亲戚的案子自己办", "办案人员与案件当事人有利害关系，未按规定回避"),
)


def _ranks(queries: NDArray[np.float32], passages: NDArray[np.float32]) -> NDArray[np.int64]:
    cosines = queries @ passages.T
    return np.asarray((cosines > np.diag(cosines)[:, None]).sum(axis=1) + 1)


def test_questions_come_nearer_to_official_wording(embedder: OnnxEmbedder) -> None:
    """Of everyday sentences more find what documents write of the same matter first, and none that did loses it."""
    said = [said for said, _ in _PAIRS]
    vectors, everyday = embedder.encode_queries(said), embedder.encode_everyday(said)
    passages = embedder.encode_passages([written for _, written in _PAIRS])
    before = _ranks(vectors, passages)
    turned = [
        official(vector, lambda read=read: read, embedder.model_id)
        for vector, read in zip(vectors, everyday, strict=True)
    ]
    after = _ranks(np.stack(turned), passages)
    assert (after == 1).sum() > (before == 1).sum()
    assert (after[before == 1] == 1).all()
    assert after.sum() < before.sum()


def test_a_turned_vector_keeps_its_length(embedder: OnnxEmbedder) -> None:
    """Cosines stay cosines: the vector turned has length 1 and still points the same way."""
    vector = embedder.encode_queries(["值班喝酒怎么处理"])[0]
    turned = official(vector, lambda: embedder.encode_everyday(["值班喝酒怎么处理"])[0], embedder.model_id)
    assert np.linalg.norm(turned) == pytest.approx(1.0, abs=1e-5)
    assert 0.2 < float(turned @ vector) < 1.0


def test_several_vectors_are_turned_at_once(embedder: OnnxEmbedder) -> None:
    """Row by row the same as one at a time."""
    vectors = embedder.encode_queries(["值班喝酒怎么处理", "钱一直没退"])
    together = turn().of(vectors)
    for row, vector in zip(together, vectors, strict=True):
        np.testing.assert_allclose(row, official(vector, lambda same=vector: same, embedder.model_id), atol=1e-6)


def test_another_model_is_left_alone(embedder: OnnxEmbedder) -> None:
    """Vectors of a model the map was not fitted on, or of another size, stay as they are."""
    vector = embedder.encode_queries(["钱一直没退"])[0]
    assert MODEL in embedder.model_id
    assert official(vector, lambda: vector, "onnx/another-model") is vector
    short = np.ones(8, dtype=np.float32)
    assert official(short, lambda: short, embedder.model_id) is short
