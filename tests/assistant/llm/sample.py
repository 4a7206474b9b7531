"""An answer of a fictional unit, made by hand: two measures of one problem and an article."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Section, Sentence
from kb.model import DocumentKind, PassageKey, PassageKind, Provenance, Span, StoredPassage, Validity

QUOTES = (
    "清点暂扣款项36笔，退还当事人29笔，其余依法上缴国库。",
    "制定《涉案财物出入库办法》，明确专人保管。",
    "值班人员连续值班不得超过12小时。",
)


def citation(n: int, quote: str, text: str = "") -> Citation:
    """The n-th quote of a fictional notice, out of a passage that may say more."""
    text = text or quote
    article = n > 2
    passage = StoredPassage(
        PassageKey("s", 1, n),
        PassageKind.ARTICLE if article else PassageKind.MEASURE,
        "通报.md",
        0,
        "青岚市值班备勤条例" if article else "中共青岚市公安局委员会关于巡察整改进展情况的通报",
        DocumentKind.REGULATION if article else DocumentKind.NOTICE,
        Provenance.ORIGINAL,
        Validity.IN_FORCE,
        "第三条" if article else "一(一)1.",
        (),
        None if article else "一(一)1.",
        None if article else "涉案财物管理混乱",
        text,
        Span(0, len(text)),
        None,
    )
    start = text.index(quote)
    return Citation(n, passage, quote, Span(start, start + len(quote)))


def answer(*citations: Citation) -> Answer:
    """An extractive answer of these citations; of the three quotes where none are given."""
    cited = citations or tuple(citation(n, quote) for n, quote in enumerate(QUOTES, 1))
    sentences = tuple(Sentence(one.quote, (one.n,), quoted=True) for one in cited)
    return Answer(refused=False, reason="", sections=(Section("", sentences),), citations=cited)


def refusal() -> Answer:
    """An answer that says that there is none."""
    return Answer(refused=True, reason="没有依据", sections=(Section("", (Sentence("没有依据"),)),))
