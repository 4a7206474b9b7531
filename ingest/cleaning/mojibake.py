"""Garbled passages: repaired where the bytes prove what stood there, flagged where they do not.

Three kinds of damage are undone:

* a passage was decoded with a wrong encoding (UTF-8 as GBK, GBK or UTF-8 as Latin-1): the way back is exact;
* one byte of a GBK character got lost, so that the following characters pair up wrongly until a single byte puts
  them in step again: ``?`` and then some rare characters.  All characters but the halved one follow from the
  bytes; that one must form a word with its neighbours, and only one candidate may do so;
* a list mark was lost and left a ``?`` in front of every item.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from ingest.cleaning.characters import LOST
from ingest.cleaning.draft import Change
from ingest.cleaning.pinyin import SYLLABLE
from ingest.plausibility import common_characters, is_han
from ingest.script import to_simplified

_RULE = "乱码修复"
_SUSPECT = "疑似乱码"
# A question mark or lost sign, possibly with the rest of an injected reading whose bracket went with the lost byte.
_SEED = re.compile(rf"[?{LOST}](?:({SYLLABLE})[)）])?")
# The longest passages seen to stay out of step are 15 characters; each step costs the chance of a wrong repair.
_REACH = 40
# Passages out of step show within a few characters that they are; sound ones hold words.
_PEEK = 8
# Each seed costs some milliseconds; a document with more of them is not a damaged text but no text.
_MOST_SEEDS = 1000
# Dictionary words from three characters on are no accident.
_LONG_WORD = 3
# Two uses in the same document are a habit, one may be chance.
_USED = 2
# Marks whose halves get lost like those of ideographs; they form no words, so context cannot prove them.
_MARKS = "。，、；："
# Repaired text must read well: every ideograph common, and at most one in five without a word of the dictionary or a
# combination the document itself uses.
_STRAY = 0.2
# Words of one character that stand between any others.
_PARTICLES = frozenset("的了在和与及是对为由被把将从向于等并不有其该以至到或也都就上下中内外前后各每这那个年月日人次")


Pairs = Counter[tuple[str, str]]
Readings = Mapping[str, frozenset[str]]


class _Repair(NamedTuple):
    """Candidate: characters up to ``end`` become ``known``; ``first`` and ``last`` are halves still to be completed
    (trail byte of the first character, lead byte of the last one and its reading).
    """

    end: int
    known: str
    first: int | None
    last: tuple[int, str | None] | None


def misaligned(text: str, readings: Readings) -> Iterator[Change]:
    """Repair passages that are out of step after a lost byte; ``readings`` is the text's own pinyin (may be empty)."""
    plain = to_simplified(text)
    pairs = Counter(pairwise(plain))
    bullets = bullet_marks(text)
    done = examined = 0
    for match in _SEED.finditer(text):
        if match.start() < done or not (match[1] or _is_suspicious(text, match.end())):
            continue
        examined += 1
        if examined > _MOST_SEEDS:
            return
        change = _repair(text, match, readings, pairs, bullets)
        if change is not None:
            done = change.end
            yield change


def _is_suspicious(text: str, at: int) -> bool:
    """Whether what follows a question mark may be out of step: a cheap look before the search.

    The text's own usage does not count here: garbled passages repeat, too.
    """
    if text[at : at + 1] in "?<":
        return text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalpha()
    peek = text[at : at + _PEEK].split("\n", 1)[0]
    han = sum(map(is_han, peek))
    common = common_characters()
    if any(is_han(char) and char not in common for char in peek):
        return True
    strays = _strays("", peek, text[at + len(peek) : at + len(peek) + 2], Counter())
    return han > 1 and 2 * strays >= han


def _repair(
    text: str,
    seed: re.Match[str],
    readings: Readings,
    pairs: Pairs,
    bullets: frozenset[str],
) -> Change | None:
    """The repair at one seed; None where the text there is sound."""
    left = text[max(0, seed.start() - 6) : seed.start()]
    twice = re.compile(_SEED.pattern).match(text, seed.end())
    if seed[1] and twice and twice[1]:
        # Both bytes of one character are gone; only its reading is left.
        whole = _choose(readings.get(twice[1], ()), left, text[twice.end() : twice.end() + 4], pairs)
        after = whole or LOST
        return Change(seed.start(), twice.end(), after, _RULE if whole else _SUSPECT, certain=whole is not None)
    best: tuple[float, Change] | None = None
    for candidate in _candidates(text, seed.end(), bullets):
        right = text[candidate.end : candidate.end + 6]
        torn = text[seed.end() : candidate.end]
        change = _complete(candidate, seed, (left, right), readings, pairs)
        gain = _quality(left, change.after, right, pairs) - _quality(left, torn, right, pairs)
        if gain > 0 and _reads_well(left, change.after, right, pairs) and (best is None or gain > best[0]):
            best = gain, change
    if best is not None:
        return best[1]
    if seed[1]:
        # The torn bracket proves damage even where nothing can be restored.
        return Change(seed.start(), seed.end(), LOST, _SUSPECT, certain=False)
    return None


