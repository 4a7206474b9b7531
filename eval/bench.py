"""``make bench``: how long things take, as ratios to something measured in the same run.

Absolute times say more about the machine than about the code; a ratio to one embedding, to the bare interpreter or to
the size of the text can be compared between machines and over time.  Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple, TypeVar

from assistant.desk import Desk
from eval.corpus import DEFAULT_CORPUS, ROOT, files
from eval.questions import load
from ingest.pipeline import ingest_paths
from kb.embedding.base import window_inputs
from kb.embedding.build import ensure_model
from kb.errors import XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.model import Group, Source
from kb.settings import Settings, load_settings
from kb.tokens import tokenize

#: Questions timed: enough for a steady median and a 95th percentile.
QUESTIONS = 60

#: Depth of the channels that are timed alone.
DEPTH = 100

#: Ingested by default: embedding them takes under a minute on two cores.
DOCUMENTS = 6

#: Packages named in the account of imports; the rest is summed up.
PACKAGES = 12

_T = TypeVar("_T")

_STORES = ("catalog.sqlite3", "chroma", "lexical", "originals")
_IMPORT = re.compile(r"import time:\s+(?P<own>\d+) \|\s+\d+ \|\s+(?P<name>\S+)")


class Line(NamedTuple):
    """One line of the table: a value, and what it is compared with."""

    name: str
    value: str
    ratio: str = ""
    against: str = ""


def main(args: Sequence[str]) -> int:
    """The command; 0 done, 2 wrong use, or the error's exit code."""
    options = argparse.ArgumentParser(prog="python -m eval.bench", description="测量速度和大小，给出同次运行的比值。")
    options.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, help="用来测量的资料目录")
    options.add_argument("--documents", type=int, default=DOCUMENTS, help="取其中几份")
    try:
        chosen = options.parse_args(args)
        with tempfile.TemporaryDirectory() as folder:
            _print(_measure(_documents(chosen.corpus, chosen.documents), Path(folder)))
    except SystemExit as stop:
        return int(stop.code or 0)
    except XunjianError as error:
        print(f"错误：{error}", file=sys.stderr)  # noqa: T201 - the command's output
        return error.exit_code
    return 0


def _documents(corpus: Path, wanted: int) -> list[Path]:
    """The documents to measure with: of the corpus, or the bundled ones where there is none; smallest first."""
    found = files(corpus) if corpus.is_dir() else files(ROOT / "kb" / "library")
    return sorted(found, key=lambda path: path.stat().st_size)[:wanted]


def _measure(documents: Sequence[Path], home: Path) -> list[Line]:
    settings = load_settings()
    model = ensure_model(settings) if settings.embedding == "onnx" else None
    own = settings.model_copy(update={"home": home, "model_dir": model, "database_url": "", "chroma_url": ""})
    with KnowledgeBase(own) as kb:
        kb.embedder.encode_queries(["预热"])
        ingest_seconds, _ = _timed(lambda: ingest_paths(kb, documents))
        sources = [kb.catalog.load(info.source_id) for info in kb.catalog.sources()]
        lines = [
            *_ingest(kb, sources, ingest_seconds),
            *_search(kb),
            *_sizes(home, sum(len(source.text.encode()) for source in sources)),
        ]
    return [*lines, *_cold_start(own)]


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _ingest(kb: KnowledgeBase, sources: Sequence[Source], seconds: float) -> list[Line]:
    """Ingesting compared with nothing but embedding the same windows."""
    windows = [
        window.words
        for source in sources
        for document in source.documents
        for passage in document.passages
        if passage.kind.group is not None
        for window in window_inputs(kb.embedder, source.slice(passage.span), " ".join((document.title, *passage.path)))
    ]
    raw, _ = _timed(lambda: kb.embedder.encode_passages(windows))
    return [
        Line("收录", f"{len(windows) / seconds:.1f} 段/秒", f"{raw / seconds:.2f}", "只计算向量的速度"),
        Line("只计算向量", f"{len(windows) / raw:.1f} 段/秒"),
    ]


