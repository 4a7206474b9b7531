"""Has a model rewrite what the sources say, and lets through only what the sources do say.

Every sentence a model writes is checked against the evidence it cites (``assistant/checking``).  What fails is marked
and left out, so that an invention, or an instruction that a document smuggled in, has no effect.  Whatever goes wrong,
the extractive answer stands and a notice says why.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from assistant.answer import Answer
from assistant.checking.text import best, check_text, cited
from assistant.llm.adapter import TEMPERATURE, Prompt
from assistant.llm.endpoint import Endpoint
from assistant.llm.material import LONGEST_INPUT, Item, Material, clean, items_of, wrap
from assistant.llm.prompts import load
from assistant.llm.thinking import answer_part
from kb.errors import LanguageModelError

#: The number under which the user's own words are cited in :func:`word`.
FACTS = 0

#: Below this share of verified sentences a text is a torso, and the extractive answer serves better.
ENOUGH = 0.5

#: Drafts of one request should differ; at the temperature of a single draft they are nearly the same.
SAMPLING = 0.7

Cancelled = Callable[[], bool]
OnText = Callable[[str], None]

# A link or markup in a sentence would be followed or run by what shows it.
_ACTIVE = re.compile(r"https?:|ftp:|www\.|javascript:|data:|\]\s*\(|<[A-Za-z/!]", re.IGNORECASE)
_DECORATION = re.compile(r"\*\*|__|`|^\s{0,3}(?:#{1,6}|[-*+•·>])\s+|^\s*```.*$", re.MULTILINE)


class Writer(Protocol):
    """What writes: :class:`assistant.llm.adapter.LanguageModel`."""

    endpoint: Endpoint

    def stream(self, prompt: Prompt, *, cancelled: Cancelled | None = ..., temperature: float = ...) -> Iterator[str]:
        """The text in pieces; raises ``LanguageModelError``."""


class Rewording(NamedTuple):
    """A sentence a model wrote, without its marks; ``citations`` are the numbers it cites.  ``reason`` says in Chinese
    why a sentence is not verified, and is empty where it is.
    """

    text: str
    citations: tuple[int, ...]
    verified: bool
    reason: str = ""

    @property
    def marked(self) -> str:
        """The sentence with ``[n]`` in front of its closing mark."""
        body = self.text.rstrip("。！？；!?;")
        return body + "".join(f"[{n}]" for n in self.citations) + self.text[len(body) :]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What came of a rewriting.

    ``sentences`` are all that the model wrote, in order; only where ``used`` is true are the verified ones to be
    shown.  ``notice`` is one plain Chinese sentence, empty where there is nothing to say; ``failed`` tells that the
    model could not be asked or did not finish, so that asking it again at once is futile.
    """

    sentences: tuple[Rewording, ...] = ()
    notice: str = ""
    used: bool = False
    failed: bool = False

    @property
    def shown(self) -> tuple[Rewording, ...]:
        """The sentences to be shown: verified ones, none where the text is not used."""
        return tuple(sentence for sentence in self.sentences if sentence.verified) if self.used else ()

    @property
    def dropped(self) -> tuple[Rewording, ...]:
        """The sentences that could not be verified, shown as 未核实 on demand only."""
        return tuple(sentence for sentence in self.sentences if not sentence.verified)

    @property
    def verified(self) -> int:
        """How many sentences are verified."""
        return len(self.sentences) - len(self.dropped)

    @property
    def text(self) -> str:
        """What is shown, as running text with ``[n]``."""
        return "".join(sentence.marked for sentence in self.shown)


def unavailable(error: LanguageModelError) -> Rewritten:
    """The outcome where a model could not be asked."""
    return Rewritten(notice=f"未用大模型改写：{error}", failed=True)


def rewrite(
    answer: Answer,
    question: str,
    model: Writer,
    *,
    samples: int = 1,
    on_text: OnText | None = None,
    cancelled: Cancelled | None = None,
) -> Rewritten:
    """The answer as running text, from its citations alone; never raises ``LanguageModelError``.

    A refused answer has nothing to rewrite and says itself why; the model is not asked.

    ``samples`` drafts are written and the best supported one is kept; all together take no longer than one call may.
    ``on_text`` gets each sentence, marks included, as soon as it is written and verified (with one sample while the
    model writes, otherwise at the end); what counts is the result.  ``cancelled`` is asked continually.
    """
    if answer.refused or not answer.citations:
        return Rewritten()
    items, withheld = items_of(answer.citations)
    material = wrap(items, withheld)
    values = {"question": clean(question[:LONGEST_INPUT])}
    return _written("answer", values, material, model, _Wishes(samples, on_text, cancelled), enough=ENOUGH)


def word(
    facts: str,
    answer: Answer,
    model: Writer,
    *,
    samples: int = 1,
    on_text: OnText | None = None,
    cancelled: Cancelled | None = None,
) -> Rewritten:
    """Wordings for reports, one a sentence: ``facts`` in the user's words (cited as 0), in the register of the
    citations of ``answer``.  Each stands alone, so that one that holds is enough.  Otherwise like :func:`rewrite`.
    """
    said = clean(facts[:LONGEST_INPUT])
    if not said or not answer.citations:
        return Rewritten(notice="没有可供改写的依据，未调用大模型。")
    items, withheld = items_of(answer.citations)
    material = wrap(items, withheld)
    material.evidence[FACTS] = said
    return _written("wording", {"facts": said}, material, model, _Wishes(samples, on_text, cancelled), enough=0.0)