def _candidates(text: str, start: int, bullets: frozenset[str]) -> Iterator[_Repair]:
    """All ways to bring the characters from ``start`` on back into step."""
    for folded in (False, True):
        stream = bytearray()
        for index in range(start, min(len(text), start + _REACH)):
            char = text[index]
            if char == "\n":
                break
            lost = _SEED.match(text, index) if index > start else None
            if lost and len(stream) % 2 == 0 and len(stream) >= 2:  # noqa: PLR2004 - a trail and a lead byte
                # The last character lost its second byte: its mark may also be a list mark that took its place.
                known = _decode(stream[1:-1])
                if known is not None:
                    keep = text[lost.end() : lost.end() + 2] in bullets
                    end = index if keep else lost.end()
                    yield _Repair(end, known, stream[0], (stream[-1], lost[1]))
            encoded = _bytes(char, folded=folded and index - start <= 1)
            if encoded is None:
                break
            stream += encoded
            # In step again: a single byte stood alone, or an ASCII character was taken for the second half of one.
            swallowed = len(stream) % 2 == 0 and stream[-1:].isalpha() and len(encoded) > 1
            if (len(stream) % 2 or swallowed) and len(stream) > 1:
                known = _decode(stream[1:])
                if known is not None:
                    yield _Repair(index + 1, known, stream[0], None)
                    break


def _bytes(char: str, *, folded: bool) -> bytes | None:
    """The GBK bytes of a character; ``folded`` takes ASCII marks for the full-width ones they were made from."""
    if folded and char.isascii() and not char.isalnum():
        return bytes([0xA3, 0x80 | ord(char)])
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


def _decode(data: bytes | bytearray) -> str | None:
    try:
        return bytes(data).decode("gbk")
    except UnicodeDecodeError:
        return None


def _complete(
    repair: _Repair, seed: re.Match[str], around: tuple[str, str], readings: Readings, pairs: Pairs
) -> Change:
    """Choose the halved characters; where that cannot be done they become the sign for a lost one."""
    left, right = around
    tail = ""
    if repair.last is not None:
        lead, reading = repair.last
        choices = [char for low in range(0x40, 0xFF) if (char := _decode(bytes([lead, low])))]
        if reading:
            choices = [char for char in choices if char in readings.get(reading, ())]
        tail = _choose(choices, repair.known or left, right, pairs, either=bool(reading)) or LOST
    head = ""
    if repair.first is not None:
        choices = [char for high in range(0x81, 0xFF) if (char := _decode(bytes([high, repair.first])))]
        mark = next((char for char in choices if char in _MARKS and left and left[-1] not in _MARKS), LOST)
        head = _choose(choices, left, repair.known + tail + right, pairs) or mark
    after = head + repair.known + tail
    certain = LOST not in after and head not in _MARKS
    return Change(seed.start(), repair.end, after, _RULE if certain else _SUSPECT, certain=certain)


def _choose(
    choices: Iterator[str] | list[str] | frozenset[str] | tuple[()],
    left: str,
    right: str,
    pairs: Pairs,
    *,
    either: bool = False,
) -> str | None:
    """The candidate that the text itself uses beside one of the neighbours, or that completes a long dictionary word.

    A word of two characters from the dictionary alone proves nothing: among a hundred candidates some pair always
    exists.  ``either``: a single candidate is accepted as it is (its reading speaks for it).
    """
    near = to_simplified(left[-3:]), to_simplified(right[:3])
    scored: dict[str, int] = {}
    options = list(dict.fromkeys(choices))
    for char in options:
        plain = to_simplified(char)
        if len(plain) != 1 or not is_han(plain):
            continue
        if score := _evidence(near[0], plain, near[1], pairs):
            scored[char] = score
    if not scored:
        return options[0] if either and len(options) == 1 else None
    ranked = sorted(scored.items(), key=lambda item: -item[1])
    unique = len(ranked) == 1 or ranked[0][1] > ranked[1][1]
    return ranked[0][0] if unique else None


