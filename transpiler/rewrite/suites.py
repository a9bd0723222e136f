"""Suites that tick first: function bodies, and handlers that might catch a stopped run.

No line may be added, so the tick goes onto the first line that does anything: before a simple
statement, or into the first expression a compound statement evaluates.
"""

from __future__ import annotations

import builtins
import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

import libcst as cst

from ..vocabulary import ENDLESS
from ..walk import Entry, Listing
from .guard import EntryTick, Guard, Plan, plans
from .splice import TICK, Splice, put

Apply = Callable[[Guard], None]


@plans(cst.FunctionDef)
def function(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.FunctionDef
    body = entry.node.body
    if not tick_first(body, plan) and entry.node.name.value in ENDLESS:
        tick_idly(body, plan, "entry-tick", None)
    clauses = clauses_of(body)
    if clauses:
        # Left out, unless a proof puts it in the place of the first (`elide/untimed.py`).
        rest = statements_of(body)[statements_of(body).index(clauses[-1]) + 1 :]
        _tick_at(deque(rest), plan, "late-tick", None, "native")


@plans(cst.Lambda)
def lambda_(entry: Entry, plan: Plan) -> None:
    plan.add("entry-tick", entry, wrapper("body"))


def tick_first(
    suite: cst.BaseSuite, plan: Plan, kind: str = "entry-tick", owner: cst.CSTNode | None = None
) -> bool:
    """Plan the tick of the first statement of *suite* that does anything; tell if there is one.

    The suites of a `try` are looked at as if they stood in its place: what does nothing raises
    nothing, so no handler comes between them.
    """
    return _tick_at(deque(statements_of(suite)), plan, kind, owner)


def clauses_of(suite: cst.BaseSuite) -> list[cst.If]:
    """Return the `if C: return E` that a suite begins with, but for what does nothing."""
    found: list[cst.If] = []
    for statement in statements_of(suite):
        if type(statement) is cst.If and statement.orelse is None and _returns(statement.body):
            found.append(statement)
        elif found or not _is_idle_line(statement):
            break
    return found


def _is_idle_line(statement: cst.CSTNode) -> bool:
    return type(statement) is cst.SimpleStatementLine and all(map(_is_idle, statement.body))


def _returns(suite: cst.BaseSuite) -> bool:
    lines = statements_of(suite)
    line = lines[0] if len(lines) == 1 else None
    if type(line) is not cst.SimpleStatementLine and type(line) is not cst.SimpleStatementSuite:
        return False
    return len(line.body) == 1 and type(line.body[0]) is cst.Return


def _tick_at(
    rest: deque[cst.CSTNode],
    plan: Plan,
    kind: str,
    owner: cst.CSTNode | None,
    form: str = "call",
) -> bool:
    """The same of the statements *rest*."""
    while rest:
        statement = rest.popleft()
        if type(statement) is cst.Try or type(statement) is cst.TryStar:
            parts = (statement, statement.orelse, statement.finalbody)
            suites = [part.body for part in parts if part is not None]
            rest.extendleft(reversed([each for inner in suites for each in statements_of(inner)]))
        elif (
            type(statement) is cst.SimpleStatementLine
            or type(statement) is cst.SimpleStatementSuite
        ):
            small = next((small for small in statement.body if not _is_idle(small)), None)
            if small is not None:
                plan.pending[id(small)] = EntryTick(kind, prefix, True, owner, form)
                return True
        elif not _does_nothing(statement, plan):
            place = first_evaluated(statement, plan.listing)
            if place is not None:
                node, slot = place
                plan.pending[id(node)] = EntryTick(kind, wrapper(slot), False, owner, form)
            return True
    return False


def only_defines(suite: cst.BaseSuite) -> bool:
    """Tell whether *suite* holds functions and nothing else: there is no place for a tick."""
    return all(type(each) is cst.FunctionDef for each in statements_of(suite))


#: Names that mean exceptions wherever nothing binds them.
_EXCEPTIONS: Final = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def catches_computed(handler: cst.ExceptHandler | cst.ExceptStarHandler, listing: Listing) -> bool:
    """Tell whether what *handler* catches is anything but names of builtin exceptions."""
    kind = handler.type
    if kind is None:
        return False
    parts: list[Any] = [kind]
    if type(kind) is cst.Tuple:
        parts = [each.value if type(each) is cst.Element else each for each in kind.elements]
    return not all(
        type(each) is cst.Name and each.value in _EXCEPTIONS and each.value not in listing.bound
        for each in parts
    )


def tick_idly(suite: cst.BaseSuite, plan: Plan, kind: str, owner: cst.CSTNode | None) -> None:
    """Plan a tick before the last statement, but for a `def`, of a suite that does nothing."""
    for statement in reversed(statements_of(suite)):
        if (
            type(statement) is cst.SimpleStatementLine
            or type(statement) is cst.SimpleStatementSuite
        ):
            plan.pending[id(statement.body[-1])] = EntryTick(kind, prefix, True, owner)
            return


def statements_of(suite: cst.BaseSuite) -> Sequence[cst.CSTNode]:
    return suite.body if type(suite) is cst.IndentedBlock else [suite]


def _is_idle(small: cst.BaseSmallStatement) -> bool:
    """Docstrings, `pass`, `...` and declarations evaluate nothing."""
    if type(small) is cst.Expr:
        return type(small.value) is cst.Ellipsis or _is_plain_string(small.value)
    return type(small) is cst.Pass or type(small) is cst.Global or type(small) is cst.Nonlocal


def _is_plain_string(node: cst.BaseExpression) -> bool:
    if type(node) is cst.ConcatenatedString:
        return _is_plain_string(node.left) and _is_plain_string(node.right)
    return type(node) is cst.SimpleString


def prefix(guard: Guard) -> None:
    entry = guard.entry
    assert entry.parent is not None
    here = getattr(entry.parent.node, entry.slot)[entry.index]
    put(entry.parent.node, entry.slot, entry.index, Splice(f"{TICK}; ", here))


def _does_nothing(statement: cst.CSTNode, plan: Plan) -> bool:
    """A bare `def` binds a name and evaluates nothing of the guest's."""
    return (
        type(statement) is cst.FunctionDef
        and not statement.decorators
        and _first_of_signature(statement, plan.listing) is None
    )


_NUMBERS: Final = frozenset({cst.Integer, cst.Float, cst.Imaginary})
_LITERALS: Final = _NUMBERS | {cst.SimpleString, cst.Ellipsis}


def is_constant(node: Any) -> bool:
    """Tell whether *node* is a literal number, string, bytes, None, True, False or `...`."""
    # By exact type: LibCST's classes are abstract base classes, for which `isinstance` is slow.
    kind = type(node)
    if kind is cst.Name:
        return node.value in ("None", "True", "False")
    if kind in _LITERALS:
        return True
    if kind is cst.UnaryOperation:
        return type(node.operator) is cst.Minus and type(node.expression) in _NUMBERS
    return kind is cst.ConcatenatedString and is_constant(node.left) and is_constant(node.right)


def first_evaluated(statement: cst.CSTNode, listing: Listing) -> tuple[cst.CSTNode, str] | None:
    """Return where a compound statement keeps the first expression it evaluates.

    A `while` needs none, since it ticks by itself, nor does a `class` without bases, since
    `__build_class__` does. (The name of a base may be undefined, and then nothing is built.)
    """
    if (
        type(statement) is cst.FunctionDef or type(statement) is cst.ClassDef
    ) and statement.decorators:
        return statement.decorators[0], "decorator"
    if type(statement) is cst.FunctionDef:
        return _first_of_signature(statement, listing)
    if type(statement) is cst.ClassDef:
        return _first_of_header(statement)
    if type(statement) is cst.With:
        return statement.items[0], "item"
    slot = {cst.If: "test", cst.For: "iter", cst.Match: "subject"}.get(type(statement))
    return None if slot is None else (statement, slot)


def _first_of_signature(
    statement: cst.FunctionDef, listing: Listing
) -> tuple[cst.CSTNode, str] | None:
    """Return the first computed default, else the first annotation, as CPython evaluates them."""
    params = statement.params
    for parameter in (*params.posonly_params, *params.params, *params.kwonly_params):
        if parameter.default is not None and not is_constant(parameter.default):
            return parameter, "default"
    if has_lazy_annotations(listing):
        return None
    for each in (
        *params.params, *params.posonly_params, params.star_arg,
        *params.kwonly_params, params.star_kwarg,
    ):  # fmt: skip
        if type(each) is cst.Param and each.annotation is not None:
            starred = each.annotation.annotation
            if type(starred) is cst.StarredElement:
                return starred, "value"
            return each.annotation, "annotation"
    return None if statement.returns is None else (statement.returns, "annotation")


def has_lazy_annotations(listing: Listing) -> bool:
    """Tell whether annotations are evaluated later or never (PEP 563, PEP 649)."""
    return sys.version_info >= (3, 14) or "annotations" in listing.features


def has_texts(listing: Listing) -> bool:
    """Tell whether annotations are kept as text, and never evaluated where they stand (PEP 563)."""
    return sys.version_info < (3, 14) and "annotations" in listing.features


def _first_of_header(statement: cst.ClassDef) -> tuple[cst.CSTNode, str] | None:
    """Return the first base or class keyword that could run code or raise before the class is."""
    for argument in (*statement.bases, *statement.keywords):
        if argument.star or not is_constant(argument.value):
            return argument, "value"
    return None


def wrapper(slot: str) -> Apply:
    def apply(guard: Guard) -> None:
        node = guard.entry.node
        put(node, slot, -1, Splice(f"{TICK} and (", getattr(node, slot), ")"))

    return apply
