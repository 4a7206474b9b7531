"""Parse a folder of statutes and report what the parser doubts: a check at scale, run by hand.

``python -m eval.scale_parse FOLDER [--workers N] [--out FILE.jsonl]`` strips Markdown marks (the cleaners' work),
parses every ``.md`` file and prints totals; with ``--out`` one JSON line a file with kind, article count and warnings.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ingest.structure import parse

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#+[ \t]*", re.MULTILINE)


def plain(markdown: str) -> str:
    """The text of a statute file without comments and heading marks."""
    return _HEADING.sub("", _COMMENT.sub("", markdown))


def check(path: Path) -> dict[str, Any]:
    """Parse one file; the record tells kind, counts, warnings and whether the passages cover the text."""
    text = plain(path.read_text(encoding="utf-8"))
    started = time.perf_counter()
    documents = parse(text, path.name)
    seconds = time.perf_counter() - started
    passages = [passage for document in documents for passage in document.passages]
    covered = "".join("".join(text[passage.span.start : passage.span.end].split()) for passage in passages)
    return {
        "path": str(path),
        "kinds": [document.kind.value for document in documents],
        "titles": [document.title for document in documents],
        "articles": sum(len(document.articles) for document in documents),
        "issued": [str(document.meta.issued) for document in documents],
        "effective": [str(document.meta.effective) for document in documents],
        "passages": len(passages),
        "covered": covered == "".join(text.split()),
        "unique": len({passage.locator for passage in passages}) == len(passages),
        "warnings": [warning for document in documents for warning in document.warnings],
        "seconds": round(seconds, 3),
    }


def main(arguments: list[str] | None = None) -> int:
    """Command line; exit code 1 when a file is not covered or locators repeat."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    paths = sorted(options.folder.rglob("*.md"))
    with multiprocessing.Pool(options.workers) as pool:
        records = pool.map(check, paths, chunksize=32)
    if options.out:
        options.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8")
    broken = [one["path"] for one in records if not (one["covered"] and one["unique"])]
    doubts = Counter(re.sub(r"[第“].*?[条”]|\d+", "…", text)[:14] for one in records for text in one["warnings"])
    lines = [
        f"files {len(records)}, seconds {sum(one['seconds'] for one in records):.1f}",
        f"kinds {dict(Counter(kind for one in records for kind in one['kinds']))}",
        f"articles {sum(one['articles'] for one in records)}",
        f"files with warnings {sum(bool(one['warnings']) for one in records)}: {dict(doubts)}",
        f"broken {broken[:10]}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
