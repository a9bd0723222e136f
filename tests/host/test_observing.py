"""Hooks: what they are told, in what order, and that they change nothing."""

from __future__ import annotations

import asyncio
import os
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import cloche


class Watcher:
    """Notes the events it is told, in order."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def hook(self, event: Any) -> Callable[[Any], object]:
        self.seen.append(event)
        return self.seen.append

    def told(self) -> list[str]:
        return [type(event).__name__ for event in self.seen]

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.seen if type(event).__name__ == kind]


def double(x: int) -> int:
    return 2 * x


def fail() -> None:
    raise KeyError("gone")


async def later(x: int) -> int:
    await asyncio.sleep(0)
    return x


@pytest.fixture(params=["inline", "process"])
def watched(request: pytest.FixtureRequest) -> Iterator[tuple[cloche.Sandbox, Watcher]]:
    watcher = Watcher()
    hooks: dict[str, Any] = dict.fromkeys(("on_compile", "on_run", "on_tool"), watcher.hook)
    tools = {"double": double, "fail": fail}
    with cloche.Sandbox(tools=tools, isolation=request.param, workers=1, **hooks) as box:
        yield box, watcher


def test_a_run(watched: tuple[cloche.Sandbox, Watcher]) -> None:
    box, watcher = watched
    assert box.run("for i in r: x = double(i)\nx", inputs={"r": [1, 2]}) == 4
    assert watcher.told() == [
        "CompileStarted", "CompileEnded", "RunStarted", "ToolStarted", "ToolEnded",
        "ToolStarted", "ToolEnded", "RunEnded",
    ]  # fmt: skip
    [started], [ended] = watcher.of("RunStarted"), watcher.of("RunEnded")
    assert (started.kind, started.name, started.inputs) == ("program", "", ("r",))
    assert started.source.startswith("for i in r:")
    assert "__compress__" in started.guarded
    assert (ended.error, ended.steps, ended.tool_calls) == (None, 2, ("double", "double"))
    assert ended.seconds > 0
    calls = watcher.of("ToolStarted")
    assert [(call.run, call.name, call.args, call.kwargs) for call in calls] == [
        (started.id, "double", (1,), {}), (started.id, "double", (2,), {}),
    ]  # fmt: skip


def test_a_run_that_fails(watched: tuple[cloche.Sandbox, Watcher]) -> None:
    box, watcher = watched
    with pytest.raises(cloche.GuestError):
        box.run("for i in range(3): pass\nfail()")
    [ended], [tool] = watcher.of("RunEnded"), watcher.of("ToolEnded")
    assert isinstance(ended.error, cloche.GuestError)
    assert ended.error.type_name == "KeyError"
    assert ended.steps == 3
    assert repr(tool.error) == "KeyError('gone')"


def test_a_source_that_is_rejected(watched: tuple[cloche.Sandbox, Watcher]) -> None:
    box, watcher = watched
    with pytest.raises(cloche.Rejected):
        box.run("import socket")
    assert watcher.told() == ["CompileStarted", "CompileEnded"]
    assert [each.code for each in watcher.seen[1].diagnostics] == ["CL201"]


def test_steps_and_calls(watched: tuple[cloche.Sandbox, Watcher]) -> None:
    box, watcher = watched
    session = box.session()
    session.run("x = 1")
    function = box.compile("def f(n):\n    return double(n)").function("f")
    assert (function(3), function.map([1, 2]), function.__name__) == (6, [2, 4], "f")
    assert (function.stdout, function.stderr) == ("", "")
    kinds = [(event.kind, event.name) for event in watcher.of("RunStarted")]
    assert kinds == [("step", ""), ("define", "f"), ("call", "f"), ("call", "f")]
    assert [event.tool_calls for event in watcher.of("RunEnded")] == [
        (), (), ("double",), ("double", "double"),
    ]  # fmt: skip
    ids = [event.id for event in watcher.of("RunStarted")]
    assert len(set(ids)) == 4


def test_asynchronous_runs_keep_their_calls_apart() -> None:
    watcher = Watcher()
    box = cloche.Sandbox(tools={"later": later}, on_run=watcher.hook, on_tool=watcher.hook)
    source = "import asyncio\nsum(await asyncio.gather(*[later(i) for i in range(n)]))"
    program = box.compile(source + "\n")
    function = box.compile("async def f(x):\n    return await later(x)").function("f")

    async def main() -> list[Any]:
        return await asyncio.gather(
            program.run_async({"n": 3}), program.run_async({"n": 2}), function(5)
        )

    assert asyncio.run(main()) == [3, 1, 5]
    calls = {event.tool_calls for event in watcher.of("RunEnded")}
    assert calls == {(), ("later",) * 3, ("later",) * 2, ("later",)}
    assert len({event.run for event in watcher.of("ToolStarted")}) == 3


def test_a_session_on_a_loop() -> None:
    watcher = Watcher()
    session = cloche.Sandbox(tools={"later": later}, on_run=watcher.hook).session()
    assert asyncio.run(session.run_async("await later(x)", {"x": 4})) == 4
    assert [(each.kind, each.inputs) for each in watcher.of("RunStarted")] == [("step", ("x",))]


def test_a_program_that_a_tool_runs_is_a_run_of_its_own() -> None:
    watcher = Watcher()
    inner = cloche.Sandbox(tools={"double": double}, on_run=watcher.hook, on_tool=watcher.hook)
    tools = {"nested": lambda: inner.run("double(4)")}
    box = cloche.Sandbox(tools=tools, on_run=watcher.hook)
    assert box.run("nested()") == 8
    calls = [event.tool_calls for event in watcher.of("RunEnded")]
    assert calls == [("double",), ("nested",)]


def test_what_a_hook_raises_reaches_the_host() -> None:
    def refuse(event: Any) -> None:
        raise PermissionError("not now")

    ran: list[int] = []
    box = cloche.Sandbox(tools={"note": lambda: ran.append(1)}, on_run=refuse)
    with pytest.raises(PermissionError, match="not now"):
        box.run("note()")
    assert ran == []


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize("ends", [False, True])
def test_what_one_of_a_tool_raises_is_as_if_the_tool_did(isolation: Any, ends: bool) -> None:
    def hook(event: Any) -> Any:
        def end(_: Any) -> None:
            raise error

        return end if ends else end(event)

    source = "try: double(1)\nexcept Exception as error: caught = str(error)\ncaught"
    error: BaseException = ValueError("no such call")
    with cloche.Sandbox({"double": double}, isolation=isolation, on_tool=hook) as box:
        assert box.run(source) == "no such call"
        error = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            box.run(source)


def test_the_end_of_a_run_is_told_wherever_it_is_closed() -> None:
    """A loop that is closed early leaves a coroutine that was begun in a context of a task's."""
    watcher = Watcher()

    async def slow() -> None:
        await asyncio.get_running_loop().create_future()

    box = cloche.Sandbox(tools={"slow": slow}, on_run=watcher.hook, on_tool=watcher.hook)
    run = box.run_async("await slow()")

    async def begin() -> None:
        begun.append(asyncio.ensure_future(run))
        while len(watcher.seen) < 2:
            await asyncio.sleep(0)

    begun: list[Any] = []
    loop = asyncio.new_event_loop()
    loop.run_until_complete(begin())
    run.close()
    begun[0]._log_destroy_pending = False
    loop.close()
    assert watcher.told()[:2] == ["RunStarted", "ToolStarted"]
    assert watcher.told().count("RunEnded") == 1


