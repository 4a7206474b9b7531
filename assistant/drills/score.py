"""Marks answers point by point; every mark says what was found, what was missed and where it stands.

For each reference point the best segment of the answer is sought.  Words of the point (also meant by everyday words),
pairs of characters and the closeness of vectors make its strength; naming the right article and the right figures
raises it, naming wrong ones and saying the opposite lowers it.  Copied clauses are blanked before, words of every
official paper weigh next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np

from assistant.drills.answers import Rarity, Segment, copied_share, own_words, plain_rarity, segments_of
from assistant.drills.evidence import Citing, Evidence, Measured, Reader, References, citing, measured
from assistant.drills.model import FULL, Drill, Question, ReferencePoint
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
    in Chinese what was found or missed; ``span`` is the matched place in the answer, ``matched`` its words.
    """

    point: ReferencePoint
    mark: float
    strength: float
    earned: float
    why: str
    matched: str = ""
    span: Span | None = None

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
    """The combination: strength = a sum of features, cut into marks at ``half`` and ``full``.

    See docs/decisions.md for how they were found.
    """

    words: float = 0.55
    pairs: float = 0.35
    meaning: float = 0.25
    numbered: float = 0.30
    named: float = 0.10
    wrong_article: float = -0.25
    figures: float = 0.15
    wrong_figure: float = -0.25
    denied: float = -0.60
    half: float = 0.33
    full: float = 0.58


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
        self.weights = weights or Weights()
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
        own = own_words(answer, known)
        segments = segments_of(own)
        cosines = self._cosines(question.points, segments)
        wanted = [find_references(fold(point.article), self.names)[0] for point in question.points if point.article]
        found = References(*find_references(own, self.names), [one for row in wanted for one in row])
        marked = tuple(
            self._point(point, segments, row, found, own) for point, row in zip(question.points, cosines, strict=True)
        )
        earned = sum(one.earned for one in marked)
        copied = copied_share(answer, own)
        warnings = [f"作答中有 {copied:.0%} 与题面或背景材料相同，照抄部分不计分。"] if copied > _MOSTLY_COPIED else []
        if not answer.strip():
            warnings = ["没有作答。"]
        total = FULL * earned / question.marks if question.marks else 0.0
        return Scored(marked, round(earned, 2), question.marks, round(total, 1), tuple(warnings))

    def _cosines(self, points: Sequence[ReferencePoint], segments: Sequence[Segment]) -> Sequence[Sequence[float]]:
        """Cosines of points with segments, 0 without a model."""
        if self.embedder is None or not segments or not points:
            return [[0.0] * len(segments) for _ in points]
        # One side as queries, the other as passages: the model was trained to compare these.
        left = self.embedder.encode_queries([point.text for point in points])
        right = self.embedder.encode_passages([segment.text for segment in segments])
        return [[float(value) for value in row] for row in left @ right.T]

    def _point(
        self,
        point: ReferencePoint,
        segments: Sequence[Segment],
        cosines: Sequence[float],
        found: References,
        answer: str,
    ) -> PointScore:
        evidence = self._reader.compare(point, segments, cosines)
        best = max(evidence, key=lambda one: (self._said(one), -len(one.segment.text)), default=None)
        if best is None:
            return PointScore(point, 0.0, 0.0, 0.0, "未作答或只照抄了题面。")
        cited = citing(point, found, self.names, best.segment.span)
        figures = measured(point, answer, best.segment.text)
        strength = min(1.0, max(0.0, self._strength(point, best, cited, figures)))
        mark = 1.0 if strength >= self.weights.full else 0.5 if strength >= self.weights.half else 0.0
        why = _why(point, best, cited, figures, mark)
        matched = best.segment.text.strip()
        shown = mark > 0 or best.denied
        span = best.segment.span if shown else None
        return PointScore(point, mark, round(strength, 3), mark * point.marks, why, matched if shown else "", span)

    def _said(self, one: Evidence) -> float:
        weights = self.weights
        return weights.words * one.words + weights.pairs * one.pairs + weights.meaning * one.meaning

    def _strength(self, point: ReferencePoint, best: Evidence, cited: Citing, figures: Measured) -> float:
        weights = self.weights
        strength = self._said(best)
        if point.article:
            strength += weights.numbered * cited.numbered + weights.named * cited.named
            strength += weights.wrong_article * bool(cited.wrong)
        if point.figures:
            strength += weights.figures * figures.share + weights.wrong_figure * bool(figures.wrong)
        return strength + weights.denied * bool(best.denied)


def score(question: Question, answer: str, embedder: Embedder | None = None, *, told: Sequence[str] = ()) -> Scored:
    """Mark one answer without a knowledge base; see :class:`Marker`, which is to be kept where many are marked."""
    return Marker(embedder=embedder).score(question, answer, told)


def told_of(drill: Drill) -> list[str]:
    """The texts that trainees of a drill have before them."""
    return [statement.text for statement in drill.statements]


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
