"""Where a name that is read is found: the scope rules of CPython's symbol table.

A class body is no scope for the functions in it: neither what it binds nor what it declares
`global` or `nonlocal` holds for them. What the body itself reads is looked for in several places
(its own names, those of a function around it, the module's), so that nothing is known of that; nor
in type parameters and all that depends on them, which sees the names of a class around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..walk import CLASS, MODULE, Scope

if TYPE_CHECKING:
    from .bindings import Bindings, Variable


def home(bindings: Bindings, start: Scope, name: str) -> Scope | None:
    """Return the scope whose variable a read of *name* in *start* finds, None if not known."""
    if start.sees_class:
        return None
    scope = start
    while scope.kind != MODULE and scope.parent is not None:
        if scope.kind != CLASS:
            where = bindings.elsewhere.get((scope, name))
            if where == "global":
                return module_of(scope)
            if where is not None:
                return None  # all around it are shared
            if bindings.binds(scope, name):
                return scope
        scope = scope.parent
    return scope


def candidates(bindings: Bindings, start: Scope, name: str) -> Iterator[Variable]:
    """Yield the variables of which a read of *name* in *start*, wherever it is, may find one."""
    scope: Scope | None = start
    while scope is not None:
        found = bindings.variables.get((scope, name))
        if found is not None:
            yield found
        scope = scope.parent


def module_of(scope: Scope) -> Scope:
    """Return the scope of the module that *scope* lies in."""
    while scope.parent is not None:
        scope = scope.parent
    return scope
