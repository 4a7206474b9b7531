"""A draft as plain text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.anchor import Found, Resolution
from assistant.export.marks import UNVERIFIED, Marks
from assistant.export.text import NOTES_HEADING, to_text
from tests.assistant.export.samples import HEAD, NARROW, NOTES, paper


def test_markers_are_numbered_anew_in_order_of_appearance() -> None:
    """The second place comes first here; a number used again stays; the notes stand at the end."""
    lines = to_text(paper("甲一。[2]乙二。[1]\n丙三。[2]")).splitlines()
    assert ["　　甲一。[1]乙二。[2]", "　　丙三。[1]"] == lines[2:4]
    at = lines.index(NOTES_HEADING)
    assert lines[at + 1].startswith("[1] 《青岚市勤务规定》（摘编，已被修订）第三条")
    assert lines[at + 2].startswith("[2] 《青岚市整改通报》（示例（虚构））二(二)7.一是")
    assert len(lines) == at + 3


def test_head_lists_and_signature_are_lines() -> None:
    """The elements of the paper stand in their order; cells are parted by tabs, dates written out."""
    lines = [line for line in to_text(paper("正文。", head=HEAD, tables=(NARROW,))).splitlines() if line]
    assert ["机密★1年", "特急", "青公督〔2026〕3号", "关于装备管理问题的通报", "各分局：", "　　正文。"] == lines[:6]
    assert ["青岚市公安局", "2026年11月22日", "联系人：李某", "问题清单", "序号\t问题\t时限"] == lines[6:11]
    assert "1\t台账不清[1]\t2026年12月31日" == lines[11]


def test_unverified_sentences_are_marked() -> None:
    """A failed sentence, one with a number that leads nowhere and one whose words are gone."""
    gone = {2: Resolution(Found.MISSING, NOTES[2])}
    text = to_text(paper("甲一。[1]乙二。[7]丙三。[2]丁四。[1]"), resolutions=gone, marks=Marks.of([(0, "丁四。")]))
    assert f"甲一。[1]乙二。{UNVERIFIED}丙三。{UNVERIFIED}丁四。[1]{UNVERIFIED}" in text


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_written(body: str, title: str) -> None:
    """No text fails, and nothing unprintable is left in it."""
    written = to_text(paper(body, title=title))
    assert not set(written) & {"\x00", "\x08", "\x0b", "\x0c", "\x1b"}
