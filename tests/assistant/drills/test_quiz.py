"""Quiz items can be verified and have one right answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Desk
from assistant.drills import quiz_sentences as qs
from assistant.drills.quiz import Quiz, QuizKind, QuizWish, Trick, build_quiz, verify_item
from assistant.drills.veil import held_titles, traces
from kb.errors import NotFoundError, SettingsError
from tests.assistant.drills.library import SECRETS


def test_every_item_is_verified(desk: Desk) -> None:
    """All tricks occur, every item stands in its source, and the quiz survives storing."""
    quiz = build_quiz(desk.kb, QuizWish(40))
    assert {item.trick for item in quiz.items} == set(Trick)
    assert not [fault for item in quiz.items for fault in verify_item(desk.kb, item)]
    assert quiz == Quiz.from_json(json.loads(json.dumps(quiz.to_json())))
    for item in quiz.items:
        assert not item.options or item.options.count(item.key) == 1
        assert item.key != item.wrong


def test_the_same_seed_gives_the_same_quiz(desk: Desk) -> None:
    """A wish is answered twice in the same way, another seed in another way."""
    assert build_quiz(desk.kb, QuizWish(6, seed=5)) == build_quiz(desk.kb, QuizWish(6, seed=5))
    assert len({build_quiz(desk.kb, QuizWish(6, seed=seed)).items for seed in range(4)}) > 1


def test_only_texts_in_force_are_the_key(desk: Desk) -> None:
    """The superseded term stands among wrong options at most."""
    quiz = build_quiz(desk.kb, QuizWish(40))
    version = next(item for item in quiz.items if item.trick is Trick.VERSION)
    assert "二十四小时" in version.key or "九十日" in version.key
    assert all("七十二小时" not in item.key for item in quiz.items)


def test_broken_items_are_found(desk: Desk) -> None:
    """A distractor that stands in the article, a key that does not, and lost words are named."""
    items = build_quiz(desk.kb, QuizWish(40, kinds=(QuizKind.CHOICE,), tricks=(Trick.FIGURE,))).items
    item = next(one for one in items if one.anchor.locator == "第二条")
    right = item.key
    twice = replace(item, options=(right, "1日", "三日", "五日"))
    assert any("歧义" in fault for fault in verify_item(desk.kb, twice))
    assert any(
        "没有答案" in fault for fault in verify_item(desk.kb, replace(item, key="三日", options=("三日", right)))
    )
    lost = replace(item, anchor=replace(item.anchor, quote="没有的话", start=0, end=4))
    assert verify_item(desk.kb, lost)


def test_notices_are_asked_about_without_identities(desk: Desk) -> None:
    """Items from measures name no unit, person or document of the notice."""
    quiz = build_quiz(desk.kb, QuizWish(40, tricks=(Trick.FIGURE,)))
    notices = [item for item in quiz.items if item.stem.startswith("某公安机关")]
    assert notices
    assert not [secret for item in notices for secret in SECRETS if secret in item.stem]


@pytest.mark.parametrize("wish", [QuizWish(0), QuizWish(1000), QuizWish(5, tricks=()), QuizWish(5, kinds=())])
def test_wishes_out_of_bounds_are_refused(desk: Desk, wish: QuizWish) -> None:
    """The number of items and the choices are checked."""
    with pytest.raises(SettingsError):
        build_quiz(desk.kb, wish)


def test_types_without_articles_are_named(desk: Desk) -> None:
    """No item is invented."""
    with pytest.raises(NotFoundError, match="收录"):
        build_quiz(desk.kb, QuizWish(5, types=("交通管理/车驾管业务",), notices=False))


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("值班人员应当在岗，可以轮流休息。", ""),
        ("可以处警告。", "可以处警告；情节严重的，应当处警告并责令改正。"),
        ("是否应当回避，由负责人决定。", ""),
    ],
)
def test_doubtful_modals_are_not_flipped(sentence: str, passage: str) -> None:
    """Two modal words, the same verb with the other word elsewhere, and indirect questions are skipped."""
    assert qs.flip(sentence, passage or sentence) is None


@given(st.integers(1, 90), st.sampled_from(["日", "小时", "分钟"]))
def test_distractors_are_other_figures_of_the_unit(number: int, unit: str) -> None:
    """For any term, the distractors differ from it and from all that stands in the passage."""
    sentence = f"发现隐患的，应当在{number}{unit}内上报。"
    figure = qs.single_figure(sentence)
    assert figure is not None
    found = qs.distractors(figure, sentence + "重大隐患应当在24小时内上报。")
    assert not [one for one in found if qs.stands(one, f"{number}{unit}、24小时")]
    assert len(set(found)) == len(found)


@pytest.mark.corpus
def test_items_of_real_documents_are_verified(full_desk: Desk) -> None:
    """A hundred items over the corpus are all certain, and those from notices name nobody."""
    quiz = build_quiz(full_desk.kb, QuizWish(100, seed=1))
    assert len(quiz.items) == 100
    assert not [fault for item in quiz.items for fault in verify_item(full_desk.kb, item)]
    from assistant.drills.identity import identities  # noqa: PLC0415 - only here

    notices = [item for item in quiz.items if item.stem.startswith("某公安机关")]
    held = held_titles(full_desk.kb)
    assert not [t for one in notices for t in traces(one.stem, identities(full_desk.kb, [one.anchor.source]), held)]
