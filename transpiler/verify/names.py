"""Identifiers: which may be read, bound, and loaded as attributes without a guard."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .state import State, Unproven
from .tables import NEVER_NATIVE, READABLE, VARIABLES, VARYING, Names


def plainly(state: State, name: str, node: ast.AST) -> None:
    """Require an identifier in the form CPython reads, and no dunder."""
    if name in state.plain:
        return
    if words.normalise(name) != name:
        raise Unproven(node, f"the identifier {name!r} is not in normal form NFKC")
    if words.is_dunder(name):
        raise Unproven(node, f"the name {name} may not stand here")
    state.plain.add(name)


def native(state: State, name: str, node: ast.AST) -> None:
    """Require an attribute name that is safe to load from any object."""
    if name in state.native:
        return
    if name in state.guarded or name in NEVER_NATIVE:
        raise Unproven(node, f"the attribute {name} is loaded without its guard")
    if name not in words.NATIVE_DUNDERS:
        plainly(state, name, node)
    brief(name, node)
    # Within a class CPython reads `__x` as `_C__x`, but nothing that ends in two underscores.
    if (
        name.startswith("__")
        and not name.endswith("__")
        and any(other.startswith("_") and other.endswith(name) for other in state.guarded)
    ):
        raise Unproven(node, f"the private attribute {name} may become a guarded one")
    state.native.add(name)


def brief(name: str, node: ast.AST) -> None:
    """Require an attribute name of a length with which CPython gives its class a version.

    What a class makes of a private one is looked at when it is compiled (`code.py`).
    """
    if len(name) > words.LONGEST_ATTRIBUTE:
        raise Unproven(node, "an attribute has too long a name")


def bind(state: State, name: str | None, node: ast.AST, dunders: Names | None = None) -> None:
    """Account for a name that is bound, if there is one.

    Parameters:
        dunders: those that may be; by default what any binding may bind in this scope.
    """
    if name is None:
        return
    dunders = VARYING[state.scope] if dunders is None else dunders
    if name not in state.plain and name not in dunders:
        plainly(state, name, node)
    state.bound.add(name)


def name(state: State, node: ast.Name) -> None:
    if node.id not in state.plain and node.id not in READABLE[state.scope]:
        plainly(state, node.id, node)


def declaration(state: State, node: ast.Global | ast.Nonlocal) -> None:
    for each in node.names:
        bind(state, each, node, VARIABLES)  # what it says is of another scope
