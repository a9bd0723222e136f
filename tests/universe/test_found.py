"""What the crawl, and looking at what it found, brought to light: each is refused or paid for."""

from __future__ import annotations

from types import MappingProxyType

import pytest

import cloche
from cloche.runtime import namespace
from cloche.runtime.modules import containers

LIMITS = cloche.Limits(steps=200_000, seconds=20.0)
DEEP = """
def deep():
    t = (1,)
    for i in range(40):
        t = (t, t)
    return t
a, b = deep(), deep()
"""
ONE = """
from collections.abc import MutableSequence, Set, ValuesView, ItemsView
from collections import defaultdict
class S(MutableSequence):
    def __len__(self): return 1
    def __getitem__(self, i):
        if i: raise IndexError
        return a
    def __setitem__(self, i, v): pass
    def __delitem__(self, i): pass
    def insert(self, i, v): pass
class T(Set):
    def __len__(self): return 1
    def __iter__(self): yield (1, b)
    def __contains__(self, x): return False
class Long(defaultdict):
    def __len__(self): return 2**60
"""
#: Loops in the library's Python that took no step, and comparisons nobody paid for.
UNPAID = {
    "search": "b in S()",
    "count": "S().count(b)",
    "index": "S().index(b)",
    "index for ever": "S.index(list, 1)",
    "reverse": "S.reverse(Long(int))",
    "values": "b in ValuesView({1: a})",
    "items": "(1, b) in ItemsView({1: a})",
    "subset": "T() <= {1: a}.items()",
    "disjoint": "T.isdisjoint([a], [b])",
    "repr of a flag": "import enum\nenum.Flag._numeric_repr_(a)",
}


@pytest.mark.parametrize("name", UNPAID)
def test_it_is_paid_for(name: str) -> None:
    with pytest.raises(cloche.LimitExceeded):
        cloche.run(DEEP + ONE + UNPAID[name], limits=LIMITS)


#: Methods of shared classes with a class in the place of `self`: its class is the real `type`.
A_CLASS = """
import collections, enum, contextlib
class C:
    maps, data, _value_ = [{}], [], 1
"""
MADE = [
    "collections.Counter.copy(C)", "collections.ChainMap.copy(C)",
    "collections.ChainMap.new_child(C, 'X')", "collections.ChainMap.parents.fget(C)",
    "collections.UserList.copy(C)", "enum.Flag.__or__(C, 1)", "contextlib.ExitStack.pop_all(C)",
]  # fmt: skip


@pytest.mark.parametrize("action", MADE)
def test_no_class_is_made_that_nobody_looked_at(action: str) -> None:
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(A_CLASS + action, limits=LIMITS)
    assert caught.value.type_name in ("TypeError", "AttributeError")


def test_chains_made_by_a_chain_are_measured() -> None:
    """Unmeasured, a nest a million deep overflows the C stack."""
    source = "from itertools import chain\nc = chain([])\nf = c.from_iterable\n"
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(f"{source}for i in range(2000): c = f([c])\nlist(c)", limits=LIMITS)
    assert caught.value.type_name == "RecursionError"


def test_no_dictionary_is_left_in_a_shared_class() -> None:
    """CPython makes an `__annotations__` for a class that is asked; every tenant would share it."""
    cloche.run("import collections\nclassmethod(list)\nstaticmethod(collections.deque)\nNone")
    for kind in (namespace.STATIC["list"], containers.deque):
        assert type(vars(kind)["__annotations__"]) is MappingProxyType
