"""`SupportsInt` and its like: protocols of one method each, shared by all runs."""

from __future__ import annotations

import typing as real
from typing import Any, Final

from ..standins import plain, trust
from .typing_classes import Protocol, ProtocolMeta
from .typing_vars import TypeVar

_METHODS: Final = {
    "SupportsAbs": "__abs__", "SupportsBytes": "__bytes__", "SupportsComplex": "__complex__",
    "SupportsFloat": "__float__", "SupportsIndex": "__index__", "SupportsInt": "__int__",
    "SupportsRound": "__round__",
}  # fmt: skip


def _made(name: str, method: str) -> Any:
    def abstract(self: Any) -> Any:
        pass

    abstract.__name__ = method
    abstract.__isabstractmethod__ = True  # type: ignore[attr-defined]
    space = {
        "__slots__": (), "__module__": "typing", "__is_runtime__": True, method: abstract,
        "__doc__": getattr(real, name).__doc__,
    }  # fmt: skip
    if name in ("SupportsAbs", "SupportsRound"):
        space["__parameters__"] = (TypeVar("T_co", covariant=True),)
    return ProtocolMeta(name, (Protocol,), space)


SUPPORTS: Final[dict[str, Any]] = {name: _made(name, method) for name, method in _METHODS.items()}
plain(*SUPPORTS.values())
trust(*SUPPORTS.values())
