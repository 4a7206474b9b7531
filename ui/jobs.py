"""Batches under way, shared by all sessions of the server: they go on when their page is left, and others see them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.library.job import Job, Work

#: Batches remembered with their accounts; each session shows its last one.
_KEPT = 20

_LAST = "intake_job"


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[str, Job]:
    return {}


def start(files: Sequence[str], work: Work) -> None:
    """Begin a batch of this session."""
    known = _jobs()
    job = Job(files, work)
    known[job.id] = job
    st.session_state[_LAST] = job.id
    for old in [name for name, one in known.items() if one.snapshot().over][:-_KEPT]:
        known.pop(old, None)


def mine() -> Job | None:
    """The batch this session began last."""
    return _jobs().get(st.session_state.get(_LAST, ""))


def forget() -> None:
    """Put the account of this session's last batch away."""
    st.session_state.pop(_LAST, None)


def running() -> list[Job]:
    """All batches under way, whoever began them."""
    return [job for job in list(_jobs().values()) if not job.snapshot().over]
