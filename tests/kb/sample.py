"""Fictional sources and a small deterministic embedder for the tests of the stores."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.model import (
    Article,
    Chapter,
    Counts,
    Deadline,
    Document,
    DocumentKind,
    Figure,
    Measure,
    Meta,
    Page,
    Passage,
    PassageKind,
    Pending,
    Problem,
    ProblemType,
    Source,
    Span,
    Status,
    Validity,
)
from kb.numerals import to_chinese

DIMENSION = 64


class HashEmbedder:
    """Bags of hashed character pairs: similar words give similar vectors, without a model."""

    def __init__(self, model_id: str = "test/pairs@1", dimension: int = DIMENSION, max_characters: int = 200) -> None:
        self.model_id = model_id
        self.dimension = dimension
        self.max_tokens = max_characters
        self.encoded = 0

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimension, dtype=np.float32)
        vector[0] = 0.1
        for left, right in pairwise(text):
            digest = hashlib.blake2b((self.model_id + left + right).encode(), digest_size=8).digest()
            vector[int.from_bytes(digest, "big") % self.dimension] += 1
        return vector / np.linalg.norm(vector)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions."""
        return np.stack([self._vector(text) for text in texts])

    def question_tokens(self, text: str) -> NDArray[np.float32]:
        """None."""
        return np.zeros((0, self.dimension), np.float32)

    def passage_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """None."""
        return [self.question_tokens(text) for text in texts]

    def encode_everyday(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As questions."""
        return self.encode_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages."""
        self.encoded += len(texts)
        if progress:
            progress(len(texts))
        return self.encode_queries(texts)

    def windows(self, text: str, context: str = "") -> list[Span]:
        """Pieces of equal length that leave room for the context."""
        room = max(20, self.max_tokens - len(self.fit_context(context)) - 1)
        return [Span(start, min(start + room, len(text))) for start in range(0, len(text), room)]

    def fit_context(self, context: str) -> str:
        """The end of a long context."""
        return context[-self.max_tokens // 2 :]


def regulation(
    count: int = 5, *, name: str = "青岚市勤务规定", origin: str = "", extra: str = ""
) -> tuple[Source, bytes]:
    """A regulation with that many articles; ``extra`` goes into the last one.  Returns it with its original."""
    text = f"{name}\n第一章　总则\n"
    passages = [
        Passage(PassageKind.STRUCTURE, Span(0, len(name)), "题名"),
        Passage(PassageKind.STRUCTURE, Span(len(name) + 1, len(text) - 1), "第一章"),
    ]
    articles = []
    for number in range(1, count + 1):
        label = f"第{to_chinese(number)}条"
        words = f"{label}　值班人员应当按第{number}号规程检查装备，" + (extra if number == count else "记录在册。")
        span = Span(len(text), len(text) + len(words))
        text += words + "\n"
        passages.append(Passage(PassageKind.ARTICLE, span, label, ("第一章　总则",)))
        articles.append(
            Article(number, 0, label, span, ("第一章　总则",), (Span(span.start + len(label) + 1, span.end),))
        )
    document = Document(
        part=0,
        kind=DocumentKind.REGULATION,
        kind_reason="有条文",
        title=name,
        span=Span(0, len(text)),
        meta=Meta(issuer="青岚市公安局", validity=Validity.IN_FORCE),
        chapters=(Chapter("第一章　总则", 1, "第一条", f"第{to_chinese(count)}条"),),
        articles=tuple(articles),
        passages=tuple(passages),
    )
    original = text.encode()
    doc = f"{name}.md"
    source = Source(
        doc=doc,
        origin=origin or f"/资料/{doc}",
        sha256=hashlib.sha256(original).hexdigest(),
        text=text,
        documents=(document,),
        pages=(Page(1, Span(0, 40)), Page(2, Span(40, len(text)))),
    )
    return source, original


def notice(*, name: str = "青岚市整改通报", unit: str = "青岚市公安局", extra: str = "") -> tuple[Source, bytes]:
    """A notice with two problems, three measures and one pending item; returns it with its original."""
    parts: list[tuple[str, Span]] = []
    text = ""
    for words in (
        name,
        "1.关于装备台账不清的问题。",
        "一是清点装备14件，完善台账。",
        f"二是修订《装备管理办法》，明确责任。{extra}",
        "2.关于值班脱岗的问题。",
        "一是开展值班督察，通报脱岗人员。",
        "后续：一是2025年6月底前完成复查。",
    ):
        parts.append((words, Span(len(text), len(text) + len(words))))
        text += words + "\n"
    title, first, one, two, second, three, later = (span for _, span in parts)
    problems = (
        Problem(
            locator="1.",
            number="1.",
            title="装备台账不清",
            title_span=Span(first.start + 4, first.start + 10),
            span=Span(first.start, two.end),
            status=Status.COMPLETED,
            responsible=("装备科",),
            measures=(
                Measure("一是", one, "1.一是", (Figure(Span(one.start + 6, one.start + 9), "14", "件", "装备"),)),
                Measure("二是", two, "1.二是", documents=("装备管理办法",)),
            ),
            documents=("装备管理办法",),
            types=(ProblemType("后勤保障/装备管理", 0.8),),
        ),
        Problem(
            locator="2.",
            number="2.",
            title="值班脱岗",
            title_span=Span(second.start + 4, second.start + 8),
            span=Span(second.start, later.end),
            status=Status.IN_PROGRESS,
            measures=(Measure("一是", three, "2.一是"),),
            pending=(Pending("一是", later, "2.后续一是", (Deadline(Span(later.start + 5, later.start + 13), None),)),),
        ),
    )
    passages = (
        Passage(PassageKind.STRUCTURE, title, "题名"),
        Passage(PassageKind.PROBLEM, first, "1.", (), "1."),
        Passage(PassageKind.MEASURE, one, "1.一是", ("1.关于装备台账不清的问题",), "1."),
        Passage(PassageKind.MEASURE, two, "1.二是", ("1.关于装备台账不清的问题",), "1."),
        Passage(PassageKind.PROBLEM, second, "2.", (), "2."),
        Passage(PassageKind.MEASURE, three, "2.一是", (), "2."),
        Passage(PassageKind.PENDING, later, "2.后续一是", (), "2."),
    )
    document = Document(
        part=0,
        kind=DocumentKind.NOTICE,
        kind_reason="有整改情况",
        title=name,
        span=Span(0, len(text)),
        meta=Meta(unit=unit, counts=Counts(problems=2)),
        problems=problems,
        passages=passages,
    )
    original = text.encode()
    doc = f"{name}.txt"
    return Source(doc, f"/资料/{doc}", hashlib.sha256(original).hexdigest(), text, (document,)), original
