"""The scene of a drill: what trainees are told, step by step, and which problems can be found in it.

T0 gives what can be seen; the problems in it are asked for, so none of them is named there.  T1 tells what the inquiry
confirmed, the last step turns the matter.  What is told is never asked for afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.anchor import Anchor
from assistant.drills import wording
from assistant.drills.basis import Basis
from assistant.drills.casework import Casework, Sign
from assistant.drills.material import Fact, Material, whom
from assistant.drills.model import MarkKind, Note, ReferencePoint, Statement
from assistant.drills.veil import Veil
from kb.text import fold, sentences
from kb.tokens import pairs
from retrieval.bridge import GRAMMAR


@dataclass(frozen=True, slots=True)
class Told:
    """A precedent with the veil over it, its articles, and what is known of its type."""

    material: Material
    veil: Veil
    basis: tuple[Basis, ...]
    sanctions: tuple[Basis, ...]
    known: Casework


class Scene(NamedTuple):
    """What is told of one precedent: before the drill, and at each of the three steps; ``findings`` are the problems
    that can be found in it, ``notes`` what the trainer should know.
    """

    background: tuple[Statement, ...]
    clues: tuple[Statement, ...]
    confirmed: tuple[Statement, ...]
    findings: tuple[ReferencePoint, ...]
    notes: tuple[Note, ...]


#: Sentences told before the first step: a background of more than half the story leaves no steps.
_BACKGROUND_SHARE = 0.4

#: Problems to be found in one precedent; fewer make no exercise, more do not fit into the first step.
_FEWEST, _MOST = 3, 5

#: What a case says of a problem is in its story already when so many of its pairs of characters stand there; below,
#: it is told with the story, and the name of the problem is what is asked for.  Of the 12 problems read for this, the
#: explanations of the 8 that a reader could not find, or only guess, had less.
_DERIVABLE = 0.25

#: A problem without an explanation that shares less than this with the story is not in it.
_FOREIGN = 0.15

#: What goes on for long, or was never done, cannot be seen in one event.
_BEYOND = re.compile(r"长期|一贯|历来|多年|年内|近年|默认|从未|从不|全年|普遍")

#: Findings told when they are confirmed; more are a list, not a scene.
_CONFIRMED = 2

#: The name of a problem is at most this long; a longer sentence tells it.
_NAME = 26

#: A part of a problem's title shorter than this is no statement (户政、出入境窗口).
_PART = 4


def scene(told: Told) -> Scene:
    """The scene of a precedent: its own story where it tells one, else clues of what its checks found."""
    return _of_story(told) if told.material.is_case or len(told.material.story) > 1 else _of_clues(told)


# -- a story ---------------------------------------------------------------------------------------------------------


def _of_story(told: Told) -> Scene:
    one = told.material
    story = list(statements(told, one.story))
    first = max(1, round(_BACKGROUND_SHARE * len(story)))
    words = "".join(fact.text for fact in one.story)
    clues = story[first:]
    confirmed: list[Statement] = []
    points: list[ReferencePoint] = []
    for issue in one.issues:
        name, explanation = _explained(issue)
        if explanation and derivable(explanation.text, words) < _DERIVABLE:
            clues += statements(told, [explanation])
            points.append(_point(name, clues[-1].text if clues else ""))
        elif _is_beyond(issue.text, words):
            confirmed += statements(told, [issue], "进一步核查了解到：{}。")
        else:
            points.append(_point(issue, _nearest(issue.text, [*story])))
    for sign in (*told.known.signs, *told.known.fallback)[: max(0, _FEWEST - 1 - len(points))]:
        clues.append(Statement(sign.clue))
        points.append(_own(sign))
    return Scene(
        (*_frame(told), *story[:first]),
        tuple(clues),
        tuple(confirmed or [_confirmation()]),
        tuple(points[:_MOST]),
        (),
    )


def _is_beyond(issue: str, story: str) -> bool:
    """Whether a problem is more than its story tells."""
    habit = _BEYOND.search(issue)
    return bool(habit and habit[0] not in story) or derivable(issue, story) < _FOREIGN


def _explained(issue: Fact) -> tuple[Fact, Fact | None]:
    """A problem parted into its name and what is said of it (带班领导失管。| 乙当晚未查问。)."""
    spans = sentences(issue.text)
    if len(spans) < 2 or len(issue.text[spans[0].start : spans[0].end]) > _NAME:  # noqa: PLR2004 - a name and its rest
        return issue, None
    return _part(issue, spans[0].start, spans[0].end), _part(issue, spans[1].start, spans[-1].end)


def _part(fact: Fact, start: int, end: int) -> Fact:
    anchor, words = fact.anchor, fact.text[start:end]
    return Fact(words, replace(anchor, quote=words, start=anchor.start + start, end=anchor.start + end), fact.kind)


def _nearest(issue: str, story: Sequence[Statement]) -> str:
    """The sentence of the story that shares most with a problem."""
    return max((fact.text for fact in story), key=lambda text: derivable(issue, text), default="")


def _point(fact: Fact, seen: str) -> ReferencePoint:
    return ReferencePoint(fact.text, 0, MarkKind.POINT, fact.anchor, seen=seen)


def derivable(issue: str, story: str) -> float:
    """The share of a problem's pairs of characters that stand in a story, in [0, 1]."""
    wanted = {pair for pair in pairs(fold(issue)) if not set(pair) <= GRAMMAR}
    return len(wanted & set(pairs(fold(story)))) / max(len(wanted), 1)


