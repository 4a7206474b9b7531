"""Marks answers point by point; every mark says what was found, what was missed and where it stands.

For each reference point the window of the answer that says it best is sought.  Words of the point (also meant by
everyday words), pairs of characters, characters and the closeness of vectors make its strength; naming the article
raises it, missing figures and saying the opposite lower it.  A wrong article or figure bounds it.  Copied clauses are
blanked before, words of every official paper weigh next to nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Self

import numpy as np

from assistant.drills.answers import Rarity, Reading, copied_share, plain_rarity, read
from assistant.drills.citing import Citing, Measured, References, citing, measured
from assistant.drills.evidence import Evidence, Features, Reader
from assistant.drills.model import FULL, Drill, Question, ReferencePoint, Stage
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.lexicon import Lexicon, load_lexicon
from kb.model import Span
from kb.text import fold
from retrieval.bridge import Bridges
from retrieval.names import RegulationNames
from retrieval.references import find_references


class PointScore(NamedTuple):
    """One point marked.

    ``mark`` is 0, 0.5 or 1, ``strength`` the number in [0, 1] behind it; ``earned`` the marks it gives.  ``why`` says
    in Chinese what was found or missed; ``span`` is the matched place in the answer, ``matched`` its words,
    ``features`` the numbers behind the strength.
    """

    point: ReferencePoint
    mark: float
    strength: float
    earned: float
    why: str
    matched: str = ""
    span: Span | None = None
    features: Features = Features()

    @property
    def where(self) -> str:
        """Where the point stands, for reading up; 教员自拟 where it has no source."""
        anchor = self.point.anchor
        return f"《{anchor.title}》{anchor.locator}" if anchor else "教员自拟"


class Scored(NamedTuple):
    """An answer marked: ``earned`` of ``marks``, ``total`` on 100; ``warnings`` in Chinese."""

    points: tuple[PointScore, ...]
    earned: float
    marks: int
    total: float
    warnings: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """The mean strength weighted by marks, in [0, 1]: a finer order than the total."""
        return sum(one.strength * one.point.marks for one in self.points) / max(self.marks, 1)


class Weights(NamedTuple):
    """The combination: a linear sum of features gives the odds that a mark of at least one half, and of one, is due.

    See docs/decisions.md for how they were found; signs are bound to sense (what is said raises, what is denied
    lowers).
    """

    words: float = 1.35
    pairs: float = 1.13
    chars: float = 1.55
    exact: float = 2.76
    meaning: float = 1.58
    rival: float = -0.53
    denied: float = -1.97
    told: float = -0.95
    unmeasured: float = -1.77
    numbered: float = 0.0
    half: float = 3.03
    full: float = 3.85


#: Without vectors; fitted in the same way.
PLAIN = Weights(1.5, 1.29, 1.81, 3.02, 0.0, -0.55, -1.95, -0.92, -1.73, 0.0, 2.14, 2.94)

#: A point of at most so many characters that asks for a figure is about that figure: with a wrong one nothing is left.
_ABOUT_FIGURE = 34

#: A head whose items are forbidden.
_FORBIDDEN = re.compile(r"不得|严禁|禁止|予以|给予")

#: Shorter words (管理) stand in every answer.
_TELLING = 3

#: More of an answer copied than this is told to the trainer.
_MOSTLY_COPIED = 0.5

#: Words shown as found and missed; more are not read.
_SHOWN = 6


class Marker:
    """Marks answers; keeps what is worth keeping between them.  Safe to share between threads."""

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        names: RegulationNames | None = None,
        embedder: Embedder | None = None,
        rarity: Rarity = plain_rarity,
        weights: Weights | None = None,
    ) -> None:
        lexicon = lexicon or load_lexicon()
        self.names = names or RegulationNames([], lexicon.documents())
        self.embedder = embedder
        self.weights = weights or (Weights() if embedder else PLAIN)
        self._reader = Reader(Bridges(lexicon), rarity)

    @classmethod
    def of(cls, kb: KnowledgeBase, *, embed: bool = True) -> Self:
        """A marker that knows the regulations and the rarity of words of a knowledge base."""
        lexicon = load_lexicon(kb.settings)
        names = RegulationNames(kb.catalog.regulations(), lexicon.documents())

        def rarity(tokens: Iterable[str]) -> Mapping[str, float]:
            total, counts = kb.term_frequencies(tokens)
            return {token: float(1 - np.log1p(n) / np.log1p(max(total, 1))) for token, n in counts.items()}

        return cls(lexicon, names, kb.embedder if embed else None, rarity)

    def score(self, question: Question, answer: str, told: Sequence[str] = ()) -> Scored:
        """Mark one answer; ``told`` are the texts the trainee has besides the prompt (see :func:`told_of`)."""
        known = [question.prompt, question.hint, *told]
        reading = read(answer, known)
        points = [_core(point) for point in question.points]
        cosines = self._cosines(points, reading)
        evidence = self._reader.compare(points, reading, cosines)
        wanted = [find_references(fold(point.article), self.names)[0] for point in question.points if point.article]
        found = References(*find_references(reading.own, self.names), [one for row in wanted for one in row])
        marked = tuple(
            _shown(self._point(question, point, one, reading, found), answer)
            for point, one in zip(question.points, evidence, strict=True)
        )
        earned = sum(one.earned for one in marked)
        copied = copied_share(answer, reading.own)
        warnings = [f"作答中有 {copied:.0%} 与题面或背景材料相同，照抄部分不计分。"] if copied > _MOSTLY_COPIED else []
        if not answer.strip():
            warnings = ["没有作答。"]
        total = FULL * earned / question.marks if question.marks else 0.0
        return Scored(marked, round(earned, 2), question.marks, round(total, 1), tuple(warnings))

    def _cosines(self, points: Sequence[ReferencePoint], reading: Reading) -> Sequence[Sequence[float]]:
        """Cosines of points with the sentences of an answer, 0 without a model."""
        if self.embedder is None or not reading.sentences or not points:
            return [[0.0] * len(reading.sentences) for _ in points]
        # One side as queries, the other as passages: the model was trained to compare these.
        left = self.embedder.encode_queries([point.text for point in points])
        right = self.embedder.encode_passages([reading.text(span) for span in reading.sentences])
        return [[float(value) for value in row] for row in left @ right.T]

    def _point(
        self, question: Question, point: ReferencePoint, best: Evidence | None, reading: Reading, found: References
    ) -> PointScore:
        if best is None:
            return PointScore(point, 0.0, 0.0, 0.0, "未作答或只照抄了题面。")
        lines = [reading.sentences[number] for number in best.window.sentences]
        place = Span(lines[0].start, lines[-1].end)
        cited = citing(point, found, self.names, place)
        figures = measured(point, reading.own, reading.text(place))
        features = best.features._replace(unmeasured=1 - figures.share, numbered=float(cited.numbered))
        total = combined(features, self.weights)
        mark = 1.0 if total >= self.weights.full else 0.5 if total >= self.weights.half else 0.0
        strength = (_odds(total - self.weights.half) + _odds(total - self.weights.full)) / 2
        if cited.numbered and cited.named and not best.denied and question.stage is Stage.BASIS:
            mark = max(mark, 0.5)
        if any(word in reading.own for word in _accepted(point)):
            mark = max(mark, 0.5)
        if best.denied:
            mark = 0.0 if best.denied in best.window.text else min(mark, 0.5)
        if cited.wrong:
            mark = min(mark, 0.5)
        if figures.wrong and not figures.share:
            mark = 0.0 if len(point.text) <= _ABOUT_FIGURE else min(mark, 0.5)
        strength = min(strength, mark + 0.25)
        why = _why(point, best, cited, figures, mark)
        strength = round(strength, 3)
        if not mark and not best.denied:
            return PointScore(point, mark, strength, 0.0, why, features=features)
        return PointScore(point, mark, strength, mark * point.marks, why, "", best.window.span, features)


def _core(point: ReferencePoint) -> ReferencePoint:
    """The point without the head of its enumeration, which says of the act only that it is forbidden."""
    if point.lead is None or point.anchor is None:
        return point
    forbids = "不得" if _FORBIDDEN.search(point.lead.quote) else ""
    return replace(point, text=f"{forbids}{point.anchor.quote}")


def _accepted(point: ReferencePoint) -> list[str]:
    """Other words for a point, as the sheet of marks has them; the trainer decides whether they earn all of it."""
    return [word for word in point.accept.split("、") if len(word) >= _TELLING]


def combined(features: Features, weights: Weights) -> float:
    """The linear sum that is held against the thresholds ``half`` and ``full``."""
    return sum(weight * value for weight, value in zip(weights[: len(features)], features, strict=True))


def _shown(point: PointScore, answer: str) -> PointScore:
    """The score with the words of the answer as they were typed."""
    return point._replace(matched=answer[point.span.start : point.span.end]) if point.span else point


def _odds(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def score(question: Question, answer: str, embedder: Embedder | None = None, *, told: Sequence[str] = ()) -> Scored:
    """Mark one answer without a knowledge base; see :class:`Marker`, which is to be kept where many are marked."""
    return Marker(embedder=embedder).score(question, answer, told)


def told_of(drill: Drill, question: Question) -> list[str]:
    """The texts that trainees have before them at a question: a later sheet cannot be copied from."""
    codes = [inject.code for inject in drill.injects]
    last = codes.index(question.inject) if question.inject in codes else len(codes) - 1
    facts = [fact for inject in drill.injects[: last + 1] for fact in inject.facts]
    return [statement.text for statement in (*drill.background, *facts)]


def _why(point: ReferencePoint, best: Evidence, cited: Citing, figures: Measured, mark: float) -> str:
    """What was found and missed, in Chinese."""
    parts = []
    if best.denied:
        parts.append(f"“{best.denied[:30]}”与要点相反")
    if mark and best.said:
        parts.append(f"已写到：{'、'.join(best.said[:_SHOWN])}")
    elif not mark and not best.denied:
        parts.append("未写到这一要点")
    if mark < 1 and best.missed:
        parts.append(f"缺少：{'、'.join(best.missed[:_SHOWN])}")
    if point.article:
        if cited.numbered:
            parts.append("条款引用正确" if cited.named else "条号正确，但未写明法规名称")
        elif cited.wrong:
            parts.append(f"条款引用有误（写为{cited.wrong}，应为{point.article}）")
        else:
            parts.append(f"未写明依据{point.article}")
    if point.figures and figures.share < 1:
        parts.append(f"数字有误（写为{figures.wrong}）" if figures.wrong else "未写明数字")
        parts[-1] += f"，应有：{figures.right}"
    return "；".join(parts) + "。"


def to_json(scored: Scored) -> dict[str, Any]:
    """Plain values for storing with a run; points by their position in the question."""
    return {
        "earned": scored.earned,
        "marks": scored.marks,
        "total": scored.total,
        "warnings": list(scored.warnings),
        "points": [
            {
                "mark": one.mark,
                "strength": one.strength,
                "earned": one.earned,
                "why": one.why,
                "where": one.where,
                "matched": one.matched,
                "span": list(one.span) if one.span else None,
            }
            for one in scored.points
        ],
    }
