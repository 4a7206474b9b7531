"""The taxonomy: the packaged file against the corpus, and how problems are assigned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import SettingsError
from kb.phrases import normal
from kb.settings import load_settings
from kb.taxonomy import FILE_NAME, Taxonomy, assign, explain_assignment, load_taxonomy

_PROBLEM = re.compile(r"^\s*\d+\.关于“(?P<title>.+?)”问题", re.MULTILINE)

#: First type expected for the problems of the corpus notice in reading order (assigned by hand).
EXPECTED = [
    "政治建设/理论学习",
    "领导班子/核心作用与担当",
    "主体责任/管党治警责任",
    "作风纪律/形式主义官僚主义",
    "党的建设/党建引领与责任",
    "选人用人/选拔任用",
    "改革与基层基础/警务机制改革",
    "打击犯罪/侦查破案",
    "治安管理/治安防控",
    "信访与群众工作/回应群众关切",
    "执法办案/执法规范化基础",
    "执法办案/执法规范化基础",
    "执法监督/执法监督机制",
    "财务内控/内控制度",
]


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The packaged taxonomy."""
    return load_taxonomy()


@pytest.fixture(scope="module")
def listed(taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Indicator phrase → codes of the types that list it, in the order of the file."""
    found: dict[str, list[str]] = {}
    for code, info in taxonomy.types.items():
        for phrase in info.phrases:
            found.setdefault(phrase, []).append(code)
    return found


def own(home: Path, text: str) -> Taxonomy:
    """The taxonomy with a user's file."""
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE_NAME).write_text(text, encoding="utf-8")
    return load_taxonomy(load_settings())


def codes(title: str, text: str = "") -> list[str]:
    """The codes of the assigned types, best first."""
    return [found.code for found in assign(title, text)]


class TestPackagedFile:
    """What the packaged file must fulfil whatever is added to it."""

    def test_two_levels(self, taxonomy: Taxonomy) -> None:
        """About twenty classes, each with a definition and two types or more; over a hundred types in all."""
        assert 18 <= len(taxonomy.classes) <= 25
        assert 80 <= len(taxonomy.types) <= 150
        parents = [info.parent for info in taxonomy.types.values()]
        assert all(parents.count(name) >= 2 and definition for name, definition in taxonomy.classes.items())

    def test_types_are_complete(self, taxonomy: Taxonomy) -> None:
        """Each type has a one-sentence definition, official and everyday words and an example."""
        for code, info in taxonomy.types.items():
            assert code == info.code == f"{info.parent}/{info.name}"
            assert info.definition.endswith("。"), code
            assert info.definition.count("。") == 1, code
            assert len(info.words) >= 5, code
            assert info.everyday, code
            assert info.examples, code
            assert not set(info.words) & set(info.everyday), code

    def test_phrases_are_phrases(self, taxonomy: Taxonomy) -> None:
        """Indicator phrases have two to fourteen characters."""
        assert [w for i in taxonomy.types.values() for w in i.words + i.everyday if not 2 <= len(w) <= 14] == []

    def test_hardly_any_phrase_is_shared_by_many(self, listed: dict[str, list[str]]) -> None:
        """No phrase is listed by more than three types: it would tell nothing."""
        assert {phrase: types for phrase, types in listed.items() if len(types) > 3} == {}

    def test_every_type_is_found_by_its_name_and_example(self, taxonomy: Taxonomy) -> None:
        """A problem named like the type, told like its example, is assigned to it."""
        for code, info in taxonomy.types.items():
            assert code in codes(info.name, "；".join(info.examples)), code

    def test_one_phrase_alone_leads_to_the_type(self, listed: dict[str, list[str]]) -> None:
        """Each indicator phrase, as a title, is assigned to the types that list it."""
        assert {phrase: types for phrase, types in listed.items() if codes(phrase) != types} == {}

    @pytest.mark.corpus
    def test_regulations_are_printed_titles(self, taxonomy: Taxonomy, corpus: Path) -> None:
        """Every regulation a type names is a title of the corpus."""
        paths = (corpus / "regulations").glob("*.md")
        printed = {path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for path in paths}
        assert {title for info in taxonomy.types.values() for title in info.regulations} <= printed


