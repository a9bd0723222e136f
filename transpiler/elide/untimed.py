"""Code that takes no step of its own, since it ends soon whatever happens.

What a step pays for is an operation of any kind, and some take much longer than others. So a
function without a step does nothing but calculate with small numbers, and all loops without a step
together add little to what the text of the program does anyway.
"""

from __future__ import annotations

from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..check.targets import star_depth
from ..rewrite.guard import Guard
from ..rewrite.suites import clauses_of
from ..walk import LOAD, Entry
from . import kinds
from .calls import Callee
from .facts import Facts
from .kinds import within
from .registry import proof

#: Items of a loop.
_MOST_ITEMS: Final = 8
#: Entries of the listing in such loops, each counted once an item, in the whole program.
_MOST_REPEATED: Final = 1_000
#: Entries of the listing in a function, and bits of its integers.
_MOST_ENTRIES: Final = 60
_FEW_BITS: Final = 256
#: What a function may have in it, besides the operators below.
_PLAIN: Final = (
    cst.IndentedBlock, cst.SimpleStatementSuite, cst.SimpleStatementLine, cst.Return, cst.Assign,
    cst.AssignTarget, cst.If, cst.Else, cst.Expr, cst.Pass, cst.Name, cst.Integer, cst.Float,
    cst.SimpleString, cst.BooleanOperation, cst.IfExp, cst.Attribute, cst.Tuple, cst.Element,
    cst.ComparisonTarget, cst.Arg,
)  # fmt: skip
#: Of these C knows the length.
_SIZED: Final = kinds.LIST | kinds.TUPLE | kinds.TEXT


@proof("short-loop", "loop")
def short_loop(guard: Guard, facts: Facts) -> str | None:
    """A loop over a few items that are written out runs no more than its body written out so often.

    Nobody else has the list, which therefore does not grow. A loop in a loop multiplies, so only
    the innermost is left without a step, and no function without one is called in it.
    """
    return "native" if id(guard.entry.node) in _untimed(facts)[0] else None


@proof("leaf", "entry-tick")
def leaf(guard: Guard, facts: Facts) -> str | None:
    """A small function that calculates, of which all calls are known, is its body in their place.

    It calls nothing but `len`. Whoever calls it has ticked; nobody does after the run, or from C.
    """
    if type(guard.entry.node) is cst.Lambda:
        return None
    return "native" if id(guard.entry.scope.parameters) in _untimed(facts)[1] else None


@proof("late", "entry-tick")
def late(guard: Guard, facts: Facts) -> str | None:
    """What comes before `if C: return E` and with it is such a leaf; what comes after it ticks.

    So `fib` takes a step where it calls others, and none where it returns at once.
    """
    if type(guard.entry.node) is cst.Lambda or guard.form == "native":
        return None
    return "native" if id(guard.entry.scope.parameters) in _untimed(facts)[2] else None


@proof("late", "late-tick")
def late_tick(guard: Guard, facts: Facts) -> str | None:
    """The step that `late` puts off, taken by the first statement that is no such clause."""
    return "call" if id(guard.entry.scope.parameters) in _untimed(facts)[2] else None


