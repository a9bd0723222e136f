"""What `box.run` raises leads to no frame, no object and no global name of a guest."""

from __future__ import annotations

import asyncio
import gc
import sys
import types
from typing import Any

import pytest

import cloche
from cloche.transpiler import vocabulary as words

HEAD = "class A:\n    mine = 'guest'\na = A()\n"
SOURCES = {
    "raised": "class E(Exception):\n    def __init__(self, x): self.x = x\nraise E(a)",
    "chained": "try: 1 / 0\nexcept Exception as e: raise ValueError(a) from e",
    "group": "raise ExceptionGroup('x', [ValueError(a)])",
    "recursion": "def f(x): f([x])\nf(a)",
    "unprintable": "class E(Exception):\n    def __str__(self): raise E(a)\nraise E()",
    "exit": "raise SystemExit(a)",
    "steps": "while True: pass",
    "memory": "x = [a] * 10**10",
    "output": "while True: print('x' * 1000)",
    "result": "(lambda: a)",
    "eval": "eval('1 / 0')",
    "tool refuses": "host(A)",
    "tool fails": "host('fail')",
    "tool returns": "host('object')",
    "tool aborts": "host('abort')",
    "async": "async def f(): raise ValueError(a)\nawait f()",
}


class Aborted(BaseException):
    pass


def host(what: str) -> Any:
    if what == "fail":
        raise OSError("no")
    if what == "abort":
        raise Aborted
    return object()


BOX = cloche.Sandbox({"host": host}, cloche.Limits(steps=50_000, output=5000))


def run(source: str) -> None:
    BOX.run(source)


def run_async(source: str) -> None:
    asyncio.run(BOX.run_async(source))


def step(source: str) -> None:
    BOX.session().run(source)


def step_async(source: str) -> None:
    asyncio.run(BOX.session().run_async(source))


def call(source: str) -> None:
    body = source.replace("\n", "\n    ")
    asynchronous = "await" in source
    text = f"{'async ' * asynchronous}def go():\n    {body}\n    return (lambda: a)"
    function = BOX.compile(text).function("go")
    if asynchronous:
        asyncio.run(function())
    else:
        function()


def call_map(source: str) -> None:
    if "await" in source:
        run(source)
    body = source.replace("\n", "\n    ")
    BOX.compile(f"def go(_):\n    {body}\n    return (lambda: a)").function("go").map([1])


WAYS = [run, run_async, step, step_async, call, call_map]


def guests_behind(error: BaseException) -> list[str]:
    """Return what of a guest is reachable from *error*, frames of the tests left aside."""
    found: list[str] = []
    seen: dict[int, Any] = {}
    todo: list[Any] = [error]
    while todo:
        x = todo.pop()
        if id(x) in seen:
            continue
        seen[id(x)] = x
        found += _guests(x)
        if isinstance(x, types.FrameType):
            if x.f_code.co_filename != __file__ and "asyncio" not in x.f_code.co_filename:
                todo += x.f_locals.values()
        elif isinstance(x, types.TracebackType):
            todo += [x.tb_frame, x.tb_next]
        elif isinstance(x, BaseException):
            todo += [x.__traceback__, x.__cause__, x.__context__, x.args, vars(x)]
        elif not isinstance(x, type | types.ModuleType | types.FunctionType):
            todo += gc.get_referents(x)
    return found


def _guests(x: Any) -> list[str]:
    if isinstance(x, dict) and words.TICKS in x:
        return ["builtins of a run"]
    if isinstance(x, dict) and "mine" not in x and type(x.get("__builtins__")) is dict:
        names = x["__builtins__"]
        return ["globals"] if words.TICKS in names else []
    if isinstance(x, types.FrameType) and words.TICKS in x.f_builtins:
        return ["a frame"]
    kind = x if isinstance(x, type) else type(x)
    return [f"a guest's {kind.__name__}"] if kind.__dict__.get("mine") == "guest" else []


@pytest.fixture(autouse=True)
def _without_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection at the end of the stack cannot call us, and CPython says so (README)."""
    report = sys.unraisablehook

    def hook(event: Any) -> None:
        if event.exc_type is not RecursionError:
            report(event)

    monkeypatch.setattr(sys, "unraisablehook", hook)


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_guest_is_behind_an_error(way, name):
    with pytest.raises((cloche.ClocheError, Aborted)) as caught:
        way(HEAD + SOURCES[name])
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert guests_behind(caught.value) == []


def test_inputs_that_do_not_enter():
    session = BOX.session()
    session.run(HEAD)
    with pytest.raises(cloche.BoundaryError) as caught:
        session.run("x", {"x": object()})
    assert guests_behind(caught.value) == []


def test_frames_of_a_tool_that_aborts_stay():
    with pytest.raises(Aborted) as caught:
        BOX.run("host('abort')")
    assert caught.traceback[-1].name == "host"


def test_the_walk_would_see_them():
    with pytest.raises(cloche.GuestError) as caught:
        cloche.Session.execute.__wrapped__(BOX.session(), HEAD + SOURCES["raised"])
    assert {"globals", "builtins of a run", "a guest's A"} <= set(guests_behind(caught.value))
