"""``xunjian draft`` and ``xunjian export``: papers from collected material, and files of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.errors import XunjianError
from ui.commands.common import NOTHING, AsJson, print_json, print_lines, stocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.basket import Basket
    from assistant.desk import Desk
    from assistant.drafting.check import DraftCheck
    from assistant.drafting.model import Draft, DraftKind
    from assistant.export.sources import NoteStyle
    from kb.knowledge_base import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(draft)
    app.command()(export)


def draft(
    kind: Annotated[
        str,
        typer.Argument(metavar="文种", help="文种：巡察报告问题段落、整改方案、整改情况通报、督办单、工作提示、专报。"),
    ],
    *,
    problem: Annotated[
        list[str] | None, typer.Option("--problem", help="问题或一条措施，如 通报.docx#二(二)7.，可多次。")
    ] = None,
    article: Annotated[list[str] | None, typer.Option("--article", help="条款，如 督察条例#第十二条，可多次。")] = None,
    question: Annotated[str, typer.Option("--from-question", help="按一个问题检索材料。")] = "",
    basket: Annotated[bool, typer.Option("--basket", help="使用工作台拟稿篮中的材料。")] = False,
    about: Annotated[str, typer.Option("--about", help="问题名称，如 涉案财物管理混乱。")] = "",
    description: Annotated[str, typer.Option("--description", help="问题的具体情况，写成完整的句子。")] = "",
    unit: Annotated[str, typer.Option("--unit", help="本文所说的单位。")] = "",
    own_unit: Annotated[
        str, typer.Option("--own-unit", help="整改方案、督办单：把参考措施中的单位名称换成本单位，改动处标出。")
    ] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="发文机关。")] = "",
    addressee: Annotated[str, typer.Option("--addressee", help="主送机关。")] = "",
    number: Annotated[str, typer.Option("--number", help="发文字号或编号。")] = "",
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="成文日期。")] = None,
    period: Annotated[str, typer.Option("--period", help="巡察起止时间。")] = "",
    inspector: Annotated[str, typer.Option("--inspector", help="巡察机构。")] = "",
    due: Annotated[str, typer.Option("--due", help="完成（办理、报送）时限。")] = "",
    leader: Annotated[str, typer.Option("--leader", help="责任领导。")] = "",
    responsible: Annotated[str, typer.Option("--responsible", help="牵头（承办）单位。")] = "",
    assisting: Annotated[str, typer.Option("--assisting", help="配合（协办）单位。")] = "",
    reviewer: Annotated[str, typer.Option("--reviewer", help="审核验收部门。")] = "",
    contact: Annotated[str, typer.Option("--contact", help="联系方式。")] = "",
    out: Annotated[
        list[Path] | None, typer.Option("--out", "-o", help="写入文件：.docx、.xlsx、.txt 或 .json，可多次。")
    ] = None,
    notes: Annotated[
        str, typer.Option("--notes", help="出处注释：full 写全文件和位置，供核对；short 只写文件名称和条目，供印发。")
    ] = "full",
    save: Annotated[bool, typer.Option("--save", help="存入资料库，供工作台修改和 xunjian export 导出。")] = False,
    as_json: AsJson = False,
) -> None:
    """起草公文：每句是注明出处的原文、固定用语，或者留待填写的【】。"""
    from assistant.desk import Desk  # noqa: PLC0415 - loads the stores
    from assistant.drafting.check import verify_draft  # noqa: PLC0415
    from assistant.drafting.compose import draft as compose  # noqa: PLC0415
    from assistant.drafting.compose import kind_of  # noqa: PLC0415
    from assistant.drafting.facts import DraftFacts  # noqa: PLC0415
    from assistant.drafting.store import save_draft  # noqa: PLC0415
    from assistant.rendering import format_of, note_style, write_all  # noqa: PLC0415
    from ui.terminal_draft import check_json, draft_lines  # noqa: PLC0415

    wanted = kind_of(kind)
    for path in out or ():
        format_of(path.name)
    style = note_style(notes)
    facts = DraftFacts(
        unit=unit,
        issuer=issuer,
        addressee=addressee,
        day=day.date() if day else None,
        period=period,
        inspector=inspector,
        problem=about,
        description=description,
        doc_number=number,
        due=due,
        leader=leader,
        responsible=responsible,
        assisting=assisting,
        reviewer=reviewer,
        contact=contact,
        own_unit=own_unit,
        question=question.strip(),
    )
    with stocked() as kb:
        desk = Desk(kb)
        material = _collected(desk, problem or [], article or [], question, basket)
        drafts = [compose(kb, wanted, one, facts) for one in _baskets(kb, wanted, material, bool(facts.about))]
        checks = [verify_draft(kb, one) for one in drafts]
        files = _files(drafts, checks, out or [], style)
        write_all(files)
        written = [path for path, _ in files]
        saved = [save_draft(kb.works, one).id for one in drafts] if save else []
    if as_json:
        papers = zip(drafts, checks, strict=True)
        print_json(
            {
                "drafts": [{**one.to_json(), "check": check_json(check)} for one, check in papers],
                "files": [str(path) for path in written],
                "saved": saved,
            }
        )
        return
    for one, check in zip(drafts, checks, strict=True):
        print_lines(draft_lines(one, check, brief=bool(written)))
    print_lines(f"已写入：{path}" for path in written)
    print_lines(f"已保存，编号：{identifier}" for identifier in saved)


def export(
    name: Annotated[str, typer.Argument(metavar="文稿", help="保存的文稿（编号或标题），或 draft 写出的 .json 文件。")],
    to: Annotated[str, typer.Option("--to", help="格式：docx、xlsx、txt 或 json。")] = "docx",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="写入的文件，默认以标题命名。")] = None,
    notes: Annotated[
        str, typer.Option("--notes", help="出处注释：full 写全文件和位置，供核对；short 只写文件名称和条目，供印发。")
    ] = "full",
    as_json: AsJson = False,
) -> None:
    """导出文稿：导出前逐句核对，未核实的句子在文中标明。"""
    from assistant.drafting.check import verify_draft  # noqa: PLC0415
    from assistant.drafting.store import load_draft  # noqa: PLC0415
    from assistant.rendering import file_name, format_of, note_style, read_file, render, write_all  # noqa: PLC0415
    from ui.terminal_draft import check_json, check_lines  # noqa: PLC0415

    target = format_of(out.name if out else f".{to.strip('.')}")
    style = note_style(notes)
    with stocked() as kb:
        file = Path(name)
        paper = read_file(file) if file.suffix == ".json" else load_draft(kb.works, name).draft
        check = verify_draft(kb, paper)
        path = out or Path(file_name(paper, target))
        write_all([(path, render(paper, check, target, style))])
    if as_json:
        print_json({"file": str(path), "check": check_json(check)})
    else:
        print_lines([*check_lines(check), f"已写入：{path}"])


def _collected(desk: Desk, problems: list[str], articles: list[str], question: str, shared: bool) -> Basket:
    """The material of a call; nothing found for a question ends the command."""
    from assistant.basket import Basket, read  # noqa: PLC0415
    from assistant.drafting.collect import from_result, joined  # noqa: PLC0415
    from assistant.drafting.naming import named_article, named_problem  # noqa: PLC0415

    if not (problems or articles or question.strip() or shared):
        msg = "没有指定材料。用法：xunjian draft 整改方案 --problem 通报.docx#二(二)7. --article 督察条例#第十二条"
        raise XunjianError(msg)
    items = [named_problem(desk, name) for name in problems] + [named_article(desk, name) for name in articles]
    if shared:
        items += read(desk.kb.works).items
    if question.strip():
        result = desk.search(question)
        if result.refused and not items:
            print_lines([result.reason or "没有检索到可用的材料。"])
            raise typer.Exit(NOTHING)
        items += from_result(desk.kb, result).items
    return joined(Basket(), items)


def _baskets(kb: KnowledgeBase, kind: DraftKind, basket: Basket, described: bool) -> tuple[Basket, ...]:
    """督办单 treat one matter each, unless the user says which matter it is."""
    from assistant.drafting.collect import sheets  # noqa: PLC0415
    from assistant.drafting.model import DraftKind  # noqa: PLC0415

    return sheets(kb, basket) if kind is DraftKind.SUPERVISION and not described else (basket,)


def _files(
    drafts: Sequence[Draft], checks: Sequence[DraftCheck], paths: list[Path], style: NoteStyle
) -> list[tuple[Path, bytes]]:
    """Every draft in every format asked for; several drafts get a number behind the name."""
    from assistant.rendering import format_of, render  # noqa: PLC0415

    several = len(drafts) > 1
    return [
        (path.with_stem(f"{path.stem}-{number}") if several else path, render(one, check, format_of(path.name), style))
        for number, (one, check) in enumerate(zip(drafts, checks, strict=True), 1)
        for path in paths
    ]
