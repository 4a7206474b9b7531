"""Which version of a regulation is in force, judged over all regulations of a knowledge base.

A parsed text alone cannot say whether it still holds.  Four things can: another text with the same title and a later
date, a text that says ``《…》同时废止``, a list of known documents kept with the product, and the day it takes effect.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ingest.structure.dates import first_date
from kb.corrections import VALIDITY_REASON
from kb.model import Document, Meta, Validity
from kb.text import fold

_DECORATION = re.compile(r"[《》〈〉<>“”\"\s]|\([^()]*\)|摘编|^示例|^中华人民共和国")
_REPEALED = re.compile(r"[^。;\n]*废止[^。;\n]*")
_TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")


class Regulation(NamedTuple):
    """One stored text of a regulation: any key of the caller, its title, what is known of it, and the titles that its
    own words repeal (:func:`repealed_titles`).
    """

    key: Hashable
    title: str
    meta: Meta
    repeals: tuple[str, ...] = ()


class Known(NamedTuple):
    """A text on the list kept with the product: its latest date, what took its place, and its validity there."""

    title: str
    latest: date | None
    successor: str | None
    validity: str


def bare_title(title: str) -> str:
    """A title for comparison: without marks, brackets, 摘编 and the name of the state."""
    return _DECORATION.sub("", fold(title))


def repealed_titles(text: str) -> tuple[str, ...]:
    """The titles that a text says are repealed: ``《…条例》同时废止``, ``…公布的《…办法》废止``."""
    found: list[str] = []
    for sentence in _REPEALED.finditer(fold(text)):
        words = sentence.group()
        before = words[: words.rindex("废止")]
        # 按照《…决定》废止 and 《关于废止…的决定》 name the act, not its object.
        found += [title for title in _TITLE.findall(before) if "废止" not in title and "决定" not in title]
    return tuple(dict.fromkeys(found))


def known_documents(entries: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Known, ...]]:
    """The list kept with the product (``documents`` of ``kb/library/sources.yaml``) by bare title.

    Texts of one title in several versions stand there as several entries.
    """
    known: dict[str, list[Known]] = defaultdict(list)
    for entry in entries:
        title = str(entry["title"])
        dates = entry.get("dates") or {}
        days = [day for text in (dates.get("issued"), *(dates.get("revised") or ())) if (day := first_date(str(text)))]
        successor = str(entry["superseded_by"]) if entry.get("superseded_by") else None
        one = Known(title, max(days, default=None), successor, str(entry.get("validity") or ""))
        known[bare_title(title)].append(one)
    return {title: tuple(entries) for title, entries in known.items()}


def link_versions(
    regulations: Sequence[Regulation], today: date, known: Mapping[str, Sequence[Known]] | None = None
) -> dict[Hashable, Meta]:
    """The metadata of every regulation with validity, its reason, and the texts before and after it.

    Rules in order: repealed by another text or by the list; amended where a text with the same title and a later date
    is stored or listed; not yet in force before its day; otherwise in force as far as this base knows.  A text without
    any date stays 待核实 when there is another of its title.  A validity decided by a user is kept.
    """
    groups: dict[str, list[Regulation]] = defaultdict(list)
    for regulation in regulations:
        groups[bare_title(regulation.title)].append(regulation)
    repealers = _repealers(regulations)
    linked: dict[Hashable, Meta] = {}
    for title, group in groups.items():
        ordered = sorted(group, key=_when)
        for place, regulation in enumerate(ordered):
            earlier = [one for one in ordered[:place] if _when(one) < _when(regulation)]
            later = [one for one in ordered[place + 1 :] if _when(one) > _when(regulation)]
            validity, reason, successor = _judge(
                regulation, later, repealers.get(title, ()), (known or {}).get(title, ()), today, alone=len(group) == 1
            )
            supersedes = _named(earlier[-1]) if earlier else regulation.meta.supersedes
            judged = replace(
                regulation.meta,
                validity=validity,
                validity_reason=reason,
                supersedes=supersedes,
                superseded_by=successor,
            )
            linked[regulation.key] = _decided(regulation.meta, judged)
    return linked


def _decided(meta: Meta, judged: Meta) -> Meta:
    """What a user has decided stands; the reason says what would have been judged."""
    if not meta.validity_manual:
        return judged
    reason = f"{VALIDITY_REASON}；程序判断为{judged.validity.value}：{judged.validity_reason}"
    outdated = meta.validity.is_superseded
    successor = judged.superseded_by if outdated else None
    return replace(judged, validity=meta.validity, validity_reason=reason, superseded_by=successor)


def _when(regulation: Regulation) -> date:
    """The day of a text; texts without a day sort first."""
    return regulation.meta.issued or regulation.meta.effective or date.min


def _named(regulation: Regulation) -> str:
    """Title with the version in brackets."""
    day = regulation.meta.issued or regulation.meta.effective
    return f"{regulation.title}（{day}）" if day else regulation.title


def _repealers(regulations: Sequence[Regulation]) -> dict[str, list[Regulation]]:
    """Who repeals what, by bare title."""
    repealers: dict[str, list[Regulation]] = defaultdict(list)
    for regulation in regulations:
        for title in regulation.repeals:
            repealers[bare_title(title)].append(regulation)
    return repealers


def _judge(
    regulation: Regulation,
    later: Sequence[Regulation],
    repealers: Sequence[Regulation],
    listed: Sequence[Known],
    today: date,
    *,
    alone: bool,
) -> tuple[Validity, str, str | None]:
    """Validity, its reason in Chinese, and the text that took its place."""
    own = _when(regulation)
    for repealer in repealers:
        begins = repealer.meta.effective or repealer.meta.issued
        if repealer.key != regulation.key and _when(repealer) > own and (begins is None or begins <= today):
            return Validity.REPEALED, f"{_named(repealer)}写明本文件同时废止", _named(repealer)
    if later:
        newest = later[-1]
        begins = newest.meta.effective
        if begins is None or begins <= today or begins <= _when(newest):
            return Validity.AMENDED, f"库内有同名文件的较新文本：{_named(newest)}", _named(newest)
    outdated = _listed(regulation, listed)
    if outdated:
        return outdated
    if regulation.meta.effective and regulation.meta.effective > today:
        return Validity.NOT_YET, f"自{regulation.meta.effective}起施行", None
    if own == date.min and not alone:
        return Validity.UNKNOWN, "没有日期，无法与库内同名文件比较先后", None
    return Validity.IN_FORCE, "库内同名文件的最新文本，未见修订或废止的记载", None


def _listed(regulation: Regulation, listed: Sequence[Known]) -> tuple[Validity, str, str | None] | None:
    """What the list says against a text; None where it says nothing or the text is its newest."""
    title, issued = bare_title(regulation.title), regulation.meta.issued
    # Without a date of its own a text can only be told from a list that knows a single version.
    same = [one for one in listed if (one.latest == issued if issued else len(listed) == 1)]
    for one in same:
        if one.successor:
            amended = bare_title(one.successor) == title
            validity = Validity.AMENDED if amended else Validity.REPEALED
            return validity, f"随附清单注明已由《{one.successor}》取代", one.successor
        if one.validity == Validity.REPEALED.value:
            return Validity.REPEALED, "随附清单注明已废止", None
    newer = [one for one in listed if issued and one.latest and one.latest > issued]
    if newer:
        newest = max(newer, key=lambda one: one.latest or date.min)
        return Validity.AMENDED, f"随附清单载有{newest.latest}的较新文本", newest.title
    return None


def as_regulation(key: Hashable, document: Document, text: str) -> Regulation:
    """A parsed document with the text of its source, ready for :func:`link_versions`."""
    return Regulation(
        key, document.title, document.meta, repealed_titles(text[document.span.start : document.span.end])
    )
