"""What counts as found in a result list."""

from __future__ import annotations

from eval.gold import Extent, Place
from eval.lists import Item, by_passage, by_problem, parts_covered, shown
from kb.model import Passage, PassageKind, Span

#: A problem of three passages at 0-10, 10-20, 20-30, and a passage outside problems at 40-50.
PROBLEM = tuple(Extent("a", Span(at, at + 10)) for at in (0, 10, 20))


def place(at: int, *, grade: int = 2, part: int = 0, problem: bool = True) -> Place:
    """Gold whose anchor stands two characters into the passage that begins at ``at``."""
    passage = Passage(PassageKind.MEASURE, Span(at, at + 10), f"@{at}", problem="p" if problem else None)
    return Place(Extent("a", Span(at + 2, at + 5)), at // 10, passage, PROBLEM if problem else (), grade, part)


def item(score: float, *starts: int) -> Item:
    """A result that shows the passages beginning at ``starts``, each further one scoring less."""
    return Item(
        tuple(Extent("a", Span(at, at + 10)) for at in starts), tuple(score - rank for rank in range(len(starts)))
    )


def test_a_passage_counts_only_where_it_holds_the_anchor() -> None:
    """Another passage of the same problem is the right problem and the wrong measure."""
    gold = [place(10)]
    listed = [item(5, 40), item(3, 0)]
    assert by_passage(gold).ranked(listed) == ["-0", "-1"]
    assert by_problem(gold).ranked(listed) == ["-0", "a#p"]


def test_passages_shown_together_are_ranked_by_their_own_scores() -> None:
    """At passage level a further passage stands behind better hits of other problems."""
    listed = [item(5, 0, 10), item(4.5, 40)]
    assert by_passage([place(10)]).ranked(listed) == ["-0", "-1", "a#1"]
    assert by_problem([place(10)]).ranked(listed) == ["a#p", "-1"]


def test_each_gold_is_credited_once() -> None:
    """A second result with the same gold brings nothing more."""
    assert by_problem([place(0), place(10)]).ranked([item(5, 0), item(4, 10)]) == ["a#p", "-1"]


def test_the_better_grade_is_credited_where_one_result_holds_several() -> None:
    """Long chunks of other systems hold several places."""
    chunk = Item((Extent("a", Span(0, 30)),), (1.0,))
    assert by_passage([place(0, grade=1), place(10)]).ranked([chunk, chunk]) == ["a#1", "a#0"]


def test_a_problem_keeps_the_best_grade_of_its_places() -> None:
    """Two measures of one problem are one gold at problem level."""
    assert by_problem([place(0, grade=1), place(10)]).grades == {"a#p": 2}
    assert by_passage([place(0, grade=1), place(10)]).grades == {"a#0": 1, "a#1": 2}


def test_outside_problems_both_levels_are_the_same() -> None:
    """An article is its own problem."""
    gold = [place(40, problem=False)]
    assert by_problem(gold).ranked([item(1, 40)]) == by_passage(gold).ranked([item(1, 40)]) == ["a#4"]


def test_shown_looks_at_all_passages_of_the_first_results() -> None:
    """Also at the further ones, but not below the fold."""
    listed = [item(5, 40), item(4, 0, 10)]
    assert shown([place(10)], listed, 2)
    assert not shown([place(10)], listed, 1)
    assert not shown([place(20)], listed, 2)


def test_a_letter_is_covered_by_the_share_of_its_questions() -> None:
    """One of two parts found is a half."""
    gold = [place(10, part=1), place(40, part=2, problem=False)]
    assert parts_covered(gold, [item(1, 0)], 5) == 0.5
    assert parts_covered(gold, [item(1, 0), item(0.5, 40)], 5) == 1
    assert parts_covered([], [item(1, 0)], 5) == 0
