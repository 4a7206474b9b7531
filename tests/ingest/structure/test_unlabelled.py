"""Problems that no label and no 问题 announces: in front of measures, in lists of a feedback, with their states."""

from __future__ import annotations

import pytest

from ingest.structure import parse
from kb.model import Document, Status

_NOTICE = (
    "岭溪县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n一、组织领导情况\n（一）高度重视。召开会议。\n{}"
)
_FEEDBACK = "县委第一巡察组向岭溪县公安局党委反馈巡察情况\n\n近日，县委第一巡察组反馈了巡察情况。\n{}"


def _parsed(text: str) -> Document:
    (document,) = parse(text, "示例.txt")
    return document


def _titles(text: str) -> list[str]:
    return [one.title for one in _parsed(text).problems]


def test_sentence_in_front_of_measures() -> None:
    """What was wrong may be a sentence on the line of its measures, one of them alone in its section."""
    text = _NOTICE.format(
        "二、反馈问题整改情况\n（一）思想建设方面\n1.理论学习不够深入。一是制定计划。二是开展补学。\n"
        "2.监督执纪宽松软。制定办法；约谈3人。\n（二）队伍建设方面\n3.主体责任落实不到位。一是签订责任书。二是开展述职。\n"
    )
    document = _parsed(text)
    assert [(one.title, len(one.measures)) for one in document.problems] == [
        ("理论学习不够深入", 2),
        ("监督执纪宽松软", 2),
        ("主体责任落实不到位", 2),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("坚决整治不作为慢作为", "着力解决执法不规范"),
        ("整改标准不降", "工作力度不减"),
        ("对照问题不留死角", "坚持从严不放松"),
    ],
)
def test_exhortations_are_no_problems(headings: tuple[str, str]) -> None:
    """What is done against a wrong, or how firmly, names no problem though it holds a 不."""
    items = "".join(f"（{n}）{one}。一是召开会议。二是制定方案。\n" for n, one in zip("一二", headings, strict=True))
    assert _titles(_NOTICE.format(f"二、聚焦反馈问题整改\n{items}")) == []


def test_fields_of_a_feedback() -> None:
    """Below 主要是： each paragraph names its field and then, between semicolons, the problems in it."""
    text = _FEEDBACK.format(
        "巡察组指出，党委做了不少工作，但也发现一些问题，主要是：\n在思想建设方面，学习研讨不深入；风险防范有短板。\n"
        "在整改落实方面，上轮问题整改不彻底。\n巡察组提出意见建议：一是加强学习；二是强化管理。\n"
    )
    assert _titles(text) == ["学习研讨不深入", "风险防范有短板", "上轮问题整改不彻底"]
    assert _parsed(text).meta.unit == "岭溪县公安局"


def test_list_below_its_lead() -> None:
    """A list may stand on the line below the words that lead to it."""
    text = _FEEDBACK.format(
        "巡察组指出，还存在以下问题：\n一是值班脱岗；二是登记不全。\n现要求：一是整改；二是报告。\n"
    )
    assert _titles(text) == ["值班脱岗", "登记不全"]


def test_paragraphs_that_tell_a_case_are_not_divided() -> None:
    """Below 存在的主要问题 a paragraph of several sentences is one problem, a list between semicolons several."""
    text = (
        "关于窗口单位检查情况的通报\n\n现将检查情况通报如下：\n一、检查发现的问题\n"
        "东湖大厅叫号系统损坏未修复。经了解，该大厅多次报修无果。\n在服务态度方面，个别窗口推诿扯皮；着装不规范。\n"
        "二、有关要求\n（一）立即整改。各单位要举一反三。\n"
    )
    assert _titles(text) == ["东湖大厅叫号系统损坏未修复", "个别窗口推诿扯皮", "着装不规范"]


def test_states_of_two_rounds() -> None:
    """Where a heading remarks the state of each round, the last one holds; a section of such is no problem itself."""
    text = _NOTICE.format(
        "二、复核为已完成的问题\n（一）办案超期（首次公布：正在推进；本次复核：已完成）\n成立专班。\n"
        "三、复核为问题反弹、重新列入整改的问题\n（二）窗口服务不好（首次公布：已完成；本次复核：未完成）\n约谈负责人。\n"
        "（三）公务接待超标准（首次公布：已完成；本次复核：未完成）\n责令退缴。\n"
    )
    assert [(one.title, one.status) for one in _parsed(text).problems] == [
        ("办案超期", Status.COMPLETED),
        ("窗口服务不好", Status.NOT_STARTED),
        ("公务接待超标准", Status.NOT_STARTED),
    ]


