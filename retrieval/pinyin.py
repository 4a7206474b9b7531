"""Questions typed in pinyin: bei yong jin 借了不还, 涉 huang.

Only words the lexicon knows are put in place of letters; what sounds like none of them is left as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

#: Letters that may be pinyin: syllables with or without blanks between them.
_RUN = re.compile(r"[a-z]{2,}(?:[ '’]+[a-z]{1,6})*", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_BLANK = re.compile(r"[ '’]+")

#: Characters beside the letters that may belong to the same word (涉 huang): words of the lexicon have two to six.
_BESIDE = 3

#: A word of one syllable sounds like too many others.
_SHORTEST = 2


class Mended(NamedTuple):
    """A question with its pinyin in characters, and what was read: ``bei yong jin→备用金``."""

    text: str
    fixes: tuple[str, ...]


class Pinyin:
    """Reads pinyin by the words it is given; the sounds are looked up when letters are met first (about a second)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self._words:
            if len(word) >= _SHORTEST and _CHINESE.fullmatch(word):
                found.setdefault("".join(_syllables(word)), word)
        return found

    def mend(self, text: str) -> Mended:
        """The question with letters that sound like known words replaced; unchanged without such letters."""
        if not _RUN.search(text):
            return Mended(text, ())
        fixes: list[str] = []
        at = 0
        while match := _RUN.search(text, at):
            found = self._read(text, match.start(), match.end())
            if found is None:
                at = match.end()
                continue
            start, end, word = found
            fixes.append(f"{text[start:end].strip()}→{word}")
            text = text[:start] + word + text[end:]
            at = start + len(word)
        return Mended(text, tuple(fixes))

    def _read(self, text: str, start: int, end: int) -> tuple[int, int, str] | None:
        """The longest known word that the letters, or their first syllables, make with the characters beside them."""
        stops = [end, *(start + gap.start() for gap in reversed(list(_BLANK.finditer(text[start:end]))))]
        for stop in stops:
            letters = _BLANK.sub("", text[start:stop]).lower()
            for before, after in self._beside(text, start, stop):
                sound = f"{_sound(before)}{letters}{_sound(after)}"
                word = self._by_sound.get(sound)
                if word and word.startswith(before.strip()) and word.endswith(after.strip()):
                    return start - len(before), stop + len(after), word
        return None

    @staticmethod
    def _beside(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
        """What may stand beside the letters and belong to the word, the longest first."""
        left = re.search(rf"[\u4e00-\u9fff]{{0,{_BESIDE}}} ?$", text[:start])
        right = re.match(rf" ?[\u4e00-\u9fff]{{0,{_BESIDE}}}", text[end:])
        lefts = _ends(left[0] if left else "", from_right=True)
        rights = _ends(right[0] if right else "", from_right=False)
        pairs = [(before, after) for before in lefts for after in rights]
        yield from sorted(pairs, key=lambda pair: -len("".join(pair).replace(" ", "")))


def _ends(text: str, *, from_right: bool) -> list[str]:
    """All pieces of a text that touch the letters, the empty one included; a lone blank belongs to neither side."""
    pieces = [text[at:] if from_right else text[: len(text) - at] for at in range(len(text) + 1)]
    return [piece for piece in pieces if piece != " "]


def _syllables(word: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take a second to read, most questions hold no letters

    return list(lazy_pinyin(word))


def _sound(text: str) -> str:
    return "".join(_syllables(text.strip())) if text.strip() else ""
