"""Tables of contents in front of work articles and notices: a run of headings that come again in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.lines import Line, ends_sentence
from ingest.structure.numbering import Family, read_mark
from ingest.structure.outline import MAX_HEADING

# Fewer headings in a row are an outline whose parts are short, not a table of contents.
_MIN_ENTRIES = 5
# So large a share of the entries must come again below; the end of a text may be missing (previews of documents).
_MIN_SHARE = 1 / 3
# Shorter headings (二、背景) come up in running text by chance.
_MIN_KEY = 5
# How far down a table of contents may begin.
_LOOK = 20
_LEADER = re.compile(r"[.·…\s-]{2,}\d{1,4}$|\s\d{1,3}$")
_WORD = re.compile(r"目\s*[录次]$")
_INNER = re.compile(r"(?<![统唯同专单万逐归之第])一、[\u4e00-\u9fff].*$")


class Contents(NamedTuple):
    """Indices of the first and last line of the table, the texts of its entries as they stand in the text, and whether
    its last entry stands at the beginning of the line below, run together with the text.
    """

    first: int
    last: int
    keys: tuple[str, ...]
    glued: bool


def find_contents(lines: list[Line]) -> Contents | None:
    """The table of contents among the first lines, None where there is none."""
    first = next((i for i, line in enumerate(lines[:_LOOK]) if _WORD.fullmatch(line.text) or _entry(line.text)), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(lines) and _entry(lines[last + 1].text):
        last += 1
    start = first + 1 if _WORD.fullmatch(lines[first].text) else first
    keys = [key for line in lines[start : last + 1] if (key := _key(line.text))]
    if len(keys) < _MIN_ENTRIES:
        return None
    # The table ends where its first entry comes again; that line may have run together with the last entry.
    again_at = next((i for i in range(start + _MIN_ENTRIES, len(lines)) if keys[0] in lines[i].text), None)
    if again_at is None:
        return None
    glued = not lines[again_at].text.startswith(keys[0])
    last = min(last, again_at - 1)
    keys = keys[: last + 1 - start]
    rest = "\n".join(line.text for line in lines[last + 1 :])
    if sum(key in rest for key in keys) < len(keys) * _MIN_SHARE:
        return None
    if glued and again_at != last + 1:
        glued = False
    if first:
        # 标题一、第一部分 run together on the line above the table.
        inner = _INNER.search(lines[first - 1].text)
        if inner and inner.group() in rest:
            keys.insert(0, inner.group())
    return Contents(first, last, tuple(key for key in keys if len(key) >= _MIN_KEY), glued)


def _entry(text: str) -> bool:
    """Whether a line can be an entry: a short numbered heading without a sentence end."""
    mark = read_mark(text)
    return (
        mark is not None
        and mark.family not in (Family.ORDINAL, Family.FIRST, Family.BULLET)
        and len(text) <= MAX_HEADING
        and not ends_sentence(text)
    )


def _key(text: str) -> str:
    """An entry as it will stand in the text: without page number, and without the decimal in front of 要点1."""
    bare = _LEADER.sub("", text).strip()
    mark = read_mark(bare)
    if mark and mark.family in (Family.DECIMAL_3, Family.DECIMAL_4):
        inner = read_mark(bare[mark.end :])
        if inner and inner.family is Family.POINT:
            return bare[mark.end :]
    return bare
