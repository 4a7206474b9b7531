"""The parts of an explanation as static HTML."""

from __future__ import annotations

from assistant.contract import problem_name
from assistant.phrases import named
from retrieval.explain import Channel, Explanation, HitReason
from retrieval.signals import calibration
from ui.components.html import Html, join, tag
from ui.explain_words import SIGNALS, TERMS, VERDICTS, VISIBLE, brought, field, readings, shares, would_stand


def introduction() -> Html:
    """What the page is for, before a question was asked."""
    return tag(
        "p",
        "答得不对、该找到的没找到时，在这里看原因：问题被理解成什么、用了哪些规范用语、每条结果由哪一路检索找到、得分怎样构成。",
        css="xj-intro",
    )


def verdict(explanation: Explanation) -> Html:
    """The decision whether the evidence suffices, with the numbers behind it."""
    result, fitted = explanation.result, calibration()
    rows = [
        (SIGNALS.get(signal.name, signal.name), f"{signal.value:.3f} × {signal.weight:+.2f}", signal.contribution)
        for signal in explanation.signals
    ]
    kinds, far = shares(explanation), field(explanation)
    return tag(
        "section",
        tag(
            "h3",
            f"{VERDICTS[result.verdict]}，把握 {result.confidence:.0%}",
            tag("small", f"低于 {fitted.refuse:.0%} 不作答复，低于 {fitted.partly:.0%} 提示部分相关"),
        ),
        *(tag("p", text) for text in (result.reason, *result.warnings) if text),
        tag("p", far) if far else "",
        tag("p", f"所问类别：{kinds}") if kinds else "",
        _folded("依据是否充分的各项信号", _table(rows)) if rows else "",
        css="xj-explained",
    )


def understood(explanation: Explanation) -> Html:
    """How the question was read."""
    terms = [
        tag("li", bridge.term, tag("small", f"{bridge.said} {bridge.weight:.2f}"))
        for bridge in explanation.bridges[:TERMS]
    ]
    return tag(
        "section",
        tag("h3", "对问题的理解"),
        tag("dl", *(join(tag("dt", name), tag("dd", value)) for name, value in readings(explanation))),
        join(tag("h4", "可能的规范用语（依据的说法、权重）"), tag("ul", *terms, css="xj-terms")) if terms else "",
        css="xj-explained",
    )


def reason(found: HitReason) -> Html:
    """One result with the make-up of its score."""
    passage = found.hit.passage
    problem = problem_name(passage)
    channels = sorted((one for one in found.channels if one.weight), key=lambda one: -abs(one.contribution))
    rows = [(channel.label, _measured(channel), channel.contribution) for channel in channels]
    if abs(found.other) >= VISIBLE:
        rows.append(("其他（示例、旧文本、外地或其他单位的规定扣分，问题内多处命中）", "", found.other))
    basis = f"　得分依据：{found.basis.locator}" if found.basis.key != passage.key else ""
    return tag(
        "article",
        tag("h4", f"{found.rank}. {named(passage)}{passage.locator}", tag("small", f"得分 {found.hit.score:.2f}")),
        tag("p", f"问题：{problem}") if problem else "",
        tag("p", f"来自：{brought(found)}{basis}", css="xj-soft"),
        _folded("得分构成", _table(rows)) if rows else "",
        css="xj-explained xj-reason",
    )


def left_out(explanation: Explanation) -> Html:
    """Texts that may not be the basis."""
    items = [
        tag(
            "li",
            f"《{out.regulation.title}》{out.regulation.doc}：{out.reason}",
            would_stand(out.rank),
        )
        for out in explanation.left_out
    ]
    return tag("section", tag("h3", "不作依据的文本"), tag("ul", *items), css="xj-explained")


def _measured(channel: Channel) -> str:
    return f"{channel.raw:.3f} → {channel.standardised:+.2f} × {channel.weight:.2f}"


def _folded(title: str, content: Html) -> Html:
    return tag("details", tag("summary", title), content)


def _table(rows: list[tuple[str, str, float]]) -> Html:
    """Names, how the number came about, and the number with a bar in proportion to the largest."""
    largest = max(abs(value) for _, _, value in rows) or 1.0
    lines = [
        tag("tr", tag("th", name), tag("td", how), tag("td", f"{value:+.2f}"), tag("td", _bar(value / largest)))
        for name, how, value in rows
    ]
    return tag("table", tag("tbody", *lines))


def _bar(share: float) -> Html:
    """Twenty blocks for the largest contribution; hollow ones speak against."""
    return tag("span", ("█" if share > 0 else "░") * round(abs(share) * 20), css="xj-bar")
