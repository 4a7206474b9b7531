"""Formats without a reader: what they are called and what their owner should do."""

from __future__ import annotations

from pathlib import PurePath

_PRINT = "请用阅读器打开，导出（或打印）为 PDF，或把文字复制到 Word 文档后再收录。"
_UNPACK = "请先解压，把其中的文件（或重新打成 zip 的压缩包）收录。"
_MAIL = "请打开邮件，把附件另存后收录；正文需要收录的，另存为 txt 或 docx 后再收录。"
_SAVE = "请用 WPS 或 Word 打开，另存为 docx（表格存为 xlsx）后再收录。"
_REFUSED = {
    "ofd": ("OFD 版式文件", _PRINT),
    "sheets": ("公文版式文件", _PRINT),
    "ppt": ("演示文稿", "请另存为 PDF 后再收录。"),
    "pptx": ("演示文稿", "请另存为 PDF 后再收录。"),
    "mail": ("电子邮件", _MAIL),
    "xml": ("XML 数据文件", _SAVE),
    "uof": ("UOF 文档", _SAVE),
    "rar": ("RAR 压缩包", _UNPACK),
    "7z": ("7z 压缩包", _UNPACK),
    "gzip": ("GZIP 压缩包", _UNPACK),
    "exe": ("程序", "巡鉴只收录文件资料。"),
}
#: Suffixes of documents and parcels that offices send and no reader takes: refused by name, not passed over.
REFUSED_SUFFIXES = {
    ".ofd": "ofd", ".ceb": "sheets", ".cebx": "sheets", ".gd": "sheets", ".gw": "sheets", ".sep": "sheets",
    ".caj": "sheets", ".ppt": "ppt", ".dps": "ppt", ".pptx": "pptx", ".eml": "mail", ".msg": "mail", ".uof": "uof",
    ".rar": "rar", ".7z": "7z", ".gz": "gzip", ".tgz": "gzip",
}  # fmt: skip


def refusal(kind: str, name: str) -> str:
    """Why a file of a format without a reader is not taken in, and what to do (Chinese)."""
    if kind == "zip":
        return f"{name} 其实是 ZIP 压缩包。请把扩展名改为 .zip，或解压后再收录。"
    known = kind if kind in _REFUSED else REFUSED_SUFFIXES.get(PurePath(name).suffix.lower(), "")
    if known in _REFUSED:
        title, advice = _REFUSED[known]
        return f"{name} 是{title}，不能直接收录。{advice}"
    return f"{name} 是二进制文件，暂不支持收录。请转换为 docx、pdf、txt、html 或 xlsx 后再收录。"
