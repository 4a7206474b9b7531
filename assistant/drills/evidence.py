"""How far a segment of an answer says what a reference point says: features in [0, 1], each with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.drills.answers import Rarity, Segment, weights
from assistant.drills.model import ReferencePoint
from kb.model import Span
from kb.text import fold
from kb.tokens import pairs, tokenize
from retrieval.bridge import Bridges
from retrieval.names import NameMatch, RegulationNames, bare_title, short_forms
from retrieval.quantities import Quantity, quantities
from retrieval.references import Reference, find_references


class Evidence(NamedTuple):
    """What of a point a segment holds.

    ``words``, ``pairs`` and ``meaning`` in [0, 1]: weighted words of the point that are said (outright or in everyday
    words), its pairs of characters, closeness of the vectors.  ``said`` and ``missed`` are the words; ``denied`` tells
    that the segment says the opposite.
    """

    segment: Segment
    words: float
    pairs: float
    meaning: float
    said: tuple[str, ...]
    missed: tuple[str, ...]
    denied: str = ""


@dataclass(frozen=True, slots=True)
class Citing:
    """How an answer names the article of a point: ``named`` the regulation, ``numbered`` the article too; ``wrong`` the
    reference that was given instead.
    """

    named: bool = False
    numbered: bool = False
    wrong: str = ""


class Measured(NamedTuple):
    """The figures of a point in an answer: the share that is right, and a wrong one of the same kind."""

    share: float
    wrong: str = ""
    right: str = ""


#: A term meant at least so surely counts as said, with that weight.
_SURE = 0.5

#: Cosines of this model lie between these for texts without and with the same meaning (see docs/decisions.md).
_FAR, _NEAR = 0.82, 0.95

#: Refusing what is to be done.  Merely telling that something was not done (没有登记, 未移交) refuses nothing.
_REFUSES = re.compile(
    r"无需|无须|不需要?|不必|不用|没(?:有)?必要|不应(?!有)|不宜|不要(?!求)|可以不|可不|免予|不予(?!以)|不追究|不处理|不处分|不问责|不作处理|"
    r"不移送|不移交|不报|不写|不查|取消|放弃|算了|到此为止|下不为例|内部消化|不了了之|不得(?!少|超|低|高|多)"
)
#: Calling right what was wrong.
_CLEARS = re.compile(
    r"没有问题|不存在|并无不当|没有违[反规]|不违[反规]|不构成|不属于|属于正常|符合(?:规定|要求|程序)|合规|合法(?!权)|做法正确|没有错|无过错|不是问题"
)
_NEGATIVE = re.compile(
    r"不|未|没|无|禁止|严禁|失|缺|漏|拒|脱|乱|违|超期|滞后|私自|擅自|流于|降格|代签|泄露|挂账|欠缺|薄弱"
)
_FORBIDS = re.compile(r"不得|不准|禁止|严禁|不能|不应")
_ALLOWS = re.compile(r"(?<!不)(?:可以|允许|能够|准许)(?!不)")
#: A clause with less of a point's weight does not treat it.
_TREATS = 0.12
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")


class Reader:
    """Compares segments with points; keeps the bridges of the lexicon."""

    def __init__(self, bridges: Bridges, rarity: Rarity) -> None:
        self._bridges = bridges
        self._rarity = rarity

    def compare(self, point: ReferencePoint, segments: Sequence[Segment], meaning: Sequence[float]) -> list[Evidence]:
        """Evidence for a point from each segment; ``meaning`` are cosines of the segments with the point."""
        text = fold(point.text)
        weighed = weights(text, self._rarity)
        wanted = {pair: self._pair_weight(pair, weighed) for pair in pairs(text)}
        found = []
        for segment, cosine in zip(segments, meaning, strict=True):
            said = self._said(segment.text, weighed)
            close = min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))
            found.append(
                Evidence(
                    segment,
                    _share(said, weighed),
                    _share(dict.fromkeys(set(wanted) & set(pairs(segment.text)), 1.0), wanted),
                    close,
                    tuple(token for token in weighed if said.get(token, 0.0) >= _SURE),
                    tuple(sorted((t for t in weighed if said.get(t, 0.0) < _SURE), key=lambda t: -weighed[t])),
                    _denied(point.text, segment.text, weighed),
                )
            )
        return found

    @staticmethod
    def _pair_weight(pair: str, weighed: Mapping[str, float]) -> float:
        """A pair weighs what the weightiest word weighs that it is a part of."""
        return max((weight for token, weight in weighed.items() if pair in token), default=0.05)

    def _said(self, text: str, weighed: Mapping[str, float]) -> dict[str, float]:
        """Words of the point with the degree to which the segment says them."""
        tokens = set(tokenize(text))
        said = {token: 1.0 for token in weighed if token in tokens or token in text}
        for bridge in self._bridges.find(text):
            if bridge.weight >= _SURE:
                for token in weighed:
                    if token in bridge.term and len(token) > 1:
                        said[token] = max(said.get(token, 0.0), bridge.weight)
        return said


def _share(said: Mapping[str, float], weighed: Mapping[str, float]) -> float:
    total = sum(weighed.values())
    return sum(weighed[token] * degree for token, degree in said.items() if token in weighed) / total if total else 0.0


def _denied(point: str, segment: str, weighed: Mapping[str, float]) -> str:
    """The clause of a segment that denies the point; empty where none does.

    Refusing to do what is to be done, permitting what is forbidden and calling right what was wrong count, where the
    clause treats the words of the point.
    """
    forbids = bool(_FORBIDS.search(point))
    whole = sum(weighed.values()) or 1.0
    for match in _CLAUSE.finditer(segment):
        clause = match[0].strip()
        if sum(weight for token, weight in weighed.items() if token in clause) < _TREATS * whole:
            continue
        if forbids:
            if _ALLOWS.search(clause) and not _FORBIDS.search(clause):
                return clause
        elif _REFUSES.search(clause) and not _REFUSES.search(point):
            return clause
        if _CLEARS.search(clause) and not _CLEARS.search(point) and (forbids or _NEGATIVE.search(point)):
            return clause
    return ""


class References(NamedTuple):
    """What an answer cites: references to articles, names of regulations without a number, and the articles that its
    question asks for.
    """

    cited: Sequence[Reference]
    named: Sequence[NameMatch]
    wanted: Sequence[Reference]


def citing(point: ReferencePoint, found: References, names: RegulationNames, segment: Span) -> Citing:
    """How an answer names the point's article; a wrong one counts within the segment that treats the point, unless
    another point asks for it.
    """
    if not point.article:
        return Citing()
    wanted, _ = find_references(fold(point.article), names)
    title = bare_title(re.sub(r"》.*", "", point.article).lstrip("《"))
    number = (wanted[0].number, wanted[0].sub) if wanted else (0, 0)
    same = [one for one in found.cited if _is_title(one.name, one.titles, title)]
    if any((one.number, one.sub) == number for one in same):
        return Citing(named=True, numbered=True)
    if any((one.number, one.sub) == number and one.name is None for one in found.cited):
        return Citing(numbered=True)
    asked = {(one.number, one.sub) for one in found.wanted}
    others = [one for one in found.cited if segment.start <= one.start < segment.end]
    wrong = [one for one in others if (one.number, one.sub) not in asked]
    named = bool(same) or any(_is_title(match.name, match.titles, title) for match in found.named)
    return Citing(named=named, wrong=f"{wrong[0].name or ''}第{wrong[0].number}条" if wrong else "")


def _is_title(name: str | None, titles: Sequence[str], title: str) -> bool:
    bare = bare_title(name or "")
    return title in titles or (bool(bare) and bare in short_forms(title))


def measured(point: ReferencePoint, answer: str, segment: str) -> Measured:
    """How the figures of a point stand in an answer; a wrong one counts within the segment that treats the point."""
    wanted = [quantity for figure in point.figures for quantity in quantities(figure)]
    if not wanted:
        return Measured(1.0)
    given = quantities(answer)
    right = [one for one in wanted if any(_same(one, other) for other in given)]
    missing = [one for one in wanted if one not in right]
    own = {(one.kind, one.value) for one in wanted}
    wrong = [
        other.text
        for other in quantities(segment)
        if (other.kind, other.value) not in own and any(other.kind == one.kind for one in missing)
    ]
    return Measured(len(right) / len(wanted), wrong[0] if wrong else "", "、".join(one.text for one in missing))


def _same(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and abs(one.value - other.value) < 1e-6 * max(1.0, abs(one.value))
