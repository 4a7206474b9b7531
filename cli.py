"""The command line ``xunjian``: arguments in, text or JSON out; no logic of its own."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kb.errors import XunjianError
from kb.settings import load_settings
from ui.commands import asking, chinese, drafting
from ui.commands.common import (
    ATTENTION,
    INTERRUPTED,
    MISUSE,
    NOTHING,
    SOME_FAILED,
    AsJson,
    open_kb,
    print_json,
    print_lines,
    stocked,
)

app = chinese.ChineseTyper(
    name="xunjian",
    help="巡鉴：查以往先例、核法规条款，字字有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = chinese.ChineseTyper(help="向量模型的构建，大模型设置的检查。", no_args_is_help=True)
app.add_typer(model_app, name="model")
asking.register(app)
drafting.register(app)


@app.command()
def explain(
    query: asking.Query = None,
    as_json: AsJson = False,
) -> None:
    """说明检索结果的由来：对问题的理解、各通道的得分、依据是否充分。"""
    from retrieval.engine import Retriever  # noqa: PLC0415
    from retrieval.explain import explain as explained  # noqa: PLC0415
    from retrieval.explain import explanation_json  # noqa: PLC0415
    from ui.terminal_explain import explain_lines  # noqa: PLC0415

    (question,) = asking.questions(" ".join(query or []), None)
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
    paths: Annotated[list[str] | None, typer.Argument(metavar="路径", help="文件、文件夹、通配符或网址。")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="载入内置资料（摘编与虚构示例）。")] = False,
    allow_host: Annotated[list[str] | None, typer.Option("--allow-host", help="另外允许收录的网站域名。")] = None,
    force: Annotated[bool, typer.Option("--force", help="内容未变也重新解析（升级后用）。")] = False,
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
    doc: Annotated[str, typer.Argument(metavar="资料", help="文件名、编号或标题；汇编中的一篇写作 文件名#3。")],
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
    doc: Annotated[str, typer.Argument(metavar="资料", help="文件名、编号或标题。")],
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
    docs: Annotated[list[str], typer.Argument(metavar="资料", help="文件名、编号或标题。")],
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
    reparse: Annotated[
        bool, typer.Option("--reparse", help="用保存的原件，重新解析由旧版程序解析的资料（升级后用）。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """核对目录库、向量库、词库和原件是否一致，必要时修复。"""
    from ingest.pipeline import reread_outdated  # noqa: PLC0415
    from ingest.revision import outdated  # noqa: PLC0415
    from ui.progress import ingest_progress  # noqa: PLC0415
    from ui.terminal_ingest import outdated_lines, summary_json, summary_lines  # noqa: PLC0415

    with open_kb() as kb:
        report = kb.verify(repair=repair)
        summary = None
        if reparse:
            with ingest_progress() as progress:
                summary = reread_outdated(kb, progress=progress)
        old = outdated(kb)
    if as_json:
        reread = {"reparsed": summary_json([summary])} if summary else {}
        print_json({**report.as_json(), "outdated": [info.doc for info in old], **reread})
    else:
        print_lines(report.lines)
        if summary:
            print_lines(summary_lines(summary))
        print_lines(outdated_lines(old))
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
    from ui.progress import build_model, prepare_phrases  # noqa: PLC0415

    settings = load_settings()
    folder = build_model(settings, thorough=True)
    prepare_phrases(settings)
    typer.echo(f"向量模型已就绪：{folder}")


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
    port: Annotated[int, typer.Option(help="端口，1024 到 65535。")] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="自动打开浏览器。")] = True,
) -> None:
    """在本机打开工作台（仅限 127.0.0.1）。"""
    from ui.serve import check_port, serve  # noqa: PLC0415

    check_port(port)
    stocked().close()
    raise typer.Exit(serve(port=port, browser=browser))


def main() -> None:
    """Entry point: errors meant for users are printed in Chinese and set the exit code."""
    try:
        # Otherwise Typer would end the program itself: silently when interrupted, in English on wrong use.
        code = app(standalone_mode=False)
    except XunjianError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except chinese.WrongUse as error:
        typer.echo(chinese.wrong_use(error), err=True)
        sys.exit(MISUSE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        typer.echo("已中断；已收录的资料不受影响。", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
