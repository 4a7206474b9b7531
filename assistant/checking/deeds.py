"""Who did what to whom: the parts of those named in a sentence against their parts in the clauses it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.checking.actors import AND, Actor, Part, actors, acts_through, masked, same
from assistant.checking.align import CLOSE, share
from assistant.checking.normal import clauses, sentences
from assistant.checking.words import plain

#: So much of what is said besides the names must stand in a clause for its names to be compared.
SAME_MATTER = 0.45
#: Too few letters besides the names to know what is spoken of.
_LEAST = 3

_DOERS = frozenset({Part.DOES, Part.MADE, Part.JOINS, Part.GIVES})
_OBJECTS = frozenset({Part.UNDERGOES, Part.MADE})


_TITLE = re.compile(r"《(?P<title>[^《》]*)》(?P<article>第[^条]{1,8}条)?")


class _Told(NamedTuple):
    """A clause of a passage with those named in it; ``doers`` where it names them, else those understood from the
    clauses around it.
    """

    text: str
    named: tuple[Actor, ...]
    doers: tuple[Actor, ...]
    beside: tuple[Actor, ...]


@lru_cache(maxsize=512)
def _read(passage: str) -> tuple[_Told, ...]:
    found: list[_Told] = []
    before: tuple[Actor, ...] = ()
    for sentence in _named(passage):
        here: tuple[Actor, ...] = ()
        for at, (clause, named) in enumerate(sentence):
            doers = tuple(actor for actor in named if actor.part in _DOERS)
            beside = tuple(actor for _, others in sentence[max(at - 1, 0) : at + 2] for actor in others)
            understood = (*beside, *(here or before))
            main = [actor for actor in doers if actor.part not in (Part.MADE, Part.GIVES)]
            own = main and not _embedded(clause, main[0])
            found.append(_Told(clause, named, doers if own else (*doers, *understood), beside))
            topic = named[:1] if not main else ()
            here = (*here, *main, *topic)
        before = here or before
    return tuple(found)


def _embedded(clause: str, actor: Actor) -> bool:
    """Whether somebody does what somebody else says or finds (认定…是…关键证人未…)."""
    described = clause[: actor.start].endswith("由") and actor.start > 1 and "的" in clause[actor.end :]
    return described or bool(_SAYS.search(clause, 0, actor.start))


_SAYS = re.compile(r"发现|查明|认定|认为|反映|指出|承认|表示|是|称")


def _named(text: str) -> list[list[tuple[str, tuple[Actor, ...]]]]:
    """The clauses of a text by sentence with those named in them; bodies that a title names do nothing."""
    shown = _TITLE.sub(lambda match: f"{_MARKS.sub('', match['title'])}{match['article'] or ''}", text)
    hidden = _TITLE.sub(lambda match: _HIDDEN * len(_MARKS.sub("", match.group())), text)
    return [
        [(clause, actors(veiled)) for clause, veiled in zip(clauses(plain(whole)), clauses(plain(veil)), strict=True)]
        for whole, veil in zip(sentences(shown), sentences(hidden), strict=True)
    ]


_MARKS = re.compile(r"[《》,。;:!?｡]")
# A letter, so that what is blank without its titles is a clause on both sides; of no Chinese word, so that nothing is
# named by it.
_HIDDEN = "\u00f8"


def false_parts(sentence: str, passages: list[str]) -> Iterator[str]:
    """Those who in the passages do not do what a normal sentence says they do, or to whom it is not done."""
    told = [clause for passage in passages for clause in _read(passage)]
    if len(passages) > 1:
        yield from _of_other_passages(sentence, passages)
    for row in _named(sentence):
        for clause, named in row:
            for actor, other in _misplaced(clause, named, told):
                yield f"“{actor.name}”在引文中是“{other}”"


# 岚汀市公安局, 岚汀市局, 霜湖分局: the place tells whose matter it is.
_HOME = re.compile(r"(?P<home>[\u4e00-\u9fff]{2})(?:[省市县区]公安分?局|[省市县区]局|分局|公安局)")


def _of_other_passages(sentence: str, passages: list[str]) -> Iterator[str]:
    """Units that only another of the cited passages names than the one that tells the matter."""
    homes = [{match["home"] for match in _HOME.finditer(plain(passage))} for passage in passages]
    told = [(number, clause) for number, passage in enumerate(passages) for clause in _read(passage)]
    for row in _named(sentence):
        for clause, named in row:
            rest = _without(clause, named)
            if len(_LETTERS.findall(rest)) < _LEAST:
                continue
            best, at = max(((share(rest, other.text), -number) for number, other in told), default=(0.0, 0))
            for match in _HOME.finditer(clause):
                others = [number for number, own in enumerate(homes) if match["home"] in own]
                if best >= SAME_MATTER and others and -at not in others and homes[-at]:
                    yield f"“{match.group()}”在讲这件事的引文中没有"


def _misplaced(clause: str, named: tuple[Actor, ...], told: list[_Told]) -> Iterator[tuple[Actor, str]]:
    yield from _leading(named, told)
    rest = _without(clause, named)
    if not named or len(_LETTERS.findall(rest)) < _LEAST:
        return
    shares = [share(rest, other.text) for other in told]
    for number, actor in enumerate(named):
        if actor.part not in (Part.DOES, Part.MADE, Part.GIVES, Part.UNDERGOES):
            continue
        deed = _deed(clause, named, number)
        rated = [
            (HERE * share(deed, other.text) + (1 - HERE) * whole if deed else whole, other)
            for whole, other in zip(shares, told, strict=True)
        ]
        best = max((value for value, _ in rated), default=0.0)
        if best < SAME_MATTER or (number and _embedded(clause, actor)) or _told_elsewhere(actor, clause, told):
            continue
        close = [other for value, other in rated if value >= best * CLOSE]
        turned = [_turned(actor, named, other) for other in close]
        if all(turned):
            found = turned[0]
        elif actor.part is Part.UNDERGOES:
            found = _not_done_to(actor, close)
        elif "分别" in clause:
            continue
        else:
            found = _not_done_by(actor, deed, named, close)
        if found:
            yield actor, found


def _leading(named: tuple[Actor, ...], told: list[_Told]) -> Iterator[tuple[Actor, str]]:
    """One who leads others (会同) and in the passages only joins them."""
    joining = [actor for actor in named if actor.part is Part.JOINS]
    leader = next((actor for actor in named if actor.part is Part.DOES), None)
    if not leader or not joining:
        return
    for clause in told:
        leads = [other for other in clause.named if other.part is Part.DOES]
        joins = [other for other in clause.named if other.part is Part.JOINS]
        if any(same(leader, other) for other in joins) and any(same(one, other) for one in joining for other in leads):
            yield leader, f"会同的单位，牵头的是{leads[0].name}"
            return


#: What a passage says somebody does is said of him if the clause holds so much of it.
_SAID = 0.7


def _told_elsewhere(actor: Actor, clause: str, told: list[_Told]) -> bool:
    """Whether a clause holds what some passage's clause says of the same one in the same part."""
    for other in told:
        for number, named in enumerate(other.named):
            if named.part is actor.part and same(actor, named):
                deed = _deed(other.text, other.named, number)
                if deed and share(deed, clause) >= _SAID:
                    return True
    return False


