"""Two containers that contain themselves, in all that compares them.

C comes back from each of these comparisons, after having met a million pairs.
"""

from __future__ import annotations

import sys

import pytest
from differential import running
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from cloche import GuestError, Limits, Sandbox, StepLimitExceeded
from cloche.runtime.guards.pairing import _Pairing
from cloche.runtime.prices import NODE
from sampling import share

#: Each holds the other by way of `r`, which is where they end: it is one and the same.
MADE = """
import bisect, heapq, operator
from collections import ChainMap, Counter, OrderedDict, UserList, defaultdict, deque, namedtuple
from inspect import Parameter, Signature
from itertools import groupby
from types import MappingProxyType, SimpleNamespace
from weakref import ref
def nest(x):
    for _ in range(20):
        x = [x, x]
    return x
r = []
x, y = nest([r]), nest([r])
r += [x, y]
class K: t = x
P = namedtuple("P", "t")
def matches(value):
    match value:
        case K.t: return True
"""
#: Classes of which C may ask their methods: containers are then compared in Python.
OWN = """
from dataclasses import dataclass
class L(list): pass
@dataclass(order=True)
class D:
    t: object
"""
PRICED = """
x == y; x != y; x < y; x <= y; x > y; x >= y; x == [*y]; [1, x] == [1, y]; (x,) == (y,)
{1: x} == {1: y}; {(1, 2): x} == {(1, 2): y}; {K: x} == {K: y}
OrderedDict({1: x}) == OrderedDict({1: y}); defaultdict(int, {1: x}) == {1: y}
deque([x]) == deque([y]); deque([x]) < deque([y]); Counter({1: x}) == Counter({1: y})
Counter({1: x}) & Counter({1: y}); Counter({1: x}) < Counter({1: y})
SimpleNamespace(t=x) == SimpleNamespace(t=y); slice(x) == slice(y)
MappingProxyType({1: x}) == MappingProxyType({1: y}); MappingProxyType({1: x}) == {1: y}
list[x] == list[y]; UserList(x) == UserList(y); UserList([x]) == [y]; P(x) == P(y)
ChainMap({1: x}) == ChainMap({1: y})
x in [y]; x not in (y,); x in deque([y]); x in {1: y}.values(); x in iter([y])
x in [y] * 1000; x in UserList([y]); x in ChainMap({1: y}).values(); (1, x) in {1: y}.items()
[y].remove(x); [y].index(x); [y].count(x); (y,).index(x); (y,).count(x)
([y] * 1000).index(x); ([y] * 1000).count(x); deque([y]).remove(x); deque([y]).index(x)
deque([y]).count(x); UserList([y]).remove(x); UserList([y]).count(x); UserList([y]).index(x)
list.remove([y], x); list.count([y], x); (lambda f: f(x))([y].count)
x.__eq__(y); x.__lt__(y); list.__eq__(x, y); {1: x}.__eq__({1: y}); [y].__contains__(x)
deque([y]).__contains__(x); tuple.__contains__((y,), x)
max(x, y); min(x, y); max([x, y]); min([x, y]); max(iter([x, y]))
max((0, 1), key=[x, y].__getitem__); min(iter((0, 1)), key=lambda i: [x, y][i])
max(x, y, key=lambda each: each)
sorted([x, y]); [x, y].sort(); sorted([0, 1], key=[x, y].__getitem__)
heapq.heappush([x], y); heapq.heappop([x, y, [*x]]); heapq.heapify([x, y])
heapq.heappushpop([x], y); heapq.heapreplace([x, y], [*x]); heapq.nsmallest(1, [x, y])
heapq.nlargest(2, [x, y, [*x]]); [*heapq.merge([x], [y])]; heapq.nsmallest(2, [x, y, y], key=list)
bisect.bisect([x], y); bisect.bisect_left([x], y); bisect.insort([x], y); bisect.insort_left([x], y)
bisect.bisect([0], y, key=lambda _: x); bisect.insort([0], 1, key=[x, y].__getitem__)
{1: x}.items() == {1: y}.items(); {1: x}.items() <= {1: y, 2: 3}.items()
{1: x, 2: 3}.items() >= {1: y}.items(); {1: x}.items().isdisjoint([(1, y)])
{1: x}.items().isdisjoint({1: y}.items())
operator.eq(x, y); operator.contains([y], x); operator.countOf([y], x); operator.indexOf([y], x)
[*iter(lambda: x, y)]
Parameter('a', 1, default=x) == Parameter('a', 1, default=y)
Signature(return_annotation=x) == Signature(return_annotation=y)
"""
OWN_PRICED = """
L(x) == L(y); L(x) == y; x == L(y); D(x) == D(y); D(x) < D(y); D([x]) in [D([y])]; x in L([y])
L([y]).remove(x); L([x, y]).sort(); max([D(x), D(y)]); {D: x} == {D: y}
x == y; x in [y]; [y].remove(x)
"""
#: What it is compared with is not known there before C compares.
REFUSED = """
x == y == x; x < y <= x; x in [y] in [1]; matches(y); [*groupby([x, y])]
[*groupby([0, 1], [x, y].__getitem__)]; Counter({1: x, 2: y}).most_common()
{1: x}.items() & [(1, y)]; {1: x}.items() ^ {1: y}.items()
"""


