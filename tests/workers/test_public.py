"""Every public name of the faces, inline and in a worker: the same answer, or a clear refusal.

A name that is in no table fails a test here: somebody must decide what it does in a worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import cloche
from cloche import pausing
from cloche.functions import AsyncSandboxedFunction, SandboxedFunction
from cloche.pausing.steps import Done, Paused
from cloche.program import Program
from cloche.session import Session

SOURCE = "print('out')\nimport sys\nprint('err', file=sys.stderr)\ndef f(a): return a + y\nf(1) + x"
INPUTS = {"x": 1, "y": 2}
SLOW = "async def g(a): return a + 1"


@pausing
def asked(a: int) -> int:
    return a + 1


def _result(result: Any) -> Any:
    return result.value, result.stdout, result.stderr, result.tool_calls


async def _awaited(calls: list[Any]) -> list[Any]:
    return [await each for each in calls]


def _run(box: Any, **others: Any) -> Any:
    return box.start("asked(x) + 1", inputs={"x": 1}, **others)


def _session(box: Any) -> Any:
    session = box.session({"y": 2})
    session.run("z = y + 1")
    return session


def _closed(box: Any) -> str:
    own = cloche.Sandbox(isolation="inline" if box.workers is None else "process")
    own.close()
    return "closed"


def _streamed(box: Any) -> Any:
    stream = box.stream()
    stream.feed("x = 1\n")
    return stream.finish().run()


#: By class and name: what is asked of a box, whose answer is the same in both isolations.
SAME: dict[type, dict[str, Callable[[Any], Any]]] = {
    cloche.Sandbox: {
        "run": lambda box: box.run(SOURCE, INPUTS),
        "execute": lambda box: _result(box.execute(SOURCE, INPUTS)),
        "run_async": lambda box: asyncio.run(box.run_async(SOURCE, INPUTS)),
        "execute_async": lambda box: _result(asyncio.run(box.execute_async(SOURCE, INPUTS))),
        "compile": lambda box: box.compile(SOURCE).run(INPUTS),
        "start": lambda box: _run(box).call().value,
        "load": lambda box: box.load(_run(box).dump()).call().value,
        "session": lambda box: _session(box).run("z"),
        "stream": _streamed,
        "describe": lambda box: box.describe(INPUTS),
        "lint": lambda box: [each.code for each in box.lint("import os.path\nopen")],
        "close": _closed,
        "policy_digest": lambda box: len(box.policy_digest),
    },
    Program: {
        "run": lambda box: box.compile(SOURCE).run(INPUTS),
        "execute": lambda box: _result(box.compile(SOURCE).execute(INPUTS)),
        "run_async": lambda box: asyncio.run(box.compile(SOURCE).run_async(INPUTS)),
        "execute_async": lambda box: _result(
            asyncio.run(box.compile(SOURCE).execute_async(INPUTS))
        ),
        "function": lambda box: box.compile(SOURCE).function("f", INPUTS)(5),
        "source": lambda box: box.compile(SOURCE).source,
        "guarded": lambda box: box.compile(SOURCE).guarded,
        "manifest": lambda box: repr(box.compile(SOURCE).manifest),
    },
    Session: {
        "run": lambda box: _session(box).run("z + 1"),
        "execute": lambda box: _result(_session(box).execute("print(z)\nz")),
        "run_async": lambda box: asyncio.run(_session(box).run_async("z + 1")),
        "execute_async": lambda box: _result(asyncio.run(_session(box).execute_async("z"))),
        "names": lambda box: _session(box).names,
        "variables": lambda box: _session(box).variables,
    },
    SandboxedFunction: {
        "map": lambda box: box.compile(SOURCE).function("f", INPUTS).map([1, 2]),
        "stdout": lambda box: box.compile("def f(): print(1)\nprint(2)").function("f").stdout,
        "stderr": lambda box: box.compile("def f(): print(1)\nprint(2)").function("f").stderr,
    },
    AsyncSandboxedFunction: {
        "map": lambda box: asyncio.run(_awaited(box.compile(SLOW).function("g").map([1, 2]))),
        "stdout": lambda box: box.compile(SLOW).function("g").stdout,
        "stderr": lambda box: box.compile(SLOW).function("g").stderr,
    },
    Paused: {
        "call": lambda box: _run(box).call().value,
        "resume": lambda box: _run(box).resume(9).value,
        "fail": lambda box: _raised(lambda: _run(box).fail(ValueError("no"))),
        "dump": lambda box: type(_run(box).dump()),
        "tool": lambda box: _run(box).tool,
        "args": lambda box: _run(box).args,
        "kwargs": lambda box: _run(box).kwargs,
        "line": lambda box: _run(box).line,
        "stdout": lambda box: _run(box).stdout,
    },
    Done: {
        "value": lambda box: _run(box).call().value,
        "stdout": lambda box: _run(box).call().stdout,
        "stderr": lambda box: _run(box).call().stderr,
        "steps": lambda box: _run(box).call().steps,
        "seconds": lambda box: type(_run(box).call().seconds),
        "tool_calls": lambda box: _run(box).call().tool_calls,
    },
}
#: Names that a worker refuses: how they are called, and what the refusal says.
REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "session(recorded=True)": (lambda box: box.session(recorded=True), "recorded"),
    "load_session": (lambda box: box.load_session(b""), "recorded"),
}
#: Between the objects of the face; for nobody else.
INNER: dict[type, frozenset[str]] = {
    cloche.Sandbox: frozenset(
        {"repeatable", "transpile", "opened", "fitting", "manifest", "ask", "environment"}
    ),
    Session: frozenset({"grant", "use_loop"}),
    AsyncSandboxedFunction: frozenset({"awaited"}),
}


def _raised(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except Exception as error:
        return type(error).__name__, str(error).splitlines()[0]


def names(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


@pytest.mark.parametrize("kind", SAME, ids=lambda kind: kind.__name__)
def test_every_public_name_is_decided(kind: type) -> None:
    refused = {name for name in REFUSED if kind is cloche.Sandbox and "(" not in name}
    assert names(kind) == SAME[kind].keys() | refused | INNER.get(kind, frozenset())


@pytest.fixture(scope="module")
def boxes() -> Iterator[list[cloche.Sandbox]]:
    with (
        cloche.Sandbox({"asked": asked}) as inline,
        cloche.Sandbox({"asked": asked}, isolation="process") as process,
    ):
        yield [inline, process]


CASES = [(kind, name) for kind, table in SAME.items() for name in table]


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_the_answer_is_the_same(boxes: list[cloche.Sandbox], kind: type, name: str) -> None:
    inline, process = map(SAME[kind][name], boxes)
    assert inline == process


@pytest.mark.parametrize(("ask", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_why(
    boxes: list[cloche.Sandbox], ask: Callable[[Any], Any], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        ask(boxes[1])
