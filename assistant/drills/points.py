"""The reference points of a drill and their marks.

Points are what a trainee can answer from what was handed out; what precedents did stands under them (先例参考).  The
question on articles earns fewer marks where the library holds few that fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from assistant.anchor import Anchor
from assistant.answer import MeasureKind
from assistant.drills import powers, wording
from assistant.drills.casework import Secret, Turn
from assistant.drills.deeds import dealt
from assistant.drills.disposals import Called, hung, proposal
from assistant.drills.facts import Fact
from assistant.drills.model import FULL, Audience, MarkKind, Note, ReferencePoint, Stage, shares
from assistant.drills.quoting import Basis
from assistant.drills.rulings import Ruling
from assistant.drills.scenario import SEVERE, Scene, Told, cited, derivable
from kb.text import fold
from kb.tokens import pairs

_T = TypeVar("_T")


class Ground(NamedTuple):
    """What the points of one precedent are made of: what is told of it, the rule for each problem, the articles on
    disposals, the special rules that are not held, what only the head of the unit knows.
    """

    told: Told
    scene: Scene
    rulings: Sequence[Ruling]
    sanctions: Sequence[Basis]
    wanted: Sequence[str]
    secret: Secret | None = None

    @property
    def basis(self) -> list[Basis]:
        """The articles that stand for problems."""
        return [one.basis for one in self.rulings if one.basis]


#: Points of the questions on evidence and measures: what a group writes down with all parts asked for in the time.
_FEW = 3

#: People called to account beside the head of the unit: all of a type with four signs.
_DISPOSALS = 7

#: Rows on persons for which inspectors, who name no form, have marks enough: above it, one row for the same opinion.
_OPINIONS = 4

#: Findings and disposals of a precedent told in the notes; more are not read.
_MORE = 3

#: Marks of the question on articles for each of its points; with few articles it weighs less.
_PER_BASIS = 5

#: What a point weighs that states no fact of the case beside one that does; a rule for several problems weighs in full.
_LIGHT, _SEVERAL = 0.7, "、"

#: An article under a disposal beside the row of a person: who and how is what is asked for.
_BESIDE = 0.5

#: Marks at most for telling kinds of acts apart, one each.
_KINDS = 4

#: Marks for what was asked out of the head of the unit: three where the question has as many as a fifth of all.
_ASKED, _RICH = 2, 18

#: A precedent is told under a point when it shares so many pairs of characters with it that no other point has, and
#: this part of the point's: of 60 pairs read, below it half spoke of something else.
_PAIRS, _SHARE = 3, 0.12


def points(grounds: Sequence[Ground], turn: Turn, audience: Audience) -> dict[Stage, tuple[ReferencePoint, ...]]:
    """The points of every stage, without marks."""
    # Heads of stations mostly set right; others write a fourth measure only where there is a fourth problem to be met.
    problems = sum(len(ground.scene.findings) for ground in grounds)
    many = _FEW + (audience is Audience.STATION or problems > _FEW)
    return {
        Stage.FIND: tuple(point for ground in grounds for point in ground.scene.findings)
        + tuple(
            ReferencePoint(
                wording.LEARNT.format(fact=powers.named(ground.secret.text, audience)), 0, seen=wording.CARDED
            )
            for ground in grounds[:1]
            if ground.secret
        ),
        Stage.EVIDENCE: _matched(
            grounds,
            [[powers.taken(text, audience) for text in _to_take(ground)] for ground in grounds],
            [_evidence(one) for one in grounds],
            _FEW,
        ),
        Stage.BASIS: _basis(grounds),
        Stage.DISPOSAL: _disposal(grounds, audience),
        Stage.MEASURES: _matched(
            grounds,
            [[powers.measure(text, audience) for text in ground.told.known.measures] for ground in grounds],
            [_doing(one) for one in grounds],
            many,
        ),
        Stage.TURN: tuple(ReferencePoint(powers.done(text, audience), 0) for text in turn.points),
    }


def marked(
    found: Mapping[Stage, Sequence[ReferencePoint]], weights: Mapping[Stage, int], asked: Iterable[Stage]
) -> dict[Stage, tuple[ReferencePoint, ...]]:
    """The points of the stages asked for, with marks that make 100 together with 文书分."""
    stages = [stage for stage in asked if found[stage]]
    own = {stage: float(weights[stage]) for stage in stages}
    if Stage.BASIS in own:
        kinds = sum(_kinds(row) for row in found[Stage.BASIS])
        rules = sum(_weight(row) for row in found[Stage.BASIS] if not _kinds(row))
        own[Stage.BASIS] = min(own[Stage.BASIS], _PER_BASIS * rules + kinds)
    total = FULL - sum(mark for _, mark in wording.WRITING)
    given = dict(zip(stages, shares(total, list(own.values())), strict=True))
    return {stage: _with_marks(found[stage], given[stage]) for stage in stages}


def _with_marks(rows: Sequence[ReferencePoint], total: int) -> tuple[ReferencePoint, ...]:
    """Rows with marks that make the total; what was asked out, and each kind of acts told apart, has a fixed mark."""
    fixed = [_ASKED + (total >= _RICH) if row.seen == wording.CARDED else _kinds(row) for row in rows]
    rest = iter(shares(total - sum(fixed), [_weight(row) for row, own in zip(rows, fixed, strict=True) if not own]))
    marks = [own or next(rest) for own in fixed]
    return tuple(replace(row, marks=mark) for row, mark in zip(rows, marks, strict=True))


def _kinds(row: ReferencePoint) -> int:
    """One mark for each kind of acts that a row tells apart, 0 for any other row; more types than one have many."""
    return min(wording.kinds(row.text), _KINDS)


def _weight(row: ReferencePoint) -> float:
    if row.kind is MarkKind.BASIS:
        return _LIGHT if row.own and _SEVERAL not in row.seen else 1.0
    return _BESIDE if row.article else 1.0


def leftover(ground: Ground, used: Iterable[ReferencePoint]) -> tuple[Note, ...]:
    """What the precedent tells and no point has, for the debrief: what was found where that is not the scene, whom it
    met, what was done; each with the words that introduce it.
    """
    notes_told = [note for point in used for note in point.precedents]
    told = {anchor for note in notes_told for anchor in note.anchors}
    one, found = ground.told.material, list[tuple[Note, str]]()
    rows = [
        (wording.FOUND, [fact for fact in one.findings if not any(_holds(fact.anchor, part) for part in told)], _MORE),
        (wording.MET, _unhung(ground, {note.text for note in notes_told}), _MORE),
        (wording.OTHERS, [fact for fact in _doing(ground) if fact.anchor not in told], 2),
    ]
    for form, facts, limit in rows if not ground.scene.is_story else rows[-1:]:
        notes = [
            note
            for note in cited(ground.told, facts, limit)
            if form != wording.FOUND or not any(note.text in one.text for one in notes_told)
        ]
        found = [(note, said) for note, said in found if not any(note.text in other.text for other in notes)]
        before = "".join(note.text for note, _ in found)
        found += [(note, form) for note in notes if note.text not in before]
    return tuple(replace(note, text=form.format(text=note.text)) for note, form in found)


def _holds(whole: Anchor, part: Anchor) -> bool:
    """Whether a place is that of another, or of a part of it."""
    same = whole.source == part.source and whole.part == part.part
    return same and whole.start <= part.start and part.end <= whole.end


def _unhung(ground: Ground, told: Collection[str]) -> list[Fact]:
    """Whom a precedent met, without those told under points; a sentence of which none is told stays whole."""
    found: list[Fact] = []
    for fact in ground.told.material.disposals:
        pieces = [one.fact for one in dealt(fact)]
        left = [one for one in pieces if not any(note.text in told for note in cited(ground.told, [one]))]
        found += [fact] if len(left) == len(pieces) else left
    return found


def _basis(grounds: Sequence[Ground]) -> tuple[ReferencePoint, ...]:
    """A row for each rule with the problems it stands for, then the key for telling the acts apart."""
    rows: list[ReferencePoint] = []
    before = 0
    for ground in grounds:
        for one in ground.rulings:
            numbers = "、".join(str(before + number) for number in one.problems)
            seen = one.place or wording.FOR_PROBLEMS.format(numbers=numbers)
            rows.append(replace(_ruled(ground, one), seen=seen, accept="、".join(one.others)))
        before += len(ground.scene.findings)
    natures = dict.fromkeys(ground.told.known.nature for ground in grounds)
    rows.append(ReferencePoint(wording.NATURE.format(nature="；".join(natures)), 0, MarkKind.BASIS))
    return tuple({row.text: row for row in rows}.values())


def _ruled(ground: Ground, one: Ruling) -> ReferencePoint:
    if one.basis:
        return _article(one.basis)
    if one.special:
        return ReferencePoint(wording.SPECIAL_KEY.format(key=one.special), 0, MarkKind.BASIS)
    finding = ground.scene.findings[one.problems[0] - 1].text.rstrip("。")
    titles = "".join(f"《{title}》" for title in ground.wanted)
    form = wording.NOT_HELD if titles else wording.NONE_HELD
    return ReferencePoint(form.format(finding=wording.unnumbered(finding), titles=titles), 0, MarkKind.BASIS)


def _disposal(grounds: Sequence[Ground], audience: Audience) -> tuple[ReferencePoint, ...]:
    rows = [
        ground.scene.disposals
        if ground.scene.is_story
        else _with_their_precedents(ground, ground.scene.disposals, ground.told.material.disposals)
        for ground in grounds
    ]
    found = gravest([point for row in _turns(rows) for point in row], _DISPOSALS)
    found = [replace(point, text=proposal(powers.named(point.text, audience), audience)) for point in found]
    secret = grounds[0].secret
    admitted = wording.ADMITTED.format(fact=powers.named(secret.text, audience)) if secret else ""
    if secret and not secret.disposal:  # a sign has the head already: what he kept to himself is a reason beside it
        who = powers.head(powers.named(secret.text, audience))
        found = [
            replace(point, seen=f"{point.seen}\n{admitted}")
            if re.search(f"(?<!副){who}", point.text.partition("：")[0])
            else point
            for point in found
        ]
    if secret and secret.disposal:
        row = proposal(powers.named(secret.disposal, audience), audience, head=True)
        found.append(ReferencePoint(row, 0, seen=admitted))
    if audience is Audience.INSPECTOR and len(found) > _OPINIONS:
        found = _as_one(found)
    articles = [_article(one, MarkKind.POINT) for row in _turns([g.sanctions for g in grounds]) for one in row]
    return (*found, *{one.article: one for one in articles}.values())


def gravest(rows: Sequence[ReferencePoint], most: int) -> list[ReferencePoint]:
    """At most so many rows on persons, in their order: where there are more, those whose deed is graver stay."""
    order = sorted(range(len(rows)), key=lambda n: (not SEVERE.search(rows[n].text), n))
    return [rows[n] for n in sorted(order[:most])]


def _as_one(rows: Sequence[ReferencePoint]) -> list[ReferencePoint]:
    """Rows on persons whose matter is passed on in the same words, as one row."""
    made: dict[str, ReferencePoint] = {}
    for row in rows:
        who, _, form = row.text.partition("：")
        one = made.get(form)
        if one is None:
            made[form] = row
            continue
        both = f"{one.text.partition('：')[0]}{wording.AND_TO}{who.removeprefix('对')}：{form}"
        seen = "\n".join(filter(None, (one.seen, row.seen)))
        made[form] = replace(one, text=both, seen=seen, precedents=(*one.precedents, *row.precedents))
    return list(made.values())


def _matched(
    grounds: Sequence[Ground], texts: Sequence[Sequence[str]], facts: Sequence[Sequence[Fact]], limit: int
) -> tuple[ReferencePoint, ...]:
    """The trainer's own points of all types in turn, each with the precedents that did the like."""
    rows = [
        _with_precedents(ground, [ReferencePoint(text, 0) for text in own], row)
        for ground, own, row in zip(grounds, texts, facts, strict=True)
    ]
    found = {point.text: point for row in _turns(rows) for point in row}
    return tuple(found.values())[:limit]


