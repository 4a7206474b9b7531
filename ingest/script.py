"""Traditional to simplified characters."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 - loads its tables, needless for simplified documents already clean

    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """The text in simplified characters (OpenCC ``t2s``: characters and phrases, no regional vocabulary)."""
    converted: str = _converter().convert(text)
    return converted
