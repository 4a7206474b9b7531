"""Builds a drill from real precedents: deterministic with a seed, every reference point with its place.

What trainees read is veiled (:mod:`assistant.drills.veil`); a sentence that would still give a source away is left
out.  What a stage lacks in the sources is filled with the trainer's own points, marked as such.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.anchor import Anchor
from assistant.desk import Desk
from assistant.drills import wording
from assistant.drills.basis import Basis, articles
from assistant.drills.identity import identities
from assistant.drills.material import Fact, Material, choose, material
from assistant.drills.model import (
    Audience,
    Difficulty,
    Drill,
    Inject,
    MarkKind,
    Note,
    Question,
    ReferencePoint,
    Stage,
    Statement,
    shares,
)
from assistant.drills.veil import Veil, held_titles
from kb.errors import SettingsError
from kb.model import Provenance
from kb.taxonomy import Taxonomy, load_taxonomy

_Facts = Callable[["_Told"], tuple[Fact, ...]]


class DrillWish(NamedTuple):
    """What a trainer asks for.  ``types`` are one to three codes of the taxonomy, ``minutes`` 20 to 240."""

    types: tuple[str, ...]
    audience: Audience = Audience.SUPERVISOR
    difficulty: Difficulty = Difficulty.MEDIUM
    minutes: int = 60
    title: str = ""
    seed: int = 0


#: More types make no one scenario; less time leaves nothing for the debrief, more is another form of training.
MOST_TYPES = 3
SHORTEST, LONGEST = 20, 240

#: Reference points per question: three in the shortest drills, one more from one hour, one more from one and a half.
_FEWEST_POINTS = 3
_HOUR, _LONG = 60, 90

#: Sentences told before the first inject: a background of more than half the story leaves no steps.
_BACKGROUND_SHARE = 0.4

#: Share of the time before the second and third inject.
_PACE = (0.0, 0.3, 0.55)

#: Shorter quotes say too little to compare an answer with.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class _Told:
    """A precedent with the veil over it and its articles."""

    material: Material
    veil: Veil
    basis: tuple[Basis, ...]
    sanctions: tuple[Basis, ...]


def build(
    desk: Desk,
    wish: DrillWish,
    taxonomy: Taxonomy | None = None,
    progress: Callable[[str], None] | None = None,
) -> Drill:
    """A drill from the precedents of the wished types; ``progress`` is told in Chinese what is being done.

    The same knowledge base, wish and seed give the same drill.  Raises ``SettingsError`` for a wish out of bounds and
    ``NotFoundError`` where the sources hold no precedent that carries a drill; both say what to do.
    """
    taxonomy = taxonomy or load_taxonomy(desk.kb.settings)
    _check(wish, taxonomy)
    rng = random.Random(f"{wish.seed}/{'/'.join(wish.types)}")  # noqa: S311 - a draw to be repeated, not a secret
    told: list[_Told] = []
    taken: set[tuple[str, str]] = set()
    for code in wish.types:
        one = choose(desk.kb, code, rng, taken)
        taken.add((one.info.source_id, one.info.problem.locator))
        if progress:
            progress(f"已选定“{code}”的先例，正在查找依据条款")
        told.append(_veiled(desk, one, taxonomy))
    return _Builder(desk, wish, taxonomy, rng, tuple(told)).drill()


def _check(wish: DrillWish, taxonomy: Taxonomy) -> None:
    if not 1 <= len(wish.types) <= MOST_TYPES:
        msg = f"选了 {len(wish.types)} 个问题类型，一次演练需要 1 至 {MOST_TYPES} 个。请重新选择。"
        raise SettingsError(msg)
    unknown = [code for code in wish.types if code not in taxonomy.types and code not in taxonomy.classes]
    if unknown:
        msg = f"没有名为“{unknown[0]}”的问题类型。请从问题类型表中选择。"
        raise SettingsError(msg)
    if not SHORTEST <= wish.minutes <= LONGEST:
        msg = f"演练时长为 {wish.minutes} 分钟，应在 {SHORTEST} 至 {LONGEST} 分钟之间。请重新填写。"
        raise SettingsError(msg)


def _veiled(desk: Desk, one: Material, taxonomy: Taxonomy) -> _Told:
    veil = Veil(identities(desk.kb, [one.info.source_id]), one.year, held_titles(desk.kb))
    basis = articles(desk, one, taxonomy, 4)
    known = {found.label for found in basis}
    sanctions = [found for found in articles(desk, one, taxonomy, 6, sanction=True) if found.label not in known]
    if not basis:  # what a regulation on discipline forbids is a basis too
        basis, sanctions = sanctions[:2], sanctions[2:]
    return _Told(one, veil, tuple(basis), tuple(sanctions))


class _Builder:
    """One drill in the making."""

    def __init__(
        self, desk: Desk, wish: DrillWish, taxonomy: Taxonomy, rng: random.Random, told: tuple[_Told, ...]
    ) -> None:
        self.desk, self.wish, self.taxonomy, self.rng, self.told = desk, wish, taxonomy, rng, told
        self.outline = wording.OUTLINES[wish.difficulty]
        self.limit = _FEWEST_POINTS + (wish.minutes >= _HOUR) + (wish.minutes >= _LONG)
        self.notes: list[Note] = []
        self.used: set[tuple[str, int, int]] = set()

    def drill(self) -> Drill:
        """Everything put together."""
        background, injects = self._scenario()
        questions = self._questions([inject.code for inject in injects])
        names = [(code.partition("/")[2] or code).removesuffix("问题") for code in self.wish.types]
        title = self.wish.title.strip() or f"“{'、'.join(names)}”问题处置演练"
        return Drill(
            title=title,
            audience=self.wish.audience,
            minutes=self.wish.minutes,
            difficulty=self.wish.difficulty,
            types=self.wish.types,
            objectives=wording.objectives(names, self.wish.audience),
            background=background,
            roles=wording.ROLES[self.wish.audience],
            injects=injects,
            questions=questions,
            writing=tuple(ReferencePoint(text, marks, MarkKind.WRITING) for text, marks in wording.WRITING),
            debrief=wording.DEBRIEF[: 3 + (self.wish.minutes >= _HOUR) + (self.wish.minutes >= _LONG)],
            notes=(*self._trainer_notes(), *self.notes),
            seed=self.wish.seed,
        )

    # -- the scenario ----------------------------------------------------------------------------------------------

    def _scenario(self) -> tuple[tuple[Statement, ...], tuple[Inject, ...]]:
        background: list[Statement] = []
        steps: list[list[Statement]] = [[] for _ in range(self.outline.injects)]
        for told in self.told:
            before, parts = self._parts(told)
            background += before
            for step, part in zip(steps, parts, strict=True):
                step.extend(part)
        background += self._distractors()
        turns = list(wording.TURNS[self.wish.audience])
        self.rng.shuffle(turns)
        for number, step in enumerate(steps):
            if not step or number == len(steps) - 1:
                step.append(Statement(turns[number % len(turns)]))
        injects = tuple(
            Inject(f"T{number}", wording.INJECT_TITLES[number], int(_PACE[number] * self.wish.minutes), tuple(step))
            for number, step in enumerate(steps)
        )
        return tuple(background), injects

    def _parts(self, told: _Told) -> tuple[list[Statement], list[list[Statement]]]:
        """The facts of a precedent: what is told before, and what each inject reveals."""
        one = told.material
        parts: list[list[Statement]] = [[] for _ in range(self.outline.injects)]
        if one.frame is None:
            story = list(self._told(told, one.story))
            first = max(1, round(_BACKGROUND_SHARE * len(story)))
            rest = story[first:]
            sizes = shares(len(rest), [1.0] * min(2, self.outline.injects))
            for number, size in enumerate(sizes):
                parts[number] = rest[sum(sizes[:number]) : sum(sizes[:number]) + size]
            return story[:first], parts
        before = self._frame(told)
        findings = list(self._told(told, one.findings, "核查中{}。"))
        if findings:
            half = (len(findings) + 1) // 2
            parts[0], parts[1] = findings[:half], findings[half:]
        else:
            parts[0] = list(self._told(told, one.issues[:2], "反馈意见的总体判断是：{}。"))
            self.notes.append(Note(wording.THIN.format(title=one.info.problem.title), _anchors(one.issues[:2])))
            info = self.taxonomy.types.get(one.code)
            parts[1] = [
                Statement(f"核查人员在现场了解到：{example}。") for example in (info.examples[:1] if info else ())
            ]
        left = [fact for fact in one.pending if not wording.unnumbered(fact.text).startswith("关于")]
        if self.outline.injects > 2 and left:  # noqa: PLR2004 - the third inject, where there is one
            parts[2] = list(self._told(told, left[:1], "台账显示，下列后续事项尚未办结：{}。"))
        return before, parts

    def _frame(self, told: _Told) -> list[Statement]:
        frame, meta = told.material.frame, told.material.info.meta
        assert frame is not None
        section = _quoted(told.material.info.problem.section)
        kind = f"{meta.inspection_type}" if meta.inspection_type else ""
        about = f"，反馈的意见涉及“{section}”方面" if section else "，并反馈了巡察意见"
        unit = told.veil(meta.unit) if meta.unit else "某公安机关"
        text = f"上级党组织派出巡察组对{unit}党组织开展{kind}巡察{about}。"
        return [Statement(text, (frame.anchor,))] if told.veil.clean(text) else []

    def _told(self, told: _Told, facts: Iterable[Fact], form: str = "{}") -> Iterator[Statement]:
        """Facts as statements without identities; a fact that cannot be told without them is left out."""
        for fact in facts:
            words = re.sub(r"\s*\n\s*", "", told.veil(wording.unnumbered(fact.text))).rstrip("。；，;,")
            text = form.format(words) if form != "{}" else f"{words}。"
            if told.veil.clean(text):
                yield Statement(text, (fact.anchor,))

    def _distractors(self) -> list[Statement]:
        """Facts of other problems of the same sources, else examples of other types."""
        wanted = self.outline.distractors
        if not wanted:
            return []
        found: list[Statement] = []
        for told in self.told:
            info = told.material.info
            codes = {kind.code for kind in info.problem.types} | set(self.wish.types)
            for other in self.desk.kb.catalog.problems(source_id=info.source_id):
                if other.problem.locator != info.problem.locator and not codes & {k.code for k in other.problem.types}:
                    facts = material(self.desk.kb, other, self.wish.types[0]).findings[:1]
                    found += self._told(told, facts, "另据了解，{}。")
        if len(found) < wanted:
            others = sorted(code for code in self.taxonomy.types if code.partition("/")[0] not in self._classes())
            for code in self.rng.sample(others, wanted):
                found += [Statement(f"另据了解，{example}。") for example in self.taxonomy.types[code].examples[:1]]
        chosen = self.rng.sample(found, min(wanted, len(found)))
        self.notes.append(Note(wording.DISTRACTION))
        return [Statement(one.text, one.anchors, distracting=True) for one in chosen]

    def _classes(self) -> set[str]:
        return {code.partition("/")[0] for code in self.wish.types}

    # -- the questions ---------------------------------------------------------------------------------------------

    def _questions(self, codes: Sequence[str]) -> tuple[Question, ...]:
        marks = wording.MARKS[self.wish.audience]
        first = codes[0] if self._is_general() else codes[1]
        inject = {
            Stage.FIND: first,
            Stage.BASIS: first,
            Stage.EVIDENCE: codes[1],
            Stage.DISPOSAL: codes[1],
            Stage.MEASURES: codes[-1],
        }
        drafts = {
            Stage.FIND: self._find(),
            Stage.BASIS: self._basis(),
            Stage.EVIDENCE: self._from(lambda told: told.material.evidence),
            Stage.DISPOSAL: self._disposal(),
            Stage.MEASURES: self._measures(),
        }
        return tuple(
            Question(
                id=f"q{number}",
                stage=stage,
                prompt=self._prompt(stage, inject[stage]),
                points=_marked(self._filled(stage, drafts[stage]), marks[stage]),
                inject=inject[stage],
                hint=wording.HINTS[stage] if self.outline.hints else "",
            )
            for number, stage in enumerate(Stage, 1)
        )

    def _prompt(self, stage: Stage, inject: str) -> str:
        name = f"{inject}“{wording.INJECT_TITLES[int(inject[1:])]}”"
        form = wording.FIND_FORMS if stage is Stage.FIND and self._is_general() else wording.PROMPTS[stage]
        return form.format(inject=name)

    def _is_general(self) -> bool:
        """Whether the sources tell no facts, only general findings."""
        return all(told.material.frame is not None and not told.material.findings for told in self.told)

    def _find(self) -> list[ReferencePoint]:
        found = []
        for told in self.told:
            one = told.material
            is_told = one.frame is None or one.findings
            facts = [*one.issues, *one.implied] if is_told else one.implied
            found.append([_point(fact) for fact in facts])
        return self._mixed(found)

    def _basis(self) -> list[ReferencePoint]:
        found = [[_article(basis) for basis in told.basis] for told in self.told]
        for told in self.told:
            if not told.basis:
                info = self.taxonomy.types.get(told.material.code)
                wanted = "、".join(f"《{title}》" for title in info.regulations) if info else ""
                titles = wanted or "规范这一事项的法规制度"
                self.notes.append(Note(wording.NO_BASIS.format(code=told.material.code, titles=titles)))
        return self._mixed(found)

    def _disposal(self) -> list[ReferencePoint]:
        points = self._from(lambda told: told.material.disposals)
        basis = self._mixed([[_article(one, MarkKind.POINT) for one in told.sanctions[:1]] for told in self.told])
        return [*points[: max(1, self.limit - len(basis))], *basis][: self.limit]

    def _measures(self) -> list[ReferencePoint]:
        points = self._from(lambda told: told.material.measures)
        pending = self._mixed([[_point(fact) for fact in told.material.pending[:1]] for told in self.told])
        return [*points[: max(1, self.limit - len(pending[:1]))], *pending[:1]]

    def _from(self, facts: _Facts) -> list[ReferencePoint]:
        return self._mixed([[_point(fact) for fact in facts(told)] for told in self.told])

    def _mixed(self, lists: list[list[ReferencePoint]]) -> list[ReferencePoint]:
        """Points of all precedents in turn, none that overlaps one already used, up to the limit."""
        chosen: list[ReferencePoint] = []
        queues = [list(points) for points in lists]
        while any(queues) and len(chosen) < self.limit:
            for queue in queues:
                if not queue or len(chosen) >= self.limit:
                    continue
                point = queue.pop(0)
                if self._is_new(point) and len(point.text) >= _TELLING:
                    chosen.append(point)
        return chosen

    def _is_new(self, point: ReferencePoint) -> bool:
        anchor = point.anchor
        if anchor is None:
            return True
        place = (anchor.source, anchor.start, anchor.end)
        if any(place[0] == one[0] and place[1] < one[2] and one[1] < place[2] for one in self.used):
            return False
        self.used.add(place)
        return True

    def _filled(self, stage: Stage, points: list[ReferencePoint]) -> list[ReferencePoint]:
        """At least two points (one for the basis), the missing ones the trainer's own."""
        least = 1 if stage is Stage.BASIS else 2
        own = list(wording.OWN_POINTS[stage])
        if stage is Stage.FIND:
            examples = [info.examples for told in self.told if (info := self.taxonomy.types.get(told.material.code))]
            own = [example for group in examples for example in group[1:]] + own  # the first is told at T1
        kind = MarkKind.BASIS if stage is Stage.BASIS else MarkKind.POINT
        missing = max(0, least - len(points))
        return [*points, *(ReferencePoint(text, 0, kind) for text in own[:missing])]

    # -- the trainer's notes ---------------------------------------------------------------------------------------

    def _trainer_notes(self) -> list[Note]:
        notes = [
            Note(
                f"先例来源：《{told.material.info.title}》“{told.material.info.problem.title}”"
                f"（{told.material.info.problem.status.label}），背景材料由此改写并隐去身份。",
                _anchors([*told.material.issues[:1], *told.material.story[:1]])[:1],
            )
            for told in self.told
        ]
        for told in self.told:
            notes += [Note(f"实际结果可供复盘：{fact.text}", (fact.anchor,)) for fact in told.material.results[:1]]
        provenance = {told.material.info.provenance for told in self.told}
        provenance |= {basis.anchor.provenance for told in self.told for basis in (*told.basis, *told.sanctions)}
        if Provenance.FICTIONAL in provenance:
            notes.append(Note(wording.FICTIONAL))
        if Provenance.DIGEST in provenance:
            notes.append(Note(wording.DIGEST))
        return [*notes, *map(Note, wording.TRAINER_NOTES)]


def _point(fact: Fact) -> ReferencePoint:
    return ReferencePoint(fact.text, 0, MarkKind.POINT, fact.anchor)


def _article(basis: Basis, kind: MarkKind = MarkKind.BASIS) -> ReferencePoint:
    return ReferencePoint(basis.text, 0, kind, basis.anchor, basis.label, basis.figures)


def _marked(points: list[ReferencePoint], total: int) -> tuple[ReferencePoint, ...]:
    """Points with equal shares of the marks; what does not divide goes to the first ones."""
    marks = shares(total, [1.0] * len(points))
    return tuple(
        ReferencePoint(point.text, mark, point.kind, point.anchor, point.article, point.figures)
        for point, mark in zip(points, marks, strict=True)
    )


def _anchors(facts: Iterable[Fact]) -> tuple[Anchor, ...]:
    return tuple(fact.anchor for fact in facts)


def _quoted(section: str) -> str:
    """The name in a heading like 在“规范执法履职”方面; headings that name a state tell trainees the end."""
    match = re.search(r"[“\"]([^”\"]+)[”\"]", section)
    return match[1] if match and "整改" not in match[1] else ""
