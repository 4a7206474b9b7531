"""Files of a draft: the one place where a checked draft becomes bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile

from assistant.drafting.check import DraftCheck
from assistant.drafting.model import Draft
from assistant.export.marks import Marks, standing
from assistant.export.sources import NoteStyle
from assistant.export.text import to_text
from kb.errors import NotFoundError, XunjianError, cause

#: Characters that file systems do not take; a title becomes a file name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')

#: Characters of a title in a file name: 255 bytes hold 80 Chinese ones with room for a suffix.
_LONGEST = 70


#: A new file can be read by everybody and written by its owner, as other programs leave theirs.
_MODE = 0o644


class Format(StrEnum):
    """The formats a draft can be written in."""

    DOCX = "docx"
    XLSX = "xlsx"
    TXT = "txt"
    JSON = "json"


def format_of(name: str) -> Format:
    """The format a file name asks for; raises ``XunjianError`` naming those there are."""
    suffix = PurePath(f"文稿{name}" if name.startswith(".") else name).suffix.lower().lstrip(".")
    try:
        return Format(suffix)
    except ValueError as error:
        known = "、".join(f".{one.value}" for one in Format)
        msg = f"不能导出为“{suffix or name}”格式。可用的格式：{known}。"
        raise XunjianError(msg) from error


def note_style(name: str) -> NoteStyle:
    """The style of footnotes of that name; raises ``XunjianError`` naming those there are."""
    try:
        return NoteStyle(name.strip().lower())
    except ValueError as error:
        known = "，".join(f"{one.value} {one.label}" for one in NoteStyle)
        msg = f"没有名为“{name}”的出处注释。可用的有：{known}。"
        raise XunjianError(msg) from error


def render(draft: Draft, check: DraftCheck, target: Format, notes: NoteStyle = NoteStyle.FULL) -> bytes:
    """The file.  Sentences that ``check`` could not verify are marked in it, moved places are brought up to date;
    ``notes`` says how much the footnotes of a paper tell.

    Raises ``XunjianError`` for a workbook of a paper without lists.
    """
    marks = Marks.of(check.failed, check.failed_rows)
    if target is Format.DOCX:
        from assistant.export.word import to_docx  # noqa: PLC0415 - python-docx is heavy

        return to_docx(draft, resolutions=check.notes, marks=marks, notes=notes)
    if target is Format.XLSX:
        from assistant.export.excel import to_xlsx  # noqa: PLC0415 - openpyxl is heavy

        if not draft.tables:
            msg = f"{draft.kind.label}没有清单，不能导出为 .xlsx。请导出为 .docx 或 .txt。"
            raise XunjianError(msg)
        return to_xlsx(draft.tables, standing(draft.notes, check.notes), title=draft.title)
    if target is Format.TXT:
        return to_text(draft, resolutions=check.notes, marks=marks, notes=notes).encode()
    return json.dumps(draft.to_json(), ensure_ascii=False, indent=1).encode()


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write all files or none: each beside its place first, then all are moved there.

    Raises ``XunjianError`` naming the file that cannot be written, or that is named twice.
    """
    seen: set[Path] = set()
    for path, _ in files:
        if path.resolve() in seen:
            msg = f"同一个文件写了两次：{path}。请每个文件只写一次。"
            raise XunjianError(msg)
        if path.is_dir():
            msg = f"无法写入 {path}：这是一个文件夹。请写出文件名。"
            raise XunjianError(msg)
        seen.add(path.resolve())
    ready: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, content in files:
            with NamedTemporaryFile(dir=path.parent, prefix=".xunjian-", delete=False) as beside:
                ready.append((Path(beside.name), path))
                beside.write(content)
            ready[-1][0].chmod(path.stat().st_mode if path.exists() else _MODE)
        for temporary, path in ready:
            temporary.replace(path)
    except OSError as error:
        several = "各个文件都没有写入，" if len(files) > 1 else ""
        msg = f"无法写入 {path}：{cause(error)}。{several}请检查文件夹和权限，或者换一个文件名。"
        raise XunjianError(msg) from error
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def read_file(path: Path) -> Draft:
    """The draft in a ``.json`` file; raises ``NotFoundError`` or ``XunjianError``."""
    if not path.is_file():
        msg = f"文稿文件不存在：{path}。请检查路径。"
        raise NotFoundError(msg)
    try:
        return Draft.from_json(json.loads(path.read_text(encoding="utf-8-sig")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path.name} 不是 xunjian draft 写出的文稿。请用 xunjian draft … --out 文件.json 生成。"
        raise XunjianError(msg) from error


def file_name(draft: Draft, target: Format) -> str:
    """A file name made of the title."""
    stem = _FORBIDDEN.sub("", draft.title)[:_LONGEST].strip(" .") or draft.kind.label
    return f"{stem}.{target.value}"
