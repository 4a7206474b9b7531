"""Papers are composed of exact quotes, fixed phrases and placeholders, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.anchor import Found, resolve_all
from assistant.basket import Basket, BasketItem
from assistant.desk import Desk
from assistant.drafting.body import paragraphs, restored
from assistant.drafting.check import State, verify_draft
from assistant.drafting.collect import from_hits, joined, sheets
from assistant.drafting.compose import draft, kind_of
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import Draft, DraftKind, Table
from assistant.drafting.naming import named_article, named_problem
from kb.errors import NotFoundError, XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from tests.assistant.drafting.library import CASE, DIGEST, FEEDBACK, NOTICE, OLD, OTHER, RULE

FACTS = DraftFacts(
    unit="石泉县公安局",
    issuer="石泉县公安局督察大队",
    addressee="各派出所",
    day=date(2026, 3, 5),
    period="2026年1月5日至2月6日",
    inspector="县委第一巡察组",
    problem="涉案财物管理混乱",
    description="经查，3起案件的扣押款未及时处置。保管室无人专管；登记不全。",
    due="2026年12月31日",
    responsible="法制大队",
)


def basket(desk: Desk, *names: str) -> Basket:
    """A basket of things called by name: 文件#位置; a label of an article ends with 条."""
    return joined(Basket(), [(named_article if one.endswith("条") else named_problem)(desk, one) for one in names])


EVERYTHING = (
    f"{NOTICE}#一1.",
    f"{NOTICE}#一2.",
    f"{NOTICE}#二1.",
    f"{OTHER}#一1.",
    f"{OTHER}#一2.",
    f"{FEEDBACK}#一1.",
    f"{CASE}#案例",
    f"{RULE}#第四条",
    f"{RULE}#第三条",
    f"{OLD}#第二条",
    f"{DIGEST}#第二条",
)


def quotes_hold(kb: KnowledgeBase, paper: Draft) -> None:
    """Every note is an exact substring of its source, and every marker has its note with the words in front of it."""
    for found in resolve_all(kb, paper.notes.values()):
        assert found.found is Found.EXACT
        assert found.anchor.quote
    pieces = [piece for paragraph in paragraphs(paper.body) for piece in paragraph.pieces if piece.notes]
    for piece in pieces:
        quotes = [re.sub(r"\s*\n\s*", "", paper.notes[number].quote) for number in piece.notes]
        assert any(quote in restored(piece.text) for quote in quotes), piece


def states(kb: KnowledgeBase, paper: Draft) -> set[State]:
    """What the sentences and rows of a draft are."""
    check = verify_draft(kb, paper)
    return {one.state for one in check.sentences} | {one.state for one in check.rows}


@pytest.mark.parametrize("kind", DraftKind)
@pytest.mark.parametrize("facts", [DraftFacts(), FACTS, DraftFacts(unit="岚川市公安局", problem="甲")])
def test_nothing_but_quotes_phrases_and_placeholders(
    papers_kb: KnowledgeBase, papers_desk: Desk, kind: DraftKind, facts: DraftFacts
) -> None:
    """Whatever is in the basket and whatever the user says, no sentence of a composed paper is unfounded."""
    everything = basket(papers_desk, *EVERYTHING)
    whole = () if kind is DraftKind.SUPERVISION and not facts.problem else (everything,)
    for one in (*sheets(papers_kb, everything), *whole):
        paper = draft(papers_kb, kind, one, facts)
        quotes_hold(papers_kb, paper)
        assert states(papers_kb, paper) <= {State.VERIFIED, State.FIXED, State.PLACEHOLDER}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(DraftKind),
    chosen=st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=6),
    words=st.text(alphabet="甲乙。；“”【】[1]《》\n一、（二）3.处", max_size=20),
)
def test_wild_words_of_the_user_found_nothing(
    papers_kb: KnowledgeBase, papers_desk: Desk, kind: DraftKind, chosen: list[str], words: str
) -> None:
    """Brackets, line breaks and markers in the user's words neither break the paper nor pass as citations."""
    facts = DraftFacts(unit=words, problem=words, description=words, due=words)
    try:
        paper = draft(papers_kb, kind, basket(papers_desk, *chosen), facts)
    except XunjianError:
        return
    quotes_hold(papers_kb, paper)
    assert State.UNVERIFIED not in states(papers_kb, paper)


