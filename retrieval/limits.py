"""What a search is limited to: kinds of evidence, units, places, years, states, problem types.

Limits are set by the user, or read from the question where it names them plainly (无锡市公安局以往怎么整改的,
还有哪些问题没整改完).  Each applies where it means something: unit, place and year to documents about a unit, state and
type to problems; articles of regulations are limited by kind alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from kb.catalog import Catalog
from kb.model import Group, Meta, Status, StoredPassage
from kb.text import fold

#: What may stand around a unit's name without being part of it.
_UNIT_FRAME = re.compile(r"^中共|(?:党委|党组|党总支|委员会)$")

#: Ends that a place may lose in speech: 青岚市 → 青岚.
_PLACE_END = re.compile(r"(?:省|市|县|区|州|盟|旗)$")

#: A place shorter than this without its end is a syllable of many words.
_SHORTEST_PLACE = 2

#: A question for problems by their state.  Only such a question limits: 拖了好几年没整改 describes a problem.
_BY_STATE = re.compile(
    r"(?:哪些|哪几个|哪几项|什么)(?:问题|事项|任务)?.{0,6}?(?P<state>没有?|未|尚未|还?没|正在|还在|已经?|长期).{0,4}?(?:整改|完成|办结|销号|坚持)"
)
_STATES = (
    (re.compile(r"正在|还在"), (Status.IN_PROGRESS,)),
    (re.compile(r"长期"), (Status.LONG_TERM,)),
    (re.compile(r"没|未"), (Status.IN_PROGRESS, Status.LONG_TERM, Status.NOT_STARTED, Status.FEEDBACK_ONLY)),
    (re.compile(r"已"), (Status.COMPLETED, Status.BASICALLY_COMPLETED)),
)

#: A year that limits precedents: 2021年的通报, 2021年以来巡察.  Years of laws (2018年修订的) are read elsewhere.
_YEARS = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?(?P<since>以来|以后|之后|起)?(?:的|公布的|发布的|那次)?(?:巡察|整改|通报|反馈|先例|案例)"
)

#: A unit that is asked about by name, known or not; 我市、本区、各县 and the like name none.
_OWN = "我本你您咱某各全哪别外其这那该同们的"
_ASKED_UNIT = re.compile(
    rf"(?P<unit>(?:[\u4e00-\u9fff](?<![{_OWN}])){{2,4}}?"
    r"(?:(?:省|市|县|区|州|盟|旗)(?:公安[局厅]|分局|交警[支大]队|[支大]队|派出所)(?=[^，。？]{0,16}?(?:怎么|如何|怎样))"
    r"|[省市县](?=(?:公安机关|公安|警方)?(?:以往|以前|当时|那边|那里)?(?:是|都)?(?:怎么|如何|怎样))))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search keeps; an empty field keeps everything.

    ``types`` are codes of the taxonomy or whole classes (``执法办案``); ``since`` and ``until`` are years, both
    included.
    """

    groups: frozenset[Group] = frozenset()
    units: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    statuses: frozenset[Status] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The limits in words, empty without any: ``青岚市公安局；2021年以来；正在整改``."""
        parts = [
            "、".join(group.label for group in Group if group in self.groups),
            "、".join(sorted(self.units)),
            "、".join(sorted(self.regions)),
            _years(self.since, self.until),
            "、".join(status.label for status in Status if status in self.statuses),
            "、".join(sorted(self.types)),
        ]
        return "；".join(part for part in parts if part)


def _years(since: int | None, until: int | None) -> str:
    if since is None and until is None:
        return ""
    if since == until:
        return f"{since}年"
    return (
        (f"{since}年" if since else "")
        + ("至" if since and until else "以来" if since else "截至")
        + (f"{until}年" if until else "")
    )


def year_of(meta: Meta) -> int | None:
    """The year a document about a unit belongs to: that of its publication, else of the feedback or the inspection."""
    day = meta.published or meta.feedback_date or meta.period_end or meta.period_start or meta.issued
    return day.year if day else None


class _About(NamedTuple):
    """Which unit a document is about, where and when."""

    unit: str
    region: str
    year: int | None


class Holdings:
    """What the knowledge base holds, as far as limits ask for it; built once per revision of the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._documents = {
            (document.source_id, document.part): _About(
                document.meta.unit or "", document.meta.region or "", year_of(document.meta)
            )
            for source in catalog.sources()
            for document in source.documents
        }
        self._problems = {
            (info.source_id, info.problem.locator): (info.problem.status, tuple(t.code for t in info.problem.types))
            for info in catalog.problems()
        }

    @property
    def units(self) -> list[str]:
        """Inspected units as printed."""
        return sorted({about.unit for about in self._documents.values()} - {""})

    @property
    def regions(self) -> list[str]:
        """Places."""
        return sorted({about.region for about in self._documents.values()} - {""})

    @property
    def years(self) -> list[int]:
        """Years of documents about units."""
        return sorted({about.year for about in self._documents.values() if about.year and about.unit})

    def admits(self, limits: Limits, passage: StoredPassage) -> bool:
        """Whether a passage stands within the limits."""
        group = passage.kind.group
        if limits.groups and group not in limits.groups:
            return False
        if group is Group.ARTICLE:
            return True
        about = self._documents.get((passage.key.source, passage.part), _About("", "", None))
        if (limits.units and about.unit not in limits.units) or (limits.regions and about.region not in limits.regions):
            return False
        if limits.since is not None and (about.year is None or about.year < limits.since):
            return False
        if limits.until is not None and (about.year is None or about.year > limits.until):
            return False
        return group is not Group.PRECEDENT or self._admits_problem(limits, passage)

    def _admits_problem(self, limits: Limits, passage: StoredPassage) -> bool:
        if not (limits.statuses or limits.types):
            return True
        found = self._problems.get((passage.key.source, passage.problem)) if passage.problem else None
        if found is None:
            return False
        status, types = found
        if limits.statuses and status not in limits.statuses:
            return False
        return not limits.types or any(
            code == wanted or code.startswith(f"{wanted}/") for code in types for wanted in limits.types
        )

    def read(self, question: str) -> Limits:
        """The limits that a question (width folded) names plainly."""
        named = frozenset(unit for unit in self.units if _bare(unit) in question)
        regions = (
            frozenset()
            if named
            else frozenset(
                region
                for region in self.regions
                if region in question
                or (len(short := _PLACE_END.sub("", region)) >= _SHORTEST_PLACE and short in question)
            )
        )
        limits = Limits(units=named, regions=regions)
        if year := _YEARS.search(question):
            since = int(year["year"])
            limits = replace(limits, since=since, until=None if year["since"] else since)
        if state := _BY_STATE.search(question):
            statuses = next(found for pattern, found in _STATES if pattern.search(state["state"]))
            limits = replace(limits, statuses=frozenset(statuses))
        return limits

    def stranger(self, question: str) -> str | None:
        """A unit that is asked about by name and of which nothing is held."""
        asked = _ASKED_UNIT.search(question)
        if asked is None:
            return None
        unit = asked["unit"]
        place = _PLACE_END.sub("", re.split(r"(?<=[省市县区州盟旗])", unit)[0])
        held = (*self.units, *self.regions)
        return None if any(place in name for name in held) else unit


def _said(region: str, question: str) -> bool:
    """Whether a question names a place, with or without its end."""
    short = _PLACE_END.sub("", region)
    return region in question or (len(short) >= _SHORTEST_PLACE and short in question)


def _bare(unit: str) -> str:
    """A unit's name without the words of its party committee."""
    return fold(_UNIT_FRAME.sub("", _UNIT_FRAME.sub("", unit)))
