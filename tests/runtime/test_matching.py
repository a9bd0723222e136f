"""Where code of a program may run when an attribute is read, so that a pattern compares no list."""

from __future__ import annotations

import enum
from collections import namedtuple
from collections.abc import Iterator
from functools import cached_property, partial, partialmethod
from typing import Any

import pytest
from differential import running

from cloche.runtime.guards.matching import subject
from cloche.runtime.guards.standing import StandIn
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop


@pytest.fixture
def run() -> Iterator[Run]:
    with running(steps=1_000) as found:
        yield found


def function(self: Any) -> Any:
    return self


class Reads:
    def __get__(self, instance: object, owner: Any) -> int:
        return 1


class Slots:
    __slots__ = ("slot",)


class Member(enum.Enum):
    A = 1


FOUND = [
    1, None, [1], "a", function, len, staticmethod(function), classmethod(function), object(),
    vars(Slots)["slot"], vars(type)["__dict__"], vars(list)["__add__"], vars(list)["append"],
    vars(dict)["fromkeys"], vars(namedtuple("R", "x"))["x"], vars(Member)["A"], enum.property(),
    Reads,
]  # fmt: skip
COMPUTED = [
    property(function), classmethod(property(function)), classmethod(partial(function)),
    cached_property(function), partialmethod(function), Reads(), enum.property(function),
]  # fmt: skip


def own(run: Run, **members: Any) -> None:
    run.own.add(type("Own", (), members))


@pytest.mark.parametrize("value", FOUND, ids=repr)
def test_what_is_found_as_it_is(run: Run, value: object) -> None:
    own(run, first=value)
    for x in ([1], [[1]], {1: [2]}, ([1],)):
        assert subject(x) is x


@pytest.mark.parametrize("value", COMPUTED, ids=repr)
def test_what_is_computed(run: Run, value: object) -> None:
    own(run, first=1)
    own(run, first=1, other=value, last=2)
    for x in ([1], [[1]], {1: [2]}, ([1],)):
        with pytest.raises(TypeError, match="might change while a dotted name is read"):
            subject(x)
    for x in (1, "a", (1, 2), ((1,), "b"), Slots()):
        assert subject(x) is x


@pytest.mark.parametrize("name", ["__getattr__", "__getattribute__"])
def test_what_answers_for_any_name(run: Run, name: str) -> None:
    own(run, **{name: function})
    with pytest.raises(TypeError):
        subject([1])


def test_looking_for_it_takes_steps(run: Run) -> None:
    own(run, **{f"name{n}": n for n in range(8_000)})
    with pytest.raises(Stop):
        [subject([1]) for _ in range(2)]


def test_a_function_stands_before_functions_alone_and_once() -> None:
    def make(method: Any) -> Any:
        def inside(self: Any) -> Any:
            return method(self)

        return inside

    stand_in = StandIn("inside", make)
    made = stand_in.before_function(function)
    assert made(3) == 3
    assert stand_in.stands(made)
    assert not stand_in.stands(function)
    assert stand_in.before_function(made) is made
    for other in (None, len, staticmethod(function), list.__len__):
        assert stand_in.before_function(other) is other
    assert stand_in.shown(made) is function
    assert stand_in.shown(made.__get__(1)) == function.__get__(1)
