"""Stage *compile*: the very tree that was verified becomes a code object.

Runs nothing. The tree is taken as it is, never its text again, so that what runs is
what was verified.
"""

from __future__ import annotations

import ast
import types

from .cpython import quietly, refusal


def compile_tree(tree: ast.Module, filename: str, text: str | None = None) -> types.CodeType:
    """Compile *tree*, which came from `ast.parse`.

    Parameters:
        tree: a module; `from __future__` statements in it count, flags of the caller do not.
        filename: for tracebacks.
        text: what *tree* was read from, if columns of errors are to count characters;
            without it they count bytes of UTF-8.

    Raises:
        Refusal: CPython finds an error only its compiler looks for (`return` outside a
            function, CL001), or the tree is too deep for it (CL003).
    """
    try:
        # optimize=0: asserts are part of the program, also when the host runs with -O.
        return quietly(compile, tree, filename, "exec", 0, dont_inherit=True, optimize=0)
    except Exception as error:
        raise refusal(error, text, byte_columns=True) from None
