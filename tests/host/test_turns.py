"""Who makes code of a run go, when several want to: other runs' tools, other threads."""

from __future__ import annotations

from contextvars import copy_context
from threading import Event, Thread
from typing import Any

import pytest

import cloche

#: `back` is a tool: B calls it, from within a tool of A's.
FIRST = """
import decimal, random
decimal.getcontext().prec = 7
class K: pass
def f(way):
    if way == "out":
        return to_b(way)
    decimal.getcontext().prec = 3
    class Q(K):
        def __eq__(self, other): return True
    def g():
        yield from [1, 2]
    third = str(decimal.Decimal(1) / 3)
    return [third, [Q()] == [K()], sorted([*g()]), eval("way"), random.random()]
"""
SECOND = """
import decimal
def g(way):
    before = str(decimal.Decimal(1) / 3)
    found = back("in")
    return [before, found, str(decimal.Decimal(1) / 3)]
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_what_is_called_back_through_another_run_is_its_own(optimize: bool) -> None:
    functions: dict[str, Any] = {}
    one = cloche.Sandbox({"to_b": lambda way: functions["g"](way)}, optimize=optimize, seed=1)
    few = cloche.Limits(steps=300)
    other = cloche.Sandbox({"back": lambda way: functions["f"](way)}, optimize=optimize, limits=few)
    functions["f"] = one.compile(FIRST).function("f")
    functions["g"] = other.compile(SECOND).function("g")
    before, found, after = functions["f"]("out")
    assert before == after == "0.3333333333333333333333333333"
    assert found[:-1] == ["0.333", True, [1, 2], "in"]
    alone = cloche.Sandbox(seed=1).compile(FIRST.replace("to_b", "str")).function("f")
    assert alone("in") == found


def test_functions_of_a_run_take_turns() -> None:
    """Not each for itself: they share their globals, and all that the run may spend."""
    amid, go_on = Event(), Event()

    def wait() -> None:
        amid.set()
        go_on.wait()

    session = cloche.Sandbox({"wait": wait}).session()
    session.run("xs = []")
    done: list[object] = []
    first = Thread(target=lambda: done.append(session.run("wait()\nxs.append(1)\nlen(xs)")))
    second = Thread(target=lambda: done.append(session.run("xs.append(2)\nlen(xs)")))
    first.start()
    amid.wait()
    second.start()
    go_on.set()
    first.join()
    second.join()
    assert done == [1, 2]


def test_threads_share_what_a_session_may_spend() -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=None))
    session = box.session(total=cloche.Limits(steps=300_000))
    ends: list[object] = []

    def work() -> None:
        try:
            ends.append(session.execute("for i in range(100_000): pass").steps)
        except cloche.StepLimitExceeded:
            ends.append("too many")

    threads = [Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends.count("too many") == 2


def test_a_step_within_a_step_is_refused() -> None:
    tools = {"again": lambda: session.run("1")}
    session = cloche.Sandbox(tools).session()
    with pytest.raises(cloche.GuestError, match="another step of this session is under way"):
        session.run("again()")


def test_a_thread_of_a_tool_does_not_wait_for_the_tool() -> None:
    failures: list[BaseException] = []

    def elsewhere() -> None:
        def call() -> None:
            try:
                f()
            except RuntimeError as error:
                failures.append(error)

        thread = Thread(target=copy_context().run, args=(call,))
        thread.start()
        thread.join()

    program = cloche.Sandbox({"elsewhere": elsewhere}).compile("def f(): return elsewhere()")
    f = program.function("f")
    assert f() is None
    assert [str(each) for each in failures] == [
        "a tool calls back from a thread that is not its own"
    ]
