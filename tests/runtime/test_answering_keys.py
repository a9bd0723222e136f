"""What an `__eq__` may change: what has no key that leads to what it compares."""

from __future__ import annotations

import sys

import pytest

import cloche
from bills import billed, check_bill
from cloche.runtime.guards.answering import _meets, _shut
from cloche.runtime.guards.versions import OPENED
from cloche.runtime.run import current

#: Keys that lead to `k`, or may: C may be looking there for what `k` is compared with.
LEADING = """
k
(k,)
(1, (2, k))
frozenset([1, (k,)])
P(k)
T((k,))
list[int, (k,)]
MethodType(k, 1)
datetime(2020, 1, 1, tzinfo=Z())
time(1, tzinfo=Z())
datetime(2020, 1, 1)
time(1, tzinfo=timezone.utc)
UUID(int=5)
dead
""".strip().splitlines()
#: Others: C compares them by itself, or asks what says so.
OTHERS = """
1
'a'
None
1.5
b'a'
3j
range(3)
C()
C
len
f
C().method
MethodType(C(), 1)
(1, ('a', C()))
frozenset([1, (C(),)])
list[int]
list[int, (C(),)]
int | str
ref(alive)
Fraction(1, 2)
Decimal(1)
compile('a')
date(2020, 1, 1)
timedelta(1)
timezone.utc
K()
(K(), 1)
Derived(1)
P(1)
T((1, K()))
""".strip().splitlines()
if sys.version_info >= (3, 12):  # they have no hash before
    LEADING += ["slice(1, k)", "slice(k, 1)", "slice(1, 2, (k,))"]
    OTHERS += ["slice(1, C())"]
PROGRAM = """
from collections import namedtuple
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from re import compile
from types import MethodType
from uuid import UUID
from weakref import ref
class C:
    def method(self): pass
    def __call__(self): pass
class Derived(int): pass
class T(tuple): pass
P = namedtuple('P', 'x')
class Z(tzinfo):
    def utcoffset(self, when): return timedelta(0)
class K:
    def __call__(self): pass
    def __hash__(self): return 5
    def __eq__(self, other):
        CHANGE
        return self is other
def f(): pass
def gone():
    made = C()
    found = ref(made)
    hash(found)
    return found
alive, k, dead = C(), K(), gone()
d = {KEY: 1}
s = {*d}
"""


def run(change: str, key: str) -> str:
    """Return what a program says that does *change* as `k` is compared, beside a *key*."""
    source = PROGRAM.replace("CHANGE", change).replace("KEY", key)
    try:
        cloche.run(source + "k == K()")
    except cloche.GuestError as error:
        return str(error).partition(" (line")[0]
    return ""


@pytest.mark.parametrize("key", LEADING)
def test_a_key_that_may_be_compared(key: str) -> None:
    said = " is changed by an __eq__ that compares what may be its key"
    assert run("d[7] = 1", key).endswith("a dict" + said)
    assert run("s.clear()", key).endswith("a set" + said)
    assert run("d.update({7: 1})", f"(1, 2): 3, {key}").endswith("a dict" + said)


@pytest.mark.parametrize("key", OTHERS)
def test_other_keys_are_in_nobodys_way(key: str) -> None:
    assert run("d[7] = 1", key) == ""
    assert run("s.clear()", f"1: 2, {key}") == ""
    assert run("d.update({7: 1})", f"(1, 2): 3, {key}") == ""


def steps(source: str) -> int:
    return cloche.Sandbox().execute(source).steps


def test_what_is_in_a_key_twice_is_looked_at_once() -> None:
    """Of each level there are two ways down to the next."""
    source = """
class C: pass
class K:
    def __eq__(self, other):
        d[1] = 2
        return True
x = frozenset([C()])
for _ in range(12):
    x = frozenset([x, (x,)])
d = {x: 1}
"""
    assert steps(source + "K() == K()") - steps(source) < 2_000


CHANGING = """
class D(dict): pass
class K:
    def __eq__(self, other):
        CHANGE
        return True
x, y = {}, D()
for i in range(1000):
    x[i] = y[i] = 1
"""


@pytest.mark.parametrize("name", ["x", "y"])
def test_what_has_been_looked_at_is_known(name: str) -> None:
    """As long as it is the same `__eq__` that goes on."""
    once = CHANGING.replace("CHANGE", f"{name}[1] = 2") + "K() == K()"
    often = CHANGING.replace("CHANGE", f"for i in range(50): {name}[1] = 2") + "K() == K()"
    assert steps(once) - steps(CHANGING) > 4_000
    assert steps(often) - steps(once) < 4_000


def test_what_has_been_looked_at_is_held_for_a_while() -> None:
    source = """
from weakref import ref
class D(dict): pass
class K:
    def __eq__(self, other):
        d = D()
        found = ref(d)
        d[1] = 2
        del d
        for count in (900, 200):
            for _ in range(count):
                D().clear()
            said.append(found() is None)
        return True
said = []
K() == K()
said
"""
    assert cloche.run(source) == [False, True]


def _opened() -> bool:
    """Compare two where attributes of many classes are written, and a dictionary is read."""
    run = current()
    run.written |= {type("C", (), {}) for _ in range(400)}
    run.state[OPENED] = {1: {str(each): each for each in range(6400)}}
    return _shut(lambda one, other: True, 1, 2) and len(run.written) == 400


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("meets([*range(1000)], set())", "r8000 s4000"),
        ("meets([(0,) * 1000], set())", "s4 r8000 s4000"),
        ("opened() or 1 / 0", "c101 s100"),
    ],
)
def test_what_is_looked_through_is_paid_for(
    call: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_bill(billed(call, {"meets": _meets, "opened": _opened}, monkeypatch), wanted)
