"""Browsing: filters and counts, one problem in detail, several side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.anchor import Found, resolve
from assistant.answer import MeasureKind
from assistant.browsing.align import align
from assistant.browsing.detail import Detail, detail, problem_item, quote_item
from assistant.browsing.facets import Choice, Facet, Filter, facets, select, values_of
from assistant.browsing.items import Item, is_result, items
from assistant.insight.pivot import kinds_of
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.model import Status
from kb.settings import Settings
from kb.taxonomy import load_taxonomy
from tests.assistant import two_rounds as notices
from tests.kb.sample import HashEmbedder

TAXONOMY = load_taxonomy()
PROPERTY = "执法办案/涉案财物"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Three fictional notices."""
    with notices.open_kb(tmp_path_factory.mktemp("browse")) as kb:
        yield kb


@pytest.fixture(scope="module")
def library(kb: KnowledgeBase) -> tuple[Item, ...]:
    """Their problems."""
    return items(kb.catalog)


def of(kb: KnowledgeBase, doc: str, locator: str) -> Detail:
    """A problem in detail."""
    return detail(kb.catalog, kb.catalog.resolve(doc).source_id, locator)


def chosen(*choices: tuple[Facet, str], text: str = "") -> Filter:
    """A filter."""
    return Filter(frozenset(Choice(*choice) for choice in choices), text)


def test_the_newest_findings_stand_first(library: tuple[Item, ...]) -> None:
    """Problems stand by the day they were fed back, newest first, those of a document in its order."""
    assert [item.year for item in library] == [2025, 2025, 2024, 2023, 2023]
    assert [item.problem.locator for item in library if item.year == 2025] == ["一1.", "一2."]


def test_values_of_a_facet_are_alternatives_and_facets_narrow(library: tuple[Item, ...]) -> None:
    """Two states show the problems of either; a unit beside them leaves those of the unit."""
    states = [(Facet.STATUS, Status.COMPLETED.value), (Facet.STATUS, Status.LONG_TERM.value)]
    assert len(select(library, chosen(*states))) == 3
    assert {item.unit for item in select(library, chosen(*states, (Facet.UNIT, "云汀市公安局")))} == {"云汀市公安局"}


def test_a_class_finds_the_problems_of_its_types(library: tuple[Item, ...]) -> None:
    """Choosing the class finds what choosing its types finds."""
    assert select(library, chosen((Facet.TYPE, "执法办案"))) == select(library, chosen((Facet.TYPE, PROPERTY)))
    assert len(select(library, chosen((Facet.TYPE, PROPERTY)))) == 3


def test_every_word_must_occur_somewhere(library: tuple[Item, ...]) -> None:
    """The text filter looks through measures, unit and title, whatever the width of the letters."""
    assert len(select(library, Filter(text="诫勉"))) == 1
    assert len(select(library, Filter(text="青岚 清查"))) == 1
    assert len(select(library, Filter(text="１３２"))) == 1
    assert select(library, Filter(text="诫勉 云汀")) == ()


@given(st.data())
def test_a_count_says_what_choosing_would_show(kb: KnowledgeBase, data: st.DataObject) -> None:
    """For any filter, each value's count is the number of problems left when it alone is chosen in its facet."""
    library = items(kb.catalog)
    everything = sorted(
        {Choice(facet, value) for item in library for facet in Facet for value in values_of(item, facet)}
    )
    wanted = Filter(frozenset(data.draw(st.lists(st.sampled_from(everything), max_size=3))))
    for facet, values in facets(library, wanted, TAXONOMY).items():
        for value in values:
            alone = wanted.without(facet).toggled(Choice(facet, value.value))
            assert value.problems == len(select(library, alone))


def test_types_stand_below_their_classes(library: tuple[Item, ...]) -> None:
    """The tree of types holds the classes and types that occur, each type behind its class."""
    values = facets(library, Filter(), TAXONOMY)[Facet.TYPE]
    tops = [value.value for value in values if not value.parent]
    assert "执法办案" in tops
    for value in values:
        if value.parent:
            assert value.parent in tops
            assert value.value.startswith(value.parent + "/")


def test_years_stand_newest_first_and_the_unknown_last(library: tuple[Item, ...]) -> None:
    """Values stand in the order in which people look for them."""
    bare = library[0]._replace(info=library[0].info._replace(meta=type(library[0].info.meta)()))
    found = facets([*library, bare, bare, bare], Filter(), TAXONOMY)
    assert [value.value for value in found[Facet.YEAR]] == ["2025", "2024", "2023", ""]
    assert [value.label for value in found[Facet.UNIT]] == ["青岚市公安局", "云汀市公安局", "未写明"]


