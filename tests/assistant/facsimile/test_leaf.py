"""Pages of originals."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from assistant.facsimile.leaf import Leaf, Mark, is_paged, leaf
from assistant.facsimile.painter import Painter, painter
from ingest.cleaning import clean
from ingest.readers import read
from kb.errors import UnreadableFileError
from kb.model import Page, Source, Span
from kb.originals import Originals
from tests.assistant.facsimile.prints import landscape, pages_of, printed, scanned
from tests.e2e import rounds
from tests.ingest.readers.builders import PARAGRAPH, pdf_bytes


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    """An empty store of originals."""
    return Originals(tmp_path / "originals")


def taken_in(originals: Originals, data: bytes, name: str = "通报.pdf") -> Source:
    """A file as the ingestion reads, cleans and keeps it."""
    cleaned = clean(read(data, name))
    return Source(name, name, originals.put(data), cleaned.text, (), cleaned.pages)


def under(shown: Leaf) -> list[tuple[int, int, int, int]]:
    """The marked boxes in pixels of the picture."""
    return [
        (
            box.left * shown.width // 10_000,
            box.top * shown.height // 10_000,
            -(-box.right * shown.width // 10_000),
            -(-box.bottom * shown.height // 10_000),
        )
        for box in shown.boxes
    ]


def ink(shown: Leaf, inside: list[tuple[int, int, int, int]]) -> tuple[int, int]:
    """The dark pixels of the picture: inside boxes, and in all."""
    picture = Image.open(io.BytesIO(shown.jpeg)).convert("L").point(lambda value: 255 * (value < 128))
    return sum(picture.crop(box).histogram()[255] for box in inside), picture.histogram()[255]


def test_the_cited_words_are_marked_where_they_are_printed(originals: Originals) -> None:
    """The picture has the size that is said, and the ink of the cited lines lies inside the boxes."""
    source = taken_in(originals, printed(rounds.PLAIN))
    at = source.text.index("逐案清点")
    cited = Span(at, source.text.index("164条", at))
    number = source.page_of(at)
    assert number is not None
    shown = leaf(originals, source, number, cited)
    assert (shown.mark, shown.pages, shown.number) == (Mark.MARKED, len(source.pages), number)
    assert Image.open(io.BytesIO(shown.jpeg)).size == (shown.width, shown.height)
    marked, whole = ink(shown, under(shown))
    lines = pages_of(rounds.PLAIN)[number - 1]
    share = len("".join(source.slice(cited).split())) / sum(len(text) for _, text in lines)
    assert share / 2 < marked / whole < share * 2


def test_a_passage_over_two_pages_is_marked_on_both(originals: Originals) -> None:
    """Each page marks its own part; pages before and after mark nothing."""
    units = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    source = taken_in(
        originals,
        printed(
            "\n".join(f"{one}单位报送{at}件材料，{one}单位负责核对，{PARAGRAPH}。" for at, one in enumerate(units))
        ),
    )
    first, second = source.pages[0].span, source.pages[1].span
    cited = Span(first.end - 40, second.start + 40)
    shown = [leaf(originals, source, number, cited) for number in (1, 2, 3)]
    assert [Mark.MARKED, Mark.MARKED, Mark.ELSEWHERE] == [one.mark for one in shown]
    assert min(box.top for box in shown[0].boxes) > 7000 > max(box.bottom for box in shown[1].boxes)
    assert not shown[2].boxes


def test_a_recognised_scan_is_marked(originals: Originals) -> None:
    """The invisible text of a scanner tells where the words stand."""
    text = PARAGRAPH + "。"
    source = taken_in(originals, scanned(pages_of(text), recognised=True))
    at = source.text.index("常规巡察")
    shown = leaf(originals, source, 1, Span(at, at + 4))
    assert Mark.MARKED is shown.mark
    assert 1 == len(shown.boxes)


def test_a_picture_is_shown_without_a_mark(originals: Originals) -> None:
    """A scan without text is shown as it is, and the note says why nothing is marked."""
    data = scanned([[]], recognised=False)
    source = Source("扫描.pdf", "", originals.put(data), PARAGRAPH, (), (Page(1, Span(0, len(PARAGRAPH)), 0.9),))
    shown = leaf(originals, source, 1, Span(0, 10))
    assert (Mark.PICTURE, ()) == (shown.mark, shown.boxes)
    assert "扫描" in shown.mark.note


def test_other_words_on_the_page_are_not_marked(originals: Originals) -> None:
    """Where the page does not hold the cited words, nothing is marked and the note says so."""
    data = printed(PARAGRAPH + "。")
    other = "车辆实行统一调派，油料凭卡加注，违规使用的追究责任。"
    source = Source("甲.pdf", "", originals.put(data), other, (), (Page(1, Span(0, len(other))),))
    shown = leaf(originals, source, 1, Span(0, 12))
    assert (Mark.UNSURE, ()) == (shown.mark, shown.boxes)
    assert "没有完全对上" in shown.mark.note


def test_turned_pages_are_marked_as_they_are_shown(originals: Originals) -> None:
    """A wide sheet, which the file turns by a right angle, is marked where its words stand on the screen."""
    source = taken_in(originals, landscape([PARAGRAPH[at : at + 40] for at in range(0, len(PARAGRAPH), 40)]))
    at = source.text.index("常规巡察")
    shown = leaf(originals, source, 1, Span(at, at + 40))
    assert shown.width > shown.height
    marked, whole = ink(shown, under(shown))
    share = 40 / len(PARAGRAPH)
    assert share / 2 < marked / whole < share * 2


def test_what_cannot_be_shown_is_said_in_plain_words(originals: Originals) -> None:
    """Missing, changed, locked and broken originals, and pages that are not there, have their own messages."""
    page = (Page(1, Span(0, 4)),)
    lost = Source("甲.pdf", "", hashlib.sha256(b"lost").hexdigest(), "甲乙丙丁", (), page)
    assert is_paged(originals, lost)
    with pytest.raises(UnreadableFileError, match="不在资料库"):
        leaf(originals, lost, 1)
    sound = printed(PARAGRAPH)
    changed = Source("乙.pdf", "", originals.put(sound), "甲乙丙丁", (), page)
    originals.path(changed.sha256).write_bytes(sound + b"%")
    with pytest.raises(UnreadableFileError, match="改动"):
        leaf(originals, changed, 1)
    locked = Source("丙.pdf", "", originals.put(pdf_bytes([[(80, "字")]], password=PARAGRAPH[:2])), "字", (), page)
    with pytest.raises(UnreadableFileError, match="加密"):
        leaf(originals, locked, 1)
    broken = Source("丁.pdf", "", originals.put(b"%PDF-1.4 nothing"), "字", (), page)
    with pytest.raises(UnreadableFileError, match="不是完整的 PDF"):
        leaf(originals, broken, 1)
    short = taken_in(originals, printed(PARAGRAPH + "。。"))
    with pytest.raises(UnreadableFileError, match="没有这一页"):
        leaf(originals, short, 9)


def test_only_pdfs_have_pages_to_show(originals: Originals) -> None:
    """A text, and a picture with the name of a PDF, have none."""
    page = (Page(1, Span(0, 1)),)
    assert not is_paged(originals, Source("甲.md", "", originals.put(b"# A"), "A", ()))
    assert not is_paged(originals, Source("甲.pdf", "", originals.put(b"\x89PNG"), "A", (), page))
    assert is_paged(originals, Source("甲", "", originals.put(printed("字")), "字", (), page))


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The program is ended, and the next page is painted by another."""
    path = tmp_path / "甲.pdf"
    path.write_bytes(printed(PARAGRAPH))
    hasty = Painter(limit=0.0)
    with pytest.raises(UnreadableFileError, match="过于复杂"):
        hasty.paint(path, 1)
    hasty._limit = 20.0
    assert 1 == hasty.paint(path, 1).pages
    hasty.stop()


def test_a_program_that_dies_is_started_again(tmp_path: Path) -> None:
    """A file that brings the program down does not spoil the pages after it."""
    path = tmp_path / "甲.pdf"
    path.write_bytes(printed(PARAGRAPH))
    shared = painter()
    shared.start()
    assert shared._running is not None
    shared._running.kill()
    shared._running.wait()
    assert 1 == shared.paint(path, 1).pages
