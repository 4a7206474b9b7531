"""Answers as the browser gets them."""

from __future__ import annotations

import json

import pytest

from assistant.desk import Desk
from kb.errors import NotFoundError
from ui.components import documents, reply, source

QUESTIONS = ["公安机关督察条例第十二条", "值班期间饮酒，以往怎么处理？", "车辆被私用怎么处理", "第九百条规定了什么"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_chip_and_hit_leads_somewhere(desk: Desk, question: str) -> None:
    """Whatever can be clicked has a place, and the whole reply can be sent as JSON."""
    answered = desk.ask(question)
    shown, places = reply.view(desk.kb.catalog, question, answered), reply.places(answered)
    said = [said for part in shown["parts"] for said in part["said"]]
    said += [said for group in (*shown["wordings"], *shown["measures"]) for said in group["items"]]
    assert {f"n{number}" for item in said for number in item["chips"]} <= places.keys()
    hits = [hit for group in shown["groups"] for hit in group["hits"]]
    assert {hit["id"] for hit in hits} <= places.keys()
    assert {extra["id"] for hit in hits for extra in hit["also"]} <= places.keys()
    assert json.loads(json.dumps(shown))["question"] == question


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_source_marks_exactly_what_is_quoted(desk: Desk, question: str) -> None:
    """For every citation the marks of its source, joined by line ends, are the quote."""
    answered = desk.ask(question)
    places = reply.places(answered)
    for citation in answered.answer.citations:
        shown = source.view(desk.kb.catalog, places[f"n{citation.n}"])
        rows = [[piece.text for piece in line["pieces"] if piece.style == "mark"] for line in shown["lines"]]
        assert "\n".join("".join(row) for row in rows if row) == citation.quote
        assert shown["number"] == citation.n
        assert shown["target"] in {piece.seq for line in shown["lines"] for piece in line["pieces"]}


def test_quotes_and_fixed_phrases_look_different(desk: Desk) -> None:
    """Quoted sentences are drawn as quotes, each with one chip; no fixed phrase is."""
    answered = desk.ask(QUESTIONS[0])
    shown = reply.view(desk.kb.catalog, QUESTIONS[0], answered)
    quotes = [said for part in shown["parts"] for said in part["said"] if said["look"] == "quote"]
    assert quotes
    assert all(len(said["chips"]) == 1 for said in quotes)
    assert {said["text"] for said in quotes} == {item.text for item in answered.answer.sentences if item.quoted}


def test_a_refusal_has_no_chips(desk: Desk) -> None:
    """A refusal is drawn with its reason and without a single citation."""
    answered = desk.ask(" ")
    shown = reply.view(desk.kb.catalog, " ", answered)
    assert shown["verdict"] == "refused"
    assert shown["parts"]
    assert not shown["chips"]
    assert not any(said["chips"] for part in shown["parts"] for said in part["said"])


def test_warnings_are_not_said_twice(desk: Desk) -> None:
    """What the answer says among its notes does not stand above it as a warning as well."""
    shown = reply.view(desk.kb.catalog, QUESTIONS[0], desk.ask(QUESTIONS[0]))
    assert not set(shown["warnings"]) & set(shown["notes"])


def test_a_place_of_a_former_generation_is_refused(desk: Desk) -> None:
    """A place found before the document was replaced is not drawn: its offsets mean nothing any more."""
    place = next(iter(reply.places(desk.ask(QUESTIONS[0])).values()))
    with pytest.raises(NotFoundError):
        source.view(desk.kb.catalog, place._replace(generation=place.generation + 1000))


def test_every_document_of_the_list_can_be_read(desk: Desk) -> None:
    """The list names each document once, and each opens from its beginning with nothing marked."""
    groups, places = documents.view(desk.kb.catalog.sources())
    rows = [row for group in groups for row in group["documents"]]
    assert rows
    assert {row["id"] for row in rows} == places.keys()
    for row in rows:
        shown = source.view(desk.kb.catalog, places[row["id"]])
        assert shown["title"] == row["title"]
        assert shown["target"] is None


def test_fictional_and_abridged_sources_carry_their_badge(desk: Desk) -> None:
    """Hits of fictional and abridged documents say so."""
    shown = reply.view(desk.kb.catalog, QUESTIONS[1], desk.ask(QUESTIONS[1]))
    for hit in (hit for group in shown["groups"] for hit in group["hits"]):
        labels = {badge["text"] for badge in hit["badges"]}
        assert ("虚构" in hit["doc"]) == ("示例（虚构）" in labels)
        assert ("摘编" in hit["doc"]) == ("摘编" in labels)
