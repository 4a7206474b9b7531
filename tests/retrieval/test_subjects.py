"""Subjects and the documents that govern them: the file kept with the product, and what is found with it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import SettingsError
from retrieval.names import bare_title
from retrieval.subjects import Document, Governing, Subjects, asks_for_rule, holding, load_documents, subjects

DOCUMENTS = load_documents()

#: Words of everyday questions and of inspection: in none of them a document can be told from the word alone.
GENERIC = {
    "申请",
    "材料",
    "办理",
    "处罚",
    "期限",
    "程序",
    "规定",
    "标准",
    "条件",
    "问题",
    "整改",
    "措施",
    "值班",
    "酒驾",
    "涉案财物",
    "民警",
    "辅警",
    "公安",
    "警察",
    "派出所",
    "执法",
    "纪律",
    "责任",
    "处分",
    "考核",
    "监督",
    "审计",
    "管理",
    "检查",
    "巡察",
    "巡视",
    "督察",
    "案件",
    "证据",
    "处理",
    "依据",
    "流程",
    "时间",
    "多少",
    "几年",
    "罚款",
    "身份证",
    "电话",
    "合同",
    "赔偿",
    "工资",
    "单位",
    "领导",
    "党员",
    "干部",
    "支部",
    "车辆",
    "房屋",
    "网络",
    "安全",
    "信访",
    "举报",
    "采购",
    "财务",
    "报销",
}


LIBRARY = Subjects(
    [
        Document("中华人民共和国舟船法", subjects=("舟船", "KTV船"), asked=("摆渡",)),
        Document(
            "舟船登记规定", short=("船规",), also=("舟船登记细则",), subjects=("登记舟船", "童工"), not_in=("儿童工",)
        ),
        Document("渡口执法办法", also=("中华人民共和国舟船法",), subjects=("渡口",)),
    ]
)


def found(question: str) -> list[str]:
    """The phrases found in a question of the small library."""
    return [subject.phrase for subject in LIBRARY.find(question)]


def test_the_file_is_complete_enough() -> None:
    """The file names at least 260 documents and 2,000 phrases."""
    assert len(DOCUMENTS) >= 260
    assert sum(len(document.subjects) for document in DOCUMENTS) >= 2000


def test_every_document_stands_once_and_governs_something() -> None:
    """Titles and short names lead to one document each, and no document is without subjects."""
    titles = Counter(bare_title(document.title).removeprefix("中华人民共和国") for document in DOCUMENTS)
    shorts = Counter(short for document in DOCUMENTS for short in document.short)
    assert [] == [name for name, count in (titles + shorts).items() if count > 1]
    assert [] == [document.title for document in DOCUMENTS if not document.subjects + document.asked]


def test_a_phrase_stands_under_one_document() -> None:
    """Documents of one subject share an entry through ``also``; no phrase stands in two entries."""
    phrases = Counter(phrase for document in DOCUMENTS for phrase in document.subjects + document.asked)
    assert [] == [phrase for phrase, count in phrases.items() if count > 1]


def test_phrases_are_specific() -> None:
    """Phrases are neither generic nor a sentence, and stand without blanks or marks of titles."""
    phrases = [phrase for document in DOCUMENTS for phrase in document.subjects + document.asked]
    assert set() == set(phrases) & GENERIC
    crimes = [phrase for phrase in phrases if len(phrase) > 10]
    assert all(phrase.endswith("罪") for phrase in crimes)
    assert all(len(phrase) >= 2 and not set(phrase) & set(" 《》，。？") for phrase in phrases)


def test_no_phrase_is_idle() -> None:
    """A phrase that contains another of the same list would never decide anything."""
    idle = [
        (phrase, other)
        for document in DOCUMENTS
        for phrase in document.subjects
        for other in document.subjects
        if other != phrase and other in phrase
    ]
    assert [] == idle


def test_short_names_are_not_subjects_of_others() -> None:
    """The name of a document is not a subject of another one."""
    names = {name: document.title for document in DOCUMENTS for name in (document.title, *document.short)}
    for document in DOCUMENTS:
        for phrase in document.subjects + document.asked:
            assert names.get(phrase, document.title) == document.title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("护照换发要什么材料", "中华人民共和国护照法"),
        ("驾照扣满了怎么办", "道路交通安全违法行为记分管理办法"),
        ("离婚要冷静多少天", "中华人民共和国民法典"),
        ("出差补助一天多少钱", "中央和国家机关差旅费管理办法"),
        ("妨害公务罪怎么量刑", "中华人民共和国刑法"),
        ("公务接待的陪餐人数", "党政机关国内公务接待管理规定"),
        ("因私护照要上交吗", "关于加强国家工作人员因私事出国（境）管理的暂行规定"),
    ],
)
def test_what_is_not_held_is_named(question: str, title: str) -> None:
    """A question for a rule of a document that is not held leads to its title."""
    assert title in [governing.title for governing in subjects().missing(question, holding(["信访工作条例"]))]


@pytest.mark.parametrize(
    "question",
    [
        "值班脱岗有哪些先例",
        "涉案财物保管不规范怎么整改",
        "公务接待超标准的问题怎么整改",
        "公车私用有哪些典型案例",
        "主体责任落实不到位的整改措施",
        "民警酒驾被通报后单位怎么整改",
        "执法记录仪佩戴不规范的问题有哪些",
    ],
)
def test_problems_and_measures_are_no_subjects(question: str) -> None:
    """What notices answer is not sent away to a document that is not held."""
    assert () == subjects().missing(question, holding([]))


@pytest.mark.parametrize(
    ("matter", "asked"),
    [
        ("网吧接纳未成年人", "，别的地方都怎么治的"),
        ("歌厅老板不服管", "，有没有做法可学"),
        ("大货车超载从工地源头管起", "，有人这么干过吗"),
        ("民警吸毒", "饭碗还保得住吗"),
    ],
)
def test_what_others_did_is_no_subject(matter: str, asked: str) -> None:
    """Who asks how a matter was dealt with elsewhere, or what becomes of an official, asks for other documents."""
    assert subjects().missing(f"{matter}怎么罚", lambda _title: False)
    assert not subjects().missing(f"{matter}{asked}", lambda _title: False)


@pytest.mark.parametrize(
    ("governed", "question"),
    [
        ("年度考核优秀的比例，公务员怎么定", "年度考核优秀的比例，辅警怎么定"),
        ("在辖区开KTV要办什么手续", "民警老婆在辖区开KTV没有申报，怎么定性"),
        ("带薪休假有几天", "民警带薪休假落实难，别处有啥措施"),
    ],
)
def test_who_is_asked_about_decides_what_governs(governed: str, question: str) -> None:
    """Rules on civil servants govern no auxiliary staff, rules on a trade not the relatives of an official in it."""
    assert subjects().missing(governed, lambda _title: False)
    assert not subjects().missing(question, lambda _title: False)


@pytest.mark.parametrize("question", ["护照丢了怎么补办", "网吧接纳未成年人是怎么罚的"])
def test_what_a_rule_says_is_one(question: str) -> None:
    """Who asks what is to be done or what is fined asks for the rule that governs the matter."""
    assert subjects().missing(question, lambda _title: False)


def test_longer_phrases_win() -> None:
    """A phrase inside a longer one found there does not count, wherever in it it stands."""
    assert ["登记舟船"] == found("怎么登记舟船")
    assert ["舟船", "登记舟船"] == found("舟船要不要登记舟船")


def test_a_string_across_words_hides_the_phrase() -> None:
    """A phrase that stands across two words only is not seen."""
    assert ["童工"] == found("雇用童工")
    assert [] == found("妇女儿童工作")


def test_offsets_are_those_of_the_question() -> None:
    """Full width and capitals make no difference and move nothing."""
    question = "请问ｋｔｖ船，舟船"
    (first, second) = LIBRARY.find(question)
    assert ("KTV船", 2, 6) == (first.phrase, first.start, first.end)
    assert "舟船" == question[second.start : second.end]


def test_names_are_found_and_marked() -> None:
    """The name of a document leads to it; 法 inside a longer word is no name, and no subject stands inside a name."""
    (subject,) = LIBRARY.find("《舟船法》第三条")
    assert (True, "中华人民共和国舟船法") == (subject.named, subject.document.title)
    assert not any(subject.named for subject in LIBRARY.find("舟船法规有哪些"))
    (subject,) = LIBRARY.find("舟船登记细则怎么说")
    assert "舟船登记规定" == subject.document.title


def test_asked_words_need_a_question_for_a_rule() -> None:
    """Words of inspection count where a rule is asked for only."""
    assert ["摆渡"] == found("摆渡的年龄条件是什么")
    assert [] == found("摆渡不规范有哪些整改措施")
    assert [] == found("摆渡")


def test_asks_for_rule() -> None:
    """A question for rules and one for problems are told apart."""
    assert asks_for_rule("差旅费标准是多少")
    assert not asks_for_rule("差旅费超标准的问题有哪些")


@pytest.mark.parametrize(
    "titles", [["中华人民共和国舟船法"], ["舟船法"], ["《舟船法（2020年修正）》"], ["中华人民共和国舟船法（摘编）"]]
)
def test_held_documents_are_not_missing(titles: list[str]) -> None:
    """A document is held in whichever version and with whichever prefix it is listed."""
    assert () == LIBRARY.missing("舟船几年一检", holding(titles))


def test_one_governing_document_is_enough() -> None:
    """A subject governed by a held document of ``also``, or by its short name, is not missing."""
    assert () == LIBRARY.missing("渡口几点关", holding(["中华人民共和国舟船法"]))
    assert () == LIBRARY.missing("登记舟船", holding(["船规"]))
    assert (Governing("渡口执法办法", "渡口"),) == LIBRARY.missing("渡口和渡口", holding(["舟船登记规定"]))


def test_a_document_is_named_once_with_the_first_phrase() -> None:
    """Two subjects of one document name it once, by the phrase that stands first."""
    assert (Governing("中华人民共和国舟船法", "KTV船"),) == LIBRARY.missing("KTV船和舟船", holding([]))


def test_a_plain_set_of_titles_will_do() -> None:
    """``held`` is asked for a title with and without 中华人民共和国."""
    assert () == LIBRARY.missing("舟船", {"舟船法"}.__contains__)
    assert () == LIBRARY.missing("舟船", {"中华人民共和国舟船法"}.__contains__)


@given(st.text(alphabet="舟船登记童工儿法规KTV摆渡口几ｋ《》。 ", max_size=30))
def test_found_phrases_stand_in_order_and_apart_from_inner_ones(question: str) -> None:
    """Whatever is asked, finds are in order, none inside another, and stand where they say."""
    finds = LIBRARY.find(question)
    for one, other in pairwise(finds):
        assert one.start < other.start
        assert one.end < other.end
    assert all(0 <= subject.start < subject.end <= len(question) for subject in finds)


def test_a_phrase_in_two_places_is_refused() -> None:
    """The message names the phrase and both documents."""
    with pytest.raises(SettingsError, match=r"舟船.*甲法.*乙法"):
        Subjects([Document("甲法", subjects=("舟船",)), Document("乙法", asked=("舟船",))])


@pytest.mark.parametrize(
    "text", ["- short: [甲]", "- title: 甲法\n  subjects: [1]", "- title: 甲法\n  subject: [乙]", "甲: [", "甲"]
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file of another form says so in Chinese and names itself."""
    path = tmp_path / "subjects.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"主题表 subjects\.yaml"):
        load_documents(path)


