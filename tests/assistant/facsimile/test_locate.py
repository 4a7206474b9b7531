"""Finding cited words among those printed on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.facsimile.locate import boxes, locate
from assistant.facsimile.painter import Box
from kb.model import Span

STORED = (
    "第一条 为了规范保管，制定本办法。\n第二条 物品应当当日入库，逐件登记。\n第三条 每月清点一次，清点记录留存三年。"
)
PRINTED = f"云泽市公安局文件{''.join(STORED.split())}—3—"


def cited(words: str, stored: str = STORED) -> Span:
    """The place of words in the stored text."""
    return Span(stored.index(words), stored.index(words) + len(words))


def found(printed: str, stored: str, span: Span) -> list[str]:
    """The printed words that were found."""
    return [printed[one.start : one.end] for one in locate(printed, stored, span)]


def test_words_are_found_whatever_stands_around_them() -> None:
    """Heads, page numbers, blanks and line ends do not matter."""
    assert ["当日入库，逐件登记"] == found(PRINTED, STORED, cited("当日入库，逐件登记"))


def test_marks_of_the_quote_are_marked_and_no_others() -> None:
    """Brackets and full stops at the ends of a quote belong to it; those of its neighbours do not."""
    stored = "（一）登记。（二）核对；（三）上报。"
    assert ["（二）核对；"] == found(stored, stored, cited("（二）核对；", stored))
    assert ["核对"] == found(stored, stored, cited("核对", stored))


def test_full_width_digits_and_radicals_are_the_same_words() -> None:
    """Printed forms of a character that look alike count as one."""
    assert ["⽂件共１２件"] == found("⽂件共１２件，完", "文件共12件，完", cited("文件共12件", "文件共12件，完"))


def test_masked_and_repaired_words_are_marked_with_the_others() -> None:
    """A name that was masked on taking in does not part the mark."""
    printed = PRINTED.replace("逐件登记", "由保管员李木子逐件登记")
    stored = STORED.replace("逐件登记", "由保管员李某某逐件登记")
    assert ["物品应当当日入库，由保管员李木子逐件登记"] == found(
        printed, stored, cited("物品应当当日入库，由保管员李某某逐件登记", stored)
    )


def test_what_stands_twice_is_told_apart_by_its_place() -> None:
    """The same words in two sentences: the ones cited are marked."""
    stored = "甲单位应当逐件登记并上报。乙单位每月清点，应当逐件登记并上报。丙单位免除。"
    second = Span(stored.rindex("应当逐件"), stored.rindex("应当逐件") + 8)
    [at] = locate("目录" + stored, stored, second)
    assert at == Span(second.start + 2, second.end + 2)


def test_repeated_words_are_told_apart_by_those_around_them() -> None:
    """Where the page has the words once more than the stored text, the words around them decide, or nothing does."""
    stored = "甲单位应当逐件登记并上报。丙单位免除，另行通知。"
    [at] = locate("乙单位应当逐件登记并上报。" + stored, stored, cited("应当逐件登记", stored))
    assert 13 + stored.index("应当") == at.start
    assert [] == locate("一、应当逐件登记。二、应当逐件登记。", "应当逐件登记。", Span(0, 6))


def test_other_words_are_not_marked() -> None:
    """Another page, and another version of the sentence, leave no mark."""
    assert [] == locate("完全不同的一页，讲的是车辆使用和油料管理。", STORED, cited("每月清点一次，清点记录留存三年"))
    assert [] == locate(PRINTED.replace("清点记录留存三年", "发现问题即时报告"), STORED, cited("清点记录留存三年"))
    assert [] == locate("", STORED, cited("每月"))
    assert [] == locate(PRINTED, STORED, cited("，"))


def test_boxes_are_joined_line_by_line() -> None:
    """Characters side by side become one box, those of the next line another; places without extent are left out."""
    row = [Box(100, 10, 200, 60), Box(200, 12, 300, 60), Box(300, 0, 300, 0), Box(300, 10, 400, 60)]
    assert [Box(100, 10, 400, 60), Box(100, 90, 200, 140)] == boxes([*row, Box(100, 90, 200, 140)], [Span(0, 5)])
    assert [] == boxes(row, [])


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_places_lie_on_the_page(printed: str, stored: str, one: int, other: int) -> None:
    """Whatever is compared, places are in order, inside the page and not empty."""
    places = locate(printed, stored, Span(min(one, other), max(one, other)))
    assert all(0 <= place.start < place.end <= len(printed) for place in places)
    assert places == sorted(places)


@given(st.text(alphabet="甲乙丙丁。，1 \n", min_size=1, max_size=80), st.data())
def test_the_same_page_is_always_found(text: str, data: st.DataObject) -> None:
    """Where page and stored text are one, words of it are found at their own place."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    keys = [at for at in range(start, end) if text[at].isalnum()]
    places = locate(text, text, Span(start, end))
    assert places if keys else not places
    if keys:
        assert start <= places[0].start <= keys[0]
        assert keys[-1] < places[-1].end <= end