def test_a_hook_may_return_nothing() -> None:
    box = cloche.Sandbox(on_run=lambda event: None, on_compile=lambda event: None)
    assert box.run("1 + 1") == 2


def test_errors_say_what_was_spent() -> None:
    with pytest.raises(cloche.ClocheError) as caught:
        cloche.run("for i in range(5): pass\n1 / 0")
    assert caught.value.steps == 5
    assert caught.value.seconds is not None
    assert caught.value.seconds >= 0


#: Looked at with the variables of each frame, it would be asked what it looks like.
WATCHED = """
class A:
    def __repr__(self):
        while True: pass
a = A()
def f(x):
    b = A()
    return 1 / x
async def g(x):
    b = A()
    return 1 / x
"""


def _step(box: cloche.Sandbox) -> None:
    box.session().run(WATCHED + "f(0)")


def _step_async(box: cloche.Sandbox) -> None:
    asyncio.run(box.session().run_async(WATCHED + "await g(0)"))


def _awaited_call(box: cloche.Sandbox) -> None:
    asyncio.run(box.compile(WATCHED).function("g")(0))


RUNS: dict[str, Callable[[cloche.Sandbox], object]] = {
    "run": lambda box: box.run(WATCHED + "f(0)"),
    "step": _step,
    "call": lambda box: box.compile(WATCHED).function("f")(0),
    "define": lambda box: box.compile(WATCHED + "f(0)").function("f"),
    "map": lambda box: box.compile(WATCHED).function("f").map([0]),
    "run on a loop": lambda box: asyncio.run(box.run_async(WATCHED + "await g(0)")),
    "step on a loop": _step_async,
    "awaited call": _awaited_call,
    "limit": lambda box: box.run(WATCHED + "while True: pass"),
    "boundary": lambda box: box.run(WATCHED + "f"),
    "tool": lambda box: box.run(WATCHED + "fail()"),
}


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_errors_that_hooks_are_told_have_no_frames_of_ours(isolation: Any) -> None:
    """Whoever reports them with the variables of each frame calls nothing of the guest's."""
    package = os.path.dirname(cloche.__file__)
    told: list[tuple[list[str], list[str]]] = []

    def on_run(event: cloche.RunStarted) -> Callable[[cloche.RunEnded], None]:
        def ended(outcome: cloche.RunEnded) -> None:
            error = outcome.error
            assert error is not None or event.kind == "define"
            if error is None:
                return
            frames = [each.f_code.co_filename for each, _ in traceback.walk_tb(error.__traceback__)]
            shown = traceback.TracebackException.from_exception(error, capture_locals=True)
            told.append(([file for file in frames if file.startswith(package)], [*shown.format()]))

        return ended

    limits = cloche.Limits(steps=10_000)
    with cloche.Sandbox(
        tools={"fail": fail}, limits=limits, isolation=isolation, workers=1, on_run=on_run
    ) as box:
        for name, run in RUNS.items():
            told.clear()
            with pytest.raises(cloche.ClocheError) as caught:
                run(box)
            assert told, name
            for ours, shown in told:
                assert ours == [], name
                assert not any("A object" in line or "b = " in line for line in shown), name
            assert caught.value.__cause__ is caught.value.__context__ is None, name
