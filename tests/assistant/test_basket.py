"""The basket keeps what several people put there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from assistant import basket
from assistant.anchor import Anchor
from assistant.basket import BasketItem, Role
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.works import Works
from tests.kb.sample import HashEmbedder


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    """The works of an empty knowledge base."""
    with KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder()) as kb:
        yield kb.works


def item(number: int, *, generation: int = 1, role: Role = Role.MEASURE, problem: str | None = None) -> BasketItem:
    """A measure of a fictional notice."""
    quote = f"第{number}项措施。"
    anchor = Anchor(
        "s1",
        generation,
        0,
        "通报.md",
        "通报",
        f"二{number}.",
        quote,
        number * 10,
        number * 10 + len(quote),
        problem=problem,
    )
    return BasketItem(anchor, role, "台账不清", "云阙市公安局")


def test_what_was_put_there_is_there_again(works: Works) -> None:
    """Items come back equal and in order; nothing is there before."""
    assert basket.read(works).items == ()
    basket.add(works, [item(2), item(1)])
    basket.add(works, [item(3)])
    assert basket.read(works).items == (item(2), item(1), item(3))


def test_the_same_words_are_there_once(works: Works) -> None:
    """The same place of a newer generation is the same item; as a problem and as a measure it is two."""
    basket.add(works, [item(1), item(1)])
    basket.add(works, [item(1, generation=2)])
    assert basket.read(works).items == (item(1),)
    assert len(basket.add(works, [item(1, role=Role.PROBLEM)]).items) == 2


def test_a_problem_is_there_once_whichever_words_were_quoted(works: Works) -> None:
    """Two findings of one problem are one item, of two problems two; the id is known before the item is made."""
    first, again, other = (
        item(number, role=Role.PROBLEM, problem=problem) for number, problem in ((1, "二1."), (2, "二1."), (3, "二2."))
    )
    basket.add(works, [first, again, other])
    assert basket.read(works).items == (first, other)
    assert basket.problem_id("s1", 0, "二1.") == first.id


def test_items_can_be_put_in_order(works: Works) -> None:
    """An item moves by places and stops at the ends; unknown ids change nothing."""
    basket.add(works, [item(1), item(2), item(3)])
    assert basket.move(works, item(3).id, -1).items == (item(1), item(3), item(2))
    assert basket.move(works, item(1).id, 9).items == (item(3), item(2), item(1))
    assert basket.move(works, item(1).id, -9).items == (item(1), item(3), item(2))
    assert basket.move(works, "unknown", 1).items == (item(1), item(3), item(2))


def test_items_can_be_taken_out(works: Works) -> None:
    """Removing takes the named items, clearing all; unknown ids change nothing."""
    basket.add(works, [item(1), item(2), item(3)])
    assert basket.remove(works, {item(2).id, "unknown"}).items == (item(1), item(3))
    assert basket.clear(works).items == ()
    assert basket.read(works).items == ()


def test_two_people_collect_at_once(works: Works) -> None:
    """Items added by several threads at the same time are all there."""
    threads = [Thread(target=basket.add, args=(works, [item(number)])) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert basket.read(works).ids == {item(number).id for number in range(4)}
