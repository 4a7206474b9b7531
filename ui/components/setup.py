"""The still parts of 设置, as HTML: facts about the model, the storage, word lists, what users said of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version

from assistant.notebook import Judged, Opinion
from assistant.setup.config import Origin, Value
from assistant.setup.storage import Holdings, Part, readable
from assistant.setup.vocabularies import Condition
from kb.catalog.infos import State
from kb.settings import Settings
from ui.components.html import Html, join, tag

#: Judgements drawn at once; the download has all.
_ROWS = 200

LICENCE = "Apache-2.0"


def title(text: str) -> Html:
    """The head of a card."""
    return tag("h3", text, css="xj-card-title")


def facts(rows: Iterable[tuple[str, str]], *after: str) -> Html:
    """Names and values, then paragraphs."""
    cells = join(*(join(tag("dt", name), tag("dd", value)) for name, value in rows))
    return tag("div", tag("dl", cells), *(tag("p", text) for text in after), css="xj-settings")


def paragraphs(*texts: str) -> Html:
    """Plain paragraphs."""
    return tag("div", *(tag("p", text) for text in texts), css="xj-settings")


def overridden(values: Iterable[tuple[str, Value]]) -> str:
    """Which of some fields cannot be changed here, because the environment has their settings; empty for none."""
    fixed = [f"{label}（{value.variable}）" for label, value in values if value.origin is Origin.ENVIRONMENT]
    return f"由环境变量设定、优先于这里，不能在此修改：{'、'.join(fixed)}。" if fixed else ""


def embedding(settings: Settings, state: State, held: Holdings) -> Html:
    """The embedding model, and the vectors with the name of the model that made them."""
    engine = "内置（ONNX，离线）" if settings.embedding == "onnx" else "sentence-transformers"
    place = str(settings.onnx_dir) if settings.embedding == "onnx" else settings.embedding_model or "未指定"
    rows = [
        ("引擎", engine),
        ("模型所在", place),
        ("生成向量的模型", state.model or "还没有向量"),
        ("向量维数", str(state.dimension or "—")),
        ("向量", f"{held.passages:,} 条段落，{held.vectors:,} 条向量"),
    ]
    return facts(rows)


def storage(settings: Settings, parts: Sequence[Part], held: Holdings) -> Html:
    """The data folder, its parts and how to save it."""
    total = sum(part.size for part in parts)
    rows = [
        ("数据目录", str(settings.home)),
        (
            "收录",
            f"{held.files:,} 个文件、{held.documents:,} 份资料、{held.passages:,} 条段落、{held.problems:,} 个问题",
        ),
        ("占用", readable(total)),
        *((part.name, readable(part.size)) for part in parts),
    ]
    return facts(
        rows,
        "备份：关闭工作台，把整个数据目录复制到别处；恢复时复制回来再打开。原件、文稿、演练、拟稿篮都在其中。"
        "向量和词语索引可以由目录库重新生成，“资料”页的“核对”会检查并补齐。",
    )


def vocabulary(condition: Condition) -> Html:
    """A word list of the user: where it lies, what it adds, what is wrong with it, how one begins."""
    if condition.fault:
        state = "有错误，没有生效"
    elif condition.there:
        state = f"已生效，补充 {condition.own} 条"
    else:
        state = "没有补充"
    fault = tag("p", condition.fault, css="xj-notice xj-bad") if condition.fault else Html("")
    example = tag("details", tag("summary", "怎样补充（示例）"), tag("pre", condition.vocabulary.example))
    rows = join(
        tag("dt", condition.vocabulary.label), tag("dd", state), tag("dt", "文件"), tag("dd", str(condition.path))
    )
    return tag("div", tag("dl", rows), fault, example, css="xj-settings")


def inbox(judged: Sequence[Judged]) -> Html:
    """What users said of answers, the latest first."""
    head = tag("thead", tag("tr", *(tag("th", name) for name in ("时间", "评价", "问题", "原因", "说明"))))
    rows = (
        tag(
            "tr",
            tag("td", f"{one.at.astimezone():%m-%d %H:%M}"),
            tag("td", one.opinion.label, css="" if one.opinion is Opinion.GOOD else "xj-remark-bad"),
            tag("td", one.question),
            tag("td", one.reason or "—"),
            tag("td", one.note or "—"),
        )
        for one in judged[:_ROWS]
    )
    return tag("div", tag("table", head, tag("tbody", *rows)), css="xj-inbox")


def about() -> Html:
    """What this is."""
    rows = [("名称", "巡鉴（xunjian）"), ("版本", _version()), ("许可", LICENCE)]
    return facts(
        rows,
        "工作台只监听本机地址，不连接互联网，不统计使用情况，没有账号。"
        "只有在这里填写了大模型接口之后，改写答复时才会把所引原文发给那个接口。",
    )


def _version() -> str:
    try:
        return version("xunjian")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "源码运行"
