"""The lexicon: the packaged file against the corpus, and what is done with a query."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import SettingsError
from kb.lexicon import FILE_NAME, GAP, OWN_SOURCE, Expansion, Fix, Lexicon, load_lexicon
from kb.settings import load_settings

#: Sources that name a kind of usage instead of a text; the first two are checked against the corpus.
NOTICE, ARTICLE = "通报用语", "工作文章用语"
USAGES = {NOTICE, ARTICLE, "公安工作用语", "党内监督用语", "作风建设用语", "财务管理用语", "信访工作用语"}

_ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[ \u3000]", re.MULTILINE)
_ANNEX = re.compile(r"^(附件[0-9]+)：", re.MULTILINE)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The packaged lexicon."""
    return load_lexicon()


def own(home: Path, text: str) -> Lexicon:
    """The lexicon with a user's file."""
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE_NAME).write_text(text, encoding="utf-8")
    return load_lexicon(load_settings())


def places(text: str) -> dict[str, str]:
    """Label of each article or annex of a regulation → its text; the first of equal labels counts."""
    marks = sorted([*_ARTICLE.finditer(text), *_ANNEX.finditer(text)], key=lambda mark: mark.start())
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        found[mark[1]] = found.get(mark[1], "") + text[mark.start() : end]
    return found


class TestPackagedFile:
    """What the packaged file must fulfil whatever is added to it."""

    def test_is_large_and_broad(self, lexicon: Lexicon) -> None:
        """There are at least 1,500 entries with 9,000 phrases, in more than fifteen fields."""
        assert len(lexicon.entries) >= 1500
        assert sum(len(entry.said) for entry in lexicon.entries) >= 9000
        assert len({entry.field for entry in lexicon.entries}) > 15

    def test_weights_and_sources_are_given(self, lexicon: Lexicon) -> None:
        """Every term has a weight in (0, 1] and a source, and each entry a term of weight 0.8 or more."""
        for entry in lexicon.entries:
            assert all(0 < term.weight <= 1 and term.source for term in entry.terms), entry
            assert max(term.weight for term in entry.terms) >= 0.8, entry
            assert OWN_SOURCE not in {term.source for term in entry.terms}, entry

    def test_terms_are_short(self, lexicon: Lexicon) -> None:
        """Official terms are terms, not sentences."""
        assert [term.meant for entry in lexicon.entries for term in entry.terms if len(term.meant) > 14] == []

    def test_nothing_said_is_also_a_frame_typo_or_guard(self, lexicon: Lexicon) -> None:
        """A phrase has one role: what is said is not taken out as a frame, mended as a typo or guarded against."""
        said = {phrase for entry in lexicon.entries for phrase in entry.said}
        assert not said & lexicon.stop
        assert not said & set(lexicon.typos)
        assert not said & lexicon.guard
        assert not lexicon.stop & set(lexicon.typos)

    def test_every_phrase_without_gap_is_expanded(self, lexicon: Lexicon) -> None:
        """Each packaged phrase, asked alone, gives the terms of its entry that it does not hold itself."""
        for entry in lexicon.entries:
            for phrase in entry.said:
                query = phrase.replace(GAP, "那")
                given = {expansion.meant for expansion in lexicon.expand(query)}
                assert {term.meant for term in entry.terms if term.meant not in query} <= given, phrase

    def test_mended_typos_are_right(self, lexicon: Lexicon) -> None:
        """What a typo is mended to holds no typo, and mending changes the text."""
        for wrong, right in lexicon.typos.items():
            assert wrong != right
            assert lexicon.fix_typos(right) == (right, []), wrong
            assert lexicon.fix_typos(wrong) == (right, [Fix(wrong, right, 0)])

    @pytest.mark.corpus
    def test_official_terms_stand_where_the_source_says(self, lexicon: Lexicon, corpus: Path) -> None:
        """Each term with a corpus source occurs in that article, notice or work article."""
        regulations: dict[str, list[dict[str, str]]] = {}
        for path in (corpus / "regulations").glob("*.md"):
            regulations.setdefault(path.name.partition("(")[0], []).append(places(path.read_text(encoding="utf-8")))
        usages = {
            kind: "\n".join(path.read_text(encoding="utf-8") for path in (corpus / folder).glob("*.txt"))
            for kind, folder in ((NOTICE, "notices"), (ARTICLE, "articles"))
        }
        checked, wrong = 0, []
        for entry in lexicon.entries:
            for term in entry.terms:
                title, _, label = term.source.partition(" ")
                if title in regulations:
                    texts = [version.get(label, "") for version in regulations[title]]
                elif title in usages:
                    texts = [usages[title]]
                else:
                    continue
                checked += 1
                if not any(term.meant in text for text in texts):
                    wrong.append((term.meant, term.source))
        assert wrong == []
        assert checked > 3000

    @pytest.mark.corpus
    def test_other_sources_are_usages_or_texts_outside_the_corpus(self, lexicon: Lexicon, corpus: Path) -> None:
        """A source without an article is a kind of usage or a text that the corpus does not hold."""
        held = {path.name.partition("(")[0] for path in (corpus / "regulations").glob("*.md")}
        for entry in lexicon.entries:
            for term in entry.terms:
                title, _, label = term.source.partition(" ")
                assert bool(label) == (title in held), term
                assert (
                    label
                    or title in USAGES
                    or title.endswith(("法", "典", "条例", "规定", "条令", "规则", "办法", "标准", "规范（试行）"))
                ), term

    @pytest.mark.corpus
    def test_titles_are_printed_so(self, lexicon: Lexicon, corpus: Path) -> None:
        """Every regulation of the corpus that has a short name is called by the title it bears."""
        printed = {
            path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
            for path in (corpus / "regulations").glob("*.md")
        }
        titles = set(lexicon.documents().values())
        bare = {title.removeprefix("中华人民共和国") for title in printed}
        assert [
            title for title in titles if title.removeprefix("中华人民共和国") in bare and title not in printed
        ] == []
        assert len(titles & printed) >= 10


