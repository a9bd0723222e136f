"""Guarded attributes of instances of a guest's classes, told by an inline test."""

from __future__ import annotations

from typing import Any

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import BOUND, OF_ERRORS, UNREAD, is_dunder, normalise
from ..walk import CLASS, FUNCTION, STORE, Scope
from . import kinds
from .facts import Facts
from .registry import proof
from .temporaries import may_hold


@proof("bare-instance", "attribute-load")
def bare_instance(guard: Guard, facts: Facts) -> str | None:
    """`(n.center if __type__(n) in __bare__ else __attr__.center(n))`: no `str` has been asked.

    Behind a bare class stand only `object` and exceptions, which guard dunders and the names
    of `OF_ERRORS`. Worth a test where the program gives some object an attribute of that name.
    """
    name = normalise(guard.entry.node.attr.value)  # type: ignore[attr-defined]
    if is_dunder(name) or name in OF_ERRORS | UNREAD | BOUND or name not in _given(facts):
        return None
    if not facts.kind(guard.operand)[0] & kinds.OTHER or is_super(guard.operand):
        return None
    if guard.operand is not None and facts.names.steady(guard.operand):
        return "inline"
    return "held" if may_hold(guard.operand, guard.entry, facts) else None


@proof("bare-super", "attribute-load")
def bare_super(guard: Guard, facts: Facts) -> str | None:
    """`(super().__init__ if __type__(self) in __bare__ else __attr__.init__(super()))`.

    `super()` is of the function's first parameter, which nothing binds anew. What comes behind
    in the order of its class is a guest's own `__init__`, or one in C that is safe.
    """
    if normalise(guard.entry.node.attr.value) != "__init__":  # type: ignore[attr-defined]
        return None
    if not is_super(guard.operand) or "super" not in facts.names.builtins:
        return None
    first = first_parameter(guard.entry.scope)
    is_fixed = first is not None and facts.names.is_fixed(guard.entry.scope, first)
    return "inline" if is_fixed else None


def is_super(node: Any) -> bool:
    """Tell whether *node* is `super()`."""
    if type(node) is not cst.Call or node.args or node.lpar or type(node.func) is not cst.Name:
        return False
    return node.func.value == "super" and not node.func.lpar


def first_parameter(scope: Scope) -> str | None:
    """Return the name of the first positional parameter of the function *scope*."""
    params = scope.parameters
    if scope.kind != FUNCTION or params is None:
        return None
    positional = (*params.posonly_params, *params.params)
    return normalise(positional[0].name.value) if positional else None


def _given(facts: Facts) -> frozenset[str]:
    """Return the names of attributes that the program stores, and of what its classes hold."""
    if facts.given is None:
        names = {
            normalise(entry.node.attr.value)
            for entry in facts.listing.entries
            if type(entry.node) is cst.Attribute and entry.role == STORE
        }
        names.update(name for scope, name in facts.names.variables if scope.kind == CLASS)
        facts.given = frozenset(names)
    return facts.given
