"""Who answers for a matter: the names in a field of responsibility."""

from __future__ import annotations

import re

_SPLIT_NAMES = re.compile(r"[、,;。\s|]+")
_NAME_TAIL = re.compile(r"(?:牵头|配合|负责|主办|协办|承办|落实)$|^(?:牵头|配合|主办|协办)[:：]?")


def split_names(words: str) -> list[str]:
    """Names of bodies and persons in a field of responsibility, as printed, without 牵头 or 配合."""
    names: list[str] = []
    for part in _SPLIT_NAMES.split(words.strip("()[]【】 ")):
        name = _NAME_TAIL.sub("", part.strip("()[]【】:")).strip()
        if name:
            names.append(name)
    return names
