"""Notices, feedback, ledgers and cases in the conventions met in the wild."""

from __future__ import annotations

import pytest

from kb.model import PassageKind
from tests.ingest.structure import gold


@pytest.fixture(params=gold.NAMES)
def specimen(request: pytest.FixtureRequest) -> gold.Specimen:
    """Each specimen in turn."""
    return gold.load(request.param)


def test_kind_and_title(specimen: gold.Specimen) -> None:
    """The kind is decided from the content and says why; the title is whole."""
    document = specimen.documents[0]
    assert specimen.gold["kind"] == document.kind.value
    assert document.kind_reason
    assert specimen.gold.get("title", document.title) == document.title


def test_problems(specimen: gold.Specimen) -> None:
    """Every problem, and no other, is found with locator, title, section, status, responsibility and time limit."""
    facts = gold.problem_facts(specimen)
    assert facts.expected == facts.found
    assert (facts.precision, facts.recall) == (1.0, 1.0)


def test_measures(specimen: gold.Specimen) -> None:
    """Every measure and pending item stands from its first to its last character, and nothing else does."""
    facts = gold.measure_facts(specimen)
    assert facts.expected == facts.found
    assert (facts.precision, facts.recall) == (1.0, 1.0)


def test_deadlines_of_pending_work(specimen: gold.Specimen) -> None:
    """Relative and partial dates are resolved to the last day they allow."""
    facts = gold.deadline_facts(specimen)
    assert facts.expected == facts.found


def test_metadata(specimen: gold.Specimen) -> None:
    """Unit, inspectors, period, dates and totals are read from the opening."""
    wanted, found = gold.meta_facts(specimen)
    assert wanted == found


def test_practice_passages(specimen: gold.Specimen) -> None:
    """Organisational parts, plans and advice are found as practice under their own locators."""
    wanted = specimen.gold.get("practice")
    if wanted is None:
        return
    kinds = {p.locator: p.kind for document in specimen.documents for p in document.passages}
    assert dict.fromkeys(wanted, PassageKind.PRACTICE) == {name: kinds.get(name) for name in wanted}


def test_problem_links(specimen: gold.Specimen) -> None:
    """Passages of a problem carry its locator, and only problems that exist are named."""
    locators = {problem.locator for problem in gold.problems(specimen)}
    for document in specimen.documents:
        assert {passage.problem for passage in document.passages if passage.problem} <= locators
        for problem in document.problems:
            own = [passage for passage in document.passages if passage.problem == problem.locator]
            spans = {passage.span for passage in own}
            assert {one.span for one in gold.entries(problem)} <= spans
            assert all(problem.span.start <= p.span.start and p.span.end <= problem.span.end for p in own)
