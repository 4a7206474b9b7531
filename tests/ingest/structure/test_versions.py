"""Which text of a regulation is in force."""

from __future__ import annotations

from datetime import date

from ingest.structure.versions import Regulation, known_documents, link_versions, repealed_titles
from kb.model import Meta, Validity

TODAY = date(2025, 6, 1)
OLD = Regulation("旧", "甲条例", Meta(issued=date(2010, 1, 1), effective=date(2010, 3, 1)))
NEW = Regulation("新", "中华人民共和国甲条例", Meta(issued=date(2020, 1, 1), effective=date(2020, 3, 1)))


def validity(*regulations: Regulation, known: object = None) -> dict[object, Validity]:
    """The validity of each by key."""
    linked = link_versions(regulations, TODAY, known_documents(known or []))  # type: ignore[call-overload]
    return {key: meta.validity for key, meta in linked.items()}


def test_newer_text_of_the_same_title() -> None:
    """Of two texts with one title the older is amended, the newer in force, and each names the other."""
    linked = link_versions([NEW, OLD], TODAY)
    assert (linked["旧"].validity, linked["新"].validity) == (Validity.AMENDED, Validity.IN_FORCE)
    assert linked["旧"].superseded_by == "中华人民共和国甲条例（2020-01-01）"
    assert linked["新"].supersedes == "甲条例（2010-01-01）"
    assert all(meta.validity_reason for meta in linked.values())


def test_newer_text_not_yet_in_force() -> None:
    """Until the newer text takes effect the older one holds."""
    coming = NEW._replace(meta=Meta(issued=date(2025, 5, 1), effective=date(2026, 1, 1)))
    assert validity(OLD, coming) == {"旧": Validity.IN_FORCE, "新": Validity.NOT_YET}


def test_repealed_by_another() -> None:
    """A text that names another as repealed ends it."""
    repealer = Regulation("废", "乙条例", Meta(issued=date(2022, 1, 1)), ("甲条例",))
    assert validity(OLD, repealer) == {"旧": Validity.REPEALED, "废": Validity.IN_FORCE}


def test_repealer_older_than_the_text() -> None:
    """A text cannot repeal one that was issued after it."""
    repealer = Regulation("废", "乙条例", Meta(issued=date(2005, 1, 1)), ("甲条例",))
    assert Validity.IN_FORCE is validity(OLD, repealer)["旧"]


def test_listed_documents() -> None:
    """The list kept with the product tells of later texts and successors that are not stored."""
    later = [{"title": "甲条例", "dates": {"issued": "2010-01-01", "revised": ["2018-05-01"]}}]
    assert validity(OLD, known=later) == {"旧": Validity.AMENDED}
    succeeded = [{"title": "甲条例", "dates": {"issued": "2010-01-01"}, "superseded_by": "乙工作条例"}]
    assert validity(OLD, known=succeeded) == {"旧": Validity.REPEALED}
    versions = [
        {"title": "甲条例", "dates": {}},
        {"title": "甲条例（2010年文本）", "dates": {"issued": "2010-01-01"}, "superseded_by": "甲条例"},
    ]
    assert validity(OLD, NEW, known=versions) == {"旧": Validity.AMENDED, "新": Validity.IN_FORCE}


def test_text_without_a_date() -> None:
    """A text without a date is not judged against dated ones of its title."""
    undated = Regulation("无", "甲条例", Meta())
    linked = validity(NEW, undated)
    assert Validity.IN_FORCE is linked["新"]
    assert linked["无"] is not Validity.IN_FORCE
    assert Validity.IN_FORCE is validity(undated)["无"]


def test_repealed_titles() -> None:
    """The objects of 废止 are read, the act that repeals is not among them."""
    text = "自2020年1月1日起施行。2005年发布的《甲（试行）办法》和《乙规定》同时废止。依照《关于废止丙的决定》处理。"
    assert repealed_titles(text) == ("甲(试行)办法", "乙规定")
