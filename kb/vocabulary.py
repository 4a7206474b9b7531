"""Reading the vocabulary files: YAML in which everything is text, with errors that name the line.

Scalars are never turned into numbers, dates or booleans: ``110`` and ``no`` are words here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kb.errors import SettingsError, cause

Node: TypeAlias = "str | list[Node] | dict[str, Node]"
Place: TypeAlias = "Sequence[str | int]"

# The C parser reads the lexicon (200 kB) in 0.15 s with all checks, the Python one takes 0.9 s; PyYAML's wheels carry
# the C one.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: Folder below the data folder for parsed forms of packaged files.
CACHE_FOLDER = "cache"

# An error message quotes this much of a value that does not fit, so that it stays on one line.
_QUOTED = 40


class VocabularyFile:
    """A vocabulary file, its content, and how to speak about faults in it.

    A place is the keys and positions that lead from the root to a node.  ``cache`` is a folder where the parsed form
    is kept under the hash of the file (read back in 0.01 s); None parses every time.  Raises ``SettingsError`` where
    the file is unreadable, not YAML, not a mapping, or names a key twice.
    """

    def __init__(self, path: Path, cache: Path | None = None) -> None:
        self.path = path
        try:
            self._data = path.read_bytes()
        except OSError as error:
            msg = f"读不到词表文件 {path}：{cause(error)}。请检查文件是否存在、是否可读。"
            raise SettingsError(msg) from error
        kept = cache / f"{path.stem}-{hashlib.sha256(self._data).hexdigest()[:24]}.json" if cache else None
        known = _load(kept) if kept else None
        self.content: dict[str, Node] = self._parse() if known is None else known
        if kept and known is None:
            _store(kept, self.content)

    def fault(self, place: Place, what: str) -> SettingsError:
        """An error about a node; it names the line of the deepest part of the place that exists."""
        line = self._line(place)
        where = f"{self.path} 第 {line} 行" if line else str(self.path)
        entry = " / ".join(f"第 {key + 1} 项" if isinstance(key, int) else key for key in place)
        return SettingsError(f"词表 {where}（{entry}）{what}。请改正后重试。")

    def mapping(self, node: Node | None, place: Place) -> dict[str, Node]:
        """The node as a mapping, empty when it is missing."""
        if node is None or node == "":
            return {}
        if not isinstance(node, dict):
            raise self.fault(place, f"应为“键: 值”，现为 {_shown(node)}")
        return node

    def items(self, node: Node | None, place: Place) -> list[Node]:
        """The node as a list, empty when it is missing."""
        if node is None or node == "":
            return []
        if not isinstance(node, list):
            raise self.fault(place, f"应为列表，现为 {_shown(node)}")
        return node

    def word(self, node: Node | None, place: Place) -> str:
        """The node as a text that is not blank."""
        if not isinstance(node, str) or not node.strip():
            raise self.fault(place, f"应为一个词语，现为 {_shown(node)}")
        return node.strip()

    def words(self, node: Node | None, place: Place) -> tuple[str, ...]:
        """The node as a list of texts; a single text stands for a list of one."""
        items = [node] if isinstance(node, str) and node else self.items(node, place)
        return tuple(self.word(item, [*place, index]) for index, item in enumerate(items))

    def keys(self, node: dict[str, Node], known: Iterable[str], place: Place) -> None:
        """Refuse keys that mean nothing here: a misspelt key would be lost without a word."""
        allowed = tuple(known)
        for key in node:
            if key not in allowed:
                raise self.fault([*place, key], f"有不认识的项 {key!r}，可用的项为：{'、'.join(allowed)}")

    def _parse(self) -> dict[str, Node]:
        try:
            loader = _Loader(self._data)
            root = loader.get_single_node()
            content = loader.construct_document(root) if root else {}
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f" 第 {mark.line + 1} 行" if mark else ""
            reason = getattr(error, "problem", None) or type(error).__name__
            msg = f"词表 {self.path}{where} 不是有效的 YAML：{reason}。请改正后重试。"
            raise SettingsError(msg) from error
        if not isinstance(content, dict):
            msg = f"词表 {self.path} 的顶层应为“键: 值”，现为 {_shown(content)}。请参照自带的同名文件改正。"
            raise SettingsError(msg)
        self._refuse_duplicates(root)
        return content

    def _refuse_duplicates(self, root: yaml.Node | None) -> None:
        """YAML readers keep the last of two equal keys and lose the first without a word."""
        nodes = [root] if root else []
        while nodes:
            node = nodes.pop()
            if isinstance(node, yaml.SequenceNode):
                nodes += node.value
            elif isinstance(node, yaml.MappingNode):
                seen = set()
                for key, value in node.value:
                    if key.value in seen:
                        msg = f"词表 {self.path} 第 {key.start_mark.line + 1} 行的 {key.value!r} 重复。请合并后重试。"
                        raise SettingsError(msg)
                    seen.add(key.value)
                    nodes.append(value)

    def _line(self, place: Place) -> int | None:
        """The line (from 1) of a place; nodes are composed anew, for only errors need their marks."""
        node = _Loader(self._data).get_single_node()
        line = None
        for key in place:
            if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            elif isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == key), None)
                if pair is None:
                    break
                line = pair[0].start_mark.line + 1
                node = pair[1]
        return line


def _shown(node: object) -> str:
    text = "空" if node in (None, "") else repr(node)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def _load(kept: Path) -> dict[str, Node] | None:
    """A cached form; None when there is none or it is damaged."""
    try:
        content = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _store(kept: Path, content: dict[str, Node]) -> None:
    """Cache a form and drop older ones; where the folder cannot be written to, that only costs time."""
    partial = kept.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        partial.replace(kept)
        for other in kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*.json"):
            if other != kept:
                other.unlink(missing_ok=True)
