"""Checks a whole text, sentence by sentence, against the passages its marks cite."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from assistant.checking.check import Fault, FaultKind, Finding, check_sentence
from assistant.phrases import is_fixed
from kb.text import sentences


class Checked(NamedTuple):
    """A sentence of a text as written, without its marks; ``notes`` the numbers it cites, in order, each once.

    ``fixed`` sentences are phrases of the product that need no citation; their finding is supported.
    """

    text: str
    notes: tuple[int, ...]
    finding: Finding
    fixed: bool


class Counts(NamedTuple):
    """How many sentences of a text are verified, fixed phrases, failed, or cite nothing; they add up to ``total``."""

    total: int
    verified: int
    fixed: int
    failed: int
    uncited: int


# [3], [^3], [1,2], [1-3], 【1】, ［１］.  A footnote's definition ([^3]: …), a link and the year of a document number
# ([2024]3号) are no citations.
_MARK = re.compile(
    r"[\[［【]\s*\^?\s*(?P<n>[0-9０-９]{1,4}(?:\s*[,，、;；\-–—~～至]\s*\^?[0-9０-９]{1,4})*)\s*[\]］】](?!\s*(?:第?[0-9]+\s*号|[:：(（]))"
)
_MARKS = re.compile(rf"(?:\s*{_MARK.pattern.replace('?P<n>', '?:')})+")
_NUMBER = re.compile(r"[0-9]+|[-–—~～至]")
_END = "。！？；!?;｡"
_CLOSING = "”’」』）)》〉\"'"
#: A range [1-9] is a handful; more is no citation but a slip of the pen.
_LONGEST_RANGE = 30
# Stands for the marks while the text is parted: no character of any document.
_HOLDER = "\ue000"


def check_text(
    text: str, evidence: Mapping[int, str], *, fixed: Callable[[str], bool] = is_fixed
) -> tuple[Checked, ...]:
    """Check every sentence of a text against the evidence it cites, by number; in order, none left out.

    A citation mark belongs to the sentence it stands in or directly behind, before or after the full stop.  A number
    without evidence is a ``MISSING`` fault; a sentence without citation that is not ``fixed`` is ``UNCITED``.
    """
    return tuple(_checked(sentence, notes, evidence, fixed) for sentence, notes in cited(text))


def cited(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a text without their marks, each with the numbers it cites."""
    moved = _before_the_stop(text.replace(_HOLDER, ""))
    notes: list[tuple[int, ...]] = []

    def hold(match: re.Match[str]) -> str:
        notes.append(_numbers(match["n"]))
        return _HOLDER

    held = _MARK.sub(hold, moved)
    found: list[tuple[str, tuple[int, ...]]] = []
    taken = 0
    for span in sentences(held):
        piece = held[span.start : span.end]
        count = piece.count(_HOLDER)
        own = tuple(dict.fromkeys(number for group in notes[taken : taken + count] for number in group))
        taken += count
        plain = piece.replace(_HOLDER, "").strip()
        if any(char.isalnum() for char in plain):
            found.append((plain, own))
        elif own and found:
            # Marks alone on a line belong to what stands above them.
            above, numbers = found[-1]
            found[-1] = above, tuple(dict.fromkeys((*numbers, *own)))
    return found


def _before_the_stop(text: str) -> str:
    """Marks behind a full stop moved in front of it, so that a sentence holds its own marks."""
    behind = re.compile(rf"(?P<stop>[{_END}][{_END}{re.escape(_CLOSING)}]*)(?P<marks>{_MARKS.pattern})")
    return behind.sub(lambda match: f"{match['marks'].strip()}{match['stop']}", text)


def _numbers(inside: str) -> tuple[int, ...]:
    """The numbers in a mark, ranges written out."""
    found: list[int] = []
    ranged = False
    for token in _NUMBER.findall(inside.translate({ord("０") + digit: ord("0") + digit for digit in range(10)})):
        if not token.isdigit():
            ranged = True
            continue
        number = int(token)
        if ranged and found and found[-1] < number <= found[-1] + _LONGEST_RANGE:
            found += range(found[-1] + 1, number)
        found.append(number)
        ranged = False
    return tuple(dict.fromkeys(found))


def _checked(
    sentence: str, notes: tuple[int, ...], evidence: Mapping[int, str], fixed: Callable[[str], bool]
) -> Checked:
    if not notes and fixed(sentence):
        return Checked(sentence, (), Finding(supported=True, score=1.0, faults=()), fixed=True)
    lost = [number for number in notes if number not in evidence]
    finding = check_sentence(sentence, [evidence[number] for number in notes if number in evidence])
    if lost:
        known = tuple(fault for fault in finding.faults if fault.kind is not FaultKind.UNCITED)
        faults = (*(Fault(FaultKind.MISSING, f"引文[{number}]不存在") for number in lost), *known)
        finding = Finding(supported=False, score=finding.score / 2, faults=faults)
    return Checked(sentence, notes, finding, fixed=False)


def summary(checked: Sequence[Checked]) -> Counts:
    """The numbers shown to users."""
    fixed = sum(item.fixed for item in checked)
    verified = sum(item.finding.supported and not item.fixed for item in checked)
    uncited = sum(any(fault.kind is FaultKind.UNCITED for fault in item.finding.faults) for item in checked)
    return Counts(len(checked), verified, fixed, len(checked) - fixed - verified - uncited, uncited)


def kept(checked: Sequence[Checked]) -> str:
    """The text of the sentences that hold, each with its marks (``[1][2]``) before the closing mark."""
    return "".join(_marked(item) for item in checked if item.finding.supported)


def _marked(item: Checked) -> str:
    marks = "".join(f"[{number}]" for number in item.notes)
    body = item.text.rstrip(_END + _CLOSING) if marks else item.text
    tail = item.text[len(body) :]
    return f"{body}{marks}{tail}" if tail else f"{body}{marks}"


def best(drafts: Sequence[str], evidence: Mapping[int, str], *, fixed: Callable[[str], bool] = is_fixed) -> int:
    """The index of the best supported draft.

    The share of letters in verified sentences decides (fixed phrases aside), then how well these are supported, then
    how much of the evidence is cited by them; of equal drafts the first.  Raises ValueError without drafts.
    """
    if not drafts:
        msg = "no drafts to choose from"
        raise ValueError(msg)
    ranks = [_rank(check_text(draft, evidence, fixed=fixed), evidence) for draft in drafts]
    return max(range(len(drafts)), key=lambda index: (ranks[index], -index))


def _rank(checked: Sequence[Checked], evidence: Mapping[int, str]) -> tuple[float, float, float]:
    said = [item for item in checked if not item.fixed]
    length = sum(len(item.text) for item in said)
    if not length:
        return 0.0, 0.0, 0.0
    verified = [item for item in said if item.finding.supported]
    share = sum(len(item.text) for item in verified) / length
    support = sum(len(item.text) * item.finding.score for item in said) / length
    used = {number for item in verified for number in item.notes}
    return round(share, 6), round(len(used) / max(len(evidence), 1), 6), round(support, 6)
