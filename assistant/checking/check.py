"""Is a sentence supported by the words of the passages it cites?

The evidence is lexical: what is quoted must stand there, every figure, date, title and name must be printed with the
same meaning, nothing may be turned from planned to done, from duty to permission or from some to all, and the words
that say something must be the passage's own or official synonyms of them.  Sentences and passages are compared, never
sentences and the world: a true sentence that the passage does not say is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from assistant.checking import cover as covering
from assistant.checking import deeds, mentions, negation, outcomes, roles, scope, stance
from assistant.checking import doubt as doubting
from assistant.checking.actors import Part, actors
from assistant.checking.align import CLOSE, places, share
from assistant.checking.dates import moved
from assistant.checking.measured import false_dates, false_figures, false_frequencies, false_ordinals
from assistant.checking.normal import clauses, letters, normal, unnumbered
from assistant.checking.words import plain, vocabulary
from kb.text import sentences as spans


class FaultKind(StrEnum):
    """What is wrong with a sentence; the value is stable and may be stored."""

    QUOTE = "quote"
    FIGURE = "figure"
    DATE = "date"
    TITLE = "title"
    NAME = "name"
    STATUS = "status"
    NEGATION = "negation"
    MODALITY = "modality"
    SCOPE = "scope"
    OUTCOME = "outcome"
    UNSUPPORTED = "unsupported"
    DIFFERS = "differs"
    UNCITED = "uncited"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _LABELS[self]


_LABELS = {
    FaultKind.QUOTE: "引语不符",
    FaultKind.FIGURE: "数字不符",
    FaultKind.DATE: "日期不符",
    FaultKind.TITLE: "文件名称不符",
    FaultKind.NAME: "名称不符",
    FaultKind.STATUS: "进展状态不符",
    FaultKind.NEGATION: "肯定否定不符",
    FaultKind.MODALITY: "要求程度不符",
    FaultKind.SCOPE: "范围扩大",
    FaultKind.OUTCOME: "成效没有依据",
    FaultKind.UNSUPPORTED: "内容没有依据",
    FaultKind.DIFFERS: "与引文说法不同",
    FaultKind.UNCITED: "没有引文",
    FaultKind.MISSING: "引文不存在",
}


class Fault(NamedTuple):
    """Something a sentence says that its citation does not; ``detail`` is Chinese and names the words."""

    kind: FaultKind
    detail: str


class Finding(NamedTuple):
    """The judgement of a sentence.  ``score`` in [0, 1] is how well it is supported, for choosing among drafts."""

    supported: bool
    score: float
    faults: tuple[Fault, ...]


#: Faults that rest on an inference (who acts, which clause is meant) and yield when all signs together speak for the
#: sentence; a figure, a date, a title or a quotation either stands in the passage or does not.
SOFT = frozenset(FaultKind) - {
    FaultKind.QUOTE,
    FaultKind.FIGURE,
    FaultKind.DATE,
    FaultKind.TITLE,
    FaultKind.UNCITED,
    FaultKind.MISSING,
}

#: Each fault halves the score: a draft with a wrong figure is worse than one with a loose paraphrase.
PENALTY = 0.5

#: A sentence of which less is held, a clause of which less is held, or so many missing words are an invention.  On the
#: development half .5 to .7, .3 to .6, and 3 or 4 give the same figures (2 missing words cost a point of precision):
#: single words, figures and states decide nearly all cases, these catch what is left.
WHOLE = 0.6
WORST = 0.45
MISSING_WORDS = 3


def check_sentence(sentence: str, passages: Sequence[str]) -> Finding:
    """Judge a sentence against the union of the passages it cites.

    Pure and deterministic; takes any text.  A sentence that stands in a passage as printed (width, blanks and
    punctuation aside) is supported whatever it says; one without letters or digits says nothing and is supported.
    Without passages every other sentence is ``UNCITED``.
    """
    stated, texts = readable(sentence, passages)
    if not letters(stated):
        return Finding(supported=True, score=1.0, faults=())
    if not texts:
        return Finding(supported=False, score=0.0, faults=(Fault(FaultKind.UNCITED, "该句没有可核对的引文"),))
    if printed(sentence, passages):
        return Finding(supported=True, score=1.0, faults=())
    cover = covering.cover(stated, texts)
    faults = _by_rules(stated, texts, cover)
    if all(fault.kind in SOFT for fault in faults):
        faults = _weighed(faults, stated, texts)
    score = cover.whole * PENALTY ** len(faults)
    return Finding(supported=not faults, score=min(1.0, max(0.0, score)), faults=faults)


def readable(sentence: str, passages: Sequence[str]) -> tuple[str, list[str]]:
    """The sentence and its passages in normal form, passages without letters left out."""
    return unnumbered(normal(sentence)), [text for passage in passages if letters(text := normal(passage))]


def rule_faults(sentence: str, passages: Sequence[str]) -> tuple[Fault, ...]:
    """What the rules alone find in a sentence that has passages, for fitting the judgement beside them."""
    stated, texts = readable(sentence, passages)
    if not letters(stated) or not texts or printed(sentence, passages):
        return ()
    return _by_rules(stated, texts, covering.cover(stated, texts))


def _by_rules(stated: str, texts: list[str], cover: covering.Cover) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys((*_mentions(stated, texts), *_statements(stated, texts), *_content(cover))))


_TITLED = re.compile("《[^》]*》")


def _only_names(stated: str, texts: list[str]) -> bool:
    """Whether a sentence is copied, save that it names who did it where the passage leaves that to its title."""
    said = plain(stated)
    first = next(iter(actors(said)), None)
    if first is None or first.start or not any(first.name in plain(text) for text in texts):
        return False
    copied = letters(said[first.end :])
    for text in texts:
        untitled = _TITLED.sub("", text)
        if copied and copied in letters(plain(untitled)):
            start = copied[:_SPEAKS]
            rows = [row for clause in clauses(untitled) if start in letters(row := plain(clause))]
            return not any(actor.part is Part.DOES for row in rows for actor in actors(row))
    return False


def _yields(fault: Fault) -> bool:
    """Whether a fault may be outweighed: not where plan and deed are exchanged, only where a state is not told."""
    return fault.kind is not FaultKind.STATUS or f"“{stance.State.PLAIN.value}”，" in fault.detail


def _weighed(faults: tuple[Fault, ...], stated: str, texts: list[str]) -> tuple[Fault, ...]:
    """Soft faults of the rules, dropped where all signs together speak for the sentence; or what these speak of."""
    found = doubting.doubt(stated, texts)
    model = doubting.model()
    standing = tuple(fault for fault in faults if not _yields(fault) or found.value >= model.clear.get(fault.kind, 0.0))
    if standing or found.value < model.alarm or _only_names(stated, texts):
        return standing
    return (Fault(FaultKind.DIFFERS, doubting.reason(found.signals)),)


def printed(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a text stands in one passage as whole sentences, width, blanks and punctuation aside."""
    wanted = letters(unnumbered(normal(sentence)))
    for passage in passages:
        starts, whole = {0}, ""
        for piece in _pieces(passage):
            number = letters(piece)[: len(letters(piece)) - len(letters(unnumbered(normal(piece))))]
            starts |= {len(whole), len(whole) + len(number)}
            whole += letters(piece)
        ends = starts | {len(whole)}
        at = whole.find(wanted)
        while at >= 0:
            if at in starts and at + len(wanted) in ends:
                return True
            at = whole.find(wanted, at + 1)
    return False


