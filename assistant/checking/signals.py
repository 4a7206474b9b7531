"""Signs that a sentence says something else than its passages, as numbers for the fitted judgement (``doubt``).

None of them is a fault by itself: a paraphrase leaps, leaves out and adds words as well.  Which of them together speak
for a change is fitted (``python -m eval.fit_checking``).  The length of a sentence is no sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.checking import stance
from assistant.checking.actors import Actor, actors, same
from assistant.checking.align import share
from assistant.checking.cover import MISSING
from assistant.checking.normal import clauses
from assistant.checking.slots import HELD, SAYS, Edit, Ground, Spot, Token, edits, ground, read, stands, tokens
from assistant.checking.words import Word, content_words, plain, support


class Signals(NamedTuple):
    """The signs by name, the edits they rest on, and for each clause of the sentence the clause it speaks of."""

    values: dict[str, float]
    edits: tuple[Edit, ...]
    clauses: tuple[str, ...]
    meant: tuple[str, ...]


#: What clauses say of all, of some, of duty, time and manner; compared between a clause and what it speaks of.
_CLASSES = {
    "all": re.compile(
        r"均(?!衡|等|匀)|都(?!市)|全[部体员县市区省局]|所有|一律|逐|各(?!自)|每(?=[个名起件次])|任何|一切|凡"
    ),
    "some": re.compile(r"部分|个别|有的|多数|少数|大多|一些|有些|若干|其中"),
    "mainly": re.compile(r"主要(?!负责|领导)|一般(?=[不应由为采要])|原则上|基本|通常|大体|重点"),
    "only": re.compile(r"仅|只|唯一|方可|才"),
    "must": stance.pattern(stance.Modal.MUST),
    "may": stance.pattern(stance.Modal.MAY),
    "must_not": stance.pattern(stance.Modal.MUST_NOT),
    "not": re.compile(r"不|未|没|无|非|拒|免"),
    "least": re.compile(r"不少于|至少|以上|不低于|不得少于|起码"),
    "most": re.compile(r"不超过|至多|最多|以下|以内|之内|不得超过|最长|最晚|最迟|不高于"),
    "plan": re.compile(r"将(?=[对于在把由])|拟|计划|准备|下一步|今后|预计"),
    "done": re.compile(r"已|了|完成|过"),
    "before": re.compile("前"),
    "after": re.compile("后"),
    "again": re.compile(r"初次|首次|第一次|再次|重新|又|仍"),
    "how": re.compile(r"直接|当场|立即|随机|统一|集中|单独|共同|联合|分别"),
    "or": re.compile("或"),
    "and": re.compile(r"并|且|同时"),
    "except": re.compile(r"除|另有|例外"),
    "about": re.compile(r"约|近|余|左右|多(?=[起件名个人万元])"),
}
_DEMANDS = re.compile(r"应|可以|不得|须")
_CONDITION = re.compile(r"^(?:经|因|对).|[的后]$")

#: What a place counts for a clause, by its distance from the clause spoken of.
_NEAR = np.array([1.0, 0.85, 0.7, 0.45, 0.3, 0.2])
#: How much the characters decide which clause is spoken of, beside the words.
_BY_LETTERS = 0.5
#: A word stands as well in another clause that holds it almost as well; a word half held is a paraphrase.
_AS_WELL, _HALF = 0.15, 0.75
#: Words that stand in another clause of the sentence, and those in another sentence or further.
_OTHER, _FARTHEST = 2, 4
_SURE = 0.9


def signals(stated: str, texts: Sequence[str]) -> Signals:
    """The signs for a normal sentence and normal passages with letters."""
    place = ground(tuple(texts))
    said = plain(stated)
    rows = [row for clause in clauses(stated) if (row := plain(clause))]
    split = [tokens(row) for row in rows]
    path = read(split, place)
    changes = edits(split, path, place, said)
    values: defaultdict[str, float] = defaultdict(float)
    _of_edits(changes, place, values)
    _of_leaps(split, path, place, values)
    meant: list[str] = []
    shares: list[float] = []
    for row in rows:
        own, at = _of_clause(row, said, place)
        meant.append(place.clauses[at] if at >= 0 else "")
        if not own:
            continue
        shares.append(own.pop("share"))
        for name, value in own.items():
            values[f"sum_{name}"] += value
            values[f"max_{name}"] = max(values[f"max_{name}"], value)
    if shares:
        values["share_least"], values["share_mean"] = min(shares), sum(shares) / len(shares)
    return Signals(dict(values), tuple(changes), tuple(rows), tuple(meant))


def _of_edits(changes: Sequence[Edit], place: Ground, values: defaultdict[str, float]) -> None:
    for edit in changes:
        edge = "edge" if edit.edge else "inner"
        for token in edit.put:
            here = "moved" if stands(token, place) else "new"
            if token.kind == "number" and here == "new":
                continue  # the rules know what a figure may be worked out from
            values[f"put_{here}_{token.kind}"] += 1.0 if token.weight >= SAYS else SAYS
            instead = [other for other in edit.left if other.kind == token.kind and other.text != token.text]
            if instead:
                values[f"instead_{here}_{token.kind}"] += 1
                if not set(token.text) & set(instead[0].text):
                    values[f"unlike_{here}_{token.kind}"] += 1
            elif token.weight >= HELD and any(other.weight >= HELD for other in edit.left):
                values[f"other_{here}"] += 1
        for token in edit.left:
            values[f"left_{edge}_{token.kind}"] += 1.0 if token.weight >= SAYS else SAYS
            if not edit.edge and not edit.put:
                values[f"only_left_{token.kind}"] += 1


def _of_leaps(
    split: Sequence[Sequence[Token]], path: Sequence[Spot | None], place: Ground, values: defaultdict[str, float]
) -> None:
    first, touched, alike = 0, set(), []
    for clause in split:
        spots = path[first : first + len(clause)]
        first += len(clause)
        weight = sum(token.weight for token in clause)
        held = sum(token.weight * spot.alike for token, spot in zip(clause, spots, strict=True) if spot)
        values["unread"] = max(values["unread"], 1 - held / weight if weight else 0.0)
        alike += [spot.alike if spot else 0.0 for token, spot in zip(clause, spots, strict=True) if token.weight > SAYS]
        stood = [
            (token, spot) for token, spot in zip(clause, spots, strict=True) if spot is not None and spot.alike >= HELD
        ]
        touched |= {spot.clause for _, spot in stood}
        for (one, here), (other, there) in pairwise(stood):
            far = int(place.distance[here.clause, there.clause])
            if not far:
                values["backward"] += there.start < here.start
                continue
            kinds = {one.kind, other.kind}
            values[f"leap_{min(far, _FARTHEST)}"] += 1
            values[f"leap_between_{one.kind}_{other.kind}"] += len(kinds & {"noun", "verb", "name"}) == len(kinds)
            values["leap_figure"] += "number" in kinds
            values["leap_name"] += "name" in kinds and far >= _OTHER
            if min(one.weight, other.weight) >= HELD:
                values[f"leap_sure_{min(far, _FARTHEST)}"] += 1
    values["alike"] = sum(alike) / len(alike) if alike else 1.0
    values["passed_over"] = max(touched) - min(touched) + 1 - len(touched) if touched else 0


def _of_clause(row: str, said: str, place: Ground) -> tuple[defaultdict[str, float], int]:
    """The signs of one clause, and the number of the clause it speaks of; none where it says nothing."""
    words = content_words(row)
    own: defaultdict[str, float] = defaultdict(float)
    if not words or not place.clauses:
        return own, -1
    held = np.array([[support(word, text) for text in place.clauses] for word in words])
    weights = np.array([word.weight * min(len(word.text), 4) / 2 for word in words])
    letters = np.array([share(row, text) for text in place.clauses])
    # Each word where it stands best, seen from each clause.
    seen = (held[:, None, :] * _NEAR[place.distance][None, :, :]).max(axis=2)
    at = int((weights @ seen + _BY_LETTERS * weights.sum() * letters).argmax())
    inside = np.flatnonzero(place.distance[at] <= _OTHER)
    sentence = ",".join(place.clauses[number] for number in inside)
    own["share"] = float(letters[at])
    own["outside"] = 1 - share(row, sentence)
    own["unsaid"] = sum(len(word.text) / 2 for word in _unsaid(place.words[at], said))
    beside = [word for number in inside if place.distance[at, number] <= 1 for word in place.words[number]]
    named = actors(row)
    _of_words(own, list(zip(words, weights, held, strict=True)), place.distance[at], _unsaid(beside, said), named)
    _of_pairs(own, row, words, place)
    for name, pattern in _CLASSES.items():
        here, there = bool(pattern.search(row)), bool(pattern.search(place.clauses[at]))
        if here and not pattern.search(sentence):
            own[f"adds_{name}"] = 1
        elif here and not there:
            own[f"moves_{name}"] = 1
        if there and not pattern.search(said):
            own[f"drops_{name}"] = 1
    before = [place.clauses[number] for number in inside if number < at]
    own["condition"] = max((1 - share(text, said) for text in before if _CONDITION.search(text)), default=0.0)
    own["condition_demand"] = own["condition"] if _DEMANDS.search(row) else 0.0
    _of_actors(own, named, place, inside)
    return own, at


def _unsaid(words: Sequence[Word], said: str) -> list[Word]:
    return [word for word in words if word.weight == 1 and support(word, said) < MISSING]


_Held = tuple[Word, np.float64, NDArray[np.float64]]


def _of_words(
    own: defaultdict[str, float],
    words: Sequence[_Held],
    away: NDArray[np.intp],
    rivals: Sequence[Word],
    named: Sequence[Actor],
) -> None:
    """Words lost, half held or only far away, and those in whose place the passage has another of their kind."""
    for word, weight, held in words:
        group = _group(word)
        kind = "name" if any(word.text in actor.name for actor in named) else group
        best = float(held.max())
        rival = word.weight == 1 and any(_group(other) == group for other in rivals)
        if best < MISSING:
            own[f"lost_{kind}"] += float(weight) * (1 - best)
            own["lost_most"] = max(own["lost_most"], float(weight) * (1 - best))
            own[f"rival_{kind}"] += rival
            continue
        if word.weight < 1:
            continue
        far = int(away[held >= max(MISSING, best - _AS_WELL)].min())
        if far >= _OTHER:
            own[f"far_{min(far, _FARTHEST)}_{kind}"] += 1
            own[f"far_rival_{kind}"] += rival
        own[f"half_{kind}"] += best < _HALF


def _group(word: Word) -> str:
    if word.tag in _NAMES:
        return "name"
    return {"v": "verb", "a": "quality", "z": "quality", "b": "sort"}.get(
        "n" if word.tag == "vn" else word.tag[0], "noun"
    )


_NAMES = ("nr", "ns", "nt", "nz")


def _of_pairs(own: defaultdict[str, float], row: str, words: Sequence[Word], place: Ground) -> None:
    """Neighbours that the passages print, but nowhere side by side, and modifiers left out."""
    for one, other in pairwise(words):
        both = f"{one.text}{other.text}"
        if both not in row or both in place.text:
            continue
        here, there = (
            [number for number, text in enumerate(place.clauses) if support(word, text) >= _SURE]
            for word in (one, other)
        )
        if here and there:
            far = int(place.distance[np.ix_(here, there)].min())
            own["pair"] += 1
            own["pair_apart"] += far > 0
            own["pair_far"] += far > _OTHER


def _of_actors(own: defaultdict[str, float], named: Sequence[Actor], place: Ground, inside: NDArray[np.intp]) -> None:
    near = [actor for number in inside for actor in actors(place.clauses[number])]
    for actor in named:
        found = [other for other in near if same(actor, other)]
        if not found and near:
            anywhere = any(same(actor, other) for text in place.clauses for other in actors(text))
            own["actor_elsewhere" if anywhere else "actor_unknown"] += 1
        elif found and all(other.part is not actor.part for other in found):
            own["actor_part"] += 1
