"""A typical case is completed from what speaks of its story, whichever of its types the drill is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.desk import Desk
from assistant.drills import build as rooms
from assistant.drills.build import DrillWish, build
from assistant.drills.casework import casework
from assistant.drills.material import Material, material
from assistant.drills.model import Audience, Drill, Stage
from assistant.drills.stories import known_of
from assistant.drills.wording import CARDED, NATURE
from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind
from kb.settings import Settings
from kb.tokens import pairs
from retrieval.bridge import GRAMMAR
from tests.kb.sample import HashEmbedder

#: Pairs of characters that two texts on the same matter share at least.
_ALIKE = 3


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the bundled library alone, with its typical cases."""
    settings = Settings(home=tmp_path_factory.mktemp("stories") / "kb", library_on_first_start=False)
    with KnowledgeBase(settings, HashEmbedder()) as kb:
        assert not ingest_library(kb).failed
        yield Desk(kb)


def _stories(desk: Desk) -> Iterator[Material]:
    """Every typical case that tells its story, once for each of its types."""
    for info in desk.kb.catalog.problems():
        if info.kind is DocumentKind.CASE:
            found = [material(desk.kb, info, kind.code) for kind in info.problem.types]
            yield from (one for one in found if one.tells_a_story)


def _content(text: str) -> set[str]:
    return {pair for pair in pairs(text) if not set(pair) & GRAMMAR}


def _alike(one: str, other: str) -> int:
    return len(_content(one) & _content(other))


def test_every_type_of_a_case_is_served_by_the_same_casework(library: Desk) -> None:
    """Evidence and measures follow the story, not the type it is asked for under."""
    served: dict[str, set[tuple[str, ...]]] = {}
    for one in _stories(library):
        served.setdefault(one.info.title, set()).add((*known_of(one).evidence, *known_of(one).measures))
    assert len(served) >= 3
    assert all(len(found) == 1 for found in served.values())


@pytest.mark.parametrize("audience", list(Audience))
def test_answers_speak_of_the_story(library: Desk, audience: Audience, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken, mended and done last is about what was told; nothing of it serves any matter whatever."""
    for one in _stories(library):
        monkeypatch.setattr(rooms, "choose", lambda *_, found=one, **__: found)
        _check(build(library, DrillWish((one.code,), audience, minutes=90, seed=1)))


def _check(drill: Drill) -> None:
    asked = {question.stage: question.points for question in drill.questions}
    first = [*drill.background, *drill.injects[0].facts]
    story = "".join(fact.text for fact in first if not fact.distracting)
    common = casework("")
    for point in asked[Stage.EVIDENCE]:
        assert _alike(point.text, story) >= _ALIKE, point.text
    numbers = {f"T0第{n}条": fact.text for n, fact in enumerate(drill.injects[0].facts, 1)}
    numbers |= {f"背景材料第{n}条": fact.text for n, fact in enumerate(drill.background, 1)}
    for point in asked[Stage.FIND]:
        if point.seen == CARDED:
            assert point.text.partition("：")[2] not in [secret.text for secret in common.secrets]
            continue
        told = point.text + "".join(numbers[place] for place in point.seen.split("、"))
        assert max(_alike(told, row.text) for row in asked[Stage.MEASURES]) >= _ALIKE, point.text
    last = drill.injects[-1].facts[0].text
    assert not [turn for turn in common.turns if last.endswith(turn.told)], last
    assert _alike(last, story) >= _ALIKE - 1, last
    natures = [row.text for row in asked[Stage.BASIS] if row.text.startswith(NATURE.partition("{")[0])]
    assert natures
    assert common.nature not in natures[0]


def test_what_serves_no_story_is_left_out(library: Desk) -> None:
    """Where none of its types speaks of the problems of a case, it is completed with what suits any matter."""
    one = next(iter(_stories(library)))
    strange = tuple(issue._replace(text="把公章交给门卫保管，盖章没有登记。") for issue in one.issues)
    known = known_of(replace(one, issues=strange))
    common = casework("")
    assert known.evidence == common.evidence
    assert known.measures == common.measures
    assert known.turn is None
    assert known.signs == casework(one.code).signs
