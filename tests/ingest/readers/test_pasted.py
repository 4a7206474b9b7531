"""Tables pasted into plain text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.pasted import tables_in_rows

HEADS = ["序号", "反馈问题", "整改措施", "责任单位", "完成时限"]


def test_tabs_with_a_broken_cell() -> None:
    """A cell that holds line breaks does not end its row; a heading without tabs ends the table."""
    text = "\n".join(["\t".join(HEADS), "1\t台账不全\t1.补齐；", "2.检查\t督察队\t6月底", "二、其他方面"])
    assert tables_in_rows(text).split("\n") == [
        " | ".join(HEADS),
        "1 | 台账不全 | 1.补齐；2.检查 | 督察队 | 6月底",
        "二、其他方面",
    ]


def test_one_cell_to_a_line() -> None:
    """Cells on lines of their own become rows; lists go on with their cell, groups stand between rows, notes stay."""
    rows = [
        "一、执法类",
        "1",
        "台账不全",
        "1.补齐；",
        "2.检查。",
        "督察队",
        "6月底",
        "2",
        "巡查少",
        "加密",
        "治安队",
        "年底",
    ]
    lines = tables_in_rows("\n".join([*HEADS, *rows, "填表说明：每月更新"])).split("\n")
    assert lines[1:] == [
        "一、执法类",
        "1 | 台账不全 | 1.补齐；2.检查。 | 督察队 | 6月底",
        "2 | 巡查少 | 加密 | 治安队 | 年底",
        "填表说明：每月更新",
    ]


def test_row_with_missing_cells_ends_the_table() -> None:
    """What does not come out even is left as it stands."""
    text = "\n".join([*HEADS, "1", "台账不全", "补齐"])
    assert tables_in_rows(text) == text


@given(st.text(alphabet="序号问题措施责任时限12\t\n；。一、", max_size=200))
def test_no_words_are_lost(text: str) -> None:
    """Only blanks and dividers change, whatever the text."""

    def words(some: str) -> str:
        return "".join(some.replace(" | ", "").split())

    assert words(tables_in_rows(text)) == words(text)
