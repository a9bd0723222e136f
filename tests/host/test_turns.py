"""Who makes code of a run go, when several want to: other runs' tools, other threads."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
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


#: How a function of a run that is under way may be called: in a tool the clock stands still.
WAYS = ["a tool", "a listener", "a handler", "a finalizer"]


def _amid(way: str, call: Callable[[], object], source: str, **options: Any) -> Any:
    """Return `f` of *source*, in which `amid()` has the host make *call*, in one of `WAYS`."""

    class Dropped:
        def __del__(self) -> None:
            call()

    held: list[Any] = [Dropped()] if way == "a finalizer" else []

    def listen(text: str) -> None:
        held.clear()
        if way == "a listener":
            call()
        elif way == "a handler":
            signal.raise_signal(signal.SIGUSR1)

    tools: dict[str, Callable[..., object]] = {"amid": call} if way == "a tool" else {}
    amid = "" if tools else "def amid(): print('amid')\n"
    box = cloche.Sandbox(tools, on_output=listen, **options)
    return box.compile(amid + source).function("f")


@pytest.fixture
def calls() -> Iterator[list[Any]]:
    """Make the first of them when SIGUSR1 comes."""
    made: list[Any] = []
    before = signal.signal(signal.SIGUSR1, lambda *_: made[0]())
    yield made
    signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimize", [True, False])
def test_a_call_back_leaves_the_clock_as_it_was(optimize: bool, way: str, calls: list[Any]) -> None:
    """A run that goes on in a pause is looked at by nobody who looks at memory."""
    paused: list[bool] = []

    def call() -> None:
        budget = f._run.budget
        paused.append(budget.paused)
        f(1)
        paused.append(budget.paused)

    calls.append(call)
    source = "def f(x):\n    if x: return x\n    amid()\n    return 2"
    f = _amid(way, call, source, optimize=optimize)
    assert f(0) == 2
    assert paused == [way == "a tool"] * 2
    assert not f._run.budget.paused


WAYS = [("inline", True), ("inline", False), ("process", False), ("process", True)]
LIMITS: dict[str, tuple[cloche.Limits, str]] = {
    "steps": (cloche.Limits(steps=2000), "n.append(1)"),
    "tool_calls": (cloche.Limits(tool_calls=5), "n.append(1); amid(0)"),
    "output": (cloche.Limits(output=1000), "n.append(1); print('x')"),
}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize(("isolation", "optimize"), WAYS)
def test_a_run_that_was_stopped_is_not_granted_its_limits_anew(
    optimize: bool, isolation: Any, limit: str
) -> None:
    """However often the tool calls back in which it was stopped."""
    failures: list[BaseException] = []

    def amid(retry: int) -> None:
        for _ in range(retry):
            try:
                f(1)
            except cloche.ClocheError as error:
                failures.append(error)
        if retry:
            with pytest.raises(cloche.LimitExceeded):
                f(2)  # it takes no step

    limits, spend = LIMITS[limit]
    source = f"""
n = []
def f(x):
    if x == 2: return 2
    if x == 3: return len(n)
    while x: {spend}
    amid(4)
