"""The fixed words of drills: all that is not taken from a source.

They name no unit and state no fact; slots hold names of types only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.drills.model import Audience, Difficulty, Objectives, Role, Stage

#: Marks by stage for each audience, 文书分 apart; with :data:`WRITING` they make 100.  Heads of stations mostly set
#: right what was found, supervisors take evidence and propose disposals, inspectors find and name problems.
MARKS = {
    Audience.STATION: {Stage.FIND: 20, Stage.BASIS: 20, Stage.EVIDENCE: 10, Stage.DISPOSAL: 15, Stage.MEASURES: 25},
    Audience.SUPERVISOR: {Stage.FIND: 15, Stage.BASIS: 20, Stage.EVIDENCE: 20, Stage.DISPOSAL: 20, Stage.MEASURES: 15},
    Audience.INSPECTOR: {Stage.FIND: 25, Stage.BASIS: 20, Stage.EVIDENCE: 20, Stage.DISPOSAL: 10, Stage.MEASURES: 15},
}

#: Marks for the paper itself (文书分), one line each.
WRITING = (
    ("结构完整：按问题、依据、处理、整改的顺序分条作答，层次清楚", 4),
    ("引用准确：法规名称用书名号，条款写明条号", 3),
    ("用语规范：使用公文用语，事实与判断分开，不用含混、夸大的说法", 3),
)

ROLES = {
    Audience.STATION: (
        Role("所（队）长", "作为被反馈单位负责人，组织查清事实，提出本单位的整改措施和责任分工。"),
        Role("教导员（政委）", "从队伍管理角度分析原因，提出对相关人员的处理意见和教育措施。"),
        Role("督察人员", "代表督察机构到现场核实，对所（队）提出的说明逐项追问证据。"),
        Role("群众代表", "陈述投诉或者反映的情况，检验答复是否讲清、讲实。"),
    ),
    Audience.SUPERVISOR: (
        Role("督察组长", "确定核查方案和分工，对定性和处置建议负责。"),
        Role("督察组员", "调取材料、询问人员、固定证据，形成核查记录。"),
        Role("被督察单位负责人", "说明情况、提交材料，可以提出不同意见。"),
        Role("法制审核员", "审核依据是否现行有效、程序是否合规，对引用有误的当场指出。"),
    ),
    Audience.INSPECTOR: (
        Role("巡察组长", "把握方向，对是否列入巡察报告作出判断。"),
        Role("巡察组员", "查阅资料、个别谈话、实地走访，提炼问题并写出问题底稿。"),
        Role("被巡察单位联络员", "按要求提供材料，对问题底稿提出说明。"),
        Role("纪检监察联络员", "对涉及人员的问题提出线索移交和分类处置意见。"),
    ),
}

PROMPTS = {
    Stage.FIND: "根据背景材料和{inject}，该单位存在哪些问题？逐条写明：先写是什么问题，再写从第几条情况看出。",
    Stage.BASIS: "上述问题违反或者不符合哪些现行规定？逐条写明法规名称、条号和要求的内容。",
    Stage.EVIDENCE: "为查清{inject}反映的情况，应当取得哪些材料、询问哪些人员？逐项写明向谁取、怎么取、证明什么。",
    Stage.DISPOSAL: "根据{inject}，对有关人员和单位提出处置建议，逐条写明对象、处置形式和依据。",
    Stage.MEASURES: "围绕查明的问题拟订整改措施，逐条写明做什么、谁来做、做到什么程度、何时完成，并说明如何防止反弹。",
}

HINTS = {
    Stage.FIND: "从制度有没有、执行严不严、责任落没落实三个方面分别查找。",
    Stage.BASIS: "先看上位法和专门规定，再看纪律处分规定；已被修订、废止的不能作依据。",
    Stage.EVIDENCE: "书证、实物、电子数据、当事人陈述要能相互印证。",
    Stage.DISPOSAL: "区分直接责任、领导责任和监督责任，对事和对人分开提。",
    Stage.MEASURES: "当下改与长久立结合，措施可检查、可销号。",
}

#: Points of the trainer's own where a precedent and its articles give too few.
OWN_BASIS = (
    "分清性质：属于工作不规范、违反纪律还是涉嫌违法，并说明区分的事实理由",
    "分清责任：写明直接责任、领导责任分别对应的规定要求，引用现行有效的文本",
)
OWN_MEASURES = (
    "对查出的问题逐项建立台账，明确责任单位、责任人和完成时限，整改到位后销号",
    "对同类问题开展专项排查，一并纠正，结果通报",
    "修订相关内部制度，明确由谁检查、多久检查一次，定期回头看",
)

#: Told where a precedent says nothing of it.
OPENING = "督察组到某公安机关了解一项工作的情况，查阅资料、查看现场，并听取民警和群众反映。"
CONFIRMED = "核查组调取材料、询问有关人员后，确认上述情况属实。"
RESPONSIBLE = "经逐人核实，负有责任的有直接经办人员和负责审核、带班的领导，均对事实没有异议。"

#: Turns of the scenario that any matter may take; told as the trainer's own.
TURNS = {
    Audience.STATION: (
        "所（队）内有民警提出：“一直都是这么做的，没出过事，没必要小题大做。”分管领导要求当日拿出书面意见。",
        "上级通知三日后到所（队）复核，要求现场查看台账和实物，并随机询问值班人员。",
        "有群众来电询问处理进展，表示如无书面答复将继续反映。",
    ),
    Audience.SUPERVISOR: (
        "被督察单位负责人提出，已对当事人口头批评，建议不再作进一步处理，也不留书面材料。",
        "核查中有一名关键知情人改变说法，与前次陈述不一致，相关视频保存期限将于次日届满。",
        "被督察单位报来书面说明，结论为“情况不属实”，但没有附任何原始材料。",
    ),
    Audience.INSPECTOR: (
        "被巡察单位对问题底稿提出异议，认为属于个别现象，要求不写入报告。",
        "谈话中有同志反映同类情况在其他所队也存在，但不愿署名。",
        "巡察组内部对该问题是列入主要问题还是立行立改事项意见不一，组长要求当晚提交依据充分的意见。",
    ),
}

DEBRIEF = (
    "哪些事实足以支持所作的定性，哪些还需要补充核查？",
    "所引用的依据是否现行有效，条款内容与事实是否对得上？",
    "处置建议对事与对人是否分清，是否与责任相当？",
    "整改措施中哪些治标、哪些治本，怎样检验是否真正落实？",
    "联系本单位实际，同类问题可能出现在哪些环节，准备怎样防范？",
)

CONDUCT = (
    "坚持实事求是，用事实和依据说话",
    "严格依规依纪依法，坚持原则、敢于较真",
)

#: Told with every drill: how far the model answer carries.
TRAINER_NOTES = (
    "参考要点摘自资料库中的先例和条款，是“这样做过、这样规定”，不是唯一答案；学员言之有据的其他要点可酌情给分。",
    "标注“教员自拟”的内容没有来源，请结合本单位实际修改后使用。",
    "引文中的人数、件数是先例的实际数，学员不必写出；只有标“关键数字”的必须写对。",
    "依据条款取自资料库中现行有效的文本，使用前请核对与本题事实是否对应。",
    "文书分由教员评阅，程序给出的只是建议分。",
)

DISTRACTION = "T0 中掺入了与本题无关的情况（已在教员版中标明），用于训练甄别，作答时写入的不得分。"
NO_BASIS = (
    "资料库中没有找到与“{code}”直接对应的现行条款，定性依据一题的要点为教员自拟、分值已降低；"
    "建议收录{titles}后重新生成。"
)
NO_ARTICLE = (
    "资料库已收录的法规中没有与“{code}”直接对应的现行条款，定性依据一题的要点为教员自拟、分值已降低，请教员补充依据。"
)
SPECIAL = "“{code}”的专门规定{titles}尚未收录，定性依据一题只有一般规定；有原文的请收录后重新生成，或自行补充要点。"
FICTIONAL = "本演练所用先例标注为“示例（虚构）”，只供演示，正式训练请收录本单位资料后重新生成。"
DIGEST = "本演练引用了“摘编”文本，引用文字以正式文本为准。"
THIN = "“{title}”在资料中没有写明查出的具体情况，T0 的线索和确认情况为教员自拟，请结合实际修改。"


class Outline(NamedTuple):
    """How the difficulty shapes a drill: number of injects, distracting facts, whether hints are given."""

    injects: int
    distractors: int
    hints: bool


OUTLINES = {
    Difficulty.BASIC: Outline(2, 0, hints=True),
    Difficulty.MEDIUM: Outline(3, 0, hints=False),
    Difficulty.HARD: Outline(3, 2, hints=False),
}

INJECT_TITLES = ("情况交办", "核查进展", "情况变化")


def objectives(names: list[str], audience: Audience) -> Objectives:
    """The objectives of a drill on problems of these types."""
    subject = "、".join(names)
    ability = {
        Audience.STATION: (
            "能够对照问题举一反三，拟订可检查、可销号的整改措施",
            "能够对所属人员分清责任、提出处理意见",
        ),
        Audience.SUPERVISOR: ("能够制定核查方案，取得并固定相互印证的证据", "能够依据条款提出与责任相当的处置建议"),
        Audience.INSPECTOR: ("能够从具体情形提炼问题、准确表述", "能够为每个问题找到依据、列出佐证材料"),
    }
    return Objectives(
        knowledge=(f"掌握{subject}方面的常见问题表现", "熟悉与之对应的现行规定及其条号"),
        ability=ability[audience],
        conduct=CONDUCT,
    )


#: The ordinal in front of a quoted measure or issue.
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|\d{1,2}[.．、]|[（(]\d{1,2}[）)]|第[一二三四五六七八九十][，,、])\s*"
)


def unnumbered(text: str) -> str:
    """Words without the ordinal in front."""
    return _NUMBER.sub("", text)
