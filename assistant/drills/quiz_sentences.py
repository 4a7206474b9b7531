"""Sentences that quiz items are made of, and what can be exchanged in them without becoming doubtful."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.knowledge_base import KnowledgeBase
from kb.model import PassageKind, Span, StoredPassage
from kb.numerals import to_chinese
from kb.text import fold, sentences
from retrieval.quantities import quantities


class Figure(NamedTuple):
    """The only quantity of a sentence: its words, kind and value in the base unit, number and unit as written."""

    text: str
    kind: str
    value: float
    number: float
    unit: str
    is_chinese: bool


#: Options of a choice.
CHOICES = 4

#: A sentence to be asked about: long enough to be a rule, short enough to be read at once.
_LEAST, _MOST = 18, 140

#: Sentences that lean on others (items, references) cannot be asked about alone.
_LEANING = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|前[款条两三]|本条|但|其中|上述|该|此)|前[一两二三]?[款条项]|[：:]\s*$"
)
_LABEL = re.compile(r"^第\S{1,10}?条(?:之\S{1,3})?[\s\u3000]*")

#: Usual terms of rules by unit; distractors are the nearest that do not stand in the passage.
_USUAL: dict[str, tuple[int, ...]] = {
    "分钟": (5, 10, 15, 20, 30, 45, 60),
    "小时": (2, 4, 8, 12, 24, 36, 48, 72),
    "日": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90),
    "天": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90),
    "个工作日": (1, 2, 3, 5, 7, 10, 15, 20),
    "个月": (1, 2, 3, 4, 6, 9, 12, 18),
    "年": (1, 2, 3, 4, 5, 6, 8, 10),
    "人": (1, 2, 3, 4, 5),
    "名": (1, 2, 3, 4, 5),
    "周岁": (12, 14, 16, 18, 60, 70, 75),
    "%": (5, 10, 15, 20, 30, 40, 50, 60, 80),
}
_FIGURE = re.compile(r"^(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?P<unit>\D+)$")

#: Modal words; a sentence with one of them only can be flipped.
_MODAL = re.compile(r"应当|应该|必须|可以|不得|应(?!当|该|急|用|对|聘|诉|届|邀)")
_FLIPS = {"应当": "可以", "可以": "应当", "不得": "可以"}

#: Sentences of two versions this alike treat the same matter; those fully alike ask nothing.
_ALIKE, _SAME = 0.6, 0.97

#: The rule of a measure: what is fixed for the future, not what was done.
_RULE = re.compile(r"规定|明确|实行|须|应当|不得|告知")
#: … and has no counts (told roughly by now), comparisons or dates in it.
_DONE = re.compile(r"余|约\d|[降升减增]至|同比|当年|次年|上一年|此后|前几年|\d、\d")


def articles_of(kb: KnowledgeBase, source_id: str, part: int) -> list[StoredPassage]:
    """The articles of a regulation in order."""
    passages = kb.catalog.of_source(source_id)
    return [one for one in passages if one.part == part and one.kind is PassageKind.ARTICLE]


def measures_of(kb: KnowledgeBase, source_id: str, locator: str) -> list[StoredPassage]:
    """The measures of a problem in order."""
    passages = kb.catalog.of_source(source_id)
    return [one for one in passages if one.problem == locator and one.kind is PassageKind.MEASURE]


def usable(passage: StoredPassage) -> Iterator[Span]:
    """Sentences of a passage that can be asked about alone, in offsets of the document, article labels left out."""
    label = _LABEL.match(passage.text) if passage.kind is PassageKind.ARTICLE else None
    begin = label.end() if label else 0
    for span in sentences(passage.text):
        start = max(span.start, begin)
        text = passage.text[start : span.end]
        if _LEAST <= len(text) <= _MOST and not _LEANING.search(text) and text.endswith(("。", "；", ";")):
            yield Span(passage.span.start + start, passage.span.start + span.end)


def one_line(text: str) -> str:
    """A sentence on one line, closed with a full stop."""
    return re.sub(r"\s*\n\s*", "", text).strip().rstrip("；;。") + "。"


def single_figure(sentence: str) -> Figure | None:
    """The only quantity of a sentence, where it has exactly one of a usual unit; None otherwise."""
    found = quantities(sentence)
    if len(found) != 1:
        return None
    quantity = found[0]
    text = sentence[quantity.start : quantity.end]
    match = _FIGURE.match(text)
    if match is None or match["unit"] not in _USUAL or sentence.count(text) != 1:
        return None
    base = {unit: value for unit, value in _hours().items() if unit == match["unit"]}
    number = quantity.value / base.get(match["unit"], 1.0)
    return Figure(text, quantity.kind, quantity.value, number, match["unit"], not match["number"].isascii())


def _hours() -> dict[str, float]:
    """Hours of each usual unit of time, as ``retrieval.quantities`` counts them."""
    return {unit: quantities(f"2{unit}")[0].value / 2 for unit in _USUAL if quantities(f"2{unit}")[0].kind == "time"}


def distractors(figure: Figure, passage: str) -> list[str]:
    """Three other figures of the same unit, the nearest usual ones that do not stand in the passage in any unit."""
    near = sorted(_USUAL[figure.unit], key=lambda value: (abs(math.log(value / max(figure.number, 0.5))), value))
    found = []
    for value in near:
        text = _written(value, figure)
        if value != figure.number and not stands(text, passage):
            found.append(text)
        if len(found) == CHOICES - 1:
            break
    return found


def stands(figure: str, passage: str) -> bool:
    """Whether a figure stands in a passage, in whatever unit and writing (30日 and 一个月)."""
    wanted = {(one.kind, round(one.value, 6)) for one in quantities(figure)}
    held = {(one.kind, round(one.value, 6)) for one in quantities(passage)}
    return bool(wanted & held) or fold(figure) in fold(passage)


def _written(value: int, figure: Figure) -> str:
    if not figure.is_chinese:
        return f"{value}{figure.unit}"
    is_pair = value == 2 and figure.unit in ("个月", "年", "名", "个工作日")  # noqa: PLR2004 - 两 before these
    return f"{'两' if is_pair else to_chinese(value)}{figure.unit}"


def flip(sentence: str, passage: str) -> tuple[str, str, str] | None:
    """The modal word of a sentence, the wrong one for it and the sentence with it; None where that is not certain.

    Certain means: the sentence has one modal word, and no other sentence of the passage says the same verb with
    another one.
    """
    found = list(_MODAL.finditer(sentence))
    if len(found) != 1 or found[0][0] not in _FLIPS or re.search(r"是否|有权|能够|需要|或者不", sentence):
        return None
    match = found[0]
    right, wrong = match[0], _FLIPS[match[0]]
    verb = re.sub(r"[^\u4e00-\u9fff].*", "", sentence[match.end() :])[:4]
    if len(verb) < 2 or f"{wrong}{verb}" in fold(passage):  # noqa: PLR2004 - a verb of one character is not found again
        return None
    return right, wrong, sentence[: match.start()] + wrong + sentence[match.end() :]


def sets_rule(sentence: str) -> bool:
    """Whether a veiled sentence of a measure sets a rule rather than telling what was done."""
    return bool(_RULE.search(sentence)) and not _DONE.search(sentence)


def changed(
    now: Sequence[StoredPassage], then: Sequence[StoredPassage], whole: str
) -> Iterator[tuple[StoredPassage, Span, tuple[StoredPassage, Span]]]:
    """Sentences of the text in force with the sentence of the old text that treats the same and says otherwise.

    ``whole`` is the text in force; an old sentence that still stands in it anywhere is no distractor.
    """
    flat = re.sub(r"\s", "", whole)
    old = [(passage, span, _of(passage, span)) for passage in then for span in usable(passage)]
    kept = {re.sub(r"\s", "", text) for _, _, text in old}
    for passage in now:
        for span in usable(passage):
            text = _of(passage, span)
            if re.sub(r"\s", "", text) in kept:
                continue
            matcher = difflib.SequenceMatcher(a=text, autojunk=False)
            best: tuple[float, StoredPassage, Span] | None = None
            for other, place, words in old:
                matcher.set_seq2(words)
                if re.sub(r"\s", "", words).rstrip("。；") in flat or matcher.quick_ratio() < _ALIKE:
                    continue
                ratio = matcher.ratio()
                if _ALIKE <= ratio < _SAME and (best is None or ratio > best[0]):
                    best = (ratio, other, place)
            if best is not None:
                yield passage, span, (best[1], best[2])


def _of(passage: StoredPassage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]
