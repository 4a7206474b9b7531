"""Which numbered items of a notice, feedback or circular are problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from ingest.structure.actions import begins_with_action
from ingest.structure.case import is_case_heading
from ingest.structure.context import Context
from ingest.structure.fields import Role, find_fields
from ingest.structure.handling import handling_at
from ingest.structure.headings import is_aspect, names_problem, problem_title, status_of
from ingest.structure.numbering import Family
from ingest.structure.outline import MAX_HEADING, Node, sentence_end
from ingest.structure.state import bare_state, remarked_state
from kb.model import DocumentKind, Span, Status

# Parts of a notice that are not about single problems.  The first words count always, the others only where the
# heading does not speak of problems (需要长期坚持的问题 is a section of problems).
_ORGANISING = re.compile(
    r"组织.{0,6}(?:领导|落实|整改|推[进动]|开展)|主体责任|第一责任人|下一?步|今后|打算|建议|(?:工作|有关|整改)要求"
)
_AHEAD = re.compile(r"下一?步|今后|打算|建议|要求")
# 中心建成后使用率偏低: how names of problems end, whatever verb they begin with.
FALLS_SHORT = re.compile(
    r"(?:[不未][\u4e00-\u9fff]{1,6}|偏[低高慢差大小少]|宽松软|[弱淡虚]化|松[散懈弛]|混乱|随意|流于形式|走过场|漏洞|薄弱|滞后|缺失|缺位|差距|短板|隐患)。?$"
)
# A part on clues that were passed on; 民警违规经商办企业线索 is a matter.
_CLUES = r"线索(?!$)|^(?!.*[违失渎受收贪]).{0,12}线索$"
_GENERAL = re.compile(
    r"基本情况|总体(?:情况|评价)|计划|工作安排|努力方向|长效|巩固|站位|加强.{0,6}领导|主要(?:做法|成效|特点)|好的?做法|亮点"
    rf"|工作(?:开展|推进)?情况$|{_CLUES}|整改组织"
)
RECTIFYING = re.compile(
    r"(?:反馈|巡[察视]|发现|指出|具体|主要|突出).{0,12}(?:问题|意见)|问题.{0,10}整改|整改(?:落实|进展|完成)?(?:的)?(?:情况|进展|成效|问题)"
    r"|(?:已|未|正在|基本|尚未|长期|持续|需|立行立)[^,。]{0,6}整?改[^,。]{0,4}(?:事项|任务)"
    r"|(?:已|未|正在|基本|尚未|长期|持续|重新)[^,。]{0,4}(?:完成|推进|巩固|坚持|到位|办结|销号|列入)[^,。]{0,8}问题(?:\([^()]*\))?$"
)
_PROBLEMS = re.compile(r"问题|不足|短板|薄弱|差距|隐患|反馈(?:的)?(?:意见|情况)")
_ADVICE = re.compile(
    rf"建议|要求|措施|打算|意见$|评价|基本情况|总体情况|概况|做法|好的方面|值得肯定|优点|亮点|成效|成绩|{_CLUES}|开展情况|组织情况|抽查情况$|督[察查]情况$"
)
# A part of a circular that tells how those responsible for all matters in front were dealt with.
_HANDLING = re.compile(
    r"(?:对)?(?:上述|以上|有关|相关|发现)?(?:问题)?(?:责任)?(?:单位)?[、和及]?(?:相关|有关)?(?:责任)?(?:人员|人|单位|问题)?的?"
    r"(?:处理|处置|查处|问责|追责|责任追究|追责问责|追究责任)的?(?:情况|结果|决定|意见)[。:]?$"
)
_ON_PROBLEMS = re.compile(
    r"(?:本次|此次|这次)?(?:[督巡][察查视]|检查|抽查|暗访|排查|审计)?(?:中|工作)?(?:存在|发现|反映|查出|暴露)?出?的?(?:主要|突出|具体|典型|有关|一些)?的?"
    r"(?:问题|不足)(?:[和与及、](?:问题|不足|薄弱环节|典型案例|主要表现))?[。:]?"
)
_SECTION_STATUS = re.compile(
    r"^(?:关于)?(?:巡[察视])?(?:反馈)?(?:的)?(?:截至目前)?(?:已|正在|正|基本|长期|尚未|尚|未|需|持续|继续|阶段性|按期|整改).{0,24}(?:问题|事项|任务|内容|类|的|情况)(?:及(?:措施|时限|打算|计划))?$|(?:已|未|基本|正在).{0,8}(?:完成|推进|整改|到位).{0,6}的?.{0,4}(?:问题|事项|任务).{0,8}$"
)


def choose(context: Context, node: Node) -> Iterator[Node]:
    """The nodes that are problems, in reading order.

    The deepest items that are worded as problems count; an item whose own words are followed by 整改措施： is a
    problem and what is numbered below it are its measures.
    """
    if context.kind is DocumentKind.FEEDBACK and orders(context, node):
        yield node
        return
    if is_divided(context, node):
        yield node
        return
    if node.mark is not None and _is_problem(context, node):
        deeper = [] if _marked(context, node) else [one for child in node.children for one in choose(context, child)]
        named = [one for one in deeper if _worded(context, one) or _marked(context, one) or _stated(context, one)]
        if named and len(deeper) * 2 >= len(node.children):
            yield from deeper
        else:
            yield node
        return
    for child in node.children:
        yield from choose(context, child)


def _is_problem(context: Context, node: Node) -> bool:
    """Whether a numbered item is a problem, by its own wording, its labels, or the part it stands in."""
    mark = node.mark
    if mark is None or mark.family in (Family.BULLET, Family.PIECE, Family.CHAPTER, Family.SECTION, Family.CLOSING):
        return False
    above = [one.title for one in node.ancestors()]
    if context.kind is DocumentKind.FEEDBACK:
        return _is_feedback_item(node, above)
    if mark.family in (Family.ORDINAL, Family.FIRST):
        return False
    if context.kind is DocumentKind.CASE:
        return is_case_heading(node) or _marked(context, node) or _told(context, node)
    if is_organising(above[0] if above else node.title):
        return False
    # A section may carry a label too (整改情况：) above its numbered problems; a label behind the last of several
    # measures (完成情况：) does not make a problem of that one.
    below = [
        child for child in node.children if any(_worded(context, one) or _marked(context, one) for one in child.walk())
    ]
    sectional = len(below) * 2 > len(node.children)
    marked = _marked(context, node) and not sectional and not _closes_list(context, node)
    return _worded(context, node) or _stated(context, node) or marked or name_below(node) is not None


def name_below(node: Node) -> Span | None:
    """The name in brackets on the line below a number that stands alone (``问题01``, then ``【台账不全】``)."""
    if node.mark is None or node.mark.family is not Family.POINT or node.title.strip() or not node.lines:
        return None
    line = node.lines[0]
    named = re.fullmatch(r"[【\[“](?P<t>[^【】\[\]]{4,80})[】\]”]", line.text)
    return Span(line.start + named.start("t"), line.start + named.end("t")) if named else None


def is_divided(context: Context, node: Node) -> bool:
    """Whether the items below a problem are its labels (``1.整改措施：… 2.整改成效：…``), one at most the problem."""
    if context.kind is not DocumentKind.NOTICE or node.mark is None or is_organising(node.title):
        return False
    roles = [_labelled(context, child) for child in node.children]
    return len(roles) > 1 and None not in roles and Role.MEASURE in roles and roles.count(Role.PROBLEM) <= 1


def _labelled(context: Context, node: Node) -> Role | None:
    """The role of the label that stands right behind the number of an item; None where none does."""
    start = node.start + (node.mark.end if node.mark else 0)
    end = node.line.end if node.line else node.head_end
    fields = find_fields(context.folded, start, end, start)
    return fields[0].role if fields and fields[0].start == start else None


def _closes_list(context: Context, node: Node) -> bool:
    """Whether a label below the last of several items (``完成情况：``) speaks of what they all are measures of."""
    home = node.parent
    if home is None or home.mark is None or len(home.children) < 2 or home.children[-1] is not node:  # noqa: PLR2004 - a list has two entries
        return False
    named = _worded(context, home) or states_problem(home.title)
    return named and not any(_marked(context, one) or _worded(context, one) for one in home.children[:-1])


# What stands beside or behind told cases: the rule quoted, what it teaches, what the persons say.
_ASIDE = re.compile(r"贴士|链接|依据|提示|解读|点评|警示|启示|反思|忏悔|剖析|编后|纪检人|结语|条文|法条")


def _told(context: Context, node: Node) -> bool:
    """Whether an item of a circular tells a case with its handling, or stands in a list of which most do."""
    if node.mark is None or is_organising(node.title) or _ADVICE.search(node.title) or _ASIDE.search(node.title):
        return False
    if any(child.mark and child.mark.family not in _INLINE for child in node.children):
        return False
    peers = [one for one in node.parent.children if one.mark] if node.parent else [node]
    handled = [one for one in peers if _is_handled(context.folded, one.start, one.end)]
    return node in handled or (len(handled) > 1 and len(handled) * 2 >= len(peers) and states_problem(node.title))


@lru_cache(maxsize=1024)
def _is_handled(folded: str, start: int, end: int) -> bool:
    """Whether a stretch tells how somebody was dealt with; every item of a list asks for all of its peers."""
    return handling_at(folded, start, end) is not None


_INLINE = (Family.ORDINAL, Family.FIRST, Family.BULLET)


# 存在的问题和不足, 尚未完成的事项: sections, no problems.
_REMAINDER = re.compile(
    r"^(?:目前|当前|仍|还|尚|未|主要|突出|存在|剩余|需|正在)[^,]{0,16}(?:问题|不足|困难|差距|事项|情况|原因)|(?:建议|打算|要求)$"
)


def _stated(context: Context, node: Node) -> bool:
    """Whether an item of the part about rectification is headed by what was wrong, without saying 问题.

    Something is told below its heading, or measures behind it on its line, and no heading above it names a problem
    already.
    """
    above = node.ancestors()
    if node.mark is None or context.kind is not DocumentKind.NOTICE or not above:
        return False
    if not (node.has_body or node.children) or _REMAINDER.search(node.title):
        return False
    if node.run_in and not _headed_by_problem(node, context):
        return False
    if not states_problem(node.title) and not _among_problems(node):
        return False
    rectifying = any(RECTIFYING.search(one.title) or is_aspect(one.title) for one in above)
    return rectifying and not any(_worded(context, one) for one in above)


def _headed_by_problem(node: Node, context: Context) -> bool:
    """Whether a sentence in front of measures on the same line says what was wrong (``学习不深入。一是制定…``).

    One such sentence may be an exhortation; a notice names its problems so throughout.
    """
    if node.mark is None or not _opens_measures(context, node):
        return False
    family, root = node.mark.family, node.ancestors()[0].parent
    peers = (one for one in (root or node).walk() if one.mark and one.mark.family is family)
    return len(list(islice((one for one in peers if _opens_measures(context, one)), 2))) > 1


def _opens_measures(context: Context, node: Node) -> bool:
    """Whether a heading says what was wrong and measures follow it on its line."""
    words = context.folded[node.head_end : node.body_end].lstrip()
    first = words[: sentence_end(words.split("\n", 1)[0])]
    if bare_state(first):
        # 战果偏少。已完成整改。一是…
        words = words[len(first) :].lstrip()
    behind = _FIRST_ENTRY.match(words) is not None or begins_with_action(words)
    return node.run_in and behind and says_wrong(node.title)


# The first of a list of measures.
_FIRST_ENTRY = re.compile(r"(?:第?一[是,、]|\(1\)|1[.、)]|①)")


def _among_problems(node: Node) -> bool:
    """Whether most items in the sections around an item are headed by what was wrong (理论学习“两张皮” among them)."""
    mark, home = node.mark, node.ancestors()[0]
    if mark is None or is_aspect(node.title) or is_organising(node.title):
        return False
    peers = [one for one in home.walk() if one.mark and one.mark.family is mark.family]
    stating = sum(states_problem(one.title) for one in peers)
    return len(peers) > 2 and stating * 3 >= len(peers) * 2 and all(one.lines and not one.run_in for one in peers)  # noqa: PLR2004 - two may agree by chance


_FALLS_SHORT = re.compile(
    r"不(?:健全|完善|到位|够|足|强|高|力|严|实|经常|规范|落实|明显)|缺(?:乏|失|位)|薄弱|滞后|虚化|流于|走过场"
)


def is_organising(title: str) -> bool:
    """Whether a heading is about how rectification was organised, about plans or advice, not about problems."""
    if _ORGANISING.search(title):
        # 主体责任落实不到位 is the name of a problem.
        return "关于" not in title and (_AHEAD.search(title) is not None or not FALLS_SHORT.search(title))
    # 长效机制不健全 says what is wrong, 健全长效机制 what is to be done.
    return bool(_GENERAL.search(title)) and "问题" not in title and not _FALLS_SHORT.search(title)


# 聚焦反馈问题整改 names no problem.
_UNNAMED = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:巡[察视]组?|督[察查]组?|审计|反馈|指出|发现|存在|具体|主要|突出|重点|的)+"
)


def _worded(context: Context, node: Node) -> bool:
    """Whether the heading is worded as a problem."""
    heading = first_sentence(context, node)
    if _SECTION_STATUS.search(heading.rstrip("。:")) and not re.search(r"[“\"]", heading):
        return False
    stated = sum(remarked_state(first_sentence(context, child)) is not None for child in node.children)
    if stated > 1 and stated * 2 >= len(node.children):
        # 问题反弹、重新列入整改的问题 heads a list of problems, each with its own state.
        return False
    titled = problem_title(heading)
    deals = _AGAINST.match(heading) or _DEALING.match(heading)
    if deals and not FALLS_SHORT.search(heading[titled.start : titled.end]):
        # 严肃处理问题 is a measure.
        return False
    if node.children and _UNNAMED.fullmatch(heading, titled.start, titled.end):
        return False
    if node.children and RECTIFYING.match(heading) and len(heading) < MAX_HEADING // 3 and "关于" not in heading:
        return False
    return names_problem(heading)


def first_sentence(context: Context, node: Node) -> str:
    """The first sentence of the heading line behind the number."""
    if node.line is None or node.mark is None:
        return ""
    words = context.folded[node.start + node.mark.end : node.line.end]
    return words[: sentence_end(words)]


def _marked(context: Context, node: Node) -> bool:
    """Whether a label of measures stands in the item's own words, before anything numbered below it."""
    if node.mark is None:
        return False
    start = node.start + node.mark.end
    end = next(
        (
            child.start
            for child in node.children
            if child.mark and child.mark.family not in (Family.ORDINAL, Family.FIRST)
        ),
        node.body_end,
    )
    head_end = start + len(first_sentence(context, node))
    roles = {item.role for item in find_fields(context.folded, start, max(end, start), head_end)}
    return Role.MEASURE in roles or Role.STATUS in roles


