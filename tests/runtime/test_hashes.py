"""Hashes that are put together from those of parts are CPython's own, to the bit."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from types import GenericAlias, MappingProxyType, MethodType
from typing import Any
from weakref import ref

import pytest
from differential import running
from hypothesis import given
from hypothesis import strategies as st

import cloche
from cloche.runtime.guards.crowds import Looks
from cloche.runtime.guards.hashes import HASHERS

UNLIMITED = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=60.0))
SLICED = sys.version_info >= (3, 12)


class Said:
    """Has a hash of as many bits as it likes."""

    def __init__(self, found: int) -> None:
        self.found = found

    def __hash__(self) -> int:
        return self.found

    def __call__(self) -> None: ...


class Row(tuple):
    __slots__ = ()


def found(x: Any) -> int | None:
    with running():
        told = Looks().hashes_of([x], {type(x)})
    return told[0] if told else None


def _rows(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inside, max_size=5)
    made = [
        several.map(tuple), several.map(Row), several.map(frozenset),
        several.map(lambda x: GenericAlias(list, tuple(x))),
        several.map(lambda x: int | GenericAlias(dict, tuple(x)) | str),
        inside.map(lambda x: MethodType(GenericAlias(list, (x,)), [])),
    ]  # fmt: skip
    if SLICED:
        made.append(several.map(lambda x: slice(*[*x, 1, 2][:3])))
    return st.one_of(made)


NUMBERS = st.integers(-(2**70), 2**70) | st.integers(-3, 3).map(lambda i: i * (2**61 - 1))
SCALARS = NUMBERS | st.floats() | st.complex_numbers() | st.text(max_size=9) | st.binary(max_size=9)
OTHERS = st.booleans() | st.none() | st.dates() | st.datetimes() | st.times() | st.timedeltas()


@given(st.recursive(SCALARS | OTHERS, _rows, max_leaves=30))
def test_are_c_s(x):
    assert found(x) == hash(x)


class Gone:
    pass


def _dead() -> Any:
    x = Gone()
    found = ref(x)
    hash(found)
    return found


#: What cannot be made of strategies, or what is seen with members of any hash only.
ROWS = {
    "equal hashes in a set": frozenset({Said(7), Said(7), Said(2**62)}),
    "-1 of a method": MethodType(Said(-1 ^ object.__hash__(Gone)), Gone),
    "references": (ref(Gone), [1].append, len, [].__len__, Gone().__init__),
    "a dead reference": (_dead(), 1),
    "a zone": datetime.now(UTC),
    "none": ((), frozenset(), None),
}


@pytest.mark.parametrize("x", ROWS.values(), ids=ROWS)
def test_of_others(x):
    HASHERS[Said.__hash__] = hash
    try:
        assert found(x) == hash(x)
    finally:
        del HASHERS[Said.__hash__]


def test_what_a_reference_refers_to_is_not_asked():
    class Asked:
        def __hash__(self) -> int:
            raise AssertionError

    x = Asked()
    assert found((ref(x), ())) is not None
    gone = ref(Asked())
    assert gone() is None
    assert found((gone, ())) is not None


def test_a_set_that_would_have_the_hash_of_an_error():
    """Solve for the one member with which C would come out at -1."""
    want = (2**64 - 1 - 907133923) * pow(69069, -1, 2**64) % 2**64
    mixed = want
    for _ in range(8):  # undoes `x ^ (x >> 11) ^ (x >> 25)`
        mixed = want ^ (mixed >> 11) ^ (mixed >> 25)
    left = (mixed ^ 2 * 1927868237) * pow(3644798167, -1, 2**64) % 2**64 ^ 89869747
    member = left
    for _ in range(4):  # and `x ^ (x << 16)`
        member = left ^ (member << 16) % 2**64
    x = frozenset({Said(member - 2**64 if member >> 63 else member)})
    assert hash(x) == 590923713
    test_of_others(x)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="a proxy has a hash from 3.12 on")
def test_of_a_proxy():
    class Mapping(dict):  # type: ignore[type-arg]
        __hash__ = object.__hash__  # type: ignore[assignment]

    x = (MappingProxyType(Mapping(a=1)), 1)
    assert found(x) == hash(x)


#: Makes rows of one hash, each of which ends in a number that was solved for.
SOLVED = """
from datetime import datetime, timedelta, tzinfo
from enum import Enum
from types import MethodType
from weakref import ref
W, A, B, C = 2**64, 11400714785074694791, 14029467366897019727, 2870177450012600261
def turned(x, by): return (x << by | x >> 64 - by) % W
def solved(x):
    left = turned((C + hash(x) * B) % W, 31) * A
    last = (turned((12345 - (2 ^ C ^ 3527539)) * pow(A, -1, W) % W, 33) - left) * pow(B, -1, W) % W
    return last - W if last >> 63 else last
def rows(make):
    found = []
    for i in range(9000):
        x = make(i)
        last = solved(x)
        if abs(last) < 2**61 - 1:
            found.append((x, last))
            if len(found) == 300: return found
def deep(x):
    for _ in range(20): x = x,
    return x
class O: pass
class Said:
    def __init__(self, found): self.found = found
    def __hash__(self): return self.found
    def __eq__(self, other): return self is other
class Zone(tzinfo):
    def utcoffset(self, at): return timedelta(microseconds=at.microsecond)
objects, lists, zone = [O() for _ in range(9000)], [[] for _ in range(9000)], Zone()
"""
MADE = (
    "rows(lambda i: (i,))", "rows(lambda i: ('a', (i, 2.5)))",
    "rows(lambda i: frozenset({i, (1,)}))", "rows(lambda i: list[i])",
    "rows(lambda i: int | list[i])", "rows(lambda i: objects[i])",
    "rows(lambda i: ref(objects[i]))", "rows(lambda i: MethodType(len, objects[i]))",
    "rows(lambda i: objects[i].__str__)", "rows(lambda i: timedelta(i))", "rows(deep)",
    "rows(lambda i: lists[i].append)", "rows(lambda i: datetime(2000, 1, 1, microsecond=i))",
    "[datetime(2000, 1, 1, microsecond=i, tzinfo=zone) for i in range(300)]",
)  # fmt: skip
NEW = ["rows(slice)", "rows(lambda i: slice(i, ()))"] if SLICED else []


@pytest.mark.parametrize("items", [*MADE, *NEW])
def test_rows_that_were_made_to_collide_take_their_square(items):
    start = f"{SOLVED}x, y = (set({items}) for _ in range(2))\nlen(set(map(hash, x)))\n"
    assert UNLIMITED.execute(start).value == 1
    spent = [UNLIMITED.execute(f"{start}{text}\nNone").steps for text in ("0", "x == y")]
    assert spent[1] - spent[0] > 100_000


@pytest.mark.parametrize(
    ("before", "item"),
    [
        ("M = [*Enum('M', [f'm{i}' for i in range(1500)])]", "rows(M.__getitem__)"),
        ("", "[(i, Said(solved(i))) for i in range(300)]"),
    ],
)
def test_those_with_a_hash_in_python_are_compared_one_by_one_where_they_are_met_often(before, item):
    start = f"{SOLVED}{before}\nz = {item}\nx, y = set(z), set(reversed(z))\n"
    start += "len(set(map(hash, z)))\n"
    assert UNLIMITED.execute(start).value == 1
    spent = [
        UNLIMITED.execute(f"{start}{text}\nNone").steps
        for text in ("0", "x == y", "[x] * 99 == [y] * 99")
    ]
    assert spent[2] - spent[0] > 90 * (spent[1] - spent[0])