def _with_precedents(ground: Ground, rows: Sequence[ReferencePoint], facts: Iterable[Fact]) -> Sequence[ReferencePoint]:
    """The points with precedents under the one that each is nearest to; one that is near to none is left out."""
    held: dict[int, list[Note]] = {}
    own = _own_pairs([point.text for point in rows])
    for fact in facts:
        near = [_nearness(point.text, only, fact.text) for point, only in zip(rows, own, strict=True)]
        best = max(range(len(rows)), key=lambda n: near[n], default=None)
        if best is not None and near[best]:
            held.setdefault(best, []).extend(cited(ground.told, [fact]))
    return [replace(point, precedents=tuple(held.get(n, ())[:2])) for n, point in enumerate(rows)]


def _own_pairs(texts: Sequence[str]) -> list[set[str]]:
    """The pairs of characters that each text alone has: what several say (带班领导) tells not which one is meant."""
    said = [set(pairs(fold(text))) for text in texts]
    return [one - set().union(*said[:n], *said[n + 1 :]) for n, one in enumerate(said)]


def _with_their_precedents(
    ground: Ground, rows: Sequence[ReferencePoint], facts: Iterable[Fact]
) -> Sequence[ReferencePoint]:
    """The rows on persons, each with what precedents did to such a person; what fits nobody is left out."""
    problems = {sign.fact: sign.finding for sign in ground.told.known.scenic}
    called = [
        Called(row.text, row.seen, "".join(problems.get(fact, "") for fact in row.seen.split("\n"))) for row in rows
    ]
    held: dict[int, list[Fact]] = {}
    for piece in (piece for fact in facts for piece in dealt(fact)):
        at = hung(called, piece)
        if at is not None:
            held.setdefault(at, []).append(piece.fact)
    return [replace(point, precedents=cited(ground.told, held.get(n, ()))) for n, point in enumerate(rows)]


