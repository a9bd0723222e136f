# ruff: noqa: E501  A row of a table stays on one line.
"""Warnings of what a guest does: the host hears of none, and the guest is not raised any."""

from __future__ import annotations

import builtins
import gc
import inspect
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from differential import running

import cloche
from cloche.runtime import warned
from cloche.runtime.limits import Limits
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.responsible import GUEST, HOST
from cloche.runtime.run import Run

INT, FLOAT = ("class I(int): pass", "class I(float): pass")
#: What CPython warns of, in some version.
WARNED = [
    "bool(NotImplemented)",
    "~True",
    "True.__invert__()",
    "b'\\\\q'.decode('unicode_escape')",
    "import codecs; codecs.decode(b'\\\\777', 'unicode_escape')",
    "class A:\n  def __trunc__(self): return 1\nint(A())",
    f"{INT}\nclass A:\n  def __int__(self): return I(1)\nint(A())",
    f"{INT}\nclass A:\n  def __index__(self): return I(1)\n[1, 2][A()]",
    f"{FLOAT}\nclass A:\n  def __float__(self): return I(1)\nfloat(A())",
    f"{FLOAT}\nclass A:\n  def __float__(self): return I(1)\nimport math; math.sqrt(A())",
    "class I(complex): pass\nclass A:\n  def __complex__(self): return I(1)\ncomplex(A())",
    "def g(): yield\nx = g(); next(x)\ntry: x.throw(ValueError, 1, None)\nexcept ValueError: pass",
    "import functools\nclass A: f = functools.partial(len)\nA().f([])",
    "import array; len(array.array('u'))",
    "import operator; operator.inv(True)",
    "import datetime; datetime.datetime.strptime('12', '%d')",
    "import datetime; datetime.datetime.utcnow()",
    "import pathlib; pathlib.PurePosixPath('a', 'b').is_relative_to('a', 'b')",
]  # fmt: skip


@pytest.fixture
def told() -> Iterator[list[Any]]:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield found


@pytest.mark.parametrize("source", WARNED)
def test_the_host_hears_of_none(source: str, told: list[Any]) -> None:
    cloche.run(f"{source}\n1")
    gc.collect()
    assert told == []


