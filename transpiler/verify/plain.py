"""Guarded expressions as they were written: what a guard returns, or the operator it stands for."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from .operands import past_measure, type_test
from .shapes import called, compressed, past_tick

#: Guards that return their first operand, or something for it that is no list.
_RETURNING: Final = frozenset(
    {
        words.ADDEND, words.INPLACE_ADDEND, words.INPLACE_OPERAND, words.OPERAND, words.EARLY,
        words.STEADY, words.SUBJECT,
        words.COMPARAND, words.CONTAINER, words.STORE_KEY, words.KEY, words.PIECE,
        words.PLACE, words.CHANGING, words.WRITABLE, words.SHOWN, words.FORMATTED,
        words.DRAIN,
    }
)  # fmt: skip
_OPERATORS: Final[dict[str, type[ast.operator]]] = {
    words.PLUS: ast.Add, words.PERCENT: ast.Mod,
    words.MINUS: ast.Sub, words.UNION: ast.BitOr, words.COMMON: ast.BitAnd,
    words.EITHER: ast.BitXor,
    words.TIMES: ast.Mult, words.POWER: ast.Pow, words.SHIFT: ast.LShift,
    words.INPLACE_TIMES: ast.Mult, words.INPLACE_POWER: ast.Pow, words.INPLACE_SHIFT: ast.LShift,
    words.INPLACE_PERCENT: ast.Mod, words.INPLACE_UNION: ast.BitOr,
    words.INPLACE_EITHER: ast.BitXor,
    words.QUOTIENT: ast.FloorDiv, words.INPLACE_QUOTIENT: ast.FloorDiv,
}  # fmt: skip


class Plain:
    """Takes guards off; an operator's guard becomes the operator, the same each time."""

    def __init__(self) -> None:
        self._made: dict[ast.expr, ast.expr] = {}

    def of(self, node: ast.expr) -> ast.expr:
        """Return *node* without the guards around it."""
        while True:
            inside = self._inside(node)
            if inside is None:
                return node
            node = inside

    def _inside(self, node: ast.expr) -> ast.expr | None:
        kind = type(node)
        if kind is ast.BoolOp:
            inside = past_tick(node)
            return None if inside is node else inside
        if kind is ast.IfExp and called(node.orelse) == words.CHANGING:  # type: ignore[attr-defined]
            return past_measure(node)
        if kind is ast.IfExp and called(_asking(node)) == words.TYPE:
            return self._guard(node, node.orelse, _held(node))  # type: ignore[attr-defined]
        if kind is ast.Call:
            data = compressed(node)
            return self._guard(node, node, None) if data is None else data
        return None

    def _guard(self, node: ast.expr, call: ast.expr, held: ast.expr | None) -> ast.expr | None:
        """Return what *call* gives, if it is a guard; *held* is the value of `__t0__`."""
        guard = called(call)
        if type(call) is not ast.Call or not call.args:
            return None
        if guard in _RETURNING:
            return call.args[0] if held is None else held
        if guard not in _OPERATORS or len(call.args) != 2:
            return None
        if node not in self._made:
            left = call.args[0] if held is None else held
            self._made[node] = ast.BinOp(left, _OPERATORS[guard](), call.args[1])
        return self._made[node]


def _asking(node: ast.expr) -> ast.expr | None:
    """Return `__type__(n)` of an inline test."""
    test = type_test(node.test) if type(node) is ast.IfExp else None
    return test.left if type(test) is ast.Compare else None


def _held(node: ast.expr) -> ast.expr | None:
    """Return `E` of `(__t0__ … if __type__(__t0__ := E) … else …)`."""
    call = _asking(node)
    asked = call.args[:1] if type(call) is ast.Call else []
    held = [part.value for part in asked if type(part) is ast.NamedExpr]
    return held[0] if held else None
