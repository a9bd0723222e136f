"""What is handed to C to go through, to hash or to call: as it is, or in other hands; what it costs."""

from __future__ import annotations

import asyncio
import itertools
import math
from functools import partial
from types import FunctionType

import pytest
from differential import running

from cloche.runtime.budget import Stop
from cloche.runtime.guards.awaiting import AsyncCompress
from cloche.runtime.guards.crowds import crowding
from cloche.runtime.guards.draining import drain, mapping
from cloche.runtime.guards.interruptible import interruptible
from cloche.runtime.guards.keys import hashed
from cloche.runtime.guards.operators import inplace_union, merged
from cloche.runtime.universe.constructors import CLASSES

TEXT = "ab" * 10**6


class Indexed:
    # C that calls C: there is no step of the guest's in it.
    __getitem__ = staticmethod(abs)


class Callable:
    def __call__(self, x):
        return x + 1


AS_IT_IS = [lambda x: x, Callable().__call__, None, len, ord, chr, callable, bool, 5]
CALLED = [(str.upper, "a", FunctionType), (int, "7", FunctionType), (math.sqrt, 4, FunctionType),
          ([1, 2].index, 2, partial), (Callable(), 3, partial), (partial(int, base=2), "11", partial)]  # fmt: skip


@pytest.mark.parametrize("function", AS_IT_IS)
def test_called_as_it_is(function):
    assert interruptible(function) is function


@pytest.mark.parametrize(("function", "argument", "kind"), CALLED)
def test_called_from_python(function, argument, kind):
    made = interruptible(function)
    assert type(made) is kind
    assert made is not function
    assert made(argument) == function(argument)


def test_a_stand_in_is_called_from_python():
    with running():
        made = interruptible(CLASSES["int"])
        assert type(made) is FunctionType
        assert made("7") == 7


#: What C hashes as it is, since somebody has, or since it takes an instant.
HASHED = [5, [1, 2, 3], (1.5, None, True), {1, 2}, {1: 2}, {1: 2}.keys(), "ab", b"ab", ["a", "b"]]


@pytest.mark.parametrize("x", HASHED, ids=repr)
def test_hashed_as_it_is(x):
    with running():
        assert hashed(x) is x


@pytest.mark.parametrize(
    "x", [[(1, 2)], ["a", (1,)], [*range(300)], iter([1]), {1: 2}.values()], ids=lambda x: repr(x)[:20]
)
def test_hashed_item_by_item(x):
    with running():
        assert hashed(x) is not x


#: More than a hundred steps, each at once.
COSTLY = {
    "long-integers": lambda: hashed([1 << 10**6] * 9),
    "long-integers-among-others": lambda: hashed(["a", *[1 << 10**6] * 9]),
    "equal-texts": lambda: hashed([TEXT, TEXT]),
    "set": lambda: hashed({*range(10**5)}),
    "crowd": lambda: hashed({i * (2**61 - 1) for i in range(2000)}),
    "mapping": lambda: mapping(dict.fromkeys(range(10**5))),
    "mapping-of-a-crowd": lambda: mapping({i * (2**61 - 1): 1 for i in range(2000)}),
    "union": lambda: inplace_union(set(), {*range(10**5)}),
    "union-of-a-crowd": lambda: inplace_union(set(), {i * (2**61 - 1) for i in range(2000)}),
    "endless": lambda: [*drain(Indexed())],
    "endless-pairs": lambda: [*merged(Indexed())],
}


@pytest.mark.parametrize("name", COSTLY)
def test_it_costs(name):
    with running(steps=100), pytest.raises(Stop):
        COSTLY[name]()


class Told:
    asked = 0

    def __hash__(self):
        Told.asked += 1
        return 1


def test_an_object_of_a_guest_is_not_asked_for_its_hash():
    crowd = {*(i * (2**61 - 1) for i in range(400)), Told(), (Told(), 1)}
    Told.asked = 0
    assert crowding(crowd) > 0
    assert Told.asked == 0


def test_few_are_no_crowd():
    assert crowding([0] * 400) == crowding({i * (2**61 - 1) for i in range(200)}) == 0


def test_each_item_of_an_async_loop_takes_a_step():
    async def items():
        yield 1
        yield 2

    async def listed(ticks):
        return [item async for item in AsyncCompress(items(), ticks)]

    ticks = itertools.count()
    assert asyncio.run(listed(ticks)) == [1, 2]
    assert next(ticks) == 3
