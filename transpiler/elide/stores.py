"""Attributes of an object that has been written to before."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import CONVERTED, SLOTTED, is_dunder, normalise
from ..walk import FUNCTION, Entry
from .facts import Facts
from .registry import proof

Position = tuple[int, int, int]


@proof("written-before", "attribute-store")
def written_before(guard: Guard, facts: Facts) -> str | None:
    """`self.x = 1` has found out whether `self` may be written; then so may it be for `self.y = 2`.

    That holds for a parameter which nothing binds again, in the statements after the first store in
    its suite: who gets there came by it, in the same call (`verify/stores.py`). A guest's class
    stays one, and no object changes its class into another's. Values of slots are looked at each
    time.
    """
    node, scope = guard.operand, guard.entry.scope
    stored = normalise(guard.entry.node.attr.value)  # type: ignore[attr-defined]
    is_slot = stored in SLOTTED or stored in CONVERTED or is_dunder(stored)
    if type(node) is not cst.Name or scope.kind != FUNCTION:
        return None
    name = normalise(node.value)
    if not facts.names.is_fixed(scope, name) or _pauses(guard.entry, facts):
        return None
    tests = facts.written.setdefault((scope, name), [])
    path = _positions(guard.entry)
    if not is_slot and any(here[0] == test[0] and here > test for here in path for test in tests):
        return "native"
    if path and _is_plain_target(guard.entry):
        tests.append(path[0])
    return None


def _pauses(entry: Entry, facts: Facts) -> bool:
    """Tell whether *entry* stands in a generator or coroutine function."""
    if entry.scope in facts.names.pausing:
        return True
    above: Entry | None = entry
    while above is not None and type(above.node) is not cst.FunctionDef:
        above = above.parent
    return above is not None and above.node.asynchronous is not None  # type: ignore[attr-defined]


def _is_plain_target(entry: Entry) -> bool:
    """Tell whether *entry* is what a statement assigns to, by itself."""
    owner = entry.parent.node if entry.parent is not None else None
    if type(owner) is cst.AnnAssign:
        return owner.value is not None
    return type(owner) in (cst.AssignTarget, cst.AugAssign) and entry.slot == "target"


def _positions(entry: Entry) -> list[Position]:
    """Return where *entry* stands in each suite around it: suite, line, statement on it."""
    found: list[Position] = []
    scope = entry.scope
    here = entry
    while here.parent is not None and here.scope is scope:
        owner = here.parent
        if type(owner.node) is cst.SimpleStatementSuite:
            found.append((owner.at, 0, here.index))
        elif type(owner.node) is cst.SimpleStatementLine:
            assert owner.parent is not None
            found.append((owner.parent.at, owner.index, here.index))
            here = owner
            continue
        elif type(owner.node) is cst.IndentedBlock and not isinstance(
            here.node, cst.SimpleStatementLine
        ):
            found.append((owner.at, here.index, 0))
        here = owner
    return found
