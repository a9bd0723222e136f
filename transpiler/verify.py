"""The small trusted checker: proves from the text alone that a program is guarded.

`verify` reads guarded Python with CPython's own parser and proves every invariant of
"Guarded Python" (`docs/architecture.md`) again, from scratch; what it returns is the very
tree that is compiled. A bug in a stage before it costs a rejected program, not an escape.

How to audit it:

* `NODES` lists every node type that may occur, its fields, and the method that accounts for
  all of them. Anything else is refused: other node types where they are met, other fields
  when this module meets a Python that has them.
* No method recurses. `todo` holds nodes of the current scope that nobody has looked at yet,
  `scopes` the bodies of scopes that are still to be opened. A method checks its node and puts
  the children it does not judge itself on `todo`.
* An injected name is accepted by the one method that knows its place, which takes the call
  apart and passes on its operands only. Left over anywhere else, it reaches `_name`, where
  every dunder is refused that a guest could not have written.
* An inline test `(n if __type__(n) in __set__ else __guard__(n))` reads `n` twice. It is sound
  because a lookup in the set runs no guest code: no guest metaclass has a hash or an equality
  of its own. The runtime sees to that.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from . import vocabulary as words
from .diagnostics import Diagnostic, Refusal
from .policy import Policy

Nodes: TypeAlias = Sequence[ast.AST]
Names: TypeAlias = frozenset[str]

#: Node type → (method of `_Verifier` that accounts for it, all its fields). Without a method,
#: it is part of another node and met nowhere else. `type_comment` is always None, as comments
#: are not asked for; `kind` is the `u` of a string.
NODES: Final[dict[str, tuple[str, str]]] = {
    # statements
    "Module": ("", "body type_ignores"),
    "FunctionDef": (
        "_function", "name args body decorator_list returns type_comment type_params"),
    "ClassDef": ("_class", "name bases keywords body decorator_list type_params"),
    "Return": ("_transparent", "value"),
    "Delete": ("_delete", "targets"),
    "Assign": ("_assign", "targets value type_comment"),
    "AugAssign": ("_augmented", "target op value"),
    "AnnAssign": ("_annotated", "target annotation value simple"),
    "For": ("_for", "target iter body orelse type_comment"),
    "While": ("_while", "test body orelse"),
    "If": ("_if", "test body orelse"),
    "With": ("_with", "items body type_comment"),
    "withitem": ("", "context_expr optional_vars"),
    "Match": ("_match", "subject cases"),
    "match_case": ("", "pattern guard body"),
    "Raise": ("_transparent", "exc cause"),
    "Try": ("_try", "body handlers orelse finalbody"),
    "TryStar": ("_try", "body handlers orelse finalbody"),
    "ExceptHandler": ("", "type name body"),
    "Assert": ("_transparent", "test msg"),
    "ImportFrom": ("_future", "module names level"),
    "alias": ("", "name asname"),
    "Global": ("_declaration", "names"),
    "Nonlocal": ("_declaration", "names"),
    "Expr": ("_expression", "value"),
    "Pass": ("_transparent", ""),
    "Break": ("_transparent", ""),
    "Continue": ("_transparent", ""),
    # expressions
    "BoolOp": ("_boolean", "op values"),
    "NamedExpr": ("_walrus", "target value"),
    "BinOp": ("_binary", "left op right"),
    "UnaryOp": ("_unary", "op operand"),
    "Lambda": ("_lambda", "args body"),
    "arguments": ("", "posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults"),
    "arg": ("", "arg annotation type_comment"),
    "IfExp": ("_conditional", "test body orelse"),
    "Dict": ("_dict", "keys values"),
    "Set": ("_display", "elts"),
    "ListComp": ("_comprehension", "elt generators"),
    "SetComp": ("_comprehension", "elt generators"),
    "DictComp": ("_comprehension", "key value generators"),
    "GeneratorExp": ("_comprehension", "elt generators"),
    "comprehension": ("", "target iter ifs is_async"),
    "Yield": ("_transparent", "value"),
    "YieldFrom": ("_transparent", "value"),
    "Compare": ("_compare", "left ops comparators"),
    "Call": ("_call", "func args keywords"),
    "keyword": ("", "arg value"),
    "JoinedStr": ("_joined", "values"),
    "FormattedValue": ("", "value conversion format_spec"),
    "Constant": ("_constant", "value kind"),
    "Attribute": ("_attribute", "value attr ctx"),
    "Subscript": ("_subscript", "value slice ctx"),
    "Starred": ("", "value ctx"),
    "Name": ("_name", "id ctx"),
    "List": ("_display", "elts ctx"),
    "Tuple": ("_display", "elts ctx"),
    "Slice": ("_transparent", "lower upper step"),
    # patterns
    "MatchValue": ("_transparent", "value"),
    "MatchSingleton": ("_singleton", "value"),
    "MatchSequence": ("_alternatives", "patterns"),
    "MatchMapping": ("_match_mapping", "keys patterns rest"),
    "MatchClass": ("_match_class", "cls patterns kwd_attrs kwd_patterns"),
    "MatchStar": ("_match_star", "name"),
    "MatchAs": ("_match_as", "pattern name"),
    "MatchOr": ("_alternatives", "patterns"),
}  # fmt: skip

#: Guard → the set its inline test looks into.
INLINE: Final = {
    words.ADDEND: words.NUMBERS, words.INPLACE_ADDEND: words.NUMBERS, words.SHOWN: words.NUMBERS,
    words.COMPARAND: words.SCALARS, words.STORE_KEY: words.SCALARS,
    words.CONTAINER: words.COLLECTIONS, words.DRAIN: words.COLLECTIONS,
    words.WRITABLE: words.OWN,
}  # fmt: skip

#: Guards that stand for an operator: calls that may be written wherever an expression may.
OPERATORS: Final = frozenset({words.TIMES, words.POWER, words.SHIFT, words.PERCENT})
#: Guards that stand for an augmented assignment: only as the value of `n = …`.
INPLACE: Final = frozenset(
    {words.INPLACE_TIMES, words.INPLACE_POWER, words.INPLACE_SHIFT, words.INPLACE_PERCENT}
)
#: Guards that stand for an import: only as the value of an assignment to plain names.
LOADS: Final = frozenset({words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES})

NATIVE_OPERATORS: Final = frozenset(
    {ast.Sub, ast.Div, ast.FloorDiv, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor, ast.MatMult}
)
NATIVE_INPLACE: Final = NATIVE_OPERATORS - {ast.BitOr}  # `dict |= X` drains X
MEMBERSHIPS: Final = frozenset({ast.In, ast.NotIn})
COMPARISONS: Final = MEMBERSHIPS | {ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq}
IDENTITIES: Final = frozenset({ast.Is, ast.IsNot})

FLOAT: Final[frozenset[type]] = frozenset({float})
NUMBERS: Final[frozenset[type]] = FLOAT | {int, complex}
CONSTANTS: Final = NUMBERS | {str, bytes, bool, type(None), type(...)}

#: Lead from a generator or an exception to a frame; native under no policy.
NEVER_NATIVE: Final = frozenset(
    """
    gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await cr_origin ag_frame ag_code ag_await
    tb_frame tb_next f_back f_builtins f_code f_globals f_locals f_trace
    """.split()
)

#: Exception types whose handlers cannot catch a stopped run, if the names are the builtin ones.
NARROW: Final = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
) - {
    "BaseException", "GeneratorExit", "KeyboardInterrupt", "SystemExit", "BaseExceptionGroup",
}  # fmt: skip

#: Features that change nothing but how annotations are kept.
FUTURES: Final = frozenset(
    """
    nested_scopes generators division absolute_import with_statement print_function
    unicode_literals generator_stop annotations
    """.split()
)

#: A format specification, nested fields shown as NUL, that asks for a number above 9999: by
#: itself or together with the digits of a field it touches. A zero before a field is a flag.
WIDE: Final = re.compile(r"(?!0)\d\d{4}|(?!0)\d+\0|\0[\d\0]")

MODULE: Final = "module"
CLASS: Final = "class"
FUNCTION: Final = "function"  # lambdas and comprehensions too

NONE: Names = frozenset()
#: Class attributes that CPython reads names from. Only ever a literal, and never read by name:
#: a list that is in reach could grow other names before the class is made.
LITERAL: Final = frozenset({"__slots__", "__match_args__"})
CLASS_DUNDERS: Final = (words.SPECIAL_METHODS | words.CLASS_NAMES) - LITERAL
#: Scope → dunders that an assignment may bind, and a plain name may read.
BINDABLE: Final = {MODULE: words.MODULE_NAMES, CLASS: CLASS_DUNDERS, FUNCTION: NONE}
READABLE: Final = {
    MODULE: words.READABLE_NAMES,
    CLASS: words.READABLE_NAMES | CLASS_DUNDERS,
    FUNCTION: words.READABLE_NAMES,
}


class _Unproven(Exception):
    """An invariant does not hold at a node."""

    def __init__(self, node: ast.AST, reason: str) -> None:
        super().__init__(reason)
        self.line: int = getattr(node, "lineno", 1)
        self.column: int = getattr(node, "col_offset", 0)  # in bytes of UTF-8
        self.end_line: int = getattr(node, "end_lineno", None) or self.line
        self.end_column: int = getattr(node, "end_col_offset", None) or self.column


def verify(guarded: str, policy: Policy, filename: str = "<guest>") -> ast.Module:
    """Return the syntax tree of *guarded*, every invariant proven, or raise `Refusal`."""
    try:
        tree = ast.parse(guarded, filename)
        if UNKNOWN_FIELDS:
            raise _Unproven(tree, f"this Python has unknown syntax: {', '.join(UNKNOWN_FIELDS)}")
        _Verifier(policy).module(tree)
    except _Unproven as found:
        raise _refusal(found, guarded) from None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = f"CPython cannot parse it: {type(error).__name__}: {error}"
        raise _refusal(_Unproven(ast.Pass(), reason), guarded) from None
    return tree


def _refusal(found: _Unproven, guarded: str) -> Refusal:
    lines = re.split("\r\n|\r|\n", guarded)

    def characters(line: int, column: int) -> int:
        return len(lines[line - 1].encode(errors="replace")[:column].decode(errors="replace"))

    start, end = (found.line, found.column), (found.end_line, found.end_column)
    message = f"the guarded program fails verification: {found}"
    return Refusal(
        [Diagnostic(start[0], characters(*start), end[0], characters(*end), "CL999", message)]
    )


# --- Shapes ----------------------------------------------------------------------------


def _is_name(node: ast.AST | None, name: str) -> bool:
    return type(node) is ast.Name and node.id == name


def _called(node: ast.AST | None) -> str:
    """Return the plain name that *node* calls, or nothing."""
    if type(node) is ast.Call and type(node.func) is ast.Name:
        return node.func.id
    return ""


def _is_tick(node: ast.AST) -> bool:
    """Tell whether *node* is `__tick__(__ticks__)`."""
    return (
        type(node) is ast.Call
        and _is_name(node.func, words.TICK)
        and len(node.args) == 1
        and _is_name(node.args[0], words.TICKS)
        and not node.keywords
    )


def _leads_tick(node: ast.AST) -> bool:
    """Tell whether *node* is `__tick__(__ticks__) and …`."""
    return type(node) is ast.BoolOp and type(node.op) is ast.And and _is_tick(node.values[0])


def _compressed(node: ast.AST) -> ast.expr | None:
    """Return `X` of `__compress__(X, __ticks__)`, None if *node* is anything else."""
    match node:
        case ast.Call(ast.Name(words.COMPRESS), [data, ast.Name(words.TICKS)], []):
            return None if type(data) is ast.Starred else data
    return None


def _past_tick(node: ast.expr) -> ast.expr:
    """Return `X` of `__tick__(__ticks__) and (X)`, and anything else as it is."""
    if type(node) is ast.BoolOp and len(node.values) == 2 and _leads_tick(node):
        return node.values[1]
    return node


def _number(node: ast.AST | None, kinds: frozenset[type] = NUMBERS) -> bool:
    if type(node) is ast.UnaryOp and type(node.op) is ast.USub:
        node = node.operand
    return type(node) is ast.Constant and type(node.value) in kinds


def _const(node: ast.AST | None) -> bool:
    """Tell whether *node* is a literal; a negative number counts."""
    return (type(node) is ast.Constant and type(node.value) in CONSTANTS) or _number(node)


def _same(one: ast.AST, other: ast.AST) -> bool:
    """Tell whether two nodes are the same plain name or the same literal."""
    if type(one) is ast.Name:
        return _is_name(other, one.id)
    return _const(one) and ast.dump(one) == ast.dump(other)


def _text(node: ast.AST | None) -> str | None:
    """Return what a literal string says."""
    return node.value if type(node) is ast.Constant and isinstance(node.value, str) else None


def _sized_display(node: ast.AST) -> bool:
    """Tell whether *node* is a list, tuple, set or dict display without stars."""
    if type(node) is ast.Dict:
        return None not in node.keys
    if type(node) in (ast.List, ast.Tuple, ast.Set):
        return not any(type(element) is ast.Starred for element in node.elts)  # type: ignore[attr-defined]
    return False


def _type_test(test: ast.AST, name: str, members: str) -> bool:
    """Tell whether *test* is `__type__(name) in members`."""
    return (
        type(test) is ast.Compare
        and type(test.left) is ast.Call
        and _is_name(test.left.func, words.TYPE)
        and len(test.left.args) == 1
        and _is_name(test.left.args[0], name)
        and not test.left.keywords
        and len(test.ops) == 1
        and type(test.ops[0]) is ast.In
        and _is_name(test.comparators[0], members)
    )


def _star_depth(target: ast.AST) -> int:
    """Return how deep the deepest star of an assignment target is, 0 if there is none."""
    deepest, todo = 0, [(target, 0)]
    while todo:
        node, depth = todo.pop()
        if type(node) is ast.Starred:
            deepest = max(deepest, depth)
            todo.append((node.value, depth))
        elif type(node) in (ast.Tuple, ast.List):
            todo += [(element, depth + 1) for element in node.elts]  # type: ignore[attr-defined]
    return deepest


def _same_place(one: ast.AST, place: ast.AST, parts: list[ast.expr]) -> bool:
    """Tell whether *one* reads the attribute or item *place*, which consists of *parts*."""
    if type(one) is ast.Attribute and type(place) is ast.Attribute:
        return one.attr == place.attr and _same(one.value, parts[0])
    if type(one) is ast.Subscript and type(place) is ast.Subscript:
        return _same(one.value, parts[0]) and _same(one.slice, parts[1])
    return False


def _opens_group(node: ast.AST) -> bool:
    """Tell whether *node* is `__t1__ = …`."""
    return (
        type(node) is ast.Assign
        and len(node.targets) == 1
        and type(node.targets[0]) is ast.Name
        and words.is_temporary(node.targets[0].id)
    )


def _drained(node: ast.expr) -> ast.expr:
    """Return `X` of `*__drain__(X)` and `__mapping__(X)`, and anything else as it is."""
    node = node.value if type(node) is ast.Starred else node
    if type(node) is ast.Call and _called(node) in (words.DRAIN, words.MAPPING) and node.args:
        return node.args[0]
    return node


def _annotations(node: ast.FunctionDef) -> list[ast.expr]:
    """Return the annotations of a function in the order in which CPython evaluates them."""
    args = node.args
    every = [*args.args, *args.posonlyargs, args.vararg, *args.kwonlyargs, args.kwarg]
    found = [arg.annotation for arg in every if arg and arg.annotation]
    return [*found, node.returns] if node.returns else found


def _defaults(args: ast.arguments) -> list[ast.expr]:
    return [*args.defaults, *(default for default in args.kw_defaults if default)]


class _Verifier:
    """Walks one program; the first invariant that does not hold raises `_Unproven`."""

    def __init__(self, policy: Policy) -> None:
        self.guarded = policy.guarded
        self.todo: list[ast.AST] = []
        self.scope = MODULE
        self.scopes: list[tuple[str, Nodes]] = []
        self.plain: set[str] = set()  # identifiers found to be no dunders
        self.native: set[str] = set()  # attribute names found to be native
        self.bound: set[str] = set()  # plain names that the program binds, anywhere
        self.narrow: list[ast.Name] = []  # exception types of handlers that do not tick first
        self.lazy_annotations = sys.version_info >= (3, 14)

    def module(self, tree: ast.Module) -> None:
        body, result = tree.body, []
        for each in body:
            if type(each) is ast.ImportFrom:
                self.lazy_annotations |= any(name.name == "annotations" for name in each.names)
        match body[-1:]:
            case [ast.Assign(targets=[ast.Name(id=words.RESULT)], value=value)]:
                body, result = body[:-1], [value]
        self.scopes.append((MODULE, [*result, *self._suite(body)]))
        while self.scopes:
            self.scope, opened = self.scopes.pop()
            self.todo = [*opened]
            while self.todo:
                node = self.todo.pop()
                check = CHECKS.get(type(node))
                if check is None:
                    self._fail(node, f"{type(node).__name__} may not stand here")
                check(self, node)
        for name in self.narrow:
            if name.id in self.bound:
                self._fail(name, f"a handler does not tick first, and the program binds {name.id}")

    def _fail(self, node: ast.AST, reason: str) -> NoReturn:
        raise _Unproven(node, reason)

    def _push(self, nodes: Iterable[ast.AST | None]) -> None:
        self.todo += [node for node in nodes if node is not None]

    def _transparent(self, node: ast.AST) -> None:
        """Every field is an expression, or nothing."""
        self._push(getattr(node, field) for field in node._fields)

    # --- Names -------------------------------------------------------------------------

    def _plainly(self, name: str, node: ast.AST) -> None:
        """Require an identifier in the form CPython reads, and no dunder."""
        if name in self.plain:
            return
        if words.normalise(name) != name:
            self._fail(node, f"the identifier {name!r} is not in normal form NFKC")
        if words.is_dunder(name):
            self._fail(node, f"the name {name} may not stand here")
        self.plain.add(name)

    def _name(self, node: ast.Name) -> None:
        if node.id not in self.plain and node.id not in READABLE[self.scope]:
            self._plainly(node.id, node)

    def _bind(self, name: str, node: ast.AST, dunders: Names = NONE) -> None:
        if name not in dunders:
            self._plainly(name, node)
        self.bound.add(name)

    def _declaration(self, node: ast.Global | ast.Nonlocal) -> None:
        for name in node.names:
            self._bind(name, node)

    def _native(self, name: str, node: ast.AST) -> None:
        """Require an attribute name that is safe to load from any object."""
        if name in self.native:
            return
        if name in self.guarded or name in NEVER_NATIVE:
            self._fail(node, f"the attribute {name} is loaded without its guard")
        if name not in words.NATIVE_DUNDERS:
            self._plainly(name, node)
        if name.startswith("__") and any(
            other.startswith("_") and other.endswith(name) for other in self.guarded
        ):
            self._fail(node, f"the private attribute {name} may become a guarded one")
        self.native.add(name)

    # --- Guards ------------------------------------------------------------------------

    def _operands(self, node: ast.AST, guard: str) -> list[ast.expr]:
        """Return the operands of a call of *guard*: positional, as many as it takes."""
        assert type(node) is ast.Call
        least, most = words.GUARD_ARITY[guard]
        if (
            node.keywords
            or not least <= len(node.args) <= most
            or any(type(arg) is ast.Starred for arg in node.args)
        ):
            self._fail(node, f"{guard} takes {least} to {most} plain operands")
        return node.args

    def _peel(self, node: ast.expr, guard: str, inline: bool = True) -> ast.expr | None:
        """Return `E` of `guard(E)`, or of its inline form; None if *node* is neither."""
        if _called(node) == guard:
            return self._operands(node, guard)[0]
        if inline and type(node) is ast.IfExp and _called(node.orelse) == guard:
            name = node.body
            (operand,) = self._operands(node.orelse, guard)
            if type(name) is not ast.Name or not _is_name(operand, name.id):
                self._fail(node, f"the inline test of {guard} guards another operand")
            if not _type_test(node.test, name.id, INLINE[guard]):
                self._fail(node, f"the inline test of {guard} is not the documented one")
            return name
        return None

    def _operand(
        self, node: ast.expr, guard: str, native: bool = False, inline: bool = True
    ) -> ast.expr:
        """Return what *guard* guards; if it need not, *node* itself."""
        operand = self._peel(node, guard, inline)
        if operand is not None:
            return operand
        if not native:
            self._fail(node, f"{guard} is missing")
        return node

    def _call(self, node: ast.Call) -> None:
        func = node.func
        if type(func) is ast.Name and func.id in words.INJECTED:
            if func.id not in OPERATORS:
                self._fail(node, f"{func.id} may not be called here")
            self._push(self._operands(node, func.id))
            return
        if type(func) is ast.Attribute and _is_name(func.value, words.ATTR):
            self._guarded_attribute(node, func.attr)
            return
        self.todo.append(func)
        self._elements(node.args, inline=True)
        self._keywords(node.keywords)

    def _guarded_attribute(self, node: ast.Call, name: str) -> None:
        """`__attr__.name(X)`: the name is one the policy guards, in its spelling there."""
        dunder = "__" + name
        known = dunder in self.guarded if words.is_dunder(dunder) else False
        known = known or (name in self.guarded and not words.is_dunder(name))
        if not known:
            self._fail(node, f"{words.ATTR}.{name} guards no attribute")
        if len(node.args) != 1 or node.keywords or type(node.args[0]) is ast.Starred:
            self._fail(node, f"{words.ATTR}.{name} takes one plain operand")
        self.todo.append(node.args[0])

    def _elements(self, nodes: Sequence[ast.expr], inline: bool = False) -> None:
        """Elements of a display or call, what is starred drained; inline beside no other star."""
        stars = [node.value for node in nodes if type(node) is ast.Starred]
        if not stars:
            self.todo += nodes
            return
        self._push(node for node in nodes if type(node) is not ast.Starred)
        inline = inline and len(stars) == 1
        self._push([self._operand(star, words.DRAIN, inline=inline) for star in stars])

    def _keywords(self, keywords: list[ast.keyword]) -> None:
        for keyword in keywords:
            value = keyword.value
            if keyword.arg is None:
                value = self._operand(value, words.MAPPING, inline=False)
            else:
                self._plainly(keyword.arg, keyword)
            self.todo.append(value)

    # --- Expressions -------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> None:
        if type(node.value) not in CONSTANTS:
            self._fail(node, "a literal of an unknown type")

    def _boolean(self, node: ast.BoolOp) -> None:
        if type(node.op) not in (ast.And, ast.Or):
            self._fail(node, "an unknown operator")
        self._push(node.values[1:] if _leads_tick(node) else node.values)

    def _unary(self, node: ast.UnaryOp) -> None:
        if type(node.op) not in (ast.Invert, ast.Not, ast.UAdd, ast.USub):
            self._fail(node, "an unknown operator")
        self.todo.append(node.operand)

    def _binary(self, node: ast.BinOp) -> None:
        left, op, right = node.left, type(node.op), node.right
        native = op in NATIVE_OPERATORS
        if op is ast.Add:
            right = self._operand(right, words.ADDEND, native=_const(left) or _const(right))
            native = True
        elif op is ast.Mult:
            native = _number(left, FLOAT) or _number(right, FLOAT)
        elif op is ast.Mod:
            native = _number(left)
        if not native:
            self._fail(node, f"{op.__name__} without its guard")
        self._push((left, right))

    def _conditional(self, node: ast.IfExp) -> None:
        """Plain, or `(n % R if __type__(n) in __numbers__ else __percent__(n, R))`."""
        body = node.body
        if _called(node.orelse) == words.PERCENT and type(body) is ast.BinOp:
            left, right = self._operands(node.orelse, words.PERCENT)
            if type(left) is ast.Name and _type_test(node.test, left.id, words.NUMBERS):
                if not (type(body.op) is ast.Mod and _same(left, body.left)):
                    self._fail(node, f"the inline test of {words.PERCENT} guards another operand")
                if not _same(right, body.right):
                    self._fail(node, f"the inline form of {words.PERCENT} has two right sides")
                self._push((left, right))
                return
        self._transparent(node)

    def _compare(self, node: ast.Compare) -> None:
        left, guards = self._compared(node.left)
        self.todo.append(left)
        for op, comparator in zip(map(type, node.ops), node.comparators, strict=True):
            right, next_guards = self._compared(comparator)
            if op in COMPARISONS:
                if words.COMPARAND not in guards and not _const(left) and not _const(right):
                    self._fail(node, f"{words.COMPARAND} is missing")
                finite = words.CONTAINER in next_guards or _const(right) or _sized_display(right)
                if op in MEMBERSHIPS and not finite:
                    self._fail(comparator, f"{words.CONTAINER} is missing")
            elif op not in IDENTITIES:
                self._fail(node, "an unknown operator")
            self.todo.append(right)
            left, guards = right, next_guards

    def _compared(self, node: ast.expr) -> tuple[ast.expr, list[str]]:
        """Return an operand of a comparison and its guards; inside a chain it may have both."""
        guards: list[str] = []
        for guard in (words.COMPARAND, words.CONTAINER, words.COMPARAND):
            operand = self._peel(node, guard)
            if operand is not None:
                node = operand
                guards.append(guard)
        return node, guards

    def _attribute(self, node: ast.Attribute) -> None:
        self._native(node.attr, node)
        self.todo.append(node.value)

    def _subscript(self, node: ast.Subscript) -> None:
        self.todo.append(node.value)
        if type(node.slice) is ast.Tuple:
            self._elements(node.slice.elts, inline=True)
        else:
            self.todo.append(node.slice)

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> None:
        self._elements(node.elts)

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                value = self._operand(value, words.MAPPING, inline=False)
            self._push((key, value))

    def _walrus(self, node: ast.NamedExpr) -> None:
        self._target(node.target)
        self.todo.append(node.value)

    def _lambda(self, node: ast.Lambda) -> None:
        self._arguments(node.args)
        if type(node.body) is not ast.BoolOp or not _leads_tick(node.body):
            self._fail(node, "a lambda does not tick")
        self.scopes.append((FUNCTION, node.body.values[1:]))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        """The first iterable belongs to the scope around, all else to one of its own."""
        inside = [node.key, node.value] if type(node) is ast.DictComp else [node.elt]  # type: ignore[union-attr]
        for index, clause in enumerate(node.generators):
            if clause.is_async:
                self._fail(node, "asynchronous comprehensions are not understood")
            data = self._looped(clause.iter, clause.target)
            self._target(clause.target)
            (inside if index else self.todo).append(data)
            inside += clause.ifs
        self.scopes.append((FUNCTION, inside))

    def _looped(self, node: ast.expr, target: ast.AST) -> ast.expr:
        """Return `X` of `__compress__(X, __ticks__)`, what a loop goes through."""
        data = _compressed(node)
        if data is None:
            self._fail(node, "a loop does not tick")
        depth = _star_depth(target)
        return self._unpacked(_past_tick(data), words.UNPACK_EACH, depth) if depth else data

    def _unpacked(self, node: ast.expr, guard: str, depth: int) -> ast.expr:
        """Return `X` of `guard(X, depth)`."""
        if _called(node) != guard:
            self._fail(node, f"{guard} is missing")
        value, told = self._operands(node, guard)
        if type(told) is not ast.Constant or type(told.value) is not int or told.value != depth:
            self._fail(node, f"{guard} is told another depth than {depth}")
        return value

    def _joined(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if type(part) is ast.FormattedValue:
                value = part.value
                self.todo.append(self._operand(value, words.SHOWN, native=_const(value)))
                if part.conversion not in (-1, ord("s"), ord("r"), ord("a")):
                    self._fail(node, "an unknown conversion")
                self._specification(part.format_spec)
            elif _text(part) is None:
                self._fail(node, "an unknown part of a formatted string")

    def _specification(self, spec: ast.expr | None) -> None:
        parts = spec.values if type(spec) is ast.JoinedStr else [spec]
        text = ""
        for part in parts if spec else ():
            literal = _text(part)
            if literal is None:
                self._computed(part)
            text += "\0" if literal is None else literal
        if spec and WIDE.search(text):
            self._fail(spec, "a format specification asks for a number above 9999")

    def _computed(self, part: ast.expr | None) -> None:
        """`{__spec__(W, …)}` in a format specification."""
        if type(part) is not ast.FormattedValue or _called(part.value) != words.SPEC:
            self._fail(part or ast.Pass(), f"{words.SPEC} is missing")
        if part.conversion != -1 or part.format_spec:
            self._fail(part, f"{words.SPEC} is formatted again")
        self._push(self._operands(part.value, words.SPEC))

    # --- Targets -----------------------------------------------------------------------

    def _target(self, target: ast.AST, dunders: Names = NONE) -> None:
        """What an assignment, a loop or a `with` binds; whether stars are drained is not asked."""
        nodes = [target]
        while nodes:
            node = nodes.pop()
            if type(node) is ast.Name:
                self._bind(node.id, node, dunders)
            elif type(node) is ast.Attribute:
                self._stored_attribute(node)
            elif type(node) is ast.Subscript:
                self._stored_item(node)
            elif type(node) is ast.Tuple or type(node) is ast.List:
                nodes += node.elts
            elif type(node) is ast.Starred:
                nodes.append(node.value)
            else:
                self._fail(node, f"{type(node).__name__} may not be assigned to")

    def _stored_attribute(self, node: ast.Attribute) -> None:
        if node.attr not in words.WRITABLE_DUNDERS:
            self._plainly(node.attr, node)
        self.todo.append(self._operand(node.value, words.WRITABLE))

    def _stored_item(self, node: ast.Subscript) -> None:
        key = node.slice
        if type(key) is ast.Slice:
            self._fail(node, "a slice may not be assigned to here")
        native = _const(key) or (type(key) is ast.Tuple and _sized_display(key))
        self._push((node.value, self._operand(key, words.STORE_KEY, native)))

    def _delete(self, node: ast.Delete) -> None:
        targets: list[ast.expr] = [*node.targets]
        while targets:
            target = targets.pop()
            if type(target) is ast.Subscript:
                self._push((target.value, target.slice))
            elif type(target) is ast.Tuple or type(target) is ast.List:
                targets += target.elts
            else:
                self._target(target)

    def _assign(self, node: ast.Assign) -> None:
        target, value = node.targets[0], node.value
        if _called(value) in LOADS:
            self._load(node, value)
        elif _called(value) in INPLACE:
            self._inplace(node, value)
        elif len(node.targets) > 1:
            if any(map(_star_depth, node.targets)):
                self._fail(node, "several targets with a star")
            for each in node.targets:
                self._target(each, BINDABLE[self.scope])
            self.todo.append(value)
        elif type(target) is ast.Name and target.id in LITERAL:
            self._literal_names(target, value)
        elif type(target) is ast.Subscript and type(target.slice) is ast.Slice:
            value = self._operand(value, words.DRAIN, inline=False)
            self._push((target.value, target.slice, value))
        else:
            if depth := _star_depth(target):
                value = self._unpacked(value, words.UNPACK, depth)
            self._target(target, BINDABLE[self.scope])
            self.todo.append(value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        target = node.target
        self.todo.append(node.annotation)
        if type(target) is ast.Name and target.id in LITERAL:
            self._literal_names(target, node.value)
            return
        self._target(target, BINDABLE[self.scope])
        self._push([node.value])

    def _augmented(self, node: ast.AugAssign) -> None:
        op, value = type(node.op), node.value
        if type(node.target) is ast.Attribute:
            self._native(node.target.attr, node)
        self._target(node.target, BINDABLE[self.scope])
        if op is ast.Add or op is ast.BitOr:
            value = self._operand(value, words.INPLACE_ADDEND, native=_const(value))
        elif op not in NATIVE_INPLACE and not (op is ast.Mult and _number(value, FLOAT)):
            self._fail(node, f"{op.__name__} without its guard")
        self.todo.append(value)

    def _inplace(self, node: ast.Assign, value: ast.expr) -> None:
        """`n = __inplace_times__(n, R)`."""
        current, operand = self._operands(value, _called(value))
        name = node.targets[0]
        if len(node.targets) > 1 or type(name) is not ast.Name or not _is_name(current, name.id):
            self._fail(node, f"{_called(value)} may not be called here")
        self._bind(name.id, name)
        self._push((current, operand))

    def _load(self, node: ast.Assign, value: ast.expr) -> None:
        """`a = __load_module__('a.b')`, `(x, y,) = __load_names__('a', 'x', 'z')`."""
        assert type(value) is ast.Call
        target, guard = node.targets[0], _called(value)
        texts = [text for text in map(_text, value.args) if text is not None]
        if len(node.targets) > 1 or len(texts) != len(value.args) or value.keywords:
            self._fail(node, f"{guard} takes literal strings only")
        for name in [*".".join(texts[:1]).split("."), *texts[1:]]:
            if not name.isidentifier():
                self._fail(node, f"{guard} is told {name!r}, which is no name")
            self._plainly(name, node)
        if guard == words.LOAD_NAMES:
            names = target.elts if type(target) is ast.Tuple else []
            fits = len(texts) > 1 and len(texts) == len(names) + 1
        else:
            names, fits = [target], len(texts) == 1
        if not fits or not all(type(name) is ast.Name for name in names):
            self._fail(node, f"{guard} binds other names than it loads")
        if guard == words.LOAD_MODULE and not _is_name(target, texts[0].split(".")[0]):
            self._fail(node, f"{guard} binds another name than it loads")
        self._target(target)

    def _literal_names(self, target: ast.Name, value: ast.expr | None) -> None:
        """`__slots__` and `__match_args__`: a literal whose names are known here and now."""
        nodes = value.elts if type(value) is ast.Tuple or type(value) is ast.List else [value]
        if self.scope != CLASS:
            self._fail(target, f"the name {target.id} may not stand here")
        for node in nodes if value else ():
            name = _text(node) or ""
            if not name.isidentifier():
                self._fail(target, f"{target.id} is not made of literal names")
            self._plainly(name, target)
            if target.id == "__match_args__":
                self._native(name, target)

    # --- Statements --------------------------------------------------------------------

    def _suite(self, body: Sequence[ast.stmt]) -> Nodes:
        """Return the nodes of a suite that are still to be looked at."""
        if not any(map(_opens_group, body)):
            return body
        nodes: list[ast.AST] = []
        rest = deque(body)
        while rest:
            nodes += self._group(rest) if _opens_group(rest[0]) else [rest.popleft()]
        return nodes

    def _group(self, rest: deque[ast.stmt]) -> list[ast.AST]:
        """`__t1__ = X; __t1__.a = __inplace_times__(__t1__.a, R); del __t1__` and its like."""
        first = rest[0]
        names: list[str] = []
        nodes: list[ast.AST] = []
        while rest and _opens_group(rest[0]):
            match rest.popleft():
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    names.append(name)
                    nodes.append(value)
        match rest.popleft() if rest else None:
            case ast.Assign(targets=[place], value=call) if _called(call) in INPLACE:
                current, operand = self._operands(call, _called(call))
            case _:
                self._fail(first, "temporaries without their operator")
        used = self._place(place)
        if names != [node.id for node in used if type(node) is ast.Name]:
            self._fail(first, "temporaries other than the operands of their operator")
        if len(set(names)) < len(names) or not _same_place(current, place, used):
            self._fail(first, "temporaries whose operator reads another place than it writes")
        while names and rest:
            match rest.popleft():
                case ast.Delete(targets=[*gone]) if all(map(_is_name, gone, names)):
                    names = names[len(gone) :]
                case _:
                    break
        if names:
            self._fail(first, "temporaries that are not deleted")
        return [*nodes, operand]

    def _place(self, place: ast.expr) -> list[ast.expr]:
        """Return the holder of an attribute or item that is written, and the key of the item."""
        if type(place) is ast.Subscript:
            key = place.slice
            return [place.value, self._operand(key, words.STORE_KEY, native=_const(key))]
        if type(place) is not ast.Attribute:
            self._fail(place, "temporaries for neither an attribute nor an item")
        self._native(place.attr, place)
        if place.attr not in words.WRITABLE_DUNDERS:
            self._plainly(place.attr, place)
        return [self._operand(place.value, words.WRITABLE)]

    def _expression(self, node: ast.Expr) -> None:
        if not _is_tick(node.value):
            self.todo.append(node.value)

    def _future(self, node: ast.ImportFrom) -> None:
        if node.module != "__future__" or node.level:
            self._fail(node, "an import without its guard")
        for each in node.names:
            if each.name not in FUTURES or each.asname:
                self._fail(node, f"the feature {each.name}")
            self._bind(each.name, node)

    def _for(self, node: ast.For) -> None:
        self.todo.append(self._looped(node.iter, node.target))
        self._target(node.target)
        self.todo += self._suite(node.body)
        self.todo += self._suite(node.orelse)

    def _while(self, node: ast.While) -> None:
        if not _is_tick(node.test):
            if not _leads_tick(node.test):
                self._fail(node, "a loop does not tick")
            self.todo.append(node.test)
        self.todo += self._suite(node.body)
        self.todo += self._suite(node.orelse)

    def _if(self, node: ast.If) -> None:
        self.todo.append(node.test)
        self.todo += self._suite(node.body)
        self.todo += self._suite(node.orelse)

    def _with(self, node: ast.With) -> None:
        for item in node.items:
            self.todo.append(item.context_expr)
            if item.optional_vars:
                if _star_depth(item.optional_vars):
                    self._fail(node, "a star in the target of `with`")
                self._target(item.optional_vars)
        self.todo += self._suite(node.body)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self.todo += self._suite(node.body)
        for handler in node.handlers:
            self._handler(handler)
        self.todo += self._suite(node.orelse)
        if node.finalbody:
            if not self._ticks_first(node.finalbody):
                self._fail(node, "`finally` does not tick first")
            self.todo += self._suite(node.finalbody)

    def _handler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self._bind(node.name, node)
        self._push([node.type])
        self.todo += self._suite(node.body)
        if self._ticks_first(node.body):
            return
        for kind in node.type.elts if type(node.type) is ast.Tuple else [node.type]:
            if type(kind) is not ast.Name or kind.id not in NARROW:
                self._fail(node, "a broad handler does not tick first")
            self.narrow.append(kind)

    # --- Patterns ----------------------------------------------------------------------

    def _match(self, node: ast.Match) -> None:
        self.todo.append(node.subject)
        for case in node.cases:
            self._push((case.pattern, case.guard))
            self.todo += self._suite(case.body)

    def _singleton(self, node: ast.MatchSingleton) -> None:
        if node.value not in (None, True, False):
            self._fail(node, "a literal of an unknown type")

    def _alternatives(self, node: ast.MatchOr | ast.MatchSequence) -> None:
        self.todo += node.patterns

    def _match_as(self, node: ast.MatchAs) -> None:
        if node.name is not None:
            self._bind(node.name, node)
        self._push([node.pattern])

    def _match_star(self, node: ast.MatchStar) -> None:
        """A sequence that a star can take apart is a finite builtin one, or ticks as it is read."""
        if node.name is not None:
            self._bind(node.name, node)

    def _match_mapping(self, node: ast.MatchMapping) -> None:
        if node.rest is not None:
            self._bind(node.rest, node)
        self._push((*node.keys, *node.patterns))

    def _match_class(self, node: ast.MatchClass) -> None:
        for name in node.kwd_attrs:
            self._plainly(name, node)
            self._native(name, node)
        self._push((node.cls, *node.patterns, *node.kwd_patterns))

    # --- Functions and classes ---------------------------------------------------------

    def _arguments(self, args: ast.arguments) -> None:
        for arg in (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg):
            if arg:
                self._bind(arg.arg, arg)
                self._push([arg.annotation])
        self.todo += _defaults(args)

    def _function(self, node: ast.FunctionDef) -> None:
        if getattr(node, "type_params", None):
            self._fail(node, "type parameters are not understood")
        self._bind(node.name, node, words.SPECIAL_METHODS if self.scope == CLASS else NONE)
        self._arguments(node.args)
        self._push((*node.decorator_list, node.returns))
        if not self._ticks_first(node.body):
            self._fail(node, f"the function {node.name} does not tick first")
        self.scopes.append((FUNCTION, self._suite(node.body)))

    def _class(self, node: ast.ClassDef) -> None:
        if getattr(node, "type_params", None):
            self._fail(node, "type parameters are not understood")
        self._bind(node.name, node)
        self.todo += node.decorator_list
        self._elements(node.bases, inline=True)
        self._keywords(node.keywords)
        self.scopes.append((CLASS, self._suite(node.body)))

    def _ticks_first(self, body: list[ast.stmt]) -> bool:
        """Tell whether nothing happens in *body* before a tick.

        A `try` is looked at as if its suites stood in its place, without the handlers: while
        nothing happens, nothing is raised.
        """
        rest = deque(body)
        while rest:
            first = rest.popleft()
            if type(first) is ast.Try or type(first) is ast.TryStar:
                rest.extendleft(reversed([*first.body, *first.orelse, *first.finalbody]))
            elif not self._idle(first):
                return self._ticks_at_once(first)
        return True

    def _idle(self, node: ast.stmt) -> bool:
        """Tell whether executing *node* runs no code of a guest."""
        if type(node) is ast.Expr:
            return type(node.value) is ast.Constant
        if type(node) is ast.FunctionDef:
            annotated = _annotations(node) and not self.lazy_annotations
            constant = all(map(_const, _defaults(node.args)))
            return constant and not annotated and not node.decorator_list
        return type(node) in (ast.Pass, ast.Global, ast.Nonlocal)

    def _ticks_at_once(self, node: ast.stmt) -> bool:
        """Tell whether the first thing that *node* does is to tick."""
        match node:
            case ast.Expr(value=value):
                return _is_tick(value)
            case ast.If(test=first) | ast.While(test=first):
                return _is_tick(first) or _leads_tick(first)
            case ast.Match(subject=first) | ast.With(items=[ast.withitem(context_expr=first), *_]):
                return _leads_tick(first)
            case ast.For(iter=iterable):
                data = _compressed(iterable)
                if type(data) is ast.Call and _called(data) == words.UNPACK_EACH and data.args:
                    data = data.args[0]
                return data is not None and _leads_tick(data)
            case ast.FunctionDef(decorator_list=[first, *_]):
                return _leads_tick(first)
            case ast.ClassDef(decorator_list=[first, *_]):
                return _leads_tick(first)
            case ast.FunctionDef(args=args):
                computed = [each for each in _defaults(args) if not _const(each)]
                evaluated = computed or ([] if self.lazy_annotations else _annotations(node))
                return bool(evaluated) and _leads_tick(evaluated[0])
            case ast.ClassDef(bases=bases, keywords=keywords):
                parts = [*bases, *(keyword.value for keyword in keywords)]
                loud = [part for part in parts if type(part) is not ast.Name and not _const(part)]
                return not loud or _leads_tick(_drained(loud[0]))
        return False


CHECKS: Final[dict[type[ast.AST], Callable[[_Verifier, Any], None]]] = {
    getattr(ast, name): getattr(_Verifier, method) for name, (method, _) in NODES.items() if method
}

#: Fields of this Python's syntax tree that nobody has thought about.
UNKNOWN_FIELDS: Final = sorted(
    f"{name}.{field}"
    for name, (_, fields) in NODES.items()
    for field in getattr(ast, name)._fields
    if field not in fields.split()
)
