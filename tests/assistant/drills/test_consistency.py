"""What a trainer would stumble over, looked for in every type: heads who go free, powers, levels, time, basis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import retrieval
from assistant.desk import Desk
from assistant.drills import casework as rooms
from assistant.drills import powers
from assistant.drills.build import DrillWish, build
from assistant.drills.casework import casework
from assistant.drills.deeds import dealt
from assistant.drills.disposals import HANDED_OVER, Called, hung
from assistant.drills.facts import Fact
from assistant.drills.kit import accepted, closing, preparation, rules
from assistant.drills.model import Audience, Difficulty, Drill, MarkKind, Question, Stage
from assistant.drills.paper import trainee_paper, trainer_paper
from assistant.drills.wording import CARDED, NATURE, NONE_HELD, kinds
from kb.errors import NotFoundError
from kb.tokens import pairs
from retrieval.bridge import GRAMMAR

CODES = tuple(yaml.safe_load(rooms._FILE.read_text(encoding="utf-8"))["types"])

#: Titles that the vocabulary of subjects knows; nothing else may be given as a rule to look up.
_SUBJECTS = yaml.safe_load((Path(retrieval.__file__).parent / "subjects.yaml").read_text(encoding="utf-8"))
KNOWN = {title for row in _SUBJECTS for title in (row["title"], *row.get("also", ()))}

_HEADS = re.compile(r"单位负责人|分局负责人|主要负责人|大厅负责人|支部书记|中队长|所长")
_INFORMANTS = re.compile(
    r"(\w{0,2}(?:管理员|枪管员[甲乙]|内勤|法制员|会计|出纳|民警|辅警|教导员|技术员|承办人|经办人))"
)
_SILENT = r"[^，。；]{0,10}(?:没有(?:向\w+)?(?:报告|上报|报过|提过|处理)|从不|知情不报)"

#: What those who check and those who are checked may not fetch themselves: it is offered, asked for or handed over.
_NOT_OURS = re.compile(r"通话记录|通话清单|银行流水|运营商|转账记录|支付记录|个人账户|督察人员执法记录仪")
_LAWFUL = re.compile(r"提供|自愿|提请|移交|依法|由其|出具清单|收取|通报|接收|核对")

_PERSONS = re.compile(r"([\u4e00-\u9fff]{2})(?:民警|辅警|领导|管理员|负责人|书记)")
_RECORDS = re.compile(r"([\u4e00-\u9fff]{2})(?:自查表|登记簿|提醒单|报价单|通报|底账|告警)")
#: Persons of a kind that any unit has.
_ANYBODY = {"分管", "值班", "办案", "党员", "部门", "支部", "有关", "审批", "法制"}

#: The degrees of disposal that the sheet of marks counts by; hand-overs stand for a sanction.
_LADDER = re.compile(
    r"谈话提醒|批评教育|责令(?:作出书面)?检查|诫勉|处分|扣减绩效|解除劳动合同|停止执行职务|移[送交](?:纪检|监察)"
)
#: What a sanction rests on: that somebody admits, knew, said or was proved to have done it himself.
_HIMSELF = re.compile(r"承认|知道|明知|证实|说“|交代“")
#: A turn after days would tell those who wrote the right measures that nothing was done.
_DAYS_LATER = re.compile(r"[几数两三]天后|[一两数]周后|数日后")

_GRADES = re.compile(r"记过|记大过|警告|降级|撤职|开除")
_MINUTES = (30, 45, 60, 75, 90)


def _sheet(code: str) -> str:
    """All that the first sheet of a type can hold."""
    return "".join(sign.clue + sign.finding for sign in casework(code).scenic)


@pytest.mark.parametrize("code", CODES)
def test_a_head_who_knew_and_did_nothing_is_called_to_account(code: str) -> None:
    """What the card tells of the head has a disposal of its own, or a sign of the scene has that very person."""
    known = casework(code)
    for secret in known.secrets:
        assert secret.fits or secret is known.secrets[0] or code == "执法办案/接处警"
        head = _HEADS.search(secret.text)
        assert head, secret.text
        if secret.disposal:
            assert secret.disposal.startswith("对")
            assert head[0] in secret.disposal
        else:
            assert any(head[0] in row for sign in known.scenic for row in sign.disposals), secret.text


@pytest.mark.parametrize("code", CODES)
def test_card_and_facts_do_not_contradict_each_other(code: str) -> None:
    """Whoever told the head, as the card has it, is not said to have told nobody."""
    known = casework(code)
    facts = "。".join(sign.fact for sign in known.scenic)
    for secret in known.secrets[:1]:
        before = _HEADS.split(secret.text)[0]
        for person in _INFORMANTS.findall(before):
            assert not re.search(re.escape(person[-3:]) + _SILENT, facts), (person, facts)


@pytest.mark.parametrize("code", CODES)
def test_evidence_rests_on_what_was_issued(code: str) -> None:
    """No person and no record is asked for that only the next sheet speaks of."""
    facts, sheet = "".join(sign.fact for sign in casework(code).scenic), _sheet(code)
    for row in casework(code).evidence:
        for pattern in (_PERSONS, _RECORDS):
            for match in pattern.finditer(row):
                told_later = match[0] in facts and match[0] not in sheet
                assert not told_later or match[1] in sheet or match[1] in _ANYBODY, (match[0], row)


@pytest.mark.parametrize("code", CODES)
def test_nobody_fetches_what_is_not_his_to_fetch(code: str) -> None:
    """Records of telephone companies, banks and of the supervisors themselves are offered, asked for or handed over."""
    known = casework(code)
    turns = [known.turn] if known.turn else known.turns
    for row in (*known.evidence, *(one.text for one in known.seize), *(text for turn in turns for text in turn.points)):
        for clause in re.split(r"[；;]", row):
            assert not _NOT_OURS.search(clause) or _LAWFUL.search(clause), clause


@pytest.mark.parametrize("code", CODES)
def test_units_and_levels_agree(code: str) -> None:
    """A bureau is checked from above it, and no text of its scene has its own brigade check it."""
    known = casework(code)
    own = re.search(r"分局|县公安局", known.unit)
    assert ("支队" in powers.sender(known.unit)) == bool(own or re.search(r"车管所|大厅", known.unit))
    if own and known.turn:
        assert "督察大队" not in known.turn.told + "".join(known.turn.points)


@pytest.mark.parametrize("code", CODES)
def test_what_happens_last_comes_after_the_inquiry(code: str) -> None:
    """It does not fall back to the night of the deed, and what is about to be lost was not copied before."""
    known = casework(code)
    for turn in [known.turn] if known.turn else known.turns:
        assert not re.match(r"(?:第二天|昨晚|当晚)", turn.told), turn.told
        if re.search(r"届满|第二天就覆盖", turn.told):
            assert re.search(r"还没有复制|尚未", turn.told), turn.told


@pytest.mark.parametrize("code", CODES)
def test_what_is_done_first_says_why(code: str) -> None:
    """Each of the three things has its reason and place; a store that stopped is not overwritten."""
    known = casework(code)
    facts = "".join(sign.fact for sign in known.scenic)
    for turn in [known.turn] if known.turn else known.turns:
        for point in turn.points:
            assert re.search(r"；\w{2,4}，是因为.{6,}", point), point
            assert "停录" not in facts or "覆盖" not in point, point


@pytest.mark.parametrize("code", CODES)
def test_measures_speak_of_every_problem(code: str) -> None:
    """Whoever writes a measure against a problem of the scene finds one like it in the model answer."""
    known = casework(code)
    if known.measures == casework("").measures:  # those for all types speak of whatever was found
        return
    done = {pair for text in known.measures for pair in pairs(text) if not set(pair) & GRAMMAR}
    for sign in known.scenic:
        said = {pair for pair in pairs(sign.clue + sign.finding + sign.fact) if not set(pair) & GRAMMAR}
        assert len(said & done) >= 3, (sign.finding, said & done)


@pytest.mark.parametrize("code", CODES)
def test_rules_to_look_up_are_known_documents(code: str) -> None:
    """A special rule is named by its title, one that the vocabulary knows, and says what it requires."""
    known = casework(code)
    for rule in known.special:
        titles = re.findall(r"《([^《》]+)》", rule.text)
        assert titles
        assert set(titles) <= KNOWN, titles
        assert len(rule.text.partition("：")[2]) >= 6
        assert rule.fits
    assert set(known.wanted) <= KNOWN, known.wanted


@pytest.mark.parametrize("code", CODES)
def test_every_disposal_has_a_degree(code: str) -> None:
    """A row says a form of the ladder: what must be paid or mended besides is none, and cannot be marked by degrees."""
    known = casework(code)
    rows = [row for sign in known.scenic for row in sign.disposals]
    rows += [one.disposal for one in known.secrets if one.disposal]
    for row in (*rows, *(one.text for one in known.others)):
        assert _LADDER.search(row.partition("：")[2]), row


@pytest.mark.parametrize("code", CODES)
def test_a_sanction_says_who_knew_and_did_what(code: str) -> None:
    """Whoever is to be sanctioned has it told on the second sheet that he did it himself and knew."""
    known = casework(code)
    rows = [(row, sign.fact) for sign in known.scenic for row in sign.disposals]
    rows += [(one.disposal, one.text) for one in known.secrets if one.disposal]
    for row, fact in rows:
        if re.search("处分|停止执行职务", row.partition("：")[2]):
            assert _HIMSELF.search(fact), (row, fact)


@pytest.mark.parametrize("code", CODES)
def test_nothing_of_others_is_altered_and_no_days_pass(code: str) -> None:
    """What belongs to those concerned is sealed, not fitted with new locks; the last sheet plays on the same day."""
    known = casework(code)
    told = [one.text + one.disposal for one in known.secrets]
    told += [*known.measures, *(sign.fact + "".join(sign.disposals) for sign in known.scenic)]
    assert not [text for text in told if re.search("(?<!钥匙柜)换锁", text)]
    for turn in [known.turn] if known.turn else known.turns:
        assert not _DAYS_LATER.search(turn.told), turn.told


def test_a_precedent_on_several_persons_is_parted() -> None:
    """Each piece goes to the row on such a person and such a deed, and to none where nobody is like that."""
    rows = [
        Called("对让辅警单独检查的中队长：给予处分", "中队长当天这样安排。"),
        Called("对单独检查的辅警：扣减绩效", "辅警单独检查。"),
        Called("对借出印章的民警：责令检查", "民警把印章借给同组辅警。"),
    ]
    text = "对把印章交给辅警的4名民警批评教育，对单独检查的2名辅警解除劳动合同，对1名中队长诫勉谈话，登记6人次。"

    def places(told: str) -> list[int | None]:
        return [hung(rows, piece) for piece in dealt(Fact(told, None))]  # type: ignore[arg-type]

    assert places(text) == [2, 1, 0]
    assert places("对打招呼的2名教导员批评教育") == [None]
    assert places("责令退还1000余元，给予1人警告处分") == [None]
    assert places("登记6人次") == [None]


def test_each_group_words_answers_by_its_powers() -> None:
    """A station hands over its own records and asks for the rest, inspectors seal and question nothing themselves."""
    own, others = "值班表和登记簿，由两人核对", "询问经办人，制作笔录"
    assert powers.taken(own, Audience.STATION).startswith("由本单位固定、移交")
    assert powers.taken(others, Audience.STATION).startswith("提请上级督察部门")
    assert powers.taken(own, Audience.SUPERVISOR) == own
    assert powers.taken(others, Audience.INSPECTOR) == "访谈经办人，制作谈话记录"
    assert powers.done("立即封存原件", Audience.INSPECTOR) == "立即商请该单位封存原件"
    assert powers.done("立即受案并出具回执", Audience.SUPERVISOR).startswith("督促该单位")
    assert powers.done("立即受案并出具回执", Audience.STATION).startswith("立即受案")
    assert powers.named("单位负责人", Audience.STATION) == "原负责人"


def _drills(desk: Desk, audience: Audience, minutes: int) -> Iterator[tuple[str, Drill]]:
    for code in CODES:
        wish = DrillWish((code,), audience, Difficulty.MEDIUM, minutes, seed=1, general=True)
        try:
            yield code, build(desk, wish)
        except NotFoundError:
            continue


def _questions(drill: Drill) -> dict[Stage, Question]:
    return {question.stage: question for question in drill.questions}


def check(drill: Drill) -> None:
    """What a trainer looks for before a lesson, in one drill."""
    asked = _questions(drill)
    findings = asked[Stage.FIND].points
    told = {inject.code: "\n".join(fact.text for fact in inject.facts) for inject in drill.injects}
    [card] = [point for point in findings if point.seen == CARDED]
    secret = card.text.partition("：")[2]
    assert secret in drill.roles[-1].secret
    assert secret in told["T1"]
    assert secret not in told["T0"]
    # Every fact of the trainer's own scene has its row, so that whoever writes it down is marked.
    if not drill.background[0].anchors:
        seen = "、".join(point.seen for point in findings)
        for number, fact in enumerate(drill.injects[0].facts, 1):
            assert fact.distracting or f"T0第{number}条" in seen, fact.text
    # What a precedent calls a problem stands under the problem of that name.
    for point in findings:
        for note in point.precedents:
            homes = [one.text for one in findings if note.text in one.text]
            assert not homes or point.text in homes, note.text
    harmless = any(fact.distracting for inject in drill.injects for fact in inject.facts)
    assert harmless == any("误列不构成问题" in note.text for note in drill.notes)
    if Stage.BASIS in asked:
        _check_basis(asked[Stage.BASIS], sum(point.seen != CARDED for point in findings))
    if Stage.DISPOSAL in asked:
        _check_disposals(asked[Stage.DISPOSAL], drill)
    for stage in (Stage.EVIDENCE, Stage.TURN):
        for point in asked[stage].points if stage in asked else ():
            _check_powers(point.text, drill.audience)
    _check_marking(drill)
    _check_sheets(drill)
    _check_time(drill)


def _check_marking(drill: Drill) -> None:
    """The sheet of marks asks for what the question asks, and no marks go to words that name no problem."""
    sheet = "\n".join(fact.text for fact in (*drill.background, *drill.injects[0].facts))
    for question in drill.questions:
        for point in question.points:
            said = accepted(question, point)
            assert "相应的分" not in said
            assert question.stage is not Stage.DISPOSAL or "条号" not in said, said
            if question.stage is Stage.EVIDENCE:
                assert ("由谁取" in said) == ("由谁取" in question.prompt)
                assert "怎么取" in question.prompt
                assert "取什么" in question.prompt
                assert "主办" not in point.text or "自己向经营者核实" in said, said
            if question.stage is Stage.FIND and point.accept:
                assert all(len(word) >= 4 and word not in sheet for word in point.accept.split("、")), point.accept
            if point.text.startswith(NATURE.partition("{")[0]):
                assert point.marks == min(kinds(point.text), 4), point.text
                assert f"给1分，最多{point.marks}分" in said
            if question.stage is Stage.TURN:
                assert "是因为" in point.text, point.text
            if question.stage is Stage.MEASURES:
                assert "针对哪个问题" in question.prompt
                assert "针对哪个问题" in said
            if question.stage is Stage.DISPOSAL and "建议给予处分" in point.text:
                assert "诫勉）都不给形式分" in said, said
            if question.stage is Stage.DISPOSAL and re.search("处分|停止执行职务", point.text.partition("：")[2]):
                told = "".join(note.text for note in point.precedents)
                mild_only = told and not re.search("处分|停止执行职务|解除劳动合同|移[送交]|记过|撤职|开除", told)
                assert not mild_only or "照写先例形式的不给形式分" in said or "底稿" in said or "移交" in said, said
            # A graver form with its reasons earns the marks, that of a graver precedent too.
            assert not ("重一档、说明了理由的给分" in said and "照写先例形式的不给形式分" in said), said


def _check_sheets(drill: Drill) -> None:
    """The file with all sheets says that it is cut by the trainer; nothing handed out tells how it was made."""
    whole, lines = trainee_paper(drill).body, trainer_paper(drill).body
    assert "不得整份下发" in whole.splitlines()[0]
    assert "不得整份下发" not in trainee_paper(drill, "T0").body
    assert "按次序处置" not in whole
    if {Stage.MEASURES, Stage.TURN} <= set(_questions(drill)):
        assert re.match(r"核实\S{0,6}的当天，整改\w{2}还没有", drill.injects[-1].facts[0].text)
    assert all(
        f"\f{mark}" in re.sub(r"\f[一二三四五六七八九十]+、", "\f", whole) for mark in ("第2张", "任务卡（只发给")
    )
    before = lines.partition("编者说明")[0]
    for trace in ("程序给出", "由程序", "只供演示", "资料库没有收录", "（附件", "见附件", "依据分0分"):
        assert trace not in before, trace
        assert trace not in whole, trace
    assert "每组一名" in "".join(preparation(drill))
    assert "分题书写" in "".join(rules(drill))


def _check_basis(question: Question, problems: int) -> None:
    covered = "、".join(point.seen.partition("要点")[2] for point in question.points if "要点" in point.seen)
    assert {int(number) for number in re.findall(r"\d+", covered)} == set(range(1, problems + 1))
    for point in question.points:
        is_nature = point.text.startswith(NATURE.partition("{")[0])
        plain = point.text.startswith(NONE_HELD.partition("“")[0])
        # What those who check may do is violated by nobody who is checked.
        assert not re.match(r"(?:督察人员|督察机构|监察机关|巡察组)", point.text), point.text
        assert point.article or is_nature or plain or "《" in point.text, point.text
        assert point.kind is MarkKind.BASIS
        assert point.marks > 0


def _check_disposals(question: Question, drill: Drill) -> None:
    persons = [point for point in question.points if not point.article]
    heads = [point for point in persons if _HEADS.search(point.text) or "负责人" in point.text]
    assert heads, [point.text for point in persons]
    for point in persons:
        form = point.text.partition("：")[2]
        assert not _GRADES.search(form), point.text
        assert HANDED_OVER not in point.text or form == HANDED_OVER
        if drill.audience is Audience.INSPECTOR:
            assert re.search("列入问题底稿|移交纪检监察机关", form), point.text
            assert "单位负责人" not in point.text or "上级党组织" in form or "纪检" in form, point.text
        if drill.audience is Audience.STATION and "原负责人" in point.text:
            assert form.startswith(("报上级", "移交")), point.text


def _check_powers(text: str, audience: Audience) -> None:
    for clause in re.split(r"[；;]", text):
        assert not _NOT_OURS.search(clause) or _LAWFUL.search(clause), clause
    if audience is Audience.INSPECTOR:
        for clause in re.split(r"[；;，,]", text):
            alone = re.search(r"(?<!商请该单位)(?<!当场)(?<!要求)(?<!先)(?<!、)封存(?!经过)", clause)
            assert not alone or "督促该单位" in clause, text
        assert "被督察单位" not in text
    if audience is Audience.STATION:
        assert "督察人员执法记录仪" not in text
        assert not re.search(r"被(?:督察|巡察|核查)单位|本组的上级", text), text
        asks = re.search(r"询问[^，；]*(?:民警|辅警|承办|经办|起草)", text)  # of its own people: not by itself
        assert not asks or re.search("上级|核查人员", text), text
    if audience is Audience.SUPERVISOR:
        assert not re.search(r"巡察组|被巡察单位|移交(?:上级)?督察部门|报请督察部门|督察部门转来", text), text


def _check_time(drill: Drill) -> None:
    ends = [*(inject.minute for inject in drill.injects[1:]), closing(drill.minutes)]
    rows = dict.fromkeys((inject.code for inject in drill.injects), 0)
    for question in drill.questions:
        rows[question.inject] += len(question.points)
    for inject, end in zip(drill.injects, ends, strict=True):
        assert rows[inject.code], inject.code
        assert (end - inject.minute) / rows[inject.code] >= 1.5, (drill.title, inject.code, rows, end - inject.minute)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("audience", list(Audience))
def test_every_type_that_builds_can_be_run(full_desk: Desk, audience: Audience) -> None:
    """All types of the corpus and the library, one and a half hours long."""
    built = list(_drills(full_desk, audience, 90))
    assert len(built) >= 30
    for _, drill in built:
        check(drill)


@pytest.mark.parametrize("minutes", _MINUTES)
@pytest.mark.parametrize("audience", list(Audience))
def test_every_length_can_be_run(desk: Desk, audience: Audience, minutes: int) -> None:
    """The small library, all lengths: short drills have two sheets and time for what is asked on them."""
    built = list(_drills(desk, audience, minutes))
    assert built
    for _, drill in built:
        check(drill)
        assert len(drill.injects) == (2 if minutes < 45 else 3)
