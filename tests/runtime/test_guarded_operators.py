"""Operators, one by one: what they cost, and what they leave as it is."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from differential import running

from cloche.runtime.guards.operators import (
    addend,
    bits_of,
    inplace_addend,
    inplace_power,
    inplace_quotient,
    inplace_shift,
    inplace_times,
    inplace_union,
    percent,
    piece,
    plus,
    power,
    quotient,
    shift,
    times,
)
from cloche.runtime.guards.sets import common, either, inplace_operand, minus, union
from cloche.runtime.stops import Stop

BIG = [0] * 10**6
TEXT = "a" * 10**7
LONG = 1 << 10**6
MANY: set[Any] = {*range(10**5)}
ALL = dict.fromkeys(MANY)
#: All of one hash.
CROWD = {number * (2**61 - 1) for number in range(300)}


class Row(list):
    pass


class Some(set):
    pass


class Index:
    def __index__(self):
        return 3


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


#: More than a hundred steps, each at once.
COSTLY = {
    "addend": lambda: addend(BIG),
    "addend-of-a-subclass": lambda: addend(Row(BIG)),
    "left": lambda: plus(Row(BIG), []),
    "right": lambda: plus([], Row(BIG)),
    "inplace-text": lambda: inplace_addend(TEXT),
    "inplace-list": lambda: inplace_addend(BIG),
    "inplace-set": lambda: inplace_addend({*range(10**5)}),
    "inplace-range": lambda: inplace_addend(range(10**6)),
    "inplace-subclass": lambda: inplace_addend(Row(BIG)),
    "inplace-iterator": lambda: inplace_addend(iter(BIG)),
    "piece": lambda: piece(BIG),
    "product": lambda: times(-LONG, LONG),
    "inplace-product": lambda: inplace_times(LONG, LONG),
    "repeated": lambda: times([0], 10**6),
    "repeated-deque": lambda: times(deque([1]), 1 << 61),
    "repeated-by-an-index": lambda: times(Row(BIG), Index()),
    "power": lambda: power(LONG, 3),
    "inplace-power": lambda: inplace_power(LONG, 3),
    "shift": lambda: shift(1, 10**7),
    "inplace-shift": lambda: inplace_shift(1, 10**7),
    "remainder": lambda: percent(LONG, 1 << 500_000),
    "quotient": lambda: quotient(LONG, 1 << 500_000),
    "inplace-quotient": lambda: inplace_quotient(LONG, 1 << 500_000),
    "difference": lambda: minus(MANY, {0}),
    "difference-of-a-subclass": lambda: minus(Some(MANY), {0}),
    "union": lambda: union({0}, MANY),
    "union-of-dictionaries": lambda: union(ALL, {}),
    "union-of-a-proxy": lambda: union(MappingProxyType(ALL), {}),
    "intersection": lambda: common(MANY, {*MANY}),
    "symmetric-difference": lambda: either(frozenset(MANY), {0}),
    "inplace-union-of-a-frozenset": lambda: inplace_union(frozenset(MANY), {0}),
    "inplace-union-with-keys": lambda: inplace_union(set(), ALL.keys()),
    "inplace-union-with-a-subclass": lambda: inplace_union(set(), Some(MANY)),
    "inplace-union-with-a-crowd-in-a-subclass": lambda: inplace_union(set(), Some(CROWD)),
    "inplace-operand": lambda: inplace_operand(MANY),
    "inplace-operand-of-a-subclass": lambda: inplace_operand(Some(MANY)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_it_costs(name):
    with running(steps=100), pytest.raises(Stop):
        COSTLY[name]()


#: What they give, whoever asks.
GIVEN = [
    (times, Row([1]), Index(), [1, 1, 1]), (times, Index(), [1], [1, 1, 1]),
    (times, deque([1], 1), 10**9, deque([1])), (times, 3, 1.5, 4.5),
    (quotient, Fraction(10**10, 3), 7, Fraction(10**10, 3) // 7), (quotient, 7, 2, 3),
    (percent, "%s!", 5, "5!"), (percent, 7, 2.5, 2.0), (plus, "a", "b", "ab"),
    (inplace_times, 1.5, 2, 3.0), (inplace_times, [1], 2, [1, 1]),
    (minus, {0}, MANY, set()), (common, MANY, {0}, {0}), (common, {0}, MANY, {0}),
    (inplace_union, {*MANY}, {0}, MANY),
    (minus, 7, 2, 5), (union, 5, 2, 7), (common, 7, 2, 2), (either, 7, 2, 5),
    (union, {1: 2}, {3: 4}, {1: 2, 3: 4}), (minus, Some([1, 2]), {2}, {1}),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "left", "right", "expected"), GIVEN)
def test_given(operator, left, right, expected):
    with running(steps=100):
        assert operator(left, right) == expected


def test_what_no_memory_holds_is_refused_by_c_at_once():
    with running(), pytest.raises((MemoryError, OverflowError)):
        times([1], 1 << 62)


@pytest.mark.parametrize("x", [Iterator(), map(abs, []), filter(None, []), iter([1]), 5, None])
def test_what_a_method_of_a_guest_may_be_handed_is_itself(x):
    with running():
        assert inplace_addend(x) is x


def test_generators_of_a_guest_take_steps_and_others_do_not():
    with running() as run:
        mine = (n for n in [1])
        assert inplace_addend(mine) is not mine
        theirs = eval("(n for n in [1])", run.globals)
        assert inplace_addend(theirs) is theirs
        assert next(theirs) == 1
        assert [*theirs] == []
        assert [*inplace_addend(theirs)] == []


@pytest.mark.parametrize("x", ["a", [1]])
def test_nothing_is_added_once_a_run_is_stopped_or_over(x):
    with running() as run:
        run.budget.stop("abort", None, None)
        with pytest.raises(Stop):
            inplace_addend(x)
    with pytest.raises(Stop):
        inplace_addend(x)


@pytest.mark.parametrize("operator", [minus, union, common, either])
def test_no_set_is_made_once_a_run_is_stopped(operator):
    with running() as run:
        run.budget.stop("abort", None, None)
        with pytest.raises(Stop):
            operator(Some([1]), Some([2]))
        with pytest.raises(Stop):
            inplace_operand([1])


@pytest.mark.parametrize("x", [5, None, {1: 2}, [1, 2]])
def test_what_is_no_long_copy_is_a_free_piece(x):
    with running(steps=100):
        assert piece(x) is x


def test_only_a_fraction_is_one():
    assert bits_of(Fraction(255, 7)) == 11
    assert bits_of(type("Fraction", (), {"__module__": "fractions"})()) is None
    assert bits_of(2.5) is None
