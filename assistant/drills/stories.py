"""What is known that serves a precedent which tells its own story.

A typical case has several types, and the one a drill is built for may be named for a single act in it.  Evidence,
measures and what happens last are written for a scene: they are taken from the type that speaks of the problems of the
story, and where none of its types does, from what suits any matter.
"""

from __future__ import annotations

import re

from assistant.drills.casework import Casework, Secret, casework
from assistant.drills.material import Material
from assistant.drills.scenario import Scene, derivable

#: A type serves a story when on the average so much of each problem stands in the evidence and measures of the type.
#: For the three typical cases of the library the type that fits has .28 to .43 (.23 before it had rows for such a
#: story), any other of the 50 at most .16.
_SERVES = 0.2


def known_of(one: Material) -> Casework:
    """The casework a precedent is to be completed with."""
    if not one.tells_a_story:
        return casework(one.code)
    matter = "\n".join(fact.text for fact in (*one.story, *one.issues))
    codes = dict.fromkeys([one.code, *(kind.code for kind in one.info.problem.types)])
    known = [casework(code, matter) for code in codes]
    best = max(known, key=lambda of_type: _serves(of_type, one))
    if _serves(best, one) >= _SERVES:
        return best
    common = casework("")  # rules and persons of the own type are bound to words of the story, the rest is not
    return known[0]._replace(
        evidence=common.evidence,
        measures=common.measures,
        turn=None,
        harmless=common.harmless,
        nature=common.nature,
        debrief=(),
        secrets=common.secrets,
    )


def _serves(known: Casework, one: Material) -> float:
    """The mean share of the problems of a precedent that evidence and measures speak of."""
    said = "".join((*known.evidence, *known.measures))
    return sum(derivable(issue.text, said) for issue in one.issues) / max(len(one.issues), 1)


def suits(secret: Secret, found: Scene) -> bool:
    """Whether a secret goes with the scene: one without a pattern was written for the scene of its type."""
    return bool(re.search(secret.fits, found.matter)) if secret.fits else not found.is_story
