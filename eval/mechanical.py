"""Sentences of real documents, altered by rule: nothing of them is stored.

Each measure and article gives its sentences: shortened to their later clauses (still supported), with a figure changed,
cited to another passage of the same document, and with what is done turned into what is planned (or the reverse).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kb.model import PassageKind, Source
from kb.text import sentences


class Item(NamedTuple):
    """A sentence with its passage; ``alteration`` is empty where the passage supports it."""

    passages: tuple[str, ...]
    sentence: str
    alteration: str


_KINDS = (PassageKind.MEASURE, PassageKind.PENDING, PassageKind.ARTICLE)

#: Sentences of each document that are used: regulations would else outweigh the one notice.
PER_SOURCE = 60
#: Shorter sentences say too little to be altered, longer ones are lists.
_LENGTHS = range(16, 120)

_FIGURE = re.compile(r"(?<![\d.第〔(（])\d+(?![\d.）)〕]|年)")
_DONE = re.compile(r"^(?P<lead>.{0,12}?)(?P<verb>制定|出台|开展|组织|召开|下发|修订|建立|完善|推进|完成|成立|实施)")
_CONDITION = re.compile(r"(?:的|时|后|前)$|批准|同意|下一步|[将拟]|计划|前[^，,]*$")
_PLANNED = re.compile(r"(?<!即)将(?=继续|进一步|于|组织|开展|对)|拟(?!定|订|制)")


def mechanical(sources: Iterable[Source]) -> Iterator[Item]:
    """The pairs of all sources, in order; the same for the same documents."""
    for source in sources:
        texts = [source.slice(passage.span) for passage in source.passages if passage.kind in _KINDS]
        own = [
            (at, text[span.start : span.end])
            for at, text in enumerate(texts)
            for span in sentences(text)
            if span.end - span.start in _LENGTHS
        ]
        chance = random.Random(source.sha256)  # noqa: S311 - a reproducible choice, no secret
        for at, sentence in chance.sample(own, min(PER_SOURCE, len(own))):
            yield from _made(texts, at, sentence, chance)


def _made(texts: list[str], at: int, sentence: str, chance: random.Random) -> Iterator[Item]:
    here = (texts[at],)
    parts = re.split(r"[,，]", sentence)
    if len(parts) > 1 and len(parts[0]) > 1:
        # Without its condition (情节严重的,…) or its term (年底前,…) a sentence says something else.
        if not _CONDITION.search(parts[0]):
            yield Item(here, "，".join(parts[1:]), "")
        yield Item(here, "，".join(parts[:-1]) + "。", "")
    figures = list(_FIGURE.finditer(sentence))
    if figures:
        figure = chance.choice(figures)
        other = str(int(figure.group()) + chance.choice((1, 2, 10)))
        if other not in texts[at]:
            yield Item(here, sentence[: figure.start()] + other + sentence[figure.end() :], "figure")
    neighbours = [text for number, text in enumerate(texts) if 0 < abs(number - at) <= 2 and sentence not in text]  # noqa: PLR2004 - the passages next to it treat the nearest matters
    if neighbours:
        yield Item((chance.choice(neighbours),), sentence, "swapped")
    done, planned = _DONE.search(sentence), _PLANNED.search(sentence)
    if planned and not re.search("^[（(]", sentence):
        yield Item(here, sentence[: planned.start()] + "已" + sentence[planned.end() :], "status")
    elif done and not planned and not re.search(r"[将拟应须可要得]|计划|禁止", done["lead"]):
        yield Item(here, sentence[: done.start("verb")] + "将" + sentence[done.start("verb") :], "status")