def _pieces(passage: str) -> list[str]:
    return [passage[span.start : span.end] for span in spans(passage)]


def _mentions(stated: str, texts: list[str]) -> Iterator[Fault]:
    """Faults of what is named: quotations, titles, figures, dates, names."""
    kinds: tuple[tuple[FaultKind, str, Callable[[str, list[str]], Iterator[str]]], ...] = (
        (FaultKind.QUOTE, "引语“{}”与引文原文不一致", mentions.false_quotes),
        (FaultKind.TITLE, "文件名《{}》在引文中没有", mentions.false_titles),
        (FaultKind.NAME, "名称“{}”在引文中没有", mentions.false_names),
        (FaultKind.NAME, "职务“{}”与引文不同", roles.false_offices),
        (FaultKind.NAME, "“{}”与引文所写的主体不同", roles.false_agents),
        (FaultKind.NAME, "{}", deeds.false_parts),
        (FaultKind.NAME, "处理方式“{}”与引文不同", mentions.false_sanctions),
        (FaultKind.NAME, "“{}”的层级与引文不同", mentions.false_levels),
        (FaultKind.FIGURE, "{}", false_figures),
        (FaultKind.FIGURE, "{}", false_ordinals),
        (FaultKind.FIGURE, "{}", false_frequencies),
        (FaultKind.DATE, "{}", false_dates),
        (FaultKind.DATE, "{}", moved),
        (FaultKind.OUTCOME, "“{}”在引文中没有依据", outcomes.invented),
    )
    for kind, detail, find in kinds:
        yield from (Fault(kind, detail.format(words)) for words in find(stated, texts))


