"""Reads a question: what it refers to, which words carry it, what it wants and what limits it sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.lexicon import Lexicon
from kb.text import fold
from retrieval.editions import edition
from retrieval.names import NameMatch, RegulationNames
from retrieval.pinyin import Mended, Pinyin
from retrieval.references import Reference, find_references

if TYPE_CHECKING:
    import opencc


class Intent(StrEnum):
    """What kind of evidence the question asks for first."""

    RULE = "rule"
    PRECEDENT = "precedent"
    PRACTICE = "practice"
    OPEN = "open"


#: Words that ask for a rule, for handling of a problem, or for ways of working.  Only the form of the question
#: counts here, never its subject.
_ASKS = (
    (
        Intent.RULE,
        re.compile(
            r"规定|条款|哪一?条|第几条|法条|依据|法律|违法|合法|多久|多长时间|几天|几日|多少(?:天|日|小时|年)|最长|最短|最多"
            # 公告几个月归国家; 挂账好几个月没人管 tells what happened.
            r"|(?<![好十这近前后过])几个(?:月|小时|工作日)(?![没未了来以还都的前后])|多少个(?:月|小时|工作日)"
            r"|最高|最低|期限|时限|能不能|可不可以|可以.{0,12}吗|能.{0,12}吗|允许|是否应当|是否可以|应当|必须|要不要|有权|权限|职责"
            r"|什么情况下|情形|什么条件|怎么(?:处罚|申诉|申请|复核|复议|计算|算)|处分|罚款|拘留|由谁|归谁|谁来|谁批|程序"
            r"|(?:是不是|是否|可否|应该|该不该|该)[由归]|行不行|能否|可否|算不算|准不准|合规吗|合不合规|违规吗|违不违规"
        ),
    ),
    (
        Intent.PRECEDENT,
        re.compile(
            r"怎么(?:整改|改的?|处理的|解决的|抓的|治的|弄的|办的)|整改|先例|以前|以往|别的地方|别处|兄弟单位|其他(?:地方|单位)"
            r"|人家|措施|案例|反馈|巡察|通报|问题.{0,6}(?:处理|解决)"
        ),
    ),
    (Intent.PRACTICE, re.compile(r"做法|经验|机制|怎么(?:搞|做|开展|推进)|思路|方案|模式|建设|打算|对策|建议")),
)

#: Who may do what is asked of the rules: 督察人员可以当场采取哪些措施; 公车混乱可以采取哪些措施 is not.
_MAY = re.compile(
    r"^[^，。；？?]{0,12}(?:人员|机构|机关|部门|民警|警察|警官|督察|巡察组|纪委|公安|派出所|支队|大队|督察长|局长|所长)"
    r"(?:(?:在|对|当)[^，。；？?]{1,12})?(?:可以|有权|能够?)[^，。；？?]{0,14}(?:措施|手段)"
)

#: Measures that are a power or named by law: 可以当场采取哪些措施, 强制措施.  Alone such words ask for no precedent.
_POWERS = re.compile(
    r"(?:可以|有权|能)[^，。；？?]{0,14}措施|(?:强制|侦查|调查|监察|督察|管护|留置|处置|保全|惩戒)措施"
)

#: What two texts have in common, or how a new one differs.
_COMPARES = re.compile(
    "不同|不一样|区别|差别|差异|变化|比较|对比|相比|新旧|改了(?:什么|哪些|啥)|有什么变|有啥变|一样吗|相同吗|是否(?:相同|一样)"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    ``text`` as typed; ``folded`` with widths folded, traditional characters simplified and known typos mended;
    ``core`` without politeness and question frames (never empty unless ``text`` is blank).  ``references`` are article
    references, ``names`` regulation names without an article number.  ``wants_old`` asks for a version no longer in
    force, ``as_of`` for the version of a date, ``maybe_old`` perhaps for one; ``compares`` how texts differ.
    """

    text: str
    folded: str
    core: str
    intent: Intent
    references: tuple[Reference, ...] = ()
    names: tuple[NameMatch, ...] = ()
    fixes: tuple[str, ...] = ()
    wants_old: bool = False
    as_of: date | None = None
    maybe_old: bool = False
    compares: bool = False

    @property
    def asks_old(self) -> bool:
        """Whether the law of an earlier time is asked for."""
        return bool(self.wants_old or self.as_of)

    @property
    def prefers_old(self) -> bool:
        """Whether texts no longer in force answer better than others: only the time tells which one is meant.  A year
        told beside a named regulation may be that of an event.
        """
        return self.asks_old and not self.regulations

    @property
    def titles(self) -> tuple[str, ...]:
        """The best title of each regulation named, in order, each once."""
        return tuple(dict.fromkeys(title for match in self.names for title in match.titles[:1]))

    @property
    def regulations(self) -> frozenset[str]:
        """The titles of the regulations named or cited by an article of theirs."""
        return frozenset((*self.titles, *(title for one in self.references for title in one.titles[:1])))


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    import opencc  # noqa: PLC0415 - loaded on first use

    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters to simplified ones, width folded; questions have no offsets to keep."""
    return str(_simplifier().convert(fold(text)))


def understand(text: str, names: RegulationNames, lexicon: Lexicon, pinyin: Pinyin | None = None) -> Query:
    """Read a question; pure except for the simplifier's tables."""
    read = re.sub(r"\s+", " ", simplify(text)).strip()
    spelled = pinyin.mend(read) if pinyin else Mended(read, ())
    folded, fixes = lexicon.fix_typos(spelled.text)
    references, rest = find_references(folded, names)
    core = lexicon.strip_frame(folded) or folded
    named = [*((one.start, one.end) for one in references), *((one.start, one.end) for one in rest)]
    return Query(
        text=text,
        folded=folded,
        core=core,
        intent=_intent(_asked(folded), has_reference=bool(references)),
        references=tuple(references),
        names=tuple(rest),
        fixes=(*spelled.fixes, *(str(fix) for fix in fixes)),
        **edition(folded, named)._asdict(),
        compares=bool(_COMPARES.search(folded)),
    )


def _asked(text: str) -> frozenset[Intent]:
    """What the form of a question asks for."""
    without = _POWERS.sub(lambda power: power[0].removesuffix("措施"), text)
    found = {intent for intent, pattern in _ASKS if pattern.search(without if intent is Intent.PRECEDENT else text)}
    return frozenset({*found, Intent.RULE} if _MAY.search(text) else found)


def _intent(asked: frozenset[Intent], *, has_reference: bool) -> Intent:
    """One intent when the form of the question shows exactly one; a reference always asks for the rule."""
    if has_reference:
        return Intent.RULE
    if Intent.PRECEDENT in asked:
        return Intent.PRECEDENT
    return next(iter(asked)) if len(asked) == 1 else Intent.OPEN
