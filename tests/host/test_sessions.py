"""Sessions: variables, totals, steps that fail, names of inputs; inline and in a worker."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

import cloche
from cloche.runtime.boundary.outward import out_of_guest
from sampling import share


@pytest.fixture(params=["inline", "process"])
def isolation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def boxes() -> Iterator[dict[str, cloche.Sandbox]]:
    with cloche.Sandbox(isolation="process", workers=1) as process:
        yield {"inline": cloche.Sandbox(), "process": process}


@pytest.fixture
def box(isolation: str, boxes: dict[str, cloche.Sandbox]) -> cloche.Sandbox:
    return boxes[isolation]


def repeat(session: cloche.Session, source: str) -> None:
    for _ in range(3):
        session.run(source)


def test_variables_are_copies_of_what_may_leave(box: cloche.Sandbox) -> None:
    session = box.session({"given": 1})
    session.run(
        "import math\nxs = [1, 2]\ndef f(): pass\nclass C: pass\nloop = []\nloop.append(loop)"
    )
    assert session.variables == {"given": 1, "xs": [1, 2]}
    session.variables["xs"].append(3)
    assert session.run("xs") == [1, 2]
    assert session.names == ["given", "math", "xs", "f", "C", "loop"]


def test_reading_variables_runs_nothing(box: cloche.Sandbox) -> None:
    session = box.session()
    session.run("class C:\n    def __repr__(self): 1 / 0\n    __eq__ = __repr__\nc = C()\nn = 0")
    assert session.variables["n"] == 0
    assert type(session.variables["c"]) is cloche.Record


def test_variables_take_no_longer_than_a_step_may(monkeypatch: pytest.MonkeyPatch) -> None:
    session = cloche.Sandbox(limits=cloche.Limits(seconds=50)).session()
    session.run("=".join(f"a{n}" for n in range(300)) + "=[1]")
    monkeypatch.setattr("cloche.session.monotonic", count().__next__)
    # It looks at the clock in the middle of each, and behind it.
    assert len(session.variables) == 25


def test_variables_take_no_more_memory_than_a_step_may(monkeypatch: pytest.MonkeyPatch) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(memory=50 * 2**20))
    session = box.session()
    session.run("=".join(f"a{n}" for n in range(30)) + "=[1]")
    monkeypatch.setattr("cloche.session.resident", count(0, 10 * 2**20).__next__)
    assert len(session.variables) == 3


@pytest.mark.parametrize("value", ["[0] * 100_000", "[set()] * 100_000", "{1: [()] * 100_000}"])
def test_a_variable_takes_no_longer_than_a_step_may(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = cloche.Sandbox(limits=cloche.Limits(seconds=1)).session()
    session.run(f"a = 1; b = {value}; c = 3")
    monkeypatch.setattr("cloche.session.monotonic", count().__next__)
    assert session.variables == {"a": 1}


def test_a_variable_may_go_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    session = cloche.Sandbox().session()
    session.run("a = 1")
    monkeypatch.setattr(type(session), "names", property(lambda _: ["gone", "a"]))
    assert session.variables == {"a": 1}


@pytest.mark.parametrize("raised", ["Set changed size during iteration", "deque mutated"])
def test_what_a_variable_holds_may_change_meanwhile(
    raised: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = cloche.Sandbox().session()
    session.run("a, b, c = 1, {2}, 3")

    def copied(value: Any, *rest: Any) -> Any:
        if type(value) is set:
            raise RuntimeError(raised)
        return out_of_guest(value, *rest)

    monkeypatch.setattr("cloche.session.out_of_guest", copied)
    assert session.variables == {"a": 1, "c": 3}


def test_a_step_that_fails_keeps_what_it_had_bound(box: cloche.Sandbox) -> None:
    session = box.session()
    with pytest.raises(cloche.GuestError):
        session.run("a = 1\n1 / 0\na = 2")
    with pytest.raises(cloche.Rejected):
        session.run("a = 3\nimport socket")
    assert session.variables == {"a": 1}


def test_a_total_of_steps(box: cloche.Sandbox) -> None:
    session = box.session(total=cloche.Limits(steps=1000))
    session.run("for i in range(900): pass")
    with pytest.raises(cloche.StepLimitExceeded) as caught:
        repeat(session, "for i in range(90): pass")
    assert caught.value.limit == 1000
    assert caught.value.used >= 1000
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(cloche.StepLimitExceeded):
        session.run("1")


def test_a_total_of_calls(isolation: str) -> None:
    with cloche.Sandbox(tools={"tool": int}, isolation=isolation, workers=1) as sandbox:
        session = sandbox.session(total=cloche.Limits(tool_calls=5))
        assert session.execute("tool(); tool()").tool_calls == 2
        with pytest.raises(cloche.GuestError) as caught:
            session.run("tool('x')")
        assert caught.value.tool_calls == 1
        with pytest.raises(cloche.ToolCallLimitExceeded) as stopped:
            session.run("while True: tool()")
        # Two were left.
        error = stopped.value
        assert (error.limit, error.used, error.tool_calls) == (5, 5, 2)
        with pytest.raises(cloche.ToolCallLimitExceeded):
            session.run("1")


def test_a_total_of_output(box: cloche.Sandbox) -> None:
    session = box.session(total=cloche.Limits(output=10))
    assert session.execute("print('12345')").stdout == "12345\n"
    with pytest.raises(cloche.OutputLimitExceeded):
        repeat(session, "print('12345')")


@pytest.mark.parametrize("after", ["None", "1 / 0", "lambda: 0"])
def test_a_total_of_output_counts_what_is_said_of_errors(after: str, box: cloche.Sandbox) -> None:
    session = box.session(total=cloche.Limits(output=1000))
    with contextlib.suppress(cloche.GuestError, cloche.BoundaryError):
        session.run(f"import sys\nsys.stderr.write('x' * 600)\nprint('y' * 399)\n{after}")
    with pytest.raises(cloche.OutputLimitExceeded):
        session.run("1")


def test_steps_that_fail_count() -> None:
    session = cloche.Sandbox().session(total=cloche.Limits(steps=100))
    with pytest.raises(cloche.GuestError):
        session.run("for i in range(99): pass\n1 / 0")
    with pytest.raises(cloche.StepLimitExceeded):
        session.run("for i in range(2): pass")


def interrupted() -> None:
    raise KeyboardInterrupt


def test_steps_that_the_host_breaks_off_count() -> None:
    box = cloche.Sandbox(tools={"interrupted": interrupted})
    session = box.session(total=cloche.Limits(steps=150, output=10))
    with pytest.raises(KeyboardInterrupt):
        session.run("print('1234')\nfor i in range(99): pass\ninterrupted()")
    with pytest.raises(cloche.OutputLimitExceeded):
        session.run("print('123456')")
    with pytest.raises(cloche.StepLimitExceeded):
        session.run("for i in range(99): pass")


def test_steps_that_are_cancelled_count(isolation: str) -> None:
    async def forever() -> None:
        await asyncio.get_running_loop().create_future()

    async def cancelled(session: cloche.Session) -> None:
        step = asyncio.ensure_future(session.run_async("await forever()"))
        while not calls:
            await asyncio.sleep(0.001)
        step.cancel()
        with pytest.raises(asyncio.CancelledError):
            await step

    calls: list[int] = []

    async def noted() -> None:
        calls.append(1)
        await forever()

    tools = {"forever": noted}
    with cloche.Sandbox(tools=tools, isolation=isolation, workers=1) as sandbox:
        session = sandbox.session(total=cloche.Limits(tool_calls=2))
        for _ in range(2):
            asyncio.run(cancelled(session))
            calls.clear()
        with pytest.raises(cloche.ToolCallLimitExceeded):
            session.run("1")


def test_a_total_on_a_loop() -> None:
    session = cloche.Sandbox().session(total=cloche.Limits(steps=100))
    asyncio.run(session.run_async("for i in range(60): pass"))
    with pytest.raises(cloche.StepLimitExceeded):
        asyncio.run(session.run_async("for i in range(60): pass"))


def test_a_total_lifts_no_limit() -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=10))
    with pytest.raises(cloche.StepLimitExceeded) as caught:
        box.session(total=cloche.Limits(steps=1000)).run("for i in range(20): pass")
    assert caught.value.limit == 10


@pytest.mark.parametrize("name", share(["__builtins__", "class", "a b", "__name__", "ﬁ"]))
def test_an_input_of_a_step_has_a_name_a_program_could_use(box: cloche.Sandbox, name: str) -> None:
    session = box.session()
    with pytest.raises(ValueError, match="name"):
        session.run("1", {name: 1})
    assert session.run("1 + 1") == 2
