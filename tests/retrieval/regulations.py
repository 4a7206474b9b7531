"""Regulations as the catalog lists them, for tests that need names and versions only."""

from __future__ import annotations

from datetime import date

from kb.catalog import RegulationInfo
from kb.model import Meta, Provenance, Validity


def regulation(
    title: str,
    *,
    issued: date | None = None,
    validity: Validity = Validity.IN_FORCE,
    provenance: Provenance = Provenance.ORIGINAL,
    supersedes: str | None = None,
    superseded_by: str | None = None,
    articles: int = 20,
) -> RegulationInfo:
    """A regulation with an id made of its title and date."""
    meta = Meta(issued=issued, validity=validity, supersedes=supersedes, superseded_by=superseded_by)
    identifier = f"{title}-{issued}-{provenance.value}"
    return RegulationInfo(identifier, 0, f"{title}.md", title, provenance, meta, articles)


LIBRARY = [
    regulation("公安机关督察条例", issued=date(2011, 8, 31)),
    regulation("中华人民共和国监察法", issued=date(2018, 3, 20), validity=Validity.AMENDED),
    regulation("中华人民共和国监察法", issued=date(2024, 12, 25)),
    regulation("公安机关办理刑事案件程序规定"),
    regulation("公安机关办理行政案件程序规定"),
    regulation("中华人民共和国人民警察使用警械和武器条例"),
    regulation("中华人民共和国公职人员政务处分法"),
    regulation("行政机关公务员处分条例"),
    regulation("信访条例", issued=date(2005, 1, 10), validity=Validity.REPEALED, superseded_by="信访工作条例"),
    regulation("信访工作条例", issued=date(2022, 2, 25), supersedes="信访条例"),
    regulation("中华人民共和国治安管理处罚法"),
    regulation("公安机关适用继续盘问规定"),
]
