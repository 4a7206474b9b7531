"""The command line ``xunjian``: arguments in, text or JSON out; no logic of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kb.errors import XunjianError
from kb.settings import load_settings
from ui.commands import drafting
from ui.commands.common import (
    ATTENTION,
    MISUSE,
    NOTHING,
    SOME_FAILED,
    AsJson,
    open_kb,
    print_json,
    print_lines,
    stocked,
)

if TYPE_CHECKING:
    from assistant.desk import Desk

app = typer.Typer(
    name="xunjian",
    help="巡鉴：查以往先例、核法规条款，字字有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = typer.Typer(help="向量模型的构建，大模型设置的检查。", no_args_is_help=True)
app.add_typer(model_app, name="model")
drafting.register(app)

Batch = Annotated[Path | None, typer.Option("--batch", help="JSONL 文件，每行含 id 和 query；逐行输出 JSON。")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="每类结果的最多条数。")]


class _Question(NamedTuple):
    identifier: str | None
    query: str


def _questions(query: str | None, batch: Path | None) -> Iterator[_Question]:
    """The questions of a call; a malformed batch line is named with its number."""
    if batch is None:
        if not query or not query.strip():
            msg = "没有给出问题。用法：xunjian ask 禁闭最长多少天"
            raise XunjianError(msg)
        yield _Question(None, query)
        return
    if not batch.is_file():
        msg = f"批量文件不存在：{batch}。请检查路径。"
        raise XunjianError(msg)
    for number, line in enumerate(batch.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                entry = json.loads(line)
                yield _Question(str(entry["id"]) if entry.get("id") is not None else None, str(entry["query"]))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                msg = f"批量文件第 {number} 行不是含 id 和 query 的 JSON 对象：{line[:60]}。请改正后重试。"
                raise XunjianError(msg) from error


def _answer_all(
    query: list[str] | None, batch: Path | None, as_json: bool, one: Callable[[Desk, _Question, bool], bool]
) -> None:
    from assistant.desk import Desk  # noqa: PLC0415 - loads the stores

    questions = list(_questions(" ".join(query or []), batch))
    with stocked() as kb:
        desk = Desk(kb)
        answered = [one(desk, question, as_json or batch is not None) for question in questions]
    if batch is None and not all(answered):
        raise typer.Exit(NOTHING)


@app.command()
def search(
    query: Annotated[list[str] | None, typer.Argument(help="问题，用平常的话说即可。")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    limit: Limit = 10,
) -> None:
    """检索先例、条款和做法，按类列出。"""

    def one(desk: Desk, question: _Question, as_json: bool) -> bool:
        from assistant.contract import search_json  # noqa: PLC0415
        from ui.terminal import result_lines  # noqa: PLC0415

        result = desk.search(question.query, limit=limit)
        if as_json:
            print_json(search_json(result, question.identifier))
        else:
            print_lines(result_lines(result))
        return not result.refused

    _answer_all(query, batch, as_json, one)


@app.command()
def ask(
    query: Annotated[list[str] | None, typer.Argument(help="问题，用平常的话说即可。")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    limit: Limit = 10,
    model: Annotated[
        bool | None, typer.Option("--model/--no-model", help="请大模型改写并逐句核对；配置后默认改写，JSON 除外。")
    ] = None,
) -> None:
    """回答问题：以往怎么处理、依据哪些条款，逐句注明出处。"""

    def one(desk: Desk, question: _Question, as_json: bool) -> bool:
        from assistant.contract import ask_json  # noqa: PLC0415
        from ui.terminal import letter_lines  # noqa: PLC0415
        from ui.terminal_model import rewrite_parts, wanted  # noqa: PLC0415

        parts = desk.ask_letter(question.query, limit=limit)
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
                whole = desk.ask(question.query, limit=limit)
                print_json({**ask_json(whole.result, whole.answer, question.identifier), "parts": answers})
        else:
            print_lines(letter_lines(parts, rewritten))
        return not all(part.answer.refused for part in parts)

    _answer_all(query, batch, as_json, one)


@app.command()
def explain(
    query: Annotated[list[str] | None, typer.Argument(help="问题，用平常的话说即可。")] = None,
    as_json: AsJson = False,
) -> None:
    """说明检索结果的由来：对问题的理解、各通道的得分、依据是否充分。"""
    from retrieval.engine import Retriever  # noqa: PLC0415
    from retrieval.explain import explain as explained  # noqa: PLC0415
    from retrieval.explain import explanation_json  # noqa: PLC0415
    from ui.terminal_explain import explain_lines  # noqa: PLC0415

    (question,) = _questions(" ".join(query or []), None)
    with stocked() as kb:
        explanation = explained(Retriever(kb), question.query)
        if as_json:
            print_json(explanation_json(explanation))
        else:
            print_lines(explain_lines(explanation))
    if explanation.result.refused:
        raise typer.Exit(NOTHING)


@app.command()
def ingest(
    paths: Annotated[list[str] | None, typer.Argument(help="文件、文件夹、通配符或网址。")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="载入内置资料（摘编与虚构示例）。")] = False,
    allow_host: Annotated[list[str] | None, typer.Option("--allow-host", help="另外允许收录的网站域名。")] = None,
    force: Annotated[bool, typer.Option("--force", help="内容未变也重新解析。")] = False,
    as_json: AsJson = False,
) -> None:
    """收录资料；内容未变的文件自动跳过。"""
    from ingest.bundled import ingest_library  # noqa: PLC0415
    from ingest.pipeline import ingest_paths  # noqa: PLC0415
    from ui.progress import ingest_progress  # noqa: PLC0415
    from ui.terminal_ingest import summary_json, summary_lines  # noqa: PLC0415

    if not paths and not bundled:
        msg = "没有指定要收录的资料。用法：xunjian ingest 文件或文件夹…"
        raise XunjianError(msg)
    summaries = []
    with open_kb() as kb, ingest_progress() as progress:
        if bundled:
            summaries.append(ingest_library(kb, progress=progress))
        if paths:
            summaries.append(ingest_paths(kb, paths, progress=progress, allowed_hosts=allow_host or (), force=force))
    if as_json:
        print_json(summary_json(summaries))
    else:
        for summary in summaries:
            print_lines(summary_lines(summary))
    if any(summary.failed for summary in summaries):
        raise typer.Exit(SOME_FAILED)


@app.command()
def show(
    doc: Annotated[str, typer.Argument(help="文件名、编号或标题；汇编中的一篇写作 文件名#3。")],
    text: Annotated[bool, typer.Option("--text", help="原样输出清洗后的全文（引文的字符位置以此为准）。")] = False,
    cleaning: Annotated[bool, typer.Option("--cleaning", help="列出清洗时的每处删除和修复。")] = False,
    as_json: AsJson = False,
) -> None:
    """显示一份资料：结构、全文或清洗记录。"""
    from assistant.document_json import source_json  # noqa: PLC0415
    from ui.terminal_document import cleaning_lines, select, tree_lines  # noqa: PLC0415

    with open_kb() as kb:
        selection = select(kb.catalog, doc)
    if text:
        sys.stdout.buffer.write(selection.source.text.encode("utf-8"))
        sys.stdout.flush()
    elif cleaning:
        print_lines(cleaning_lines(selection.source))
    elif as_json:
        print_json(source_json(selection.source, selection.documents))
    else:
        print_lines(tree_lines(selection))


@app.command(name="list")
def list_documents(as_json: AsJson = False) -> None:
    """列出资料库中的全部资料。"""
    from ui.terminal import list_lines  # noqa: PLC0415
    from ui.terminal_document import list_json  # noqa: PLC0415

    with open_kb() as kb:
        sources = kb.catalog.sources()
    if as_json:
        print_json(list_json(sources))
    else:
        print_lines(list_lines(sources))


@app.command()
def coverage(
    missing: Annotated[bool, typer.Option("--missing", help="只列未收录正式文本的。")] = False,
    as_json: AsJson = False,
) -> None:
    """对照正式文件清单，列出已收录和还缺的文件。"""
    from ingest.coverage import State, coverage_lines  # noqa: PLC0415
    from ingest.coverage import coverage as compare  # noqa: PLC0415

    with open_kb() as kb:
        listed = compare(kb.catalog.sources())
    if as_json:
        print_json({"documents": [one.as_json() for one in listed if not (missing and one.state is State.HELD)]})
    else:
        print_lines(coverage_lines(listed, missing_only=missing))


@app.command()
def correct(
    doc: Annotated[str, typer.Argument(help="文件名、编号或标题。")],
    *,
    part: Annotated[int | None, typer.Option("--part", help="汇编中的第几篇。")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="类别，如 法规制度、整改通报、反馈意见。")] = None,
    title: Annotated[str | None, typer.Option("--title", help="标题。")] = None,
    validity: Annotated[str | None, typer.Option("--validity", help="效力，如 现行有效、已被修订、已废止。")] = None,
    provenance: Annotated[str | None, typer.Option("--provenance", help="文本性质：正式文本、摘编等。")] = None,
    problem: Annotated[str | None, typer.Option("--problem", help="要更正类型的问题：编号或标题。")] = None,
    types: Annotated[list[str] | None, typer.Option("--type", help="问题类型，可多次给出。")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="取消更正（可用 --part、--problem 限定）。")] = False,
    as_json: AsJson = False,
) -> None:
    """更正一份资料的类别、标题、效力、文本性质或问题类型；重新收录后仍然有效。不带选项时列出已有的更正。"""
    from ingest.corrections import Wishes, clear_corrections, correct_document  # noqa: PLC0415
    from ui.terminal_correct import held_json, held_lines, outcome_json, outcome_lines  # noqa: PLC0415

    wishes = Wishes(kind, title, validity, provenance, problem, tuple(types or ()))
    if clear and not wishes._replace(problem=None).empty:
        msg = "--clear 只能与 --part、--problem 同用；要改成别的值，请去掉 --clear。"
        raise XunjianError(msg)
    with open_kb() as kb:
        if clear:
            outcome = clear_corrections(kb, doc, part=part, problem=problem)
        elif wishes.empty:
            info = kb.catalog.resolve(doc)
            held = kb.corrections(info.origin)
            if as_json:
                print_json(held_json(info.doc, held))
            else:
                print_lines(held_lines(info.doc, held))
            return
        else:
            outcome = correct_document(kb, doc, wishes, part)
    if as_json:
        print_json(outcome_json(outcome))
    else:
        print_lines(outcome_lines(outcome))


@app.command()
def remove(
    docs: Annotated[list[str], typer.Argument(help="文件名、编号或标题。")],
    as_json: AsJson = False,
) -> None:
    """从资料库中移除资料（不删除您的原文件）。"""
    with open_kb() as kb:
        removed = [kb.remove(doc) for doc in docs]
    if as_json:
        print_json({"removed": [outcome.doc for outcome in removed]})
    else:
        print_lines(f"已移除：{outcome.doc}" for outcome in removed)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair/--no-repair", help="发现问题时自动修复。")] = True,
    as_json: AsJson = False,
) -> None:
    """核对目录库、向量库、词库和原件是否一致，必要时修复。"""
    with open_kb() as kb:
        report = kb.verify(repair=repair)
    if as_json:
        print_json(report.as_json())
    else:
        print_lines(report.lines)
    if not report.ok:
        raise typer.Exit(ATTENTION)


@app.command()
def reembed() -> None:
    """更换向量模型后，重新计算全部向量。"""
    from ui.progress import bar  # noqa: PLC0415

    with open_kb() as kb, bar("重新计算向量") as progress:
        kb.reembed(progress)
    typer.echo("全部向量已重新计算。")


@model_app.command("build")
def model_build() -> None:
    """构建内置向量模型（首次使用时自动进行）。"""
    from ui.progress import build_model  # noqa: PLC0415

    typer.echo(f"向量模型已就绪：{build_model(load_settings(), thorough=True)}")


@model_app.command("test")
def model_test(as_json: AsJson = False) -> None:
    """检查大模型的设置：能否连上，能否作答，服务提供哪些模型。"""
    from assistant.llm.probe import probe  # noqa: PLC0415 - loads the client library
    from ui.terminal_model import probe_lines  # noqa: PLC0415

    outcome = probe(load_settings())
    if as_json:
        print_json(outcome._asdict())
    else:
        print_lines(probe_lines(outcome))
    if not outcome.ok:
        raise typer.Exit(NOTHING)


@app.command(name="eval", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def evaluate(context: typer.Context) -> None:
    """在题集上评测检索与作答质量。"""
    from eval.__main__ import main as run  # noqa: PLC0415 - not needed by the other commands

    raise typer.Exit(run(context.args))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="端口。")] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="自动打开浏览器。")] = True,
) -> None:
    """在本机打开工作台（仅限 127.0.0.1）。"""
    from ui.serve import serve  # noqa: PLC0415 - loads Streamlit

    stocked().close()
    raise typer.Exit(serve(port=port, browser=browser))


def main() -> None:
    """Entry point: errors meant for users are printed in Chinese and set the exit code."""
    try:
        app()
    except XunjianError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("已中断；已收录的资料不受影响。", err=True)
        sys.exit(MISUSE)


if __name__ == "__main__":
    main()
