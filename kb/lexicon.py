"""Everyday words and the official terms they stand for (``lexicon.yaml``).

Inspectors ask with the words of the street (开枪, 扣的钱, 踢皮球); regulations and notices are written in others
(使用武器, 暂扣款, 推诿).  The lexicon bridges the two, mends typing errors that change a domain term, takes question
frames out of a query and knows the short names of regulations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kb.model import Span
from kb.phrases import SHORTEST, Phrases, normal, normal_all
from kb.settings import Settings
from kb.vocabulary import CACHE_FOLDER, Node, Place, VocabularyFile

FILE_NAME = "lexicon.yaml"
_PACKAGED = Path(__file__).with_name(FILE_NAME)

# Shown as the source of a user's own terms that name none.
OWN_SOURCE = "用户词表"

_SECTIONS = ("version", "documents", "stop", "typos", "guard", "fields")

# ``0.6 看守所条例 第十八条``: a weight in (0, 1] before the source.  A number that is part of a name stays (110接处警).
_WEIGHTED = re.compile(r"^(?P<weight>[0-9]+(?:\.[0-9]+)?)(?:\s+(?P<source>.*))?$")

# What a question frame leaves behind at the ends of a query, and particles that end a question.
_EDGES = " \t\r\n，。？！、；：,.?!;:~～…—-"
_TAIL = _EDGES + "的了么"
_PARTICLE = re.compile(r"[吗呢吧啊呀嘛]+(?=$|[\s，。？！；,.?!;])")
_BLANKS = re.compile(r"\s+")

# 了 between the parts of a verb (开了枪, 死了人) does not change what is said; 了解 is another word.
_ASPECT = re.compile("了(?!解)")

# In a phrase with a gap (扣…不还) so many characters of the same clause may stand between the parts (扣我弟弟手机不还).
# More brings together words of different statements.
GAP = "…"
_WIDEST = 6
_CLAUSE_END = re.compile(r"[\s，。？！、；：,.?!;:]")

# A core shorter than this says nothing; the query is then kept as it is.
_MIN_CORE = 2


class Expansion(NamedTuple):
    """An official term for something said: ``said`` as it stands in the query, ``weight`` in (0, 1] (1: the same
    thing, less: a related one), ``source`` where the term stands (title and article, or a kind of usage).
    """

    said: str
    meant: str
    weight: float
    source: str


class Fix(NamedTuple):
    """A mended typing error; ``at`` is its offset in the query as given."""

    wrong: str
    right: str
    at: int

    def __str__(self) -> str:
        return f"{self.wrong}→{self.right}"


class Term(NamedTuple):
    """An official term with its weight and source."""

    meant: str
    weight: float
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Phrases that are said and the terms that are meant, under a field (``执法办案``)."""

    field: str
    said: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of one installation: the packaged file and the user's on top of it.

    All functions are pure and deterministic and ignore case and character width.
    """

    entries: tuple[Entry, ...]
    titles: Mapping[str, str]
    stop: frozenset[str]
    typos: Mapping[str, str]
    guard: frozenset[str]

    @cached_property
    def _said(self) -> dict[str, tuple[Term, ...]]:
        pairs = [(phrase, entry.terms) for entry in self.entries for phrase in entry.said]
        return dict(zip(_keys(phrase for phrase, _ in pairs), (terms for _, terms in pairs), strict=True))

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(_keys(self.stop))

    @cached_property
    def _right(self) -> dict[str, str]:
        return dict(zip(_keys(self.typos), self.typos.values(), strict=True))

    @cached_property
    def _phrases(self) -> Phrases:
        """All phrases at once: in 出警告 no 出警 is seen, in 有没有规定 no 没有, in an official term nothing else."""
        official = {term.meant for entry in self.entries for term in entry.terms}
        return Phrases(
            (
                *(key for key in self._said if GAP not in key),
                *self._stop,
                *self._right,
                *_keys(self.guard),
                *_keys(official),
            )
        )

    @cached_property
    def _gapped(self) -> dict[str, list[tuple[str, str]]]:
        """First character → (head, tail) of the phrases with a gap."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key in self._said:
            head, gap, tail = key.partition(GAP)
            if gap:
                found.setdefault(head[0], []).append((head, tail))
        return found

    def _find(self, query: str) -> list[tuple[Span, str]]:
        """The places of phrases in a query with their keys: 开了枪 is found as 开枪."""
        text = normal(query)
        at = [index for index in range(len(text)) if not _ASPECT.match(text, index)]
        bare = "".join(text[index] for index in at)
        spans = self._phrases.find(bare)
        found = [(span, bare[span.start : span.end]) for span in spans]
        found += self._find_gapped(bare, spans)
        return sorted((Span(at[span.start], at[span.end - 1] + 1), key) for span, key in found)

    def _find_gapped(self, bare: str, spans: list[Span]) -> Iterator[tuple[Span, str]]:
        """Phrases with a gap, whose parts are not parts of other phrases: 没收手机 holds no 收…机."""
        inside = {at for span in spans for at in range(span.start + 1, span.end)}
        for start, char in enumerate(bare):
            for head, tail in self._gapped.get(char, ()):
                after = start + len(head)
                if start in inside or after in inside or not bare.startswith(head, start):
                    continue
                at = bare.find(tail, after, after + _WIDEST + len(tail))
                end = at + len(tail)
                if at >= 0 and at not in inside and end not in inside and not _CLAUSE_END.search(bare, after, at):
                    yield Span(start, end), f"{head}{GAP}{tail}"

    def expand(self, query: str) -> list[Expansion]:
        """The official terms for what is said in a query, in the order in which it is said.

        Of overlapping phrases the longest counts.  A term that the query holds already is left out; a term meant
        twice is given once, with its highest weight.
        """
        text = normal(query)
        best: dict[str, Expansion] = {}
        for span, key in self._find(query):
            for meant, weight, source in self._said.get(key, ()):
                if normal(meant) in text or (meant in best and best[meant].weight >= weight):
                    continue
                best[meant] = Expansion(query[span.start : span.end], meant, weight, source)
        return list(best.values())

    def documents(self) -> dict[str, str]:
        """Short names of regulations and the titles as printed; names that fit several titles are not among them."""
        return dict(self.titles)

    def strip_frame(self, query: str) -> str:
        """The query without question frames (请问, 有没有规定, 以前怎么处理) and edges; the stripped query itself
        where nothing else would remain.
        """
        spans = [span for span, key in self._find(query) if key in self._stop]
        # A blank keeps what stood apart apart: 督察|发现|问题 must not become one word.
        core = _PARTICLE.sub(" ", "".join(_replaced(query, ((span, " ") for span in spans))))
        core = _BLANKS.sub(" ", core).lstrip(_EDGES).rstrip(_TAIL)
        return core if len(core) >= _MIN_CORE else query.strip()

    def fix_typos(self, query: str) -> tuple[str, list[Fix]]:
        """The query with known typing errors mended, and what was mended."""
        found = [(span, self._right[key]) for span, key in self._find(query) if key in self._right]
        fixes = [Fix(query[span.start : span.end], new, span.start) for span, new in found]
        return "".join(_replaced(query, found)), fixes


