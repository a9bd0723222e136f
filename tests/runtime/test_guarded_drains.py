"""What is handed to C to go through, hash or call: as it is or in other hands; what it costs."""

from __future__ import annotations

import asyncio
import itertools
import math
import operator
import subprocess
import sys
from collections import OrderedDict, deque
from contextlib import nullcontext
from functools import partial
from types import FunctionType, MethodType

import pytest
from differential import running

from cloche.runtime.budget import BYTES_PER_STEP
from cloche.runtime.guards import keys
from cloche.runtime.guards.awaiting import AsyncCompress
from cloche.runtime.guards.contents import contents
from cloche.runtime.guards.crowds import crowding
from cloche.runtime.guards.draining import drain, mapping, pairs, unpack, unpack_each
from cloche.runtime.guards.interruptible import interruptible
from cloche.runtime.guards.keys import hashed, method
from cloche.runtime.guards.lengths import measured
from cloche.runtime.guards.operators import inplace_union, merged
from cloche.runtime.guards.printing import walk_rendering
from cloche.runtime.guards.views import view
from cloche.runtime.guards.walking import walk, weigh
from cloche.runtime.prices import NODE
from cloche.runtime.standins import StandIn
from cloche.runtime.stops import Stop
from cloche.runtime.universe.constructors import CLASSES
from sampling import halved

TEXT = "ab" * 10**6


@pytest.fixture(autouse=True)
def _afresh():
    """What has been found for one method must not serve for another."""
    keys._shim.cache_clear()


K = (1, 2)
for _ in range(20):
    K = (K, K)
SHARED = {K}


class Indexed:
    # C that calls C: there is no step of the guest's in it.
    __getitem__ = staticmethod(abs)


class Callable:
    def __call__(self, x):
        return x + 1


AS_IT_IS = [lambda x: x, Callable().__call__, None, len, ord, chr, callable, bool, 5]
CALLED = [
    (str.upper, "a", FunctionType), (int, "7", FunctionType), (math.sqrt, 4, FunctionType),
    (MethodType(operator.call, abs), -2, partial),
    ([1, 2].index, 2, partial), (Callable(), 3, partial), (partial(int, base=2), "11", partial),
]  # fmt: skip


@pytest.mark.parametrize("function", AS_IT_IS)
def test_called_as_it_is(function):
    assert interruptible(function) is function


@pytest.mark.parametrize(("function", "argument", "kind"), CALLED)
def test_called_from_python(function, argument, kind):
    made = interruptible(function)
    assert type(made) is kind
    assert made is not function
    assert made(argument) == function(argument)


#: `accumulate` lends what it calls its total, and lets go of it when it is asked meanwhile.
LENT = """
import functools, itertools, operator, types
class A:
    def __init__(self, name, asks=False): self.name, self.asks = name, asks
    def __matmul__(self, other):
        if self.asks:
            self.asks = False
            next(sums)
        return NotImplemented
class B:
    def __rmatmul__(self, other):
        kept.extend([A("another") for _ in range(20)])
        told.append(other.name)
        return A("sum")
def parts():
    yield A("total", True)
    for _ in range(3): yield B()
told, kept = [], []
for call in (
    types.MethodType(operator.call, operator.matmul),
    functools.partial(operator.call, operator.matmul),
    operator.matmul,
    functools.partial(types.MethodType(operator.call, operator.call), operator.matmul),
):
    sums = itertools.accumulate(parts(), call)
    next(sums)
    next(sums)
told
"""


