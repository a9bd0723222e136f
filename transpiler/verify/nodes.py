"""Every node type that may occur, the function that accounts for it, and all its fields.

Without a function, a node is part of another one and met nowhere else. `type_comment` is always
None, as comments are not asked for; `kind` is the `u` of a string.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from .assignments import annotated, assign, augmented
from .expressions import (
    attribute,
    call,
    constant,
    delegation,
    dictionary,
    display,
    set_display,
    subscript,
    transparent,
)
from .formatting import joined
from .functions import class_statement, function, lambda_expression
from .loops import comprehension, for_loop, while_loop
from .names import declaration, name
from .operators import binary, boolean, compare, conditional, unary
from .patterns import (
    alternatives,
    capture,
    class_pattern,
    mapping,
    match_statement,
    sequence,
    star,
    value_pattern,
)
from .state import State
from .statements import expression, future, if_statement, try_statement, with_statement
from .targets import delete, walrus

Check: TypeAlias = Callable[[State, Any], None]

NODES: Final[dict[type[ast.AST], tuple[Check | None, str]]] = {
    # statements
    ast.Module: (None, "body type_ignores"),
    ast.FunctionDef: (function, "name args body decorator_list returns type_comment type_params"),
    ast.AsyncFunctionDef: (
        function,
        "name args body decorator_list returns type_comment type_params",
    ),
    ast.ClassDef: (class_statement, "name bases keywords body decorator_list type_params"),
    ast.Return: (transparent, "value"),
    ast.Delete: (delete, "targets"),
    ast.Assign: (assign, "targets value type_comment"),
    ast.AugAssign: (augmented, "target op value"),
    ast.AnnAssign: (annotated, "target annotation value simple"),
    ast.For: (for_loop, "target iter body orelse type_comment"),
    ast.AsyncFor: (for_loop, "target iter body orelse type_comment"),
    ast.While: (while_loop, "test body orelse"),
    ast.If: (if_statement, "test body orelse"),
    ast.With: (with_statement, "items body type_comment"),
    ast.AsyncWith: (with_statement, "items body type_comment"),
    ast.withitem: (None, "context_expr optional_vars"),
    ast.Match: (match_statement, "subject cases"),
    ast.match_case: (None, "pattern guard body"),
    ast.Raise: (transparent, "exc cause"),
    ast.Try: (try_statement, "body handlers orelse finalbody"),
    ast.TryStar: (try_statement, "body handlers orelse finalbody"),
    ast.ExceptHandler: (None, "type name body"),
    ast.Assert: (transparent, "test msg"),
    ast.ImportFrom: (future, "module names level"),
    ast.alias: (None, "name asname"),
    ast.Global: (declaration, "names"),
    ast.Nonlocal: (declaration, "names"),
    ast.Expr: (expression, "value"),
    ast.Pass: (transparent, ""),
    ast.Break: (transparent, ""),
    ast.Continue: (transparent, ""),
    # expressions
    ast.BoolOp: (boolean, "op values"),
    ast.NamedExpr: (walrus, "target value"),
    ast.BinOp: (binary, "left op right"),
    ast.UnaryOp: (unary, "op operand"),
    ast.Lambda: (lambda_expression, "args body"),
    ast.arguments: (None, "posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults"),
    ast.arg: (None, "arg annotation type_comment"),
    ast.IfExp: (conditional, "test body orelse"),
    ast.Dict: (dictionary, "keys values"),
    ast.Set: (set_display, "elts"),
    ast.ListComp: (comprehension, "elt generators"),
    ast.SetComp: (comprehension, "elt generators"),
    ast.DictComp: (comprehension, "key value generators"),
    ast.GeneratorExp: (comprehension, "elt generators"),
    ast.comprehension: (None, "target iter ifs is_async"),
    ast.Yield: (transparent, "value"),
    ast.Await: (transparent, "value"),
    ast.YieldFrom: (delegation, "value"),
    ast.Compare: (compare, "left ops comparators"),
    ast.Call: (call, "func args keywords"),
    ast.keyword: (None, "arg value"),
    ast.JoinedStr: (joined, "values"),
    ast.FormattedValue: (None, "value conversion format_spec"),
    ast.Constant: (constant, "value kind"),
    ast.Attribute: (attribute, "value attr ctx"),
    ast.Subscript: (subscript, "value slice ctx"),
    ast.Starred: (None, "value ctx"),
    ast.Name: (name, "id ctx"),
    ast.List: (display, "elts ctx"),
    ast.Tuple: (display, "elts ctx"),
    ast.Slice: (transparent, "lower upper step"),
    # patterns
    ast.MatchValue: (value_pattern, "value"),
    ast.MatchSingleton: (constant, "value"),
    ast.MatchSequence: (sequence, "patterns"),
    ast.MatchMapping: (mapping, "keys patterns rest"),
    ast.MatchClass: (class_pattern, "cls patterns kwd_attrs kwd_patterns"),
    ast.MatchStar: (star, "name"),
    ast.MatchAs: (capture, "pattern name"),
    ast.MatchOr: (alternatives, "patterns"),
}

CHECKS: Final = {kind: check for kind, (check, _) in NODES.items() if check}

#: Fields of this Python's syntax tree that nobody has thought about.
UNKNOWN_FIELDS: Final = sorted(
    f"{kind.__name__}.{field}"
    for kind, (_, fields) in NODES.items()
    for field in kind._fields
    if field not in fields.split()
)