class TestExpand:
    """From everyday words to official terms."""

    @pytest.mark.parametrize(
        ("query", "meant"),
        [
            ("民警开枪了", "使用武器"),
            ("打死人赔钱", "死亡赔偿金"),
            ("扣的钱放着没人领", "无人认领"),
            ("窗户上能上吊", "悬挂点"),
            ("被关禁闭了", "禁闭的期限"),
            ("所长打招呼", "三个规定"),
            ("整天躺平", "庸懒散"),
            ("过节收红包", "礼品、礼金、有价证券"),
            ("停了他的职", "停止执行职务"),
            ("把人铐起来", "约束性警械"),
        ],
    )
    def test_everyday_words(self, lexicon: Lexicon, query: str, meant: str) -> None:
        """The official term for an everyday word is among the expansions."""
        assert meant in {found.meant for found in lexicon.expand(query)}

    def test_expansion_tells_what_was_said_and_where_the_term_stands(self, lexicon: Lexicon) -> None:
        """An expansion holds the words of the query, the term, its weight and its source."""
        expansion = next(found for found in lexicon.expand("民警先开了枪再喊") if found.meant == "使用武器")
        assert expansion.said == "开了枪"
        assert expansion.weight == 1
        assert re.fullmatch(r"人民警察使用警械和武器条例 第\S+条", expansion.source)

    @pytest.mark.parametrize(
        "query", ["晚上吊销驾驶证", "有关机关在一个月内答复", "作出警告决定", "涉嫌犯罪的", "", "？", "了了了"]
    )
    def test_words_inside_other_words_are_not_seen(self, lexicon: Lexicon, query: str) -> None:
        """Where everyday words only stand across the border of others, nothing is expanded."""
        assert lexicon.expand(query) == []

    def test_longest_phrase_counts_alone(self, home: Path) -> None:
        """A shorter phrase inside a longer one adds nothing."""
        lexicon = own(home, "fields: {试: [{say: [甲午风], mean: [长词]}, {say: [午风], mean: [短词]}]}")
        assert [found.meant for found in lexicon.expand("甲午风与午风")] == ["长词", "短词"]
        assert [found.meant for found in lexicon.expand("甲午风")] == ["长词"]

    def test_official_terms_hide_what_stands_in_them(self, home: Path) -> None:
        """Inside an official term no everyday phrase is seen."""
        lexicon = own(home, "fields: {试: [{say: [午风], mean: [甲午风丙]}]}")
        assert lexicon.expand("甲午风丙") == []
        assert len(lexicon.expand("午风丙")) == 1

    def test_terms_in_the_query_are_left_out_and_the_best_weight_stays(self, home: Path) -> None:
        """A term that was said already is not repeated; one meant twice keeps its highest weight."""
        first, second = "{say: [午风], mean: {词甲: 0.4 某法, 词乙: 某法}}", "{say: [未雨], mean: {词甲: 0.9 某规定}}"
        lexicon = own(home, f"fields: {{试: [{first}, {second}]}}")
        assert lexicon.expand("午风未雨词乙") == [Expansion("未雨", "词甲", 0.9, "某规定")]

    @pytest.mark.parametrize(
        ("query", "hit"),
        [
            ("甲了壹贰叁肆伍陆丁", True),
            ("甲壹贰叁肆伍陆柒丁", False),
            ("甲丁", True),
            ("甲壹，贰丁", False),
            ("午甲壹丁", False),
            ("甲午壹丁午", False),
        ],
    )
    def test_gap_holds_a_few_characters_of_one_clause(self, home: Path, query: str, hit: bool) -> None:  # noqa: FBT001 - a case of the table
        """The parts of a phrase with a gap may be six characters of a clause apart and are not parts of other words."""
        lexicon = own(home, f"guard: [午甲, 丁午]\nfields: {{试: [{{say: [甲{GAP}丁], mean: [试用词]}}]}}")
        assert hit == ("试用词" in [found.meant for found in lexicon.expand(query)])

    @given(st.text(alphabet=st.sampled_from("扣开枪钱不还收烟了，解的有关机一上吊销A１"), max_size=60))
    def test_any_text(self, text: str) -> None:
        """For any text the expansions are words of it, repeatable, and each term is given once."""
        lexicon = _PACKAGED
        found = lexicon.expand(text)
        assert found == lexicon.expand(text)
        assert all(expansion.said in text and expansion.meant not in text for expansion in found)
        assert len({expansion.meant for expansion in found}) == len(found)


