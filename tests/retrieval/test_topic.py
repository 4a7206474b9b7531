"""The probe that tells whether a question is about the field."""

from __future__ import annotations

import numpy as np
import pytest

from kb.embedding.onnx_engine import OnnxEmbedder
from retrieval.engine import Retriever
from retrieval.fitted import MODEL
from retrieval.judge import OUTSIDE, judge, off_topic
from retrieval.result import Verdict
from retrieval.topic import outside, probe


def far(embedder: OnnxEmbedder, text: str) -> float:
    """What the probe says of a text."""
    return outside(embedder.encode_queries([text])[0], embedder.model_id)


@pytest.mark.parametrize("text", ["红烧肉怎么做才不柴", "周末去哪里钓鱼好", "孩子数学应用题总做错"])
def test_private_life_is_outside(embedder: OnnxEmbedder, text: str) -> None:
    """Cooking, travel and homework are refused by the vector of the question alone."""
    assert far(embedder, text) > probe().refuse


@pytest.mark.parametrize(
    "text",
    ["所里扣的钱压了好多年没退", "民警值班喝酒怎么处分", "办案区监控坏了", "公车加油卡谁在用", "行政拘留最长几天"],
)
def test_the_field_is_inside(embedder: OnnxEmbedder, text: str) -> None:
    """Everyday wordings of police matters are not refused by the probe."""
    assert far(embedder, text) < probe().refuse / 2


def test_another_model_is_not_read(embedder: OnnxEmbedder) -> None:
    """Vectors of a model the probe was not fitted on, or of another size, are left to the judge."""
    vector = embedder.encode_queries(["红烧肉怎么做才不柴"])[0]
    assert MODEL in embedder.model_id
    assert outside(vector, "onnx/another-model") == 0.0
    assert outside(np.zeros(8, dtype=np.float32), embedder.model_id) == 0.0


def test_what_is_outside_is_refused_with_its_own_reason(retriever: Retriever) -> None:
    """The reader is told that the matter is not one of the field, and the confidence is low."""
    result = retriever.search("红烧肉怎么做才不柴")
    assert (result.verdict, result.reason) == (Verdict.REFUSED, OUTSIDE)
    assert result.confidence < 1 - probe().refuse


def test_words_that_are_all_held_are_never_off_topic(retriever: Retriever) -> None:
    """A library that holds nearly all words of a question is asked, whatever the probe says."""
    values = {**retriever.search("红烧肉怎么做才不柴").signals, "covered": 1.0}
    assert not off_topic(values)
    assert off_topic({**values, "covered": 0.0})
    assert judge({**values, "covered": 0.0}).reason == OUTSIDE
