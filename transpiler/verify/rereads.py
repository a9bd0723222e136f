"""Names that are read twice in a row: nothing may bind them in between.

Code of the guest may run between any two instructions: CPython collects garbage where it likes,
which closes suspended generators, and what their `finally` suites do. While it does, the code that
was interrupted stands still. So what is bound by that code alone is safe: the variables of a
very function that no `nonlocal` names, and, at module level, where nobody else may write to the
globals, those which only the module's own statements bind. What a function finds outside is held,
so that nothing here rests on where that is. A temporary is held to the same.
"""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .blocks import Blocks
from .shapes import called
from .tables import CLASS


def unsteady(blocks: Blocks) -> ast.expr | None:
    """Return what may change between two reads: an operand of a test, a key, a temporary."""
    for held in blocks.held:
        if not is_steady(held, blocks):
            return held
    for node in blocks.tests:
        if called(node) == words.TYPE or len(node.args) == 2:
            operand = node.args[-1]
            asked = operand.target if type(operand) is ast.NamedExpr else operand
            if type(asked) is not ast.Name or not is_steady(asked, blocks):
                return operand
    return None


def is_steady(node: ast.Name, blocks: Blocks) -> bool:
    """Tell whether two reads of a name, one right after the other, find the same."""
    block, _ = blocks.found[node]
    name = node.id
    if name == words.HELD:  # it belongs to the block that comprehensions stand in
        while block.comprehends and block.around is not None:
            if block.generates:
                return False
            block = block.around
        return block.kind != CLASS and (block is not blocks.module or not blocks.powerful)
    if "__" in name and not words.is_temporary(name):
        return False
    while block.comprehends and not block.generates and name not in block.names:
        if block.around is None:
            return False
        block = block.around
    if block is blocks.module:
        found = block.names.get(name)
        return not blocks.powerful and (found is None or not found.foreign)
    is_own = block.kind != CLASS and name not in block.declared and name in block.names
    return is_own and not block.names[name].foreign