def each(table):
    return [
        expression.strip() for line in table.strip().splitlines() for expression in line.split("; ")
    ]


SANDBOXES = {
    optimize: Sandbox(limits=Limits(steps=100_000, seconds=None), optimize=optimize)
    for optimize in (True, False)
}


@pytest.fixture(params=[True, False], ids=["optimized", "plain"])
def run(request):
    return SANDBOXES[request.param].run


@pytest.mark.parametrize("expression", share(each(PRICED)))
def test_what_c_meets_on_both_sides_is_paid_for(run, expression):
    with pytest.raises(StepLimitExceeded):
        run(MADE + expression)


@pytest.mark.parametrize("expression", share(each(OWN_PRICED)))
def test_so_it_is_where_a_guest_has_methods_that_compare(run, expression):
    with pytest.raises((StepLimitExceeded, GuestError), match=r"steps|might change"):
        run(MADE + OWN + expression)


@pytest.mark.parametrize("expression", each(REFUSED))
def test_what_c_alone_compares_may_not_contain_itself(run, expression):
    with pytest.raises(GuestError, match="TypeError: a container that contains itself"):
        run(MADE + expression)


class TooMany(Exception):
    pass


def met(x, y, asked):
    """Compare two nests of lists as C does, and count the pairs that it meets."""
    asked.append(1)
    if len(asked) > 2000:
        raise TooMany
    for one, other in zip(x, y, strict=False):
        if one is other:
            continue
        if type(one) is not list or type(other) is not list:
            if one != other:
                return False
        elif not met(one, other, asked):
            return False
    return len(x) == len(y)


@seed(int(sys.version_info >= (3, 12)))
@given(st.randoms(use_true_random=False), st.integers(2, 9))
@settings(max_examples=50)
def test_no_pair_is_met_that_is_not_paid_for(rng, count):
    nodes = [[rng.choice([0, 1]) for _ in range(rng.randrange(2))] for _ in range(count)]
    leaves = [[], [1], *nodes[:1]]
    for node in nodes:
        node.extend(rng.choice([*nodes, *leaves]) for _ in range(rng.randrange(3)))
    for x in nodes:
        for y in nodes:
            asked = []
            try:
                met(x, y, asked)
            except (TooMany, RecursionError):
                continue
            with running(memory=None):
                weight = _Pairing().weigh(x, y)
            assert weight + NODE >= NODE * len(asked)  # but for the pair that ends it
            assert (x == y) is met(x, y, [])
