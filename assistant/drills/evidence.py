"""How far an answer says what a reference point says: features in [0, 1], each with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.drills.answers import Rarity, Reading, Window, weights
from assistant.drills.model import ReferencePoint
from kb.text import fold
from kb.tokens import characters, pairs
from retrieval.bridge import GRAMMAR, Bridges


class Features(NamedTuple):
    """What is measured of a point in the window that says it best, all in [0, 1].

    ``words``, ``pairs`` and ``chars``: weighted shares of the point's words (outright or in everyday words), pairs of
    characters and characters that are said; ``exact``: the share of the window's characters that are the point's;
    ``meaning``: closeness of the vectors; ``rival``: by how much another point fits the window better; ``denied``: the
    window's sentence says the opposite; ``told``: the share of the window's pairs that trainees had before them;
    ``unmeasured``: the share of the point's figures that are missing; ``numbered``: the right article is named.
    """

    words: float = 0.0
    pairs: float = 0.0
    chars: float = 0.0
    exact: float = 0.0
    meaning: float = 0.0
    rival: float = 0.0
    denied: float = 0.0
    told: float = 0.0
    unmeasured: float = 0.0
    numbered: float = 0.0


class Evidence(NamedTuple):
    """The best window for a point with its features; ``said`` and ``missed`` are words of the point, weightiest first,
    ``denied`` is the clause that says the opposite.
    """

    window: Window
    features: Features
    said: tuple[str, ...]
    missed: tuple[str, ...]
    denied: str = ""


#: A term meant at least so surely counts as said, with that weight.
_SURE = 0.5

#: A word of which only a part is said (审批 for 批准) counts this much of the part.
_PART = 0.5

#: Cosines of the model lie between these for texts without and with the same meaning.
_FAR, _NEAR = 0.80, 0.95

#: The measure by which windows compete: shares of the point first, then how little else stands in the window.
_RECALL = (0.4, 0.3, 0.3)
_EXACT = 0.35

#: Refusing what is to be done.  Merely telling that something was not done (没有登记, 未移交) refuses nothing.
_REFUSES = re.compile(
    r"无需|无须|不需要?|不必|不用|没(?:有)?必要|不应(?!有)|不宜|不要(?!求)|可以不|可不|免予|不予(?!以)|不追究|不处理|不处分|不问责|不作处理|"
    r"不移送|不移交|取消|放弃|算了|到此为止|下不为例|内部消化|不了了之"
)
#: Forbidding what is to be done; says nothing against a point that forbids something itself.
_BANS = re.compile(r"不得(?!少|超|低|高|多)|不准|严禁")
_VIOLATED = re.compile(r"违反|违背|不符合")
#: Calling right what was wrong, or leaving it to those concerned.
_CLEARS = re.compile(
    r"没有问题|不存在|并无不当|没有违[反规]|不违[反规]|不构成|不属于|属于正常|符合(?:规定|要求|程序)|合规|合法(?!权)|做法正确|没有?错|无过错|"
    r"不是问题|不影响|[也都就]没(?:有|什么)?关系|也可以|也行|已经?够|可以先|由\S{1,4}(?:自己|自行)?掌握|没有\S{0,4}(?:期限|时限|限制|要求)"
)
_NOT_CLEAR = re.compile(r"不合规|不合法|不符合|是否|才(?:合规|合法)")
_FORBIDS = re.compile(r"不得|不准|禁止|严禁|不能|不应")
_ALLOWS = re.compile(r"(?<!不)(?:可以|允许|能够|准许)(?!不)")
#: A clause with less of a point's weight does not treat it.
_TREATS = 0.06
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")


class _Point(NamedTuple):
    text: str
    words: dict[str, float]
    pairs: dict[str, float]
    chars: dict[str, float]


class Reader:
    """Compares answers with points; keeps the bridges of the lexicon."""

    def __init__(self, bridges: Bridges, rarity: Rarity) -> None:
        self._bridges = bridges
        self._rarity = rarity

    def compare(
        self, points: Sequence[ReferencePoint], reading: Reading, cosines: Sequence[Sequence[float]]
    ) -> list[Evidence | None]:
        """The best evidence for each point; ``cosines`` of points with the sentences of the answer."""
        if not reading.windows:
            return [None] * len(points)
        meant = [self._meant(reading.text(span)) for span in reading.clauses]
        taken = [self._taken(point) for point in points]
        said = [[self._said(point, window, meant) for window in reading.windows] for point in taken]
        fits = [
            [self._fit(point, window, words) for window, words in zip(reading.windows, row, strict=True)]
            for point, row in zip(taken, said, strict=True)
        ]
        found: list[Evidence | None] = []
        for number, point in enumerate(taken):
            close = [_closeness(cosines[number], window) for window in reading.windows]
            scores = [_value(features) + 0.1 * near for features, near in zip(fits[number], close, strict=True)]
            best = max(range(len(scores)), key=lambda i: (scores[i], -len(reading.windows[i].text)))
            window, features = reading.windows[best], fits[number][best]
            rival = max((_value(row[best]) for other, row in enumerate(fits) if other != number), default=0.0)
            denied = _denied(point, reading, window)
            words = said[number][best]
            order = sorted(point.words, key=lambda token: -point.words[token])
            found.append(
                Evidence(
                    window,
                    features._replace(
                        meaning=close[best],
                        rival=max(0.0, rival - _value(features)),
                        denied=float(bool(denied)),
                        told=_told(window, reading.told),
                    ),
                    tuple(token for token in order if words.get(token, 0.0) >= _SURE),
                    tuple(token for token in order if words.get(token, 0.0) < _SURE),
                    denied,
                )
            )
        return found

    def _taken(self, point: ReferencePoint) -> _Point:
        text = fold(point.text)
        words = weights(text, self._rarity)
        # Pairs and characters weigh what the weightiest word weighs that they are a part of.
        two = {pair: max((w for token, w in words.items() if pair in token), default=0.05) for pair in pairs(text)}
        one = {
            char: max((w for token, w in words.items() if char in token), default=0.05)
            for char in characters(text)
            if char not in GRAMMAR
        }
        return _Point(text, words, two, one)

    def _meant(self, clause: str) -> dict[str, float]:
        """Official terms a clause means in everyday words."""
        return {bridge.term: bridge.weight for bridge in self._bridges.find(clause) if bridge.weight >= _SURE}

    @staticmethod
    def _said(point: _Point, window: Window, meant: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """Words of the point with the degree to which the window says them."""
        own = set(pairs(window.text))
        said: dict[str, float] = {}
        for token in point.words:
            if token in window.text:
                said[token] = 1.0
                continue
            parts = pairs(token)
            share = sum(part in own for part in parts) / len(parts) if parts else 0.0
            said[token] = _PART * share
            for number in window.clauses:
                for term, weight in meant[number].items():
                    if token in term and len(token) > 1:
                        said[token] = max(said[token], weight)
        return said

    @staticmethod
    def _fit(point: _Point, window: Window, said: Mapping[str, float]) -> Features:
        letters = [char for char in characters(window.text) if char not in GRAMMAR]
        return Features(
            words=_share(said, point.words),
            pairs=_share(dict.fromkeys(set(point.pairs) & set(pairs(window.text)), 1.0), point.pairs),
            chars=_share(dict.fromkeys(set(point.chars) & set(letters), 1.0), point.chars),
            exact=sum(char in point.chars for char in letters) / max(len(letters), 1),
        )


def _value(features: Features) -> float:
    recall = sum(w * value for w, value in zip(_RECALL, features[:3], strict=True))
    return recall * (1 - _EXACT + _EXACT * features.exact)


def _told(window: Window, told: frozenset[str]) -> float:
    own = pairs(window.text)
    return sum(pair in told for pair in own) / max(len(own), 1)


def _closeness(cosines: Sequence[float], window: Window) -> float:
    cosine = max((cosines[number] for number in window.sentences), default=0.0)
    return min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))


def _share(said: Mapping[str, float], weighed: Mapping[str, float]) -> float:
    total = sum(weighed.values())
    return sum(weighed[token] * degree for token, degree in said.items() if token in weighed) / total if total else 0.0


def _bans(clause: str, point: _Point) -> bool:
    """Whether a clause forbids what the point asks for: what is named behind the ban is the point's, and no rule is
    told that somebody violated (违反不得玩忽职守的规定).
    """
    found = _BANS.search(clause)
    if not found or _VIOLATED.search(clause[: found.start()]):
        return False
    banned = {pair for pair in pairs(clause[found.end() :]) if not set(pair) & GRAMMAR}
    return bool(banned & set(point.pairs))


def _denied(point: _Point, reading: Reading, window: Window) -> str:
    """The clause of the window's sentences that denies the point; empty where none does.

    Refusing to do what is to be done, permitting what is forbidden and calling right what was wrong count, where the
    clause treats the words of the point.
    """
    forbids = bool(_FORBIDS.search(point.text))
    whole = sum(point.chars.values()) or 1.0
    for number in window.sentences:
        for match in _CLAUSE.finditer(reading.text(reading.sentences[number])):
            clause = match[0].strip()
            if sum(weight for char, weight in point.chars.items() if char in clause) < _TREATS * whole:
                continue
            against = (
                (forbids and _ALLOWS.search(clause) and not _FORBIDS.search(clause))
                or (_REFUSES.search(clause) and not _REFUSES.search(point.text))
                or (not forbids and _bans(clause, point))
                or (_CLEARS.search(clause) and not _CLEARS.search(point.text) and not _NOT_CLEAR.search(clause))
            )
            if against:
                return clause
    return ""
