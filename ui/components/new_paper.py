"""What a new paper needs to know: the kind, and the facts that kind uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import DraftKind
from ui.components.html import tag

_FACTS, _KIND, _QUESTION = "draft_facts", "draft_kind", "draft_question"

#: Longest question and facts taken; a finding is a paragraph.
_LINE, _TEXT = 200, 2000


class Field(NamedTuple):
    """A fact as it is asked for."""

    label: str
    example: str


_FIELDS = {
    "unit": Field("单位", "本文所说的单位，如 雾岭县公安局"),
    "problem": Field("问题名称", "如 涉案财物管理不规范"),
    "description": Field("问题的具体情况", "写成完整的句子；不填则留出空白，生成后再写"),
    "period": Field("巡察起止时间", "如 2026年1月5日至2月6日"),
    "inspector": Field("巡察机构", "如 县委第一巡察组"),
    "leader": Field("责任领导", "如 张某某（副局长）"),
    "responsible": Field("牵头（承办）单位", "如 法制大队"),
    "assisting": Field("配合（协办）单位", "如 警务保障室"),
    "due": Field("完成（办理、报送）时限", "如 2026年12月31日"),
    "reviewer": Field("审核验收部门", "如 督察大队"),
    "contact": Field("联系方式", "如 督察大队 0000-0000000"),
    "issuer": Field("发文机关", "如 雾岭县公安局督察大队"),
    "addressee": Field("主送", "如 各派出所"),
    "doc_number": Field("发文字号", "如 雾公督〔2026〕3号"),
    "own_unit": Field("参考措施换用本单位名称", "本单位全称，改动处会标出；不填的，方案按“单位”，督办单保留原文"),
}


class Form(NamedTuple):
    """What a kind is for, the facts it cannot do without, and those that may wait."""

    purpose: str
    first: tuple[str, ...]
    more: tuple[str, ...]


_HEAD = ("issuer", "addressee", "doc_number")

_FORMS = {
    DraftKind.FINDINGS: Form("把发现的问题写成报告段落：事实、依据、同类问题的表述。", ("unit", "problem"), ()),
    DraftKind.PLAN: Form(
        "目标、任务、参考措施和依据，附问题、责任、时限清单。",
        ("unit", "problem", "own_unit"),
        ("leader", "responsible", "assisting", "due", "reviewer", *_HEAD),
    ),
    DraftKind.NOTICE: Form("逐个问题通报整改情况、成效和下一步。", ("unit", "inspector", "period", "contact"), _HEAD),
    DraftKind.SUPERVISION: Form(
        "一事一单，列明问题、依据和办理要求；篮中有几个问题就出几份。",
        ("unit", "problem", "responsible", "due", "own_unit"),
        ("assisting", *_HEAD),
    ),
    DraftKind.REMINDER: Form("提示同类问题、依据和防范要求。", ("problem", "due"), _HEAD),
    DraftKind.SPECIAL: Form(
        "汇总同类问题：怎么处理、状态、常用措施、依据。", ("problem", "addressee"), ("issuer", "doc_number")
    ),
}

#: Kinds in which the finding itself is written out.
_DESCRIBED = (DraftKind.FINDINGS, DraftKind.PLAN, DraftKind.SUPERVISION, DraftKind.NOTICE, DraftKind.SPECIAL)


class Wanted(NamedTuple):
    """A paper that is to be drafted; ``question`` is empty where the basket alone is used."""

    kind: DraftKind
    facts: DraftFacts
    question: str


def new_paper(collected: int, usable: int, *, today: date, on_wanted: Callable[[Wanted], None]) -> None:
    """Draw the form; what was filled in is filled in again for the next paper of the session."""
    st.html(tag("h2", "新建文稿", css="xj-draft-heading"))
    kind = _kind()
    form = _FORMS[kind]
    st.html(tag("p", form.purpose, css="xj-from"))
    held = st.session_state.get(_FACTS, {})
    with st.form("new_paper", border=False, enter_to_submit=False):
        question = st.text_input(
            "按一个问题查找材料（可不填）" if collected else "按一个问题查找材料",
            value=st.session_state.get(_QUESTION, ""),
            max_chars=_LINE,
            placeholder="例如：涉案财物长期不处理怎么整改",
        )
        left = f"，其中 {collected - usable} 项原文已变动或者失效，不会引用" if usable < collected else ""
        text = (
            f"拟稿篮中有 {collected} 项材料，将与查到的一起使用{left}。"
            if collected
            else "拟稿篮是空的，请写一个问题来查找材料，或者先去收集。"
        )
        st.html(tag("p", text, css="xj-basis"))
        values: dict[str, Any] = _inputs(form.first, held)
        if kind in _DESCRIBED:
            field = _FIELDS["description"]
            values["description"] = st.text_area(
                field.label, held.get("description", ""), height=92, max_chars=_TEXT, placeholder=field.example
            )
        if form.more:
            with st.expander("责任、时限和版头（可不填，生成后也能补）"):
                values |= _inputs(form.more, held)
                values["day"] = st.date_input("成文日期", held.get("day", today), format="YYYY-MM-DD")
        if st.form_submit_button("生成初稿", type="primary"):
            st.session_state[_FACTS] = {**held, **values}
            st.session_state[_QUESTION] = question
            on_wanted(Wanted(kind, DraftFacts(**values), question.strip()))


def _kind() -> DraftKind:
    st.session_state.setdefault(_KIND, DraftKind.PLAN)
    chosen = st.pills(
        "文种",
        list(DraftKind),
        default=st.session_state[_KIND],
        required=True,
        format_func=lambda kind: kind.label,
        label_visibility="collapsed",
        key="draft_kind_choice",
    )
    st.session_state[_KIND] = kind = chosen or st.session_state[_KIND]
    return DraftKind(kind)


def _inputs(names: tuple[str, ...], held: dict[str, Any]) -> dict[str, Any]:
    """The fields in two columns."""
    found = {}
    for at in range(0, len(names), 2):
        row = names[at : at + 2]  # one alone takes the whole width: its example is the longest
        for name, column in zip(row, st.columns(len(row), gap="small"), strict=True):
            field = _FIELDS[name]
            found[name] = column.text_input(field.label, held.get(name, ""), max_chars=_LINE, placeholder=field.example)
    return found
