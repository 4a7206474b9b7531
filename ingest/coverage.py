"""Which of the official documents on the list kept with the product are in the library, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ingest.structure.dates import first_date
from ingest.structure.versions import bare_title
from kb.catalog.infos import SourceInfo
from kb.model import Provenance
from kb.sources import listed_sources


class State(StrEnum):
    """How far the library has a listed document."""

    HELD = "held"
    OTHER_VERSION = "other_version"
    DIGEST = "digest"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"held": "已收录", "other_version": "仅有其他版本", "digest": "仅有摘编", "missing": "未收录"}[
            self.value
        ]


class Listed(NamedTuple):
    """A listed document: how far it is held, the files that hold it, and where it is published officially."""

    title: str
    issuer: str
    why: str
    state: State
    docs: tuple[str, ...]
    publish: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The entry as a JSON object."""
        return self._asdict() | {"state": self.state.value, "docs": list(self.docs), "publish": list(self.publish)}


class _Held(NamedTuple):
    """A document of the library by what it is compared with; ``issued`` is the day of its version."""

    bare: str
    doc: str
    provenance: Provenance
    issued: date | None


def coverage(sources: Sequence[SourceInfo], listed: Iterable[Mapping[str, Any]] | None = None) -> tuple[Listed, ...]:
    """Compare the library with the list (``documents`` of ``kb/library/sources.yaml``), in the order of the list.

    A document is held where an original text of its title is there, by its date not older than the version listed; an
    older version that is listed apart is held by a text of its date.  Fictional examples count for nothing.
    """
    held = [
        _Held(bare_title(document.title), source.doc, document.provenance, document.meta.issued)
        for source in sources
        for document in source.documents
        if document.provenance is not Provenance.FICTIONAL
    ]
    entries = listed_sources() if listed is None else tuple(listed)
    newest: dict[str, date] = {}
    for entry in entries:
        bare = bare_title(str(entry["title"]))
        newest[bare] = max(newest.get(bare, date.min), _latest(entry) or date.min)
    return tuple(_listed(entry, held, newest) for entry in entries)


def _listed(entry: Mapping[str, Any], held: Sequence[_Held], newest: Mapping[str, date]) -> Listed:
    title = str(entry["title"])
    bare, latest = bare_title(title), _latest(entry)
    same = [one for one in held if one.bare == bare]
    texts = [one for one in same if one.provenance is Provenance.ORIGINAL]
    old = latest is not None and latest < newest[bare]
    fitting = [
        one
        for one in texts
        if latest is None or one.issued is None or (one.issued == latest if old else one.issued >= latest)
    ]
    choices: tuple[tuple[list[_Held], State], ...] = (
        (fitting, State.HELD),
        (texts, State.OTHER_VERSION),
        (same, State.DIGEST),
        ([], State.MISSING),
    )
    found, state = next((choice, state) for choice, state in choices if choice or state is State.MISSING)
    publish = tuple(f"{place['site']}：{place['search']}" for place in entry.get("publish") or ())
    docs = tuple(dict.fromkeys(one.doc for one in found))
    return Listed(title, str(entry.get("issuer") or ""), str(entry.get("why") or ""), state, docs, publish)


def _latest(entry: Mapping[str, Any]) -> date | None:
    """The day of the listed version."""
    dates = entry.get("dates") or {}
    days = (first_date(str(text)) for text in (dates.get("issued"), *(dates.get("revised") or ())))
    return max((day for day in days if day), default=None)


def coverage_lines(listed: Sequence[Listed], *, missing_only: bool = False) -> list[str]:
    """The comparison for people: what is missing with the place to find it, then the sum."""
    lines: list[str] = []
    for one in listed:
        if missing_only and one.state is State.HELD:
            continue
        docs = f"：{'、'.join(one.docs)}" if one.docs else ""
        lines.append(f"[{one.state.label}] 《{one.title}》{one.issuer}{docs}")
        if one.state is not State.HELD and one.publish:
            lines.append(f"    {one.publish[0]}")
    counts = [f"{state.label} {sum(one.state is state for one in listed)}" for state in State]
    lines.append(f"正式文件清单共 {len(listed)} 件：{'，'.join(counts)}。")
    return lines
