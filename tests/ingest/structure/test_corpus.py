"""The real documents beside the checkout: hand-checked positions, counts, dates and short names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.cleaning import clean
from ingest.readers import read
from ingest.structure import parse
from kb.model import Counts, Document, DocumentKind, PassageKind, Problem, Status

pytestmark = pytest.mark.corpus

REGULATIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "corpus_regulations.yaml").read_text(encoding="utf-8")
)
# Locator, beginning of the title, places of the measures in the file as delivered (each from the end of the one
# before), and places and days of the pending work.
Y, J, N = "2021-12-31", "2022-06-30", "2021-11-30"
NOTICE: list[tuple[str, str, list[int], list[tuple[int, int, list[str]]]]] = [
    ("二(一)1.", "用新思想统筹", [985, 1452, 1633, 1879, 2036], []),
    ("二(一)2.", "领导班子核心", [2078, 2295, 2399, 2477, 2563, 2687], []),
    ("二(一)3.", "‘两个责任’", [2725, 2953, 3126, 3226], []),
    ("二(一)4.", "干部作风不严", [3262, 3404, 3494, 3685, 4037], []),
    ("二(一)5.", "党建引领作用", [4076, 4239, 4501, 4719], []),
    ("二(一)6.", "干部选拔任用", [4758, 4948, 5233, 5320, 5451, 5650, 5890, 6041], []),
    (
        "二(二)1.",
        "改革创新助推",
        [6136, 6302, 6419, 6583, 6744, 6964, 7091],
        [(7108, 7267, [Y, Y]), (7267, 7383, [J])],
    ),
    ("二(二)2.", "打击违法犯罪", [7423, 7653, 7907, 8081], [(8098, 8165, [N])]),
    ("二(二)3.", "维护社会治安", [8205, 8343, 8472, 8643, 8915], [(8932, 9011, []), (9011, 9086, [Y, Y])]),
    ("二(二)4.", "回应群众关切", [9126, 9185, 9263, 9351, 9429, 9514, 9595], [(9612, 9639, [Y])]),
    (
        "二(二)5.",
        "执法办案基础",
        [9680, 9781, 9900, 10039, 10143, 10293],
        [(10310, 10372, [Y]), (10372, 10412, [])],
    ),
    (
        "二(二)6.",
        "执法不严、执",
        [10456, 10576, 10723, 10887, 11015, 11115, 11362],
        [(11379, 11486, []), (11486, 11533, [])],
    ),
    (
        "二(二)7.",
        "执法监督机制",
        [11599, 11688, 11765, 11865, 11977, 12133, 12281, 12404],
        [(12421, 12485, [N, "None", Y]), (12485, 12561, []), (12561, 12654, [])],
    ),
    (
        "二(二)8.",
        "内控制度形同",
        [12693, 12801, 13045, 13430],
        [(13447, 13533, [Y]), (13533, 13576, [Y]), (13576, 13619, [Y])],
    ),
]


def documents(path: Path) -> tuple[str, tuple[Document, ...]]:
    """Clean text and documents of a file."""
    text = clean(read(path.read_bytes(), path.name)).text
    return text, parse(text, path.name)


def find(corpus: Path, pattern: str) -> Path:
    """The one file that fits a pattern."""
    (path,) = corpus.glob(pattern)
    return path


@pytest.fixture(scope="module")
def notice(corpus: Path) -> tuple[str, str, Document]:
    """The notice: text as delivered, clean text, document."""
    path = find(corpus, "notices/002_*.txt")
    text, (document,) = documents(path)
    return path.read_text(encoding="utf-8"), text, document


def test_notice_problems(notice: tuple[str, str, Document]) -> None:
    """Six completed and eight running problems are found under their locators with the titles between the quotes."""
    _, _, document = notice
    assert document.kind is DocumentKind.NOTICE
    assert [(locator, title) for locator, title, _, _ in NOTICE] == [
        (problem.locator, problem.title[: len(title)])
        for problem, (_, title, _, _) in zip(document.problems, NOTICE, strict=True)
    ]
    expected = [Status.COMPLETED] * 6 + [Status.IN_PROGRESS] * 8
    assert expected == [problem.status for problem in document.problems]


def test_notice_measures(notice: tuple[str, str, Document]) -> None:
    """Every measure stands from its first to its last character, as counted in the file delivered."""
    raw, text, document = notice
    for problem, (_, _, places, _) in zip(document.problems, NOTICE, strict=True):
        spans = list(pairwise(places))
        assert [raw[a:b] for a, b in spans] == [text[m.span.start : m.span.end] for m in problem.measures]
        assert [raw[a : a + 2] for a, _ in spans] == [measure.ordinal for measure in problem.measures]
        assert [f"{problem.locator}{m.ordinal}" for m in problem.measures] == [m.locator for m in problem.measures]


def test_notice_pending(notice: tuple[str, str, Document]) -> None:
    """Every pending item stands whole, with its time limits resolved."""
    raw, text, document = notice
    for problem, (_, _, _, pending) in zip(document.problems, NOTICE, strict=True):
        found = [(text[p.span.start : p.span.end], [str(limit.due) for limit in p.deadlines]) for p in problem.pending]
        assert [(raw[a:b], days) for a, b, days in pending] == found


def test_notice_meta(notice: tuple[str, str, Document]) -> None:
    """Unit, inspectors, dates and the totals the notice states about itself."""
    meta = notice[2].meta
    assert (date(2021, 3, 15), date(2021, 5, 15)) == (meta.period_start, meta.period_end)
    assert (date(2021, 6, 7), date(2021, 11, 3)) == (meta.feedback_date, meta.published)
    assert Counts(5, 14, 40, 113) == meta.counts
    assert (meta.unit, meta.inspector, meta.region) == ("无锡市公安局", "市委第一巡察组", "无锡市")


def test_notice_other_parts(notice: tuple[str, str, Document]) -> None:
    """Organisation and plans are practice under their own locators; contact block and signature are structure."""
    kinds = {passage.locator: passage.kind for passage in notice[2].passages}
    practice = ["一", "一一是", "一二是", "一三是", "三", "三一是", "三二是", "三三是"]
    assert [kinds[name] for name in practice] == [PassageKind.PRACTICE] * 8
    assert kinds["落款"] is PassageKind.STRUCTURE


@pytest.mark.parametrize("name", sorted(REGULATIONS))
def test_regulation(corpus: Path, name: str) -> None:
    """Articles, items, paragraphs, chapters, issuer and dates of each regulation; no gaps, no doubts."""
    gold = REGULATIONS[name]
    _, (document,) = documents(corpus / "regulations" / f"{name}.md")
    meta = document.meta
    chapters = [
        f"{'- ' if chapter.level > 1 else ''}{chapter.title.split()[0]} {chapter.first}-{chapter.last}"
        for chapter in document.chapters
    ]
    found = {
        "articles": len(document.articles),
        "issuer": meta.issuer,
        "number": meta.doc_number,
        "issued": meta.issued,
        "revised": list(meta.revised),
        "effective": meta.effective,
        "items": sum(len(article.items) for article in document.articles),
        "paragraphs": sum(len(article.paragraphs) for article in document.articles),
        "chapters": chapters,
    }
    assert gold == found
    assert document.warnings == ()
    assert list(range(1, gold["articles"] + 1)) == [article.number for article in document.articles]


def test_compilation(corpus: Path) -> None:
    """The compilation of five pieces becomes five documents with their own titles and locators."""
    _, found = documents(find(corpus, "articles/004_*.txt"))
    assert [document.part for document in found] == [1, 2, 3, 4, 5]
    assert [d.title[:4] for d in found] == ["加强勤务", "市民巡防", "深化公安", "科学合理", "关于健全"]
    locators = {passage.locator for document in found for passage in document.passages}
    assert {"第一篇一是", "第二篇1.", "第三篇六", "第四篇导语", "第五篇六3."} <= locators


def test_table_of_contents(corpus: Path) -> None:
    """The table of contents in front of a report is structure; headings of the text carry the plain locators."""
    text, (document,) = documents(find(corpus, "articles/001_*.txt"))
    passages = {passage.locator: passage for passage in document.passages}
    assert passages["目录"].kind is PassageKind.STRUCTURE
    wanted = {"一": 145, "一(一)": 550, "一(五)": 456, "二(四)": 252}
    assert wanted == {name: passages[name].span.end - passages[name].span.start for name in wanted}
    assert not any(name.endswith("(2)") for name in passages)
    assert text.index("关于以高质量") == passages["标题"].span.start


def test_decimal_headings(corpus: Path) -> None:
    """Decimal headings and points are found in text that lost its line breaks, below its own table of contents."""
    _, (document,) = documents(find(corpus, "articles/000_*.txt"))
    kinds = {passage.locator: passage.kind for passage in document.passages}
    points = [f"{a}.{b}要点{c}" for a, last in ((1, 5), (2, 5)) for b in range(1, last + 1) for c in (1, 2, 3)]
    sections = [f"{a}.{b}" for a in (3, 4, 5, 6) for b in (1, 2, 3, 4)]
    assert [kinds.get(name) for name in points + sections] == [PassageKind.PRACTICE] * 46
    assert kinds["目录"] is PassageKind.STRUCTURE


def test_headed_article(corpus: Path) -> None:
    """Run-in headings stay with their body, one passage each."""
    _, (document,) = documents(find(corpus, "articles/003_*.txt"))
    counts = (("一", 6), ("二", 4), ("三", 7), ("四", 5), ("五", 3))
    numerals = "一二三四五六七"
    wanted = ["导语"] + [name for top, n in counts for name in (top, *(f"{top}({numerals[i]})" for i in range(n)))]
    assert wanted == [passage.locator for passage in document.passages]
    assert {PassageKind.PRACTICE} == {passage.kind for passage in document.passages}


def test_notice_figures(notice: tuple[str, str, Document]) -> None:
    """Figures of a measure carry value, unit and the noun they count."""
    problem: Problem = notice[2].problems[3]
    figures = {(one.value, one.unit, one.counts) for measure in problem.measures for one in measure.figures}
    assert {("14", "份", "《督察通知书》"), ("156", "名", "民警"), ("627", "辆", "公务用车")} <= figures
