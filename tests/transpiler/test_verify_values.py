"""The verifier: what it says of the types of results, compared with what CPython gives."""

from __future__ import annotations

import ast
import itertools
import operator
from typing import Any

import pytest

from cloche.transpiler.verify.values import (
    BRIEF,
    DEPENDING,
    LIMITLESS,
    METHODS,
    NEVER,
    RETURNS,
    Brief,
    Value,
    either,
    negated,
    operated,
    returned,
    whole_part,
)

SAMPLES: list[Any] = [
    True, 0, 1, -3, 255, -(1 << 70), (1 << 70) + 1, 1.5, -2.0, 2j, "a", "ab" * 600, b"xy", None,
    [1], (1, 2), {1: 2}, {1}, frozenset({1, 2}),
]  # fmt: skip
OPERATORS: dict[type, Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Pow: operator.pow,
    ast.LShift: operator.lshift, ast.RShift: operator.rshift, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.MatMult: operator.matmul,
}  # fmt: skip
LARGE = [x for x in SAMPLES if isinstance(x, int) and x.bit_length() > 64]
#: Above it, powers and shifts take long.
MOST = 300


def known(x: Any) -> Value:
    """Return all there is to know of *x*."""
    kind = Brief if type(x) is str and len(x) <= BRIEF else type(x)
    return Value(frozenset({kind}), int(x).bit_length() if isinstance(x, int) else 0)


def fits(x: Any, value: Value | None) -> bool:
    """Tell whether *value* is true of *x*."""
    if value is None:
        return True
    kinds = {Brief, str} if type(x) is str and len(x) <= BRIEF else {type(x)}
    small = not isinstance(x, int) or value.bits == LIMITLESS or x.bit_length() <= value.bits
    return bool(kinds & value.types) and small


def literal(x: Any) -> int | None:
    """Return *x* as the text of a program could say it."""
    return x if type(x) is int and 0 <= x < 1 << 70 else None


@pytest.mark.parametrize("op", OPERATORS, ids=lambda op: op.__name__)
def test_operators(op: type) -> None:
    for left, right in itertools.product(SAMPLES, repeat=2):
        if op in (ast.Pow, ast.LShift) and isinstance(right, int) and abs(right) > MOST:
            continue
        try:
            result = OPERATORS[op](left, right)
        except Exception:
            continue
        for number in {None, literal(right)}:
            assert fits(result, operated(op, known(left), known(right), number)), (left, right)
        # Nor is it wrong where an operand may be something else as well.
        for other in SAMPLES:
            either_left = either(known(left), known(other))
            either_right = either(known(right), known(other))
            assert fits(result, operated(op, either_left, known(right), None)), (left, other)
            assert fits(result, operated(op, known(left), either_right, None)), (right, other)


@pytest.mark.parametrize(
    ("op", "of"),
    [(ast.USub, operator.neg), (ast.UAdd, operator.pos), (ast.Invert, operator.invert)],
    ids=["-", "+", "~"],
)
def test_signs(op: type, of: Any) -> None:
    for x, other in itertools.product(SAMPLES, repeat=2):
        if isinstance(x, int | float | complex) and not (type(x) is bool and op is ast.Invert):
            try:
                result = of(x)
            except TypeError:
                continue
            assert fits(result, negated(op, known(x))), x
            assert fits(result, negated(op, either(known(x), known(other)))), (x, other)


#: What builtins and methods are tried with; a second argument is never large.
ARGUMENTS: list[tuple[Any, ...]] = [
    (), *((x,) for x in SAMPLES), *itertools.product(SAMPLES, (3, -2, 1.5, "a", None)),
]  # fmt: skip


@pytest.mark.parametrize("name", [*DEPENDING, *RETURNS])
def test_builtins(name: str) -> None:
    function: Any = __builtins__[name]  # type: ignore[index]
    for args in ARGUMENTS if name != "print" else ():
        try:
            result = function(*args)
        except Exception:
            continue
        said = [RETURNS[name]] if name in RETURNS else []
        if name in DEPENDING:
            said.append(DEPENDING[name]([*map(known, args)]))
            for other in SAMPLES:
                said.append(DEPENDING[name]([either(known(x), known(other)) for x in args]))
        assert all(fits(result, value) for value in said), (args, said)


@pytest.mark.parametrize("name", sorted({name for _, names in METHODS for name in names}))
def test_methods(name: str) -> None:
    for x, args in itertools.product(SAMPLES, [(), *((x,) for x in SAMPLES if x not in LARGE)]):
        try:
            result = getattr(x, name)(*args)
        except Exception:
            continue
        assert fits(result, returned(known(x), name)), (x, args)
        for other in SAMPLES:
            assert fits(result, returned(either(known(x), known(other)), name)), (x, other)


