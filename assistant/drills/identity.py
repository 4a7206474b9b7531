"""What identifies the sources of a drill: places, units, persons, titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.drills.casework import own_words
from ingest.privacy.names import persons
from kb.knowledge_base import KnowledgeBase
from kb.lexicon import load_lexicon
from kb.model import DocumentKind
from kb.sources import listed_sources
from kb.taxonomy import load_taxonomy
from kb.text import fold
from kb.tokens import tokenize
from retrieval.names import bare_title

#: Provinces as one speaks of them; a closed set.
PROVINCES = frozenset(
    re.findall(
        r"\S+",
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 "
        "广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 长三角 珠三角 京津冀 粤港澳",
    )
)

#: Place names of the whole country tell nothing.
NATIONAL = frozenset({"中国", "中华人民共和国", "中华", "全国", "中央", "我国"})

_LEVELS = "省|自治区|自治州|市|州|盟|县|区|旗|镇|乡"
_PLACE = re.compile(
    rf"([\u4e00-\u9fff]{{2,8}}?)({_LEVELS})(?=公安|委|人民政府|局|分局|纪委|党委|交警|[\u4e00-\u9fff]{{2,3}}分局)"
)
_BRANCH = re.compile(r"([\u4e00-\u9fff]{2,4})(分局|派出所|街道|社区)")
_TITLED = re.compile(r"《([^《》]{2,80})》")

#: Characters of a place name without its level.  Counties and districts nearly always have two; longer ones are known
#: to the segmenter's dictionary, which is asked first.
_STEM = 2

#: Before 分局 and 派出所 these are no names.
_COMMON_BEFORE = re.compile(
    r"(?:各|公安|所属|市局|县局|区局|有关|相关|上级|基层|全部|多个|部分|一个|所在|该|某|本|个|所|辖区|交警|和|与|及|对|的|向|在|到|由|"
    r"是|为|名|警务|等|从|被|县|市|区|局|建|长|村|乡|镇)$"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")
_NO_NAME = re.compile(r"^[对由在向经到将把与和及全本各某同报请让使被受为是该]|[省市县区州镇乡级委局某各的了全本该将]")


@dataclass(frozen=True, slots=True)
class Identities:
    """Everything by which the sources of a drill could be recognised.

    ``places`` maps a name without its level (``云泽``) to the level (``市``, ``分局`` …); ``units`` maps units called
    by an everyday word (``柳林派出所``) to their level: the word alone names nothing; ``persons`` are full names,
    ``titles`` titles of the sources and of the internal documents they mention; ``figures`` large exact quantities.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)


def identities(kb: KnowledgeBase, source_ids: Iterable[str]) -> Identities:
    """The identities of the precedents among some sources; regulations have none.

    Raises ``NotFoundError`` for a source that is no longer held.
    """
    held = {bare_title(regulation.title) for regulation in kb.catalog.regulations()}
    places: dict[str, str] = {}
    people: set[str] = set()
    titles: set[str] = set()
    figures: set[str] = set()
    units: dict[str, str] = {}
    for source_id in sorted(set(source_ids)):
        info = kb.catalog.source(source_id)
        if all(document.kind is DocumentKind.REGULATION for document in info.documents):
            continue
        text = fold(kb.catalog.text(source_id))
        titles |= {document.title for document in info.documents}
        titles |= {title for title in _TITLED.findall(text) if not is_public(title, held)}
        metas = [document.meta for document in info.documents]
        named = [part for meta in metas for part in (meta.unit, meta.region, meta.inspector, meta.issuer) if part]
        for words in (*named, *(document.title for document in info.documents), text):
            places.update({stem: level for stem, level in places_in(fold(words)) if stem not in places})
            units.update(units_in(fold(words)))
        people |= {text[found.start : found.end] for found in persons(text, officials=True)}
        figures |= set(_EXACT.findall(text)) - _HOTLINES
    return Identities(places, frozenset(people), frozenset(titles), frozenset(figures), units)


#: Exact quantities of three digits and more can be looked up; smaller ones stand in every notice.
#: Telephone numbers of the whole country tell nothing.
_HOTLINES = frozenset({"110", "119", "120", "122", "12345", "12337", "12388", "12389", "96110"})
_EXACT = re.compile(r"(?<![\d.年])\d{3,}(?:\.\d+)?(?!年|号|[\d.])")


