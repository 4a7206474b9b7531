"""Lines without a number that open a problem or a case: 关于…问题, 第1件, several alike (【某所】…), headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.structure.fields import Role, find_fields, role_of
from ingest.structure.handling import handling_at
from ingest.structure.lines import Line, ends_sentence
from ingest.structure.numbering import SIGN, Family, read_mark, value_of
from ingest.structure.told_of import TOLD_OF

# 第1件, 案例二 alone on a line: one of several reported one behind the other.
COUNTED = re.compile(
    r"^[【\[(]?(?:第\s*[一二三四五六七八九十\d]{1,3}\s*[件案例宗起批](?!次)|(?:案例|事项|交办件|举报件)\s*[一二三四五六七八九十\d]{1,3}|(?:问题)?(?:序号|编号)\s*:?\s*\d{1,3})[】\])]?:?$"
)
_TOPIC = re.compile(r"^(?:关于|针对)[^。;]{4,90}问题(?:的?整改(?:落实|进展|完成)?(?:情况)?)?\s*[。:]?$")
# 【反馈问题】, 反馈问题:, 问题: head a problem; 具体表现: and 存在问题: go on with one that has a name.
_HEADS = re.compile(
    r"[【\[(]?(?:(?:巡[察视])?(?:反馈|指出)?的?问题|(?:反映|信访|投诉|举报|交办|督办)(?:事项|内容|问题|情况))\s*\d{0,3}[】\])]?\s*[:】\])]"
)
# 【白露派出所】10月2日,…: where, then what was found there.
_BRACKETED = re.compile(r"【(?P<w>[^【】]{2,24})】\s*[^【】\s].{9,}")
# 某某违规收受礼金问题。2021年…: a case named in its first sentence.
_CASE_NAMED = re.compile(r"[^,。;:]{6,70}(?:问题|案)。.{10,}")
# 借条一:…, 故事2　…: numbered by a word of the author's.
_COUNTING = re.compile(r"(?P<w>[\u4e00-\u9fff]{1,4})(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})(?:\s*[:、|]|\s+).{2,60}")
# Two lines may be alike by chance where brackets head them; the other forms are plain.
_BRACKETS, _FORMS = 3, 2
# Headings of told cases are no longer.
_HEADING = 40


def openings(lines: Sequence[Line], folded: str, *, cases: bool) -> Callable[[str], bool]:
    """What tells the lines without a number that open a problem; ``cases`` where the paper tells how somebody was
    dealt with, so that headings without numbers may part it.

    They are 关于…问题, 第1件, several paragraphs 针对“…”问题,…, a label (【反馈问题】…) that is repeated with measures
    below it, or several lines of the same form.
    """
    plain = [line for line in lines if (mark := read_mark(line.text)) is None or mark.family is Family.BULLET]
    texts = [line.text for line in plain]
    # ★ 反映事项:… bears a sign in front of its label.
    bare = {text: SIGN.sub("", text, count=1) for text in texts}
    fields = {text: find_fields(bare[text], 0, len(bare[text]), 0)[:1] for text in texts}
    roles = [fields[text][0].role for text in texts if fields[text] and fields[text][0].start == 0]
    repeated = roles.count(Role.PROBLEM) > 1 and roles.count(Role.MEASURE) > 1
    labels = {
        text
        for text, found in fields.items()
        if repeated and found and found[0].role is Role.PROBLEM and _HEADS.match(bare[text])
    }
    # One paragraph that begins with 针对“…”问题, may be an aside; several are a list.
    told = [text for text in texts if TOLD_OF.match(text)]
    labels.update(told if len(told) > 1 else ())
    headings = _headings_of_cases(lines, folded) if cases and len(plain) == len(lines) else set[str]()
    signed = _signed(plain, folded) if cases else set[str]()
    listed = _listed(lines) if len(plain) == len(lines) else set[str]()
    labels |= headings or signed or listed or _alike([text for text in texts if read_mark(text) is None])
    return lambda text: bool(_TOPIC.match(text) or COUNTED.match(text)) or text in labels


def _signed(lines: Sequence[Line], folded: str) -> set[str]:
    """Paragraphs that begin with the same sign (🔻) of which two at least tell a case with its handling."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        sign = SIGN.match(line.text)
        if sign:
            groups.setdefault(sign.group().strip(), []).append(line)
    for group in groups.values():
        handled = [line for line in group if handling_at(folded, line.start, line.end) is not None]
        if len(handled) >= _FORMS and len(handled) * 2 >= len(group):
            return {line.text for line in group}
    return set()


# 暗访也发现少数单位仍有不足: leads to a list with signs instead of numbers.
_LEADS = re.compile(r".*(?:问题|不足|短板|差距)[^。;]{0,12}:")


def _listed(lines: Sequence[Line]) -> set[str]:
    """Lines with the same sign below one that leads to problems; empty where they are few."""
    for at, line in enumerate(lines[:-1]):
        sign = SIGN.match(lines[at + 1].text)
        if sign and _LEADS.fullmatch(line.text):
            behind = [one.text for one in lines[at + 1 :]]
            stop = next((step for step, text in enumerate(behind) if not text.startswith(sign.group())), len(behind))
            if stop >= _BRACKETS:
                return set(behind[:stop])
    return set()


def _alike(texts: Sequence[str]) -> set[str]:
    """Lines that open several problems or cases in the same form; empty where they are too few."""
    bracketed = [text for text in texts if (found := _BRACKETED.fullmatch(text)) and role_of(found["w"]) is Role.OTHER]
    if len(bracketed) >= _BRACKETS:
        return set(bracketed)
    named = [text for text in texts if _CASE_NAMED.fullmatch(text)]
    if len(named) >= _FORMS:
        return set(named)
    counting: dict[str, list[str]] = {}
    for text in texts:
        found = _COUNTING.fullmatch(text)
        group = counting.setdefault(found["w"], []) if found else []
        if found and value_of(found["n"]) == len(group) + 1:
            group.append(text)
    longest = max(counting.values(), key=len, default=list[str]())
    return set(longest) if len(longest) >= _FORMS else set()


def _headings_of_cases(lines: Sequence[Line], folded: str) -> set[str]:
    """The headings without numbers of a paper of which two at least head a case with its handling; from the first of
    these on all count, so that what is told behind the last case does not go on with it.
    """
    heads = [at for at, line in enumerate(lines) if len(line.text) <= _HEADING and not ends_sentence(line.text)]
    ends = [*heads[1:], len(lines)][: len(heads)]
    handled = [
        at
        for at, end in zip(heads, ends, strict=True)
        if end > at + 1 and handling_at(folded, lines[at].start, lines[end - 1].end) is not None
    ]
    return {lines[at].text for at in heads if at >= handled[0]} if len(handled) >= _FORMS else set()
