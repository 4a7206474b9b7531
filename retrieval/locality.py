"""Where a regulation applies: a regulation made for 上海 is no basis for a unit in 江苏.

Local regulations apply only within the area of the body that makes them (立法法第八十条、第九十三条); their titles
begin with the name of that area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import rjieba
import yaml

from retrieval.unit_names import unit_names

_FILE = Path(__file__).with_name("places.yaml")

#: What follows the short name of a province or city in the title of its regulations.
_RANK = re.compile("省|市|州|盟|地区|经济特区|[\u4e00-\u9fff]{0,4}自治[区州]")

#: An autonomous county is named with its peoples: 景宁畲族自治县.
_AUTONOMOUS = re.compile("(?P<name>[\u4e00-\u9fff]{2,9}?)自治[州县旗]")

#: A county, or a city of that rank: a word of the segmenter's dictionary of at least three characters, for 城市 and
#: 郊县 are none, that is none of these.
_COUNTY = re.compile("(?!直辖|县级|地级|民族|全国)[\u4e00-\u9fff]{2,}[市县旗]")

#: Provinces and the country: what is held of their cities is not known by their names.
ABOVE_CITIES = re.compile(
    "中国|全国|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|台湾|内蒙古|广西|西藏|宁夏|新疆|华东|华北|华南|华中|东北|西北|西南"
)

#: The place of the bureau that a title begins with.
_BODY_PLACE = re.compile("(?P<name>[\u4e00-\u9fff]{2,8}?)(?:省|市|州|盟|县|区|旗)(?=公安|[\u4e00-\u9fff]{0,6}分局)")

#: Titles remembered: more than the statutes of a large library.
_TITLES = 8192


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    """The province of every city, and of every province itself, by short names."""
    held: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: province for province, cities in held.items() for name in (*cities, province)}


@lru_cache(maxsize=_TITLES)
def area_of(title: str) -> str:
    """The short name of the area for which a regulation of this title was made, empty for one of the whole country:
    上海市信访条例 → 上海.
    """
    known = _provinces()
    for name in (title[:length] for length in range(2, 6)):
        if name in known and _RANK.match(title, len(name)):
            return name
    if autonomous := _AUTONOMOUS.match(title):
        return autonomous["name"]
    word = rjieba.cut(title)[0] if title else ""
    if word in known and word != known[word]:
        return word
    if _COUNTY.fullmatch(word):
        return word[:-1]
    # What a bureau lays down for itself: 岚溪县公安局…办法, whether or not a dictionary knows the county.
    body = next((one for one in unit_names(title) if one.start == 0 and one.full), None)
    place = _BODY_PLACE.match(body.name) if body else None
    return place["name"] if place else ""


def applies(area: str, places: Iterable[str]) -> bool:
    """Whether the regulations of an area hold in one of ``places`` (names of units or regions, or a question): it names
    the area, or a city in it.  Those of the whole country hold everywhere.
    """
    if not area:
        return True
    within = [name for name, province in _provinces().items() if province == area]
    return any(name in place for place in places for name in (area, *within))


def home(places: Sequence[str]) -> Sequence[str]:
    """The places themselves where all lie in one province, or in one county that is not listed: the user's own part of
    the country; none where they are of several, as in a library of precedents from everywhere.
    """
    parts: set[str] = set()
    for place in places:
        parts |= {province for name, province in _provinces().items() if name in place} or {area_of(place)}
    return places if len(parts - {""}) == 1 else ()
