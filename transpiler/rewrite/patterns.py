"""What patterns read and compare natively: attributes that may be methods, and dotted names.

`case C(count=n)` becomes `case C(count=__taken__(n))`, `case K.t` becomes `case __compared__(K.t)`:
classes that match themselves, and whose instance check looks at what is there.
"""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Splice, put, replace


@plans(cst.MatchValue)
def value_pattern(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.MatchValue)
    if isinstance(node.value, cst.Attribute):
        plan.add("compared", entry, _compared)


def _compared(guard: Guard) -> None:
    entry = guard.entry
    replace(entry, f"{words.COMPARED}(", entry.node, ")")


@plans(cst.MatchKeywordElement)
def keyword_pattern(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.MatchKeywordElement)
    if words.normalise(node.key.value) in words.BOUND:
        plan.add("taken", entry, _taken)


def _taken(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.MatchKeywordElement)
    put(node, "pattern", -1, Splice(f"{words.TAKEN}(", node.pattern, ")"))