@pytest.mark.parametrize(
    ("said", "measures"),
    [
        ("①支部已完成换届；②选派干部5名。", 2),
        ("城北派出所支部已完成换届。选派干部5名。", 2),
        ("已完成整改。选派干部5名。", 1),
    ],
)
def test_a_short_measure_is_no_status(said: str, measures: int) -> None:
    """已完成换届 tells of one thing that is complete, not of the matter, and stays a measure."""
    document = _parsed(_NOTICE.format(f"二、反馈问题整改情况\n1.关于“支部换届不及时”的问题\n整改措施：{said}\n"))
    (problem,) = document.problems
    assert len(problem.measures) == measures
    assert (problem.status is Status.COMPLETED) == said.startswith("已完成整改")


def test_duty_that_lasts() -> None:
    """整改状态：已完成，长期坚持 is the same state as the same words in brackets."""
    text = _NOTICE.format(
        "二、反馈问题整改情况\n1.关于“谈话不深入”的问题\n整改措施：开展谈话。\n整改状态：已完成，长期坚持\n"
    )
    assert [one.status for one in _parsed(text).problems] == [Status.LONG_TERM]


def test_signature_above_copies() -> None:
    """The body that signs is found where contact and copies stand below the date."""
    text = (
        "关于纪检监察建议书落实情况的报告\n\n县纪委监委：\n现将整改落实情况报告如下。\n"
        "一、关于“监督不力”的问题\n整改落实情况：开展检查3次。\n\n中共岭溪县公安局委员会\n2025年7月18日\n"
        "（联系人：办公室，联系电话：00000000）\n\n抄送：县纪委监委。\n岭溪县公安局办公室    2025年7月18日印发\n"
    )
    assert _parsed(text).meta.unit == "岭溪县公安局"


def test_state_between_name_and_measures() -> None:
    """已完成整改。 between what was wrong and the measures is the state; sections are fields of problems, and the
    opening paragraph, short sentence and all, is no problem.
    """
    text = (
        "武岭分局关于巡察反馈意见整改情况的通报\n\n市局党委巡察组对武岭分局党委进行了巡察。现将整改情况通报如下：\n"
        "一、聚焦落实决策部署方面（1个问题）\n1.打击战果偏少。已完成整改。一是成立专班。二是建立机制。\n"
        "二、聚焦队伍建设方面（1个问题）\n2.违规收取押金。已完成整改。已将押金全部退还。\n"
    )
    assert [(one.title, one.status, len(one.measures)) for one in _parsed(text).problems] == [
        ("打击战果偏少", Status.COMPLETED, 2),
        ("违规收取押金", Status.COMPLETED, 1),
    ]


def test_paragraphs_that_name_their_problem() -> None:
    """Paragraphs 针对“…”的问题，… are problems without a number; a short first measure behind the name is one."""
    text = (
        "岭溪县看守所关于巡察反馈意见整改落实情况的报告\n\n县委巡察办：\n现将整改落实情况报告如下。\n"
        "针对“谈话制度落实不严”的问题，一是修订制度；二是建立台账。目前已完成整改。\n"
        "针对“监控设备老化”的问题，更新探头46个；建立日巡检制度。\n下一步，我所将巩固成果。\n"
    )
    assert [(one.title, len(one.measures)) for one in _parsed(text).problems] == [
        ("谈话制度落实不严", 2),
        ("监控设备老化", 2),
    ]


def test_label_in_front_of_a_name() -> None:
    """问题表现： is no part of the name."""
    text = _NOTICE.format("二、反馈问题整改情况\n（一）问题表现：传达学习滞后。\n整改措施：建立机制。\n")
    assert _titles(text) == ["传达学习滞后"]


def test_label_below_the_last_measure() -> None:
    """完成情况： below a numbered list of measures speaks of their problem; the last of them is none."""
    items = "（1）健全制度。修订办法。\n（2）{}。约谈2人。\n完成情况：已完成\n"
    text = _NOTICE.format(
        f"二、重点问题整改情况\n1.制度执行有偏差\n{items.format('强化检查')}2.自查不彻底\n{items.format('严肃处理问题')}"
    )
    assert [(one.title, one.status, len(one.measures)) for one in _parsed(text).problems] == [
        ("制度执行有偏差", Status.COMPLETED, 2),
        ("自查不彻底", Status.COMPLETED, 2),
    ]


