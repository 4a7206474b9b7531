"""The sentences of ``eval/checks/own.jsonl``."""

from __future__ import annotations

import pytest

from assistant.checking.check import check_sentence
from eval.checking import OWN, Pair, load


@pytest.mark.parametrize("pair", load(OWN), ids=lambda pair: pair.id)
def test_faithful_and_altered_sentences_are_told_apart(pair: Pair) -> None:
    """A faithful sentence in other words raises no alarm, one that changes what the passage says is a fault."""
    assert check_sentence(pair.sentence, pair.passages).supported == (not pair.alteration)
