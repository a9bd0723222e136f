"""What a loop goes through where it is made."""

from __future__ import annotations

from ..rewrite.guard import Guard
from ..rewrite.loops import sources
from .facts import Facts
from .registry import proof


@proof("real-iterator", "loop-source")
def real_iterator(guard: Guard, facts: Facts) -> str | None:
    """`for i in range(n)` may go through a real `range`: no other code ever has it.

    What stands in its place for guests is a class of ours, since a range that is kept can be
    counted and searched natively, and iterators on iterators can nest without end. Here neither
    can be: the loop takes a step an item, whatever it goes through, and the nest is written out.
    The names must surely mean the builtins.
    """
    assert guard.operand is not None
    return "inline" if all(map(facts.builtin, sources(guard.operand))) else None
