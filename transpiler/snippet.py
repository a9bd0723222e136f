"""Source text that a guest hands to `eval`, `exec` or `compile`: the same pipeline, other endings.

What is wrong with it comes out as the SyntaxError a guest would get from CPython; what
the subset refuses, as a SyntaxError whose text holds the code.
"""

from __future__ import annotations
import __future__

import ast
from collections.abc import Callable
from types import CodeType
from typing import Final

from . import vocabulary as words
from .cpython import quietly, too_deep
from .diagnostics import SYNTAX, Diagnostic, Refusal
from .finish import finish_snippet
from .policy import Policy
from .records import dataclass

MODES: Final = ("exec", "eval", "single")
#: From text, policy and features to guarded text; raises `Refusal`.
Guarding = Callable[[str, Policy, frozenset[str]], str]
_LAZY: Final = __future__.annotations.compiler_flag


@dataclass(frozen=True, slots=True)
class Snippet:
    """A guarded text that a guest may run.

    Parameters:
        source: what was written, newlines normalised.
        code: compiled from the tree the verifier approved.
        shown: whether running it shows the value of its expression (`single`).
    """

    source: str
    code: CodeType
    shown: bool


def transpile_snippet(
    source: str | bytes,
    policy: Policy,
    filename: str,
    mode: str,
    lazy_annotations: bool = False,
    guarding: Guarding | None = None,
) -> Snippet:
    """Turn *source* into a code object for *mode*, one of `MODES`.

    Parameters:
        lazy_annotations: whether the code that asks for it has the feature `annotations`.
        guarding: what guards the text that has passed the gate, in the place of `guard`; what it
            returns is verified like any other.

    Raises:
        SyntaxError: CPython or the subset refuses it.
    """
    from . import prove
    from .gate import gate

    if mode == "eval":
        source = source.lstrip(" \t") if isinstance(source, str) else source.lstrip(b" \t")
    try:
        text = gate(source, policy.limits, filename).text
        quietly(ast.parse, text, filename, mode)
        flags = _LAZY if lazy_annotations else 0
        try:
            _, snippet = prove(
                text, policy, filename,
                lambda tree: _finished(tree, text, filename, mode, flags),
                lazy_annotations, guarding,
            )  # fmt: skip
        except RecursionError:
            raise too_deep() from None
        return snippet
    except SyntaxError as error:
        found = error
    except Refusal as refusal:
        found = _error(refusal.diagnostics, source, filename, mode)
    # Out here, and without its context, so that no exception of ours hangs behind it.
    found.__context__ = None
    raise found.with_traceback(None)


def _finished(tree: ast.Module, text: str, filename: str, mode: str, flags: int) -> Snippet:
    """Compile *tree*, in which the last expression is `__result__ = E`, for *mode*."""
    match tree.body[-1:]:
        case [ast.Assign([ast.Name(words.RESULT)], value) as last]:
            alone = len(tree.body) == 1
            if mode == "eval" or (mode == "single" and alone):
                code = finish_snippet(ast.Expression(value), filename, text)
                return Snippet(text, code, mode == "single")
            tree.body[-1] = ast.copy_location(ast.Expr(value), last)
    for node in ast.walk(tree):
        # The code that calls may have temporaries under way, in the very same names.
        if isinstance(node, ast.Name) and words.is_temporary(node.id):
            node.id = f"{words.TEMPORARY_PREFIX}9{node.id[3:]}"
    if mode == "single" and _shows(tree):
        message = "an expression that is shown must stand alone here"
        raise Refusal([Diagnostic(1, 0, 1, 0, "CL206", message, "print it")])
    code = finish_snippet(tree, filename, text, flags)
    return Snippet(text, code, False)


def _shows(tree: ast.Module) -> bool:
    """Tell whether an interactive CPython would show the value of an expression statement."""
    todo: list[ast.AST] = [*tree.body]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Expr):
            return True
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.expr):
            todo += ast.iter_child_nodes(node)
    return False


def _error(found: list[Diagnostic], source: str | bytes, filename: str, mode: str) -> SyntaxError:
    first = found[0]
    if first.code == SYNTAX:
        try:
            quietly(ast.parse, source, filename, mode)
        except SyntaxError as error:
            return error
        except Exception:  # CPython reads it no further than the gate did
            return SyntaxError(first.message)
    text = source if isinstance(source, str) else source.decode(errors="replace")
    lines = text.split("\n")
    # What only its compiler finds wrong, CPython shows no line of.
    row: str | None = None
    message = first.message
    if first.code != SYNTAX:
        row = lines[first.line - 1] if first.line <= len(lines) else ""
        hint = f" ({first.hint})" if first.hint else ""
        message = f"{first.code} {message}{hint}"
    place = (first.line, first.column + 1, row, first.end_line, first.end_column + 1)
    return SyntaxError(message, (filename, *place))
