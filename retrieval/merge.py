"""One order over all groups, for readers who want a single list."""

from __future__ import annotations

from collections.abc import Mapping

from kb.model import Group
from retrieval.result import Hit
from retrieval.understand import Intent, Query

#: Share of each group in the merged order by intent: a group with share .6 gets six of the first ten places.
_SHARES = {
    Intent.RULE: {Group.ARTICLE: 0.6, Group.PRECEDENT: 0.25, Group.PRACTICE: 0.15},
    Intent.PRECEDENT: {Group.PRECEDENT: 0.6, Group.ARTICLE: 0.2, Group.PRACTICE: 0.2},
    Intent.PRACTICE: {Group.PRACTICE: 0.5, Group.PRECEDENT: 0.35, Group.ARTICLE: 0.15},
    Intent.OPEN: {Group.PRECEDENT: 0.45, Group.ARTICLE: 0.35, Group.PRACTICE: 0.2},
}


def merge(query: Query, groups: Mapping[Group, tuple[Hit, ...]], limit: int) -> tuple[Hit, ...]:
    """Interleave the groups by their shares; looked-up articles come first."""
    exact = [hit for hit in groups.get(Group.ARTICLE, ()) if hit.exact]
    queues = {group: [hit for hit in hits if not hit.exact] for group, hits in groups.items()}
    given = dict.fromkeys(queues, 0)
    merged = list(exact)
    while len(merged) < limit and any(queues.values()):
        # The group that is furthest behind its share goes next.
        group = max(
            (g for g in queues if queues[g]),
            key=lambda g: _SHARES[query.intent][g] / (given[g] + 1),
        )
        merged.append(queues[group].pop(0))
        given[group] += 1
    return tuple(merged[:limit])
