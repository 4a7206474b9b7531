"""What form of answer a question asks for — a term, a sum, a share, a number of people — and whether a sentence states
one.

An article about the very matter need not state the detail that is asked for: 单间面积不得少于六平方米 does not say how
many people a room holds.  Only plain ways of asking count; 好几个人反映, 讲多少遍都不听 ask for no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kb.numerals import CHARACTERS
from retrieval.quantities import Quantity, quantities

#: Whether a folded sentence states an answer of a form.
States = Callable[[str], bool]


class Form(NamedTuple):
    """A form of answer that is asked for: its Chinese name, the place of the words that ask, and what states it."""

    name: str
    start: int
    end: int
    states: States


class _Way(NamedTuple):
    """A form, how it is asked for, and what makes the test of a sentence from the question."""

    name: str
    asked: re.Pattern[str]
    test: Callable[[str], States]


#: Marks of an item in a list.
ITEM = re.compile(r"[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]是|\d[.．、]")

_NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}半]+)"

#: 几 that asks; 好几天, 这几年, 十几个, 有了几天, 晚几天 tell.
_HOW_MANY = "(?<![好这那前后头上下近十数有了着晚缓过再等歇])几"

#: Measure words are also used in telling (几个人进来查): what stands before 几 must ask or bound.
_BOUND = (
    "最多|至多|顶多|至少|最少|起码|不少于|不能少于|总共|共|有|要|需要?|能|得|该|可以?|第|哪|分|分为|配备?|设|凑够?|派了?|定了|多|占"
    "|按|隔"
)
_COUNT = rf"(?:多少(?!的?问题|有些|是|次都|遍都)|(?:{_BOUND})[^,，。]{{0,3}}(?<![好这那前后头上下近十数])几)"

_MEASURES = (
    "公斤|分贝|学时|分(?!之|局|钟)|个|名|位|人|户|间|场|班|份|张|件|起|次|条|项|级|类|种|辆|台|套|部|只|层|排|门|支|处|所|期|批"
    "|篇|页|字|组|枪|度|档|斤|升|轮|科|届|式"
)
_MEASURED = re.compile(rf"{_COUNT}(?P<measure>{_MEASURES})(?!月|工作日|小时|多|来)")

#: Measure words that ask for people or things of any kind, and what may count these.
_ANY = frozenset("个名位人")
_ANYTHING = "个|名|位|人|户|支|项|件|起"

#: Measure words of what may be listed instead of counted.
_LISTED = frozenset("种类项条")

_TIMES = "天|日(?!常)|小时|钟头|年(?!级)|月|周|星期|礼拜|工作日|分钟|秒"
_IN_UNITS = re.compile(rf"(?:多少|{_HOW_MANY})个?(?P<unit>{_TIMES})(?!来|前|下来|都|了|后就|不)")

#: Hours that may answer a question for a unit of time: 几小时 is answered by 三日, hardly by 二年.
_WITHIN: tuple[tuple[str, float, float], ...] = (
    ("秒|分钟", 0, 24),
    ("小时|钟头", 0, 72),
    ("天|日|工作日|周|星期|礼拜", 1, 8640),
    ("月", 24, 8640 * 10),
    ("年", 720, 8640 * 100),
)

#: A term told and put up for confirmation: 最长可以关30日对吧.
_TOLD_TERM = rf"[^,，。?？]{{0,10}}{_NUMBER}个?(?:天|日|小时|月|年)"

#: A month of the calendar (11月动工, 6-7月) is no term.
_CALENDAR = re.compile(r"(?<!个)(?<!\d)(?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})(?:[-至、]\d+)?月(?!内|以)")

#: Answers to 多久 without a figure.
_AT_ONCE = re.compile(r"立即|当场|当日|当天|随时|即时|随即|终身|永久|长期|届满")

_SUMS = "罚款|罚金|赔偿|补偿|保证金|押金|费用?|金额|数额|款项|补助|津贴|奖金?|工资|抚恤金?|补贴|年薪|价格?|报酬|钱"
_PEOPLE = "人(?!民|说|来|都|反映|进)|民警|警察|同志|代表|委员|见证人|听证员|保证人|医生|管教"
_PAYERS = "谁|自己|家属|所里|公家|单位|公安|给报|能报|报销"
_PAPERS = "模板|模版|范本|(?<!几)样本|样表|范文|提纲|PPT|ppt|课件|表头|主持词|开场白|栏目"


def _has(pattern: str) -> States:
    compiled = re.compile(pattern)
    return lambda text: bool(compiled.search(text))


def _prints(*kinds: str) -> States:
    return lambda text: any(quantity.kind in kinds for quantity in quantities(text))


def _terms(text: str) -> list[Quantity]:
    return [quantity for quantity in quantities(_CALENDAR.sub(" ", text)) if quantity.kind == "time"]


def _term(question: str) -> States:
    """A term that fits the unit asked for; any term, or a word such as 立即, where none is named."""
    asked = _IN_UNITS.search(question)
    if asked is None:
        return lambda text: bool(_terms(text) or _AT_ONCE.search(text))
    least, most = next((low, high) for units, low, high in _WITHIN if re.fullmatch(units, asked["unit"]))
    return lambda text: any(least <= quantity.value <= most for quantity in _terms(text))


def _counted(question: str) -> States:
    """A number with the measure word asked for, or a list where its kinds or items are."""
    measures = {match["measure"] for match in _MEASURED.finditer(question)}
    numbers = "|".join(_ANYTHING if measure in _ANY else measure for measure in measures)
    printed = re.compile(rf"{_NUMBER}[万亿]?[余多点]?(?:{numbers})")
    may_list = bool(measures & _LISTED)
    return lambda text: bool(printed.search(text)) or (may_list and _items(text) > 1)


def _items(text: str) -> int:
    """How many items a text lists: （一）（二）, 一是二是, or parted by 、 or ；."""
    return max(len(ITEM.findall(text)), *(text.count(mark) + 1 if mark in text else 0 for mark in "、;；"))


def _people(text: str) -> bool:
    return bool(re.search(rf"{_NUMBER}[个名位人]", text)) or _prints("人")(text)


def _way(name: str, asked: tuple[str, ...], test: Callable[[str], States]) -> _Way:
    return _Way(name, re.compile("|".join(asked)), test)


def _by(states: States) -> Callable[[str], States]:
    return lambda _question: states


_INTERVAL, _TERM, _TIMES_DONE, _NUMBER_OF = "频次", "期限", "次数", "数量"

_WAYS = (
    _way(
        _INTERVAL,
        (
            r"(?:多少|几)个?(?:天|日|周|星期|月|年|小时|季度)[^,，。?？]{0,4}一[次回遍趟检换审]",
            r"多久(?:[^,，。?？]{0,6}一[次回遍趟]|[^,，。?？]{0,2}送检)",
            r"[每一]个?(?:年|月|周|星期|天|日|季度)[^,，。?？]{0,8}(?:几|多少)[次回遍趟]",
            r"频次|频率|周期(?:是|为|有|多)",
        ),
        _by(
            _has(
                rf"每(?:年|半年|季|月|周|日|天|班|隔|{_NUMBER}|个)|{_NUMBER}次|次/|定期"
                r"|[日周月季年](?:巡查|研判|分析|通报|点评|报告|检查|会商|调度|测评|考核)"
            )
        ),
    ),
    _way("时刻", (r"几点(?!建议|意见|要求|体会)",), _by(_has(rf"{_NUMBER}[时点](?!间|候|限|效)|凌晨|夜间"))),
    _way(
        _TERM,
        (
            r"多久|多长时间",
            _IN_UNITS.pattern.replace("?P<unit>", "?:"),
            rf"最[长短](?:能|可|多|要|关|扣|不)?(?!{_TOLD_TERM})",
            r"[期时]限(?=[是有多吗呢要怎为?？]|[^,，。]{0,4}(?:几|什么)|$)|限期(?:是|为|多)",
        ),
        _term,
    ),
    _way("时间", (r"什么时候|何时|哪天|哪一?年|几月",), _by(_has(r"[年月日]|小时|立即|当场|及时"))),
    _way(
        "金额",
        (
            r"多少(?:钱|元|万|块)|几[百千万](?:元|块)?(?=[,，。?？吗呢]|$)|打[几多]折",
            rf"(?:{_SUMS})[^,，。?？天日年月]{{0,5}}(?:上限|下限|最高|最低|标准是|多少|几(?!天|日|年|个月|时|次))",
            rf"(?:{_SUMS})[^,，。?？]{{0,3}}(?:怎么算|如何计算)",
            rf"(?:上限|下限|最高|最低)[^,，。?？]{{0,4}}(?:{_SUMS})",
        ),
        _by(_prints("money", "倍", "%")),
    ),
    _way(
        "人数",
        (rf"(?:多少|{_HOW_MANY})[个名位]?(?:{_PEOPLE})", rf"(?:{_BOUND})几[名位]", r"一个还是两个|人数"),
        _by(_people),
    ),
    _way(
        "比例",
        (
            r"百分之[几多]|百分比|几成(?!立|为)|几分之几|占[^,，。]{0,6}(?:多少|百分)",
            r"(?:多少|多大|多高|什么|几)[^,，。]{0,3}比例|比例[^,，。]{0,6}(?:多少|多大|几|上限)",
        ),
        _by(_prints("%")),
    ),
    _way(
        "距离、面积",
        (
            rf"(?:多少|{_HOW_MANY})(?:米|公里|厘米|平米|平方|平(?!均|时))",
            r"(?<!有)多远|多高(?!的)|多宽|(?:拉开|相隔|间隔)[^,，]{0,6}距离|面积(?!较)",
        ),
        _by(_has(rf"{_NUMBER}(?:公里|千米|厘米|毫米|平方|米)")),
    ),
    _way(
        "年龄",
        (r"(?<!十)几岁|多少岁|多大(?:岁数|年[纪龄])|年龄[^,，。]{0,4}(?:多|几|限|要求|上限)",),
        _by(_prints("周岁")),
    ),
    _way(_TIMES_DONE, (rf"{_COUNT}(?<!分几)[次回遍](?!都|也|了)",), _by(_has(rf"{_NUMBER}[次回遍]|每次|初次"))),
    _way(_NUMBER_OF, (_MEASURED.pattern.replace("?P<measure>", "?:"),), _counted),
    _way(
        "费用承担",
        (
            rf"(?:费|钱|车票|住宿|开销)[^,，。?？]{{0,10}}(?:{_PAYERS})[^,，。?？]{{0,6}}(?:[出掏付报]|承担|买单|负担)",
            r"(?:费|钱)(?:该)?(?:算谁|要我出)|谁来?(?:出钱|掏|买单)|[出付]?还是(?:家属|个人|自己|单位)[出付掏]|由谁(?:支付|负担)",
            r"能(?:不能)?(?:找\S{0,6})?报(?:销)?(?=[吗?？]|$)|给不给报",
        ),
        _by(_has("承担|支付|负担|报销|预算|经费|免费|不得?收取|补助|补偿|赔偿|工本费")),
    ),
    _way(
        "待遇",
        (
            r"(?:工资|奖金|绩效|社保|津贴|待遇|警衔|工龄)[^,，。?？]{0,6}(?:照发|还发|发不发|补不补|扣不扣|停不停|谁交|还有吗|怎么发|算不算)",
            r"(?:还|照)发(?:工资|奖金|津贴)|给不给(?:误工费|补贴|辛苦费|加班费)",
        ),
        _by(_has("工资|奖金|绩效|社会保险|津贴|待遇|警衔|工龄|补助|补贴")),
    ),
    _way(
        "材料手续",
        (
            r"[带备交供填](?:上|些)?(?:什么|哪些|啥|何种)(?:材料|资料|证件|手续|证明|单子|表)",
            r"(?:要|需要?)(?:什么|哪些|啥)(?:材料|资料|证件|手续|证明|单子)",
        ),
        _by(_has("材料|证件|证明|身份证|申请书|登记表|审批表|手续|凭证")),
    ),
    _way(
        "颜色式样",
        (r"(?:什么|啥|何种)(?:颜色|字体|材质|型号|牌子|品牌|图案)|颜色|[红白蓝黑黄绿]色?的?还是",),
        _by(_has("[红白蓝黑黄绿灰]色|式样|样式|型号|图案")),
    ),
    _way(
        "格式样本",
        (_PAPERS, r"(?:什么|固定|统一|规定的?)格式|格式(?:是|有|怎么|什么|样)|怎么填|给个样子"),
        _by(_has(rf"{_PAPERS}|格式|附件|附表|表样|包括以下")),
    ),
    _way(
        "联系方式",
        (
            r"(?:电话|热线|手机号?|邮箱|网址)(?:号码)?(?:是?多少|是什么|是几|给我|有吗|有没有)",
            r"联系方式|怎么联系|微信号|联系电话",
        ),
        _by(_has(r"\d{7,}|\d{3,4}[-－]\d|@|www|http|12\d{3}")),
    ),
    _way(
        "名次",
        (
            r"哪[个家些位类一项][^,，。?？]{0,14}最(?!后|近|终)|最(?:多|少|慢|快|差|好|严重|突出)的(?:是|哪|一|单位)",
            r"排名|排第几|谁最|倒数|第几名",
        ),
        _by(_has("最[多少慢快差好高低]|居首|位列|排名|倒数|第一名")),
    ),
)

#: Forms that an interval (每月几次) includes, and those beside which a bare number is not what is asked.
_IN_INTERVAL = frozenset({_TERM, _TIMES_DONE, _NUMBER_OF})
_FIGURES = frozenset({"时刻", _TERM, "时间", "金额", "人数", "比例", "距离、面积", "年龄", _TIMES_DONE})


def forms(question: str) -> list[Form]:
    """The forms of answer that a folded question asks for in plain words, each once."""
    matches = [(way, match) for way in _WAYS if (match := way.asked.search(question))]
    names = {way.name for way, _ in matches}
    left_out = _IN_INTERVAL if _INTERVAL in names else frozenset({_NUMBER_OF} if names & _FIGURES else ())
    return [
        Form(way.name, match.start(), match.end(), way.test(question))
        for way, match in matches
        if way.name not in left_out
    ]
