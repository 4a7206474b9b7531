"""Problems told one by one without headings: items, brackets, names, numbers that several lists share."""

from __future__ import annotations

from ingest.structure import parse
from kb.model import Document, DocumentKind, Status


def _parsed(text: str) -> Document:
    (document,) = parse(text, "示例.txt")
    return document


def _measures(text: str, document: Document) -> list[list[str]]:
    return [[text[one.span.start : one.span.end] for one in problem.measures] for problem in document.problems]


_TITLE = "某县公安局关于专项督察指出问题整治情况的报告\n现将情况报告如下：\n"


def test_items_with_states() -> None:
    """Items of the first level that say what was wrong, what was done and how far it is are problems; last words and
    annexes are no measures of the last.
    """
    text = (
        f"{_TITLE}①窗口未公示收费依据。已在大厅设置公示屏。（已到位）\n②加急审批缺少材料。已补齐10份。（已到位）\n"
        "③废旧证件销毁无人监督。已制定销毁流程，首批定于7月下旬集中销毁。（推进中）\n"
        "存在的困难：人手不足。\n下一步，支队将紧盯未完成的事项。\n附件：1.验收单\n2.照片\n2023年7月3日\n"
    )
    document = _parsed(text)
    assert document.kind is DocumentKind.NOTICE
    states = [problem.status for problem in document.problems]
    assert states == [Status.COMPLETED, Status.COMPLETED, Status.IN_PROGRESS]
    told = [word for words in _measures(text, document) for word in words]
    assert not any(word in one for one in told for word in ("困难", "下一步", "验收单", "照片"))


def test_a_state_alone_is_no_measure() -> None:
    """办结。 behind what was done and 经核查…所致。 in front of it are not measures."""
    item = "经核查，系交接不清所致。已补齐记录，增配管理员1名。办结。"
    text = f"{_TITLE}事项一：记录连续6天空白。{item}\n事项二：台账不全。{item}\n事项三：会见室监控存在死角。{item}\n"
    assert _measures(text, _parsed(text)) == [["已补齐记录，增配管理员1名。"]] * 3


def test_plans_are_no_problems() -> None:
    """Numbered undertakings of a notice, which say nothing wrong and report nothing, are no problems."""
    text = f"{_TITLE}1.加强学习。组织民警学习条例。\n2.加强督导。组织开展检查。\n3.加强宣传。组织开展宣讲。\n"
    assert _parsed(text).problems == ()


def test_places_in_brackets() -> None:
    """Paragraphs of a circular that begin with the place in brackets are problems each."""
    found = "【{}派出所】10月2日19时，巡逻岗民警坐在车内玩手机，未按规定巡线。\n"
    head = "督察通报\n第17期\n某县公安局督察大队　2024年10月14日\n现将发现的问题通报如下：\n"
    text = head + "".join(found.format(place) for place in "甲乙丙")
    document = _parsed(text)
    assert document.kind is DocumentKind.FEEDBACK
    assert [problem.title[:7] for problem in document.problems] == ["【甲派出所】1", "【乙派出所】1", "【丙派出所】1"]


def test_cases_named_in_their_first_sentence() -> None:
    """Paragraphs without numbers, each named 某某…问题。, are cases; what the circular demands belongs to none."""
    case = "甲所原所长霍某收受礼金问题。2022年，霍某收受礼金2万元。霍某受到撤销党内职务、政务撤职处分。\n"
    head = "某市纪委监委通报2起违纪违法问题\n日前，对2起问题进行了通报。\n"
    tail = "通报要求，各单位要给予高度重视，对违纪行为予以严肃处分。\n"
    text = head + case + case.replace("霍", "齐") + tail
    document = _parsed(text)
    assert document.kind is DocumentKind.CASE
    assert [len(words) for words in _measures(text, document)] == [1, 1]


