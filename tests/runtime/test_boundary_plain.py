"""Plain data crosses in both directions as an equal, unshared copy of the same classes."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cloche
from cloche.runtime.boundary import CrossingLimits, into_guest, out_of_guest
from cloche.runtime.errors import BoundaryError
from sampling import halved


def there_and_back(value, *how, **limits):
    """What enters as a number of the guest's own leaves as what it was."""
    return out_of_guest(into_guest(value, *how, **limits), *how, **limits)


CROSSINGS = [there_and_back, out_of_guest]
both_ways = pytest.mark.parametrize("cross", CROSSINGS)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=2**60, max_value=2**200)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=100)
    | st.binary(max_size=100)
    | st.dates()
    | st.times(timezones=st.none() | st.just(UTC))
    | st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=-3), "here")))
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.fractions()
    | st.uuids()
)
KEYS = LEAVES | st.tuples(LEAVES, LEAVES) | st.frozensets(LEAVES, max_size=3)
PLAIN = st.recursive(
    LEAVES | st.binary().map(bytearray),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=20,
)
MUTABLE = (list, dict, set, bytearray)


def shape(value):
    """Return the value's classes, all the way down, in order."""
    if type(value) is dict:
        return dict, [(shape(key), shape(item)) for key, item in value.items()]
    if type(value) in (list, tuple):
        return type(value), [shape(item) for item in value]
    if type(value) in (set, frozenset):
        return type(value), {(item, type(item)) for item in value}
    return type(value)


def mutables(value):
    """Yield the identity of every mutable part."""
    if type(value) in MUTABLE:
        yield id(value)
    if type(value) is dict:
        value = [*value, *value.values()]
    if type(value) in (list, tuple, set, frozenset):
        for item in value:
            yield from mutables(item)


@both_ways
@given(value=PLAIN)
def test_copies_are_equal_and_share_nothing(cross, value):
    copy = cross(value)
    assert copy == value
    assert shape(copy) == shape(value)
    assert not set(mutables(copy)) & set(mutables(value))


@pytest.mark.parametrize(
    "value",
    [
        float("inf"), -0.0, complex(-0.0, 0.0), "\ud800", "\0", 10**500, "x" * 10_000, b"",
        Decimal("-0"), Decimal("sNaN"), Fraction(-1, 3), UUID(int=0), True, {1: "a", "1": "b"},
        datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=UTC), time(1, tzinfo=UTC), date.min,
        timezone(timedelta(hours=2), "x"), timedelta.max, {(): ((), frozenset())},
    ],
)  # fmt: skip
@both_ways
def test_awkward_values(cross, value):
    assert repr(cross(value)) == repr(value)
    assert repr(cross([value])) == repr([value])
    assert type(cross(value)) is type(value)


@both_ways
def test_nan_stays_the_same_object(cross):
    """`x in [x]` is true of a NaN only by identity."""
    nan = math.nan
    assert cross([nan])[0] is nan


@both_ways
def test_fold_and_order_survive(cross):
    assert cross(datetime(2024, 10, 27, 2, fold=1)).fold == 1
    keys = ["b", "a", 3, None, 1.5]
    assert list(cross(dict.fromkeys(keys))) == keys


@both_ways
def test_writing_to_one_side_leaves_the_other_alone(cross):
    value = {"rows": [[1], {2}, bytearray(b"3")], "deep": {"er": {}}}
    copy = cross(value)
    copy["rows"][0].append(0)
    copy["rows"][1].add(0)
    copy["rows"][2].append(0)
    copy["deep"]["er"]["x"] = 0
    assert value == {"rows": [[1], {2}, bytearray(b"3")], "deep": {"er": {}}}


@both_ways
def test_a_part_that_occurs_twice_is_copied_twice(cross):
    part = []
    first, second = cross([part, part])
    assert first is not second


def test_ranges_enter_as_ranges_and_leave_as_lists():
    assert into_guest([range(1, 10**30)]) == [range(1, 10**30)]
    assert out_of_guest(range(3)) == [0, 1, 2]


