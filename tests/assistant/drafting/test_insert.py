"""Something of the basket can be put into a draft, and every judged sentence has its place in the text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from assistant.desk import Desk
from assistant.drafting.body import plain
from assistant.drafting.check import State, verify_draft
from assistant.drafting.compose import draft
from assistant.drafting.insert import insert, mark
from assistant.drafting.model import Draft, DraftKind
from assistant.drafting.naming import named_article, named_problem
from assistant.drafting.places import places
from kb.errors import NotFoundError
from tests.assistant.drafting.library import CASE, NOTICE, OLD, OTHER, RULE
from tests.assistant.drafting.test_compose import EVERYTHING, FACTS, basket

EMPTY = Draft(DraftKind.PLAN, "方案", "")


@pytest.mark.parametrize("name", [f"{NOTICE}#一1.", f"{OTHER}#一1.", f"{CASE}#案例", f"{RULE}#第四条"])
def test_an_inserted_line_is_verified(papers_desk: Desk, name: str) -> None:
    """Problems, cases and articles come with their attribution, and every sentence of it holds."""
    (item,) = basket(papers_desk, name).items
    paper = insert(papers_desk.kb, EMPTY, item)
    check = verify_draft(papers_desk.kb, paper)
    assert check.sentences
    assert check.counts[State.UNVERIFIED] == check.counts[State.OWN] == 0
    assert check.counts[State.VERIFIED]


def test_the_same_place_keeps_its_number(papers_desk: Desk) -> None:
    """What is cited already gets no second number; what is new gets the next, behind the line asked for."""
    paper = draft(papers_desk.kb, DraftKind.SPECIAL, basket(papers_desk, f"{NOTICE}#一1."), FACTS)
    article = named_article(papers_desk, f"{RULE}#第四条")
    once = insert(papers_desk.kb, paper, article, at=0)
    assert len(once.notes) == len(paper.notes) + 1
    assert once.body.splitlines()[0] == paper.body.splitlines()[0]
    assert f"[{max(once.notes)}]" in once.body.splitlines()[1]
    twice = insert(papers_desk.kb, once, article)
    assert twice.notes == once.notes
    assert twice.body.count(f"[{max(once.notes)}]") == 2


def test_a_number_alone_supports_ones_own_words(papers_desk: Desk) -> None:
    """A number stands where it was asked for, never within another marker."""
    item = named_problem(papers_desk, f"{NOTICE}#一1.")
    paper = mark(papers_desk.kb, replace(EMPTY, body="甲。乙。"), item, at=1)
    assert paper.body == "甲[1]。乙。"
    assert mark(papers_desk.kb, paper, named_article(papers_desk, f"{RULE}#第四条"), at=2).body == "甲[1][2]。乙。"
    assert mark(papers_desk.kb, paper, item).body == "甲[1]。乙。[1]"


def test_words_that_are_gone_are_not_inserted(papers_desk: Desk) -> None:
    """An item whose source left the library says so instead of being inserted."""
    item = named_problem(papers_desk, f"{NOTICE}#一1.")
    lost = replace(item, anchor=replace(item.anchor, source="0" * 16))
    for put in (insert, mark):
        with pytest.raises(NotFoundError, match="已不在资料库"):
            put(papers_desk.kb, EMPTY, lost)


def test_an_article_no_longer_in_force_is_only_named(papers_desk: Desk) -> None:
    """Inserting it leaves a placeholder that asks for the present article."""
    paper = insert(papers_desk.kb, EMPTY, named_article(papers_desk, f"{OLD}#第二条"))
    assert paper.body.startswith("【")
    assert not paper.notes


@pytest.mark.parametrize("kind", [DraftKind.PLAN, DraftKind.SPECIAL, DraftKind.REMINDER])
def test_every_sentence_has_its_place(papers_desk: Desk, kind: DraftKind) -> None:
    """Places follow each other without overlap and hold the sentence, with the markers taken out."""
    paper = draft(papers_desk.kb, kind, basket(papers_desk, *EVERYTHING), FACTS)
    paper = replace(paper, body=f"\n  {paper.body}\n\n甲。[1]甲。乙[2，3]。 \n")
    judged = verify_draft(papers_desk.kb, paper).sentences
    found = places(paper.body, judged)
    assert len(found) == len(judged)
    for one, span in zip(judged, found, strict=True):
        assert plain(paper.body[span.start : span.end]) == one.text
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert places("", verify_draft(papers_desk.kb, EMPTY).sentences) == []
