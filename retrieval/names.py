"""Which regulation a person means: full titles, short titles and the abbreviations people actually write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kb.catalog import RegulationInfo
from kb.model import Provenance, Validity
from retrieval.orders import Orders

#: Words a title may lose without becoming another title; outermost first.
_PREFIXES = ("中华人民共和国", "中国共产党", "公安机关", "人民警察", "国务院", "公安部")

#: Endings that make a word the name of a regulation.
_ENDINGS = "法(?![规律院官治定人制医])|条例|规定|规范|办法|规则|准则|细则|条令"

_MARKED = re.compile(r"[《<〈]([^《》<>〈〉]{1,60})[》>〉]")
_BARE = re.compile(rf"[\u4e00-\u9fff]{{1,30}}?(?:{_ENDINGS})")

#: What may stand right before an abbreviation.  Anything else belongs to the name (事业单位处分条例 is not the
#: 处分条例 of civil servants), and the name is then one the knowledge base does not hold.
_LEAD = re.compile(
    r"(?:^|请问|关于|根据|按照?|依据|依照?|参照|违反|触犯|适用|对照|遵守|学习|翻一?下|看一?下?|查一?下?|问一?下?|想|"
    r"[和与及、据照在对从用的说里新旧老原是]|现行|现在|去年|今年|[\d年]|什么|这个|那个|咱们|我们)$"
)

#: Shorter abbreviations fit too many titles by chance (``处法`` is inside 行政处罚法).
_MIN_ABBREVIATION = 3

#: A bare abbreviation must keep at least this share of the title's distinctive characters; 政务处分法 keeps .83 of
#: 公职人员政务处分法 counted from its first matching character, chance subsequences stay below .5.
_MIN_DENSITY = 0.5

#: A field of law or everything a kind of organ goes by: 行政法 and 公安条例 abbreviate no single title.
_FIELD = re.compile(r"(?:行政|公安|警察|人民警察|公务员|刑事|民事|治安|国家|司法|党内|政府|监督)(?:法|条例)")

#: Right before a known name these make it another regulation: 江苏省信访条例, 行政监察法.
_ANOTHER = re.compile(r"(?:[\u4e00-\u9fff]{2,3}(?:省|市|自治区|自治州)|行政|军队|武警|检察)$")
_NOT_PLACE = re.compile(r"^(?:请问|关于|根据|按照|违反|[问在按据照和与及对从用和的是])+")

_GENERIC = {"条例", "规定", "办法", "本法", "本条例", "本规定", "该法", "该条例", "法", "规范", "规则", "意见"}


class NameMatch(NamedTuple):
    """A regulation name found in a text.

    ``start``/``end`` are offsets into the searched text, ``name`` the words as written, ``titles`` the titles of
    the knowledge base it can mean (best first, empty when none fits), ``generic`` True for 《条例》 and the like.
    """

    start: int
    end: int
    name: str
    titles: tuple[str, ...]
    generic: bool = False


def bare_title(title: str) -> str:
    """A title without marks, version brackets and 摘编 labels: ``监察法（摘编）`` → ``监察法``."""
    return re.sub(r"[（(][^（）()]*[）)]\s*$", "", title.strip("《》 \u3000")).strip()


def short_forms(title: str) -> list[str]:
    """The title and what remains after dropping each honorific prefix, longest first."""
    forms = [bare_title(title)]
    for prefix in _PREFIXES:
        rest = forms[-1].removeprefix(prefix)
        # A name of fewer than three characters (``法``) would match everything.
        if rest != forms[-1] and len(rest) >= _MIN_ABBREVIATION:
            forms.append(rest)
    return forms


def _density(name: str, title: str) -> float:
    """How tightly ``name`` lies inside ``title`` as a subsequence: matched length / covered length; 0 if it does not.

    Matching starts from the right, since the ending (条例, 规定) is what abbreviations keep.
    """
    position = len(title)
    last = None
    for char in reversed(name):
        position = title.rfind(char, 0, position)
        if position < 0:
            return 0.0
        last = len(title) if last is None else last
    return len(name) / (len(title) - position)


class RegulationNames:
    """Finds names of regulations in text and resolves them to those in the knowledge base."""

    def __init__(self, regulations: Iterable[RegulationInfo], aliases: Mapping[str, str]) -> None:
        """``aliases`` maps short names to full titles, whether the knowledge base holds them or not."""
        held = list(regulations)
        self.orders = Orders(one for one in held if one.provenance is Provenance.ORIGINAL)
        self._by_title: dict[str, list[RegulationInfo]] = {}
        for regulation in held:
            self._by_title.setdefault(bare_title(regulation.title), []).append(regulation)
        self._exact: dict[str, set[str]] = {}
        for title in self._by_title:
            for form in short_forms(title):
                self._exact.setdefault(form, set()).add(title)
        known = {form: title for title in self._by_title for form in short_forms(title)}
        self._aliases: dict[str, str] = {}
        for short, full in aliases.items():
            self._aliases[short] = known.get(bare_title(full), bare_title(full))
            self._aliases.setdefault(bare_title(full), self._aliases[short])
        names = sorted({*self._exact, *self._aliases} - _GENERIC, key=len, reverse=True)
        self._scan = re.compile("|".join(map(re.escape, names))) if names else None

    def versions(self, title: str) -> list[RegulationInfo]:
        """All versions under a bare title: in force first, official before digest, newest first."""
        return sorted(self._by_title.get(title, []), key=_preference)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Titles of the knowledge base a name can mean, best first; empty when none fits."""
        name = bare_title(name)
        if name in self._by_title:
            return (name,)
        if name in self._exact:
            return tuple(sorted(self._exact[name], key=len))
        if name in self._aliases:
            title = self._aliases[name]
            return (title,) if title in self._by_title else ()
        if len(name) < _MIN_ABBREVIATION or _FIELD.fullmatch(name):
            return ()
        fits = [(density, title) for title in self._by_title if (density := _density(name, title)) >= _MIN_DENSITY]
        return tuple(title for _, title in sorted(fits, key=lambda fit: (-fit[0], len(fit[1]))))

    def find(self, text: str) -> list[NameMatch]:
        """All names in a (folded) text in order: in 《》 first, then orders by number, known names, abbreviations."""
        found: list[NameMatch] = []

        def free(start: int, end: int) -> bool:
            return all(end <= match.start or start >= match.end for match in found)

        for match in _MARKED.finditer(text):
            name = match.group(1)
            found.append(NameMatch(match.start(), match.end(), name, self.resolve(name), name in _GENERIC))
        for order in self.orders.find(text):
            if free(order.start, order.end):
                titles = dict.fromkeys(bare_title(one.title) for one in order.regulations)
                found.append(NameMatch(order.start, order.end, order.words, tuple(titles)))
        if self._scan:
            known = [match for match in self._scan.finditer(text) if free(*match.span())]
            found += [self._known(text, match) for match in known]
        for match in _BARE.finditer(text):
            found.extend(self._suffix(match.start(), match.group(), free))
        return sorted(found)

    def _known(self, text: str, match: re.Match[str]) -> NameMatch:
        """A known name, or the longer one of another regulation that ends like it."""
        other = _ANOTHER.search(text[: match.start()])
        before = _NOT_PLACE.sub("", other.group()) if other else ""
        if not before or self.resolve(before + match.group()) == self.resolve(match.group()):
            return NameMatch(*match.span(), match.group(), self.resolve(match.group()))
        return NameMatch(match.start() - len(before), match.end(), before + match.group(), ())

    def _suffix(self, start: int, words: str, free: Callable[[int, int], bool]) -> list[NameMatch]:
        """The longest suffix of a run of characters that is an abbreviation of a title."""
        for cut in range(len(words) - _MIN_ABBREVIATION + 1):
            name = words[cut:]
            clear = _LEAD.search(words[:cut]) and free(start + cut, start + len(words))
            if clear and (titles := self.resolve(name)):
                return [NameMatch(start + cut, start + len(words), name, titles)]
        return []


def _preference(regulation: RegulationInfo) -> tuple[bool, bool, bool, int]:
    """Sort key: in force, then official text, then newest."""
    meta = regulation.meta
    newest = max((day.toordinal() for day in (meta.issued, meta.effective, *meta.revised) if day), default=0)
    return (
        meta.validity.is_superseded,
        meta.validity is Validity.NOT_YET,
        regulation.provenance is not Provenance.ORIGINAL,
        -newest,
    )
