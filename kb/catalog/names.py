"""Finding a source by the name a user types."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import PurePath

from kb.catalog.infos import SourceInfo
from kb.errors import AmbiguousNameError, NotFoundError

# As many near names as fit into one line of a message.
SUGGESTIONS = 3
# difflib's similarity from which a name is offered: half of the characters in common still helps with short names.
SIMILAR = 0.5


def resolve(name: str, sources: Sequence[SourceInfo]) -> SourceInfo:
    """The source of that id, base name, origin, base name without suffix, or document title: the first that fits.

    Raises ``AmbiguousNameError`` naming all sources where one of these fits several, ``NotFoundError`` with the
    nearest names where none fits.
    """
    wanted = name.strip()
    for fits in (
        lambda info: info.source_id == wanted,
        lambda info: info.doc == wanted,
        lambda info: info.origin == wanted,
        lambda info: PurePath(info.doc).stem == wanted,
        lambda info: any(document.title == wanted for document in info.documents),
    ):
        found = [info for info in sources if fits(info)]
        if len(found) == 1:
            return found[0]
        if found:
            lines = "\n".join(f"  {info.source_id}  {info.doc}  {info.origin}" for info in found)
            msg = f"名称 {name!r} 对应 {len(found)} 份资料：\n{lines}\n请改用第一列的编号。"
            raise AmbiguousNameError(msg)
    near = _nearest(wanted, sources)
    hint = f"相近的有：{'、'.join(near)}。" if near else ""
    msg = f"没有找到名为 {name!r} 的资料。{hint}可用 xunjian list 查看全部资料。"
    raise NotFoundError(msg)


def _nearest(wanted: str, sources: Sequence[SourceInfo]) -> list[str]:
    """Names that hold the wanted one, then similar ones."""
    names = dict.fromkeys(
        label for info in sources for label in (info.doc, *(document.title for document in info.documents)) if label
    )
    holding = [label for label in names if wanted and wanted in label]
    similar = difflib.get_close_matches(wanted, names, SUGGESTIONS, SIMILAR)
    return list(dict.fromkeys([*holding, *similar]))[:SUGGESTIONS]
