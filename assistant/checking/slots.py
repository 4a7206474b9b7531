"""Where in the passages each word of a sentence stands: one reading of the whole sentence, word by word.

A word may stand in several places; the reading with the fewest leaps is meant.  What stands between two words of the
sentence and not between their places in the passage was put in, and the reverse left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.checking.actors import actors
from assistant.checking.figures import amounts, indefinite
from assistant.checking.normal import clauses, sentences, unnumbered
from assistant.checking.words import Word, content_words, plain, vocabulary

#: Words of grammar by what they tell; a change among them changes what is said of whom, of how many and how surely.
_CLASSES = {
    "all": "均 都 全部 所有 一律 全体 逐一 各 每 任何 一切 凡 全县 全市 全区 全省 全局 全员 悉数 全 各类 各个 各种"
    " 逐个 逐案 普遍 全面",
    "some": "部分 个别 有的 多数 少数 大多 一些 有些 若干 其中 大部分 某些",
    "mainly": "主要 一般 原则上 基本 通常 大体 重点 首要 较",
    "only": "仅 只 唯一 方可 才 只有 仅限",
    "must": "应当 应 须 必须 务必 要 需",
    "may": "可以 可 有权 允许 能 能够 准许",
    "not": "不得 不准 禁止 严禁 不 未 没 没有 无 非 不予 拒 免 未能 尚未 不能 无需",
    "least": "不少于 至少 以上 不低于 起码 少于",
    "most": "不超过 至多 最多 以下 以内 之内 最长 最晚 最迟 超过 内",
    "plan": "将 拟 计划 准备 预计 下一步",
    "done": "已 已经 了 完成 过 曾",
    "turn": "前 之前 以前 后 之后 以后",
    "role": "由 向 对 被 经 报 会同 把 给 与 和 同",
    "or": "或 或者",
    "and": "并 且 并且 同时 以及 及",
    "except": "除 外 除外 例外",
    "condition": "如 若 因 经 时 情形",
    "how": "直接 当场 立即 随机 统一 集中 单独 共同 联合 分别 书面 口头 当面 现场 实地 电话 网上 公开 重新 再次"
    " 初次 首次 定期 每月 每季 每年 每周 每日 每半年",
}
_KIND = {word: kind for kind, listed in _CLASSES.items() for word in listed.split()}
_FILLERS = frozenset("的了等地之所其该此这是为在于和及以而")
KINDS = (*_CLASSES, "number", "name", "noun", "verb", "quality", "sort", "manner", "time", "side", "other")
_TAGS = {"v": "verb", "a": "quality", "z": "quality", "b": "sort", "d": "manner", "t": "time", "f": "side"}
_NAMED = ("nr", "ns", "nt", "nz")

#: How much it counts that a word stands there: a figure almost as much as a word that names something, a word of
#: grammar less, a filler next to nothing, so that no reading leaps for its sake.
_FIGURE, _GRAMMAR, _FILLER = 0.8, 0.3, 0.08
#: A word that at least so much is held of stands there; one of less weight than the other is of the frame.
HELD, SAYS = 0.5, 0.3


class Token(NamedTuple):
    """A word with its kind (one of ``KINDS``, or ``filler``), its place in its text, and how much it says."""

    text: str
    kind: str
    start: int
    end: int
    weight: float

    @property
    def filler(self) -> bool:
        """Whether it says nothing of its own."""
        return self.kind == "filler"


class Spot(NamedTuple):
    """Where a word stands in the passages: place in the text of the ground, number of the clause, how alike it is."""

    start: int
    end: int
    clause: int
    alike: float


class Ground(NamedTuple):
    """Passages made ready: all clauses in one text, their words, and how far they are from each other.

    ``distance`` of two clauses: 0 the same, 1 neighbours in a sentence, 2 the same sentence, 3 neighbouring sentences,
    4 the same passage, 5 different passages.
    """

    text: str
    clauses: tuple[str, ...]
    begins: tuple[int, ...]
    owner: NDArray[np.intp]
    distance: NDArray[np.intp]
    tokens: tuple[tuple[Token, ...], ...]
    words: tuple[tuple[Word, ...], ...]


def tokens(clause: str, at: int = 0) -> tuple[Token, ...]:
    """The words of a plain clause in order, marks left out; places count from ``at``."""
    weak = vocabulary().weak
    named = [(actor.start, actor.end) for actor in actors(clause)]
    found: list[Token] = []
    place = 0
    for word, tag in _cut(clause):
        start = clause.find(word, place)
        if start < 0 or not any(char.isalnum() for char in word):
            continue
        place = start + len(word)
        name = tag in _NAMED or any(first <= start and place <= last for first, last in named)
        kind = _kind(word, tag, name=name)
        found.append(Token(word, kind, at + start, at + place, _weight(word, kind, weak)))
    return tuple(found)


#: The segmenter joins these to what follows or precedes (由市, 但应, 不大且).
_LEADING = frozenset("由向对将把被经报与和同及至在从到自但且并应可须各按以于为因给其内")
_TRAILING = frozenset("且并各将被由对应可须")


def _measured(clause: str) -> Iterator[tuple[str, str]]:
    """Words with their tags; a figure with its unit is one."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    at = 0
    for amount in amounts(clause):
        if not indefinite(amount):
            yield from rjieba.tag(clause[at : amount.start])
            yield amount.text, "m"
            at = amount.end
    yield from rjieba.tag(clause[at:])


