"""What is indexed for a passage."""

from __future__ import annotations

from hypothesis import given, settings

from kb.model import Document, DocumentKind, Passage, PassageKind, Problem, Source, Span
from kb.prepare import parse_vector_id, vector_id, window_counts, windows_of
from kb.tokens import tokenize
from kb.units import units
from tests.kb.sample import HashEmbedder, notice, regulation
from tests.kb.wild import sources


def test_structure_is_not_indexed() -> None:
    """Titles and chapter headings have no unit; all others have one, with their position."""
    source, _ = regulation(3)
    assert [unit.seq for unit in units(source)] == [2, 3, 4]


def test_context_holds_title_headings_and_problem() -> None:
    """The context line leads from the document title over the headings to the problem, each once."""
    by_locator = {unit.locator: unit for unit in units(notice()[0])}
    assert by_locator["1.一是"].context == "青岚市整改通报 › 1.关于装备台账不清的问题"
    assert by_locator["2.一是"].context == "青岚市整改通报 › 值班脱岗"
    assert units(regulation(1)[0])[0].context == "青岚市勤务规定 › 第一章　总则"


def test_fields() -> None:
    """Body, headings with the article label, and title are fields of their own, cut like queries."""
    fields = units(regulation(12)[0])[11].fields()
    assert fields.body.split()[0] == "第12条"
    assert fields.heading.split() == [*tokenize("第一章　总则"), "第12条"]
    assert fields.title.split() == tokenize("青岚市勤务规定")
    numbered = units(notice()[0])[1].fields()
    assert "一是" not in numbered.heading.split()
    assert "台账" in numbered.heading.split()


def test_the_first_of_problems_with_one_locator_counts() -> None:
    """Where a damaged document repeats a locator, units and catalog both take the first problem's title."""
    text = "甲。乙。"
    problems = tuple(Problem("1.", "1.", title, Span(0, 0), Span(0, 4)) for title in ("先", "后"))
    passage = Passage(PassageKind.MEASURE, Span(0, 2), "1.一是", problem="1.")
    document = Document(0, DocumentKind.NOTICE, "", "通报", Span(0, 4), problems=problems, passages=(passage,))
    assert units(Source("a", "/a", "", text, (document,)))[0].problem_title == "先"


@given(sources())
@settings(max_examples=50, deadline=None)
def test_windows_cover_the_units(wild: tuple[Source, bytes]) -> None:
    """Every searchable passage that says something has windows from 0 upwards with its words; no other has any."""
    source, _ = wild
    windows = windows_of(source, HashEmbedder(max_characters=40))
    counts = window_counts(source, windows)
    for seq, passage in enumerate(source.passages):
        mine = [window for window in windows if window.seq == seq]
        assert [window.part for window in mine] == list(range(counts[seq]))
        text = source.slice(passage.span)
        assert bool(mine) == (passage.kind.group is not None and bool(text.strip()))
        ids = [vector_id("ab12", 3, seq, window.part) for window in mine]
        assert [parse_vector_id(key) for key in ids] == [(("ab12", 3, seq), window.part) for window in mine]