class TestAssign:
    """From a problem to its types."""

    @pytest.mark.corpus
    def test_problems_of_the_notice(self, corpus: Path) -> None:
        """The problems of a real notice get the types given by hand, first."""
        (path,) = (corpus / "notices").glob("*.txt")
        text = path.read_text(encoding="utf-8")
        heads = list(_PROBLEM.finditer(text))
        ends = [*(head.start() for head in heads[1:]), text.rindex("三、")]
        found = [codes(head["title"], text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
        assert [types[0] for types in found] == EXPECTED
        assert "执法办案/涉案财物" in found[12]
        assert {"财务内控/财务报销", "财务内控/采购招标"} <= set(found[13])

    @pytest.mark.parametrize(
        ("title", "text", "first"),
        [
            ("值班民警中午喝酒", "民警在值班时与朋友聚餐。", "作风纪律/饮酒问题"),
            ("扣的钱不退", "两名群众反映案件办结一年多。", "执法办案/涉案财物"),
            ("辅警单独执法", "云泽分局两名队员独自处理纠纷。", "队伍管理/辅警管理"),
            (
                "台账混乱",
                "枪弹库未上锁，枪支、弹药领用登记不全，民警带枪喝酒，公务用枪、枪弹分离检查流于形式。",
                "枪支警械/公务用枪管理",
            ),
        ],
    )
    def test_title_weighs_more_and_text_can_outvote_it(self, title: str, text: str, first: str) -> None:
        """A telling title decides; a text full of another type outvotes a general title."""
        assert codes(title, text)[0] == first

    def test_nothing_matches(self) -> None:
        """Without any phrase there is no type."""
        assert assign("甲乙丙", "丁戊己") == ()
        assert assign("", "") == ()

    def test_limit(self) -> None:
        """At most ``limit`` types are given; fewer are the first of more."""
        title = "饮酒、公车私用、财务报销、信访办理、枪支管理"
        many = assign(title, "", limit=5)
        assert len(many) == 5
        assert assign(title, "", limit=2) == many[:2]
        assert assign(title, "", limit=0) == ()

    def test_specific_phrases_count_more(self, taxonomy: Taxonomy, listed: dict[str, list[str]]) -> None:
        """A phrase of one type says more than one that several types list, and a short one less than a long one."""
        common = next(phrase for phrase, types in listed.items() if len(types) > 1 and len(phrase) >= 4)
        alone = next(phrase for phrase, types in listed.items() if len(types) == 1 and len(phrase) >= 4)
        short = next(phrase for phrase, types in listed.items() if len(types) == 1 and len(phrase) == 2)
        assert taxonomy.specificity(alone) == 1
        assert 0 < taxonomy.specificity(common) < 1
        assert 0 < taxonomy.specificity(short) < 1

    @given(
        st.text(alphabet=st.sampled_from("饮酒公车食堂枪支取保候审信访作风案件的，甲"), max_size=80),
        st.text(max_size=20),
    )
    def test_any_text(self, text: str, title: str) -> None:
        """Scores lie in (0, 1], fall, name known types once, and are the same again."""
        found = assign(title, text)
        assert found == assign(title, text)
        assert len(found) <= 3
        assert all(0 < each.score <= 1 and each.code in _PACKAGED.types and not each.manual for each in found)
        assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
        assert len({each.code for each in found}) == len(found)


class TestExplain:
    """Why a type was assigned."""

    def test_reasons_name_phrase_place_and_points(self) -> None:
        """Each reason stands in title or text as often as told, and the points give the order of the types."""
        title, text = "工作日饮酒", "两名民警饮酒后驾驶公务用车，公务用车无派车记录。"
        reasons = explain_assignment(title, text)
        for reason in reasons:
            where = {"标题": title, "正文": text}[reason.where]
            assert reason.times == normal(where).count(reason.phrase)
        points: dict[str, float] = {}
        for reason in reasons:
            points[reason.code] = points.get(reason.code, 0) + reason.points
        assert sorted(points, key=lambda code: -points[code]) == codes(title, text)
        assert "标题有“工作日饮酒”1处" in str(reasons[0])

    def test_nothing_to_explain(self) -> None:
        """Without a type there is no reason."""
        assert explain_assignment("甲乙丙", "") == ()


class TestOwnFile:
    """The user's file in the data folder."""

    def test_merges(self, home: Path, taxonomy: Taxonomy) -> None:
        """The user adds classes, types and phrases; what is not named stays."""
        merged = own(
            home,
            "types:\n"
            "  水上警务:\n    define: 星汀湖水域的治安。\n    types:\n"
            "      船艇管理: {define: 船艇使用不规范。, words: [巡逻艇]}\n"
            "  作风纪律:\n    types:\n      饮酒问题: {everyday: [咪一口]}\n",
        )
        assert merged.assign("巡逻艇无人值守", "")[0].code == "水上警务/船艇管理"
        assert merged.assign("中午咪一口", "")[0].code == "作风纪律/饮酒问题"
        assert merged.types["作风纪律/饮酒问题"].words == taxonomy.types["作风纪律/饮酒问题"].words
        assert merged.types["作风纪律/饮酒问题"].definition == taxonomy.types["作风纪律/饮酒问题"].definition
        assert merged.classes["作风纪律"] == taxonomy.classes["作风纪律"]
        assert len(merged.types) == len(taxonomy.types) + 1

    @pytest.mark.usefixtures("home")
    def test_absent_file_changes_nothing(self, taxonomy: Taxonomy) -> None:
        """Without a file in the data folder the packaged taxonomy is used."""
        assert load_taxonomy(load_settings()) == taxonomy

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("types:\n  新类:\n    types: {}\n", ["第 2 行", "define"]),
            ("types:\n  新类:\n    define: 甲。\n    types:\n      新型: {words: [甲乙]}\n", ["第 5 行", "define"]),
            ("types:\n  新类:\n    define: 甲。\n    types:\n      甲/乙: {define: 甲。}\n", ["甲/乙"]),
            (
                "types:\n  新类:\n    define: 甲。\n    types:\n      新型: {define: 甲。, words: [甲]}\n",
                ["太短", "'甲'"],
            ),
            ("types:\n  新类:\n    define: 甲。\n    wrods: []\n", ["第 4 行", "wrods"]),
            ("types: [甲]\n", ["types"]),
            ("type: {}\n", ["'type'"]),
        ],
    )
    def test_faults_name_file_line_and_entry(self, home: Path, text: str, named: list[str]) -> None:
        """A fault in the user's file is told with file, line and the offending words."""
        with pytest.raises(SettingsError) as caught:
            own(home, text)
        assert [part for part in [FILE_NAME, *named] if part not in str(caught.value)] == []


_PACKAGED = load_taxonomy()
