"""Guards, planned construct by construct and then spliced into the text.

    plan     each construct looks at its node and says which guards it needs
    (elide)  drops or cheapens guards by named proofs
    emit     applies the surviving guards, children before parents, and renders the text

Every statement stays on its line. A tree is rewritten once and dropped, so guards are spliced
into its own slots instead of rebuilding nodes, which would cost more than parsing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import libcst as cst

from ..policy import Policy
from ..walk import Entry, Listing
from . import (  # noqa: F401  (each registers its plans)
    attributes,
    calls,
    comparisons,
    direct,
    formatting,
    handlers,
    imports,
    keys,
    loops,
    operators,
    parameters,
    patterns,
    result,
    suites,
    targets,
)
from .guard import PLANS, EntryTick, Guard, Plan
from .render import render
from .suites import has_texts


def plan(
    listing: Listing, policy: Policy, ticks: Mapping[int, EntryTick] = MappingProxyType({})
) -> list[Guard]:
    """Return the guards the program needs, in source order; parents before children.

    Parameters:
        ticks: those of `straight`.
    """
    state = Plan(listing, policy)
    plans = PLANS
    guards, pending = state.guards, state.pending
    texts = has_texts(listing)
    unread: set[Entry] = set()
    for entry in listing.entries:
        if texts and (type(entry.node) is cst.Annotation or entry.parent in unread):
            unread.add(entry)  # nobody evaluates it, and a guard would be shown with it
            continue
        # `emit` applies the guards of a node from last to first: the innermost goes last.
        ahead = pending.pop(id(entry.node), None) if pending else None
        along = ticks.get(id(entry.node)) if ticks else None
        if ahead is not None and along is not None and not (ahead.outermost or along.outermost):
            ahead = None  # one tick in the first expression is enough
        if along is not None and along.outermost:
            guards.append(along.guard(entry))
        if ahead is not None and ahead.outermost:
            guards.append(ahead.guard(entry))
        for function in plans.get(type(entry.node), ()):
            function(entry, state)
        if ahead is not None and not ahead.outermost:
            guards.append(ahead.guard(entry))
        if along is not None and not along.outermost:
            guards.append(along.guard(entry))
    return guards


def emit(module: cst.Module, guards: Iterable[Guard]) -> str:
    """Apply *guards* to *module*, which is spent by it, and return the guarded text."""
    for guard in reversed(list(guards)):
        if guard.form != "native":
            guard.apply(guard)
    return render(module)
