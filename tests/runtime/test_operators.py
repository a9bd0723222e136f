"""Guarded operators give CPython's result or error, and stop before they do what costs too much."""

from __future__ import annotations

import operator
from array import array
from collections import OrderedDict, deque
from enum import IntEnum
from fractions import Fraction
from itertools import count, repeat

import pytest
from differential import outcome, running
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime import reentry
from cloche.runtime.guards import comparing
from cloche.runtime.guards import operators as guards
from cloche.runtime.stops import Stop
from sampling import halved


@pytest.fixture(autouse=True)
def _run():
    with running():
        yield


class Number(int):
    pass


class Text(str):
    pass


class Row(list):
    pass


class Colour(IntEnum):
    RED = 3


class Counted:
    """A number by its `__index__`, which must be asked as often as CPython asks."""

    def __init__(self, value):
        self.value = value
        self.asked = 0

    def __index__(self):
        self.asked += 1
        return self.value


class Both(Counted):
    """A number that has its own idea of products."""

    def __mul__(self, other):
        return ("mul", other)

    def __rmul__(self, other):
        return ("rmul", other)


class Declining(Number):
    def __mul__(self, other):
        return NotImplemented

    __rmul__ = __pow__ = __rpow__ = __lshift__ = __mul__


class Vector:
    def __add__(self, other):
        return ("add", other)

    __mul__ = __pow__ = __lshift__ = __mod__ = __add__

    def __radd__(self, other):
        return ("radd", other)

    __rmul__ = __rpow__ = __rlshift__ = __rmod__ = __radd__


OPERANDS = [
    0, 1, -1, 2, 7, -13, 10**30, True, False, 0.0, -0.0, 2.5, -1.5, 3j, Fraction(2, 3),
    Number(5), Number(-2), Declining(4), Colour.RED, Vector(),
    "", "ab", "é", "%d items", "%s and %r", "%5.2f|%-7s|", "%c%%", "%x %z", "%(a)s", "%",
    Text("%05d"),
    b"", b"ab", b"%d", b"%s", bytearray(b"xy"), bytearray(b"%b"),
    [], [1, 2], Row([3]), (), (1, 2), (1.5, "x"), ("x",), (b"x",), deque([1]), array("i", [1, 2]),
    deque([1, 2, 3], maxlen=4),
    {}, {"a": 1}, {1}, frozenset({1}), OrderedDict(a=2), None, ..., range(3), len, object,
]  # fmt: skip

BINARY = [
    (guards.times, operator.mul),
    (guards.power, operator.pow),
    (guards.shift, operator.lshift),
    (guards.percent, operator.mod),
    (lambda a, b: a + guards.addend(b), operator.add),
    (guards.plus, operator.add),
    (lambda a, b: comparing.comparand(a) == b, operator.eq),
    (lambda a, b: comparing.comparand(a) < b, operator.lt),
    (lambda a, b: comparing.comparand(a) in comparing.container(b), lambda a, b: a in b),
]


@pytest.mark.parametrize(("guard", "native"), BINARY)
def test_every_pair_of_operands(guard, native):
    for a in OPERANDS:
        for b in OPERANDS:
            if native is operator.pow and 10**30 in (a, b) and type(a) is not float is not type(b):
                continue  # the native one would not come back
            assert outcome(guard, a, b) == outcome(native, a, b), (a, b)


def inplace(symbol):
    names = {}
    exec(f"def native(a, b):\n a {symbol}= b\n return a", names)
    return names["native"]


INPLACE = [
    (guards.inplace_times, inplace("*")),
    (guards.inplace_power, inplace("**")),
    (guards.inplace_shift, inplace("<<")),
    (guards.inplace_percent, inplace("%")),
    (guards.inplace_union, inplace("|")),
    (lambda a, b: operator.iadd(a, guards.inplace_addend(b)), inplace("+")),
    (lambda a, b: operator.ior(a, guards.inplace_addend(b)), inplace("|")),
]


def copied(x):
    return (
        x[:] if isinstance(x, (list, bytearray, array)) else x.copy() if hasattr(x, "copy") else x
    )


@pytest.mark.parametrize(("guard", "native"), INPLACE)
def test_every_pair_in_place(guard, native):
    for a in OPERANDS:
        for b in OPERANDS:
            if guard is guards.inplace_power and 10**30 in (a, b):
                continue
            assert outcome(guard, copied(a), b) == outcome(native, copied(a), b), (a, b)


integers = st.integers() | st.integers(-(2**9000), 2**9000) | st.integers(-3, 40)
numbers = integers | st.booleans() | st.floats() | st.builds(Number, integers)
sequences = (
    st.text(max_size=9) | st.binary(max_size=9) | st.lists(st.integers(), max_size=5)
    | st.tuples(st.integers()) | st.builds(Row, st.lists(st.none(), max_size=3))
)  # fmt: skip


