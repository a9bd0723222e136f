"""Nothing in C goes through an iterator in C of a guest's without a step an item."""

from __future__ import annotations

from itertools import compress, product
from typing import Any

import pytest
from differential import running

import cloche
from cloche.runtime.guards.iterating import stepping, takes_steps
from harness import BOXES
from sampling import share

HEADER = """
import contextlib, itertools
from collections import Counter, OrderedDict, deque
endless = itertools.product(range(10), repeat=18)
def gives(x):
    class Gives:
        def __iter__(self): return x
    return Gives()
def late(x):
    class Late: pass
    Late.__iter__ = lambda self: x
    return Late()
def inherits(x):
    class Base:
        def __iter__(self): return x
    class Derived(Base): pass
    return Derived()
def a_list(x):
    class L(list):
        def __iter__(self): return x
    return L([1])
def delegates(x):
    yield from x
def awaits(x):
    class Awaited:
        def __await__(self): return (yield from x)
    return Awaited().__await__()
def through_super(x):
    class Base:
        def __iter__(self): return x
    class Derived(Base):
        def __iter__(self): return super().__iter__()
    return Derived()
y, o = [], lambda: None
o.y = []
"""
#: What gives what has no end; what goes through that.
GIVES = ["gives", "late", "inherits", "a_list", "delegates", "awaits", "through_super"]
ENDLESS = [
    "endless", "iter(range(10**15))", "iter(int, 1)", "zip(range(10**15), range(10**15))",
    "enumerate(range(10**15))", "itertools.chain.from_iterable([range(10**15)] * 9)",
    "itertools.permutations(range(50))", "map(abs, range(10**15))", "itertools.count()",
]  # fmt: skip
DRAINS = [
    "y += x", "o.y += x", "y[:] = x", "y[1:1] = x", "y.extend(x)", "deque(x)", "set(x)", "tuple(x)",
    "deque().extend(x)", "sorted(x)", "frozenset().union(x)", "set().update(x)", "[*x]", "{*x}",
    "print(*x)", "5.5 in x", "sum(1 for _ in x)", "max(x, key=id)", "OrderedDict.fromkeys(x)",
    "dict.fromkeys(x)", "all(x) or any(x)", "list(zip(x))", "*_, last = x", "Counter(x)",
]  # fmt: skip


def stopped(box: cloche.Sandbox, program: str) -> None:
    with pytest.raises((cloche.StepLimitExceeded, cloche.MemoryLimitExceeded)):
        box.run(HEADER + program)


@pytest.mark.parametrize(("gives", "optimize"), share([*product(GIVES, [True, False])], 5))
def test_whoever_drains_it_takes_steps(gives: str, optimize: bool) -> None:
    limits = cloche.Limits(steps=20_000, memory=None, seconds=None)
    box = cloche.Sandbox(limits=limits, optimize=optimize)
    for endless in ENDLESS:
        stopped(box, f"x = {gives}({endless})\ny += x")
    for drain in DRAINS:
        # (A list is searched itself.)
        if (gives, drain) != ("a_list", "5.5 in x"):
            stopped(box, f"x = {gives}(endless)\n{drain}")


@pytest.mark.parametrize("optimize", [True, False])
def test_a_generator_of_what_it_fills_takes_steps(optimize: bool) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=20_000, memory=None), optimize=optimize)
    stopped(box, "y.append(1)\ny += delegates(y)")
    made_here = """
def fills():
    x = [1, 2]
    yield x
    yield from x
filled = fills()
x = next(filled)
x += filled
"""
    stopped(box, made_here)


NOT_ALLOWED = ["endless.__next__", "staticmethod(iter)", "property(len)", "type(lambda: 1)"]


@pytest.mark.parametrize("value", NOT_ALLOWED)
def test_only_functions_iterate(value: str) -> None:
    for program in (f"class X: __iter__ = {value}", f"class X: pass\nX.__iter__ = {value}"):
        with pytest.raises(cloche.GuestError):
            BOXES[True].run(HEADER + program)


FAITHFUL = """
class X:
    def __init__(self, x): self.x = x
    def __iter__(self): return self.x
class Own:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
    def send(self, value): return value
def g(x):
    got = yield from x
    yield got
def sends(x):
    made = g(x)
    return next(made), made.send(5)
class None_: __iter__ = None
class Typed(list): __iter__ = list.__iter__
own = Own()
it = iter([1, 2, 3])
said = []
def tell(f):
    try: said.append(f())
    except Exception as e: said.append((type(e).__name__, str(e)))
tell(lambda: [*X(iter("abc"))])
tell(lambda: [*X(own)])
tell(lambda: iter(X(own)) is own)
tell(lambda: list(X(5)))
tell(lambda: list(X([1])))
tell(lambda: list(None_()))
tell(lambda: list(Typed([1, 2])))
tell(lambda: (next(iter(X(it))), next(it), [*X(it)]))
tell(lambda: list(g(X(iter([1])))))
tell(lambda: list(g([1, 2])))
tell(lambda: list(g("ab")))
def texts(x):
    yield from "ab" f"{x}"
    yield from "ab" "cd"
    yield from ("e")
    yield from b"f"
tell(lambda: list(texts(1)))
tell(lambda: sends(Own()))
tell(lambda: sends([1, 2]))
tell(lambda: sends(g([1])))
tell(lambda: (X.__iter__.__name__, X(it).__iter__() is it, vars(X)["__iter__"] is X.__iter__))
tell(lambda: [a + b for a, b in zip(X(iter([1, 2])), X(iter([3, 4])))])
tell(lambda: dict(X(iter([(1, 2)]))))
str(said)
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_the_rest_is_as_it_was(optimize: bool) -> None:
    native: dict[str, object] = {}
    exec(FAITHFUL, native)
    assert BOXES[optimize].run(FAITHFUL) == str(native["said"])


def _made(source: str, names: dict[str, Any]) -> dict[str, Any]:
    exec(source, names)
    return names


ITERATORS = """
import csv
def generator(): yield 1
class Own:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
class Derived(zip):
    def throw(self, error): pass
async def coroutine(): pass
class NoIterator: pass
"""


def test_what_takes_steps_by_itself() -> None:
    with running() as run:
        mine, others = _made(ITERATORS, run.globals), _made(ITERATORS, {})
        own = {mine[name] for name in ("Own", "Derived", "NoIterator")}
        run.own.update(own)
        finished = others["generator"]()
        assert [*finished] == [1]
        awaited = others["coroutine"]().__await__()
        for found in (
            compress([1], [1]), mine["generator"](), finished, mine["Own"](), NoIterator(), awaited,
        ):  # fmt: skip
            assert takes_steps(found)
            assert stepping(found) is found
        awaited.close()
        for found in (
            others["generator"](), others["Own"](), mine["Derived"]([1]), zip([1]), iter([1]),
            map(abs, [1]), others["csv"].DictReader([]),
        ):  # fmt: skip
            assert not takes_steps(found)
            assert type(stepping(found)) is compress


class NoIterator: ...
