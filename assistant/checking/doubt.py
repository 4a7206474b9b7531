"""How likely it is that a sentence says something else than its passages, from all signs together.

The rules of this package find the changes that somebody thought of; this judgement weighs what is left: a word put in
the place of another, a name from another sentence, a condition left out.  Small decision trees whose leaves are added
up, fitted by ``python -m eval.fit_checking`` and kept in ``doubt.json`` with what they were fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from assistant.checking.signals import Signals, signals
from assistant.checking.slots import HELD, SAYS, Edit, Token

FILE = Path(__file__).with_name("doubt.json")

#: A leaf is a number; a fork is (name of the sign, most of it on the left side, left, right).
Tree: TypeAlias = "float | tuple[str, float, Tree, Tree]"


class Model(NamedTuple):
    """The trees, the sum they start from, and the doubt from which on a sentence fails (``alarm``) and below which a
    finding of the rules is dropped (``clear``, by kind of fault; kinds that are not there stand), both in [0, 1].
    """

    base: float
    trees: tuple[Tree, ...]
    alarm: float
    clear: Mapping[str, float]


class Doubt(NamedTuple):
    """How likely a change is, in [0, 1]; what the sentence says and what the passage says there."""

    value: float
    signals: Signals


def grown(data: object) -> Tree:
    """A tree as JSON holds it: a number, or a list of sign, value and two trees."""
    if isinstance(data, list):
        sign, most, left, right = data
        return str(sign), float(most), grown(left), grown(right)
    if isinstance(data, int | float):
        return float(data)
    msg = f"not a tree: {data!r}"
    raise TypeError(msg)


@lru_cache(maxsize=1)
def model() -> Model:
    """The packaged model, read once."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(data["base"], tuple(map(grown, data["trees"])), data["alarm"], data["clear"])


def leaf(tree: Tree, values: Mapping[str, float]) -> float:
    """What a tree adds for the values; a sign that is not among them is 0."""
    while not isinstance(tree, float):
        sign, most, left, right = tree
        tree = left if values.get(sign, 0.0) <= most else right
    return tree


def likely(values: Mapping[str, float], fitted: Model) -> float:
    """The doubt that signs raise."""
    total = fitted.base + math.fsum(leaf(tree, values) for tree in fitted.trees)
    return 1 / (1 + math.exp(-total))


def doubt(stated: str, texts: Sequence[str]) -> Doubt:
    """The doubt about a normal sentence with letters, given normal passages with letters."""
    found = signals(stated, texts)
    return Doubt(likely(found.values, model()), found)


#: Kinds of words whose change tells most, in this order; the rest follows.
_TELLING = ("all", "only", "not", "must", "may", "name", "number", "least", "most", "some", "mainly", "noun", "verb")


def reason(found: Signals) -> str:
    """What tells most against a sentence, in Chinese, with the words of both sides."""
    if not found.clauses:
        return "该句与引文的说法不一致"
    best = max(found.edits, key=_weight, default=None)
    if best is None or _weight(best) <= 0:
        number = max(range(len(found.clauses)), key=lambda at: len(found.clauses[at]))
        return f"“{found.clauses[number]}”的说法与引文“{found.meant[number]}”不一致"
    clause, meant = found.clauses[best.clause], found.meant[best.clause]
    put, left = _shown(best.put), _shown(best.left)
    if put and left:
        return f"“{clause}”中的“{put}”，引文“{meant}”中是“{left}”"
    if put:
        return f"“{clause}”中的“{put}”，引文“{meant}”中没有"
    return f"引文“{meant}”中有“{left}”，“{clause}”没有说"


def _weight(edit: Edit) -> float:
    """How telling an edit is: what was put in, most of all for something else, before what was left out."""
    put, left = (max((_tells(token) for token in side), default=0.0) for side in (edit.put, edit.left))
    return 2 * put + (0.5 if edit.edge else 1.0) * left


def _tells(token: Token) -> float:
    rank = _TELLING.index(token.kind) if token.kind in _TELLING else len(_TELLING)
    return (token.weight if token.weight >= HELD else SAYS) * (2 - rank / len(_TELLING))


def _shown(words: Sequence[Token]) -> str:
    """Words that stand together as one, others with a mark between."""
    parts: list[str] = []
    last = -1
    for token in words:
        if token.start == last and parts:
            parts[-1] += token.text
        else:
            parts.append(token.text)
        last = token.end
    return "、".join(parts)
