"""``xunjian search`` and ``xunjian ask``: questions, one or a batch, within limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kb.errors import XunjianError
from ui.commands.common import NOTHING, AsJson, print_json, print_lines, stocked

if TYPE_CHECKING:
    from assistant.desk import Desk
    from retrieval.limits import Limits

Query = Annotated[list[str] | None, typer.Argument(metavar="问题", help="问题，用平常的话说即可。")]
Batch = Annotated[Path | None, typer.Option("--batch", help="JSONL 文件，每行含 id 和 query；逐行输出 JSON。")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="每类结果的最多条数。")]

_SCOPE = "限定范围"
Units = Annotated[list[str] | None, typer.Option("--unit", help="只查这个单位的先例，可多次。", rich_help_panel=_SCOPE)]
Regions = Annotated[
    list[str] | None, typer.Option("--region", "--place", help="只查这个地区的先例，可多次。", rich_help_panel=_SCOPE)
]
Years = Annotated[
    str, typer.Option("--year", help="年份：2021、2021-2023、2021-（以来）、-2023（截至）。", rich_help_panel=_SCOPE)
]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", help="整改状态，如 已完成、正在整改，可多次。", rich_help_panel=_SCOPE)
]
Types = Annotated[
    list[str] | None, typer.Option("--type", help="问题类型，大类或小类，可多次。", rich_help_panel=_SCOPE)
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="资料类别：先例、法规条款、工作做法，可多次。", rich_help_panel=_SCOPE),
]
Everything = Annotated[
    bool, typer.Option("--all", help="查全部资料，不按问题里点明的单位、年份等限定。", rich_help_panel=_SCOPE)
]


class Question(NamedTuple):
    """A question of a call and its name in a batch."""

    identifier: str | None
    query: str


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(search)
    app.command()(ask)


def search(
    query: Query = None,
    *,
    unit: Units = None,
    region: Regions = None,
    year: Years = "",
    status: Statuses = None,
    kind_of_problem: Types = None,
    kind: Kinds = None,
    everything: Everything = False,
    as_json: AsJson = False,
    batch: Batch = None,
    limit: Limit = 10,
) -> None:
    """检索先例、条款和做法，按类列出。"""

    def one(desk: Desk, question: Question, limits: Limits | None, as_json: bool) -> bool:
        from assistant.contract import search_json  # noqa: PLC0415
        from ui.terminal import result_lines  # noqa: PLC0415

        result = desk.search(question.query, limit=limit, limits=limits)
        if as_json:
            print_json(search_json(result, question.identifier))
        else:
            print_lines(result_lines(result))
        return not result.refused

    scope = _Scope(unit, region, year, status, kind_of_problem, kind, everything)
    _answer_all(query, batch, as_json, scope, one)


def ask(
    query: Query = None,
    *,
    unit: Units = None,
    region: Regions = None,
    year: Years = "",
    status: Statuses = None,
    kind_of_problem: Types = None,
    kind: Kinds = None,
    everything: Everything = False,
    as_json: AsJson = False,
    batch: Batch = None,
    limit: Limit = 10,
    model: Annotated[
        bool | None, typer.Option("--model/--no-model", help="请大模型改写并逐句核对；配置后默认改写，JSON 除外。")
    ] = None,
) -> None:
    """回答问题：以往怎么处理、依据哪些条款，逐句注明出处。"""

    def one(desk: Desk, question: Question, limits: Limits | None, as_json: bool) -> bool:
        from assistant.contract import ask_json  # noqa: PLC0415
        from ui.terminal import letter_lines  # noqa: PLC0415
        from ui.terminal_model import rewrite_parts, wanted  # noqa: PLC0415

        parts = desk.ask_letter(question.query, limit=limit, limits=limits)
        rewriting = wanted(model, desk.kb.settings, for_people=not as_json)
        rewritten = rewrite_parts(desk, parts) if rewriting else []
        if as_json:
            identifier = question.identifier if len(parts) == 1 else None
            answers = [ask_json(part.result, part.answer, identifier) for part in parts]
            if rewriting:
                from assistant.llm.contract import rewritten_json  # noqa: PLC0415

                for answer, text in zip(answers, rewritten, strict=True):
                    answer["rewritten"] = rewritten_json(text)
            if len(parts) == 1:
                print_json({**answers[0], "parts": []})
            else:
                whole = desk.ask(question.query, limit=limit, limits=limits)
                print_json({**ask_json(whole.result, whole.answer, question.identifier), "parts": answers})
        else:
            print_lines(letter_lines(parts, rewritten))
        return not all(part.answer.refused for part in parts)

    scope = _Scope(unit, region, year, status, kind_of_problem, kind, everything)
    _answer_all(query, batch, as_json, scope, one)


class _Scope(NamedTuple):
    """The limits of a call as typed; ``everything`` asks for none at all, not even those the question names."""

    units: list[str] | None
    regions: list[str] | None
    years: str
    statuses: list[str] | None
    types: list[str] | None
    groups: list[str] | None
    everything: bool

    def limits(self, desk: Desk) -> Limits | None:
        """The limits; None where the question itself decides."""
        from assistant.scope import Named, limits_of  # noqa: PLC0415 - loads the stores
        from kb.taxonomy import load_taxonomy  # noqa: PLC0415 - likewise
        from retrieval.limits import Limits  # noqa: PLC0415 - likewise

        if not any(self[:-1]):
            return Limits() if self.everything else None
        if self.everything:
            msg = "--all 是查全部资料，不能与 --unit、--region、--year、--status、--type、--kind 同用。"
            raise XunjianError(msg)
        named = Named(
            units=self.units or (),
            regions=self.regions or (),
            years=self.years,
            statuses=self.statuses or (),
            types=self.types or (),
            groups=self.groups or (),
        )
        return limits_of(named, desk.retriever.holdings, load_taxonomy(desk.kb.settings))


def questions(query: str | None, batch: Path | None) -> Iterator[Question]:
    """The questions of a call; a malformed batch line is named with its number."""
    if batch is None:
        if not query or not query.strip():
            msg = "没有给出问题。用法：xunjian ask 禁闭最长多少天"
            raise XunjianError(msg)
        yield Question(None, query)
        return
    if not batch.is_file():
        msg = f"批量文件不存在：{batch}。请检查路径。"
        raise XunjianError(msg)
    for number, line in enumerate(batch.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                entry = json.loads(line)
                yield Question(str(entry["id"]) if entry.get("id") is not None else None, str(entry["query"]))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                msg = f"批量文件第 {number} 行不是含 id 和 query 的 JSON 对象：{line[:60]}。请改正后重试。"
                raise XunjianError(msg) from error


def _answer_all(
    query: list[str] | None,
    batch: Path | None,
    as_json: bool,
    scope: _Scope,
    one: Callable[[Desk, Question, Limits | None, bool], bool],
) -> None:
    from assistant.desk import Desk  # noqa: PLC0415 - loads the stores

    asked = list(questions(" ".join(query or []), batch))
    with stocked() as kb:
        desk = Desk(kb)
        limits = scope.limits(desk)
        answered = [one(desk, question, limits, as_json or batch is not None) for question in asked]
    if batch is None and not all(answered):
        raise typer.Exit(NOTHING)
