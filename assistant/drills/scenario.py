"""The scene of a drill: what trainees are told, step by step, and which problems can be found in it.

T0 gives what can be seen; the problems in it are asked for, so none of them is named there.  T1 tells what the inquiry
confirmed: who did what, with what consequence; only those named there can be called to account.  A precedent that
tells its story is the scene itself; for the others the scene is the trainer's own, and what the precedent says stands
under the points.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.anchor import Anchor
from assistant.drills import wording
from assistant.drills.casework import Casework, Sign
from assistant.drills.disposals import by_person
from assistant.drills.facts import Fact
from assistant.drills.material import Material
from assistant.drills.model import MarkKind, Note, ReferencePoint, Statement
from assistant.drills.naming import SAYS, WRONG, counted, named, part, rested_on, said_of
from assistant.drills.veil import Veil
from kb.text import fold, sentences
from kb.tokens import pairs
from retrieval.bridge import GRAMMAR


@dataclass(frozen=True, slots=True)
class Told:
    """A precedent with the veil over it, and what is known of its type."""

    material: Material
    veil: Veil
    known: Casework


class Scene(NamedTuple):
    """What is told of one precedent: before the drill, at the first step and at the second.

    ``findings`` are the problems that can be found in it, ``disposals`` what becomes of those named in it; ``grave``
    are the acts for which a sanction is proposed; ``is_story`` tells that the precedent itself is the scene.
    """

    background: tuple[Statement, ...]
    clues: tuple[Statement, ...]
    confirmed: tuple[Statement, ...]
    findings: tuple[ReferencePoint, ...]
    disposals: tuple[ReferencePoint, ...]
    grave: str
    is_story: bool

    @property
    def matter(self) -> str:
        """Everything told and found, to see which articles bear on it."""
        told = (*self.background, *self.clues, *self.confirmed)
        return "\n".join([*(fact.text for fact in told), *(point.text for point in self.findings)])


#: Sentences told before the first step: a background of more than half the story leaves no steps.
_BACKGROUND_SHARE = 0.4

#: Problems to be found in a story; fewer than two make no exercise, more than five do not fit into the first step.
_FEWEST, _MOST = 2, 5

#: What a case says of a problem is in its story already when so many of its pairs of characters stand there; below,
#: it is told with the story, and the name of the problem is what is asked for.  Of the 12 problems read for this, the
#: explanations of the 8 that a reader could not find, or only guess, had less.
_DERIVABLE = 0.25

#: A problem without an explanation that shares less than this with the story is not in it.
_FOREIGN = 0.15

#: What goes on for long, or was never done, cannot be seen in one event.
_BEYOND = re.compile(r"长期|一贯|历来|多年|年内|近年|默认|从未|从不|全年|普遍")

#: The name of a problem is at most this long; a longer sentence tells it.
_NAME = 26

#: What may be said of anything (使用管理不严) names nothing.
_BROAD = re.compile(r"(?:不严|不规范|不到位|不彻底|失管)$")

#: Characters that a fact shares with the problem it is put under where they share no pair.
_ALIKE = 3

#: What a source says of how grave an act was: trainees are asked for it.
_JUDGED = re.compile(r"[，,；;][^，,；;。]{0,8}(?:情节(?:较重|严重)|(?:性质|影响)(?:恶劣|极坏))[^，,；;。]*")

#: Acts that sanctions are laid down for, as against mild disposals.
SEVERE = re.compile(r"处分|记过|记大过|警告|降级|撤职|开除")

#: Precedents named under one point; more are not read out.
_CITED = 2

#: A precedent is told under a point in at most so many characters.
_TOLD = 90

#: A sum is told apart from what it was taken for: a round one cannot be veiled.
_SUM = re.compile(r"(?:共计|合计|价值)?约?[\d,.]+余?万?元")

#: Whoever leads answers for not having looked; others who never appeared are not called to account.
_LEADS = re.compile(r"领导|负责人|所长|队长|局长|主任|教导员|政委")

#: What was laid before a leader to be signed.
_SIGNED_OFF = re.compile(r"签批|审批|审核|审阅|报送|结案")


def scene(told: Told, limit: int, *, leads: bool = True) -> Scene:
    """The scene of a precedent: its own story where it tells one, else up to ``limit`` signs of its type; ``leads``
    where what happens last is of this type.
    """
    return _of_story(told) if told.material.tells_a_story else _of_signs(told, limit, leads=leads)


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
            points.append(_point(told, name, clues[-1].text if clues else ""))
        elif explanation:  # the name is asked for, what followed from it is told once the answers are in
            confirmed += [replace(one, text=_JUDGED.sub("", one.text)) for one in statements(told, [explanation])]
            points.append(_point(told, name, _nearest(issue.text, [*story])))
        elif _is_beyond(issue.text, words):
            confirmed += statements(told, [issue], "进一步核查了解到：{}。")
        else:
            points.append(_point(told, issue, _nearest(issue.text, [*story])))
    seen = "\n".join(point.seen for point in points)
    unasked = list(dict.fromkeys(fact.text for fact in (*story[1:], *clues) if fact.text not in seen))
    extra = _unasked(told, unasked, [point.text for point in points]) if len(points) < _MOST else []
    rest = [text for text in unasked if not any(text in point.seen for point in extra)]
    points = [*_with_rest(points, rest), *extra]
    added = [sign for sign in told.known.scenic if not sign.places(words)][: max(0, _FEWEST - len(points))]
    clues += [Statement(sign.clue) for sign in added]
    confirmed += [Statement(sign.fact) for sign in added]
    before = "".join(fact.text for fact in (*story[:first], *clues))
    disposals = []
    for person, form, facts in by_person(one.disposals):
        who = told.veil(person)
        if not _appears(who, before):
            if not _LEADS.search(who):
                continue
            failed = wording.FAILED if _SIGNED_OFF.search(words) else wording.UNCHECKED
            confirmed.append(Statement(failed.format(who=who)))
        disposals.append(ReferencePoint(f"对{who}：{form}", 0, precedents=cited(told, facts)))
    confirmed += _established(told, disposals)
    everything = "".join(fact.text for fact in (*story, *clues, *confirmed))
    known = {fact.text for fact in confirmed}
    disposals = [replace(point, seen=_deed(point.text, (*confirmed, *clues, *story), known)) for point in disposals]
    others = [ReferencePoint(one.text, 0) for one in told.known.others if one.fits and re.search(one.fits, everything)]
    return Scene(
        tuple(story[:first]),
        tuple(clues),
        tuple(confirmed),
        (*points, *map(_own, added))[:_MOST],
        (
            *disposals,
            *(replace(point, seen=_deed(point.text, (*clues, *story))) for point in others),
            *(ReferencePoint(row, 0, seen=sign.fact) for sign in added for row in sign.disposals),
        ),
        everything,
        is_story=True,
    )


def _unasked(told: Told, facts: Sequence[str], names: Sequence[str]) -> list[ReferencePoint]:
    """Problems of the type that the story shows and the source does not name: whoever sees them is to have a row."""
    named = {sign for name in names for sign in told.known.signs if sign.places(name)}
    signs = [sign for sign in told.known.scenic if sign not in named]
    found = [(sign, [text for text in facts if sign.places(text)]) for sign in signs]
    return [replace(_own(sign), seen="\n".join(texts)) for sign, texts in found if texts][:1]


def _with_rest(points: Sequence[ReferencePoint], facts: Sequence[str]) -> list[ReferencePoint]:
    """The points with the facts that no other one follows from, each under the one it says most of."""
    seen = [point.seen for point in points]
    for text in facts:
        near = [derivable(point.text, text) or _characters(point.text, text) for point in points]
        if max(near, default=0.0):
            at = near.index(max(near))
            seen[at] = f"{seen[at]}\n{text}"
    return [replace(point, seen=text) for point, text in zip(points, seen, strict=True)]


def _characters(point: str, text: str) -> float:
    """A small nearness by single characters, 0 below :data:`_ALIKE` of them."""
    shared = (set(point) & set(text)) - GRAMMAR - set("，。、“”")
    return len(shared) / 1000 if len(shared) >= _ALIKE else 0.0


def _established(told: Told, disposals: Sequence[ReferencePoint]) -> Iterator[Statement]:
    """What a precedent says was established about those whom it called to account: without it, what is told is only
    what was reported of them.
    """
    persons = [point.text.partition("：")[0].removeprefix("对") for point in disposals]
    for fact in told.material.established:
        text = f"{_SUM.sub('', _veiled(told, fact))}。"
        if any(who in fact.text for who in persons) and told.veil.clean(text):
            yield Statement(text, (fact.anchor,))


def _deed(row: str, told: Sequence[Statement], confirmed: Collection[str] = ()) -> str:
    """Where it is told what somebody did who meets a disposal: all that was confirmed of him by name, else the sentence
    that says most of it, or nothing.
    """
    who = row.partition("：")[0].removeprefix("对").rpartition("的")[2]
    found = [fact.text for fact in told if re.search(f"(?<!自){re.escape(who)}(?!期)", fact.text)]
    if len(who) == 1:  # 甲: whoever has a letter is never taken for another one
        return "\n".join([text for text in found if text in confirmed] or found[:1])
    return max(found, key=lambda text: derivable(row, text), default="")


def _appears(who: str, told: str) -> bool:
    """Whether somebody was told of: 派出所所长 is not, where only a 副所长 was."""
    title = _LEADS.findall(who)
    if who in told or not title:
        return who in told
    return "副" not in who and bool(re.search(rf"(?<!副){title[-1]}", told))


def _is_beyond(issue: str, story: str) -> bool:
    """Whether a problem is more than its story tells."""
    habit = _BEYOND.search(issue)
    return bool(habit and habit[0] not in story) or derivable(issue, story) < _FOREIGN


def _explained(issue: Fact) -> tuple[Fact, Fact | None]:
    """A problem parted into its name and what is said of it (带班领导失管。| 乙当晚未查问。)."""
    spans = sentences(issue.text)
    if len(spans) < 2 or len(issue.text[spans[0].start : spans[0].end]) > _NAME:  # noqa: PLR2004 - a name and its rest
        return issue, None
    return part(issue, spans[0].start, spans[0].end), part(issue, spans[1].start, spans[-1].end)


def _nearest(issue: str, story: Sequence[Statement]) -> str:
    """The sentence of the story that shares most with a problem."""
    return max((fact.text for fact in story), key=lambda text: derivable(issue, text), default="")


def _point(told: Told, fact: Fact, seen: str) -> ReferencePoint:
    signs = told.known.signs_of(fact.text)
    return ReferencePoint(fact.text, 0, MarkKind.POINT, fact.anchor, seen=seen, accept=_accepted(signs, fact.text))


def derivable(issue: str, story: str) -> float:
    """The share of a problem's pairs of characters that stand in a story, in [0, 1]."""
    wanted = {pair for pair in pairs(fold(issue)) if not set(pair) <= GRAMMAR}
    return len(wanted & set(pairs(fold(story)))) / max(len(wanted), 1)