"""
    tools = {"amid": amid}
    with cloche.Sandbox(tools, limits, optimize=optimize, isolation=isolation) as box:
        f = box.compile(source).function("f")
        with pytest.raises(cloche.LimitExceeded) as caught:
            f(0)
        assert [type(each) for each in failures] == [type(caught.value)] * 4
        spent = f(3)
        with pytest.raises(cloche.LimitExceeded):
            f(1)
        assert spent <= f(3) - spent


@pytest.mark.parametrize("optimize", [True, False])
def test_what_calls_amid_a_collection_is_told_why_it_may_not(optimize: bool) -> None:
    failures: list[BaseException] = []

    class Dropped:
        def __del__(self) -> None:
            try:
                f(1)
            except BaseException as error:
                failures.append(error)

    def drop(text: str) -> None:
        cycle: list[Any] = [Dropped()]
        cycle.append(cycle)
        del cycle
        gc.collect()

    source = "def f(x):\n    if not x: print('x')\n    return 2"
    box = cloche.Sandbox(on_output=drop, optimize=optimize)
    f = box.compile(source).function("f")
    assert f(0) == 2
    (failure,) = failures
    assert type(failure) is cloche.ClocheError
    assert f(1) == 2


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_steps_of_both_kinds_are_none_in_the_middle_of_another(
    isolation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the one was asked before the other is compiled, and begins."""
    order: list[object] = []

    def late() -> None:
        async def step() -> None:
            order.append(await session.run_async("xs.append(2)\nlen(xs)"))

        try:
            asyncio.run(step())
        except RuntimeError as error:
            order.append(str(error))

    def transpile(*args: Any) -> Any:
        made = compiled(*args)
        if args[0].startswith("xs.append(1)"):
            thread = Thread(target=late)
            thread.start()
            thread.join()
        return made

    with cloche.Sandbox(isolation=isolation) as box:
        session = box.session()
        session.run("xs = []")
        compiled = box.transpile
        monkeypatch.setattr(type(box), "transpile", lambda _, *args: transpile(*args))
        order.append(session.run("xs.append(1)\nlen(xs)"))
        assert order == ["another step of this session is under way", 1]
        assert session.run("len(xs)") == 1


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_no_step_begins_while_one_is_awaited(isolation: Any) -> None:
    refused: list[str] = []

    async def tool() -> None:
        for step in (session.run, session.run_async):
            try:
                made = step("xs.append(2)")
                await made
            except RuntimeError as error:
                refused.append(str(error))

    with cloche.Sandbox({"tool": tool}, isolation=isolation) as box:
        session = box.session()
        session.run("xs = []")
        asyncio.run(session.run_async("await tool()"))
        assert refused == ["another step of this session is under way"] * 2
        assert session.run("xs") == []


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize("optimize", [True, False])
def test_an_asynchronous_tool_does_not_wait_for_the_function_that_awaits_it(
    optimize: bool, isolation: Any
) -> None:
    async def tool(way: str) -> Any:
        if way == "itself":
            return await f("plain")
        if way == "through another":
            return await other("f")
        if way == "task":
            return await asyncio.create_task(f("plain"))
        return 1

    async def to_f(way: str) -> Any:
        return await f("plain")

    async def main() -> None:
        for way in ("itself", "task", "through another"):
            message = "a tool calls back the asynchronous function that awaits it"
            with pytest.raises(cloche.GuestError, match=message):
                await f(way)
            assert await f("plain") == "plain"
        assert await asyncio.gather(f("plain"), f("none"), f("plain")) == ["plain", 1, "plain"]
        assert await other("f") == "plain"

    source = "async def f(way):\n    return way if way == 'plain' else await tool(way)"
    with (
        cloche.Sandbox({"tool": tool}, optimize=optimize, isolation=isolation) as box,
        cloche.Sandbox({"tool": to_f}, optimize=optimize) as second,
    ):
        f = box.compile(source).function("f")
        other = second.compile(source).function("f")
        asyncio.run(asyncio.wait_for(main(), 60))


@pytest.mark.parametrize(("isolation", "optimize"), WAYS)
def test_asynchronous_functions_do_not_wait_for_one_another(optimize: bool, isolation: Any) -> None:
    """Each under way already when its tool awaits the next: the last of the ring is refused."""
    begun: list[str] = []

    async def follow(way: str) -> Any:
        begun.append(way)
        while len(begun) < 3:
            await asyncio.sleep(0.01)
        return await ring[("abc".index(way) + 1) % 3]("plain")

    async def main() -> None:
        results = await asyncio.gather(*map(_each, ring, "abc"))
        assert sorted(results, key=len) == ["plain", "plain", "refused"]
        assert await ring[0]("plain") == "plain"

    async def _each(function: Any, way: str) -> Any:
        try:
            return await function(way)
        except cloche.GuestError as error:
            message = "a tool calls back the asynchronous function that awaits it"
            return "refused" if message in str(error) else str(error)

    source = "async def f(way):\n    return way if way == 'plain' else await follow(way)"
    with cloche.Sandbox({"follow": follow}, optimize=optimize, isolation=isolation) as box:
        ring: list[Any] = [box.compile(source).function("f") for _ in range(3)]
        asyncio.run(asyncio.wait_for(main(), 60))


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_keyword_may_have_any_name(isolation: Any) -> None:
    source = "def f(**named): return named\nasync def g(**named): return named"
    for hook in (None, lambda _: None):
        with cloche.Sandbox(isolation=isolation, on_run=hook) as box:
            program = box.compile(source)
            assert program.function("f")(self=1, args=2) == {"self": 1, "args": 2}
            assert asyncio.run(program.function("g")(self=1)) == {"self": 1}