def _cut(clause: str) -> Iterator[tuple[str, str]]:
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    for word, tag in _measured(clause):
        rest = word
        if tag == "m":
            yield word, tag
            continue
        while len(rest) > 1 and rest[0] in _LEADING and not rest.isascii() and not rjieba.has_word(rest):
            yield rest[0], "p"
            rest = rest[1:]
        if len(rest) > 1 and rest[-1] in _TRAILING and not rjieba.has_word(rest):
            yield rest[:-1], tag
            yield rest[-1], "p"
        else:
            yield rest, tag


def _kind(word: str, tag: str, *, name: bool) -> str:
    if word in _FILLERS:
        return "filler"
    if known := _KIND.get(word):
        return known
    if tag.startswith("m") or re.search(r"\d", word):
        return "number"
    if name:
        return "name"
    if tag.startswith(("n", "j", "l", "i", "s", "vn")):
        return "noun"
    return _TAGS.get(tag[:1], "other")


def _weight(word: str, kind: str, weak: frozenset[str]) -> float:
    if kind == "filler":
        return _FILLER
    if kind == "number":
        return _FIGURE
    if kind in _CLASSES or kind in ("side", "other"):
        return _GRAMMAR
    # As in ``words``: a weak word says a quarter, a single character less than half.
    return 0.25 if word in weak else 0.4 if len(word) == 1 else 1.0


@lru_cache(maxsize=64)
def ground(passages: tuple[str, ...]) -> Ground:
    """Normal passages made ready."""
    rows = [
        (number, at, place, plain(unnumbered(clause)))
        for number, passage in enumerate(passages)
        for at, sentence in enumerate(sentences(passage))
        for place, clause in enumerate(clauses(sentence))
    ]
    texts = tuple(text for *_, text in rows)
    begins, length = [], 0
    for text in texts:
        begins.append(length)
        length += len(text) + 1
    owner = np.zeros(length + 1, dtype=np.intp)
    for number, (begin, text) in enumerate(zip(begins, texts, strict=True)):
        owner[begin : begin + len(text) + 1] = number
    distance = _apart(np.array([row[:3] for row in rows], dtype=np.intp).reshape(-1, 3))
    split = tuple(tokens(text, begin) for text, begin in zip(texts, begins, strict=True))
    words = tuple(content_words(text) for text in texts)
    return Ground("\n".join((*texts, "")), texts, tuple(begins), owner, distance, split, words)


