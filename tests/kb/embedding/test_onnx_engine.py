"""The default engine with the real model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from kb.embedding.onnx_engine import OnnxEmbedder

TEXTS = [
    "县公安局修订了涉案财物管理办法，明确专人保管。",
    "对酒后驾驶机动车的民警给予记过处分。",
    "食堂本周供应红烧肉和番茄炒蛋。",
    "看守所应当按时组织在押人员体检。",
]


def test_vectors_are_float32_of_unit_length(embedder: OnnxEmbedder) -> None:
    """One row a text, 384 numbers, length one; no text, no row."""
    for encode in (embedder.encode_queries, embedder.encode_everyday, embedder.encode_passages):
        vectors = encode(TEXTS)
        assert vectors.shape == (4, embedder.dimension) == (4, 384)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("question", "best"), [("物证怎么保存", 0), ("警察喝酒开车", 1), ("中午吃什么", 2), ("关押的人看病", 3)]
)
def test_a_question_is_nearest_to_the_text_about_it(embedder: OnnxEmbedder, question: str, best: int) -> None:
    """Everyday questions meet the passage on the same matter."""
    scores = embedder.encode_passages(TEXTS) @ embedder.encode_queries([question])[0]
    assert int(scores.argmax()) == best


def test_everyday_questions_are_read_otherwise(embedder: OnnxEmbedder) -> None:
    """The network for everyday words gives a vector of its own, which stays near the one it was made of."""
    for question in ("东西先拿走，连个条子都没给", "值班喝酒怎么处理"):
        cosine = float(embedder.encode_everyday([question])[0] @ embedder.encode_queries([question])[0])
        assert 0.7 < cosine < 0.995


def test_tokens_have_vectors_of_their_own(embedder: OnnxEmbedder) -> None:
    """One row of length one a token, without those of prefix and ends; a word is nearest to the word that means it."""
    question = embedder.question_tokens("值班喝酒")
    passages = embedder.passage_tokens([*TEXTS, "", "长" * 1200])
    assert question.shape[1] == embedder.dimension
    assert all(np.allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-5) for tokens in (question, *passages))
    assert [len(tokens) for tokens in passages[:5]] == [embedder.count_tokens(text) - 4 for text in (*TEXTS, "")]
    assert len(passages[5]) > embedder.max_tokens
    means = [float((question @ tokens.T).max(axis=1).mean()) for tokens in passages[:4]]
    assert int(np.argmax(means)) == 1
    assert embedder.passage_tokens([]) == []


def test_questions_and_passages_have_their_own_prefix(embedder: OnnxEmbedder) -> None:
    """The same words give different vectors as a question and as a passage."""
    assert float(embedder.encode_queries(TEXTS[:1])[0] @ embedder.encode_passages(TEXTS[:1])[0]) < 0.99


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder, model_dir: Path) -> None:
    """Alone, in company, in another order and with more threads: the same numbers, bit by bit."""
    company = embedder.encode_passages([*TEXTS, "长" * 1200])
    for number, text in enumerate(TEXTS):
        assert np.array_equal(embedder.encode_passages([text])[0], company[number])
    threaded = OnnxEmbedder(model_dir, threads=3).encode_passages(["长" * 1200, *reversed(TEXTS)])
    assert np.array_equal(threaded[::-1], company)


def test_a_long_text_is_the_weighted_mean_of_its_windows(embedder: OnnxEmbedder) -> None:
    """Nothing is cut off: the vector is made of all windows by their tokens."""
    text = "食堂供应红烧肉，" * 45 + "完。" + "看守所组织体检，" * 75 + "完。"
    pieces = [text[span.start : span.end] for span in embedder.windows(text)]
    weights = np.array([embedder.count_tokens(piece) for piece in pieces])
    assert len(pieces) == 2
    assert weights[1] > 1.3 * weights[0]
    mean = weights @ embedder.encode_passages(pieces)
    assert np.allclose(embedder.encode_passages([text])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_the_end_of_a_long_text_counts(embedder: OnnxEmbedder) -> None:
    """Texts that differ only behind the 512th token have different vectors."""
    head = "对发现的问题逐项登记、逐项销号。" * 80
    one, other = embedder.encode_passages([head + TEXTS[2] * 20, head + TEXTS[3] * 20])
    assert float(one @ other) < 0.999


def test_a_long_question_is_not_refused(embedder: OnnxEmbedder) -> None:
    """A pasted page is a question like any other."""
    assert np.allclose(np.linalg.norm(embedder.encode_queries(["怎么整改？" * 300]), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800", "a\udcff问", "\x00", "🙂", "ﷺ" * 90])
def test_odd_text_has_a_vector(embedder: OnnxEmbedder, text: str) -> None:
    """Blank, mis-decoded, control and expanding characters give finite unit vectors."""
    vectors = np.concatenate([embedder.encode_passages([text, text]), embedder.encode_queries([text])])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_progress_counts_finished_texts(embedder: OnnxEmbedder) -> None:
    """The numbers rise by one to the number of texts, long ones counting once."""
    seen: list[int] = []
    embedder.encode_passages([*TEXTS, "长" * 1200], seen.append)
    assert seen == [1, 2, 3, 4, 5]


def test_a_single_text_reports_progress_too(embedder: OnnxEmbedder) -> None:
    """Progress reaches the number of texts however few there are."""
    seen: list[int] = []
    embedder.encode_passages(TEXTS[:1], seen.append)
    assert seen == [1]


def test_several_threads_may_share_an_engine(embedder: OnnxEmbedder) -> None:
    """Concurrent calls give what single calls give."""
    expected = embedder.encode_queries(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.encode_queries(TEXTS), range(8)):
            assert np.array_equal(vectors, expected)