# -- signs of the type -----------------------------------------------------------------------------------------------


def _of_signs(told: Told, limit: int, *, leads: bool) -> Scene:
    known = told.known
    named_by = dict(_named_signs(told))
    needed = rested_on(known) if leads else set()
    scenic = sorted(known.scenic, key=lambda sign: (sign not in needed, sign not in named_by))[:limit]
    chosen = [sign for sign in known.scenic if sign in scenic]
    said: dict[Sign, list[Fact]] = {sign: [] for sign in chosen}
    found = set[Anchor]()
    for fact in dict.fromkeys(fact for facts in named_by.values() for fact in facts):
        pieces = _by_sign(fact, chosen)
        for sign, piece in pieces:
            said[sign].append(piece)
        if fact in told.material.findings:
            found |= {piece.anchor for _, piece in pieces}
    points = []
    for sign in chosen:  # how a source names a problem takes no place from what it found
        names = cited(told, [fact for fact in said[sign] if fact.anchor not in found])
        facts = cited(told, [fact for fact in said[sign] if fact.anchor in found])
        points.append(replace(_own(sign), precedents=(*names, *facts)))
    return Scene(
        (),
        tuple(Statement(sign.clue) for sign in chosen),
        tuple(Statement(sign.fact) for sign in chosen),
        tuple(points),
        tuple(_called(chosen)),
        "\n".join(f"{sign.clue}{sign.finding}{sign.fact}" for sign in chosen if SEVERE.search("".join(sign.disposals))),
        is_story=False,
    )


