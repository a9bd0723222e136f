"""Type parameters and `type` statements (PEP 695, 696): CPython makes them, no guest sees them.

What the compiler binds to a type parameter is an object of CPython's own, whose operators and
subscripts lead into its `typing`. So every read of such a name, anywhere in the program, is
`__type_parameter__(T)`, which gives what stands for it, and anything else as it is. It is found in
no other way: patterns read a name natively, and so may not, and `locals()` shows what the guard
would.

Bounds, defaults and the values of aliases are code of their own, run when they are asked for.
"""

from __future__ import annotations

import ast
from collections import deque
from typing import Any

from .. import vocabulary as words
from .guards import operands
from .names import bind
from .shapes import called, is_name, leads_tick, text_of
from .state import State, Unproven
from .tables import BINDABLE, INPLACE, NONE
from .targets import target


def parameters(state: State, node: ast.AST) -> None:
    """Account for the type parameters of a function, a class or an alias."""
    for each in getattr(node, "type_params", ()):  # from Python 3.12 on
        kind = type(each).__name__
        if kind not in _FIELDS or set(each._fields) - _FIELDS[kind]:
            raise Unproven(each, f"a type parameter of an unknown kind, {kind}")
        bind(state, each.name, each, NONE)
        state.parameters.add(each.name)
        default: Any = getattr(each, "default_value", None)
        if kind == "TypeVarTuple" and type(node) is ast.ClassDef:
            # CPython subscripts `Generic` with it, and dies if that raises (3.12, 3.13).
            raise Unproven(each, "a class with a type parameter for any number of types")
        starred = type(default) is ast.Starred
        state.push(_bound(getattr(each, "bound", None)))
        state.push([_evaluated(default.value if starred else default)])


_FIELDS = {
    "TypeVar": {"name", "bound", "default_value"},
    "ParamSpec": {"name", "default_value"},
    "TypeVarTuple": {"name", "default_value"},
}


def _bound(node: Any) -> list[ast.expr | None]:
    """A bound, or a tuple display of constraints, of which the first ticks."""
    if type(node) is not ast.Tuple:
        return [_evaluated(node)]
    if any(type(each) is ast.Starred for each in node.elts):
        raise Unproven(node, "a star among constraints")
    return [*map(_evaluated, node.elts[:1]), *node.elts[1:]]


def _evaluated(node: Any) -> ast.expr | None:
    """Return `E` of `__tick__(__ticks__) and (E)`, what is evaluated when it is asked for."""
    if node is None:
        return None
    if type(node) is not ast.BoolOp or len(node.values) != 2 or not leads_tick(node):
        raise Unproven(node, "what is evaluated lazily does not tick")
    return node.values[1]


def opens_alias(node: ast.AST) -> bool:
    return type(node).__name__ == "TypeAlias"


def alias(state: State, rest: deque[ast.stmt]) -> list[ast.expr]:
    """`type __t1__[…] = …; X = __type_alias__(__t1__, 'X'); del __t1__`."""
    node: Any = rest.popleft()
    if set(node._fields) - {"name", "type_params", "value"} or not is_name(node.name, "__t1__"):
        raise Unproven(node, "a type alias without its temporary")
    parameters(state, node)
    value = _evaluated(node.value)
    match rest.popleft() if rest else None:
        case ast.Assign([ast.Name() as place], made) if called(made) == words.TYPE_ALIAS:
            given, name = operands(made, words.TYPE_ALIAS)
        case _:
            raise Unproven(node, f"{words.TYPE_ALIAS} is missing")
    if not is_name(given, "__t1__") or text_of(name) != place.id:
        raise Unproven(made, f"{words.TYPE_ALIAS} is told of another alias")
    target(state, place, BINDABLE[state.scope])
    match rest.popleft() if rest else None:
        case ast.Delete([gone]) if is_name(gone, "__t1__"):
            return [] if value is None else [value]
    raise Unproven(node, "a temporary that is not deleted")


def read(state: State, node: ast.Call) -> None:
    """`__type_parameter__(T)`."""
    (operand,) = operands(node, words.TYPE_PARAMETER)
    if type(operand) is not ast.Name:
        raise Unproven(node, f"{words.TYPE_PARAMETER} reads a name")
    state.shown.append(operand)


def unguarded(tree: ast.Module, state: State) -> ast.Name | None:
    """Return a read of the name of a type parameter that has no guard.

    Where annotations are only texts (PEP 563), nothing in them is read.
    """
    names = state.parameters
    for operand in state.shown:
        if operand.id not in names:
            return operand
    if not names:
        return None
    every = [*ast.walk(tree)]
    guards: list[Any] = [each for each in every if called(each) == words.TYPE_PARAMETER]
    covered = {id(each.args[0]) for each in guards}
    # `T *= 3` reads the very variable that it binds, and no statement binds a type parameter.
    inplace: list[Any] = [each for each in every if called(each) in INPLACE]
    covered.update(id(each.args[0]) for each in inplace)
    for each in every if state.texts else ():
        for field in ("annotation", "returns"):
            hint = getattr(each, field, None)
            covered.update(map(id, ast.walk(hint)) if hint is not None else ())
    for each in every:
        if type(each) is not ast.Name or type(each.ctx) is not ast.Load:
            continue
        if each.id in names and id(each) not in covered:
            return each
    return None
