"""Builds a drill from real precedents: deterministic with a seed, every sourced reference point with its place.

What trainees read is veiled (:mod:`assistant.drills.veil`); a sentence that would still give a source away is left
out.  What the sources do not give is filled from :mod:`assistant.drills.casework`, marked as the trainer's own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.desk import Desk
from assistant.drills import wording
from assistant.drills.basis import articles, held
from assistant.drills.casework import casework
from assistant.drills.identity import identities
from assistant.drills.material import Material, material
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
)
from assistant.drills.points import Points
from assistant.drills.precedents import choose
from assistant.drills.scenario import Told, anchors, scene, statements
from assistant.drills.veil import Veil, held_titles
from kb.errors import SettingsError
from kb.model import Provenance
from kb.taxonomy import Taxonomy, load_taxonomy


class DrillWish(NamedTuple):
    """What a trainer asks for.  ``types`` are one to three codes of the taxonomy, ``minutes`` 20 to 240; ``general``
    allows precedents that only judge (see :func:`assistant.drills.precedents.prospects`).
    """

    types: tuple[str, ...]
    audience: Audience = Audience.SUPERVISOR
    difficulty: Difficulty = Difficulty.MEDIUM
    minutes: int = 60
    title: str = ""
    seed: int = 0
    general: bool = False


#: More types make no one scenario; less time leaves nothing for the debrief, more is another form of training.
MOST_TYPES = 3
SHORTEST, LONGEST = 20, 240

#: Sourced points per question: three in the shortest drills, one more from one hour, one more from one and a half.
_FEWEST_POINTS = 3
_HOUR, _LONG = 60, 90

#: Articles of a type; a third one is rarely the one that decides.
_ARTICLES = 4
_SANCTIONS = 6

#: When the steps come, as shares of the time: the opening before the first, the debrief behind the last.  T0 asks three
#: questions of five.
_PACE = {2: (0.08, 0.5), 3: (0.08, 0.44, 0.62)}


def build(
    desk: Desk,
    wish: DrillWish,
    taxonomy: Taxonomy | None = None,
    progress: Callable[[str], None] | None = None,
) -> Drill:
    """A drill from the precedents of the wished types; ``progress`` is told in Chinese what is being done.

    The same knowledge base, wish and seed give the same drill.  Raises ``SettingsError`` for a wish out of bounds and
    ``NotFoundError`` where the sources hold no precedent that carries a drill, or only general ones and the wish does
    not allow them; both say what to do.
    """
    taxonomy = taxonomy or load_taxonomy(desk.kb.settings)
    _check(wish, taxonomy)
    rng = random.Random(f"{wish.seed}/{'/'.join(wish.types)}")  # noqa: S311 - a draw to be repeated, not a secret
    told: list[Told] = []
    taken: set[tuple[str, str]] = set()
    for code in wish.types:
        one = choose(desk.kb, code, taxonomy, rng, taken, general=wish.general)
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


def _veiled(desk: Desk, one: Material, taxonomy: Taxonomy) -> Told:
    veil = Veil(identities(desk.kb, [one.info.source_id]), one.year, held_titles(desk.kb))
    basis = articles(desk, one, taxonomy, _ARTICLES)
    sanctions = articles(desk, one, taxonomy, _SANCTIONS, sanction=True)
    return Told(one, veil, tuple(basis), tuple(sanctions), casework(one.code))


class _Builder:
    """One drill in the making."""

    def __init__(
        self, desk: Desk, wish: DrillWish, taxonomy: Taxonomy, rng: random.Random, told: tuple[Told, ...]
    ) -> None:
        self.desk, self.wish, self.taxonomy, self.rng, self.told = desk, wish, taxonomy, rng, told
        self.scenes = tuple(scene(one) for one in told)
        self.outline = wording.OUTLINES[wish.difficulty]
        self.limit = _FEWEST_POINTS + (wish.minutes >= _HOUR) + (wish.minutes >= _LONG)
        self.notes = [note for one in self.scenes for note in one.notes]

    def drill(self) -> Drill:
        """Everything put together."""
        wish = self.wish
        background, injects = self._scenario()
        questions = self._questions(background, injects)
        names = [(code.partition("/")[2] or code).removesuffix("问题") for code in wish.types]
        return Drill(
            title=wish.title.strip() or f"“{'、'.join(names)}”问题处置演练",
            audience=wish.audience,
            minutes=wish.minutes,
            difficulty=wish.difficulty,
            types=wish.types,
            objectives=wording.objectives(names, wish.audience),
            background=background,
            roles=wording.ROLES[wish.audience],
            injects=injects,
            questions=questions,
            writing=tuple(ReferencePoint(text, marks, MarkKind.WRITING) for text, marks in wording.WRITING),
            debrief=wording.DEBRIEF[: 3 + (wish.minutes >= _HOUR) + (wish.minutes >= _LONG)],
            notes=(*self._trainer_notes(), *self.notes, *self._missing_basis()),
            seed=wish.seed,
        )

    # -- the scenario ----------------------------------------------------------------------------------------------

    def _scenario(self) -> tuple[tuple[Statement, ...], tuple[Inject, ...]]:
        count = self.outline.injects
        background = [fact for one in self.scenes for fact in one.background] or [Statement(wording.OPENING)]
        steps: list[list[Statement]] = [[] for _ in range(count)]
        steps[0] = [fact for one in self.scenes for fact in one.clues]
        steps[1] = [fact for one in self.scenes for fact in one.confirmed]
        steps[-1].append(Statement(self.rng.choice(wording.TURNS[self.wish.audience])))
        distractors = self._distractors()
        background += distractors[:1]
        steps[0] += distractors[1:]
        injects = (
            Inject(f"T{number}", wording.INJECT_TITLES[number], round(share * self.wish.minutes), tuple(step))
            for number, (share, step) in enumerate(zip(_PACE[count], steps, strict=True))
        )
        return tuple(background), tuple(injects)

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
                    found += statements(told, facts, "另据了解，{}。")
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

    def _questions(self, background: Sequence[Statement], injects: Sequence[Inject]) -> tuple[Question, ...]:
        """The questions in the order of the work; the first three stand on what is seen, none on what comes later."""
        codes = [inject.code for inject in injects]
        places = {fact.text: f"背景材料第{number}条" for number, fact in enumerate(background, 1)}
        places |= {fact.text: f"{codes[0]}第{number}条" for number, fact in enumerate(injects[0].facts, 1)}

        def seen(point: ReferencePoint) -> str:
            return "、".join(places[clue] for clue in point.seen.split("\n") if clue in places)

        asked = dict.fromkeys((Stage.FIND, Stage.BASIS, Stage.EVIDENCE), codes[0])
        asked |= {Stage.DISPOSAL: codes[1], Stage.MEASURES: codes[-1]}
        points = Points(self.told, self.scenes, self.limit).stages(wording.MARKS[self.wish.audience])
        points[Stage.FIND] = tuple(replace(point, seen=seen(point)) for point in points[Stage.FIND])
        return tuple(
            Question(
                id=f"q{number}",
                stage=stage,
                prompt=wording.PROMPTS[stage].format(
                    inject=f"{asked[stage]}“{wording.INJECT_TITLES[int(asked[stage][1:])]}”"
                ),
                points=points[stage],
                inject=asked[stage],
                hint=wording.HINTS[stage] if self.outline.hints else "",
            )
            for number, stage in enumerate(Stage, 1)
        )

    # -- the trainer's notes ---------------------------------------------------------------------------------------

    def _missing_basis(self) -> list[Note]:
        """What to ingest where no article bears on a type: only what is not held."""
        notes = []
        for told in self.told:
            code = told.material.code
            info = self.taxonomy.types.get(code)
            general = [*(info.regulations if info else ()), *(pointer.regulation for pointer in told.known.basis)]
            wanted = [*told.known.wanted, *(() if told.basis else general)]
            missing = "、".join(f"《{title}》" for title, known in held(self.desk, wanted).items() if not known)
            if not told.basis:
                form = wording.NO_BASIS if missing else wording.NO_ARTICLE
                notes.append(Note(form.format(code=code, titles=missing)))
            elif missing:
                notes.append(Note(wording.SPECIAL.format(code=code, titles=missing)))
        return notes

    def _trainer_notes(self) -> list[Note]:
        notes = [
            Note(
                f"先例来源：《{told.material.info.title}》“{told.material.info.problem.title}”"
                f"（{told.material.info.problem.status.label}），背景材料由此改写并隐去身份。",
                anchors([*told.material.issues[:1], *told.material.story[:1]])[:1],
            )
            for told in self.told
        ]
        for told in self.told:
            one = told.material
            notes += [Note(f"实际结果可供复盘：{fact.text}", (fact.anchor,)) for fact in one.results[:1]]
            notes += [Note(f"后续安排可供复盘：{fact.text}", (fact.anchor,)) for fact in one.pending[:1]]
        provenance = {told.material.info.provenance for told in self.told}
        provenance |= {basis.anchor.provenance for told in self.told for basis in (*told.basis, *told.sanctions)}
        if Provenance.FICTIONAL in provenance:
            notes.append(Note(wording.FICTIONAL))
        if Provenance.DIGEST in provenance:
            notes.append(Note(wording.DIGEST))
        return [*notes, *map(Note, wording.TRAINER_NOTES)]
