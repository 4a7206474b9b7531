"""Charts of counts, drawn with Altair in the colours and fonts of the workplace.

Every mark can be clicked.  Streamlit's own button at the corner of a chart saves it as a picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from assistant.insight.pivot import Dimension, Pivot
from kb.model import Status
from ui.theme import SANS

#: Name of the selection: what Streamlit reports a click under.
PICK = "pick"

_INK, _SOFT, _LINE, _BLUE = "#1c232c", "#4e5a68", "#d5dae1", "#1d4477"

#: The border of what was clicked.
_PICKED = "#c28a1c"

#: From paper to a blue on which dark figures still stand out: 6:1.
_HEAT = ["#e8eff8", "#b4cbe6", "#7fa6d3"]

#: Blues told apart side by side in bars, where no figures stand on them.
_BLUES = ["#b4cbe6", "#7098c8", "#34609b", "#1d4477"]

#: The grounds of the badges, a shade stronger: fields of colour have no text on them.
_STATES = {
    Status.COMPLETED: "#4f9a74",
    Status.BASICALLY_COMPLETED: "#9ccbb2",
    Status.IN_PROGRESS: "#e2a83b",
    Status.LONG_TERM: "#6f9bd1",
    Status.NOT_STARTED: "#c4544f",
    Status.FEEDBACK_ONLY: "#a9b2bd",
}

#: Pixels of a row of fields and of a bar: labels of 13 pixels with room to be hit by a mouse.
_ROW, _BAR = 24, 34

#: Pixels of title and labels above and below the rows: Streamlit's height is that of the whole picture.
_AROUND_HEAT, _AROUND_BARS = 76, 130


def heat(pivot: Pivot, *, title: str) -> alt.Chart:
    """A table of coloured fields with the counts in them."""
    values = _values(pivot)
    most = max((row["count"] for row in values), default=1)
    pick = alt.selection_point(name=PICK, fields=["row", "column"], empty=False)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            "column:N",
            sort=list(pivot.columns),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=_angle(pivot), labelLimit=150),
            scale=alt.Scale(paddingInner=0.02),
        ),
        y=alt.Y(
            "row:N",
            sort=list(pivot.rows),
            title=None,
            axis=alt.Axis(labelLimit=230),
            scale=alt.Scale(paddingInner=0.14),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=pivot.row.label),
            alt.Tooltip("column:N", title=pivot.column.label),
            alt.Tooltip("count:Q", title="问题数"),
        ],
    )
    fields = base.mark_rect(cursor="pointer", strokeWidth=2.5, cornerRadius=3).encode(
        color=alt.Color("count:Q", scale=alt.Scale(range=_HEAT, domain=[1, max(most, 2)]), legend=None),
        # Without borders the neighbours cannot cover the border of the one that was clicked.
        stroke=alt.condition(pick, alt.value(_PICKED), alt.value("transparent")),
    )
    figures = base.mark_text(fontSize=13, cursor="pointer", color=_INK).encode(text="count:Q")
    chart = (fields.add_params(pick) + figures).properties(height=_ROW * len(pivot.rows) + _AROUND_HEAT)
    return dressed(chart, title)


def bars(pivot: Pivot, *, title: str) -> alt.Chart:
    """Stacked bars, a bar for each row; states have the colours of their badges."""
    pick = alt.selection_point(name=PICK, fields=["row", "column"], empty=False)
    colours = _colours(pivot)
    order = {column: number for number, column in enumerate(pivot.columns)}
    values = [{**row, "order": order[row["column"]]} for row in _values(pivot)]
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(cursor="pointer", height={"band": 0.62}, strokeWidth=2.5)
        .encode(
            x=alt.X("count:Q", title="问题数", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("row:N", sort=list(pivot.rows), title=None, axis=alt.Axis(labelLimit=230)),
            color=alt.Color(
                "column:N",
                sort=list(pivot.columns),
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=alt.Legend(title=None, orient="top", symbolType="square"),
            ),
            order="order:Q",
            stroke=alt.condition(pick, alt.value(_PICKED), alt.value("#ffffff")),
            tooltip=[
                alt.Tooltip("row:N", title=pivot.row.label),
                alt.Tooltip("column:N", title=pivot.column.label),
                alt.Tooltip("count:Q", title="问题数"),
            ],
        )
        .add_params(pick)
        .properties(height=_BAR * len(pivot.rows) + _AROUND_BARS)
    )
    return dressed(chart, title)


def picked(event: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The row and column a click chose; None for a click beside the marks."""
    points: Sequence[Mapping[str, Any]] = ((event or {}).get("selection") or {}).get(PICK) or []
    return (str(points[0]["row"]), str(points[0]["column"])) if points else None


def _values(pivot: Pivot) -> list[dict[str, Any]]:
    return [
        {"row": row, "column": column, "count": pivot.number(row, column)}
        for row in pivot.rows
        for column in pivot.columns
        if pivot.number(row, column)
    ]


def _colours(pivot: Pivot) -> dict[str, str]:
    if pivot.column is Dimension.STATUS:
        known = {status.label: colour for status, colour in _STATES.items()}
        return {column: known[column] for column in pivot.columns}
    return {column: _BLUES[number % len(_BLUES)] for number, column in enumerate(pivot.columns)}


def _angle(pivot: Pivot) -> int:
    """Labels that do not fit side by side are set aslant."""
    return 0 if sum(len(column) for column in pivot.columns) <= 36 or pivot.column is Dimension.YEAR else -30  # noqa: PLR2004 - characters of 13 pixels beside the row labels of a half screen


def dressed(chart: Any, title: str) -> alt.Chart:
    """The chart with title, fonts and the menu in Chinese."""
    dressed: alt.Chart = (
        chart.properties(
            title=alt.TitleParams(title, anchor="start", fontSize=15, fontWeight="bold", color=_INK, offset=12),
            background="#ffffff",
            padding={"left": 12, "top": 10, "right": 14, "bottom": 8},
        )
        .configure(font=SANS)
        .configure_axis(
            labelColor=_INK,
            titleColor=_SOFT,
            labelFontSize=13,
            titleFontSize=12,
            gridColor="#eceff3",
            domainColor=_LINE,
            tickColor=_LINE,
        )
        .configure_legend(labelColor=_INK, labelFontSize=13)
        .configure_view(stroke=None)
    )
    return dressed