_LETTERS = re.compile(r"[^\W_]")
#: The words next to a name tell more of what it does than the rest of its clause.
HERE = 0.5


def _deed(clause: str, named: tuple[Actor, ...], number: int) -> str:
    """The words beside a name, up to the next ones."""
    actor = named[number]
    last = number
    while last + 1 < len(named) and (
        named[last + 1].part is Part.JOINS or AND.fullmatch(clause[named[last].end : named[last + 1].start])
    ):
        last += 1
    end = named[last + 1].start if last + 1 < len(named) else len(clause)
    after = clause[named[last].end : end]
    if actor.part is Part.UNDERGOES:
        start = named[number - 1].end if number else 0
        after = f"{clause[start : actor.start]} {after}"
    after = _TOGETHER.sub(" ", after)
    return after if len(_LETTERS.findall(after)) >= _LEAST - 1 else ""


_TOGETHER = re.compile(r"会同|联合|共同|商")


def _without(clause: str, named: tuple[Actor, ...]) -> str:
    for actor in reversed(named):
        clause = f"{clause[: actor.start]} {clause[actor.end :]}"
    return clause


def _not_done_by(actor: Actor, deed: str, named: tuple[Actor, ...], told: list[_Told]) -> str:
    """The one who does it in the passage, where that is somebody else; empty where it may be the same."""
    names = []
    for clause in told:
        everybody = _made(deed, clause) or clause.doers
        if actor.personal and not actor.marked and not any(other.part in _DOERS for other in clause.named):
            return ""  # who is understood is a guess, and persons in general (民警) may be anybody
        doers = [other for other in everybody if _comparable(actor, other)]
        if not doers:
            return ""
        alike = [other for other in everybody if same(actor, other) or acts_through(actor, other)]
        if alike and not _led_by_other(alike, named, clause):
            return ""
        also = (Part.ELSE, Part.UNDERGOES) if actor.part is Part.MADE else (Part.ELSE,)
        if any(other.part in also and same(actor, other) for other in clause.named):
            return ""
        names += [other.name for other in doers]
    return names[0]