# --- Shapes that are out of bounds -----------------------------------------------------------


def itself_list():
    value = [1, {"a": None}]
    value[1]["a"] = value
    return value


def itself_dict():
    value = {}
    value["self"] = value
    return value


def itself_tuple():
    value = ([], 1)
    value[0].append(value)
    return {"pair": value}


@pytest.mark.parametrize(
    ("make", "path", "type_name"),
    [
        (itself_list, "data[1].a", "list"),
        (itself_dict, "data.self", "dict"),
        (itself_tuple, "data.pair[0][0]", "tuple"),
    ],
)
@both_ways
def test_a_value_inside_itself(cross, make, path, type_name):
    with pytest.raises(BoundaryError, match="refers to itself") as caught:
        cross(make(), "data")
    assert (caught.value.path, caught.value.type_name) == (path, type_name)
    assert caught.value.__context__ is None


def nested(levels, wrap):
    value = wrap(None)
    for _ in range(levels - 1):
        value = wrap(value)
    return value


WRAPS = [
    lambda inner: [inner],
    lambda inner: (inner,),
    lambda inner: {"a": inner},
    lambda inner: frozenset([inner]),
]


@halved
@pytest.mark.parametrize("wrap", WRAPS)
@both_ways
def test_depth_is_bounded(cross, wrap):
    cross(nested(200, wrap))
    for levels in (201, 10**5):
        with pytest.raises(BoundaryError, match="nested more than 200 levels deep") as caught:
            cross(nested(levels, wrap), "data")
        assert len(caught.value.path) < 250


@both_ways
def test_a_short_stack_is_an_error_like_any_other(cross):
    def call(frames):
        return call(frames - 1) if frames else cross(nested(150, WRAPS[0]), "data")

    with pytest.raises(BoundaryError, match="more deeply than the interpreter's stack"):
        call(700)


def shared(levels, wrap):
    value = ()
    for _ in range(levels):
        value = wrap(value)
    return value


@pytest.mark.parametrize("wrap", [lambda t: (t, t), lambda t: [t, t], lambda t: {"a": t, "b": t}])
@pytest.mark.parametrize("levels", [27, 190])
def test_sharing_counts_each_time(wrap, levels):
    """Small to hold, endless to print: 27 levels of `t = (t, t)` are 134 million items."""
    assert CrossingLimits().items == 1_000_000
    with pytest.raises(BoundaryError, match="more than 20,000 items"):
        out_of_guest(shared(levels, wrap), limits=CrossingLimits(items=20_000))


def repr_short(value):
    """Return a short name for a test; a large int has no text."""
    return value if type(value) is str and len(value) < 20 else type(value).__name__


FEW = CrossingLimits(items=10, depth=3, bytes=1000)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (list(range(11)), "10 items"),
        (range(11), "10 items"),
        (range(10**30), "10 items"),
        ({"a": [1] * 5, "b": [1] * 4}, "10 items"),
        ("x" * 1001, "1,000 bytes"),
        (b"x" * 1001, "1,000 bytes"),
        (bytearray(1001), "1,000 bytes"),
        (1 << 8010, "1,000 bytes"),
        (["x" * 501] * 2, "1,000 bytes"),
        ({"x" * 501: "x" * 501}, "1,000 bytes"),
        ([bytearray(501)] * 2, "1,000 bytes"),
        ([1 << 4010] * 2, "1,000 bytes"),
        ([Fraction(1 << 4010)] * 2, "1,000 bytes"),
        ([Decimal("1" * 2000)] * 2, "1,000 bytes"),
        ([[[[]]]], "3 levels"),
    ],
    ids=repr_short,
)
def test_limits_bound_what_comes_out(value, reason):
    with pytest.raises(BoundaryError, match=reason):
        out_of_guest(value, limits=FEW)


@pytest.mark.parametrize("value", [[1] * 10, [[[1]]], "x" * 1000, ["x" * 500] * 2, range(10)])
def test_limits_may_be_met(value):
    assert out_of_guest(value, limits=FEW) == (list(value) if type(value) is range else value)


