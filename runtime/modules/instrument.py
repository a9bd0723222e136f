"""Source text of the standard library, given the guards that a guest's program gets.

Some modules are written in Python, and CPython's own text of them says best what they do. It is
trusted, but what it is called with is not: its loops must tick and what it builds must be paid for.
So its tree is rewritten here, into the forms of `docs/architecture.md`, without the elision
and without the proof that a guest's program goes through.

One function a kind of node. Each gets a node whose children have been rewritten, and returns what
takes its place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeGuard

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
    ast.FloorDiv: words.QUOTIENT,
}
_INPLACE: Final[dict[type[ast.operator], str]] = {
    ast.Mult: words.INPLACE_TIMES,
    ast.Pow: words.INPLACE_POWER,
    ast.LShift: words.INPLACE_SHIFT,
    ast.Mod: words.INPLACE_PERCENT,
    ast.BitOr: words.INPLACE_UNION,
}
_COMPARED: Final = (ast.Lt, ast.Gt, ast.LtE, ast.GtE, ast.Eq, ast.NotEq, ast.In, ast.NotIn)
#: Dunders that write to what they are given, whatever it is: guarded like a guest's.
_WRITERS: Final = frozenset({"__setattr__", "__delattr__"})
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
        for node in _statements(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return _Instrument(frozenset(guarded), frozenset(modules)).rewritten(tree)  # type: ignore[no-any-return]


def _is_plain_call(node: ast.AST) -> TypeGuard[ast.Call]:
    """Tell whether *node* is a call whose first argument is written out."""
    return isinstance(node, ast.Call) and not (
        node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args)
    )


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement; `ast.walk` looks at every expression too, and takes half the time."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, field, None)
            if type(inside) is list:  # a lambda has a body that is none
                waiting.extend(inside)


def _call(at: Any, name: str, *args: ast.expr) -> ast.Call:
    """Return a call of a guard, at the place of the node *at*."""
    place: Any = {"lineno": at.lineno, "col_offset": at.col_offset}
    return ast.Call(ast.Name(name, ast.Load(), **place), list(args), [], **place)


def _tick(at: Any) -> ast.Expr:
    return ast.Expr(_call(at, STEP), lineno=at.lineno, col_offset=at.col_offset)


def _both(at: Any, test: ast.expr) -> ast.BoolOp:
    place: Any = {"lineno": at.lineno, "col_offset": at.col_offset}
    return ast.BoolOp(ast.And(), [_call(at, STEP), test], **place)


def _has_star(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return any(map(_has_star, target.elts))
    return isinstance(target, ast.Starred)


def _constant(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.Constant) for node in nodes)


def _is_number(*nodes: ast.expr) -> bool:
    """Tell whether one of *nodes* is a literal number, beside which C copies nothing."""
    return any(isinstance(node, ast.Constant) and type(node.value) is int for node in nodes)


def _paid(node: ast.expr, guard: str = words.KEY) -> ast.expr:
    """Return *node*, which C is about to hash (or compare), with its guard."""
    return node if _constant(node) else _call(node, guard, node)


class _Instrument:
    """The rewriting of one text: leaves first."""

    def __init__(self, guarded: frozenset[str], modules: frozenset[str]) -> None:
        self._guarded = guarded
        #: What is called with plain arguments, by the identity of the node of the text; filled on
        #: the way down. No node made here is ever looked up.
        self._called: set[int] = set()
        #: The same, with any arguments; and what loops go through.
        self._viewed: set[int] = set()
        self._passed: set[int] = set()
        #: Those whose arguments are all literals.
        self._briefly: set[int] = set()
        #: How many f-strings there were so far.
        self._strings = 0
        #: Names of imported modules: what they hold is not a guest's.
        self._modules = modules

    def rewritten(self, node: Any) -> Any:
        """Return what takes the place of *node*: a node, or several statements."""
        if _is_plain_call(node):
            self._called.add(id(node.func))
            if all(isinstance(arg, ast.Constant) for arg in node.args):
                self._briefly.add(id(node.func))
        if isinstance(node, ast.Call):
            self._viewed.add(id(node.func))
        if isinstance(node, (ast.For, ast.comprehension)):
            self._passed.add(id(node.iter))
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                if value and isinstance(value[0], ast.AST):
                    setattr(node, field, self._listed(value))
            elif isinstance(value, ast.AST) and value._fields:
                setattr(node, field, self.rewritten(value))
        rewrite = _REWRITES.get(type(node))
        return node if rewrite is None else rewrite(self, node)

    def _listed(self, nodes: list[Any]) -> list[Any]:
        found: list[Any] = []
        for node in nodes:
            new = node if node is None else self.rewritten(node)
            if type(new) is list:
                found.extend(new)
            else:
                found.append(new)
        return found

    def function(self, node: Any) -> Any:
        node.body.insert(ast.get_docstring(node, clean=False) is not None, _tick(node))
        return node

    def asynchronous(self, node: Any) -> Any:
        raise Unsupported("async")

    def lambda_(self, node: ast.Lambda) -> ast.expr:
        node.body = _both(node, node.body)
        return node

    def while_(self, node: ast.While) -> Any:
        node.test = _both(node, node.test)
        return node

    def loop(self, node: Any) -> Any:
        if _has_star(node.target):
            raise Unsupported("a starred target of a loop")
        node.iter = _call(node.iter, STEPS, node.iter)
        return node

    def handler(self, node: ast.ExceptHandler) -> Any:
        caught = node.type
        if caught is None or (isinstance(caught, ast.Name) and caught.id in _BROAD):
            node.body.insert(0, _tick(node))
        return node

    def attribute(self, node: ast.Attribute) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            node.value = _call(node, STORED, node.value)
            return node
        if node.attr in words.LENGTHY:
            return self._lengthy(node)
        is_free = node.attr in words.VIEWED or node.attr in words.FINDING
        called = self._viewed if is_free else self._called
        if node.attr in words.CHANGES and id(node) in called:
            node.value = _call(node, words.CHANGING, node.value)
            return node
        if node.attr in words.BOUND and id(node) not in called:
            return _call(node, words.METHOD, node)
        if node.attr in words.FINDING and id(node) not in self._briefly:
            node.value = _call(node, words.FIRM, node.value)
            return node
        if node.attr == "__class__":
            return _call(node, KIND, node.value)
        if node.attr not in _WRITERS and (is_dunder(node.attr) or node.attr not in self._guarded):
            return node
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            return node
        made = _call(node, words.ATTR, node.value)
        name = guard_attribute(node.attr)
        made.func = ast.Attribute(
            made.func, name, ast.Load(), lineno=node.lineno, col_offset=node.col_offset
        )
        return made

    def _lengthy(self, node: ast.Attribute) -> ast.expr:
        whole = node.value
        if isinstance(whole, ast.Constant) or getattr(whole, "id", None) in self._modules:
            return node
        at_once = self._briefly if node.attr in words.STRIPPING else self._called
        if id(node) not in at_once:
            return _call(node, words.METHOD, node)
        node.value = _call(node, words.MEASURED, whole)
        return node

    def import_(self, node: ast.Import) -> Any:
        return [
            _assignment(node, alias.asname or whole, alias.name if alias.asname else whole)
            for alias in node.names
            for whole in (alias.name.partition(".")[0],)
        ]

    def import_from(self, node: ast.ImportFrom) -> Any:
        name = "." * node.level + (node.module or "")
        if name == "__future__":
            return node
        return [_assignment(node, each.asname or each.name, name, each.name) for each in node.names]

    def binary(self, node: ast.BinOp) -> ast.expr:
        name = _BINARY.get(type(node.op))
        if name is not None:
            return _call(node, name, node.left, node.right)
        if isinstance(node.op, ast.Add) and not _is_number(node.left, node.right):
            node.left, node.right = (
                side if _constant(side) else _call(node, words.ADDEND, side)
                for side in (node.left, node.right)
            )
        return node

    def augmented(self, node: ast.AugAssign) -> Any:
        name = _INPLACE.get(type(node.op))
        if name is None:
            if isinstance(node.op, ast.Add) and not _constant(node.value):
                node.value = _call(node, words.INPLACE_ADDEND, node.value)
            return node
        if not isinstance(node.target, ast.Name):
            raise Unsupported("an augmented assignment to an attribute or subscript")
        place: Any = {"lineno": node.lineno, "col_offset": node.col_offset}
        operand = ast.Name(node.target.id, ast.Load(), **place)
        return ast.Assign([node.target], _call(node, name, operand, node.value), **place)

    def comparison(self, node: ast.Compare) -> ast.expr:
        operands = [node.left, *node.comparators]
        is_still = isinstance(node.comparators[0], (ast.Name, ast.Constant))
        guard = words.OPERAND if is_still else words.EARLY
        if len(node.ops) > 1:
            guard = words.STEADY
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            guard = words.COMPARAND
        for at, operator in enumerate(node.ops):
            if isinstance(operator, _COMPARED) and not _constant(*operands[at : at + 2]):
                operands[at] = _call(node, guard, operands[at])
            if isinstance(operator, (ast.In, ast.NotIn)) and not _constant(operands[at + 1]):
                operands[at + 1] = _call(node, words.CONTAINER, operands[at + 1])
        node.left, *node.comparators = operands
        return node

    def call(self, node: ast.Call) -> ast.expr:
        """`x.get(k)`: what C hashes or compares is paid for."""
        func = node.func
        guard = words.KEYED.get(func.attr) if isinstance(func, ast.Attribute) else None
        if guard is not None and id(func) in self._called:
            node.args[:2] = [_paid(arg, guard) for arg in node.args[:2]]
        is_view = isinstance(func, ast.Attribute) and func.attr in words.VIEWED
        return _call(node, words.VIEW, node) if is_view and id(node) not in self._passed else node

    def members(self, node: ast.Set) -> ast.expr:
        node.elts = [each if isinstance(each, ast.Starred) else _paid(each) for each in node.elts]
        return node

    def member(self, node: ast.SetComp) -> ast.expr:
        node.elt = _paid(node.elt)
        return node

    def entry(self, node: ast.DictComp) -> ast.expr:
        node.key = _paid(node.key)
        return node

    def starred(self, node: ast.Starred) -> ast.expr:
        if isinstance(node.ctx, ast.Load):
            node.value = _call(node, words.DRAIN, node.value)
        return node

    def delegation(self, node: ast.YieldFrom) -> ast.expr:
        node.value = _call(node.value, words.DELEGATE, node.value)
        return node

    def keyword(self, node: ast.keyword) -> ast.keyword:
        if node.arg is None:
            node.value = _call(node.value, words.MAPPING, node.value)
        return node

    def display(self, node: ast.Dict) -> ast.expr:
        if None in node.keys:
            raise Unsupported("a dict display with stars")
        node.keys = [each and _paid(each) for each in node.keys]
        return node

    def assignment(self, node: ast.Assign) -> Any:
        starred = any(map(_has_star, node.targets))
        if starred and (len(node.targets) > 1 or not isinstance(node.targets[0], ast.Tuple)):
            raise Unsupported("a starred target among several")
        if starred:
            node.value = _call(node, words.UNPACK, node.value, ast.Constant(
                1, lineno=node.lineno, col_offset=node.col_offset))  # fmt: skip
        elif any(
            isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice)
            for each in node.targets
        ):
            node.value = _call(node, words.DRAIN, node.value)
        return node

    def subscript(self, node: ast.Subscript) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            node.value = _call(node, words.CHANGING, node.value)
        if isinstance(node.slice, ast.Slice):
            return node
        if isinstance(node.ctx, ast.Store):
            node.slice = _call(node, words.STORE_KEY, node.slice)
        elif not isinstance(node.slice, ast.Tuple):
            node.slice = _paid(node.slice)
        return node

    def field(self, node: ast.FormattedValue) -> ast.expr:
        spec = node.format_spec
        if spec is not None and any(isinstance(n, ast.FormattedValue) for n in ast.walk(spec)):
            raise Unsupported("a computed format specification")
        node.value = _call(node, words.SHOWN, node.value)
        return node

    def string(self, node: ast.JoinedStr) -> ast.expr:
        self._strings += 1
        for part in node.values if len(node.values) > 1 else ():
            if isinstance(part, ast.FormattedValue):
                assert isinstance(part.value, ast.Call)
                part.value.args.append(ast.copy_location(ast.Constant(self._strings), node))
        return node


_REWRITES: Final[dict[type[ast.AST], Callable[[_Instrument, Any], Any]]] = {
    ast.FunctionDef: _Instrument.function,
    ast.AsyncFunctionDef: _Instrument.asynchronous,
    ast.Lambda: _Instrument.lambda_,
    ast.While: _Instrument.while_,
    ast.For: _Instrument.loop,
    ast.comprehension: _Instrument.loop,
    ast.ExceptHandler: _Instrument.handler,
    ast.Attribute: _Instrument.attribute,
    ast.Import: _Instrument.import_,
    ast.ImportFrom: _Instrument.import_from,
    ast.BinOp: _Instrument.binary,
    ast.AugAssign: _Instrument.augmented,
    ast.Compare: _Instrument.comparison,
    ast.Starred: _Instrument.starred,
    ast.YieldFrom: _Instrument.delegation,
    ast.Call: _Instrument.call,
    ast.Set: _Instrument.members,
    ast.SetComp: _Instrument.member,
    ast.DictComp: _Instrument.entry,
    ast.keyword: _Instrument.keyword,
    ast.Dict: _Instrument.display,
    ast.Assign: _Instrument.assignment,
    ast.Subscript: _Instrument.subscript,
    ast.FormattedValue: _Instrument.field,
    ast.JoinedStr: _Instrument.string,
}


def _assignment(at: Any, name: str, module: str, member: str = "") -> ast.Assign:
    place: Any = {"lineno": at.lineno, "col_offset": at.col_offset}
    found: ast.expr = ast.Subscript(
        ast.Name(IMPORTED, ast.Load(), **place), ast.Constant(module, **place), ast.Load(), **place
    )
    if member:
        found = ast.Attribute(found, member, ast.Load(), **place)
    return ast.Assign([ast.Name(name, ast.Store(), **place)], found, **place)
