"""Calls by their arguments, and what a loop is given by those that make its iterator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import libcst as cst

from . import kinds
from .kinds import ANY, COUNT, Kind, of, within

if TYPE_CHECKING:
    from .facts import Facts

_SPLITS: Final = frozenset({"split", "rsplit", "splitlines"})


def item_of_call(facts: Facts, call: cst.Call, path: list[int | None]) -> Kind:
    """Return the kind of what lies at *path* in each item that *call* gives."""
    name, args = facts.builtin(call), positional(call)
    if args is None:
        return ANY
    if name == "range" and not path:
        sizes = [facts.kind_now(arg) for arg in args]
        if len(sizes) == 1:
            return COUNT  # one more for each step, from 0
        if sizes and all(within(size, kinds.WHOLE) for size in sizes):
            return of(kinds.INT, max(size[1] for size in sizes) + kinds.WORD)
        return of(kinds.INT, kinds.UNBOUNDED)
    if name == "enumerate" and path and args:
        if path[0] == 1:
            return facts.item_at(args[0], path[1:])
        if path[0] != 0:
            return ANY  # beside a star, or the star's own
        start = facts.kind_now(args[1])[1] if len(args) > 1 else 0
        return of(kinds.INT, start + kinds.WORD)
    if name == "zip" and path and path[0] is not None and 0 <= path[0] < len(args):
        return facts.item_at(args[path[0]], path[1:])
    if name == "reversed" and len(args) == 1 and not path:
        item = facts.item_at(args[0], path)
        return of(item[0], kinds.UNBOUNDED) if within(item, kinds.WHOLE) else item
    if type(call.func) is cst.Attribute and call.func.attr.value in _SPLITS and not path:
        return of(kinds.STR) if within(facts.kind_now(call.func.value), kinds.TEXT) else ANY
    if type(call.func) is cst.Attribute and not args:
        if call.func.attr.value == "values":
            return facts.value_at(call.func.value, path)
        if call.func.attr.value == "items" and path[:1] == [1]:
            return facts.value_at(call.func.value, path[1:])
    return ANY


def positional(call: cst.Call) -> list[cst.BaseExpression] | None:
    """Return the arguments of *call* if they are all plain positional ones."""
    if any(arg.star or arg.keyword is not None for arg in call.args):
        return None
    return [arg.value for arg in call.args]


def is_of_one(call: cst.Call) -> bool:
    """Tell whether *call* has one argument, and perhaps a `key` besides."""
    first, *rest = call.args or [cst.Arg(cst.Name("x"), star="*")]
    named = all(arg.keyword is not None and arg.keyword.value == "key" for arg in rest)
    return not first.star and first.keyword is None and named


def literal_of(node: cst.CSTNode | None) -> int | None:
    """Return the value of a literal integer that is not large, if *node* is one."""
    if type(node) is cst.Integer and len(node.value) < 20:
        return int(node.value.replace("_", ""), 0)
    return None
