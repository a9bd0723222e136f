"""What CPython's compiler has to compare among the constants of a program.

It has a table of all constants of a compilation, and one for each code object; and it makes
frozensets. Whatever has the same hash is compared with one another there. The hashes of numbers and
of tuples of them can be chosen: `a - b * 1j` is 0 for any *a* that is 1000003 times *b*. Those of
texts cannot. Its optimizer puts there also what it calculates: `-x`, `(k << 61) - k`, tuples,
frozensets of what is searched by `in`, keys of displays and patterns, defaults of parameters.

So the same is calculated here, where that is cheap; of anything else each might be like any other.
"""

from __future__ import annotations

import ast
import marshal
import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

#: Ints from here on can be chosen so that their hashes are all the same. (So can at most some two
#: hundred floats, and as many literals with a `j`.)
_MODULUS: Final = 2**61 - 1
#: CPython calculates no product, power or shift of more than 128 bits.
_MOST_BITS: Final = 256
#: Integers that are large, but not for addition or division.
_LARGE: Final = 4096
#: So few of one hash do not matter, however many hashes there are.
_FEW: Final = 32
#: Two constants are compared in the time of so many units of effort, at least.
_COMPARED: Final = 3
#: Bytes in which a constant is written that take one more.
_BYTES: Final = 4

