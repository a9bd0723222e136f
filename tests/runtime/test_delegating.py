"""What C finds on an object that a generator or coroutine delegates to, as it closes that one.

It may be called in the middle of a guard, when garbage is collected, and after the end of the run.
None of what is here takes a step. Each bomb is shown to go off in CPython.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from differential import running

import cloche
from cloche.runtime.guards import delegating
from cloche.runtime.guards.delegating import Delegate, delegate
from cloche.runtime.stops import Stop
from cloche.runtime.throwing import is_running
from sampling import halved

#: The class `It`, and in `close` what it has by that name, or whatever leads there.
CLOSES = {
    "next": "def close(): return primed().__next__",
    "send": "def close(): return partial(primed().send, None)",
    "throw": "def close(): return partial(primed().throw, KeyError)",
    "sort": "def close(): return L.sort",
    "clear": "def close(): return L.clear",
    "method": "def close(): return MethodType(L.append, 1)",
    "partial": "def close(): return partial(L.append, 1)",
    "instance": "class Closed:\n    __call__ = L.sort\nclose = Closed",
    "class": "class Closed:\n    __init__ = L.sort\ndef close(): return Closed",
    "function": "def close(): return lambda: L.sort()",
    "in the class": "def close(): return None\nIt.close = staticmethod(L.sort)",
    "property": "def close(): return None\nIt.close = property(L.append)",
    "getattr": "def close(): return None\nIt.__getattr__ = L.append",
}
#: `suspended(x)`: what delegates to *x*, begun.
SUSPENDED = {
    "yield from": """
def delegating(x): yield from x
def suspended(x):
    g = delegating(x)
    next(g)
    return g
""",
    "yield from a part": """
class Whole:
    def __init__(self, x): self.x = x
    def __iter__(self): return self.x
def delegating(x): yield from Whole(x)
def suspended(x):
    g = delegating(x)
    next(g)
    return g
""",
    "chain": """
def inner(x): yield from x
def outer(x): return (yield from inner(x))
def suspended(x):
    g = outer(x)
    next(g)
    return g
""",
    "await": "async def waiting(x): await A(x)",
    "set later": """
class B: pass
B.__await__ = lambda self: self.x
async def waiting(x):
    b = B()
    b.x = x
    await b
""",
    "async for": """
class Items:
    def __init__(self, x): self.x = x
    def __aiter__(self): return self
    def __anext__(self): return A(self.x)
async def waiting(x):
    async for _ in Items(x): pass
""",
    "comprehension": """
class Items:
    def __init__(self, x): self.x = x
    def __aiter__(self): return self
    def __anext__(self): return A(self.x)
async def waiting(x): return [y async for y in Items(x)]
""",
    "anext": """
class Items:
    def __init__(self, x): self.x = x
    def __aiter__(self): return self
    def __anext__(self): return A(self.x)
async def waiting(x): return await anext(Items(x), None)
""",
    "async with": """
class Manager:
    def __init__(self, x): self.x = x
    def __aenter__(self): return A(self.x)
    async def __aexit__(self, *error): pass
async def waiting(x):
    async with Manager(x): pass
""",
    "async generator": """
async def items(x):
    yield await A(x)
async def waiting(x):
    async for _ in items(x): pass
""",
    "types.coroutine": """
@types.coroutine
def step(x): yield from x
async def waiting(x): await step(x)
""",
    "wrapped": """
class Like(collections.abc.Generator):
    def __init__(self, x):
        self.x = x
        try: self.close = x.close
        except AttributeError: pass
    def send(self, value): return next(self.x)
    def throw(self, *error): raise
wrapped = types.coroutine(lambda x: Like(x))
async def waiting(x): await wrapped(x)
""",
    "with": """
@contextlib.contextmanager
def manager(x): yield
def delegating(x):
    with contextlib.closing(x):
        yield
def suspended(x):
    g = delegating(x)
    next(g)
    return g
""",
    "with a text": """
class Text(io.StringIO):
    def close(self): self.end()
def delegating(x):
    text = Text()
    text.end = x.close
    with text:
        yield
def suspended(x):
    g = delegating(x)
    next(g)
    return g
""",
    "aclosing": """
async def waiting(x):
    x.aclose = x.close
    async with contextlib.aclosing(x): await A(iter([1]))
""",
}
PROGRAM = """
import collections.abc, contextlib, io, types
from functools import partial
from types import MethodType
L = [3, 2, 1]
held = []
def kept():
    try: yield
    except KeyError: pass
    L[0] = 4
    L.sort()
    yield
def primed():
    g = kept()
    next(g)
    held.append(g)
    return g
