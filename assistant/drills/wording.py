"""The fixed words of drills: all that is not taken from a source.

They name no unit and state no fact; slots hold names of types only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.drills import powers
from assistant.drills.model import Audience, Difficulty, Objectives, Role, Stage

#: Marks by stage for each audience, 文书分 apart; with :data:`WRITING` they make 100.  Heads of stations mostly set
#: right what was found, supervisors take evidence and propose disposals, inspectors find and name problems.
MARKS = {
    Audience.STATION: dict(zip(Stage, (18, 10, 15, 13, 22, 12), strict=True)),
    Audience.SUPERVISOR: dict(zip(Stage, (15, 20, 17, 18, 8, 12), strict=True)),
    Audience.INSPECTOR: dict(zip(Stage, (25, 18, 17, 8, 12, 10), strict=True)),
}

#: Eight points take twenty minutes to write by hand; four questions take an hour, five 75 minutes, six an hour and a
#: half; below, three: what is found, what this audience does about it, what happens last.  Half an hour holds two
#: sheets: three rounds of handing out and collecting leave six minutes for a question.
_THREE, _FOUR, _FIVE, _SIX = 45, 60, 75, 90

#: What is not asked in a drill of five questions, what is not in one of four either, and what is asked between the
#: first and the last of three.
_LEFT_OUT = {
    Audience.STATION: Stage.EVIDENCE,
    Audience.SUPERVISOR: Stage.MEASURES,
    Audience.INSPECTOR: Stage.DISPOSAL,
}
_LEFT_OUT_NEXT = {
    Audience.STATION: Stage.DISPOSAL,
    Audience.SUPERVISOR: Stage.BASIS,
    Audience.INSPECTOR: Stage.MEASURES,
}
_CORE = {
    Audience.STATION: Stage.MEASURES,
    Audience.SUPERVISOR: Stage.DISPOSAL,
    Audience.INSPECTOR: Stage.BASIS,
}


def stages(audience: Audience, minutes: int) -> tuple[Stage, ...]:
    """The questions that fit into the time, in their order."""
    if minutes < _FOUR:
        return (Stage.FIND, _CORE[audience], *([Stage.TURN] if minutes >= _THREE else []))
    left = [
        *([_LEFT_OUT[audience]] if minutes < _SIX else ()),
        *([_LEFT_OUT_NEXT[audience]] if minutes < _FIVE else ()),
    ]
    return tuple(stage for stage in Stage if stage not in left)


#: Marks for the paper itself (文书分), one line each.
WRITING = (
    ("条理清楚：一条写一个要点，先写结论，再写理由", 3),
    ("表述客观：事实与判断分开，不夸大，不用含混的说法", 4),
    ("可以照办：对象、做法、时限写全，不写空话套话", 3),
)

#: Four roles, a group of four; the last one is whoever is inquired into and has a card that only he sees.  A task that
#: belongs to a question which is not asked gives way to the one behind it (see :func:`roles`).
_ROLES: dict[Audience, tuple[tuple[str, str, Stage | None, str], ...]] = {
    Audience.STATION: (
        ("所（队）长", "到任不久，主持讨论，对本组答案负责，定稿前逐条核对。", None, ""),
        (
            "教导员（政委）",
            "提出对相关人员的处理意见和教育措施，注意对象、形式与责任相当。",
            Stage.DISPOSAL,
            "提出教育和监督措施，核对每条措施有没有人做、什么时候做完、怎样检查。",
        ),
        (
            "法制员",
            "执笔（其他人可以分题写）；核对每条问题能从第几条情况看出、引用的条文是否对得上事实。",
            Stage.BASIS,
            "执笔（其他人可以分题写）；核对每条问题能从第几条情况看出、表述有没有超出看到的情形。",
        ),
    ),
    Audience.SUPERVISOR: (
        ("督察组长", "主持讨论，确定分工，对本组答案负责。", None, ""),
        (
            "督察组员",
            "向被督察单位负责人提问，列出要调取的材料和要询问的人，执笔（其他人可以分题写）。",
            Stage.EVIDENCE,
            "向被督察单位负责人提问，执笔（其他人可以分题写）。",
        ),
        (
            "法制审核员",
            "核对引用的条文是否现行有效、与事实对得上，程序有没有问题。",
            Stage.BASIS,
            "核对表述有没有超出看到的情形，处置的对象、形式与责任是否相当，本组有没有权作出。",
        ),
    ),
    Audience.INSPECTOR: (
        ("巡察组长", "主持讨论，把握哪些情形算问题、怎样表述，对本组答案负责。", None, ""),
        (
            "巡察组员",
            "向被巡察单位负责人提问，列出佐证材料，执笔写问题底稿（其他人可以分题写）。",
            Stage.EVIDENCE,
            "向被巡察单位负责人提问，执笔写问题底稿（其他人可以分题写）。",
        ),
        (
            "纪检监察联络员",
            "核对依据；对涉及人员的问题提出列入底稿或者移交的意见。",
            Stage.DISPOSAL,
            "核对依据；注明哪些情形涉及人员责任、需要移交。",
        ),
    ),
}
_ASKED_OF = {
    Audience.STATION: "原负责人",
    Audience.SUPERVISOR: "被督察单位负责人",
    Audience.INSPECTOR: "被巡察单位负责人",
}
_ANSWERS = "接受询问；第1张收卷后改任质询人，对本组答案逐条质询，不执笔。"


def roles(audience: Audience, asked: Collection[Stage], fact: str) -> tuple[Role, ...]:
    """The roles with tasks for the questions that are asked; the last one keeps ``fact`` to himself."""
    plain = [
        Role(name, task if stage is None or stage in asked else other) for name, task, stage, other in _ROLES[audience]
    ]
    dodge = DODGES[len(fact) % len(DODGES)]  # another one from drill to drill, the same one for the same drill
    return (*plain, Role(_ASKED_OF[audience], _ANSWERS, CARD.format(fact=fact, head=powers.head(fact), dodge=dodge)))


#: The card that only the last role sees.
CARD = (
    "只有你知道（其中的{head}就是你）：{fact}对方没有问到具体的人、时间和单据时，只说“{dodge}”；"
    "对方指出具体情形并追问经过的，如实说出上面的情况，不另编情节；"
    "问到知不知情的，答“上面写到的我当时就知道”；问到上面没有写的人、时间和单据，答“记不清，以记录为准”。"
)
DODGES = (
    "警力紧张，大家都很辛苦",
    "这件事分给下面的人办，我平时管全面",
    "制度都有，个别人落实得不够",
    "一直是这样做的，没有出过事",
)
#: What was asked out of that role earns marks of its own; the second stands for the place it is learnt from.
LEARNT, CARDED = "询问所得：{fact}", "任务卡"
#: What the audience asks whoever plays that role.
ASKING = (
    "材料没有写、向{who}问出来的情况，写在第一题最后，注明“询问所得”，问出具体的人、时间的给分，并视为已经下发的材料；"
    "没有人扮演该角色的，由教员按任务卡口头回答。"
)

#: Where a scene begins, by audience; slots: who sends the group or how it comes there, unit, names of the types.
_OPENINGS = {
    Audience.STATION: (
        "上级督察部门已派人核查一条反映{unit}{name}问题的线索，同时要求该单位配合并整改本单位的问题。"
        "{group}，只处理本单位有权处理的事项，其余报上级决定；不自行调查涉及的人员，只固定、移交本单位的材料，"
        "可以向原负责人（当时的主要负责人，不是下列各条中的其他人）了解情况；"
        "原负责人和涉及的人员回避，不参加核查。查阅资料、查看现场和上级督察部门转来的材料，看到下列情形；其后的核实结果由上级督察部门查明后反馈。"
    ),
    Audience.SUPERVISOR: "{sender}接到反映{unit}{name}问题的线索，派督察组到场核查。"
    "你组是督察组，可以查阅资料、询问、固定证据，处理只提建议；与涉及人员有利害关系的已经回避。"
    "查阅资料、查看现场，看到下列情形。",
    Audience.INSPECTOR: (
        "巡察组对{reached}，尚未形成问题底稿。"
        "你组是巡察组，不办理个案，不代被巡察单位作决定，对人员不提处理形式；"
        "涉嫌违纪违法的线索按程序移交，与该单位有利害关系的人员已经回避。"
        "了解{name}方面情况时，看到下列情形。"
    ),
}
_NEW_HEADS = ("你组是新到任的所（队）班子", "你组是临时主持该单位工作的班子")


def opening(audience: Audience, units: Sequence[str], name: str) -> str:
    """Where a scene begins: who sends the group to whom (``units``, one for each type), what the group may do."""
    unit = powers.together(units)
    return _OPENINGS[audience].format(
        unit=unit,
        name=name,
        group=_NEW_HEADS[0] if all(map(powers.is_lowest, units)) else _NEW_HEADS[1],
        sender=powers.sender(unit),
        reached=powers.reached(units),
    )


#: Which facts were seen where, in a drill on types of different units, and which unit's head is meant; slots: numbers
#: of facts with their units, the head as the card has him, his unit.
SEEN_IN = "以下T0{places}；材料和任务卡中的{head}，指{unit}的{head}。"


_WHAT = {
    Audience.STATION: "提出处理意见：本单位有权处理的直接写处理，需要上级决定的写建议",
    Audience.SUPERVISOR: "提出处置建议",
    Audience.INSPECTOR: "写明应负责任的事实，提出列入底稿或者移交线索的意见，不提处理形式",
}
_DOING = {
    Audience.STATION: "拟订本单位做得到的整改措施",
    Audience.SUPERVISOR: "提出要求该单位落实的整改意见",
    Audience.INSPECTOR: "提出整改建议",
}


def prompt(stage: Stage, audience: Audience, inject: str) -> str:
    """What is asked; ``inject`` names the step (T1“核实结果”)."""
    if stage is Stage.EVIDENCE and audience is Audience.STATION:
        return (
            f"为配合上级督察部门查清{inject}反映的情况，哪些材料由本单位固定、移交，哪些提请督察部门调取、询问？"
            "逐项写明取什么、由谁取、怎么取、证明什么。"
        )
    if stage is Stage.EVIDENCE and audience is Audience.INSPECTOR:
        return f"为弄清{inject}反映的情况，应当查阅哪些材料、找哪些人员谈话？逐项写明取什么、向谁取、怎么取、证明什么。"
    if stage is Stage.DISPOSAL and audience is Audience.INSPECTOR:
        return f"根据{inject}，对有关人员{_WHAT[audience]}。逐条写明对象、意见和理由；材料没有写到的人不提。"
    form = {
        Stage.FIND: "根据背景材料和{inject}，该单位存在哪些问题？逐条写明：先写是什么问题，再写从第几条情况看出。",
        Stage.EVIDENCE: "为查清{inject}反映的情况，应当取得哪些材料、询问哪些人员？"
        "逐项写明取什么、向谁取、怎么取、证明什么。",
        Stage.BASIS: (
            "对照已经下发的材料，上述问题违反或者不符合哪些现行规定？逐条写明法规名称、条号和要求的内容，"
            "最后分清各属什么性质。"
        ),
        Stage.DISPOSAL: "根据{inject}，对有关人员{what}。逐条写明对象、形式和理由（含依据）；材料没有写到的人不提。",
        Stage.MEASURES: "针对查明的问题{doing}。逐条写明针对哪个问题、做什么、谁来做、何时完成或者多久一次、怎样检查。",
        Stage.TURN: "{inject}出现后，当天应当先做哪三件事？按先后次序，逐件写明怎么做、为什么排在这里。",
    }[stage]
    return form.format(inject=inject, what=_WHAT[audience], doing=_DOING[audience])


#: What happens last happens before what the group wrote of measures could be done: nobody who wrote it down already is
#: to find it undone on the next sheet.
_NOT_YET = {
    Audience.STATION: "核实结果反馈的当天，整改措施还没有来得及执行，",
    Audience.SUPERVISOR: "核实的当天，整改意见还没有送达该单位，",
    Audience.INSPECTOR: "核实的当天，整改建议还没有反馈，",
}


def turned(told: str, audience: Audience, asked: Collection[Stage]) -> str:
    """What happens last, after measures have been asked for with the day on which it happens."""
    return f"{_NOT_YET[audience]}{told}" if Stage.MEASURES in asked else told


HINTS = {
    Stage.FIND: "从制度有没有、执行严不严、责任落没落实三个方面分别查找。",
    Stage.EVIDENCE: "书证、实物、电子数据、当事人陈述要能相互印证。",
    Stage.BASIS: "先看专门规定，再看一般规定；已被修订、废止的不能作依据。",
    Stage.DISPOSAL: "区分直接责任、领导责任和监督责任，一人写一种主要处理。",
    Stage.MEASURES: "当下改与长久立结合，每条都能检查。",
    Stage.TURN: "先想一想：哪样东西、哪个人，过了今天就保不住。",
}

#: A step by its code.
STEPS = {"T0": "已知情况", "T1": "核实结果", "T2": "情况变化"}

#: Introduces the key for telling the acts apart.
NATURE = "分清性质：{nature}"


def kinds(text: str) -> int:
    """How many kinds of acts a key tells apart, 0 where the text is no such key."""
    return text.count("；") + 1 if text.startswith(NATURE.partition("{")[0]) else 0


#: The power of a group where a precedent tells the scene.
GROUPS = {
    Audience.STATION: (
        "你组是该单位在此之后新到任的班子，根据上级督察部门转来的材料了解情况，可以向原负责人了解情况："
        "只处理本单位有权处理的事项，其余报上级决定；原负责人和涉及的人员回避，由上级督察部门核查，核实结果由其反馈。"
    ),
    Audience.SUPERVISOR: (
        "你组就是材料中核查本案的督察组：可以查阅资料、询问、固定证据，处理只提建议；"
        "涉嫌职务违法的移交纪检监察机关；有利害关系的已经回避。"
    ),
    Audience.INSPECTOR: ("你组是巡察组：不办理个案，不代被巡察单位作决定；线索按程序移交；有利害关系的已经回避。"),
}

#: Special rules that are not held: whoever knows them is not to go without marks.  A note tells the trainer so.
SPECIAL_KEY = "{key}（写出名称和要求即给分，不计条号）"
#: … and where neither an article nor a special rule is known; the slots take the problem and the titles to look up.
NOT_HELD = "关于“{finding}”：写出{titles}或者其他现行规定的名称和同样要求，即给分"
NONE_HELD = "关于“{finding}”：写出现行规定的名称和同样要求，即给分"
#: The note on such rows, and on articles that the precedent lists beside those that stand for its problems.
LOOK_UP = "注明“不计条号”或者“即给分”的依据，资料库没有收录原文，课前核对原文后再念。"
LISTED = "先例另外列明、本题没有单列的依据：{label}。写出并对上事实的，按“专门管这件事的其他现行规定”给分。"
#: For which problems a rule stands; the slot takes their numbers in the answer to the first question.
FOR_PROBLEMS = "第一题要点{numbers}"

#: What the inquiry confirmed of a story; the slot takes the numbers of the facts.
CONFIRMED = "经逐项核实，{places}所述经过属实，涉及本人的情况均已由本人签字确认。"
#: What the head of the unit kept to himself is told to all once the first sheet is in: nobody is called to account
#: for what stands on no sheet.
ADMITTED = "另经了解并核对：{fact}"
#: … and who is called to account later without having appeared.
FAILED = "{who}承认，材料送到面前时没有核实，签了字就报出。"
UNCHECKED = "{who}承认，平时没有检查过这方面的工作。"

#: Joins persons on whom the opinion is the same, in one row.
AND_TO = "，对"

#: Questions on the very case; slots: a fact of the scene by number, the problem in it.
DEBRIEF_CASE = (
    "{place}的情形，平时谁、凭什么记录当天就能发现？为什么没有发现？",
    "“{finding}”在你单位最可能出现在哪个岗位、哪个时段？今天回去先看哪一本台账？",
)
#: Inspectors have no unit of their own in it and name no disposal.
_BETWEEN_GROUPS = "各组对同一人的{what}差在哪里？差别来自事实还是来自依据？"
_OPINION = _BETWEEN_GROUPS.format(what="处理意见")
DEBRIEF_INSPECTOR = {
    DEBRIEF_CASE[1]: "“{finding}”下次到同类单位巡察，先看哪一本台账、找谁谈就能发现？",
    _OPINION: _BETWEEN_GROUPS.format(what="责任表述"),
}
DEBRIEF = (
    "T2出现后，处置的次序排错了，会失去什么？",
    _OPINION,
    "哪一条整改措施一个月后可以当场检查？怎样检查？",
)

CONDUCT = (
    "坚持实事求是，用事实和依据说话",
    "严格依规依纪依法，坚持原则、敢于较真",
)

#: Told with every drill that asks the question beside it: how far the model answer carries.
TRAINER_NOTES: tuple[tuple[str, Stage | None], ...] = (
    ("参考要点不是唯一答案；学员依据下发材料言之有理的其他要点，可在本题分值内酌情给分。", None),
    ("标注“教员自拟”的内容没有来源，情形不指向任何单位；“先例参考”是资料库中先例的做法，学员不必写出。", None),
    ("依据条款取自资料库中现行有效的文本；单位自订的规定隐去了地名，宣读时不影响。", Stage.BASIS),
    ("处置要点只写下发材料中出现的人；实际处理以正式调查结论和管理权限为准。", Stage.DISPOSAL),
    ("T0只能看出疑点的，写“疑似……，须核实”与写出问题名称同样给满分；本组无权作出的处理写建议或者移交。", None),
    ("文书分由教员评阅。", None),
    ("文末注释是原文位置，只供编者回查，不宣读、不下发；印给教员时可以不印本部分和注释。", None),
)

HARMLESS = "误列不构成问题的情形，扣分由评分人掌握。"
OWN_SCENE = "各张材料的情形按“{code}”的常见情形拟写（教员自拟），不取自任何单位；资料库中的先例列在要点之下供讲评。"
FOUND = "先例查明的情况，可供讲评：{text}"
MET = "先例对人员的处理，可供讲评：{text}"
OTHERS = "先例中的其他做法，可供讲评：{text}"
NO_BASIS = "资料库中没有找到与“{code}”直接对应的现行条款，定性依据一题分值已降低；建议收录{titles}后重新生成。"
NO_ARTICLE = "资料库已收录的法规中没有与“{code}”直接对应的现行条款，定性依据一题分值已降低，请教员补充依据。"
SPECIAL = "“{code}”的专门规定{titles}尚未收录，有定性依据题的，学员写出名称和内容即按评分表给分；有原文的请收录。"
FICTIONAL = "本演练所用先例标注为“示例（虚构）”，讲评时不作为真实案例引用；收录本单位资料后可以重新组卷。"
DIGEST = "本演练引用了“摘编”文本，引用文字以正式文本为准。"


class Outline(NamedTuple):
    """How the difficulty shapes a drill: facts that are no problem, whether hints are given."""

    distractors: int
    hints: bool


OUTLINES = {
    Difficulty.BASIC: Outline(0, hints=True),
    Difficulty.MEDIUM: Outline(1, hints=False),
    Difficulty.HARD: Outline(2, hints=False),
}

#: What a fact costs that is listed as a problem and is none.
DEDUCTION = 1

_ABILITY = {
    Stage.FIND: "能够从具体情形提炼问题、准确表述",
    Stage.EVIDENCE: "能够列出查清事实需要的材料和人员，相互印证",
    Stage.BASIS: "能够为每个问题找到依据、分清性质",
    Stage.DISPOSAL: "能够按责任和权限提出对人员的意见",
    Stage.MEASURES: "能够拟订可检查、可销号的整改措施",
    Stage.TURN: "能够在情况变化时先保住证据和人，按次序处置",
}


def objectives(names: list[str], asked: Collection[Stage]) -> Objectives:
    """The objectives of a drill on problems of these types: what is asked, and nothing else."""
    subject = "、".join(names)
    rules = ("熟悉与之对应的现行规定",) if Stage.BASIS in asked else ()
    return Objectives(
        knowledge=(f"掌握{subject}方面的常见问题表现", *rules),
        ability=tuple(text for stage, text in _ABILITY.items() if stage in asked),
        conduct=CONDUCT,
    )


#: The ordinal in front of a quoted measure or issue.
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|\d{1,2}[.．、]|[（(]\d{1,2}[）)]|第[一二三四五六七八九十][，,、])\s*"
)


def inside(text: str) -> str:
    """Words that stand inside quotation marks, with single ones of their own."""
    return text.translate(str.maketrans("“”", "‘’"))


def unnumbered(text: str) -> str:
    """Words without the ordinal in front."""
    return _NUMBER.sub("", text)
