"""Reading the best candidates again, word by word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kb.embedding.base import Vectors
from kb.embedding.onnx_engine import OnnxEmbedder
from retrieval.late_interaction import DEPTH, TOKENS, WEIGHT, LateInteraction
from retrieval.rank import Ranked
from tests.kb.sample import HashEmbedder
from tests.retrieval.hits import passage


class Letters(HashEmbedder):
    """Every character a token with an axis of its own; counts the passages it reads."""

    read = 0

    def question_tokens(self, text: str) -> Vectors:
        """One row a character."""
        return np.eye(128, dtype=np.float32)[[ord(one) % 128 for one in text]]

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """The same."""
        self.read += len(texts)
        return [self.question_tokens(text) for text in texts]


def _ranked(texts: Sequence[str]) -> list[Ranked]:
    return [
        Ranked(passage(seq)._replace(text=text), 1.0 - 0.01 * seq, {"raw_whole": 0.5}) for seq, text in enumerate(texts)
    ]


def test_what_has_the_words_comes_forward() -> None:
    """The nearest wording gains what its distance to the mean is worth, and the value stands among the features."""
    engine = Letters()
    ranked = _ranked(["xyz", "xbz", "abc"])
    first, second, third = LateInteraction().reread(ranked, engine.question_tokens("abc"), engine)
    assert [first.passage.text, second.passage.text, third.passage.text] == ["abc", "xbz", "xyz"]
    assert first.features[f"raw_{TOKENS}"] == pytest.approx(1.0)
    assert first.score == pytest.approx(ranked[2].score + WEIGHT * first.features[TOKENS])
    assert first.features["raw_whole"] == ranked[2].features["raw_whole"]


def test_what_is_not_read_stays_behind() -> None:
    """Candidates beyond the depth count as the farthest of those read: none overtakes by not being read."""
    engine = Letters()
    texts = ["a" * (n % 3) + "x" * (n + 1) for n in range(DEPTH)] + ["abc"] * 3
    found = LateInteraction().reread(_ranked(texts), engine.question_tokens("abc"), engine)
    assert [r.passage.key.seq for r in found[DEPTH:]] == [DEPTH, DEPTH + 1, DEPTH + 2]
    assert min(r.features[TOKENS] for r in found[:DEPTH]) == found[-1].features[TOKENS]
    assert engine.read == DEPTH


@pytest.mark.parametrize("texts", [[], ["abc"], ["xyz", "uvw"]])
def test_without_a_difference_nothing_moves(texts: list[str]) -> None:
    """No candidates, a single one, or none nearer than another: as before."""
    engine = Letters()
    ranked = _ranked(texts)
    assert LateInteraction().reread(ranked, engine.question_tokens("abc"), engine) == ranked


def test_engines_without_tokens_change_nothing() -> None:
    """Where the engine gives no tokens, or nothing was asked, the order stays."""
    engine = HashEmbedder()
    ranked = _ranked(["xyz", "abc"])
    assert LateInteraction().reread(ranked, engine.question_tokens("abc"), engine) == ranked
    assert LateInteraction().reread(ranked, None, engine) == ranked


def test_passages_are_read_once() -> None:
    """The tokens of what was read last are kept, those of a long time ago are not."""
    engine, reader = Letters(), LateInteraction()
    question = engine.question_tokens("abc")
    for _ in range(2):
        reader.reread(_ranked(["abc", "xyz"]), question, engine)
    assert engine.read == 2
    for number in range(300):
        reader.reread(_ranked([f"a{number}", f"b{number}"]), question, engine)
    before = engine.read
    reader.reread(_ranked(["abc", "xyz"]), question, engine)
    assert engine.read == before + 2


def test_real_tokens_prefer_what_answers(embedder: OnnxEmbedder) -> None:
    """With the real model the passage that says it in other words comes before one of the same field."""
    ranked = _ranked(["执法记录仪应当妥善保管，定期维护。", "工作日午间严禁饮酒，违者予以处分。"])
    question = embedder.question_tokens("中午上班能不能喝两杯")
    assert LateInteraction().reread(ranked, question, embedder)[0].passage.text.startswith("工作日")
