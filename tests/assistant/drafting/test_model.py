"""A draft as data."""

from __future__ import annotations

import json
from datetime import date

from assistant.anchor import Anchor
from assistant.drafting.model import Column, ColumnKind, Draft, DraftKind, Head, Row, Table
from kb.model import Provenance, Validity


def test_a_draft_comes_back_as_it_was_stored() -> None:
    """Head, lists and notes survive JSON."""
    note = Anchor("s", 3, 0, "通报.txt", "通报", "二(一)1.一是", "原文", 4, 6, 2, "二(一)1.", Provenance.FICTIONAL)
    draft = Draft(
        DraftKind.PLAN,
        "关于整改的方案",
        "一、目标\n原文[1]。",
        Head(issuer="青岚市公安局", day=date(2026, 11, 22)),
        (Table("问题清单", (Column("序号", ColumnKind.NUMBER, 4), Column("问题")), (Row(("1", "原文"), (1,)),)),),
        {1: note},
    )
    back = Draft.from_json(json.loads(json.dumps(draft.to_json())))
    assert draft == back
    assert Validity.UNKNOWN is back.notes[1].validity
