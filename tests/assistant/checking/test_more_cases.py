"""Faithful and altered sentences over many matters, and what the checker is known not to see."""

from __future__ import annotations

import pytest

from assistant.checking.check import check_sentence
from tests.assistant.checking.more_cases import ALTERED, PASSAGES, SUPPORTED, UNSEEN


@pytest.mark.parametrize(("key", "sentence"), SUPPORTED)
def test_faithful_sentences_are_supported(key: str, sentence: str) -> None:
    """A faithful sentence in other words raises no alarm."""
    assert check_sentence(sentence, [PASSAGES[key]]).faults == ()


@pytest.mark.parametrize(("key", "sentence"), ALTERED)
def test_altered_sentences_are_found(key: str, sentence: str) -> None:
    """A sentence that changes what the passage says is a fault."""
    assert not check_sentence(sentence, [PASSAGES[key]]).supported


@pytest.mark.xfail(reason="needs more than words", strict=True)
@pytest.mark.parametrize(("key", "sentence"), UNSEEN)
def test_alterations_not_seen_yet(key: str, sentence: str) -> None:
    """Alterations that leave every word in place are not found."""
    assert not check_sentence(sentence, [PASSAGES[key]]).supported