@pytest.mark.parametrize("source", WARNED)
def test_the_guest_is_not_raised_any(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cloche.run(f"{source}\n1") == 1


def test_those_of_a_tool_are_the_hosts(told: list[Any]) -> None:
    def tool(x: int) -> int:
        warnings.warn("of the tool", UserWarning, stacklevel=1)
        return x

    class Account:
        @property
        def balance(self) -> int:
            warnings.warn("of the object", UserWarning, stacklevel=1)
            return 1

    def listen(_text: str) -> None:
        warnings.warn("of the listener", UserWarning, stacklevel=1)

    account = cloche.expose(Account(), attributes=("balance",))
    box = cloche.Sandbox(tools={"tool": tool}, on_output=listen)
    box.run("tool(1)\naccount.balance\nprint('x')", inputs={"account": account})
    assert [str(each.message) for each in told] == [
        "of the tool", "of the object", "of the listener",
    ]  # fmt: skip


def test_those_of_a_tool_that_is_in_c_are_the_hosts(told: list[Any]) -> None:
    box = cloche.Sandbox({"warn": partial(warnings.warn, "of a tool")})
    box.run("warn()\n~True\nwarn()")
    assert len(told) == 2


def test_those_of_a_run_in_a_tool_are_nobodys(told: list[Any]) -> None:
    box = cloche.Sandbox(tools={"tool": lambda: cloche.run("bool(NotImplemented)")})
    assert box.run("tool(), bool(NotImplemented)") == (True, True)
    assert told == []


def test_those_of_what_the_collector_calls_are_the_hosts(told: list[Any]) -> None:
    def warning(*_: Any) -> None:
        warnings.warn("of the collector", UserWarning, stacklevel=1)

    gc.callbacks.append(warning)
    try:
        cloche.run("x = []\nfor i in range(5000): x.append([i])")
    finally:
        gc.callbacks.remove(warning)
    assert {str(each.message) for each in told} == {"of the collector"}


def test_outside_of_runs_all_are_the_hosts(told: list[Any]) -> None:
    cloche.run("1")
    bool(NotImplemented)
    assert [each.category for each in told] == [DeprecationWarning]


@pytest.mark.parametrize(
    ("place", "others", "hook", "matches"),
    [
        (GUEST, False, False, True),
        (GUEST, True, False, True),
        (GUEST, True, True, False),
        (HOST, False, False, False),
        (HOST, True, False, False),
        ("guards/keys.py", False, False, True),
        ("guards/keys.py", True, False, True),
        ("guards/keys.py", True, True, False),
        ("boundary/calls.py", False, False, True),
        ("boundary/calls.py", True, False, False),
        ("output.py", True, False, False),
    ],
)
def test_whose_they_are(
    place: str, others: bool, hook: bool, matches: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This package gives them in a guest's name; beyond it, where it calls outward, is the host."""
    codes = [_builtins_code()] * others
    monkeypatch.setattr(warned, "responsible", lambda _: (place, codes))
    monkeypatch.setattr(warned, "is_a_hook", lambda found: hook and found is codes)
    match: Any = warned._GuestsDo().match
    run = Run(Limits())
    assert match("") is False
    token = run.enter()
    assert match("") is matches
    run.budget.pause()
    assert match("") is False
    run.leave(token)


def _builtins_code() -> Any:
    return _builtins_code.__code__


# --- Coroutines that nobody awaits ---------------------------------------------------------------

#: In programs without the words.
COROUTINES = [
    "import contextlib\ncontextlib.AsyncExitStack().aclose()",
    "import contextlib\ncontextlib.AsyncExitStack().__aenter__()",
    "import contextlib\ncontextlib.AsyncExitStack().enter_async_context(1)",
    "import contextlib\ncontextlib.nullcontext().__aenter__()",
    "import contextlib\ncontextlib.nullcontext().__aexit__()",
    "import contextlib\ncontextlib.aclosing(1).__aenter__()",
    "import contextlib\nclass A(contextlib.AbstractAsyncContextManager):\n  def __aexit__(*a): pass\nA().__aenter__()",
    "import contextlib\nclass A(contextlib.AsyncContextDecorator): pass\ndef f(): pass\nf.__qualname__ = 'X\\nY'\nA()(f)()",
    "import contextlib\ndef f(): yield\ncontextlib.asynccontextmanager(f)().__aenter__()",
    "from collections.abc import AsyncGenerator\nclass A(AsyncGenerator): asend = athrow = len\nA().aclose()",
    "from collections.abc import AsyncGenerator\nclass A(AsyncGenerator): asend = athrow = len\nA().__anext__()",
    "import typing\nclass A(typing.AsyncGenerator): asend = athrow = len\nA().aclose()",
    "from asyncio import sleep\nsleep(1)",
]  # fmt: skip

CHILD = """
import warnings, sys
told = []
warnings.simplefilter('always')
warnings.showwarning = lambda *args, **named: told.append(args)
import cloche
try:
    print(cloche.run(sys.argv[1]), told)
except cloche.ClocheError as error:
    print(type(error).__name__, error, told)
"""


@pytest.mark.parametrize("source", COROUTINES)
def test_the_host_hears_of_no_coroutine(source: str) -> None:
    """In the first run of a process, where nothing has prepared for coroutines."""
    *lines, last = source.split("\n")
    kept = "\n".join([*lines, "try: " + last, "except AttributeError: pass", "1"])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, kept], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1 []\n", "")


def _functions() -> Iterator[Any]:
    for name in sorted(MODULE_NAMES):
        for value in vars(stand_in(name)).values():
            members = [*vars(value).values()] if isinstance(value, type) else []
            for each in (value, *members):
                if inspect.isfunction(found := getattr(each, "__func__", each)):
                    yield found


def test_coroutines_of_the_library_are_none_of_the_hosts() -> None:
    """By what `finalizing._report` asks; and no async generator is among them."""
    with running():
        functions = [*_functions()]
    found = [each for each in functions if inspect.iscoroutinefunction(each)]
    assert len(found) > 10
    for each in found:
        home = each.__globals__
        guarded = home["__builtins__"] is not vars(builtins)
        assert guarded or home["__name__"].startswith("cloche.runtime."), each
    assert not any(map(inspect.isasyncgenfunction, functions))