def _evidence(left: str, char: str, right: str, pairs: Pairs) -> int:
    """How strongly the surroundings speak for a character; 0 where they prove nothing.

    The text must use the pair repeatedly, and the pair must be a word or the other neighbour must fit as well (a
    boundary fits always): 警模 is frequent where 预警模型 is, yet proves no 模 before other characters.
    """
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    before, after = left[-1:], right[:1]
    used_before, used_after = pairs[before, char], pairs[char, after]
    fits_before = used_before or not (before and is_han(before))
    fits_after = used_after or not (after and is_han(after))
    score = 0
    if used_before >= _USED and before and is_han(before) and (fits_after or rjieba.has_word(before + char)):
        score = used_before
    if used_after >= _USED and after and is_han(after) and (fits_before or rjieba.has_word(char + after)):
        score = max(score, used_after)
    words = (left + char, left[1:] + char + after, char + right)
    return score + _LONG_WORD * any(len(word) >= _LONG_WORD and rjieba.has_word(word) for word in words)


def _quality(left: str, middle: str, right: str, pairs: Pairs) -> float:
    """Ideographs of the middle part that read well minus those that do not; rare ones and junk count double."""
    common = common_characters()
    han = [char for char in middle if is_han(char)]
    rare = sum(char not in common for char in han)
    junk = sum(char in "{}|~^`\\<>" or (not char.isascii() and not char.isprintable()) for char in middle)
    torn = len(_SEED.findall(middle))
    return len(han) - 2 * (_strays(left, middle, right, pairs) + rare + junk + torn)


def _reads_well(left: str, middle: str, right: str, pairs: Pairs) -> bool:
    common = common_characters()
    han = [char for char in middle if is_han(char)]
    if not han or any(char not in common for char in han):
        return False
    return _strays(left, middle, right, pairs) <= _STRAY * len(han)


def _strays(left: str, middle: str, right: str, pairs: Pairs) -> int:
    """Ideographs of the middle part that belong to no word and stand beside no usual neighbour."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    around = to_simplified(left[-4:]), to_simplified(right[:4])
    plain = around[0] + to_simplified(middle) + around[1]
    first, last = len(around[0]), len(plain) - len(around[1])
    at = strays = 0
    for word in rjieba.cut(plain, False):  # False: no guessing of unknown words
        alone = first <= at < last and len(word) == 1 and is_han(word) and word not in _PARTICLES
        if alone and pairs[plain[at - 1 : at], word] + pairs[word, plain[at + 1 : at + 2]] < _USED:
            strays += 1
        at += len(word)
    return strays


_LATIN_RUN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{4,}"
)
_WIDE_RUN = re.compile(r"[^\x00-\x7f]{3,}")
_KNOWN_LOSS = re.compile("(?:锟斤拷)+|(?:烫){4,}|(?:屯){4,}")


def recoded(text: str) -> Iterator[Change]:
    """Undo a wrong decoding of whole passages, and flag the well-known signs of one that cannot be undone."""
    for match in _KNOWN_LOSS.finditer(text):
        count = 2 * match[0].count("锟") or 1
        yield Change(*match.span(), LOST * count, "缺字", certain=False)
    for match in _LATIN_RUN.finditer(text):
        for source in ("cp1252", "latin-1"):
            for target in ("utf-8", "gb18030"):
                after = _recode(match[0], source, target)
                if after and sum(map(is_han, after)) >= 2 and _reads_well("", after, "", Counter()):  # noqa: PLR2004 - a word
                    yield Change(*match.span(), after, _RULE)
                    break
            else:
                continue
            break
    common = common_characters()
    for match in _WIDE_RUN.finditer(text):
        if all(char in common or not is_han(char) for char in match[0]):
            continue
        after = _recode(match[0], "gb18030", "utf-8")
        if after and _reads_well("", after, "", Counter()):
            yield Change(*match.span(), after, _RULE)


def _recode(text: str, source: str, target: str) -> str | None:
    try:
        return text.encode(source).decode(target)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


_MARK = re.compile(r"(?:(?<=[。！；：])|(?<=\n)|\A)\?(?=(\w{2}))")


def bullet_marks(text: str) -> frozenset[str]:
    """The beginnings of list items (two characters) whose mark was lost.

    A question mark cannot follow a full stop or begin a line: where that happens repeatedly before the same
    words, the marks were list marks.
    """
    counts = Counter(match[1] for match in _MARK.finditer(text))
    return frozenset(start for start, count in counts.items() if count > 1)


def bullets(text: str) -> Iterator[Change]:
    """Give every item whose list mark was lost a line of its own."""
    starts = bullet_marks(text)
    for match in re.finditer(r"\n?\?(?=(\w{2}))", text):
        if match[1] in starts:
            yield Change(*match.span(), "\n" if match.start() else "", "列表符号丢失")
