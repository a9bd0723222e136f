"""Code that takes no step of its own, since it ends soon whatever happens.

What is left out must be short, and must not add up: neither a loop nor a function without a step
holds, or calls by name, another one. All else that it may call is a function that ticks.
"""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..check.targets import star_depth
from ..rewrite.guard import Guard
from ..walk import Entry
from .calls import Callee
from .facts import Facts
from .registry import proof

#: Items of a loop, and entries of the listing in its body or in a function's.
_MOST_ITEMS: Final = 8
_MOST_ENTRIES: Final = 120
#: What runs again, or at another time.
_REPEATED: Final = (
    cst.For, cst.While, cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.ListComp, cst.SetComp,
    cst.DictComp, cst.GeneratorExp,
)  # fmt: skip


@proof("short-loop", "loop")
def short_loop(guard: Guard, facts: Facts) -> str | None:
    """A loop over a few items that are written out runs no more than its body written out so often.

    Nobody else has the list, which therefore does not grow.
    """
    return "native" if id(guard.entry.node) in _untimed(facts)[0] else None


@proof("leaf", "entry-tick")
def leaf(guard: Guard, facts: Facts) -> str | None:
    """A small function without loops, of which all calls are known, is as its body in their place.

    Whoever calls it has ticked; nobody calls it after the run, or from C.
    """
    if isinstance(guard.entry.node, cst.Lambda):
        return None
    return "native" if id(guard.entry.scope.parameters) in _untimed(facts)[1] else None


def _untimed(facts: Facts) -> tuple[frozenset[int], frozenset[int]]:
    """Return the loops, and the parameters of the functions, that take no step."""
    if facts.untimed is None:
        loops = _loops(facts)
        facts.untimed = (
            frozenset(id(entry.node) for entry in loops),
            frozenset(id(callee.node.params) for callee in _leaves(facts, loops)),
        )
    return facts.untimed


def _inside(facts: Facts, entry: Entry) -> list[Entry]:
    return facts.listing.entries[entry.at + 1 : facts.names.last[entry.at] + 1]


def _loops(facts: Facts) -> list[Entry]:
    """Return the short loops in which there is no other."""
    found: list[Entry] = []
    for entry in reversed(facts.listing.entries):
        if type(entry.node) is cst.For and _is_short(entry.node):
            end = facts.names.last[entry.at]
            apart = all(not entry.at < inner.at <= end for inner in found)
            if apart and end - entry.at <= _MOST_ENTRIES:
                found.append(entry)
    return found


def _is_short(node: cst.For) -> bool:
    items = node.iter
    return (
        isinstance(items, cst.Tuple | cst.List)
        and node.asynchronous is None
        and len(items.elements) <= _MOST_ITEMS
        and not any(isinstance(each, cst.StarredElement) for each in items.elements)
        and not star_depth(node.target)
    )


def _leaves(facts: Facts, loops: list[Entry]) -> list[Callee]:
    calls = facts.names.calls
    callees = {callee.entry.at: callee for callee in calls.values()}
    small = [callee for callee in callees.values() if _is_small(facts, callee)]
    busy: set[Callee] = set()
    for entry in loops:
        busy |= _called_in(facts, entry)
    return [
        callee
        for callee in small
        if callee not in busy and _called_in(facts, callee.entry).isdisjoint(small)
    ]


def _is_small(facts: Facts, callee: Callee) -> bool:
    inside = _inside(facts, callee.entry)
    return len(inside) <= _MOST_ENTRIES and not any(
        isinstance(entry.node, _REPEATED) for entry in inside
    )


def _called_in(facts: Facts, entry: Entry) -> set[Callee]:
    found = (facts.names.calls.get(id(inner.node)) for inner in _inside(facts, entry))
    return {callee for callee in found if callee is not None}