def _untimed(facts: Facts) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return the loops, and the parameters of functions, that take no step; those late with it."""
    if facts.untimed is None:
        loops = _loops(facts)
        functions = _apart(facts, loops)
        leaves = [callee for callee in functions if _calculates(facts, callee)]
        late = [callee for callee in functions if _begins_quickly(facts, callee)]
        facts.untimed = (
            frozenset(id(entry.node) for entry in loops),
            frozenset(id(callee.node.params) for callee in leaves),
            frozenset(id(callee.node.params) for callee in late if callee not in leaves),
        )
    return facts.untimed


def _inside(facts: Facts, entry: Entry) -> list[Entry]:
    return facts.listing.entries[entry.at + 1 : facts.names.last[entry.at] + 1]


def _loops(facts: Facts) -> list[Entry]:
    """Return the short loops in which there is no other."""
    found: list[Entry] = []
    left = _MOST_REPEATED
    for entry in reversed(facts.listing.entries):
        if type(entry.node) is cst.For and _is_short(entry.node):
            end = facts.names.last[entry.at]
            apart = all(not entry.at < inner.at <= end for inner in found)
            work = (end - entry.at) * max(len(entry.node.iter.elements), 1)  # type: ignore[attr-defined]
            if apart and work <= left:
                left -= work
                found.append(entry)
    return found


def _is_short(node: cst.For) -> bool:
    items = node.iter
    return (
        (type(items) is cst.Tuple or type(items) is cst.List)
        and node.asynchronous is None
        and len(items.elements) <= _MOST_ITEMS
        and not any(type(each) is cst.StarredElement for each in items.elements)
        and not star_depth(node.target)
    )


def _apart(facts: Facts, loops: list[Entry]) -> list[Callee]:
    """Return the known functions that no loop without a step calls."""
    callees = {callee.entry.at: callee for callee in facts.names.calls.values()}
    called: set[Callee] = set()
    for entry in loops:
        found = (facts.names.calls.get(id(inner.node)) for inner in _inside(facts, entry))
        called.update(callee for callee in found if callee is not None)
    return [callee for callee in callees.values() if callee not in called]


def _calculates(facts: Facts, callee: Callee) -> bool:
    inside = _inside(facts, callee.entry)
    body = callee.node.body
    start = next(at for at, entry in enumerate(inside) if entry.node is body)
    return len(inside) <= _MOST_ENTRIES and all(_is_quick(facts, entry) for entry in inside[start:])


def _begins_quickly(facts: Facts, callee: Callee) -> bool:
    """Tell whether the clauses that a function begins with do no more than a leaf does."""
    clauses = clauses_of(callee.node.body)
    if not clauses or callee.suspends:
        return False
    first = {id(clause) for clause in clauses}
    entries = [entry for entry in _inside(facts, callee.entry) if id(entry.node) in first]
    inside = [each for entry in entries for each in _inside(facts, entry)]
    return len(inside) <= _MOST_ENTRIES and all(_is_quick(facts, each) for each in inside)


def _is_quick(facts: Facts, entry: Entry) -> bool:
    node: Any = entry.node
    if type(node) is cst.BinaryOperation:
        return _are_small(facts, node, node.left, node.right)
    if type(node) is cst.AugAssign:
        return type(node.target) is cst.Name and _are_small(facts, node.target, node.value)
    if type(node) is cst.UnaryOperation:
        return type(node.operator) is cst.Not or _are_small(facts, node, node.expression)
    if type(node) is cst.Comparison:
        if all(
            (type(each.operator) is cst.Is or type(each.operator) is cst.IsNot)
            for each in node.comparisons
        ):
            return True
        return _are_small(facts, node.left, *(each.comparator for each in node.comparisons))
    if type(node) is cst.Call:
        return facts.builtin(node) == "len" and _is_sized(facts, node)
    if type(node) is cst.AssignTarget:
        return type(node.target) is cst.Name
    if type(node) is cst.Name:  # what may be a type parameter is read by a call
        parameters = facts.listing.parameters
        return not parameters or words.normalise(node.value) not in parameters
    return type(node) in _PLAIN and (type(node) is not cst.Attribute or entry.role == LOAD)


def _is_sized(facts: Facts, call: cst.Call) -> bool:
    plain = len(call.args) == 1 and not call.args[0].star and call.args[0].keyword is None
    return plain and facts.surely(call.args[0].value, _SIZED)


def _are_small(facts: Facts, *nodes: cst.CSTNode) -> bool:
    return all(
        within(kind, kinds.NUMBERS) and kind[1] <= _FEW_BITS for kind in map(facts.kind, nodes)
    )
