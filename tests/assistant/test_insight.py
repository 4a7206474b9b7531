"""Insight: what counts, counts that lead to their problems, limits that passed, problems that came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from assistant.browsing.items import Item, items
from assistant.insight.basis import Basis, basis
from assistant.insight.overdue import overdue, past
from assistant.insight.pivot import Dimension, kinds_of, pivot, values_of
from assistant.insight.recurring import recurring
from assistant.insight.workbook import lines, statements, workbook
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, Provenance, Status
from tests.assistant import two_rounds as notices

TODAY = date(2026, 2, 1)
PROPERTY = "执法办案/涉案财物"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Three fictional notices: two of one unit, two years apart, one of another."""
    with notices.open_kb(tmp_path_factory.mktemp("insight")) as kb:
        yield kb


@pytest.fixture(scope="module")
def library(kb: KnowledgeBase) -> tuple[Item, ...]:
    """Their problems."""
    return items(kb.catalog)


@pytest.fixture(scope="module")
def counted(library: tuple[Item, ...]) -> Basis:
    """All of them, examples included."""
    return basis(library, fictional=True)


def copied(library: tuple[Item, ...], year: int, **changes: object) -> tuple[Item, ...]:
    """The problems of a year once more, as if another document told them too."""
    return tuple(
        item._replace(
            id="copy:" + item.id,
            info=item.info._replace(source_id="copy", title="另一份", **changes),  # type: ignore[arg-type]
        )
        for item in library
        if item.year == year
    )


def test_figures_say_what_they_rest_on(counted: Basis) -> None:
    """Documents, units and years are counted from the problems that count."""
    assert (len(counted.items), counted.documents, counted.units, counted.years) == (5, 3, 2, (2023, 2024, 2025))
    assert counted.fictional == 5
    assert any("虚构" in line for line in statements(counted))
    assert "5 个问题" in statements(counted)[0]


def test_examples_can_be_left_out(library: tuple[Item, ...]) -> None:
    """Without invented examples nothing is left here, and it is said how many were left out."""
    found = basis(library, fictional=False)
    assert found.items == ()
    assert found.examples == 5


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"provenance": Provenance.ORIGINAL}, "另一份"),
        ({"kind": DocumentKind.FEEDBACK}, ""),
    ],
    ids=["original before example", "notice before feedback"],
)
def test_an_inspection_counts_once(library: tuple[Item, ...], changes: dict[str, object], kept: str) -> None:
    """Of two documents on one inspection of one unit the better one counts, and the other is named."""
    found = basis((*library, *copied(library, 2025, **changes)), fictional=True)
    assert len(found.items) == 5
    assert len(found.twins) == 1
    assert (found.twins[0].kept == "另一份") is bool(kept)
    assert len(recurring(found.items)) == 1


@pytest.mark.parametrize("row", [Dimension.CLASS, Dimension.TYPE, Dimension.UNIT, Dimension.STATUS])
@pytest.mark.parametrize("column", [Dimension.YEAR, Dimension.REGION, Dimension.STATUS])
def test_every_problem_stands_in_one_cell(counted: Basis, row: Dimension, column: Dimension) -> None:
    """The cells of a table add up to the problems, and each id stands where its problem belongs."""
    found = pivot(counted.items, row, column)
    assert sum(found.number(left, top) for left in found.rows for top in found.columns) == len(counted.items)
    known = {item.id: item for item in counted.items}
    for (left, top), ids in found.cells.items():
        for one in ids:
            assert left in values_of(known[one], row)
            assert top in values_of(known[one], column)


def test_types_over_years(counted: Basis) -> None:
    """Years run forward, the most frequent type stands first."""
    found = pivot(counted.items, Dimension.TYPE, Dimension.YEAR)
    assert found.columns == ("2023", "2024", "2025")
    assert found.rows[0] == PROPERTY
    assert [found.number(PROPERTY, year) for year in found.columns] == [1, 1, 1]
    assert len(found.ids(PROPERTY)) == 3
    assert len(found.ids(None, "2025")) == 2


def test_a_problem_counts_for_each_kind_of_measure(counted: Basis) -> None:
    """Kinds are counted per problem, not per measure; results do not count as measures."""
    found = pivot(counted.items, Dimension.TYPE, Dimension.KIND)
    assert found.number(PROPERTY, "建章立制") == 2
    assert found.number(PROPERTY, "追责问责") == 1
    assert len(found.ids(PROPERTY)) == 3
    assert set(kinds_of(counted.items[0])) == {"专项整治", "追责问责"}


def test_limits_that_passed(counted: Basis) -> None:
    """Late is what is past its limit and not completed, the longest first; today is what the caller says."""
    found = overdue(counted.items, TODAY)
    assert [(late.item.year, late.days) for late in found] == [(2023, 763), (2025, 32)]
    assert [late.item.year for late in overdue(counted.items, date(2025, 12, 31))] == [2023]
    assert past(date(2025, 1, 1), Status.COMPLETED, TODAY) == 0
    assert past(None, Status.IN_PROGRESS, TODAY) == 0


def test_a_problem_that_came_back(counted: Basis) -> None:
    """The same type at the same unit in a later inspection is a recurrence; at another unit it is not."""
    found = recurring(counted.items)
    assert [(one.unit, one.type) for one in found] == [("青岚市公安局", PROPERTY)]
    assert [one.day.year for one in found[0].rounds] == [2023, 2025]
    assert found[0].after_completion
    assert len(found[0].items) == 2


def test_two_problems_of_one_document_do_not_recur(counted: Basis) -> None:
    """Recurrence needs a later round."""
    assert recurring([item for item in counted.items if item.year == 2025] * 2) == ()


def test_the_workbook_holds_the_table_and_the_problems(counted: Basis) -> None:
    """The first sheet is the table with totals, the second names every problem, the third says what it rests on."""
    table = pivot(counted.items, Dimension.CLASS, Dimension.YEAR)
    book = openpyxl.load_workbook(BytesIO(workbook(table, counted.items, statements(counted, table))))
    assert book.sheetnames == ["统计表", "问题明细", "说明"]
    shown = [list(row) for row in book["统计表"].iter_rows(values_only=True)]
    assert shown == lines(table)
    assert shown[-1] == ["问题数", 2, 1, 2, 5]
    assert book["问题明细"].max_row == 6
    assert book["说明"]["A1"].value == statements(counted, table)[0]
