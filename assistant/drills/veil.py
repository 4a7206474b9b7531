"""Takes identities out of the words of a source, and finds those that stayed.

The rules change words, never facts: a place becomes 某市, a date becomes relative to the year of the source, a large
figure becomes 40余, an internal document becomes 有关办法.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.drills.identity import PROVINCES, Identities, identities, is_public, place_of_title, suspects
from assistant.drills.masked import with_letters
from assistant.drills.model import Drill, trainee_texts
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.text import fold
from retrieval.names import bare_title

#: Counts up to ten stand in every notice; larger ones can be searched for and are told roughly.
_HARMLESS = 10
_TEN_THOUSAND = 10_000

#: Shorter titles are common nouns (督察通知书) and tell nothing without their marks.
_TELLING = 10

#: What is counted; durations are rules of work, not traces, and stay.
_UNITS = (
    "件次|家次|人次|辆次|项次|起|件|名|人|条|辆|台|份|家|处|个(?!月|工作日|小时|星期|百分点)|次|期|张|场|项|户|把|"
    "笔|宗|只|部|套|元|吨|公里|批|卷|册|段|枚|例|篇|块|箱|瓶"
)
_COUNT = re.compile(rf"(?<![\d.年月第])(\d[\d,]*(?:\.\d+)?)(余|多)?(万|亿)?(?:余|多)?(?={_UNITS})")
#: What a rule sets as its limit (5万元以上) is no trace where it is a round figure, and must not be told roughly.
_LIMIT = re.compile(rf"(?:{_UNITS})+(?:\(含\))?(?:以[上下内]|及以[上下])")
_PERCENT = re.compile(r"(?<![\d.])(\d+\.\d+)(?=%|个百分点)")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})年(度)?(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年")
#: A date told roughly has no day of the week.
_WEEKDAY = re.compile(r"(?<=旬)[（(](?:星期|周)[一二三四五六日天][）)]")
_MASKED = re.compile(r"[\u4e00-\u9fff]?\*+")
_TITLED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_ENDINGS = re.compile(
    r"(办法|规定|细则|制度|规程|方案|意见|通知书?|清单|规范|指引|流程|规划|条例|措施|汇编|计划|提示单|建议书|预警|备案表|纲要|准则|标准)(?:[（(].*)?$"
)
#: Stands around a veiled title until all of a text are veiled.
_VEILED = "\x00"
_DECADS = ((10, "上旬"), (20, "中旬"), (31, "下旬"))
_YEARS = {-1: "上一年", 0: "当年", 1: "次年"}

#: An abbreviated place: 来锡务工, 赴沪.
_ABBREVIATED = "[来在赴入离返驻进抵]"


class Veil:
    """Takes the identities of some sources out of texts; ``year`` is the year that becomes 当年, ``persons`` have a
    letter for whoever is named by his surname only.
    """

    def __init__(
        self, known: Identities, year: int | None, held: frozenset[str], persons: Mapping[str, str] | None = None
    ) -> None:
        self._known = known
        self._letters = persons or {}
        self._year = year
        self._held = held
        self._units = sorted(known.units.items(), key=lambda item: -len(item[0]))
        stems = sorted(known.places, key=len, reverse=True)
        levels = "省|自治区|自治州|市|州|盟|县|区|旗|镇|乡|分局|派出所|街道|社区"
        self._places = re.compile(f"({'|'.join(map(re.escape, stems))})({levels})?") if stems else None

    def __call__(self, text: str) -> str:
        """The text without identities; figures and dates told roughly."""
        words = _MASKED.sub("某", fold(text)) if "*" in text else fold(text)
        words = with_letters(words, self._letters)
        for name in sorted(self._known.persons, key=len, reverse=True):
            words = words.replace(name, "某同志")
        words = _retold_titles(_TITLED.sub(self._title, words))
        if self._places:
            words = self._places.sub(self._place, words)
        for unit, level in self._units:
            words = words.replace(unit, f"某{level}")
        words = re.sub(r"(?:某省|某地){1,3}(?=某[市县区])", "", words)
        words = re.sub(r"某市(?=某市)|中共(?=某)", "", words)
        words = re.sub(r"第[一二三四五六七八九十\d]+(?=巡[察视]组|督察组|检查组)", "", words)
        words = _DATE.sub(self._date, words)
        words = words.replace("前几年以来", "近几年来").replace("前几年至上一年", "近几年")
        words = _DAY.sub(lambda match: f"{match[1]}月{_decad(int(match[2]))}", words)
        words = _COUNT.sub(_rough, words)
        words = _PERCENT.sub(lambda match: f"约{round(float(match[1]))}", words)
        words = _WEEKDAY.sub("", words)
        return _chinese_marks(words)

    def clean(self, text: str) -> bool:
        """Whether nothing in a veiled text points to a source any more; doubtful texts are better left out."""
        return not list(traces(text, self._known, self._held))

    def _title(self, match: re.Match[str]) -> str:
        if is_public(match[1], self._held):
            return match[0]
        ending = _ENDINGS.search(match[1])
        return f"{_VEILED}有关{ending[1] if ending else '文件'}{_VEILED}"

    def _place(self, match: re.Match[str]) -> str:
        level = match[2] or ""
        if level:
            return f"某{level}"
        kind = self._known.places[match[1]]
        return "某市" if kind == "市" else "某地"

    def _date(self, match: re.Match[str]) -> str:
        year = "某年" if self._year is None else _relative(int(match[1]) - self._year)
        year += match[2] or ""
        if not match[3]:
            return year
        return f"{year}{match[3]}月" + (_decad(int(match[4])) if match[4] else "")


def _retold_titles(text: str) -> str:
    """Veiled titles that stand together: each kind once (有关清单和有关清单), kinds parted (有关规定、有关制度)."""
    once = re.sub(rf"({_VEILED}[^{_VEILED}]+{_VEILED})(?:(?:[、和及与]|以及)?\1)+", r"\1", text)
    return once.replace(_VEILED * 2, "、").replace(_VEILED, "")


def _relative(years: int) -> str:
    if years in _YEARS:
        return _YEARS[years]
    return "前几年" if years < 0 else "此后几年"


def _decad(day: int) -> str:
    return next((name for last, name in _DECADS if day <= last), "下旬")


def _rough(match: re.Match[str]) -> str:
    """A count above ten, told by its first figure: 47 → 40余, 12.6万 → 10万余, 40 → 约40."""
    scale = {"万": _TEN_THOUSAND, "亿": _TEN_THOUSAND**2}.get(match[3] or "", 1)
    value = float(match[1].replace(",", "")) * scale
    if value <= _HARMLESS and value == int(value):
        return match[0]
    digit = 10 ** (len(str(int(value))) - 1)
    if not match[2] and value % digit == 0 and _LIMIT.match(match.string, match.end()):
        return match[0]
    floor = int(value) // digit * digit
    shown = f"{floor // _TEN_THOUSAND}万" if floor >= _TEN_THOUSAND else str(floor)
    return f"约{shown}" if floor == value and not match[2] else f"{shown}余"


_MARKS = str.maketrans({",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"})


def _chinese_marks(text: str) -> str:
    """Full-width punctuation again: folding was for reading only."""
    return re.sub(r"(?<!\d),|,(?!\d{3}(?!\d))|[:;()?!]", lambda match: match[0].translate(_MARKS), text)


def nameless(citation: str) -> str:
    """A citation as it can be read aloud: a place at the head of the title of a local rule becomes 某市."""
    place = place_of_title(citation.lstrip("《"))
    return citation.replace(place, f"某{place[-1]}", 1) if place else citation


def leaks(kb: KnowledgeBase, drill: Drill) -> list[str]:
    """What in the trainee's version still points to the sources, in Chinese, each named once; empty when nothing does.

    Sources that are no longer held cannot be compared and are named too.
    """
    held = held_titles(kb)
    found: list[str] = []
    sources = []
    for source in dict.fromkeys(anchor.source for anchor in drill.anchors):
        try:
            kb.catalog.source(source)
        except NotFoundError:
            doc = next(anchor.doc for anchor in drill.anchors if anchor.source == source)
            found.append(f"资料“{doc}”已不在资料库中，无法核对是否泄露其身份信息")
        else:
            sources.append(source)
    known = identities(kb, sources)
    for text in trainee_texts(drill):
        found += traces(text, known, held)
    return list(dict.fromkeys(found))


def held_titles(kb: KnowledgeBase) -> frozenset[str]:
    """The bare titles of the regulations held."""
    return frozenset(bare_title(regulation.title) for regulation in kb.catalog.regulations())


def traces(text: str, known: Identities, held: frozenset[str]) -> list[str]:
    """What in a text points to a source, in Chinese."""
    words = fold(text)
    outside = _TITLED.sub(lambda match: "" if is_public(match[1], held) else match[0], words)
    found = [f"出现地名或单位名“{stem}”" for stem in known.places if stem in outside]
    found += [f"出现单位名“{unit}”" for unit in known.units if unit in outside]
    found += [f"出现人名“{name}”" for name in sorted(known.persons) if name in words]
    long = sorted(title for title in known.titles if len(title) >= _TELLING)
    found += [f"出现文件名“{title}”" for title in long if fold(title) in outside]
    found += [f"出现原文中的精确数字“{figure}”" for figure in sorted(known.figures) if _stands(figure, outside)]
    found += [f"出现文件名《{title}》" for title in _TITLED.findall(words) if not is_public(title, held)]
    found += [f"出现具体年份“{year}”" for year in dict.fromkeys(_YEAR.findall(outside))]
    found += [f"疑似地名“{word}”" for word in suspects(outside) if not word.startswith("某")]
    found += [f"出现地名“{place}”" for place in sorted(PROVINCES) if place in outside and place not in known.places]
    letters = {letter for stem, level in known.places.items() if level == "市" for letter in stem}
    found += [
        f"疑似地名简称“{match[0]}”"
        for letter in sorted(letters)
        for match in re.finditer(f"{_ABBREVIATED}{letter}(?=务工|的|人员|投资|企业|就业|$)", outside)
    ]
    return list(dict.fromkeys(found))


def _stands(figure: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.]|余)", text))
