"""Fits ``retrieval/topic.json``: ``python -m eval.fit_topic [--write]``.

Learned from ``eval/topics.jsonl`` (questions inside and outside the field, written by somebody who never saw a
ranking), from ``eval/tuning`` and from the development half of ``eval/questions``, by what ``understand`` leaves of
them, as the engine embeds it.  The threshold is set on
cross-validated probabilities, where ``WRONGLY`` of the answerable questions would be refused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, prepared
from eval.logistic import Matrix, balanced, logistic, sums
from eval.progress import tell
from eval.questions import FOLDER, Expect, fold_of, json_lines, load, plain, tuning, unique
from eval.split import Split, select
from kb.settings import load_settings
from retrieval.engine import Retriever
from retrieval.fitted import MODEL
from retrieval.topic import FILE

TOPICS = FOLDER.parent / "topics.jsonl"

#: Share of the answerable questions the threshold may cost, cross-validated; the judge behind it costs 2.5 %.
WRONGLY = 0.01
#: Shrinkage of the standardised weights; from .01 to .1 the cross-validated figures differ by one point.
RIDGE = 0.03
FOLDS = 10


class Labelled(NamedTuple):
    """A question, whether it is outside, and whether the corpus answers it."""

    query: str
    outside: bool
    answerable: bool


def topics(path: Path = TOPICS) -> list[Labelled]:
    """The questions of ``topics.jsonl`` (``{"query", "inside"}``); raises ``QuestionError``."""

    def made(entry: Any) -> Labelled:
        return Labelled(str(entry["query"]), not entry["inside"], answerable=False)

    return [one for _, _, one in json_lines(path, "query、inside", made)]


def labelled() -> list[Labelled]:
    """All questions to learn from, each once; none that the test half holds."""
    judged = {plain(question.query) for question in select(unique(load()), Split.TEST)}
    known = [*select(unique(load()), Split.DEV), *tuning()]
    asked = [Labelled(one.query, one.style == "out", one.expect is not Expect.REFUSE) for one in known]
    once: dict[str, Labelled] = {}
    for one in [*asked, *topics()]:
        if plain(one.query) not in judged:
            once.setdefault(plain(one.query), one)
    return list(once.values())


def _fitted(matrix: Matrix, labels: NDArray[np.bool_]) -> Matrix:
    return logistic(matrix, labels, balanced(labels), RIDGE)


def fit(questions: Sequence[Labelled], vectors: Matrix, report: Callable[[str], None]) -> dict[str, object]:
    """The content of ``topic.json``; ``vectors`` has a row for each question."""
    labels = np.array([one.outside for one in questions])
    answerable = np.array([one.answerable for one in questions])
    mean, scale = vectors.mean(axis=0), float(vectors.std(axis=0).mean())
    matrix = (vectors - mean) / scale
    fold = np.array([fold_of(one.query, FOLDS) for one in questions])
    unseen = np.zeros(len(questions))
    for held in range(FOLDS):
        weights = _fitted(matrix[fold != held], labels[fold != held])
        unseen[fold == held] = sums(matrix[fold == held], weights)
    threshold = float(np.quantile(unseen[answerable], 1 - WRONGLY))
    report(
        f"留出：有答案的误拒 {(unseen[answerable] > threshold).mean():.1%}（{answerable.sum()} 题），"
        f"领域之外拒答 {(unseen[labels] > threshold).mean():.1%}（{labels.sum()} 题），"
        f"领域之内无答案的拒答 {(unseen[~labels & ~answerable] > threshold).mean():.1%}"
    )
    fitted = _fitted(matrix, labels)
    weights = fitted[:-1] / scale
    return {
        "model": MODEL,
        "refuse": round(1 / (1 + float(np.exp(-threshold))), 4),
        "intercept": round(float(fitted[-1] - weights @ mean), 4),
        "weights": [round(float(weight), 3) for weight in weights],
    }


def main(args: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_topic", description="拟合“是否属于本领域”的判断。")
    parser.add_argument("--write", action="store_true", help=f"写入 {FILE.name}")
    write = parser.parse_args(args).write
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=tell) as ready:
        retriever = Retriever(ready.kb)
        read = [(one, retriever.understand(one.query).core) for one in labelled()]
        questions = [one for one, core in read if core]
        vectors = ready.kb.embedder.encode_queries([core for _, core in read if core])
    fitted = fit(questions, vectors.astype(np.float64), tell)
    if write:
        FILE.write_text(json.dumps(fitted, ensure_ascii=False) + "\n", encoding="utf-8")
        tell(f"已写入 {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
