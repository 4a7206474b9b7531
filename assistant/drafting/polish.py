"""A paragraph of a draft in the words of the configured language model: offered beside the original, never put in
unasked.

Sentences with a number must hold against the passages they cite, the user's own against the user's own words.  Whatever
a paragraph would lose by it (a source, a figure, a blank) keeps it as it is.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.drafting import phrases
from assistant.drafting.body import MARKER, REPLACED, paragraphs, plain
from assistant.drafting.check import DraftCheck, Judged, State, verify_draft
from assistant.drafting.known import known_words
from assistant.drafting.model import Draft
from assistant.drafting.places import places
from assistant.llm.rewrite import FACTS, Rewritten, Writer, polish
from kb.errors import XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.model import Span
from kb.text import fold, sentences

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}是")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_OWN = re.compile(rf"\[{FACTS}\]")


class Polished(NamedTuple):
    """What came of polishing: the paragraph at ``place`` of the body as it is and as the model would have it.
    ``after`` is empty where there is nothing to take over; ``notice`` says why in Chinese.  ``own`` and ``own_after``
    are the user's own sentences in it, before and after.
    """

    place: Span
    before: str
    after: str
    notice: str = ""
    own: str = ""
    own_after: str = ""


class Chosen(NamedTuple):
    """A paragraph that can be polished: its line in the body, the fixed words in front that stay, the words that are
    rewritten (the user's own sentences numbered 0), and the evidence by number.
    """

    place: Span
    fixed: str
    words: str
    evidence: dict[int, str]


def choose(kb: KnowledgeBase, draft: Draft, check: DraftCheck, at: int) -> Chosen:
    """The paragraph that holds place ``at`` of the body; ``check`` is that of this very draft.

    Raises ``XunjianError`` saying why a paragraph cannot be polished.
    """
    number, place = _line(draft.body, at)
    line = draft.body[place.start : place.end]
    if REPLACED.search(line):
        msg = "这一段改换了单位名称，改换处须与原文逐一对应，不作润色。"
        raise XunjianError(msg)
    paragraph = paragraphs(draft.body)[number]
    if 0 < paragraph.heading == len(paragraph.text) and not paragraph.text.endswith("。"):
        msg = "这一行是标题，不作润色。请把光标放在正文的段落里。"
        raise XunjianError(msg)
    spans = places(draft.body, check.sentences)
    judged = [(one, span) for one, span in zip(check.sentences, spans, strict=True) if one.paragraph == number]
    given = {given[span.start : span.end].strip() for given in draft.facts.values() for span in sentences(given)}
    while judged and judged[0][0].state is State.FIXED and judged[0][0].text.strip() not in given:
        judged.pop(0)
    if any(one.state is State.UNVERIFIED for one, _ in judged):
        msg = "这一段还有未核实的句子。请先对照原文改正，再作润色。"
        raise XunjianError(msg)
    if any(one.state is State.FIXED and one.text.strip() not in given for one, _ in judged):
        msg = "这一段的中间或末尾有固定用语，不作整段润色。请先把它们分成几段。"
        raise XunjianError(msg)
    if all(one.state is State.PLACEHOLDER for one, _ in judged):
        msg = "这一段是固定用语或者还没有填写，没有可以润色的内容。"
        raise XunjianError(msg)
    start = judged[0][1].start
    start += _lead(judged[0][0].text, known_words(kb, draft, check.notes))
    words, own = "", ""
    for one, span in judged:
        said = draft.body[max(span.start, start) : span.end].strip()
        own += "" if one.notes else said
        # A number stands for all words since the one before it; the model has to show one behind every sentence.
        words += said if MARKER.search(said) else _numbered(said, one.notes or (FACTS,))
    evidence = {n: passage.text for n in sorted(_notes(judged)) if (passage := check.notes[n].passage) is not None}
    return Chosen(place, draft.body[place.start : start], words, {**({FACTS: own} if own else {}), **evidence})


def polished(kb: KnowledgeBase, draft: Draft, chosen: Chosen, model: Writer) -> Polished:
    """The paragraph as ``model`` would have it, or why it stays; never raises ``LanguageModelError``."""
    before = draft.body[chosen.place.start : chosen.place.end]
    outcome = polish(chosen.words, chosen.evidence, model)
    if outcome.failed or not outcome.sentences:
        return Polished(chosen.place, before, "", f"{outcome.notice}原段落没有改动。")
    if not outcome.used:
        reasons = "；".join(dict.fromkeys(one.reason for one in outcome.dropped))
        notice = f"大模型的润色有{len(outcome.dropped)}句不能核实（{reasons}），不予采用，原段落没有改动。"
        return Polished(chosen.place, before, "", notice)
    after = chosen.fixed + _text(outcome)
    own_after = "".join(one.text for one in outcome.shown if FACTS in one.citations)
    loss = "；".join(_losses(chosen, outcome))
    if not loss and after == before:
        loss = "与原文相同"
    if not loss:
        changed = accepted(draft, Polished(chosen.place, before, after))
        number, _ = _line(changed.body, chosen.place.start)
        judged = [one for one in verify_draft(kb, changed).sentences if one.paragraph == number]
        loss = next((one.reason for one in judged if one.state is State.UNVERIFIED), "").rstrip("。")
    if loss:
        return Polished(chosen.place, before, "", f"大模型的润色{loss}，不予采用，原段落没有改动。")
    return Polished(chosen.place, before, after, own=chosen.evidence.get(FACTS, ""), own_after=own_after)


def accepted(draft: Draft, found: Polished) -> Draft:
    """The draft with the polished paragraph, and with the user's words in it as the words the user has given.

    Raises ``XunjianError`` where the paragraph was changed meanwhile.
    """
    start, end = found.place
    if draft.body[start:end] != found.before:
        start = draft.body.find(found.before)
        end = start + len(found.before)
        if start < 0 or draft.body.count(found.before) > 1:
            msg = "这一段在润色期间改过了，没有采用润色的文字。请重新润色。"
            raise XunjianError(msg)
    facts = dict(draft.facts)
    if found.own and found.own_after:
        facts = {name: value.replace(found.own, found.own_after) for name, value in facts.items()}
    return replace(draft, body=f"{draft.body[:start]}{found.after}{draft.body[end:]}", facts=facts)


def _line(body: str, at: int) -> tuple[int, Span]:
    """The number of the paragraph at a place, and where its words stand."""
    start = number = 0
    for line in body.splitlines(keepends=True):
        end = start + len(line)
        words = line.strip()
        if words and start <= at < end + (end == len(body)):
            begin = start + line.index(words)
            return number, Span(begin, begin + len(words))
        number += bool(words)
        start = end
    msg = "光标所在的地方没有文字。请先在正文中点一下要润色的段落。"
    raise XunjianError(msg)


def _lead(sentence: str, known: frozenset[str]) -> int:
    """How many characters of a sentence are number, fixed phrase and ordinal in front of what is said."""
    at = phrases.numbering(sentence)
    for end in (match.end() for match in reversed(list(re.finditer("：", sentence)))):
        if phrases.is_lead(sentence[at:end], known):
            at = end
            break
    ordinal = _ORDINAL.match(sentence, at)
    return ordinal.end() if ordinal else at


def _numbered(sentence: str, notes: Sequence[int]) -> str:
    """A sentence with numbers in front of its closing mark."""
    bare = sentence.rstrip("。！？；!?;")
    return f"{bare}{''.join(f'[{n}]' for n in notes)}{sentence[len(bare) :]}"


def _text(outcome: Rewritten) -> str:
    """The sentences as a draft has them: a number once behind all that rests on it, none behind the user's own."""
    said = ""
    for one, following in itertools.zip_longest(outcome.shown, outcome.shown[1:]):
        same = following is not None and following.citations == one.citations
        said += one.text if same or one.citations == (FACTS,) else _OWN.sub("", one.marked)
    return said


def _notes(judged: list[tuple[Judged, Span]]) -> set[int]:
    return {number for one, _ in judged for number in one.notes}


def _losses(chosen: Chosen, outcome: Rewritten) -> Iterator[str]:
    """What a paragraph would lose or gain besides words."""
    kept = {number for sentence in outcome.shown for number in sentence.citations}
    wanted = set(chosen.evidence)
    if lost := wanted - kept:
        yield "".join("丢掉了您自己写的内容" if n == FACTS else f"丢掉了出处[{n}]" for n in sorted(lost))
    if Counter(phrases.PLACEHOLDER.findall(chosen.words)) != Counter(phrases.PLACEHOLDER.findall(outcome.text)):
        yield "改动了待填写的【】"
    figures = set(_FIGURE.findall(fold(plain(outcome.text))))
    if gone := [one for one in dict.fromkeys(_FIGURE.findall(fold(plain(chosen.words)))) if one not in figures]:
        yield f"少了数字{'、'.join(gone)}"