def _made(deed: str, clause: _Told) -> tuple[Actor, ...]:
    """Those whom a clause makes do just this (报县局指挥中心汇总通报)."""
    return tuple(
        actor
        for number, actor in enumerate(clause.named)
        if actor.part is Part.MADE and (own := _deed(clause.text, clause.named, number)) and share(own, deed) >= _SAID
    )


def _turned(actor: Actor, named: tuple[Actor, ...], clause: _Told) -> str:
    """The one who does to somebody, in the passage, what a sentence says the other does to him."""
    if actor.part is not Part.DOES:
        return ""
    objects = [other for other in clause.named if other.part in _OBJECTS and same(actor, other)]
    if not objects or any(other.part is Part.DOES and same(actor, other) for other in clause.named):
        return ""
    told_to = [other for other in named if other.part in _OBJECTS]
    return next(
        (
            other.name
            for one in told_to
            for other in clause.doers
            if other.part is Part.DOES and same(one, other) and not same(actor, other)
        ),
        "",
    )


def _led_by_other(alike: list[Actor], named: tuple[Actor, ...], clause: _Told) -> bool:
    """Whether the one who leads in a sentence only joins in the passage, and the reverse (会同)."""
    if any(actor.part is not Part.JOINS for actor in alike):
        return False
    joining = [actor for actor in named if actor.part is Part.JOINS]
    leading = [actor for actor in clause.named if actor.part is Part.DOES]
    return any(same(one, other) for one in joining for other in leading)


def _comparable(one: Actor, other: Actor) -> bool:
    """Whether two that are not the same are told apart.

    A part (投诉人) may be played by anybody who is named (李某), and what a unit does its people do.
    """
    if not masked(one) and masked(other) and other.name == other.head:
        return False
    return one.marked or one.personal == other.personal or masked(one)


def _covers(one: Actor, other: Actor) -> bool:
    """Whether two are the same, or one a member of the other."""
    return same(one, other) or one.name.startswith(other.name) or other.name.startswith(one.name)


def _not_done_to(actor: Actor, told: list[_Told]) -> str:
    """The one to whom it is done in the passage, where that is somebody else."""
    names = []
    for clause in told:
        objects = [other for other in clause.named if other.part in _OBJECTS]
        giver = next((other for other in clause.named if other.part is Part.GIVES and same(actor, other)), None)
        if giver and not objects and not giver.personal:
            names.append(f"来自{giver.name}")
            continue
        if not objects or not all(_comparable(actor, other) for other in objects):
            return ""
        if any(_covers(actor, other) or acts_through(actor, other) for other in objects):
            return ""
        names += [other.name for other in objects]
    return names[0]
