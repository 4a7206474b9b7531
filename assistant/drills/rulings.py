"""Which rule stands for which problem: every problem to be found has one, or the sheet says plainly that none is held.

First the articles that ``casework.yaml`` points at for such acts, then those on such acts in any field, then what the
precedent itself lists and speaks of the problem, then special rules by their names, then what the type rests on in
general.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.desk import Desk
from assistant.drills.basis import COMMON, is_sanction, pointed
from assistant.drills.casework import Casework, Fitting, Pointer
from assistant.drills.quoting import Basis
from assistant.drills.scenario import derivable

#: Parts of a problem's name, and how many rules one problem has at most: more are not written down in the time.
_PARTS, _MOST = re.compile(r"[，、；]"), 2

_TITLE = re.compile(r"《[^《》]+》")


class Ruling(NamedTuple):
    """A rule for some problems, by their numbers from 1: an article held, else a special rule by name, else neither.

    ``others`` are titles of special rules that require the same; ``place`` is the fact it bears on where it is no
    problem of the first question.
    """

    basis: Basis | None
    special: str
    problems: tuple[int, ...]
    others: tuple[str, ...] = ()
    place: str = ""


class Wrong(NamedTuple):
    """A problem to be found: its words, what is seen of it, what the inquiry confirmed."""

    finding: str
    seen: str
    fact: str = ""


def rulings(desk: Desk, known: Casework, wrongs: Sequence[Wrong], spare: Sequence[Basis]) -> list[Ruling]:
    """Rules for each problem, rules for several problems once, in the order of the problems; ``spare`` are articles of
    the precedent for problems that have none otherwise.
    """
    made: list[Ruling] = []
    for number, wrong in enumerate(wrongs, 1):
        for ruling in _of(desk, known, wrong, number, spare):
            at = next((n for n, one in enumerate(made) if _same(one, ruling)), None)
            if at is None:
                made.append(ruling)
                continue
            others = tuple(dict.fromkeys((*made[at].others, *ruling.others)))
            problems = tuple(dict.fromkeys((*made[at].problems, number)))
            made[at] = made[at]._replace(problems=problems, others=others)
    return [one._replace(others=tuple(title for title in one.others if not _has_row(made, one, title))) for one in made]


def _has_row(made: Iterable[Ruling], one: Ruling, title: str) -> bool:
    """Whether a special rule has a row of its own for a problem of another row: it is not to be marked twice."""
    return any(title in other.special and set(other.problems) & set(one.problems) for other in made if other != one)


def on_facts(desk: Desk, known: Casework, facts: Iterable[str], used: Iterable[str]) -> list[Ruling]:
    """Rules on what the inquiry confirmed beside the problems: articles on the very acts that stand for none yet."""
    taken, found = set(used), list[Ruling]()
    acts = _acts(known)
    for fact in facts:
        fitting = pointed(desk, [one for one in acts if one.is_fit(fact)])
        basis = next((one for one in fitting if one.label not in taken), None)
        if basis:
            taken.add(basis.label)
            found.append(Ruling(basis, "", (), place=fact))
    return found


def _same(one: Ruling, other: Ruling) -> bool:
    if one.basis and other.basis:
        return one.basis.label == other.basis.label and one.basis.text == other.basis.text
    return not one.basis and not other.basis and one.special == other.special


def _of(desk: Desk, known: Casework, wrong: Wrong, number: int, spare: Sequence[Basis]) -> list[Ruling]:
    """The rules for a problem: one for each part of its name that has a rule of its own, else one for all of it."""
    acts = _acts(known)
    special = _special(known.special, wrong)
    found: list[Ruling] = []
    for at, part in enumerate(_PARTS.split(wrong.finding.rstrip("。"))):
        # A source may name more than its story shows (未回避): what nobody can conclude earns no marks.
        is_shown = wrong.fact or not at
        shown = [one for one in acts if is_shown or one.is_fit(wrong.seen)]
        basis = _article(desk, shown, part)
        if basis:
            found.append(Ruling(basis, "", (number,), _titles(special, part)))
            continue
        said = {title for one in found for title in one.others}
        fitting = [one for one in special if re.search(one.fits, part) and not said & set(_TITLE.findall(one.text))]
        rule = next((one for one in fitting if is_shown or re.search(one.fits, wrong.seen)), None)
        if rule and found:  # a part of the name that the articles before it do not reach
            found.append(Ruling(None, rule.text, (number,)))
        elif rule:
            later = _article(desk, acts, wrong.finding)
            found += [Ruling(None, rule.text, (number,))] if later else []
    return found[:_MOST] or [_for_all(desk, known, wrong, number, spare)]


def _acts(known: Casework) -> list[Pointer]:
    """The articles that forbid or demand particular acts."""
    return [one for one in known.basis if one.fits and not one.consequence]


def _titles(special: Iterable[Fitting], said: str) -> tuple[str, ...]:
    """The special rules on what is said, by their titles."""
    fitting = [one for one in special if re.search(one.fits, said)]
    return tuple(dict.fromkeys(title for one in fitting for title in _TITLE.findall(one.text)))


def _for_all(
    desk: Desk,
    known: Casework,
    wrong: Wrong,
    number: int,
    spare: Sequence[Basis],
) -> Ruling:
    """The rule for a problem whose name calls for none: by what is seen, then by what was confirmed."""
    acts = _acts(known)
    wide = [one for one in known.basis if not one.fits and not one.consequence]
    special = _special(known.special, wrong)
    said = f"{wrong.finding}\n{wrong.seen}"
    first = _article(desk, acts, said) or _article(desk, known.general, said)
    if first:
        return Ruling(first, "", (number,), _titles(special, said))
    listed = _nearest(spare, wrong.finding)
    if listed:
        return Ruling(listed, "", (number,), _titles(special, said))
    if special:
        own = _TITLE.findall(special[0].text)
        return Ruling(None, special[0].text, (number,), tuple(one for one in _titles(special, said) if one not in own))
    last = _article(desk, acts, wrong.fact) or _article(desk, known.general, wrong.fact) or _any(desk, wide)
    return Ruling(last, "", (number,))


def _special(rows: Iterable[Fitting], wrong: Wrong) -> list[Fitting]:
    """The special rules on a problem, those that its name calls for first."""
    named = [one for one in rows if re.search(one.fits, wrong.finding)]
    seen = [one for one in rows if one not in named and re.search(one.fits, wrong.seen)]
    return [*named, *seen]


def _article(desk: Desk, pointers: Iterable[Pointer], matter: str) -> Basis | None:
    return _any(desk, [one for one in pointers if one.fits and one.is_fit(matter)])


def _any(desk: Desk, pointers: Sequence[Pointer]) -> Basis | None:
    """The first article held: one that says what is to be done before one that only lays down sanctions."""
    found = list(pointed(desk, pointers))
    return next((one for one in found if not is_sanction(one)), found[0] if found else None)


def _nearest(spare: Sequence[Basis], finding: str) -> Basis | None:
    """The article of the precedent that says most of a problem; none where it hardly says any of it."""
    best = max(spare, key=lambda one: derivable(finding, one.text), default=None)
    return best if best and derivable(finding, best.text) >= COMMON else None
