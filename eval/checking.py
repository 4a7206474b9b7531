"""``python -m eval.checking``: how well altered sentences are told from supported ones.

The positive class is *altered*: recall is the share of altered sentences that the checker finds fault with, precision
the share of its alarms that are right.  The pairs of ``eval/checks/pairs.jsonl`` are split by the hash of their id, by
the rule of ``eval.split``; those of ``tuning.jsonl`` (``--tuning``) by their passages, so that the held part shows how
the rules do on documents nobody looked at.  On the test halves nothing is printed about single pairs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.checking.check import Finding, check_sentence
from eval.corpus import DEFAULT_CORPUS, parsed
from eval.mechanical import mechanical
from eval.metrics import Interval, wilson
from eval.questions import QuestionError
from eval.split import Split, side

PAIRS = Path(__file__).with_name("checks") / "pairs.jsonl"
TUNING = Path(__file__).with_name("checks") / "tuning.jsonl"
#: Short sentences written by the authors of the rules; the tests hold the checker to them.
OWN = Path(__file__).with_name("checks") / "own.jsonl"

#: Of the tuning pairs about 60 % are looked at (first byte of the hash below this), the rest is only counted.
LOOKED_AT = 154


class Pair(NamedTuple):
    """A sentence with the passages it cites; ``alteration`` names what was changed, empty where it is supported."""

    id: str
    passages: tuple[str, ...]
    sentence: str
    alteration: str
    note: str = ""


class Result(NamedTuple):
    """A pair with the checker's judgement."""

    pair: Pair
    finding: Finding

    @property
    def right(self) -> bool:
        """Whether alarm and label agree."""
        return self.finding.supported == (not self.pair.alteration)


class Rates(NamedTuple):
    """Precision and recall on altered pairs, alarms on supported ones, and recall by alteration."""

    precision: Interval
    recall: Interval
    alarms: Interval
    by_alteration: dict[str, Interval]


def load(path: Path = PAIRS) -> tuple[Pair, ...]:
    """The pairs of a file in order; raises ``QuestionError`` where a line is no pair or an id stands twice."""
    pairs: dict[str, Pair] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name} 第 {number} 行"
        try:
            data = json.loads(line)
            altered = {"supported": False, "altered": True}[data["label"]]
            pair = Pair(
                data["id"],
                tuple(data["passages"]),
                data["sentence"],
                data["alteration"] if altered else "",
                data.get("note", ""),
            )
        except (ValueError, KeyError, TypeError) as error:
            msg = f"{where}不是一对句子与出处：{error}。请改正。"
            raise QuestionError(msg) from error
        if pair.id in pairs or altered != bool(pair.alteration):
            msg = f"{where}：编号 {pair.id} 重复，或改动与标注不一致。请改正。"
            raise QuestionError(msg)
        pairs[pair.id] = pair
    return tuple(pairs.values())


def by_passages(pairs: Sequence[Pair]) -> dict[str, Split]:
    """The side of each pair, by id: pairs that share a passage, also by way of others, stand on one side."""
    leader: dict[str, str] = {}

    def lead(passage: str) -> str:
        while (above := leader.setdefault(passage, passage)) != passage:
            passage = above
        return passage

    for pair in pairs:
        for passage in pair.passages:
            first, second = sorted((lead(pair.passages[0]), lead(passage)))
            leader[second] = first
    return {
        pair.id: Split.DEV if hashlib.sha256(lead(pair.passages[0]).encode()).digest()[0] < LOOKED_AT else Split.TEST
        for pair in pairs
    }


def judge(pairs: Iterable[Pair]) -> list[Result]:
    """Each pair with its finding."""
    return [Result(pair, check_sentence(pair.sentence, pair.passages)) for pair in pairs]


def rates(results: Sequence[Result]) -> Rates:
    """The figures over judged pairs."""
    altered = [result for result in results if result.pair.alteration]
    supported = [result for result in results if not result.pair.alteration]
    found, alarms = sum(r.right for r in altered), sum(not r.right for r in supported)
    kinds = sorted({result.pair.alteration for result in altered})
    by_kind = {kind: [r.right for r in altered if r.pair.alteration == kind] for kind in kinds}
    return Rates(
        wilson(found, found + alarms),
        wilson(found, len(altered)),
        wilson(alarms, len(supported)),
        {kind: wilson(sum(right), len(right)) for kind, right in by_kind.items()},
    )


def table(name: str, found: Rates) -> str:
    """The figures as lines of text."""
    lines = [
        f"## {name}",
        f"查准率            {_shown(found.precision)}",
        f"查全率            {_shown(found.recall)}",
        f"支持句误报        {_shown(found.alarms)}",
        *(f"查全率：{kind:<10}{_shown(interval)}" for kind, interval in found.by_alteration.items()),
    ]
    return "\n".join(lines)


def _shown(interval: Interval) -> str:
    return f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}] n={interval.n}"


def _wrong(results: Iterable[Result]) -> Iterable[str]:
    """The pairs judged wrongly, for tuning."""
    for result in results:
        if not result.right:
            kinds = "；".join(fault.detail for fault in result.finding.faults) or "无"
            yield (
                f"{result.pair.id} {result.pair.alteration or 'supported'} score={result.finding.score:.2f}\n"
                f"  句：{result.pair.sentence}\n  判：{kinds}\n  注：{result.pair.note}"
            )


def main(args: Sequence[str]) -> int:
    """Print the figures; 0 done."""
    options = argparse.ArgumentParser(prog="python -m eval.checking", description="评测引用核对的查准率和查全率。")
    options.add_argument("--split", choices=[split.value for split in Split], default=Split.DEV.value, help="用哪一半")
    options.add_argument("--tuning", action="store_true", help="用调试题集 tuning.jsonl（按段落划分）")
    options.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, help="自动改动所用的语料目录，不存在则跳过")
    options.add_argument("--show", action="store_true", help="列出判错的句子（只用于调试半）")
    chosen = options.parse_args(args)
    split = Split(chosen.split)
    pairs = load(TUNING if chosen.tuning else PAIRS)
    sides = by_passages(pairs) if chosen.tuning else {pair.id: side(pair.id) for pair in pairs}
    results = judge(pair for pair in pairs if split is Split.ALL or sides[pair.id] is split)
    lines = [
        table(f"{'调试半' if split is Split.DEV else '评判半' if split is Split.TEST else '全部'}", rates(results))
    ]
    if chosen.show and split is Split.DEV:
        lines += _wrong(results)
    if chosen.corpus.is_dir() and not chosen.tuning:
        made = [
            Pair(f"m{number}", item.passages, item.sentence, item.alteration)
            for number, item in enumerate(mechanical(parsed(chosen.corpus).sources.values()))
        ]
        judged = judge(pair for pair in made if split is Split.ALL or side(pair.sentence) is split)
        lines.append(table("自动改动的真实句子", rates(judged)))
        if chosen.show and split is Split.DEV:
            lines += _wrong(judged)
    print("\n".join(lines))  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
