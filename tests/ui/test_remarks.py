"""What stands before an answer, and how its citations are numbered when printed."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Section, Sentence
from assistant.desk import Desk
from ui.components import reply
from ui.remarks import remarks, renumbered
from ui.terminal import answer_lines

QUESTION = "公安机关督察条例第十二条"
MISSING = "资料库中没有收录《某某条例》。"


def test_what_is_not_held_stands_before_the_answer(desk: Desk) -> None:
    """A text that is asked for and not held is told first, on the terminal and in the browser."""
    answered = desk.ask(QUESTION)
    answer = replace(answered.answer, warnings=(MISSING, *answered.answer.warnings))
    lines = list(answer_lines(answer))
    assert lines[0] == f"注意：{MISSING}"
    assert sum(MISSING in line for line in lines) == 1
    assert reply.view(desk.kb.catalog, QUESTION, answered._replace(answer=answer))["warnings"][0] == MISSING


def test_an_old_text_is_remarked_on_where_it_is_cited(desk: Desk) -> None:
    """The remark that a law was amended stands only beside an answer that cites it."""
    answer = desk.ask(QUESTION).answer
    cited = next(citation.passage.title for citation in answer.citations if citation.n == 1)
    near, far = (f"《{title}》已被修订，仅供了解当时规定，不能作为现行依据。" for title in (cited, "某某法（旧）"))
    assert remarks(replace(answer, warnings=(near, far))) == [near]


def test_printed_numbers_do_not_jump(desk: Desk) -> None:
    """Printed citations count from 1 without gaps, in the order in which they are first named, each with its place."""
    answer = desk.ask(QUESTION).answer
    first = answer.citations[0]
    more = tuple(first._replace(n=len(answer.citations) + extra) for extra in (1, 2, 3))  # the second is named nowhere
    end = Section("", (Sentence("末", (more[2].n,)), Sentence("又", (more[0].n,))))
    skipping = replace(answer, sections=(*answer.sections, end), citations=(*answer.citations, *more))
    shown = renumbered(skipping)
    named = [n for sentence in shown.sentences for n in sentence.citations]
    assert list(dict.fromkeys(named)) == sorted(set(named))
    assert [citation.n for citation in shown.citations] == list(range(1, len(shown.citations) + 1))
    quotes = {citation.n: citation.quote for citation in shown.citations}
    assert all(quotes[one.citations[0]] == one.text for one in shown.sentences if one.quoted)
    printed = [int(n) for line in answer_lines(skipping) for n in re.findall(r"^\[(\d+)\]", line)]
    assert printed == list(range(1, len(printed) + 1))
