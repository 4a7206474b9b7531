"""Cleaning: from the words of a file to the text that is stored, searched and cited, with an account of every change.

The order matters: single characters first (they hide patterns), then marks of the format, then what belongs to the
printed page or the web site, then lines; personal data is masked last, in place, so that offsets stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.cleaning import mojibake, pinyin
from ingest.cleaning.boilerplate import boilerplate
from ingest.cleaning.characters import LOST, blanks, characters
from ingest.cleaning.draft import Draft
from ingest.cleaning.markup import markup
from ingest.cleaning.paging import jumps, page_furniture
from ingest.cleaning.punctuation import full_stops
from ingest.cleaning.recognised import misread_figures, misread_numbers
from ingest.cleaning.traditional import simplified
from ingest.cleaning.wrapping import broken_dates, gaps, joins, lost_breaks
from ingest.privacy import mask
from ingest.readers.base import RawText
from kb.model import Edit, Page, PersonalDatum

# Removing one thing can uncover another (a page number between two halves of a sentence); real documents settle
# after two rounds, hostile ones must not hold the batch up.
_ROUNDS = 8

__all__ = ["CleanText", "clean"]


@dataclass(frozen=True, slots=True)
class CleanText:
    """The clean text; ``pages``, ``edits`` and ``personal`` are in its coordinates."""

    text: str
    pages: tuple[Page, ...] = ()
    edits: tuple[Edit, ...] = ()
    personal: tuple[PersonalDatum, ...] = ()
    warnings: tuple[str, ...] = ()


def clean(raw: RawText, *, mask_officials: bool = False) -> CleanText:
    """Clean one file's words; deterministic, idempotent, raises on no input.

    ``mask_officials`` also masks the names of officials that stand with their office.
    """
    draft = Draft(raw)
    for _ in range(_ROUNDS):
        before = draft.text
        _round(draft)
        masked = mask(draft.text, officials=mask_officials)
        draft.replace_in_place(masked.text, masked.personal)
        if draft.text == before:
            break
    edits = tuple(sorted(draft.edits, key=lambda edit: edit.at))
    personal = tuple(sorted(draft.personal, key=lambda datum: datum.span))
    return CleanText(draft.text, draft.pages(), edits, personal, tuple(_warnings(edits, personal)))


def _warnings(edits: tuple[Edit, ...], personal: tuple[PersonalDatum, ...]) -> Iterator[str]:
    """What the user should check or know."""
    doubtful = sum(not edit.certain for edit in edits)
    if doubtful:
        yield f"有 {doubtful} 处乱码或缺字无法确定原文（缺字以“{LOST}”表示），引用前请核对原件。"
    if personal:
        kinds = Counter(datum.kind for datum in personal)
        listed = "、".join(f"{kind} {count} 处" for kind, count in kinds.most_common())
        yield f"已遮盖个人信息：{listed}。"


def _round(draft: Draft) -> None:
    # A wrong decoding leaves control characters that are parts of its characters: first of all it is undone.
    draft.apply(mojibake.recoded(draft.text))
    draft.apply(characters(draft.text))
    draft.apply(blanks(draft.text))
    if draft.format == "md":
        draft.apply(markup(draft.text))
        draft.apply(blanks(draft.text))
    _damage(draft)
    draft.apply(boilerplate(draft.text))
    draft.apply(jumps(draft.text))
    draft.apply(page_furniture(draft))
    draft.apply(gaps(draft.text))
    draft.apply(blanks(draft.text))
    draft.apply(broken_dates(draft.text))
    draft.apply(joins(draft.text, draft.format))
    draft.apply(blanks(draft.text))


def _damage(draft: Draft) -> None:
    """What copying and decoding did to the characters; pinyin first, for it parts the bytes of garbled passages."""
    readings = pinyin.readings(draft.text)
    draft.apply(pinyin.injected(draft.text))
    draft.apply(mojibake.misaligned(draft.text, readings))
    draft.apply(simplified(draft.text))
    draft.apply(full_stops(draft.text))
    draft.apply(misread_figures(draft.text))
    draft.apply(misread_numbers(draft.text))
    draft.apply(lost_breaks(draft.text))
    draft.apply(mojibake.bullets(draft.text))