def _nearness(point: str, own: set[str], fact: str) -> float:
    """How much a precedent did of what a point says in words of its ``own``, 0 where it did something else."""
    share = derivable(point, fact)
    return share if len(own & set(pairs(fold(fact)))) >= _PAIRS and share >= _SHARE else 0.0


def _turns(rows: Sequence[Sequence[_T]]) -> list[list[_T]]:
    """The first of every row, then the second …"""
    longest = max((len(row) for row in rows), default=0)
    return [[row[n] for row in rows if n < len(row)] for n in range(longest)]


def _to_take(ground: Ground) -> Sequence[str]:
    """The evidence of the type, what the very scene calls for first."""
    known = ground.told.known
    return (*(one.text for one in known.seize if re.search(one.fits, ground.scene.matter)), *known.evidence)


def _evidence(ground: Ground) -> Sequence[Fact]:
    return ground.told.material.evidence


def _doing(ground: Ground) -> tuple[Fact, ...]:
    """Measures without those that only call somebody to account, which is a disposal."""
    return tuple(fact for fact in ground.told.material.measures if fact.kind is not MeasureKind.ACCOUNTABILITY)


def _article(basis: Basis, kind: MarkKind = MarkKind.BASIS) -> ReferencePoint:
    return ReferencePoint(basis.text, 0, kind, basis.anchor, basis.label, basis.figures, lead=basis.lead)
