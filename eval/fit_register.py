"""Fits ``retrieval/register.npz``: ``python -m eval.fit_register --laws FOLDER [--write]``.

Learned from ``eval/register.jsonl``: everyday questions, each about one article of a statute that is not in the
evaluation corpus or about one passage that was invented in the language of notices; the authors never saw a ranking
nor the corpus.  A ridge draws the map to nothing, and what is printed is of statutes that were not learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from eval.corpus import DEFAULT_HOME
from eval.progress import tell
from eval.questions import FOLDER, QuestionError, json_lines
from eval.vectors import CachedEmbedder
from ingest.inputs import Payload
from ingest.pipeline import build_source
from kb.embedding.base import Embedder, Vectors, window_inputs
from kb.embedding.build import ensure_model
from kb.embedding.factory import create_embedder
from kb.errors import NotFoundError, XunjianError
from kb.settings import load_settings
from kb.units import units
from retrieval.register import FILE, Turn

PAIRS = FOLDER.parent / "register.jsonl"

T = TypeVar("T")

#: Cosines are divided by it before they become probabilities: with .01 and .03 the same questions are found within one
#: point.
TEMPERATURE = 0.02
#: Times the squared map.  Cross-validated over documents (1,436 development and tuning questions, without the pairs):
#: .003 finds fewer than no map at all, .03 to .3 within two points of each other.
RIDGE = 0.1
#: All 384 dimensions find no more than 64; 16 find half a point less.
RANK = 64
#: It has converged by then.
_STEPS = 60
FOLDS = 5
#: Questions whose gradients are held at a time: 400 x 10,000 cosines are 16 MB.
_BATCH = 400


class Pair(NamedTuple):
    """An everyday question and what answers it: the article at ``locator`` of the file ``doc``, or the text
    ``official``.
    """

    query: str
    doc: str = ""
    locator: str = ""
    official: str = ""


class Pool:
    """Questions against all passages of one kind, each passage in one window or several."""

    def __init__(self, windows: Vectors, owners: Sequence[int], queries: Vectors, right: Sequence[int]) -> None:
        """``windows`` is ``[n, dimension]``, ``owners`` the passage of each row, in ascending order; ``queries`` is
        ``[m, dimension]``, ``right`` the passage that answers each.  The attributes ``passage`` and ``right`` count the
        passages from 0.
        """
        self.windows, self.queries = windows, queries
        self._starts = np.flatnonzero(np.r_[True, np.diff(owners) != 0])
        names = np.asarray(owners)[self._starts]
        self.passage = np.repeat(np.arange(len(names)), np.diff(np.r_[self._starts, len(owners)]))
        self.right = np.searchsorted(names, np.asarray(right))

    def _best(self, cosines: Vectors) -> Vectors:
        return np.asarray(np.maximum.reduceat(cosines, self._starts, axis=1))

    def ranks(self, queries: Vectors, rows: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """The rank, from 1, of the right passage for each query vector; they are of these rows, by default of all."""
        right = self.right if rows is None else self.right[rows]
        best = self._best(queries @ self.windows.T)
        return np.asarray((best > best[np.arange(len(best)), right][:, None]).sum(axis=1) + 1)

    def loss(self, change: Vectors, rows: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
        """The sum of -log P(right) over questions under ``v + v @ change``, and its gradient."""
        total, gradient = 0.0, np.zeros(change.shape)
        for at in range(0, len(rows), _BATCH):
            part = rows[at : at + _BATCH]
            queries = self.queries[part]
            moved = queries + queries @ change
            length = np.linalg.norm(moved, axis=1, keepdims=True)
            unit = moved / length
            cosines = unit @ self.windows.T
            best = self._best(cosines)
            logs = log_softmax(best / TEMPERATURE, axis=1)
            right = np.arange(len(part)), self.right[part]
            total -= float(logs[right].sum())
            probability = np.exp(logs)
            probability[right] -= 1
            slope = np.where(cosines >= best[:, self.passage], probability[:, self.passage] / TEMPERATURE, 0)
            of_unit = slope.astype(np.float32) @ self.windows
            of_moved = (of_unit - unit * (of_unit * unit).sum(axis=1, keepdims=True)) / length
            gradient += queries.T @ of_moved
        return total, gradient


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of ``register.jsonl``; raises ``QuestionError``."""
    found = []
    for number, line, pair in json_lines(path, "query", lambda entry: Pair(**entry)):
        if not pair.query or bool(pair.official) == bool(pair.doc and pair.locator):
            msg = f"{path.name} 第 {number} 行须写明 doc 和 locator，或者 official（{line[:40]}）。请改正这一行。"
            raise QuestionError(msg)
        found.append(pair)
    return found


