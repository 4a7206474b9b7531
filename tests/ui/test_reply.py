"""Answers as the browser gets them."""

from __future__ import annotations

import json

import pytest

from assistant.adapting import adapt
from assistant.anchor import Found, resolve
from assistant.answer import MeasureGroup, MeasureKind, SuggestedMeasure, Wording, WordingForm
from assistant.desk import Desk
from assistant.drafting.offers import collected
from kb.errors import NotFoundError
from kb.model import Span
from ui.components import documents, reply, source, suggestions

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


def test_every_problem_of_a_list_has_its_chips(desk: Desk) -> None:
    """Problems that are listed by state lead to their title and to their state."""
    question = "云泽市公安局还有哪些问题没整改完"
    shown = reply.view(desk.kb.catalog, question, desk.ask(question))
    items = [said for part in shown["parts"] for said in part["said"] if said["look"] == "item"]
    assert len(items) > 1
    assert all(len(item["chips"]) > 1 for item in items)


def test_one_part_is_open_and_the_rest_folded(desk: Desk) -> None:
    """What was asked for stands open, further kinds of evidence are folded with the number of their quotes."""
    shown = reply.view(desk.kb.catalog, QUESTIONS[1], desk.ask(QUESTIONS[1]))
    looks = [part["look"] for part in shown["parts"] if part["look"] != "brief"]
    assert looks[0] == "open"
    assert set(looks[1:]) <= {"folded"}
    assert all(part["count"] for part in shown["parts"] if part["look"] == "folded")
    assert not {"建议整改措施", "注意"} & {part["title"] for part in shown["parts"]}


def test_wordings_are_drawn_piece_by_piece() -> None:
    """The pieces of a wording make up its text; the user's words and the blanks are set apart."""
    text = "巡察发现，【单位】台账混乱，涉及12件。"
    wording = Wording(WordingForm.FINDING, text, (1, 2), yours=(Span(9, 13), Span(16, 19)), blanks=("【单位】",))
    (group,) = suggestions.wordings((wording,))
    (item,) = group["items"]
    assert (group["heading"], item["plain"], item["chips"]) == ("发现问题", text, [1, 2])
    assert "".join(piece["text"] for piece in item["pieces"]) == text
    marked = [(piece["text"], piece["style"]) for piece in item["pieces"] if piece["style"]]
    assert marked == [("【单位】", "blank"), ("台账混乱", "yours"), ("12件", "yours")]


def test_adapted_measures_show_what_was_replaced() -> None:
    """A measure in the names of the user stands under its quote with the originals, and says that it is no quote."""
    quote = "修订《青柳市公安局值班规定》。"
    measure = SuggestedMeasure(MeasureKind.RULES, quote, (3,), unit="青柳市公安局", problem="值班脱岗")
    changed = measure._replace(adapted=adapt(quote, ["青柳市公安局"], "白桦市公安局"))
    group = MeasureGroup(MeasureKind.RULES, 2, 3, (changed, measure), deadlines=("年底前",), responsible=("指挥中心",))
    (drawn,) = suggestions.measures((group,))
    first, second = drawn["items"]
    assert all(word in drawn["about"] for word in ("3", "2", "年底前", "指挥中心"))
    assert [piece["title"] for piece in first["adapted"] if piece["style"]] == ["原文：青柳市公安局"]
    assert "".join(piece["text"] for piece in first["adapted"]) == "修订《白桦市公安局值班规定》。"
    assert first["plain"] == quote
    assert first["note"]
    assert (second["adapted"], second["note"]) == ([], "")


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


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_an_answer_offers_can_be_collected(desk: Desk, question: str) -> None:
    """Every chip and hit gives an item of the id announced, whose words stand in its source."""
    answered = desk.ask(question)
    found = reply.offers(answered)
    assert {f"n{citation.n}" for citation in answered.answer.citations} <= found.keys()
    for offer in found.values():
        item = collected(desk.kb, offer)
        assert item.id == offer.id
        assert resolve(desk.kb, item.anchor).found is Found.EXACT
