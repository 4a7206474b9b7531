"""The page of the original in the source panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.facsimile.prints import printed
from tests.e2e import rounds
from tests.kb.sample import HashEmbedder
from ui.components import leaf, source
from ui.components.leaf import Turned
from ui.components.place import Place


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A notice as PDF and as text."""
    (tmp_path / "通报.pdf").write_bytes(printed(rounds.PLAIN))
    (tmp_path / "文本.md").write_text(rounds.TEXT, encoding="utf-8")
    with KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder()) as kb:
        assert not ingest_paths(kb, [tmp_path / "通报.pdf", tmp_path / "文本.md"]).failed
        yield kb


def opened(kb: KnowledgeBase, doc: str, turned: Turned) -> leaf.LeafView | None:
    """The page in the panel for the last measure of a document."""
    info = next(one for one in kb.catalog.sources() if one.doc.startswith(doc))
    stored = kb.catalog.load(info.source_id)
    seq = max(seq for seq, passage in enumerate(stored.passages) if passage.kind == "measure")
    place = Place(info.source_id, info.generation, stored.documents[0].part, seq)
    return source.view(kb.catalog, place, kb.originals, turned)["leaf"]


def test_a_pdf_offers_its_pages_and_draws_them_when_asked(kb: KnowledgeBase) -> None:
    """While the text is shown no picture is sent; as printed the cited page comes first, others when turned to."""
    text = opened(kb, "通报", Turned())
    assert text is not None
    assert (text["printed"], text["image"]) == (False, "")
    page = opened(kb, "通报", Turned(printed=True))
    assert page is not None
    assert page["number"] == page["first"] == text["first"] > 1
    assert page["image"].startswith("data:image/jpeg;base64,")
    assert page["boxes"]
    assert not page["note"]
    other = opened(kb, "通报", Turned(printed=True, page=1))
    assert other is not None
    assert (other["number"], other["boxes"], other["first"]) == (1, [], page["first"])


def test_a_text_has_no_pages(kb: KnowledgeBase) -> None:
    """The switch is not offered where there is nothing to switch to, whatever was chosen before."""
    assert opened(kb, "文本", Turned(printed=True)) is None


def test_a_lost_original_is_said_in_the_panel(kb: KnowledgeBase) -> None:
    """The text can still be read; the page says what happened and what to do."""
    [info] = [one for one in kb.catalog.sources() if one.doc.startswith("通报")]
    kb.originals.remove(info.sha256)
    page = opened(kb, "通报", Turned(printed=True))
    assert page is not None
    assert (page["image"], page["pages"] > 1) == ("", True)
    assert "重新收录" in page["note"]
