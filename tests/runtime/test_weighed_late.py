"""What a program changes after it was weighed is weighed again, before C compares it."""

from __future__ import annotations

import pytest

import cloche
from harness import assert_same

#: Natively each comparison of the two nests takes some 2**30 of an item.
HEADER = """
from collections import deque
import itertools, operator
def nest(n):
    l = []
    for _ in range(n): l = [l, l]
    return l
x, y = [1], [1]
def f(*_):
    x[:] = nest(30); y[:] = nest(30)
    return y
def g():
    yield x
    yield f()
def late():
    yield [2]
    yield f()
class K:
    @property
    def v(self): return f()
class Deep:
    def __getattr__(self, name): return f()
class S:
    def __getitem__(self, i): return f()
class I:
    def __iter__(self): return late()
k, deep = K(), Deep()
"""
ENDS = [
    "x in [f()]", "x in (f(), 1)", "x not in [f()]", "(x, 1) in [(f(), 1)]", "x in k.v",
    "x in deque([f()])", "x in {1: f()}.values()", "x in late()", "x in map(f, [1])",
    "x in filter(f, [y])", "x in iter(f, 3)", "x in itertools.chain([2], late())", "x in I()",
    "x in reversed([f()])", "x in (z for z in [f(), f()])", "x in S()", "1 < 2 and x in [f()] == y",
    "[z for z in [1] if x in [f()]]", "operator.contains(late(), x)",
    "operator.contains([f()], x)", "operator.countOf(late(), x)", "operator.indexOf(late(), x)",
    "next(iter(f, x))", "[*iter(f, x)]", "for z in iter(f, x): pass", "[1 for z in iter(f, x)]",
    "next(iter(lambda: (f(), 1), (x, 1)))", "x == f()", "x != k.v", "x < f()",
    "f() is 1 or x == f() == y", "max([1, 2], key=f)", "sorted([1, 2, 3], key=f)",
    "[*itertools.groupby([1, 2], f)]",
]  # fmt: skip
REFUSED = [
    "match x:\n    case k.v: pass", "match x:\n    case deep.anything: pass",
    "match [x]:\n    case [k.v]: pass", "match {1: x}:\n    case {1: k.v}: pass",
    "match (x, 2):\n    case k.v: pass", "match x:\n    case 1: pass\n    case None | k.v: pass",
    "match x:\n    case k.v as z: pass",
]  # fmt: skip


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("program", ENDS)
def test_it_is_paid_for(program: str, optimize: bool) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=1_000_000, seconds=None), optimize=optimize)
    with pytest.raises(cloche.StepLimitExceeded):
        box.run(HEADER + program)


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("program", REFUSED)
def test_a_pattern_that_reads_code_takes_nothing_that_changes(program: str, optimize: bool) -> None:
    with pytest.raises(cloche.GuestError, match="might change while a dotted name is read"):
        cloche.Sandbox(optimize=optimize).run(HEADER + program)


SAME = """
class Data:
    __slots__ = 'a', 'other'
    def __init__(self, a): self.a, self.other = a, None
class Plain:
    empty, a, b = [], [1, [2]], 0
    @staticmethod
    def s(): return 1
    @classmethod
    def c(cls): return cls
data, row = Data([1, [2]]), Plain()
def which(x):
    match x:
        case Plain.empty: return 'empty'
        case data.a | data.other: return 'data'
        case [row.b, row.a]: return 'row'
    return None
[which(x) for x in ([], [1, 2], [1, [2]], [0, [1, [2]]], (1,), {}, Plain, None)]
"""


def test_a_program_without_properties_matches_lists_with_dotted_names() -> None:
    assert_same(SAME)


def test_with_properties_what_does_not_change_is_matched() -> None:
    assert_same("""
class K:
    @property
    def v(self): return (1, 'a', None)
k = K()
def which(x):
    match x:
        case k.v: return 1
        case [k.v, *_]: return 2
[which(x) for x in ((1, 'a', None), ((1, 'a', None), 2), 1, (k, 2), k)]
""")


VIEWS = """
from collections import Counter, OrderedDict, defaultdict
from types import MappingProxyType
class H:
    def __eq__(self, other): return True
    def __hash__(self):
        if on: f()
        return 99
on = False
h, d, e = H(), {H(): x, 1: 2, 2: 3}, {H(): y}
on = True
"""
DISJOINT = [
    "d.items().isdisjoint(e.items())", "e.items().isdisjoint(d.items())",
    "d.items().isdisjoint([(h, y)])", "d.items().isdisjoint(iter([(h, y)]))",
    "d.items().isdisjoint(map(tuple, [[h, y]]))", "getattr(d.items(), 'isdisjoint')(((h, y),))",
    "defaultdict(list, {h: x}).items().isdisjoint(e.items())",
    "MappingProxyType(d).items().isdisjoint(e.items())",
    "OrderedDict(e).items().isdisjoint(e.items())", "(h, y) in d.items()",
]  # fmt: skip


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("program", DISJOINT)
def test_values_that_a_hash_changes_are_paid_for(program: str, optimize: bool) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=1_000_000, seconds=None), optimize=optimize)
    with pytest.raises((cloche.StepLimitExceeded, cloche.GuestError)) as caught:
        box.run(HEADER + VIEWS + program)
    assert caught.type is cloche.StepLimitExceeded or caught.value.type_name == "TypeError"
