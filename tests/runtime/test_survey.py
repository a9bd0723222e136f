"""What is found in structures: code of a guest that C calls, and what that may change."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any

import pytest
from differential import running

from cloche.runtime.guards.contents import SCALARS
from cloche.runtime.guards.digits import digits_steps
from cloche.runtime.guards.printing import _Digits, walk_rendering
from cloche.runtime.guards.survey import (
    ANY,
    COMPARED,
    COMPARES,
    PRINTED,
    PRINTS,
    VISIT,
    Survey,
    arm,
    holds,
    is_steady,
    unsteady,
)
from cloche.runtime.guards.walking import weigh
from cloche.runtime.prices import NODE


@pytest.fixture(autouse=True)
def run():
    with running() as found:
        found.scalars |= SCALARS
        yield found


class Equal:
    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


class Row(tuple):
    __slots__ = ()


class Rows(list):
    pass


class Compares(list):
    def __eq__(self, other: object) -> bool:
        return self is other


@pytest.mark.parametrize(
    ("names", "noted"),
    [
        (("__eq__",), {COMPARES}), (("__lt__", "__len__"), {COMPARES}), (("__len__",), set()),
        (("__repr__",), {PRINTS}), (("__format__",), {PRINTS}), (ANY, {COMPARES, PRINTS}),
    ],
)  # fmt: skip
def test_what_a_class_has_is_noted(run, names, noted):
    arm(names)
    assert run.state.keys() & {COMPARES, PRINTS} == noted


STEADY = [1, "a", None, object(), Equal(), (), (1, 2), (1, object()), Row((1, "a")), Row([Equal()])]
CHANGING = [[], {}, {1}, deque(), Rows(), (1, []), Row([[]]), ((),)]


@pytest.mark.parametrize("x", STEADY, ids=repr)
def test_steady(x):
    assert is_steady(x)


@pytest.mark.parametrize("x", CHANGING, ids=repr)
def test_not_steady(x):
    assert not is_steady(x)


UNSTEADY = [
    ([1, 2], False), ([Equal()], False), ([(1, "a")], False), ([(1, Equal()), 2], False),
    ([[1]], True), ([1, Rows()], True), ([(1, [])], True), ([(1,), []], True),
]  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), UNSTEADY, ids=range(len(UNSTEADY)))
def test_unsteady(items, expected):
    assert not unsteady(items)
    arm(["__eq__"])
    assert unsteady(items) is expected


def test_what_is_a_container():
    assert [*map(holds, (list, Rows, Row, deque, dict))] == [True] * 5
    assert [*map(holds, (object, int, Equal, type))] == [False] * 4


#: A structure, whether both are found where it is compared, and where it is printed.
FOUND: list[tuple[Any, bool, bool]] = [
    ([Equal()], True, False),
    ([1, "a", int, len], False, False),
    ([range(3)], True, False),
    ((Equal(),), False, False),
    ([([Equal()],), (1, 2)], True, False),
    ([(1, 2), (3, "a")], False, False),
    ([Compares()], False, False),
    ([object()], False, False),
]


@pytest.mark.parametrize(("x", "compared", "printed"), FOUND, ids=range(len(FOUND)))
def test_what_is_found(x, compared, printed):
    assert Survey(COMPARED, leaves=True).finds((x,)) is compared
    assert Survey(PRINTED, leaves=False).finds((x,)) is printed


def test_what_is_of_the_guest(run):
    run.own.add(Compares)
    assert Survey(COMPARED, leaves=True).finds((Compares(),))
    assert not Survey(PRINTED, leaves=False).finds((Compares(),))


def test_looking_takes_steps(run):
    before = run.budget.steps
    assert not Survey(COMPARED, leaves=True).finds(([[] for _ in range(600)],))
    assert run.budget.steps - before == 2 * VISIT * 256


def test_what_is_shared_is_looked_at_once(run):
    x: Any = []
    for _ in range(40):
        x = [x, x]
    assert not Survey(COMPARED, leaves=True).finds((x,))


def test_digits():
    assert digits_steps(1 << 14_000) == 19602
    assert [*map(digits_steps, (12, "12", 1 << 1000, 1 << 10**6))] == [0] * 4
    most = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        assert digits_steps(1 << 10**6) > 10**8
    finally:
        sys.set_int_max_str_digits(most)


@pytest.mark.parametrize(("many", "steps"), [(20, 20 * 19602), (1, 0)])
def test_long_integers_take_steps_to_print(run, many, steps):
    before = run.budget.steps
    walk_rendering([[object()], *[1 << 14_000] * many])
    assert steps <= run.budget.steps - before < steps + 5000


def test_only_integers_have_digits():
    x = [[object()], "a", *[1 << 14_000] * 20]
    assert _Digits().weigh(x, x) == 20 * 19602


def test_long_names_weigh():
    x: Any = type("N" * 5000, (), {})()
    assert weigh([[x]]) > 5000 + 2 * NODE
    endless: Any = [x]
    endless.append(endless)
    assert walk_rendering(endless) > 5000
