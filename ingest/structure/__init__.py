"""Structure: clean text in, domain objects out."""

from __future__ import annotations

from ingest.structure.parse import parse

__all__ = ["parse"]
