"""The years that a question limits itself to: 2021年以来的通报, 近三年的先例, 去年 of a unit it names."""

from __future__ import annotations

import re
from datetime import date

from kb.numerals import to_int
from retrieval.locality import ABOVE_CITIES

#: A year that limits precedents: 2021年的通报, 2021年以来巡察, 2021年以前的反馈.  Years of laws (2018年修订的) are read
#: elsewhere.
_YEARS = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?(?:(?P<since>以来|以后|之后|起)|(?P<before>以前|之前))?(?:的|公布的|发布的|那次)?"
    r"(?:(?:都?有)?(?:哪些|哪几个|几个|多少个?)(?:单位|地方|分?局)(?:被|接受过?了?|开展过?了?|公布过?了?)?"
    # 2023年以来江宁省还有哪些通报: nothing but a place stands before what asks for notices.
    rf"|(?:{ABOVE_CITIES.pattern}|[\u4e00-\u9fff]{{2,4}}[省市县]|各地|其他单位)?[还都]?有(?:没有|过?哪些|哪几[份个篇]|什么|几[份个篇]|多少[份个篇]?))?(?:巡察|巡视|整改|通报|反馈|先例|案例)"
)

#: In a question about a named unit or place any year is that of its inspection; times of laws and limits are none.
_UNIT_YEARS = re.compile(
    r"(?<![\d跟比与较同])(?P<year>(?:19|20)\d{2})年?(?:(?:至|到|-)(?P<until>(?:19|20)\d{2})年?)?(?P<since>以来|以后|之后|起|至今)?"
    r"(?!\d|底|末|前|以前|之前|版|修[订正改]|公布|施行|实施|颁布|文本|同期|相?比|\d{0,2}月)"
)
_SPOKEN_YEARS = {"今年": 0, "去年": -1, "前年": -2}
_SPOKEN_YEAR = re.compile("|".join(_SPOKEN_YEARS))

#: 近三年的先例; 近三年的账目 is what was looked at.
_LAST_YEARS = re.compile(
    r"(?:最?近|过去)(?P<n>[一二两三四五六七八九十]|\d{1,2})年(?:来|以来|内|里|间)?[^,。;?]{0,16}(?:先例|案例|通报|巡察|反馈意见)"
)


def years_of(question: str, today: date, *, named: bool) -> tuple[int | None, int | None]:
    """First and last year that a question limits itself to."""
    if year := _YEARS.search(question):
        # 以前 may or may not count the year itself; who asks so looks for what is old.
        return None if year["before"] else int(year["year"]), None if year["since"] else int(year["year"])
    if named and (year := _UNIT_YEARS.search(question)):
        return int(year["year"]), int(year["until"]) if year["until"] else None if year["since"] else int(year["year"])
    if named and (spoken := _SPOKEN_YEAR.search(question)):
        then = today.year + _SPOKEN_YEARS[spoken.group()]
        return then, then
    if last := _LAST_YEARS.search(question):
        number = last["n"]
        return today.year - (int(number) if number.isdigit() else to_int(number.replace("两", "二"))), None
    return None, None
