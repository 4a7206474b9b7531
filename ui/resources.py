"""What all sessions of the server share: one knowledge base, one desk."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from assistant.browsing.items import Item, items
from assistant.desk import Desk
from kb.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.taxonomy import Taxonomy, load_taxonomy

#: Everyday questions offered as examples.  Only those the knowledge base can answer are shown, so they are no promise
#: about its content.
_CANDIDATES = (
    "值班期间饮酒，以往怎么处理？",
    "禁闭最长可以多少天？",
    "涉案财物管理混乱，其他单位怎么整改的？",
    "接处警不及时怎么整改？",
    "督察人员可以当场采取哪些措施？",
    "信访积案怎么化解？",
    "公车私用怎么处理？",
    "党建学习流于形式怎么整改？",
    "采购程序不规范有哪些整改措施？",
    "办案期限超期怎么整改？",
)

#: Examples shown: they fit into two rows beside the source panel of a 1366-pixel screen.
_EXAMPLES = 5


@st.cache_resource(show_spinner="正在打开资料库，首次打开需要一两分钟，以后只要几秒钟…")
def open_desk() -> Desk:
    """The desk over the knowledge base of the settings, ready to answer.

    Thread-safe and shared.  The first search loads the model and the word lists; it is made here, under the spinner, so
    that the first question does not wait.  Raises ``XunjianError`` (and is tried again on the next visit).
    """
    settings = load_settings()
    if settings.embedding == "onnx":
        from kb.embedding.build import ensure_model  # noqa: PLC0415 - not needed with another engine

        ensure_model(settings)
    desk = Desk(KnowledgeBase(settings))
    if desk.kb.catalog.state().active:
        desk.search(_CANDIDATES[0], limit=1)
    return desk


@st.cache_data(show_spinner=False, max_entries=4)
def examples(revision: int) -> list[str]:  # noqa: ARG001 - the key of the cache
    """Example questions that the knowledge base of a revision can answer."""
    desk = open_desk()
    found: list[str] = []
    if desk.kb.catalog.state().active:
        for question in _CANDIDATES:
            if len(found) < _EXAMPLES and not desk.search(question, limit=1).refused:
                found.append(question)
    return found


def problems() -> tuple[Item, ...]:
    """All problems of the library as it is now, read once per revision."""
    return _problems(open_desk().kb.catalog.state().revision)


@st.cache_resource(show_spinner="正在读取问题…", max_entries=2)
def _problems(revision: int) -> tuple[Item, ...]:  # noqa: ARG001 - the key of the cache
    # A resource, not data: the items are frozen, and copying thousands of them for every click would take seconds.
    return items(open_desk().kb.catalog)


@st.cache_resource(show_spinner=False)
def taxonomy() -> Taxonomy:
    """The problem types, with the user's own; raises ``SettingsError`` for a faulty file."""
    return load_taxonomy(open_desk().kb.settings)


def today() -> date:
    """The day on this machine, which overdue limits are measured by."""
    return datetime.now().astimezone().date()


def clock() -> datetime:
    """This moment on the clock of this machine, for telling when something was saved."""
    return datetime.now().astimezone()
