"""Structure: clean text in, domain objects out."""

from __future__ import annotations

from ingest.structure.parse import parse
from ingest.structure.tree import tree

__all__ = ["parse", "tree"]