def test_what_c_lends_is_held_while_it_is_called():
    apart = "import cloche, sys; print(*cloche.run(sys.stdin.read()))"
    told = subprocess.run(
        [sys.executable, "-c", apart], input=LENT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["total"] * 8


def test_a_stand_in_is_called_from_python():
    with running():
        shown = next(each for each in CLASSES.values() if issubclass(type(each), StandIn))
        made = interruptible(shown)
        assert type(made) is FunctionType
        assert made.__code__ is type(shown).__dict__["__call__"].__func__.__code__


#: What C hashes as it is, since somebody has, or since it takes an instant.
HASHED = [5, [1, 2, 3], (1.5, None, True), {1, 2}, {1: 2}, {1: 2}.keys(), "ab", b"ab", ["a", "b"]]


@pytest.mark.parametrize("x", HASHED, ids=repr)
def test_hashed_as_it_is(x):
    with running():
        assert hashed(x) is x


ITEM_BY_ITEM = [[(1, 2)], ["a", (1,)], [*range(300)], iter([1]), {1: 2}.values()]


@pytest.mark.parametrize("x", ITEM_BY_ITEM, ids=lambda x: type(x).__name__)
def test_hashed_item_by_item(x):
    with running():
        assert hashed(x) is not x


class Members(set):
    # C asks neither.
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


#: More than a hundred steps, each at once.
COSTLY = {
    "long-integers": lambda: hashed([1 << 10**6] * 9),
    "long-integers-among-others": lambda: hashed(["a", *[1 << 10**6] * 9]),
    "equal-texts": lambda: hashed([TEXT, TEXT]),
    "set": lambda: hashed({*range(10**5)}),
    "crowd": lambda: hashed({i * (2**61 - 1) for i in range(2000)}),
    "set-of-a-guest's": lambda: hashed(Members(range(10**5))),
    "crowd-of-a-guest's": lambda: hashed(Members(i * (2**61 - 1) for i in range(2000))),
    "mapping": lambda: mapping(dict.fromkeys(range(10**5))),
    "mapping-of-a-crowd": lambda: mapping({i * (2**61 - 1): 1 for i in range(2000)}),
    "unpacked": lambda: unpack(TEXT, 1),
    "unpacked-each": lambda: [*unpack_each([[*range(10**5)]], 1)],
    "equal": lambda: view({1: 1}.keys()) >= SHARED,
    "both": lambda: view({1: 1}.keys()) & SHARED,
    "member": lambda: method({}.get)(K),
    "member-by-name": lambda: method(OrderedDict().pop)(key=K, default=1),
    "searched-for": lambda: method([[*K]].count)([*K]),
    "searched": lambda: method(([1] * 10**5).count)(2),
    "long-text": lambda: method(TEXT.split)(),
    "measured-text": lambda: measured(TEXT).split(),
    "measured-list": lambda: measured([1] * 10**5).count(2),
    "union": lambda: inplace_union(set(), {*range(10**5)}),
    "union-of-a-crowd": lambda: inplace_union(set(), {i * (2**61 - 1) for i in range(2000)}),
    "endless": lambda: [*drain(Indexed())],
    "endless-pairs": lambda: [*merged(Indexed())],
}


@halved
@pytest.mark.parametrize("name", COSTLY)
def test_it_costs(name):
    with running(steps=100), pytest.raises(Stop):
        COSTLY[name]()


class Text(str):
    def lower(self):
        return super().lower()


class Table(dict):
    def get(self, key):
        return super().get(key, "none")


GROUP = BaseExceptionGroup("two", [ValueError(), KeyError()])
#: Methods that go about as they are.
AS_THEY_ARE = [
    [1].append, list.append, {}.update, "a".encode, range(3).count,
    Text("a").lower,
]  # fmt: skip
#: Methods in the place of which a guest has others, and what they are given.
SHIMMED = [
    ("a".upper, (), "A"), (b"a b".split, (), [b"a", b"b"]), ("ab".startswith, ("a",), True),
    (Text("a").upper, (), "A"), (str.upper, ("a",), "A"), (list.count, ([1, 1], 1), 2),
    ([1, 1].count, (1,), 2), ([1, 2].pop, (), 2), ((1, 2).index, (2,), 1),
    (deque([1]).count, (1,), 1), ({1: 2}.get, (1,), 2), ({1, 2}.discard, (1,), None),
    (super(Table, Table()).get, (1,), None), (super(Text, Text("A")).lower, (), "a"),
    ({1}.remove, (1,), None), ("aa".count, ("a",), 2), (b"aa".count, (b"a",), 2),
    ("a".find, ("b",), -1),
]  # fmt: skip


@pytest.mark.parametrize("found", AS_THEY_ARE, ids=lambda found: found.__qualname__)
def test_methods_as_they_are(found):
    assert method(found) is found


@pytest.mark.parametrize(("found", "args", "expected"), SHIMMED)
def test_methods_that_are_paid_for(found, args, expected):
    with running():
        made = method(found)
        assert type(made) in (MethodType, FunctionType)
        assert made(*args) == expected


def test_groups_and_views():
    with running():
        assert type(method(GROUP.split)) is MethodType
        assert type(method({}.keys)()) is not type({}.keys())
        assert [*method({1: 2}.items)()] == [(1, 2)]
        ordered = OrderedDict.fromkeys([1, 2, 3])
        method(ordered.move_to_end)(3, last=False)
        assert [*ordered] == [3, 1, 2]
        with pytest.raises(TypeError):
            method({}.get)()
        assert contents(view({1: K}.items()))


SHORT = ["ab", b"ab", [1], (1, 2), deque([1]), 5, None, {1: 2}, "a" * 4095, [1] * 16]
LONG = [
    TEXT,
    bytearray(5000),
    [1] * 17,
    deque([1] * 17),
    Text("a"),
    GROUP,
    str,
    super(Text, Text()),
]


@pytest.mark.parametrize("x", SHORT, ids=lambda x: type(x).__name__)
def test_methods_of_what_is_short(x):
    found = measured(x)
    if type(x) in (list, deque):
        assert found is not x  # `index` looks at what it may have to print
        assert found.count == x.count
        assert found.index(x[0]) == 0
    else:
        assert found is x


@pytest.mark.parametrize("x", LONG, ids=lambda x: type(x).__name__)
def test_methods_of_what_is_long(x):
    assert measured(x) is not x


class Told:
    asked = 0

    def __hash__(self):
        Told.asked += 1
        return 1


NUMBERS = [i * (2**61 - 1) for i in range(400)]


@pytest.mark.parametrize(
    "items", [[*NUMBERS, Told(), (Told(), 1)], [*NUMBERS, Told()], [(Told(), i) for i in NUMBERS],
              [*NUMBERS, (1, Told())]],
    ids=range(4),
)  # fmt: skip
def test_an_object_of_a_guest_is_not_asked_for_its_hash(items):
    crowd = {*items}
    Told.asked = 0
    with running() as run:
        run.own.add(Told)
        assert crowding(crowd) > 0
    assert Told.asked == 0


class Inherits(Told):
    __hash__ = object.__hash__


class Compares(Told):
    __hash__ = Told.__hash__

    def __eq__(self, other):
        return self is other


@pytest.mark.parametrize(
    ("kind", "is_own", "is_unknown"),
    [(Told, True, True), (Told, False, False), (Inherits, True, False), (Compares, True, False)],
)
def test_whose_hash_nobody_knows(kind, is_own, is_unknown):
    with running() as run:
        run.own |= {kind} if is_own else set()
        assert crowding({kind() for _ in range(300)}) == 4 * BYTES_PER_STEP * 300**2 * is_unknown


def test_items_are_a_crowd_as_their_keys_are():
    ordered = OrderedDict.fromkeys(NUMBERS)
    with running():
        of_keys = crowding(dict.fromkeys(NUMBERS))
        assert crowding({}.fromkeys(NUMBERS).items()) == crowding(ordered.items()) == of_keys > 0


@pytest.mark.parametrize("size", [200, 800])
def test_looking_for_a_crowd_takes_steps(size):
    crowd = {(range(1), *range(i, i + size - 1)) for i in range(300)}
    with running() as run:
        before = run.budget.steps
        assert crowding(crowd) == 0
        assert 300 * size // 8 <= run.budget.steps - before < 300 * size // 3


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


CROWD = {i * (2**61 - 1) for i in range(400)}
#: Exactly: less is a bomb, and more is paid for nothing.
WEIGHED = [
    ("abc", NODE + 3), (b"ab", NODE + 2), (1 << 80, NODE + 10), (1.5, NODE), (None, NODE),
    (["abc", 1 << 80, 1.5], 4 * NODE + 13), (["abc"] * 10, 11 * NODE + 30),
    ([b"ab"] * 10, 11 * NODE + 20), ([1 << 80] * 10, 11 * NODE + 101), ([1.5] * 10, 11 * NODE),
    ([b"ab", "abc", 1 << 80, None] * 3, 13 * NODE + 45), ([(1, "abc")] * 9, 28 * NODE + 27),
    ([[[]], "abc"], 4 * NODE + 3), ([[[]], b"ab", 1 << 80], 5 * NODE + 12),
    ([[[]], CROWD], crowding(CROWD) + 404 * NODE + sum(map(int.bit_length, CROWD)) // 8),
]  # fmt: skip


@pytest.mark.parametrize(("x", "weight"), WEIGHED, ids=lambda x: type(x).__name__)
def test_weights(x, weight):
    with running():
        assert weigh(x) == weight


#: Steps, and what is looked at for them.
LOOKED_AT = [
    (1, [[[1]]], False), (70, [[[n]] for n in range(20)], True),
    (70, [[0] * 6000 for _ in range(20)], True), (2000, [[[n]] for n in range(750)], True),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "x", "is_more"), LOOKED_AT, ids=range(4))
def test_looking_takes_steps(steps, x, is_more):
    with running(steps=steps), pytest.raises(Stop) if is_more else nullcontext():
        weigh(x)


def test_what_contains_itself():
    a, b = [], []
    a.append(b)
    b.append(a)
    with running():
        assert weigh([a]) == 17 * NODE
        assert weigh([[[]], CROWD | {((1,),)}]) > crowding(CROWD)


def test_what_contains_nothing():
    with running():
        assert walk("abc") is walk(object()) is False
        assert walk_rendering("abc") == NODE + 3
        assert walk_rendering(object()) == 0
    with running(steps=100), pytest.raises(Stop):
        walk_rendering(TEXT)


MANY = dict.fromkeys(range(50_000))
#: Each copies more than there is room for.
COPIED = {
    "keys": lambda: view(MANY.keys()) | [],
    "items": lambda: view(MANY.items()) - set(),
    "a set on the left": lambda: {*MANY} - view({}.keys()),
    "text for a pair": lambda: [*pairs([TEXT])],
    "bytes for a pair": lambda: [*pairs([TEXT.encode()])],
}


@pytest.mark.parametrize("copy", COPIED.values(), ids=COPIED)
def test_copies_are_paid_for(copy):
    with running(memory=2**20), pytest.raises(Stop):
        copy()


def test_text_for_a_pair_is_left_as_it_is():
    with running():
        assert [*pairs(["ab", b"cd", TEXT])] == ["ab", b"cd", TEXT]


def test_a_dict_of_one_hash_is_paid_for_where_it_is_merged():
    with running(steps=100_000), pytest.raises(Stop):
        mapping(dict.fromkeys(NUMBERS))
