"""Type parameters and `type` statements: what CPython makes of them is shown as the guest's own."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from .. import vocabulary as words
from ..walk import LOAD, Entry
from .guard import Guard, Plan, plans
from .splice import TICK, Part, Splice, line_breaks, parenthesised, put, replace


@plans(cst.Name)
def parameter_read(entry: Entry, plan: Plan) -> None:
    """Any name that is a type parameter somewhere: scopes need not be told apart for that."""
    parameters = plan.listing.parameters
    if parameters and entry.role == LOAD:
        assert type(entry.node) is cst.Name
        if words.normalise(entry.node.value) in parameters:
            plan.add("type-parameter", entry, _read)


def _read(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Name
    replace(guard.entry, *parenthesised(node, f"{words.TYPE_PARAMETER}({node.value})"))


@plans(cst.TypeVar)
def bound(entry: Entry, plan: Plan) -> None:
    """A tuple display is one of constraints, for CPython by its form: it stays one."""
    assert type(entry.node) is cst.TypeVar
    constraints = entry.node.bound
    if type(constraints) is cst.Tuple:
        if constraints.elements:
            plan.add("lazy-tick", entry, _constrained)
    elif constraints is not None:
        plan.add("lazy-tick", entry, _lazily("bound"))


def _constrained(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.TypeVar
    assert type(node.bound) is cst.Tuple
    first = node.bound.elements[0]
    put(first, "value", -1, Splice(f"({TICK} and (", first.value, "))"))


@plans(cst.TypeParam)
def default(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.TypeParam
    if entry.node.default is not None:
        plan.add("lazy-tick", entry, _lazily("default"))


def _lazily(slot: str) -> Callable[[Guard], None]:
    def apply(guard: Guard) -> None:
        node = guard.entry.node
        put(node, slot, -1, Splice("(", f"{TICK} and (", getattr(node, slot), "))"))

    return apply


@plans(cst.TypeAlias)
def alias(entry: Entry, plan: Plan) -> None:
    plan.add("type-alias", entry, _alias)


def _alias(guard: Guard) -> None:
    """`type X = E` becomes `type __t1__ = …; X = __type_alias__(__t1__, 'X'); del __t1__`."""
    node = guard.entry.node
    assert type(node) is cst.TypeAlias
    name = node.name.value
    layout = [
        each
        for each in (node.whitespace_after_type, node.whitespace_after_name,
                     node.whitespace_after_type_parameters, node.whitespace_after_equals)
        if isinstance(each, cst.BaseParenthesizableWhitespace)
    ]  # fmt: skip
    parts: list[Part] = ["type __t1__"]
    if node.type_parameters is not None:
        parts.append(node.type_parameters)
    parts += [" = ", *line_breaks(*layout), f"{TICK} and (", node.value]
    parts += [f"); {name} = {words.TYPE_ALIAS}(__t1__, {words.normalise(name)!r}); del __t1__"]
    if type(node.semicolon) is cst.Semicolon:
        parts.append(node.semicolon)
    replace(guard.entry, *parts)
