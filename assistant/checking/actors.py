"""Who is named in a clause and in what part: the one who acts, or the one to whom something is done or told.

Words in front (由…, 向…, 对…, 被…) and the place before or behind the verb tell the part.  Names are found by their
last word (支队, 派出所, 局长, 某); where they begin is a guess, so that they are compared from the end (``same``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from assistant.checking.words import Word, content_words, vocabulary


class Part(StrEnum):
    """The part of somebody in a clause."""

    DOES = "does"
    #: Does it together with the one named first (会同, 商).
    JOINS = "joins"
    #: Something comes from him (接…移送).
    GIVES = "gives"
    #: Something is done to him, told him or handed to him.
    UNDERGOES = "undergoes"
    #: Is made to do it (责令…): both.
    MADE = "made"
    #: Named otherwise: the place where, the owner of something.
    ELSE = "else"


class Actor(NamedTuple):
    """A unit or person named in a clause; ``head`` is the last word of the name."""

    name: str
    head: str
    start: int
    end: int
    part: Part
    #: Whether a word tells the part; else the place before or behind the verb does.
    marked: bool = False

    @property
    def personal(self) -> bool:
        """Whether it is a person told by a part (民警, 当事人), no office and no surname."""
        return bool(_PERSONAL.search(self.name))


# Last words of names, longer ones first.  Persons by office, by surname (郑某) and by their part in a matter (举报人).
_UNITS = (
    "领导小组|工作小组|联合工作组|工作组|工作专班|专班|委员会|党总支|党支部|党小组|支队|大队|中队|总队|派出所|看守所|拘留所|检查站|服务站|分局|公安局|公安厅|公安部"
    "|公安机关|检察机关|审判机关|行政机关|监察机关|纪检机关|机关|人民法院|法院|人民检察院|检察院|纪委监委|纪检监察组|纪检组|纪委|监委|巡察组|巡视组|督察组|督导组|检查组|核查组|调查组"
    "|督察机构|巡察机构|机构|党组织|党委会|党委|党组|政法委|市委|县委|区委|省委|人民政府|政府|指挥中心|鉴定中心|管理中心|服务中心|办案中心|中心|指挥室|办公室|资料室|警保室|保障室|政工室|法制室"
    "|督察室|办公厅|巡察办|信访办|督察办|政法办|事务处|宣传处|[\u4e00-\u9fff]{2}处(?=[长在将对牵])|[\u4e00-\u9fff]{2}科(?=[长在将对牵])|巡察部"
    "|检察部|组织部|宣传部|政治部|部门|县局|市局|省厅|区局"
    "|[\u4e00-\u9fff]{2}局(?=[长及对牵等联检]|$)|教育局|司法局|财政局|监管局|管理局|文旅局|审计局|卫健委|公证处|居委会|村委会|工会|协会|单位|办理队|警务队|机动队"
    "|公司|医院|银行|中小学|中学|小学|学校|警校"
    "|旅行社|所队"
)
_PERSONS = (
    "副?(?:支队长|大队长|中队长|总队长|队长|局长|所长|处长|科长|厅长|部长|市长|县长|区长|镇长|组长|站长|院长|检察长|督察长|校长)"
    "|副?(?:主任|书记)|政委|教导员|指导员|负责人|负责同志|法制员|督察人员|工作人员|检查人员|执法人员|办案人员|值班人员|警务人员|人员"
    "|[被原]?(?:举报|投诉|申请|信访|来信|报警|查询|请托|处罚|执行|申请执行|反映|检查|被处罚|被执行|当事|相对|嫌疑|行为|责任|经手|承办|主办|经办|监护|委托|代理|鉴定)人"
    "|被侵害人|受害人|被害人|犯罪嫌疑人|证人|家属|群众|志愿者|经营者|从业人员|网格员|调解员|民警|辅警|干警|领导(?!责任|班子|干部|小组|机关|下|权)|同志|教师|学生|村民|居民|教官"
)
_HEADS = re.compile(
    rf"(?P<unit>{_UNITS})(?!长|员)|(?P<masked>[\u4e00-\u9fff]某(?:某|甲|乙|丙)?(?!些|种|个|一|项))|(?P<person>{_PERSONS})"
)

#: Characters that end the search for the beginning of a name, and words that hold them all the same.
_EDGE = frozenset(
    "、,。;:!?“”《》()〈〉由向对把将给经被与和同及让请报送交转在到至从为是的了后前时内已并且也应须可要有各该其本等商以按据依会"
)
_HELD = re.compile(
    r"经侦|经济|交警|交通|内保|后勤|和平|合同|情报|前进|同安|社会|委员会|工会|协会|居委会|村委会|党委会|可靠|机要|同事|同志|交管|人民交警|转运|请托|会商|本级|内部|主要|所在"
    r"|被(?:巡察|巡视|督察|检查|监督|举报|投诉|查询|处罚|侵害|执行|审计|考核|反馈)(?:人|单位|机关|组织|部门)"
)
# Verbs directly before a name.
_VERBS = re.compile(
    r"责令|责成|要求|督促|移送|移交|转交|交由|通知|告知|约谈|组织|协调|抄送|抄报|报送|提交|下达|联合|会同|接受|接到|接|收到|邀请|聘请|指定|授权|委托|配合|支持|检查|抽查"
    r"|查处|处罚|奖励|表彰|给予|发现|认定|查明|指出|涉及|反映|答复|回复|送达|通过|依托|发送|退回|返回|推送|调离|聘任|抽派|抽调|派出|选派|发出|纳入|征求|征得|取得|协助|指导"
    r"|听取|批评|表扬|诫勉|谈话"
    r"|包括|其中|分别|以及|系|涉嫌|处置|开展|制止|培训|覆盖|推进|出台|制定|印发|设立|成立|安排|实行|建成|改为|带[至到]|使用|担任|任$|其他|以上|部分|有的|个别|一些|少数"
    r"|多数|全体|第[一二三四五六七八九十百零\d]+条|交付|办理|选拔|带领|面向|属于|有权|有关|关于|受|级(?=监察|纪检|人民|公安)|用作|作为|用于|划归|划入|系"
)
#: No name of a unit is longer.
_LONGEST = 18

_DOES = re.compile(r"(?:由|被|让)$")
# 经…批准, 征得…同意: the one who is asked decides.
_ASKED = re.compile(r"(?:经|征求|征得)$")
# What is found, meant or told begins a statement of its own (发现民警…, 系派出所…).
_SAYS = re.compile(r"发现|查明|认定|认为|反映|指出|承认|表示|称|系|由于|因|如果|其中|得知|证实|显示")
_COUNT = re.compile(r"(?:\d+|[一二两三四五六七八九十几数])[名个位家所件起]$|(?:其他|其余|全体|所有|相关|有关|所属)$")
# 报…汇总, 送…注销: the one it is handed to does what follows.
_HANDED = re.compile(r"(?:[报送转交]|移送|移交|转交|报送|转送|提请)(?:了|至|到|给)?$")
# 接…移送: the one it comes from does what follows.
_FROM = re.compile(r"(?:接到?|收到|接受|听取)$")
_TOLD = re.compile(
    r"(?:[向对给把将为]|对于|针对|责令|责成|要求|督促|告知|通知|移送|移交|转交|交由|转由|抄送|报送|提交|答复|送达|退回|约谈|抽调|组织|安排|[转报送交回]|处罚|表彰|奖励"
    r"|约谈)(?:了|至|到|给)?$"
)
_MADE = re.compile(r"(?:责令|责成|要求|督促|交由|转由|安排|指定|授权|组织|抽派|抽调|邀请|聘请|委托)了?$")
_JOINS = re.compile(r"(?:会同|商请?|联合|协同|配合)(?:了)?$")
AND = re.compile(r"(?:\d+[\u4e00-\u9fff]{0,2})?(?:[、和与同及跟或]|以及|或者)(?:\d+[名个位家所件起])?")
_PLACES = re.compile(
    r"(?:[在从到至自任]|依托|属于|有权|有关|关于|受|级(?=监察|纪检|人民|公安)|用作|作为|用于|设在|位于|前往|赴|进驻|派驻|列为|设立|成立|组建)$"
)


@lru_cache(maxsize=4096)
def actors(clause: str) -> tuple[Actor, ...]:
    """The units and persons named in a normal clause without marks, in order."""
    held = {at for match in _HELD.finditer(clause) for at in range(*match.span())}
    found: list[Actor] = []
    taken = 0
    for match in _HEADS.finditer(clause):
        begin = _begin(clause, match.start(), taken, held)
        taken = match.end()
        found.append(Actor(clause[begin : match.end()], match.group(), begin, match.end(), Part.ELSE))
    return tuple(_parted(clause, _joined(found)))


def _begin(clause: str, head: int, taken: int, held: set[int]) -> int:
    """Where the name whose last word begins at ``head`` begins."""
    at = head
    while at > max(taken, head - _LONGEST):
        char = clause[at - 1]
        if not _HAN.match(char) or (char in _EDGE and at - 1 not in held):
            break
        at -= 1
    verbs = [match.end() for match in _VERBS.finditer(clause, max(taken, head - _LONGEST), head)]
    at = max([at, *verbs])
    if at < head and at and clause[at] in "中后时":
        at += 1  # 处置中|辅警卢某
    led = at > taken and clause[at - 1] in _LEADS
    for word, start in _words(clause[at:head], at):
        if not led and len(word.text) > 1 and word.tag == "v" and word.text not in _NAMING:
            at = start + len(word.text)
    counted = _COUNTED.match(clause, max(at - 1, 0), head)
    return counted.end() if counted else at


#: Directly behind these a name begins, whatever the segmenter makes of it (由|旅游警察大队).
_LEADS = frozenset("由被向对给与和、把将")
#: Verbs that are part of names and of what persons are called by.
_NAMING = frozenset(
    re.findall(
        r"\S+",
        "督察 巡察 巡视 侦查 检察 指挥 办案 监督 管理 服务 保障 执法 审计 宣传 训练 值班 出入境 鉴定 受理"
        " 主办 承办 带班 分管 检查 核查 调查"
        " 监管 犯罪 违法 从业 负责 领导 办理 举报 投诉 来信 信访 申请 执行 处罚 查询 反馈 组织 工作"
        " 监察 议事 协调 办公 驻 交通 出警 办证 经营",
    )
)


def _words(text: str, start: int) -> Iterator[tuple[Word, int]]:
    """The content words of a text with their places."""
    at = 0
    for word in content_words(text):
        found = text.find(word.text, at)
        if found >= 0:
            at = found + len(word.text)
            yield word, start + found


_HAN = re.compile(r"[\u4e00-\u9fff]")
_COUNTED = re.compile(r"[\d一二两三四五六七八九十几数]+[名个位家所件起]|[件起]")


def _joined(found: list[Actor]) -> list[Actor]:
    """Names one behind the other are one (县公安局|交警大队, 派出所|所长)."""
    joined: list[Actor] = []
    for actor in found:
        last = joined[-1] if joined else None
        if last and last.end == actor.start and last.name[-1] != "某":
            joined[-1] = Actor(last.name + actor.name, actor.head, last.start, actor.end, Part.ELSE)
        elif not last or actor.start >= last.end:
            joined.append(actor)
    return joined


def _parted(clause: str, found: list[Actor]) -> list[Actor]:
    parted: list[Actor] = []
    for actor in found:
        last = parted[-1] if parted else None
        between = clause[last.end if last else 0 : actor.start]
        if last and AND.fullmatch(between):
            part, marked = last.part, last.marked
        else:
            part, marked = _part(clause, actor, last, between)
        parted.append(actor._replace(part=part, marked=marked))
        if part is Part.UNDERGOES and _UNDERGOES.match(clause, actor.end):
            # 石某、邓某分别受到…: what follows the last of a list is said of all.
            for number in range(len(parted) - 2, -1, -1):
                if not AND.fullmatch(clause[parted[number].end : parted[number + 1].start]):
                    break
                parted[number] = parted[number]._replace(part=part)
    return parted


def _part(clause: str, actor: Actor, last: Actor | None, between: str) -> tuple[Part, bool]:
    before, after = _BESIDE.sub("", _COUNT.sub("", clause[: actor.start])), clause[actor.end :]
    marks: tuple[tuple[object, Part], ...] = (
        (_LED.search(between), Part.MADE),
        (_UNDERGOES.match(after), Part.UNDERGOES),
        (_MADE.search(before) or _ASKED.search(before), Part.MADE),
        (_DOES.search(before), Part.DOES),
        (last and _JOINS.search(before), Part.JOINS),
        (_FROM.search(before) and _acts(after), Part.GIVES),
        (_HANDED.search(before) and len(after) > 1 and after[0] not in _ENDS, Part.MADE),
        (_of_a_thing(actor, after), Part.ELSE),
        (_TOLD.search(before), Part.UNDERGOES),
        (_PLACES.search(before) or _OWNS.match(after), Part.ELSE),
    )
    marked = next((part for found, part in marks if found), None)
    if marked:
        return marked, True
    bare = _SAYS.split(between)[-1]
    said = len(bare) < len(between)
    bare = re.split("的|[中后时前]|期间|以来|[^、]、", bare)[-1]
    acted = _acts(bare) or (not said and last and last.part is not Part.ELSE and _acts(between))
    return (Part.UNDERGOES if acted else Part.DOES), False


_ENDS = "的了、和与及"
# 在东埠、南桁两个分局: the first of a list whose last word alone is that of a name.
_BESIDE = re.compile(r"(?<=[在由向对给])(?:[\u4e00-\u9fff]{2,4}、)+$")


def _of_a_thing(actor: Actor, after: str) -> bool:
    """Whether a name tells of what kind the thing behind it is (民警健康小屋, 群众来信)."""
    if not _GENERIC.search(actor.name):
        return False
    if re.match("来信|来访|投诉|举报|反映", after):
        return True
    words = content_words(after[:4])
    return bool(words) and after.startswith(words[0].text) and words[0].tag.startswith("n") and len(words[0].text) > 1


_PERSONAL = re.compile(r"(?:民警|辅警|干警|人员|群众|人|者|学生|教师|员|同志|家属|领导)$")
_GENERIC = re.compile(r"(?:民警|辅警|学校|单位|群众|人员|学生|部门|家属)$")


_UNDERGOES = re.compile(r"(?:[均也都已则]|当场|分别|因.{1,16})*(?:由(?!于)|被|受到|受(?=[处警])|获得?|得到)")
_OWNS = re.compile(r"的|[内里中](?!队|心|层)")
_LED = re.compile(r"(?:^|[^面应相])[对向][^由]*的(?:\d+[名个家位所])?$")


def _acts(text: str) -> bool:
    """Whether a verb stands in a text."""
    return any(word.tag.startswith("v") and len(word.text) > 1 for word in content_words(text))


_BELONGING = re.compile(
    rf"(?P<unit>[\u4e00-\u9fff]*?(?P<last>支队|大队|中队|派出所|分局|公安局|中心|县局|市局))(?P<who>[^支大中队所局心]*?(?:{_PERSONS}))"
)
# 被举报人 is not 举报人.
_PASSIVE = re.compile(r"被[\u4e00-\u9fff]{2,4}(?:人|单位|机关|部门|组织)")
# Levels of one body: 市纪委 is not 区纪委.
_LEVELS = frozenset("省市县区乡镇")
#: Bodies that act through their parts: what 交警大队 did, 县公安局 did.
_PARENT = re.compile(r"(?:公安局|分局|县局|市局|区局|省厅|公安厅|公安机关|机关|单位|部门|[^巡督检查察]组|专班)$")
_PART_OF = re.compile(r"(?:总队|支队|大队|中队|所|室|处|科|中心|办|部|队|组|会|所长|民警|部门|党委|委员)$")


def same(one: Actor, other: Actor) -> bool:
    """Whether two names may mean the same, by their ends: 督察大队 and 分局警务督察大队, 湖滨所 and 湖滨派出所."""
    own, others = (_BELONGING.fullmatch(actor.name) for actor in (one, other))
    if own and others and own["who"] == others["who"]:
        units = (Actor(found["unit"], found["last"], 0, 0, Part.ELSE) for found in (own, others))
        return same(*units)
    if masked(one) or masked(other):
        return _same_person(one, other)
    return bool(_PASSIVE.search(one.name)) == bool(_PASSIVE.search(other.name)) and _same_name(one, other)


def _same_person(one: Actor, other: Actor) -> bool:
    """Whether a surname and another name may mean one person: 辅警郑某 is 郑某, and 辅警."""
    if masked(one) and masked(other):
        return one.head == other.head and not other_office(one, other)
    told, named = (other, one) if masked(one) else (one, other)
    office = named.name.removesuffix(named.head)
    return bool(office) and same(told, named._replace(name=office, head=office[-1]))


def _same_name(one: Actor, other: Actor) -> bool:
    # 南桁两分局 for 南桁两个分局
    short, long = sorted((_NUMBER.sub("", one.name), _NUMBER.sub("", other.name)), key=len)
    known = vocabulary().same.get(short, frozenset())
    if (short in long and long.endswith(short[-1])) or known & {long, other.head, one.head}:
        return True
    if _clash(one.name, other.name):
        return False
    tail = 0
    while tail < len(short) and short[-1 - tail] == long[-1 - tail]:
        tail += 1
    alike = tail >= len(one.head) + _STEM and tail >= len(other.head) + _STEM
    return alike or _abbreviates(short, long) or _generic(one, other) or _generic(other, one)


_NUMBER = re.compile(r"(?<=.)[两三四五六七八九十\d]+个?(?=.)")


def other_office(one: Actor, other: Actor) -> bool:
    """Whether persons of one surname are named with offices that cannot be one (大队长周某, 法制员周某)."""
    offices = [actor.name.removesuffix(actor.head) for actor in (one, other)]
    if not all(offices) or one.head != other.head:
        return False
    heads = [match.group() for office in offices if (match := _OFFICE.search(office))]
    first, second = (Actor(office, office[-1], 0, 0, Part.ELSE) for office in offices)
    return len(heads) == len(offices) and heads[0] != heads[1] and not same(first, second)


_OFFICE = re.compile(rf"(?:{_PERSONS})$")


def masked(actor: Actor) -> bool:
    """Whether it is a person of whom only the surname is printed (郑某)."""
    return len(actor.head) > 1 and actor.head[1] == "某"


#: So many characters before the last word tell a unit from its like.
_STEM = 2


_ANY_BODY = re.compile(r"^(?P<stem>[\u4e00-\u9fff]{2,})(?:部门|机构|组|专班)$")
_BODY = re.compile(r"(?:总队|支队|大队|中队|部门|机构|组|室|处|科|办)$")


def _generic(one: Actor, other: Actor) -> bool:
    """Whether a name says no more than what kind of body the other is (法制部门, 督察组 for 警务督察支队)."""
    match = _ANY_BODY.match(one.name)
    if match is None or not _BODY.search(other.name):
        return False
    return _BODY.sub("", other.name).endswith(match["stem"][-_STEM:])


def _clash(one: str, other: str) -> bool:
    if ("领导小组" in one) != ("领导小组" in other) and "组" in one and "组" in other:
        return True
    if set(_COMMITTEE.findall(one)) - set(_COMMITTEE.findall(other)) and "党委" in other:
        return True
    levels = [_LEVELLED.findall(name) for name in (one, other)]
    return bool(levels[0] and levels[1]) and levels[0][-1] != levels[1][-1]


_COMMITTEE = re.compile("[省市县区]委")
_LEVELLED = re.compile(r"([省市县区乡镇])(?=公安|局|纪委|委|人民|党委|检察|法院|政府|监委|教育|司法|财政|医院)")


def _abbreviates(short: str, long: str) -> bool:
    """Whether a short name is made of the characters of a long one in order, ending with it (警保室, 警务保障室)."""
    if short[-1] != long[-1] and not long.endswith("机关") and not short.endswith("机关"):
        return False
    at = 0
    for char in short.removesuffix("机关"):
        at = long.find(char, at) + 1
        if not at:
            return False
    return True


def acts_through(whole: Actor, part: Actor) -> bool:
    """Whether a body may be said to do what one of its parts does."""
    return bool(_PARENT.search(whole.name)) and bool(_PART_OF.search(part.name)) and not _clash(whole.name, part.name)