def _apart(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The distances of clauses given as (passage, sentence, clause); see :class:`Ground`."""
    passage, sentence, clause = (np.abs(column[:, None] - column[None, :]) for column in rows.T)
    within = np.where(clause == 0, 0, np.where(clause == 1, 1, 2))
    beside = np.where(sentence == 1, 3, 4)
    return np.where(passage > 0, 5, np.where(sentence == 0, within, beside))


#: More places of one word are left out: a character that stands everywhere tells nothing.
_MOST = 60
#: How alike: a synonym, both characters near each other, one of two characters; part of a long word by its share.
_SYNONYM, _NEAR, _ONE = 0.9, 0.6, 0.3
_PART, _PART_LEAST = 0.6, 0.2


def _spots(stated: Token, place: Ground) -> list[tuple[int, int, float]]:
    word, text = stated.text, place.text
    if (value := figure(stated)) is not None:
        return [(token.start, token.end, 1.0) for row in place.tokens for token in row if figure(token) == value]
    found = [(at, at + len(word), 1.0) for at in _all(word, text)]
    if len(word) == 1:
        return found[:_MOST]
    for other in vocabulary().same.get(word, ()):
        found += [(at, at + len(other), _SYNONYM) for at in _all(other, text)]
    for cut in range(1, len(word)):
        for part in (word[:cut], word[cut:]):
            if len(part) > 1:
                alike = _PART * len(part) / len(word) + _PART_LEAST
                found += [(at, at + len(part), alike) for at in _all(part, text)]
    if not found:
        first, second = re.escape(word[0]), re.escape(word[1])
        near = re.finditer(f"{first}.{{0,4}}{second}|{second}.{{0,4}}{first}", text)
        found = [(match.start(), match.end(), _NEAR) for match in near]
    if not found:
        found = [(at, at + 1, _ONE) for char in word for at in _all(char, text)]
    best: dict[tuple[int, int], float] = {}
    for start, end, alike in found:
        best[start, end] = max(alike, best.get((start, end), 0.0))
    return [(start, end, alike) for (start, end), alike in best.items()][:_MOST]


@lru_cache(maxsize=4096)
def _value(text: str) -> tuple[str, float] | None:
    found = amounts(text)
    return (found[0].kind, found[0].value) if found else None


def figure(token: Token) -> tuple[str, float] | None:
    """The dimension and value of a figure (两名 and 2名, 7.5万元 and 75000元 are the same); None where it is none."""
    return _value(token.text) if token.kind == "number" else None


def _all(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


#: What a leap to another clause costs, by distance; a word of grammar (.3) is never worth one to another sentence.
_LEAP = np.array([0.0, 0.35, 0.5, 0.75, 0.95, 1.1])
#: Within a clause: for each character passed over, at most so much; going back costs more; two words on one place.
_PASSED, _PASSED_MOST = 0.012, 0.2
_BACK, _BACK_EACH, _BACK_MOST = 0.15, 0.01, 0.35
_TWICE = 0.5
#: Between two clauses of the sentence all of it costs less: there the subject changes.
_NEXT_CLAUSE = 0.4


def read(stated: Sequence[Sequence[Token]], place: Ground) -> tuple[Spot | None, ...]:
    """Where each word of a sentence (its clauses in order) stands; None where nowhere, or not worth the leap."""
    row = [(number, token) for number, clause in enumerate(stated) for token in clause]
    spots, owns = [], []
    for number, (_, token) in enumerate(row):
        for spot in _spots(token, place):
            spots.append(spot)
            owns.append(number)
    path: list[Spot | None] = [None] * len(row)
    if not spots:
        return tuple(path)
    starts, ends = (np.array([spot[side] for spot in spots]) for side in (0, 1))
    alike, own = np.array([spot[2] for spot in spots]), np.array(owns)
    at = place.owner[starts]
    in_clause = np.array([number for number, _ in row])[own]
    score, back = np.full(len(spots), -np.inf), np.full(len(spots), -1)
    for number, (clause, token) in enumerate(row):
        mine = np.flatnonzero(own == number)
        before = np.flatnonzero(own < number)
        score[mine] = token.weight * alike[mine]
        if not len(mine) or not len(before):
            continue
        gap = starts[mine][None, :] - ends[before][:, None]
        stays = at[before][:, None] == at[mine][None, :]
        near = np.where(
            gap >= 0, np.minimum(_PASSED * gap, _PASSED_MOST), np.minimum(_BACK - _BACK_EACH * gap, _BACK_MOST)
        )
        over = (starts[mine][None, :] < ends[before][:, None]) & (ends[mine][None, :] > starts[before][:, None])
        leap = np.where(stays, near, _LEAP[place.distance[at[before]][:, at[mine]]]) + np.where(over, _TWICE, 0.0)
        leap *= np.where(in_clause[before] != clause, _NEXT_CLAUSE, 1.0)[:, None]
        total = score[before][:, None] - leap
        best = total.argmax(axis=0)
        gained = total[best, np.arange(len(mine))]
        score[mine] += np.where(gained > 0, gained, 0.0)
        back[mine] = np.where(gained > 0, before[best], -1)
    last = int(score.argmax())
    while last >= 0:
        path[own[last]] = Spot(int(starts[last]), int(ends[last]), int(at[last]), float(alike[last]))
        last = int(back[last])
    return tuple(path)


class Edit(NamedTuple):
    """What a clause of the sentence has between two words that the passage has there otherwise."""

    clause: int
    put: tuple[Token, ...]
    left: tuple[Token, ...]
    #: Before the first or behind the last word that stands in the passage.
    edge: bool
    #: The clause of the passage.
    at: int


#: Of the words beside a clause's first and last place, and around a leap, so many are compared.
_BESIDE, _AROUND = 4, 3


def edits(stated: Sequence[Sequence[Token]], path: Sequence[Spot | None], place: Ground, text: str) -> list[Edit]:
    """The differences between a sentence (its ``text`` plain) and the places where its words stand, in order."""
    used = np.zeros(len(place.text) + 1, dtype=bool)
    for spot in path:
        if spot:
            used[spot.start : spot.end] = True
    said = _said_in(text)
    figures = {figure(token) for clause in stated for token in clause}

    def unsaid(clause: int, start: int, end: int) -> list[Token]:
        return [
            token
            for token in place.tokens[clause]
            if start < token.end
            and token.start < end
            and not token.filler
            and used[token.start : token.end].mean() < HELD  # of 财务科 may 科 stand
            and not said(token.text)
            and (token.kind != "number" or figure(token) not in figures)
        ]

    found: list[Edit] = []
    first, whole = 0, len(place.text)
    for number, clause in enumerate(stated):
        spots = path[first : first + len(clause)]
        first += len(clause)
        marks = [(at, spot) for at, spot in enumerate(spots) if spot and spot.alike >= HELD]
        ends: list[tuple[int, Spot | None]] = [(-1, None), *marks, (len(clause), None)]
        for (low, a), (high, b) in pairwise(ends):
            put = tuple(token for token in clause[low + 1 : high] if not token.filler)
            if a and b and a.clause == b.clause:
                left = unsaid(a.clause, a.end, b.start)
            elif a and b:
                left = unsaid(a.clause, a.end, whole)[:_AROUND] + unsaid(b.clause, 0, b.start)[-_AROUND:]
            elif b:
                left = unsaid(b.clause, 0, b.start)[-_BESIDE:]
            else:
                left = unsaid(a.clause, a.end, whole)[:_BESIDE] if a else []
            if put or left:
                near = b or a
                found.append(Edit(number, put, tuple(left), not (a and b), near.clause if near else 0))
    return found


class _Said(NamedTuple):
    """Whether a text holds a word or a synonym of it."""

    text: str
    same: Mapping[str, frozenset[str]]

    def __call__(self, word: str) -> bool:
        return word in self.text or any(other in self.text for other in self.same.get(word, ()))


def _said_in(text: str) -> _Said:
    return _Said(text, vocabulary().same)


def stands(token: Token, place: Ground) -> bool:
    """Whether a word, a synonym of it or a figure of its value stands anywhere in the passages."""
    if (value := figure(token)) is not None:
        return any(figure(other) == value for row in place.tokens for other in row)
    return _said_in(place.text)(token.text)
