"""False premises: what a question takes for granted, compared with what the article says.

Three comparisons, each between the question and the sentence of an article that treats the same matter:

* a quantity (``30日``) of a kind that the sentence also states, with none of its values equal;
* a permission asked for or asserted where the sentence forbids it, and the reverse;
* an authority named as the one that decides, where the sentence names another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb.model import StoredPassage
from kb.numerals import CHARACTERS, to_int
from kb.text import fold, sentences
from kb.tokens import tokenize


class Quantity(NamedTuple):
    """A figure as written, its kind (``time``, ``money``, ``人`` …) and its value in the base unit of the kind (hours,
    yuan, or the unit itself).
    """

    text: str
    kind: str
    value: float


class Premise(NamedTuple):
    """A difference: what the question states, what the article says, where."""

    stated: str
    true: str
    passage: StoredPassage

    @property
    def warning(self) -> str:
        """The warning in Chinese, both values named."""
        where = f"《{self.passage.title}》{self.passage.locator}"
        return f"问题中的“{self.stated}”与{where}不一致，该条写明的是“{self.true}”，请以条文为准。"


#: Units of time in hours.  日 and 天 are calendar days, 个月 thirty of them: only equality matters here.
_HOURS = {
    "小时": 1,
    "个小时": 1,
    "钟头": 1,
    "个钟头": 1,
    "分钟": 1 / 60,
    "日": 24,
    "天": 24,
    "工作日": 24,
    "个工作日": 24,
}
_HOURS |= {"周": 168, "个星期": 168, "星期": 168, "个月": 720, "月": 720, "年": 8760}
_MONEY = {"元": 1, "块": 1, "块钱": 1, "万元": 10_000, "万": 10_000, "万块": 10_000}
_COUNTS = ("人", "名", "次", "倍", "米", "公里", "周岁", "岁", "级", "%", "份", "份之一")
_PEOPLE = {"名": "人", "岁": "周岁"}

_UNITS = "|".join(sorted((*_HOURS, *_MONEY, *_COUNTS), key=len, reverse=True))
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}]+|半)"
_QUANTITY = re.compile(rf"(?<![\d第])(?P<number>{_NUMBER})(?P<half>个半)?(?P<unit>{_UNITS})(?!以前的|代)")
#: Dates and article numbers look like quantities and are none.
_DATE = re.compile(
    r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]|第[^\s，。]{1,9}?条(?:之.)?"
)

_ALLOW = re.compile(r"(?<!不)(?:可以|能够|允许|准许|有权|能(?!否)|可(?!不|否|以))")
_FORBID = re.compile(r"不得|不准|禁止|严禁|不可以|不能|不允许|不许|无权|不应当|不应")
_MUST = re.compile(r"(?<!不)(?:应当|必须|须|要)")
_NEED_NOT = re.compile(r"不用|不必|无需|不需要|可以不|用不着|不一定要")

#: A statement put up for confirmation; a plain question (多少天) states nothing.
_ASSERTS = re.compile(
    r"对吧|是吧|没错吧|吧[?？]?$|是不是|是吗|对吗|对不对|听说|据说|说是|不是说|既然|按规定|规定的?是|凭什么|为什么|吗[?？]?$|嘛[?？]?$"
)

#: An article shares at least this weight of the question's terms (by rarity) to be about the same matter.  Set on
#: the development questions: lower values compare figures of unrelated articles.
SAME_MATTER = 0.35


def quantities(text: str) -> list[Quantity]:
    """All quantities in a text, dates and article numbers left out."""
    plain = _DATE.sub(lambda match: " " * len(match.group()), fold(text))
    found = []
    for match in _QUANTITY.finditer(plain):
        number = _number(match["number"])
        if number is not None:
            unit = match["unit"]
            number += 0.5 if match["half"] else 0
            found.append(_in_base_unit(match.group(), number, unit))
    return found


def _number(text: str) -> float | None:
    if text == "半":
        return 0.5
    try:
        return float(text) if text[0].isdigit() else float(to_int(text))
    except ValueError:
        return None


def _in_base_unit(text: str, number: float, unit: str) -> Quantity:
    if unit in _HOURS:
        return Quantity(text, "time", number * _HOURS[unit])
    if unit in _MONEY:
        return Quantity(text, "money", number * _MONEY[unit])
    return Quantity(text, _PEOPLE.get(unit, unit), number)


def check(
    question: str, passages: Sequence[StoredPassage], terms: Mapping[str, float], rarity: Mapping[str, float]
) -> list[Premise]:
    """Differences between what the question takes for granted and the articles, the best article first.

    ``passages`` are the articles found, best first; only those about the same matter are compared.  A figure that one
    of them confirms is no false premise, whatever the others say.
    """
    if not _ASSERTS.search(question):
        return []
    stated = quantities(question)
    total = sum(weight * rarity.get(term, 0.0) for term, weight in terms.items()) or 1.0
    found: list[Premise] = []
    confirmed: set[str] = set()
    for passage in passages:
        for sentence in _matters(passage, terms, rarity, total):
            found += _quantity(stated, sentence, passage, confirmed)
            found += _permission(question, sentence, passage)
    return [premise for premise in dict.fromkeys(found) if premise.stated not in confirmed][:2]


def _matters(
    passage: StoredPassage, terms: Mapping[str, float], rarity: Mapping[str, float], total: float
) -> list[str]:
    """The sentences of a passage that treat what the question is about, most of it first."""
    scored = []
    for span in sentences(passage.text):
        text = passage.text[span.start : span.end]
        tokens = set(tokenize(text))
        share = sum(weight * rarity.get(term, 0.0) for term, weight in terms.items() if term in tokens) / total
        if share >= SAME_MATTER:
            scored.append((share, text))
    return [text for _, text in sorted(scored, key=lambda pair: -pair[0])]


def _quantity(stated: Sequence[Quantity], sentence: str, passage: StoredPassage, confirmed: set[str]) -> list[Premise]:
    said = quantities(sentence)
    out = []
    for quantity in stated:
        same_kind = [other for other in said if other.kind == quantity.kind]
        if any(other.value == quantity.value for other in same_kind):
            confirmed.add(quantity.text)
        elif same_kind:
            nearest = max(same_kind, key=lambda other: other.value)
            out.append(Premise(quantity.text, nearest.text, passage))
    return out


def _permission(question: str, sentence: str, passage: StoredPassage) -> list[Premise]:
    allowed, forbidden = _ALLOW.search(question), _FORBID.search(question)
    says_allowed, says_forbidden = _ALLOW.search(sentence), _FORBID.search(sentence)
    if allowed and not forbidden and says_forbidden and not says_allowed:
        return [Premise(allowed.group(), says_forbidden.group(), passage)]
    if forbidden and not allowed and says_allowed and not says_forbidden:
        return [Premise(forbidden.group(), says_allowed.group(), passage)]
    needless, must = _NEED_NOT.search(question), _MUST.search(sentence)
    if needless and must and not _NEED_NOT.search(sentence):
        return [Premise(needless.group(), must.group(), passage)]
    return []
