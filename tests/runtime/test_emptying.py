"""A dictionary that an `__eq__` empties while C puts a key into it (CPython's issue 140551)."""

from __future__ import annotations

import pytest

import cloche

#: What is put into it is found again.
PUT = """
d[n] = 1
d.setdefault(n, 1)
d.update({n: 1})
d.update([(n, 1)])
d |= {n: 1}
dict.__setitem__(d, n, 1)
d.__setitem__(n, 1)
d.update(Mapping({n: 1}))
""".strip().splitlines()
EMPTY = """
d.clear()
dict.clear(d)
getattr(d, 'clear')()
d.popitem(), d.update(a=1)
d.popitem(), d.update({'a': 1})
d.popitem(), dict.update(d, {'a': 1}, b=2)
d.popitem(), d.__ior__({'a': 1, 'b': 2})
d.popitem(), d.update({str(i): i for i in range(100)})
d.popitem(), d.__init__({'a': 1})
d.popitem(), dict.__init__(d, a=1)
d.popitem(), ior(d, {'a': 1})
d.popitem(), merge()
ChainMap(d).clear()
""".strip().splitlines()
KINDS = ["dict()", "D()", "defaultdict(int)", "Counter()", "vars(O())"]
PROGRAM = """
from collections import ChainMap, Counter, UserDict as Mapping, defaultdict
from operator import ior
def merge():
    global d
    d |= {{'a': 1, 'b': 2}}
class D(dict): pass
class O: pass
n = 10**30
class K:
    def __hash__(self): return hash(n)
    def __eq__(self, other):
        {empty}
        return False
d = {kind}
d[K()] = 1
{put}
d.get(int(str(n)))
"""


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_put_is_found(kind: str, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    for empty in EMPTY:
        for put in PUT:
            if kind == "Counter()" and ("update" in put or "popitem" in empty):
                continue  # which adds
            if kind == "defaultdict(int)" and "__init__({" in empty:
                continue  # which is a factory
            source = PROGRAM.format(kind=kind, empty=empty, put=put)
            assert box.run(source) == 1, source


def test_a_cache_that_is_cleared_meanwhile() -> None:
    source = """
from functools import lru_cache
n = 10**30
calls = []
class K:
    def __hash__(self): return hash(n)
    def __eq__(self, other):
        f.cache_clear()
        return False
@lru_cache
def f(x):
    calls.append(x)
    return 1
f(K()), f(n), f(int(str(n))), f(n)
len(calls) <= 4, f.cache_info().currsize >= 1, f(int(str(n)))
"""
    assert cloche.run(source) == (True, True, 1)


def test_the_dictionary_of_an_instance_dies_at_once() -> None:
    source = """
class C: pass
o = C()
def g():
    try: yield 1
    finally:
        o.b = 5
        o.d = 7
x = g(); next(x)
o.a = x; o.b = [1]; o.c = [2]
del x
vars(o).clear()
kept = [[i] for i in range(3000)]
vars(o)
"""
    assert cloche.run(source) == {"b": 5, "d": 7}


@pytest.mark.parametrize("empty", ["update(a=1)", "update({'a': 1})", "__init__({'a': 1})"])
def test_counters_that_are_filled_meanwhile(empty: str) -> None:
    source = PROGRAM.format(kind="Counter()", empty=f"d.popitem(), d.{empty}", put="d[n] = 1")
    assert cloche.run(source) == 1