def test_field_and_what_was_found_in_it() -> None:
    """接处警方面。发现… names the field first: the problem is what was found; a label may stand behind a comma."""
    text = _NOTICE.format(
        "二、突出问题及整改情况\n（一）接处警方面。发现3起警情出警超时。整改情况：增设巡组。\n"
        "（二）车辆管理方面。发现2辆公务车标识不规范，整改情况：已重新喷涂。\n"
    )
    assert [(one.title, len(one.measures)) for one in _parsed(text).problems] == [
        ("3起警情出警超时", 1),
        ("2辆公务车标识不规范", 1),
    ]


def test_what_will_be_done() -> None:
    """将积极…, 将进一步… tell what is to come; 需长期整改事项及措施 gives its items their state."""
    text = _NOTICE.format("二、需长期整改事项及措施\n（一）关于警力不足的问题。将积极争取编制，补充民警。\n")
    (problem,) = _parsed(text).problems
    assert (problem.status, len(problem.measures), len(problem.pending)) == (Status.LONG_TERM, 0, 1)


def test_who_inspected_is_not_the_unit() -> None:
    """关于市局党委巡察组反馈问题整改情况的报告 names those who inspected; the unit signs."""
    body = "一、关于“台账不全”的问题\n整改情况：已补齐。\n\n芙蓉公安分局\n2025年7月15日\n"
    text = f"关于市局党委巡察组反馈问题整改情况的报告\n\n{body}"
    assert _parsed(text).meta.unit == "芙蓉公安分局"


def test_entries_by_number_and_labels() -> None:
    """序号：1 alone on its line begins an entry whose name stands behind 问题描述：; 完成整改。 is its state."""
    entry = "序号：{}\n问题描述：{}。\n整改措施：制定规定。\n整改结果：完成整改。\n\n"
    text = (
        "岭溪县公安局2024年度法治督察整改情况报告\n\n" + entry.format(1, "应诉工作薄弱") + entry.format(2, "基准未更新")
    )
    document = _parsed(text)
    assert [(one.title, one.status, len(one.measures)) for one in document.problems] == [
        ("应诉工作薄弱", Status.COMPLETED, 1),
        ("基准未更新", Status.COMPLETED, 1),
    ]
    assert document.meta.unit == "岭溪县公安局"


def test_bare_state_is_no_measure() -> None:
    """已整改完成。 behind the measures is their state, not one of them."""
    text = _NOTICE.format("二、反馈问题整改情况\n1.一次性告知不到位问题。编印指南1万份；开展培训4期。已整改完成。\n")
    (problem,) = _parsed(text).problems
    assert (problem.status, len(problem.measures)) == (Status.COMPLETED, 2)


def test_good_practice_is_no_problem() -> None:
    """好的方面 in front of the problems of a circular is none of them."""
    text = (
        "关于执法记录仪使用情况专项督察的通报\n\n现通报如下：\n一、好的方面\n刑侦大队上传及时，无一遗漏。\n"
        "二、存在问题\n（一）佩戴使用不规范。抽查12起未全程记录。\n（二）数据上传不及时。有38条超时。\n"
    )
    assert _titles(text) == ["佩戴使用不规范", "数据上传不及时"]


def test_numbered_labels() -> None:
    """1.整改措施： and 2.整改成效： below a problem are its labels, with or without a colon; where the heading names a
    field, 1.存在问题： names the problem.
    """
    text = _NOTICE.format(
        "二、反馈问题整改落实情况\n（一）反馈问题：换届不及时。\n1.整改措施：\n（1）督促换届。\n（2）建立机制。\n2.整改成效：全部换届。\n"
        "（二）案件超期未结的问题\n1.整改措施\n一是清理积案。二是建立机制。\n2.整改进展\n基本完成，剩余2起预计2026年1月办结。\n"
        "（三）内部管理方面\n1.存在问题：考勤不严。\n2.整改措施：安装考勤机。\n"
    )
    found = [(one.title, len(one.measures), len(one.pending)) for one in _parsed(text).problems]
    assert found == [("换届不及时", 2, 0), ("案件超期未结", 2, 1), ("考勤不严", 1, 0)]


def test_who_publishes_is_no_measure() -> None:
    """公示单位： at the end belongs to the closing, not to the last field."""
    text = _NOTICE.format(
        "二、反馈问题整改情况\n1.关于“台账不全”的问题\n整改情况：已补齐台账。\n\n公示单位：岭溪县公安局\n"
    )
    (problem,) = _parsed(text).problems
    assert len(problem.measures) == 1
