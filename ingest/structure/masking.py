"""Characters of a text that look masked, replaced or garbled.

``X``, ``×``, ``*`` and ``?`` are ordinary in formulas, forms and X射线 (measured on 3,501 texts: 129 such marks between
Chinese characters, none of them hides a word), so they count only where the words around them show what they hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kb.model import Span

# Fixed words of the texts concerned, in which one sign may be hidden.  Names of bodies and terms of law, no slogans:
# what is not a fixed word cannot be told from a form to be filled in.
_WORDS = (
    "中国共产党", "共产党", "党中央", "党的领导", "从严治党", "党内监督", "党组织", "党风廉政", "党员领导", "党的建设",
    "党的十八大", "党的十九大", "党的二十大", "党委书记", "党纪政务", "习近平",
    "中华人民共和国", "全国人民代表大会", "国务院", "公安机关", "人民警察", "监察机关", "监察委员会", "人民法院",
    "人民检察院", "人民政府",
)  # fmt: skip
_MASKS = "Xx×*?□■○●_"
# 党 is also written with its initial.
_INITIAL = "Dd"
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff]+|(?<=[\u4e00-\u9fff])[□■]+(?=[\u4e00-\u9fff])")


def _hidden(word: str, at: int) -> str:
    """A pattern for the word with the sign ``at`` hidden."""
    masks = _MASKS + (_INITIAL if word[at] == "党" else "")
    return f"{re.escape(word[:at])}[{re.escape(masks)}]{re.escape(word[at + 1 :])}"


# A mark at the border of a short word may belong to what stands beside it (××国务院), so there it must follow or
# precede no other mark.
_MASKED = re.compile(
    rf"(?<![{re.escape(_MASKS)}A-Za-z])(?:"
    + "|".join(dict.fromkeys(_hidden(word, at) for word in _WORDS for at in range(len(word))))
    + rf")(?![{re.escape(_MASKS)}A-Za-z])"
)


class Suspect(NamedTuple):
    """A place that looks masked (``遮盖``) or garbled (``乱码``)."""

    span: Span
    kind: str


def suspects(folded: str, span: Span) -> Iterator[Suspect]:
    """Places in a part of the folded text, in order; those of one kind do not overlap."""
    found = [Suspect(Span(*match.span()), "遮盖") for match in _MASKED.finditer(folded, *span)]
    found += [Suspect(Span(*match.span()), "乱码") for match in _BROKEN.finditer(folded, *span)]
    yield from sorted(found)
