"""Where proofs register themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..rewrite.guard import Guard
from .facts import Facts

Proof = Callable[[Guard, Facts], str | None]
_P = TypeVar("_P", bound=Proof)

PROOFS: dict[str, list[tuple[str, Proof]]] = {}


def proof(name: str, *kinds: str) -> Callable[[_P], _P]:
    """Register the decorated function as the proof *name* for the guards *kinds*."""

    def register(function: _P) -> _P:
        for kind in kinds:
            PROOFS.setdefault(kind, []).append((name, function))
        return function

    return register
