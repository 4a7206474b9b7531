"""``python -m eval`` and ``xunjian eval``: ask the question sets and print the table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.desk import Desk
from eval import report
from eval.baselines import baselines
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, OUT, prepared
from eval.failures import DEEP, failures
from eval.figures import figures
from eval.gold import faults as gold_faults
from eval.product import Product
from eval.progress import tell
from eval.questions import load, unique
from eval.run import execute
from eval.split import Split, select
from kb.errors import XunjianError
from kb.model import Group
from kb.settings import load_settings

_KINDS = (*(group.value for group in Group), "none")


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(prog="xunjian eval", description="在题集上评测检索与作答质量。")
    options.add_argument("--split", choices=[split.value for split in Split], default="test", help="用哪一半题")
    options.add_argument("--kind", choices=_KINDS, help="只评测一类题")
    options.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, help="评测语料目录")
    options.add_argument("--home", type=Path, default=DEFAULT_HOME, help="存放已收录语料和向量缓存的目录")
    options.add_argument("--noise", type=Path, help="另外收录这个目录中的法规，作为干扰")
    options.add_argument("--baselines", action=argparse.BooleanOptionalAction, default=True, help="同时评测对照方案")
    options.add_argument("--out", type=Path, default=OUT, help="报告目录")
    options.add_argument("--json", action="store_true", help="输出一个 JSON 对象，不输出表格")
    return options


def main(args: Sequence[str]) -> int:
    """Run the evaluation; 0 done, 2 wrong use, or the error's exit code."""
    try:
        options = parser().parse_args(args)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        _evaluate(options)
    except XunjianError as error:
        print(f"错误：{error}", file=sys.stderr)  # noqa: T201 - the command's output
        return error.exit_code
    return 0


def _evaluate(options: argparse.Namespace) -> None:
    questions = select(unique(load()), Split(options.split))
    if options.kind:
        questions = tuple(q for q in questions if (q.group.value if q.group else "none") == options.kind)
    with prepared(options.corpus, options.home, load_settings(), noise=options.noise, report=tell) as ready:
        desk = Desk(ready.kb)
        run = execute(
            questions,
            ready.corpus,
            ready.kb,
            Product(desk),
            baselines(ready.kb, ready.corpus, ready.embedder) if options.baselines else (),
            environment={
                "题目": {"dev": "调试半", "test": "评判半", "all": "全部"}[options.split],
                "语料": f"{len(ready.corpus.sources)} 份文件，资料库共 {len(ready.kb.catalog.sources())} 份",
                "向量模型": ready.embedder.model_id,
            },
            report=tell,
        )
        found = figures(run)
        missed = failures(run.records, lambda query: desk.search(query, limit=DEEP))
        disagreements = list(gold_faults(ready.corpus, questions))
    table = report.write(options.out, run, found, missed, disagreements)
    shown = json.dumps(report.as_json(run, found, disagreements), ensure_ascii=False) if options.json else table
    print(shown)  # noqa: T201 - the command's output
    tell(f"报告和未答好的题已写入 {options.out}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
