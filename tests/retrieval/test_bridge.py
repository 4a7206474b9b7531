"""Everyday words lead to official terms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.lexicon import Entry, Lexicon, Term
from retrieval.bridge import KEPT, NEAR, SAME, Bridges

LEXICON = Lexicon(
    entries=(
        Entry("财物", ("扣的钱", "押着的款子"), (Term("暂扣款", 1.0, "通报用语"), Term("涉案财物", 0.6, "通报用语"))),
        Entry("纪律", ("喝酒误事",), (Term("违规饮酒", 1.0, "通报用语"),)),
        Entry("财物", ("收来的钱款",), (Term("暂扣款", 0.5, "通报用语"),)),
    ),
    titles={},
    stop=frozenset(),
    typos={},
    guard=frozenset(),
)
BRIDGES = Bridges(LEXICON)


def test_said_phrase_leads_to_its_terms() -> None:
    """The terms of a phrase come with their weights, the certain one first, and name the phrase."""
    found = BRIDGES.find("所里扣的钱")
    assert ["暂扣款", "涉案财物"] == [bridge.term for bridge in found]
    assert "扣的钱" == found[0].said
    assert found[0].weight > found[1].weight


def test_phrase_nearly_said_counts_less() -> None:
    """A phrase half said is worth less than one that is said."""
    said, nearly = BRIDGES.find("押着的款子"), BRIDGES.find("押的款")
    assert nearly
    assert said[0].weight > nearly[0].weight > 0


def test_unrelated_words_lead_nowhere() -> None:
    """Nothing is meant by other words."""
    assert [] == BRIDGES.find("食堂采购")


def test_term_stands_once() -> None:
    """A term meant by two entries is given once."""
    terms = [bridge.term for bridge in BRIDGES.find("扣的钱和收来的钱款")]
    assert len(terms) == len(set(terms))


def test_a_phrase_that_is_only_meant_leads_to_its_terms() -> None:
    """A phrase of which no character is said counts half where its meaning stands out, and nothing below that."""
    near = np.zeros(len(BRIDGES.phrases), np.float32)
    at = BRIDGES.phrases.index("喝酒误事")
    near[at] = SAME
    (meant,) = BRIDGES.find("食堂采购", near)
    assert (meant.term, meant.said, meant.weight) == ("违规饮酒", "喝酒误事", 0.25)
    near[at] = NEAR
    assert [] == BRIDGES.find("食堂采购", near)


def test_said_and_meant_is_certain() -> None:
    """A phrase that is both said and meant keeps its full weight; one that is said but not meant loses some."""
    near = np.zeros(len(BRIDGES.phrases), np.float32)
    said = BRIDGES.find("喝酒误事", near)[0]
    near[BRIDGES.phrases.index("喝酒误事")] = SAME + 1
    both = BRIDGES.find("喝酒误事", near)[0]
    assert (both.weight, said.weight) == (1.0, 0.25)


@given(st.text(max_size=60))
def test_weights_are_bounded(text: str) -> None:
    """Weights lie in (0, 1] and fall, whatever is asked."""
    weights = [bridge.weight for bridge in BRIDGES.find(text)]
    assert len(weights) <= KEPT
    assert all(0 < weight <= 1 for weight in weights)
    assert weights == sorted(weights, reverse=True)
