"""The word index in tantivy: one index per search group, tokens made by ``kb.tokens``, BM25.

One index per group, not one with a filter: how rare a word is must be judged among passages of its kind (整改 says
little among rectification measures and much among articles, which outnumber them 30 to 1).
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tantivy

from kb.errors import KnowledgeBaseError
from kb.model import Group
from kb.units import Fields

# Memory of the writer: tantivy's least is 15 MB a thread; one thread indexes 75,000 passages a second.
WRITER_MEMORY = 50_000_000
# A word in a heading says what the passage is about, one in the document title only where it stands.
WORDS = {"body": 1.0, "heading": 1.0, "title": 0.5}
# Characters and pairs of characters have their own fields; their scores are separate channels.
CHARACTERS = {"chars": 1.0}
PAIRS = {"pairs": 1.0}


class Entry(NamedTuple):
    """A passage to index: ``key`` is ``str(PassageKey)``."""

    key: str
    fields: Fields


class Match(NamedTuple):
    """A passage found: its key and BM25 score."""

    key: str
    score: float


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Deleting by term works on raw text fields only (measured: on integer fields it silently deletes nothing).
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("owner", tokenizer_name="raw", index_option="basic")
    for field in Fields._fields:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Lexical:
    """The word index.  Failures of the library are raised as ``KnowledgeBaseError``.  Thread-safe.

    ``owner`` is ``source:generation``: a generation is put and removed as one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._indexes: dict[Group, tantivy.Index] = {}
        self._lock = threading.Lock()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError, RuntimeError) as error:
            msg = f"词语索引出错：{self._folder}（{error}）。请运行 xunjian verify 检查并修复。"
            raise KnowledgeBaseError(msg) from error

    def _index(self, group: Group, *, create: bool = False) -> tantivy.Index | None:
        """The index, or None where there is none yet."""
        with self._lock:
            if group not in self._indexes:
                folder = self._folder / group.value
                if create:
                    folder.mkdir(parents=True, exist_ok=True)
                elif not folder.is_dir() or not tantivy.Index.exists(str(folder)):
                    return None
                index = tantivy.Index(_schema(), path=str(folder))
                index.config_reader(reload_policy="manual")
                index.reload()
                self._indexes[group] = index
            return self._indexes[group]

    def reload(self) -> None:
        """See what other processes have written."""
        with self._guarded():
            for index in list(self._indexes.values()):
                index.reload()

    # -- writing ---------------------------------------------------------------------------------------------------

    def _change(self, group: Group, change: Callable[[tantivy.IndexWriter], None], *, create: bool) -> None:
        """Run a change and commit it: seen as a whole or not at all."""
        with self._guarded():
            index = self._index(group, create=create)
            if index is None:
                return
            writer = index.writer(heap_size=WRITER_MEMORY, num_threads=1)
            try:
                change(writer)
                writer.commit()
            finally:
                writer.wait_merging_threads()
            index.reload()

    def put(self, group: Group, owner: str, entries: Iterable[Entry]) -> None:
        """Index the passages of a generation, replacing whatever it had."""

        def change(writer: tantivy.IndexWriter) -> None:
            writer.delete_documents_by_term("owner", owner)
            _add(writer, owner, entries)

        self._change(group, change, create=True)

    def remove(self, group: Group, owners: Sequence[str]) -> None:
        """Remove generations."""

        def change(writer: tantivy.IndexWriter) -> None:
            for owner in owners:
                writer.delete_documents_by_term("owner", owner)

        self._change(group, change, create=False)

    def rebuild(self, group: Group, owned: Iterable[tuple[str, Iterable[Entry]]]) -> None:
        """Replace the whole index by the passages of those generations."""

        def change(writer: tantivy.IndexWriter) -> None:
            writer.delete_all_documents()
            for owner, entries in owned:
                _add(writer, owner, entries)

        self._change(group, change, create=True)

    def wipe(self) -> None:
        """Delete all indexes, also unreadable ones; they are written anew from the catalog."""
        with self._lock:
            self._indexes = {}
            shutil.rmtree(self._folder, ignore_errors=True)

    # -- reading ---------------------------------------------------------------------------------------------------

    def search(
        self,
        group: Group,
        terms: Mapping[str, float],
        limit: int,
        boosts: Mapping[str, float] = WORDS,
    ) -> list[Match]:
        """Passages with any of the terms, by the sum of their weighted BM25 scores over the fields, best first.

        ``terms`` are tokens as ``kb.tokens`` makes them for the fields named in ``boosts``, with weights; terms and
        fields of weight 0 or less do not count.
        """
        with self._guarded():
            index = self._index(group)
            if index is None or limit < 1:
                return []
            clauses = [
                (tantivy.Occur.Should, tantivy.Query.boost_query(_term(index, field, term), weight * boost))
                for term, weight in terms.items()
                for field, boost in boosts.items()
                if weight * boost > 0
            ]
            if not clauses:
                return []
            searcher = index.searcher()
            hits = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
            return [Match(searcher.doc(address)["key"][0], float(score)) for score, address in hits]

    def holds(self, group: Group) -> bool:
        """Whether there is an index of the group at all."""
        with self._guarded():
            return self._index(group) is not None

    def frequencies(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """The number of indexed passages over all groups, and in how many texts each term occurs (headings and
        titles do not count).
        """
        wanted = list(dict.fromkeys(terms))
        size, counts = 0, dict.fromkeys(wanted, 0)
        with self._guarded():
            for group in Group:
                index = self._index(group)
                if index is not None:
                    searcher = index.searcher()
                    size += searcher.num_docs
                    for term in wanted:
                        counts[term] += searcher.doc_freq("body", term)
        return size, counts

    def keys(self, group: Group) -> Counter[str]:
        """How often each key is indexed (once, where all is well)."""
        with self._guarded():
            index = self._index(group)
            if index is None:
                return Counter()
            searcher = index.searcher()
            if not searcher.num_docs:
                return Counter()
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits
            return Counter(searcher.doc(address)["key"][0] for _, address in hits)


def _term(index: tantivy.Index, field: str, term: str) -> tantivy.Query:
    return tantivy.Query.term_query(index.schema, field, term, index_option="freq")


def _add(writer: tantivy.IndexWriter, owner: str, entries: Iterable[Entry]) -> None:
    for entry in entries:
        document = tantivy.Document()
        document.add_text("key", entry.key)
        document.add_text("owner", owner)
        for field, words in entry.fields._asdict().items():
            document.add_text(field, words)
        writer.add_document(document)
