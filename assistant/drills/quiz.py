"""Multiple-choice and 改错 items from articles in force and from measures of notices, each verifiable.

Three tricks: another figure of the same unit, the superseded version of a sentence, 应当 and 可以 exchanged.  Whatever
could be right in two ways is left out: a figure that stands elsewhere in the passage is never a distractor, a sentence
with two modal words is never flipped, items that lean on their enumeration are skipped.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from assistant.anchor import Anchor, Found, of_passage, resolve
from assistant.drills import quiz_sentences as qs
from assistant.drills.identity import identities
from assistant.drills.veil import Veil, held_titles
from kb.errors import NotFoundError, SettingsError
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, PassageKind, Span, StoredPassage, Validity
from kb.taxonomy import load_taxonomy
from retrieval.names import bare_title


class QuizKind(StrEnum):
    """The forms of items."""

    CHOICE = "单项选择题"
    MEND = "改错题"


class Trick(StrEnum):
    """What is wrong in an item."""

    FIGURE = "数字"
    VERSION = "版本"
    MODAL = "应当与可以"


@dataclass(frozen=True, slots=True)
class QuizItem:
    """An item.

    ``options`` are the choices in the order shown (empty for 改错), ``key`` is the right option, for 改错 the right
    words; ``wrong`` are the wrong words in the stem of a 改错 item.  ``anchor`` is the sentence that decides; ``old``
    the superseded one of a version item.
    """

    kind: QuizKind
    trick: Trick
    stem: str
    key: str
    explanation: str
    anchor: Anchor
    options: tuple[str, ...] = ()
    wrong: str = ""
    old: Anchor | None = None

    @property
    def letter(self) -> str:
        """The letter of the right option; empty for 改错."""
        return "ABCDEFGH"[self.options.index(self.key)] if self.options else ""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A sheet of items."""

    title: str
    items: tuple[QuizItem, ...]
    seed: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The quiz that was stored; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        return cls(stored["title"], tuple(map(_item, stored["items"])), stored["seed"])


def _item(stored: Mapping[str, Any]) -> QuizItem:
    return QuizItem(
        **{
            **stored,
            "kind": QuizKind(stored["kind"]),
            "trick": Trick(stored["trick"]),
            "options": tuple(stored["options"]),
            "anchor": Anchor.from_json(stored["anchor"]),
            "old": Anchor.from_json(stored["old"]) if stored["old"] else None,
        }
    )


class QuizWish(NamedTuple):
    """What a trainer asks for: ``types`` are codes of the taxonomy (none: all regulations held)."""

    size: int = 10
    types: tuple[str, ...] = ()
    tricks: tuple[Trick, ...] = tuple(Trick)
    kinds: tuple[QuizKind, ...] = tuple(QuizKind)
    notices: bool = True
    title: str = ""
    seed: int = 0


MOST_ITEMS = 100

#: Of so many items one is taken from a notice, where notices are wanted: rules first.
_NOTICE_EVERY = 5


def build_quiz(kb: KnowledgeBase, wish: QuizWish) -> Quiz:
    """A quiz of up to ``wish.size`` items, fewer where the sources give no more that are certain.

    The same knowledge base, wish and seed give the same quiz.  Raises ``SettingsError`` for a wish out of bounds and
    ``NotFoundError`` where no item can be made; both say what to do.
    """
    if not 1 <= wish.size <= MOST_ITEMS or not wish.tricks or not wish.kinds:
        msg = f"题数为 {wish.size}，应在 1 至 {MOST_ITEMS} 之间，并至少选择一种题型和一种出题方式。请重新填写。"
        raise SettingsError(msg)
    rng = random.Random(f"{wish.seed}/{'/'.join(wish.types)}")  # noqa: S311 - a draw to be repeated, not a secret
    makers = [_shuffled(_articles(kb, wish, trick), rng) for trick in sorted(set(wish.tricks))]
    makers.sort(key=len)  # a passage serves once: the trick with the fewest passages chooses first
    notices = _shuffled(_notices(kb, wish), rng) if wish.notices and Trick.FIGURE in wish.tricks else []
    items: list[QuizItem] = []
    used: set[tuple[str, str]] = set()
    while len(items) < wish.size and any((*makers, notices)):
        queues = [notices] if notices and len(items) % _NOTICE_EVERY == _NOTICE_EVERY - 1 else [*makers, notices]
        before = len(items)
        for queue in queues:
            item = _next(queue, used, rng, wish)
            if item is not None and len(items) < wish.size:
                items.append(item)
        if len(items) == before and not any(queues):
            break
    if not items:
        msg = "资料库中没有可以出题的现行条款或整改措施。请先收录有关法规和整改通报，或放宽问题类型后重试。"
        raise NotFoundError(msg)
    names = "、".join(code.partition("/")[2] or code for code in wish.types)
    return Quiz(wish.title.strip() or f"{names or '法规制度'}知识测试", tuple(items), wish.seed)