# How problems are worded: what is lacking, weak, late or wrong.
_NEGATIVE = re.compile(
    r"失之于|不|缺|差距|短板|薄弱|弱化|滞后|未|偏[差低慢少小大高弱散]|漏洞|隐患|问题|无人|违规|违反|超期|混乱|淡化|宽松软|虚化|流于|盲[点区]|死角|[脱漏空]岗|脱节|[走过]过场|走形式|空转|反弹|失[管控察]|乏力|松[散懈弛]|两张皮|一刀切|打折扣|拖延|迟缓|敷衍|随意|粗[放糙]|超[标期时]|缺位|积压"
    r"|推诿|扯皮|推脱|生硬|冷漠|懒散|散漫|脏乱|应付|造假|虚假|代签|补签|雷同|照搬|迟到|早退|吃拿卡要|[慢乱]作为|截留|挪用|侵占|套取|克扣|私设|摊派"
)


def _is_feedback_item(node: Node, above: list[str]) -> bool:
    """Whether an item of a feedback is a problem: it stands in the part about problems and nothing is below it."""
    parts = [*above, *([node.title] if node.children else [])]
    if any(_ADVICE.search(title) and not _PROBLEMS.search(title) and not states_problem(title) for title in parts):
        return False
    if not above and not node.children:
        return states_problem(node.title) or not (_ADVICE.search(node.title) or is_handling(node.title))
    if node.children and any(child.mark and child.mark.family is not Family.BULLET for child in node.children):
        return False
    return any(_PROBLEMS.search(title) or is_aspect(title) or states_problem(title) for title in above)