@given(numbers | sequences, numbers | sequences)
def test_sums_products_remainders(a, b):
    with running(memory=None, steps=None):
        assert outcome(lambda: a + guards.addend(b)) == outcome(lambda: a + b)
        assert outcome(guards.plus, a, b) == outcome(operator.add, a, b)
        assert outcome(guards.percent, a, b) == outcome(operator.mod, a, b)
        counts = {abs(x) for x in (a, b) if isinstance(x, int)}
        if len(counts) != 1 or counts <= set(range(100)):  # not a sequence a great many times
            assert outcome(guards.times, a, b) == outcome(operator.mul, a, b)


@given(numbers, st.integers(-40, 40) | st.floats() | st.booleans())
def test_powers_and_shifts(a, b):
    with running(memory=None, steps=None):
        assert outcome(guards.power, a, b) == outcome(operator.pow, a, b)
        assert outcome(guards.shift, a, b) == outcome(operator.lshift, a, b)


# --- `%` --------------------------------------------------------------------------------------

specs = st.builds(
    "%{}{}{}{}{}".format,
    st.sampled_from(["", "(a)", "(b)", "(a(b)c)", "(", "(zz)"]),
    st.sampled_from(["", "-", "0", "+#", " 0"]),
    st.sampled_from(["", "5", "*", "0012", "99999999999999999999"]),
    st.sampled_from(["", ".", ".2", ".*", ".9999999999", "l"]),
    st.sampled_from([*"srdfxc%gz", ""]),
)
values = st.integers(-9, 99) | st.floats() | st.text(max_size=3) | st.none() | st.binary(max_size=3)
arguments = (
    values | st.lists(values, max_size=4).map(tuple) | st.lists(values, max_size=2)
    | st.dictionaries(st.sampled_from(["a", "b", "a(b)c", ""]), values)
)  # fmt: skip


@given(st.lists(specs | st.text(max_size=3), max_size=4).map("".join), arguments)
def test_percent_formats(form, given):
    assert outcome(guards.percent, form, given) == outcome(operator.mod, form, given)
    form = form.encode()
    assert outcome(guards.percent, form, given) == outcome(operator.mod, form, given)


def test_a_guests_mapping_is_asked_for_each_key_as_it_comes():
    class Mapping:
        asked = 0

        def __getitem__(self, key):
            self.asked += 1
            return f"{key}{self.asked}"

    assert guards.percent("%(a)s %(b)s %(a)s", Mapping()) == "a1 b2 a3"


def test_a_guests_own_percent_sees_the_mapping_itself():
    class Form(str):
        def __mod__(self, other):
            return other

    given = {"a": 1}
    assert guards.percent(Form("%(a)s"), given) is given


def test_the_whole_of_a_mapping_beside_its_keys():
    form, given = "%s %(a)s", {"a": 1}
    assert outcome(guards.percent, form, given) == outcome(operator.mod, form, given)


# --- `__index__` ----------------------------------------------------------------------------


@pytest.mark.parametrize("sequence", ["ab", [1], (1, 2), b"x", Row([1]), deque([1])])
@pytest.mark.parametrize("kind", [Counted, Both])
@pytest.mark.parametrize("value", [3, 0, -1, 2**70, "x", None])
@pytest.mark.parametrize(
    "multiply", [(guards.times, operator.mul), (guards.inplace_times, operator.imul)]
)
def test_an_index_is_asked_once(sequence, kind, value, multiply):
    guard, native = multiply
    ours, theirs = kind(value), kind(value)
    assert outcome(guard, copied(sequence), ours) == outcome(native, copied(sequence), theirs)
    assert outcome(guard, ours, copied(sequence)) == outcome(native, theirs, copied(sequence))
    assert ours.asked == theirs.asked


def test_an_index_that_grows_between_two_answers():
    class Liar:
        answers = iter([1, 10**12])

        def __index__(self):
            return next(self.answers)

    assert guards.times([0], Liar()) == [0]


def test_an_index_after_a_product_that_declines():
    class Declines(Counted):
        def __rmul__(self, other):
            return NotImplemented

    assert guards.times("ab", Declines(2)) == "abab"
    with pytest.raises(Stop):
        guards.times("ab", Declines(10**12))


def test_a_sequence_with_its_own_product_and_an_index():
    """Whom C would ask, and how often, depends on both; the guard will not guess."""

    class Product(list):
        def __mul__(self, other):
            return "own"

    with pytest.raises(TypeError, match=r"use operator\.index"):
        guards.times(Product(), Counted(2))
    assert guards.times(Product(), 2) == "own"


# --- Bombs ------------------------------------------------------------------------------------

