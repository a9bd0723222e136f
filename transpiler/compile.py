"""Stage *compile*: the very tree that was verified becomes a code object.

Runs nothing. The tree is taken as it is, never its text again, so that what runs is
what was verified.

One declaration is added, `global` for the names of the module's own code, of which they are
true by definition: the namespace of a module is its globals. CPython then loads them by
`LOAD_GLOBAL`, which remembers where a name was found, in place of `LOAD_NAME`, which looks into
three dictionaries every time; code at module level runs about twice as fast for it. What
comprehensions there read is declared once more (`comprehensions.py`). Such a program must be
executed with one namespace, as `exec(code, names)` does. And loops of `while` that tick go through
the ticks (`warming.py`).
"""

from __future__ import annotations

import ast
import sys
import types
from typing import Final

from .comprehensions import DECLARED_IN, declare_in
from .cpython import quietly, refusal
from .diagnostics import Refusal
from .vocabulary import INJECTED, is_dunder, is_temporary
from .warming import warm

#: What has a namespace of its own: its names are not the module's business.
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


#: Types of what is in the fields of a node and has no names in it.
_IDLE: Final = frozenset(
    {type(None), str, int, bool, float, complex, bytes, type(...), ast.Constant}
    | {
        kind
        for group in (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
        for kind in group.__subclasses__()
    }
)
#: `await` at module level makes the code that of a coroutine, which `eval` returns unstarted.
TOP_LEVEL_AWAIT: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def compile_program(tree: ast.Module, filename: str) -> types.CodeType:
    """Compile *tree*, a verified program, which is spent by it: it is changed as told above.

    Raises:
        Refusal: as `compile_tree`.
    """
    found: list[ast.expr] = []
    clauses: list[list[ast.expr]] = []
    warm(tree)
    declared = declaration(tree, found)
    if declared is not None:
        tree.body.insert(_prologue(tree), declared)
        if found and sys.version_info >= (3, 12):
            clauses = declare_in(found, frozenset(declared.names))
    try:
        return compile_tree(tree, filename, flags=TOP_LEVEL_AWAIT)
    except Refusal:
        if not clauses:
            raise
    for each in clauses:
        each.pop()
    return compile_tree(tree, filename, flags=TOP_LEVEL_AWAIT)


def compile_tree(
    tree: ast.Module | ast.Expression, filename: str, text: str | None = None, flags: int = 0
) -> types.CodeType:
    """Compile *tree*, which came from `ast.parse`, as it is.

    Parameters:
        tree: a module, or one expression of a module; `from __future__` statements in it
            count, flags of the caller do not.
        filename: for tracebacks.
        text: what *tree* was read from, if columns of errors are to count characters;
            without it they count bytes of UTF-8.
        flags: of features of `__future__` besides those that *tree* imports.

    Raises:
        Refusal: CPython finds an error only its compiler looks for (`return` outside a
            function, CL001), or the tree is too deep for it (CL003).
    """
    try:
        # optimize=0: asserts are part of the program, also when the host runs with -O.
        mode = "exec" if isinstance(tree, ast.Module) else "eval"
        code: types.CodeType = quietly(
            compile, tree, filename, mode, flags, dont_inherit=True, optimize=0
        )
    except Exception as error:
        raise refusal(error, text, byte_columns=True) from None
    return code


def declaration(tree: ast.Module, found: list[ast.expr] | None = None) -> ast.Global | None:
    """Return `global` for the names that the module's own code reads and binds, if there are any.

    Parameters:
        found: gets what `declare_in` must know: comprehensions and annotations in the module's own
            code, outer ones first.

    Left out are names with an annotation, which may not be declared, and dunders, which the
    compiler looks for itself (`__class__`, `__debug__`).
    """
    names: set[str] = set()
    annotated: set[str] = set()
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind is ast.Name:
            names.add(node.id)  # type: ignore[attr-defined]
        elif kind in _SCOPES:
            names.add(getattr(node, "name", "__lambda__"))
        elif kind.__name__ != "TypeAlias":  # its name is a temporary, all else a scope of its own
            if found is not None and kind in DECLARED_IN:
                found.append(node if kind is not ast.AnnAssign else node.annotation)  # type: ignore[attr-defined, arg-type]
            if kind is ast.AnnAssign and type(node.target) is ast.Name:  # type: ignore[attr-defined]
                annotated.add(node.target.id)  # type: ignore[attr-defined]
            for field in node._fields:
                value = getattr(node, field)
                if type(value) is list:
                    todo += [each for each in value if type(each) not in _IDLE]
                elif type(value) not in _IDLE:
                    todo.append(value)
    plain = sorted(
        name
        for name in names - annotated
        if name in INJECTED or is_temporary(name) or not is_dunder(name)
    )
    return ast.Global(plain, lineno=1, col_offset=0) if plain else None


def _prologue(tree: ast.Module) -> int:
    """Return how many statements must stay first: the docstring and imports from the future."""
    count = 0
    for statement in tree.body:
        is_text = type(statement) is ast.Expr and type(statement.value) is ast.Constant
        if not is_text and type(statement) is not ast.ImportFrom:
            break
        count += 1
    return count
