"""Straight lines: how much is done in C from one tick to the next.

An operation on a text, a list or an integer may take as long as that is large, which is
milliseconds at most, and takes no step. So no more than `MOST` of them are written between two
ticks, whichever way a program takes. What is counted is what stands without a guard: guards pay.

A suite is followed statement by statement, with what has been done since the last tick; where ways
part the worst counts. A loop ticks each time around; one that takes no steps (`untimed.py`) is
followed as often as it has items.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from .. import vocabulary as words
from .shapes import (
    annotations_of,
    called,
    compressed,
    defaults_of,
    is_call,
    is_const,
    is_name,
    is_tick,
    leads_tick,
    only_defines,
    past_tick,
)
from .state import TooLong
from .tables import ASYNC_LOOP, LOOP

MOST: Final = 24
#: What an operation counts, and the load of an attribute or item: a guest's class may have a
#: function of C's for a property, or for what is missing.
_ONE: Final = 4
_LOADED: Final = 1
#: The most, in these units.
_MOST: Final = MOST * _ONE
#: So many parts of an f-string take as long as an operation may.
_PIECES: Final = 128
#: So many parts of a key take as long: no more are let pass in a tuple for nothing.
_TOGETHER: Final = 8
#: A `try` counts for so many: its error may hold a text of the program's.
_CAUGHT: Final = 5 * _ONE
_TOO_LONG: Final = f"more than {MOST} operations without a tick"

#: Nodes in which nothing is done, or nothing that takes long.
_IDLE: Final = frozenset(
    {ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, type(None), str, int, ast.MatchSingleton}
    | {kind for group in (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
       for kind in group.__subclasses__()}
)  # fmt: skip
_COUNTED: Final = frozenset({ast.BinOp, ast.AugAssign, ast.Await, ast.YieldFrom})

#: What has been done since the last tick at the end, and at most on the way there.
_Spent = tuple[int, int]


def check(tree: ast.Module, lazy_annotations: bool) -> None:
    """Require that the program ticks often enough wherever it does not loop.

    Parameters:
        lazy_annotations: whether annotations of functions are not evaluated with them.
    """
    _Flow(lazy_annotations).along(tree.body, 0)


class _Flow:
    def __init__(self, lazy_annotations: bool) -> None:
        self._lazy_annotations = lazy_annotations

    def along(self, body: Iterable[ast.stmt], spent: int) -> _Spent:
        peak = spent
        for node in body:
            past = _COMPOUND.get(type(node))
            if past is not None:
                spent, highest = past(self, node, spent)
            elif type(node) is ast.Expr and is_tick(node.value):
                spent = highest = 0
            elif type(node) is ast.Assign:
                spent = highest = _past(spent, node.value, *node.targets)
            elif type(node) is ast.Return or type(node) is ast.Expr:
                spent = highest = _past(spent, node.value)
            else:
                spent = highest = _past(spent, node)
            peak = max(peak, highest)
        return spent, peak

    def if_(self, node: ast.If, spent: int) -> _Spent:
        peak, ends = spent, []
        while True:
            spent = _past(spent, node.test)
            end, highest = self.along(node.body, spent)
            ends.append(end)
            peak = max(peak, highest)
            # By a loop, since `elif` may go on and on.
            if len(node.orelse) == 1 and type(node.orelse[0]) is ast.If:
                node = node.orelse[0]
                continue
            end, highest = self.along(node.orelse, spent)
            return max(end, *ends), max(peak, highest)

    def while_(self, node: ast.While, spent: int) -> _Spent:
        # Its test ticks first, however often it is evaluated.
        _, highest = self.along(node.body, _past(0, node.test))
        end, after = self.along(node.orelse, highest)
        return max(highest, end), max(spent, highest, after)

    def for_(self, node: ast.For | ast.AsyncFor, spent: int) -> _Spent:
        compress, unpack_each = LOOP if type(node) is ast.For else ASYNC_LOOP
        data = compressed(node.iter, compress)
        if data is not None:
            data = data.args[0] if called(data) == unpack_each else data  # type: ignore[attr-defined]
            spent = _past(spent, data)
            _, peak = self.along(node.body, _past(0, node.target))
        else:
            spent = peak = _past(spent, node.iter)
            items = node.iter.values[-1] if type(node.iter) is ast.BoolOp else node.iter
            is_written_out = type(items) is ast.Tuple or type(items) is ast.List
            # Else its body ticks first, so that once is as good as often.
            for _ in items.elts if is_written_out else [None]:  # type: ignore[attr-defined]
                end, highest = self.along(node.body, _past(spent, node.target))
                spent, peak = max(spent, end), max(peak, highest)
        end, highest = self.along(node.orelse, max(spent, peak))
        return max(spent, peak, end), max(spent, peak, highest)

    def with_(self, node: ast.With | ast.AsyncWith, spent: int) -> _Spent:
        for item in node.items:
            # It is entered and left.
            spent = _past(spent, item.context_expr, item.optional_vars) + 2 * _ONE
        _, peak = self.along(node.body, spent)
        return peak, peak

    def try_(self, node: ast.Try | ast.TryStar, spent: int) -> _Spent:
        if node.handlers:
            spent = max(spent, min(spent + _CAUGHT, _MOST))
        end, peak = self.along([*node.body, *node.orelse], spent)
        ends = [end]
        entered = peak  # from anywhere
        for handler in node.handlers:
            entered = _past(entered, handler.type)
            end, highest = self.along(handler.body, entered)
            # Functions alone do not tick, and what was caught may be what stops the run.
            ends.append(_MOST if only_defines(handler.body) else end)
            peak = max(peak, highest, ends[-1])
        if node.finalbody:
            end, highest = self.along(node.finalbody, peak)
            return end, max(peak, highest)
        return max(ends), peak

    def match(self, node: ast.Match, spent: int) -> _Spent:
        spent = peak = _past(spent, node.subject)
        ends = []
        for case in node.cases:
            spent = _past(spent, case.pattern, case.guard)
            end, highest = self.along(case.body, spent)
            ends.append(end)
            peak = max(peak, highest)
        return max(spent, *ends), max(peak, spent)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, spent: int) -> _Spent:
        evaluated = [*node.decorator_list, *defaults_of(node.args)]
        if not self._lazy_annotations:
            evaluated += annotations_of(node)
        self.along(node.body, 0)
        spent = _decorated(node, _past(spent, *evaluated))
        return spent, spent

    def class_(self, node: ast.ClassDef, spent: int) -> _Spent:
        keywords = [keyword.value for keyword in node.keywords]
        spent = _past(spent, *node.decorator_list, *node.bases, *keywords)
        end, peak = self.along(node.body, spent)
        end = _decorated(node, end)
        return end, max(end, peak)


def _past(spent: int, *nodes: ast.AST | None) -> int:
    """Return what has been done since the last tick once *nodes* have been evaluated."""
    for node in nodes:
        if node is None:
            continue
        inside: Sequence[ast.AST] = (node,)
        while len(inside) == 1 and leads_tick(inside[0]):
            spent, inside = 0, inside[0].values[1:]  # type: ignore[attr-defined]
        spent += _operations(inside)
        if spent > _MOST:
            raise TooLong(node, _TOO_LONG)
    return spent


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, spent: int) -> int:
    """Return what has been done once the decorators of *node* are called, after all else."""
    spent += _ONE * len(node.decorator_list)
    if spent > _MOST:
        raise TooLong(node, _TOO_LONG)
    return spent


_COMPOUND: Final[dict[type[ast.stmt], Callable[[_Flow, Any, int], _Spent]]] = {
    ast.If: _Flow.if_,
    ast.While: _Flow.while_,
    ast.For: _Flow.for_,
    ast.AsyncFor: _Flow.for_,
    ast.With: _Flow.with_,
    ast.AsyncWith: _Flow.with_,
    ast.Try: _Flow.try_,
    ast.TryStar: _Flow.try_,
    ast.Match: _Flow.match,
    ast.FunctionDef: _Flow.function,
    ast.AsyncFunctionDef: _Flow.function,
    ast.ClassDef: _Flow.class_,
}


# --- Expressions ----------------------------------------------------------------------------------


def _operations(nodes: Sequence[ast.AST]) -> int:
    """Return how many operations evaluating *nodes* may take in a row.

    What runs behind a tick of its own (the operand of a tick, the body of a lambda or of a
    comprehension) is no part of that, but held to the same bound.
    """
    walk = _Walk(nodes)
    apart, ticked = walk.apart, walk.ticked
    while apart or ticked:
        # Ticks in the operand of a tick do not count: their number in depth is not bounded.
        inner = _Walk(ticked.pop(), flat=True) if ticked else _Walk(apart.pop())
        if inner.count > _MOST:
            raise TooLong(nodes[0], _TOO_LONG)
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
        self.count += _ONE * (type(node) in _COUNTED)
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
            self.count += _ONE * (1 + len(node.values) // _PIECES)
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
            self.count += _ONE * (func.id in words.BUILTIN_OF or func.id in words.LIBRARY_OF)
        elif type(func) is not ast.Attribute or not is_name(func.value, words.ATTR):
            self.count += _ONE * (words.SEARCH_WEIGHT if _searches(func, node.args) else 1)
            self._todo += _called(func)
            if type(func) is ast.Attribute and func.attr in words.KEYED:
                # That one is hashed is what the call counts for.
                self.count += sum(max(_hashing(arg) - _ONE, 0) for arg in node.args[:2])
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
            if weight > _MOST or self._flat or not leads_tick(inside):
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
                self.count += _ONE * (1 if is_written else words.SEARCH_WEIGHT)
            elif not is_brief and type(op) is not ast.Is and type(op) is not ast.IsNot:
                self.count += _ONE

    def unary(self, node: ast.UnaryOp) -> None:
        if type(node.op) is not ast.Not and type(node.operand) is not ast.Constant:
            self.count += _ONE
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
        self.count += _ONE * longest

    def pattern(self, node: ast.MatchValue) -> None:
        # A dotted name, or a literal, which is short.
        self.count += _ONE * (type(node.value) is ast.Attribute)
        self._todo.append(node.value)

    def subscript(self, node: ast.Subscript) -> None:
        # Slices that are loaded are short or guarded; their bounds are hashed as other keys are.
        least = _LOADED if type(node.ctx) is ast.Load else _ONE
        self.count += max(_hashing(node.slice), least)
        self._todo += [node.value, node.slice]

    def row(self, node: ast.Tuple | ast.List) -> None:
        # A target draws from a set, say, whose table may be long and empty.
        self.count += _LOADED * (type(node.ctx) is ast.Store)
        self._todo += node.elts

    def mapping(self, node: ast.MatchMapping) -> None:
        # Its keys are literals (`patterns.py`), which are short.
        self.count += _ONE
        self._todo += node.patterns

    def function(self, node: ast.Lambda) -> None:
        self._todo.append(node.args)
        # What its first tick stands before is all of it, as if it were a statement.
        self.apart.append(node.body.values[1:] if leads_tick(node.body) else [node.body])  # type: ignore[attr-defined]

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        first, *others = node.generators
        self.count += _ONE
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
    return _ONE * -(-parts // _TOGETHER)


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
