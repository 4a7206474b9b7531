"""Measures of another unit in the names of one's own, every replaced word marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.adapting import NOTE, REGION_BLANK, adapt

TEXT = "修订《云泽市公安局值班规定》，云泽公安开设专栏，在云泽市范围内清查车辆12辆。"


def test_names_of_unit_and_place_are_replaced_and_marked() -> None:
    """Unit, place with rank and place alone give way to those of the user's unit; figures stay."""
    adapted = adapt(TEXT, ["云泽市公安局"], "望澜市公安局")
    assert adapted.text == "修订《望澜市公安局值班规定》，望澜公安开设专栏，在望澜市范围内清查车辆12辆。"
    assert [item.original for item in adapted.replacements] == ["云泽市公安局", "云泽公安", "云泽市"]
    assert adapted.note == NOTE


def test_a_unit_without_a_place_leaves_a_blank_for_it() -> None:
    """Where the user's unit names no place, the source's place becomes a blank and never stays."""
    adapted = adapt(TEXT, ["云泽市公安局"], "星汀分局")
    assert "云泽" not in adapted.text
    assert f"在{REGION_BLANK}范围内" in adapted.text


def test_nothing_to_replace_leaves_the_quote() -> None:
    """A text without the names, an unknown unit, or the same unit stays the quote it was."""
    assert adapt("清查车辆12辆。", ["云泽市公安局"], "望澜市公安局") == ("清查车辆12辆。", (), "")
    assert adapt(TEXT, [], "望澜市公安局").replacements == ()
    assert adapt(TEXT, ["云泽市公安局"], " ").text == TEXT
    assert adapt(TEXT, ["云泽市公安局"], "云泽市公安局") == (TEXT, (), "")


@given(st.text("云泽市公安局望澜，。1", max_size=60), st.sampled_from(["望澜市公安局", "星汀分局", "某县公安局"]))
def test_what_was_replaced_can_be_put_back(text: str, unit: str) -> None:
    """Putting the originals back at the marked places gives the source's words again."""
    adapted = adapt(text, ["云泽市公安局"], unit)
    restored = adapted.text
    for start, end, original in reversed(adapted.replacements):
        assert 0 <= start < end <= len(restored)
        restored = restored[:start] + original + restored[end:]
    assert restored == text
