"""Guarded programs kept in a directory, for processes to come.

What is kept is *text*, never code: what is read is verified by this process, under its own policy,
and compiled from the tree that was verified, like text that was guarded a moment ago. So a file
that somebody else has written can at worst hold another program that is as safe as any
guest's; nothing of it is ever unmarshalled. Against that, and against damage:

* the directory belongs to this user and nobody else may write to it, nor to the file;
* a file says what it is of: source, policy, versions of this package and of the interpreter, and
  a digest of all it holds. What does not fit is taken for absent, and written anew.

A file appears under its name whole, so any number of processes may share a directory.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Final

from .fingerprint import digest_of, of_policy
from .transpiler import Guarded, Policy, Refusal, restored
from .transpiler import vocabulary as words

#: Files beyond so many are removed, least recently used first, when one is written.
MOST_FILES: Final = 4_096
#: Of a file, in bytes; a guarded text is several times as long as its source.
_LARGEST: Final = 16 * 2**20
_SUFFIX: Final = ".cloche"


class DiskCache:
    """The programs in one directory.

    Parameters:
        path: of the directory, made if it is not there.

    Raises:
        ValueError: it is no directory of this user's alone.
        OSError: it cannot be made.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        if not os.path.isdir(self.path):
            from pathlib import Path

            Path(self.path).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(os.stat(self.path)):
            raise ValueError(f"{self.path} must belong to this user, and nobody else write to it")

    def load(self, source: str | bytes, policy: Policy, filename: str) -> Guarded | None:
        """Return the program of *source*, verified, None if it is not there or not usable."""
        key = self._key(source, policy, filename)
        try:
            with open(self._place(key), "rb") as file:
                status = os.fstat(file.fileno())
                if not _is_private(status) or status.st_size > _LARGEST:
                    return None
                content = file.read(_LARGEST + 1)
        except OSError:
            return None
        text = _text_of(content, key)
        if text is None:
            return None
        try:
            return restored(source, text, policy, filename)
        except Refusal:
            return None

    def store(self, source: str | bytes, policy: Policy, filename: str, guarded: Guarded) -> None:
        """Keep a program; a directory that cannot be written to keeps nothing."""
        key = self._key(source, policy, filename)
        content = "\n".join((key, digest_of(key, guarded.text), guarded.text))
        with suppress(OSError):
            self._write(key, content.encode("utf-8", "surrogatepass"))
            self._prune()

    def _place(self, name: str) -> str:
        return os.path.join(self.path, name + _SUFFIX)

    def _write(self, key: str, content: bytes) -> None:
        temporary = self._place(f"{key}.{os.getpid()}.{os.urandom(6).hex()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, self._place(key))
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _prune(self) -> None:
        names = [entry for entry in os.scandir(self.path) if entry.name.endswith(_SUFFIX)]
        if len(names) <= MOST_FILES:
            return
        names.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in names[: len(names) - MOST_FILES * 3 // 4]:
            with suppress(OSError):
                os.unlink(entry)

    def _key(self, source: str | bytes, policy: Policy, filename: str) -> str:
        kind, data = ("bytes", source.hex()) if isinstance(source, bytes) else ("text", source)
        return digest_of(repr([of_policy(policy), *_versions(), filename, kind, data]))


def _is_private(status: os.stat_result) -> bool:
    """Tell whether a file is this user's and nobody else may write to it."""
    if sys.platform == "win32":
        return True  # there, the rights of a directory of the user's own are inherited
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.geteuid() and not status.st_mode & others


def _text_of(content: bytes, key: str) -> str | None:
    """Return the guarded text in a file, None if the file is damaged or of something else."""
    try:
        whose, digest, text = content.decode("utf-8", "surrogatepass").split("\n", 2)
    except ValueError:
        return None
    return text if whose == key and digest == digest_of(key, text) else None


@cache
def _versions() -> list[str]:
    """Return what interpreter this is, and what transpiler: by the size and date of its files."""
    files = sorted(_dated(os.path.dirname(words.__file__), ""))
    return [sys.version, sys.implementation.cache_tag or "", *files]


def _dated(folder: str, inside: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _dated(entry.path, f"{inside}{entry.name}/")
            elif entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{inside}{entry.name} {status.st_size} {status.st_mtime_ns}"
