"""``xunjian explain`` for people: how the question was read, why each result stands where it does."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contract import problem_name
from assistant.phrases import named
from kb.model import Group
from retrieval.explain import Explanation, HitReason
from retrieval.signals import calibration
from ui.explain_words import SIGNALS, TERMS, VERDICTS, VISIBLE, brought, field, readings, shares, would_stand


def explain_lines(explanation: Explanation) -> Iterator[str]:
    """Everything, in the order in which the search works."""
    yield from (f"注意：{warning}" for warning in explanation.result.warnings)
    if explanation.result.warnings:
        yield ""
    yield from _understood(explanation)
    yield ""
    yield from _verdict(explanation)
    for group in Group:
        reasons = explanation.groups.get(group, ())
        if reasons:
            yield ""
            yield f"■ {group.label}"
            for reason in reasons:
                yield from _reason(reason)
    if explanation.left_out:
        yield ""
        yield "■ 不作依据的文本"
        for out in explanation.left_out:
            yield f"  《{out.regulation.title}》{out.regulation.doc}：{out.reason}{would_stand(out.rank)}"


def _understood(explanation: Explanation) -> Iterator[str]:
    yield "■ 对问题的理解"
    yield from (f"  {name}：{value}" for name, value in readings(explanation))
    if explanation.bridges:
        yield "  规范用语（依据的说法，权重）："
        shown = explanation.bridges[:TERMS]
        yield "    " + "；".join(f"{bridge.term}（{bridge.said}，{bridge.weight:.2f}）" for bridge in shown)
        if len(explanation.bridges) > TERMS:
            yield f"    另有 {len(explanation.bridges) - TERMS} 个权重较低"


def _verdict(explanation: Explanation) -> Iterator[str]:
    result, fitted = explanation.result, calibration()
    yield "■ 依据是否充分"
    yield (
        f"  {VERDICTS[result.verdict]}，把握 {result.confidence:.2f}"
        f"（低于 {fitted.refuse:.2f} 不作答复，低于 {fitted.partly:.2f} 为部分相关）"
    )
    if result.reason:
        yield f"  {result.reason}"
    if far := field(explanation):
        yield f"  {far}"
    for signal in explanation.signals:
        name = SIGNALS.get(signal.name, signal.name)
        yield f"  {name}：{signal.value:.3f} × {signal.weight:+.2f} = {signal.contribution:+.2f}"
    if kinds := shares(explanation):
        yield f"  所问类别：{kinds}"


def _reason(reason: HitReason) -> Iterator[str]:
    passage = reason.hit.passage
    yield f"{reason.rank:>2}. {named(passage)}{passage.locator}  [{reason.hit.score:.2f}]"
    if problem := problem_name(passage):
        yield f"    问题：{problem}"
    if reason.basis.key != passage.key:
        yield f"    得分依据：{reason.basis.locator}"
    yield f"    来自：{brought(reason)}"
    parts = [
        f"{channel.label} {channel.raw:.3f}→{channel.standardised:+.2f}"
        f"×{channel.weight:.2f}={channel.contribution:+.2f}"
        for channel in sorted(reason.channels, key=lambda channel: -abs(channel.contribution))
        if channel.weight
    ]
    if abs(reason.other) >= VISIBLE:
        parts.append(f"其他 {reason.other:+.2f}")
    if parts:
        yield f"    {'；'.join(parts)}"
