"""References to articles as people write them: 督察条例12条, 《条例》第四条第二款第（三）项, 第六十七条之一."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.numerals import CHARACTERS, to_int
from retrieval.names import NameMatch, RegulationNames

_NUMERAL = rf"[{CHARACTERS}]{{1,9}}"

#: 第十二条(之一)(第二款)(第三项), §12; 第 may be missing right behind a name (督察条例12条, 警械条例二十一条).
_ARTICLE = re.compile(
    rf"(?:(?:第\s*(?P<number>{_NUMERAL})\s*条|§\s*(?P<mark>\d{{1,4}})\s*条?)"
    rf"|(?<![第\d.{CHARACTERS}])(?P<bare>{_NUMERAL})\s*条)"
    rf"(?:\s*之\s*(?P<sub>[一二三四五六七八九十\d]{{1,3}})(?![项款]))?"
    rf"(?:\s*第?\s*(?P<paragraph>{_NUMERAL})\s*款)?"
    rf"(?:\s*第?\s*[(]?\s*(?P<item>{_NUMERAL})\s*[)]?\s*项)?"
)

#: A bare number with 条 is a count, not a reference, after these words (制定了12条措施) or before these.
_COUNT_BEFORE = re.compile(r"(?:共|有|了|出台|制定|推出|提出|发布|梳理|收集|征集|这|几)\s*$")
_COUNT_AFTER = re.compile(r"\s*(?:措施|意见|建议|线索|规定|要求|举措|禁令|微博|短信|信息)")

#: Between the name and the number there may be these and blanks only, for the name to be the article's own.
#: The edition may stand there too: 监察法18版22条.
_BETWEEN = re.compile(
    r"^[\s》>〉的之里中内，,、:：]*(?:[（(][^（）()]{0,24}[）)]|\d{0,4}年?(?:修[改订正])?的?那?版本?)?[\s的]*$"
)

#: Words between a name and the number that belong to neither: 刑法里面第385条, 刑法规定的第385条.
_BEHIND = re.compile(r"(?:(?<=法|典|章|例|则|定)(?:所?规定的?|里面|里头|当中|中|里|上|内|的|之)|\s)+$")

#: The words right before a number that end like the name of a regulation.
_ENDED = re.compile(
    r"[\u4e00-\u9fff]{1,40}(?:法(?:分则|总则)?|法典|条例|规定|规范|办法|规则|准则|细则|条令|章程|党章|通则|修正案|解释|决定|意见|通知"
    r"|制度|责任制|守则|规程|禁令|公约|纲要|指引)$"
)

#: What leads to a name; what stands before it is no part of the name.
_LEADS = re.compile(
    r"^.*(?:请问|违反了?|触犯了?|违背了?|(?<!关于)(?:根据|按照|依据|依照|参照|适用|援引|引用|查阅|学习)了?|看看|[查看问翻读]一?下|[想要]问|对照|有没有|是不是|能不能"
    r"|是否|这个|那个|咱们|我们|什么是|怎么看|就是)"
)
_LEADS_FIRST = re.compile(r"^(?:[按据依照查在对从用问和与及跟把被是请]|看(?!守)|关于(?=[\u4e00-\u9fff]{2,6}法$))+")

#: Laws whose names have one character before 法 or none of the usual endings.  Nothing else of this length is a law.
_SHORT = ("中华人民共和国宪法", "中华人民共和国刑法", "宪法", "刑法", "民法典", "民法", "税法", "商法", "党章")
_SHORT_NAME = re.compile(rf"[新旧]?(?:{'|'.join(_SHORT)})(?:分则|总则)?$")

#: Two characters before 法: 刑诉法.
_SHORTEST = 3

#: Behind these 民法 and 商法 begin no name: 农民法律意识, 人民法.
_LONGER = re.compile(r"[人农军渔牧市网选公村居]$")

#: Words in 法 that name no law, alone or behind others: 行政执法, 看法.
_NO_LAW = re.compile(
    r"(?:[执违合非依守普立犯枉方用做看想说无手算打变写讲叫书疗章军王各两老本该此其大小新旧读]|(?<!公)司|(?<!合)同|(?<!草)原|什么|相关|有关|党纪国)法$"
)

#: 规定 and the like that point to a text without naming it: 上述规定, 具体办法, 我们单位的制度.
_POINTING = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}的|这[个些份部种项条]?|那[个些份部种项条]?|该|本|此|其|上述|前述|有关|相关|以上|以下|下列|上列|具体|原|现行|新|旧|老|同一|各项?|任何|哪个?|什么|规章"
    r"|两[个部项]|几[个部项]|[我你他她]们?|单位|内部)*"
    r"(?:条例|规定|规范|办法|规则|准则|细则|条令|章程|通则|解释|决定|意见|通知|制度|守则|规程|禁令|公约|纲要|指引)$"
)


class Reference(NamedTuple):
    """One article reference.

    ``start``/``end`` cover the name and the number in the searched text; ``name`` is None when no regulation is
    named (or only 《条例》), ``titles`` are the titles of the knowledge base it can mean; ``paragraph`` and ``item``
    are 款 and 项, None when not given.
    """

    start: int
    end: int
    name: str | None
    titles: tuple[str, ...]
    number: int
    sub: int = 0
    paragraph: int | None = None
    item: int | None = None


def find_references(text: str, names: RegulationNames) -> tuple[list[Reference], list[NameMatch]]:
    """Article references and the remaining regulation names in a (folded) text, both in order.

    A name followed by several numbers (督察条例第十条、第十二条) serves them all.
    """
    matches = names.find(text)
    references: list[Reference] = []
    used: set[int] = set()
    owner: NameMatch | None = None
    previous_end = -1
    for hit in _ARTICLE.finditer(text):
        bare = hit["bare"] is not None
        if bare and (_COUNT_BEFORE.search(text[: hit.start()]) or _COUNT_AFTER.match(text[hit.end() :])):
            continue
        before = [match for match in matches if match.end <= hit.start()]
        direct = before[-1] if before and _BETWEEN.match(text[before[-1].end : hit.start()]) else None
        if direct is not None:
            owner = direct
            used.add(direct.start)
        elif (unknown := _unknown(text, hit.start())) is not None and not names.resolve(unknown.name):
            owner = unknown
        elif owner is None or not re.fullmatch(r"[\s、,，和及与第款项条]*", text[previous_end : hit.start()]):
            owner = None
        if bare and owner is None:
            continue
        previous_end = hit.end()
        named = owner if owner is not None and not owner.generic else None
        start = direct.start if direct else hit.start()
        number, sub = _value(hit["number"] or hit["mark"] or hit["bare"]), _value(hit["sub"])
        if number is None:
            continue
        references.append(
            Reference(
                start=start,
                end=hit.end(),
                name=named.name if named else None,
                titles=named.titles if named else (),
                number=number,
                sub=sub or 0,
                paragraph=_value(hit["paragraph"]),
                item=_value(hit["item"]),
            )
        )
    return references, [match for match in matches if match.start not in used]


def _unknown(text: str, end: int) -> NameMatch | None:
    """The name of a regulation right before a number, one that no list knows; None where no regulation is named."""
    bracket = re.search(r"[(][^()]{0,24}[)]\s*$", text[:end])
    end = bracket.start() if bracket else end
    behind = _BEHIND.search(text[:end])
    end = behind.start() if behind else end
    ended = _ENDED.search(text[:end]) or _SHORT_NAME.search(text[:end])
    if ended is None:
        return None
    short = _SHORT_NAME.search(text[:end])
    if short and not _LONGER.search(text[: short.start()]):
        return NameMatch(short.start(), end, short.group(), ())
    name = _LEADS_FIRST.sub("", _LEADS.sub("", ended.group()))
    if len(name) < _SHORTEST or _NO_LAW.search(name) or _POINTING.match(name):
        return None
    return NameMatch(end - len(name), end, name, ())


def _value(numeral: str | None) -> int | None:
    """The value of a numeral; None where there is none or it is malformed (第一百二条)."""
    try:
        return to_int(numeral) if numeral else None
    except ValueError:
        return None
