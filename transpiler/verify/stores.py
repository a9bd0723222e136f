"""Attributes of an object that surely has been written to before.

`__writable__(n)` raises, or finds that the guest may write to *n*, which it may from then on. So
behind a statement that has asked it, in the same suite and what lies in it, *n* need not be asked
again, if it is the same object still: a parameter that nothing binds anew.
"""

from __future__ import annotations

import ast

from .blocks import Blocks
from .scopes import Block


def is_written_before(blocks: Blocks, node: ast.expr) -> bool:
    """Tell whether *node* names an object that a statement before it has asked about."""
    if type(node) is not ast.Name or node not in blocks.found:
        return False
    block, place = blocks.found[node]
    if not _is_fixed(block, node.id):
        return False
    tests = blocks.asked.get((block, node.id), ())
    while place is not None:
        here = place
        if any(here.suite == test.suite and here.number > test.number for test in tests):
            return True
        place = here.around
    return False


def _is_fixed(block: Block, name: str) -> bool:
    names = block.names.get(name)
    return names is not None and names.fixed
