"""One order over all groups, for readers who want a single list."""

from __future__ import annotations

from collections.abc import Mapping

from kb.model import Group
from retrieval.result import Hit

#: How often the right place stands at each rank of its own group, on the development questions; later ranks share the
#: last value.
RANK_SHARES = (0.70, 0.12, 0.05, 0.035, 0.03, 0.02, 0.015, 0.01)


def merge(kinds: Mapping[Group, float], groups: Mapping[Group, tuple[Hit, ...]], limit: int) -> tuple[Hit, ...]:
    """All hits by how probable it is that they are the one looked for: the probability of their kind times that of
    their rank.  Looked-up articles come first.
    """
    exact = [hit for hit in groups.get(Group.ARTICLE, ()) if hit.exact]
    rated: list[tuple[float, int, Hit]] = []
    for group, hits in groups.items():
        for rank, hit in enumerate(hit for hit in hits if not hit.exact):
            share = RANK_SHARES[min(rank, len(RANK_SHARES) - 1)]
            rated.append((-kinds.get(group, 0.0) * share, rank, hit))
    rated.sort(key=lambda item: item[:2])
    return tuple([*exact, *(hit for _, _, hit in rated)][:limit])
