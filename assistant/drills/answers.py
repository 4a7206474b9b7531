"""Reading a trainee's answer: its clauses, what of it is copied, which words carry it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.model import Span
from kb.numerals import CHARACTERS
from kb.text import fold, sentences
from kb.tokens import pairs, tokenize
from retrieval.bridge import GRAMMAR

#: So many equal characters in a row (punctuation left out) are copied; names of things and of offices are shorter.
_RUN = 7

#: A clause of which this share is copied is a copy; a good answer repeats the names of things, not whole clauses.
_COPIED = 0.7

#: A clause shorter than this is judged with its sentence: 一是 and 经查 belong to what follows.
_SHORT = 4

_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+[，,；;。！？!?\n]*")
_NUMERAL = re.compile(rf"[{CHARACTERS}]+(?:小时|日|天|月|年)?|小时|以上|以下|以内|个月")
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")

#: Words of every official paper.  They say nothing by themselves, wherever they stand.
OFFICIALESE = frozenset(
    re.findall(
        r"\S+",
        "加强 强化 进一步 落实 完善 健全 提高 提升 推进 推动 深入 认真 切实 严格 全面 高度 "
        "重视 高度重视 领导 组织 组织领导 工作 问题 情况 整改 措施 制度 机制 管理 规范 责任 "
        "主体 主体责任 意识 思想 认识 统一 统一思想 政治 站位 政治站位 确保 取得 实效 成效 "
        "抓好 抓实 压实 坚持 坚决 持续 长效 长效机制 监督 检查 教育 学习 要求 有关 相关 人员 "
        "单位 部门 建立 开展 进行 做好 加大 力度 形成 合力 举一反三 有力 务实 扎实 不断 明确 "
        "各项 任务 目标 到位 及时 应当 必须 需要 可以 依法 依规 依纪 根据 按照 规定 对于 "
        "以及 通过 方面 存在 公安 公安机关 民警 公安局 党委 把 抓 做 好 实 细 严",
    )
)


class Window(NamedTuple):
    """A run of neighbouring clauses of an answer; ``clauses`` are their numbers, ``sentences`` those of the sentences
    they stand in.
    """

    text: str
    span: Span
    clauses: range
    sentences: range


class Reading(NamedTuple):
    """An answer read: its own words (copied clauses blanked, same length), sentences, clauses and windows; ``told`` are
    the pairs of characters that stood before the trainee.
    """

    own: str
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    windows: tuple[Window, ...]
    told: frozenset[str]

    def text(self, span: Span) -> str:
        """The words at a place."""
        return self.own[span.start : span.end]


#: Clauses of a window: a point is answered in one to four of them (the development answers need three at most).
_WIDEST = 4


def read(answer: str, told: Iterable[str]) -> Reading:
    """Read an answer; ``told`` are the texts the trainee has before them: prompt, background, injects."""
    before = [fold(text) for text in told]
    own = _blanked(fold(answer), before)
    lines = tuple(span for span in sentences(own) if _LETTERS.search(own[span.start : span.end]))
    clauses: list[Span] = []
    holders: list[int] = []
    for number, line in enumerate(lines):
        for start, end in _clauses(own[line.start : line.end]):
            text = own[line.start + start : line.start + end]
            if _LETTERS.search(text):
                left = len(text) - len(text.lstrip())
                clauses.append(Span(line.start + start + left, line.start + start + len(text.rstrip())))
                holders.append(number)
    windows = []
    for first in range(len(clauses)):
        for last in range(first, min(first + _WIDEST, len(clauses))):
            span = Span(clauses[first].start, clauses[last].end)
            held = range(holders[first], holders[last] + 1)
            if len(held) <= 2:  # noqa: PLR2004 - a point is not answered over three sentences
                windows.append(Window(own[span.start : span.end], span, range(first, last + 1), held))
    return Reading(own, lines, tuple(clauses), tuple(windows), frozenset(p for text in before for p in pairs(text)))


def copied_share(answer: str, blanked: str) -> float:
    """The share of an answer's characters that were blanked as copied, in [0, 1]."""
    return 1 - len(_LETTERS.findall(blanked)) / max(len(_LETTERS.findall(fold(answer))), 1)


def _blanked(answer: str, told: Sequence[str]) -> str:
    """The answer with copied clauses replaced by blanks, of the same length."""
    runs: set[str] = set()
    for text in told:
        letters = "".join(_LETTERS.findall(fold(text)))
        runs |= {letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1)}
    places = [match.start() for match in _LETTERS.finditer(answer)]
    letters = "".join(answer[place] for place in places)
    copied = [False] * len(answer)
    for at in range(len(letters) - _RUN + 1):
        if letters[at : at + _RUN] in runs:
            for place in places[at : at + _RUN]:
                copied[place] = True
    out = list(answer)
    for start, end in _clauses(answer):
        own = [place for place in range(start, end) if _LETTERS.match(answer[place])]
        if own and sum(copied[place] for place in own) >= _COPIED * len(own):
            out[start:end] = [char if char == "\n" else " " for char in out[start:end]]
    return "".join(out)


def _clauses(answer: str) -> list[tuple[int, int]]:
    """Clauses, very short ones joined to the next."""
    found: list[tuple[int, int]] = []
    waiting: int | None = None
    for match in _CLAUSE.finditer(answer):
        start = match.start() if waiting is None else waiting
        if len(_LETTERS.findall(match[0])) < _SHORT and not match[0].endswith(("。", "\n")):
            waiting = start
            continue
        found.append((start, match.end()))
        waiting = None
    return [*found, (waiting, len(answer))] if waiting is not None else found


Rarity = Callable[[Iterable[str]], Mapping[str, float]]


def plain_rarity(tokens: Iterable[str]) -> dict[str, float]:
    """Rarities without a knowledge base: longer words are rarer."""
    return {token: min(1.0, 0.3 + 0.2 * len(token)) for token in tokens}


#: What a word of every paper weighs beside one that says something.
_EMPTY_WEIGHT = 0.1

#: Words of a long reference point that count: its rarest ones.  A quote of an article has fifty; nobody writes all.
_COUNTED = 14


def weights(text: str, rarity: Rarity, counted: int = _COUNTED) -> dict[str, float]:
    """The words that carry a text with their weights; at most ``counted``, the weightiest."""
    found = [token for token in dict.fromkeys(tokenize(text)) if carries(token)]
    tokens = [token for token in found if not any(token != other and token in other for other in found)]
    rare = rarity(tokens)
    weighed = {token: (_EMPTY_WEIGHT if token in OFFICIALESE else 1.0) * rare.get(token, 1.0) for token in tokens}
    kept = sorted(weighed, key=lambda token: -weighed[token])[:counted]
    return {token: weighed[token] for token in tokens if token in kept}


def carries(token: str) -> bool:
    """Whether a token can carry meaning: no figures, no single characters of grammar."""
    if token.isascii() or token.startswith("第") or _NUMERAL.fullmatch(token):
        return False
    return not (len(token) == 1 and token in GRAMMAR)