# -- clues -----------------------------------------------------------------------------------------------------------


def _of_clues(told: Told) -> Scene:
    one, known = told.material, told.known
    used: list[Sign] = []
    points: list[ReferencePoint] = []
    specific, general = named(one)
    for number, fact in enumerate([*specific, *general]):
        if number >= len(specific) and len(points) > 1:
            break  # the general words of a title say nothing beside its parts
        signs = known.signs_of(fact.text, used)
        if signs and len(points) < _MOST:
            used += signs
            points.append(_point(fact, "\n".join(sign.clue for sign in signs)))
    for sign in (*known.signs, *known.fallback):
        if len(points) < _FEWEST and sign not in used:
            used.append(sign)
            points.append(_own(sign))
    confirmed = list(statements(told, one.findings[:_CONFIRMED], "扩大核查范围后，{}。"))
    if not confirmed:
        confirmed = [_confirmation()]
    confirmed += _responsible(told)
    return Scene(
        tuple(_frame(told)), tuple(Statement(sign.clue) for sign in used), tuple(confirmed), tuple(points), _notes(told)
    )


def named(one: Material) -> tuple[list[Fact], list[Fact]]:
    """The problems a notice names: the specific ones, and the general words in front of them."""
    parts = [part for fact in one.issues for part in _parts(fact)]
    implied = [part for fact in one.implied for part in _parts(fact)]
    if len(one.issues) > 1:
        general = [part for part in parts if part.anchor.start == one.issues[0].anchor.start]
        specific = [part for part in parts if part not in general]
        return [*specific, *implied], general
    return implied, parts


def _parts(fact: Fact) -> list[Fact]:
    """A problem cut at 、 where each part says something (审批代签、登记不全)."""
    cuts = [match.span() for match in re.finditer(r"[^、]+", fact.text)]
    if len(cuts) < 2 or any(end - start < _PART for start, end in cuts):  # noqa: PLR2004 - one part is no list
        return [fact]
    return [_part(fact, start, end) for start, end in cuts]


def _own(sign: Sign) -> ReferencePoint:
    return ReferencePoint(sign.finding, 0, MarkKind.POINT, seen=sign.clue)


def _confirmation() -> Statement:
    return Statement(wording.CONFIRMED)


def _responsible(told: Told) -> list[Statement]:
    """Who was found responsible, as the disposals of the source name them; without the disposals."""
    for fact in told.material.disposals:
        names = [told.veil(name) for name in dict.fromkeys(whom(fact))]
        text = f"经逐人核实，负有责任的有：{'、'.join(names)}。"
        if all(names) and names and told.veil.clean(text):
            return [Statement(text, (fact.anchor,))]
    return [Statement(wording.RESPONSIBLE)]


def _notes(told: Told) -> tuple[Note, ...]:
    one = told.material
    if one.findings:
        return ()
    return (Note(wording.THIN.format(title=one.info.problem.title), tuple(fact.anchor for fact in one.issues[:1])),)


# -- telling ---------------------------------------------------------------------------------------------------------


def statements(told: Told, facts: Iterable[Fact], form: str = "{}") -> Iterator[Statement]:
    """Facts as statements without identities; a fact that cannot be told without them is left out."""
    for fact in facts:
        words = re.sub(r"\s*\n\s*", "", told.veil(wording.unnumbered(fact.text))).rstrip("。；，;,")
        text = form.format(words) if form != "{}" else f"{words}。"
        if told.veil.clean(text):
            yield Statement(text, (fact.anchor,))


def _frame(told: Told) -> list[Statement]:
    frame, meta = told.material.frame, told.material.info.meta
    if frame is None:
        return []
    section = _quoted(told.material.info.problem.section)
    kind = f"{meta.inspection_type}" if meta.inspection_type else ""
    about = f"，反馈的意见涉及“{section}”方面" if section else "，并反馈了巡察意见"
    unit = told.veil(meta.unit) if meta.unit else "某公安机关"
    text = f"上级党组织派出巡察组对{unit}党组织开展{kind}巡察{about}。"
    return [Statement(text, (frame.anchor,))] if told.veil.clean(text) else []


def _quoted(section: str) -> str:
    """The name in a heading like 在“规范执法履职”方面; headings that name a state tell trainees the end."""
    match = re.search(r"[“\"]([^”\"]+)[”\"]", section)
    return match[1] if match and "整改" not in match[1] else ""


def anchors(facts: Sequence[Fact]) -> tuple[Anchor, ...]:
    """The places of facts."""
    return tuple(fact.anchor for fact in facts)
