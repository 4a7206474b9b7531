"""Types of inspected problems (``taxonomy.yaml``) and how a problem is assigned to them.

The score is a sum that can be shown phrase by phrase (:meth:`Taxonomy.explain`): every indicator phrase of a type that
stands in the title or the text adds its specificity, title phrases more than body phrases.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.model import ProblemType
from kb.phrases import SHORTEST, Phrases, normal
from kb.settings import Settings
from kb.vocabulary import Node, Place, VocabularyFile

FILE_NAME = "taxonomy.yaml"
_PACKAGED = Path(__file__).with_name(FILE_NAME)

#: Between the two levels of a code.
SEPARATOR = "/"

# A title names the problem; the text also tells measures, which touch neighbouring matters (training, supervision,
# funds) for almost every problem.  Of the 14 problems of a real notice, typed by hand, the first type is right for 8
# with weight 1, 11 with 2, 13 with 3 and all with 4 and more; a text full of another type still outvotes 4.
_TITLE_WEIGHT = 4.0

# A phrase counts n / (n + _HALF) in the text, so that repeating a word does not replace naming several.  In a text of
# more than _USUAL_LENGTH characters (problems of the same notice: median 870, longest 1,370) single hits say less.
_HALF = 1.0
_USUAL_LENGTH = 1000

# Short phrases are often parts of other words: two characters count 0.6 of four and more.
_LENGTH_WEIGHT = {2: 0.6, 3: 0.8}

# Points at which a score is 0.5: about one specific phrase in the title.
_MIDDLE = 2.0

# A further type must have this share of the best one's points; what falls below was a passing measure in the same
# notice and in fifteen fictional problems.
_SHARE = 0.3


class Reason(NamedTuple):
    """Why a type was assigned: ``phrase`` stands ``times`` times in ``where`` (``标题`` or ``正文``), ``shared`` types
    list it, and it adds ``points``.
    """

    code: str
    phrase: str
    where: str
    times: int
    shared: int
    points: float

    def __str__(self) -> str:
        found = f"{self.where}有“{self.phrase}”{self.times}处（{self.shared}个类型有此词）"
        return f"{self.code}：{found}，记 {self.points:.2f} 分"


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """One second-level type.  ``words`` are official, ``everyday`` spoken indicator phrases; ``examples`` are
    fictional; ``regulations`` are titles as printed.
    """

    code: str
    definition: str
    words: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The first-level name."""
        return self.code.partition(SEPARATOR)[0]

    @property
    def name(self) -> str:
        """The second-level name."""
        return self.code.partition(SEPARATOR)[2]

    @property
    def phrases(self) -> tuple[str, ...]:
        """All indicator phrases, the name among them."""
        return tuple(dict.fromkeys(normal(phrase) for phrase in (self.name, *self.words, *self.everyday)))


@dataclass(frozen=True)
class Taxonomy:
    """The problem types of one installation, in the order of the files; ``classes`` maps each first-level name to its
    definition.
    """

    classes: Mapping[str, str]
    types: Mapping[str, TypeInfo]

    @cached_property
    def _listed(self) -> dict[str, tuple[str, ...]]:
        """Phrase → codes of the types that list it."""
        listed: dict[str, list[str]] = {}
        for info in self.types.values():
            for phrase in info.phrases:
                listed.setdefault(phrase, []).append(info.code)
        return {phrase: tuple(codes) for phrase, codes in listed.items()}

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._listed)

    def assign(self, title: str, text: str, *, limit: int = 3) -> tuple[ProblemType, ...]:
        """The types of a problem, best first; empty only where no phrase of any type occurs.

        ``title`` is the problem as named, ``text`` everything said about it (the title may be repeated in it).
        Scores lie in (0, 1]; equal scores stand in the order of the file.  Pure and deterministic.
        """
        points: dict[str, float] = {}
        for reason in self._reasons(title, text):
            points[reason.code] = points.get(reason.code, 0.0) + reason.points
        order = {code: position for position, code in enumerate(self.types)}
        ranked = sorted(points, key=lambda code: (-points[code], order[code]))[: max(limit, 0)]
        return tuple(
            ProblemType(code, round(points[code] / (points[code] + _MIDDLE), 4))
            for code in ranked
            if points[code] >= _SHARE * points[ranked[0]]
        )

    def explain(self, title: str, text: str, *, limit: int = 3) -> tuple[Reason, ...]:
        """Why :meth:`assign` chose its types: the phrases of each chosen type, most points first."""
        chosen = {found.code: position for position, found in enumerate(self.assign(title, text, limit=limit))}
        reasons = [reason for reason in self._reasons(title, text) if reason.code in chosen]
        return tuple(sorted(reasons, key=lambda reason: (chosen[reason.code], -reason.points, reason.phrase)))

    def specificity(self, phrase: str) -> float:
        """How much a phrase tells, in (0, 1]: 1 for a long phrase of one type, less the more types list it."""
        total = len(self.types)
        shared = len(self._listed.get(normal(phrase), ()))
        rarity = math.log(1 + total / max(shared, 1)) / math.log(1 + total)
        return rarity * _LENGTH_WEIGHT.get(len(phrase), 1.0)

    def _reasons(self, title: str, text: str) -> Iterator[Reason]:
        long = max(len(text) / _USUAL_LENGTH, 1.0)
        for where, passage, half, weight in (("标题", title, 0.0, _TITLE_WEIGHT), ("正文", text, _HALF * long, 1.0)):
            folded = normal(passage)
            counts = Counter(folded[span.start : span.end] for span in self._phrases.find(passage))
            for phrase, count in counts.items():
                points = weight * self.specificity(phrase) * count / (count + half)
                if where == "标题":
                    points /= count
                for code in self._listed[phrase]:
                    yield Reason(code, phrase, where, count, len(self._listed[phrase]), points)


