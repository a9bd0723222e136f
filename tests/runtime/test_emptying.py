"""A dictionary that an `__eq__` empties while C puts a key into it (CPython's issue 140551)."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from itertools import product
from typing import Any

import pytest
from differential import outcome, running

import cloche
from bills import billed, check_bill
from cloche.runtime.guards import emptying
from cloche.runtime.guards.emptying import clear, fill, items_of
from sampling import share

#: Each puts something into it.
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


@pytest.mark.parametrize(("kind", "optimize"), share([*product(KINDS, [True, False])], 3))
def test_it_is_not_emptied_meanwhile(kind: str, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    for empty in EMPTY:
        for put in PUT:
            if kind == "Counter()" and ("update" in put or "popitem" in empty):
                continue  # which adds
            if kind == "defaultdict(int)" and "__init__({" in empty:
                continue  # which is a factory
            source = PROGRAM.format(kind=kind, empty=empty, put=put)
            with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
                box.run(source)


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
    with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
        cloche.run(source)


def test_what_is_emptied_is_what_it_was() -> None:
    with running():
        ordered, others = OrderedDict(a=1, b=2), [{"a": 1}, Counter(a=1), defaultdict(int, a=1)]
        for x in (ordered, *others):
            clear(x)
            assert len(x) == 0
            x["b"] = 1
            assert [*x] == [*reversed(x)] == ["b"]
    assert outcome(clear, 5) == outcome(dict.clear, 5)


SOURCES = [{"a": 1}, Counter(a=1)]
#: A dictionary, and what is put into it as it is.
AS_IT_IS: list[tuple[Any, Any]] = [
    ({1: 2}, {"a": 1}), ({}, {1: 2}), ({}, {"a": 1, 2: 3}), ({}, [("a", 1)]), ({}, 5),
]  # fmt: skip


@pytest.fixture
def armed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a program compares: the item there is."""
    state = [True]
    monkeypatch.setattr(emptying, "armed", lambda: state[0])
    return state


def test_no_table_of_texts_is_copied(armed: list[bool]) -> None:
    with running():
        for source in SOURCES:
            assert items_of({}, source) == [("a", 1)]
        for x, source in AS_IT_IS:
            assert items_of(x, source) is source
        armed[0] = False
        assert items_of({}, SOURCES[0]) is SOURCES[0]


def test_an_empty_dictionary_is_filled_by_items(armed: list[bool]) -> None:
    calls: list[tuple[Any, ...]] = []

    def update(*args: Any, **named: Any) -> str:
        calls.append((args, named))
        return "found"

    texts, some = {"a": 1}, {1: 2}
    with running():
        assert fill(update, {}, (texts,), {"b": 2}) is None
        assert calls == [(({}, [("a", 1)]), {}), (({}, [("b", 2)]), {})]
        calls.clear()
        for x, sources in ((some, (texts,)), ({}, (texts, texts)), (5, (texts,))):
            assert fill(update, x, sources, {"b": 2}) == "found"
            assert calls.pop() == ((x, *sources), {"b": 2})
        armed[0] = False
        assert fill(update, {}, (texts,), {"b": 2}) == "found"
        assert calls == [(({}, texts), {"b": 2})]


def test_copies_are_paid_for(armed: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"clear": clear, "items_of": items_of, "x": {str(n): n for n in range(1000)}}
    check_bill(billed("items_of({}, x)", names, monkeypatch), "r64000")
    check_bill(billed("clear(x)", names, monkeypatch), "r16000")


TAKES_OUT = """
dict.popitem(od)
dict.pop(od, 1)
dict.pop(od, 9, None)
dict.__delitem__(od, 1)
found = dict.popitem; found(od)
getattr(dict, "pop")(od, 1)
[*map(dict.popitem, [od])]
methodcaller("popitem", od)(dict)
attrgetter("pop")(dict)(od, 1)
Own(od).popitem()
""".strip().splitlines()


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("compares", ["", "class K:\n    def __eq__(self, o): return True\n"])
def test_a_method_of_dict_takes_nothing_out_of_an_ordered_dict(
    compares: str, optimize: bool
) -> None:
    """It would stay in C's list, by which CPython 3.13 reads what is not there any more."""
    header = f"""
from collections import OrderedDict
from operator import attrgetter, methodcaller
class Own(OrderedDict):
    def popitem(self): return dict.popitem(self)
{compares}od = OrderedDict({{1: 1, 2: 2, 3: 3}})
"""
    box = cloche.Sandbox(optimize=optimize)
    for each in TAKES_OUT:
        with pytest.raises(cloche.GuestError, match="takes nothing out of an OrderedDict"):
            box.run(f"{header}{each}\n[od.popitem() for _ in range(3)]")
    same = "d = {1: 1, 2: 2}\n(dict.pop(d, 1), dict.pop(d, 9, 0), dict.popitem(d), d, od.popitem())"
    assert box.run(header + same) == (1, 0, (2, 2), {}, (3, 3))
