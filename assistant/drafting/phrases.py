"""The fixed phrases of drafts: every word of a composed paper that is neither quoted nor left to the user.

A phrase is a sentence with slots.  What may stand in a slot is checked when a draft is checked: names of the catalog
and words of the user (``{name}``, ``{title}`` …), states and kinds from their closed lists.  Phrases with ``{count}``
hold figures counted by us; they are recognised only in the very wording that was composed (``Draft.computed``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from assistant.answer import MeasureKind
from assistant.phrases import named
from assistant.standing import is_said
from kb.model import Problem, Status, StoredPassage

#: Something the user must fill in or do: ``【完成时限】``.  Digits alone are a citation marker.  The longest names a
#: source by its title, which may take a hundred characters.
PLACEHOLDER = re.compile(r"【(?!\^?[\d\s,，、]+】)[^【】\n]{1,160}】")

_NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[(（]\d{1,2}[)）])\s*"
)

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}是$")

#: What stands for a state that no source prints: in sentences and in cells of lists.
UNSAID = "未写明整改状态"

#: Slots with a closed list of values; all others hold known names.
_CLOSED = {
    "status": "|".join((*(status.label for status in Status), UNSAID)),
    "kind": "|".join(kind.value for kind in MeasureKind),
    "count": r"\d+",
}
_SLOT = re.compile(r"\{([a-z]+)(\d*)\}")


class Phrase(NamedTuple):
    """A sentence with slots ``{name}``; ``phrase(name=…)`` fills them."""

    pattern: str

    def __call__(self, **slots: object) -> str:
        """The sentence with its slots filled."""
        return self.pattern.format(**slots)

    @property
    def counted(self) -> bool:
        """Whether it holds figures counted by us."""
        return "{count" in self.pattern


# -- for every paper -------------------------------------------------------------------------------------------------

ARTICLE = Phrase("{place}规定：")
AT = Phrase("{place}：")
MATTER = Phrase("{unit}“{name}”问题（{status}）：")
TITLED = Phrase("{unit}“{name}”问题，整改状态为{status}。")
TITLED_UNSAID = Phrase("{unit}“{name}”问题，资料未写明整改状态。")
CASE = Phrase("{title}：")
PROBLEM = Phrase("关于“{name}”问题")
ABOUT = Phrase("关于“{name}”问题：")
QUOTED = Phrase("“{name}”问题")
REFERENCES = Phrase("以下为其他单位处理同类问题的做法，均为原文，供参考，不代表本单位已采取的措施。")
REFERENCES_ADAPTED = Phrase(
    "标明改换了单位名称的，不再是原文，其中的数字、日期和文件名称仍是原单位的，采用前须逐一核改。"
)
REFERENCES_MIXED = Phrase("以下为其他单位处理同类问题的做法，供参考，不代表本单位已采取的措施。")
MATTER_ADAPTED = Phrase("参照{unit}“{name}”问题（{status}）的做法，改换为{name2}的名称，尚未采取，供选用：")
CASE_ADAPTED = Phrase("参照{title}的做法，改换为{name2}的名称，尚未采取，供选用：")
NO_BASIS = "【依据条款：没有检索到与本问题直接对应的现行条款，请查找核实后填写】"
STALE = Phrase("【{place}{validity}，未列为依据，请改引现行条款】")
LOST = Phrase("【材料篮中“{title}”{place}的原文已找不到，未予引用】")
DIGEST = Phrase("【{title}为资料摘编，正式行文前请核对并改引正式文本】")
FICTIONAL = Phrase("【{title}为虚构示例，不得在正式文件中引用，请删除】")

# -- 整改方案 ----------------------------------------------------------------------------------------------------------

PLAN_OPENING = Phrase("为做好“{name}”问题的整改工作，结合同类问题的处理情况，制定本方案。")
PLAN_OPENING_MANY = Phrase("为做好反馈问题的整改工作，结合同类问题的处理情况，制定本方案。")
PLAN_GOAL = Phrase("坚持问题导向，逐项明确整改措施、责任单位和完成时限，做到条条有整改、件件有着落。")
PLAN_MEASURES = Phrase("整改措施。")
PLAN_PROPOSED = Phrase("以下措施参照其他单位同类问题的做法拟定，尚未采取，须结合本单位实际逐条核改。")
PLAN_WHO = Phrase("责任单位：{name}；")
PLAN_DONE = Phrase("已采取的措施。")
PLAN_NEXT = Phrase("下一步措施。")
PLAN_SYMPTOMS = Phrase("问题表现。")
PLAN_DUTY = Phrase("责任分工。")
LEADER = Phrase("责任领导：{name}；")
LEAD_UNIT = Phrase("牵头单位：{name}；")
CO_UNIT = Phrase("配合单位：{name}；")
DUE = Phrase("完成时限：{name}。")
PLAN_DEMANDS = (
    Phrase("各责任单位要对照清单逐项落实，按时报送整改情况和佐证材料。"),
    Phrase("不能按期完成的，应当在时限届满前书面说明原因，经批准后重新明确时限。"),
    Phrase("整改完成后，由{name}逐项复核，佐证材料不全或者整改不到位的，不予销号。"),
)

# -- 整改情况通报 ------------------------------------------------------------------------------------------------------

NOTICE_PERIOD = Phrase("{period}，{name}对{unit}进行了巡察。")
NOTICE_OPENING = Phrase("按照巡察工作有关要求，现将整改情况通报如下。")
STATE = Phrase("整改情况：{status}。")
STATE_OPEN = Phrase("整改情况：{name}。")
NOTICE_CONTACT = Phrase("欢迎对整改落实情况进行监督，如有意见建议，请及时反映。")
CONTACT = Phrase("联系方式：{name}。")

# -- 督办单 ------------------------------------------------------------------------------------------------------------

SHEET_LEAD = Phrase("承办单位：{name}。")
SHEET_CO = Phrase("协办单位：{name}。")
SHEET_DUE = Phrase("办理时限：{name}。")
SHEET_DEMANDS = (
    Phrase("承办单位收到本单后，应当明确责任人，逐项制定办理措施。"),
    Phrase("办理情况连同佐证材料，应当在办理时限届满前书面报{name}。"),
    Phrase("确需延期的，应当在时限届满前说明理由，经批准后办理。"),
    Phrase("经审核认为办理不到位的，退回重新办理。"),
)

# -- 工作提示 ----------------------------------------------------------------------------------------------------------

REMINDER_OPENING = Phrase("为防止“{name}”问题发生，现将有关情况和要求提示如下。")
REMINDER_SYMPTOMS = Phrase("以往通报、反馈中的同类问题如下，均为原文。")
REMINDER_DEMANDS = (
    Phrase("各单位要对照上述问题和条款开展自查，发现问题立即整改。"),
    Phrase("自查整改情况于{name}前报{unit}。"),
)

# -- 巡察报告问题段落 --------------------------------------------------------------------------------------------------

FINDING_BASIS = Phrase("对照以下条款，请核定上述情况的性质。")
FINDING_SAMPLES = Phrase("同类问题在以往通报、反馈中的表述如下，均为原文，供拟写时参考。")

# -- 专报 --------------------------------------------------------------------------------------------------------------

SPECIAL_OPENING = Phrase("现将“{name}”同类问题的处理情况报告如下。")
SPECIAL_TOTAL = Phrase("本报告依据{count}份资料，涉及{count2}个单位的{count3}个同类问题。")
SPECIAL_STATE = (Phrase("{status}{count}个；"), Phrase("{status}{count}个。"))
SPECIAL_FIRST_STATE = (Phrase("其中，{status}{count}个；"), Phrase("其中，{status}{count}个。"))
SPECIAL_FICTIONAL = Phrase("上述资料中有虚构示例{count}份，不是真实先例，正式使用前应当删除。")
SPECIAL_MEASURES = Phrase("资料载明整改措施{count}项，本报告摘录{count2}项。")
SPECIAL_BASIS = Phrase("相关现行条款{count}条。")
SPECIAL_KIND = Phrase("{kind}（{count}项）")
SPECIAL_STATUS = Phrase("{unit}“{name}”问题：{status}。")
SPECIAL_DUE = Phrase("完成时限为{day}。")
SPECIAL_NO_DUE = Phrase("资料未载明完成时限。")
SPECIAL_PENDING = Phrase("后续整改：")
ADVICE_KIND = Phrase("{kind}类措施摘录较多，共{count}项，涉及{count2}个问题，可优先研究是否适用。")
ADVICE_OPEN = Phrase("尚有{count}个问题未完成整改，建议跟踪后续通报，再行引用其整改结果。")
ADVICE_DONE = Phrase("整改已完成的问题有{count}个，其措施可重点参考。")
ADVICE_BASIS = Phrase("拟定措施时，建议逐条对应上列{count}条条款。")
ADVICE_ONE_SOURCE = Phrase("目前只有一份资料涉及这一问题，尚无其他来源可以印证。")
SOURCE_BARE = Phrase("{title}。")
SOURCE = Phrase("{title}，引用{place}。")
SOURCE_UNIT = Phrase("{title}，涉及单位{unit}，引用{place}。")
SOURCE_FULL = Phrase("{title}，涉及单位{unit}，{day}反馈，引用{place}。")

_HEADINGS = (
    "整改目标",
    "整改任务",
    "参考措施",
    "依据条款",
    "工作要求",
    "组织整改落实情况",
    "反馈问题整改情况",
    "其他单位同类问题处理情况",
    "下一步工作打算",
    "督办事项",
    "督办依据",
    "承办单位和时限",
    "办理要求",
    "同类问题处理情况（供办理参考）",
    "提示事由",
    "问题表现",
    "参考做法",
    "主要问题",
    "对照条款",
    "同类问题的规范表述",
    "总体情况",
    "主要做法",
    "整改成效",
    "整改时限与状态",
    "可供参考的建议",
    "材料来源",
)


#: What stands in the cells of our own lists besides names, numbers and states.
_CELLS = (
    "编号",
    "督办事项",
    "督办依据",
    "交办单位",
    "承办单位",
    "协办单位",
    "办理时限",
    "办理情况",
    "延期理由",
    "审核意见",
    "办结日期",
    "未载明",
)


def heading(title: str) -> str:
    """A fixed heading; raises ``ValueError`` for words that are none."""
    if title not in _HEADINGS:
        msg = f"{title} is not a fixed heading"
        raise ValueError(msg)
    return title


def is_fixed(sentence: str, known: Collection[str], computed: Collection[str] = ()) -> bool:
    """Whether a sentence is a fixed phrase whose slots hold only ``known`` names and words of the user.

    Placeholders may stand in any slot.  Sentences with counted figures must be among ``computed``, word for word.
    """
    if sentence in _HEADINGS or sentence in _CELLS or _allowed("name", sentence, known):
        return True
    return any(
        (not phrase.counted or sentence in computed)
        and (match := compiled.fullmatch(sentence))
        and all(_allowed(name, value, known) for name, value in match.groupdict().items())
        for phrase, compiled in _phrases()
    )


def is_lead(words: str, known: Collection[str]) -> bool:
    """Whether words in front of a quote are a fixed phrase, an ordinal (``一是``), both or nothing."""
    rest = _ORDINAL.sub("", words.strip())
    return not rest or is_fixed(rest, known)


def place_of(passage: StoredPassage) -> str:
    """《title》 with its badge and the locator: ``《公安机关督察条例》（摘编）第十二条``."""
    return f"{named(passage)}{passage.locator}"


def numbering(line: str) -> int:
    """How many characters the number in front of a line takes (``（一）``, ``1.``); 0 without one."""
    match = _NUMBERING.match(line)
    return match.end() if match else 0


def title_of(passage: StoredPassage) -> str:
    """《title》 with its badge, as all phrases name a source."""
    return named(passage)


def whose(passage: StoredPassage, unit: str | None) -> str:
    """The unit a source speaks of, with the badge of the source; the title of the source where it names none."""
    badge = passage.provenance.label
    return f"{unit}{f'（{badge}）' if badge and badge not in unit else ''}" if unit else named(passage)


def status_of(problem: Problem) -> str:
    """The state of a problem in a sentence: a label of :class:`kb.model.Status`, or that none is printed."""
    return problem.status.label if is_said(problem) else UNSAID


def words_of(day: date) -> str:
    """A date as printed in official papers."""
    return f"{day.year}年{day.month}月{day.day}日"


def _allowed(slot: str, value: str, known: Collection[str]) -> bool:
    if slot.rstrip("0123456789_") in _CLOSED or value in known or PLACEHOLDER.fullmatch(value):
        return True
    return _listed(value.split("、"), known)


def _listed(parts: Sequence[str], known: Collection[str]) -> bool:
    """Whether the parts joined by 、 are known names; a name may hold 、 itself (《甲院、乙院关于…的解释》)."""
    reached = {0}
    for end in range(1, len(parts) + 1):
        if any("、".join(parts[start:end]) in known for start in reached):
            reached.add(end)
    return len(parts) in reached


@cache
def _phrases() -> tuple[tuple[Phrase, re.Pattern[str]], ...]:
    return tuple((phrase, re.compile(_regex(phrase))) for phrase in _all())


def _all() -> Iterator[Phrase]:
    for value in globals().values():
        if isinstance(value, Phrase):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, Phrase))


def _regex(phrase: Phrase) -> str:
    parts, at = [], 0
    for slot in _SLOT.finditer(phrase.pattern):
        parts.append(re.escape(phrase.pattern[at : slot.start()]))
        parts.append(f"(?P<{slot[1]}{'_' + slot[2] if slot[2] else ''}>{_CLOSED.get(slot[1], '.+?')})")
        at = slot.end()
    return "".join(parts) + re.escape(phrase.pattern[at:])
