"""Every error a user can meet, in one tree.

Messages are Chinese and say three things: what happened, the offending value, what to do next.  The command line
prints ``str(error)`` and exits with ``exit_code`` (0 done, 1 nothing found or refused, 2 wrong use, 3 some inputs
failed, 4 the knowledge base needs attention).
"""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘空间已满",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名文件已存在",
    errno.ENAMETOOLONG: "名称过长",
    errno.EMFILE: "打开的文件过多",
    errno.EIO: "磁盘读写出错",
}


def cause(error: BaseException) -> str:
    """Why the system refused something, in Chinese where it is one of the usual reasons."""
    return _CAUSES.get(getattr(error, "errno", None) or 0) or getattr(error, "strerror", None) or type(error).__name__


class XunjianError(Exception):
    """Base of all errors meant for users."""

    exit_code = 2


class SettingsError(XunjianError):
    """A setting is missing, malformed or contradicts another."""


class NotFoundError(XunjianError):
    """A document or place that was asked for by name does not exist."""

    exit_code = 1


class AmbiguousNameError(XunjianError):
    """A name fits several documents; the message lists them."""


class IngestError(XunjianError):
    """One input could not be taken in; the rest of the batch goes on."""

    exit_code = 3


class UnreadableFileError(IngestError):
    """The file is empty, damaged, locked, too large or not what its name says."""


class UnsupportedFormatError(IngestError):
    """No reader for this kind of file, or the optional part that reads it is not installed."""


class ModelError(XunjianError):
    """The embedding model is missing, damaged or cannot be built."""

    exit_code = 4


class ModelMismatchError(ModelError):
    """The stored vectors were made by another model."""


class KnowledgeBaseError(XunjianError):
    """The knowledge base is damaged or of another version."""

    exit_code = 4


class BusyError(KnowledgeBaseError):
    """Another process is writing."""


class ConflictError(XunjianError):
    """Somebody else saved the same work in the meantime."""


class LanguageModelError(XunjianError):
    """The optional language model failed; callers fall back to the extractive answer."""