class TestStripFrame:
    """Question frames."""

    @pytest.mark.parametrize(
        ("query", "core"),
        [
            ("请问民警喝酒怎么处理？", "民警喝酒"),
            ("别的地方备用金挂账是怎么整改的", "备用金挂账"),
            ("请问", "请问"),
            ("有没有规定？", "有没有规定？"),
            ("申请问题清单", "申请问题清单"),
            ("想了解一下辅警管理", "辅警管理"),
            ("  辅警管理  ", "辅警管理"),
            ("", ""),
        ],
    )
    def test_frames_go_and_content_stays(self, lexicon: Lexicon, query: str, core: str) -> None:
        """Frames and edges go; inside other words nothing is taken out, and something always remains."""
        assert core == lexicon.strip_frame(query)

    @given(st.text(max_size=60))
    def test_something_remains(self, text: str) -> None:
        """The core is empty only for a blank query."""
        assert bool(_PACKAGED.strip_frame(text)) == bool(text.strip())


class TestFixTypos:
    """Typing errors."""

    def test_fixes_tell_what_and_where(self, lexicon: Lexicon) -> None:
        """The mended query and each change with its offset in the query as given."""
        assert lexicon.fix_typos("警务督查挂帐") == (
            "警务督察挂账",
            [Fix("警务督查", "警务督察", 0), Fix("挂帐", "挂账", 4)],
        )
        assert str(Fix("挂帐", "挂账", 4)) == "挂帐→挂账"

    @pytest.mark.parametrize("query", ["给予期限警告", "督查室的专项督查", "执法巡查反馈", "台账与账户"])
    def test_right_words_stay(self, lexicon: Lexicon, query: str) -> None:
        """What is right where it stands is not touched."""
        assert lexicon.fix_typos(query) == (query, [])