def statutes(names: Iterable[str], folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(context, text) of every article of the files with these names below a folder, by (name, locator); raises
    ``NotFoundError`` for a name that is not there.
    """
    paths = {path.name: path for path in sorted(folder.rglob("*.md"))}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name in sorted(set(names)):
        if name not in paths:
            msg = f"{folder} 中没有《{name.removesuffix('.md')}》。请用 --laws 指定存放全部法规的目录。"
            raise NotFoundError(msg)
        source = build_source(Payload(paths[name].read_bytes(), name), name)
        found |= {(name, unit.locator): (unit.context, unit.text) for unit in units(source)}
    return found


def pools(asked: Sequence[Pair], articles: Mapping[tuple[str, str], tuple[str, str]], embedder: Embedder) -> list[Pool]:
    """The questions about statutes against all their articles, and those about invented passages against these."""
    found = []
    numbers = {place: number for number, place in enumerate(articles)}
    about = [pair for pair in asked if pair.doc]
    if about:
        words = [
            (number, window.words)
            for number, (context, text) in enumerate(articles.values())
            for window in window_inputs(embedder, text, context)
        ]
        found.append(
            Pool(
                embedder.encode_passages([text for _, text in words]),
                [number for number, _ in words],
                embedder.encode_queries([pair.query for pair in about]),
                [numbers[pair.doc, pair.locator] for pair in about],
            )
        )
    invented = [pair for pair in asked if pair.official]
    if invented:
        passages = embedder.encode_passages([pair.official for pair in invented])
        queries = embedder.encode_queries([pair.query for pair in invented])
        found.append(Pool(passages, range(len(invented)), queries, range(len(invented))))
    return found


def fit(learned: Sequence[Pool], rows: Sequence[NDArray[np.int64]]) -> Turn:
    """The map under which the right passages are most probable for these rows of the pools."""
    size = learned[0].windows.shape[1]
    count = sum(map(len, rows))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change = flat.reshape(size, size)
        total, gradient = RIDGE * float(flat @ flat), 2 * RIDGE * change
        for pool, chosen in zip(learned, rows, strict=True):
            part, slope = pool.loss(change.astype(np.float32), chosen)
            total, gradient = total + part / count, gradient + slope / count
        return total, gradient.ravel()

    found = minimize(loss, np.zeros(size * size), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    left, strength, right = np.linalg.svd(found.x.reshape(size, size))
    root = np.sqrt(strength[:RANK])
    return Turn((left[:, :RANK] * root).astype(np.float32), (root[:, None] * right[:RANK]).astype(np.float32))


def training_folds(asked: Sequence[Pair]) -> list[NDArray[np.int64]]:
    """The fold of each question, pool by pool; questions about one document are in one fold."""
    docs = {doc: number % FOLDS for number, doc in enumerate(sorted({pair.doc for pair in asked if pair.doc}))}
    folds = [np.array([docs[pair.doc] for pair in asked if pair.doc], dtype=np.int64)]
    folds.append(np.arange(sum(bool(pair.official) for pair in asked)) % FOLDS)
    return [fold for fold in folds if len(fold)]


def unseen(asked: Sequence[Pair], learned: Sequence[Pool]) -> list[NDArray[np.int64]]:
    """The ranks of the right passages, pool by pool, of questions whose document was not learned from."""
    folds = training_folds(asked)
    ranks = [np.zeros(len(fold), dtype=np.int64) for fold in folds]
    for held in range(FOLDS):
        turn = fit(learned, [np.flatnonzero(fold != held) for fold in folds])
        for pool, fold, found in zip(learned, folds, ranks, strict=True):
            found[fold == held] = pool.ranks(turn.of(pool.queries))[fold == held]
    return ranks


def told(name: str, ranks: NDArray[np.int64]) -> str:
    """How many right passages are among the first, in words."""
    shares = "、".join(f"前 {limit} 条 {(ranks <= limit).mean():.1%}" for limit in (1, 5, 20))
    return f"{name}（{len(ranks)} 题）：{shares}"


def run(asked: Sequence[Pair], learned: Sequence[Pool], report: Callable[[str], None]) -> Turn:
    """Fit on all pairs, reporting what the vectors alone find, without and with the map."""
    for pool, ranks in zip(learned, unseen(asked, learned), strict=True):
        report(told("未变换", pool.ranks(pool.queries)))
        report(told("变换后，该文件未用于拟合", ranks))
    return fit(learned, [np.arange(len(pool.queries)) for pool in learned])


def command(
    args: Sequence[str],
    parser: argparse.ArgumentParser,
    *,
    learn: Callable[[Sequence[Pair], Sequence[Pool], bool], T],
    save: Callable[[T], None],
    target: Path,
) -> int:
    """Learn from the pairs, and save where ``--write`` is given, which ``learn`` is told; 0 done, 2 wrong use, or the
    error's exit code.
    """
    parser.add_argument("--laws", type=Path, required=True, help="存放全部法规的目录")
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME, help="存放向量缓存的目录")
    parser.add_argument("--write", action="store_true", help=f"用全部题目拟合并写入 {target.name}")
    try:
        options = parser.parse_args(args)
        settings = load_settings()
        ensure_model(settings)
        asked = pairs()
        articles = statutes((pair.doc for pair in asked if pair.doc), options.laws)
        cached = CachedEmbedder(lambda: create_embedder(settings), options.home / "vectors.sqlite3")
        with closing(cached) as embedder:
            learned = pools(asked, articles, embedder)
        found = learn(asked, learned, options.write)
    except SystemExit as stop:
        return int(stop.code or 0)
    except XunjianError as error:
        tell(f"错误：{error}")
        return error.exit_code
    if options.write:
        save(found)
        tell(f"已写入 {target.name}")
    return 0


def main(args: Sequence[str]) -> int:
    """The command, see :func:`command`."""
    return command(
        args,
        argparse.ArgumentParser(prog="python -m eval.fit_register", description="拟合从生活语言到公文语言的变换。"),
        learn=lambda asked, learned, _: run(asked, learned, tell),
        save=lambda found: np.savez(FILE, down=found.down.astype(np.float16), up=found.up.astype(np.float16)),
        target=FILE,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