HUGE = 1 << 60_000_000
BOMBS = {
    "list": lambda: guards.times([0], 10**10),
    "reflected": lambda: guards.times(10**10, "ab"),
    "in place": lambda: guards.inplace_times([0] * 10, 10**9),
    "subclass": lambda: guards.times(Row([1]), Number(10**10)),
    "declining": lambda: guards.times(Declining(10**10), [0]),
    "index": lambda: guards.times(Counted(10**10), [0]),
    "deque": lambda: guards.times(deque([0]), 10**10),
    "enum": lambda: guards.times(IntEnum("E", {"BIG": 10**10}).BIG, b"x"),
    "product": lambda: guards.times(HUGE, HUGE),
    "fraction": lambda: guards.power(Fraction(3, 7), 10**9),
    "power": lambda: guards.power(7, 10**9),
    "negative base": lambda: guards.power(-7, 10**9),
    "declining power": lambda: guards.power(Declining(10), 10**10),
    "tower": lambda: guards.power(10, 10**100),
    "power in place": lambda: guards.inplace_power(7, 10**9),
    "shift": lambda: guards.shift(1, 10**11),
    "shift in place": lambda: guards.inplace_shift(Number(1), 10**11),
    "remainder": lambda: guards.percent(HUGE, HUGE >> 30_000_000),
    "width": lambda: guards.percent("%999999999d", 1),
    "precision": lambda: guards.percent("%.999999999f", 1.5),
    "star": lambda: guards.percent("%*d", (10**9, 1)),
    "second star": lambda: guards.percent("%d %s %-*d", (1, 2, -(10**9), 1)),
    "star precision": lambda: guards.percent("%.*f", (10**9, 1)),
    "zeros before": lambda: guards.percent("%.00000000000000000000999999999d", 1),
    "after a key": lambda: guards.percent("%(a(b)c)999999999d", {"a(b)c": 1}),
    "same key": lambda: guards.percent("%(a)s" * 100_000, {"a": "x" * 1_000_000}),
    "bytes width": lambda: guards.percent(b"%999999999d", 1),
    "subclassed format": lambda: guards.percent(Text("%999999999d"), 1),
    "argument": lambda: guards.percent("%r", (shared(40),)),
    "addend": lambda: "" + guards.addend("x" * 10**8),
    "sum": lambda: guards.plus("", "x" * 10**8),
    "sum on the left": lambda: guards.plus("x" * 10**8, Text()),
    "endless addend": lambda: operator.iadd([], guards.inplace_addend(count())),
    "endless generator": lambda: operator.iadd([], guards.inplace_addend(forever())),
    "endless call": lambda: operator.iadd([], guards.inplace_addend(called())),
    "endless sequence": lambda: operator.iadd([], guards.inplace_addend(indexed())),
    "range addend": lambda: operator.iadd([], guards.inplace_addend(range(10**9))),
    "endless union": lambda: guards.inplace_union({}, zip(count(), count(), strict=False)),
    "endless pair": lambda: guards.inplace_union({}, [count()]),
    "endless keys": lambda: guards.inplace_union({}, Endless()),
    "endless container": lambda: -1 in comparing.container(count()),
    "long container": lambda: -1 in comparing.container([0] * 2_000_000),
    "long values": lambda: -1 in comparing.container(dict.fromkeys(range(1_500_000)).values()),
    "subclassed container": lambda: -1 in comparing.container(Row([0]) * 2_000_000),
    "comparand": lambda: comparing.comparand(shared(40)),
    "key": lambda: comparing.store_key(shared(40, tuple)),
}


def shared(levels, kind=list):
    x = kind()
    for _ in range(levels):
        x = kind((x, x))
    return x


def forever():
    yield from repeat(0)


def called():
    """Return what stands for `iter(f, x)`."""
    return reentry.alone(reentry.CALLED, iter(int, 1))


class Numbers:
    """Each item is its index, as C says."""

    __getitem__ = int


def indexed():
    """Return what stands for an iterator over items that are asked for by their index."""
    return reentry.protected(iter(Numbers()))


class Endless:
    def keys(self):
        return count()

    def __getitem__(self, key):
        return None


@halved
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stop(name):
    with pytest.raises(Stop):
        BOMBS[name]()


@pytest.mark.parametrize("name", ["product", "power", "comparand", "same key", "tower"])
def test_bombs_stop_for_want_of_time_alone(name):
    with running(steps=None, memory=None, seconds=2.0), pytest.raises(Stop):
        BOMBS[name]()


def test_what_cpython_refuses_at_once_is_left_to_it():
    for a, b in [([0], 10**30), ("ab", 2**63), (0, "x")]:
        assert outcome(guards.times, a, b) == outcome(operator.mul, a, b)
    assert outcome(guards.shift, 1, 2**80) == outcome(operator.lshift, 1, 2**80)
    assert guards.shift(0, 2**80) == 0
    assert guards.power(1, 10**30) == 1
    assert guards.power(-1, 10**30 + 1) == -1


# --- Keys and containers ----------------------------------------------------------------------


def test_slices_are_no_keys():
    with pytest.raises(TypeError, match="slice object"):
        comparing.store_key(slice(1))
    assert comparing.store_key((1, 2)) == (1, 2)


def test_a_long_list_is_searched_as_a_list_is():
    nan = float("nan")
    items = [*range(5000), nan]
    for x in (0, 4999, 5000, nan, float("nan"), "a", True):
        assert (x in comparing.container(items)) is (x in items)


def test_a_guests_contains_is_asked():
    class Odd(list):
        def __contains__(self, x):
            return x == "odd"

    odd = Odd(range(5000))
    assert "odd" in comparing.container(odd)
    assert 1 not in comparing.container(odd)


def test_searching_an_iterator_consumes_no_more_than_it_must():
    items = iter(range(10))
    assert 3 in comparing.container(items)
    assert next(items) == 4
