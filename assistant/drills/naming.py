"""Which sign of a type the words of a source speak of, and which ones a scene cannot do without."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drills.casework import Casework, Sign
from assistant.drills.facts import Fact
from assistant.drills.material import Material
from kb.text import fold
from kb.tokens import pairs
from retrieval.bridge import GRAMMAR

#: A part of a problem's title shorter than this is no statement (户政、出入境窗口).
_PART = 4

#: What says that something is wrong.
WRONG = re.compile(r"[不未乱漏弱缺虚假怠私违超压迟拖降冒代滞脱替]|挂[账案]|失[范管职]|反[弹复]")

#: Shorter words (混乱, 未处理, 超范围) are said without naming what is wrong.
SAYS = 4

#: Pairs of characters that a fact shares with a sign it names by an everyday word of the field.
_TOGETHER = 2

#: Pairs of characters that what happens last shares with the sign it goes on from: of the types with a turn, those
#: that share fewer go on from the whole scene.
_GOES_ON = 4


def rested_on(known: Casework) -> set[Sign]:
    """The signs that what happens last and what the head keeps to himself go on from.

    Without them in the scene, persons would turn up of whom nobody has been told.
    """
    texts = [known.turn.told] if known.turn else []
    texts += [secret.text for secret in known.secrets if not secret.fits][:1]
    found = set()
    for text in texts:
        wanted = {pair for pair in pairs(text) if not set(pair) & GRAMMAR}
        shared = [len(wanted & set(pairs(sign.clue + sign.finding + sign.fact))) for sign in known.scenic]
        if max(shared, default=0) >= _GOES_ON:
            found.add(known.scenic[shared.index(max(shared))])
    return found


def said_of(sign: Sign, words: str) -> float:
    """How much words of a source say of the problem of a sign, 0 where they speak of something else.

    One word that any problem of the field has (场所, 报销, 巡视) names none: what is wrong must be said with it, or
    more of what is seen.
    """
    text = fold(words)
    if text.rstrip("。") in sign.finding:
        return float(len(sign.finding))
    places = sign.places(text)
    telling = any(word in text and (len(word) >= SAYS or WRONG.search(word)) for word in sign.words)
    own = {pair for pair in pairs(sign.finding + sign.clue) if not set(pair) & GRAMMAR}
    shared = len(own & set(pairs(text)))
    if not (places and (telling or shared >= _TOGETHER)):
        return 0.0
    return shared + len(places) / 2


def named(one: Material) -> tuple[list[Fact], list[Fact]]:
    """The problems a notice names: the specific ones, and the general words in front of them."""
    parts = [part for fact in one.issues for part in _parts(fact)]
    implied = [part for fact in one.implied for part in _parts(fact)]
    if len(one.issues) > 1:
        general = [part for part in parts if part.anchor.start == one.issues[0].anchor.start]
        specific = [part for part in parts if part not in general]
        return [*specific, *implied], general
    return implied, parts


def counted(fact: Fact) -> list[Fact]:
    """What was found, cut at 、 where every part counts something of its own (代签30次、漏记70处), else as a whole."""
    cuts = [match.span() for match in re.finditer(r"[^、]+", fact.text)]
    if "其中" in fact.text or not all(re.search(r"\d", fact.text[start:end]) for start, end in cuts):
        return [fact]
    return [part(fact, start, end) for start, end in cuts]


def _parts(fact: Fact) -> list[Fact]:
    """A problem cut at 、 where each part says something (审批代签、登记不全)."""
    cuts = [match.span() for match in re.finditer(r"[^、]+", fact.text)]
    told = [fact.text[start:end] for start, end in cuts]
    # 取保候审、监视居住等强制措施变更不及时 is one statement: nothing is wrong with 取保候审.
    if len(cuts) < 2 or any(len(part) < _PART or not WRONG.search(part) for part in told):  # noqa: PLR2004 - no list
        return [fact]
    return [part(fact, start, end) for start, end in cuts]


def part(fact: Fact, start: int, end: int) -> Fact:
    """The words of a fact between two offsets of it, with their own place."""
    anchor, words = fact.anchor, fact.text[start:end]
    return Fact(words, replace(anchor, quote=words, start=anchor.start + start, end=anchor.start + end), fact.kind)
