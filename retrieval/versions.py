"""Versions of regulations: which one may be the basis of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kb.catalog import RegulationInfo
from kb.model import Meta, Provenance
from retrieval.names import RegulationNames, bare_title
from retrieval.understand import Query


def _successors(regulation: RegulationInfo) -> set[str]:
    """The bare titles under which a newer text may be held."""
    return {bare_title(regulation.title), bare_title(regulation.meta.superseded_by or "")} - {""}


def start_of(meta: Meta) -> date | None:
    """The day a version came to apply: its effect or its last amendment, whichever is later, else its issue.  An
    amended law often repeats the day from which its first text applied.
    """
    return max((day for day in (meta.effective, *meta.revised[-1:]) if day), default=meta.issued)


def edition_unheld(title: str, query: Query) -> str:
    """That the edition asked for is not held and what follows is another one."""
    edition = f"{query.as_of.year}年" if query.as_of else "以前"
    return f"资料库中没有《{title}》{edition}的文本，以下为现有文本，请核对。"


def begun_later(title: str, start: date, asked: date) -> str:
    """That what is quoted did not apply at the time asked for."""
    return (
        f"《{title}》的现有文本自{start.year}年{start.month}月{start.day}日起适用，"
        f"晚于提问所说的{asked.year}年，请核对当时的规定。"
    )


def also_held(regulation: RegulationInfo) -> str:
    """That an earlier text is held, where it may be the one asked for, and how to ask for it."""
    title, day = bare_title(regulation.title), start_of(regulation.meta)
    year = f"{day.year}年的" if day else "旧的"
    return (
        f"如果问的是以前的规定：资料库另有{year}《{title}》（{regulation.meta.validity.value}），"
        f"可以写明“{year}{title}”再问。"
    )


class Versions:
    """Decides for a query which regulation documents are searched."""

    def __init__(self, regulations: Iterable[RegulationInfo]) -> None:
        self._regulations = list(regulations)
        self._by_document = {(r.source_id, r.part): r for r in self._regulations}

    def excluded(self, query: Query, names: RegulationNames) -> set[tuple[str, int]]:
        """Documents ``(source_id, part)`` that must not appear among the articles.

        By default the superseded ones whose successor is held (the only text there is of a matter stays, with a
        warning) and digests whose official text is held.  With ``wants_old`` or ``as_of`` the
        versions of the named regulations change roles: the one of that date (or the superseded one) stays, the others
        go; regulations that are not named are treated as by default.  Where none is named, those of all regulations
        change roles.  The version whose order is told by number is asked for as well.  A question that compares an old
        text with the one that took its place keeps both.
        """
        originals = [r for r in self._regulations if r.provenance is Provenance.ORIGINAL]
        held = {bare_title(r.title) for r in originals}
        current = {bare_title(r.title) for r in originals if not r.meta.validity.is_superseded}
        out = {
            (r.source_id, r.part)
            for r in self._regulations
            if (r.meta.validity.is_superseded and current & _successors(r))
            or (r.provenance is Provenance.DIGEST and bare_title(r.title) in held)
        }
        old = query.asks_old
        ordered = [regulation for order in names.orders.find(query.folded) for regulation in order.regulations]
        if not (old or query.compares or ordered):
            return out
        titles = query.regulations or {bare_title(r.title) for r in ordered}
        if not titles and old and not query.compares:
            titles = {bare_title(r.title) for r in originals if (r.source_id, r.part) in out}
        for title in sorted(titles):
            chain = self._originals(title, names)
            both = any(bare_title(r.title) in query.regulations - {title} for r in chain)
            told = next((r for r in chain if r in ordered), None)
            chosen = told or (self._chosen(chain, query) if old or both else None)
            if chosen is not None:
                if not query.compares:
                    out |= {(r.source_id, r.part) for r in chain}
                out.discard((chosen.source_id, chosen.part))
        return out

    def unheld(self, query: Query, names: RegulationNames) -> tuple[str, ...]:
        """The titles of regulations of which an earlier edition is asked for that is not held, in order; where no day
        is known of any edition, nothing is said.
        """
        if query.compares or not query.asks_old:
            return ()
        chains = {title: self._originals(title, names) for title in sorted(query.regulations)}
        return tuple(
            title
            for title, chain in chains.items()
            if any(start_of(r.meta) for r in chain) and self._chosen(chain, query) is None
        )

    def later(self, query: Query, documents: Iterable[tuple[str, int]], unheld: Sequence[str] = ()) -> tuple[str, ...]:
        """Of these documents, ``(source_id, part)``, warnings for those that came to apply after the day asked for; not
        for the titles of which it is told that the edition is not held.
        """
        if query.as_of is None:
            return ()
        found = [self._by_document[key] for key in documents if key in self._by_document]
        told = {r.title: start_of(r.meta) for r in found if bare_title(r.title) not in unheld}
        return tuple(
            begun_later(title, start, query.as_of) for title, start in told.items() if start and start > query.as_of
        )

    def earlier(self, query: Query, document: tuple[str, int], names: RegulationNames) -> tuple[str, ...]:
        """Where the law of an earlier time may be asked for: the notice of the latest earlier text of the regulation
        that a document, ``(source_id, part)``, holds.
        """
        cited = self._by_document.get(document)
        if not query.maybe_old or query.compares or cited is None or cited.meta.validity.is_superseded:
            return ()
        old = self._chosen(self._originals(bare_title(cited.title), names), query)
        return (also_held(old),) if old else ()

    def _originals(self, title: str, names: RegulationNames) -> list[RegulationInfo]:
        """All official versions of a regulation."""
        return [r for r in self._chain(title, names) if r.provenance is Provenance.ORIGINAL]

    def _chain(self, title: str, names: RegulationNames) -> list[RegulationInfo]:
        """All versions of a regulation, also under the titles it superseded or was superseded by."""
        chain = names.versions(title)
        related = {bare_title(t) for r in chain for t in (r.meta.supersedes, r.meta.superseded_by) if t}
        for other in related - {title}:
            chain += names.versions(other)
        return chain

    @staticmethod
    def _chosen(chain: list[RegulationInfo], query: Query) -> RegulationInfo | None:
        dated = sorted(
            ((day, r) for r in chain if (day := start_of(r.meta))), key=lambda pair: (pair[0], pair[1].source_id)
        )
        if query.as_of:
            dated = [(day, r) for day, r in dated if day <= query.as_of]
        # 2024年修改前的 asks for the one before.
        if query.wants_old or not query.as_of:
            dated = [(day, r) for day, r in dated if r.meta.validity.is_superseded]
        return dated[-1][1] if dated else None