class TestWhoSpeaks:
    """Measures of others are never written as the unit's own."""

    def test_others_are_references(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A notice for another unit leaves its own measures blank and attributes those of the source."""
        paper = draft(papers_kb, DraftKind.NOTICE, basket(papers_desk, f"{NOTICE}#一1."), FACTS)
        lines = paper.body.splitlines()
        own = next(line for line in lines if line.startswith("整改情况："))
        assert "【" in own
        assert "[" not in own
        first = next(at for at, line in enumerate(lines) if "[1]" in line)
        assert "岚川市公安局" == lines[first - 1][:6]
        assert any("其他单位" in line for line in lines[:first])

    @pytest.mark.parametrize("kind", [DraftKind.FINDINGS, DraftKind.PLAN, DraftKind.NOTICE, DraftKind.SUPERVISION])
    def test_no_title_of_others_is_ones_own(self, papers_kb: KnowledgeBase, papers_desk: Desk, kind: DraftKind) -> None:
        """Who does not say what the paper is about gets a blank, never the title of another unit's problem."""
        facts = DraftFacts(unit="石泉县公安局")
        paper = draft(papers_kb, kind, basket(papers_desk, f"{NOTICE}#一1."), facts)
        told = [line for line in paper.body.splitlines() if "涉案财物管理混乱" in line]
        assert all(line.startswith("岚川市公安局") for line in told)
        assert "涉案财物管理混乱" not in paper.title
        assert "【问题名称】" in paper.body

    @pytest.mark.parametrize("unit", ["岚川市公安局", "中共岚川市公安局委员会", "岚川市公安局党委"])
    def test_own_measures_are_own(self, papers_kb: KnowledgeBase, papers_desk: Desk, unit: str) -> None:
        """A notice of the inspected unit itself says what its own source says, with or without the committee."""
        paper = draft(papers_kb, DraftKind.NOTICE, basket(papers_desk, f"{NOTICE}#一1."), DraftFacts(unit=unit))
        lines = paper.body.splitlines()
        at = lines.index("整改情况：已完成。")
        assert ["一是", "二是", "三是"] == [line[:2] for line in lines[at + 1 : at + 4]]
        assert "其他单位" not in paper.body

    def test_a_branch_is_another_unit(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The branch office of an inspected unit did not take its measures."""
        facts = DraftFacts(unit="岚川市公安局城东分局")
        paper = draft(papers_kb, DraftKind.NOTICE, basket(papers_desk, f"{NOTICE}#一1."), facts)
        assert "其他单位同类问题处理情况" in paper.body


class TestValidity:
    """What may not be a basis is named, not quoted."""

    def test_superseded_article(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """An amended article leaves a visible note and no citation."""
        paper = draft(papers_kb, DraftKind.REMINDER, basket(papers_desk, f"{OLD}#第二条"), FACTS)
        assert {} == paper.notes
        assert "24小时" not in paper.body
        assert re.search(r"【《岚川市值班管理办法》第二条已被修订，", paper.body)

    def test_digest_and_example_are_named(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A digest bears its badge where it is quoted, and both leave a note at the end."""
        paper = draft(papers_kb, DraftKind.SPECIAL, basket(papers_desk, f"{CASE}#案例", f"{DIGEST}#第二条"), FACTS)
        assert "(摘编)》第二条规定：" in paper.body
        assert ["摘编", "虚构示例"] == re.findall(r"^【.*为(?:资料)?(摘编|虚构示例)，.*】$", paper.body, re.MULTILINE)

    def test_item_of_an_articles_list_is_quoted_in_one_line(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The items of an article follow its lead in one paragraph, so that none is taken for a heading."""
        paper = draft(papers_kb, DraftKind.REMINDER, basket(papers_desk, f"{RULE}#第四条"), FACTS)
        line = next(line for line in paper.body.splitlines() if "第四条规定：" in line)
        assert line.endswith("（四）调离[1]。")


class TestSpecial:
    """同类问题处理情况专报."""

    def test_counts(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """Problems, units, states and measures are counted from the material."""
        paper = draft(
            papers_kb,
            DraftKind.SPECIAL,
            basket(papers_desk, f"{NOTICE}#一1.", f"{NOTICE}#二1.", f"{OTHER}#一1.", f"{RULE}#第三条"),
            FACTS,
        )
        total = next(line for line in paper.body.splitlines() if line.startswith("本报告依据"))
        assert "其中，已完成2个；正在整改1个。" in total
        assert [3, 2, 3, 2, 1, 6, 6, 1] == [int(number) for number in re.findall(r"\d+", total)]
        assert ["3", "1", "2"] == [row.cells[5] for row in paper.tables[0].rows]
        assert ["未载明", "2022-12-31", "未载明"] == [row.cells[6] for row in paper.tables[0].rows]

    def test_feedback_and_notice_are_one_problem(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A problem in the feedback and in the notice on it is counted once, with the state of the notice."""
        both = basket(papers_desk, f"{FEEDBACK}#一1.", f"{OTHER}#一1.")
        paper = draft(papers_kb, DraftKind.SPECIAL, both, FACTS)
        assert "2份资料，涉及1个单位的1个同类问题。其中，已完成1个。" in paper.body
        assert ["已完成"] == [row.cells[4] for row in paper.tables[0].rows]

    def test_figures_are_quoted_as_results(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The sentences with figures stand under 整改成效 even where the headline holds them."""
        paper = draft(papers_kb, DraftKind.SPECIAL, basket(papers_desk, f"{OTHER}#一1."), FACTS)
        body = paper.body.splitlines()
        at = next(at for at, line in enumerate(body) if line.endswith("整改成效"))
        assert "12.5万元" in body[at + 1]

    def test_chosen_measures_narrow_the_problem(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A measure in the basket beside its problem is the only one quoted."""
        hits = papers_desk.search("涉案财物出入库办法").groups[Group.PRECEDENT]
        hit = next(hit for hit in hits if hit.passage.doc == NOTICE)
        alone = from_hits(papers_kb, [hit.__class__(hit.passage, hit.score)])
        paper = draft(papers_kb, DraftKind.SPECIAL, alone, FACTS)
        quoted = {note.locator for note in paper.notes.values()}
        assert {"一1.", hit.passage.locator} == quoted


class TestPlan:
    """整改方案 with its lists."""

    def test_lists_of_own_problems(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The lists hold the unit's own problems; what others did is a list of its own, to choose from."""
        both = basket(papers_desk, f"{NOTICE}#二1.", f"{OTHER}#一1.")
        paper = draft(papers_kb, DraftKind.PLAN, both, DraftFacts(unit="岚川市公安局"))
        tables = {table.name: table for table in paper.tables}
        assert ["问题清单", "责任清单", "时限清单", "参考措施清单"] == list(tables)
        assert ["年轻干部培养不足"] == [row.cells[2] for row in tables["问题清单"].rows]
        assert {"霞屿市公安局"} == {row.cells[1] for row in tables["参考措施清单"].rows}
        assert "2022-12-31" in tables["时限清单"].rows[0].cells
        places = [(anchor.source, anchor.start, anchor.end) for anchor in paper.notes.values()]
        assert len(set(places)) == len(places)

    def test_lists_of_a_problem_no_source_knows(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The user's words stand in the one row, blanks in the other cells, no measure of others."""
        paper = draft(papers_kb, DraftKind.PLAN, basket(papers_desk, f"{OTHER}#一1."), FACTS)
        cells = dict(pair for table in paper.tables[:3] for pair in _one_row(table))
        assert ("涉案财物管理混乱", "法制大队", "2026年12月31日") == (
            cells["具体问题"],
            cells["牵头单位"],
            cells["完成时限"],
        )
        assert "【责任领导】" == cells["责任领导"]


def _one_row(table: Table) -> list[tuple[str, str]]:
    (row,) = table.rows
    return [(column.title, cell) for column, cell in zip(table.columns, row.cells, strict=True)]


class TestSupervision:
    """督办单: one matter a sheet."""

    def test_several_problems_are_refused(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """Without word of the matter, two problems make no sheet."""
        two = basket(papers_desk, f"{NOTICE}#一1.", f"{NOTICE}#一2.")
        with pytest.raises(XunjianError, match="一事一单"):
            draft(papers_kb, DraftKind.SUPERVISION, two)

    def test_sheets(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """Each problem gets a sheet; articles stand on all of them."""
        three = basket(papers_desk, f"{NOTICE}#一1.", f"{RULE}#第三条", f"{OTHER}#一1.")
        papers = [draft(papers_kb, DraftKind.SUPERVISION, one) for one in sheets(papers_kb, three)]
        assert ["涉案财物管理混乱", "涉案财物处置不及时"] == [re.findall("“(.+?)”", one.title)[0] for one in papers]
        assert all("第三条规定：" in one.body for one in papers)

    def test_form(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """The form has the fields of the sheet, known ones filled in."""
        paper = draft(papers_kb, DraftKind.SUPERVISION, basket(papers_desk, f"{RULE}#第三条"), FACTS)
        form = dict(row.cells for row in paper.tables[0].rows)
        assert ("石泉县公安局督察大队", "法制大队", "2026年12月31日") == (
            form["交办单位"],
            form["承办单位"],
            form["办理时限"],
        )
        assert form["办理情况"].startswith("【")


class TestWrongUse:
    """Errors say in Chinese what to do."""

    def test_unknown_kind(self) -> None:
        """A paper that does not exist is refused with those that do."""
        with pytest.raises(XunjianError, match="整改方案"):
            kind_of("决定")

    @pytest.mark.parametrize(
        ("name", "kind"), [("专报", DraftKind.SPECIAL), ("督办单", DraftKind.SUPERVISION), ("plan", DraftKind.PLAN)]
    )
    def test_short_names(self, name: str, kind: DraftKind) -> None:
        """A part of a name that fits one paper is enough."""
        assert kind is kind_of(name)

    def test_part_of_two_names(self) -> None:
        """整改 could be a plan or a notice."""
        with pytest.raises(XunjianError, match="可以起草"):
            kind_of("整改")

    @pytest.mark.parametrize("kind", DraftKind)
    def test_empty_basket(self, papers_kb: KnowledgeBase, kind: DraftKind) -> None:
        """Nothing to quote, no paper."""
        with pytest.raises(XunjianError, match="材料篮是空的"):
            draft(papers_kb, kind, Basket())

    @pytest.mark.parametrize(
        ("name", "match"),
        [(f"{NOTICE}#九9.", "一1."), ("没有这份.md#一1.", "没有找到"), (NOTICE, "没有写明位置")],
    )
    def test_unknown_problem(self, papers_desk: Desk, name: str, match: str) -> None:
        """A problem that is not there is refused with what is there."""
        with pytest.raises(XunjianError, match=match):
            named_problem(papers_desk, name)

    @pytest.mark.parametrize(
        ("name", "match"),
        [(f"{RULE}#第九十条", "共有5条"), ("督察暂行规定#第一条", "没有收录"), (f"{RULE}#前言", "不是条款")],
    )
    def test_unknown_article(self, papers_desk: Desk, name: str, match: str) -> None:
        """An article that is not there is refused with the reason."""
        with pytest.raises(XunjianError, match=match):
            named_article(papers_desk, name)

    def test_special_needs_a_problem(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A report on precedents cannot be made of articles alone."""
        with pytest.raises(XunjianError, match="至少一个问题"):
            draft(papers_kb, DraftKind.SPECIAL, basket(papers_desk, f"{RULE}#第三条"))

    def test_all_material_gone(self, papers_kb: KnowledgeBase, papers_desk: Desk) -> None:
        """A basket whose sources were removed is refused; one lost item among others is named in the paper."""
        (item,) = basket(papers_desk, f"{NOTICE}#一1.").items
        gone = BasketItem(item.anchor.__class__.from_json({**item.anchor.to_json(), "source": "x"}), item.role)
        with pytest.raises(NotFoundError, match="已不在资料库中"):
            draft(papers_kb, DraftKind.PLAN, Basket((gone,)))
        paper = draft(papers_kb, DraftKind.PLAN, Basket((gone, *basket(papers_desk, f"{OTHER}#一1.").items)))
        assert "原文已找不到" in paper.body


def test_names_are_read_as_people_write_them(papers_desk: Desk) -> None:
    """The last dot and the width of brackets do not matter, a title does as well, an article is found by short name."""
    names: Iterable[str] = (f"{NOTICE}#一1.", f"{NOTICE}#一1", f"{NOTICE}#涉案财物管理混乱", f"{NOTICE[:-3]}#一1．")
    assert 1 == len({named_problem(papers_desk, name).id for name in names})
    assert f"{NOTICE}#一1.二是" == f"{NOTICE}#{named_problem(papers_desk, f'{NOTICE}#一1.二是').anchor.locator}"
    articles = (f"{RULE}#第三条", "值班管理办法#3条", "《岚川市值班管理办法》#第三条")
    assert [RULE] * 3 == [named_article(papers_desk, name).anchor.doc for name in articles]
