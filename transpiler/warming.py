"""Loops of `while`, written so that CPython 3.11 warms to what is in them.

3.11 specialises the code of a function at its eighth call, or when it has jumped back eight
times by `JUMP_BACKWARD`: at the end of a `for`, a comprehension, a `while True`. The test at the
end of any other `while` jumps by itself and does not count, and `while True` has such a test once
it ticks. So a function that is called once searched two dictionaries for every guard, and took up
to twice as long. `while C: S` becomes `while True: if C: S else: break`, which is the same.

From 3.12 on all code is specialised from its beginning.
"""

from __future__ import annotations

import ast
import sys
from typing import Any, Final

NEEDED: Final = sys.version_info < (3, 12)
_SUITES: Final = ("body", "orelse", "finalbody", "handlers", "cases")


def warm(tree: ast.Module) -> None:
    """Change the loops of *tree*, those with an `else` excepted: that belongs to the test."""
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        for suite in _SUITES:
            todo += getattr(node, suite, ())
        if type(node) is ast.While and not node.orelse:
            test = ast.copy_location(
                ast.If(node.test, node.body, [ast.copy_location(ast.Break(), node)]), node
            )
            node.test, node.body = ast.copy_location(ast.Constant(True), node), [test]