def _keys(phrases: Iterable[str]) -> list[str]:
    """The forms under which phrases are found."""
    return [_ASPECT.sub("", phrase) for phrase in normal_all(phrases)]


def _replaced(text: str, changes: Iterable[tuple[Span, str]]) -> Iterator[str]:
    """The pieces of a text with spans (in order) replaced."""
    done = 0
    for span, new in changes:
        yield text[done : span.start]
        yield new
        done = span.end
    yield text[done:]


def load_lexicon(settings: Settings | None = None) -> Lexicon:
    """The packaged lexicon, with ``lexicon.yaml`` of the data folder on top where there is one.

    The user's entry for a phrase replaces the packaged one; the same holds for ``documents`` and ``typos``, while
    ``stop`` and ``guard`` grow.  Raises ``SettingsError`` naming file, line and entry.
    """
    parts = [_read(_PACKAGED, settings.home / CACHE_FOLDER if settings else None)]
    own = settings.home / FILE_NAME if settings else None
    if own and own.is_file():
        parts.append(_read(own))
    return Lexicon(
        # Later entries win where a phrase is said in two.
        entries=tuple(entry for part in parts for entry in part.entries),
        titles={short: title for part in parts for short, title in part.titles.items()},
        stop=frozenset[str]().union(*(part.stop for part in parts)),
        typos={wrong: right for part in parts for wrong, right in part.typos.items()},
        guard=frozenset[str]().union(*(part.guard for part in parts)),
    )


