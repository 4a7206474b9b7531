"""A draft is checked sentence by sentence, also after edits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.anchor import Anchor
from assistant.basket import Basket
from assistant.desk import Desk
from assistant.drafting import phrases
from assistant.drafting.check import Judged, State, verify_draft
from assistant.drafting.collect import joined, of_problem
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import Column, Draft, DraftKind, Row, Table
from assistant.drafting.naming import named_article
from kb.knowledge_base import KnowledgeBase
from tests.assistant.drafting.library import NOTICE, OLD, OTHER, RULE
from tests.assistant.drafting.test_compose import FACTS, basket, quotes_hold


@pytest.fixture
def paper(papers_kb: KnowledgeBase, papers_desk: Desk) -> Draft:
    """A report with quotes of two notices and an article."""
    names = (f"{NOTICE}#一1.", f"{NOTICE}#二1.", f"{OTHER}#一1.", f"{RULE}#第三条")
    return draft(papers_kb, DraftKind.SPECIAL, basket(papers_desk, *names), FACTS)


def judged(kb: KnowledgeBase, paper: Draft, body: str) -> list[Judged]:
    """The sentences of another body over the same notes."""
    return list(verify_draft(kb, replace(paper, body=body)).sentences)


def number(paper: Draft, words: str) -> int:
    """The note whose quote holds those words."""
    return next(n for n, anchor in paper.notes.items() if words in anchor.quote)


class TestEdits:
    """What a user may do to a quote."""

    def test_part_of_a_quote(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A whole sentence of the cited passage stays verified."""
        n = number(paper, "出入库办法")
        (one,) = judged(papers_kb, paper, f"制定《涉案财物出入库办法》，明确专人保管。[{n}]")
        assert (State.VERIFIED, (n,)) == (one.state, one.notes)

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            ("清点暂扣款项63笔，退还当事人29笔。", "63"),
            ("清点暂扣款项36笔，全部退还当事人，群众满意度达到100%。", "100"),
            ("未清点暂扣款项36笔。", "未清点"),
        ],
    )
    def test_changed_words(self, papers_kb: KnowledgeBase, paper: Draft, words: str, fault: str) -> None:
        """A changed figure, an invented outcome and a negation are not verified, and the reason names them."""
        n = number(paper, "清点暂扣款项")
        (one,) = judged(papers_kb, paper, f"{words}[{n}]")
        assert State.UNVERIFIED is one.state
        assert fault in one.reason

    def test_own_sentence(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A sentence without a marker is the user's own, beside a quote that stays verified."""
        n = number(paper, "出入库办法")
        body = f"我局已经全面整改到位。\n{paper.notes[n].quote}[{n}]。"
        assert [State.OWN, State.VERIFIED, State.VERIFIED] == [one.state for one in judged(papers_kb, paper, body)]

    def test_words_slipped_into_a_quote(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A sentence written in front of a quote, behind the same marker, is judged by the passage."""
        n = number(paper, "出入库办法")
        body = f"群众一致好评。{paper.notes[n].quote}[{n}]"
        assert [State.UNVERIFIED, State.VERIFIED, State.VERIFIED] == [
            one.state for one in judged(papers_kb, paper, body)
        ]

    def test_words_between_two_quotes_of_a_sentence(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """Two quotes do not vouch for what stands between them in the same sentence."""
        n, m = number(paper, "12.5万元"), number(paper, "一物一码")
        words = {n: "清退扣押款12.5万元", m: "实行一物一码"}
        notes = {k: _cut(paper.notes[k], quote) for k, quote in words.items()}
        whole = replace(paper, notes=notes)
        assert [State.VERIFIED] == [
            one.state for one in judged(papers_kb, whole, f"{words[n]}[{n}]，{words[m]}[{m}]。")
        ]
        body = f"{words[n]}[{n}]，群众拍手称快，涉案资金全部追回，{words[m]}[{m}]。"
        assert [State.UNVERIFIED] == [one.state for one in judged(papers_kb, whole, body)]

    def test_a_marker_without_place(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A number that leads nowhere verifies nothing."""
        (one,) = judged(papers_kb, paper, "明确专人保管。[99]")
        assert (State.UNVERIFIED, True) == (one.state, "[99]" in one.reason)

    def test_changed_count(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A counted figure is fixed only as it was counted."""
        line = next(line for line in paper.body.splitlines() if line.startswith("本报告依据"))
        first = line[: line.index("。") + 1]
        assert [State.FIXED] == [one.state for one in judged(papers_kb, paper, first)]
        assert [State.OWN] == [one.state for one in judged(papers_kb, paper, first.replace("依据3份", "依据8份"))]

    def test_foreign_name_in_a_phrase(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A fixed phrase with a name that neither the sources nor the user gave is the user's own sentence."""
        known = phrases.PLAN_OPENING(name="涉案财物管理混乱")
        other = phrases.PLAN_OPENING(name="贪污公款")
        assert [State.FIXED, State.OWN] == [one.state for one in judged(papers_kb, paper, f"{known}\n{other}")]

    def test_somebody_elses_measure(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A quote under the name of a unit that the sources do not name is not verified."""
        n = number(paper, "出入库办法")
        lead = phrases.MATTER(unit="石门县公安局", name="涉案财物管理混乱", status="已完成")
        first = judged(papers_kb, paper, f"{lead}{paper.notes[n].quote}[{n}]")[0]
        assert State.UNVERIFIED is first.state

    def test_placeholder(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """What is still to be filled in is named."""
        (one,) = judged(papers_kb, paper, "完成时限：【完成时限】。")
        assert (State.PLACEHOLDER, "请填写【完成时限】。") == (one.state, one.reason)

    @pytest.mark.parametrize("body", ["", "\n \n", "[1]", "一、", "。。"])
    def test_nothing_said(self, papers_kb: KnowledgeBase, paper: Draft, body: str) -> None:
        """Lines without words are no sentences."""
        assert [] == judged(papers_kb, paper, body)


def _cut(anchor: Anchor, words: str) -> Anchor:
    """An anchor for some of the words of another."""
    start = anchor.start + anchor.quote.index(words)
    return replace(anchor, quote=words, start=start, end=start + len(words))


class TestSources:
    """What becomes of the places."""

    def test_missing_source(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """A note whose source is gone is named, and its sentences are no longer verified."""
        n = number(paper, "出入库办法")
        notes = {**paper.notes, n: replace(paper.notes[n], source="gone")}
        check = verify_draft(papers_kb, replace(paper, notes=notes))
        assert (n,) == check.missing
        assert not check.complete
        assert {State.UNVERIFIED} == {one.state for one in check.sentences if n in one.notes}
        assert check.failed

    def test_moved_words(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """Words that stand elsewhere now are found and stay verified."""
        n = number(paper, "出入库办法")
        anchor = paper.notes[n]
        moved = replace(anchor, start=anchor.start + 3, end=anchor.end + 3, generation=0)
        check = verify_draft(papers_kb, replace(paper, notes={**paper.notes, n: moved}))
        assert (n,) == check.moved
        assert State.UNVERIFIED not in {one.state for one in check.sentences}

    def test_article_out_of_force(self, papers_kb: KnowledgeBase, papers_desk: Desk, paper: Draft) -> None:
        """An amended article is no basis even where its words are exact."""
        (item,) = basket(papers_desk, f"{OLD}#第二条").items
        body = f"{item.anchor.quote}[1]"
        (one,) = verify_draft(papers_kb, replace(paper, body=body, notes={1: item.anchor}, tables=())).sentences
        assert (State.UNVERIFIED, True) == (one.state, "已被修订" in one.reason)


class TestRows:
    """Lists are checked row by row."""

    def test_rows(self, papers_kb: KnowledgeBase, paper: Draft) -> None:
        """Numbers, states, dates, quotes and blanks pass; words of one's own do not."""
        n = number(paper, "出入库办法")
        quote = paper.notes[n].quote
        rows = (
            Row(("1", quote, "2026-12-31", "已完成"), (n,)),
            Row(("2", f"{quote}[{n}]", "【完成时限】", "正在整改")),
            Row(("3", quote.replace("专人", "三人"), "", ""), (n,)),
            Row(("4", "加强领导。", "长期坚持", "")),
        )
        table = Table("清单", tuple(Column(title) for title in "甲乙丙丁"), rows)
        check = verify_draft(papers_kb, replace(paper, tables=(table,)))
        assert [State.VERIFIED, State.PLACEHOLDER, State.UNVERIFIED, State.OWN] == [one.state for one in check.rows]
        assert ((0, 2), (0, 3)) == check.failed_rows


def test_a_second_check_reads_nothing_again(
    papers_kb: KnowledgeBase, paper: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two edits the sources are not read again while the knowledge base is unchanged."""
    first = verify_draft(papers_kb, paper)
    monkeypatch.setattr(papers_kb.catalog, "of_source", None)
    monkeypatch.setattr(papers_kb.catalog, "problems", None)
    assert first == verify_draft(papers_kb, paper)


@pytest.mark.corpus
class TestRealDocuments:
    """Papers made of the real notice and regulations."""

    def test_every_problem_and_paper(self, corpus_kb: KnowledgeBase) -> None:
        """Each problem of the corpus, with an article, gives every paper without an unfounded sentence or row."""
        desk = Desk(corpus_kb)
        article = named_article(desk, "督察条例#第十二条")
        infos = corpus_kb.catalog.problems()
        assert 14 == len(infos)
        for info in infos:
            for facts in (FACTS, DraftFacts(unit=info.unit or "")):
                items = (of_problem(corpus_kb, info.source_id, info.problem.locator), article)
                for kind in DraftKind:
                    paper = draft(corpus_kb, kind, joined(Basket(), items), facts)
                    quotes_hold(corpus_kb, paper)
                    check = verify_draft(corpus_kb, paper)
                    assert not check.failed, (kind, check.failed[0])
                    assert not check.failed_rows, kind

    def test_superseded_law(self, corpus_kb: KnowledgeBase) -> None:
        """The former supervision law is named as superseded and not quoted; its successor is quoted."""
        desk = Desk(corpus_kb)
        items = [named_article(desk, f"监察法({day}).md#第十一条") for day in ("2018-03-20", "2024-12-25")]
        paper = draft(corpus_kb, DraftKind.REMINDER, joined(Basket(), items), FACTS)
        assert {"监察法(2024-12-25).md"} == {note.doc for note in paper.notes.values()}
        assert "第十一条已被修订" in paper.body


@pytest.mark.parametrize(
    ("cell", "fixed"),
    [
        ("《甲院、乙院关于值班的解释》第二条、《丙条例》第三条", True),
        ("《甲院、乙院关于值班的解释》第二条", True),
        ("《丙条例》第三条、《甲院、丁院关于值班的解释》第二条", False),
        ("《丙条例》第三条、", False),
    ],
)
def test_names_that_hold_an_enumeration_comma(cell: str, fixed: bool) -> None:  # noqa: FBT001 - a column of the table
    """A list of known names is fixed, though a name holds the mark that parts the list; one unknown name is enough
    against it.
    """
    assert phrases.is_fixed(cell, {"《甲院、乙院关于值班的解释》第二条", "《丙条例》第三条"}) is fixed