class TestOwnFile:
    """The user's file in the data folder."""

    def test_adds_and_replaces(self, home: Path) -> None:
        """The user's phrases, short names, typos, frames and guards stand on top of the packaged ones."""
        lexicon = own(
            home,
            "documents: {星汀办法: 星汀市某某办法, 督察条例: 星汀督察条例}\nstop: [老乡问个事]\ntypos: {督茶: 督察}\n"
            "guard: [开枪鱼]\nfields: {试: [{say: [开枪, 打炮仗], mean: [燃放烟花]}]}\n",
        )
        assert lexicon.documents()["星汀办法"] == "星汀市某某办法"
        assert lexicon.documents()["督察条例"] == "星汀督察条例"
        assert lexicon.strip_frame("老乡问个事，喝酒") == "喝酒"
        assert lexicon.fix_typos("督茶")[0] == "督察"
        assert lexicon.expand("开枪") == [Expansion("开枪", "燃放烟花", 1.0, OWN_SOURCE)]
        assert lexicon.expand("开枪鱼") == []
        assert "饮酒" in {found.meant for found in lexicon.expand("喝酒")}

    def test_absent_file_changes_nothing(self, home: Path, lexicon: Lexicon) -> None:
        """Without a file in the data folder the packaged lexicon is used, from its cache the second time."""
        assert lexicon == load_lexicon(load_settings())
        assert list((home / "cache").glob("lexicon-*.json"))
        assert lexicon == load_lexicon(load_settings())

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("fields:\n  试:\n    - say: [甲乙]\n", ["第 3 行", "mean"]),
            ("fields:\n  试:\n    - say: [甲乙]\n      mean: {词: 1.5 某法}\n", ["第 4 行", "1.5"]),
            ("fields:\n  试:\n    - say: [甲乙]\n      mean: {词: 0 某法}\n", ["权重 0"]),
            ("fields:\n  试:\n    - say: [甲]\n      mean: [词]\n", ["第 3 行", "太短", "'甲'"]),
            ("fields:\n  试:\n    - say: [甲…]\n      mean: [词]\n", ["第 3 行", "前后"]),
            ("fields:\n  试:\n    - say: [甲…乙…丙]\n      mean: [词]\n", ["一个“…”"]),
            (
                "fields:\n  试:\n    - {say: [甲乙], mean: [词]}\n    - {say: [甲了乙], mean: [词]}\n",
                ["第 4 行", "'甲了乙'"],
            ),
            ("fields:\n  试:\n    - {says: [甲乙], mean: [词]}\n", ["第 3 行", "'says'"]),
            ("fields: [a]\n", ["第 1 行", "fields"]),
            ("stop: {a: b}\n", ["stop"]),
            ("documents: {办法: [甲, 乙]}\n", ["办法"]),
            ("filds: {}\n", ["filds"]),
        ],
    )
    def test_faults_name_file_line_and_entry(self, home: Path, text: str, named: list[str]) -> None:
        """A fault in the user's file is told in Chinese with file, line and the offending words."""
        with pytest.raises(SettingsError) as caught:
            own(home, text)
        assert [part for part in [FILE_NAME, *named] if part not in str(caught.value)] == []


_PACKAGED = load_lexicon()
