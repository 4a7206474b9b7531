"""Cutting long text into windows, with the real tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.embedding.base import window_inputs, with_context
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.embedding.windows import Windower

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "该县局修订了案件审核办法。",
                "一是加强督察，",
                "违规发放补贴3.5万元；",
                "\n",
                "（二）",
                "ABC 12",
                "“怎么办？”",
            ]
        ),
        st.text(max_size=20),
    ),
    max_size=60,
)
LONG = st.builds(lambda words, times: "".join(words) * times, WORDS, st.integers(1, 12))


@settings(max_examples=60, deadline=None)
@given(text=LONG, context=st.builds(lambda words, times: "".join(words) * times, WORDS, st.integers(0, 3)))
def test_windows_part_the_text_and_each_fits(embedder: OnnxEmbedder, text: str, context: str) -> None:
    """Windows follow each other without gap or overlap, and heading and piece never exceed the model's limit."""
    inputs = window_inputs(embedder, text, context)
    assert "".join(text[span.start : span.end] for span, _ in inputs) == text
    assert [span.start for span, _ in inputs] == [0, *(span.end for span, _ in inputs)][: len(inputs)]
    assert all(span.start < span.end for span, _ in inputs)
    assert all(embedder.count_tokens(words) <= embedder.max_tokens for _, words in inputs)


@settings(max_examples=40, deadline=None)
@given(context=LONG)
def test_a_context_takes_at_most_half(embedder: OnnxEmbedder, context: str) -> None:
    """A heading is whole, or its end behind an ellipsis, and leaves half of the room to the text."""
    fitted = embedder.fit_context(context)
    alone = embedder.count_tokens("")
    assert embedder.count_tokens(fitted) - alone <= (embedder.max_tokens - alone) // 2
    assert fitted == context or (fitted.startswith("…") and context.endswith(fitted[1:]))


def test_a_long_context_keeps_as_much_of_its_end_as_fits(embedder: OnnxEmbedder) -> None:
    """What is kept of a long heading nearly fills its half."""
    fitted = embedder.fit_context("落实主体责任方面存在的问题" * 100)
    assert embedder.count_tokens(fitted) > embedder.max_tokens // 2 - 10


def test_short_text_is_one_window(embedder: OnnxEmbedder) -> None:
    """Text that fits is not cut, and empty text has no window."""
    assert embedder.windows("整改到位。再查一遍。") == [(0, 10)]
    assert embedder.windows("") == []


def test_cuts_stand_at_sentence_ends(embedder: OnnxEmbedder) -> None:
    """Between sentences of ordinary length every window ends with a full stop."""
    text = "".join(
        f"第{number}项措施由县公安局办公室牵头，会同法制部门，逐项核对并按月报告进展情况。" for number in range(60)
    )
    spans = embedder.windows(text)
    assert len(spans) > 2
    assert all(text[span.end - 1] == "。" for span in spans)


def test_cuts_stand_at_clause_ends_where_no_sentence_ends(embedder: OnnxEmbedder) -> None:
    """One endless sentence is cut behind its commas."""
    text = "责令该队整改，" * 300
    assert all(text[span.end - 1] == "，" for span in embedder.windows(text))


def test_text_without_any_mark_is_still_cut(embedder: OnnxEmbedder) -> None:
    """A run of characters without marks is cut somewhere, and nothing is lost."""
    text = "督" * 3000
    spans = embedder.windows(text)
    assert spans[-1].end == 3000
    assert all(embedder.count_tokens(text[span.start : span.end]) <= embedder.max_tokens for span in spans)


def test_windows_are_about_equally_long(embedder: OnnxEmbedder) -> None:
    """A text slightly over the limit gives two halves, not a long window and a scrap."""
    text = "对发现的问题逐项登记、逐项销号。" * 60
    spans = embedder.windows(text)
    lengths = [span.end - span.start for span in spans]
    assert len(spans) >= 2
    assert min(lengths) > 0.7 * max(lengths)


def test_the_exact_count_decides_and_not_the_estimate() -> None:
    """Where token ends promise more room than there is, windows shrink until they fit."""
    windower = Windower(lambda text: range(4, len(text) + 1, 4), lambda text: 2 + len(text) // 2, limit=20)
    spans = windower.windows("字" * 500)
    assert spans[-1].end == 500
    assert max(span.end - span.start for span in spans) <= 37


@pytest.mark.parametrize("context", ["", "二、存在的问题"])
def test_with_context_puts_the_heading_on_its_own_line(context: str) -> None:
    """The words that are embedded are heading, line end, text; or the text alone."""
    assert with_context(context, "文") == (f"{context}\n文" if context else "文")
