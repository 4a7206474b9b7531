"""How well documents are taken apart: a folder of texts with their truth, scored by what the parser finds in them.

``python -m eval.structure_scores FOLDER [--half even|odd|all] [--numbers]`` reads every ``NAME.txt`` with a
``NAME.json`` beside it, takes it through reader, cleaner and parser as the product does, and prints precision and
recall; without ``--numbers`` every difference is listed.  ``--half`` chooses by the number the file name begins with,
so that one half can be kept unseen.

The truth (``kind``, ``title``, ``unit``, ``published``, ``persons``, ``personal_other``, ``outside``, ``problems`` with
``title``, ``measures``, ``results``, ``results_inline``, ``pending``, ``deadlines``, ``status``) names a place by the
first characters behind its ordinal or label, blanks left out.  A found item is right when it holds such a key near its
beginning; a result is right when it stands inside its problem and is not itself called a measure.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.cleaning import CleanText, clean
from ingest.readers import read
from ingest.script import to_simplified
from ingest.structure import parse
from kb.model import Document, DocumentKind, Problem, Span, Status
from kb.text import fold

# An ordinal, a label or a name in front of the key has at most so many characters (整改落实情况：已完成。一是).
_NEAR = 16
# Titles that agree in so many characters at the beginning name the same problem; their exact form is scored apart.
_SAME = 8
_PUNCTUATION = re.compile(r"[\s“”\"‘’「」『』《》,。;:、.!?()\[\]【】-]")
_STATUS = {
    "done": {Status.COMPLETED},
    "ongoing": {Status.IN_PROGRESS, Status.BASICALLY_COMPLETED, Status.NOT_STARTED},
    "long_term": {Status.LONG_TERM},
    "unknown": {Status.FEEDBACK_ONLY, Status.NOT_STARTED},
}
# What a document does not say, a reader may take for done; the product takes it for going on.
_INFERRED = {"done": {Status.COMPLETED, Status.IN_PROGRESS, Status.BASICALLY_COMPLETED}}
# Rows of the report in order.
ROWS = (
    "problems", "titles", "measures", "pending", "deadlines", "results", "results_inline", "status", "status_inferred",
    "kind", "title", "unit", "published", "outside", "persons", "persons_default", "personal_other",
)  # fmt: skip


@dataclass
class Tally:
    """Hits among what is there (``wanted``) and among what was found; ``notes`` tell each difference."""

    hits: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, row: str, *, hits: int, wanted: int, found: int) -> None:
        """Count a comparison of sets."""
        self.hits[row] += hits
        self.wanted[row] += wanted
        self.found[row] += found

    def fact(self, row: str, name: str, wanted: object, found: object, *, right: bool) -> None:
        """Count one statement that is right or wrong."""
        self.add(row, hits=right, wanted=1, found=1)
        if not right:
            self.notes.append(f"{name} {row}: wanted {wanted}, found {found}")

    def merge(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.hits.update(other.hits)
        self.wanted.update(other.wanted)
        self.found.update(other.found)
        self.notes += other.notes


def plain(text: str) -> str:
    """Words for comparison: folded, simplified, without blanks and punctuation."""
    return _PUNCTUATION.sub("", to_simplified(fold(text)))


def _fits(key: str, text: str) -> int:
    """Where a key stands near the beginning of a text (masked characters fit any), -1 where it does not."""
    for at in range(min(_NEAR, max(0, len(text) - len(key))) + 1):
        if all(one in (other, "*") for other, one in zip(key, text[at:], strict=False)) and len(text) >= at + len(key):
            return at
    return -1


def _paired(keys: Iterable[str], texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Keys that no text holds and texts that hold no key; each text takes the key nearest to its beginning."""
    left = list(range(len(texts)))
    missing: list[str] = []
    for key in map(plain, keys):
        fits = [(at, index) for index in left if (at := _fits(key, texts[index])) >= 0]
        if fits:
            left.remove(min(fits)[1])
        else:
            missing.append(key)
    return missing, [texts[index] for index in left]