def is_public(title: str, held: Iterable[str]) -> bool:
    """Whether a title names a document of the whole country, which tells nothing about a unit."""
    bare = bare_title(title)
    if bare in held or bare in _listed():
        return True
    national = bare.startswith(("中华人民共和国", "中国共产党", "公安机关", "人民警察", "公安部", "中共中央", "国务院"))
    return national and not any(place in bare for place in PROVINCES)


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    """Titles and short names of the official documents in the bundled list of sources."""
    entries = listed_sources()
    return frozenset(bare_title(name) for entry in entries for name in (entry["title"], *(entry.get("short") or ())))


def places_in(text: str) -> Iterator[tuple[str, str]]:
    """Names of places and local units in a folded text with their levels, likely ones only."""
    for word in _tagged(text):
        match = re.fullmatch(rf"([\u4e00-\u9fff]{{2,}}?)({_LEVELS})", word)
        if match and _is_name(match[1]):
            yield match[1], match[2]
        elif word in PROVINCES:
            yield word, "地"
    for match in _PLACE.finditer(text):
        stem = match[1][-_STEM:]
        if _is_name(stem):
            yield stem, match[2]
    for match in _BRANCH.finditer(text):
        stem = match[1][-_STEM:]
        if _is_name(stem):
            yield stem, match[2]


#: A unit whose name goes before it, and a place before the name of its police; what the tagger calls a noun or a name.
_UNIT = re.compile(r"(?:公安)?(分局|派出所)")
_DISTRICT, _POLICE = re.compile(r"[区县市]"), re.compile(r"公安")
_NOMINAL = frozenset({"n", "nr", "ns", "nz", "nt", "nrt", "nrfg", "s"})

#: Before 分局 and 派出所 these nouns, as all words of the trade, say of what kind it is, not which one.
_KINDS = re.compile(
    r"公安\S*|[市县区]\S*局|全[市县区]|水上|铁路|森林|边防|边境|机场|直属|农村|城区|城镇|乡镇|基层|办案|单位|部门|示范|试点|重点|中心|户籍|规范"
)


def units_in(text: str) -> Iterator[tuple[str, str]]:
    """Units and districts called by everyday words in a folded text (柳林派出所, 青石区), each with its level."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    words = rjieba.tag(text)
    for at, (word, _) in enumerate(words):
        unit = _UNIT.fullmatch(word)
        is_district = _DISTRICT.fullmatch(word) and _POLICE.match(words[at + 1][0] if at + 1 < len(words) else "")
        if not (unit or is_district) or not at:
            continue
        stem, tag = words[at - 1]
        if len(stem) < _STEM and at > 1:  # the kind of place it is called by: 人民 路
            stem = words[at - 2][0] + stem
        is_name = tag in _NOMINAL and _NAME.fullmatch(stem) and stem not in vocabulary()
        if is_name and not _KINDS.fullmatch(stem):
            yield stem + word, unit[1] if unit else word


def place_of_title(title: str) -> str:
    """The place that issued a local rule, with its level, as it stands at the head of its title; empty for others."""
    match = re.match(rf"([\u4e00-\u9fff]{{{_STEM}}})(?:{_LEVELS})", title)
    if match and _is_name(match[1]):
        return match[0]
    return next((f"{stem}{level}" for stem, level in places_in(title) if title.startswith(f"{stem}{level}")), "")


def suspects(text: str) -> list[str]:
    """Words of a text that look like places: the segmenter's, as far as they are no words of the trade or of our own
    scenes (入口).
    """
    return [word for word in _tagged(text) if word not in own_words()]


def _is_name(stem: str) -> bool:
    """Whether two characters before 市 or 分局 are a name: no everyday word, no words of administration or grammar."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    if stem in vocabulary() or _COMMON_BEFORE.search(stem) or _NO_NAME.search(stem):
        return False
    return not rjieba.has_word(stem) or all(tag == "ns" for _, tag in rjieba.tag(stem))


def _tagged(text: str) -> list[str]:
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    return [
        word
        for word, tag in rjieba.tag(text)
        if tag == "ns" and _NAME.fullmatch(word) and word not in vocabulary() and word not in NATIONAL
    ]


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """The words of the trade: all that taxonomy and lexicon hold.  治安 and 城市 are no places, whatever the tagger
    says.
    """
    taxonomy, lexicon = load_taxonomy(), load_lexicon()
    texts = [
        *(text for info in taxonomy.types.values() for text in (info.definition, *info.phrases, *info.examples)),
        *(text for entry in lexicon.entries for text in (*entry.said, *(term.meant for term in entry.terms))),
    ]
    return frozenset(word for text in texts for word in (text, *tokenize(text)) if len(word) > 1)
