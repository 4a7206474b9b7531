"""Whether the passages found state the detail that is asked for, or only speak of the matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.model import Group, StoredPassage
from kb.text import fold
from retrieval.bridge import Bridge
from retrieval.called import called, spelt_out
from retrieval.forms import Form, forms
from retrieval.letters import LONG
from retrieval.premise.matter import Article, Ground, Matter
from retrieval.result import Hit
from retrieval.signals import READ

#: What a sentence says under its heading counts so much beside what it says itself.  0, .5 and 1 part the stated from
#: the unstated alike.
_UNDER_HEADING = 0.5

#: A sentence that states the form, this far behind the best one on the matter, may still be what is asked for.  Of the
#: development and tuning questions that ask for a form 17 % of the answerable ones and 64 % of the others lie further
#: behind.  Three quarters behind it is surely another matter: 7 and 43 %.
_SPARED, _CERTAIN = 0.5, 0.75


class Unstated(NamedTuple):
    """The form of answer that is missing, by its Chinese name (empty where none is), and how surely, in [0, 1]."""

    name: str = ""
    degree: float = 0.0


STATED = Unstated()


def unstated(question: str, groups: Mapping[Group, Sequence[Hit]], bridges: Sequence[Bridge]) -> Unstated:
    """What a folded question asks for and none of the first hits states.

    For each form of answer asked for, the sentence that treats the matter most is compared with the sentence that does
    so among those that state such an answer: the further behind it is, the surer it is that the answer stands nowhere.
    A list called by its number is missing where its name is found and its items are not.  A letter asks for more than
    the form in one of its clauses.
    """
    if len(question) > LONG:
        return STATED
    passages = [passage for hits in groups.values() for hit in hits[:READ] for passage in _passages(hit)]
    if not passages:
        return STATED
    texts = [fold(passage.text) for passage in passages]
    for one in called(question):
        held = [found for text in texts if (found := spelt_out(one, text)) is not None]
        if held and not any(held):
            return Unstated("逐项内容", 1.0)
    asked = forms(question)
    if not asked:
        return STATED
    ground = Ground([Article(passage, rank, 0.0, named=False) for rank, passage in enumerate(passages)])
    headings = [fold(" ".join((passage.problem_title or "", *passage.path[-1:]))) for passage in passages]
    told = dict.fromkeys((clause.rank, clause.segment) for clause in ground.clauses)
    sentences = [_Sentence(segment, headings[rank] + segment) for rank, segment in told]
    missing = [Unstated(form.name, _missing(form, question, sentences, ground, bridges)) for form in asked]
    return max((one for one in missing if one.degree), key=lambda one: one.degree, default=STATED)


def _passages(hit: Hit) -> Iterable[StoredPassage]:
    return (hit.passage, *(passed.passage for passed in hit.also))


class _Sentence(NamedTuple):
    """A folded sentence, alone and behind the heading it stands under."""

    text: str
    under: str


def _missing(
    form: Form, question: str, sentences: Sequence[_Sentence], ground: Ground, bridges: Sequence[Bridge]
) -> float:
    """How far the best sentence that states the form is behind the best one, in [0, 1]."""
    asking = f"{question[: form.start]}{' ' * (form.end - form.start)}{question[form.end :]}"
    matter = Matter(asking, form.start, form.end, bridges, ground)
    best = stating = 0.0
    for sentence in sentences:
        about = (matter.share(sentence.text) + _UNDER_HEADING * matter.share(sentence.under)) / (1 + _UNDER_HEADING)
        best = max(best, about)
        if about > stating and form.states(sentence.text):
            stating = about
    behind = 1 - stating / best if best else 0.0
    return min(max(0.0, (behind - _SPARED) / (_CERTAIN - _SPARED)), 1.0)