def _by_sign(fact: Fact, signs: Sequence[Sign]) -> list[tuple[Sign, Fact]]:
    """The sign that a fact speaks of most; counts of several problems each under its own where all of them have one."""

    def nearest(words: str) -> Sign | None:
        near = [said_of(sign, words) for sign in signs]
        return signs[near.index(max(near))] if max(near, default=0.0) else None

    pieces = [(nearest(piece.text), piece) for piece in counted(fact)]
    apart = [(sign, piece) for sign, piece in pieces if sign]
    if len(apart) == len(pieces) and len({sign for sign, _ in apart}) > 1:
        return apart
    sign = nearest(fact.text)
    return [(sign, fact)] if sign else []


def _called(signs: Sequence[Sign]) -> Iterator[ReferencePoint]:
    """A row for everybody called to account; a fact whose sign calls nobody is another deed of whom it tells of."""
    rows = [ReferencePoint(row, 0, seen=sign.fact) for sign in signs for row in sign.disposals]
    seen = [row.seen for row in rows]
    for sign in signs:
        if not sign.disposals and rows:
            said = sign.clue + sign.finding + sign.fact
            near = [derivable(row.text.partition("：")[0], said) for row in rows]
            at = near.index(max(near))
            seen[at] = f"{seen[at]}\n{sign.fact}"
    return (replace(row, seen=text) for row, text in zip(rows, seen, strict=True))