class _Seed(NamedTuple):
    """A sentence an item can be made of."""

    trick: Trick
    passage: StoredPassage
    span: Span
    other: tuple[StoredPassage, Span] | None = None
    shown: str = ""


def _shuffled(seeds: Iterator[_Seed], rng: random.Random) -> list[_Seed]:
    found = list(seeds)
    rng.shuffle(found)
    return found


def _next(queue: list[_Seed], used: set[tuple[str, str]], rng: random.Random, wish: QuizWish) -> QuizItem | None:
    """The next item of a queue; a passage gives one item only."""
    while queue:
        seed = queue.pop()
        place = (seed.passage.key.source, seed.passage.locator)
        if place in used:
            continue
        item = _made(seed, rng, wish)
        if item is not None:
            used.add(place)
            return item
    return None


def _made(seed: _Seed, rng: random.Random, wish: QuizWish) -> QuizItem | None:
    if seed.trick is Trick.VERSION:
        return _version(seed, rng) if QuizKind.CHOICE in wish.kinds else None
    if seed.trick is Trick.MODAL:
        return _modal(seed) if QuizKind.MEND in wish.kinds else None
    return _figure(seed, rng, rng.choice(sorted(wish.kinds)))


def _label(passage: StoredPassage) -> str:
    return f"《{bare_title(passage.title)}》{passage.locator}"


def _sentence(passage: StoredPassage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]


def _figure(seed: _Seed, rng: random.Random, kind: QuizKind) -> QuizItem | None:
    sentence = _sentence(seed.passage, seed.span)
    figure = qs.single_figure(sentence)
    if figure is None:
        return None
    others = qs.distractors(figure, seed.passage.text)
    if len(others) < qs.CHOICES - 1:
        return None
    shown = seed.shown or qs.one_line(sentence)
    if shown.count(figure.text) != 1:
        return None
    lead = "某公安机关在整改中规定：" if seed.shown else f"{_label(seed.passage)}规定："
    anchor = of_passage(seed.passage, seed.span)
    why = f"原文写明的是“{figure.text}”。见{_label(seed.passage)}：{qs.one_line(sentence)}"
    if kind is QuizKind.CHOICE:
        options = [figure.text, *others]
        rng.shuffle(options)
        stem = f"{lead}{shown.replace(figure.text, '（　　）')} 括号内应当填写："
        return QuizItem(kind, Trick.FIGURE, stem, figure.text, why, anchor, tuple(options))
    wrong = rng.choice(others)
    return QuizItem(
        kind, Trick.FIGURE, f"{lead}{shown.replace(figure.text, wrong)}", figure.text, why, anchor, wrong=wrong
    )


def _modal(seed: _Seed) -> QuizItem | None:
    sentence = qs.one_line(_sentence(seed.passage, seed.span))
    flipped = qs.flip(sentence, seed.passage.text)
    if flipped is None:
        return None
    right, wrong, stem = flipped
    why = f"原文写明的是“{right}”，不是“{wrong}”。见{_label(seed.passage)}：{sentence}"
    return QuizItem(
        QuizKind.MEND,
        Trick.MODAL,
        f"{_label(seed.passage)}规定：{stem}",
        right,
        why,
        of_passage(seed.passage, seed.span),
        wrong=wrong,
    )


def _version(seed: _Seed, rng: random.Random) -> QuizItem | None:
    if seed.other is None:
        return None
    now, then = _sentence(seed.passage, seed.span), _sentence(*seed.other)
    options = [qs.one_line(now), qs.one_line(then)]
    key = options[0]
    rng.shuffle(options)
    title = bare_title(seed.passage.title)
    why = f"现行有效文本见{_label(seed.passage)}；"
    why += f"另一种表述出自已被修订的旧文本{seed.other[0].locator}，不能作为现行依据。"
    return QuizItem(
        QuizKind.CHOICE,
        Trick.VERSION,
        f"下列两种表述，哪一种出自现行有效的《{title}》？",
        key,
        why,
        of_passage(seed.passage, seed.span),
        tuple(options),
        old=of_passage(*seed.other),
    )


