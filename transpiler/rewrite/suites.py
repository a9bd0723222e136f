"""Suites that tick first: function bodies, and handlers that might catch a stopped run.

No line may be added, so the tick goes onto the first line that does anything: before a simple
statement, or into the first expression a compound statement evaluates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from ..walk import Entry
from .guard import EntryTick, Guard, Plan, plans
from .loops import TICK
from .splice import Splice, put

Apply = Callable[[Guard], None]


@plans(cst.FunctionDef)
def function(entry: Entry, plan: Plan) -> None:
    assert isinstance(entry.node, cst.FunctionDef)
    tick_first(entry.node.body, plan)


@plans(cst.Lambda)
def lambda_(entry: Entry, plan: Plan) -> None:
    plan.add("entry-tick", entry, _wrapper("body"))


def tick_first(
    suite: cst.BaseSuite, plan: Plan, kind: str = "entry-tick", owner: cst.CSTNode | None = None
) -> None:
    """Plan the tick of the first statement of *suite* that does anything."""
    if isinstance(suite, cst.SimpleStatementSuite):
        small = _first_small(suite, is_first=True)
        if small is not None:
            plan.pending[id(small)] = EntryTick(kind, _prefix, True, owner)
        return
    assert isinstance(suite, cst.IndentedBlock)
    for i, statement in enumerate(suite.body):
        if isinstance(statement, cst.SimpleStatementLine):
            small = _first_small(statement, is_first=i == 0)
            if small is not None:
                plan.pending[id(small)] = EntryTick(kind, _prefix, True, owner)
                return
        elif isinstance(statement, cst.Try | cst.TryStar):
            return tick_first(statement.body, plan, kind, owner)
        elif not _does_nothing(statement):
            place = _first_evaluated(statement)
            if place is not None:
                node, slot = place
                plan.pending[id(node)] = EntryTick(kind, _wrapper(slot), False, owner)
            return None
    return None


def _first_small(
    line: cst.SimpleStatementLine | cst.SimpleStatementSuite, is_first: bool
) -> cst.BaseSmallStatement | None:
    """Return the first small statement of *line* that does anything."""
    for i, small in enumerate(line.body):
        if isinstance(small, cst.Pass | cst.Global | cst.Nonlocal):
            continue
        if isinstance(small, cst.Expr) and isinstance(small.value, cst.Ellipsis):
            continue
        if is_first and i == 0 and _is_docstring(small):
            continue
        return small
    return None


def _is_docstring(small: cst.BaseSmallStatement) -> bool:
    return isinstance(small, cst.Expr) and _is_plain_string(small.value)


def _is_plain_string(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.ConcatenatedString):
        return _is_plain_string(node.left) and _is_plain_string(node.right)
    return isinstance(node, cst.SimpleString) and "b" not in node.prefix.lower()


def _prefix(guard: Guard) -> None:
    entry = guard.entry
    assert entry.parent is not None
    here = getattr(entry.parent.node, entry.slot)[entry.index]
    put(entry.parent.node, entry.slot, entry.index, Splice(f"{TICK}; ", here))


def _does_nothing(statement: cst.CSTNode) -> bool:
    """A bare `def` binds a name and evaluates nothing of the guest's."""
    return (
        isinstance(statement, cst.FunctionDef)
        and not statement.decorators
        and statement.returns is None
        and all(
            parameter.annotation is None
            and (parameter.default is None or is_constant(parameter.default))
            for parameter in _parameters(statement.params)
        )
    )


def _parameters(params: cst.Parameters) -> list[cst.Param]:
    found = [*params.posonly_params, *params.params, *params.kwonly_params]
    found += [p for p in (params.star_arg, params.star_kwarg) if isinstance(p, cst.Param)]
    return found


def is_constant(node: cst.CSTNode | None) -> bool:
    """Tell whether *node* is a literal number, string, bytes, None, True, False or `...`."""
    if isinstance(node, cst.UnaryOperation):
        return isinstance(node.operator, cst.Minus) and isinstance(
            node.expression, cst.Integer | cst.Float | cst.Imaginary
        )
    if isinstance(node, cst.Name):
        return node.value in ("None", "True", "False")
    if isinstance(node, cst.ConcatenatedString):
        return is_constant(node.left) and is_constant(node.right)
    return isinstance(
        node, cst.Integer | cst.Float | cst.Imaginary | cst.SimpleString | cst.Ellipsis
    )


def _first_evaluated(statement: cst.CSTNode) -> tuple[cst.CSTNode, str] | None:
    """Return where a compound statement keeps the first expression it evaluates.

    A `while` needs none, since it ticks by itself, nor does a bare `class`, since
    `__build_class__` does.
    """
    if isinstance(statement, cst.FunctionDef | cst.ClassDef) and statement.decorators:
        return statement.decorators[0], "decorator"
    if isinstance(statement, cst.FunctionDef):
        return _first_of_signature(statement)
    if isinstance(statement, cst.With):
        return statement.items[0], "item"
    slot = {cst.If: "test", cst.For: "iter", cst.Match: "subject"}.get(type(statement))
    return None if slot is None else (statement, slot)


def _first_of_signature(statement: cst.FunctionDef) -> tuple[cst.CSTNode, str] | None:
    parameters = _parameters(statement.params)
    for parameter in parameters:
        if parameter.default is not None and not is_constant(parameter.default):
            return parameter, "default"
    annotations: Sequence[cst.Annotation | None] = [p.annotation for p in parameters]
    for annotation in (*annotations, statement.returns):
        if annotation is not None:
            return annotation, "annotation"
    return None


def _wrapper(slot: str) -> Apply:
    def apply(guard: Guard) -> None:
        node = guard.entry.node
        put(node, slot, -1, Splice(f"{TICK} and (", getattr(node, slot), ")"))

    return apply
