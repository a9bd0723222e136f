"""What patterns read and compare natively: attributes that may be methods, and dotted names.

`case C(count=n)` becomes `case C(count=__taken__(n))`, `[K.t]` becomes `[__compared__(K.t)]`: they
match themselves, and look at what is there when they are asked. They cost as much as any
class pattern, so a dotted name that stands for the whole subject has its guard there. What is
copied is paid for the same way: `__starred__([x, *y])`, `__rest__({**z})`.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import EntryTick, Guard, Plan, plans
from .splice import Splice, asking, put, replace


@plans(cst.Match)
def subject(entry: Entry, plan: Plan) -> None:
    """What is compared as a whole is weighed once: `match __subject__(x)`."""
    node = entry.node
    assert type(node) is cst.Match
    if any(map(_compares, (case.pattern for case in _leading(node)))):
        plan.pending[id(node.subject)] = EntryTick("comparand", _subject, True, node.subject)


def _leading(node: cst.Match) -> Iterator[cst.MatchCase]:
    """Yield the cases that are tried before anything runs that could change the subject."""
    for case in node.cases:
        if not _is_still(case.pattern):
            return
        yield case
        if case.guard is not None:
            return


def _is_still(pattern: cst.CSTNode | None) -> bool:
    """Tell whether trying *pattern* asks nobody but the two that are compared."""
    if type(pattern) is cst.MatchOr:
        return all(_is_still(each.pattern) for each in pattern.patterns)
    if type(pattern) is cst.MatchAs:
        return pattern.pattern is None or _is_still(pattern.pattern)
    return type(pattern) is cst.MatchValue or type(pattern) is cst.MatchSingleton


def _compares(pattern: cst.CSTNode | None) -> bool:
    """Tell whether a dotted name stands for all of the subject."""
    if type(pattern) is cst.MatchOr:
        return any(_compares(each.pattern) for each in pattern.patterns)
    if type(pattern) is cst.MatchAs:
        return _compares(pattern.pattern)
    return type(pattern) is cst.MatchValue and type(pattern.value) is cst.Attribute


def _subject(guard: Guard) -> None:
    entry = guard.entry
    assert entry.parent is not None
    owner = entry.parent.node
    node = getattr(owner, entry.slot)
    put(owner, entry.slot, -1, asking(node, words.SUBJECT, guard, words.SCALARS))


@plans(cst.MatchValue)
def value_pattern(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.MatchValue
    if type(node.value) is cst.Attribute and not _is_whole(entry):
        plan.add("compared", entry, _compared)


def _is_whole(entry: Entry) -> bool:
    here = entry.parent
    while here is not None and isinstance(
        here.node, cst.MatchOr | cst.MatchOrElement | cst.MatchAs
    ):
        here = here.parent
    if here is None or type(here.node) is not cst.MatchCase:
        return False
    assert here.parent is not None
    match = here.parent.node
    assert type(match) is cst.Match
    return any(each is here.node for each in _leading(match))


def _compared(guard: Guard) -> None:
    entry = guard.entry
    replace(entry, f"{words.COMPARED}(", entry.node, ")")


@plans(cst.MatchKeywordElement)
def keyword_pattern(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.MatchKeywordElement
    if words.normalise(node.key.value) in words.BOUND:
        plan.add("taken", entry, _taken)


def _taken(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.MatchKeywordElement
    put(node, "pattern", -1, Splice(f"{words.TAKEN}(", node.pattern, ")"))


@plans(cst.MatchList, cst.MatchTuple)
def starred_pattern(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.MatchSequence)
    # (`*_` copies nothing, and has no name.)
    if any(type(each) is cst.MatchStar and each.name is not None for each in node.patterns):
        plan.add("starred", entry, _starred)


def _starred(guard: Guard) -> None:
    node = guard.entry.node
    is_open = type(node) is cst.MatchList and node.lbracket is None
    parts = ("[", node, "]") if is_open else (node,)
    replace(guard.entry, f"{words.STARRED}(", *parts, ")")


@plans(cst.MatchMapping)
def mapping_pattern(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.MatchMapping
    if entry.node.rest is not None:
        plan.add("rest", entry, _rest)


def _rest(guard: Guard) -> None:
    replace(guard.entry, f"{words.REST}(", guard.entry.node, ")")