#: What is known, exactly: less would keep guards that could go.
EXACTLY: list[tuple[type, Any, Any, Value]] = [
    (ast.Add, 1, 2, Value(frozenset({int}), 3)),
    (ast.Add, 1, 2.5, Value(frozenset({float}))),
    (ast.Sub, 255, 1, Value(frozenset({int}), 9)),
    (ast.Mult, 255, 3, Value(frozenset({int}), 10)),
    (ast.Div, 1, 2, Value(frozenset({float}))),
    (ast.Div, 1, 2j, Value(frozenset({complex}))),
    (ast.FloorDiv, 255, 2, Value(frozenset({int}), 9)),
    (ast.Mod, 255, 7, Value(frozenset({int}), 3)),
    (ast.Pow, 3, 2, Value(frozenset({int}), 4)),
    (ast.RShift, 255, 3, Value(frozenset({int}), 8)),
    (ast.LShift, 1, 3, Value(frozenset({int}), 4)),
    (ast.BitAnd, 1 << 70, 255, Value(frozenset({int}), 8)),
    (ast.BitOr, True, False, Value(frozenset({bool}), 2)),
    (ast.Add, "a", "b", Value(frozenset({str}))),
    (ast.Add, [1], [2], Value(frozenset({list}))),
    (ast.Mult, "a", 3, Value(frozenset({str}))),
    (ast.Mult, 3, (1,), Value(frozenset({tuple}))),
    (ast.Mod, "a", 3, Value(frozenset({str}))),
    (ast.BitOr, {1}, frozenset(), Value(frozenset({set}))),
    (ast.BitOr, {}, {}, Value(frozenset({dict}))),
]


@pytest.mark.parametrize(("op", "left", "right", "expected"), EXACTLY)
def test_exactly(op: type, left: Any, right: Any, expected: Value) -> None:
    assert operated(op, known(left), known(right), literal(right)) == expected


#: Where types do not fit, nothing is known: what is there may raise, or be asked of a guest's.
NOTHING: list[tuple[type, Any, Any]] = [
    (ast.BitOr, 1, {2}), (ast.BitOr, {1}, 2), (ast.Add, {1}, {2}), (ast.Add, "a", 1),
    (ast.Add, "a", [1]), (ast.Add, [1], (2,)), (ast.Mult, "a", 1.5), (ast.Mult, "a", "b"),
    (ast.MatMult, 1, 2), (ast.BitOr, 1.5, 2), (ast.Mod, [1], 2), (ast.Mod, "a", [1]),
]  # fmt: skip


@pytest.mark.parametrize(("op", "left", "right"), NOTHING)
def test_nothing_is_known(op: type, left: Any, right: Any) -> None:
    assert operated(op, known(left), known(right), None) is None


def test_what_may_be_one_or_the_other_is_not_joined() -> None:
    mixed = either(known(1), known([1]))
    assert operated(ast.Add, mixed, mixed, None) is None


def test_what_never_has_a_value_gives_none() -> None:
    assert operated(ast.Add, NEVER, known(1), None) == NEVER
    assert operated(ast.Add, known(1), NEVER, None) == NEVER
    assert operated(ast.Mod, known([1]), NEVER, None) == NEVER
    assert returned(NEVER, "count") == NEVER


def test_signs_of_what_has_none() -> None:
    assert negated(ast.Invert, known(1.5)) is None
    assert negated(ast.Invert, known(1)) == Value(frozenset({int}), 2)
    assert negated(ast.USub, known("a")) is None
    assert negated(ast.USub, known(1.5)) == Value(frozenset({float}))


#: What builtins are known to return, exactly: less would keep guards that could go.
CALLED: list[tuple[str, tuple[Any, ...], Value | None]] = [
    ("int", (255,), Value(frozenset({int}), 8)),
    ("int", (1.5,), Value(frozenset({int}), 1024)),
    ("int", ("a",), Value(frozenset({int}), LIMITLESS)),
    ("int", ("a", 3), Value(frozenset({int}), LIMITLESS)),
    ("str", (1,), Value(frozenset({str}))),
    ("str", (b"a", "b"), None),
    ("str", ([1],), None),
    ("abs", (-3,), Value(frozenset({int}), 2)),
    ("abs", (2j,), Value(frozenset({float}))),
    ("abs", ("a",), None),
    ("round", (255,), Value(frozenset({int}), 12)),
    ("round", (255, 1), Value(frozenset({int}), 12)),
    ("round", (1.5,), Value(frozenset({int}), 1024)),
    ("round", (1.5, 1), Value(frozenset({int, float}), 1024)),
    ("round", ("a",), None),
    ("max", (1, 255), Value(frozenset({int}), 8)),
    ("max", (1,), None),
    ("divmod", (1, 2), Value(frozenset({tuple}))),
    ("divmod", (1,), None),
    ("divmod", (1, "a"), None),
]


@pytest.mark.parametrize(("name", "args", "expected"), CALLED)
def test_called(name: str, args: tuple[Any, ...], expected: Value | None) -> None:
    assert DEPENDING[name]([*map(known, args)]) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1.5, Value(frozenset({int}), 1024)), (1 << 2000, Value(frozenset({int}), 2001)), ("a", None)],
)
def test_whole_parts(number: Any, expected: Value | None) -> None:
    assert whole_part(known(number)) == expected
