"""Where the words of a sentence stand, and what was put in their place."""

from __future__ import annotations

from assistant.checking.slots import Edit, Ground, edits, figure, ground, read, stands, tokens

PASSAGE = "县局由法制大队审核案卷,审核意见报分管局领导批准;督察大队每季度抽查两名民警,抽查结果抄送财务科。"


def changes(sentence: str) -> tuple[Ground, list[Edit]]:
    """The differences between a sentence of one clause and the passage."""
    place = ground((PASSAGE,))
    stated = [tokens(sentence)]
    return place, edits(stated, read(stated, place), place, sentence)


def words(edit: Edit) -> tuple[str, str]:
    """What was put in and what was left out."""
    return "".join(token.text for token in edit.put), "".join(token.text for token in edit.left)


def test_prepositions_are_words_of_their_own() -> None:
    """A preposition that the segmenter joins to a name is parted from it."""
    assert [token.text for token in tokens("由市局督察")][:2] == ["由", "市局"]


def test_a_word_is_read_where_its_neighbours_stand() -> None:
    """Of two places of one word the one beside the other words of the sentence is meant."""
    place = ground((PASSAGE,))
    for sentence, clause in (("法制大队审核案卷", 0), ("审核意见报领导批准", 1)):
        stated = [tokens(sentence)]
        spots = read(stated, place)
        at = next(number for number, token in enumerate(stated[0]) if token.text == "审核")
        spot = spots[at]
        assert spot is not None
        assert spot.clause == clause


def test_a_word_put_in_the_place_of_another_is_an_edit() -> None:
    """What a sentence says instead stands against what the passage says there."""
    _, found = changes("抽查结果抄送装备科")
    assert ("装备", "财务科") in [words(edit) for edit in found]


def test_a_word_left_out_is_an_edit() -> None:
    """A word that the passage has between two words of the sentence was left out."""
    _, found = changes("审核意见报局领导批准")
    assert ("", "分管") in [words(edit) for edit in found]


def test_printed_words_are_no_edits() -> None:
    """A clause as printed has nothing put in, and between its words nothing left out."""
    _, found = changes("审核意见报分管局领导批准")
    assert not [edit for edit in found if edit.put or (edit.left and not edit.edge)]


def test_figures_are_compared_by_value() -> None:
    """2名 and 两名 are the same figure, 3名 is another."""
    place, found = changes("督察大队每季度抽查2名民警")
    assert not [edit for edit in found if edit.put]
    two, three = (next(token for token in tokens(text) if token.kind == "number") for text in ("2名民警", "3名民警"))
    assert (figure(two), figure(three)) == (("person", 2.0), ("person", 3.0))
    assert stands(two, place)
    assert not stands(three, place)


def test_distances_grow_with_what_lies_between() -> None:
    """Clauses of one sentence are nearer than those of two, and these than those of two passages."""
    place = ground((PASSAGE, "别的段落。"))
    assert list(place.distance[0]) == [0, 1, 3, 3, 5]


def test_nothing_stands_in_a_passage_without_the_words() -> None:
    """A sentence none of whose words stands in the passage has no places."""
    place = ground(("甲乙丙。",))
    assert read([tokens("采购合同")], place) == (None,) * len(tokens("采购合同"))
