"""The precedents a drill is made from, and the facts that stand in them.

Nothing is invented here: every fact is a stretch of a passage with its anchor.  What a fact is to the drill (a fact
for the background, an issue to be found, evidence taken, a disposal, a measure) is decided by where it stands and by
the words in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import MeasureKind
from assistant.drills import masked
from assistant.drills.deeds import tells_deed
from assistant.drills.facts import Fact, fact, spans_of
from assistant.drills.narrative import is_state, narrative, titled
from assistant.measure_kinds import classify
from kb.catalog import ProblemInfo
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, PassageKind, Span, StoredPassage
from kb.text import fold


@dataclass(frozen=True, slots=True)
class Material:
    """A precedent taken apart.

    ``frame`` tells of the inspection or is None; ``story`` what happened, sentence by sentence, of a case that lists
    its problems; ``findings`` what checks found, with what any other document says of a problem: counts from many units
    are no scene to look into, and of a few lines in a circular nobody can tell which problem follows from which;
    ``issues`` what was wrong, as the source names it, ``implied`` what its measures take for granted to be wrong;
    ``evidence``, ``disposals`` and ``measures`` what was done; ``pending`` what is still to be done; ``results`` what
    came of it; ``established`` what a case says was found out (查实) in the end.
    """

    info: ProblemInfo
    code: str
    frame: Fact | None
    story: tuple[Fact, ...]
    findings: tuple[Fact, ...]
    issues: tuple[Fact, ...]
    implied: tuple[Fact, ...]
    evidence: tuple[Fact, ...]
    disposals: tuple[Fact, ...]
    measures: tuple[Fact, ...]
    pending: tuple[Fact, ...]
    results: tuple[Fact, ...]
    established: tuple[Fact, ...] = ()

    @property
    def is_case(self) -> bool:
        """Whether it is a typical case, whose story is the scene."""
        return self.info.kind is DocumentKind.CASE

    @property
    def tells_a_story(self) -> bool:
        """Whether what happened is told, so that the precedent itself is the scene."""
        return len(self.story) >= _FEWEST_SENTENCES and bool(self.issues)

    @property
    def richness(self) -> float:
        """How much a drill can be made of; facts for the background count most, they are rarest."""
        told = len(self.story) + len(self.findings)
        return 2.0 * min(told, 6) + len(self.issues) + len(self.evidence) + len(self.disposals) + len(self.measures)

    @property
    def year(self) -> int | None:
        """The year told as 当年: that of the inspection, else the first one in the words of the source."""
        meta = self.info.meta
        day = meta.period_end or meta.feedback_date or meta.published
        if day:
            return day.year
        years = [int(year) for fact in self.story for year in re.findall(r"(?:19|20)\d{2}(?=年)", fact.text)]
        return years[0] if years else None


#: A story of one sentence is none.
_FEWEST_SENTENCES = 2

#: A first sentence this short is a label (一是强化政治学习。); the next one says what was done.
_LABEL = 22

#: A reference point of more than this is not read as one.
_POINT = 110

#: Shorter stretches name nothing that could be taken (抽查台账).
_BRIEF = 7

_FOUND = re.compile(r"查出|发现|查实|清出|排查出|查摆|检出|核查出|查明|查获")
_NOTHING_FOUND = re.compile(r"未(?:再)?发现|没有发现|未查出|不得|问题线索移送机制|发现机制|发现能力")
_HANDLED = re.compile(
    r"补办|告知|处分|处罚|当场|均已|全部|逐一|予以|通知|移交|移送|责令|督促|纠正|批评|诫勉|谈话|扣减|解除|通报|追责|问责|退还|重新|整改|"
    r"提级|收回|约谈|下发|追究|处理|补正|督改|停用|改流程|补训"
)
# The form of a disposal, and whom it meets: a proposal without one of them is none.
_DISPOSED = re.compile(
    r"问责|追责|处分|诫勉|批评教育|移[送交](?:县局|市局|分局|有关|纪检|监察|司法|检察)|立案(?:审查|调查)|解除劳动合同|停止执行职务|记过|撤职|"
    r"约谈|扣减绩效|开除|禁闭|移送(?:有管辖|公安|上级|相关)|涉嫌\S{0,8}移送|调离|书面检查|退缴"
)
_MET = re.compile(
    r"民警|辅警|领导|负责人|责任人|所长|队长|局长|主任|教导员|政委|人员|干部|承办人|单位|(?<=[对与予给由])[甲乙丙丁戊己庚辛]|\d+人"
    rf"|{masked.PERSON}"
)
_PERSONS = re.compile(
    r"^.*(?:民警|辅警|领导|负责人|责任人|所长|队长|局长|主任|教导员|政委|干部|承办人)"
    r"|^[甲乙丙丁戊己庚辛](?![\u4e00-\u9fff])|^[甲乙丙丁戊己庚辛](?=政务|党内|行政)"
    rf"|^{masked.PERSON}"
)
_WHOM = re.compile(
    r"(?:对|与|给予|责令|约谈|处分|追究)(?P<whom>[^，,；;。对与]{1,26}?)(?:逐一|分别|均|作出|给予|进行|的?责任)?"
    r"(?:批评教育|诫勉|扣减|记过|记大过|警告|降级|撤职|开除|解除|谈话|约谈|停止|调离|处分|通报|责令|问责|予以|给予)"
)
# A clause that leans on the one before it: 其中1名民警饮酒后驾车，……，被给予撤职处分。
_LEANING = re.compile(r"^(?:其中|被|并|予以|均|一律|再|由此|同时)")
# What follows these in a sentence is laid down for whoever it will concern, unless it counts those whom it met.
_LAID_DOWN = re.compile(r"制定|修订|印发|出台|明确|规定")
_COUNTED = re.compile(r"\d+余?(?:名|人(?!次))")
# Taking evidence: the verb and what or whom it takes.  清查 and 排查 set right, they prove nothing; sentences that lay
# down a rule tell what shall be done in future.
_TAKES = re.compile(
    r"抽查|抽取|比对|调取|调看|调阅|核对|核查|查阅|查看|倒查|评查|复核|固定|提取|封存|回访|走访|询问|讯问|约谈|见证|回溯"
)
_MATERIAL = re.compile(
    r"录像|监控|视频|录音|记录|台账|登记|卷宗|案卷|案件|警情|日志|票据|凭证|账目|单据|笔录|血样|信访件|线索|举报材料|回执|文书|"
    r"数据|病历|证言|账户|流水|通知书|实物|群众|当事人|报警人|信访人|举报人|证人|家属|知情人"
)
_RULES = re.compile(
    r"制定|修订|印发|出台|建立|健全|完善|机制|制度|定期|应当|必须|须|不得|常态|实时|加强|强化|深化|推进|纳入|依托|规定"
)
_SET_RIGHT = re.compile(
    r"补办|补正|补查|提级|上传|处分|处罚|纠正|批评|诫勉|扣减|通报|追责|问责|退还|收回|整改|停用|改流程|补训|销号|督促|反馈|处置|移交"
)
# What a source takes for granted as a problem while telling what was done about it.
_TAKEN = (
    re.compile(r"关于[“\"](?P<issue>[^”\"]{4,60})[”\"]的?问题"),
    re.compile(
        r"(?:围绕|针对|紧盯|整治|治理|解决|纠治|对)(?P<issue>[^，,。；;“”\"：:]{4,50}?)(?:等)?(?:突出|重点|关键|具体)?问题"
        r"(?!的?(?:线索|清单|整改|导向|隐患))"
    ),
)
# Words about problems that name none.
_EMPTY_ISSUE = re.compile(
    r"^(?:已|日常|巡[察查]|检查|各类|存在|反馈|上述|发现|以上|该|此|相关|有关|突出|重点|群众反映|所)|发现的?$|反映的?$|存在的?$"
)
_RESULT = re.compile(r"成效|效果|结果")
# A problem says what is wrong; 大额现金支付问题 does not.
_WRONG = re.compile(
    r"[不未乱漏弱缺虚假怠私]|违|压案|挂案|长期|失范|失管|失职|主义|涉黄|涉赌|涉毒|滥用|超期|超标|滞后|代替|堆积"
)
_TRAILING = re.compile(r"(?:等)?(?:方面)?的?$|等$")
# Under this label a typical case tells its measures sentence by sentence.
_MENDED = re.compile(r"整改|改进|完善|防范|建章立制")
_OUTCOME = re.compile(r"[降升减增]至|同比|下降|未再")
_MARKED = re.compile(r"《[^《》]*》")


def of_type(one: Material, phrases: Sequence[str], *, main: bool) -> Material:
    """The material as far as it belongs to a type.

    Where the type is not the ``main`` matter of a notice's problem, only facts that hold a phrase of it are left: a
    notice on 执法监督 tells of property in one measure of seven.  A typical case is one story and stays whole.
    """
    if main or one.is_case:
        return one

    def kept(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(fact for fact in facts if any(phrase in fold(fact.text) for phrase in phrases))

    return replace(
        one,
        findings=kept(one.findings),
        issues=kept(one.issues),
        implied=kept(one.implied),
        evidence=kept(one.evidence),
        disposals=kept(one.disposals),
        measures=kept(one.measures),
        pending=kept(one.pending),
        results=kept(one.results),
    )


#: What was found out, as against what was reported.
_ESTABLISHED = re.compile(r"查实|查明")


def _said(passage: StoredPassage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]


def material(kb: KnowledgeBase, info: ProblemInfo, code: str) -> Material:
    """Take a problem apart."""
    passages = [one for one in kb.catalog.of_source(info.source_id) if one.part == info.part]
    own = [one for one in passages if one.problem == info.problem.locator]
    told = [fact for one in own if one.kind is PassageKind.PROBLEM for fact in narrative(one, info)]
    main = [fact for fact in told if fact.anchor.locator == info.problem.locator]
    named = [_whole(one) for one in own if one.kind is PassageKind.PROBLEM and one.locator != info.problem.locator]
    done = [one for one in own if one.kind is PassageKind.MEASURE and not _is_result(one)]
    is_case = info.kind is DocumentKind.CASE
    is_story = is_case and bool(named)
    disposals = [fact for one in done for fact in _clauses(one, _DISPOSED, is_case=is_case)]
    evidence = [fact for one in done for fact in _evidence(one)]
    return Material(
        info=info,
        code=code,
        frame=None if is_case else _frame(passages, info),
        story=tuple(main) if is_story else (),
        findings=() if is_story else (*main, *(fact for one in done for fact in _findings(one))),
        issues=tuple(named) if named else tuple(titled(own, info)),
        implied=() if is_case else tuple(_implied(own)),
        evidence=tuple(evidence),
        disposals=tuple(disposals),
        measures=tuple(_case_measures(done) if is_case else map(_head, done)),
        pending=tuple(_whole(one) for one in own if one.kind is PassageKind.PENDING),
        results=tuple(_whole(one) for one in own if one.kind is PassageKind.MEASURE and _is_result(one)),
        established=tuple(
            fact(one, span) for one in own if is_case for span in spans_of(one) if _ESTABLISHED.search(_said(one, span))
        ),
    )


def _whole(passage: StoredPassage) -> Fact:
    spans = spans_of(passage)
    span = Span(spans[0].start, spans[-1].end) if spans else passage.span
    return fact(passage, span, classify(passage.text) if passage.kind is PassageKind.MEASURE else None)


def _is_result(passage: StoredPassage) -> bool:
    return bool(_RESULT.search(passage.locator))


def _implied(own: list[StoredPassage]) -> list[Fact]:
    """Problems that measures and pending work take for granted (全面整治备用金长期挂账问题), each once."""
    found: dict[str, Fact] = {}
    for passage in own:
        if passage.kind not in (PassageKind.MEASURE, PassageKind.PENDING):
            continue
        for pattern in _TAKEN:
            for match in pattern.finditer(passage.text):
                start, end = match.span("issue")
                words = _TRAILING.sub("", match["issue"])
                if _WRONG.search(words) and "是否" not in words and not _EMPTY_ISSUE.search(words):
                    base = passage.span.start
                    found.setdefault(
                        words, fact(passage, Span(base + start, base + end - len(match["issue"]) + len(words)))
                    )
    return list(found.values())


def _findings(passage: StoredPassage) -> list[Fact]:
    """What a check found: from the verb of finding on, up to what was done about it."""
    found = []
    for span in spans_of(passage):
        text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
        clauses = [match.span() for match in re.finditer(r"[^，,；;。]+[，,；;。]?", text)]
        start = end = -1
        for first, last in clauses:
            clause = text[first:last]
            if start < 0:
                verb = _FOUND.search(clause)
                rest = clause[verb.start() :] if verb else ""
                if verb and not _NOTHING_FOUND.search(clause) and re.search(r"\d", rest) and not _HANDLED.search(rest):
                    start, end = first + verb.start(), last
            elif _HANDLED.search(clause) or not re.search(r"\d", clause):
                break
            else:
                end = last
        if start >= 0:
            words = text[start:end].rstrip("，,；;。")
            found.append(fact(passage, Span(span.start + start, span.start + start + len(words))))
    return found


def _clauses(passage: StoredPassage, pattern: re.Pattern[str], *, is_case: bool) -> list[Fact]:
    """The sentences that tell a disposal; of a notice only from the clause of the disposal on, or from the one that
    tells what it is for.
    """
    found = []
    spans = spans_of(passage)
    for index, span in enumerate(spans):
        text = _MARKED.sub(lambda match: "　" * len(match[0]), _said(passage, span))  # the title of a rule is none
        is_label = len(text) <= _LABEL and index == 0 and len(spans) > 1
        if is_label or not pattern.search(text) or not _MET.search(text):
            continue
        start = span.start
        if not is_case:
            clauses = [match.span() for match in re.finditer(r"[^，,；;]+[，,；;]?", text)]
            number = next(n for n, (first, last) in enumerate(clauses) if pattern.search(text[first:last]))
            if _LAID_DOWN.search(text[: clauses[number][0]]) and not _COUNTED.search(text[clauses[number][0] :]):
                continue  # a rule says what shall be done to whoever breaks it
            if not _LEANING.match(text[clauses[number][0] :]):
                before = [text[first:last] for first, last in clauses[: number + 1]]
                start = _led(passage, spans[index - 1 : index], before, span.start + clauses[number][0])
        found.append(fact(passage, Span(start, span.end), MeasureKind.ACCOUNTABILITY))
    return found


def _led(passage: StoredPassage, previous: Sequence[Span], clauses: Sequence[str], start: int) -> int:
    """Where a disposal begins whose last clause is told from ``start`` on: at the deed that it is about, where it tells
    none itself: in a clause before it, or in the sentence before.
    """
    *before, disposal = clauses
    if tells_deed(disposal):
        return start
    for wrong in (_FOUND, _WRONG):
        for n in range(len(before) - 1, -1, -1):
            if wrong.search(before[n]) and not _NOTHING_FOUND.search(before[n]):
                return start - sum(map(len, before[n:]))
    for span in previous:
        for match in re.finditer(r"[^，,；;。]+", _said(passage, span)):
            if _FOUND.search(match[0]) and not _NOTHING_FOUND.search(match[0]):
                return span.start + match.start()
    return start


def _evidence(passage: StoredPassage) -> list[Fact]:
    """The words that tell which material or whom was examined, up to what was found; at most one stretch a measure."""
    for span in spans_of(passage):
        text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
        clauses = [match.span() for match in re.finditer(r"[^，,；;。]+[，,；;。]?", text)]
        start = end = -1
        for first, last in clauses:
            clause = _MARKED.sub(lambda match: "　" * len(match[0]), text[first:last])
            if start < 0 and _RULES.search(clause):
                break  # what follows is laid down, not done
            is_over = _SET_RIGHT.search(clause) or _FOUND.search(clause) or _RULES.search(clause)
            if start >= 0 and is_over:
                break
            if start < 0 and not is_over and _TAKES.search(clause) and _MATERIAL.search(clause):
                start = first
            if start >= 0:
                end = last
        words = text[start:end].rstrip("，,；;。") if start >= 0 else ""
        if len(words) > _BRIEF:
            return [fact(passage, Span(span.start + start, span.start + start + len(words)), MeasureKind.INSPECTION)]
    return []


def whom(fact: Fact) -> list[str]:
    """Those a disposal meets, without what they are blamed for (对代签的4名枪支管理责任人 … → 4名枪支管理责任人)."""
    found = (_PERSONS.match(match["whom"].strip()) for match in _WHOM.finditer(fact.text))
    names = (re.sub(r"(?:(?<=名)|^)[^，。]*的(?=\S)", "", words[0]) for words in found if words)
    return [re.sub(r"^该", "有关", name) for name in names if name]


def _head(passage: StoredPassage) -> Fact:
    """The beginning of a measure that says what was done: its first sentence, with the second behind a mere label."""
    spans = spans_of(passage)
    if not spans:
        return _whole(passage)
    is_label = len(spans) > 1 and spans[0].end - spans[0].start <= _LABEL and not is_state(_said(passage, spans[1]))
    last = 1 if is_label else 0
    return fact(passage, _cut(passage, Span(spans[0].start, spans[last].end)), classify(passage.text))


def _cut(passage: StoredPassage, span: Span) -> Span:
    """The span cut to what can be read as one point, at the end of a clause."""
    text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
    if len(text) <= _POINT:
        return span
    for mark in ("；;", "，,"):
        ends = [match.end() for match in re.finditer(f"[{mark}]", text[:_POINT])]
        if ends and ends[-1] > _LABEL:
            return Span(span.start, span.start + ends[-1] - 1)
    return span


def _case_measures(done: list[StoredPassage]) -> list[Fact]:
    """The measures of a typical case: what was mended sentence by sentence, otherwise what is no mere narrative."""
    found: list[Fact] = []
    for passage in done:
        spans = spans_of(passage)
        label = passage.text[: spans[0].end - spans[0].start] if spans else ""
        if _MENDED.search(label) and len(label) <= _LABEL and len(spans) > 1:
            told = [fact(passage, span, classify(passage.text)) for span in spans[1:]]
            found += [one for one in told if not _OUTCOME.search(one.text)]
    if len(found) > 1:
        return found  # what else was done to clear the case up is no measure against the next one
    others = [one for one in map(_head, done) if one.kind is not MeasureKind.OTHER]
    return found + [one for one in others if all(one.anchor.locator != known.anchor.locator for known in found)]


def _frame(passages: list[StoredPassage], info: ProblemInfo) -> Fact | None:
    """The sentence that tells of the inspection."""
    for one in passages:
        if one.problem is None:
            for span in spans_of(one):
                text = one.text[span.start - one.span.start : span.end - one.span.start]
                if re.search(r"巡[察视]组?.{0,40}(?:开展|进行).{0,10}巡[察视]", text) and (
                    info.unit is None or re.search(r"公安局|党委|党组|分局|支队|总队", text)
                ):
                    return fact(one, span)
    return None
