"""Comparing the stores and repairing the projections from the catalog."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace

import sqlalchemy as sa

from kb import prepare
from kb.catalog import codec
from kb.catalog import schema as t
from kb.catalog.infos import SourceInfo
from kb.errors import KnowledgeBaseError
from kb.model import Group
from kb.protocol import Protocol, expected_ids, fill_vectors

# Source id and generation.
Owner = tuple[str, int]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found.  ``problems`` and ``repaired`` count single rows, vectors or files; ``lines`` tell them in
    Chinese, one kind of finding a line; a knowledge base without findings has one line that says so.
    """

    sources: int
    passages: int
    vectors: int
    unfinished: int = 0
    missing_vectors: int = 0
    extra_vectors: int = 0
    missing_rows: int = 0
    extra_rows: int = 0
    missing_originals: tuple[str, ...] = ()
    extra_originals: int = 0
    damaged_texts: tuple[str, ...] = ()
    reindexed: bool = False
    repair: bool = False
    lines: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """The number of findings."""
        return (
            self.unfinished
            + self.missing_vectors
            + self.extra_vectors
            + self.missing_rows
            + self.extra_rows
            + len(self.missing_originals)
            + self.extra_originals
            + len(self.damaged_texts)
            + self.reindexed
        )

    def as_json(self) -> dict[str, object]:
        """The report as one JSON object, with ``ok``."""
        return asdict(self) | {"ok": self.ok}

    @property
    def ok(self) -> bool:
        """Whether nothing is left to do: nothing found, or all of it repaired (originals and texts cannot be)."""
        return not (self.missing_originals or self.damaged_texts) and (self.repair or not self.found)


@dataclass
class _Findings:
    """Counts while the stores are compared."""

    missing_vectors: int = 0
    extra_vectors: int = 0
    missing_rows: int = 0
    extra_rows: int = 0
    missing_originals: list[str] = field(default_factory=list)
    extra_originals: int = 0
    damaged_texts: list[str] = field(default_factory=list)


