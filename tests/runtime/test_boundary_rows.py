"""A long list of dictionaries crosses as a short one does, whatever is in one of its rows."""

from __future__ import annotations

import gc
import sys
import tracemalloc

import pytest

from cloche.runtime.boundary import into_guest, out_of_guest
from cloche.runtime.boundary.limits import CrossingLimits
from cloche.runtime.boundary.rows import CHUNK, copied_rows
from cloche.runtime.errors import BoundaryError


class Text(str):
    __slots__ = ()


class Equal:
    """Equal to everything, and tells when it is asked."""

    asked = 0

    def __eq__(self, other):
        Equal.asked += 1
        return True

    def __hash__(self):
        return hash("b")


class Liar(type):
    """Its classes say that they are whatever they are compared with."""

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(str)


class Lie(metaclass=Liar):
    pass


def row(**more):
    return {"a": 1, "b": "x", "c": 2.5, "d": None, "e": True, **more}


crossings = pytest.mark.parametrize("cross", [into_guest, out_of_guest])
PLACES = (0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 1)
ODD = [
    row(), row(b="x" * 65), row(a=2**70), row(a=-(2**63)), row(f=1), row(b=[1, {"x": (2,)}]), {},
    {1: 2}, {"c": 1, "b": 2}, row(b=b"x"), {"a": 1}, 5, "text", [row()], {None: 1}, row(b=1j),
]  # fmt: skip


@crossings
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_copies_are_equal_and_share_nothing(cross, odd):
    for place in PLACES:
        table = [row() for _ in range(2 * CHUNK + 10)]
        table[place] = odd
        copy = cross(table)
        assert copy == table
        assert type(copy) is list
        assert [type(each) for each in copy] == [type(each) for each in table]
        assert all(a is not b for a, b in zip(copy, table, strict=True) if type(a) is dict)


@crossings
@pytest.mark.parametrize(
    ("odd", "step"),
    [(row(b=object()), ".b"), (row(c=[lambda: 0]), ".c[0]"), (row(b=Lie()), ".b"),
     (row(b=Lie), ".b"), (row(b=str), ".b"), ({Lie: 1}, ".keys()[0]")],
    ids=str,
)  # fmt: skip
def test_what_may_not_cross_is_named(cross, odd, step):
    for place in PLACES:
        table = [row() for _ in range(2 * CHUNK + 10)]
        table[place] = odd
        with pytest.raises(BoundaryError) as caught:
            cross(table, "value")
        assert caught.value.path == f"value[{place}]{step}"


@pytest.mark.parametrize("odd", [{Text("a"): 1}, {"a": Text("x")}, {"a": 1, Equal(): 2}])
def test_nothing_that_only_looks_plain_enters(odd):
    table = [{"a": 1} for _ in range(20)] + [odd]
    with pytest.raises(BoundaryError):
        into_guest(table)


def test_keys_of_the_same_hash_are_not_compared():
    rows = [dict.fromkeys("ab"), {"a": 1, Equal(): 2}]
    Equal.asked = 0
    assert copied_rows(rows, 100) is None
    assert Equal.asked == 0


@crossings
@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"items": 6 * 100 - 1}, "items"), ({"bytes": 99}, "bytes of text"), ({"depth": 1}, "levels")],
)
def test_limits_hold(cross, limits, reason):
    table = [row(b="x" * 100) for _ in range(100)]
    with pytest.raises(BoundaryError, match=reason):
        cross(table, limits=CrossingLimits(**limits))


@crossings
def test_what_fits_exactly_crosses(cross):
    table = [row(b="x" * 100, a=2**80) for _ in range(100)]
    limits = CrossingLimits(items=6 * 100, bytes=110 * 100, depth=2)
    assert cross(table, limits=limits) == table
    limits = CrossingLimits(items=6 * 100, bytes=110 * 100 - 1, depth=2)
    with pytest.raises(BoundaryError, match="bytes"):
        cross(table, limits=limits)


@crossings
def test_a_row_that_occurs_again_and_again_counts_each_time(cross):
    table = [dict.fromkeys(map(str, range(1000)))] * 2000
    with pytest.raises(BoundaryError, match="items"):
        cross(table, limits=CrossingLimits(items=1_000_000))


@crossings
def test_the_whole_inside_a_row(cross):
    table = [row() for _ in range(20)]
    table[12]["b"] = table
    with pytest.raises(BoundaryError, match="refers to itself"):
        cross(table)


def test_a_row_that_grows_between_two_copies_is_copied_once():
    """As what a generator of a guest's does that the collector closes there."""
    shared = {"a": 1}

    def grow(phase, info):
        shared.update(dict.fromkeys(range(20_000)))

    gc.collect()
    gc.callbacks.append(grow)
    before = gc.get_threshold()
    gc.set_threshold(100)
    tracemalloc.start()
    try:
        found = copied_rows([shared] * CHUNK, 10**6)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.set_threshold(*before)
        gc.callbacks.remove(grow)
    assert found is None
    assert len(shared) > 20_000
    assert peak < 10 * sys.getsizeof(shared)
