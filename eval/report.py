"""The report: one table in Markdown, the same as JSON, and the failures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from eval.failures import Failure
from eval.figures import Figure, speed
from eval.gold import Fault
from eval.metrics import Interval
from eval.run import Run


def as_json(run: Run, figures: Iterable[Figure], faults: Sequence[Fault]) -> dict[str, Any]:
    """Everything of the table, numbers unrounded."""
    return {
        "environment": dict(run.environment),
        "questions": dict(Counter(record.question.set for record in run.records)),
        "seconds_per_question": speed(run),
        "gold_disagreements": len(faults),
        "figures": [
            {
                "section": figure.section,
                "name": figure.name,
                "target": figure.target.value if figure.target else None,
                "at_most": bool(figure.target and figure.target.at_most),
                "met": figure.target.met(figure.values[run.systems[-1]].value) if figure.target else None,
                "values": {system: value._asdict() for system, value in figure.values.items()},
            }
            for figure in figures
        ],
    }


def as_markdown(run: Run, figures: Sequence[Figure], faults: Sequence[Fault]) -> str:
    """The table: one line a figure, one column a system, 95 % intervals in brackets, the target behind."""
    lines = ["# 评测", ""]
    lines += [f"* {name}：{value}" for name, value in run.environment.items()]
    sets = Counter(record.question.set for record in run.records)
    lines.append(
        f"* 题数：{sum(sets.values())}（{'，'.join(f'{name} {count}' for name, count in sorted(sets.items()))}）"
    )
    lines.append(f"* 平均每题 {speed(run) * 1000:.0f} 毫秒（检索并组织回答，问题向量已缓存）")
    lines.append("* 单位为百分点；方括号内为 95% 区间（比例用 Wilson，均值用自助法）")
    if "LlamaIndex+Chroma" in run.systems:
        lines.append(
            "* LlamaIndex+Chroma 的一段约八百字、跨几个问题：含有锚文即算措施或条款找对，"
            "碰到一个问题的任何一段即算问题找对；"
            "分类列表只留碰到该类段落的文字段。这两点都对它有利"
        )
    if faults:
        lines.append(f"* 标准答案与入库结果有 {len(faults)} 处不一致，见 `gold.md`")
    for section, members in groupby(figures, key=lambda figure: figure.section):
        rows = list(members)
        systems = [name for name in run.systems if any(name in row.values for row in rows)]
        lines += ["", f"## {section}", ""]
        lines.append("| 指标 | n | " + " | ".join(systems) + " | 要求 |")
        lines.append("|---|---:|" + "---:|" * len(systems) + "---|")
        for row in rows:
            cells = [_cell(row.values.get(name)) for name in systems]
            count = max(value.n for value in row.values.values())
            lines.append(f"| {row.name} | {count} | " + " | ".join(cells) + f" | {_target(row, run.systems[-1])} |")
    return "\n".join(lines) + "\n"


def _cell(value: Interval | None) -> str:
    if value is None or not value.n:
        return "–"
    return f"{value.value * 100:.1f} [{value.low * 100:.1f}, {value.high * 100:.1f}]"


def _target(figure: Figure, product: str) -> str:
    if figure.target is None:
        return ""
    sign = "≤" if figure.target.at_most else "≥"
    met = "达到" if figure.target.met(figure.values[product].value) else "**未达到**"
    return f"{sign} {figure.target.value * 100:g}，{met}"


def failures_markdown(failures: Sequence[Failure]) -> str:
    """All failures, by kind, each with its explanation."""
    counts = Counter(failure.what for failure in failures)
    lines = ["# 未答好的题", "", *(f"* {what}：{count}" for what, count in counts.most_common())]
    for what, _ in counts.most_common():
        lines += ["", f"## {what}"]
        for failure in failures:
            if failure.what == what:
                lines += ["", f"### {failure.id}（{failure.set}）", "", f"> {failure.query}", ""]
                lines += [f"* 标准答案：{'；'.join(failure.gold) or '无'}", f"* 列出的是：{'；'.join(failure.instead)}"]
                lines.append(f"* 原因：{failure.why}")
                lines += [
                    f"* {name}：{'，'.join(f'{key} {value:g}' for key, value in values.items())}"
                    for name, values in failure.features.items()
                ]
    return "\n".join(lines) + "\n"


def faults_markdown(faults: Sequence[Fault]) -> str:
    """Where gold and ingested corpus disagree."""
    lines = ["# 标准答案核对", "", "| 题 | 文件 | 题中定位 | 入库定位 | 情况 |", "|---|---|---|---|---|"]
    lines += [f"| {f.question} | {f.gold.doc} | {f.gold.locator} | {f.found} | {f.what} |" for f in faults]
    return "\n".join(lines) + "\n"


def write(
    folder: Path, run: Run, figures: Sequence[Figure], failures: Sequence[Failure], faults: Sequence[Fault]
) -> str:
    """Write all files into a folder; the table as Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    table = as_markdown(run, figures, faults)
    (folder / "report.md").write_text(table, encoding="utf-8")
    data = json.dumps(as_json(run, figures, faults), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(data + "\n", encoding="utf-8")
    (folder / "failures.md").write_text(failures_markdown(failures), encoding="utf-8")
    with (folder / "failures.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(failure._asdict(), ensure_ascii=False) + "\n" for failure in failures)
    (folder / "gold.md").write_text(faults_markdown(faults), encoding="utf-8")
    return table
