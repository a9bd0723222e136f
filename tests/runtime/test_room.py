"""What a guest leaves of the stack: enough for the host's functions, or they are not called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import cloche
from cloche.runtime import room
from sampling import halved

#: Calls that functions of the host's nest here: what CPython takes by itself is left over.
NEEDED = 150
#: So deep guests go: some come where there is no room, and none to the end of the stack, where the
#: collector's callbacks of others fail.
DEPTHS = "range(600, 860, 7)"
#: So many calls of C, where these are counted by themselves.
NESTED: Any = object
for _ in range(15):
    NESTED = (NESTED,)


class Host:
    """Functions of which each does two things: the second takes much of the stack."""

    def __init__(self) -> None:
        self.begun = self.done = 0

    def work(self, *args: object) -> int:
        self.begun += 1
        self._deeper(NEEDED - 10)
        return self.begun

    def _deeper(self, calls: int) -> None:
        if calls:
            self._deeper(calls - 1)
        else:
            isinstance(None, NESTED)
            self.done += 1

    async def work_async(self) -> int:
        return self.work()

    value = property(work, work)


DOWN = """
import asyncio, time
def down(n):
    return call() if n <= 0 else down(n - 1)
async def wait():
    return await later()
tried = missed = 0
for n in DEPTHS:
    tried += 1
    try:
        down(n)
    except RecursionError as error:
        missed += 1
        assert error.__context__ is error.__cause__ is None
        assert "cannot set" not in str(error)
tried, missed
""".replace("DEPTHS", DEPTHS)
CALLS = [
    "work()", "work(n=1) if 0 else work(1, 'a', [2])", "thing.work()", "thing.value",
    "setattr(thing, 'value', 5)", "print('a')", "time.time()", "asyncio.run(wait())",
    "list(map(work, [1]))", "sorted([2, 1], key=work)",
]  # fmt: skip


def _box(host: Host, **more: Any) -> cloche.Sandbox:
    tools = {"work": host.work, "later": host.work_async}
    return cloche.Sandbox(tools=tools, limits=cloche.Limits(tool_calls=None, seconds=60), **more)


@halved
@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("call", CALLS)
def test_no_function_of_the_host_breaks_off_where_a_guest_likes(call, optimize):
    host = Host()
    more: dict[str, Any] = {"optimize": optimize}
    if call.startswith("print"):
        more["on_output"] = host.work
    if call.startswith("time"):
        more["clock"] = lambda: float(host.work())
    thing = cloche.expose(host, ["value"], ["work"], ["value"])
    source = f"def call():\n    return {call}\n{DOWN}"
    tried, missed = _box(host, **more).run(source, inputs={"thing": thing})
    assert 0 < missed < tried
    assert host.begun == host.done > 0


OF_C = """
class Kind(type):
    def __instancecheck__(self, n):
        return bool(down(n - 1) if self is Down else work())
class Down(metaclass=Kind):
    pass
class Work(metaclass=Kind):
    pass
def nested(kind, levels):
    for _ in range(levels):
        kind = (kind,)
    return kind
ways = nested(Down, 45)
def down(n):
    return isinstance(n, last if n <= 0 else ways)
def fails(n, levels):
    global last
    last = nested(Work, levels)
    try:
        down(n)
    except RecursionError:
        return True
    return False
deep = 0
for by in (100, 10, 1):
    while not fails(deep + by, 0):
        deep += by
sum([fails(deep, levels) for levels in range(0, 60, 5)])
"""


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_nor_where_it_nests_calls_of_c(isolation):
    host = Host()
    with _box(host, isolation=isolation) as box:
        assert box.run(OF_C) > 0
    assert host.begun == host.done > 0


class _Nests(type):
    """Calls a function from within so many calls of C."""

    def __instancecheck__(cls, calls: Any) -> bool:
        return calls[0]() if len(calls) == 1 else isinstance(calls[1:], calls[0])


def _nested(kind: Any, levels: int) -> Any:
    for _ in range(levels):
        kind = (kind,)
    return kind


def _raises(function: Callable[[], Any]) -> bool:
    try:
        function()
    except (RecursionError, ValueError):
        return True
    return False


def test_where_calls_of_c_are_counted_by_themselves_they_are_asked_for() -> None:
    kind = _Nests("Nests", (), {})
    ways = _nested(kind, 200)
    asked: list[tuple[bool, bool, bool]] = []

    def ask() -> bool:
        functions: list[Callable[[], Any]] = [
            lambda: isinstance(None, room.LEVELS),
            lambda: next(room.CALLS),
            lambda: room.demand(iter(())),
        ]
        asked.append(tuple(map(_raises, functions)))  # type: ignore[arg-type]
        return True

    def falls(deep: int, levels: int) -> bool:
        return _raises(lambda: isinstance((*[ways] * deep, _nested(kind, levels), ask), kind))

    deep = next(n for n in range(1, 500) if falls(n, 0)) - 1
    asked.clear()
    for levels in range(200):
        falls(deep, levels)
    # Each that lacks something is refused; CALLS alone would let some pass.
    assert all(refused or not (levels or calls) for levels, calls, refused in asked)
    assert sys.version_info < (3, 12) or (True, False, True) in asked


def test_nor_is_a_function_called_at_the_very_end_of_the_hosts_stack() -> None:
    assert not _at(90, lambda: _raises(lambda: room.insist(iter(()))))
    assert _at(26, lambda: _raises(lambda: room.insist(iter(()))))


def _at(left: int, function: Callable[[], Any]) -> Any:
    """Call *function* where the stack has room for *left* more calls."""
    depth = 0
    frame = sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    return _go_down(sys.getrecursionlimit() - depth - left - 4, function)


def _go_down(calls: int, function: Callable[[], Any]) -> Any:
    return _go_down(calls - 1, function) if calls > 0 else function()


@pytest.mark.parametrize("left", [120, 160, 220, 330])
def test_a_host_that_is_deep_itself_has_its_tools_called(left):
    told: list[str] = []
    box = cloche.Sandbox(tools={"get": lambda: 5}, on_output=told.append)
    program = box.compile("def f():\n    print('a')\n    return get()\nf() + get()")
    assert _at(left, program.run) == 10
    assert "".join(told) == "a\n"


def test_but_not_by_a_guest_that_takes_more_than_half_of_the_rest():
    host = Host()
    source = """
def down(n):
    return work() if n <= 0 else down(n - 1)
missed = 0
for n in range(0, 300, 5):
    try:
        down(n)
    except RecursionError:
        missed += 1
missed
"""
    program = _box(host).compile(source)
    assert _at(330, program.run) > 20
    assert host.begun == host.done > 0


def test_the_limit_of_the_process_is_what_it_was():
    before = sys.getrecursionlimit()
    source = f"def call():\n    return work()\n{DOWN}"
    try:
        for limit in (before, before + 100):
            sys.setrecursionlimit(limit)
            _box(Host()).run(source)
            assert sys.getrecursionlimit() == limit
    finally:
        sys.setrecursionlimit(before)
