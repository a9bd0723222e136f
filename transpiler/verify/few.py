"""Operators of a set or dictionary that is small and a display beside it, told inline.

`(n | {x} if __type__(n) in __sets__ and __size__(n) < 48 else __union__(n, {x}))`: the type is
exact, so that its length is C's. What is added to *n* after that, by what the display evaluates,
was paid for as it was added.
"""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from .guards import asked_of
from .shapes import is_call, is_name

_FEWEST: Final = 48


def few(test: ast.BoolOp, name: str, right: ast.expr) -> ast.expr | None:
    """Return what *test* looks at, `name` or what it binds to `__t0__`; None for any other form."""
    match test:
        case ast.BoolOp(
            ast.And(),
            [
                ast.Compare(_, [ast.In()], [ast.Name(words.SETS)]) as kind,
                ast.Compare(size, [ast.Lt()], [ast.Constant(int(limit))]),
            ],
        ) if limit <= _FEWEST and is_call(size, words.SIZE, 1) and _is_display(right):
            return asked_of(kind, name) if is_name(size.args[0], name) else None
    return None


def _is_display(node: ast.expr) -> bool:
    """Tell whether *node* is a set or dictionary of a few members that are written down."""
    match node:
        case ast.Set(members):
            starred = any(type(each) is ast.Starred for each in members)
        case ast.Dict(members):
            starred = None in members
        case _:
            return False
    return not starred and len(members) <= words.FEW_ITEMS