def score(path: Path) -> Tally:
    """Compare one document with the truth beside it."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    raw = read(path.read_bytes(), path.name)
    cleaned = clean(raw)
    documents = parse(cleaned.text, path.name)
    # A compilation is scored by the document that holds most of the problems.
    document = max(documents, key=lambda one: len(one.problems))
    tally = Tally()
    _facts(tally, path.stem, truth, document)
    _privacy(tally, path.stem, truth, cleaned, clean(raw, mask_officials=True))
    _problems(tally, path.stem, truth, cleaned.text, [problem for one in documents for problem in one.problems])
    return tally


def _facts(tally: Tally, name: str, truth: dict[str, Any], document: Document) -> None:
    """Kind, title, unit and day of the document."""
    kinds = {DocumentKind(one) for one in (truth["kind"], truth.get("kind_alt")) if one}
    tally.fact("kind", name, truth["kind"], document.kind.value, right=document.kind in kinds)
    tally.fact("title", name, truth["title"], document.title, right=plain(truth["title"]) == plain(document.title))
    unit = document.meta.unit
    tally.fact("unit", name, truth["unit"], unit, right=plain(truth["unit"] or "") == plain(unit or ""))
    days = {truth["published"], truth.get("published_alt") or truth["published"]}
    day = document.meta.published.isoformat() if document.meta.published else None
    tally.fact("published", name, truth["published"], day, right=day in days)


def _privacy(tally: Tally, name: str, truth: dict[str, Any], usual: CleanText, officials: CleanText) -> None:
    """Names and numbers that must not be readable: with officials masked, and as the product is delivered."""
    for row, key, text in (
        ("persons", "persons", officials.text),
        ("persons_default", "persons", usual.text),
        ("personal_other", "personal_other", usual.text),
    ):
        values = [to_simplified(value) for value in truth.get(key) or ()]
        shown = [value for value in values if value in to_simplified(text)]
        tally.add(row, hits=len(values) - len(shown), wanted=len(values), found=len(values))
        tally.notes += [f"{name} {row}: readable {value}" for value in shown if row != "persons_default"]


def _problems(tally: Tally, name: str, truth: dict[str, Any], text: str, problems: list[Problem]) -> None:
    """Problems by the beginning of their titles, then everything inside them."""
    left = list(problems)
    pairs: list[tuple[dict[str, Any], Problem | None]] = []
    for wanted in truth["problems"]:
        match = next((one for one in left if _same_title(wanted["title"], one.title)), None)
        pairs.append((wanted, match))
        if match:
            left.remove(match)
    matched = sum(match is not None for _, match in pairs)
    tally.add("problems", hits=matched, wanted=len(pairs), found=len(problems))
    tally.notes += [f"{name} problems: missed {wanted['title']}" for wanted, match in pairs if match is None]
    tally.notes += [f"{name} problems: invented {one.locator} {one.title}" for one in left]
    for wanted, match in pairs:
        _inside(tally, f"{name} {match.locator if match else wanted['title'][:10]}", wanted, match, text)
    for one in left:
        tally.found["measures"] += len(one.measures)
        tally.found["pending"] += len(one.pending)
    spans = [item.span for one in problems for items in (one.measures, one.pending) for item in items]
    starts = [plain(_words(text, span)) for span in spans]
    outside = [plain(key) for key in truth.get("outside") or ()]
    wrong = [key for key in outside if any(_fits(key, start) >= 0 for start in starts)]
    tally.add("outside", hits=len(outside) - len(wrong), wanted=len(outside), found=len(outside))
    tally.notes += [f"{name} outside: taken for a measure {key}" for key in wrong]


def _same_title(wanted: str, found: str) -> bool:
    """Whether two titles name the same problem."""
    one, other = plain(wanted), plain(found)
    return one[:_SAME] == other[:_SAME] or (len(other) > _SAME and (one in other or other in one))


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _inside(tally: Tally, name: str, wanted: dict[str, Any], found: Problem | None, text: str) -> None:
    """Title, measures, results, pending work, time limits and status of one problem."""
    exact = found is not None and plain(wanted["title"]) == plain(found.title)
    tally.add("titles", hits=exact, wanted=1, found=found is not None)
    if found and not exact:
        tally.notes.append(f"{name} titles: wanted {wanted['title']}, found {found.title}")
    measures = [plain(_words(text, one.span)) for one in found.measures] if found else []
    pending = [plain(_words(text, one.span)) for one in found.pending] if found else []
    for row, keys, texts in (("measures", wanted["measures"], measures), ("pending", wanted["pending"], pending)):
        missing, extra = _paired(keys, texts)
        tally.add(row, hits=len(keys) - len(missing), wanted=len(keys), found=len(texts))
        tally.notes += [f"{name} {row}: missed {key}" for key in missing]
        tally.notes += [f"{name} {row}: wrong {one[:20]}" for one in extra]
    whole = plain(_words(text, found.span)) if found else ""
    for row in ("results", "results_inline"):
        keys = [plain(key) for key in wanted.get(row) or ()]
        kept = [key for key in keys if key in whole and not any(0 <= _fits(key, one) <= 1 for one in measures)]
        tally.add(row, hits=len(kept), wanted=len(keys), found=len(keys))
        tally.notes += [f"{name} {row}: lost or called a measure {key}" for key in keys if key not in kept]
    _limits(tally, name, wanted, found, text)
    status = wanted["status"]
    explicit = wanted.get("status_explicit", True)
    allowed = _STATUS[status] if explicit else _STATUS[status] | _INFERRED.get(status, set())
    if found:
        row = "status" if explicit else "status_inferred"
        tally.fact(row, name, status, f"{found.status.value} ({found.status_reason})", right=found.status in allowed)


def _limits(tally: Tally, name: str, wanted: dict[str, Any], found: Problem | None, text: str) -> None:
    """Time limits by day, or by their words where they give none."""
    keys = Counter(one["date"] or plain(one["text"])[:4] for one in wanted["deadlines"])
    spans = set(_spans(found)) if found else set()
    got = Counter(due or plain(_words(text, span))[:4] for span, due in spans)
    # The same day may be printed in a column and in the text.
    hits = sum(1 for key in keys if key in got)
    tally.add("deadlines", hits=hits, wanted=len(keys), found=len(got))
    tally.notes += [f"{name} deadlines: missed {key}" for key in keys if key not in got]
    tally.notes += [f"{name} deadlines: wrong {key}" for key in got if key not in keys]


def _spans(found: Problem) -> Iterator[tuple[Span, str | None]]:
    """Places and days of all time limits of a problem."""
    limits = [*([found.deadline] if found.deadline else []), *(one for item in found.pending for one in item.deadlines)]
    for limit in limits:
        yield limit.span, limit.due.isoformat() if limit.due else None


def table(tally: Tally) -> str:
    """The report: a line for each row that occurs."""
    lines = [f"{'':16}{'right':>7}{'there':>7}{'found':>7}{'prec.':>8}{'recall':>8}"]
    for row in ROWS:
        hits, wanted, found = tally.hits[row], tally.wanted[row], tally.found[row]
        if wanted or found:
            precision = f"{hits / found:8.3f}" if found else f"{'-':>8}"
            recall = f"{hits / wanted:8.3f}" if wanted else f"{'-':>8}"
            lines.append(f"{row:16}{hits:7}{wanted:7}{found:7}{precision}{recall}")
    return "\n".join(lines)


def chosen(folder: Path, half: str) -> list[Path]:
    """The documents of a folder (or of one half of it) that have a truth."""
    paths = [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".json").exists()]
    parity = {"even": 0, "odd": 1}.get(half)
    return [path for path in paths if parity is None or int(re.match(r"\d+", path.name)[0]) % 2 == parity]  # type: ignore[index] # chosen by number only where names have one


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--numbers", action="store_true", help="totals only")
    options = parser.parse_args(arguments)
    total = Tally()
    paths = chosen(options.folder, options.half)
    for path in paths:
        total.merge(score(path))
    differences = "" if options.numbers else "\n".join(total.notes) + "\n\n"
    sys.stdout.write(f"{differences}documents {len(paths)}\n{table(total)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