def polish(
    paragraph: str,
    evidence: Mapping[int, str],
    model: Writer,
    *,
    samples: int = 1,
    on_text: OnText | None = None,
    cancelled: Cancelled | None = None,
) -> Rewritten:
    """A paragraph of a draft with its ``[n]`` marks in better words; ``evidence`` are the passages by number.

    It is used only where every sentence is verified: a paragraph that lost one would say less than the user's own.
    Otherwise like :func:`rewrite`.
    """
    if not paragraph.strip() or not evidence:
        return Rewritten(notice="没有可供改写的依据，未调用大模型。")
    material = wrap(Item(n, text) for n, text in evidence.items())
    values = {"paragraph": clean(paragraph[:LONGEST_INPUT])}
    return _written("polish", values, material, model, _Wishes(samples, on_text, cancelled), enough=1.0)


class _Wishes(NamedTuple):
    samples: int
    on_text: OnText | None
    cancelled: Cancelled | None


def _written(
    task: str, values: Mapping[str, str], material: Material, model: Writer, wishes: _Wishes, *, enough: float
) -> Rewritten:
    """Ask, check and decide; a text is used where its share of verified sentences is ``enough`` and not zero."""
    if not material.block:
        return Rewritten(notice="可引用的资料中含有针对大模型的指令，未交给大模型，以原文摘录为准。")
    on_text = wishes.on_text
    live = _Live(material.evidence, on_text) if on_text and wishes.samples <= 1 else None
    try:
        prompt = load(task).fill(nonce=material.nonce, evidence=material.block, **values)
        drafts = _drafts(prompt, model, wishes, live)
    except LanguageModelError as error:
        return unavailable(error)
    judged = _judged(drafts[best(drafts, material.evidence, fixed=_nothing)], material.evidence)
    outcome = _outcome(judged, enough)
    if material.withheld:
        numbers = "".join(f"[{n}]" for n in material.withheld)
        warning = f"出处{numbers}含有针对大模型的指令，未交给大模型。"
        outcome = replace(outcome, notice=outcome.notice + warning)
    if on_text and not live:
        for sentence in outcome.shown:
            on_text(sentence.marked)
    return outcome


def _drafts(prompt: Prompt, model: Writer, wishes: _Wishes, live: _Live | None) -> list[str]:
    """At least one draft; further ones as long as time is left.  Raises where not even the first was written."""
    end = time.monotonic() + model.endpoint.timeout
    drafts: list[str] = []

    def over() -> bool:
        stopped = wishes.cancelled is not None and wishes.cancelled()
        return stopped or (bool(drafts) and time.monotonic() > end)

    temperature = TEMPERATURE if wishes.samples <= 1 else SAMPLING
    for _ in range(max(1, wishes.samples)):
        pieces: list[str] = []
        try:
            for piece in model.stream(prompt, cancelled=over, temperature=temperature):
                pieces.append(piece)
                if live:
                    live.add(piece)
        except LanguageModelError:
            if not drafts:
                raise
            break
        drafts.append(tidy(answer_part("".join(pieces))))
    return drafts


class _Live:
    """Checks a text while it is written and gives away each verified sentence once."""

    def __init__(self, evidence: Mapping[int, str], on_text: OnText) -> None:
        self._evidence = evidence
        self._on_text = on_text
        self._text = ""
        self._done = 0

    def add(self, piece: str) -> None:
        self._text += piece
        if not any(char in piece for char in "。！？；\n"):
            return
        # The last sentence may go on, or get its marks behind the full stop.
        complete = cited(tidy(answer_part(self._text)))[:-1]
        for text, notes in complete[self._done :]:
            marks = "".join(f"[{n}]" for n in notes)
            for sentence in _judged(f"{text}{marks}", self._evidence):
                if sentence.verified:
                    self._on_text(sentence.marked)
        self._done = max(self._done, len(complete))


def tidy(text: str) -> str:
    """What a model wrote as plain text: without Markdown and invisible characters."""
    visible = "".join(char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return _DECORATION.sub("", visible).strip()


def _nothing(_: str) -> bool:
    """No sentence is exempt: the product's own phrases have slots that a model could fill as it likes."""
    return False


def _judged(draft: str, evidence: Mapping[int, str]) -> tuple[Rewording, ...]:
    judged: dict[str, Rewording] = {}
    for checked in check_text(draft, evidence, fixed=_nothing):
        faults = [fault.detail for fault in checked.finding.faults]
        if _ACTIVE.search(checked.text):
            faults.append("含有链接或代码")
        if not checked.notes and not faults:
            faults.append("没有注明出处")
        verified = checked.finding.supported and not faults
        sentence = Rewording(checked.text, checked.notes, verified, "；".join(faults))
        judged.setdefault(checked.text, sentence)  # small models repeat themselves
    return tuple(judged.values())


def _outcome(sentences: tuple[Rewording, ...], enough: float) -> Rewritten:
    verified = sum(sentence.verified for sentence in sentences)
    dropped = len(sentences) - verified
    if not verified:
        return Rewritten(sentences, "大模型的改写没有一句能够核实，以原文摘录为准。")
    if verified < enough * len(sentences):
        notice = f"大模型的改写共{len(sentences)}句，只有{verified}句能够核实，不予采用，以原文摘录为准。"
        return Rewritten(sentences, notice)
    return Rewritten(sentences, f"已删去{dropped}句未能核实的内容。" if dropped else "", used=True)
