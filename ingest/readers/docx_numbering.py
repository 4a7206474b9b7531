"""Automatic numbers of Word paragraphs, rendered as Word shows them.

Word stores ``三、`` or ``（二）`` not as text but as a list definition: a paragraph names a list (``numId``) and a
level (``ilvl``), a level has a format (``numFmt``), a pattern (``lvlText`` such as ``（%2）``), a start and a rule when
to begin anew (``lvlRestart``).  ECMA-376 Part 1, 17.9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kb.numerals import to_chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
    "japaneseCounting",
}  # fmt: skip
# These write digit after digit (一〇), the others with tens (十).
_DIGITS = {"ideographDigital", "taiwaneseDigital", "koreanDigital", "koreanDigital2", "japaneseDigitalTenThousand"}
_LEGAL = "壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# ① … ⑳: Unicode has twenty in a row, Word falls back to plain digits beyond.
_CIRCLED = 20
# Word puts these formats in front of text as a bullet, which carries no number.
_BULLET = "bullet"


class Level(NamedTuple):
    """One level of a list definition; ``restart`` is the level that resets it (0 never, None any higher one)."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False


@dataclass
class Numbering:
    """Counters of all lists of a document; :meth:`label` must be called once per paragraph, in reading order."""

    levels: dict[str, list[Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overridden: dict[str, set[int]] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    default_style: str | None = None
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """Read the list definitions and the lists that styles carry."""
        self = cls()
        self._read_styles(document.styles.element)
        root = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if root is not None:
            self._read_lists(root.element)
        return self

    def label(self, paragraph: Any) -> str:
        """The number in front of the paragraph with the gap behind it, empty where it has none."""
        number, depth = self._list_of(paragraph)
        if number is None or number not in self.levels or not 0 <= depth < _LEVELS:
            return ""
        levels = self.levels[number]
        counters = self._advance(number, depth, levels)
        level = levels[depth]
        if level.format in {_BULLET, "none"}:
            return "" if level.format == _BULLET else _fill(level.pattern, levels, counters, depth)
        shown = _fill(level.pattern, levels, counters, depth)
        return shown + _gap(shown, level.suffix)

    def _advance(self, number: str, depth: int, levels: list[Level]) -> list[int]:
        """Count one paragraph; lists of the same definition go on counting together unless an override restarts."""
        key = self.abstract[number]
        counters = self.counters.setdefault(key, [None] * _LEVELS)
        if number not in self.seen:
            self.seen.add(number)
            for index in self.overridden.get(number, ()):
                counters[index] = None
        current = counters[depth]
        counters[depth] = levels[depth].start if current is None else current + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart
            if restart is None or (restart and depth < restart):
                counters[deeper] = None
        return [levels[index].start if value is None else value for index, value in enumerate(counters)]

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """``numId`` and level: the paragraph's own, else those of its style and the styles it is based on."""
        properties = paragraph.find(f"{W}pPr")
        number = depth = style = None
        if properties is not None:
            number, depth = _num_pr(properties)
            chosen = properties.find(f"{W}pStyle")
            style = chosen.get(f"{W}val") if chosen is not None else None
        style = style or self.default_style
        visited: set[str] = set()
        while style and style not in visited and (number is None or depth is None):
            visited.add(style)
            style_number, style_depth = self.styles.get(style, (None, None))
            number = number if number is not None else style_number
            depth = depth if depth is not None else style_depth
            style = self.based_on.get(style)
        # numId 0 switches numbering off.
        return (None if number == "0" else number), depth or 0

    def _read_styles(self, root: Any) -> None:
        for style in root.findall(f"{W}style"):
            name = style.get(f"{W}styleId")
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self.default_style = name
            base = style.find(f"{W}basedOn")
            if base is not None:
                self.based_on[name] = base.get(f"{W}val")
            properties = style.find(f"{W}pPr")
            if properties is not None:
                self.styles[name] = _num_pr(properties)

    def _read_lists(self, root: Any) -> None:
        definitions = {node.get(f"{W}abstractNumId"): node for node in root.findall(f"{W}abstractNum")}
        linked = {
            node.find(f"{W}styleLink").get(f"{W}val"): key
            for key, node in definitions.items()
            if node.find(f"{W}styleLink") is not None
        }
        for node in root.findall(f"{W}num"):
            number = node.get(f"{W}numId")
            key = _value(node, "abstractNumId") or ""
            link = definitions[key].find(f"{W}numStyleLink") if key in definitions else None
            if link is not None:
                key = linked.get(link.get(f"{W}val"), key)
            if key not in definitions:
                continue
            levels = [Level()] * _LEVELS
            for level in definitions[key].findall(f"{W}lvl"):
                _put(levels, level)
                # A level can be tied to a style: the style then means this level of the list it names.
                tied = _value(level, "pStyle")
                if tied in self.styles and self.styles[tied][0] == number:
                    self.styles[tied] = (number, int(level.get(f"{W}ilvl", "0")))
            for override in node.findall(f"{W}lvlOverride"):
                index = int(override.get(f"{W}ilvl", "0"))
                start = _value(override, "startOverride")
                own = override.find(f"{W}lvl")
                if own is not None:
                    _put(levels, own)
                if start is not None and 0 <= index < _LEVELS:
                    levels[index] = levels[index]._replace(start=int(start))
                    self.overridden.setdefault(number, set()).add(index)
            self.levels[number] = levels
            self.abstract[number] = key


def format_number(number: int, kind: str) -> str:  # noqa: PLR0911 - one return per family of formats
    """One number in a ``numFmt``; formats we do not know come out in Arabic digits, as LibreOffice does it."""
    if kind in _CHINESE:
        return to_chinese(number) if 0 < number < 10000 else str(number)  # noqa: PLR2004 - range of to_chinese
    if kind in _DIGITS:
        return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    if kind in {"upperLetter", "lowerLetter"}:
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if kind == "upperLetter" else letters.lower()
    if kind in {"upperRoman", "lowerRoman"}:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 0 < number <= _CIRCLED:
        return chr(0x2460 + number - 1)
    if kind == "decimalEnclosedParen" and 0 < number <= _CIRCLED:
        return f"（{number}）"
    if kind in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    if kind == "decimalZero":
        return f"{number:02d}"
    return _ideograph(number, kind)


def _ideograph(number: int, kind: str) -> str:
    """Heavenly stems, earthly branches and anti-fraud numerals."""
    row = {"ideographTraditional": _STEMS, "ideographZodiac": _BRANCHES, "chineseLegalSimplified": _LEGAL}.get(kind, "")
    return row[number - 1] if 0 < number <= len(row) else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += sign * (number // value)
        number %= value
    return out


def _fill(pattern: str, levels: list[Level], counters: list[int], depth: int) -> str:
    """Put the counters into ``%1`` … ``%9``; a *legal* level prints all of them in Arabic digits."""
    for index in range(_LEVELS):
        mark = f"%{index + 1}"
        if mark in pattern:
            kind = "decimal" if levels[depth].legal else levels[index].format
            pattern = pattern.replace(mark, format_number(counters[index], kind))
    return pattern


def _gap(label: str, suffix: str) -> str:
    """The gap Word leaves behind the label: none where a mark closes it (``一、`` ``1.``), else one space."""
    if not label or suffix == "nothing" or label[-1] in "、.．)）:：,，":
        return ""
    return " "


def _put(levels: list[Level], node: Any) -> None:
    """Read one ``w:lvl``."""
    index = int(node.get(f"{W}ilvl", "0"))
    if not 0 <= index < _LEVELS:
        return
    restart = _value(node, "lvlRestart")
    legal = node.find(f"{W}isLgl")
    levels[index] = Level(
        start=int(_value(node, "start") or 0),
        format=_format(node),
        pattern=_value(node, "lvlText") or "",
        suffix=_value(node, "suff") or "tab",
        restart=int(restart) if restart is not None else None,
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
    )


def _format(node: Any) -> str:
    """``numFmt``; newer files wrap it in an alternative whose fallback every program understands."""
    for found in node.iter(f"{W}numFmt"):
        if found.get(f"{W}val") != "custom":
            return str(found.get(f"{W}val"))
    return "decimal"


def _num_pr(properties: Any) -> tuple[str | None, int | None]:
    node = properties.find(f"{W}numPr")
    if node is None:
        return None, None
    depth = _value(node, "ilvl")
    return _value(node, "numId"), int(depth) if depth is not None else None


def _value(node: Any, tag: str) -> str | None:
    found = node.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val")
