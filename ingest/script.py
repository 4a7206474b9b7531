"""Traditional to simplified characters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# OpenCC leaves 著 alone, which simplified texts write only in words of writing and fame; elsewhere it is 着.
_PARTICLE = re.compile(
    "(?<![编专名论土卓昭原巨遗拙显合译撰较新旧所])著(?![作名称述者书录])",
)


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 - loads its tables, needless for simplified documents already clean

    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """The text in simplified characters (OpenCC ``t2s``: characters and phrases, no regional vocabulary)."""
    converted: str = _converter().convert(text)
    return _PARTICLE.sub("着", converted) if "著" in converted else converted