def _statements(stated: str, texts: list[str]) -> Iterator[Fault]:
    """Faults of what is claimed of the matter, clause by clause against the clauses that speak of it."""
    read = [stance.read(text) for text in texts]
    all_clauses = [clause for text in read for row in text for clause in row]
    everywhere = [clause.text for clause in all_clauses]
    for row in stance.read(stated):
        for clause, spoken in _spoken(row):
            found = places(clause.text, texts) or places(spoken, texts)
            close = [read[place.passage][place.sentence][place.clause] for place in found]
            if not close:
                continue
            yield from _state(
                clause, spoken, close, [read[place.passage][place.sentence] for place in found], all_clauses
            )
            rows = [read[place.passage][place.sentence] for place in found]
            yield from _modal(clause, close, [other for row in rows for other in row], all_clauses)
            near = [other.text for place in found for other in read[place.passage][place.sentence]]
            for words in negation.reversed_in(clause.text, [other.text for other in close], near, everywhere):
                yield Fault(FaultKind.NEGATION, f"“{words}”与引文的肯定或否定相反")
            yield from (Fault(FaultKind.SCOPE, detail) for detail in scope.widened(clause, stated, found, read))
            yield from _opposite(clause, close, everywhere)
    for words in negation.exceptions(stated, texts):
        yield Fault(FaultKind.NEGATION, f"引文将“{words}”除外")


#: A clause with less to say (``目前已完成``) speaks of the same as the clause before it.
_SPEAKS = 4


def _spoken(row: tuple[stance.Clause, ...]) -> Iterator[tuple[stance.Clause, str]]:
    """The clauses of a sentence, each with the words that tell what it speaks of."""
    before = ""
    for clause in row:
        spoken = clause.text if len(plain(clause.text)) > _SPEAKS else f"{before}{clause.text}"
        before = clause.text
        yield clause, spoken


#: A clause beside the one spoken of carries a state if it shares so much of the statement.
_BESIDE = 0.15
#: The clause that shares most of the words behind 已 tells whether it was done, if it shares so much.
_SAME_ACT = 0.3