def test_a_choice_can_be_taken_back() -> None:
    """Choosing twice is not choosing."""
    choice = Choice(Facet.YEAR, "2024")
    assert Filter().toggled(choice).toggled(choice) == Filter()


def test_all_quotes_of_a_problem_are_its_document_s_words(kb: KnowledgeBase, library: tuple[Item, ...]) -> None:
    """Each quote stands at its place in the stored text, inside its problem."""
    for item in library:
        text = kb.catalog.text(item.info.source_id)
        found = detail(kb.catalog, item.info.source_id, item.problem.locator)
        for quote in (*found.finding, *found.measures, *found.results, *found.pending, *found.rest):
            assert quote.text == text[quote.span.start : quote.span.end]
            assert item.problem.span.start <= quote.span.start < quote.span.end <= item.problem.span.end
            assert quote.text.strip() == quote.text


def test_the_parts_of_a_problem(kb: KnowledgeBase) -> None:
    """Measures stand under their kinds, results and pending work apart from them, labels alone are left out."""
    found = of(kb, notices.LATE, "一1.")
    assert {kind.kind: len(kind.measures) for kind in found.kinds} == {
        MeasureKind.CAMPAIGN: 1,
        MeasureKind.ACCOUNTABILITY: 1,
    }
    assert [quote.text for quote in found.results] == ["账物不符问题清零。"]
    assert len(found.pending) == 1
    assert [(due.text, due.plain) for due in found.due] == [("2025年12月31日", True)]
    assert not any(quote.text.endswith("：") for quote in (*found.finding, *found.rest))
    assert found.finding[0].text.endswith("问题")


def test_results_are_no_measures(library: tuple[Item, ...]) -> None:
    """What came of the measures is not counted among them; a label that names measures too keeps its items."""
    assert len(library[0].problem.measures) == 2
    assert len(library[0].measures) == 2
    assert is_result("一1.整改成效(2)")
    assert not is_result("一1.整改措施及成效(2)")


def test_problems_side_by_side(kb: KnowledgeBase) -> None:
    """Rows are the kinds any of them used, a cell holds what a problem has of the kind, nothing is lost."""
    details = [of(kb, notices.EARLY, "一1."), of(kb, notices.LATE, "一1."), of(kb, notices.OTHER, "一1.")]
    found = align(details)
    for number, one in enumerate(details):
        assert sorted(quote.text for row in found.rows for quote in row.cells[number]) == sorted(
            quote.text for quote in one.measures
        )
    rules = next(row for row in found.rows if row.kind is MeasureKind.RULES)
    assert [len(cell) for cell in rules.cells] == [1, 0, 1]
    assert MeasureKind.ACCOUNTABILITY in [kind for kind, _ in found.single]
    assert [row.kind for row in found.rows] == [kind for kind in MeasureKind if kind in {r.kind for r in found.rows}]


def test_one_problem_cannot_be_compared(kb: KnowledgeBase) -> None:
    """Fewer than two or more than four are refused."""
    one = of(kb, notices.EARLY, "一1.")
    for number in (1, 5):
        with pytest.raises(ValueError, match="side by side"):
            align([one] * number)


def test_what_is_collected_can_be_found_again(kb: KnowledgeBase) -> None:
    """A problem and its measures become basket items whose anchors resolve to their words."""
    found = of(kb, notices.LATE, "一1.")
    for item in (problem_item(found), *(quote_item(found, quote) for quote in found.measures)):
        assert resolve(kb, item.anchor).found is Found.EXACT
        assert item.anchor.problem == "一1."
        assert item.unit == "青岚市公安局"


def test_decisions_told_in_a_later_part(tmp_path: Path) -> None:
    """What a circular tells of a matter in a later part is read and searched with the matter."""
    text = (
        "岭溪市公安局关于节日督察情况的通报\n\n现将有关情况通报如下。\n一、存在的主要问题\n"
        "10月2日，东湖分局南桥派出所民警王某在宿舍睡觉，无人接警。\n10月3日，西山分局北门派出所民警赵某未开执法记录仪。\n"
        "二、处理情况\n东湖分局给予南桥派出所民警王某警告处分；西山分局对北门派出所民警赵某批评教育。\n"
    )
    (tmp_path / "通报.txt").write_text(text, encoding="utf-8")
    with KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder()) as kb:
        ingest_paths(kb, [tmp_path / "通报.txt"])
        first, second = items(kb.catalog)
    assert [act[:4] for act in first.acts] == ["东湖分局"]
    assert kinds_of(second) == (MeasureKind.ACCOUNTABILITY.value,)
    assert select((first, second), chosen(text="警告处分")) == (first,)
