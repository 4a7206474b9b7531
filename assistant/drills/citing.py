"""What an answer cites and measures: articles named rightly or wrongly, figures right or wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.drills.model import ReferencePoint
from kb.model import Span
from kb.text import fold
from retrieval.names import NameMatch, RegulationNames, bare_title, short_forms
from retrieval.quantities import Quantity, quantities
from retrieval.references import Reference, find_references


@dataclass(frozen=True, slots=True)
class Citing:
    """How an answer names the article of a point: ``named`` the regulation, ``numbered`` the article too; ``wrong`` the
    reference that was given instead.
    """

    named: bool = False
    numbered: bool = False
    wrong: str = ""


class Measured(NamedTuple):
    """The figures of a point in an answer: the share that is right, and a wrong one of the same kind."""

    share: float
    wrong: str = ""
    right: str = ""


class References(NamedTuple):
    """What an answer cites: references to articles, names of regulations without a number, and the articles that its
    question asks for.
    """

    cited: Sequence[Reference]
    named: Sequence[NameMatch]
    wanted: Sequence[Reference]


def citing(point: ReferencePoint, found: References, names: RegulationNames, place: Span) -> Citing:
    """How an answer names the point's article.

    What stands at the ``place`` where the point is treated counts first; a wrong reference counts only there, and not
    where another point of the question asks for it.
    """
    if not point.article:
        return Citing()
    wanted, _ = find_references(fold(point.article), names)
    title = bare_title(re.sub(r"》.*", "", point.article).lstrip("《"))
    number = (wanted[0].number, wanted[0].sub) if wanted else (0, 0)
    cited = _resolved(found.cited)
    here = [one for one in cited if place.start <= one.start < place.end]
    asked = {(one.number, one.sub) for one in found.wanted}
    wrong = [one for one in here if (one.number, one.sub) not in asked]
    for refs in (here, [] if wrong else cited):
        same = [one for one in refs if (one.number, one.sub) == number]
        if any(_is_title(one.name, one.titles, title) for one in same):
            return Citing(named=True, numbered=True)
        if any(one.name is None for one in same):
            return Citing(numbered=True)
    names_given = [*((one.name, one.titles) for one in cited), *((one.name, one.titles) for one in found.named)]
    named = any(_is_title(name, titles, title) for name, titles in names_given)
    return Citing(named=named, wrong=f"{wrong[0].name or ''}第{wrong[0].number}条" if wrong else "")


def _resolved(references: Sequence[Reference]) -> list[Reference]:
    """References with 该规定第十条 and a bare number given the regulation named last."""
    found: list[Reference] = []
    last: Reference | None = None
    for one in references:
        if one.titles:
            last = one
        elif last is not None and (one.name is None or _POINTS_BACK.match(one.name)):
            one = one._replace(name=last.name, titles=last.titles)  # noqa: PLW2901 - the same reference, read on
        elif one.name is not None and _POINTS_BACK.match(one.name):
            one = one._replace(name=None)  # noqa: PLW2901 - likewise
        found.append(one)
    return found


_POINTS_BACK = re.compile(r"^(?:该|本|此|上述|同|前述)")


def _is_title(name: str | None, titles: Sequence[str], title: str) -> bool:
    bare = bare_title(name or "")
    return title in titles or (bool(bare) and bare in short_forms(title))


def measured(point: ReferencePoint, answer: str, place: str) -> Measured:
    """How the figures of a point stand in an answer; a wrong one counts at the place where the point is treated."""
    wanted = [quantity for figure in point.figures for quantity in quantities(figure)]
    if not wanted:
        return Measured(1.0)
    given = quantities(_SHORT_HOURS.sub("小时", answer))
    right = [one for one in wanted if any(_same(one, other) for other in given)]
    missing = [one for one in wanted if one not in right]
    wrong = [
        other.text
        for other in quantities(_SHORT_HOURS.sub("小时", place))
        if not any(_same(one, other) for one in wanted) and any(other.kind == one.kind for one in missing)
    ]
    return Measured(len(right) / len(wanted), wrong[0] if wrong else "", "、".join(one.text for one in missing))


#: 24h for 24小时.
_SHORT_HOURS = re.compile(r"(?<=\d)\s?[hH](?![A-Za-z])")


def _same(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and abs(one.value - other.value) < 1e-6 * max(1.0, abs(one.value))
