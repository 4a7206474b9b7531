"""What the user says about the paper to be drafted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from assistant.drafting.body import MARKER
from assistant.drafting.model import Head
from assistant.drafting.phrases import words_of

#: A serial number alone: 3, 第3号.
_SERIAL = re.compile(r"第?(\d{1,4})号?")


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """The user's own words; an empty one leaves a visible placeholder where the paper needs it.

    ``unit`` is the unit the paper is about, ``problem`` the short name of its problem, ``description`` what was found
    in full sentences, ``period`` and ``inspector`` tell of the inspection, ``due`` is a time limit in words
    (``2026年6月30日``), ``leader``, ``responsible`` and ``assisting`` say who acts, ``reviewer`` who checks.
    ``own_unit`` is the unit in whose names measures of others are put for reference (整改方案, 督办单); without it they
    stay quotes; a plan takes ``unit`` for it.  ``question`` is what the material was found by: where ``problem`` is
    empty it names the problem as far as it can, so that no title of others is taken for one's own.
    """

    unit: str = ""
    issuer: str = ""
    addressee: str = ""
    day: date | None = None
    period: str = ""
    inspector: str = ""
    problem: str = ""
    description: str = ""
    doc_number: str = ""
    due: str = ""
    leader: str = ""
    responsible: str = ""
    assisting: str = ""
    reviewer: str = ""
    contact: str = ""
    own_unit: str = ""
    question: str = ""

    @property
    def about(self) -> str:
        """What the user says the paper is about, in one way or another; empty where nothing is said."""
        return self.problem or self.description or self.question

    def as_words(self) -> Mapping[str, str]:
        """The facts given, by name, as the draft keeps them."""
        found = {field.name: _words(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in found.items() if value}

    def cleaned(self) -> DraftFacts:
        """The facts on one line each: a line break would start a paragraph, a bracket a placeholder or a citation."""
        words: dict[str, Any] = {
            field.name: _one_line(value)
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), str)
        }
        return replace(self, **words)

    @property
    def numbered(self) -> str:
        """The number of the paper; a bare serial number becomes a 发文字号 with blanks for what is missing."""
        serial = _SERIAL.fullmatch(self.doc_number.strip())
        if serial is None:
            return self.doc_number
        return f"【发文机关代字】〔{self.day.year if self.day else '【年份】'}〕{int(serial[1])}号"

    def head(self) -> Head:
        """The elements around the body."""
        return Head(
            issuer=self.issuer,
            doc_number=self.numbered,
            addressee=self.addressee,
            day=self.day,
            contact=self.contact,
        )


def _words(value: object) -> str:
    return words_of(value) if isinstance(value, date) else str(value or "")


def _one_line(value: str) -> str:
    unmarked = MARKER.sub(r"〔\1〕", value)
    return " ".join(unmarked.replace("【", "〔").replace("】", "〕").split())
