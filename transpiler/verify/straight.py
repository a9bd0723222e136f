"""Straight lines: how much is done in C from one tick to the next.

An operation on a text, a list or an integer may take as long as that is large, which is
milliseconds at most, and takes no step. So no more than `MOST` of them (`operations.py`) are
written between two ticks, whichever way a program takes.

A suite is followed statement by statement, with what has been done since the last tick; where ways
part the worst counts. A loop ticks each time around; one that takes no steps (`untimed.py`) is
followed as often as it has items.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from .operations import LIMIT, ONE, TOO_LONG, operations
from .shapes import (
    annotations_of,
    called,
    compressed,
    defaults_of,
    is_tick,
    leads_tick,
    only_defines,
)
from .state import TooLong
from .tables import ASYNC_LOOP, LOOP

#: A `try` counts for so many: its error may hold a text of the program's.
_CAUGHT: Final = 5 * ONE
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
            spent = _past(spent, item.context_expr, item.optional_vars) + 2 * ONE
        _, peak = self.along(node.body, spent)
        return peak, peak

    def try_(self, node: ast.Try | ast.TryStar, spent: int) -> _Spent:
        if node.handlers:
            spent = max(spent, min(spent + _CAUGHT, LIMIT))
        end, peak = self.along([*node.body, *node.orelse], spent)
        ends = [end]
        entered = peak  # from anywhere
        for handler in node.handlers:
            entered = _past(entered, handler.type)
            end, highest = self.along(handler.body, entered)
            # Functions alone do not tick, and what was caught may be what stops the run.
            ends.append(LIMIT if only_defines(handler.body) else end)
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
        spent += operations(inside)
        if spent > LIMIT:
            raise TooLong(node, TOO_LONG)
    return spent


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, spent: int) -> int:
    """Return what has been done once the decorators of *node* are called, after all else."""
    spent += ONE * len(node.decorator_list)
    if spent > LIMIT:
        raise TooLong(node, TOO_LONG)
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