class _Part(NamedTuple):
    """The content of one file."""

    entries: tuple[Entry, ...]
    titles: dict[str, str]
    stop: tuple[str, ...]
    typos: dict[str, str]
    guard: tuple[str, ...]


def _read(path: Path, cache: Path | None = None) -> _Part:
    file = VocabularyFile(path, cache)
    file.keys(file.content, _SECTIONS, [])
    return _Part(
        entries=tuple(_entries(file)),
        titles=_pairs(file, "documents"),
        stop=file.words(file.content.get("stop"), ["stop"]),
        typos=_pairs(file, "typos"),
        guard=file.words(file.content.get("guard"), ["guard"]),
    )


def _pairs(file: VocabularyFile, section: str) -> dict[str, str]:
    node = file.mapping(file.content.get(section), [section])
    return {key: file.word(value, [section, key]) for key, value in node.items()}


def _entries(file: VocabularyFile) -> Iterator[Entry]:
    """The entries of a file; a phrase may be said in one entry only, or the choice would hang on their order."""
    seen: set[str] = set()
    for name, items in file.mapping(file.content.get("fields"), ["fields"]).items():
        for index, item in enumerate(file.items(items, ["fields", name])):
            place: Place = ["fields", name, index]
            node = file.mapping(item, place)
            file.keys(node, ("say", "mean"), place)
            said = file.words(node.get("say"), [*place, "say"])
            terms = tuple(_terms(file, node.get("mean"), [*place, "mean"]))
            if not said or not terms:
                raise file.fault(place, "必须同时有 say（口语说法）和 mean（规范用语）")
            for position, (phrase, key) in enumerate(zip(said, _keys(said), strict=True)):
                if key in seen:
                    raise file.fault([*place, "say", position], f"的说法 {phrase!r} 已在别的条目中出现")
                head, gap, tail = key.partition(GAP)
                if gap and (not head or not tail or GAP in tail):
                    raise file.fault([*place, "say", position], f"的说法 {phrase!r} 只能有一个“{GAP}”，前后都应有字")
                if len(head + tail) < SHORTEST:
                    raise file.fault([*place, "say", position], f"的说法 {phrase!r} 太短，至少 {SHORTEST} 个字")
                seen.add(key)
            yield Entry(name, said, terms)


def _terms(file: VocabularyFile, node: Node | None, place: Place) -> Iterator[Term]:
    """``term: source``, ``term: weight source``, or a plain list of terms."""
    if not isinstance(node, dict):
        yield from (Term(meant, 1.0, OWN_SOURCE) for meant in file.words(node, place))
        return
    for meant, value in node.items():
        here = [*place, meant]
        text = file.word(value, here) if value else OWN_SOURCE
        match = _WEIGHTED.match(text)
        weight = float(match["weight"]) if match else 1.0
        if not 0 < weight <= 1:
            raise file.fault(here, f"的权重 {weight:g} 应大于 0、不超过 1")
        yield Term(meant, weight, (match["source"] if match else text) or OWN_SOURCE)