PROCEDURE = [
    "中华人民共和国行政处罚法",
    "中华人民共和国治安管理处罚法",
    "公安机关办理行政案件程序规定",
    "公安机关办理刑事案件程序规定",
]


@pytest.mark.parametrize(
    "question",
    [
        "行政处罚追诉时效是几年",
        "追诉时效几年",
        "治安案件过了追诉时效还能处罚吗",
        "查封期限多久",
        "扣押期限最长几天",
        "冻结存款期限多久",
        "行政案件立案标准是什么",
        "治安案件立案标准是什么",
        "回避由谁决定",
        "听证费谁出",
        "处罚决定书怎么送达",
        "行政拘留可以暂缓执行吗",
        "从轻处罚的情形有哪些",
        "未成年人处罚有什么规定",
        "没收违法所得怎么处理",
        "证据种类有哪些",
    ],
)
def test_general_terms_of_procedure_are_no_matter_of_one_law(question: str) -> None:
    """Terms that held rules govern as well are not sent to the criminal law or another one."""
    assert not subjects().missing(question, holding(PROCEDURE))


@pytest.mark.parametrize("question", ["盗窃罪追诉时效几年", "犯罪追诉时效最长多少年", "盗窃案件立案标准"])
def test_the_same_terms_of_crimes_are(question: str) -> None:
    """Said of crimes they are matters of documents that are not held."""
    assert subjects().missing(question, holding(PROCEDURE))
