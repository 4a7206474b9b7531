"""What long runs say on the way."""

from __future__ import annotations

import sys


def tell(text: str) -> None:
    """A line to the standard error output, at once; the standard output is kept for results."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress of a long run
