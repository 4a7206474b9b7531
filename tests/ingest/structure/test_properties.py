"""What holds for the parse of any text."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.structure import parse, tree
from kb.model import DocumentKind, Source, Span
from tests.ingest.structure import gold

# Pieces that steer the parser into its corners, so that random texts are more than noise.
PIECES = (
    "第一条 ",
    "第二条",
    "第十二条第二款的规定",
    "第一章 总则",
    "第一章",
    "第一编 ",
    "目录",
    "第一篇:甲",
    "第二篇:乙",
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "２．",
    "1.1",
    "1.2.3",
    "（1）",
    "1)",
    "①",
    "一是",
    "二是",
    "第一，",
    "● ",
    "关于“甲”的问题",
    "针对“乙”问题",
    "整改情况：",
    "整改措施:",
    "下一步打算：",
    "责任单位：丙",
    "完成时限：2024年2月30日",
    "年底前",
    "9999年12月前",
    "完成时限：自反馈之日起99个月",
    "巡察组于2024年1月2日反馈意见",
    "制定办法；约谈2人；截至5月底，办结率达到96%。",
    "剩余2件尚在办理，力争9月底前完成。",
    "给予李某警告处分，对所长予以诫勉；",
    "目前，正在立案调查。",
    "某局警务督察情况的通报",
    "二、存在的主要问题",
    "甲县公安局东派出所李某睡岗，张某无人管。",
    "乙县公安局西派出所王某脱岗不报。",
    "三、处理情况",
    "东派出所给予李某警告处分；西派出所给予王某诫勉，责令9999年12月前整改。",
    "学习不深入。一是制定办法。二是开展培训。",
    "（首次：正在整改；本次：已完成）",
    "战果偏少。已完成整改。一是成立专班。",
    "针对“甲不足”的问题，开展培训；建立制度。",
    "在学习方面，学习不深入；用得不够。",
    "1年1月前",
    "【台账】表",
    "第2行 | 问题：甲 | 整改措施：乙",
    "序号 | 问题 | 整改措施 | 责任单位",
    "1 | 甲 | 乙 | 丙",
    "甲市公安局关于巡察整改情况的通报",
    "甲条例",
    "典型案例",
    "基本案情",
    "处理与整改",
    "巡察反馈意见",
    "有的甲；有的乙。",
    "2024年1月1日",
    "联系电话：1",
    "附件：",
    "《甲《乙》丙》",
    "“",
    "”",
    "\n",
    "\n\n",
    "　",
    "。",
    "；",
    " | ",
    "\x0c",
    "\u2028",
    "\ufeff",
    "汉字汉字汉字",
    "²",
    "〇",
)
texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("\n".join),
)


def check(text: str, kinds: dict[int, DocumentKind] | None = None) -> None:
    """Every promise of ``parse`` that does not depend on the meaning of the text."""
    documents = parse(text, "甲.txt", kinds)
    assert parse(text, "甲.txt", kinds) == documents
    passages = [passage for document in documents for passage in document.passages]
    covered = "".join("".join(text[passage.span.start : passage.span.end].split()) for passage in passages)
    assert "".join(text.split()) == covered
    ends = [0, *(passage.span.end for passage in passages)]
    for before, passage in zip(ends, passages, strict=False):
        words = text[passage.span.start : passage.span.end]
        assert before <= passage.span.start < passage.span.end
        assert words == words.strip()
        assert passage.locator
    assert len({passage.locator for passage in passages}) == len(passages)
    for document in documents:
        inner = [passage.span for passage in document.passages]
        assert (document.span.start, document.span.end) == (inner[0].start, inner[-1].end)
        assert document.kind_reason
        assert {article.span for article in document.articles} <= set(inner)
        for article in document.articles:
            _inside(article.span, (*article.paragraphs, *article.items))
        for problem in document.problems:
            _inside(document.span, (problem.span, problem.title_span))
            for one in gold.entries(problem):
                assert one.span in inner
                # A circular may tell in a later part how its cases were dealt with.
                apart = document.kind is DocumentKind.CASE and one.span.start >= problem.span.end
                _inside(document.span if apart else problem.span, (one.span,))
            for measure in problem.measures:
                _inside(measure.span, tuple(figure.span for figure in measure.figures))
            for pending in problem.pending:
                _inside(pending.span, tuple(limit.span for limit in pending.deadlines))
    assert isinstance(tree(Source("甲.txt", "", "", text, documents)), str)


def _inside(outer: Span, spans: tuple[Span, ...]) -> None:
    """Every span is well-formed and inside the outer one."""
    for span in spans:
        assert outer.start <= span.start <= span.end <= outer.end


@settings(max_examples=250, deadline=None, derandomize=True)
@given(texts)
@example("")
@example(" \n\u3000")
@example("甲局督察情况的通报\n一、存在的主要问题\n督察发现：\n情况如下：\n二、工作要求\n整改。")
@example("甲局督察情况的通报\n一、存在的主要问题\n存在：\n二、处理情况\n对王某警告；对李某警告。")
@example("第一条")
@example("第一条 甲\n第一条 甲")
@example("【台账】\n第1行 | ")
def test_any_text(text: str) -> None:
    """No text raises; passages are an ordered partition with unique locators; every part lies inside its whole."""
    check(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts, st.sampled_from(DocumentKind), st.integers(0, 2))
def test_any_text_as_any_kind(text: str, kind: DocumentKind, part: int) -> None:
    """A kind decided by the user is taken for whatever text it is, and keeps all promises."""
    check(text, {part: kind})
    assert all(document.kind is kind for document in parse(text, "甲.txt", {part: kind}) if document.part == part)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(gold.NAMES), st.integers(0, 2000), st.integers(0, 2000), st.sampled_from(PIECES))
def test_damaged_documents(name: str, start: int, length: int, piece: str) -> None:
    """A document with a stretch missing, or with something foreign in it, keeps all promises."""
    text = (gold.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    check(text[:start] + piece + text[start + length :])
    check(text.replace("\n", piece))