#: Numbers of one hash.
ALIKE = [1 + n * (2**61 - 1) for n in range(2_000)]


def tower(levels, width):
    """Sets of sets of numbers of one hash; all of a level have the same."""
    made = ALIKE[:width]
    for _ in range(levels):
        made = [frozenset(made)] + [frozenset([*made[1:], n]) for n in ALIKE[width : 2 * width - 1]]
    return made


@pytest.mark.parametrize(
    "value",
    [
        set(ALIKE),
        frozenset(ALIKE),
        dict.fromkeys(ALIKE),
        [set(ALIKE[:300])] * 40,
        [{(n,): n for n in ALIKE[:300]}] * 40,
        [frozenset([frozenset(ALIKE[:20]), frozenset(ALIKE[1:21]), frozenset(ALIKE[2:22])])] * 99,
        set(tower(1, 30)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_keys_of_one_hash_do_not_come_out_in_numbers(value):
    """The host may give what it likes."""
    with pytest.raises(BoundaryError, match="same hash"):
        out_of_guest([value])
    assert into_guest([value]) == [value]


def test_keys_that_happen_to_have_one_hash_do():
    grid = {(x, y): {-1, -2} for x in range(-30, 30) for y in range(-30, 30)}
    edges = [frozenset([frozenset((-1, 5)), frozenset((-2, 5))])] * 50
    for value in (grid, edges, set(ALIKE[:100])):
        assert out_of_guest([value]) == [value]


class Other(int):
    """A number of a guest's that says it has another hash than its copy."""

    def __hash__(self):
        return id(self)


def test_the_copies_count_not_what_a_guest_says_of_its_own():
    alike = list(map(Other, ALIKE))
    for value in (set(alike), dict.fromkeys(alike)):
        with pytest.raises(BoundaryError, match="same hash"):
            out_of_guest(value, own=frozenset({Other}))


class Slotted:
    __slots__ = tuple(f"a{number}" for number in range(200))


class Text(str):
    __slots__ = ()


@halved
@pytest.mark.parametrize(
    ("value", "looks"),
    [
        (Slotted(), 200), (Text("a"), 100), (Decimal(1), 100), (Fraction(1, 3), 100),
        (range(0), 100), (datetime(2020, 1, 1, tzinfo=UTC), 100), (1, 1), ([], 5), ((), 5),
        (set(), 5), ({}, 5), (frozenset(), 5),
    ],
)  # fmt: skip
def test_the_budget_is_looked_at_among_objects_that_hold_nothing(value, looks):
    """A list of them is one container, and each takes as long as dozens of numbers."""
    looked = []
    out_of_guest([value] * 20_000, "x", {Slotted, Text}, CrossingLimits(), looked.append)
    assert len(looked) >= looks


@pytest.mark.parametrize(
    "value",
    [
        {UUID(int=2), 2}, {2: 1, UUID(int=2): 1}, {Decimal(2): 1, UUID(int=2): 2},
        {Fraction(2): 1, UUID(int=2): 2, UUID(int=2 + (2**61 - 1)): 3},
        {(UUID(int=2), 2): 1, (2, 2): 2},
    ],
)  # fmt: skip
def test_keys_of_one_hash_and_several_classes(value: Any) -> None:
    box = cloche.Sandbox(tools={"same": lambda x: x})
    assert box.run("same(x), x == same(x), x", {"x": value}) == (value, True, value)
    assert box.compile("def f(x): return x").function("f")(value) == value
    session = box.session({"x": value})
    assert session.run("x", {"y": value}) == value


def test_keys_that_only_a_run_can_tell_apart_are_refused_before_it_begins() -> None:
    value = {Decimal(1): 1, 2.0**61: 2}
    assert cloche.run("ask()", tools={"ask": lambda: value}) == value
    with pytest.raises(cloche.BoundaryError, match="only a run can tell apart"):
        cloche.run("x", {"x": value})
