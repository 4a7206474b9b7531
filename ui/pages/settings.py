"""设置: the language model with a test, names of officials, embedding model, storage, word lists, history, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st

from assistant import notebook
from assistant.desk import Desk
from assistant.llm import endpoint
from assistant.setup.config import Origin, Value, config_file, save, values
from assistant.setup.storage import holdings, parts
from assistant.setup.vocabularies import conditions
from kb.errors import XunjianError
from kb.settings import Settings, load_settings
from ui import memory, resources
from ui.components import setup
from ui.components.guard import notice, plain_errors

#: Equal halves; a field of an address holds about 45 characters at 1366 pixels.
_COLUMNS = (50, 50)

_STATE, _FORGET = "settings", "settings_forget"

#: The names that messages about the model use for settings, and what the fields here are called.
_FIELDS = {
    endpoint.BASE_URL: "“接口地址”",
    endpoint.MODEL: "“模型名称”",
    endpoint.API_KEY: "“访问密钥”",
    endpoint.TIMEOUT: "“单次时限”",
}

#: Settings of the first card, in the order of their fields.
_NAMES = ("llm_base_url", "llm_model", "llm_api_key", "llm_timeout")

#: What the settings hold for "no key".
_NO_KEY = "none"


class Said(NamedTuple):
    """What the last action of a card did."""

    card: str = ""
    tone: str = "info"
    text: str = ""


def page() -> None:
    """Draw the page."""
    desk = resources.open_desk()
    known = values(desk.kb.settings)
    memory.has_column()
    left, right = st.columns(_COLUMNS, gap="medium")
    with left:
        with _card("llm"):
            _language_model(desk, known)
        with _card("privacy"):
            _officials(desk, known)
        with _card("history"):
            _history(desk)
        with _card("inbox"):
            _inbox(desk)
    with right:
        with _card("embedding"):
            _embedding(desk)
        with _card("storage"):
            _storage(desk)
        with _card("words"):
            _words(desk)
        with _card("about"):
            st.html(setup.title("关于"))
            st.html(setup.about())


@contextmanager
def _card(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the type of a generator says less than its use
    """A framed part of the page; an error in it leaves the others alone."""
    with st.container(key=f"card_{name}", border=True):
        with plain_errors():
            yield
        said: Said = st.session_state.get(_STATE, Said())
        if said.card == name:
            notice(said.text, tone=said.tone)


def _say(card: str, tone: str, text: str) -> None:
    st.session_state[_STATE] = Said(card, tone, text)


# -- the language model ------------------------------------------------------------------------------------------------


def _language_model(desk: Desk, known: Mapping[str, Value]) -> None:
    st.html(setup.title("大模型（可以不用）"))
    st.html(
        setup.paragraphs(
            "不接大模型也能使用全部功能。接入单位内网的 OpenAI 兼容接口后，可以请它把答复改写得更通顺；"
            "改写的每一句都与原文核对，对不上的不显示。"
        )
    )
    # In a form every sign typed counts at once: outside of one, a key left with the tab key would never arrive.
    with st.form("llm", border=False):
        address = _text(known["llm_base_url"], "接口地址", "例如 http://10.0.0.8:8000/v1")
        model = _text(known["llm_model"], "模型名称", "例如 qwen2.5-32b-instruct")
        left, right = st.columns([3, 2])
        with left:
            typed = _key(known["llm_api_key"])
        with right:
            seconds = _timeout(known["llm_timeout"])
        labels = zip(("接口地址", "模型名称", "访问密钥", "单次时限"), _NAMES, strict=True)
        if fixed := setup.overridden((label, known[name]) for label, name in labels):
            st.html(setup.paragraphs(fixed))
        fields: dict[str, str | float | None] = {
            "llm_base_url": address.strip() or None,
            "llm_model": model.strip() or None,
            "llm_timeout": seconds,
        }
        if typed.strip():
            fields["llm_api_key"] = typed.strip()
        fields = {name: value for name, value in fields.items() if not _fixed(known[name])}
        with st.container(horizontal=True):
            testing = st.form_submit_button("测试")
            saving = st.form_submit_button("保存", type="primary", disabled=not fields)
    if testing:
        _test(desk.kb.settings, fields)
    if saving:
        _save("llm", desk, fields)
        st.rerun()
    if known["llm_api_key"].value != _NO_KEY and not _fixed(known["llm_api_key"]):
        st.button("删除已保存的密钥", on_click=_save, args=("llm", desk, {"llm_api_key": None}))


def _timeout(value: Value) -> float:
    return st.number_input(
        "单次时限（秒）",
        min_value=1.0,
        max_value=600.0,
        value=min(max(float(value.value), 1.0), 600.0),
        step=10.0,
        format="%.0f",
        disabled=_fixed(value),
    )


def _text(value: Value, label: str, example: str) -> str:
    return st.text_input(label, str(value.value), placeholder=example, disabled=_fixed(value))


def _key(value: Value) -> str:
    """The key is never sent to the browser; an empty field leaves it as it is."""
    example = "已保存，不显示；留空则不变" if value.value != _NO_KEY else "没有就不填"
    return st.text_input("访问密钥", type="password", placeholder=example, disabled=_fixed(value), autocomplete="off")


def _fixed(value: Value) -> bool:
    return value.origin is Origin.ENVIRONMENT


def _test(settings: Settings, fields: Mapping[str, str | float | None]) -> None:
    """Ask the model with what stands in the fields, saved or not."""
    from assistant.llm.probe import probe  # noqa: PLC0415 - loads the client library

    changed = {name: "" if value is None else value for name, value in fields.items()}
    tried = settings.model_copy(update=changed)
    with st.spinner(f"正在测试，最多 {tried.llm_timeout:.0f} 秒…"):
        outcome = probe(tried)
    text = _plain(outcome.message)
    if outcome.ok and outcome.models:
        text += f"\n该服务提供的模型：{'、'.join(outcome.models[:12])}"
    _say("llm", "good" if outcome.ok else "bad", text)


def _plain(message: str) -> str:
    """A message in the words of this page instead of names of environment variables."""
    if message.startswith("没有配置大模型"):
        return "还没有填写接口地址和模型名称。"
    for variable, label in _FIELDS.items():
        message = message.replace(f" {variable} ", label).replace(f" {variable}", label).replace(variable, label)
    return message


def _save(card: str, desk: Desk, fields: Mapping[str, str | float | bool | None]) -> None:
    """Write the fields and let everything that starts from now on see them."""
    try:
        path = config_file(desk.kb.settings)
        save(path, fields)
        # The stores stay open: none of the settings changed here concerns them.
        fresh = load_settings()
        desk.kb.settings = desk.kb.settings.model_copy(update={name: getattr(fresh, name) for name in fields})
    except XunjianError as error:
        _say(card, "bad", str(error))
    else:
        _say(card, "good", f"已保存到 {path}，立即生效。")


# -- the other cards ---------------------------------------------------------------------------------------------------


def _officials(desk: Desk, known: Mapping[str, Value]) -> None:
    st.html(setup.title("个人信息"))
    value = known["mask_officials"]
    st.html(setup.paragraphs("手机号、身份证号、住址、银行账号、群众姓名等，收录时一律遮盖；原件不变。"))
    chosen = st.toggle(
        "连同职务写出的公职人员姓名也遮盖", bool(value.value), disabled=_fixed(value), key="mask_officials"
    )
    said = setup.overridden([("本项", value)]) or "改动只影响以后收录的资料；已有的可在“资料”页点“重新收录”。"
    st.html(setup.paragraphs(said))
    if chosen != value.value and not _fixed(value):
        _save("privacy", desk, {"mask_officials": chosen})


def _embedding(desk: Desk) -> None:
    st.html(setup.title("向量模型"))
    state = desk.kb.catalog.state()
    st.html(setup.embedding(desk.kb.settings, state, holdings(desk.kb)))
    if state.model is None:
        return
    desk.kb.embedder  # noqa: B018 - raises where the vectors were made by another model, and says what to do
    st.html(
        setup.paragraphs(
            "向量由当前模型生成，可以检索。要换模型：设置环境变量 XUNJIAN_EMBEDDING、XUNJIAN_EMBEDDING_MODEL，"
            "再运行 xunjian reembed 重新计算全部向量。"
        )
    )


def _storage(desk: Desk) -> None:
    st.html(setup.title("存储"))
    st.html(setup.storage(desk.kb.settings, parts(desk.kb.settings), holdings(desk.kb)))


def _words(desk: Desk) -> None:
    st.html(setup.title("本单位的词汇和问题类型"))
    st.html(setup.paragraphs("用记事本在数据目录里新建下面的文件（UTF-8 编码），照示例填写；重新打开工作台后生效。"))
    for condition in conditions(desk.kb.settings):
        st.html(setup.vocabulary(condition))


def _history(desk: Desk) -> None:
    st.html(setup.title("提问记录"))
    kept = notebook.kept(desk.kb.works)
    if not kept:
        st.html(setup.paragraphs(f"还没有提问记录。问过的问题会记在这台电脑上，最多保留 {notebook.KEPT:,} 条。"))
        return
    st.html(setup.paragraphs(f"保存着 {kept:,} 条提问，只在这台电脑上，最多保留 {notebook.KEPT:,} 条。"))
    if not st.session_state.get(_FORGET):
        st.button("清空提问记录", key="forget", on_click=_ask_to_forget, args=(True,))
        return
    with st.container(horizontal=True):
        st.button(f"确认删除 {kept:,} 条", key="forget_sure", type="primary", on_click=_forget, args=(desk,))
        st.button("不删除", key="forget_not", on_click=_ask_to_forget, args=(False,))


def _ask_to_forget(asked: bool) -> None:  # noqa: FBT001 - the argument of a button
    st.session_state[_FORGET] = asked


def _forget(desk: Desk) -> None:
    _ask_to_forget(False)
    try:
        _say("history", "good", f"已删除 {notebook.forget_all(desk.kb.works)} 条提问记录。评价没有删除。")
    except XunjianError as error:
        _say("history", "bad", str(error))


def _inbox(desk: Desk) -> None:
    st.html(setup.title("对答复的评价"))
    judged = notebook.inbox(desk.kb.works)
    if not judged:
        st.html(setup.paragraphs("还没有评价。在“问案”页对答复点“有用”或“没答好”，会记在这里，供改进检索使用。"))
        return
    st.html(setup.inbox(judged))
    lines: Callable[[], str] = lambda: "\n".join(notebook.inbox_lines(judged)) + "\n"  # noqa: E731 - made when clicked
    st.download_button(f"下载 {len(judged)} 条评价（JSONL）", lines, file_name="评价.jsonl", on_click="ignore")
