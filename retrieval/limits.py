"""What a search is limited to: kinds of evidence, units, places, years, states, problem types.

Limits are set by the user, or read from the question where it names them plainly (无锡市公安局以往怎么整改的,
还有哪些问题没整改完).  Each applies where it means something: unit, place and year to documents about a unit, state and
type to problems; articles of regulations are limited by kind alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

import rjieba

from kb.catalog import Catalog
from kb.model import Group, Meta, Status, StoredPassage
from retrieval.asked_years import years_of
from retrieval.locality import ABOVE_CITIES
from retrieval.spoken_units import NO_MARK, is_named
from retrieval.unit_names import UnitName, unit_names

#: Ends that a place may lose in speech: 青岚市 → 青岚.
_PLACE_END = re.compile(r"(?:省|市|县|区|盟|旗|(?<=[\u4e00-\u9fff]{2})州)$")

#: A place shorter than this without its end is a syllable of many words.
_SHORTEST_PLACE = 2

#: A question for problems by their state.  Only such a question limits: 拖了好几年没整改 describes a problem.
_BY_STATE = re.compile(
    r"(?:哪些|哪几[个项条]|几[个项条]|多少[个项条]?|有没有|什么)(?:问题|事项|任务|措施)?.{0,6}?(?P<state>没有?|未|尚未|还?没|正在|还在|已经?|长期).{0,4}?"
    r"(?:整改|改完|改好|完成|办结|销号|坚持)"
)
_STATES = (
    (re.compile(r"正在|还在"), (Status.IN_PROGRESS,)),
    (re.compile(r"长期"), (Status.LONG_TERM,)),
    (re.compile(r"没|未"), (Status.IN_PROGRESS, Status.LONG_TERM, Status.NOT_STARTED, Status.FEEDBACK_ONLY)),
    (re.compile(r"已"), (Status.COMPLETED, Status.BASICALLY_COMPLETED)),
)

#: Words with which the record of a unit is asked for; 到星汀派出所办证要什么 asks for none.
_OF_RECORD = re.compile(r"整改|巡察|巡视|通报|反馈|问题|以往|以前|做法|经验|案例|先例|怎么|如何|怎样|管的")

#: The same of a place that is named alone: 南京的通报, 苏州怎么整改的.
_PLACE_ASKED = re.compile(
    r"^(?:[省市县区])?(?:的|那边|那里|这边|公安机关|公安|警方|市局)*(?:巡察|巡视|整改|通报|反馈|先例|案例|做法|经验|有没有|有哪些|有什么|是?怎么|是?如何|以往|以前|当时|又)"
)
_NOTICES = re.compile(r"整改|巡察|巡视|通报|反馈|先例|案例|做法|经验")

#: A place that is asked about by its rank: 雁洲县以前怎么处理; 我市、本区、各县 and the like name none.
_OWN = "我本你您咱某各全哪别外其这那该同们的"
_ASKED_PLACE = re.compile(
    rf"(?P<unit>(?:[\u4e00-\u9fff](?<![{_OWN}])){{2,4}}?[省市县](?=(?:公安机关|公安|警方)?(?:以往|以前|当时|那边|那里)?(?:是|都)?(?:怎么|如何|怎样)))"
)

#: A department of a bureau, whose problems stand in the notice of the bureau.
_DEPARTMENT = re.compile(r"(?<=[局厅])[\u4e00-\u9fff]{2,6}?[支大中]队$")


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

    def dated_within(self, meta: Meta) -> bool:
        """Whether a document tells of these years; any does without such limits."""
        return _within(_About("", "", None, *_span(meta)), self)


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
    """Which unit a document is about, where and when: its year, and the first and last year of what it tells."""

    unit: str
    region: str
    year: int | None
    first: int | None = None
    last: int | None = None


class ReadLimits(NamedTuple):
    """The limits that a question names plainly and within which something is held; ``told`` is what the reader must
    know first: units, years and states that it names and of which nothing is held.
    """

    limits: Limits
    told: tuple[str, ...] = ()


class Holdings:
    """What the knowledge base holds, as far as limits ask for it; built once per revision of the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._documents = {
            (document.source_id, document.part): _About(
                document.meta.unit or "", document.meta.region or "", year_of(document.meta), *_span(document.meta)
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
        if not _within(about, limits):
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

    def read(self, question: str, today: date | None = None) -> ReadLimits:
        """The limits of a question, width folded; ``today`` is what 去年 counts from."""
        asked = unit_names(question)
        limits = self._places(question, asked)
        where = "、".join(sorted(limits.units or limits.regions))
        named = bool(where)
        stranger = self._stranger(question, asked)
        told = [not_of(stranger)] if stranger else []
        years = years_of(question, today or datetime.now().astimezone().date(), named=named)
        if years != (None, None):
            dated = replace(limits, since=years[0], until=years[1])
            if any(_holds(about, dated) for about in self._documents.values()):
                limits = dated
            else:
                told.append(no_such_year(where, _years(*years), self._years_held(limits)))
        if state := _BY_STATE.search(question):
            statuses = next(found for pattern, found in _STATES if pattern.search(state["state"]))
            stated = replace(limits, statuses=frozenset(statuses))
            if self._any_problem(stated):
                limits = stated
            else:
                told.append(no_such_state(where, [status.label for status in statuses]))
        return ReadLimits(limits, tuple(told))

    def _places(self, question: str, asked: Sequence[UnitName]) -> Limits:
        """The units that a question names, with those of a place named beside them (云汀市局和星汀分局), or else the
        places.
        """
        named = frozenset(unit for unit in self.units if is_named(unit, question, asked))
        regions = frozenset(region for region in self.regions if _said(region, question))
        if not named:
            return Limits(regions=regions)
        held = [about for about in self._documents.values() if about.unit and about.region in regions]
        own = {about.region for about in held if about.unit in named}
        own |= {region for region in regions if any(region in unit for unit in named)}
        return Limits(units=named | {about.unit for about in held if about.region not in own})

    def _years_held(self, limits: Limits) -> list[int]:
        held = {about.year for about in self._documents.values() if about.unit and about.year and _holds(about, limits)}
        return sorted(held)

    def _any_problem(self, limits: Limits) -> bool:
        """Whether a problem of the states, units and years of limits is held."""
        return any(
            status in limits.statuses
            and any(_holds(about, limits) for (source, _), about in self._documents.items() if source == owner)
            for (owner, _), (status, _) in self._problems.items()
        )

    def _stranger(self, question: str, asked: Sequence[UnitName]) -> str | None:
        """A unit or place that is asked about by name and of which nothing is held."""
        if not _OF_RECORD.search(question):
            return None
        if asked:
            return next((one.name for one in asked if not self._knows(one)), None)
        place = _ASKED_PLACE.search(question)
        if place is not None:
            return None if self._knows_place(place["unit"]) else place["unit"]
        return self._strange_place(question) if _NOTICES.search(question) else None

    def _knows(self, asked: UnitName) -> bool:
        """Whether something is held of a unit, or of the bureau that a department belongs to."""
        marks = NO_MARK.sub("", _DEPARTMENT.sub("", asked.name))
        held = [NO_MARK.sub("", unit) for unit in self.units]
        held += [NO_MARK.sub("", region) for region in self.regions]
        return any(marks and marks in one for one in held)

    def _knows_place(self, place: str) -> bool:
        short = _PLACE_END.sub("", re.split(r"(?<=[省市县区州盟旗])", place)[0])
        return any(short in name for name in (*self.units, *self.regions))

    def _strange_place(self, question: str) -> str | None:
        """A city named alone, as the dictionary of the segmenter knows it."""
        at = 0
        for word, tag in rjieba.tag(question):
            end = at + len(word)
            place = _PLACE_END.sub("", word)
            is_place = tag == "ns" and len(place) >= _SHORTEST_PLACE and not ABOVE_CITIES.fullmatch(place)
            if is_place and _PLACE_ASKED.match(question[end:]) and not self._knows_place(word):
                return word
            at = end
        return None


def not_of(unit: str) -> str:
    """A unit or place of which nothing is held."""
    return f"资料库中没有“{unit}”的资料，以下为其他单位的情况。"


def no_such_year(where: str, years: str, held: Sequence[int]) -> str:
    """Years of which nothing is held, with those that are."""
    known = f"，现有{'、'.join(f'{year}年' for year in held)}的，以下为现有资料的情况。" if held else "。"
    return f"资料库中没有{where or '单位'}{years}的资料{known}"


def no_such_state(where: str, states: Sequence[str]) -> str:
    """States in which no problem is held."""
    return f"资料库中没有{where}{'、'.join(states)}的问题，以下为其他状态的问题。"


def _span(meta: Meta) -> tuple[int | None, int | None]:
    """The first and last year of what a document tells: inspected in 2020, published in 2021."""
    days = [
        day.year for day in (meta.period_start, meta.period_end, meta.feedback_date, meta.published, meta.issued) if day
    ]
    return (min(days), max(days)) if days else (None, None)


def _within(about: _About, limits: Limits) -> bool:
    """Whether a document tells of the years of limits."""
    if limits.since is not None and (about.last is None or about.last < limits.since):
        return False
    return limits.until is None or (about.first is not None and about.first <= limits.until)


def _holds(about: _About, limits: Limits) -> bool:
    """Whether a document is of the units, places and years of limits."""
    if (limits.units and about.unit not in limits.units) or (limits.regions and about.region not in limits.regions):
        return False
    dated = limits.since is not None or limits.until is not None
    return bool(about.unit) and (not dated or _within(about, limits))


def _said(region: str, question: str) -> bool:
    """Whether a question names a place, with or without its end."""
    short = _PLACE_END.sub("", region)
    return region in question or (len(short) >= _SHORTEST_PLACE and short in question)
