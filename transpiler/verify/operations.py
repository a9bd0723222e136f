"""How many operations an expression takes: what `straight.py` adds up between two ticks.

What is counted is what stands without a guard: guards pay.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final

from .. import vocabulary as words
from .shapes import called, is_call, is_const, is_name, leads_tick, past_tick
from .state import TooLong

MOST: Final = 24
#: What an operation counts, and the load of an attribute or item: a guest's class may have a
#: function of C's for a property, or for what is missing.
ONE: Final = 4
_LOADED: Final = 1
#: The most, in these units.
LIMIT: Final = MOST * ONE
#: So many parts of an f-string take as long as an operation may.
_PIECES: Final = 128
#: So many parts of a key take as long: no more are let pass in a tuple for nothing.
_TOGETHER: Final = 8
TOO_LONG: Final = f"more than {MOST} operations without a tick"

#: Nodes in which nothing is done, or nothing that takes long.
_IDLE: Final = frozenset(
    {ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, type(None), str, int, ast.MatchSingleton}
    | {kind for group in (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
       for kind in group.__subclasses__()}
)  # fmt: skip
_COUNTED: Final = frozenset({ast.BinOp, ast.AugAssign, ast.Await, ast.YieldFrom})


def operations(nodes: Sequence[ast.AST]) -> int:
    """Return how many operations evaluating *nodes* may take in a row.

    What runs behind a tick of its own (the operand of a tick, the body of a lambda or of a
    comprehension) is no part of that, but held to the same bound.
    """
    walk = _Walk(nodes)
    apart, ticked = walk.apart, walk.ticked
    while apart or ticked:
        # Ticks in the operand of a tick do not count: their number in depth is not bounded.
        inner = _Walk(ticked.pop(), flat=True) if ticked else _Walk(apart.pop())
        if inner.count > LIMIT:
            raise TooLong(nodes[0], TOO_LONG)
        apart += inner.apart
        ticked += inner.ticked
    return walk.count


class _Walk:
    """Counts the operations in some expressions.

    Parameters:
        flat: whether operands of ticks count as if these were not there.
    """

    def __init__(self, nodes: Sequence[ast.AST], flat: bool = False) -> None:
        self.count = 0
        self.apart: list[Sequence[ast.AST]] = []
        self.ticked: list[Sequence[ast.AST]] = []
        self._flat = flat
        self._todo: list[Any] = [*nodes]
        while self._todo:
            node = self._todo.pop()
            if type(node) not in _IDLE:
                _EXPRESSION.get(type(node), _Walk.anything)(self, node)

    def anything(self, node: ast.AST) -> None:
        self.count += ONE * (type(node) in _COUNTED)
        for field in node._fields:
            value = getattr(node, field)
            if type(value) is list:
                self._todo += value
            else:
                self._todo.append(value)

    def conditional(self, node: ast.IfExp) -> None:
        # The other way out of an inline test is a guard of the same operands: no other place of
        # `__type__` has passed (`names.py`).
        test = node.test.values[0] if type(node.test) is ast.BoolOp else node.test
        is_inline = type(test) is ast.Compare and is_call(test.left, words.TYPE, 1)
        is_inline = is_inline or called(node.orelse) == words.CHANGING
        self._todo += [node.test, node.body]
        if not is_inline:
            self._todo.append(node.orelse)

    def attribute(self, node: ast.Attribute) -> None:
        self.count += _LOADED
        self._todo.append(node.value)

    def boolean(self, node: ast.BoolOp) -> None:
        if leads_tick(node) and not self._flat:
            self.ticked.append(node.values[1:])
        else:
            self._todo += node.values

    def joined(self, node: ast.JoinedStr) -> None:
        fields = [each for each in node.values if type(each) is ast.FormattedValue]
        if fields:
            self.count += ONE * (1 + len(node.values) // _PIECES)
        for field in fields:
            self._todo.append(field.value)
            if field.format_spec is not None:
                self._todo += field.format_spec.values  # type: ignore[attr-defined]

    def field(self, node: ast.FormattedValue) -> None:
        """A field in a specification, which is short."""
        self._todo.append(node.value)

    def call(self, node: ast.Call) -> None:
        func = node.func
        if type(func) is ast.Name and func.id in words.INJECTED:
            self.count += ONE * (func.id in words.BUILTIN_OF or func.id in words.LIBRARY_OF)
        elif type(func) is not ast.Attribute or not is_name(func.value, words.ATTR):
            self.count += ONE * (words.SEARCH_WEIGHT if _searches(func, node.args) else 1)
            self._todo += _called(func)
            if type(func) is ast.Attribute and func.attr in words.KEYED:
                # That one is hashed is what the call counts for.
                self.count += sum(max(_hashing(arg) - ONE, 0) for arg in node.args[:2])
        else:
            self.count += _LOADED
        self._todo += node.args
        self._todo += [keyword.value for keyword in node.keywords]

    def members(self, node: ast.Set) -> None:
        self._hash(node.elts)

    def entries(self, node: ast.Dict) -> None:
        self._hash([key for key in node.keys if key is not None])
        self._todo += node.values

    def _hash(self, keys: Sequence[ast.expr]) -> None:
        """Each of *keys* is evaluated and hashed, before the next."""
        for key in keys:
            # Guards of stars take a step at least.
            inside = _inside(key)
            weight = 0 if type(key) is ast.Starred else _hashing(past_tick(inside))
            if weight > LIMIT or self._flat or not leads_tick(inside):
                self.count += weight
        self._todo += keys

    def compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        self._todo += operands
        if is_call(node.left, words.TYPE, 1):
            return
        for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
            # To compare with a literal takes no longer than that is.
            is_brief = type(left) is ast.Constant or type(right) is ast.Constant
            if type(op) is ast.In or type(op) is ast.NotIn:
                is_written = type(_inside(right)) in _WRITTEN
                self.count += ONE * (1 if is_written else words.SEARCH_WEIGHT)
            elif not is_brief and type(op) is not ast.Is and type(op) is not ast.IsNot:
                self.count += ONE

    def unary(self, node: ast.UnaryOp) -> None:
        if type(node.op) is not ast.Not and type(node.operand) is not ast.Constant:
            self.count += ONE
        self._todo.append(node.operand)

    def binary(self, node: ast.BinOp) -> None:
        """A chain, `a + b + c`, in which the operand on the right of an operator may tick."""
        chain = [node]
        while type(left := _inside(chain[-1].left)) is ast.BinOp:
            chain.append(left)
        self._todo.append(chain[-1].left)
        row = longest = 0
        for each in reversed(chain):
            if leads_tick(_inside(each.right)) and not self._flat:
                row = 0
            row += 1
            longest = max(longest, row)
            self._todo.append(each.right)
        self.count += ONE * longest

    def pattern(self, node: ast.MatchValue) -> None:
        # A dotted name, or a literal, which is short.
        self.count += ONE * (type(node.value) is ast.Attribute)
        self._todo.append(node.value)

    def subscript(self, node: ast.Subscript) -> None:
        # Slices that are loaded are short or guarded; their bounds are hashed as other keys are.
        least = _LOADED if type(node.ctx) is ast.Load else ONE
        self.count += max(_hashing(node.slice), least)
        self._todo += [node.value, node.slice]

    def row(self, node: ast.Tuple | ast.List) -> None:
        # A target draws from a set, say, whose table may be long and empty.
        self.count += _LOADED * (type(node.ctx) is ast.Store)
        self._todo += node.elts

    def mapping(self, node: ast.MatchMapping) -> None:
        # Its keys are literals (`patterns.py`), which are short.
        self.count += ONE
        self._todo += node.patterns

    def function(self, node: ast.Lambda) -> None:
        self._todo.append(node.args)
        # What its first tick stands before is all of it, as if it were a statement.
        self.apart.append(node.body.values[1:] if leads_tick(node.body) else [node.body])  # type: ignore[attr-defined]

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        first, *others = node.generators
        self.count += ONE
        self._todo.append(first.iter)
        made: list[ast.expr]
        if isinstance(node, ast.DictComp):
            made = [ast.Dict([node.key], [node.value])]
        else:
            made = [ast.Set([node.elt]) if type(node) is ast.SetComp else node.elt]
        self.apart.append([first.target, *first.ifs, *others, *made])


#: Containers that are as short as the program.
_WRITTEN: Final = frozenset({ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict})


def _searches(func: ast.expr, args: Sequence[ast.expr]) -> bool:
    """Tell whether the method *func* may go through a long text, or a long list, natively."""
    if type(func) is not ast.Attribute or is_const(func.value):
        return False
    # Beside anything but literals, what the others are called on is short or measured.
    is_native = func.attr in words.SEARCHING and all(is_const(_inside(arg)) for arg in args)
    return func.attr in words.FINDING or is_native


def _hashing(*keys: ast.expr) -> int:
    """Return what it counts to hash *keys*: an integer is hashed as it is long.

    The elements of a tuple that is written out are hashed one by one.
    """
    parts, todo = 0, [*keys]
    while todo:
        key = _inside(todo.pop())
        if type(key) is ast.Tuple:
            todo += key.elts
        else:
            parts += not is_const(key)
    return ONE * -(-parts // _TOGETHER)


def _called(func: ast.expr) -> list[ast.expr]:
    """Return what is evaluated before a call; to load the method is a part of it."""
    if type(func) is ast.Attribute:
        return [func.value]
    if type(func) is ast.Call and type(func.func) is ast.Attribute:
        return func.args if is_name(func.func.value, words.ATTR) else [func]
    return [func]


def _inside(node: ast.expr) -> ast.expr:
    """Return what a guard, or its inline form, is about; *node* itself if it is none."""
    while True:
        match node:
            case ast.Call(ast.Name(guard), [inside]) if guard in words.INJECTED:
                node = inside
            case ast.IfExp(ast.Compare(ast.Call(ast.Name(words.TYPE), [ast.NamedExpr(_, inside)]))):
                node = inside
            case _:
                return node


_EXPRESSION: Final[dict[type, Callable[[_Walk, Any], None]]] = {
    ast.Attribute: _Walk.attribute,
    ast.BoolOp: _Walk.boolean,
    ast.Call: _Walk.call,
    ast.Dict: _Walk.entries,
    ast.IfExp: _Walk.conditional,
    ast.JoinedStr: _Walk.joined,
    ast.FormattedValue: _Walk.field,
    ast.Compare: _Walk.compare,
    ast.UnaryOp: _Walk.unary,
    ast.BinOp: _Walk.binary,
    ast.List: _Walk.row,
    ast.MatchMapping: _Walk.mapping,
    ast.MatchValue: _Walk.pattern,
    ast.Set: _Walk.members,
    ast.Subscript: _Walk.subscript,
    ast.Tuple: _Walk.row,
    ast.Lambda: _Walk.function,
    ast.ListComp: _Walk.comprehension,
    ast.SetComp: _Walk.comprehension,
    ast.DictComp: _Walk.comprehension,
    ast.GeneratorExp: _Walk.comprehension,
}
