"""Half-width full stops of texts that were converted or typed with them (``已完成.开展…`` for ``已完成。开展…``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.cleaning.draft import Change

# Behind an ideograph or a closing mark, in front of one, of an opening mark or of the end of a line; a numeral at the
# beginning of a line (一.总则) numbers a heading.
_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff%)）”」』》])(?<!^[一二三四五六七八九十])(?<!^十[一二三四五六七八九])[.．]"
    r"(?=[ \u3000]*(?:\n|\Z|[\u4e00-\u9fff“「『《]))",
    re.MULTILINE,
)
# A text uses them as its full stops when there are several and the right ones are the exception.
_FEWEST = 3
_RULE = "半角句号"


def full_stops(text: str) -> Iterator[Change]:
    """Put full stops where the text has half-width ones throughout; a single one may be anything and stays."""
    found = list(_STOP.finditer(text))
    if len(found) < _FEWEST or text.count("。") * 3 > len(found):
        return
    for match in found:
        yield Change(*match.span(), "。", _RULE)
