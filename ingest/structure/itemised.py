"""Notices whose items are problems told one by one, with no heading above them that says so.

An item says what is wrong in its first sentence and goes on with what was done or how far it has come::

    1.窗口未公示收费依据。已在大厅设置公示屏。（已到位）
    事项二：枪库温湿度记录空白。已补齐记录，增配专职枪管员。办结。
"""

from __future__ import annotations

import re

from ingest.structure.actions import begins_with_action
from ingest.structure.context import Context
from ingest.structure.lines import trim
from ingest.structure.numbering import Family
from ingest.structure.outline import Node, sentence_end
from ingest.structure.selection import is_organising, says_wrong
from ingest.structure.state import bare_state, closing_state
from kb.model import DocumentKind

# What numbers paragraphs inside an item, or parts of a file.
_NO_ITEM = (Family.BULLET, Family.ORDINAL, Family.FIRST, Family.PIECE, Family.CHAPTER, Family.SECTION, Family.CLOSING)
# Two items may report so by chance; of three or more, two thirds must.
_FEWEST = 3
# 经核查属实。已…: what was found on looking into it, in front of what was done.
_LOOKED_INTO = re.compile(r"(?:经[^,。]{0,6}(?:核查|核实|调查|复核|查)[^。]{0,30}|(?:情况|部分|基本)?属实)[。,]\s*")
_DONE = re.compile(r"(?:现|目前)?(?:均|全部)?已(?!达|有\d)|正在|拟|计划")


def itemised_problems(context: Context, root: Node) -> list[Node]:
    """The numbered items of the first level, where most of them report on a problem; empty where they do not."""
    if context.kind is not DocumentKind.NOTICE:
        return []
    items = [node for node in root.children if node.mark and node.mark.family not in _NO_ITEM]
    family = items[0].mark.family if items and items[0].mark else None
    items = [node for node in items if node.mark and node.mark.family is family and not is_organising(node.title)]
    if len(items) < _FEWEST:
        return []
    reporting = sum(_reports(context, node) for node in items)
    return items if reporting * 3 >= len(items) * 2 else []


def _reports(context: Context, node: Node) -> bool:
    """Whether an item is headed by a sentence and goes on with what was done about it, or how far that has come."""
    start = node.start + (node.mark.end if node.mark else 0)
    span = trim(context.folded, start, node.end)
    words = context.folded[span.start : span.end]
    end = sentence_end(words.split("\n", 1)[0])
    behind = words[end:].lstrip()
    if not behind or (begins_with_action(words[:end]) and not says_wrong(words[:end])):
        return False
    if closing_state(words) or bare_state(behind[: sentence_end(behind.split("\n", 1)[0])]):
        return True
    looked = _LOOKED_INTO.match(behind)
    behind = behind[looked.end() :] if looked else behind
    return says_wrong(words[:end]) and (begins_with_action(behind) or _DONE.match(behind) is not None)
