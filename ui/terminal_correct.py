"""``xunjian correct``: what was decided, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb.correcting import CorrectOutcome
from kb.corrections import Correction


def held_lines(doc: str, corrections: Sequence[Correction]) -> Iterator[str]:
    """The corrections of a file."""
    if not corrections:
        yield f"{doc} 没有人工更正。"
        return
    yield f"{doc} 的人工更正："
    yield from (f"  {correction}" for correction in corrections)


def held_json(doc: str, corrections: Sequence[Correction]) -> dict[str, Any]:
    """The corrections of a file as one JSON object."""
    return {
        "doc": doc,
        "corrections": [
            {
                "part": one.place.part,
                "field": one.place.field.value,
                "problem": one.place.locator or None,
                "value": list(one.value),
            }
            for one in corrections
        ],
    }


def outcome_lines(outcome: CorrectOutcome) -> Iterator[str]:
    """What holds now, and how much was indexed anew."""
    yield from held_lines(outcome.doc, outcome.corrections)
    yield f"已重新索引，新算向量 {outcome.embedded} 个。" if outcome.reindexed else "已更新目录，索引不变。"


def outcome_json(outcome: CorrectOutcome) -> dict[str, Any]:
    """The outcome as one JSON object."""
    return held_json(outcome.doc, outcome.corrections) | {
        "reindexed": outcome.reindexed,
        "embedded": outcome.embedded,
    }
