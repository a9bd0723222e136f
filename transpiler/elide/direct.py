"""Builtins that are called with what they surely take no longer than a step for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import EMPTY, HEAPS, LIBRARY, READING
from . import kinds
from .facts import Facts
from .kinds import SMALL_BITS, WHOLE, within
from .registry import proof

#: What `str` takes a step for, whatever its type does.
_BRIEF: Final = kinds.NUMBERS | kinds.NONE | kinds.SHORT
_ITERATORS: Final = frozenset({"range", "enumerate", "zip", "reversed"})

Arguments = Sequence[cst.BaseExpression]


@proof("known-call", "builtin")
def known_call(guard: Guard, facts: Facts) -> str | None:
    """The shim would find nothing to pay for; or drains by steps, as the real one is made to.

    The name must surely mean the builtin. `min` and `max` compare scalars, each of which ends
    with the shorter, and of those that they drain no long text; a quotient or a text of small
    numbers is made within a step; a class that a builtin name means is no tuple of tuples. What
    `any`, `all` and `sum` drain ticks.
    `sum` adds up numbers, or what a generator of the program's gives, in which the run is stopped.
    What is made of nothing is empty, and paid for like a display. What `int` and `float` are given
    may be a long text, all of which is in the message if it is no number: unless it surely is none,
    they are called by what pays for that.
    """
    node = guard.entry.node
    assert type(node) is cst.Call
    name = facts.builtin(node)
    if not node.args:
        return "inline" if name in EMPTY else None
    rule = _RULES.get(name)
    if rule is None:
        return None
    args = [arg.value for arg in node.args]
    if rule(facts, args):
        return "inline"
    return "read" if name in READING and len(args) == 1 else None


def _extreme(facts: Facts, args: Arguments) -> bool:
    if len(args) == 1:
        return within(facts.item(args[0]), _BRIEF)
    return all(map(facts.is_scalar, args))


def _divided(facts: Facts, args: Arguments) -> bool:
    sides = [facts.kind(arg) for arg in args]
    numbers = all(within(side, kinds.NUMBERS) for side in sides)
    return len(args) == 2 and numbers and any(side[1] <= SMALL_BITS for side in sides)


def _rounded(facts: Facts, args: Arguments) -> bool:
    """To a power of ten that is written down, or of a float, whose digits are few."""
    if len(args) > 2 or not facts.surely(args[0], WHOLE | kinds.FLOAT):
        return False
    if len(args) == 1 or facts.literal(args[1]) is not None:
        return True
    return facts.surely(args[0], kinds.FLOAT) and facts.surely(args[1], WHOLE)


def _text(facts: Facts, args: Arguments) -> bool:
    kind = facts.kind(args[0])
    return len(args) == 1 and within(kind, _BRIEF) and kind[1] <= SMALL_BITS


def _is_instance(facts: Facts, args: Arguments) -> bool:
    if len(args) != 2:
        return False
    classes: Sequence[cst.BaseExpression] = [args[1]]
    if type(args[1]) is cst.Tuple:
        if any(type(each) is cst.StarredElement for each in args[1].elements):
            return False
        classes = [each.value for each in args[1].elements]
    return all(type(each) is cst.Name and each.value in facts.names.builtins for each in classes)


def _summed(facts: Facts, args: Arguments) -> bool:
    if len(args) != 1:
        return False
    return type(args[0]) is cst.GeneratorExp or within(facts.item(args[0]), kinds.NUMBERS)


def _readable(facts: Facts, args: Arguments) -> bool:
    return len(args) == 1 and within(facts.kind(args[0]), _BRIEF)


def _always(facts: Facts, args: Arguments) -> bool:
    return len(args) == 1


def _listed(facts: Facts, args: Arguments) -> bool:
    """Only what takes a step an item in the shim as well."""
    if len(args) != 1:
        return False
    source = args[0]
    is_call = type(source) is cst.Call and facts.builtin(source) in _ITERATORS
    return is_call or type(source) is cst.GeneratorExp


_RULES: Final[dict[str, Callable[[Facts, Arguments], bool]]] = {
    "all": _always, "any": _always, "sum": _summed, "max": _extreme, "min": _extreme,
    "divmod": _divided, "round": _rounded, "str": _text, "isinstance": _is_instance,
    "list": _listed, "tuple": _listed, "int": _readable, "float": _readable,
}  # fmt: skip


@proof("brief-heap", "library")
def brief_heap(guard: Guard, facts: Facts) -> str | None:
    """All that is ever in the heap are scalars, or short tuples of them, or of such tuples.

    So no comparison takes long, and no guest is asked; and few are made, save by `heapify`. That is
    known only of a list which nobody but the program's own text has, and of what that puts in.
    """
    node = guard.entry.node
    assert type(node) is cst.Call
    path = facts.names.library(node)
    if path not in LIBRARY:
        return None
    if len(node.args) != HEAPS[path] or any(arg.star or arg.keyword for arg in node.args):
        return None
    return "inline" if facts.has_brief_items(node.args[0].value) else None
