"""The role of a line in an official document, as far as cleaning needs it."""

from __future__ import annotations

import re

from kb.text import fold

_NUMERAL = "一二三四五六七八九十百千零〇"
# The beginnings that open a block of their own: headings of every family, list marks, labels, rows, closing lines.
_NUMBERED = rf"""第\s?[{_NUMERAL}0-9]+\s?[编篇章节条部分](?!第)(?:之[{_NUMERAL}]+)?
    | [{_NUMERAL}]{{1,4}}\s?[、.,:是要]
    | [(][{_NUMERAL}0-9]{{1,4}}[)]
    | [0-9]{{1,3}}\s?[、.)](?![0-9](?![0-9]{{3}}年))
    | [0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}}(?![0-9.%万亿千百元倍个米公里吨小度级平])
    | [①-⑳]"""
_HEADING = re.compile(_NUMBERED, re.VERBOSE)
_OPENING = re.compile(
    rf"""{_NUMBERED}
    | [●○■□◆◇▲△★☆※·•➢√#>*|-]
    | (?:附\s?[件:录表注]|抄\s?[送报]:|主\s?送:|印发|联系|电话|注[0-9]*:|目\s?录$)
    | (?:19|20)[0-9]{{2}}\s?年\s?[0-9]{{1,2}}\s?月(?:\s?[0-9]{{1,2}}\s?日)?$
    | [\u4e00-\u9fff]{{2,4}}[{_NUMERAL}0-9]{{1,2}}:
    | 【
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r"[。！？；!?;:：…][”’」』）)】》\"']*$|[|｜]")


def is_numbered(line: str) -> bool:
    """Whether the line begins with a number of one of the heading families."""
    return bool(_HEADING.match(fold(line.strip())))


def opens_block(line: str) -> bool:
    """Whether the line begins something new: a heading, a list item, a table row, a label, a date line."""
    return bool(_OPENING.match(fold(line.strip())))


def closes_sentence(line: str) -> bool:
    """Whether the line ends with a mark after which a new paragraph may follow, or is a table row."""
    return bool(_CLOSING.search(line.rstrip()))


def glue(left: str, right: str) -> str:
    """What stands between two parts of a broken line: a blank between Latin words, nothing elsewhere."""
    latin = left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalpha()
    return " " if latin else ""
