"""The list of official documents that a unit should hold (``kb/library/sources.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCES = Path(__file__).parent / "library" / "sources.yaml"


@cache
def listed_sources(path: Path = SOURCES) -> tuple[dict[str, Any], ...]:
    """The official documents on the list kept with the product."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    listed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way
    return tuple(listed["documents"])