_UNARY: Final[dict[type, Callable[[Any], Any]]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
    ast.Not: operator.not_,
}  # fmt: skip
_BINARY: Final[dict[type, Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.BitOr: operator.or_, ast.BitAnd: operator.and_, ast.BitXor: operator.xor,
    ast.RShift: operator.rshift, ast.LShift: operator.lshift, ast.Pow: operator.pow,
}  # fmt: skip
#: Constants that may be part of others.
_PASSED_ON: Final = frozenset({ast.BinOp, ast.UnaryOp, ast.Subscript, ast.Slice, ast.Tuple})
#: Nodes of which CPython may make a constant, or several.
FOLDED: Final = _PASSED_ON | {ast.List, ast.Set, ast.Dict, ast.MatchMapping, ast.arguments}


class _Unknown:
    """Stands for a constant that is not calculated here."""


class _Variable:
    """Stands for what is no constant."""


class Constants:
    """The constants of one program whose hashes can be chosen."""

    def __init__(self) -> None:
        self._of: dict[ast.AST, Any] = {}
        self._found: list[Any] = []
        self._unknown = 0

    def literal(self, value: Any) -> None:
        """Note the literal *value*."""
        if type(value) is int and value >= _MODULUS:
            self._found.append(value)

    def fold(self, nodes: Sequence[ast.AST]) -> None:
        """Note what CPython may make of *nodes*, of the types `FOLDED`, inner ones first."""
        for node in nodes:
            if type(node) is ast.Dict:
                for keys in _runs(node.keys):
                    self._note(self._row(keys))
                continue
            value = self._made(node)
            if type(node) is ast.Set and value is not _Variable:
                value = self._frozen(value)
            elif type(node) in _PASSED_ON:
                self._of[node] = value
            self._note(value)

    def _note(self, value: Any) -> None:
        if value is _Unknown:
            self._unknown += 1
        elif type(value) in _CHOSEN or (type(value) is int and abs(value) >= _MODULUS):
            self._found.append(value)

    def effort(self) -> int:
        """Return what all their comparisons take, in units of `SourceLimits.compile_effort`."""
        effort = _COMPARED * self._unknown**2
        hashes = Counter(map(hash, self._found))
        crowded = {each for each, count in hashes.items() if count > _FEW}
        if not crowded:
            return effort
        # Equal ones are compared but once. (A set of them would make all the comparisons.)
        alike: dict[int, set[bytes]] = {each: set() for each in crowded}
        for value in self._found:
            if (key := hash(value)) in crowded:
                alike[key].add(marshal.dumps(value, 2))
        for written in alike.values():
            size = sum(_COMPARED + len(each) // _BYTES for each in written)
            effort += len(written) * size
        return effort

    def _made(self, node: Any) -> Any:
        match node:
            case ast.UnaryOp():
                return _unary(type(node.op), self._value(node.operand))
            case ast.BinOp():
                return _binary(type(node.op), self._value(node.left), self._value(node.right))
            case ast.Subscript():
                both = self._row([node.value, node.slice])
                return both if both is _Variable else _Unknown
            case ast.Slice():
                return self._row([each for each in (node.lower, node.upper, node.step) if each])
            case ast.MatchMapping():
                return self._row(node.keys)
            case ast.arguments():
                return self._row(node.defaults)
        return self._row(node.elts)

    def _value(self, node: ast.expr | None) -> Any:
        return node.value if type(node) is ast.Constant else self._of.get(node, _Variable)  # type: ignore[arg-type]

    def _row(self, nodes: Sequence[ast.expr | None]) -> Any:
        """Return the tuple of what *nodes* are."""
        values = []
        for node in nodes:
            value = self._value(node)
            if value is _Variable:
                return _Variable
            values.append(value)
        return _Unknown if _Unknown in map(_kind, values) else tuple(values)

    def _frozen(self, members: Any) -> Any:
        """Return the frozenset of *members*, which are compared if they have the same hash."""
        if members is _Unknown or len({*map(hash, members)}) < len(members):
            return _Unknown
        return frozenset(members)


#: Constants of these types may have any hash that is wanted.
_CHOSEN: Final = frozenset({complex, tuple, frozenset})
_WHOLE: Final = frozenset({int, bool})
_NUMBERS: Final = _WHOLE | {float, complex}


def _runs(keys: list[ast.expr | None]) -> Iterator[list[ast.expr | None]]:
    """Yield the keys of a display that stand between what is unpacked there."""
    start = 0
    for at in (*(at for at, key in enumerate(keys) if key is None), len(keys)):
        yield keys[start:at]
        start = at + 1


def _kind(value: Any) -> Any:
    return _Unknown if value is _Unknown else None


def _unary(op: type, operand: Any) -> Any:
    if operand is _Unknown or operand is _Variable:
        return operand
    if op is ast.Not:
        return not operand
    if type(operand) not in _NUMBERS or (op is ast.Invert and type(operand) is not int):
        return _Variable if type(operand) is not bool else _Unknown
    return _UNARY[op](operand)


def _binary(op: type, left: Any, right: Any) -> Any:
    if left is _Variable or right is _Variable:
        return _Variable
    kinds = {type(left), type(right)}
    cheap = _is_cheap(op, left, right) if kinds <= _NUMBERS else _is_text(op, left, right)
    if not cheap:
        return _Unknown
    try:
        return _BINARY[op](left, right)
    except (ArithmeticError, TypeError, ValueError):
        return _Variable  # it raises when the program runs


def _is_cheap(op: type, left: Any, right: Any) -> bool:
    """Tell whether calculating with two numbers takes no time to speak of."""
    if not {type(left), type(right)} <= _WHOLE:
        return op in _BINARY
    one, other = left.bit_length(), right.bit_length()
    if op is ast.Mult:
        return bool(one + other <= _MOST_BITS)
    if op is ast.Pow:
        return bool(0 <= right <= _MOST_BITS and one * right <= _MOST_BITS)
    if op is ast.LShift:
        return bool(0 <= right <= _MOST_BITS and one <= _MOST_BITS)
    return op in _BINARY and max(one, other) <= _LARGE


def _is_text(op: type, left: Any, right: Any) -> bool:
    """Tell whether two constants make a text that is not large."""
    for text, other in ((left, right), (right, left)):
        if type(text) is str or type(text) is bytes:
            if op is ast.Mult and type(other) is int:
                return len(text) * other <= _LARGE
            return op is ast.Add and type(other) is type(text)
    return False
