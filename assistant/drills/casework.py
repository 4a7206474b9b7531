"""What a trainer knows of each problem type (``casework.yaml``): signs, facts, evidence, disposals, articles.

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

#: Marks a pointer whose article says what may be done about it, and the words that a scene must hold for it.
_CONSEQUENCE, _FITS = "处置", "针对 "

_FILE = Path(__file__).with_name("casework.yaml")


class Sign(NamedTuple):
    """What can be seen of a problem: ``clue`` without its name, ``finding`` what it amounts to; a source that names a
    problem with one of ``words`` means this sign.  ``fact`` is what the inquiry confirmed (who did what, with what
    consequence), ``disposals`` what becomes of those named there, one row for each of them.
    """

    clue: str
    finding: str
    words: tuple[str, ...] = ()
    fact: str = ""
    disposals: tuple[str, ...] = ()

    def places(self, text: str) -> set[int]:
        """The offsets of the characters with which a text names this problem; empty where it does not."""
        found = (match.span() for word in self.words for match in re.finditer(re.escape(word), text))
        return {at for start, end in found for at in range(start, end)}


class Pointer(NamedTuple):
    """An article by its regulation and some of its words.

    ``consequence`` ones say what may be done, not what is forbidden; ``fits`` is a pattern for words of the scene, or
    empty where the article bears on every scene of the type.
    """

    regulation: str
    words: str
    consequence: bool = False
    fits: str = ""

    def is_fit(self, matter: str) -> bool:
        """Whether the article bears on what is told."""
        return not self.fits or bool(re.search(self.fits, matter))


class Turn(NamedTuple):
    """What happens last, and what is to be done first about it; ``fits`` as of :class:`Pointer`."""

    told: str
    points: tuple[str, ...]
    fits: str = ""


class Fitting(NamedTuple):
    """Words that go with what is told where it holds ``fits``; see :class:`Pointer`."""

    text: str
    fits: str = ""


class Secret(NamedTuple):
    """What only the head of the unit knows, told when asked; ``disposal`` is what becomes of him for it, empty where a
    sign of the scene has him already; ``fits`` as of :class:`Fitting`.
    """

    text: str
    disposal: str = ""
    fits: str = ""


class Casework(NamedTuple):
    """What is known of a type.

    ``unit`` is where the scene is set.  ``common`` are signs of any type, meant only where a source names them.
    ``general`` are articles on any neglect of duty, ``light`` allow the mild disposals; ``wanted`` are special rules
    one would look for, by title.  ``turn`` is the type's own, ``turns`` suit any matter.  ``harmless`` facts look
    like the others and are no problem; ``nature`` tells how the acts are told apart.  ``special`` are rows on special
    rules with the key of what they require, by problem.  ``secrets`` are told by nobody but the head of the unit, and
    only when asked.  ``others`` are disposals of persons whom a precedent tells of and calls to no account;
    ``seize`` is evidence to be taken first.
    """

    unit: str
    signs: tuple[Sign, ...]
    common: tuple[Sign, ...]
    evidence: tuple[str, ...]
    measures: tuple[str, ...]
    basis: tuple[Pointer, ...]
    general: tuple[Pointer, ...]
    light: tuple[Pointer, ...]
    wanted: tuple[str, ...]
    turn: Turn | None
    turns: tuple[Turn, ...]
    harmless: tuple[str, ...]
    nature: str
    debrief: tuple[str, ...]
    special: tuple[Fitting, ...] = ()
    secrets: tuple[Secret, ...] = ()
    others: tuple[Fitting, ...] = ()
    seize: tuple[Fitting, ...] = ()

    @property
    def scenic(self) -> tuple[Sign, ...]:
        """The signs a whole scene can be made of: what is seen, what it amounts to, who did it, what follows."""
        return tuple(sign for sign in self.signs if sign.fact)

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


def casework(code: str, story: str = "") -> Casework:
    """What is known of a type; for one that is not in the file, what holds for all.

    Of a precedent that tells its ``story``, rows written for such a story take the place of those for the type's scene.
    """
    content = _content()
    common, own = content["common"], content["types"].get(code, {})
    if story:
        fits = (row for row in own.get("stories", ()) if re.search(row[_FITS.strip()], story))
        own = {**own, **next(fits, {})}
    shared = [_turn(one) for one in common["turns"]]
    # Types without a turn of their own take the common ones by turns, so that two drills seldom end alike.
    first = list(content["types"]).index(code) % len(shared) if own else 0
    return Casework(
        unit=own.get("unit", common["unit"]),
        signs=_signs(own.get("signs", ())),
        common=_signs(common["signs"]),
        evidence=tuple(own.get("evidence") or common["evidence"]),
        measures=tuple(own.get("measures") or common["measures"]),
        basis=_pointers(own.get("basis", ())),
        general=_pointers(common["basis"]),
        light=_pointers(common["light"]),
        wanted=tuple(own.get("wanted", ())),
        turn=_turn(own["turn"]) if "turn" in own else None,
        turns=(*shared[first:], *shared[:first]),
        harmless=tuple(own.get("harmless") or common["harmless"]),
        nature=own.get("nature") or common["nature"],
        debrief=tuple(own.get("debrief", ())),
        special=_fitting(own.get("special", ())),
        secrets=(*_secrets(own.get("secrets", ())), *_secrets(common["secrets"])),
        others=_fitting(own.get("others", ())),
        seize=_fitting(own.get("seize", ())),
    )


def _signs(rows: Iterable[Mapping[str, Any]]) -> tuple[Sign, ...]:
    return tuple(
        Sign(
            row["clue"],
            row["finding"],
            tuple(row.get("words", ())),
            row.get("fact", ""),
            _listed(row.get("disposal", "")),
        )
        for row in rows
    )


def _fitting(rows: Iterable[str | list[str]]) -> tuple[Fitting, ...]:
    """Each row is its words alone, or the words with the pattern they go with."""
    return tuple(Fitting(row) if isinstance(row, str) else Fitting(row[0], row[1].removeprefix(_FITS)) for row in rows)


def _secrets(rows: Iterable[Mapping[str, str]]) -> tuple[Secret, ...]:
    return tuple(Secret(row["told"], row.get(_CONSEQUENCE, ""), row.get(_FITS.strip(), "")) for row in rows)


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return tuple(filter(None, [value] if isinstance(value, str) else value))


def _turn(row: Mapping[str, Any]) -> Turn:
    return Turn(row["told"], tuple(row["points"]), row.get(_FITS.strip(), ""))


def _pointers(rows: Iterable[list[str]]) -> tuple[Pointer, ...]:
    return tuple(
        Pointer(
            row[0],
            row[1],
            consequence=_CONSEQUENCE in row[2:],
            fits=next((one.removeprefix(_FITS) for one in row[2:] if one.startswith(_FITS)), ""),
        )
        for row in rows
    )


@lru_cache(maxsize=1)
def own_words() -> str:
    """All that is written in the file: our own wording, which names no place."""
    return _FILE.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(own_words())
    return content
