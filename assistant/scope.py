"""Reads the limits of a search that a user names in words: units, places, years, states, problem types, kinds.

A name may be shortened as long as it fits one thing only (``云汀`` for 云汀市).  What the knowledge base does not hold
is an error that says what it holds, not a search without results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb.errors import AmbiguousNameError, XunjianError
from kb.model import Group, Status
from kb.taxonomy import Taxonomy
from kb.text import fold
from retrieval.limits import Holdings, Limits

#: A year, or years with a dash: 2021, 2021-2023, 2021-, -2023; 年, 以来 and 至 may be written.
_YEARS = re.compile(
    r"(?P<first>\d{4})年?(?P<open>以来|-|至)?(?:(?<=[-至])(?P<last>\d{4})年?)?|(?:-|至|截至)(?P<until>\d{4})年?"
)

#: Names listed in a message: two lines of a terminal.
_LISTED = 8

#: A part of a name must have this many characters: one alone is part of too many.
_SHORTEST = 2


class Named(NamedTuple):
    """Limits as they were typed; an empty field limits nothing."""

    units: Sequence[str] = ()
    regions: Sequence[str] = ()
    years: str = ""
    statuses: Sequence[str] = ()
    types: Sequence[str] = ()
    groups: Sequence[str] = ()


class _Choice(NamedTuple):
    """Something there is: its names, the one shown to users first, and what stands for it in :class:`Limits`."""

    names: tuple[str, ...]
    value: str


def limits_of(named: Named, holdings: Holdings, taxonomy: Taxonomy) -> Limits:
    """The limits meant.

    Raises ``XunjianError`` for what the knowledge base does not hold, naming the value and what there is, and
    ``AmbiguousNameError`` for a part of several names.
    """
    since, until = _years(named.years, holdings.years)
    types = [_Choice((code,), code) for code in taxonomy.classes]
    types += [_Choice((code, info.name), code) for code, info in taxonomy.types.items()]
    return Limits(
        groups=frozenset(map(Group, _chosen(named.groups, "类别", [_Choice((g.label, g.value), g) for g in Group]))),
        units=frozenset(_chosen(named.units, "单位", [_Choice((name,), name) for name in holdings.units])),
        regions=frozenset(_chosen(named.regions, "地区", [_Choice((name,), name) for name in holdings.regions])),
        since=since,
        until=until,
        statuses=frozenset(
            map(Status, _chosen(named.statuses, "整改状态", [_Choice((s.label, s.value), s) for s in Status]))
        ),
        types=frozenset(_chosen(named.types, "问题类型", types)),
    )


def _chosen(wanted: Iterable[str], what: str, there: Sequence[_Choice]) -> list[str]:
    return [_one(name, what, there) for name in wanted]


def _one(typed: str, what: str, there: Sequence[_Choice]) -> str:
    """The one thing that is called so, or whose name alone contains what was typed."""
    name = _plain(typed)
    exact = [one for one in there if any(_plain(known) == name for known in one.names)]
    part = len(name) >= _SHORTEST and [one for one in there if any(name in _plain(known) for known in one.names)]
    found = exact or part or []
    if len(found) == 1:
        return found[0].value
    if found:
        msg = f"“{typed}”对应多个{what}：{_listed([one.names[0] for one in found])}。请写全称。"
        raise AmbiguousNameError(msg)
    names = sorted((one.names[0] for one in there), key=lambda known: -len(set(name) & set(known)))
    held = f"可用的有：{_listed(names)}。" if names else f"资料库中还没有写明{what}的资料。"
    msg = f"没有名为“{typed}”的{what}。{held}"
    raise XunjianError(msg)


def _years(typed: str, held: Sequence[int]) -> tuple[int | None, int | None]:
    """First and last year, both included; None where that side is open."""
    words = re.sub(r"[—–~]|到", "-", _plain(typed))
    if not words:
        return None, None
    match = _YEARS.fullmatch(words)
    if match is None:
        msg = f"“{typed}”不是年份。请写成 2021、2021-2023、2021-（2021年以来）或 -2023（截至2023年）。"
        raise XunjianError(msg)
    first, last = match["first"], match["last"] or match["until"]
    since, until = int(first) if first else None, int(last) if last else None
    if since and until is None and not match["open"]:
        until = since
    if since and until and since > until:
        msg = f"“{typed}”的起止年份颠倒了。请写成 {until}-{since}。"
        raise XunjianError(msg)
    if held and not any((since or year) <= year <= (until or year) for year in held):
        msg = f"没有“{typed.strip()}”年份的单位资料。资料库中的年份有：{_listed(map(str, held))}。"
        raise XunjianError(msg)
    return since, until


def _plain(words: str) -> str:
    return re.sub(r"\s", "", fold(words))


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return "、".join(found[:_LISTED]) + (f"等{len(found)}个" if len(found) > _LISTED else "")
