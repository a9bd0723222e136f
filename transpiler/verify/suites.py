"""Suites of statements, in which several may stand for one: temporaries and their operator."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Sequence

from .. import vocabulary as words
from .guards import guarded, operands, peel, unpacked
from .keys import operand_sees
from .names import native
from .operators import augmented_value
from .parameters import alias, opens_alias
from .shapes import called, is_name, is_same_place, opens_group, star_depth
from .state import Nodes, State, Unproven
from .tables import BINDABLE, INPLACE
from .targets import place, target


def suite(state: State, body: Sequence[ast.stmt]) -> Nodes:
    """Return the nodes of a suite that are still to be looked at."""
    if not any(opens_group(node) or opens_alias(node) for node in body):
        return body
    nodes: list[ast.AST] = []
    rest = deque(body)
    while rest:
        if opens_alias(rest[0]):
            nodes += alias(state, rest)
        else:
            nodes += _group(state, rest) if opens_group(rest[0]) else [rest.popleft()]
    return nodes


def _group(state: State, rest: deque[ast.stmt]) -> list[ast.expr]:
    """`__t1__ = X; __t1__.a = __inplace_times__(__t1__.a, R); del __t1__` and its like."""
    first = rest[0]
    names: list[str] = []
    nodes: list[ast.expr] = []
    while rest and opens_group(rest[0]):
        match rest[0]:
            case ast.Assign([ast.Name(name)], value) if called(value) not in INPLACE:
                names.append(name)
                nodes.append(value)
                rest.popleft()
            case _:
                break
    if not names or len(set(names)) < len(names):
        raise Unproven(first, "temporaries that are one another")
    carried = len(names) == 2 and _is_carried(nodes[1], names[0])
    kind = _shared if _is_shared(rest, names) else _carried if carried else _operated
    nodes = kind(state, first, rest, names, nodes)
    while names:
        match rest.popleft() if rest else None:
            case ast.Delete([*gone]) if len(gone) <= len(names) and all(map(is_name, gone, names)):
                names = names[len(gone) :]
            case _:
                raise Unproven(first, "temporaries that are not deleted")
    return nodes


def _operated(
    state: State, first: ast.stmt, rest: deque[ast.stmt], names: list[str], nodes: list[ast.expr]
) -> list[ast.expr]:
    """`__t1__.a = __inplace_times__(__t1__.a, R)`."""
    match rest.popleft() if rest else None:
        case ast.Assign([written], value) if called(value) in INPLACE:
            current, operand = operands(value, called(value))
        case _:
            raise Unproven(first, "temporaries without their operator")
    parts = _parts(state, written)
    if names != [node.id for node in parts if type(node) is ast.Name]:
        raise Unproven(first, "temporaries other than the operands of their operator")
    if not is_same_place(current, written, parts):
        raise Unproven(first, "temporaries whose operator reads another place than it writes")
    operand_sees(written, operand)
    if len(nodes) > 1:
        nodes[1] = guarded(nodes[1], words.KEY, inline=False)
    return [*nodes, operand]


def _is_carried(value: ast.expr, holder: str) -> bool:
    """Tell an attribute of the first temporary from a key: the author cannot name a temporary."""
    match peel(value, words.METHOD) or value:
        case ast.Call(ast.Attribute(ast.Name(words.ATTR)), [ast.Name(read)], []):
            return read == holder
        case ast.Attribute(ast.Name(read)):
            return read == holder
    return False


def _carried(
    state: State, first: ast.stmt, rest: deque[ast.stmt], names: list[str], nodes: list[ast.expr]
) -> list[ast.expr]:
    """`__t2__ = __attr__.a(__t1__); __t2__ += __inplace_addend__(R); __t1__.a = __t2__`.

    Or `__t2__ = __t1__.a`, where *R* leaves the function.
    """
    holder, value = names
    method = peel(nodes[1], words.METHOD)
    match method or nodes[1]:
        case ast.Attribute(ast.Name(), name) if method is not None:
            known = name in words.BOUND
        case ast.Attribute(ast.Name(), name):
            native(state, name, nodes[1])
            known = name not in words.BOUND  # (others are guarded where they are read)
        case ast.Call(ast.Attribute(ast.Name(words.ATTR), guard), [ast.Name()], []):
            dunder = "__" + guard
            name = dunder if words.is_dunder(dunder) else guard
            known = name in state.guarded
        case _:
            raise Unproven(first, f"temporaries without {words.ATTR}")
    if not known:
        raise Unproven(first, f"{words.ATTR} guards no attribute that is written")
    match rest.popleft() if rest else None:
        case ast.AugAssign(ast.Name(changed)) as step if changed == value:
            operand = augmented_value(state, step)
        case ast.Assign([ast.Name(changed)], step) if changed == value and called(step) in INPLACE:
            current, operand = operands(step, called(step))
            if not is_name(current, value):
                raise Unproven(first, "temporaries whose operator reads another place")
        case _:
            raise Unproven(first, "temporaries without their operator")
    match rest.popleft() if rest else None:
        case ast.Assign([ast.Attribute(attr=attr) as written], ast.Name(kept)):
            parts = place(state, written)
        case _:
            raise Unproven(first, "temporaries whose attribute is not written")
    if attr != name or kept != value or not is_name(parts[0], holder):
        raise Unproven(first, "temporaries whose operator reads another place than it writes")
    return [nodes[0], operand]


def _is_shared(rest: deque[ast.stmt], names: list[str]) -> bool:
    match rest[0] if rest else None:
        case ast.Assign([_], value):
            return len(names) == 1 and is_name(_unpacked(value), names[0])
    return False


def _unpacked(value: ast.expr) -> ast.expr:
    return value.args[0] if called(value) == words.UNPACK and value.args else value  # type: ignore[attr-defined]


def _shared(
    state: State, first: ast.stmt, rest: deque[ast.stmt], names: list[str], nodes: list[ast.expr]
) -> list[ast.expr]:
    """`a = __t1__; b, *c = __unpack__(__t1__, 1)`."""
    while _is_shared(rest, names):
        match rest.popleft():
            case ast.Assign([written], value):
                if depth := star_depth(written):
                    value = unpacked(value, words.UNPACK, depth)
                if not is_name(value, names[0]):
                    raise Unproven(first, f"{words.UNPACK} without a star")
                target(state, written, BINDABLE[state.scope])
    return nodes


def _parts(state: State, written: ast.expr) -> list[ast.expr]:
    """Return the parts of a place that is read as it is written."""
    if type(written) is ast.Attribute:
        native(state, written.attr, written)
    elif type(written) is not ast.Subscript:
        raise Unproven(written, "temporaries for neither an attribute nor an item")
    return place(state, written)
