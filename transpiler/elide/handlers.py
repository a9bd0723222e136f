"""Handlers that cannot meet a stopped run."""

from __future__ import annotations

import builtins

import libcst as cst

from ..rewrite.guard import Guard
from .facts import Facts
from .registry import proof

#: Builtin exceptions that a stopped run (a GeneratorExit) never is.
ORDINARY = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception)
)


@proof("ordinary-exception", "handler-tick")
def ordinary_exception(guard: Guard, facts: Facts) -> str | None:
    """A handler that names builtin subclasses of Exception, rebound nowhere, never catches Stop.

    If a name is rebound at run time after all, the suite runs until its first tick, which raises.
    """
    handler = guard.operand
    kind = getattr(handler, "type", None)
    return "native" if _is_ordinary(kind, facts.listing.bound) else None


def _is_ordinary(kind: cst.BaseExpression | None, bound: set[str]) -> bool:
    if type(kind) is cst.Tuple:
        return all(
            type(element) is cst.Element and _is_ordinary(element.value, bound)
            for element in kind.elements
        )
    return type(kind) is cst.Name and kind.value in ORDINARY and kind.value not in bound
