"""Whether the product says no, warns and picks the version in force when it should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.desk import Reply
from eval.gold import Place
from eval.questions import Question
from kb.model import Group, StoredPassage
from kb.numerals import CHARACTERS, to_int
from kb.text import fold
from retrieval.result import Verdict

#: The form of ``retrieval.premise.Premise.warning``; a test holds the two together.
_PREMISE = re.compile(r"问题中的“(?P<stated>.+?)”与《.+?不一致，该条写明的是“(?P<true>.+?)”")


def refused(reply: Reply) -> bool:
    """No answer was composed."""
    return reply.answer.refused


def premises(reply: Reply) -> list[tuple[str, str]]:
    """The (stated, true) pairs the product warned about."""
    return [(match["stated"], match["true"]) for text in reply.result.warnings if (match := _PREMISE.search(text))]


def corrected(question: Question, reply: Reply) -> bool:
    """Whether a warning names the value that the question's author found in the article."""
    return any(agrees(question.true, true) for _, true in premises(reply))


def agrees(wanted: str, told: str) -> bool:
    """Whether one value holds the other, numerals in any form."""
    left, right = _arabic(wanted), _arabic(told)
    return bool(left and right) and (left in right or right in left)


def _arabic(text: str) -> str:
    """Numerals in Arabic digits, 天 as 日, so that 四十八小时 equals 48小时."""

    def number(match: re.Match[str]) -> str:
        try:
            return str(to_int(match.group()))
        except ValueError:
            return match.group()

    return re.sub(rf"[{CHARACTERS}]+", number, fold(text)).replace("天", "日").replace(" ", "")


def says_missing(reply: Reply) -> bool:
    """Whether the reply says that the article asked for does not exist."""
    told = (reply.result.reason, *reply.result.warnings)
    return reply.result.verdict is not Verdict.ANSWERABLE and any(re.search(r"没有第.+条", text) for text in told)


def wrong_version(question: Question, places: Iterable[Place], reply: Reply) -> StoredPassage | None:
    """The passage of a wrong version that stands first in a list or is cited in the answer; None where all is well.

    Wrong is what the question lists as wrong, and every superseded regulation that is not its gold.
    """
    gold = {place.anchor.doc for place in places}
    traps = {wrong.doc for wrong in question.wrong}

    def wrong(passage: StoredPassage) -> bool:
        return passage.doc in traps or (passage.validity.is_superseded and passage.doc not in gold)

    result = reply.result
    first = [hit.passage for hits in (result.merged, result.groups.get(Group.ARTICLE, ())) for hit in hits[:1]]
    basis: Sequence[StoredPassage] = [*first, *(citation.passage for citation in reply.answer.citations)]
    return next((passage for passage in basis if wrong(passage)), None)
