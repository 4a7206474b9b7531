"""What a trainer needs on the day: the run sheet, the sheet of marks, groups, rules and task cards.

Partial marks are worked out from the marks as they stand, so that a trainer who changes them need not mend the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drills.disposals import forms
from assistant.drills.model import ELLIPSIS, OWN, REWORDED, Drill, MarkKind, Question, ReferencePoint, Stage, shares
from assistant.drills.veil import nameless
from assistant.drills.wording import AND_TO, ASKING, CARDED, DEDUCTION, NATURE, kinds, unnumbered

#: Share of the time for going through the answers and discussing, and the minutes the last step has at least.
_DEBRIEF, _LAST_STEP = 0.2, 4

#: Minutes for marking before the answers are gone through: five, in a short drill three.
_MARKING, _MARKING_SHORT, _SHORT = 5, 3, 45

#: Of the time behind the marking, the part for going through the answers.
_REVIEW = 0.6

#: Trainees of a usual class; groups are of one trainee for each role.
_CLASS = 12

#: Characters of a point in the sheet of marks, as many as the key for telling acts apart needs.
_CELL = 120

#: Sheets of a short drill.
_TWO = 2

#: Characters of an article that remind the marker of what it requires.
_HINT = 24

#: What a precedent did instead is as good where it did the like to the like; where it was milder or graver, its facts
#: were others.  What is handed over goes without a grade, a draft without any form.
_AS_BEFORE = "写成本行所附先例的形式（{forms}）、理由对得上本案的，同样给满分；"
_OTHERWISE = "先例（{forms}）的情节与本案轻重不同，照写先例形式的不给形式分；"
#: A graver form with its reasons is worth the marks, as for every mild row (``_DEGREE``).
_GRAVER = "先例（{forms}）的情节与本案轻重不同，照写先例形式、没有说明本案理由的不给形式分；"
_SEVERE = re.compile(r"处分|停止执行职务|解除劳动合同|记过|记大过|撤职|开除|移[送交]")
_MILD = re.compile(r"批评教育|检查|谈话|诫勉|约谈|扣减绩效|通报批评")
#: What one degree means: a mild form for a grave deed is more than one.
_DEGREE = "形式轻一档或者重一档、说明了理由的给分"
_NOT_MILD = "轻于处分的（谈话提醒、批评教育、责令检查、诫勉）都不给形式分，处分档次以调查结论为准、不要求写"
_ENDED = "写扣减绩效、批评教育一类的不给形式分"
#: A station may leave a head, or somebody with a letter who may be one, to its superiors.
_REPORTED, _REPORT, _TO_ABOVE = "需要上级决定的写建议", "报上级决定", "写“报上级决定，建议……”同样形式的也给分"
_HEADING = re.compile(r"领导|负责人|教导员|[所队]长|^对[甲乙丙丁戊己庚辛]$")
_AUXILIARY = "辅警的依据写辅警管理规定或者劳动合同的，同样给分"
_SEVERAL = "这几人都写出的给满分，漏写的按人数折算"
_NO_GRADE, _NO_FORM = (
    "写明移交即给，代为定处分档次的不给这一分；",
    "写明列入底稿或者移交即给，代为定处理形式的不给这一分；",
)

#: Evidence that is for the bodies of supervision: whoever takes it himself goes beyond his powers.
_THEIRS = re.compile(r"纪检监察机关\S{0,10}主办")
_HANDED = "写移交或者由纪检监察机关（派驻组）主办、本组配合的给满分，写本组自己向经营者核实、查往来的，只给证明什么的分"

HANDED = re.compile(r"移交纪检监察机关|列入问题底稿")

#: Said once for the whole question on what happens last.
KEEPING = re.compile(r"封存|固定|复制|保全|改动|开箱|收存|交回|下交|停用|当面|现状")
_ONLY_REPORTS = ("全题只写报告，没有一件保全证据或者当场制止的", "全题得分减半，只适用一次")

#: Lines of a quote that is a head with its first item; the item says what is required.
_HEAD_AND_ITEM = 2

#: What is asked of evidence: from whom it is taken, or of a station who is to take it; as the question says.
_FROM, _BY_WHOM = "取什么、向谁取", "取什么、由谁取"

#: What the marks of a point are for, by stage: each part with its weight.
_PARTS: dict[Stage, tuple[tuple[str, float], ...]] = {
    Stage.FIND: (("点明问题", 2.0), ("写出从第几条看出", 1.0)),
    Stage.EVIDENCE: ((_FROM, 2.0), ("怎么取", 1.0), ("证明什么", 1.0)),
    Stage.BASIS: (("内容", 1.2), ("名称", 1.0), ("条号", 0.8)),
    Stage.DISPOSAL: (("理由、依据", 2.0), ("形式", 1.0), ("对象", 1.0)),
    Stage.MEASURES: (("针对哪个问题、做什么", 2.0), ("谁做、何时", 1.0), ("怎样检查", 1.0)),
    Stage.TURN: (("做什么、怎么做", 2.0), ("为什么排在这里", 1.0)),
}

#: … and of a measure with so many marks that two markers would differ by some of them.
_MANY = 10
_FINE = (("针对哪个问题", 1.0), ("做什么", 2.0), ("谁做", 1.0), ("何时、多久一次", 1.0), ("怎样检查", 1.0))

#: What besides counts for full, and what for half.
_RULES = {
    Stage.FIND: (
        "意思相同或者写“疑似、须核实”的即可，要点有几层意思的写出从材料看得出的主要一层即可，"
        "从别的条数同样看得出的也给条数分；同一条里看得出的别的问题，写对了、这一要点没有写的，也按本行给分；只照抄情形、没有点明是什么问题的，只得写出条数的分"
    ),
    Stage.EVIDENCE: "材料名称相近、能证明同一事实的均可；能查清其他情形、参考没有写的，按最接近的一行给分",
    Stage.BASIS: (
        "条号记不准的只扣条号分（附件没有条号，写“附件”即给）；写专门管这件事的其他现行规定，名称、要求写对的同样给满分"
    ),
    Stage.DISPOSAL: "对材料没有写到的人提处理的不给分",
    Stage.MEASURES: "做法不同、能解决同一问题的均可；只写“加强”“严格”的不给分",
    Stage.TURN: (
        "做法不同、能达到同一目的的均可；次序与参考不同、讲得出理由的给分，"
        "把报告、答复排在保全证据和保护人（含接待、稳控情绪激动的人）之前又没有理由的，扣去理由分"
    ),
}


def marking(minutes: int) -> int:
    """The minutes for marking before the answers are gone through."""
    return _MARKING if minutes >= _SHORT else _MARKING_SHORT


def closing(minutes: int) -> int:
    """The minute at which the last sheet of answers is collected."""
    return minutes - round(_DEBRIEF * minutes) - marking(minutes)


def preparation(drill: Drill) -> list[str]:
    """What to print and lay out."""
    sheets = len(drill.injects)
    return [
        f"印发：学员版第1至{sheets}张每组一套，答题纸每组{len(drill.questions)}页，任务卡每组一套。",
        "任务卡裁开，一人一张；最后一张单独折好，只发给本人。",
        "下发与收卷：按演练流程表逐张裁发，不得提前；发下一张之前先收上一张的答卷，收上的答卷不再补充。",
        "答题纸用复写纸或者拍照留底：交上一份供评分，底稿留在组内，讲评时对照自评。",
        "评分人每组一名，由多出的人或者助教担任，不参加答题，收一张评一张；都没有的，最后一张收齐后组间交换评分、教员抽核，评分时间不够的从讲评、复盘中匀出。教员版和评分表只给教员和评分人，交换评分的到那时再发评分表。",
    ]


def groups(drill: Drill) -> list[str]:
    """How a class is parted, and what each role does."""
    size = max(len(drill.roles), 1)
    return [
        f"{_CLASS}人分{max(_CLASS // size, 1)}组，每组{size}人，一人一个角色、一张任务卡"
        + ("；正好分满，评分人另请助教。" if _CLASS % size == 0 else "。"),
        "多出的人先做评分人，再有多的与执笔人同坐；人数不足的由主持人兼任一角。",
        *(
            f"{role.name}：{role.task}" + (f"（只发本人：{role.secret}）" if role.secret else "")
            for role in drill.roles
        ),
    ]


def cards(drill: Drill) -> list[tuple[str, list[str]]]:
    """The task cards, each heading with its lines; a card with a secret stands apart."""
    plain = [f"任务卡　{role.name}：{role.task}" for role in drill.roles if not role.secret]
    found = [("任务卡（裁开，一人一张）", plain)] if plain else []
    return found + [
        (f"任务卡（只发给扮演{role.name}的人）", [f"任务卡　{role.name}：{role.task}", role.secret])
        for role in drill.roles
        if role.secret
    ]


def rules(drill: Drill) -> list[str]:
    """How trainees are to answer, and what the marks are for."""
    parts = "，".join(f"{question.stage.value}{question.marks}分" for question in drill.questions)
    writing = sum(point.marks for point in drill.writing)
    lines = [
        f"满分{sum(point.marks for point in drill.points)}分：{parts}，文书{writing}分。",
        "每组一份答卷，一题一页，可以分题书写、合订交卷；每题分条作答，一条写一个要点；交卷前复写或者拍照留底；照抄情形、没有点明是什么问题的，只得写出条数的分。",
        "材料分张下发。第1张（发现问题"
        + ("、取证" if any(question.stage is Stage.EVIDENCE for question in drill.questions) else "")
        + "）收卷后才发第2张"
        + ("，第2张收卷后才发第3张" if len(drill.injects) > _TWO else "")
        + "；交上的答卷不再补充。",
        "只凭已经下发的材料和询问所得作答，没有给出的情况不作假定，材料没有写到的人不提处理。",
    ]
    if any(statement.distracting for statement in drill.statements):
        lines.append(f"材料中有的情况是正常的；第一题把它当作问题写的，每条扣{DEDUCTION}分，扣完本题为止。")
    asked = [role.name for role in drill.roles if role.secret]
    if asked and any(point.seen == CARDED for point in drill.points):
        lines.append(ASKING.format(who=asked[0]))
    if any(question.stage is Stage.BASIS for question in drill.questions):
        lines.append("引用法规写全称并加书名号，写明条号和要求的内容；条号没有把握的可以不写，只扣条号的分。")
    elif any("含依据" in question.prompt for question in drill.questions):
        lines.append("引用法规写全称并加书名号，写明要求的内容，不要求条号。")
    return lines


def run_sheet(drill: Drill) -> Table:
    """The run sheet: from which minute to which, what the trainer does, what trainees do, what is handed out."""
    columns = (
        Column("时间（分钟）", width=7),
        Column("环节", width=8),
        Column("教员", width=18),
        Column("学员", width=14),
        Column("下发、收回", width=10),
    )
    starts = [inject.minute for inject in drill.injects]
    last = starts[-1] if starts else 0
    close = min(drill.minutes, max(closing(drill.minutes), last + _LAST_STEP))
    opening = "讲明纪律、作答要求、分值和能否查阅法规，分组，发任务卡"
    rows = [Row((_span(0, starts[0] if starts else close), "开场", opening, "领取角色，看任务卡", "发第1张、任务卡"))]
    for number, inject in enumerate(drill.injects):
        until = starts[number + 1] if number + 1 < len(starts) else close
        asked = [one for one in drill.questions if one.inject == inject.code]
        names = "、".join(question.stage.value for question in asked)
        does = f"收齐第{number}张答卷交评分人即评，再发第{number + 1}张" if number else "巡视各组，不提示答案"
        task = f"讨论、作答：{names}（{sum(one.marks for one in asked)}分）" if asked else "阅读、讨论"
        hand = f"收第{number}张答卷，发第{number + 1}张" if number else ""
        rows.append(Row((_span(inject.minute, until), f"{inject.code}　{inject.title}", does, task, hand)))
    begin = min(drill.minutes, close + marking(drill.minutes))
    marks = "评分人评最后一张、合计；教员看各题得分差距"
    rows.append(Row((_span(close, begin), "评分", marks, "核对留底，议出最没有把握的一题", f"收第{len(starts)}张答卷")))
    close = begin
    half = close + round(_REVIEW * (drill.minutes - close))
    has_basis = any(question.stage is Stage.BASIS for question in drill.questions)
    review = f"对照参考要点讲评，先讲得分差距最大的{'两题；依据只念条号和要求' if has_basis else '一题'}"
    rows.append(Row((_span(close, half), "讲评", review, "对照留底自评，补记遗漏", "")))
    rows.append(Row((_span(half, drill.minutes), "复盘", "按复盘讨论题提问，小结", "联系本单位发言", "收回任务卡")))
    return Table("演练流程表", columns, tuple(row for row in rows if row.cells[0]))


def _span(start: int, end: int) -> str:
    return f"{start}—{end}" if end > start else ""


def mark_sheet(drill: Drill) -> Table:
    """The sheet of marks; where the points come from is printed with the reference points."""
    columns = (
        Column("题目", width=7),
        Column("评分要点", width=24),
        Column("可接受的说法／部分分", width=24),
        Column("类别", width=6),
        Column("分值", ColumnKind.NUMBER, 5),
        Column("得分", width=5),
    )
    rows = [
        Row((question.stage.value, _short(point), accepted(question, point), point.kind.value, str(point.marks), ""))
        for question in drill.questions
        for point in question.points
    ]
    harmless = _harmless(drill)
    if harmless:
        cost = f"误列一条扣{DEDUCTION}分，扣完本题为止"
        rows.insert(
            len(drill.questions[0].points),
            Row((drill.questions[0].stage.value, f"{harmless}不构成问题", cost, "扣分", f"-{DEDUCTION}", "")),
        )
    last = [question for question in drill.questions if question.stage is Stage.TURN]
    if last and any(KEEPING.search(point.text) for point in last[0].points):
        rows.append(Row((Stage.TURN.value, *_ONLY_REPORTS, "扣分", "", "")))
    rows += [
        Row(("文书", point.text, "按好、一般、差给全部、一半、零分", MarkKind.WRITING.value, str(point.marks), ""))
        for point in drill.writing
    ]
    rows.append(Row(("合计", "", "", "", str(sum(point.marks for point in drill.points)), "")))
    return Table("评分表", columns, tuple(rows))


def _harmless(drill: Drill) -> str:
    """The facts that are no problem, by their numbers."""
    told = [("背景材料", drill.background), *((inject.code, inject.facts) for inject in drill.injects)]
    places = [f"{name}第{n}条" for name, facts in told for n, fact in enumerate(facts, 1) if fact.distracting]
    return "、".join(places)


def accepted(question: Question, point: ReferencePoint) -> str:
    """What earns the marks of a point, and parts of them."""
    stage = question.stage
    if point.seen == CARDED:
        return "问出并写明的给满分，只问出大概的得一半；没有问、只凭材料推测的不给分。"
    if stage is Stage.BASIS and point.own:
        if point.text.startswith(NATURE.partition("{")[0]):
            each = -(-point.marks // max(kinds(point.text), 1))
            most = f"给{each}分，最多{point.marks}分"
            return f"按类给分。每分清一类（写出是什么事、属什么性质）{most}；说法不同、轻重分得清的均可。"
        content, title = shares(point.marks, [1.0, 1.0])
        parts = f"内容{content}" + (f"＋名称{title}" if title else "")
        also = f"写{point.accept}的同样要求也给分；" if point.accept else ""
        return f"{parts}。{_aimed(point)}{also}近似名称、同样要求的其他现行规定均给分。"
    kind = Stage.BASIS if point.article else stage
    if kind is Stage.DISPOSAL:
        return _disposed(point, reports=_REPORTED in question.prompt)
    weights = _FINE if kind is Stage.MEASURES and point.marks >= _MANY else _PARTS[kind]
    if stage is Stage.DISPOSAL:  # what a disposal rests on is asked for by name, not by number
        weights = weights[:-1]
    parts = _parted(point.marks, weights)
    parts = parts.replace(_FROM, _BY_WHOM) if "由谁取" in question.prompt else parts
    said = f"写成“{'”“'.join(point.accept.split('、'))}”的也算点明问题；" if point.accept else ""
    if kind is Stage.BASIS and point.accept:
        said = f"写{point.accept}的同样要求也给分；"
    rule = _RULES[kind]
    if kind is Stage.EVIDENCE and _THEIRS.search(point.text):
        rule = f"{_HANDED}；{rule}"
    if kind is Stage.BASIS and "条号" not in parts:  # too few marks to part: nothing can be taken off for the number
        rule = rule.partition("；")[2]
    aimed = _aimed(point) if stage is Stage.BASIS else ""
    return f"{parts}。{aimed}{said}{rule}。"


def _parted(marks: int, parts: Iterable[tuple[str, float]]) -> str:
    """Marks shared out among the parts of an answer by their weights, parts without any left out: 内容2＋名称1."""
    names, weights = zip(*parts, strict=True)
    return "＋".join(f"{name}{n}" for name, n in zip(names, shares(marks, list(weights)), strict=True) if n)


def _aimed(point: ReferencePoint) -> str:
    """For which problem a rule stands."""
    return f"针对{point.seen}。" if point.seen else ""


def _disposed(point: ReferencePoint, *, reports: bool) -> str:
    """What earns the marks of a row on a person; one that names no form has no marks for it.  Whoever ``reports`` what
    is beyond his power may report on a head whom he could deal with himself.
    """
    who, _, form = point.text.partition("：")
    parts = _parted(point.marks, _PARTS[Stage.DISPOSAL])
    if HANDED.search(form):
        parts = parts.replace("形式", "移交" if form.startswith("移交") else "移交或者列入底稿")
    several = _SEVERAL if AND_TO in who else ""
    deed = f"理由指{point.seen}的行为和后果" if point.seen else ""
    if HANDED.search(form):
        ruled = [(_NO_FORM if "底稿" in form else _NO_GRADE).rstrip("；")]
    else:
        grave = _ENDED if "解除劳动合同" in form else _NOT_MILD
        above = _TO_ABOVE if reports and _HEADING.search(who) and _REPORT not in form else ""
        ruled = [_before(point, form), grave if _SEVERE.search(form) else _DEGREE, above]
    auxiliary = _AUXILIARY if who.endswith("辅警") and not HANDED.search(form) else ""
    return f"{parts}。{'；'.join(filter(None, (several, deed, *ruled, auxiliary, _RULES[Stage.DISPOSAL])))}。"


def _before(point: ReferencePoint, form: str) -> str:
    """What the form of the row's own precedents is worth: the marks where it is of the same gravity, else none."""
    # Before …… stands what the deed was, with what another person met for it.
    told = "，".join(note.text.removesuffix(ELLIPSIS).rpartition(ELLIPSIS)[2] for note in point.precedents)
    if not told:
        return ""
    grave = bool(_SEVERE.search(form))
    same = (_SEVERE if grave else _MILD).search(told)
    said = _AS_BEFORE if same else _OTHERWISE if grave else _GRAVER
    return said.format(forms="、".join(forms(told)) or "见参考要点").rstrip("；")


def _short(point: ReferencePoint) -> str:
    """The point as the sheet names it: articles by their label, long words cut at a clause; they are printed before."""
    own = f"（{OWN}）" if point.own else f"（{REWORDED}）" if point.reworded else ""
    words = unnumbered(re.sub(r"\s+", "", point.text))
    if len(words) > _CELL:
        clause = re.match(rf".{{20,{_CELL}}}(?=[，；。：])", words)
        words = f"{clause[0] if clause else words[:_CELL]}（略）"
    if not point.article:
        return f"{words}{own}"
    lines = point.anchor.quote.split() if point.anchor else [words]
    required = lines[-1] if len(lines) == _HEAD_AND_ITEM else "".join(lines)
    return f"{nameless(point.article)}（{required[:_HINT]}……）{own}"
