"""The fixed phrases of answers: all words that are not quoted.

Slots take names, locators, states and dates from the catalog and nothing else.  ``is_fixed`` recognises every sentence
made here, so that a check can prove that an answer holds only quotes and fixed phrases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import MeasureKind
from assistant.standing import STANDINGS, UNSAID
from kb.model import StoredPassage
from kb.text import fold
from retrieval.judge import OUTSIDE as OUTSIDE  # noqa: PLC0414 - part of the fixed phrases
from retrieval.lookup import no_such_article as no_such_article  # noqa: PLC0414 - likewise
from retrieval.lookup import not_held as not_held  # noqa: PLC0414 - likewise

NO_EVIDENCE = "资料库中没有找到能够回答这一问题的依据，不作答复。"
NEAR_MISSES = "内容相近、但不足以作为依据的资料："
ADVICE = "可换用更具体的说法重新提问，或先把相关文件收录进资料库。"
VAGUE = "请补充：要查的是什么问题，或哪一部规定、哪个单位。只有一个笼统的词，不作答复。"
VAGUE_EXAMPLES = "例如：“值班期间饮酒，以往怎么处理”“督察条例第十二条”“涉案财物管理混乱怎么整改”。"
PRECEDENTS = "同类问题的处理情况如下，均为原文。"
ARTICLES = "涉及的条款如下，均为原文。"
NEAR_ARTICLES = "没有找到有把握的依据，以下条款只是文字较为接近，能否适用请核对，均为原文。"
PRACTICES = "相关工作做法如下，均为原文。"
MEASURES = "相关先例采取过的措施如下，均为原文，采用时须结合本单位实际。"
RESULTS = "整改结果："
REMAINING = "尚待完成："
HUMAN_REVIEW = "以上内容摘自资料库原文，使用前请对照原件复核。"
DIGEST = "标注“摘编”的内容为资料摘编，引用时以正式文本为准。"
FICTIONAL = "标注“示例（虚构）”的内容为虚构示例，不得作为真实先例引用。"
ONE_SOURCE = "所引先例出自同一来源，尚无其他来源可以印证。"
ONE_REAL_SOURCE = "除虚构示例外，所引先例出自同一来源，尚无其他来源可以印证。"
NO_PRECEDENT = "资料库中没有找到同类问题的处理先例。"
NO_ARTICLE = "没有找到有把握的依据条款，可以只就依据再问一次。"
PARTLY = "找到的资料与问题部分相关，请核对是否切题。"

_FIXED = {
    VAGUE,
    VAGUE_EXAMPLES,
    NO_EVIDENCE,
    OUTSIDE,
    NEAR_MISSES,
    ADVICE,
    PRECEDENTS,
    ARTICLES,
    NEAR_ARTICLES,
    PRACTICES,
    MEASURES,
    RESULTS,
    REMAINING,
    HUMAN_REVIEW,
    DIGEST,
    FICTIONAL,
    ONE_SOURCE,
    ONE_REAL_SOURCE,
    NO_PRECEDENT,
    NO_ARTICLE,
    PARTLY,
    OUTSIDE,
}

#: A name in a slot: of a unit, a term or a document.  Marks that end a sentence never stand in one.
_NAME = r"[^。；;！？\n]{1,80}"
_TITLE = r"《[^。；;\n]+》"
_KINDS = "(?:建章立制|专项整治|教育培训|监督检查|追责问责|信息化|公开与服务)"
_STATES = f"(?:{'|'.join(STANDINGS)})"
_GROUP = f"(?:整改状态)?{_STATES}"
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_FACT = rf"(?:单位：{_NAME}|反馈：{_DAY}|公布：{_DAY}|(?:整改|后续事项)时限：{_NAME}|责任单位：{_NAME})"

_TEMPLATES = [
    re.compile(pattern)
    for pattern in (
        r"《(?!》)[^《》]*(?:《[^《》]+》[^《》]*)*》(?:（(?:[^（）]|（[^（）]*）)+）){0,2}\S{0,40}：",
        r"《(?!》)[^《》]*(?:《[^《》]+》[^《》]*)*》(?:（(?:[^（）]|（[^（）]*）)+）)?\S{0,40}“.+”问题（[^（）]+）：",
        r"· 《.+》\S{0,40}",
        rf"这一问题一般由{_TITLE}规定，资料库未收录，(?:不作答复。请先收录其正式文本。|以下资料只是相近，请核对是否切题。)",
        r"资料库中有相近的资料，但没有写明所问的[^。，；]{2,8}，不作答复。",
        r"找到的资料没有写明所问的[^。，；]{2,8}，请核对是否切题。",
        r"资料库中没有“[^“”。]{1,40}”的资料，以下为其他单位的情况。",
        r"资料库中没有“[^“”。]{1,300}”范围内的先例，以下为全部资料中的结果。",
        rf"资料库中没有{_NAME}的资料(?:，现有\d{{4}}年(?:、\d{{4}}年)*的，以下为现有资料的情况)?。",
        rf"资料库中没有{_TITLE}(?:\d{{4}}年|以前)的文本，以下为现有文本，请核对。",
        rf"资料库中没有{_NAME}的问题，以下为其他状态的问题。",
        rf"{_NAME}：资料库收录(?:{_NAME}类)?问题\d+个，其中{_GROUP}\d+个(?:、{_GROUP}\d+个)*。",
        rf"{_TITLE}写明共有\d+个问题(?:、\d+项整改措施)?，(?:资料库收录了其中\d+个问题|按\d+类公布，均已收录)。",
        rf"(?:{_NAME}：)?{_GROUP}（\d+个）：",
        r"· \S{0,40}“[^\n]{1,80}”",
        r"……（其余\d+个略，可限定单位、年份或问题类型后再问）",
        r"在所限范围（[^。\n]{1,300}）内没有找到能够回答这一问题的依据，不作答复。",
        r"资料库中没有收录《.+》，无法核对其条款。",
        r"《.+》没有第.+条，该文件共有\d+条。",
        rf"{_FACT}(?:；{_FACT})*。",
        r"问题类型：[^/。；、]{2,20}/[^/。；、]{2,20}(?:、[^/。；、]{2,20}/[^/。；、]{2,20})*。",
        r"按最相近的先例，问题类型为[^/。；、]{2,20}/[^/。；、]{2,20}。",
        r"资料库中有这一类型的问题\d+个，来自\d+份资料。",
        rf"提到的(?:单位：{_NAME}|文件：{_TITLE}(?:、{_TITLE})*)。",
        r"按规范用语理解：“[^“”。；]{1,20}”即“[^。；]{1,24}”(?:，“[^“”。；]{1,20}”即“[^。；]{1,24}”)*。",
        rf"\d+份相互独立的资料都用到了{_KINDS}(?:、{_KINDS})*。",
        rf"整改状态(?:一致，均为{_STATES}|均未写明)。",
        rf"整改状态不同：{_NAME}{_STATES}(?:，{_NAME}{_STATES})+。",
        rf"从反馈到整改时限：{_NAME}约\d+个月(?:，{_NAME}约\d+个月)+。",
        rf"{_KINDS}（\d+个相关先例中有\d+个采用）(?:：|，见上文所引。)",
        r"相关先例的整改时限在反馈后约\d+(?:至\d+)?个月。",
        rf"相关先例的责任单位：{_NAME}。",
        r"……（略去\d+项）",
        r"……（共\d+项，其余\d+项略）",
        rf"{_TITLE}效力待核实，引用前请核对是否现行有效。",
        rf"资料库中没有找到{_NAME}关于这一问题的先例。",
        rf"提问称已经整改完成，而资料中(?:{_NAME})?这一问题的整改状态为“{_STATES}”。",
    )
]


def is_fixed(sentence: str) -> bool:
    """Whether a sentence is one of the fixed phrases, slots included."""
    return sentence in _FIXED or any(pattern.fullmatch(sentence) for pattern in _TEMPLATES)


def named(passage: StoredPassage) -> str:
    """《title》 with its badge: ``《公安机关督察条例》（摘编）``."""
    badge = passage.provenance.label
    labelled = fold(badge) in fold(passage.title)
    validity = passage.validity.value if passage.validity.is_superseded else ""
    notes = "，".join(note for note in ("" if labelled else badge, validity) if note)
    return f"《{passage.title}》" + (f"（{notes}）" if notes else "")


def place(passage: StoredPassage) -> str:
    """Lead to a quoted article or text: ``《公安机关督察条例》第十二条：``."""
    return f"{named(passage)}{passage.locator}："


def problem_lead(passage: StoredPassage, title: str, state: str) -> str:
    """Lead to what was done about a problem: source, number, title as printed and state."""
    return f"{named(passage)}{passage.problem or passage.locator}“{title}”问题（{_state(state)}）："


def case_lead(passage: StoredPassage, state: str) -> str:
    """Lead to what was done in a typical case, which is named by its document."""
    return f"{named(passage)}（{_state(state)}）："


def _state(state: str) -> str:
    return "整改状态未写明" if state == UNSAID else state


def facts(
    unit: str | None,
    feedback: date | None,
    published: date | None,
    deadline: str,
    responsible: Sequence[str],
    *,
    of_work: bool = False,
) -> str:
    """What is printed about a precedent besides its measures; empty where nothing is.  ``of_work``: the time limit is
    that of a single piece of open work.
    """
    named_facts = [
        ("单位", unit),
        ("反馈", day(feedback) if feedback else ""),
        ("公布", day(published) if published and not feedback else ""),
        ("后续事项时限" if of_work else "整改时限", deadline),
        ("责任单位", "、".join(responsible)),
    ]
    held = [f"{name}：{_slot(value)}" for name, value in named_facts if value]
    return "；".join(held) + "。" if held else ""


def day(when: date) -> str:
    """A date as official documents print it."""
    return f"{when.year}年{when.month}月{when.day}日"


def limit(printed: str, due: date | None) -> str:
    """A time limit as printed, with the day it means where the words do not give one."""
    return f"{printed}（{day(due)}）" if due and str(due.year) not in printed else printed


def problem_types(codes: Sequence[str], *, own: bool) -> str:
    """The types a question was understood to ask about; ``own`` where its words name them."""
    return f"问题类型：{'、'.join(codes)}。" if own else f"按最相近的先例，问题类型为{codes[0]}。"


def type_count(problems: int, sources: int) -> str:
    """How often the library holds problems of a type."""
    return f"资料库中有这一类型的问题{problems}个，来自{sources}份资料。"


def mentioned_units(units: Sequence[str]) -> str:
    """Units the question names."""
    return f"提到的单位：{_slot('、'.join(units))}。"


def mentioned_documents(titles: Sequence[str]) -> str:
    """Documents the question names."""
    return f"提到的文件：{'、'.join(f'《{_slot(title)}》' for title in titles)}。"


def readings(pairs: Sequence[tuple[str, str]]) -> str:
    """How everyday words were read."""
    return "按规范用语理解：" + "，".join(f"“{said}”即“{meant}”" for said, meant in pairs) + "。"


def common_kinds(count: int, kinds: Sequence[MeasureKind]) -> str:
    """Kinds of measures that all of ``count`` independent sources took."""
    return f"{count}份相互独立的资料都用到了{'、'.join(kind.value for kind in kinds)}。"


def states(named_states: Sequence[tuple[str, str]]) -> str:
    """How far rectification came in each source, or in all of them."""
    labels = {label for _, label in named_states}
    if len(labels) == 1:
        label = labels.pop()
        return "整改状态均未写明。" if label == UNSAID else f"整改状态一致，均为{label}。"
    return "整改状态不同：" + "，".join(f"{_slot(name)}{label}" for name, label in named_states) + "。"


def spans(named_months: Sequence[tuple[str, int]]) -> str:
    """How long the time limits ran in each source."""
    return "从反馈到整改时限：" + "，".join(f"{_slot(name)}约{count}个月" for name, count in named_months) + "。"


def kind_used(kind: MeasureKind, used: int, total: int) -> str:
    """Lead to the examples of a kind of measure."""
    return f"{kind.value}（{total}个相关先例中有{used}个采用）："


def kind_used_above(kind: MeasureKind, used: int, total: int) -> str:
    """A kind of measure whose examples are quoted above."""
    return f"{kind.value}（{total}个相关先例中有{used}个采用），见上文所引。"


def usual_limit(shortest: int, longest: int) -> str:
    """The spans from feedback to time limit in relevant precedents, in months."""
    to = f"至{longest}" if longest > shortest else ""
    return f"相关先例的整改时限在反馈后约{shortest}{to}个月。"


def usual_responsible(names: Sequence[str]) -> str:
    """Who was responsible in relevant precedents."""
    return f"相关先例的责任单位：{_slot('、'.join(names))}。"


def left_out(items: int) -> str:
    """Items of a list left out between two quotes of it."""
    return f"……（略去{items}项）"


def left_out_behind(items: int, total: int) -> str:
    """Items of a list left out behind the last one quoted, and how many the list has."""
    return f"……（共{total}项，其余{items}项略）"


def is_elsewhere(warning: str) -> bool:
    """Whether a warning says that what follows is not of the unit or the limits asked for."""
    return warning.startswith("资料库中没有") and warning.endswith(("其他单位的情况。", "全部资料中的结果。"))


def is_about_scope(warning: str) -> bool:
    """Whether a warning tells that a unit, year, state or edition asked for is not held."""
    return is_elsewhere(warning) or (
        warning.startswith("资料库中没有")
        and warning.endswith(("现有资料的情况。", "其他状态的问题。", "现有文本，请核对。"))
    )


def tally_count(where: str, types: Sequence[str], total: int, states: Sequence[tuple[str, int]]) -> str:
    """How many problems of an inspection are held, and in which states."""
    kinds = f"{_slot('、'.join(types))}类" if types else ""
    return (
        f"{_slot(where)}：资料库收录{kinds}问题{total}个，其中"
        + "、".join(f"{_state(state)}{n}个" for state, n in states)
        + "。"
    )


def tally_printed(title: str, printed: int, held: int, *, measures: int = 0, classes: int = 0) -> str:
    """How many problems a notice says it has, where fewer of them stand in it, and how many measures it counts;
    ``classes`` in which it says it has put them, where these are what stands in it.
    """
    counted = f"、{measures}项整改措施" if measures else ""
    told = f"按{classes}类公布，均已收录" if classes == held else f"资料库收录了其中{held}个问题"
    return f"《{_slot(title)}》写明共有{printed}个问题{counted}，{told}。"


def tally_group(where: str, state: str, number: int) -> str:
    """Lead to the problems in a state."""
    return (f"{_slot(where)}：" if where else "") + f"{_state(state)}（{number}个）："


def tally_item(locator: str, title: str) -> str:
    """A problem in a list, by number and title."""
    number = "".join(locator.split())[:_LOCATOR]
    return f"· {number}“{_slot(title.replace('“', '‘').replace('”', '’'))}”"


def tally_rest(number: int) -> str:
    """Problems that the list leaves out."""
    return f"……（其余{number}个略，可限定单位、年份或问题类型后再问）"


def unverified(title: str) -> str:
    """A regulation whose validity is not known."""
    return f"《{_slot(title)}》效力待核实，引用前请核对是否现行有效。"


def not_done(unit: str, state: str) -> str:
    """A problem of which a question says that it is done, and the source does not."""
    return f"提问称已经整改完成，而资料中{_slot(unit)}这一问题的整改状态为“{state}”。"


def no_precedent_of(unit: str) -> str:
    """One of several units asked about, of which nothing like it is held."""
    return f"资料库中没有找到{_slot(unit)}关于这一问题的先例。"


def _slot(value: str) -> str:
    """A value fit for a slot: on one line, without marks that end a sentence, not longer than a line and a half."""
    plain = _SENTENCE_MARKS.sub("，", " ".join(value.split()))
    return plain if len(plain) <= _SLOT else plain[: _SLOT - 1] + "…"


_SENTENCE_MARKS = re.compile(r"[。；;！？]")

#: Longest number of a problem in a list.
_LOCATOR = 40

#: Longest value in a slot: four units of the longest names still fit.
_SLOT = 80


def near_miss(passage: StoredPassage) -> str:
    """A source that is close but not evidence, by title and place."""
    return f"· 《{passage.title}》{passage.locator}"