def _articles(kb: KnowledgeBase, wish: QuizWish, trick: Trick) -> Iterator[_Seed]:
    """Sentences of articles in force that a trick fits, in the order of the sources."""
    taxonomy = load_taxonomy(kb.settings)
    infos = [info for code, info in taxonomy.types.items() if any(_within(code, wanted) for wanted in wish.types)]
    governing = {bare_title(title) for info in infos for title in info.regulations}
    phrases = {phrase for info in infos for phrase in info.phrases}
    regulations = kb.catalog.regulations()
    for regulation in regulations:
        bare = bare_title(regulation.title)
        if regulation.meta.validity is not Validity.IN_FORCE or (wish.types and bare not in governing):
            continue
        articles = qs.articles_of(kb, regulation.source_id, regulation.part)
        if trick is Trick.VERSION:
            old = [
                passage
                for other in regulations
                if other.meta.validity.is_superseded and bare_title(other.title) == bare
                for passage in qs.articles_of(kb, other.source_id, other.part)
            ]
            whole = "\n".join(passage.text for passage in articles)
            pairs = qs.changed(articles, old, whole) if old else ()
            yield from (_Seed(trick, now, span, then) for now, span, then in pairs)
            continue
        for passage in articles:
            if wish.types and not any(phrase in passage.text for phrase in phrases):
                continue
            for span in qs.usable(passage):
                yield _Seed(trick, passage, span)


def _within(code: str, wanted: str) -> bool:
    return code == wanted or code.startswith(f"{wanted}/")


def _notices(kb: KnowledgeBase, wish: QuizWish) -> Iterator[_Seed]:
    """Sentences of measures with one term of time, told without identities."""
    held = held_titles(kb)
    veils: dict[str, Veil] = {}
    for info in kb.catalog.problems():
        codes = [kind.code for kind in info.problem.types]
        wanted = not wish.types or any(_within(code, one) for code in codes for one in wish.types)
        if not wanted or info.kind is DocumentKind.CASE:
            continue
        year = info.meta.period_end.year if info.meta.period_end else None
        if info.source_id not in veils:
            veils[info.source_id] = Veil(identities(kb, [info.source_id]), year, held)
        veil = veils[info.source_id]
        for passage in qs.measures_of(kb, info.source_id, info.problem.locator):
            for span in qs.usable(passage):
                sentence = _sentence(passage, span)
                figure = qs.single_figure(sentence)
                shown = qs.one_line(veil(sentence))
                if figure and figure.kind == "time" and qs.sets_rule(shown) and veil.clean(shown):
                    yield _Seed(Trick.FIGURE, passage, span, shown=shown)


def verify_item(kb: KnowledgeBase, item: QuizItem) -> list[str]:
    """What is wrong with an item today, in Chinese; empty where it stands as it was made."""
    faults = []
    now = resolve(kb, item.anchor)
    if now.found is Found.MISSING or now.passage is None:
        return [now.reason]
    passage, sentence = now.passage, now.anchor.quote
    if passage.kind is PassageKind.ARTICLE and passage.validity is not Validity.IN_FORCE:
        faults.append(f"所依据的《{passage.title}》{passage.validity.value}，请换题。")
    if item.options and item.options.count(item.key) != 1:
        faults.append("正确选项不是恰好一个，请换题。")
    if item.trick is Trick.VERSION:
        faults += _version_faults(kb, item, sentence)
    elif item.key not in sentence:
        faults.append(f"原文中没有答案“{item.key}”，请换题。")
    wrong = [option for option in item.options if option != item.key] or ([item.wrong] if item.wrong else [])
    if item.trick is Trick.FIGURE:
        faults += [f"“{one}”在同一条中也出现，可能引起歧义，请换题。" for one in wrong if qs.stands(one, passage.text)]
    if item.trick is Trick.MODAL and qs.flip(qs.one_line(sentence), passage.text) is None:
        faults.append("原文同一条中的用语不止一种，可能引起歧义，请换题。")
    return faults


def _version_faults(kb: KnowledgeBase, item: QuizItem, sentence: str) -> Sequence[str]:
    faults = [] if item.key == qs.one_line(sentence) else ["正确选项与现行文本不一致，请换题。"]
    old = resolve(kb, item.old) if item.old else None
    if old is None or old.passage is None:
        return [*faults, "旧文本已不在资料库中，无法核对，请换题。"]
    wrong = next(option for option in item.options if option != item.key)
    if wrong != qs.one_line(old.anchor.quote) or old.passage.validity is Validity.IN_FORCE:
        faults.append("另一选项与旧文本不一致，请换题。")
    return faults
