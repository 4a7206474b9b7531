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
_BETWEEN = re.compile(r"^[\s》>〉的之里中内，,、:：]*(?:[（(][^（）()]{0,24}[）)])?[\s的]*$")

#: A regulation's name right before the number that the knowledge base does not know.
_UNKNOWN = re.compile(
    r"(?:^|[，。、；：,.;:?!\s]|请问|关于|根据|按照|依据|依照|违反|查一下|看看|问下|问一下)"
    r"(?P<name>[\u4e00-\u9fff]{2,20}(?:法|条例|规定|规范|办法|规则|准则|细则|条令))[\s的里中]*$"
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
        elif (unknown := _UNKNOWN.search(text[: hit.start()])) and not names.resolve(unknown["name"]):
            owner = NameMatch(*unknown.span("name"), unknown["name"], ())
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


def _value(numeral: str | None) -> int | None:
    """The value of a numeral; None where there is none or it is malformed (第一百二条)."""
    try:
        return to_int(numeral) if numeral else None
    except ValueError:
        return None
