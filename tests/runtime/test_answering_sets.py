"""Sets that an `__eq__` changes while C puts something into them."""

from __future__ import annotations

from itertools import product

import pytest

import cloche
from sampling import share

#: Whoever adds, or makes a table of another size, while something is added.
FIRST = """
s.add(K())
(s or 1).add(K())
[s.add(k) for k in [K()]]
add = s.add; add(K())
set.add(s, K())
getattr(s, 'add')(K())
[*map(s.add, [K()])]
methodcaller('add', K())(s)
s.update([K()])
s.update({K()})
s.update(K() for _ in '1')
s.update([], [K()])
set.update(s, [K()])
s |= {K()}
change('|', {K()})
change('^', {K()})
s ^= {K()}
holder.s ^= {K()}
s.__ior__({K()})
s.__ixor__({K()})
ior(s, {K()})
ixor(s, {K()})
s.symmetric_difference_update([K()])
s.symmetric_difference_update(K() for _ in '1')
""".strip().splitlines()
SECOND = """
s.add(K())
s.add(5)
holder.s.add(K())
set.add(s, 5)
s.update([5])
s |= {5}
s ^= {5}
s.symmetric_difference_update({5})
ixor(s, {5})
s.__ixor__({5})
""".strip().splitlines()
PROGRAM = """
from operator import ior, ixor, methodcaller
class D(set):
    pass
class E(set):
    def add(self, x): super().add(x)
class Holder:
    pass
holder = Holder()
def change(how, other):
    global s
    if how == '|': s |= other
    else: s ^= other
calls = 0
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        global calls, s
        calls += 1
        if calls == at:
            {second}
        return False
at = 0
s = holder.s = {kind}
a, b = K(), K()
s.add(a); s.add(b)
s.discard(a)
calls, at = 0, 1
{first}
"""


@pytest.mark.parametrize(
    ("optimize", "kind"), share([*product([True, False], ["set()", "D()", "E()"])])
)
def test_nothing_is_added_meanwhile(kind: str, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    pairs = [*zip(FIRST, SECOND * len(FIRST), strict=False), *product(FIRST[:1], SECOND)]
    for first, second in pairs:
        source = PROGRAM.format(kind=kind, first=first, second=second)
        with pytest.raises(cloche.GuestError) as caught:
            box.run(source)
        assert "a set is changed by an __eq__" in str(caught.value), source
    for second in ("s &= {5, b}", "s.intersection_update([5, b])", "s.__iand__({5, b})"):
        with pytest.raises(cloche.GuestError, match=r"a set is changed .*by an __eq__"):
            box.run(PROGRAM.format(kind=kind, first="s.add(K())", second=second))


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(
    "second",
    ["t.add(K())", "t |= {5}", "s - {5}", "t.update([1, 2]); t.discard(1); t.clear()", "t -= {1}"],
)
def test_what_else_is_changed_meanwhile(second: str, optimize: bool) -> None:
    source = PROGRAM.format(kind="set()", first="s.add(K())", second=f"t = set(); {second}")
    if "-=" in second:  # nobody tells which set that is
        with pytest.raises(
            cloche.GuestError, match="a set is changed in place, by an operator, by an __eq__"
        ):
            cloche.Sandbox(optimize=optimize).run(source)
        return
    source += "\n(len(s), len([*s]), b in s, calls)"
    bare: dict[str, object] = {}
    exec(source.rpartition("\n")[0] + "\nfound = len(s), len([*s]), b in s, calls", bare)
    assert cloche.Sandbox(optimize=optimize).run(source) == bare["found"]


def test_a_set_that_a_class_of_its_own_begins() -> None:
    source = """
class D(set):
    def __new__(cls, *args):
        made = super().__new__(cls)
        kept.append(made)
        return made
kept = []
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        kept[-1].add(K())
        return False
D([K(), K()])
"""
    with pytest.raises(cloche.GuestError, match="a set is changed by an __eq__"):
        cloche.run(source)
    with pytest.raises(cloche.GuestError, match="a set is changed by an __eq__"):
        cloche.run(source.replace("D([K(), K()])", "d = D(); d.__init__([K(), K()])"))


def test_weak_sets() -> None:
    source = """
from weakref import WeakSet
kept, s, at = [], WeakSet(), False
class K:
    def __init__(self): kept.append(self)
    def __hash__(self): return 5
    def __eq__(self, other):
        if at: s.add(K())
        return False
s.add(K()); s.add(K())
at = True
s.add(K())
"""
    with pytest.raises(cloche.GuestError, match="a set is changed by an __eq__"):
        cloche.run(source)


def test_what_draws_may_do_so() -> None:
    source = """
s = set()
def more():
    for i in range(3):
        s.add(i + 10)
        yield i
s.update(more())
s.symmetric_difference_update(more())
sorted(s)
"""
    assert cloche.run(source) == [10, 11, 12]
    disturbed = "class K:\n def __eq__(self, o): return self is o\n def __hash__(self): return 1\n"
    assert cloche.run(disturbed + source) == [10, 11, 12]


@pytest.mark.parametrize(
    "call",
    [
        "s.add()",
        "s.add(1, 2)",
        "s.add(x=1)",
        "s.add([])",
        "set.add(1, 2)",
        "(1).add(2)",
        "s ^= 1",
        "s ^= [1]",
    ],
)
@pytest.mark.parametrize("compares", [False, True])
def test_errors_are_those_of_cpython(call: str, compares: bool) -> None:
    source = "s = set()\n"
    if compares:
        source += "class K:\n def __eq__(self, o): return 1\n def __hash__(self): return 1\n"
    with pytest.raises(Exception) as native:  # noqa: PT011
        exec(source + call, {})
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(source + call)
    assert f"{type(native.value).__name__}: {native.value}" in str(caught.value)
