"""Wordings and measures of an answer as the browser draws them: whose words are whose, what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from assistant.answer import Adapted, MeasureGroup, SuggestedMeasure, Wording
from kb.model import Span

_BLANK = re.compile(r"【[^【】]+】")


class Piece(TypedDict):
    """A stretch of text; ``style`` is ``""``, ``yours`` (from the question), ``blank`` (to be filled in) or
    ``changed`` (a name put in place of ``title``).
    """

    text: str
    style: str
    title: str


class Suggested(TypedDict):
    """A wording or a measure; ``plain`` is what is copied, ``from`` whose it is, ``adapted`` the same for the user's
    unit with the ``note`` that it is no quote any more.
    """

    plain: str
    pieces: list[Piece]
    chips: list[int]
    origin: str
    adapted: list[Piece]
    note: str


class Suggestions(TypedDict):
    """Suggestions under a heading, with what is known about all of them."""

    heading: str
    about: str
    items: list[Suggested]


def wordings(found: Sequence[Wording]) -> list[Suggestions]:
    """Wordings by form."""
    groups: dict[str, list[Suggested]] = {}
    for wording in found:
        groups.setdefault(wording.form, []).append(_wording(wording))
    return [Suggestions(heading=form, about="", items=items) for form, items in groups.items()]


def _wording(wording: Wording) -> Suggested:
    return Suggested(
        plain=wording.text,
        pieces=list(_marked(wording.text, wording.yours)),
        chips=list(wording.citations),
        origin="原文标题" if wording.printed else f"句式：{wording.pattern}",
        adapted=[],
        note="",
    )


def _marked(text: str, yours: Sequence[Span]) -> Iterator[Piece]:
    """The text with the user's words and the blanks set apart."""
    marks = [(span.start, span.end, "yours") for span in yours]
    marks += [(match.start(), match.end(), "blank") for match in _BLANK.finditer(text)]
    done = 0
    for start, end, style in sorted(marks):
        if start < done:
            continue
        if start > done:
            yield Piece(text=text[done:start], style="", title="")
        yield Piece(text=text[start:end], style=style, title="")
        done = end
    if done < len(text):
        yield Piece(text=text[done:], style="", title="")


def measures(groups: Sequence[MeasureGroup]) -> list[Suggestions]:
    """Measures by kind, with how many precedents used the kind, their time limits and who was responsible."""
    return [
        Suggestions(
            heading=group.kind.value, about=_about(group), items=[_measure(example) for example in group.examples]
        )
        for group in groups
    ]


def _about(group: MeasureGroup) -> str:
    said = [f"{group.total} 个相关先例中 {group.used} 个采用"]
    if group.deadlines:
        said.append(f"印出的时限：{'、'.join(group.deadlines)}")
    if group.responsible:
        said.append(f"责任单位：{'、'.join(group.responsible)}")
    return "；".join(said)


def _measure(measure: SuggestedMeasure) -> Suggested:
    origin = "，".join(part for part in (measure.unit, f"“{measure.problem}”问题" if measure.problem else "") if part)
    return Suggested(
        plain=measure.text,
        pieces=[Piece(text=measure.text, style="", title="")],
        chips=list(measure.citations),
        origin=origin,
        adapted=list(_adapted(measure.adapted)) if measure.adapted else [],
        note=measure.adapted.note if measure.adapted else "",
    )


def _adapted(adapted: Adapted) -> Iterator[Piece]:
    done = 0
    for start, end, original in adapted.replacements:
        if start > done:
            yield Piece(text=adapted.text[done:start], style="", title="")
        yield Piece(text=adapted.text[start:end], style="changed", title=f"原文：{original}")
        done = end
    if done < len(adapted.text):
        yield Piece(text=adapted.text[done:], style="", title="")
