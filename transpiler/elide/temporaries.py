"""Inline tests of any expression: its value is held by a temporary name."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..rewrite.guard import Guard
from ..walk import Entry
from .facts import Facts
from .registry import proof


@proof(
    "value-test", "addend", "inplace-addend", "inplace-operand", "comparand", "container",
    "store-key", "attribute-store", "field", "key", "method", "receiver", "firm",
    "changing", "delegate",
)  # fmt: skip
def value_test(guard: Guard, facts: Facts) -> str | None:
    """`(__t0__ if __type__(__t0__ := E) in GROUP else guard(__t0__))`.

    The temporary is read right after it is bound, and no other code binds the same one, so that
    one name serves all of a function.
    """
    if guard.operand is not None and facts.names.steady(guard.operand):
        return None
    return "held" if may_hold(guard.operand, guard.entry, facts) else None


#: Their values are never of a group that is tested for, or not worth a test.
_POINTLESS: Final = frozenset(
    {
        cst.List, cst.Tuple, cst.Dict, cst.Set, cst.ListComp, cst.SetComp, cst.DictComp, cst.Lambda,
        cst.GeneratorExp, cst.FormattedString, cst.NamedExpr, cst.Await, cst.Yield,
    }
)  # fmt: skip


def may_hold(operand: cst.CSTNode | None, entry: Entry, facts: Facts) -> bool:
    """Tell whether a temporary may be bound around *operand*, which stands in *entry*.

    It is a variable of the function, or a global; a comprehension shares that of the function
    around it. Generator expressions would share it too, but run at any time. In
    a class body it would be an attribute, and in a comprehension there it may not be.
    """
    if type(operand) in _POINTLESS or not facts.names.holds(entry.scope):
        return False
    here: Entry | None = entry
    while here is not None and type(here.node) not in _STATEMENTS:
        # CPython has no walrus in an annotation, nor where a comprehension begins.
        if type(here.node) is cst.Annotation:
            return False
        if here.slot == "iter" and here.parent and type(here.parent.node) is cst.CompFor:
            return False
        if type(here.node) is cst.Lambda:
            return True
        here = here.parent
    return True


#: (`isinstance` is slow for the abstract classes of LibCST.)
_STATEMENTS: Final = frozenset(
    {*cst.BaseSmallStatement.__subclasses__(), *cst.BaseCompoundStatement.__subclasses__()}
)
