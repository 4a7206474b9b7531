"""Character-level helpers that keep offsets: width folding and sentence spans."""

from __future__ import annotations

import re

from kb.model import Span

# Full-width forms U+FF01-FF5E stand 0xFEE0 above ASCII; every target is one character, so length is preserved.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= dict.fromkeys([0x3000, 0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20)
_WIDTH |= {0xFFE0: 0xA2, 0xFFE1: 0xA3, 0xFFE5: 0xA5, 0xFE50: 0x2C, 0xFE52: 0x2E, 0xFE54: 0x3B, 0xFE55: 0x3A}


def fold(text: str) -> str:
    """Fold full-width letters, digits, punctuation and spaces to half width, character by character.

    The result has the length of the input, so that offsets into one are offsets into the other.  Sentence marks
    without a half-width twin (``。、《》“”``) stay.
    """
    return text.translate(_WIDTH)


_LINE_END = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TERMINATORS = "。！？；!?;｡"
_CLOSERS = "”’」』）)】〕》〉］]"
# After a closed quotation these go on with the sentence: “整改到位了吗？”的问题.
_CONTINUES = "，、,：:的等和与及"
_END = re.compile(f"[{_LINE_END}]|[{_TERMINATORS}][{re.escape(_TERMINATORS + _CLOSERS)}\"']*")


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of Chinese text, in order.

    A sentence ends with ``。！？；`` (either width), closing quotes and brackets included, or at a line end.  A mark
    inside a quotation that the sentence goes on after (``“怎么办？”的问题``) does not end it.  The spans are
    disjoint, neither begin nor end with a blank, and together hold every non-blank character.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = _keep_closing(text, start, match)
        if end is None:
            continue
        _append(spans, text, start, end)
        start = end
    _append(spans, text, start, len(text))
    return spans


def _keep_closing(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the sentence ends that the match closes; None where it goes on behind the quotation.

    A straight quote says nothing about its direction: it closes when it makes the count in the sentence even.
    """
    end = match.end()
    for at in range(match.start(), match.end()):
        if text[at] in "\"'" and text.count(text[at], start, at) % 2 == 0:
            end = at
            break
    closed = end - match.start() > 1 and text[end - 1] not in _TERMINATORS
    if closed and text[end : end + 1] and text[end] in _CONTINUES:
        return None
    return end


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add the range without surrounding blanks, unless nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left < len(piece):
        spans.append(Span(start + left, start + len(piece.rstrip())))
