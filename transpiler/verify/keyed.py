"""The parameter of a function that is written as the `key` of a builtin: it gets the items.

The builtin calls it and keeps it to itself; nobody else can, since nothing is bound to it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from .shapes import called

if TYPE_CHECKING:
    from .scopes import Block, Names

_TAKING_KEYS: Final = frozenset({"max", "min", "sorted"})


def keyed(
    calls: list[ast.Call], lambdas: dict[ast.Lambda, Block], builtins: frozenset[str]
) -> list[tuple[Names, ast.expr]]:
    """Return the names of such parameters, each with what it is an item of.

    Parameters:
        calls: those with keywords.
        lambdas: with their blocks.
    """
    found: list[tuple[Names, ast.expr]] = []
    for call in calls:
        if called(call) not in _TAKING_KEYS & builtins or len(call.args) != 1:
            continue
        if any(each.arg is None for each in call.keywords):
            continue
        for keyword in call.keywords:
            function = keyword.value
            if keyword.arg == "key" and type(function) is ast.Lambda:
                names = _only_parameter(function, lambdas[function])
                if names is not None:
                    found.append((names, call.args[0]))
    return found


def _only_parameter(function: ast.Lambda, block: Block) -> Names | None:
    args = function.args
    if args.posonlyargs or args.kwonlyargs or args.vararg or args.kwarg or args.defaults:
        return None
    if len(args.args) != 1 or "__" in args.args[0].arg:
        return None
    names = block.names[args.args[0].arg]
    return names if names.is_only_parameter() else None