class Verifier:
    """One comparison.  The caller holds the write lock and has replayed the outbox (when repairing)."""

    def __init__(self, protocol: Protocol, *, repair: bool) -> None:
        self._protocol = protocol
        self._catalog = protocol.catalog
        self._repair = repair
        self._found = _Findings()

    def run(self, *, unfinished: int, reindexed: bool) -> VerifyReport:
        """Compare everything; ``unfinished`` and ``reindexed`` tell what was found before."""
        sources = self._catalog.sources()
        expected = self._expected()
        for group in Group:
            self._vectors(group, expected.get(group, {}))
            self._rows(group, expected.get(group, {}))
        self._originals(sources)
        self._texts(sources)
        found = self._found
        report = VerifyReport(
            sources=len(sources),
            passages=sum(document.passages for info in sources for document in info.documents),
            vectors=sum(len(ids) for owners in expected.values() for ids in owners.values()),
            unfinished=unfinished,
            missing_vectors=found.missing_vectors,
            extra_vectors=found.extra_vectors,
            missing_rows=found.missing_rows,
            extra_rows=found.extra_rows,
            missing_originals=tuple(found.missing_originals),
            extra_originals=found.extra_originals,
            damaged_texts=tuple(found.damaged_texts),
            reindexed=reindexed,
            repair=self._repair,
        )
        return _told(report)

    def _expected(self) -> dict[Group, dict[Owner, list[str]]]:
        """Vector ids by group and owner for all generations that should be in the projections."""
        expected: defaultdict[Group, dict[Owner, list[str]]] = defaultdict(dict)
        with self._catalog.engine.connect() as connection:
            for owner in self._owners(connection):
                for group, ids in expected_ids(connection, *owner).items():
                    expected[group][owner] = ids
        return dict(expected)

    def _owners(self, connection: sa.Connection) -> list[Owner]:
        """Active generations, and without repair the pending ones: their rows are not stray."""
        states = [t.ACTIVE] if self._repair else [t.ACTIVE, t.PENDING]
        found = connection.execute(
            sa.select(t.generations.c.source_id, t.generations.c.generation).where(t.generations.c.state.in_(states))
        )
        return [(row.source_id, row.generation) for row in found]

    def _vectors(self, group: Group, owners: dict[Owner, list[str]]) -> None:
        vectors, epoch = self._protocol.vectors, self._catalog.state().epoch
        if not epoch:
            return
        wanted = {key for ids in owners.values() for key in ids}
        extra = vectors.ids(group, epoch) - wanted
        self._found.extra_vectors += len(extra)
        if extra and self._repair:
            vectors.delete(group, epoch, sorted(extra))
        for owner, ids in owners.items():
            missing = vectors.missing(group, epoch, ids) if self._is_active(owner) else []
            self._found.missing_vectors += len(missing)
            if missing and self._repair:
                windows = prepare.windows_of(self._catalog.load(owner[0]), self._protocol.embedder())
                mine = [window for window in windows if window.group is group]
                fill_vectors(vectors, epoch, owner, mine, made=None, embedder=self._protocol.embedder)

    def _rows(self, group: Group, owners: dict[Owner, list[str]]) -> None:
        lexical = self._protocol.lexical
        stored = lexical.keys(group)
        names = {prepare.owner_id(*owner): owner for owner in owners}
        wanted = {key: owner for owner, ids in owners.items() for key in ids if _first_window(key)}
        stray = [key for key in stored.elements() if key not in wanted]
        doubled = [key for key in wanted if stored[key] > 1]
        missing = [key for key, owner in wanted.items() if not stored[key] and self._is_active(owner)]
        self._found.missing_rows += len(missing)
        self._found.extra_rows += len(stray) + sum(stored[key] - 1 for key in doubled)
        if not self._repair:
            return
        # A generation is put and removed as one.
        stray_owners = {key.rpartition(":")[0] for key in stray}
        lexical.remove(group, sorted(stray_owners - names.keys()))
        for owner in sorted(
            {wanted[key] for key in (*missing, *doubled)} | {names[n] for n in stray_owners & names.keys()}
        ):
            entries = prepare.entries_of(self._catalog.load(owner[0]), *owner)
            lexical.put(group, prepare.owner_id(*owner), entries.get(group, []))

    def discard_unreadable(self) -> None:
        """Throw away projections that cannot even be read; the comparison then finds everything missing."""
        lexical, vectors, epoch = self._protocol.lexical, self._protocol.vectors, self._catalog.state().epoch
        for group in Group:
            try:
                lexical.keys(group)
            except KnowledgeBaseError:
                lexical.wipe()
            try:
                if epoch:
                    vectors.ids(group, epoch)
            except KnowledgeBaseError:
                if not vectors.wipe():
                    raise

    def _is_active(self, owner: Owner) -> bool:
        return self._catalog.state().active.get(owner[0]) == owner[1]

    def _originals(self, sources: list[SourceInfo]) -> None:
        originals = self._protocol.originals
        self._found.missing_originals += [info.doc for info in sources if not originals.intact(info.sha256)]
        with self._catalog.engine.connect() as connection:
            used = set(connection.execute(sa.select(t.generations.c.sha256)).scalars())
        orphans = sorted(set(originals.hashes()) - used)
        self._found.extra_originals = len(orphans)
        if self._repair:
            for sha256 in orphans:
                originals.remove(sha256)

    def _texts(self, sources: list[SourceInfo]) -> None:
        table = t.generations
        with self._catalog.engine.connect() as connection:
            for info in sources:
                row = connection.execute(
                    sa.select(table.c.text, table.c.text_sha256).where(
                        table.c.source_id == info.source_id, table.c.generation == info.generation
                    )
                ).one()
                if codec.text_hash(row.text) != row.text_sha256:
                    self._found.damaged_texts.append(info.doc)


def _told(report: VerifyReport) -> VerifyReport:
    """The report with its lines."""
    done = "已修复" if report.repair else "未修复"
    counted = [
        (report.unfinished, f"未完成的写入 {report.unfinished} 项，{'已续完或撤销' if report.repair else '未处理'}"),
        (report.reindexed, f"索引规则已更新，{'已重新建立索引' if report.repair else '需要重新建立索引'}"),
        (report.missing_vectors, f"缺失的向量 {report.missing_vectors} 条，{done}"),
        (report.extra_vectors, f"多余的向量 {report.extra_vectors} 条，{done}"),
        (report.missing_rows, f"词语索引缺少 {report.missing_rows} 条，{done}"),
        (report.extra_rows, f"词语索引多出 {report.extra_rows} 条，{done}"),
        (
            report.extra_originals,
            f"无人引用的原件 {report.extra_originals} 份，{'已清除' if report.repair else '未清除'}",
        ),
        (len(report.missing_originals), f"原件缺失或损坏，请重新收录：{'、'.join(report.missing_originals)}"),
        (len(report.damaged_texts), f"正文与收录时不一致，请重新收录：{'、'.join(report.damaged_texts)}"),
    ]
    lines = [line for count, line in counted if count]
    total = f"共核对 {report.sources} 份资料、{report.passages} 个段落、{report.vectors} 条向量"
    lines = [f"{total}，{'发现以下问题：' if lines else '三个库一致。'}", *lines]
    return replace(report, lines=tuple(lines))


def _first_window(vector_id: str) -> bool:
    """Whether the id of a vector is also the key of its passage."""
    return "." not in vector_id
