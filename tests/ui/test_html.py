"""Static HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ui.components.html import join, tag, verbatim


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.text += data


@given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), min_size=1))
def test_any_text_stays_text(text: str) -> None:
    """Whatever a text holds, the browser sees one element whose words and title are exactly that text."""
    reader = Reader()
    reader.feed(tag("p", text, css="x", title=text))
    reader.close()
    assert reader.text == text
    assert reader.tags == [("p", {"class": "x", "title": text})]


def test_elements_nest() -> None:
    """Markup made by ``tag`` is kept as it is inside another element; plain strings beside it are escaped."""
    assert tag("p", tag("b", "一"), "<i>") == "<p><b>一</b>&lt;i&gt;</p>"
    assert join("<", tag("b", "二")) == "&lt;<b>二</b>"


def test_signs_of_markdown_are_escaped() -> None:
    """Streamlit strikes out what stands between two tildes and drops the signs."""
    assert verbatim("2~3天，5~6天") == "2\\~3天，5\\~6天"
    assert verbatim("![图](http://例)\n《条例》第三条") == "\\!\\[图\\]\\(http\\:\\/\\/例\\) 《条例》第三条"