def orders(context: Context, node: Node) -> bool:
    """Whether an item of a feedback has a label for what is ordered (``督办要求：``) of its own, once."""
    if node.mark is None or is_organising(node.title):
        return False
    fields = find_fields(context.folded, node.head_end, node.end, node.head_end)
    return sum(item.role is Role.PENDING for item in fields) == 1 and any(item.role is Role.PROBLEM for item in fields)


# 标准不降, 不留死角: how firmly, not what is wrong.
_FIRMLY = re.compile(
    r"不(?:降(?!反)|减|松(?:劲|手|懈|气|口)|留(?:死角|空白|盲区|余地|情面|隐患)|放松|动摇|走样|打折扣|停[步歇]|懈怠|歇脚|退缩|止步|反弹|移位|漏(?:一|项)|手软|遗余力|获全胜)"
)
# 整治不作为, 补齐短板: what is done about it.
_HOW = r"(?:坚决|着力|切实|全面|深入|严肃|大力|持续|及时|有效|重点|认真|主动|集中|聚焦|突出)*"
_AGAINST = re.compile(rf"{_HOW}(?:整治|解决|纠正|纠治|克服|防止|杜绝|查纠|破解|消除|破除|化解|堵塞|补齐|补强)")
# 打击不力 may name a problem, 打击违规行为 does not.
_DEALING = re.compile(rf"{_HOW}(?:打击|防范|查处|严查|整改|处理|处置)")


def is_handling(title: str) -> bool:
    """Whether a heading is that of the part on how those responsible were dealt with."""
    return _HANDLING.match(title) is not None


def on_problems(title: str) -> bool:
    """Whether a heading is that of a part on what was found, not the name of one problem (``存在的主要问题``)."""
    return _ON_PROBLEMS.fullmatch(title) is not None


def states_problem(title: str) -> bool:
    """Whether a heading itself says what is wrong, rather than naming a field."""
    return bool(_NEGATIVE.search(_FIRMLY.sub("", title))) and not is_aspect(title) and not is_organising(title)


def says_wrong(sentence: str) -> bool:
    """Whether a sentence in front of measures says what was wrong, not what was done about it."""
    if not states_problem(sentence) or _AGAINST.match(sentence):
        return False
    acts = _DEALING.match(sentence) or begins_with_action(sentence)
    return not acts or FALLS_SHORT.search(_FIRMLY.sub("", sentence)) is not None


def section_status(node: Node) -> tuple[Status, str] | None:
    """The status that a heading above states, nearest first."""
    for above in reversed(node.ancestors()):
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", above.title)
        if _SECTION_STATUS.search(bare):
            status = status_of(bare)
            if status:
                return status, above.title
    return None
