"""Candidates of every question with their raw channel values and labels, for fitting a fusion without searching again.

``python -m eval.features --split dev --out FILE.npz`` writes, and :func:`load` reads, one row a candidate.  The columns
are whatever ``retrieval.candidates.Candidate`` measures at the time; missing values (a channel that did not bring the
candidate) are NaN.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, prepared
from eval.gold import Corpus, Extent, Place, resolve, scored
from eval.progress import tell
from eval.questions import Expect, Question, tuning, unique
from eval.questions import load as load_questions
from eval.split import Split, select
from kb.errors import XunjianError
from kb.model import Group
from kb.settings import load_settings
from retrieval.candidates import Candidate
from retrieval.engine import Retriever

_GROUPS = tuple(Group)

#: All measured values of a candidate.
CHANNELS = tuple(name for name in Candidate._fields if name != "passage")

#: Fields of :class:`Features` that are stored as JSON.
_DESCRIBED = ("channels", "questions", "passages")


class Features(NamedTuple):
    """One row a candidate.

    ``question`` and ``passage`` index ``questions`` and ``passages``; ``group`` indexes ``Group``; ``values`` is
    ``[rows, len(channels)]`` float32; ``grade`` is the gold grade of the passage (0: not gold) and ``problem_grade``
    that of its problem; ``own`` is True in the group that the question is scored in.  ``questions`` and ``passages``
    are JSON objects.
    """

    question: NDArray[np.int32]
    passage: NDArray[np.int32]
    group: NDArray[np.int8]
    values: NDArray[np.float32]
    grade: NDArray[np.int8]
    problem_grade: NDArray[np.int8]
    own: NDArray[np.bool_]
    channels: tuple[str, ...]
    questions: tuple[dict[str, Any], ...]
    passages: tuple[dict[str, Any], ...]


def collect(retriever: Retriever, corpus: Corpus, questions: Iterable[Question]) -> Features:
    """Gather the candidates of all groups for every question."""
    asked: list[dict[str, Any]] = []
    passages: dict[tuple[str, int], int] = {}
    described: list[dict[str, Any]] = []
    rows: list[tuple[int, int, int, int, int, bool]] = []
    values: list[list[float]] = []
    for number, question in enumerate(questions):
        places = resolve(corpus, question)[0]
        asked.append(_described(question, places))
        for group, candidates in retriever.candidates(retriever.understand(question.query)).items():
            gold = scored(places, group)
            for candidate in candidates:
                passage = candidate.passage
                key = (passage.key.source, passage.key.seq)
                if key not in passages:
                    passages[key] = len(described)
                    described.append(_passage(candidate))
                extent = Extent(passage.doc, passage.span)
                grade = max((place.grade for place in gold if extent.holds(place.anchor)), default=0)
                problem = max((p.grade for p in gold if any(extent.touches(own) for own in p.problem)), default=grade)
                rows.append((number, passages[key], _GROUPS.index(group), grade, problem, group is question.group))
                values.append([_number(getattr(candidate, name)) for name in CHANNELS])
    table = np.asarray(rows, dtype=np.int32).reshape(-1, 6)
    return Features(
        question=table[:, 0],
        passage=table[:, 1],
        group=table[:, 2].astype(np.int8),
        values=np.asarray(values, dtype=np.float32).reshape(-1, len(CHANNELS)),
        grade=table[:, 3].astype(np.int8),
        problem_grade=table[:, 4].astype(np.int8),
        own=table[:, 5].astype(np.bool_),
        channels=CHANNELS,
        questions=tuple(asked),
        passages=tuple(described),
    )


def _described(question: Question, places: Sequence[Place]) -> dict[str, Any]:
    return {
        "id": question.id,
        "set": question.set,
        "style": question.style,
        "group": question.group.value if question.group else None,
        "expect": question.expect.value,
        "query": question.query,
        "gold": [place.id for place in places],
    }


def _passage(candidate: Candidate) -> dict[str, Any]:
    passage = candidate.passage
    return {
        "id": f"{passage.doc}#{passage.key.seq}",
        "locator": passage.locator,
        "kind": passage.kind.value,
        "problem": passage.problem,
        "doc": passage.doc,
        "length": len(passage.text),
    }


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | np.number) else float("nan")


def save(features: Features, path: Path) -> None:
    """Write as a compressed ``.npz``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    described = {name: getattr(features, name) for name in _DESCRIBED}
    arrays: dict[str, Any] = {name: value for name, value in features._asdict().items() if name not in _DESCRIBED}
    np.savez_compressed(path, described=np.asarray(json.dumps(described, ensure_ascii=False)), **arrays)


def load(path: Path) -> Features:
    """Read what :func:`save` wrote."""
    with np.load(path) as stored:
        fields: dict[str, Any] = {name: tuple(value) for name, value in json.loads(str(stored["described"])).items()}
        fields |= {name: stored[name] for name in stored.files if name != "described"}
    return Features(**fields)


def main(args: Sequence[str]) -> int:
    """The command; 0 done, 2 wrong use, or the error's exit code."""
    options = argparse.ArgumentParser(prog="python -m eval.features", description="导出候选段落的各通道数值和标签。")
    options.add_argument("--split", choices=[split.value for split in Split], default="dev", help="用哪一半题")
    options.add_argument("--tuning", action="store_true", help="用 eval/tuning 中有答案的题，不用题集")
    options.add_argument("--out", type=Path, required=True, help="输出文件（.npz）")
    options.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, help="评测语料目录")
    options.add_argument("--home", type=Path, default=DEFAULT_HOME, help="存放已收录语料和向量缓存的目录")
    options.add_argument("--noise", type=Path, help="另外收录这个目录中的法规，作为干扰")
    try:
        chosen = options.parse_args(args)
        questions = select(unique(load_questions()), Split(chosen.split)) if not chosen.tuning else _tuning()
        with prepared(chosen.corpus, chosen.home, load_settings(), noise=chosen.noise, report=tell) as ready:
            save(collect(Retriever(ready.kb), ready.corpus, questions), chosen.out)
    except SystemExit as stop:
        return int(stop.code or 0)
    except XunjianError as error:
        tell(f"错误：{error}")
        return error.exit_code
    tell(f"已写入 {chosen.out}")
    return 0


def _tuning() -> tuple[Question, ...]:
    return tuple(question for question in tuning() if question.expect is Expect.ANSWER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