def _search(kb: KnowledgeBase) -> list[Line]:
    queries = [question.query for question in load() if question.gold][:: max(1, len(load()) // QUESTIONS)]
    desk = Desk(kb)
    desk.ask(queries[0])
    vectors = dict(zip(queries, kb.embedder.encode_queries(queries), strict=True))
    embedding = _each(queries, lambda query: kb.embedder.encode_queries([query]))
    searching = _each(queries, desk.search)
    asking = _each(queries, desk.ask)
    lexical = _each(queries, lambda query: kb.lexical(Group.ARTICLE, dict.fromkeys(tokenize(query), 1.0), DEPTH))
    dense = _each(queries, lambda query: kb.dense(Group.ARTICLE, vectors[query], DEPTH))
    base = median(embedding)
    timed = (("检索", searching), ("检索并作答", asking), ("词语通道", lexical), ("向量通道", dense))
    return [
        Line("一个问题的向量", _milliseconds(embedding)),
        *(
            Line(name, _milliseconds(values), f"{median(values) / base:.2f}", "一个问题的向量")
            for name, values in timed
        ),
    ]


def _each(queries: Sequence[str], work: Callable[[str], object]) -> list[float]:
    """Seconds for each query."""
    return [_timed(lambda: work(query))[0] for query in queries]  # noqa: B023 - called before the next query


def _milliseconds(values: Sequence[float]) -> str:
    return f"p50 {median(values) * 1000:.1f} / p95 {quantiles(values, n=20)[-1] * 1000:.1f} 毫秒"


def _sizes(home: Path, text: int) -> list[Line]:
    lines = [Line("正文", f"{text / 1024:.0f} KB")]
    for name in _STORES:
        # SQLite's write-ahead log stands beside the file and belongs to it.
        own = [part for path in home.glob(f"{name}*") for part in (path, *path.rglob("*"))]
        parts = [part for part in own if part.is_file()]
        size = sum(part.stat().st_size for part in parts)
        lines.append(Line(f"存储：{name}", f"{size / 1024:.0f} KB", f"{size / text:.1f}", "正文"))
    return lines


def _cold_start(settings: Settings) -> list[Line]:
    """A fresh process asks one question: its wall time, and which packages the imports went to."""
    environment = {
        **os.environ,
        "XUNJIAN_HOME": str(settings.home),
        "XUNJIAN_MODEL_DIR": str(settings.onnx_dir),
        "XUNJIAN_LIBRARY_ON_FIRST_START": "false",
        "PYTHONPATH": str(ROOT),
    }

    def process(*arguments: str) -> tuple[float, str]:
        seconds, done = _timed(
            lambda: subprocess.run(  # noqa: S603 - our own interpreter and code
                [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
            )
        )
        return seconds, done.stderr

    bare, _ = process("-c", "pass")
    load_model = "from kb.settings import load_settings; from kb.embedding.factory import create_embedder"
    engine, _ = process("-c", f"{load_model}; create_embedder(load_settings()).encode_queries(['问'])")
    process("cli.py", "ask", "禁闭最长多少天")
    asked, _ = process("cli.py", "ask", "禁闭最长多少天")
    _, trace = process("-X", "importtime", "cli.py", "ask", "禁闭最长多少天")
    spent = import_times(trace)
    total = sum(spent.values())
    return [
        Line("空解释器启动", f"{bare:.2f} 秒"),
        Line("新进程算一个向量", f"{engine:.2f} 秒", f"{engine / bare:.1f}", "空解释器启动"),
        Line("新进程作答", f"{asked:.2f} 秒", f"{asked / engine:.2f}", "新进程算一个向量"),
        Line("其中导入", f"{total:.2f} 秒", f"{total / asked:.2f}", "新进程作答"),
        *(
            Line(f"导入 {name}", f"{seconds:.3f} 秒", f"{seconds / total:.2f}", "全部导入")
            for name, seconds in list(spent.items())[:PACKAGES]
        ),
    ]


def import_times(trace: str) -> dict[str, float]:
    """Seconds of import by top-level package, most first, from what ``-X importtime`` prints."""
    spent: dict[str, float] = {}
    for match in _IMPORT.finditer(trace):
        package = match["name"].split(".")[0]
        spent[package] = spent.get(package, 0.0) + int(match["own"]) / 1e6
    return dict(sorted(spent.items(), key=lambda pair: -pair[1]))


def _print(lines: Sequence[Line]) -> None:
    print("| 项目 | 数值 | 比值 | 相对于 |\n|---|---:|---:|---|")  # noqa: T201 - the command's output
    for line in lines:
        print(f"| {line.name} | {line.value} | {line.ratio} | {line.against} |")  # noqa: T201 - the command's output


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