def assign(title: str, text: str, *, limit: int = 3) -> tuple[ProblemType, ...]:
    """:meth:`Taxonomy.assign` of the packaged taxonomy."""
    return _packaged().assign(title, text, limit=limit)


def explain_assignment(title: str, text: str, *, limit: int = 3) -> tuple[Reason, ...]:
    """:meth:`Taxonomy.explain` of the packaged taxonomy."""
    return _packaged().explain(title, text, limit=limit)


@lru_cache(maxsize=1)
def _packaged() -> Taxonomy:
    return load_taxonomy()


def load_taxonomy(settings: Settings | None = None) -> Taxonomy:
    """The packaged taxonomy, merged with ``taxonomy.yaml`` of the data folder where there is one.

    The user's file adds classes and types; for a type of the same code it adds phrases, examples and regulations and
    replaces the definition where it gives one.  Raises ``SettingsError`` naming file, line and entry.
    """
    classes: dict[str, str] = {}
    types: dict[str, TypeInfo] = {}
    paths = [_PACKAGED]
    own = settings.home / FILE_NAME if settings else None
    if own and own.is_file():
        paths.append(own)
    for path in paths:
        file = VocabularyFile(path)
        file.keys(file.content, ("version", "types"), [])
        for name, item in file.mapping(file.content.get("types"), ["types"]).items():
            place: Place = ["types", name]
            node = file.mapping(item, place)
            file.keys(node, ("define", "types"), place)
            classes[name] = _definition(file, node, place, classes.get(name))
            for info in _types(file, name, node, types):
                types[info.code] = info
    return Taxonomy(classes=classes, types=types)


def _definition(file: VocabularyFile, node: dict[str, Node], place: Place, known: str | None) -> str:
    if "define" not in node and known is not None:
        return known
    return file.word(node.get("define"), [*place, "define"])


def _types(
    file: VocabularyFile, parent: str, node: dict[str, Node], known: Mapping[str, TypeInfo]
) -> Iterator[TypeInfo]:
    """The types of a class in a file, merged with known ones of the same code."""
    for name, item in file.mapping(node.get("types"), ["types", parent, "types"]).items():
        place: Place = ["types", parent, "types", name]
        fields = file.mapping(item, place)
        file.keys(fields, ("define", "words", "everyday", "examples", "regulations"), place)
        for part in (parent, name):
            if SEPARATOR in part or not part.strip():
                raise file.fault(place, f"的名称 {part!r} 不能为空，也不能含“{SEPARATOR}”")
        code = f"{parent}{SEPARATOR}{name}"
        old = known.get(code)
        lists = {
            key: file.words(fields.get(key), [*place, key]) for key in ("words", "everyday", "examples", "regulations")
        }
        for key in ("words", "everyday"):
            short = [word for word in lists[key] if len(word) < SHORTEST]
            if short:
                raise file.fault(
                    [*place, key, lists[key].index(short[0])], f"的词语 {short[0]!r} 太短，至少 {SHORTEST} 个字"
                )
        yield TypeInfo(
            code,
            _definition(file, fields, place, old.definition if old else None),
            *(
                tuple(dict.fromkeys((*(getattr(old, key) if old else ()), *lists[key])))
                for key in ("words", "everyday", "examples", "regulations")
            ),
        )
