"""Chinese numerals as official documents write them: ``一百二十三``, ``二〇二四``, ``12``, ``１２``."""

from __future__ import annotations

import re

# 9999 is the largest value written without 万; no law comes near (the Civil Code ends at 1260).
MAX_CHINESE = 9999

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
# Other ways to write the same sign: zero forms, 两, and the banker's numerals of financial documents.
_VARIANTS = str.maketrans(
    "〇○Ｏ两壹贰叁肆伍陆柒捌玖拾佰仟弍貳參陸０１２３４５６７８９",
    "零零零二一二三四五六七八九十百千二二三六0123456789",
)
# Everything to_int can read, as the inside of a character class for other modules' patterns.
CHARACTERS = "零〇○Ｏ一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟弍貳參陸廿卅0-9０-９"

_PLAIN = re.compile(r"[0-9]+")
_POSITIONAL = re.compile(f"[{_DIGITS}]+")
# 一百十二 is spoken usage for 一百一十二.
_BARE_TEN = re.compile(r"(?<=[百千零])十")


def to_int(chinese: str) -> int:
    """The value of a numeral: by place (``一百二十三``), digit by digit (``二〇二四``) or in Arabic digits.

    Raises ValueError for anything that is not exactly one well-formed numeral (``一百二`` could be 102 with a lost 零,
    so it is refused rather than guessed).
    """
    text = chinese.translate(_VARIANTS).replace("廿", "二十").replace("卅", "三十")
    if _PLAIN.fullmatch(text):
        return int(text)
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS.index(char)) for char in text))
    value = _by_place(text)
    normal = _BARE_TEN.sub("一十", text)
    if value is None or to_chinese(value) not in (
        normal,
        normal.removeprefix("一") if normal[:2] == "一十" else normal,
    ):
        msg = f"not a numeral: {chinese!r}"
        raise ValueError(msg)
    return value


def _by_place(text: str) -> int | None:
    """Sum of digit times unit; None where a foreign character stands.  The caller checks the form."""
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            return None
    value = total + digit
    return value if 0 < value <= MAX_CHINESE else None


def to_chinese(n: int) -> str:
    """The numeral as laws print it: ``12`` → ``十二``, ``110`` → ``一百一十``, ``1010`` → ``一千零一十``.

    Raises ValueError outside 0 … 9999.
    """
    if not 0 <= n <= MAX_CHINESE:
        msg = f"out of range 0-{MAX_CHINESE}: {n}"
        raise ValueError(msg)
    if n == 0:
        return "零"
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + name
        gap = not digit
    return out.removeprefix("一") if out.startswith("一十") else out
