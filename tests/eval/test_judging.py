"""Refusals, premises, versions and citations as the evaluation sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import phrases
from assistant.answer import Answer, Citation, MeasureKind, Section, Sentence, SuggestedMeasure
from assistant.desk import Reply
from eval import refusal
from eval.citations import check
from eval.questions import Expect, Question, Wrong
from kb.model import DocumentKind, Group, PassageKey, PassageKind, Provenance, Span, StoredPassage, Validity
from retrieval.premise import Premise
from retrieval.result import Hit, SearchResult, Verdict
from retrieval.understand import Intent, Query

TEXT = "第一条 禁闭不超过七日。\n第二条 应当备案。"


def passage(doc: str = "规定.md", *, validity: Validity = Validity.IN_FORCE) -> StoredPassage:
    """The first article of a fictional regulation."""
    span = Span(0, TEXT.index("\n"))
    return StoredPassage(
        key=PassageKey("s1", 1, 0),
        kind=PassageKind.ARTICLE,
        doc=doc,
        part=0,
        title="云泽市禁闭规定",
        document_kind=DocumentKind.REGULATION,
        provenance=Provenance.ORIGINAL,
        validity=validity,
        locator="第一条",
        path=(),
        problem=None,
        problem_title=None,
        text=TEXT[span.start : span.end],
        span=span,
        page=None,
    )


def result(*passages: StoredPassage, warnings: tuple[str, ...] = (), reason: str = "") -> SearchResult:
    """A result that lists the passages as articles."""
    hits = tuple(Hit(each, 1.0) for each in passages)
    query = Query("问", "问", "问", Intent.OPEN)
    verdict = Verdict.REFUSED if reason else Verdict.ANSWERABLE
    return SearchResult(query, verdict, 0.9, reason, {Group.ARTICLE: hits}, hits, warnings)


def answer() -> Answer:
    """A correct answer: a lead, a quotation and a note."""
    quoted = passage()
    start = TEXT.index("禁闭")
    citation = Citation(1, quoted, TEXT[start : quoted.span.end], Span(start, quoted.span.end))
    sentences = (
        Sentence(phrases.ARTICLES),
        Sentence(phrases.place(quoted), (1,)),
        Sentence(citation.quote, (1,), quoted=True),
    )
    return Answer(False, "", (Section("依据条款", sentences),), (citation,))


def question(**changes: object) -> Question:
    """A question with some fields changed."""
    return replace(Question("t1", "s", "问", Group.ARTICLE, "plain", (), Expect.ANSWER), **changes)  # type: ignore[arg-type]


def reply(found: SearchResult, given: Answer | None = None) -> Reply:
    """A result with an answer."""
    return Reply(found, given or answer())


def test_a_premise_warning_is_recognised_in_the_form_the_product_gives_it() -> None:
    """The form belongs to ``retrieval.premise``; values in either numerals agree."""
    warned = reply(result(passage(), warnings=(Premise("30日", "七日", passage()).warning,)))
    assert refusal.premises(warned) == [("30日", "七日")]
    assert refusal.corrected(question(stated="30日", true="7天"), warned)
    assert not refusal.corrected(question(stated="30日", true="15日"), warned)


def test_other_warnings_are_no_premise() -> None:
    """A notice about versions does not count as having noticed a false premise."""
    assert refusal.premises(reply(result(passage(), warnings=("《云泽市禁闭规定》已被修订，仅供了解。",)))) == []


def test_a_missing_article_must_be_said_to_be_missing() -> None:
    """Neither an answer nor a refusal for another reason will do."""
    missing = phrases.no_such_article("云泽市禁闭规定", "第九条", 2)
    assert refusal.says_missing(reply(result(reason=missing)))
    assert not refusal.says_missing(reply(result(reason=phrases.NO_EVIDENCE)))
    assert not refusal.says_missing(reply(result(passage(), warnings=(missing,))))


def test_a_superseded_article_in_front_is_a_wrong_version() -> None:
    """So is a listed trap, whatever its state; neither further down."""
    old, new = passage("旧.md", validity=Validity.AMENDED), passage("新.md")
    assert refusal.wrong_version(question(), (), reply(result(old, new))) == old
    assert refusal.wrong_version(question(), (), reply(result(new, old))) is None
    trap = question(wrong=(Wrong("新.md", "第一条"),))
    assert refusal.wrong_version(trap, (), reply(result(new))) == new


def test_a_superseded_article_cited_is_a_wrong_version() -> None:
    """The answer is looked at as well as the lists."""
    old = passage("旧.md", validity=Validity.REPEALED)
    cited = replace(answer(), citations=(answer().citations[0]._replace(passage=old),))
    assert refusal.wrong_version(question(), (), reply(result(passage()), cited)) == old


def test_a_correct_answer_has_no_faults() -> None:
    """Quotes stand at their places, the rest are fixed phrases."""
    found = check(answer(), lambda _: TEXT)
    assert (found.citations, found.sentences, found.faults) == (1, 3, ())


def broken() -> dict[str, Answer]:
    """Answers with one fault each."""
    good = answer()
    citation = good.citations[0]

    def saying(sentence: Sentence) -> Answer:
        return replace(good, sections=(Section("", (sentence,)),))

    return {
        "引文与原文不符": replace(good, citations=(citation._replace(quote="禁闭不超过九日。"),), sections=()),
        "引文超出所在条款": replace(
            good, citations=(citation._replace(quote=TEXT, span=Span(0, len(TEXT))),), sections=()
        ),
        "引文编号": replace(good, citations=(citation._replace(n=2),), sections=()),
        "引用了不存在的引文": saying(Sentence(phrases.ARTICLES, (7,))),
        "标为引文的句子与引文不同": saying(Sentence("禁闭不超过九日。", (1,), quoted=True)),
        "既非引文也非固定用语": saying(Sentence("一般认为可以从宽。")),
        "建议措施与引文不同": replace(good, measures=(SuggestedMeasure(MeasureKind.OTHER, "另一措施", (1,)),)),
    }


@pytest.mark.parametrize("fault", broken())
def test_every_fault_of_an_answer_is_found(fault: str) -> None:
    """Each breach of the rule gives exactly its own fault."""
    faults = check(broken()[fault], lambda _: TEXT).faults
    assert len(faults) == 1
    assert faults[0].startswith(fault)
