"""Everyday wordings of the subjects file: other fields of law are recognised, inspection is never sent away."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from retrieval.subjects import Document, Subjects, holding, load_documents, subjects

QUESTIONS = yaml.safe_load(Path(__file__).with_name("subjects_questions.yaml").read_text(encoding="utf-8"))

#: The regulations of an inspection office, as they are in the tests' corpus.
HELD = holding(
    [
        "交通警察道路执勤执法工作规范",
        "人民警察使用警械和武器条例",
        "人民警察法",
        "信访工作条例",
        "公务员法",
        "公安机关办理刑事案件程序规定",
        "公安机关办理行政案件程序规定",
        "公安机关督察条例",
        "公安机关组织管理条例",
        "公安机关适用继续盘问规定",
        "公职人员政务处分法",
        "国家赔偿法",
        "拘留所条例",
        "治安管理处罚法",
        "监察法",
        "看守所条例",
        "行政处罚法",
        "行政机关公务员处分条例",
    ]
)

DOCUMENTS = load_documents()

LIBRARY = Subjects(
    [
        Document("舟船登记规定", subjects=("舟船登记",), asked=("渡口",)),
        Document("船员纪律规定", asked=("醉舵",)),
        Document("渡船处罚法", subjects=("渡船罚款",)),
    ]
)


def phrases(question: str) -> list[str]:
    """The phrases found in a question of the small library."""
    return [subject.phrase for subject in LIBRARY.find(question)]


def test_the_file_knows_everyday_wordings() -> None:
    """The file names at least 760 documents, 6,500 phrases that decide and 2,900 that need a question for a rule."""
    assert len(DOCUMENTS) >= 760
    assert sum(len(document.subjects) for document in DOCUMENTS) >= 6500
    assert sum(len(document.asked) for document in DOCUMENTS) >= 2900


def test_there_are_enough_controls() -> None:
    """More than 400 questions of inspection and 200 of other fields stand in the file of questions."""
    assert len(set(QUESTIONS["held"])) > 400
    assert sum(map(len, QUESTIONS["governed"].values())) > 200


@pytest.mark.parametrize("question", QUESTIONS["held"])
def test_questions_of_inspection_are_not_sent_away(question: str) -> None:
    """What the regulations and notices of an inspection office answer leads to no document that is not held."""
    assert () == subjects().missing(question, HELD)


@pytest.mark.parametrize(
    ("title", "question"), [(title, question) for title, asked in QUESTIONS["governed"].items() for question in asked]
)
def test_other_fields_are_recognised(title: str, question: str) -> None:
    """A question on another field names the document that governs it."""
    assert title in [governing.title for governing in subjects().missing(question, HELD)]


def test_every_hiding_string_hides_a_phrase() -> None:
    """A string of ``not_in`` contains a phrase of the file, else it would do nothing."""
    known = {phrase.lower() for document in DOCUMENTS for phrase in document.subjects + document.asked}
    idle = [
        string
        for document in DOCUMENTS
        for string in document.not_in
        if not any(
            string.lower()[start:end] in known
            for start in range(len(string))
            for end in range(start + 2, len(string) + 1)
        )
    ]
    assert [] == idle


def test_everyday_words_alone_are_no_phrases() -> None:
    """A word that occurs in every second question of inspection is never a phrase by itself."""
    known = {phrase for document in DOCUMENTS for phrase in document.subjects + document.asked}
    words = {
        "孩子",
        "老人",
        "邻居",
        "房子",
        "合同",
        "车",
        "酒店",
        "宾馆",
        "手机",
        "监护人",
        "担保人",
        "未成年人",
        "办案区",
    }
    assert set() == words & known


def test_words_of_inspection_outweigh_phrases() -> None:
    """A question in words of inspection is answered by notices, unless the words are those of the phrase itself."""
    assert ["舟船登记"] == phrases("舟船登记要什么材料")
    assert [] == phrases("舟船登记不实怎么整改")
    assert [] == phrases("舟船登记方面有哪些先例")


def test_conduct_of_officials_is_left_to_discipline() -> None:
    """How an official is punished for what he did is no question for the document that governs what he did."""
    assert [] == phrases("民警不办舟船登记怎么处分")
    assert ["舟船登记"] == phrases("渔民不办舟船登记怎么处分")
    assert [] == phrases("民警占用渡口怎么处理")
    assert ["渡口"] == phrases("渔民占用渡口怎么处理")
    assert ["醉舵"] == phrases("民警醉舵怎么处分")


def test_things_seized_and_calls_are_matters_of_procedure() -> None:
    """A weak word says little where a thing was seized or a call was answered; a plain phrase still counts."""
    assert [] == phrases("扣押的渡口怎么保管")
    assert ["舟船登记"] == phrases("扣押舟船登记几天")


def test_a_weak_word_yields_to_a_held_document() -> None:
    """A word of ``asked`` names no document where a plain phrase leads to one that is held."""
    held = {"渡船处罚法"}.__contains__
    assert () == LIBRARY.missing("渡口的渡船罚款多少", held)
    assert ["舟船登记规定"] == [found.title for found in LIBRARY.missing("渡口收费多少", held)]
    assert ["舟船登记规定"] == [found.title for found in LIBRARY.missing("舟船登记后渡船罚款多少", held)]
