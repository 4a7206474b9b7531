"""Builds a drill from real precedents: deterministic with a seed, every sourced reference point with its place.

What trainees read is veiled (:mod:`assistant.drills.veil`); a sentence that would still give a source away is left
out.  What the sources do not give is filled from :mod:`assistant.drills.casework`, marked as the trainer's own.  A type
that neither has is refused: a drill without a scene cannot be run.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.desk import Desk
from assistant.drills import kit, powers, wording
from assistant.drills.basis import found_by_search, held, listed, sanctions
from assistant.drills.casework import Turn
from assistant.drills.facts import Fact
from assistant.drills.identity import identities
from assistant.drills.masked import letters
from assistant.drills.material import Material
from assistant.drills.model import (
    Audience,
    Difficulty,
    Drill,
    Inject,
    MarkKind,
    Note,
    Question,
    ReferencePoint,
    Role,
    Stage,
    Statement,
)
from assistant.drills.points import Ground, leftover, marked, points
from assistant.drills.precedents import choose
from assistant.drills.rulings import Ruling, Wrong, on_facts, rulings
from assistant.drills.scenario import Scene, Told, anchors, scene
from assistant.drills.stories import known_of, suits
from assistant.drills.veil import Veil, held_titles, nameless
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
    minutes: int = 75
    title: str = ""
    seed: int = 0
    general: bool = False


#: More types make no one scenario; less time leaves nothing for the debrief, more is another form of training.
MOST_TYPES = 3
SHORTEST, LONGEST = 20, 240

#: Signs of a type in one scene: with more types fewer of each, since all stand on one sheet; three below an hour and a
#: half, where rows for four (each with a rule and persons) take more than the time.
_SIGNS = {1: 4, 2: 3, 3: 2}
_FEWER_SIGNS, _SHORT_DRILL = 3, 45

#: Articles on disposals; one up to an hour and a quarter, since the row of a person asks for the reason itself.
_SANCTIONS, _SANCTIONS_SHORT = 2, 1

#: Articles told in the notes that a typical case lists beside those that stand for its problems.
_LISTED = 2

#: Questions of the debrief: one more from an hour, and from an hour and a half.
_HOUR, _LONG = 60, 90

#: The opening as a share of the time; the steps get theirs by the points that are to be written down in them.
_OPENING = 0.06

#: What a row takes to write beside others: a measure says what, who, when and how it is checked; what is done first
#: says how and why.
_WRITTEN = {Stage.MEASURES: 1.5, Stage.TURN: 1.5}

#: Minutes it takes at least to say how to answer and to hand out the cards.
_LEAST_OPENING = 3

#: The step at which each question is asked: what is found and how it is looked into before the facts are confirmed.
_ASKED = {
    Stage.FIND: "T0",
    Stage.EVIDENCE: "T0",
    Stage.BASIS: "T1",
    Stage.DISPOSAL: "T1",
    Stage.MEASURES: "T1",
    Stage.TURN: "T2",
}


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
        told.append(_veiled(desk, one))
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


def _veiled(desk: Desk, one: Material) -> Told:
    persons = letters(fact.text for fact in (*one.story, *one.findings, *one.disposals))
    veil = Veil(identities(desk.kb, [one.info.source_id]), one.year, held_titles(desk.kb), persons)
    return Told(one, veil, known_of(one))


def _places(seen: str, places: Mapping[str, str]) -> str:
    """Facts as their numbers, a fact a line; what is no fact stays as it is."""
    return "、".join(places.get(text, text) for text in dict.fromkeys(seen.split("\n")))


def _retold(ground: Ground, label: str, fact: Fact) -> Note:
    """What came of a precedent as it may be read out."""
    return Note(f"{label}{ground.told.veil(fact.text)}", (fact.anchor,))


class _Builder:
    """One drill in the making."""

    def __init__(
        self, desk: Desk, wish: DrillWish, taxonomy: Taxonomy, rng: random.Random, told: tuple[Told, ...]
    ) -> None:
        self.desk, self.wish, self.taxonomy, self.rng, self.told = desk, wish, taxonomy, rng, told
        self.outline = wording.OUTLINES[wish.difficulty]
        self.names = [(code.partition("/")[2] or code).removesuffix("问题") for code in wish.types]
        self.grounds = [self._ground(one) for one in told]

    def drill(self) -> Drill:
        """Everything put together."""
        wish, turn = self.wish, self._turn()
        rows = marked(
            points(self.grounds, turn, wish.audience),
            wording.MARKS[wish.audience],
            wording.stages(wish.audience, wish.minutes),
        )
        background, clues = self._seen()
        last = Statement(wording.turned(powers.named(turn.told, wish.audience), wish.audience, rows))
        steps = {"T0": clues, "T1": self._confirmed(background, clues), "T2": [last]}
        places = {fact.text: f"背景材料第{number}条" for number, fact in enumerate(background, 1)}
        places |= {fact.text: f"T0第{number}条" for number, fact in enumerate(clues, 1)}
        rows[Stage.FIND] = tuple(
            point
            if point.seen == wording.CARDED
            else replace(
                point, seen="、".join(places[clue] for clue in dict.fromkeys(point.seen.split("\n")) if clue in places)
            )
            for point in rows[Stage.FIND]
        )
        confirmed = {fact.text: f"T1第{number}条" for number, fact in enumerate(steps["T1"], 1)}
        for stage in {Stage.BASIS, Stage.DISPOSAL} & set(rows):
            rows[stage] = tuple(replace(point, seen=_places(point.seen, places | confirmed)) for point in rows[stage])
        told_first = "\n".join(fact.text for fact in (*background, *clues))
        rows[Stage.FIND] = tuple(
            replace(point, accept="、".join(word for word in point.accept.split("、") if word not in told_first))
            for point in rows[Stage.FIND]
        )
        return Drill(
            title=wish.title.strip() or f"“{'、'.join(self.names)}”问题处置演练",
            audience=wish.audience,
            minutes=wish.minutes,
            difficulty=wish.difficulty,
            types=wish.types,
            objectives=wording.objectives(self.names, rows),
            background=tuple(background),
            roles=self._roles(rows),
            injects=tuple(
                Inject(code, wording.STEPS[code], minute, tuple(steps[code]))
                for code, minute in self._pace(rows).items()
            ),
            questions=self._questions(rows),
            writing=tuple(ReferencePoint(text, marks, MarkKind.WRITING) for text, marks in wording.WRITING),
            debrief=self._debrief(rows[Stage.FIND], [_ASKED[stage] for stage in rows]),
            notes=(*self._trainer_notes(rows), *(self._missing_basis() if Stage.BASIS in rows else ())),
            seed=wish.seed,
        )

    def _ground(self, told: Told) -> Ground:
        signs = _SIGNS[len(self.told)]
        most = min(signs, _FEWER_SIGNS) if self.wish.minutes < _LONG else signs
        found = scene(told, most, leads=told is self.told[0])
        disposals = "\n".join(point.text for point in found.disposals)
        missing = [title for title, known in held(self.desk, told.known.wanted).items() if not known]
        ruled = self._rulings(told, found)
        secret = next((one for one in told.known.secrets if suits(one, found)), None)
        # Inspectors name no form of disposal, so they need no article on forms.
        limits = {Audience.INSPECTOR: 0}
        limit = limits.get(self.wish.audience, _SANCTIONS if self.wish.minutes >= _LONG else _SANCTIONS_SHORT)
        violated = [one.basis for one in ruled if one.basis]
        checks = self.wish.audience is not Audience.STATION
        allowing = sanctions(self.desk, told, found, disposals, but=violated, checks=checks)[:limit]
        return Ground(told, found, ruled, allowing, missing, secret)

    def _rulings(self, told: Told, found: Scene) -> list[Ruling]:
        """A rule for every problem, then for what the inquiry confirmed beside them."""
        facts = [""] * len(found.findings) if found.is_story else [fact.text for fact in found.confirmed]
        wrongs = [Wrong(one.text, one.seen, fact) for one, fact in zip(found.findings, facts, strict=True)]
        own = listed(self.desk, told.material)
        spare = own or ([] if told.known.basis else found_by_search(self.desk, told.material, self.taxonomy))
        made = rulings(self.desk, told.known, wrongs, spare)
        if found.is_story:
            used = [one.basis.label for one in made if one.basis]
            made += on_facts(self.desk, told.known, [fact.text for fact in found.confirmed], used)
        return made

    # -- the scenario ----------------------------------------------------------------------------------------------

    def _seen(self) -> tuple[list[Statement], list[Statement]]:
        """The background, and what is seen at first with facts among it that are no problem."""
        background = [fact for ground in self.grounds for fact in ground.scene.background]
        if not background:
            units = [told.known.unit for told in self.told]
            background = [Statement(wording.opening(self.wish.audience, units, "、".join(self.names)))]
        elif any(ground.scene.is_story for ground in self.grounds):
            background.append(Statement(wording.GROUPS[self.wish.audience]))
        clues = [fact for ground in self.grounds for fact in ground.scene.clues]
        harmless = list(dict.fromkeys(text for told in self.told for text in told.known.harmless))
        for text in self.rng.sample(harmless, min(self.outline.distractors, len(harmless))):
            clues.insert(self.rng.randint(1, len(clues)), Statement(text, distracting=True))
        return [*background, *self._places_seen(clues)], clues

    def _places_seen(self, clues: Sequence[Statement]) -> list[Statement]:
        """Which facts were seen in which unit, where the types of the drill are of different ones."""
        if len({told.known.unit for told in self.told}) < 2 or any(ground.scene.is_story for ground in self.grounds):  # noqa: PLR2004 - two units
            return []
        seen: dict[str, list[str]] = {}
        for told, ground in zip(self.told, self.grounds, strict=True):
            own = {*(fact.text for fact in ground.scene.clues), *told.known.harmless}
            numbers = [str(n) for n, fact in enumerate(clues, 1) if fact.text in own]
            seen.setdefault(told.known.unit, []).extend(numbers)
        places = "，".join(f"第{'、'.join(numbers)}条是在{unit}看到的" for unit, numbers in seen.items())
        secret, unit = self.grounds[0].secret, self.told[0].known.unit
        head = powers.head(powers.named(secret.text if secret else "", self.wish.audience))
        return [Statement(wording.SEEN_IN.format(places=places, head=head, unit=unit))]

    def _confirmed(self, background: list[Statement], clues: list[Statement]) -> list[Statement]:
        """What the inquiry confirmed; of a story also which of the facts told before are true."""
        told = [fact for ground in self.grounds for fact in ground.scene.confirmed]
        secret = self.grounds[0].secret
        if secret:
            fact = powers.named(secret.text, self.wish.audience)
            told.append(Statement(wording.ADMITTED.format(fact=fact)))
        stories = {
            fact.text
            for ground in self.grounds
            if ground.scene.is_story
            for fact in (*ground.scene.background, *ground.scene.clues)
        }
        if not stories:
            return told
        rows = (("背景材料", background), ("T0", clues))
        places = [
            f"{name}第{'、'.join(str(n) for n, fact in enumerate(facts, 1) if fact.text in stories)}条"
            for name, facts in rows
            if any(fact.text in stories for fact in facts)
        ]
        return [Statement(wording.CONFIRMED.format(places="，".join(places))), *told]

    def _turn(self) -> Turn:
        """What happens last: the type's own turn where it fits what is told, else a common one."""
        matter = "\n".join(ground.scene.matter for ground in self.grounds)
        known, is_story = self.told[0].known, self.grounds[0].scene.is_story
        own = known.turn
        # The own turn goes on from the scene of the type; a story takes it only where its words say that it fits.
        if own and (re.search(own.fits, matter) if own.fits else not is_story):
            return own
        return next(turn for turn in known.turns if not turn.fits or re.search(turn.fits, matter))

    def _pace(self, rows: Mapping[Stage, tuple[ReferencePoint, ...]]) -> dict[str, int]:
        """The minute at which each step begins."""
        written: dict[str, float] = {}
        for stage, asked in rows.items():
            written[_ASKED[stage]] = written.get(_ASKED[stage], 0.0) + _WRITTEN.get(stage, 1.0) * len(asked)
        begins = max(_OPENING * self.wish.minutes, _LEAST_OPENING)
        work, minutes = kit.closing(self.wish.minutes) - begins, {}
        for code, share in written.items():
            minutes[code] = round(begins)
            begins += work * share / sum(written.values())
        return minutes

    def _roles(self, rows: Mapping[Stage, tuple[ReferencePoint, ...]]) -> tuple[Role, ...]:
        """The roles; the last one gets the card with what only the head of the unit knows."""
        secret = self.grounds[0].secret
        fact = powers.named(secret.text, self.wish.audience) if secret else ""
        return wording.roles(self.wish.audience, rows, fact)

    # -- the questions ---------------------------------------------------------------------------------------------

    def _questions(self, rows: Mapping[Stage, tuple[ReferencePoint, ...]]) -> tuple[Question, ...]:
        """The questions in the order of the work."""
        return tuple(
            Question(
                id=f"q{number}",
                stage=stage,
                prompt=wording.prompt(stage, self.wish.audience, f"{_ASKED[stage]}“{wording.STEPS[_ASKED[stage]]}”"),
                points=asked,
                inject=_ASKED[stage],
                hint=wording.HINTS[stage] if self.outline.hints else "",
            )
            for number, (stage, asked) in enumerate(rows.items(), 1)
        )

    def _debrief(self, found: tuple[ReferencePoint, ...], steps: Collection[str]) -> tuple[str, ...]:
        """Questions to discuss, the first ones on this very case."""
        own = [text for told in self.told for text in told.known.debrief]
        said = wording.DEBRIEF_INSPECTOR if self.wish.audience is Audience.INSPECTOR else {}
        place, finding = (said.get(one, one) for one in wording.DEBRIEF_CASE)
        own += [place.format(place=point.seen) for point in found[:1] if point.seen]
        names = [wording.unnumbered(point.text).partition("。")[0] for point in found[1:2]]
        own += [finding.format(finding=wording.inside(name)) for name in names]
        common = [
            said.get(one, one) for one in wording.DEBRIEF if all(step in steps for step in re.findall(r"T\d", one))
        ]
        most = 3 + (self.wish.minutes >= _HOUR) + (self.wish.minutes >= _LONG) - 2 * (self.wish.minutes < _SHORT_DRILL)
        return (*own[:3], *common)[:most]

    # -- the trainer's notes ---------------------------------------------------------------------------------------

    def _missing_basis(self) -> list[Note]:
        """What to ingest where no article bears on a type: only what is not held."""
        notes = []
        for ground in self.grounds:
            known, code = ground.told.known, ground.told.material.code
            info = self.taxonomy.types.get(code)
            general = [*(info.regulations if info else ()), *(pointer.regulation for pointer in known.basis)]
            wanted = [*known.wanted, *(() if ground.basis else general)]
            missing = "、".join(f"《{title}》" for title, is_held in held(self.desk, wanted).items() if not is_held)
            if not ground.basis:
                form = wording.NO_BASIS if missing else wording.NO_ARTICLE
                notes.append(Note(form.format(code=code, titles=missing)))
            elif missing:
                notes.append(Note(wording.SPECIAL.format(code=code, titles=missing)))
        return notes

    def _listed(self, ground: Ground, used: Collection[ReferencePoint]) -> list[Note]:
        """Articles that a typical case lists and no row has: they are no row of their own, each would say the same."""
        taken = {point.article for point in used}
        more = [one for one in listed(self.desk, ground.told.material) if one.label not in taken]
        return [Note(wording.LISTED.format(label=nameless(one.label)), (one.anchor,)) for one in more[:_LISTED]]

    def _trainer_notes(self, rows: Mapping[Stage, tuple[ReferencePoint, ...]]) -> list[Note]:
        used = [point for asked in rows.values() for point in asked]
        notes = [Note(text) for text, stage in wording.TRAINER_NOTES if stage is None or stage in rows]
        if self.outline.distractors and any(told.known.harmless for told in self.told):
            notes.append(Note(wording.HARMLESS))
        for ground in self.grounds:
            one = ground.told.material
            place = anchors([*one.issues[:1], *one.story[:1]])[:1]
            notes.append(
                Note(
                    f"先例来源：《{one.info.title}》“{wording.inside(one.info.problem.title)}”"
                    f"（{one.info.problem.status.label}）。",
                    place,
                )
            )
            if not ground.scene.is_story:
                notes.append(Note(wording.OWN_SCENE.format(code=one.code)))
            notes += [_retold(ground, "实际结果可供复盘：", fact) for fact in one.results[:1]]
            notes += [_retold(ground, "后续安排可供复盘：", fact) for fact in one.pending[:1]]
            notes += leftover(ground, used)
            notes += self._listed(ground, used) if Stage.BASIS in rows else []
        if any(point.own and "即给分" in point.text for point in used):
            notes.append(Note(wording.LOOK_UP))
        provenance = {ground.told.material.info.provenance for ground in self.grounds}
        provenance |= {basis.anchor.provenance for one in self.grounds for basis in (*one.basis, *one.sanctions)}
        if Provenance.FICTIONAL in provenance:
            notes.append(Note(wording.FICTIONAL))
        if Provenance.DIGEST in provenance:
            notes.append(Note(wording.DIGEST))
        return notes
