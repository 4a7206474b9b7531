"""Puts a measure of another unit into the names of the user's unit, marking every word that was replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Adapted, Replacement
from kb.text import fold

#: Said wherever words were replaced.
NOTE = "已替换单位名称，不再是原文；其中的数字、日期和文件名称仍是原单位的，采用前须逐一核改。"

#: Where the source names its place and the user's unit shows none.
REGION_BLANK = "【地区】"

#: A place in front of a police unit: 无锡市 in 无锡市公安局; without its rank it also names the place (无锡公安).
_REGION = re.compile(
    r"^(?:中共)?(?P<name>[\u4e00-\u9fff]{2,8}?)(?P<rank>省|自治区|市|县|区|旗|州|盟)(?=公安|[\u4e00-\u9fff]{2,8}分局)"
)

_SHORTEST_NAME = 2

#: Words that report what has come of a measure.  Under the name of another unit they would claim what never happened.
_REPORTED = re.compile(
    r"已|曾|完成|截至|目前|累计|先后|[去今当]年|[上下]半年|以来|得到|取得|下降|上升|(?<!为)了(?![解望])|\d[年月日]"
)


def proposable(words: str) -> bool:
    """Whether a measure can be put to another unit as a proposal: nothing in it reports a result or a date."""
    return not _REPORTED.search(fold(words))


def adapt(measure_text: str, source_units: Iterable[str], unit: str) -> Adapted:
    """The text with the names of the source's units replaced by ``unit`` (云泽市公安局) and the names of its place by
    the place of ``unit``.

    Nothing else is touched: figures, dates and 《titles》 in quotation marks keep the source's words except for unit
    and place names inside them.  The longest name wins; ``replacements`` are in order and refer to the new text.  A
    text without such a name comes back unchanged, without a note.
    """
    unit = unit.strip()
    names = replaced_names(source_units, unit)
    if not names or not unit:
        return Adapted(measure_text)
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))))
    pieces: list[str] = []
    replacements: list[Replacement] = []
    length = done = 0
    for match in pattern.finditer(measure_text):
        new = names[match.group()]
        if new == match.group():
            continue
        pieces += [measure_text[done : match.start()], new]
        length += match.start() - done
        replacements.append(Replacement(length, length + len(new), match.group()))
        length += len(new)
        done = match.end()
    if not replacements:
        return Adapted(measure_text)
    return Adapted("".join((*pieces, measure_text[done:])), tuple(replacements), NOTE)


def replaced_names(source_units: Iterable[str], unit: str) -> dict[str, str]:
    """Name in the source → name that :func:`adapt` puts in its place."""
    own = _REGION.match(unit)
    names: dict[str, str] = {}
    for name in (one.strip() for one in source_units):
        if not name:
            continue
        region = _REGION.match(name)
        if region:
            place, rank = region["name"], region["rank"]
            names[f"{place}公安"] = f"{own['name']}公安" if own else unit
            names[f"{place}{rank}"] = f"{own['name']}{own['rank']}" if own else REGION_BLANK
            if len(place) >= _SHORTEST_NAME:
                names[place] = own["name"] if own else REGION_BLANK
        # The full name last: it must not be taken for the place in front of it.
        names[name] = unit
    return names