def test_cases_below_headings_without_numbers() -> None:
    """Headings without numbers part the cases of a warning paper; the rule quoted behind them is no case."""
    text = (
        "以案说纪：两张借条的代价\n借钱是常事，怎么借有讲究。\n"
        "向商户借\n2020年，民警章某向辖区商户借款20万元。2022年，章某受到党内严重警告处分。\n"
        "向辅警借\n2021年，副所长文某向6名辅警借款3万元。2023年，文某受到党内警告处分。\n"
        "【纪法小贴士】\n有关条例规定，借用管理对象钱款的，给予警告处分。\n"
    )
    document = _parsed(text)
    assert [problem.title for problem in document.problems] == ["向商户借", "向辅警借"]


def test_advice_behind_the_problems() -> None:
    """A numbered list behind 建议如下： tells no problems."""
    text = (
        "公安督察建议书\n某分局：\n经核实，你分局存在以下问题：\n其一，警情分流失当。应处置的警情被分流43起。\n"
        "其二，处置不规范。单警处警22起。\n根据有关规定，建议如下：\n1.开展一次倒查；\n2.对责任人作出处理。\n"
    )
    assert [problem.number for problem in _parsed(text).problems] == ["其一，", "其二，"]


def test_lists_that_share_numbers() -> None:
    """Where 任务清单 and 责任清单 name problems by their numbers alone, each row completes its problem."""
    text = (
        "某支队巡察整改“三清单”\n一、问题清单\n| 编号 | 问题表述 | 来源 |\n|---|---|---|\n"
        "| W1 | 台账不全 | 巡察 |\n| W2 | 轮岗不及时 | 自查 |\n"
        "二、任务清单\n| 编号 | 整改任务 | 时限 |\n|---|---|---|\n"
        "| W1 | 补齐台账 | 2024年12月31日 |\n| W2 | 制定轮岗计划 | 2025年3月31日 |\n"
        "三、责任清单\n| 编号 | 责任部门 |\n|---|---|\n| W2 | 政治处 |\n| W9 | 工会 |\n"
    )
    document = _parsed(text)
    assert document.kind is DocumentKind.LEDGER
    assert _measures(text, document) == [["补齐台账"], ["制定轮岗计划"]]
    assert [problem.responsible for problem in document.problems] == [(), ("政治处",)]
    assert [str(one.deadline.due) for one in document.problems if one.deadline] == ["2024-12-31", "2025-03-31"]


def test_news_of_a_meeting() -> None:
    """News of a feedback meeting that lists no problem is an article."""
    text = "市公安局召开巡察情况反馈会\n7月8日，巡察组宣读了反馈意见，指出了存在的问题。会议强调要压实责任。\n"
    document = _parsed(text)
    assert (document.kind, document.problems) == (DocumentKind.PRACTICE, ())
    assert [passage.locator for passage in document.passages] == ["标题", "导语"]


def test_signs_in_front_of_labels() -> None:
    """★ 反映事项： opens a problem, ☆ 办理结果： tells what was done; 属实。 alone is no measure."""
    item = "★ 反映事项：{}。\n☆ 办理结果：属实。已对当事民警谈话提醒。\n"
    head = "关于来信来访反映事项办理结果的公示\n现将办理结果公示如下。\n"
    text = f"{head}{item.format('民警态度生硬')}{item.format('窗口周六不开')}2023年7月11日\n"
    document = _parsed(text)
    assert [problem.title for problem in document.problems] == ["民警态度生硬", "窗口周六不开"]
    assert _measures(text, document) == [["已对当事民警谈话提醒。"]] * 2


def test_formal_numerals_and_stems() -> None:
    """甲、 and 壹、 are levels like others."""
    text = (
        "关于巡察某派出所党支部的反馈意见\n现反馈如下。\n甲、主要问题\n壹、学习抓得不实。记录有补写现象。\n贰、财经纪律松弛。白条报销4200元。\n"
        "乙、意见建议\n壹、严肃组织生活。\n贰、规范财务管理。\n"
    )
    assert [problem.locator for problem in _parsed(text).problems] == ["甲壹", "甲贰"]
