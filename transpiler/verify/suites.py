"""Suites of statements, in which several may stand for one: temporaries and their operator."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Sequence

from .guards import operands
from .names import native
from .shapes import called, is_name, is_same_place, opens_group
from .state import Nodes, State, Unproven
from .tables import INPLACE
from .targets import place


def suite(state: State, body: Sequence[ast.stmt]) -> Nodes:
    """Return the nodes of a suite that are still to be looked at."""
    if not any(map(opens_group, body)):
        return body
    nodes: list[ast.AST] = []
    rest = deque(body)
    while rest:
        nodes += _group(state, rest) if opens_group(rest[0]) else [rest.popleft()]
    return nodes


def _group(state: State, rest: deque[ast.stmt]) -> list[ast.expr]:
    """`__t1__ = X; __t1__.a = __inplace_times__(__t1__.a, R); del __t1__` and its like."""
    first = rest[0]
    names: list[str] = []
    nodes: list[ast.expr] = []
    while rest and opens_group(rest[0]):
        match rest.popleft():
            case ast.Assign([ast.Name(name)], value):
                names.append(name)
                nodes.append(value)
    match rest.popleft() if rest else None:
        case ast.Assign([written], value) if called(value) in INPLACE:
            current, operand = operands(value, called(value))
        case _:
            raise Unproven(first, "temporaries without their operator")
    parts = _parts(state, written)
    if names != [node.id for node in parts if type(node) is ast.Name]:
        raise Unproven(first, "temporaries other than the operands of their operator")
    if len(set(names)) < len(names) or not is_same_place(current, written, parts):
        raise Unproven(first, "temporaries whose operator reads another place than it writes")
    while names:
        match rest.popleft() if rest else None:
            case ast.Delete([*gone]) if len(gone) <= len(names) and all(map(is_name, gone, names)):
                names = names[len(gone) :]
            case _:
                raise Unproven(first, "temporaries that are not deleted")
    return [*nodes, operand]


def _parts(state: State, written: ast.expr) -> list[ast.expr]:
    """Return the parts of a place that is read as it is written."""
    if type(written) is ast.Attribute:
        native(state, written.attr, written)
    elif type(written) is not ast.Subscript:
        raise Unproven(written, "temporaries for neither an attribute nor an item")
    return place(state, written)
