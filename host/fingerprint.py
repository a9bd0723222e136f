"""The one digest of a policy: what a program may say, name and import, and how it is guarded.

Logs, dumps and files of the cache tell by it whether they are of a sandbox like this one; each adds
what else it depends on.
"""

from __future__ import annotations

import sys
from typing import Final

from .transpiler import Policy

try:
    from _sha2 import sha256  # type: ignore[import-not-found]
except ImportError:  # 3.11: a `hashlib` takes longer to import than the program that is looked for
    from _sha256 import sha256  # type: ignore[import-not-found]

_TABLES: Final = ("guarded", "builtins", "modules", "exports", "hints")
#: The large tables last seen, and their digest: they are the same objects in all policies of a
#: process.
_last: tuple[list[object], str] | None = None


def of_policy(policy: Policy) -> str:
    """Return what is the same for all that compile programs alike, in every process.

    The micro version of the interpreter is none of it: the names that a new one has are in the
    tables.
    """
    version = sys.modules[__name__.partition(".")[0]].__version__
    rest = [_told(getattr(policy, name)) for name in policy.__slots__ if name not in _TABLES]
    whole = [
        version, sys.implementation.name, [*sys.version_info[:2]], _of_tables(policy), rest
    ]  # fmt: skip
    return digest_of(repr(whole))


def _of_tables(policy: Policy) -> str:
    global _last
    tables = [getattr(policy, name) for name in _TABLES]
    last = _last
    if last is None or any(a is not b for a, b in zip(last[0], tables, strict=True)):
        last = _last = tables, digest_of(repr([*map(_told, tables)]))
    return last[1]


def _told(value: object) -> object:
    """Return *value*, a part of a policy, with sets and mappings in order."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if hasattr(value, "items"):
        return sorted((name, _told(inner)) for name, inner in value.items())
    return value


def digest_of(*parts: str) -> str:
    """Return the SHA-256 of *parts*, a line each, in hexadecimal."""
    digest: str = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return digest
