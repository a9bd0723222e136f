"""Attributes of an object that surely has been written to before.

`__writable__(n)` raises, or finds that the guest may write to *n*, which it may from then on. So
behind a statement that has asked it, in the same suite and what lies in it, *n* need not be asked
again, if it is the same object still: a parameter that nothing binds anew.

That goes for a call of a function from beginning to end. A generator or coroutine asks each time:
it is left, and entered again where a class may not be written to (`runtime/guards/versions.py`).
"""

from __future__ import annotations

import ast

from .blocks import Blocks


def is_written_before(blocks: Blocks, node: ast.expr) -> bool:
    """Tell whether *node* names an object that a statement before it has asked about."""
    if not is_fixed(blocks, node):
        return False
    assert type(node) is ast.Name
    block, place = blocks.found[node]
    if block.pauses:
        return False
    tests = blocks.asked.get((block, node.id), ())
    while place is not None:
        here = place
        if any(here.suite == test.suite and here.number > test.number for test in tests):
            return True
        place = here.around
    return False


def is_fixed(blocks: Blocks, node: ast.expr) -> bool:
    """Tell whether *node* is a parameter of the function it stands in, which nothing binds anew."""
    if type(node) is not ast.Name:
        return False
    block, _ = blocks.found[node]
    names = block.names.get(node.id)
    return names is not None and names.fixed
