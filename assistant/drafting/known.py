"""What a draft may say without quoting: names of the sources it cites, and the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from assistant.anchor import Anchor, Resolution, resolve_all
from assistant.drafting import phrases
from assistant.drafting.model import Draft
from kb.knowledge_base import KnowledgeBase
from kb.model import StoredPassage
from kb.text import sentences

#: Places looked up that are remembered for a knowledge base: the notes of some fifty long drafts.
_REMEMBERED = 5000


class _Memory:
    """What was looked up in a knowledge base; forgotten when anything in it changes."""

    def __init__(self) -> None:
        self.revision = -1
        self.resolutions: dict[Anchor, Resolution] = {}
        self.names: dict[tuple[str, int], frozenset[str]] = {}
        self.units: dict[tuple[str, int], str] = {}


_MEMORIES: WeakKeyDictionary[KnowledgeBase, _Memory] = WeakKeyDictionary()


def _memory(kb: KnowledgeBase) -> _Memory:
    memory = _MEMORIES.setdefault(kb, _Memory())
    revision = kb.catalog.state().revision
    if memory.revision != revision or len(memory.resolutions) > _REMEMBERED:
        memory = _MEMORIES[kb] = _Memory()
        memory.revision = revision
    return memory


def resolved_notes(kb: KnowledgeBase, notes: Mapping[int, Anchor]) -> dict[int, Resolution]:
    """Where the words of every note stand now; remembered until anything in the knowledge base changes."""
    memory = _memory(kb)
    unknown = [anchor for anchor in dict.fromkeys(notes.values()) if anchor not in memory.resolutions]
    memory.resolutions |= dict(zip(unknown, resolve_all(kb, unknown), strict=True))
    return {number: memory.resolutions[anchor] for number, anchor in notes.items()}


def known_words(kb: KnowledgeBase, draft: Draft, resolved: Mapping[int, Resolution]) -> frozenset[str]:
    """The names fixed phrases may hold: of the sources cited, and the user's words."""
    memory = _memory(kb)
    known: set[str] = set()
    for passage in (one.passage for one in resolved.values() if one.passage is not None):
        known |= {f"《{passage.title}》", phrases.title_of(passage), phrases.place_of(passage), passage.locator}
        known |= {passage.problem_title or passage.locator, (passage.problem or passage.locator).rstrip(".．、")}
        place = (passage.key.source, passage.part)
        if place not in memory.names:
            memory.names |= _names(kb, passage.key.source)
        known |= memory.names.get(place, frozenset())
        known |= {phrases.whose(passage, unit) for unit in memory.names.get(place, ())}
    for value in draft.facts.values():
        known |= {value, *(value[span.start : span.end] for span in sentences(value))}
    return frozenset(known)


def _names(kb: KnowledgeBase, source: str) -> dict[tuple[str, int], frozenset[str]]:
    """Units, responsible offices and dates of the documents of a source."""
    found: dict[tuple[str, int], frozenset[str]] = {}
    for document in kb.catalog.source(source).documents:
        days = [document.meta.feedback_date]
        names = {name for name in (document.meta.unit, document.meta.inspector) if name}
        found[source, document.part] = frozenset(names | {phrases.words_of(day) for day in days if day})
    for info in kb.catalog.problems(source_id=source):
        problem = info.problem
        due = problem.deadline.due if problem.deadline else None
        names = {*problem.responsible, problem.title, problem.section, *(one.code for one in problem.types)}
        names |= {phrases.words_of(due)} if due else set()
        found[source, info.part] = found.get((source, info.part), frozenset()) | names
    return found


def unit_of(kb: KnowledgeBase, passage: StoredPassage) -> str:
    """The unit the document of a passage is about, as printed; empty where it names none."""
    units = _memory(kb).units
    place = (passage.key.source, passage.part)
    if place not in units:
        documents = kb.catalog.source(passage.key.source).documents
        units |= {(passage.key.source, one.part): one.meta.unit or "" for one in documents}
    return units.get(place, "")
