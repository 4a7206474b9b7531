"""Takes clauses that say an action out of measures, emptied of their particulars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.answer import MeasureGroup
from assistant.measures import source_units
from assistant.precedents import Shown
from assistant.shelf import Holdings
from assistant.understood import units
from assistant.wording import blanks
from assistant.wording.choices import WRONG, Choice, Likeness
from kb.model import Span, StoredPassage

#: Measures strung together in the rectification form.
CLAUSES = 3

#: A measure that was not found for the question speaks of it when it holds so many of its words.
WORDS = 2

_CLAUSE = re.compile(r"[^,，;；。:：]+")

_CLAUSE_LENGTHS = range(8, 46)

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十]，)"
)

#: A clause that begins an action; clauses of time and purpose (今年以来, 切实提高…) say nothing by themselves.
_ACTS = re.compile(
    r"^(?:进一步|全面|集中|统一|定期|及时|主动|研究|组织|部署|认真|切实|严格|逐[一车案项]|制定|出台|修订|印发|下发|建立|健全"
    r"|完善|优化|细化|明确|规范|开展|推行|推进|推动|实行|实施|落实|强化|加强|加大|深化|召开|汇编|编发|清理|清查|清退|排查|梳理|检查|核查|抽查"
    r"|督导|督促|通报|约谈|追究|处理|开发|研发|升级|启用|上线|依托|引入|设立|成立|公开|邀请|收回|开设|控制|整治|反馈|复核|公示|举办)"
)

#: What is done to somebody or something.
_DOES_TO = re.compile(
    r"^(?:对(?!涉及|此|其|该|上述|发现|前述)|由|向|将|把|全部).{2,}(?:进行|开展|予以|给予|作出|实施|纳入|批评教育|诫勉谈话|抽查|检查|评查|清理|登记|核查|回访|移交|移送|发放"
    r"|下发|重新编号|追究|问责)"
)


class Clause(NamedTuple):
    """A clause of a measure, emptied of its particulars."""

    text: str
    passage: StoredPassage
    span: Span


def clauses_of(
    holdings: Holdings,
    like: Likeness,
    problem: Sequence[Choice],
    *,
    groups: Sequence[MeasureGroup],
    shown: Sequence[Shown],
    unit: str,
) -> list[Clause]:
    """Clauses of the measure found first that speak of the question or are suggested, in its order (all where none
    does), then of the other measures suggested as far as they speak of the question.
    """
    words = [choice.text.removesuffix(WRONG) for choice in problem]

    def named(text: str) -> bool:
        return any(word in text for word in words)

    names = {name for item in shown for name in source_units(item.info)}
    # The measure that names the shortcoming, or else the one found first.
    acts = [act for item in shown for act in holdings.acts(item.info)]
    naming = [act for act in acts if act.passage.key == problem[0].passage.key]
    acts = naming or [act for act in acts if act.passage.key == shown[0].hit.passage.key]
    suggested = {example.text for group in groups for example in group.examples}
    speaking = [act for act in acts if named(act.text) or like.words(act.text)]
    if any(choice.text.endswith(WRONG) for choice in problem):
        # Only the matter is known: sentences of the same measure that speak of something else are left out.
        acts = speaking
    elif speaking:
        # One measure may bundle several matters (八项规定: cars, dinners, festivals).
        acts = [act for act in acts if act in speaking or act.text in suggested]
    acts += [
        act
        for item in shown
        for act in holdings.acts(item.info)
        if act not in acts and act.text in suggested and (named(act.text) or like.words(act.text) >= WORDS)
    ]
    found: list[Clause] = []
    for act in acts:
        for match in sorted(_CLAUSE.finditer(act.text), key=lambda match: not named(match.group())):
            form = _acting(match.group(), names, unit)
            if form and all(form not in other.text and other.text not in form for other in found):
                start = act.span.start + match.start()
                found.append(Clause(form, act.passage, Span(start, start + len(match.group()))))
                break
        if len(found) == CLAUSES:
            break
    return found


def _acting(clause: str, names: Iterable[str], unit: str) -> str:
    """A clause that says an action, emptied of its particulars; empty where it says none, is not whole, or names a
    unit inside the source's.
    """
    text = _ORDINAL.sub("", clause.strip())
    balanced = all(text.count(a) == text.count(b) for a, b in ("《》", "“”", "（）", "()"))
    if len(text) not in _CLAUSE_LENGTHS or not balanced or not (_ACTS.match(text) or _DOES_TO.match(text)):
        return ""
    form = blanks.emptied(text, names, unit) or ""
    return "" if units(form) or units(_ACTS.sub("", form)) else form
