"""The write protocol: a crash after any step loses nothing acknowledged and shows nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest
import sqlalchemy as sa

from kb.catalog import schema as t
from kb.knowledge_base import KnowledgeBase
from kb.model import Source
from kb.protocol import Step
from tests.kb.agreement import assert_stores_agree, seen
from tests.kb.conftest import Opener
from tests.kb.sample import HashEmbedder, notice, regulation

ROOT = Path(__file__).parents[2]

PUT_STEPS = ("original", "staged", "vectors", "lexical", "activated", "unlinked", "forgotten")
DROP_STEPS = ("retired", "unlinked", "forgotten")

KEPT, KEPT_BYTES = notice()
OLD, OLD_BYTES = regulation(5)
NEW, NEW_BYTES = regulation(6, extra="报告值班领导。")


class CrashError(BaseException):
    """Stands for the end of the process: nothing in the product catches it."""


def crash_after(kb: KnowledgeBase, step: Step) -> None:
    """Let the next change end after that step."""

    def checkpoint(done: Step) -> None:
        if done == step:
            raise CrashError

    kb._protocol.checkpoint = checkpoint


def by_origin(sources: list[Source]) -> dict[str, Source]:
    """Sources as ``seen`` gives them."""
    return {source.origin: source for source in sources}


def test_the_tests_know_all_steps() -> None:
    """Every named step is crashed at below."""
    assert set(PUT_STEPS) | set(DROP_STEPS) == set(get_args(Step))


@pytest.mark.parametrize("step", PUT_STEPS)
@pytest.mark.parametrize("replacing", [False, True], ids=["add", "replace"])
def test_crash_while_putting(open_kb: Opener, step: Step, *, replacing: bool) -> None:
    """After a crash in adding or replacing, readers see the old or the new state, and reopening completes it."""
    kb = open_kb()
    kb.add(KEPT, KEPT_BYTES)
    before = [KEPT, OLD] if replacing else [KEPT]
    if replacing:
        kb.add(OLD, OLD_BYTES)
    reader = open_kb()
    seen(reader)
    crash_after(kb, step)
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    done = step in {"activated", "unlinked", "forgotten"}
    after = [KEPT, NEW]
    visible = after if done else before
    assert seen(reader) == by_origin(visible)
    again = open_kb()
    if step == "original":  # nothing was begun: the file is stray, and adding again is all there is to do
        assert seen(again) == by_origin(before)
        assert again.verify().extra_originals == 1
        assert_stores_agree(again, before)
        again.add(NEW, NEW_BYTES)
    elif step == "forgotten" and replacing:
        assert again.verify().extra_originals == 1
    assert_stores_agree(again, after)
    assert again.add(NEW, NEW_BYTES).action == "unchanged"
    assert seen(reader) == by_origin(after)


@pytest.mark.parametrize("step", DROP_STEPS)
def test_crash_while_removing(open_kb: Opener, step: Step) -> None:
    """After a crash in removing, the source is gone for readers, and reopening clears what is left."""
    kb = open_kb()
    kb.add(KEPT, KEPT_BYTES)
    kb.add(OLD, OLD_BYTES)
    reader = open_kb()
    seen(reader)
    crash_after(kb, step)
    with pytest.raises(CrashError):
        kb.remove(OLD.doc)
    assert list(seen(reader)) == [KEPT.origin]
    again = open_kb()
    if step == "forgotten":
        assert again.verify().extra_originals == 1
    assert_stores_agree(again, [KEPT])


@pytest.mark.parametrize("step", ["staged", "vectors", "lexical"])
def test_an_unfinished_add_without_original_is_rolled_back(open_kb: Opener, step: Step) -> None:
    """A pending generation whose original is lost is given up; what was there before stays."""
    kb = open_kb()
    kb.add(OLD, OLD_BYTES)
    crash_after(kb, step)
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    kb.originals.remove(NEW.sha256)
    again = open_kb()
    assert_stores_agree(again, [OLD])
    assert again.catalog.audit(1)[0].action == "rollback"


def test_the_next_writer_finishes_too(open_kb: Opener) -> None:
    """A process that was open all the time finishes a crashed change before its own."""
    other = open_kb()
    kb = open_kb()
    crash_after(kb, "staged")
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    other.add(KEPT, KEPT_BYTES)
    assert_stores_agree(other, [KEPT, NEW])


def test_removing_takes_a_pending_replacement_along(open_kb: Opener) -> None:
    """A source removed while its replacement is unfinished does not come back."""
    kb = open_kb()
    kb.add(OLD, OLD_BYTES)
    crash_after(kb, "vectors")
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    # A model that is not at hand keeps the replacement from being finished.
    other = open_kb(HashEmbedder("test/other@1"))
    other.remove(OLD.doc)
    assert_stores_agree(open_kb(), [])


def test_a_crash_in_replaying_is_replayed(open_kb: Opener) -> None:
    """Crash upon crash, each one step later, still ends in agreement."""
    kb = open_kb()
    kb.add(OLD, OLD_BYTES)
    crash_after(kb, "staged")
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    for step in ("vectors", "lexical", "activated", "unlinked"):
        crash_after(kb, step)
        with pytest.raises(CrashError), kb._writing():
            pass
    assert_stores_agree(open_kb(), [NEW])


def test_replaying_makes_only_missing_vectors(open_kb: Opener) -> None:
    """Vectors that were stored before the crash are not made again."""
    kb = open_kb()
    crash_after(kb, "vectors")
    with pytest.raises(CrashError):
        kb.add(NEW, NEW_BYTES)
    embedder = HashEmbedder()
    again = open_kb(embedder)
    assert_stores_agree(again, [NEW])
    assert embedder.encoded == 0


WRITER = """
import sys
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder, regulation
with KnowledgeBase(Settings(), HashEmbedder()) as kb:
    for number in range(int(sys.argv[1]), 1000):
        source, original = regulation(3, name=f"青岚市规定{number % 7}", extra=f"第{number}版。")
        kb.add(source, original)
        print(number, flush=True)
"""


@pytest.mark.slow
def test_kill_9_in_mid_write(open_kb: Opener, tmp_path: Path) -> None:
    """Killed again and again while writing, the knowledge base reopens in agreement with all that was acknowledged."""
    environment = os.environ | {"XUNJIAN_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    latest: dict[int, int] = {}
    first = 0
    for wait in (0.0, 0.13, 0.31):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(first)], env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            acknowledged = [int(process.stdout.readline()) for _ in range(3)]
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in process.stdout.read().split()]
        latest |= {number % 7: number for number in acknowledged}
        first = max(acknowledged) + 1
    kb = open_kb()
    kb.verify()
    found = {source.doc: source for source in seen(kb).values()}
    for number in range(7):
        if number in latest:
            # The change under way when the process was killed may have been finished as well.
            versions = [
                regulation(3, name=f"青岚市规定{number}", extra=f"第{v}版。")[0] for v in (latest[number], first)
            ]
            assert found[f"青岚市规定{number}.md"] in versions
    assert_stores_agree(kb, list(found.values()))
    with kb._engine.connect() as connection:
        assert connection.execute(sa.select(t.outbox)).all() == []
