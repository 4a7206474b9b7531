"""Whether a regulation is a basis here: one of another place is none, nor is one made for another body.

The rules by which procuratorates handle cases read like those of the police, those on the staff of public institutions
like those on civil servants; cited in their place they are a wrong basis.  For whom a regulation is made stands at the
front of its title: 人民检察院刑事诉讼规则.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from retrieval.locality import applies, area_of


class Audience(NamedTuple):
    """A body or profession with regulations of its own: its name, how the titles of those begin, and the words by
    which a question or the name of a unit tells that it is about this body.
    """

    name: str
    titles: re.Pattern[str]
    said: re.Pattern[str]


def _audience(name: str, titles: str, said: str) -> Audience:
    return Audience(name, re.compile(f"(?:中华人民共和国)?(?:{titles})"), re.compile(said))


#: Read off the titles of 1,497 statutes of the whole country; what is made for everybody who deals with a body (消防法,
#: 监狱法, 公司法) is not listed.
_AUDIENCES = (
    _audience("人民法院", "最高人民法院|人民法院|法官", "法院|法官|法庭|审判|判决|诉讼|起诉"),
    _audience("人民检察院", "最高人民检察院|人民检察院|检察官", "检察|公诉|批捕|起诉"),
    _audience("监察官", "监察官", "监察官"),
    _audience("事业单位", "事业单位", "事业单位|事业编"),
    _audience("国有企业", "国有企业|全民所有制", "企业|国企|公司|工厂"),
    _audience("军队", "中国人民解放军|现役|军人|军官|预备役", "军|士兵|战士|部队|武警|预备役"),
    _audience("海关", "海关", "海关|走私|口岸|进出口|关税"),
    _audience("教师", "教师", "教师|老师|教员|学校"),
    _audience("律师", "律师", "律师"),
    _audience("医师和护士", "医师|护士", "医师|医生|大夫|护士|医院"),
    _audience("公证机构", "公证", "公证"),
    _audience("会计人员", "注册会计师|总会计师", "会计"),
    _audience("导游", "导游", "导游|旅行社"),
)

#: Judicial interpretations on crimes bind whoever handles criminal cases (公安机关办理刑事案件程序规定第三条), and what
#: is issued together with the police binds the police.
_CRIMINAL = re.compile("公安|刑事案件|刑法|罪|案件(?:具体)?[应适]用法律")
_NOT_CRIMINAL = re.compile("民事|行政案|纠纷|赔偿|公益诉讼|执行")


@lru_cache(maxsize=8192)  # more titles than the statutes of a large library
def audience_of(title: str) -> Audience | None:
    """The body for which a regulation of this title is made; None for what everybody must keep."""
    found = next((audience for audience in _AUDIENCES if audience.titles.match(title)), None)
    if found and _CRIMINAL.search(title) and not _NOT_CRIMINAL.search(title):
        return None
    return found


def inapplicable(title: str, here: Sequence[str]) -> str:
    """Why a regulation is no basis for a question, in Chinese; empty where it is one.

    ``title`` is bare (see ``retrieval.names.bare_title``); ``here`` are the question and the units and places it is
    asked for.
    """
    area = area_of(title)
    if not applies(area, here):
        return f"只适用于{area}，其他地方不能作为依据"
    audience = audience_of(title)
    if audience and not any(audience.said.search(text) for text in here):
        return f"供{audience.name}适用，其他单位不引作依据"
    return ""
