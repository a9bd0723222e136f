"""The end of the pipeline: a verified tree becomes code, which is looked at once more.

The one way to code that runs, for programs and for source text at run time, here and in workers.
(The gate compiles too, for CPython's own errors, and throws the code away.)
"""

from __future__ import annotations

import ast
from types import CodeType

from .compile import compile_program, compile_tree
from .verify.code import verify_code


def finish_program(tree: ast.Module, filename: str) -> CodeType:
    """Compile *tree*, a verified program; it is spent by it (see `compile_program`).

    Raises:
        Refusal: as `compile_program`, and where the code is not allowed (CL999).
    """
    code = compile_program(tree, filename)
    verify_code(code)
    return code


def finish_snippet(
    tree: ast.Module | ast.Expression, filename: str, text: str, flags: int = 0
) -> CodeType:
    """Compile *tree*, a verified snippet or a part of one; parameters as `compile_tree`.

    Raises:
        Refusal: as `compile_tree`, and where the code is not allowed (CL999).
    """
    code = compile_tree(tree, filename, text, flags)
    verify_code(code)
    return code
