"""What a trainer knows of each problem type (``casework.yaml``): signs, evidence, disposals, articles to look for.

It fills what the sources of a drill do not say.  Nothing of it is ever shown as a source: words are marked 教员自拟,
articles are only pointed at and cited as the knowledge base holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

#: Marks a pointer whose article says what may be done about it.
_CONSEQUENCE = "处置"

_FILE = Path(__file__).with_name("casework.yaml")


class Sign(NamedTuple):
    """What can be seen of a problem: ``clue`` without its name, ``finding`` what it amounts to; a source that names a
    problem with one of ``words`` means this sign.
    """

    clue: str
    finding: str
    words: tuple[str, ...] = ()

    def places(self, text: str) -> set[int]:
        """The offsets of the characters with which a text names this problem; empty where it does not."""
        found = (match.span() for word in self.words for match in re.finditer(re.escape(word), text))
        return {at for start, end in found for at in range(start, end)}


class Pointer(NamedTuple):
    """An article by its regulation and some of its words; ``consequence`` ones say what may be done, not what is
    forbidden.
    """

    regulation: str
    words: str
    consequence: bool = False


class Casework(NamedTuple):
    """What is known of a type.

    ``common`` are signs of any type, meant only where a source names them; ``fallback`` are findings of any type, for
    one that has none of its own.  ``general`` are articles on any neglect of duty, ``wanted`` special rules one would
    look for, by title.
    """

    signs: tuple[Sign, ...]
    common: tuple[Sign, ...]
    fallback: tuple[Sign, ...]
    evidence: tuple[str, ...]
    disposal: tuple[str, ...]
    basis: tuple[Pointer, ...]
    general: tuple[Pointer, ...]
    wanted: tuple[str, ...]

    def signs_of(self, text: str, taken: Iterable[Sign] = ()) -> list[Sign]:
        """The signs a text names, the one it names with most words first; the type's own go before the common ones.

        A text may name several (脱岗、替岗), but not with the same words.  Those in ``taken`` are passed over.
        """
        used = set(taken)
        for signs in (self.signs, self.common):
            places = {sign: sign.places(text) for sign in signs if sign not in used}
            found: list[Sign] = []
            said: set[int] = set()
            for sign in sorted(places, key=lambda one: -len(places[one])):
                if places[sign] and not places[sign] & said:
                    found.append(sign)
                    said |= places[sign]
            if found:
                return found
        return []


def casework(code: str) -> Casework:
    """What is known of a type; for one that is not in the file, what holds for all."""
    content = _content()
    common, own = content["common"], content["types"].get(code, {})
    return Casework(
        signs=_signs(own.get("signs", ())),
        common=_signs(common["signs"]),
        fallback=_signs(common["fallback"]),
        evidence=tuple(own.get("evidence") or common["evidence"]),
        disposal=tuple(own.get("disposal") or common["disposal"]),
        basis=tuple(Pointer(one[0], one[1], consequence=_CONSEQUENCE in one) for one in own.get("basis", ())),
        general=tuple(Pointer(*one) for one in common["basis"]),
        wanted=tuple(own.get("wanted", ())),
    )


def _signs(rows: Iterable[Mapping[str, Any]]) -> tuple[Sign, ...]:
    return tuple(Sign(row["clue"], row["finding"], tuple(row.get("words", ()))) for row in rows)


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
