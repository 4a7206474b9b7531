"""Charts of the results of a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from assistant.drills.model import FULL
from ui.components.charts import dressed

_BLUE, _WEAK, _SOFT = "#34609b", "#c28a1c", "#4e5a68"

#: Below this share of the marks a bar is coloured as weak: the pass mark.
_PASS = 0.6

#: Width of a class of totals.
_STEP = 10

#: Pixels: five questions as bars with labels of 13 pixels.
_HEIGHT = 190


def by_question(shares: Sequence[tuple[str, float]]) -> alt.Chart:
    """The mean share of the marks for each question, in the order of the drill."""
    names = [name for name, _ in shares]
    labels = [f"{number} {name}" if names.count(name) > 1 else name for number, name in enumerate(names, 1)]
    values = [
        {"question": label, "share": share, "text": f"{share:.0%}"}
        for label, (_, share) in zip(labels, shares, strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("question:N", sort=None, title=None, axis=alt.Axis(labelLimit=120)),
        x=alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", values=[0, 0.5, 1])),
        tooltip=[alt.Tooltip("question:N", title="题目"), alt.Tooltip("share:Q", title="平均得分率", format=".0%")],
    )
    bars = base.mark_bar(height={"band": 0.6}).encode(
        color=alt.condition(alt.datum["share"] < _PASS, alt.value(_WEAK), alt.value(_BLUE))
    )
    figures = base.mark_text(align="left", dx=4, fontSize=12, color=_SOFT).encode(text="text:N")
    return dressed((bars + figures).properties(height=_HEIGHT), "各题平均得分率")


def totals(found: Sequence[float]) -> alt.Chart:
    """How many runs have a total in each class of ten marks."""
    values = distribution(found)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("range:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("runs:Q", title="人数", axis=alt.Axis(tickMinStep=1, format="d")),
        tooltip=[alt.Tooltip("range:N", title="总分"), alt.Tooltip("runs:Q", title="人数")],
    )
    chart: Any = base.mark_bar(color=_BLUE, width={"band": 0.7})
    return dressed(chart.properties(height=_HEIGHT), "总分分布")


def distribution(found: Sequence[float]) -> list[dict[str, Any]]:
    """The classes from that of the lowest to that of the highest total with the number of totals in them."""
    if not found:
        return []
    classes = [min(int(total), FULL - 1) // _STEP for total in found]
    return [
        {
            "range": f"{one * _STEP}–{one * _STEP + _STEP - (0 if one == FULL // _STEP - 1 else 1)}",
            "runs": classes.count(one),
        }
        for one in range(min(classes), max(classes) + 1)
    ]
