"""Documents with their truth, most of them by authors who did not know the parser: what was found is found again.

``authored/reached.yaml`` holds for each document and row ``[right, wrong]`` as measured by ``eval.structure_scores``;
it records what works, not what should: the truth beside the texts asks for more.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from eval.structure_scores import ROWS, Tally, chosen, plain, score, table

FOLDER = Path(__file__).parent / "authored"
REACHED: dict[str, dict[str, list[int]]] = yaml.safe_load((FOLDER / "reached.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(REACHED))
def test_document(name: str) -> None:
    """No row of a document has fewer right items, or more wrong ones, than were reached before."""
    tally = score(FOLDER / f"{name}.txt")
    worse = {
        row: (right, wrong, tally.hits[row], tally.found[row] - tally.hits[row])
        for row, (right, wrong) in REACHED[name].items()
        if tally.hits[row] < right or tally.found[row] - tally.hits[row] > wrong
    }
    assert not worse, tally.notes


def test_every_document_is_recorded() -> None:
    """Each text with a truth has its figures."""
    assert sorted(REACHED) == [path.stem for path in chosen(FOLDER, "all")]


def test_halves_part_the_documents() -> None:
    """The halves by number hold every document once."""
    halves = [path for half in ("even", "odd") for path in chosen(FOLDER, half)]
    assert sorted(halves) == chosen(FOLDER, "all")


def test_missing_and_invented_items_count(tmp_path: Path) -> None:
    """A measure that the truth does not know costs precision, one that was not found costs recall."""
    opening = "某县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n\n"
    text = f"{opening}一、关于“台账不全”的问题\n整改措施：一是补齐台账。二是开展检查。\n"
    (tmp_path / "1.txt").write_text(text, encoding="utf-8")
    rest = '"pending": [], "deadlines": [], "status": "ongoing"'
    problem = f'{{"title": "台账不全", "measures": ["补齐台账", "另有一项"], {rest}}}'
    facts = '"kind": "notice", "title": "某县公安局关于巡察整改情况的通报", "unit": "某县公安局", "published": null'
    (tmp_path / "1.json").write_text(f'{{{facts}, "problems": [{problem}]}}', encoding="utf-8")
    tally = score(tmp_path / "1.txt")
    assert (tally.hits["measures"], tally.wanted["measures"], tally.found["measures"]) == (1, 2, 2)
    assert (tally.hits["problems"], tally.hits["titles"], tally.hits["kind"]) == (1, 1, 1)


def test_report() -> None:
    """The report has a line for each row that occurs and none for the others."""
    tally = Tally()
    tally.add("measures", hits=1, wanted=2, found=4)
    (_, line) = table(tally).split("\n")
    assert line.split() == ["measures", "1", "2", "4", "0.250", "0.500"]
    assert "measures" in ROWS
    assert plain("“第一　议题”") == "第一议题"
