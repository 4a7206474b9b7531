"""What an explanation says, in the terminal and on the page: names of its parts, and how the question was read."""

from __future__ import annotations

from retrieval.explain import CHANNEL_LABELS, Explanation, HitReason
from retrieval.result import Verdict
from retrieval.topic import probe
from retrieval.understand import Intent

INTENTS = {
    Intent.RULE: "问规定",
    Intent.PRECEDENT: "问以往怎么处理",
    Intent.PRACTICE: "问做法",
    Intent.OPEN: "未限定",
}
VERDICTS = {Verdict.ANSWERABLE: "可以作答", Verdict.PARTLY: "部分相关", Verdict.REFUSED: "不作答复"}
SIGNALS = {
    "peak": "最近语义",
    "meant": "换用规范用语后的最近语义",
    "term": "最强规范用语",
    "chars": "单字匹配",
    "coverage": "词语覆盖",
    "covered": "词语基本全在",
    "unseen": "库中未见的词",
    "foreign": "所问事项的文件未收录",
    "strange": "结果中没有所问事项",
    "unstated": "没有写明所问的数量、期限等",
    "named": "点名了文件",
    "rule": "问规定",
    "precedent": "问先例",
    "practice": "问做法",
}
BROUGHT = {**CHANNEL_LABELS, "peak": "语义", "meant": "规范用语语义", "bridge": "规范用语", "exact": "条号直接查得"}

#: Official terms shown; the search itself uses up to sixty, of which the later ones hardly count.
TERMS = 12

#: A contribution smaller than this would be shown as zero, and is left out.
VISIBLE = 0.005


def field(explanation: Explanation) -> str:
    """How far the question lies from the field; empty where nothing was searched."""
    if "outside" not in explanation.result.signals:
        return ""
    return f"不属于本领域的可能 {explanation.result.signals['outside']:.2f}（高于 {probe().refuse:.2f} 不作答复）"


def readings(explanation: Explanation) -> list[tuple[str, str]]:
    """How the question was read, as names and values, in the order in which the search works."""
    query = explanation.result.query
    found = [("检索用语", query.core)]
    if query.fixes:
        found.append(("改正错别字", "、".join(query.fixes)))
    if explanation.removed:
        found.append(("略去", "、".join(explanation.removed)))
    found.append(("意图", INTENTS[query.intent]))
    for reference in query.references:
        sub = f"之{reference.sub}" if reference.sub else ""
        title = f"《{reference.titles[0]}》" if reference.titles else f"{reference.name or '未指明文件'}（未收录）"
        found.append(("条款", f"{title}第{reference.number}条{sub}"))
    found += [
        ("文件", f"{match.name} → {f'《{match.titles[0]}》' if match.titles else '未收录'}") for match in query.names
    ]
    if explanation.result.limits.label:
        found.append(("限于", explanation.result.limits.label))
    if query.wants_old or query.as_of:
        found.append(("版本", f"{query.as_of:%Y-%m-%d}时适用的" if query.as_of else "修订或废止前的"))
    return found


def shares(explanation: Explanation) -> str:
    """The kinds of evidence that were asked for, with their shares; empty where none is told apart."""
    return "，".join(f"{group.label} {share:.0%}" for group, share in explanation.kinds.items())


def brought(reason: HitReason) -> str:
    """The channels that found a result."""
    return "、".join(BROUGHT.get(name, name) for name in reason.brought_by)


def would_stand(rank: int | None) -> str:
    """Where a text that may not be the basis would have been listed; empty for nowhere."""
    return f"（本应列在条款第 {rank} 位）" if rank else ""
