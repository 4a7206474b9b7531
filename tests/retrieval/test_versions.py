"""Which version of a regulation may be the basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.lexicon import load_lexicon
from kb.model import Provenance, Validity
from retrieval.names import RegulationNames
from retrieval.understand import understand
from retrieval.versions import Versions, edition_unheld, start_of
from tests.retrieval.regulations import regulation

OLD = regulation("青岚市值班条例", issued=date(2009, 5, 1), validity=Validity.AMENDED)
NEW = regulation("青岚市值班条例", issued=date(2021, 3, 1))
DIGEST = regulation("青岚市值班条例", issued=date(2022, 3, 1), provenance=Provenance.DIGEST)
RENAMED = regulation("来访条例", issued=date(2005, 1, 1), validity=Validity.REPEALED, superseded_by="来访工作条例")
SUCCESSOR = regulation("来访工作条例", issued=date(2022, 2, 1), supersedes="来访条例")
ALONE = regulation("备勤办法", issued=date(2001, 1, 1), validity=Validity.REPEALED)
ALL = [OLD, NEW, DIGEST, RENAMED, SUCCESSOR, ALONE]
LEXICON = load_lexicon()


def excluded(text: str) -> set[str]:
    """The ids of the excluded documents."""
    names = RegulationNames(ALL, {})
    return {source for source, _ in Versions(ALL).excluded(understand(text, names, LEXICON), names)}


def test_superseded_and_digests_are_left_out() -> None:
    """By default amended, repealed and digested texts are out where the valid official one is held."""
    assert {OLD.source_id, DIGEST.source_id, RENAMED.source_id} == excluded("值班最长多少小时")


def test_only_text_of_a_matter_stays() -> None:
    """A repealed text without a successor is still found."""
    assert ALONE.source_id not in excluded("备勤办法怎么说")


@pytest.mark.parametrize(
    "text", ["旧的值班条例怎么说", "2010年值班条例", "修订前的值班条例第三条", "2021年修订前的值班条例"]
)
def test_asked_for_the_old_one(text: str) -> None:
    """Asked for, the earlier version takes the place of the valid one; other regulations stay as they are."""
    out = excluded(text)
    assert OLD.source_id not in out
    assert {NEW.source_id, RENAMED.source_id} <= out
    assert SUCCESSOR.source_id not in out


@pytest.mark.parametrize("text", ["旧法里值班最长多少小时", "2010年那会儿值班最长多少小时"])
def test_the_law_of_then_without_a_name(text: str) -> None:
    """Where no regulation is named, the version of that time takes the place of the present one in all of them; one
    that has no such version stays.
    """
    out = excluded(text)
    assert {NEW.source_id, SUCCESSOR.source_id, DIGEST.source_id} == out


def test_a_version_told_by_the_number_of_its_order() -> None:
    """The number of an order tells the version, beside the name or without it."""
    numbered = RENAMED._replace(meta=replace(RENAMED.meta, doc_number="令第431号"))
    held = [*(r for r in ALL if r is not RENAMED), numbered]
    names = RegulationNames(held, {})
    for text in ("国务院令431号来访条例要不要听证", "国务院令第431号对听证怎么规定"):
        out = {source for source, _ in Versions(held).excluded(understand(text, names, LEXICON), names)}
        assert numbered.source_id not in out
        assert SUCCESSOR.source_id in out
    (other,) = {source for source, _ in Versions(held).excluded(understand("令第43号", names, LEXICON), names)} & {
        numbered.source_id
    }
    assert other == numbered.source_id


def test_what_came_to_apply_later_is_told() -> None:
    """Text that did not apply on the day asked for is quoted with a warning; not where it is told already that the
    edition is not held, nor where no day is asked for.
    """
    versions = Versions(ALL)
    names = RegulationNames(ALL, {})
    asked = understand("2015年那会儿接访最多等几天", names, LEXICON)
    documents = [(SUCCESSOR.source_id, SUCCESSOR.part), (OLD.source_id, OLD.part)]
    (warning,) = versions.later(asked, documents)
    assert "《来访工作条例》" in warning
    assert "2022年2月1日" in warning
    assert "2015年" in warning
    assert versions.later(asked, documents, unheld=["来访工作条例"]) == ()
    assert versions.later(understand("接访最多等几天", names, LEXICON), documents) == ()


def test_an_earlier_text_that_may_be_meant_is_told() -> None:
    """Where the law of an earlier time may be asked for, the earlier text of what is quoted is named, and how to ask
    for it; not where there is none, nor where there is no doubt.
    """
    versions, names = Versions(ALL), RegulationNames(ALL, {})
    asked = understand("值班最长几小时", names, LEXICON)
    doubtful = replace(asked, maybe_old=True)
    (told,) = versions.earlier(doubtful, (NEW.source_id, NEW.part), names)
    assert "2009年的《青岚市值班条例》（已被修订）" in told
    (renamed,) = versions.earlier(doubtful, (SUCCESSOR.source_id, SUCCESSOR.part), names)
    assert "2005年的《来访条例》" in renamed
    assert versions.earlier(doubtful, (OLD.source_id, OLD.part), names) == ()
    assert versions.earlier(doubtful, ("unknown", 0), names) == ()
    assert versions.earlier(asked, (NEW.source_id, NEW.part), names) == ()


@pytest.mark.parametrize("text", ["新旧值班条例有什么不同", "2010年的值班条例和现在的值班条例有什么区别"])
def test_compared_versions_both_stay(text: str) -> None:
    """Who compares the old text with the new one is shown both."""
    assert not {OLD.source_id, NEW.source_id} & excluded(text)


def test_a_text_compared_with_its_successor_stays() -> None:
    """A repealed text stays where it is named beside the one that took its place, and only there."""
    assert RENAMED.source_id not in excluded("来访条例和来访工作条例有什么不同")
    assert RENAMED.source_id in excluded("来访条例有什么变化")


def test_version_of_a_later_date_is_the_valid_one() -> None:
    """The version of 2022 is that of 2021."""
    out = excluded("2022年的值班条例")
    assert OLD.source_id in out
    assert NEW.source_id not in out


def test_renamed_predecessor() -> None:
    """The old text of a regulation that changed its name is found under the new one."""
    out = excluded("旧的来访工作条例怎么说")
    assert RENAMED.source_id not in out
    assert SUCCESSOR.source_id in out


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2005年的值班条例怎么说", "青岚市值班条例"),
        ("以前的来访工作条例2001年版怎么说", "来访工作条例"),
        ("旧的巡逻办法怎么说", "巡逻办法"),
        ("2010年的值班条例怎么说", ""),
        ("旧的值班条例怎么说", ""),
        ("值班条例怎么说", ""),
        ("2005年的值班条例和现在的有什么不同", ""),
        ("2005年的无日期规定怎么说", ""),
    ],
)
def test_an_edition_that_is_not_held_is_told(text: str, title: str) -> None:
    """Asked for an edition before the first one held, or for an old text where there is only one; not where no day is
    known.
    """
    held = [*ALL, regulation("巡逻办法", issued=date(2015, 1, 1)), regulation("无日期规定")]
    names = RegulationNames(held, {})
    query = understand(text, names, LEXICON)
    unheld = Versions(held).unheld(query, names)
    assert unheld == ((title,) if title else ())
    assert all(f"《{title}》" in edition_unheld(one, query) for one in unheld)


def test_start_of_a_version() -> None:
    """The day of effect counts before revision and issue; that of the first text, which an amended one repeats, does
    not.
    """
    meta = replace(NEW.meta, revised=(date(2020, 1, 1),), effective=date(2021, 5, 1))
    assert date(2021, 5, 1) == start_of(meta)
    assert date(2020, 1, 1) == start_of(replace(meta, effective=None))
    assert date(2020, 1, 1) == start_of(replace(meta, effective=date(2009, 5, 1)))
    assert NEW.meta.issued == start_of(replace(meta, revised=(), effective=None))
