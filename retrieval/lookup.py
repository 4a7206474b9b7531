"""Exact look-ups: an article named by regulation and number is read from the catalog, never searched for."""

from __future__ import annotations

from typing import NamedTuple

from kb.knowledge_base import KnowledgeBase
from kb.model import StoredPassage
from kb.numerals import to_chinese
from retrieval.names import RegulationNames
from retrieval.references import Reference
from retrieval.result import Hit


class Lookups(NamedTuple):
    """The result of all look-ups of a question.

    ``hits`` in the order asked; ``missing`` holds a Chinese sentence for each article or regulation that does not
    exist; ``open_numbers`` are references without a usable name, left to the search.
    """

    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    open_numbers: tuple[Reference, ...]


#: Above every searched hit: a look-up is certain.
EXACT_SCORE = 100.0


def not_held(name: str) -> str:
    """A regulation that was named but is not in the knowledge base."""
    return f"资料库中没有收录《{name}》，无法核对其条款。"


def no_such_article(title: str, label: str, last: int) -> str:
    """An article number beyond the regulation's end."""
    return f"《{title}》没有{label}，该文件共有{last}条。"


def look_up(
    kb: KnowledgeBase, references: tuple[Reference, ...], names: RegulationNames, excluded: set[tuple[str, int]]
) -> Lookups:
    """Read the articles that the references name."""
    hits: list[Hit] = []
    missing: list[str] = []
    unnamed: list[Reference] = []
    for reference in references:
        if reference.name is None:
            unnamed.append(reference)
        elif not reference.titles:
            missing.append(not_held(reference.name.strip("《》")))
        else:
            passage, reason = _article(kb, reference, names, excluded)
            if passage is None:
                missing.append(reason)
            else:
                hits.append(Hit(passage, EXACT_SCORE, {"exact": 1.0}, exact=True))
    return Lookups(tuple(hits), tuple(dict.fromkeys(missing)), tuple(unnamed))


def _article(
    kb: KnowledgeBase, reference: Reference, names: RegulationNames, excluded: set[tuple[str, int]]
) -> tuple[StoredPassage | None, str]:
    """The article in the best version of the first title that has it; otherwise the reason why there is none."""
    label = f"第{to_chinese(reference.number)}条" + (f"之{to_chinese(reference.sub)}" if reference.sub else "")
    versions = [version for title in reference.titles[:1] for version in names.versions(title)]
    allowed = [version for version in versions if (version.source_id, version.part) not in excluded] or versions
    for version in allowed:
        passage = kb.catalog.article(version.source_id, version.part, reference.number, reference.sub)
        if passage is not None:
            return passage, ""
    return None, no_such_article(allowed[0].title, label, allowed[0].articles)
