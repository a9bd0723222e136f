"""Source text of the standard library, given the guards that a guest's program gets.

Some modules are written in Python, and CPython's own text of them says best what they do. It is
trusted, but what it is called with is not: its loops must tick and what it builds must be paid for.
So its tree is rewritten here, into the forms of `docs/architecture.md`, without the elision
and without the proof that a guest's program goes through.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any, Final

from cloche.transpiler import vocabulary as words
from cloche.transpiler.vocabulary import guard_attribute, is_dunder

#: `__step__()` takes a step of the current run; `__steps__(x)` iterates with a step an item.
STEP: Final = "__step__"
STEPS: Final = "__steps__"
#: `__kind__(x)` is the class of *x* as a guest sees it: `list` is a stand-in in this text too.
KIND: Final = "__kind__"
#: `__stored__(x)` is *x*, whose attributes this text may write.
STORED: Final = "__stored__"
#: `__imported__["a.b"]` stands for the module `a.b`.
IMPORTED: Final = "__imported__"

_BINARY: Final[dict[type[ast.operator], str]] = {
    ast.Mult: words.TIMES,
    ast.Pow: words.POWER,
    ast.LShift: words.SHIFT,
    ast.Mod: words.PERCENT,
}
_INPLACE: Final[dict[type[ast.operator], str]] = {
    ast.Mult: words.INPLACE_TIMES,
    ast.Pow: words.INPLACE_POWER,
    ast.LShift: words.INPLACE_SHIFT,
    ast.Mod: words.INPLACE_PERCENT,
}
_COMPARED: Final = (ast.Lt, ast.Gt, ast.LtE, ast.GtE, ast.Eq, ast.NotEq, ast.In, ast.NotIn)
_BROAD: Final = frozenset({"BaseException", "GeneratorExit"})


class Unsupported(Exception):
    """The text has a form that no guard is known for here."""


def instrument(text: str, guarded: Iterable[str]) -> ast.Module:
    """Return the tree of *text* with its guards.

    Parameters:
        guarded: attribute names that must not be loaded natively.

    Raises:
        Unsupported: there is no guarded form of something in it.
    """
    tree = ast.parse(text)
    modules = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    made: ast.Module = _Instrument(frozenset(guarded), frozenset(modules)).visit(tree)
    return ast.fix_missing_locations(made)


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def _tick() -> ast.Expr:
    return ast.Expr(_call(STEP))


def _has_star(target: ast.expr) -> bool:
    return any(isinstance(node, ast.Starred) for node in ast.walk(target))


class _Instrument(ast.NodeTransformer):
    def __init__(self, guarded: frozenset[str], modules: frozenset[str]) -> None:
        self._guarded = guarded
        #: Names of imported modules: what they hold is not a guest's.
        self._modules = modules

    # --- Steps ----------------------------------------------------------------------------

    def _body(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(ast.get_docstring(node) is not None, _tick())
        return node

    visit_FunctionDef = _body

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        raise Unsupported("async")

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        self.generic_visit(node)
        node.body = ast.BoolOp(ast.And(), [_call(STEP), node.body])
        return node

    def visit_While(self, node: ast.While) -> Any:
        self.generic_visit(node)
        node.test = ast.BoolOp(ast.And(), [_call(STEP), node.test])
        return node

    def _loop(self, node: Any) -> Any:
        if _has_star(node.target):
            raise Unsupported("a starred target of a loop")
        self.generic_visit(node)
        node.iter = _call(STEPS, node.iter)
        return node

    visit_For = visit_comprehension = _loop

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        caught = node.type
        self.generic_visit(node)
        if caught is None or (isinstance(caught, ast.Name) and caught.id in _BROAD):
            node.body.insert(0, _tick())
        return node

    # --- Attributes and imports -----------------------------------------------------------

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            node.value = _call(STORED, node.value)
            return node
        if node.attr == "__class__":
            return _call(KIND, node.value)
        if is_dunder(node.attr):
            return node
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            return node
        if node.attr not in self._guarded:
            return node
        guard = ast.Attribute(
            ast.Name(words.ATTR, ast.Load()), guard_attribute(node.attr), ast.Load()
        )
        return ast.Call(guard, [node.value], [])

    def visit_Import(self, node: ast.Import) -> Any:
        return [
            _assignment(alias.asname or whole, alias.name if alias.asname else whole)
            for alias in node.names
            for whole in (alias.name.partition(".")[0],)
        ]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        name = "." * node.level + (node.module or "")
        if name == "__future__":
            return node
        return [_assignment(each.asname or each.name, name, each.name) for each in node.names]

    # --- Operators ------------------------------------------------------------------------

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        name = _BINARY.get(type(node.op))
        if name is not None:
            return _call(name, node.left, node.right)
        if isinstance(node.op, ast.Add) and not _constant(node.left, node.right):
            node.right = _call(words.ADDEND, node.right)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        name = _INPLACE.get(type(node.op))
        if name is None:
            if isinstance(node.op, (ast.Add, ast.BitOr)) and not _constant(node.value):
                node.value = _call(words.INPLACE_ADDEND, node.value)
            return node
        if not isinstance(node.target, ast.Name):
            raise Unsupported("an augmented assignment to an attribute or subscript")
        value = _call(name, ast.Name(node.target.id, ast.Load()), node.value)
        return ast.Assign([node.target], value)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        operands = [node.left, *node.comparators]
        for at, operator in enumerate(node.ops):
            if isinstance(operator, _COMPARED) and not _constant(*operands[at : at + 2]):
                operands[at] = _call(words.COMPARAND, operands[at])
            if isinstance(operator, (ast.In, ast.NotIn)) and not _constant(operands[at + 1]):
                operands[at + 1] = _call(words.CONTAINER, operands[at + 1])
        node.left, *node.comparators = operands
        return node

    # --- Draining and rendering -----------------------------------------------------------

    def visit_Starred(self, node: ast.Starred) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = _call(words.DRAIN, node.value)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        if node.arg is None:
            node.value = _call(words.MAPPING, node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        starred = any(map(_has_star, node.targets))
        if starred and (len(node.targets) > 1 or not isinstance(node.targets[0], ast.Tuple)):
            raise Unsupported("a starred target among several")
        sliced = any(
            isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice)
            for each in node.targets
        )
        self.generic_visit(node)
        if starred:
            node.value = _call(words.UNPACK, node.value, ast.Constant(1))
        elif sliced:
            node.value = _call(words.DRAIN, node.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store) and not isinstance(node.slice, ast.Slice):
            node.slice = _call(words.STORE_KEY, node.slice)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.expr:
        if node.format_spec is not None and any(
            isinstance(part, ast.FormattedValue) for part in ast.walk(node.format_spec)
        ):
            raise Unsupported("a computed format specification")
        self.generic_visit(node)
        node.value = _call(words.SHOWN, node.value)
        return node


def _constant(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.Constant) for node in nodes)


def _assignment(name: str, module: str, member: str = "") -> ast.Assign:
    found: ast.expr = ast.Subscript(
        ast.Name(IMPORTED, ast.Load()), ast.Constant(module), ast.Load()
    )
    if member:
        found = ast.Attribute(found, member, ast.Load())
    return ast.Assign([ast.Name(name, ast.Store())], found)