class It:
    def __iter__(self): return self
    def __next__(self): return 1
{close}
class A:
    def __init__(self, x): self.x = x
    def __await__(self): return self.x
def suspended(x):
    c = waiting(x)
    c.send(None)
    return c
{suspended}
def arm():
    it = It()
    if (found := close()) is not None: it.close = found
    box = [suspended(it)]
    box.append(box)
def main():
    for _ in range(20): arm()
    junk = [[] for _ in range(2_000)]
    return L
"""
BOMBS = sorted({*product(CLOSES, ("yield from", "await")), *product(("next", "sort"), SUSPENDED)})


@pytest.fixture(scope="module", autouse=True)
def _quickly() -> Iterator[None]:
    """Let collections look at nothing but what is made here."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def program(close: str, suspended: str) -> str:
    return PROGRAM.replace("{close}", CLOSES[close]).replace("{suspended}", SUSPENDED[suspended])


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What CPython tells the host of errors that it drops."""
    found: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: found.append(told.exc_value))
    return found


@halved
@pytest.mark.parametrize(("close", "suspended"), BOMBS)
def test_in_the_time_of_the_run(close: str, suspended: str, reports: list[Any]) -> None:
    source = program(close, suspended)
    natively: dict[str, Any] = {}
    exec(source, natively)
    natively["main"]()
    gc.collect()
    assert natively["L"] != [3, 2, 1]
    reports.clear()
    for optimize in (True, False):
        assert cloche.Sandbox(optimize=optimize).run(source + "main()") == [3, 2, 1]
    gc.collect()
    assert not reports


def test_what_the_look_for_close_raises_is_nobodys(reports: list[Any]) -> None:
    """CPython goes on as if there were none, and tells the host."""
    source = """
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def __getattr__(self, name): raise KeyError(name)
def g(log):
    try: yield from It()
    except GeneratorExit as error: log.append(repr(error))
def main(log):
    it = g(log)
    next(it)
    it.close()
    return log
main([])
"""
    natively: dict[str, Any] = {}
    exec(source, natively)
    assert [*map(repr, reports)] == ["KeyError('close')"]
    reports.clear()
    assert cloche.Sandbox().run(source) == natively["main"]([]) == ["GeneratorExit()"]
    assert len(reports) == 1  # CPython's own


@halved
@pytest.mark.parametrize(("close", "suspended"), BOMBS)
def test_after_its_end(close: str, suspended: str, reports: list[Any]) -> None:
    session = cloche.Sandbox().session()
    gc.disable()
    try:
        session.run(program(close, suspended) + "arm()")
        gc.collect()
    finally:
        gc.enable()
    assert session.run("L") == [3, 2, 1]
    assert not reports


class Whole:
    def __iter__(self) -> Iterator[int]:
        yield 1


class Closes:
    """Notes that it is asked for something."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return lambda: self.asked.append("called")


def test_a_generator_that_a_guests_iter_gives_stays_as_it_is() -> None:
    with running():
        assert type(delegate(Whole())) is type(iter(Whole()))


def test_nobody_is_asked_once_the_run_is_stopped() -> None:
    asked = Closes()
    with running() as run:
        stands = Delegate(asked)
        stands.close()
        assert asked.asked == ["close", "called"]
        run.budget.stop("abort", None, None)
        with pytest.raises(Stop):
            stands.close()
    assert len(asked.asked) == 2


class Thrown:
    """Whoever looks for its `throw` does something before that is found."""

    def __init__(self, meanwhile: Any) -> None:
        self.meanwhile = meanwhile

    def __next__(self) -> int:
        return 7

    def send(self, value: Any) -> Any:
        return value

    @property
    def throw(self) -> Any:
        self.meanwhile()
        return self.meanwhile


@pytest.mark.parametrize("go_on", [next, lambda stands: stands.send(5)])
def test_while_throw_is_looked_for_nobody_goes_on(go_on: Any) -> None:
    """(CPython 3.11 asks so. What is done is done on all of them.)"""
    with running():
        stands = Delegate(Thrown(lambda: go_on(stands)))
        with pytest.raises(ValueError, match="already executing"):
            delegating._thrown(stands)
        assert type(stands) is Delegate


def test_what_is_thrown_into_is_running_until_it_is_through() -> None:
    found: list[bool] = []
    with running():
        stands = Delegate(Thrown(lambda: found.append(is_running(stands))))
        throw = delegating._thrown(stands)
        assert type(stands) is Delegate
        throw()
        assert found == [False, True]
        assert not is_running(stands)
        assert next(stands) == 7
