"""Sums of texts, told by an inline test of their length."""

from __future__ import annotations

from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .floats import test_of
from .registry import proof


@proof("text-test", "addend")
def text_test(guard: Guard, facts: Facts) -> str | None:
    """`(n if n is a short text else __addend__(n)) + "a"`: what stands beside a text is one.

    Beside another sequence it is no number, for which a test would look in vain.
    """
    if facts.surely(guard.other, kinds.TEXT):
        return test_of(guard, facts) or "call"
    return None


@proof("no-test", "addend")
def beside_sequence(guard: Guard, facts: Facts) -> str | None:
    """What stands beside a list, a tuple or bytes is no number, for which a test would look."""
    return "call" if facts.surely(guard.other, _SEQUENCES) else None


_SEQUENCES = kinds.LIST | kinds.TUPLE | kinds.BYTES
