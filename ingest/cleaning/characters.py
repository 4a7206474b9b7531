"""Single characters that no reader sees: invisible signs, odd spaces, stand-ins of broken fonts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ingest.cleaning.draft import Change
from ingest.plausibility import is_han

# The sign for an illegible character in Chinese editions; the replacement character of decoders becomes it.
LOST = "□"

_INVISIBLE = re.compile(
    "[\ufeff\u200b-\u200f\u2060-\u2064\u00ad\u202a-\u202e\u2066-\u206f\ufe00-\ufe0f\ufff9-\ufffc\U000e0000-\U000e01ef"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_BREAKS = re.compile("\r\n|[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_UNDECODED = re.compile("[\ufffd\ud800-\udfff\x1f]")
# PDF fonts map ideographs to look-alikes of other blocks: Kangxi radicals, radical supplement, compatibility forms.
_LOOKALIKE = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
# Of the radical supplement only these carry no decomposition in Unicode but stand for whole characters.
_SUPPLEMENT = str.maketrans(
    "⺃⺅⺉⺋⺏⺓⺠⺣⺩⺬⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "乚亻刂㔾尣幺民灬王礻虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
# Characters of broken fonts and converters that modern Chinese does not use in these places at all.
_MISCONVERTED = {"臵": "置", "髙": "高", "岀": "出", "戸": "户"}
_CONVERTED = re.compile(f"[{''.join(_MISCONVERTED)}]")


def characters(text: str) -> Iterator[Change]:
    """Repairs of single characters; everything else of a text, letter forms and widths included, stays."""
    for match in _BREAKS.finditer(text):
        yield Change(*match.span(), "\n")
    for match in _INVISIBLE.finditer(text):
        yield Change(*match.span(), "", "不可见字符")
    for match in _SPACES.finditer(text):
        yield Change(*match.span(), " ")
    for match in _UNDECODED.finditer(text):
        yield Change(*match.span(), LOST, "缺字", certain=False)
    for match in _LOOKALIKE.finditer(text):
        after = unicodedata.normalize("NFKC", match[0]).translate(_SUPPLEMENT)
        if after != match[0] and len(after) == 1 and is_han(after):
            yield Change(*match.span(), after, "形近码位")
    for match in _CONVERTED.finditer(text):
        yield Change(*match.span(), _MISCONVERTED[match[0]], "误转字")


_TRAILING = re.compile(r"[ \u3000]+(?=\n|\Z)|(?:(?<=\n)|\A)[ \u3000]+|\n{3,}|\A\n+|\n+\Z")


def blanks(text: str) -> Iterator[Change]:
    """Blank space around lines, and more than one empty line in a row."""
    for match in _TRAILING.finditer(text):
        keep = "\n\n" if match[0].startswith("\n\n\n") and match.start() and match.end() < len(text) else ""
        yield Change(*match.span(), keep)
