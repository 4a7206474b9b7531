"""What of a paper is filled in rather than written: the elements around the body, and the lists."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from assistant.drafting.model import Table
from ui import paper
from ui.components.html import tag
from ui.components.sheet import sheet
from ui.paper import Paper

_LIST, _BASE = "paper_list", "paper_base"

#: Pixels of a list: what an office screen leaves below the bars.
_SHEET_HEIGHT = 478


class _Base(NamedTuple):
    """The table an editor was given; it stays until the editor is drawn for something else."""

    key: str
    table: Table


_HEAD_FIELDS = {
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "addressee": "主送机关",
    "signer": "签发人",
    "secrecy": "密级和保密期限",
    "urgency": "紧急程度",
    "copies": "抄送",
    "printer": "印发机关",
    "contact": "联系方式",
}


def head(found: Paper) -> None:
    """Draw the fields of the elements around the body."""

    def set_field(name: str, key: str) -> None:
        now = paper.current()
        if now is not None:
            value: Any = st.session_state[key]
            value = " ".join(value.split()) if isinstance(value, str) else value
            changes: dict[str, Any] = {name: value}
            paper.change(replace(now.draft, head=replace(now.draft.head, **changes)), typed=True)

    with st.container(key="paper_head"):
        st.html(tag("p", "填写的内容按国标公文格式排入版头、落款和版记；空着的不出现。", css="xj-from"))
        columns = st.columns(2, gap="small")
        for at, (name, label) in enumerate(_HEAD_FIELDS.items()):
            key = f"paper_head_{name}_{found.serial}"
            value = getattr(found.draft.head, name)
            columns[at % 2].text_input(label, value, key=key, on_change=set_field, args=(name, key), max_chars=200)
        key = f"paper_head_day_{found.serial}"
        columns[1].date_input(
            "成文日期", found.draft.head.day, key=key, on_change=set_field, args=("day", key), format="YYYY-MM-DD"
        )


def lists(found: Paper) -> None:
    """Draw the lists of a paper, one at a time."""
    names = [table.name for table in found.draft.tables]
    if st.session_state.get(_LIST) not in names:
        st.session_state[_LIST] = names[0]
    with st.container(key="paper_lists"):
        if len(names) > 1:
            st.segmented_control("清单", names, key=_LIST, required=True, label_visibility="collapsed")
        at = names.index(st.session_state[_LIST])
        key = f"paper_table_{found.work.id}_{found.serial}_{at}"
        base: _Base | None = st.session_state.get(_BASE)
        # What the editor was given must not follow its own changes, and must be new when it is drawn again.
        if base is None or base.key != key or key not in st.session_state:
            base = st.session_state[_BASE] = _Base(key, found.draft.tables[at])
        sheet(base.table, key, height=_SHEET_HEIGHT, on_change=partial(_put_table, at))
        st.html(tag("p", "双击单元格修改；在最后一行之下输入即增加一行；选中行首可删除。", css="xj-from"))


def _put_table(at: int, table: Table) -> None:
    now = paper.current()
    if now is not None and table != now.draft.tables[at]:
        tables = tuple(table if number == at else one for number, one in enumerate(now.draft.tables))
        paper.change(replace(now.draft, tables=tables), typed=True)