def _named_signs(told: Told) -> Iterator[tuple[Sign, tuple[Fact, ...]]]:
    """The signs a notice names, each with the words that name it, the more specific words first."""
    specific, general = named(told.material)
    for sign in told.known.scenic:
        facts = [fact for fact in (*specific, *general, *told.material.findings) if sign.places(fold(fact.text))]
        if facts:
            yield sign, tuple(facts)


def _own(sign: Sign) -> ReferencePoint:
    return ReferencePoint(sign.finding, 0, seen=sign.clue, accept=_accepted([sign], sign.finding))


def _accepted(signs: Iterable[Sign], text: str) -> str:
    """Other words for a problem: those with which sources name it."""
    words = [word for sign in signs for word in sign.words if word not in text]
    return "、".join(word for word in words if len(word) >= SAYS and WRONG.search(word) and not _BROAD.search(word))


# -- telling ---------------------------------------------------------------------------------------------------------


def statements(told: Told, facts: Iterable[Fact], form: str = "{}") -> Iterator[Statement]:
    """Facts as statements without identities; a fact that cannot be told without them is left out."""
    for fact in facts:
        words = _veiled(told, fact)
        text = form.format(words) if form != "{}" else f"{words}。"
        if told.veil.clean(text):
            yield Statement(text, (fact.anchor,))


def cited(told: Told, facts: Iterable[Fact], limit: int = _CITED) -> tuple[Note, ...]:
    """Precedents to be told under a point, without identities; what cannot be told without them is left out."""
    notes: dict[str, Note] = {}
    for fact in facts:
        words = _veiled(told, fact)
        words = words if len(words) <= _TOLD else f"{words[:_TOLD]}……"
        if told.veil.clean(words):
            notes.setdefault(words, Note(words, (fact.anchor,)))
    kept = [one for one in notes.values() if not any(one.text in other for other in notes if other != one.text)]
    return tuple(kept[:limit])


def _veiled(told: Told, fact: Fact) -> str:
    words = re.sub(r"\s*\n\s*", "", told.veil(wording.unnumbered(fact.text))).rstrip("。；，;,")
    return words.removeprefix("其中")  # of what, the sentence before says; alone it leans on nothing


def anchors(facts: Sequence[Fact]) -> tuple[Anchor, ...]:
    """The places of facts."""
    return tuple(fact.anchor for fact in facts)