def _state(
    clause: stance.Clause,
    spoken: str,
    close: list[stance.Clause],
    rows: list[tuple[stance.Clause, ...]],
    everything: list[stance.Clause],
) -> Iterator[Fault]:
    if stance.prescribes(clause):
        return
    act = stance.act(clause.text)
    beside = [
        other
        for row in rows
        for other in row
        if share(spoken, other.text) >= _BESIDE or (act and share(act, other.text) >= _SAME_ACT)
    ]
    overall = stance.overall(clause, everything)
    states = stance.conflict(clause, overall or close)
    if not states and rows and (still := stance.unresolved(clause, rows[0])) and not overall:
        states = stance.State.DONE, still
    marked = clause.states & _MARKED
    if states and any(other.states & marked for other in beside):
        states = None
    if not states and act and stance.State.DONE in clause.states:
        rated = [(share(act, other.text), other) for other in everything]
        best = max((value for value, _ in rated), default=0.0)
        if best >= _SAME_ACT:
            states = stance.conflict(clause, [other for value, other in rated if value >= best * CLOSE])
    if states:
        said, true = states
        shown = f"，引文为“{true.value}”" if true is not said else "，引文没有这样说"
        yield Fault(FaultKind.STATUS, f"“{clause.text}”说的是“{said.value}”{shown}")


#: A clause that holds so much of what is demanded, and one as good as it, tell how it is demanded.
_SAME_DEMAND, _SURELY = 0.8, 0.95

#: States that a word marks.
_MARKED = frozenset({stance.State.PLANNED, stance.State.ONGOING, stance.State.NOT_DONE, stance.State.STANDING})


def _modal(
    clause: stance.Clause, close: list[stance.Clause], beside: list[stance.Clause], everything: list[stance.Clause]
) -> Iterator[Fault]:
    said = clause.modals
    if not said:
        return
    # What is demanded, without the word that demands it, tells the clause best.
    bare = stance.without_modals(clause.text)
    rated = [(share(bare, other.text), other) for other in everything]
    best = max((value for value, _ in rated), default=0.0)
    told = [other for value, other in rated if value >= best * _SURELY and other.modals]
    if best >= _SAME_DEMAND and told and len(letters(bare)) > _SPEAKS:
        close = told
    near = frozenset(modal for other in close for modal in other.modals)
    # 线索具体的,应当受理: the demand may stand in the next clause; the lead of a list (可以采取下列措施:) far above.
    carried = near or frozenset(modal for other in beside for modal in other.modals)
    carried |= frozenset() if carried else frozenset(modal for other in everything for modal in other.modals)
    if not said & (carried | stance.demanded([*close, *beside])):
        words = "、".join(modal.value for modal in sorted(said))
        yield Fault(FaultKind.MODALITY, f"“{clause.text}”中的“{words}”与引文的要求不同")


def _opposite(clause: stance.Clause, close: list[stance.Clause], everywhere: list[str]) -> Iterator[Fault]:
    """A word against its opposite in the clause that speaks of the matter."""
    text = plain(clause.text)
    for word, opposites in vocabulary().opposite.items():
        if word not in text or any(word in plain(other) for other in everywhere):
            continue
        near = [other for other in opposites if any(_affirms(plain(c.text), other) for c in close)]
        if word.startswith("不") and any(f"不{other}" in plain(c.text) for other in opposites for c in close):
            continue  # 不全 for 不齐全
        same = vocabulary().same.get(word, frozenset()) - opposites
        if any(synonym in plain(c.text) for synonym in same for c in close):
            continue
        if any(other not in text for other in near):
            yield Fault(FaultKind.NEGATION, f"“{word}”在引文中是“{near[0]}”")


def _affirms(text: str, word: str) -> bool:
    """Whether a text holds a word without a negation before it (齐全, not 不齐全)."""
    return bool(re.search(f"(?<![不未没]){re.escape(word)}", text))


def _content(cover: covering.Cover) -> Iterator[Fault]:
    """Faults of what the words say as a whole."""
    if cover.grave:
        yield Fault(FaultKind.UNSUPPORTED, f"“{'、'.join(cover.grave)}”在引文中没有")
    if cover.absent:
        yield Fault(FaultKind.UNSUPPORTED, f"“{'、'.join(cover.absent)}”在引文中没有")
    if cover.whole < WHOLE or cover.worst < WORST or len(cover.missing) >= MISSING_WORDS:
        words = "、".join(cover.missing[:4])
        yield Fault(FaultKind.UNSUPPORTED, f"“{words}”等内容在引文中没有" if words else "该句内容与引文不对应")
