"""The lines of the source panel."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Passage, PassageKind, Span
from ui.components.source import Line, lines


def words(shown: list[Line]) -> str:
    """The text as the browser shows it."""
    return "\n".join("".join(piece.text for piece in line["pieces"]) for line in shown)


def styled(shown: list[Line], style: str) -> str:
    """The pieces of a style, line by line."""
    rows = [[piece.text for piece in line["pieces"] if piece.style == style] for line in shown]
    return "\n".join("".join(row) for row in rows if row)


def of_passage(shown: list[Line], seq: int) -> str:
    """The words of a passage without blanks."""
    return "".join("".join(p.text for line in shown for p in line["pieces"] if p.seq == seq).split())


TEXT = "示例条例\n第一条　甲方应当登记。\n第二条　乙方应当核对；\n（一）当日；\n\n（二）次日。\n第三条　丙方免除。"
FIRST, SECOND, THIRD = (TEXT.index(f"第{n}条") for n in "一二三")
PASSAGES = [
    (0, Passage(PassageKind.STRUCTURE, Span(0, FIRST), "")),
    (1, Passage(PassageKind.ARTICLE, Span(FIRST, SECOND), "第一条")),
    (2, Passage(PassageKind.ARTICLE, Span(SECOND, THIRD), "第二条")),
    (3, Passage(PassageKind.ARTICLE, Span(THIRD, len(TEXT)), "第三条")),
]


def draw(quote: Span | None = None) -> list[Line]:
    """The lines of the sample."""
    return list(lines(TEXT, Span(0, len(TEXT)), PASSAGES, title="示例条例", quote=quote))


def test_title_and_article_labels_stand_out() -> None:
    """The title line is set as title, and each article begins with its label as a piece of its own."""
    shown = draw()
    assert shown[0]["look"] == "title"
    assert styled(shown, "label").split() == ["第一条", "第二条", "第三条"]


def test_a_quote_over_several_lines_is_marked_exactly() -> None:
    """A quote that runs over line ends and an empty line is marked to the character."""
    quote = Span(TEXT.index("乙方"), TEXT.index("次日") + 2)
    assert styled(draw(quote), "mark") == TEXT[quote.start : quote.end]


def test_only_the_window_is_drawn() -> None:
    """A window in the middle draws its lines alone and keeps the passages apart."""
    shown = list(lines(TEXT, Span(SECOND, THIRD), PASSAGES))
    assert words(shown) == TEXT[SECOND:THIRD].removesuffix("\n")
    assert {piece.seq for line in shown for piece in line["pieces"] if piece.text.strip()} == {2}


def test_passages_that_share_a_line_are_told_apart() -> None:
    """Measures that follow each other in one paragraph each own exactly their words."""
    text = "整改情况：一是完善制度。二是开展检查。"
    second = text.index("二是")
    spans = [Span(0, 5), Span(5, second), Span(second, len(text))]
    passages = [(n, Passage(PassageKind.MEASURE, span, "")) for n, span in enumerate(spans)]
    shown = list(lines(text, Span(0, len(text)), passages))
    assert [of_passage(shown, n) for n in range(3)] == [text[span.start : span.end] for span in spans]


@given(st.data())
def test_words_and_marks_are_those_of_the_text(data: st.DataObject) -> None:
    """For any text, quote and passages, lines, marks and passages hold exactly their own characters."""
    text = data.draw(st.text(st.sampled_from("甲乙。\n <$*　第一条"), max_size=80))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    passages = [(i, Passage(PassageKind.ARTICLE, span, "第一条")) for i, span in enumerate(spans)]
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    shown = list(lines(text, Span(0, len(text)), passages, quote=Span(start, end)))
    assert words(shown) == text.removesuffix("\n")
    assert styled(shown, "mark").replace("\n", "") == text[start:end].replace("\n", "")
    for seq, passage in passages:
        assert of_passage(shown, seq) == "".join(text[passage.span.start : passage.span.end].split())
