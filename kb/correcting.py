"""Carrying a user's correction through the stores, with as little indexed anew as possible."""

from __future__ import annotations

import getpass
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from kb import prepare
from kb.catalog import codec, corrections, writer
from kb.catalog.infos import SourceInfo
from kb.corrections import Correction, Place, carried, merged
from kb.embedding.base import Embedder
from kb.model import Group, Source
from kb.prepare import Window
from kb.protocol import Prepared, Protocol
from kb.units import units

Reparse = Callable[[Source, Sequence[Correction]], Source]
"""Parses the text of a source anew under those corrections; the parser lives above this floor."""


class CorrectOutcome(NamedTuple):
    """What correcting did.  ``corrections`` are all that hold now; ``embedded`` the number of vectors made anew;
    ``reindexed`` tells whether the source got a new generation (otherwise only the catalog was changed).
    """

    source_id: str
    generation: int
    doc: str
    corrections: tuple[Correction, ...]
    reindexed: bool
    embedded: int


def correct(
    protocol: Protocol,
    info: SourceInfo,
    changes: Sequence[Correction],
    cleared: Iterable[Place],
    reparse: Reparse,
) -> CorrectOutcome:
    """Apply and remember corrections; the caller holds the write lock.

    Where what is indexed stays the same (validity, provenance, types), only rows of the catalog change; otherwise the
    source gets a new generation that takes over the vectors of all words that were embedded before.
    """
    catalog = protocol.catalog
    old = catalog.load(info.source_id)
    with catalog.engine.connect() as connection:
        stored = corrections.read(connection, info.origin)
    wanted = merged(stored, changes, cleared)
    parsed = reparse(old, wanted)
    prepare.check(parsed)
    fingerprint = codec.fingerprint(parsed)
    new = carried(old, parsed)

    def note(connection: sa.Connection) -> None:
        corrections.write(connection, info.origin, wanted)
        for detail in _details(stored, wanted):
            writer.record(connection, "correct", info.source_id, info.doc, info.generation, detail=detail)

    if new.passages == old.passages and units(new) == units(old):
        with catalog.engine.begin() as connection:
            note(connection)
            writer.rewrite(connection, info.source_id, info.generation, new, fingerprint)
        return CorrectOutcome(info.source_id, info.generation, info.doc, wanted, reindexed=False, embedded=0)
    original = protocol.originals.read(info.sha256)
    protocol.check_units()
    embedder = protocol.embedder()
    windows = prepare.windows_of(new, embedder)
    vectors, made = _vectors(protocol, info, old, windows, embedder)
    source_id, generation = protocol.put(Prepared(new, fingerprint, windows, vectors), original, embedder, note)
    return CorrectOutcome(source_id, generation, info.doc, wanted, reindexed=True, embedded=made)


def _details(stored: Sequence[Correction], wanted: Sequence[Correction]) -> list[str]:
    """Lines for the audit trail: what was decided or taken back, and by whom."""
    before, after = set(stored), set(wanted)
    places = {one.place for one in wanted}
    taken = [f"取消{one}" for one in stored if one.place not in places]
    return [
        f"{detail}（操作人 {_who()}）" for detail in (*taken, *(str(one) for one in wanted if one in after - before))
    ]


def _who() -> str:
    """The user of this machine; there are no accounts."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list, as in containers
        return "未知"


def _vectors(
    protocol: Protocol, info: SourceInfo, old: Source, windows: Sequence[Window], embedder: Embedder
) -> tuple[NDArray[np.float32], int]:
    """Vectors of the windows, row by row, and how many had to be made: those whose words were not embedded before."""
    ids: defaultdict[Group, dict[str, str]] = defaultdict(dict)
    for window in prepare.windows_of(old, embedder):
        key = prepare.vector_id(info.source_id, info.generation, window.seq, window.part)
        ids[window.group].setdefault(key, window.words)
    epoch, needed = protocol.catalog.state().epoch, {window.words for window in windows}
    known: dict[str, NDArray[np.float32]] = {}  # by words: the group makes no difference to a vector
    for group, words in ids.items():
        keys = [key for key in words if words[key] in needed]
        known |= {words[key]: row for key, row in protocol.vectors.stored(group, epoch, keys).items()}
    missing = list({window.words: window for window in windows if window.words not in known}.values())
    made = prepare.embed(missing, embedder)
    known |= {window.words: row for window, row in zip(missing, made, strict=True)}
    rows = [known[window.words] for window in windows]
    return (np.stack(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)), len(missing)
