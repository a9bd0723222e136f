"""`n += R` of a global that likely is a number: what stands left is tested, and nothing held."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from ..walk import MODULE
from .facts import Facts
from .floats import is_plain, is_short_call
from .registry import proof


@proof("total-test", "inplace-addend")
def total_test(guard: Guard, facts: Facts) -> str | None:
    """`n += (R if __type__(n) in __numbers__ else __inplace_addend__(R))`, where *n* is a name.

    An exact number on the left drains and copies nothing, as in `known-addend`. It is what CPython
    has read of *n* before: nothing else binds that. `R` is written twice and evaluated once. In
    a function, and where *n* is likely to be something else, a test of `R` does.
    """
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    target = node.target
    if type(target) is not cst.Name or target.lpar or guard.entry.scope.kind != MODULE:
        return None
    if not facts.names.steady(target) or not facts.likely.is_number(target):
        return None
    return "beside" if is_plain(node.value) or is_short_call(node.value) else None
